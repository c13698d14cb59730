"""A document as plain text: UTF-8, no wrapping, what people wrote word for word."""

from collections.abc import Iterator

from sdg_platform.exports.document import (
    Bullets,
    Document,
    GoalList,
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
from sdg_platform.exports.writing import Writing

INDENT = "  "
LONGEST_STROKE = 78


def write_text(document: Document) -> bytes:
    """The file, with a line break at its end; a character UTF-8 cannot hold becomes `?`."""
    return ("\n".join(_Text(document).whole()).strip("\n") + "\n").encode("utf-8", "replace")


class _Text(Writing):
    def whole(self) -> Iterator[str]:
        document = self.document
        yield from _underlined(document.title, "=")
        if head := ", ".join(filter(None, (document.author, self.day))):
            yield head
        yield from (f"{fact.label}: {fact.value}" for fact in document.facts)
        if document.lead:
            yield from ("", document.lead)
        for section in document.sections:
            if section.heading:
                yield from ("", *_underlined(section.heading, "-"))
            for block in section.blocks:
                yield from self.block(block)
        if self.numbers:
            yield from ("", *_underlined(self.say("sources"), "-"))
            for source, number in self.numbers.items():
                yield f"[{number}] {source.text} {source.link}".rstrip()
        if document.note:
            yield from ("", document.note)

    def marks(self, sources: tuple[Source, ...]) -> str:
        return f" [{self.cites(sources)}]" if sources else ""

    def lines(self, lines: tuple[Line, ...]) -> Iterator[str]:
        for line in lines:
            for depth, part in line.walk():
                meta = self.meta(part)
                after = self.marks(part.sources) + (f" ({meta})" if meta else "")
                margin = INDENT * depth
                yield f"{margin}- {_hung(part.text, margin + INDENT)}{after}"

    def paragraph(self, block: Paragraph, level: int) -> Iterator[str]:
        aside = f"({block.aside})" if block.aside else ""
        lead = " ".join(filter(None, (block.lead, aside)))
        told = ". ".join(filter(None, (lead, block.text)))
        yield from (told + self.marks(block.sources), "")

    def quote(self, block: Quote, level: int) -> Iterator[str]:
        origin = f" ({block.origin})" if block.origin else ""
        yield from (f"“{block.text}”{self.marks(block.sources)}{origin}", "")

    def bullets(self, block: Bullets, level: int) -> Iterator[str]:
        yield from self.lines(block.lines)

    def quadrant(self, block: Quadrant, level: int) -> Iterator[str]:
        yield from ("", f"{block.mark} {block.title}")
        if block.question:
            yield block.question
        yield from self.lines(block.lines) if block.lines else (self.say("no_notes"),)

    def table(self, block: Table, level: int) -> Iterator[str]:
        if block.caption:
            yield block.caption
        for row in (block.header, *block.even_rows):
            yield " | ".join(cell.replace("\n", " ") for cell in row)

    def goals(self, block: GoalList, level: int) -> Iterator[str]:
        for goal in block.goals:
            yield f"{goal.number} {goal.name}" + (f": {goal.why}" if goal.why else "")

    def steps(self, block: Steps, level: int) -> Iterator[str]:
        for number, step in enumerate(block.steps, start=1):
            yield f"{number}. {step.title}"
            if step.text:
                yield f"   {_hung(step.text, '   ')}"
            yield from (f"   {fact.label}: {fact.value}" for fact in step.facts)

    def to_fill(self, block: ToFill, level: int) -> Iterator[str]:
        yield f"{block.hint} [{self.say('to_fill')}]".strip()

    def more(self, block: More, level: int) -> Iterator[str]:
        yield self.say("more", block.count)


def _underlined(heading: str, stroke: str) -> tuple[str, str]:
    return heading, stroke * min(len(heading), LONGEST_STROKE)


def _hung(text: str, margin: str) -> str:
    """A text of several lines with all but the first moved in to `margin`."""
    return text.replace("\n", f"\n{margin}")
