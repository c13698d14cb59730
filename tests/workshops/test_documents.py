"""Files as people send them, read into lines, or refused in one sentence."""

import struct
import threading
import zipfile
import zlib
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from odf import draw, opendocument, table
from odf import style as odf_style
from odf import text as odf_text

from workshops import documents
from workshops.documents import DocumentRefused, read_document
from workshops.notes import parse_notes

MEETING = """\
## + Hvad fungerer?

- Det fælles sprog
- Dilemmaer: benyttelse og beskyttelse
  - på tværs -> af kommuner

## ÷ Hvad fungerer ikke?

Fokus på indikatorer – for overordnet
50 % er for lidt
"""
EXPECTED = [
    ("works", "Det fælles sprog", None),
    ("works", "Dilemmaer: benyttelse og beskyttelse", None),
    ("works", "på tværs -> af kommuner", 1),
    ("does_not_work", "Fokus på indikatorer – for overordnet", None),
    ("does_not_work", "50 % er for lidt", None),
]


def notes_of(data, name):
    return [(n.quadrant, n.text, n.parent) for n in parse_notes(read_document(data, name)).notes]


def saved(document):
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word(*paragraphs):
    document = docx.Document()
    for paragraph in paragraphs:
        text, style = paragraph if isinstance(paragraph, tuple) else (paragraph, None)
        document.add_paragraph(text, style=style)
    return document


def refused(data, name="noter.docx"):
    with pytest.raises(DocumentRefused) as caught:
        read_document(data, name)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    return caught.value.reason


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word_xml(body, **parts):
    document = f"<w:document {nsdecls('w')}><w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **parts})


# --- Plain text -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be"],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_plain_text_is_read_in_every_usual_encoding(encoding, newline):
    text = MEETING.replace("–", "-").replace("\n", newline)
    expected = [(q, t.replace("–", "-"), p) for q, t, p in EXPECTED]
    assert notes_of(text.encode(encoding), "noter.txt") == expected


def test_the_lines_of_a_text_file_keep_their_numbers():
    parsed = parse_notes(read_document(MEETING.encode(), "noter.md"))
    assert [note.line for note in parsed.notes] == [3, 4, 5, 9, 10]


def test_a_byte_that_windows_leaves_undefined_does_not_stop_the_reading():
    assert read_document("Børn\x81".encode("latin-1"), "noter.txt").startswith("Børn")


# --- Word -----------------------------------------------------------------------------------


def test_word_headings_lists_and_levels_are_read():
    document = word(
        ("Netværksmøde", "Title"),
        ("+ Hvad fungerer?", "Heading 2"),
        ("Det fælles sprog", "List Bullet"),
        ("Dilemmaer: benyttelse og beskyttelse", "List Bullet"),
        ("på tværs -> af kommuner", "List Bullet 2"),
        ("÷ Hvad fungerer ikke?", "Heading 2"),
        "Fokus på indikatorer – for overordnet",
        "50 % er for lidt",
        ("Eventuelt", "Heading 2"),
        "Kaffen var kold",
    )
    parsed = parse_notes(read_document(saved(document), "noter.docx"))

    assert [(n.quadrant, n.text, n.parent) for n in parsed.notes] == EXPECTED
    assert parsed.title == "Netværksmøde"
    assert [line.text for line in parsed.not_placed] == ["## Eventuelt", "Kaffen var kold"]


def test_word_lists_that_count_keep_their_numbers_and_levels():
    document = word(
        "Idéer",
        ("Kostpolitik", "List Number"),
        ("skoler", "List Number 2"),
        ("Cykler", "List Number"),
    )
    text = read_document(saved(document), "noter.docx")

    assert text == "Idéer\n1. Kostpolitik\n  1. skoler\n2. Cykler"
    assert [n.parent for n in parse_notes(text).notes] == [None, 0, None]


def test_a_list_level_set_on_the_paragraph_itself_counts():
    document = word("Idéer", ("Kostpolitik", "List Bullet"), ("skoler", "List Bullet"))
    properties = document.paragraphs[2]._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')
    )
    assert [n[2] for n in notes_of(saved(document), "a.docx")] == [None, 0]


