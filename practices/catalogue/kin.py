"""Practices that are akin to something: another practice, or a sentence of a strategy.

Counted, not guessed: shared targets, packages, goals, P's and words, in that order of weight.
The tags come from the bitmaps, so that a million practices cost no more than a thousand.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from pyroaring import BitMap

from practices.card.whole import somebody
from practices.catalogue import facets
from practices.models import Practice
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.prepared import Prepared
from sdg_platform.search import index
from sdg_platform.taxonomy.models import Goal
from sdg_platform.text import stem, words

WEIGHTS: Final = {"target": 4, "package": 3, "goal": 2, "theme": 1}
WORD_WEIGHT: Final = 2
MOST_WORDS: Final = 3
# So many are looked at closely; they share the most tags.
CANDIDATES: Final = 60
_SHORTEST_WORD: Final = 5
# Words that every second practice holds.
_COMMON_WORDS: Final = (
    "borger kommun kommunal skal altid andre bliv blev deres efter eller endnu fordi første gerne "
    "ganske hvordan igen ingen kunne lavet mange meget mellem ogs også projekt sammen siden sådan "
    "under uden ville været vores bedre flere alle hvert mindst about their there with"
)
_NAMES: Final = ("municipality__name", "municipality__official_name")
_COMMON: Final = frozenset(_COMMON_WORDS.split())

Tags = Mapping[str, Iterable[str]]
"""Group of the facets to the values that something carries."""


class Kin(NamedTuple):
    """A practice, and what it shares: the reader is told why it stands here."""

    practice: Practice
    score: int
    targets: list[str]
    goals: list[Goal]
    words: list[str]


class _Candidate(NamedTuple):
    """What is looked at of a practice, and shown of the few that are near enough."""

    pk: int
    title: str
    summary: str
    outcome: str
    status: str
    municipality: str
    name: str
    official_name: str

    def practice(self) -> Practice:
        home = Municipality(
            code=self.municipality, name=self.name, official_name=self.official_name
        )
        return Practice(
            pk=self.pk,
            title=self.title,
            summary=self.summary,
            outcome=self.outcome,
            status=self.status,
            municipality=home,
        )


class _Near(NamedTuple):
    candidate: _Candidate
    score: int
    targets: list[str]
    goals: list[Goal]
    words: list[str]

    def kin(self) -> Kin:
        return Kin(self.candidate.practice(), *self[1:])


_CANDIDATES: Final = Prepared[Practice](
    lambda ids, codes: (
        Practice.objects.visible_to(somebody(codes))
        .filter(pk__in=ids)
        .order_by()
        .values_list(*("pk", "title", "summary", "outcome", "status", "municipality"), *_NAMES)
    )
)


def tags_of(practice: Practice) -> dict[str, list[str]]:
    """What the practice carries; its parts are loaded (`for_page`)."""
    return {
        "target": [target.pk for target in practice.targets.all()],
        "package": [package.pk for package in practice.packages.all()],
        "goal": [str(row.goal_id) for row in practice.goal_rows.all()],
        "theme": [theme.pk for theme in practice.themes.all()],
    }


def similar_to(
    practice: Practice, actor: Actor, most: int = 3, *, held: facets.Held | None = None
) -> list[Kin]:
    """The practices most like this one; one query, and one more without `held`."""
    said = f"{practice.title} {practice.summary}"
    found = _akin(said, tags_of(practice), BitMap(), actor, {practice.pk}, held)
    near = [one for one in found if one.targets or len(one.goals) > 1 or one.words]
    return [one.kin() for one in near[:most]]


def serving(
    text: str, tags: Tags, actor: Actor, leave_out: Iterable[int], most: int = 5
) -> list[Kin]:
    """The practices that may serve a sentence: by its tags, and by its words through search."""
    found = index.find(text, kinds=["practice"], actor=actor, limit=10)
    by_words = BitMap(int(hit.object_id) for hit in (*found.hits, *found.nearest))
    return [one.kin() for one in _akin(text, tags, by_words, actor, set(leave_out))[:most]]


def _akin(
    text: str,
    tags: Tags,
    more: BitMap,
    actor: Actor,
    leave_out: set[int],
    held: facets.Held | None = None,
) -> list[_Near]:
    """The best first, and of equals the newest."""
    seen = facets.seen_by(actor, held)
    carried = [
        (group, value, members)
        for group in WEIGHTS
        for value in tags.get(group, ())
        if (members := seen.bitmaps.groups.get(group, {}).get(value))
    ]
    within = seen.visible - BitMap(leave_out)
    ids = sharing_most([members for _, _, members in carried], within, CANDIDATES)
    rows = _CANDIDATES.tuples(tuple(ids | (more & within)), tuple(actor.roles))
    spoken = _telling(text)
    near = [_weigh(_Candidate(*row), carried, spoken, seen) for row in rows]
    return sorted((one for one in near if one.score), key=lambda it: (-it.score, -it.candidate.pk))


def _weigh(
    one: _Candidate,
    carried: list[tuple[str, str, BitMap]],
    spoken: Mapping[str, str],
    seen: facets.Seen,
) -> _Near:
    shared = [(group, value) for group, value, members in carried if one.pk in members]
    theirs = _telling(f"{one.title} {one.summary}")
    common = [word for root, word in theirs.items() if root in spoken][:MOST_WORDS]
    score = sum(WEIGHTS[group] for group, _ in shared) + WORD_WEIGHT * len(common)
    goals = [seen.names.groups["goal"][value] for group, value in shared if group == "goal"]
    targets = [value for group, value in shared if group == "target"]
    return _Near(one, score, targets, goals, common)


def sharing_most(sets: Iterable[BitMap], within: BitMap, enough: int) -> BitMap:
    """The members of `within` that stand in the most of `sets`; about `enough`, the newest first.

    >>> sharing_most([BitMap([1, 2, 3]), BitMap([2, 3]), BitMap([3])], BitMap([1, 2, 3, 4]), 2)
    BitMap([2, 3])
    """
    tiers = [within]
    for members in sets:
        tiers.append(BitMap())
        for depth in range(len(tiers) - 1, 0, -1):
            tiers[depth] = tiers[depth] | (tiers[depth - 1] & members)
    found = BitMap()
    for tier in reversed(tiers[1:]):
        new = tier - found
        if missing := enough - len(found):
            found |= new[max(len(new) - missing, 0) :]
    return found


@lru_cache(maxsize=4_000)
def _telling(text: str) -> Mapping[str, str]:
    """Stem to word, for words long and rare enough to say what a text is about."""
    found: dict[str, str] = {}
    for word in words(text[:2_000]):
        root = stem(word)
        if len(word) >= _SHORTEST_WORD and root not in _COMMON and word not in _COMMON:
            found.setdefault(root, word)
    return found
