"""The bitmaps of a large catalogue in the database: a process that starts reads these few
megabytes and what has changed since, not every row.

What is stored is only ever a start: who loads it follows the catalogue from its number on.
"""

import json
from typing import Final
from uuid import UUID

from django.db import DatabaseError
from pyroaring import BitMap

from practices.catalogue.bitmaps import Bitmaps
from practices.models import Snapshot

# A smaller catalogue is read from its rows in less than a quarter of a second.
FEWEST: Final = 20_000


def store(number: int, token: str, bitmaps: Bitmaps) -> None:
    """Keep the bitmaps, if there are many; one that cannot be kept is no harm."""
    if len(bitmaps.everything) < FEWEST or not token:
        return
    row = Snapshot(pk=Snapshot.ONLY, number=number, token=token, content=pack(bitmaps))
    try:
        Snapshot.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["number", "token", "content"],
        )
    except DatabaseError:
        return


def load(number: int, token: str, read_all_since: int) -> tuple[int, Bitmaps] | None:
    """The stored number and bitmaps, where the catalogue, now at `number`, grew out of them."""
    fitting = Snapshot.objects.filter(pk=Snapshot.ONLY, number__gte=max(read_all_since, 1))
    stored = fitting.filter(number__lte=number).first()
    if stored is None or (stored.number == number and stored.token != UUID(token)):
        return None
    return stored.number, unpack(bytes(stored.content))


def pack(bitmaps: Bitmaps) -> bytes:
    """One line of JSON that names the bitmaps and their lengths, then the bitmaps.

    >>> some = Bitmaps.of([1, 2], [2], [("goal", "3", 1)])
    >>> unpack(pack(some)) == some
    True
    """
    named = [("", "everything", bitmaps.everything), ("", "published", bitmaps.published)]
    named += [
        (group, value, members)
        for group, values in bitmaps.groups.items()
        for value, members in values.items()
    ]
    packed = [members.serialize() for _, _, members in named]
    head = [
        (group, value, len(content))
        for (group, value, _), content in zip(named, packed, strict=True)
    ]
    return json.dumps(head).encode() + b"\n" + b"".join(packed)


def unpack(content: bytes) -> Bitmaps:
    head, _, rest = content.partition(b"\n")
    groups: dict[str, dict[str, BitMap]] = {}
    at = 0
    for group, value, length in json.loads(head):
        groups.setdefault(group, {})[value] = BitMap.deserialize(rest[at : at + length])
        at += length
    whole = groups.pop("")
    return Bitmaps(whole["everything"], whole["published"], groups)
