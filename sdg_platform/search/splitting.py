"""Words written together or apart than texts write them; only asked where nothing is found."""

from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from typing import Final

from sdg_platform.search.analyser import LANGUAGES, Term, has_forms, plain_stem
from sdg_platform.search.inflections import irregular_forms
from sdg_platform.search.models import Word
from sdg_platform.search.store import current_store
from sdg_platform.search.vocabulary import Expansion, Way, expand

SHORTEST_PART: Final = 3
# Two parts of three letters are seldom meant: "fore" and "bygge" say nothing of "forebygge".
_SHORTEST_SPLIT: Final = 7
# What may bind the parts: "skov-s-tur" is "skov" and "tur", "børn-e-fattigdom" "børn" and it.
_BINDING: Final = ("", "s", "e")
_MOST_WORDS: Final = 3
_MOST_TRIES: Final = 4
_MOST_FORMS: Final = 5

Finds = Callable[[list[Expansion]], bool]


def respelt(expansions: list[Expansion], finds: Finds) -> list[Expansion] | None:
    """What was meant by a query that finds nothing, in a spelling that does; None without any.

    `finds` tells whether the reader would see any answer.
    """
    for spell in (_joined, _split):
        if (meant := spell(expansions, finds)) and finds(meant):
            return meant
    return None


def _joined(expansions: list[Expansion], finds: Finds) -> list[Expansion] | None:
    """Two neighbours as the one known word that they are: "gå aftaler", written "gåaftaler"."""
    pairs = {
        at: one.term.plain + other.term.plain
        for at, (one, other) in enumerate(pairwise(expansions))
        if _is_loose(one.term) and _is_loose(other.term)
    }
    known = _known(set(pairs.values()))
    tries = (
        [*expansions[:at], *expand([Term((word,))]), *expansions[at + 2 :]]
        for at, word in pairs.items()
        if word in known
    )
    return next(filter(finds, tries), None)


def _split(expansions: list[Expansion], finds: Finds) -> list[Expansion] | None:
    """The same query with each word that finds nothing in two, all parts required; None where
    nothing is to be split.
    """
    lost = [one for one in expansions if _may_be_split(one.term) and not finds([one])]
    found = {one.term: _parts(one.term, finds) for one in lost[:_MOST_WORDS]}
    if not any(found.values()):
        return None
    return [part for one in expansions for part in found.get(one.term) or [one]]


def _may_be_split(term: Term) -> bool:
    return _is_loose(term) and len(term.plain) >= _SHORTEST_SPLIT


def _is_loose(term: Term) -> bool:
    return not term.exact and has_forms(term.plain)


def _parts(term: Term, finds: Finds) -> list[Expansion]:
    """Side by side first, as a hyphen or a space writes them; then wherever they stand."""
    pairs = list(islice(_pairs(term.plain), _MOST_TRIES))
    tries = [[Term((one, form), exact=True)] for one, other in pairs for form in _forms(other)]
    tries += [
        [Term((one,)), Term((other,))]
        for one, other in pairs
        if min(len(one), len(other)) > SHORTEST_PART
    ]
    return next((parts for terms in tries if finds(parts := expand(terms))), [])


def _forms(plain: str) -> list[str]:
    """The word as it was written, and its other forms that texts hold."""
    (expansion,) = expand([Term((plain,))])
    others = (word for word, weight in expansion.weights.items() if weight == Way.STEM)
    return [plain, *sorted(others)[:_MOST_FORMS]]


def _pairs(plain: str) -> Iterator[tuple[str, str]]:
    """The ways to cut it so that both sides are known words, the most even cut first."""
    cuts = [
        (head, plain[at:])
        for at in range(SHORTEST_PART, len(plain) - SHORTEST_PART + 1)
        for head in {plain[:at].removesuffix(ending) for ending in _BINDING}
        if len(head) >= SHORTEST_PART
    ]
    known = _known({side for cut in cuts for side in cut})
    cuts = [cut for cut in cuts if cut[0] in known and cut[1] in known]
    yield from sorted(cuts, key=lambda cut: (-min(map(len, cut)), cut))


def _known(sides: set[str]) -> set[str]:
    """Those that the vocabulary holds, as they are or in another form."""
    stems = {
        side: {
            (plain_stem(form, language), language)
            for form in (side, *irregular_forms(side))
            for language in LANGUAGES
        }
        for side in sides
    }
    asked = {stem for some in stems.values() for stem, _ in some}
    words = Word.objects.filter(stem__in=current_store().among(asked))
    held = set(words.values_list("stem", "language"))
    return {side for side, some in stems.items() if not some.isdisjoint(held)}
