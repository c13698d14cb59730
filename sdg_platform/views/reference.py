"""Finds goals, targets and P's by their texts, in memory.

They are fewer than 200 and an administrator may edit them, so they need no rows in the index
that could go stale. Words meet as they do there: as such, by stem, inside a compound, with
one letter wrong; the tests hold the two together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from practices.catalogue import facets
from sdg_platform.search.analyser import (
    LANGUAGES,
    SHORTEST_TYPO,
    Piece,
    Term,
    compound_part,
    has_forms,
    is_part,
    mark,
    plain_stem,
    read_query,
    snippet,
)
from sdg_platform.search.vocabulary import Way
from sdg_platform.text import plain_words, within_one_edit

# In this order they stand on the page.
KINDS = ("goal", "target", "theme")
# As in the index: less than one step of a match.
IN_TITLE = 9
# What people write before a number.
CALLED = {"goal": "verdensmål mål goal sdg", "target": "delmål target", "theme": "p tema theme"}


class Text(NamedTuple):
    """What is known of one record, in both languages."""

    kind: str
    record: Any
    title: tuple[str, ...]
    body: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """Every text, and the words in them: word to (text's place, stood in its title)."""

    texts: list[Text]
    words: Mapping[str, list[tuple[int, bool]]] = field(default_factory=dict)
    stems: Mapping[str, frozenset[str]] = field(default_factory=dict)


class ReferenceHit(NamedTuple):
    """`title` and `snippet` are pieces, as those of the index."""

    kind: str
    record: Any
    title: list[Piece]
    snippet: list[Piece]


def find_reference(query: str) -> list[ReferenceHit]:
    """Goals, targets and P's that hold every word of `query`, best first within each kind."""
    terms = read_query(query)
    if not terms:
        return []
    held = facets.current()
    library = _library(held.number, held.token)
    met = [_meanings(term, library) for term in terms]
    scores = [_scores(meanings, library) for meanings in met]
    every = set.intersection(*map(set, scores))
    every = {at for at in every if all(_holds(term, library.texts[at]) for term in terms)}
    ranked = sorted(
        every,
        key=lambda at: (
            KINDS.index(library.texts[at].kind),
            -sum(score[at] for score in scores),
            at,
        ),
    )
    found = {word for meanings in met for word in meanings}
    return [_hit(library.texts[at], found) for at in ranked]


def _holds(term: Term, text: Text) -> bool:
    if not term.is_phrase:
        return True
    phrase = f" {' '.join(term.words)} "
    return any(phrase in f" {' '.join(field)} " for field in (text.title, text.body))


def _meanings(term: Term, library: Library) -> dict[str, int]:
    """Words of the library that the term means, each with its weight."""
    plain = max(term.words, key=len)
    if term.exact or not has_forms(plain):
        return {plain: Way.EXACT} if plain in library.words else {}
    stems = _stems(plain)
    parts = [part for stem in stems if (part := compound_part(plain, stem))]
    weights = {}
    for word in library.words:
        if way := _way(plain, stems, parts, word, library.stems[word]):
            weights[word] = int(way)
    return weights


def _way(
    plain: str, stems: frozenset[str], parts: list[str], word: str, word_stems: frozenset[str]
) -> Way | None:
    if word == plain:
        return Way.EXACT
    if stems & word_stems:
        return Way.STEM
    if any(is_part(part, word, stem) for part in parts for stem in word_stems):
        return Way.COMPOUND
    if len(plain) >= SHORTEST_TYPO and within_one_edit(plain, word):
        return Way.TYPO
    return None


def _scores(meanings: Mapping[str, int], library: Library) -> dict[int, int]:
    """Text's place to the weight of its best word."""
    best: dict[int, int] = {}
    for word, weight in meanings.items():
        for at, in_title in library.words[word]:
            extra = IN_TITLE if in_title else 0
            best[at] = max(best.get(at, 0), weight + extra)
    return best


def _hit(text: Text, found: set[str]) -> ReferenceHit:
    said = text.record.description if text.kind == "theme" else text.record.municipal
    return ReferenceHit(text.kind, text.record, mark(str(text.record), found), snippet(said, found))


@lru_cache(maxsize=2)
def _library(number: int, token: UUID | None) -> Library:
    """Read anew whenever the catalogue's names are."""
    texts = list(_texts(facets.current().names.groups))
    words: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for at, text in enumerate(texts):
        titled = set(text.title)
        for word in titled.union(text.body):
            words[word].append((at, word in titled))
    return Library(texts, dict(words), {word: _stems(word) for word in words})


def _texts(groups: Mapping[str, Mapping[str, Any]]) -> Iterator[Text]:
    for goal in groups["goal"].values():
        body = (goal.summary_da, goal.summary_en, goal.municipal_da, goal.municipal_en)
        yield _text("goal", goal, (str(goal.pk), goal.name_da, goal.name_en), body)
    for target in groups["target"].values():
        title = (target.pk, target.plain_da, target.plain_en)
        yield _text("target", target, title, (target.municipal_da, target.municipal_en))
    for theme in groups["theme"].values():
        title = (theme.label, theme.name_da, theme.name_en)
        yield _text("theme", theme, title, (theme.description_da, theme.description_en))


def _text(kind: str, record: Any, title: Iterable[str], body: Iterable[str]) -> Text:
    titled = plain_words(" ".join((*title, CALLED[kind])))
    return Text(kind, record, tuple(titled), tuple(plain_words("\n".join(body))))


def _stems(word: str) -> frozenset[str]:
    return frozenset(plain_stem(word, language) for language in LANGUAGES)
