"""Which entries answer a query, and in which order.

Ranking is the same integers on both databases: the way a word matched weighs before the
field it stood in, and ties go to the newest, then by kind and id. Nothing is weighed by how
many others hold a word: a count over rows that the reader may not see would show in the order.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import QuerySet

from sdg_platform.search.levels import FIELD_WEIGHTS
from sdg_platform.search.models import Entry
from sdg_platform.search.store import current_store
from sdg_platform.search.vocabulary import Expansion


class Ranked(NamedTuple):
    """One entry that answers."""

    score: int
    updated: int
    kind: str
    object_id: str
    entry_id: int
    # What stands on a shelf has a number; the rest is told apart by its id alone.
    number: int = 0

    def place(self) -> tuple[int, int, str, int, str]:
        """The place in the order of answers: smaller is earlier, and no two are equal."""
        return (-self.score, -self.updated, self.kind, self.number, self.object_id)


def matching(expansions: list[Expansion], entries: QuerySet[Entry]) -> list[Ranked]:
    """Return those of `entries` that hold every term, in no order."""
    if not expansions:
        return []
    first, *others = sorted(_held(expansions), key=len)
    scores = first
    if others:
        shared = first.keys() & set.intersection(*(set(weights) for weights in others))
        scores = {pk: sum(weights[pk] for weights in (first, *others)) for pk in shared}
    rows = among(scores, entries)
    for expansion in expansions:
        if expansion.term.is_phrase and rows:
            ids = [row.entry_id for row in rows]
            kept = current_store().with_phrase(expansion.term.words, ids)
            rows = [row for row in rows if row.entry_id in kept]
    return rows


def closest(expansions: list[Expansion], entries: QuerySet[Entry]) -> list[Ranked]:
    """Return those of `entries` that hold any term, the more the better, in no order."""
    scores: Counter[int] = Counter()
    for weights in _held(expansions) if expansions else []:
        scores.update(weights)
    return among(scores, entries)


def among(scores: Mapping[int, int], entries: QuerySet[Entry]) -> list[Ranked]:
    """Return those of `entries` that have a score."""
    if not scores:
        return []
    rows = entries.filter(pk__in=current_store().among(scores))
    columns = rows.values_list("updated", "kind", "object_id", "pk")
    return [Ranked(scores[row[3]], *row) for row in columns]


def _held(expansions: list[Expansion]) -> list[dict[int, int]]:
    """For each term the entries that hold it, with the weight of their best match."""
    asked: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, expansion in enumerate(expansions):
        for word, weight in expansion.weights.items():
            asked[word].append((at, weight))
    held: list[dict[int, int]] = [{} for _ in expansions]
    meanings = list(asked.values())
    for place, entry_id, field in current_store().postings(list(asked)):
        for at, weight in meanings[place]:
            weights, worth = held[at], weight + FIELD_WEIGHTS[field]
            if weights.get(entry_id, 0) < worth:
                weights[entry_id] = worth
    return held
