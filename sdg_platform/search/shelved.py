"""Answers of a shelved kind: levels of bitmaps, of which only what is shown is read as rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from pyroaring import BitMap

from sdg_platform.accounts.actor import Actor
from sdg_platform.ordered import Ordered
from sdg_platform.search import levels, shelf
from sdg_platform.search.levels import Levels, Posting
from sdg_platform.search.models import Shelved
from sdg_platform.search.ranking import Ranked
from sdg_platform.search.store import current_store, shelf_store
from sdg_platform.search.vocabulary import Expansion

# Small levels are looked through together, as long as they are no more than this.
FEW: Final = 2_000


@dataclass(frozen=True)
class Answer:
    """What was found of one kind, best first."""

    kind: str
    levels: Levels
    held: shelf.Held | None = None

    def __len__(self) -> int:
        return sum(len(members) for _, members in self.levels)

    @cached_property
    def members(self) -> BitMap:
        return levels.union(self.levels)

    def within(self, members: BitMap) -> "Answer":
        """The same with what is no member left out."""
        kept = ((score, found & members) for score, found in self.levels)
        return Answer(self.kind, [(s, found) for s, found in kept if found], self.held)

    def numbers(self, count: int, *, skip: int = 0) -> list[int]:
        """The best `count` past `skip`; among equals the newest, then the lower number."""
        shown: list[int] = []
        for group in self._groups():
            size = sum(len(members) for _, members in group)
            if size <= skip:
                skip -= size
            elif wanted := count - len(shown):
                shown += self._of(group, wanted, skip)
                skip = 0
        return shown

    def after(self, number: int, count: int) -> list[int]:
        """The `count` numbers behind `number`, which is one of those found."""
        at = next(at for at, (_, members) in enumerate(self.levels) if number in members)
        found = self._newest.first(self.levels[at][1], count, after=number)
        rest = Answer(self.kind, self.levels[at + 1 :], self.held)
        return found + rest.numbers(count - len(found))

    def first(self, count: int) -> list[Ranked]:
        """The best `count`, with what places them among other kinds."""
        if not (numbers := self.numbers(count)):
            return []
        some = Shelved.objects.filter(kind=self.kind, number__in=current_store().among(numbers))
        rows = {row[0]: row for row in some.values_list("number", "updated", "entry_id")}
        return [self._ranked(*rows[number]) for number in numbers if number in rows]

    @property
    def _newest(self) -> Ordered:
        return self.held.newest if self.held else Ordered()

    def _groups(self) -> Iterator[Levels]:
        """Small levels together: the order is gone through once for all of them."""
        group: Levels = []
        for level in self.levels:
            if group and sum(len(members) for _, members in (*group, level)) > FEW:
                yield group
                group = []
            group.append(level)
        if group:
            yield group

    def _of(self, group: Levels, count: int, skip: int) -> list[int]:
        if len(group) == 1:
            return self._newest.first(group[0][1], count, skip=skip)
        newest = list(self._newest.walk(levels.union(group)))
        best = (number for _, members in group for number in newest if number in members)
        return list(islice(best, skip, skip + count))

    def _ranked(self, number: int, updated: int, entry: int) -> Ranked:
        score = next(score for score, members in self.levels if number in members)
        return Ranked(score, updated, self.kind, str(number), entry, number)


def matching(expansions: list[Expansion], kind: str, actor: Actor) -> Answer:
    """What holds every term, of what `actor` may see."""
    if not expansions:
        return Answer(kind, [])
    held = shelf.current(kind)
    postings = _postings(expansions, held)
    terms = [levels.of_term(one.weights, postings) for one in expansions]
    found = levels.every(terms, None, held.hidden_from(actor))
    answer = Answer(kind, [level for level in found if level[1]], held)
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
    return Answer(kind, levels.some(terms, held.hidden_from(actor)), held)


def titled(typed: Sequence[str], kind: str, actor: Actor) -> Answer:
    """What holds the words in its title, of the last one the beginning."""
    held = shelf.current(kind)
    words = [*typed[:-1], f"{typed[-1]}{shelf.BEGINS}"]
    there = (posting.title for posting in held.words.of(dict.fromkeys(words)).values())
    members = BitMap.intersection(*there) - held.hidden_from(actor)
    return Answer(kind, [(0, members)] if members else [], held)


def _postings(expansions: list[Expansion], held: shelf.Held) -> Mapping[str, Posting]:
    return held.words.of({word: None for one in expansions for word in one.weights})


def _with_phrase(words: Sequence[str], answer: Answer, held: shelf.Held) -> BitMap:
    """Those of the answer in which the words stand side by side: all of them must be there."""
    there = (posting.anywhere for posting in held.words.of(dict.fromkeys(words)).values())
    candidates = BitMap.intersection(answer.members, *there)
    found = shelf_store(answer.kind).with_phrase(words, list(candidates)) if candidates else ()
    return BitMap(found)
