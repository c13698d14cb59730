"""What every writer does alike: speak the document's language, number its sources."""

from typing import Any

from sdg_platform.exports.document import Block, Document, Line, Source
from sdg_platform.exports.words import say, say_date


class Writing:
    """One document on its way into one file.

    A writer has one method for each kind of block, named by `Block.kind`; it takes
    the block and the heading level of what stands inside it. A new kind of block is
    one class in `document.py` and one method a writer.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = document.language
        self.numbers = document.source_numbers()
        self.day = say_date(document.made_on, self.language) if document.made_on else ""

    def block(self, block: Block, level: int = 1) -> Any:
        """Whatever this writer makes of a block."""
        return getattr(self, block.kind)(block, level)

    def say(self, word: str, count: int | None = None) -> str:
        return say(word, self.language, count)

    def cites(self, sources: tuple[Source, ...]) -> str:
        """The numbers of these sources, as "1, 3"."""
        return ", ".join(str(self.numbers[source]) for source in sources)

    def meta(self, line: Line) -> str:
        """What stands in small letters after a note: "2 prikker · 17 Partnerskaber"."""
        votes = (self.say("vote", line.votes),) if line.votes else ()
        return " · ".join((*votes, *line.tags))
