"""A document as slides: a title on each, real tables and charts, sources in the notes.

Every text is there in full; what is too long for one slide goes on to the next. Placeholders
carry titles and texts, so the outline reads as the slides do, and each text says in which
language it is. Nothing links out of the file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from pptx.slide import Slide

from sdg_platform.exports import deck
from sdg_platform.exports.deck import Piece, Run
from sdg_platform.exports.document import (
    Bullets,
    Document,
    GoalList,
    Line,
    More,
    Paragraph,
    Quadrant,
    Quote,
    Section,
    Source,
    Steps,
    Table,
    ToFill,
)
from sdg_platform.exports.docx_xml import xml_text
from sdg_platform.exports.writing import Writing

LOCALES = {"da": "da-DK", "en": "en-GB"}
LONGEST_PROPERTY = 255
MOST_TABLE_ROWS = 8
LONGEST_CELL = 120  # characters; a table with more is told line by line
LONGEST_TITLE = 230


def write_pptx(document: Document) -> bytes:
    """The finished file. No text a user may store makes it fail."""
    out = BytesIO()
    slides = _Slides(document)
    slides.write()
    slides.file.save(out)
    return out.getvalue()


class _Slides(Writing):
    """One document on its way into one presentation. Blocks become pieces; slides take them."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.file = deck.new()
        self.locale = LOCALES[self.language]

    def write(self) -> None:
        self._set_properties()
        self._write_title()
        for figure in self.document.figures:
            self._write_figure(figure)
        above = ""
        for section in self.document.sections:
            heading = section.heading or above
            if not section.blocks:
                above = section.heading
                continue
            if section.level > 1 and above and section.heading:
                heading = f"{above}: {section.heading}"
            elif section.heading:
                above = section.heading
            self._write_section(heading or self.document.title, section)
        self._write_sources()

    # ---- slides ----

    def _set_properties(self) -> None:
        about = self.file.core_properties
        about.title = xml_text(self.document.title)[:LONGEST_PROPERTY]
        about.author = xml_text(self.document.author)[:LONGEST_PROPERTY]
        about.language = self.locale
        if made_on := self.document.made_on:
            moment = datetime.combine(made_on, time(12), UTC).replace(tzinfo=None)
            about.created = about.modified = moment

    def _write_title(self) -> None:
        document = self.document
        pieces = [Piece((Run(text),), muted=True) for text in (document.author, self.day) if text]
        pieces += [Piece((Run(f"{fact.label}: {fact.value}"),)) for fact in document.facts]
        lead = Piece((Run(document.lead),), serif=True) if document.lead else None
        told = [*([lead] if lead else []), *pieces]
        first, *rest = deck.portions(told, lines=deck.TITLE_LINES) or [[]]
        slide = self._slide(deck.TITLE, document.title, first)
        deck.set_notes(slide, document.note, self.locale)
        for portion in rest:
            self._slide(deck.TEXT, document.title, portion)

    def _write_figure(self, figure: Any) -> None:
        slide = self._slide(deck.PLAIN, figure.title)
        said = "; ".join(f"{label}: {number}" for label, number in figure.bars)
        deck.add_bars(slide, figure, f"{figure.title}. {said}.", self.locale)
        deck.set_notes(slide, said, self.locale)

    def _write_section(self, heading: str, section: Section) -> None:
        pieces: list[Piece] = []
        for block in section.blocks:
            if isinstance(block, Table) and _fits(block):
                self._write_pieces(heading, pieces)
                pieces = []
                self._write_table(heading, block)
            else:
                pieces.extend(self.block(block))
        self._write_pieces(heading, pieces)

    def _write_pieces(self, heading: str, pieces: list[Piece]) -> None:
        for number, portion in enumerate(deck.portions(pieces, lines=deck.TEXT_LINES), start=1):
            title = heading if number == 1 else f"{heading} ({number})"
            slide = self._slide(deck.TEXT, title, portion)
            cited = dict.fromkeys(source for piece in portion for source in piece.sources)
            deck.set_notes(slide, "\n".join(map(self._reference, cited)), self.locale)

    def _write_table(self, heading: str, block: Table) -> None:
        title = f"{heading}: {block.caption}" if block.caption else heading
        rows = block.even_rows
        for start in range(0, max(len(rows), 1), MOST_TABLE_ROWS):
            slide = self._slide(deck.PLAIN, title if start == 0 else f"{title} ({start + 1}–)")
            part = (block.header, *rows[start : start + MOST_TABLE_ROWS])
            deck.add_table(slide, part, block.caption or ", ".join(block.header), self.locale)

    def _write_sources(self) -> None:
        pieces = [Piece((Run(self._reference(source)),), muted=True) for source in self.numbers]
        self._write_pieces(self.say("sources"), pieces)

    def _slide(self, layout: int, title: str, pieces: Iterable[Piece] = ()) -> Slide:
        """Titles are stored in 200 characters at most; longer headings nobody can write."""
        plain = " ".join(title.split())
        shown = plain if len(plain) <= LONGEST_TITLE else f"{plain[:LONGEST_TITLE].rstrip()}…"
        return deck.add_slide(self.file, layout, shown, pieces, self.locale)

    def _reference(self, source: Source) -> str:
        return f"[{self.numbers[source]}] {source.text} {source.link}".rstrip()

    # ---- blocks ----

    def _marks(self, sources: tuple[Source, ...]) -> str:
        return f" [{self.cites(sources)}]" if sources else ""

    def _lines(self, lines: Iterable[Line]) -> Iterator[Piece]:
        for line in lines:
            for depth, part in line.walk():
                meta = self.meta(part)
                after = self._marks(part.sources) + (f"  {meta}" if meta else "")
                runs = (Run(part.text), Run(after, muted=True))
                yield Piece(runs, depth=depth + 1, serif=True, sources=part.sources)

    def paragraph(self, block: Paragraph, level: int) -> Iterator[Piece]:
        aside = f" ({block.aside})" if block.aside else ""
        if block.lead or aside:
            head = (Run(block.lead, bold=True), Run(aside, muted=True))
            yield Piece(head, sources=block.sources, keeps=bool(block.text))
        if block.text:
            runs = (Run(block.text), Run(self._marks(block.sources), muted=True))
            yield Piece(runs, sources=block.sources)

    def quote(self, block: Quote, level: int) -> Iterator[Piece]:
        after = f" {block.origin}" if block.origin else ""
        runs = (Run(f"“{block.text}”"), Run(after + self._marks(block.sources), muted=True))
        yield Piece(runs, serif=True, sources=block.sources)

    def bullets(self, block: Bullets, level: int) -> Iterator[Piece]:
        yield from self._lines(block.lines)

    def quadrant(self, block: Quadrant, level: int) -> Iterator[Piece]:
        yield Piece((Run(f"{block.mark} {block.title}", bold=True),), keeps=True)
        if block.question:
            yield Piece((Run(block.question),), muted=True, keeps=True)
        if block.lines:
            yield from self._lines(block.lines)
        else:
            yield Piece((Run(self.say("no_notes")),), muted=True)

    def table(self, block: Table, level: int) -> Iterator[Piece]:
        if block.caption:
            yield Piece((Run(block.caption, bold=True),), keeps=True)
        for row in block.even_rows:
            cells = zip(block.header, row, strict=True)
            yield Piece(
                (Run("; ".join(f"{name}: {cell}" for name, cell in cells if cell)),), depth=1
            )

    def goals(self, block: GoalList, level: int) -> Iterator[Piece]:
        for goal in block.goals:
            runs = (
                Run("■ ", colour=goal.colour),
                Run(f"{goal.number} {goal.name}", bold=True),
                Run(f" {goal.why}" if goal.why else ""),
            )
            yield Piece(runs)

    def steps(self, block: Steps, level: int) -> Iterator[Piece]:
        for number, step in enumerate(block.steps, start=1):
            yield Piece((Run(f"{number}. {step.title}", bold=True),), keeps=bool(step.text))
            if step.text:
                yield Piece((Run(step.text),))
            for fact in step.facts:
                yield Piece((Run(f"{fact.label}: {fact.value}"),), muted=True)

    def to_fill(self, block: ToFill, level: int) -> Iterator[Piece]:
        if block.hint:
            yield Piece((Run(block.hint),), muted=True, keeps=True)
        yield Piece((Run(f"[{self.say('to_fill')}]", bold=True),))

    def more(self, block: More, level: int) -> Iterator[Piece]:
        yield replace(Piece((Run(self.say("more", block.count)),)), muted=True)


def _fits(table: Table) -> bool:
    cells = [cell for row in (table.header, *table.even_rows) for cell in row]
    return bool(table.header) and len(table.header) <= 8 and max(map(len, cells)) <= LONGEST_CELL