def test_tracked_insertions_are_text_and_deletions_are_not():
    body = (
        "<w:p><w:r><w:t>Idéer</w:t></w:r></w:p>"
        "<w:p><w:r><w:t xml:space='preserve'>Mere </w:t></w:r>"
        "<w:ins w:id='1'><w:r><w:t>natur</w:t></w:r></w:ins>"
        "<w:del w:id='2'><w:r><w:delText>asfalt</w:delText></w:r></w:del></w:p>"
        "<w:ins w:id='3'><w:p><w:r><w:t>Flere bænke</w:t></w:r></w:p></w:ins>"
        "<w:p><w:moveFrom w:id='4'><w:r><w:t>flyttet</w:t></w:r></w:moveFrom>"
        "<w:moveTo w:id='5'><w:r><w:t>Flyttet hertil</w:t></w:r></w:moveTo></w:p>"
    )
    assert [n[1] for n in notes_of(word_xml(body), "a.docx")] == [
        "Mere natur",
        "Flere bænke",
        "Flyttet hertil",
    ]


def test_content_controls_text_boxes_links_and_soft_breaks_are_text():
    body = (
        "<w:p><w:r><w:t>Idéer</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>I et felt</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:sdt><w:sdtContent><w:r><w:t>Midt i linjen</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        "<w:p><w:hyperlink><w:r><w:t>Et link</w:t></w:r></w:hyperlink></w:p>"
        "<w:p><w:r><w:t>Øverst</w:t><w:br/><w:t>Nederst</w:t></w:r></w:p>"
        "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0E0'/><w:t> invitere KL</w:t></w:r></w:p>"
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Spørgsmål</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Hvem ejer planen?</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    assert [n[:2] for n in notes_of(word_xml(body), "a.docx")] == [
        ("take_forward", "I et felt"), ("take_forward", "Midt i linjen"), ("take_forward", "Et link"),
        ("take_forward", "Øverst"), ("take_forward", "Nederst"), ("take_forward", "invitere KL"),
        ("question", "Hvem ejer planen?"),
    ]  # fmt: skip


def test_a_text_box_that_word_stores_twice_is_read_once():
    box = "<w:txbxContent><w:p><w:r><w:t>Fælles sprog</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Styrker</w:t></w:r></w:p><w:p><w:r>"
        "<mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert len(notes_of(word_xml(body), "a.docx")) == 1


def grid(cells):
    document = docx.Document()
    made = document.add_table(rows=len(cells), cols=len(cells[0]))
    for row, texts in zip(made.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *rest = text.split("\n")
            cell.paragraphs[0].text = first
            for line in rest:
                cell.add_paragraph(line)
    return saved(document)


@pytest.mark.parametrize(
    "cells",
    [
        [["+ Fungerer\nFælles sprog\nTillid", "? Spørgsmål\nHvem ejer planen?"]],
        [["+", "?"], ["Fælles sprog\nTillid", "Hvem ejer planen?"]],
        [["+ Fungerer", "? Spørgsmål"], ["Fælles sprog", "Hvem ejer planen?"], ["Tillid", ""]],
        [["+ Fungerer", "Fælles sprog\nTillid"], ["? Spørgsmål", "Hvem ejer planen?"]],
    ],
)
def test_a_table_of_fields_is_read_whichever_way_its_headings_stand(cells):
    assert [n[:2] for n in notes_of(grid(cells), "skema.docx")] == [
        ("works", "Fælles sprog"),
        ("works", "Tillid"),
        ("question", "Hvem ejer planen?"),
    ]


def test_a_bold_line_that_is_no_field_ends_the_field_above():
    document = word("Styrker", "Fælles sprog", "Bordplan", "Anna sidder ved døren")
    document.paragraphs[2].runs[0].bold = True
    assert [n[1] for n in notes_of(saved(document), "a.docx")] == ["Fælles sprog"]


def test_a_plain_line_between_two_lists_is_not_taken_for_a_note():
    document = word("Styrker", ("Fælles sprog", "List Bullet"), "Bordplan", ("Anna", "List Bullet"))
    assert [n[1] for n in notes_of(saved(document), "a.docx")] == ["Fælles sprog"]


def test_footnotes_are_listed_but_belong_to_no_field():
    footnotes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:type='separator'><w:p/></w:footnote>"
        "<w:footnote w:id='2'><w:p><w:r><w:t>Kilde: KL</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    body = "<w:p><w:r><w:t>Styrker</w:t></w:r></w:p><w:p><w:r><w:t>Tillid</w:t></w:r></w:p>"
    text = read_document(word_xml(body, **{"word/footnotes.xml": footnotes}), "a.docx")
    parsed = parse_notes(text)
    assert [n.text for n in parsed.notes] == ["Tillid"]
    assert parsed.not_placed[-1].text == "Kilde: KL"


# --- OpenDocument ---------------------------------------------------------------------------


def open_document():
    document = opendocument.OpenDocumentText()
    document.text.addElement(odf_text.H(outlinelevel=2, text="+ Hvad fungerer?"))
    outer = odf_text.List()
    for line in ("Det fælles sprog", "Dilemmaer: benyttelse og beskyttelse"):
        item = odf_text.ListItem()
        item.addElement(odf_text.P(text=line))
        outer.addElement(item)
    inner, deeper = odf_text.List(), odf_text.ListItem()
    deeper.addElement(odf_text.P(text="på tværs -> af kommuner"))
    inner.addElement(deeper)
    item.addElement(inner)
    document.text.addElement(outer)
    document.text.addElement(odf_text.H(outlinelevel=2, text="÷ Hvad fungerer ikke?"))
    paragraph = odf_text.P(text="Fokus på indikatorer – for overordnet")
    paragraph.addElement(odf_text.LineBreak())
    paragraph.addText("50 % er for lidt")
    document.text.addElement(paragraph)
    return document


def test_opendocument_headings_lists_levels_and_breaks_are_read():
    assert notes_of(saved(open_document()), "noter.odt") == EXPECTED


def test_opendocument_tables_boxes_and_titles_are_read():
    document = opendocument.OpenDocumentText()
    document.automaticstyles.addElement(
        odf_style.Style(name="P1", family="paragraph", parentstylename="Title")
    )
    document.text.addElement(odf_text.P(stylename="P1", text="Netværksmøde"))
    made, row = table.Table(name="t"), table.TableRow()
    for lines in (["+ Fungerer", "Tillid"], ["? Spørgsmål", "Hvem ejer planen?"]):
        cell = table.TableCell()
        for line in lines:
            cell.addElement(odf_text.P(text=line))
        row.addElement(cell)
    made.addElement(row)
    document.text.addElement(made)
    paragraph, frame, box = odf_text.P(), draw.Frame(), draw.TextBox()
    for line in ("Idéer", "Mere natur"):
        box.addElement(odf_text.P(text=line))
    frame.addElement(box)
    paragraph.addElement(frame)
    document.text.addElement(paragraph)
    parsed = parse_notes(read_document(saved(document), "a.odt"))

    assert parsed.title == "Netværksmøde"
    assert [(n.quadrant, n.text) for n in parsed.notes] == [
        ("works", "Tillid"), ("question", "Hvem ejer planen?"), ("take_forward", "Mere natur"),
    ]  # fmt: skip


# --- HTML and rich text ---------------------------------------------------------------------

HTML = """<!doctype html><html><head><meta charset="utf-8"><title>Intet</title>
<style>p { color: red }</style></head><body><script>var x = "+ Fungerer";</script>
<h2>+ Hvad fungerer?</h2>
<ul><li>Det fælles <b>sprog</b></li><li>Dilemmaer: benyttelse
  og beskyttelse<ul><li>på tværs -&gt; af kommuner</li></ul></li></ul>
<h2>÷ Hvad fungerer ikke?</h2>
<p>Fokus på indikatorer &ndash; for overordnet<br>50&nbsp;% er for lidt</p><del>slettet</del>
</body></html>"""


def test_html_headings_lists_levels_and_breaks_are_read():
    assert notes_of(HTML.encode(), "noter.html") == [
        (q, t.replace("50 %", "50\u00a0%"), p) for q, t, p in EXPECTED
    ]


def test_html_in_windows_encoding_says_so_and_is_believed():
    html = HTML.replace("utf-8", "windows-1252").encode("cp1252")
    assert notes_of(html, "noter.htm")[0][1] == "Det fælles sprog"


def test_an_html_fragment_with_unclosed_tags_is_read():
    html = "<p>Idéer<ul><li>Natur<li>Bænke</ul><table><tr><td>Spørgsmål<td>Hvem ejer planen?</table>".encode()
    assert [n[:2] for n in notes_of(html, "a.html")] == [
        ("take_forward", "Natur"), ("take_forward", "Bænke"), ("question", "Hvem ejer planen?"),
    ]  # fmt: skip


def test_flat_lists_of_google_and_word_keep_their_levels():
    google = (
        "<html><p>Idéer</p><ul class='lst-kix_a-0'><li>Natur</li></ul>"
        "<ul class='lst-kix_a-1'><li>bænke</li></ul></html>"
    )
    word_html = (
        "<html><p>Idéer</p><p style='mso-list:l0 level1 lfo1'>·&nbsp;&nbsp;Natur</p>"
        "<p style='mso-list:l0 level2 lfo1'>·&nbsp;&nbsp;bænke</p></html>"
    )
    for html in (google, word_html):
        assert [(n[1], n[2]) for n in notes_of(html.encode(), "a.html")] == [
            ("Natur", None),
            ("bænke", 0),
        ]


RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}"
    r"\pard\outlinelevel1 + Hvad fungerer?\par"
    r"{\listtext\pard\plain\f0 \'b7\tab}\pard\ls1\ilvl0 Det f\'e6lles sprog\par"
    r"{\listtext\pard\plain\f0 \'b7\tab}\pard\ls1\ilvl0 Dilemmaer: benyttelse og beskyttelse\par"
    r"{\listtext\pard\plain\f0 o\tab}\pard\ls1\ilvl1 p\u229?\~tv\'e6rs -> af kommuner\par"
    r"\pard\outlinelevel1 \'f7 Hvad fungerer ikke?\par"
    r"\pard Fokus p\'e5 indikatorer \endash  for overordnet\line 50 % er for lidt\par}"
)


