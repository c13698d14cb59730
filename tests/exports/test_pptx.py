"""Slides read back as PowerPoint reads them."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation

from sdg_platform.exports.document import Bullets, Document, Figure, Line, Section
from sdg_platform.exports.pptx import write_pptx
from tests.exports.documents import BRIEF, HOSTILE, MINUTES, of


def read(document):
    return Presentation(BytesIO(write_pptx(document)))


def said(file, *, notes=False):
    texts = []
    for slide in file.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                texts.append(shape.text_frame.text)
            if getattr(shape, "has_table", False):
                texts += [cell.text for row in shape.table.rows for cell in row.cells]
        if notes and slide.has_notes_slide:
            texts.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(texts)


def test_every_slide_has_a_title_and_the_first_says_whose_it_is():
    file = read(BRIEF)
    titles = [slide.shapes.title.text for slide in file.slides]
    assert titles[0] == "Sundhed er mere end mål 3"
    assert "Økonomi" in titles
    assert all(titles)
    assert "Fjordby Kommune\n22. november 2026" in said(file)
    assert file.core_properties.title == "Sundhed er mere end mål 3"


def test_the_text_is_there_with_its_sources_in_the_notes_and_at_the_end():
    file = read(BRIEF)
    assert "Lægen rækker en seddel over bordet. [1]" in said(file)
    assert "[udfyldes]" in said(file)
    assert "1. Spørg lægerne" in said(file)
    assert "[1] Praksis 12, Fjordby https://fjordby.example/practices/12/" in said(file, notes=True)
    assert file.slides[len(file.slides) - 1].shapes.title.text == "Kilder"


def test_a_table_is_a_table_and_says_what_it_shows():
    (table,) = (
        shape for slide in read(MINUTES).slides for shape in slide.shapes if shape.has_table
    )
    assert [cell.text for cell in table.table.rows[1].cells] == ["Ring til Søren", "Åse"]
    assert table._element.nvGraphicFramePr.cNvPr.get("descr") == "Aftalt"


def test_a_figure_is_a_native_chart_with_an_alternative_text():
    file = read(
        replace(BRIEF, figures=(Figure("Hvordan gik det?", (("Lykkedes", 3), ("Delvist", 2))),))
    )
    (chart,) = (shape for slide in file.slides for shape in slide.shapes if shape.has_chart)
    assert [*chart.chart.plots[0].categories] == ["Delvist", "Lykkedes"]
    assert [*chart.chart.plots[0].series[0].values] == [2, 3]
    alt = chart._element.nvGraphicFramePr.cNvPr.get("descr")
    assert alt == "Hvordan gik det?. Lykkedes: 3; Delvist: 2."


@pytest.mark.parametrize("document", [BRIEF, MINUTES], ids=["brief", "minutes"])
def test_every_text_says_its_language_and_nothing_leads_out(document):
    with zipfile.ZipFile(BytesIO(write_pptx(document))) as archive:
        for name in archive.namelist():
            part = archive.read(name).decode("utf-8", "replace")
            if re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
                assert part.count("<a:rPr") == part.count('lang="da-DK"')
            if name.endswith(".rels"):
                assert "External" not in part


def test_what_is_too_long_for_a_slide_goes_on_and_nothing_is_lost():
    words = " ".join(f"ord{number}" for number in range(3_000))
    lines = tuple(Line(f"Note {number}") for number in range(60))
    file = read(Document("Lang", (Section("Alt", (Bullets((Line(words), *lines)),)),)))
    told = re.sub(r"Alt \(\d+\)", "", said(file))
    assert words.split() == [word for word in told.split() if word.startswith("ord")]
    assert all(f"Note {number}" in said(file) for number in range(60))
    assert "Alt (2)" in said(file)


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_texts(text):
    assert len(read(of(text)).slides) > 8


def test_english_is_english():
    file = read(replace(BRIEF, language="en"))
    assert "[to be filled in]" in said(file)
    assert file.core_properties.language == "en-GB"
