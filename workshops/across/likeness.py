"""Which notes speak of the same thing: words across inflections and compounds. Pure.

Only words are compared, never what somebody may have felt: a note in one field may say the
very same as a note in another.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from sdg_platform.search.analyser import plain_stem
from sdg_platform.text import ascii_fold, words

# From here on two questions count as the same one; the tests show what that means in Danish.
ALIKE: Final = 0.65
# What a word adds to a likeness: a telling one, one that only joins others, and a compound
# that shares a part with a word on the other side.
_TELLING, _SMALL, _PART = 4, 1, 3
# Four letters begin too many words, and end some that are no compounds: "stand", "forstand".
_SHORTEST_BEGINNING, _SHORTEST_END, _REST_OF_A_SHORT_END = 5, 4, 4

# Notes whose words are remembered, as the stems of single words are: they are read with each
# page, and taking them apart is most of its work.
MOST_TEXTS: Final = 2**14

SMALL_WORDS: Final = frozenset(
    ascii_fold(
        "af aldrig all alle alt altid anden andet andre at både blev blive bliver burde bør da de "
        "dem den denne der deres derfor derved det dette dig din dine disse dit dog du eller en "
        "end endnu er et fik flere for fordi fra før får få gang gerne giver god gode godt gå går "
        "gør gøre ham han har have havde hele helt hende hendes her hos hun hvad hvem hver hvilke "
        "hvilken hvilket hvis hvor hvordan hvorfor hvornår i igen ikke ind inden ingen intet jeg "
        "jer jeres jo kan kom komme kommer kun kunne lige lidt man mange med meget mellem men mere "
        "mest mig min mindre mine mit mod må måske nogen noget nogle nok nu ny nye når nødt og "
        "også om op os over på samme se selv sig siden sin sine sit skal skulle som store stort "
        "så sådan tage tager til ting ud uden under vare vi vil ville vores være været ved via "
        "end a an and are as at be by can do for from how in is it of on or our that the this to "
        "we what when where which who why will with you"
    ).split()
)
# Said in nearly every note here, or telling only together with other words: they tell one
# question from another, but are nothing that a meeting can be about.
_NO_TOPIC: Final = frozenset(
    plain_stem(ascii_fold(word), "da")
    for word in re.findall(
        r"\w+",
        "allerede begge begynde bruge brugte dag dage dele eje første hinanden holde hurtig kende "
        "let lille lægge længe lave møde måned næste prøve prøvet sammen samle sidde sidste sige "
        "skrive skrevet små spørge spurgt starte står stille svær svært synes tale tid tænke uge "
        "vise år finde fundet ringe råd kommune mål delmål verdensmål workshop note sdg",
    )
)


@lru_cache(maxsize=2**16)
def _telling_stem(word: str) -> str:
    """The stem of a word that says what a text is about; "" for any other."""
    plain = ascii_fold(word)
    if len(plain) < 3 or plain in SMALL_WORDS or plain[0].isdigit():
        return ""
    return plain_stem(plain, "da")


@lru_cache(maxsize=2**16)
def _topic(word: str) -> str:
    stem = _telling_stem(word)
    return "" if stem in _NO_TOPIC else stem


@lru_cache(maxsize=MOST_TEXTS)
def topics(text: str) -> Mapping[str, str]:
    """What `text` may be about: each stem with the word as it is spelled there.

    >>> topics("Det er svært at få politikerne med på budgettet i kommunen")
    {'politik': 'politikerne', 'budget': 'budgettet'}
    """
    return {stem: word for word in words(text) if (stem := _topic(word))}


@lru_cache(maxsize=2**16)
def parts(stem: str) -> frozenset[str]:
    """Every beginning and end of `stem` that would count as a part of the compound."""
    beginnings = {stem[:end] for end in range(_SHORTEST_BEGINNING, len(stem))}
    ends = {stem[start:] for start in range(1, len(stem) - _SHORTEST_END)}
    if len(stem) >= _SHORTEST_END + _REST_OF_A_SHORT_END:
        ends.add(stem[-_SHORTEST_END:])
    return frozenset(beginnings | ends)


def speaks_of(text: str, key: str) -> bool:
    """Tell whether a word of `text` has the stem `key`, or is a compound with it.

    >>> speaks_of("Borgerinddragelsen kom for sent", "inddrag")
    True
    >>> speaks_of("Folkeskolen er med", "skol"), speaks_of("Bakken er høj", "skol")
    (True, False)
    """
    return any(stem == key or key in parts(stem) for stem in topics(text))


class _Question(NamedTuple):
    """`parts` are those of all telling words, `weight` what all words together are worth."""

    telling: frozenset[str]
    small: frozenset[str]
    parts: frozenset[str]
    weight: int


@lru_cache(maxsize=MOST_TEXTS)
def _question(text: str) -> _Question:
    said = {word: _telling_stem(word) for word in words(text)}
    telling = frozenset(filter(None, said.values()))
    small = frozenset(word for word, stem in said.items() if not stem)
    weight = _TELLING * len(telling) + _SMALL * len(small)
    return _Question(telling, small, frozenset().union(*map(parts, telling)), weight)


def likeness(one: str, other: str) -> float:
    """How much two questions ask the same, 0 to 1: what their words share over all of them.

    >>> likeness("Hvordan får vi politikerne med?", "Hvordan får vi dem med, politikerne?") > ALIKE
    True
    >>> likeness("Hvordan får vi politikerne med?", "Hvordan får vi borgerne med?") > ALIKE
    False
    """
    return _likeness(_question(one), _question(other))


def _likeness(one: _Question, other: _Question, *, least: float = 0.0) -> float:
    """The likeness; 0 for one that is sure to stay below `least`."""
    whole = one.weight + other.weight
    if not whole:
        return 0.0
    common = one.telling & other.telling
    shared = 2 * (_TELLING * len(common) + _SMALL * len(one.small & other.small))
    alone, other_alone = one.telling - common, other.telling - common
    if shared + _PART * (len(alone) + len(other_alone)) < least * whole:
        return 0.0
    return (shared + _halves(alone, other) + _halves(other_alone, one)) / whole


def _halves(alone: frozenset[str], other: _Question) -> int:
    """What compounds without a twin on the other side add through their parts there."""
    return sum(
        _PART for stem in alone if stem in other.parts or not parts(stem).isdisjoint(other.telling)
    )


Asked = TypeVar("Asked")


def same_questions(asked: Iterable[Asked], text: Callable[[Asked], str]) -> list[list[Asked]]:
    """Gather those that ask the same, each group led by the first that asked.

    A question joins the group whose leader it is most like, from `ALIKE` on; leaders must
    share a telling word with it. The order of `asked` decides, nothing else.
    """
    groups: list[tuple[_Question, list[Asked]]] = []
    at_once: dict[_Question, list[Asked]] = {}
    by_stem: dict[str, list[int]] = {}
    for one in asked:
        question = _question(text(one))
        if question in at_once:
            at_once[question].append(one)
            continue
        group = _nearest(question, groups, by_stem)
        if group is None:
            group = []
            for stem in question.telling:
                by_stem.setdefault(stem, []).append(len(groups))
            groups.append((question, group))
        group.append(one)
        at_once[question] = group
    return [group for _, group in groups]


def _nearest(
    question: _Question,
    groups: Sequence[tuple[_Question, list[Asked]]],
    by_stem: dict[str, list[int]],
) -> list[Asked] | None:
    best, most = None, ALIKE
    for at in _candidates(question, groups, by_stem):
        leader, group = groups[at]
        alike = _likeness(question, leader, least=most)
        if alike > most or (alike == most and best is None):
            best, most = group, alike
    return best


def _candidates(
    question: _Question,
    groups: Sequence[tuple[_Question, list[Asked]]],
    by_stem: dict[str, list[int]],
) -> Iterator[int]:
    """Those that share half of the shorter one's telling words, oldest first."""
    shared: dict[int, int] = {}
    for stem in question.telling:
        for at in by_stem.get(stem, ()):
            shared[at] = shared.get(at, 0) + 1
    for at in sorted(shared):
        shorter = min(len(question.telling), len(groups[at][0].telling))
        if 2 * shared[at] >= shorter:
            yield at
