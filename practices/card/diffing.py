"""What changed between two texts, word by word. Pure."""

import re
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

Kind = Literal["same", "ins", "del"]
_WORD: Final = re.compile(r"\s+|\w+|[^\w\s]")
# Beyond this many comparisons the whole old text stands before the whole new one.
MOST_PAIRS: Final = 4_000_000


class Piece(NamedTuple):
    kind: Kind
    text: str


def pieces(old: str, new: str) -> list[Piece]:
    """The new text with what was taken out of the old one in its place.

    >>> pieces("Vi gik om torsdagen", "Vi løb om torsdagen")
    [Piece(kind='same', text='Vi '), Piece(kind='del', text='gik'),
     Piece(kind='ins', text='løb'), Piece(kind='same', text=' om torsdagen')]
    >>> pieces("", "Ny")
    [Piece(kind='ins', text='Ny')]
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) * len(after) > MOST_PAIRS:
        return _told([("del", old), ("ins", new)])
    found: list[tuple[Kind, str]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, start2, end2 in matcher.get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(before[start:end])))
        else:
            found.append(("del", "".join(before[start:end])))
            found.append(("ins", "".join(after[start2:end2])))
    return _told(found)


def _told(found: list[tuple[Kind, str]]) -> list[Piece]:
    return [Piece(kind, text) for kind, text in found if text]
