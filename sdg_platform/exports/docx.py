"""A document as a Word file with real headings, lists and table headers.

Everything hangs on named styles, so a municipality can pour it into its own template.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_UNDERLINE
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from sdg_platform.exports.document import (
    Bullets,
    Document,
    Goal,
    GoalList,
    Language,
    Line,
    More,
    Paragraph,
    Quadrant,
    Quote,
    Source,
    Steps,
    Table,
    ToFill,
)
from sdg_platform.exports.docx_look import (
    ACCENT,
    BULLET_STYLES,
    GROUNDS,
    MUTED,
    PLAIN_GROUND,
    set_look,
)
from sdg_platform.exports.docx_xml import add_field, add_link, describe, draw_line, shade, xml_text
from sdg_platform.exports.writing import Writing

LOCALES: dict[Language, str] = {"da": "da-DK", "en": "en-GB"}
LONGEST_PROPERTY = 255  # characters in a title or author property


def write_docx(document: Document) -> bytes:
    """The finished file. No text a user may store makes it fail."""
    out = BytesIO()
    _Word(document).file().save(out)
    return out.getvalue()


class _Word(Writing):
    """One document on its way into one Word file."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.word: WordDocument = docx.Document()
        self.styles = set_look(self.word, LOCALES[self.language])

    def file(self) -> WordDocument:
        self._set_properties()
        self._set_page()
        self._write_head()
        for level, section in self.document.even_sections():
            if section.heading:
                self._paragraph(f"Heading {level}", section.heading)
            for block in section.blocks:
                self.block(block, level + bool(section.heading))
        self._write_sources()
        return self.word

    # ---- the frame ----

    def _set_properties(self) -> None:
        properties = self.word.core_properties
        properties.title = xml_text(self.document.title)[:LONGEST_PROPERTY]
        properties.author = xml_text(self.document.author)[:LONGEST_PROPERTY]
        properties.language = LOCALES[self.language]
        properties.comments = ""
        if made_on := self.document.made_on:
            moment = datetime.combine(made_on, time(12), UTC).replace(tzinfo=None)
            properties.created = properties.modified = moment

    def _set_page(self) -> None:
        """A4 with the running foot: the note, and "Side 1 af 2" as fields."""
        page = self.word.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.5)
        page.top_margin, page.bottom_margin = Cm(2.2), Cm(2.4)
        foot = page.footer.paragraphs[0]
        foot.style = self.styles["Small"]
        foot.paragraph_format.tab_stops.add_tab_stop(Cm(16), alignment=2)
        foot.add_run(xml_text(self.document.note) + "\t")
        for part in re.split(r"(\{pages?\})", self.say("page")):
            match part:
                case "{page}":
                    add_field(foot, "PAGE")
                case "{pages}":
                    add_field(foot, "NUMPAGES")
                case _:
                    foot.add_run(part)

    def _write_head(self) -> None:
        document = self.document
        if document.author or self.day:
            head = self._paragraph("Small", f"{document.author}\t{self.day}")
            head.paragraph_format.tab_stops.add_tab_stop(Cm(16), alignment=2)
            draw_line(head, "bottom", ACCENT, eighths=16)
        self._paragraph("Title", document.title)
        if document.lead:
            self._paragraph("Subtitle", document.lead)
        for fact in document.facts:
            line = self._paragraph("Normal", f"{fact.label}: ")
            line.paragraph_format.space_after = Pt(0)
            line.runs[0].font.color.rgb = MUTED
            line.add_run(xml_text(fact.value))

    def _write_sources(self) -> None:
        if not self.numbers:
            return
        self._paragraph("Heading 1", self.say("sources"))
        for source, number in self.numbers.items():
            line = self._paragraph("Small", f"{number}  {source.text} ")
            if source.link:
                add_link(line, source.link)

    # ---- blocks ----

    def paragraph(self, block: Paragraph, level: int) -> None:
        line = self._paragraph("Normal")
        if block.lead:
            line.add_run(xml_text(block.lead)).bold = True
            line.add_run(" ")
        if block.aside:
            line.add_run(f"({xml_text(block.aside)})" + (". " if block.text else ""))
        line.add_run(xml_text(block.text))
        self._cite(line, block.sources)

    def quote(self, block: Quote, level: int) -> None:
        line = self._paragraph("Quote", block.text, block.sources)
        if block.origin:
            line.add_run().add_break()
            self._muted(line, block.origin)

    def bullets(self, block: Bullets, level: int) -> None:
        self._write_lines(block.lines)

    def _write_lines(self, lines: Iterable[Line]) -> None:
        for line in lines:
            for depth, part in line.walk():
                style = BULLET_STYLES[min(depth, len(BULLET_STYLES) - 1)]
                bullet = self._paragraph(style, part.text, part.sources)
                if meta := self.meta(part):
                    self._muted(bullet, f"  {meta}")

    def quadrant(self, block: Quadrant, level: int) -> None:
        heading = self._paragraph(f"Heading {level}", f"{block.mark}  {block.title}")
        shade(heading, GROUNDS.get(block.code, PLAIN_GROUND))
        if block.question:
            question = self._paragraph("Small", block.question)
            question.runs[0].italic = True
            question.paragraph_format.keep_with_next = True
        if block.lines:
            self._write_lines(block.lines)
        else:
            self._paragraph("Small", self.say("no_notes"))

    def table(self, block: Table, level: int) -> None:
        if block.caption:
            self._paragraph("Caption", block.caption).paragraph_format.keep_with_next = True
        rows = (block.header, *block.even_rows)
        table = self.word.add_table(len(rows), len(block.header), style="Table Grid")
        describe(table, block.caption or ", ".join(block.header))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.paragraphs[0].add_run(xml_text(text))
        head = table.rows[0]
        for cell in head.cells:
            cell.paragraphs[0].runs[0].bold = True
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self._paragraph("Small")  # Word needs a paragraph between two tables

    def goals(self, block: GoalList, level: int) -> None:
        for goal in block.goals:
            self._write_goal(goal)

    def _write_goal(self, goal: Goal) -> None:
        line = self._paragraph("Normal")
        line.paragraph_format.space_after = Pt(2)
        line.add_run("■ ").font.color.rgb = RGBColor.from_string(goal.colour.lstrip("#").upper())
        line.add_run(str(goal.number)).bold = True
        line.add_run(f" {xml_text(goal.name)}")
        if goal.why:
            line.add_run().add_break()
            self._muted(line, goal.why)

    def steps(self, block: Steps, level: int) -> None:
        for number, step in enumerate(block.steps, start=1):
            head = self._paragraph("Normal", f"{number}. {step.title}")
            head.runs[0].bold = True
            head.paragraph_format.keep_with_next = True
            if step.text:
                self._paragraph("Normal", step.text).paragraph_format.left_indent = Cm(0.6)
            for fact in step.facts:
                line = self._paragraph("Small", f"{fact.label}: {fact.value}")
                line.paragraph_format.left_indent = Cm(0.6)

    def to_fill(self, block: ToFill, level: int) -> None:
        if block.hint:
            self._paragraph("Small", block.hint)
        line = self._paragraph("To fill in", self.say("to_fill"))
        line.runs[0].underline = WD_UNDERLINE.DOTTED

    def more(self, block: More, level: int) -> None:
        self._paragraph("Small", self.say("more", block.count)).runs[0].italic = True

    # ---- the pieces ----

    def _paragraph(
        self, style: str, text: str = "", sources: tuple[Source, ...] = ()
    ) -> WordParagraph:
        line = self.word.add_paragraph()
        if style != "Normal":
            line._p.style = self.styles[style].style_id  # by id: a look-up by name is slow
        if text:
            line.add_run(xml_text(text))
        self._cite(line, sources)
        return line

    def _muted(self, line: WordParagraph, text: str) -> None:
        line.add_run(xml_text(text))._r.style = self.styles["Aside"].style_id

    def _cite(self, line: WordParagraph, sources: tuple[Source, ...]) -> None:
        if sources:
            line.add_run(f" {self.cites(sources)}").font.superscript = True
