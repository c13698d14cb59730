"""What a slide is made of: layouts, placeholders, native tables and charts, in our look."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as File
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from sdg_platform.exports.document import Figure, Source
from sdg_platform.exports.docx_xml import xml_text

TITLE, TEXT, PLAIN = 0, 1, 5
"""Layouts: the first slide, a title with text, a title alone."""
TITLE_LINES, TEXT_LINES = 9, 13
LETTERS = 84  # in a line of the body
SERIF, SANS = "Cambria", "Calibri"
INK, MUTED = RGBColor(0x1D, 0x24, 0x20), RGBColor(0x4F, 0x5A, 0x54)
ACCENT, GROUND = RGBColor(0x6B, 0x1D, 0x4C), RGBColor(0xF3, 0xF5, 0xF1)
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.8)
_INSIDE = Emu(WIDTH - 2 * MARGIN)
_BODY = (MARGIN, Inches(1.75), _INSIDE, Inches(5.2))


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    bold: bool = False
    muted: bool = False
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph; `depth` counts bullets from 1, 0 is none. `keeps` holds it to the next."""

    runs: tuple[Run, ...]
    depth: int = 0
    serif: bool = False
    muted: bool = False
    keeps: bool = False
    sources: tuple[Source, ...] = ()

    @property
    def lines(self) -> int:
        """How many lines it takes, spoken roughly and on the safe side, its gap included."""
        text = "".join(run.text for run in self.runs)
        room = LETTERS - 4 * self.depth
        return sum(max(1, ceil(len(line) / room)) for line in text.split("\n"))


def portions(pieces: Iterable[Piece], *, lines: int) -> list[list[Piece]]:
    """The pieces, slide by slide; a heading never ends one.

    >>> [len(it) for it in portions([Piece((Run("a"),))] * 20, lines=13)]
    [13, 7]
    """
    slides: list[list[Piece]] = []
    room = 0
    for piece in (part for whole in pieces for part in _cut(whole, lines)):
        needed = piece.lines + (2 if piece.keeps else 0)
        if needed > room or not slides:
            slides.append([])
            room = lines
        slides[-1].append(piece)
        room -= piece.lines
    return slides


def _cut(piece: Piece, lines: int) -> Iterator[Piece]:
    """A piece that no slide could hold, in parts that one can, cut between words if there are."""
    if piece.lines <= lines:
        yield piece
        return
    most = (lines - 2) * (LETTERS - 4 * piece.depth) // 2
    for run in piece.runs:
        for part in _parts(run.text, most, lines - 2):
            yield replace(piece, runs=(replace(run, text=part),))


