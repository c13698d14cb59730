"""A document as the sheet that stands beside the fields: what the template walks through."""

from typing import Any

from sdg_platform.exports.document import Block, Line, More
from sdg_platform.exports.writing import Writing


class Sheet(Writing):
    """The document with its numbers and its few words in place; every text is still plain."""

    def sections(self) -> list[dict[str, Any]]:
        return [
            {
                "level": level,
                "heading": section.heading,
                "blocks": [self._told(block) for block in section.blocks],
            }
            for level, section in self.document.even_sections()
        ]

    def sources(self) -> list[tuple[int, str, str]]:
        """Number, text and address of each, in the order of the text."""
        return [(number, source.text, source.link) for source, number in self.numbers.items()]

    def sources_heading(self) -> str:
        return self.say("sources")

    def to_fill(self) -> str:
        return self.say("to_fill")

    def _told(self, block: Block) -> dict[str, Any]:
        lines: tuple[Line, ...] = getattr(block, "lines", ())
        return {
            "kind": block.kind,
            "block": block,
            "cites": self.cites(getattr(block, "sources", ())),
            "lines": [(line.text, self.cites(line.sources)) for line in lines],
            "more": self.say("more", block.count) if isinstance(block, More) else "",
        }
