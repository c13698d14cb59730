"""What one version of a practice changed, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from practices.card.diffing import Piece, pieces
from practices.card.merging import canonical
from practices.card.wording import label_of, words_of
from practices.models import Practice, PracticeVersion
from practices.rows import COLUMNS, EXTRAS

# So many are listed; older ones are still there by their number.
MOST_LISTED = 50


@dataclass(frozen=True)
class Change:
    """One field and how its text became another."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Entry:
    """A version in the list, with the names of what it changed."""

    version: PracticeVersion
    labels: list[str]


def entries_of(practice: Practice) -> list[Entry]:
    """The newest first, each compared with the one before it."""
    versions = list(practice.versions.select_related("made_by")[: MOST_LISTED + 1])
    before = [*versions[1:], None]
    return [
        Entry(version, [label_of(name) for name in _changed(version, earlier)] if earlier else [])
        for version, earlier in zip(versions, before, strict=True)
    ][:MOST_LISTED]


def changes_of(version: PracticeVersion) -> list[Change]:
    """What it changed; of the first version everything it says."""
    earlier = version.practice.versions.filter(number__lt=version.number).first()
    old: Mapping[str, Any] = earlier.snapshot if earlier else {}
    return [
        Change(
            label_of(name),
            pieces(words_of(name, old.get(name)), words_of(name, version.snapshot.get(name))),
        )
        for name in _changed(version, earlier)
    ]


def _changed(version: PracticeVersion, earlier: PracticeVersion | None) -> Iterator[str]:
    old: Mapping[str, Any] = earlier.snapshot if earlier else {}
    for name in (*COLUMNS, *EXTRAS):
        mine, before = version.snapshot.get(name), old.get(name)
        if canonical(name, mine) != canonical(name, before):
            yield name
