import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from sdg_platform.exports import pdf
from sdg_platform.exports.document import Document, Line, Paragraph, Quadrant, Section, Table
from sdg_platform.exports.pdf import write_pdf
from tests.exports.documents import BRIEF, HOSTILE, MINUTES, of


def read(document):
    return PdfReader(BytesIO(write_pdf(document)))


def text_of(document):
    return "\n".join(page.extract_text() for page in read(document).pages)


def squeezed(text):
    """Without the white space that line breaks on paper add or take."""
    return re.sub(r"\s", "", text)


def tags_of(reader):
    """The structure a screen reader walks, as a flat list of tag names."""
    names = []

    def walk(element):
        element = element.get_object()
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, dict):
            if "/S" in element:
                names.append(element["/S"])
            if "/K" in element:
                walk(element["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return names


def test_the_pdf_says_its_title_language_and_maker_and_is_tagged():
    reader = read(MINUTES)
    root = reader.trailer["/Root"]

    assert reader.metadata.title == "Netværksmøde i Fjordby"
    assert reader.metadata.author == "Fjordby Kommune"
    assert str(root["/Lang"]).startswith("da")
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_an_english_document_is_marked_and_worded_as_english():
    english = Document("Health", language="en", sections=BRIEF.sections)

    assert str(read(english).trailer["/Root"]["/Lang"]).startswith("en")
    assert "Sources" in text_of(english)
    assert "Kilder" not in text_of(english)


def test_headings_lists_quotes_and_table_headers_reach_a_screen_reader_as_such():
    tags = tags_of(read(MINUTES)) + tags_of(read(BRIEF))

    assert {"/H1", "/H2", "/L", "/LI", "/Table", "/TH", "/Caption"} <= set(tags)
    assert tags.count("/H1") >= 5


def test_the_minutes_hold_every_note_with_its_votes_in_its_field():
    text = text_of(MINUTES)

    order = ["Det virker", "Vi mødes på tværs af forvaltninger", "også om fredagen"]
    order += ["Det undrer vi os over", "Ingen noter.", "For få hænder", "-> ring til Søren"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "3 prikker · Mål 17" in text
    assert "3 noter" in text
    assert "Side 1 af 1" in text


def test_the_brief_names_its_sources_and_leaves_places_to_fill_in():
    text = text_of(BRIEF)

    assert text.count("udfyldes") == 2
    assert "Kilder" in text
    assert "Praksis 12, Fjordby" in text
    assert "og 3 flere" in text
    assert "22. november 2026" in text


def test_only_addresses_that_are_safe_to_click_become_links():
    links = [
        annotation.get_object()["/A"]["/URI"]
        for page in read(BRIEF).pages
        for annotation in page.get("/Annots", [])
    ]

    assert links == ["https://fjordby.example/practices/12/"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_blocks_the_report_wherever_it_stands(text):
    assert write_pdf(of(text)).startswith(b"%PDF")


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isascii()])
def test_text_is_never_read_as_markup(text):
    line = Quadrant("works", "+", "Virker", "", (Line(text),))

    read_back = re.sub(r"Side \d+ af \d+", "", text_of(Document("Noter", (Section("", (line,)),))))

    assert squeezed(text) in squeezed(read_back)


def test_a_character_no_font_has_is_shown_by_its_code_and_explained():
    text = text_of(Document("Idé", sections=(Section("A", (Paragraph("God idé 💡!"),)),)))

    assert "God idé [U+1F4A1]!" in text
    assert "[U+…] står for et tegn" in text


def test_only_the_character_that_no_font_has_is_replaced():
    text = text_of(Document("Idé", sections=(Section("A", (Paragraph("Αθήνα ≤ Київ 💡"),)),)))

    assert "Αθήνα ≤ Київ [U+1F4A1]" in text


def test_a_table_without_rows_and_one_with_uneven_rows_are_set():
    tables = (Table(("A", "B"), ()), Table(("A", "B"), (("1",), ("1", "2", "3"))))

    assert "1 2" in text_of(Document("Tal", (Section("Tal", tables),)))


def test_a_document_without_such_characters_has_no_explanation():
    assert "U+" not in text_of(MINUTES)


def test_the_fonts_draw_every_character_that_is_not_replaced():
    """Guards the table: a typst with other fonts fails here, not before a mayor."""
    drawn = [chr(code) for code in range(0x20, 0x10000) if not pdf.UNDRAWN.match(chr(code))]
    drawn = [character for character in drawn if not 0xD800 <= ord(character) < 0xE000]
    assert len(drawn) > 4_000
    told = pdf.json.dumps(pdf._Data(of(" ".join(drawn))).whole(), ensure_ascii=False)

    assert pdf._compile(told).startswith(b"%PDF")


def test_text_that_only_fails_when_shaped_is_still_delivered(monkeypatch):
    monkeypatch.setattr(pdf, "UNDRAWN", re.compile("(?!)"))  # the table lets everything through

    assert "God idé [U+1F4A1]" in text_of(
        Document("Idé", sections=(Section("A", (Paragraph("God idé 💡"),)),))
    )


def test_a_word_longer_than_the_page_is_broken_and_stays_on_paper():
    rights = []
    address = "https://fjordby.example/" + "a" * 400
    for page in read(of(address)).pages:
        page.extract_text(
            visitor_text=lambda text, _, matrix, *rest: rights.append((matrix[4], text))
        )

    assert max(x + 4 * len(text) for x, text in rights if text.strip()) < 595  # an `a` is 5 pt wide


def test_the_same_document_gives_the_same_bytes():
    assert write_pdf(MINUTES) == write_pdf(MINUTES)


def test_nothing_of_a_document_stays_behind_for_the_next():
    write_pdf(Document("Hemmelig", sections=(Section("Hemmelig"),)))

    assert "Hemmelig" not in text_of(MINUTES)


def test_an_empty_document_is_a_page_with_a_title():
    assert len(read(Document("")).pages) == 1


def test_a_thousand_notes_keep_their_order():
    notes = tuple(Line(f"note nummer {number}.") for number in range(1_000))
    text = text_of(
        Document("Stor", sections=(Section("", (Quadrant("works", "+", "Virker", "", notes),)),))
    )

    assert re.findall(r"note nummer (\d+)\.", text) == [str(number) for number in range(1_000)]
