"""Tables of text: what spreadsheets and CSV files are made of, and a document as such tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sdg_platform.exports.document import (
    Bullets,
    Document,
    GoalList,
    Line,
    More,
    Paragraph,
    Quadrant,
    Quote,
    Steps,
    Table,
    ToFill,
)
from sdg_platform.exports.words import say
from sdg_platform.exports.writing import Writing

Cell = str | int | float | None
Row = Iterable[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named table. `rows` may be a generator: writers read it once and keep nothing.

    The first column should be a short key that is never empty (an id, a number): a
    row that is too long for a spreadsheet goes on in rows whose first cell is empty.
    """

    name: str
    header: tuple[str, ...]
    rows: Iterable[Row]


def document_sheets(document: Document) -> tuple[Sheet, ...]:
    """The long table of what the document says, then each of its tables by itself."""
    tables = [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
    ]
    return (
        document_sheet(document),
        *(
            Sheet(table.caption or say("table", document.language), table.header, table.even_rows)
            for table in tables
        ),
    )


def document_sheet(document: Document) -> Sheet:
    """The document as one table: a row for each thing said, numbered in reading order."""
    columns = ("number", "section", "mark", "level", "text", "votes", "tags", "sources")
    header = tuple(say(column, document.language) for column in columns)
    rows = [(number, *row) for number, row in enumerate(_Rows(document).whole(), start=1)]
    return Sheet(say("sheet", document.language), header, rows)


class _Rows(Writing):
    """Rows of the long table, without their number."""

    heading = ""

    def whole(self) -> Iterator[tuple[Cell, ...]]:
        document = self.document
        for text in filter(None, (document.title, document.author, self.day, document.lead)):
            yield _row("", text=text)
        yield from (_row(fact.label, text=fact.value) for fact in document.facts)
        for section in document.sections:
            self.heading = section.heading
            for block in section.blocks:
                yield from self.block(block)
        for source, number in self.numbers.items():
            address = f"{source.text} {source.link}".strip()
            yield _row(self.say("sources"), str(number), text=address)

    def lines(self, lines: tuple[Line, ...], heading: str, mark: str) -> Iterator[tuple[Cell, ...]]:
        for line in lines:
            for depth, part in line.walk():
                yield (
                    *(heading, mark, depth + 1, part.text, part.votes),
                    *("; ".join(part.tags), self.cites(part.sources)),
                )

    def paragraph(self, block: Paragraph, level: int) -> Iterator[tuple[Cell, ...]]:
        said = ". ".join(filter(None, (block.lead, block.aside, block.text)))
        yield _row(self.heading, text=said, sources=self.cites(block.sources))

    def quote(self, block: Quote, level: int) -> Iterator[tuple[Cell, ...]]:
        said = f"{block.text} ({block.origin})" if block.origin else block.text
        yield _row(self.heading, text=said, sources=self.cites(block.sources))

    def bullets(self, block: Bullets, level: int) -> Iterator[tuple[Cell, ...]]:
        yield from self.lines(block.lines, self.heading, "")

    def quadrant(self, block: Quadrant, level: int) -> Iterator[tuple[Cell, ...]]:
        yield from self.lines(block.lines, block.title, block.mark)

    def table(self, block: Table, level: int) -> Iterator[tuple[Cell, ...]]:
        for row in block.even_rows:
            cells = zip(block.header, row, strict=True)
            said = "; ".join(f"{name}: {cell}" for name, cell in cells if cell)
            yield _row(self.heading or block.caption, text=said)

    def goals(self, block: GoalList, level: int) -> Iterator[tuple[Cell, ...]]:
        for goal in block.goals:
            said = f"{goal.name}. {goal.why}" if goal.why else goal.name
            yield _row(self.heading, str(goal.number), text=said)

    def steps(self, block: Steps, level: int) -> Iterator[tuple[Cell, ...]]:
        for number, step in enumerate(block.steps, start=1):
            facts = (f"{fact.label}: {fact.value}" for fact in step.facts)
            said = "\n".join(filter(None, (step.title, step.text, *facts)))
            yield _row(self.heading, str(number), text=said)

    def to_fill(self, block: ToFill, level: int) -> Iterator[tuple[Cell, ...]]:
        yield _row(self.heading, text=f"{block.hint} {self.say('to_fill')}".strip())

    def more(self, block: More, level: int) -> Iterator[tuple[Cell, ...]]:
        yield _row(self.heading, text=self.say("more", block.count))


def _row(heading: str, mark: str = "", text: str = "", sources: str = "") -> tuple[Cell, ...]:
    return (heading, mark, 1, text, None, "", sources)
