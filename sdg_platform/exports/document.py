"""What a summary says, before anyone decides which file format says it.

A feature (a workshop, a brief, a practice) builds one `Document`; every writer in
this package can say it. All parts are frozen and hold plain strings: no model, no
lazy translation, no markup. What a person wrote is never changed here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

Language = Literal["da", "en"]

SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f<>\"]{1,2000}")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the head: `Fact("Dato", "22. november 2026")`."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from. A block cites the source itself, so no number can dangle.

    `url` is shown only where it is http, https or mailto, without spaces and of
    a length that every format can hold.
    """

    text: str
    url: str = ""

    @property
    def link(self) -> str:
        """The address if it is safe to click, else nothing."""
        return self.url if SAFE_ADDRESS.fullmatch(self.url) else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One note or bullet, verbatim, with what belongs to it and the lines below it."""

    text: str
    votes: int = 0
    tags: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    children: tuple["Line", ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, "Line"]]:
        """This line and everything under it, in reading order, with its depth."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `lead` is set in bold before it, `aside` in brackets after the lead."""

    text: str
    lead: str = ""
    aside: str = ""
    sources: tuple[Source, ...] = ()
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True, slots=True)
class Quote:
    """A person's own words, untouched; `origin` says whose, where that may be said."""

    text: str
    origin: str = ""
    sources: tuple[Source, ...] = ()
    kind: ClassVar[str] = "quote"


@dataclass(frozen=True, slots=True)
class Bullets:
    lines: tuple[Line, ...]
    kind: ClassVar[str] = "bullets"


@dataclass(frozen=True, slots=True)
class Quadrant:
    """One field of a workshop: `code` is its word in the database, `mark` its sign on paper."""

    code: str
    mark: str
    title: str
    question: str = ""
    lines: tuple[Line, ...] = ()
    kind: ClassVar[str] = "quadrant"

    @property
    def count(self) -> int:
        """Notes in this field, nested ones included."""
        return sum(1 for line in self.lines for _ in line.walk())


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; a row shorter than the header ends in empty cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    kind: ClassVar[str] = "table"

    @property
    def even_rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows, each exactly as wide as the header."""
        width = len(self.header)
        return tuple((row + ("",) * width)[:width] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as it is shown: number, name, colour as `#rrggbb`, and why it is here."""

    number: int
    name: str
    colour: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class GoalList:
    goals: tuple[Goal, ...]
    kind: ClassVar[str] = "goals"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of how it was done; `facts` are who, how long, what it cost, what we changed."""

    title: str
    text: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Steps:
    steps: tuple[Step, ...]
    kind: ClassVar[str] = "steps"


@dataclass(frozen=True, slots=True)
class ToFill:
    """A place only a person may fill in, such as money or a recommendation. Never invented."""

    hint: str = ""
    kind: ClassVar[str] = "to_fill"


@dataclass(frozen=True, slots=True)
class More:
    """Says openly that `count` more were left out to keep a document short."""

    count: int
    kind: ClassVar[str] = "more"


Block = Paragraph | Quote | Bullets | Quadrant | Table | GoalList | Steps | ToFill | More


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading. Level 1 stands under the title; without a heading, just blocks."""

    heading: str
    blocks: tuple[Block, ...] = ()
    level: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """Numbers that a format with room for a picture may draw, as (label, number) from the top."""

    title: str
    bars: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole summary. `author` is the municipality it speaks for, `note` its running foot.

    `further_sources` are listed after those that blocks cite. `figures` only repeat what the
    sections say: slides draw them, other formats do without.
    """

    title: str
    sections: tuple[Section, ...] = ()
    language: Language = "da"
    lead: str = ""
    author: str = ""
    made_on: date | None = None
    facts: tuple[Fact, ...] = ()
    further_sources: tuple[Source, ...] = ()
    note: str = ""
    figures: tuple[Figure, ...] = ()

    def sources(self) -> tuple[Source, ...]:
        """Every source once, in the order a reader meets it: the first is number 1."""
        cited = (
            source
            for section in self.sections
            for block in section.blocks
            for source in cited_by(block)
        )
        return tuple(dict.fromkeys((*cited, *self.further_sources)))

    def source_numbers(self) -> dict[Source, int]:
        """The number each source carries in the text."""
        return {source: number for number, source in enumerate(self.sources(), start=1)}

    def even_sections(self) -> tuple[tuple[int, Section], ...]:
        """Sections with levels that never skip one, as PDF/UA and screen readers ask.

        >>> deep = Document("Referat", (Section("A", level=3), Section("B", level=3)))
        >>> [level for level, _ in deep.even_sections()]
        [1, 2]
        """
        levelled: list[tuple[int, Section]] = []
        above = 0
        for section in self.sections:
            if section.heading:
                above = min(max(section.level, 1), above + 1)
            levelled.append((max(above, 1), section))
        return tuple(levelled)


def cited_by(block: Block) -> Iterator[Source]:
    """The sources a block cites, in reading order."""
    match block:
        case Paragraph(sources=sources) | Quote(sources=sources):
            yield from sources
        case Bullets(lines=lines) | Quadrant(lines=lines):
            for line in lines:
                for _, part in line.walk():
                    yield from part.sources
