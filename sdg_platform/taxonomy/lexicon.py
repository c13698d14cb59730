"""Our own words for each goal, target and P, and where they stand in a text: pure, read once.

`data/lexicon_da.json` and `lexicon_en.json` hold, for each, the words and phrases that speak for
it: `strong`, `fair`, `weak`, or `against` it. What stands under "none" speaks for nothing; it
keeps a part of it from being heard (a "vandretur" is no water). The longest term wins. A word
written "=KL" is heard in this very form only, in small letters too if it is written so. "doubt"
says how much more, or less, a paragraph must say before readers agree that a goal is meant, and
"kin" which goals a municipality mostly works on beside it. The terms of "everyday" say little in
a short text with a word of "talk": the bus is late, the kitchen has cake.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from sdg_platform.text import ascii_fold, fold, stem

LANGUAGES: Final = ("da", "en")

_DATA: Final = Path(__file__).parent / "data"
_WEIGHTS: Final = {"strong": 3.0, "clear": 2.2, "fair": 1.5, "weak": 0.5, "against": -2.0}
# A soft hyphen or a loose accent belongs to the word it stands in.
WORD = re.compile("(?:[^\\W_]|[\u00ad\u200b\u0300-\u036f]){1,64}")
_GRAM: Final = 5
_LONGEST_TALK: Final = 80
# A word that is only part of a compound says a little less.
_PART: Final = 0.97
# What is left of a compound beside its part is at least a short word, not an ending.
_SHORTEST_REST: Final = 3
# What stands before a part is a word of its own; short ones are told.
_SHORT_HEADS: Final = frozenset(ascii_fold("by el is te æg ø øko øl sø").split())
# Before a word these make another word of it, no compound: "udøve" has nothing to do with "døve".
_PREFIXES: Final = frozenset(
    ascii_fold(
        "af an be bort efter for fore fra frem gen gennem hen ind med mis mod ned om op over på "
        "sam til ud under ved"
    ).split()
)


@dataclass(eq=False)
class Term:
    """Words side by side, as their stems, and how much they speak for what (a key of the file)."""

    stems: tuple[str, ...]
    letters: str
    weights: dict[str, float] = field(default_factory=dict)

    @property
    def part(self) -> str | None:
        """What a compound must hold to hold this word; None for a phrase or too short a word."""
        if len(self.stems) > 1 or self.stems[0].startswith("="):
            return None
        part = max(self.stems[0], self.letters[:_GRAM], key=len)
        return part if len(part) >= _GRAM - 1 and part.isalpha() else None


class Found(NamedTuple):
    """A term where it stands in the text, and how far it counts (1, or less in a compound)."""

    term: Term
    share: float
    start: int
    end: int


class _Token(NamedTuple):
    written: str
    letters: str
    stem: str
    start: int
    end: int


@lru_cache(maxsize=2**15)
def _letters_and_stem(word: str, language: str) -> tuple[str, str]:
    """The plain spelling of a word and of its stem, so that "boern" is "børn"."""
    folded = fold(word)
    return ascii_fold(folded), ascii_fold(stem(folded, language))


def _tokens(text: str, language: str) -> list[_Token]:
    return [
        _Token(
            match.group(), *_letters_and_stem(match.group(), language), match.start(), match.end()
        )
        for match in WORD.finditer(text)
    ]


def _stems(text: str, language: str) -> tuple[str, ...]:
    """What a term is known by: its stems, or the very form it was written in."""
    if text.startswith("="):
        return (text,)
    return tuple(token.stem for token in _tokens(text, language))


class Lexicon:
    """The terms of one language and one kind."""

    def __init__(
        self,
        language: str,
        kind: dict[str, dict[str, list[str]]],
        none: list[str],
        doubt: dict[str, float],
        kin: dict[str, list[str]],
        everyday: list[str],
        talk: list[str],
    ) -> None:
        self.language = language
        self.everyday = {_stems(text, language) for text in everyday}
        self.talk = frozenset(ascii_fold(word) for word in talk)
        self.doubt = doubt
        self.kin = kin
        self.terms: dict[tuple[str, ...], Term] = {}
        for text in none:
            self._term(text)
        for name, strengths in kind.items():
            for strength, texts in strengths.items():
                for text in texts:
                    self._term(text).weights.setdefault(name, _WEIGHTS[strength])
        self._compound = lru_cache(maxsize=2**14)(self._find_parts)

    def _term(self, text: str) -> Term:
        stems = _stems(text, self.language)
        return self.terms.setdefault(stems, Term(stems, _tokens(text, self.language)[0].letters))

    def is_small_talk(self, text: str) -> bool:
        """Tell whether a short text says something of a day at work, not of the work's matter."""
        return len(text) <= _LONGEST_TALK and not self.talk.isdisjoint(
            token.letters for token in _tokens(text, self.language)
        )

    def is_everyday(self, term: Term) -> bool:
        return term.stems in self.everyday

    @cached_property
    def _by_first(self) -> dict[str, list[Term]]:
        found: dict[str, list[Term]] = {}
        for term in sorted(self.terms.values(), key=lambda term: -len(term.stems)):
            found.setdefault(term.stems[0], []).append(term)
        return found

    @cached_property
    def _by_gram(self) -> dict[str, list[tuple[str, Term]]]:
        found: dict[str, list[tuple[str, Term]]] = {}
        for term in self.terms.values():
            if part := term.part:
                found.setdefault(part[:_GRAM], []).append((part, term))
        return found

    def find(self, text: str) -> Iterator[Found]:
        """Yield every term of `text`, the longest at each place, none over another."""
        tokens = _tokens(text, self.language)
        at = 0
        while at < len(tokens):
            token = tokens[at]
            term = self._longest(tokens, at)
            if term:
                yield Found(term, 1.0, token.start, tokens[at + len(term.stems) - 1].end)
                at += len(term.stems)
                continue
            if self.language != "en":
                for part in self._compound(token.letters, token.stem):
                    yield Found(part, _PART, token.start, token.end)
            at += 1

    def _longest(self, tokens: list[_Token], at: int) -> Term | None:
        token = tokens[at]
        for form in (token.written, fold(token.written)):
            if exact := self.terms.get((f"={form}",)):
                return exact
        for term in self._by_first.get(token.stem, ()):
            following = tokens[at : at + len(term.stems)]
            if tuple(token.stem for token in following) == term.stems:
                return term
        return None

    def _find_parts(self, letters: str, its_stem: str) -> tuple[Term, ...]:
        """The terms inside a compound, the longest first, none over another."""
        candidates = [
            (len(part), start, term)
            for start in range(len(letters) - _GRAM + 2)
            for size in (_GRAM, _GRAM - 1)
            for part, term in self._by_gram.get(letters[start : start + size], ())
            if _stands_in(part, letters, its_stem, start)
        ]
        taken: list[tuple[int, int]] = []
        parts: list[Term] = []
        for size, start, term in sorted(candidates, key=lambda found: (-found[0], found[1])):
            if all(start + size <= begin or start >= end for begin, end in taken):
                taken.append((start, start + size))
                parts.append(term)
        return tuple(parts)


def _stands_in(part: str, letters: str, its_stem: str, start: int) -> bool:
    """Whether `part` is a link of the compound there: first, last, or long enough in between."""
    if not letters.startswith(part, start) or len(letters) - len(part) < _SHORTEST_REST:
        return False
    if start == 0:
        return True
    head = letters[:start]
    if head in _PREFIXES or (len(head) < _SHORTEST_REST and head not in _SHORT_HEADS):
        return False
    is_last = its_stem.endswith(part) and start == len(its_stem) - len(part)
    return is_last or len(part) > _GRAM


@lru_cache
def lexicon(language: str, kind: str = "goals") -> Lexicon:
    """The lexicon of a language, of `goals`, `targets` or `themes`; all but English read Danish."""
    path = _DATA / f"lexicon_{'en' if language == 'en' else 'da'}.json"
    kinds = json.loads(path.read_text(encoding="utf-8"))
    doubt, kin = (kinds["doubt"], kinds["kin"]) if kind == "goals" else ({}, {})
    talk = kinds.get("everyday", []), kinds.get("talk", [])
    return Lexicon(language, kinds[kind], kinds["none"], doubt, kin, *talk)
