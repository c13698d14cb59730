"""Words that very many hold, kept in the database as the bitmaps that one process read.

The next process reads some kilobytes instead of a million rows. What is kept is only ever a
start: who loads it follows the shelf from its number on, so no write has to keep it in step.
"""

import struct
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from django.db import DatabaseError, connection, models
from pyroaring import BitMap

from sdg_platform.search.levels import Posting

# What fewer hold is read from its rows as fast.
FEWEST: Final = 200
_LENGTHS: Final = struct.Struct("<3I")


class KeptWord(models.Model):
    """Who held a word when its shelf was at `number`."""

    kind = models.CharField(max_length=20)
    word = models.CharField(max_length=160)
    number = models.BigIntegerField()
    content = models.BinaryField()

    class Meta:
        app_label = "search"
        constraints = [models.UniqueConstraint(fields=["kind", "word"], name="word_kept_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.word}"


def load(
    kind: str, words: Collection[str], numbers: tuple[int, int]
) -> dict[str, tuple[int, Posting]]:
    """The kept ones among `words`, each with its number, if that is one of `numbers`: at least
    the first, at most the second.
    """
    rows = KeptWord.objects.filter(kind=kind, word__in=words, number__range=numbers)
    columns = rows.values_list("word", "number", "content")
    return {word: (number, unpack(bytes(content))) for word, number, content in columns}


def store(kind: str, number: int, postings: Mapping[str, Posting]) -> None:
    """Keep those that many hold; what cannot be kept is no harm."""
    rows = [
        KeptWord(kind=kind, word=word, number=number, content=pack(posting))
        for word, posting in postings.items()
        if sum(map(len, posting)) >= FEWEST
    ]
    if not rows or connection.in_atomic_block:
        return
    try:
        KeptWord.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["kind", "word"],
            update_fields=["number", "content"],
        )
    except DatabaseError:
        return


def pack(posting: Iterable[BitMap]) -> bytes:
    """The lengths of the three bitmaps, then the bitmaps.

    >>> one = Posting(BitMap([1]), BitMap(), BitMap([1, 2]))
    >>> unpack(pack(one)) == one
    True
    """
    parts = [members.serialize() for members in posting]
    return _LENGTHS.pack(*map(len, parts)) + b"".join(parts)


def unpack(content: bytes) -> Posting:
    at, parts = _LENGTHS.size, []
    for length in _LENGTHS.unpack_from(content):
        parts.append(BitMap.deserialize(content[at : at + length]))
        at += length
    return Posting(*parts)
