"""Which goals and P's a text seems to be about, and the words that say so.

Pure, local and deterministic: a lexicon of our own, no model. A score is about how sure it is,
0 to 1; below the threshold nothing is suggested, so that small talk gets no goal at all. It only
ever suggests; a person decides.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from sdg_platform.taxonomy.lexicon import WORD, Lexicon, Term, lexicon
from sdg_platform.taxonomy.reference import read_reference

THRESHOLD: Final = 0.5
MOST_SUGGESTED: Final = 4
MOST_WORDS: Final = 5
# What a text is about shows in its beginning; the bound keeps a long one within its time.
LONGEST_READ: Final = 20_000

# How sure the weight of the words makes, how much a stronger rival takes, and where doubt ends;
# fitted on one half of the benchmark that bench/suggest.py runs.
_EVIDENCE, _RIVALRY = 1.9, 0.4
_DOUBT_DA, _DOUBT_EN = 1.7, 2.0
# From this many letters on a text is a paragraph.
_PARAGRAPH: Final = 500
# A word that returns says more, but not as often as it returns.
_AGAIN: Final = 0.3
# A first line with more below it is a title: its words say half as much again.
_IN_TITLE, _LONGEST_TITLE = 2.0, 200
# What everyday words say in a line of small talk.
_IN_TALK: Final = 0.4
# What a goal lends to its kin, the nearest first; only a text that says much of it is heard so.
_LENT: Final = (0.15, 0.1, 0.1)
# Beyond this many letters words come by chance, so each says less.
_USUAL_LENGTH: Final = 1_500
# Who names a goal by its number means it.
_NAMED_WEIGHT: Final = 6.0

_NUMBER = r"(?:1[0-7]|[1-9])(?![\w%]|[.,]\d)"
_NAMED = re.compile(
    r"\b(?:verdensmål|mål|sdg|goals?)(?:ene|et|s)?(?: nr\.?| number)?[ -]?"
    rf"{_NUMBER}(?: ?(?:,|og|and|&|/|\+) ?{_NUMBER}){{0,16}}",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![\w.,])(?:1[0-7]|[1-9])\.(?:1\d|[1-9]|[a-d])(?!\w|[.,]\d)")
# Not a target but a date, a time or an amount.
_NO_CODE = re.compile(r"\s*(?:kl\b|[-–/%]|mi[olna]|kr|km|gange|times|per|pct|procent|år)", re.I)
_TARGET_BEFORE = re.compile(
    r"(?:goal|target|sdg|indicator)s?\W{1,3}(?:[\w.]{1,4}\W{1,5}){0,6}$", re.I
)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|a|is|are|was|were|by|with|that|this|from|on|be)\b", re.I)
_NORDIC = re.compile(
    r"\b(?:og|i|at|en|et|er|som|på|til|af|med|den|det|de|der|ikke|vi|har|kan|skal|om|och|av|är"
    r"|att|för|ikkje|å)\b",
    re.I,
)
_FIGURES = re.compile(r"\d+")


class Suggestion(NamedTuple):
    """A goal that a text seems to be about; `because` are words of the text as written."""

    goal: int
    score: float
    because: tuple[str, ...]


class ThemeSuggestion(NamedTuple):
    """One of the six P's that a text seems to be about, by its slug."""

    theme: str
    score: float
    because: tuple[str, ...]


class TargetSuggestion(NamedTuple):
    """A target that a text seems to be about, by its code."""

    target: str
    score: float
    because: tuple[str, ...]


@dataclass
class _Heard:
    """What speaks for one goal or P: the weight, and the stretches of text it comes from."""

    weight: float = 0.0
    because: list[tuple[float, int, int]] = field(default_factory=list)
    is_named: bool = False

    def add(self, weight: float, start: int, end: int) -> None:
        self.weight += weight
        if weight > 0:
            self.because.append((-weight, start, end))


def suggest(text: str, language: str = "da") -> list[Suggestion]:
    """Return the goals `text` seems to be about, the surest first; empty for "no goal".

    >>> [found.goal for found in suggest("Solceller på skolens tag giver strøm til varmepumpen")]
    [7]
    >>> suggest("Vi vil invitere dem, der kender ensomhed")[0].because
    ('ensomhed',)
    >>> suggest("Kaffe kl. 10")
    []
    """
    text = text[:LONGEST_READ]
    heard = _hear(text, language, "goals")
    _lend(heard, lexicon(language, "goals").kin)
    for goal, start, end in _named_goals(text, language):
        heard[str(goal)].add(_NAMED_WEIGHT, start, end)
        heard[str(goal)].is_named = True
    return [
        Suggestion(int(name), score, words)
        for name, score, words in _surest(text, lexicon(language, "goals"), heard)
    ]


def suggest_themes(text: str, language: str = "da") -> list[ThemeSuggestion]:
    """Return the P's that `text` seems to be about, the surest first."""
    text = text[:LONGEST_READ]
    heard = _hear(text, language, "themes")
    return [ThemeSuggestion(*found) for found in _surest(text, lexicon(language, "themes"), heard)]


