"""A document as PDF/UA-1: tagged, titled, in its own language, readable aloud.

Typst sets the page from `document.typ`. The document goes in as JSON, so no text is
ever markup; only the fonts inside the typst wheel are used, so every machine sets the
same page and nothing is fetched.
"""

import json
import re
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from sdg_platform.exports.document import (
    Bullets,
    Document,
    Fact,
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

TEMPLATE = Path(__file__).with_name("document.typ")
WIDEST_SHARE = 40  # characters: a longer cell gets no wider column

# What the embedded fonts can draw, read from their character maps and cut to whole
# scripts and symbol blocks. Private-use glyphs are left out: they mean nothing to a reader.
DRAWN = (
    "\u0020-\u007e\u00a0-\u0377\u038e-\u03a1\u03a3-\u04ff\u0531-\u0556\u0561-\u0587"
    "\u0591-\u05c7\u05d0-\u05ea\u0621-\u063a\u0640-\u0655\u0900-\u097f\u10d0-\u10ff"
    "\u1ab0-\u1ac0\u1d00-\u1f15\u1f20-\u1f45\u2000-\u2027\u202f-\u2040\u2044-\u2052"
    "\u2054-\u2064\u2070\u2071\u2074-\u208e\u20a0-\u20c0\u2100-\u211e\u2126-\u2151"
    "\u2153-\u2184\u2190-\u23ff\u2460-\u2606\u2609-\u262f\u2638-\u268b\u270c-\u2714"
    "\u2717-\u2726\u272a-\u274b\u2761-\u277f\u2798-\u27af\u27b1-\u2b73\ufb1d-\ufb36\ufffd"
)
# Marks that draw nothing by themselves; they go with a neighbour the font lacks.
JOINERS = "\u200d\ufe00-\ufe0f"
UNDRAWN = re.compile(rf"[^{DRAWN}{JOINERS}\n\t][^{DRAWN}\n\t]*")
BEYOND_LATIN = re.compile(r"[^\u0020-\u007e\u00a0-\u017f\u2010-\u2027\u2190-\u2193\n]+")

_one_at_a_time = Lock()


def write_pdf(document: Document) -> bytes:
    """The finished file. No text a user may store makes it fail.

    A character no font has is shown as its code, `[U+1F4A1]`, and the last line says
    so. The same document gives the same bytes when `made_on` is set.
    """
    told = json.dumps(_Data(document).whole(), ensure_ascii=False)
    try:
        return _compile(_drawable(told, UNDRAWN, document))
    except typst.TypstError:
        # A combination of characters that only fails when shaped: give up its looks, not the text.
        return _compile(_drawable(told, BEYOND_LATIN, document))


class _Data(Writing):
    """The document as the template reads it: plain JSON, each phrase already in its language."""

    def whole(self) -> dict[str, Any]:
        document, made_on = self.document, self.document.made_on
        return {
            "title": document.title or "–",
            "language": self.language,
            "lead": document.lead,
            "author": document.author,
            "day": self.day,
            "made_on": made_on
            and {"year": made_on.year, "month": made_on.month, "day": made_on.day},
            "facts": _pairs(document.facts),
            "note": document.note,
            "sections": [
                {
                    "level": level,
                    "heading": section.heading,
                    "blocks": [
                        {"kind": block.kind, **self.block(block, level + bool(section.heading))}
                        for block in section.blocks
                    ],
                }
                for level, section in document.even_sections()
            ],
            "sources": [[source.text, source.link] for source in self.numbers],
            "sources_heading": self.say("sources"),
            "to_fill": self.say("to_fill"),
            "page": self.say("page"),
            "missing_glyphs": "",
        }

    def lines(self, lines: tuple[Line, ...]) -> list[dict[str, Any]]:
        return [
            {
                "text": line.text,
                "meta": self.meta(line),
                "cites": self.cites(line.sources),
                "children": self.lines(line.children),
            }
            for line in lines
        ]

    def paragraph(self, block: Paragraph, level: int) -> dict[str, Any]:
        cites = self.cites(block.sources)
        return {"text": block.text, "lead": block.lead, "aside": block.aside, "cites": cites}

    def quote(self, block: Quote, level: int) -> dict[str, Any]:
        return {"text": block.text, "origin": block.origin, "cites": self.cites(block.sources)}

    def bullets(self, block: Bullets, level: int) -> dict[str, Any]:
        return {"lines": self.lines(block.lines)}

    def quadrant(self, block: Quadrant, level: int) -> dict[str, Any]:
        return {
            "code": block.code,
            "mark": block.mark,
            "title": block.title,
            "question": block.question,
            "level": level,
            "lines": self.lines(block.lines),
            "count": self.say("note", block.count),
            "none_yet": self.say("no_notes"),
        }

    def table(self, block: Table, level: int) -> dict[str, Any]:
        columns = zip(block.header, *block.even_rows, strict=True)
        return {
            "header": block.header,
            "rows": block.even_rows,
            "caption": block.caption,
            "widths": [min(max(8, *map(len, column)), WIDEST_SHARE) for column in columns],
        }

    def goals(self, block: GoalList, level: int) -> dict[str, Any]:
        return {"goals": [asdict(goal) for goal in block.goals]}

    def steps(self, block: Steps, level: int) -> dict[str, Any]:
        return {
            "steps": [
                {"title": step.title, "text": step.text, "facts": _pairs(step.facts)}
                for step in block.steps
            ]
        }

    def to_fill(self, block: ToFill, level: int) -> dict[str, Any]:
        return {"hint": block.hint}

    def more(self, block: More, level: int) -> dict[str, Any]:
        return {"text": self.say("more", block.count)}


def _pairs(facts: tuple[Fact, ...]) -> list[list[str]]:
    return [[fact.label, fact.value] for fact in facts]


def _drawable(told: str, undrawn: re.Pattern[str], document: Document) -> str:
    """`told` with each run of characters that no font has replaced by their codes."""
    drawable, replaced = undrawn.subn(_codes, told)
    if not replaced:
        return drawable
    why = json.dumps(say("missing_glyphs", document.language), ensure_ascii=False)
    return drawable.replace('"missing_glyphs": ""', f'"missing_glyphs": {why}')


def _codes(run: re.Match[str]) -> str:
    return "[" + " ".join(f"U+{ord(character):04X}" for character in run[0]) + "]"


@cache
def _compiler() -> typst.Compiler:
    """One compiler a process: fonts and template are read once."""
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), ignore_system_fonts=True)


def _compile(told: str) -> bytes:
    with _one_at_a_time:  # the compiler cannot be entered twice
        pdf = _compiler().compile(
            format="pdf", sys_inputs={"document": told}, pdf_standards="ua-1", timestamp=0
        )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave something else than one PDF")
    return pdf
