"""Cut a document to a number of printed lines, openly: whatever is left out is counted.

The measure is an estimate that holds for every format, so the PDF and the Word file
of one brief say the same. Headings, facts and places to fill in are never cut. Notes
and quotes are whole or absent; only a very long lead or paragraph ends in "…".
"""

from dataclasses import dataclass, replace
from math import ceil

from sdg_platform.exports.document import (
    Block,
    Document,
    Goal,
    Line,
    More,
    Paragraph,
    Quadrant,
    Quote,
    Section,
    Source,
    Step,
    Table,
    ToFill,
)
from sdg_platform.exports.words import say

TWO_PAGES = 88.0  # printed lines of body text on two sheets of A4, with room for a torn page end
LINE = 84  # characters on one of them
LONGEST_LEAD = 420  # characters
LONGEST_PARAGRAPH = 500
MOST_FURTHER_SOURCES = 8
# Costs in printed lines.
TITLE, HEADING, FACT, TO_FILL, SOURCE = 6.0, 3.1, 1.1, 2.2, 1.0
GAP, QUOTE_GAP, QUADRANT = 0.4, 0.9, 4.5

# The blocks that may keep only their first items, and where they hold them.
ITEMS = {
    "bullets": "lines",
    "quadrant": "lines",
    "table": "rows",
    "goals": "goals",
    "steps": "steps",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """The smallest thing kept or left out: a paragraph or quote, or one item of a block."""

    block: int
    cost: float
    sources: tuple[Source, ...] = ()


def fit(document: Document, lines: float = TWO_PAGES) -> Document:
    """The document within `lines` printed lines; what is left out is said as "og 5 flere".

    Sections take turns piece by piece, so a long section never pushes out a short one.
    """
    document = _with_short_texts(document)
    room = lines - _fixed_cost(document)
    waiting = [_pieces(section) for section in document.sections]
    kept: list[list[int]] = [[] for _ in document.sections]
    listed = set(document.further_sources)
    while any(waiting):
        for pieces, blocks in zip(waiting, kept, strict=True):
            if not pieces:
                continue
            piece = pieces.pop(0)
            new_sources = set(piece.sources) - listed
            cost = piece.cost + SOURCE * sum(_lines(source.text) for source in new_sources)
            if cost > room:
                pieces.clear()
                continue
            room -= cost
            listed |= new_sources
            blocks.append(piece.block)
    sections = zip(document.sections, kept, strict=True)
    return replace(document, sections=tuple(_cut(section, blocks) for section, blocks in sections))


def shorten(text: str, most: int) -> str:
    """At most `most` characters, cut between words and ended with "…".

    >>> shorten("Sundhed er mere end mål 3", 16)
    'Sundhed er mere…'
    """
    if len(text) <= most:
        return text
    cut = text[:most]
    return (cut.rpartition(" ")[0] or cut[:-1]).rstrip() + "…"


def _with_short_texts(document: Document) -> Document:
    further = document.further_sources
    if len(further) > MOST_FURTHER_SOURCES:
        rest = say("more", document.language, len(further) - MOST_FURTHER_SOURCES)
        further = (*further[:MOST_FURTHER_SOURCES], Source(rest))
    return replace(
        document,
        lead=shorten(document.lead, LONGEST_LEAD),
        further_sources=further,
        sections=tuple(
            replace(section, blocks=tuple(_with_short_text(block) for block in section.blocks))
            for section in document.sections
        ),
    )


def _with_short_text(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=shorten(block.text, LONGEST_PARAGRAPH))
    return block


def _fixed_cost(document: Document) -> float:
    """Lines taken by what is never cut."""
    cost = TITLE + 1.3 * (_lines(document.title) * 2 + _lines(document.lead))
    cost += FACT * sum(_lines(fact.value) for fact in document.facts)
    cost += HEADING + SOURCE * sum(_lines(source.text) for source in document.further_sources)
    for section in document.sections:
        cost += 1 + (HEADING * _lines(section.heading) if section.heading else 0)
        for block in section.blocks:
            match block:
                case ToFill():
                    cost += TO_FILL + (_lines(block.hint) if block.hint else 0)
                case Quadrant():
                    cost += QUADRANT
                case Table():
                    cost += HEADING
    return cost


def _pieces(section: Section) -> list[Piece]:
    pieces = []
    for number, block in enumerate(section.blocks):
        if block.kind in ITEMS:
            for item in getattr(block, ITEMS[block.kind]):
                pieces.append(Piece(number, _item_cost(item), _item_sources(item)))
        elif isinstance(block, Paragraph):
            told = f"{block.lead} {block.aside} {block.text}"
            pieces.append(Piece(number, GAP + _lines(told), block.sources))
        elif isinstance(block, Quote):
            cost = QUOTE_GAP + _lines(block.text) + bool(block.origin)
            pieces.append(Piece(number, cost, block.sources))
    return pieces


def _item_cost(item: Line | Step | Goal | tuple[str, ...]) -> float:
    match item:
        case Line():
            return sum(
                GAP + _lines(" ".join((part.text, *part.tags)), LINE - 8 * depth)
                for depth, part in item.walk()
            )
        case Step():
            facts = " ".join(f"{fact.label} {fact.value}" for fact in item.facts)
            return 1 + sum(GAP + _lines(text) for text in (item.title, item.text, facts) if text)
        case Goal():
            return 1.3 + _lines(item.why) if item.why else 0.7
        case cells:
            column = max(8, LINE // max(1, len(cells)) - 2)
            return 0.6 + max(_lines(cell, column) for cell in cells or ("",))


def _item_sources(item: Line | Step | Goal | tuple[str, ...]) -> tuple[Source, ...]:
    if isinstance(item, Line):
        return tuple(source for _, part in item.walk() for source in part.sources)
    return ()


def _lines(text: str, width: int = LINE) -> int:
    """Printed lines of a text: capitals are wide, what no font has becomes a code."""
    return sum(
        max(1, ceil(sum(_width(character) for character in line) / max(8, width)))
        for line in (text.splitlines() or [""])
    )


def _width(character: str) -> float:
    if character > "\u2bff":
        return 8.0
    return 1.0 if character.islower() or character in " .,:;-'" else 1.7


def _cut(section: Section, kept: list[int]) -> Section:
    """The section with the kept number of items of each block, and a count of the rest."""
    blocks: list[Block] = []
    left_out = 0
    for number, block in enumerate(section.blocks):
        if isinstance(block, More):
            left_out += block.count
        elif block.kind in ITEMS:
            items = getattr(block, ITEMS[block.kind])
            left_out += len(items) - kept.count(number)
            shorter = {ITEMS[block.kind]: items[: kept.count(number)]}
            blocks.append(replace(block, **shorter))
        elif isinstance(block, Paragraph | Quote) and number not in kept:
            left_out += 1
        else:
            blocks.append(block)
    if left_out:
        blocks.append(More(left_out))
    return replace(section, blocks=tuple(blocks))