def suggest_targets(text: str, language: str = "da") -> list[TargetSuggestion]:
    """Return the targets that `text` seems to be about, the surest first.

    >>> [found.target for found in suggest_targets("Cykelsti til skolen, og mindre madspild")]
    ['11.2', '12.3']
    """
    text = text[:LONGEST_READ]
    heard = _hear(text, language, "targets")
    for code, start, end in _named_targets(text, language):
        heard[code].add(_NAMED_WEIGHT, start, end)
        heard[code].is_named = True
    return [
        TargetSuggestion(*found) for found in _surest(text, lexicon(language, "targets"), heard)
    ]


def guess_language(text: str) -> str:
    """Tell by the small words whether `text` is English; everything else is read as Danish.

    >>> guess_language("The water of the city"), guess_language("Vandet i byen")
    ('en', 'da')
    """
    text = text[:LONGEST_READ]
    return "en" if len(_ENGLISH.findall(text)) > len(_NORDIC.findall(text)) else "da"


def _hear(text: str, language: str, kind: str) -> defaultdict[str, _Heard]:
    """Weigh every term of the lexicon that stands in `text`; the first place counts fully."""
    heard: defaultdict[str, _Heard] = defaultdict(_Heard)
    times: defaultdict[Term, int] = defaultdict(int)
    words = lexicon(language, kind)
    is_talk = words.is_small_talk(text)
    title = text.find("\n") if text.find("\n") <= _LONGEST_TITLE else 0
    for found in words.find(text):
        times[found.term] += 1
        more = _AGAIN * math.log(times[found.term] / max(times[found.term] - 1, 1))
        share = found.share * (more if times[found.term] > 1 else 1.0)
        share *= _IN_TITLE if found.end <= title else 1.0
        share *= _IN_TALK if is_talk and words.is_everyday(found.term) else 1.0
        for name, weight in found.term.weights.items():
            heard[name].add(weight * share, found.start, found.end)
    return heard


def _lend(heard: defaultdict[str, _Heard], kin: dict[str, list[str]]) -> None:
    """Let goals speak a little for those that a municipality mostly works on beside them."""
    own = {name: (one.weight, list(one.because)) for name, one in heard.items() if one.weight > 0}
    for name, (weight, because) in own.items():
        for other, share in zip(kin.get(name, ()), _LENT, strict=False):
            heard[other].weight += weight * share
            heard[other].because += [(told * share, start, end) for told, start, end in because]


def _named_goals(text: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Yield each goal that is called by its number or by a target's code, and where."""
    for match in _NAMED.finditer(text):
        for figure in _FIGURES.finditer(match.group()):
            yield int(figure.group()), match.start(), match.end()
    for code, start, end in _named_targets(text, language):
        yield int(code.partition(".")[0]), start, end


def _named_targets(text: str, language: str) -> Iterator[tuple[str, int, int]]:
    """Yield the code of each target that is called by it, and where."""
    for match in _CODE.finditer(text):
        # In English a point is also that of a decimal.
        before = text[max(match.start() - 40, 0) : match.start()]
        is_figure = language == "en" and not _TARGET_BEFORE.search(before)
        if match.group() in _codes() and not (is_figure or _NO_CODE.match(text, match.end())):
            yield match.group(), match.start(), match.end()


@lru_cache
def _codes() -> frozenset[str]:
    return frozenset(target["code"] for target in read_reference().targets)


def _surest(
    text: str, words: Lexicon, heard: dict[str, _Heard]
) -> list[tuple[str, float, tuple[str, ...]]]:
    """The few that pass the threshold, the surest first, and all that were called by number."""
    scale = min(1.0, math.sqrt(_USUAL_LENGTH / max(len(text), 1)))
    strongest = max((one.weight for one in heard.values()), default=0.0)
    found = []
    for name, one in heard.items():
        doubt = _doubt(words, name, len(text))
        if one.weight > 0 and (score := _score(one.weight, strongest, scale, doubt)) >= THRESHOLD:
            found.append((name, score, one))
    found.sort(key=lambda one: (-one[1], one[0]))
    named = [one for one in found[MOST_SUGGESTED:] if one[2].is_named]
    return [
        (name, round(score, 2), _words(text, one))
        for name, score, one in found[:MOST_SUGGESTED] + named
    ]


def _doubt(words: Lexicon, name: str, length: int) -> float:
    """A short note is taken at its word; a paragraph must say as much as readers ask for."""
    usual = _DOUBT_EN if words.language == "en" else _DOUBT_DA
    return usual + words.doubt.get(name, 0.0) * min(1.0, length / _PARAGRAPH)


def _score(weight: float, strongest: float, scale: float, doubt: float) -> float:
    sureness = _EVIDENCE * math.log(weight * scale) + _RIVALRY * math.log(weight / strongest)
    return 1 / (1 + math.exp(doubt - sureness))


def _words(text: str, heard: _Heard) -> tuple[str, ...]:
    """The words that weighed most, as they are written, each once."""
    words: dict[str, str] = {}
    for _, start, end in sorted(heard.because):
        written = text[start:end]
        # A phrase over a line's end is no stretch to show; its words are.
        for word in [written] if written.isprintable() else WORD.findall(written):
            words.setdefault(word.casefold(), word)
    return tuple(words.values())[:MOST_WORDS]
