from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from sdg_platform.exports.document import Document, Line, Quadrant, Section
from sdg_platform.exports.docx import write_docx
from tests.exports.documents import BRIEF, HOSTILE, MINUTES, of


def read(document):
    return docx.Document(BytesIO(write_docx(document)))


def styled(word, style):
    return [line.text for line in word.paragraphs if line.style.name == style]


def test_the_file_says_its_title_maker_day_and_language():
    word = read(MINUTES)

    assert word.core_properties.title == "Netværksmøde i Fjordby"
    assert word.core_properties.author == "Fjordby Kommune"
    assert word.core_properties.language == "da-DK"
    assert word.core_properties.created.replace(tzinfo=None) == datetime(2026, 11, 22, 12)
    language = next(word.styles.element.iter(qn("w:lang")))
    assert language.get(qn("w:val")) == "da-DK"


def test_an_english_document_is_proofread_as_english():
    word = read(Document("Health", language="en"))

    assert word.core_properties.language == "en-GB"
    assert next(word.styles.element.iter(qn("w:lang"))).get(qn("w:val")) == "en-GB"


def test_title_headings_and_fields_are_real_styles():
    word = read(MINUTES)

    assert styled(word, "Title") == ["Netværksmøde i Fjordby"]
    assert styled(word, "Heading 1") == [
        "+  Det virker",
        "?  Det undrer vi os over",
        "÷  Det virker ikke",
        "→  Det tager vi med",
        "Tiltag",
    ]


def test_notes_are_bullets_and_nested_notes_one_level_deeper():
    word = read(MINUTES)

    assert styled(word, "List Bullet") == [
        "Vi mødes på tværs af forvaltninger  3 prikker · Mål 17",
        "Fælles kaffe",
        "For få hænder",
        "-> ring til Søren  1 prik",
    ]
    assert styled(word, "List Bullet 2") == ["også om fredagen"]


def test_an_empty_field_says_so():
    assert "Ingen noter." in styled(read(MINUTES), "Small")


def test_a_table_has_a_marked_header_row_and_an_alternative_text():
    [table] = read(MINUTES).tables

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Hvad", "Hvem"],
        ["Ring til Søren", "Åse"],
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == "Aftalt"


def test_the_brief_cites_its_sources_and_links_only_safe_addresses():
    word = read(BRIEF)
    targets = [
        part.target_ref for part in word.part.rels.values() if part.reltype.endswith("hyperlink")
    ]

    assert "Kilder" in styled(word, "Heading 1")
    assert "1  Praksis 12, Fjordby https://fjordby.example/practices/12/" in styled(word, "Small")
    assert targets == ["https://fjordby.example/practices/12/"]


def test_a_place_to_fill_in_says_udfyldes_and_a_cut_says_how_many_more():
    word = read(BRIEF)

    assert styled(word, "To fill in") == ["udfyldes", "udfyldes"]
    assert "og 3 flere" in styled(word, "Small")


def test_a_goal_is_number_and_name_beside_a_square_in_its_colour():
    [goal] = [line for line in read(BRIEF).paragraphs if "Partnerskaber" in line.text]

    assert goal.text == "■ 17 Partnerskaber for handling"
    assert str(goal.runs[0].font.color.rgb) == "19486A"


def test_the_foot_counts_pages_with_fields():
    foot = read(MINUTES).sections[0].footer._element.xml

    assert 'w:instr="PAGE"' in foot
    assert 'w:instr="NUMPAGES"' in foot


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_every_text_survives_unchanged(text):
    word = read(
        Document("Noter", (Section("", (Quadrant("works", "+", "A", "", (Line(text),)),)),))
    )

    assert styled(word, "List Bullet") == [text]


@pytest.mark.parametrize("text", [*HOSTILE, "\x00\x0b\ud800\ufffe"], ids=range(len(HOSTILE) + 1))
def test_no_text_blocks_the_report_wherever_it_stands(text):
    assert read(of(text)).paragraphs


def test_what_xml_cannot_hold_is_shown_as_a_stand_in():
    word = read(Document("Noter", (Section("a\x00b\ufffec"),)))

    assert styled(word, "Heading 1") == ["a\ufffdb\ufffdc"]


def test_parts_of_the_file_are_well_formed_and_nothing_points_outside_but_links():
    with ZipFile(BytesIO(write_docx(MINUTES))) as parts:
        assert parts.testzip() is None
        relations = b"".join(
            parts.read(name) for name in parts.namelist() if name.endswith(".rels")
        )

    assert b"External" not in relations
