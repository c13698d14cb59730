"""Who seeks what somebody else offers: words and goals compared. Pure.

Nothing is learnt and nothing is guessed: the same directory gives the same matches, and each
says which words and goals it rests on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sdg_platform.text import ascii_fold, stem, words

MOST_OFFERS: Final = 3
# A shared word says more than a shared goal, of which every partnership has several; goal 17 is
# what all of them are about.
_WORD, _GOAL, _THEME = 3, 1, 1
_COMMON_GOAL: Final = 17
_SHORTEST_WORD, _SHORTEST_PART = 3, 5
_SMALL: Final = frozenset(
    ascii_fold(
        "af aldrig alle andre at begge bliver da de dem den der deres det dig din disse du efter "
        "eller en end er et flere for fra få får gerne gang går ham han har hele hende hos hun "
        "hver hvad hvem hvor hvordan ikke ind ingen jer jeres kan kom komme lidt lige man mange "
        "med meget mellem men mere må når nogen noget nok nu ny nye og også om op os over på sig "
        "sin skal skulle små som stedet store så tage til to tre ud under uge vi vil være å år "
        "side folk halv hel del dage gratis andet "
        "a an and are for from in is it of on or our that the to we who with you"
    ).split()
)


@dataclass(frozen=True)
class Listed:
    """What one partnership seeks or offers; `key` is its id."""

    key: int
    text: str
    goals: frozenset[int] = frozenset()
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Match:
    """An offer that may answer a need; `words` are those of the offer that led to it."""

    offer: int
    score: int
    words: tuple[str, ...]
    goals: tuple[int, ...]


def _telling(text: str) -> dict[str, frozenset[str]]:
    """The words that say what a text is about, each with the forms it is compared in."""
    told = {}
    for word in words(text):
        plain = ascii_fold(word)
        if len(plain) >= _SHORTEST_WORD and plain not in _SMALL and not plain[0].isdigit():
            told[word] = frozenset({plain, ascii_fold(stem(word))})
    return told


def matches(needs: Iterable[Listed], offers: Iterable[Listed]) -> Mapping[int, list[Match]]:
    """For each need that somebody may answer, the best offers of others, best first.

    >>> need = Listed(1, "et køkken uden for midtbyen", frozenset({2}))
    >>> offer = Listed(2, "Skolekøkkenet er frit om aftenen", frozenset({2, 4}))
    >>> matches([need], [offer])[1]
    [Match(offer=2, score=4, words=('skolekøkkenet',), goals=(2,))]
    """
    told = {offer.key: offer for offer in offers}
    holders: dict[str, set[int]] = defaultdict(set)
    forms: dict[str, frozenset[str]] = {}
    for offer in told.values():
        for word, its_forms in _telling(offer.text).items():
            forms[word] = its_forms
            holders[word].add(offer.key)
    found = {}
    for need in needs:
        shared = _shared(need, forms, holders)
        scored = [_match(need, told[key], shared[key]) for key in shared if key != need.key]
        if scored:
            best = sorted(scored, key=lambda match: (-match.score, match.offer))
            found[need.key] = best[:MOST_OFFERS]
    return found


def _shared(
    need: Listed, forms: Mapping[str, frozenset[str]], holders: Mapping[str, set[int]]
) -> Mapping[int, set[str]]:
    """Offers that hold a word of the need, with those words; goals alone are no reason."""
    shared: dict[int, set[str]] = defaultdict(set)
    for needed in _telling(need.text).values():
        for word, held in forms.items():
            if _alike(needed, held):
                for key in holders[word]:
                    shared[key].add(word)
    return shared


def _match(need: Listed, offer: Listed, said: set[str]) -> Match:
    goals = tuple(sorted((need.goals & offer.goals) - {_COMMON_GOAL}))
    themes = len(need.themes & offer.themes)
    score = _WORD * len(said) + _GOAL * len(goals) + _THEME * themes
    return Match(offer.key, score, tuple(sorted(said)), goals)


def _alike(some: frozenset[str], others: frozenset[str]) -> bool:
    """The same word in some form, or one inside a compound of the other: køkken, skolekøkken.

    >>> _alike(frozenset({"koekken"}), frozenset({"skolekoekken"}))
    True
    >>> _alike(frozenset({"suppe"}), frozenset({"tov"}))
    False
    """
    return not some.isdisjoint(others) or any(
        len(short) >= _SHORTEST_PART and (long.startswith(short) or long.endswith(short))
        for one in some
        for other in others
        for short, long in (sorted((one, other), key=len),)
    )
