"""Answers of a shelved kind: levels of bitmaps, of which only what is shown is read as rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.db.models import Q, QuerySet
from pyroaring import BitMap

from sdg_platform.accounts.actor import Actor
from sdg_platform.search import levels, shelf
from sdg_platform.search.levels import Levels, Posting
from sdg_platform.search.models import Shelved
from sdg_platform.search.ranking import Ranked
from sdg_platform.search.store import current_store, shelf_store
from sdg_platform.search.vocabulary import Expansion

# So few are sorted by the database; of more, the index is walked in its order.
FEW: Final = 2_000
_MOST_AT_ONCE: Final = 20_000


@dataclass(frozen=True)
class Answer:
    """What was found of one kind, best first; `among` how many it lies scattered."""

    kind: str
    levels: Levels
    among: int = 0

    def __len__(self) -> int:
        return sum(len(members) for _, members in self.levels)

    @cached_property
    def members(self) -> BitMap:
        return levels.union(self.levels)

    def within(self, members: BitMap) -> "Answer":
        """The same with what is no member left out."""
        kept = ((score, found & members) for score, found in self.levels)
        return Answer(self.kind, [(s, found) for s, found in kept if found], self.among)

    def first(self, count: int, *, skip: int = 0) -> list[Ranked]:
        """The best `count` past `skip`; among equals the newest, then the lower number."""
        shown: list[Ranked] = []
        for group in self._groups():
            size = sum(len(members) for _, members in group)
            if size <= skip:
                skip -= size
            elif wanted := count - len(shown):
                shown += self._of(group, wanted, skip)
                skip = 0
        return shown

    def numbers(self, count: int, *, skip: int = 0) -> list[int]:
        return [row.number for row in self.first(count, skip=skip)]

    def after(self, number: int, count: int) -> list[int]:
        """The `count` numbers behind `number`, which is one of those found."""
        at = next(at for at, (_, members) in enumerate(self.levels) if number in members)
        place = self._rows().filter(number=number).values_list("updated", "number").first()
        _, members = self.levels[at]
        rows = self._rows_of(members, count, past=place)
        rest = Answer(self.kind, self.levels[at + 1 :], self.among)
        found = [row[0] for row in rows]
        return found + rest.numbers(count - len(found))

    def _groups(self) -> Iterator[Levels]:
        """Small levels together, so that a few of them cost one query."""
        group: Levels = []
        for level in self.levels:
            if group and sum(len(members) for _, members in (*group, level)) > FEW:
                yield group
                group = []
            group.append(level)
        if group:
            yield group

    def _of(self, group: Levels, count: int, skip: int) -> list[Ranked]:
        if len(group) == 1:
            score, members = group[0]
            rows = self._rows_of(members, skip + count)[skip:]
            return [self._ranked(score, row) for row in rows]
        rows = self._rows_of(levels.union(group), FEW)
        scored = (
            self._ranked(score, row)
            for row in rows
            for score, members in group
            if row[0] in members
        )
        return sorted(scored, key=Ranked.place)[skip : skip + count]

    def _ranked(self, score: int, row: tuple[int, int, int]) -> Ranked:
        number, updated, pk = row
        return Ranked(score, updated, self.kind, str(number), pk, number)

    def _rows(self) -> QuerySet[Shelved]:
        return Shelved.objects.filter(kind=self.kind)

    def _rows_of(
        self, members: BitMap, count: int, past: tuple[int, int] | None = None
    ) -> list[tuple[int, int, int]]:
        """(number, updated, entry) of the newest members, past the place of one."""
        if len(members) <= FEW:
            some = current_store().among(list(members))
            return list(self._newest(past).filter(number__in=some)[:count])
        found: list[tuple[int, int, int]] = []
        step = min(int(count * max(self.among / len(members), 1) * 1.3) + count, _MOST_AT_ONCE)
        while len(found) < count:
            walked = list(self._newest(past)[:step])
            found += [row for row in walked if row[0] in members]
            if len(walked) < step:
                break
            past = walked[-1][1], walked[-1][0]
            step = min(step * 4, _MOST_AT_ONCE)
        return found[:count]

    def _newest(self, past: tuple[int, int] | None) -> QuerySet[Shelved, tuple[int, int, int]]:
        rows = self._rows().order_by("-updated", "number")
        if past is not None:
            updated, number = past
            later = Q(updated__lt=updated) | Q(number__gt=number)
            rows = rows.filter(later, updated__lte=updated)
        return rows.values_list("number", "updated", "entry_id")


def matching(expansions: list[Expansion], kind: str, actor: Actor) -> Answer:
    """What holds every term, of what `actor` may see."""
    if not expansions:
        return Answer(kind, [])
    held = shelf.current(kind)
    postings = _postings(expansions, held)
    terms = [levels.of_term(one.weights, postings) for one in expansions]
    found = levels.every(terms, None, held.hidden_from(actor))
    answer = Answer(kind, [level for level in found if level[1]], held.size)
    for expansion in expansions:
        if expansion.term.is_phrase and answer.levels:
            answer = answer.within(_with_phrase(expansion.term.words, answer, held))
    return answer


def closest(expansions: list[Expansion], kind: str, actor: Actor) -> Answer:
    """What holds any term, the more the better."""
    if not expansions:
        return Answer(kind, [])
    held = shelf.current(kind)
    postings = _postings(expansions, held)
    terms = [levels.of_term(one.weights, postings) for one in expansions]
    return Answer(kind, levels.some(terms, held.hidden_from(actor)), held.size)


def titled(typed: Sequence[str], kind: str, actor: Actor) -> Answer:
    """What holds the words in its title, of the last one the beginning."""
    held = shelf.current(kind)
    members = shelf_store(kind).titles(typed) - held.hidden_from(actor)
    return Answer(kind, [(0, members)] if members else [], held.size)


def _postings(expansions: list[Expansion], held: shelf.Held) -> Mapping[str, Posting]:
    return held.words.of({word: None for one in expansions for word in one.weights})


def _with_phrase(words: Sequence[str], answer: Answer, held: shelf.Held) -> BitMap:
    """Those of the answer in which the words stand side by side: all of them must be there."""
    there = (posting.anywhere for posting in held.words.of(dict.fromkeys(words)).values())
    candidates = BitMap.intersection(answer.members, *there)
    found = shelf_store(answer.kind).with_phrase(words, list(candidates)) if candidates else ()
    return BitMap(found)