def test_rich_text_headings_lists_levels_and_breaks_are_read():
    expected = [(q, t.replace("på tværs", "på\u00a0tværs"), p) for q, t, p in EXPECTED]
    assert notes_of(RTF.encode("ascii"), "noter.rtf") == expected


def test_rich_text_cells_are_lines_of_their_own():
    rtf = rb"{\rtf1\ansi \trowd\cellx100 + Fungerer\cell Tillid\cell\row}"
    assert [n[1] for n in notes_of(rtf, "a.rtf")] == ["Tillid"]


# --- What is refused ------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"  \r\n\t ", "\u200b\n".encode()[:0]])
def test_an_empty_file_is_refused(data):
    assert refused(data, "noter.txt") == "empty"


def test_a_word_file_without_a_word_is_empty():
    assert refused(saved(docx.Document())) == "empty"


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (PNG, "noter.txt", "not_what_it_says"),
        (PNG, "noter.docx", "not_what_it_says"),
        (PNG, "noter.png", "unknown_kind"),
        (PNG, "noter", "unknown_kind"),
        (bytes(range(256)) * 40, "noter.md", "not_what_it_says"),
        (b"%PDF-1.7 tekst", "noter.pdf", "unknown_kind"),
        (b"+ Fungerer\nTillid", "noter.docx", "not_what_it_says"),
        (b"+ Fungerer\nTillid", "noter.html", "not_what_it_says"),
        (HTML.encode(), "noter.txt", "not_what_it_says"),
        (RTF.encode(), "noter.docx", "not_what_it_says"),
        (zipped({"xl/workbook.xml": "<x/>"}), "noter.docx", "not_what_it_says"),
        (zipped({"xl/workbook.xml": "<x/>"}), "noter.xlsx", "unknown_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "noter.docx", "old_word"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + "EncryptedPackage".encode("utf-16-le")
            + bytes(600),
            "noter.docx",
            "encrypted",
        ),
    ],
)
def test_a_file_that_is_something_else_is_refused(data, name, reason):
    assert refused(data, name) == reason


