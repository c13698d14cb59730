"""The words that entries hold, and which of them a term of a query means."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from sdg_platform.search import shelf
from sdg_platform.search.analyser import (
    GRAM,
    HALVED_TYPO,
    LANGUAGES,
    SHORTEST_TYPO,
    Term,
    compound_part,
    has_forms,
    is_part,
    likeness,
    may_be_meant,
    other_figure,
    plain_stem,
    word_grams,
)
from sdg_platform.search.inflections import irregular_forms, is_known
from sdg_platform.search.kept_words import KeptWord
from sdg_platform.search.models import Synonym, Word
from sdg_platform.search.store import current_store, delete_grams, unheld
from sdg_platform.search.words import is_another, short_forms
from sdg_platform.text import ascii_fold, grams, one_edit_away, within_one_edit

# Below this two words share little but an ending.
_LIKE_ENOUGH: Final = 0.45
# In so many texts nobody misspells a word alike. Up to five letters most neighbours of a word are
# words themselves, so that one text will do.
_ENOUGH: Final = 3
_CROWDED: Final = 5


class Way(IntEnum):
    """How a word of an entry meets a term; its value is the weight."""

    EXACT = 100
    STEM = 80
    SYNONYM = 60
    COMPOUND = 40
    TYPO = 20


@dataclass
class Expansion:
    """A term and every known word that it means, each with the weight of its best match."""

    term: Term
    weights: dict[str, int] = field(default_factory=dict)

    def add(self, word: str, weight: int) -> None:
        if not is_another(self.term.plain, word):
            self.weights[word] = max(weight, self.weights.get(word, 0))


# --- Keeping the words --------------------------------------------------------------------


def learn(heard: Iterable[tuple[str, str]]) -> None:
    """Take in (word, language) pairs; those without inflections are left out."""
    heard = {pair for pair in heard if has_forms(pair[0])}
    store = current_store()
    known = Word.objects.filter(word__in=store.among({word for word, _ in heard}))
    fresh = heard.difference(known.values_list("word", "language"))
    if not fresh:
        return
    Word.objects.bulk_create(
        [
            Word(word=word, language=language, stem=plain_stem(word, language))
            for word, language in sorted(fresh)
        ],
        ignore_conflicts=True,
    )
    # Where another transaction was first its row counts, and the row's number is not ours.
    stored = Word.objects.filter(word__in=store.among({word for word, _ in fresh}))
    store.write_grams(
        [
            (number, word_grams(word))
            for number, word, language in stored.values_list("pk", "word", "language")
            if (word, language) in fresh
        ]
    )


def forget(candidates: Collection[str]) -> None:
    """Drop those of `candidates` that no entry holds: an erased text leaves no word behind.

    A transaction that puts such a word at the same moment may lose its inflections until the
    word is put again or the index rebuilt; the word itself is found all the same.
    """
    if not candidates:
        return
    store = current_store()
    lost = Word.objects.filter(word__in=store.among(unheld(candidates)))
    if numbers := list(lost.values_list("pk", flat=True)):
        delete_grams(numbers)
        KeptWord.objects.filter(word__in=list(lost.values_list("word", flat=True))).delete()
        Word.objects.filter(pk__in=numbers).delete()


# --- What a term means --------------------------------------------------------------------


def expand(terms: list[Term]) -> list[Expansion]:
    """Return for each term the words it means: itself, then stem, synonym, compound, typo."""
    expansions = [Expansion(term) for term in terms]
    loose = [expansion for expansion in expansions if not expansion.term.exact]
    for expansion in expansions:
        # Of a phrase the longest word, likely the rarest, finds the texts to compare.
        expansion.add(max(expansion.term.words, key=len), Way.EXACT)
    for expansion in loose:
        if figure := other_figure(expansion.term.plain):
            expansion.add(figure, Way.STEM)
    loose = [expansion for expansion in loose if has_forms(expansion.term.plain)]
    if loose:
        synonyms = _synonyms()
        _add_forms(loose, synonyms)
        _add_parts(loose)
        _believe_known(loose)
    return expansions


def _stems(plain: str) -> set[tuple[str, str]]:
    return {(plain_stem(plain, language), language) for language in LANGUAGES}


def _synonyms() -> dict[tuple[str, str], set[str]]:
    """Stem and language to the words that an editor says mean the same, both ways."""
    means = defaultdict(set)
    for pair in Synonym.objects.values_list("word", "means"):
        one, other = (ascii_fold(word) for word in pair)
        for key in _stems(one):
            means[key].add(other)
        for key in _stems(other):
            means[key].add(one)
    return means


def _add_forms(expansions: list[Expansion], synonyms: dict[tuple[str, str], set[str]]) -> None:
    """Add inflections, synonyms with their inflections, and typos, in one query."""
    by_stem: dict[tuple[str, str], list[tuple[Expansion, Way]]] = defaultdict(list)
    by_word: dict[str, list[tuple[Expansion, Way]]] = defaultdict(list)
    for expansion in expansions:
        for key in _stems(expansion.term.plain):
            by_stem[key].append((expansion, Way.STEM))
            for synonym in synonyms.get(key, ()):
                expansion.add(synonym, Way.SYNONYM)
                for other_key in _stems(synonym):
                    by_stem[other_key].append((expansion, Way.SYNONYM))
        for spelling, way in _spellings(expansion.term.plain):
            by_word[spelling].append((expansion, way))
    for word, stem, language in _known(by_stem, by_word):
        for expansion, way in by_stem.get((stem, language), ()):
            expansion.add(word, way)
        for expansion, way in by_word.get(word, ()):
            expansion.add(word, way)


def _spellings(plain: str) -> Iterator[tuple[str, Way]]:
    """What to look up as it is spelled: inflections that the stemmer does not know, and typos."""
    yield from ((form, Way.STEM) for form in short_forms(plain) | irregular_forms(plain))
    yield from ((typo, Way.TYPO) for typo in _typos(plain))


def _typos(plain: str) -> set[str]:
    """The spellings to look up as they are; of a long word one half finds the others."""
    if len(plain) < SHORTEST_TYPO:
        return set()
    if len(plain) < HALVED_TYPO:
        likely = {word for word in one_edit_away(plain) if may_be_meant(word)}
        # The first letter of a short word is seldom the wrong one; "hold" is not "vold".
        return likely if len(plain) > _CROWDED else {it for it in likely if it[0] == plain[0]}
    middle = len(plain) // 2
    return {plain[: middle - 1] + plain[middle] + plain[middle - 1] + plain[middle + 1 :]}


def _known(
    stems: Collection[tuple[str, str]], plain: Collection[str]
) -> Iterable[tuple[str, str, str]]:
    among = current_store().among
    columns = ("word", "stem", "language")
    of_stems = Word.objects.filter(stem__in=among({stem for stem, _ in stems}))
    return of_stems.values_list(*columns).union(
        Word.objects.filter(word__in=among(plain)).values_list(*columns)
    )


def _add_parts(expansions: list[Expansion]) -> None:
    """Add compounds that hold the term, and long words that share a half and are one typo away."""
    parts: dict[str, list[Expansion]] = defaultdict(list)
    for expansion in expansions:
        plain = expansion.term.plain
        for stem, _ in _stems(plain):
            if part := compound_part(plain, stem):
                parts[part].append(expansion)
        if len(plain) >= HALVED_TYPO:
            for half in (plain[: len(plain) // 2], plain[len(plain) // 2 :]):
                parts[half].append(expansion)
    wanted = list(parts)
    found = current_store().words_with([grams(part, GRAM) for part in wanted], every=True)
    for at, word, stem, _ in found:
        for expansion in parts[wanted[at]]:
            if way := _part_way(expansion.term.plain, wanted[at], word, stem):
                expansion.add(word, way)


def _part_way(plain: str, part: str, word: str, word_stem: str) -> Way | None:
    for stem, _ in _stems(plain):
        if compound_part(plain, stem) == part and is_part(part, word, word_stem):
            return Way.COMPOUND
    return Way.TYPO if len(plain) >= HALVED_TYPO and within_one_edit(plain, word) else None


def _believe_known(expansions: list[Expansion]) -> None:
    """Take the typos out of what is spelled right: "vand" is no "land" where texts say "vand"."""
    doubted = [expansion for expansion in expansions if Way.TYPO in expansion.weights.values()]
    shelves = shelf.all_current() if doubted else []
    for expansion in doubted:
        likely = {word: way for word, way in expansion.weights.items() if way != Way.TYPO}
        itself = [word for word, way in likely.items() if way >= Way.STEM]
        enough = 1 if len(expansion.term.plain) <= _CROWDED else _ENOUGH
        if is_known(expansion.term.plain) or shelf.stands_in_public(itself, enough, shelves):
            expansion.weights = likely


def resembling(expansions: list[Expansion]) -> list[Expansion]:
    """Return for each term the known words that look like it, weighed by how much."""
    near = [
        Expansion(Term((word,)))
        for expansion in expansions
        for word in expansion.term.words
        if has_forms(word) and word_grams(word)
    ]
    found = current_store().words_with(
        [word_grams(expansion.term.plain) for expansion in near], every=False
    )
    for at, word, _, _ in found:
        if (alike := likeness(near[at].term.plain, word)) >= _LIKE_ENOUGH:
            near[at].add(word, round(alike * 100))
    return [expansion for expansion in near if expansion.weights]