def _parts(text: str, most: int, lines: int) -> Iterator[str]:
    while text:
        end = len(text)
        if end > most:
            end = text.rfind(" ", most // 2, most) + 1 or most
        breaks = [place for place, letter in enumerate(text[:end]) if letter == "\n"]
        if len(breaks) > lines // 2:
            end = breaks[lines // 2] + 1
        yield text[:end]
        text = text[end:]


# --- The file ---------------------------------------------------------------------------------


def new() -> File:
    """An empty presentation, wide, with our ground and our fonts on its own layouts."""
    file = Presentation()
    file.slide_width, file.slide_height = WIDTH, HEIGHT
    background = file.slide_master.background.fill
    background.solid()
    background.fore_color.rgb = GROUND
    places = {
        TITLE: {
            0: (MARGIN, Inches(1.1), _INSIDE, Inches(1.9)),
            1: (MARGIN, Inches(3.2), _INSIDE, Inches(3.7)),
        },
        TEXT: {0: (MARGIN, Inches(0.5), _INSIDE, Inches(1.15)), 1: _BODY},
        PLAIN: {0: (MARGIN, Inches(0.5), _INSIDE, Inches(1.15))},
    }
    for number, boxes in places.items():
        for shape in list(file.slide_layouts[number].placeholders):
            if (place := shape.placeholder_format.idx) in boxes:
                shape.left, shape.top, shape.width, shape.height = boxes[place]
            else:
                shape._element.getparent().remove(shape._element)
    return file


def add_slide(file: File, layout: int, title: str, pieces: Iterable[Piece], locale: str) -> Slide:
    slide = file.slides.add_slide(file.slide_layouts[layout])
    head = slide.shapes.title.text_frame
    head.word_wrap = True
    size = 36 if layout == TITLE else 28 if len(title) <= 60 else 20
    _write(head.paragraphs[0], (Run(title),), locale, font=SERIF, size=size)
    if layout == PLAIN:
        return slide
    body = slide.placeholders[1].text_frame
    body.word_wrap = True
    for number, piece in enumerate(pieces):
        line = body.paragraphs[0] if number == 0 else body.add_paragraph()
        _shape(line, piece)
        runs = tuple(replace(run, muted=True) for run in piece.runs) if piece.muted else piece.runs
        _write(line, runs, locale, font=SERIF if piece.serif else SANS, size=18)
    return slide


def _shape(line: Any, piece: Piece) -> None:
    """Left, with bullets only where there are any: the layout's own would put them everywhere."""
    line.level = min(max(piece.depth - 1, 0), 4)
    line.space_after = Pt(4)
    line.alignment = 1
    properties = line._p.get_or_add_pPr()
    indent = 228_600 * piece.depth
    properties.set("marL", str(indent))
    properties.set("indent", str(-228_600 if piece.depth else 0))
    for old in [it for it in properties if it.tag.rpartition("}")[2].startswith("bu")]:
        properties.remove(old)
    kind, said = ("buChar", {"char": "•"}) if piece.depth else ("buNone", {})
    properties.append(properties.makeelement(qn(f"a:{kind}"), said))


def _write(line: Any, runs: Iterable[Run], locale: str, *, font: str, size: int) -> None:
    for run in runs:
        for number, text in enumerate(run.text.split("\n")):
            if number:
                line.add_line_break()
            if not text:
                continue
            written = line.add_run()
            written.text = xml_text(text)
            written.font.name, written.font.size, written.font.bold = font, Pt(size), run.bold
            colour = RGBColor.from_string(run.colour.lstrip("#").upper()) if run.colour else None
            written.font.color.rgb = colour or (MUTED if run.muted else INK)
            written._r.get_or_add_rPr().set("lang", locale)


def set_notes(slide: Slide, text: str, locale: str) -> None:
    if not text:
        return
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        _write(frame.paragraphs[0], (Run(text),), locale, font=SANS, size=12)


def describe(shape: Any, text: str) -> None:
    """The alternative text of a table or a chart."""
    shape._element.nvGraphicFramePr.cNvPr.set("descr", xml_text(text)[:1_000])


def add_table(slide: Slide, rows: Sequence[Sequence[str]], alt: str, locale: str) -> None:
    left, top, width, _ = _BODY
    frame = slide.shapes.add_table(len(rows), len(rows[0]), left, top, width, Inches(0.4))
    describe(frame, alt)
    for number, row in enumerate(rows):
        for cell, text in zip(frame.table.rows[number].cells, row, strict=True):
            line = cell.text_frame.paragraphs[0]
            _write(line, (Run(text, bold=number == 0),), locale, font=SANS, size=14)
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor(0xE9, 0xED, 0xE7) if number == 0 else GROUND


def add_bars(slide: Slide, figure: Figure, alt: str, locale: str) -> None:
    """A native chart, one colour, numbers beside the bars: it can be edited where it is shown."""
    data: Any = CategoryChartData()
    # Drawn from below: the first bar shall stand on top.
    bars = [*reversed(figure.bars)]
    data.categories = [xml_text(label) for label, _ in bars]
    data.add_series(xml_text(figure.title), [number for _, number in bars])
    left, top, width, height = _BODY
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, left, top, width, height, data)
    describe(frame, alt)
    chart: Any = frame.chart  # type: ignore[attr-defined]
    chart.has_legend = chart.has_title = False
    chart.font.size, chart.font.name = Pt(16), SANS
    chart.font.color.rgb = INK
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0", False
    fill = plot.series[0].format.fill
    fill.solid()
    fill.fore_color.rgb = ACCENT