def test_a_word_file_renamed_to_text_is_refused_and_nameless_is_read():
    data = saved(word("Styrker", "Tillid"))
    assert refused(data, "noter.txt") == "not_what_it_says"
    assert notes_of(data, "noter") == [("works", "Tillid", None)]


def test_a_locked_opendocument_is_refused_as_locked():
    manifest = (
        "<m:manifest xmlns:m='m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": b"\x07\x99" * 50}
    assert refused(zipped({**parts, "META-INF/manifest.xml": manifest}), "noter.odt") == "encrypted"


def test_a_file_cut_short_or_scrambled_is_damaged():
    data = saved(word("Styrker", "Tillid"))
    assert refused(data[: len(data) // 2]) == "damaged"
    assert refused(word_xml("<w:p><w:r><w:t>Åben")) == "damaged"
    middle = data.index(b"word/document.xml") + 200
    assert refused(data[:middle] + b"\x00" * 60 + data[middle + 60 :]) == "damaged"


def test_30_megabytes_are_refused_before_anything_is_read():
    assert refused(b"Tillid\n" * 4_500_000, "noter.txt") == "too_large"


def test_what_unpacks_to_more_than_20_megabytes_is_refused():
    noise = zlib.compress(b"x", 0) + bytes(range(256)) * 100
    parts = {f"word/media/{n}": noise * 10 + bytes(2_000_000) for n in range(12)}
    assert refused(word_xml("<w:p/>", **parts)) == "too_large"


def test_a_part_that_unpacks_a_thousandfold_is_refused():
    assert refused(word_xml("<w:p/>", **{"word/media/a": bytes(5_000_000)})) == "unsafe"


def test_more_than_500_entries_are_refused():
    assert refused(word_xml("<w:p/>", **{f"word/{n}.xml": "<x/>" for n in range(500)})) == "unsafe"


def test_a_doctype_is_refused():
    xml = (
        '<!DOCTYPE w [<!ENTITY a "Tillid">]>'
        f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
    )
    for encoding in ("utf-8", "utf-16"):
        data = zipped({"word/document.xml": xml.encode(encoding)})
        assert refused(data) == "unsafe"


@pytest.mark.parametrize("name", ["a.docx", "a.html", "a.txt", "a.rtf"])
def test_more_than_5000_paragraphs_are_refused_whatever_the_kind(name):
    many = {
        "a.docx": word_xml(
            "".join(f"<w:p><w:r><w:t>{n * n}</w:t></w:r></w:p>" for n in range(5_001))
        ),
        "a.html": b"<html>" + b"<p>Tillid</p>" * 5_001,
        "a.txt": b"Tillid\n" * 5_001,
        "a.rtf": rb"{\rtf1 " + rb"Tillid\par " * 5_001 + b"}",
    }
    assert refused(many[name], name) == "too_long"


def unpacked(data):
    """The same archive stored as it is, so that the ratio does not stop it first."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return zipped({n: archive.read(n) for n in archive.namelist()}, zipfile.ZIP_STORED)


def test_three_million_tags_are_refused_before_they_become_a_tree():
    assert refused(unpacked(word_xml("<w:p>" + "<w:r/>" * 3_000_000 + "</w:p>"))) == "too_heavy"


@pytest.mark.parametrize(("limit", "value"), [("MEMORY_MB", 110), ("SECONDS", 0.2)])
def test_a_document_that_eats_memory_or_time_harms_nobody(monkeypatch, limit, value):
    heavy = unpacked(word_xml("<w:p>" + "<w:r><w:rPr/></w:r>" * 330_000 + "</w:p>"))
    small = saved(word("Styrker", "Tillid"))
    read_document(small, "a.docx")
    monkeypatch.setattr(documents, limit, value)

    assert read_document(small, "a.docx") == "Styrker\nTillid"
    assert refused(heavy) == "too_heavy"
    monkeypatch.undo()
    assert notes_of(small, "a.docx") == [("works", "Tillid", None)]


def test_a_document_nested_too_deep_harms_nobody():
    deep = "<w:sdt>" * 50_000 + "</w:sdt>" * 50_000
    assert refused(unpacked(word_xml(deep))) in {"damaged", "too_heavy"}
    assert refused(b"<html>" + b"<table><tr><td>" * 20_000, "a.html") == "empty"
    assert refused(rb"{\rtf1" + b"{" * 200_000, "a.rtf") == "empty"


def test_a_lying_size_in_the_directory_is_damage():
    data = bytearray(word_xml("<w:p><w:r><w:t>Tillid</w:t></w:r></w:p>"))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    assert refused(bytes(data)) == "damaged"


def test_documents_are_read_from_many_threads_at_once():
    data, answers = saved(word("Styrker", "Tillid")), []
    threads = [
        threading.Thread(target=lambda: answers.append(notes_of(data, "a.docx"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [[("works", "Tillid", None)]] * 8
