"""From text to tokens, from a query to terms, from a hit to its snippet: pure.

A token is a word in its plain spelling (`oekonomi`), so that both spellings of Danish meet.
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from sdg_platform.text import ascii_fold, grams, plain_words, stem

LANGUAGES: Final = ("da", "en")
# Beyond these nobody searches on purpose.
LONGEST_QUERY: Final = 1_000
MOST_TERMS: Final = 12
# A word of three letters stands inside too many others, and is one typo from too many.
SHORTEST_PART: Final = 4
SHORTEST_TYPO: Final = 4
# From here on a half without the typo has letters enough to look the word up by.
HALVED_TYPO: Final = 10
GRAM: Final = 4
# Marks both ends of a word in its grams; no word in the vocabulary holds a figure.
_EDGE: Final = "0"

# Words that say nothing of what a text is about; a query of them alone still means them.
_SMALL_WORDS: Final = frozenset(
    ascii_fold(
        "af at da de den der det dig du efter eller en end er et for fra han har hos hun hvad "
        "hvor hvordan i ind jeg med men mod når og også om op os på sig sin som så til ud under "
        "ved vi være a an and are as at by for from in is of on or the to with"
    ).split()
)
# How people ask a colleague. They say nothing of the matter either, and stand in few texts, so
# that a whole question would find nothing.
_ASKING_WORDS: Final = frozenset(
    ascii_fold(
        "noget nogen nogle gerne gik går gjort gør gøre gjorde prøvet prøve prøver hvem "
        "hvilke hvilken hvorfor eksempel eksempler kan kunne skal skulle vil ville man mange flere "
        "få får fået der her vores jeres finde finder søger leder måde måder omkring samt måske "
        "galt skævt godt lykkedes lykkes mislykkedes mislykket virkede virker fiasko "
        "succes vasken ikke uden meget bare lige dem mig os egentlig lave laver lavet kender "
        "any anyone anybody something example examples how what who which about find looking tried "
        "worked works went wrong failed success successful that rigtig virkelig helt"
    ).split()
)
_EMPTY_WORDS: Final = _SMALL_WORDS | _ASKING_WORDS
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
_SHOWN_WORD = re.compile("(?:[^\\W_]|[\u00ad\u200b\u0300-\u036f])+(?:\\.[0-9a-z]+)?")
_WITH_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_WITHOUT_POINT = re.compile(r"[1-9]\d{3,5}")
_WORDS_BEFORE, _WORDS_SHOWN = 8, 32


def matter_of(query: str) -> str:
    """The query without the words of asking at either end; those in its midst hold it together.

    >>> matter_of("noget med unge og trivsel, gerne et der")
    'unge og trivsel'
    >>> matter_of("hvem har nogle eksempler"), matter_of("skolehave")
    ('', 'skolehave')
    """
    said = query.split()
    while said and _says_nothing(said[0]):
        said.pop(0)
    while said and _says_nothing(said[-1]):
        said.pop()
    return " ".join(said).rstrip(",;:")


def _says_nothing(word: str) -> bool:
    plain = ascii_fold(word.strip(".,;:?!").lower())
    return not plain or plain in _EMPTY_WORDS


@dataclass(frozen=True)
class Term:
    """One thing that an entry must hold: a word in any form, or `exact` words side by side.

    The words are tokens, in their plain spelling.
    """

    words: tuple[str, ...]
    exact: bool = False

    @property
    def plain(self) -> str:
        return self.words[0]

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1


class Piece(NamedTuple):
    """A stretch of text to show; `is_match` where it holds a word that was searched for."""

    text: str
    is_match: bool


def read_query(query: str) -> list[Term]:
    """Return what `query` asks for: each word once, and what stands in quotes as it stands.

    >>> read_query('trivsel i "fra vision"')
    [Term(words=('fra', 'vision'), exact=True), Term(words=('trivsel',), exact=False)]
    >>> [term.plain for term in read_query("hvem har prøvet noget med regnvand?")]
    ['regnvand']
    """
    query = query[:LONGEST_QUERY]
    quoted = [tuple(plain_words(phrase)) for phrase in _QUOTED.findall(query)]
    loose = plain_words(_QUOTED.sub(" ", query))
    telling = [word for word in loose if word not in _SMALL_WORDS]
    telling = [word for word in telling if word not in _ASKING_WORDS] or telling
    terms = [Term(phrase, exact=True) for phrase in quoted if phrase]
    terms += [Term((word,)) for word in (telling or ([] if terms else loose))]
    return list(dict.fromkeys(terms))[:MOST_TERMS]


def plain_stem(plain: str, language: str) -> str:
    """Return the stem of a plain spelling: one stem, whichever spelling came first.

    Of the Danish endings only -løst is written with a Danish letter.

    >>> plain_stem("boernene", "da"), plain_stem("hjemloest", "da")
    ('boern', 'hjemloes')
    """
    return ascii_fold(stem(plain.replace("loest", "løst"), language))


def has_forms(word: str) -> bool:
    """Words with figures have no inflections, parts or typos: 2024 is not 2025."""
    return word.isalpha()


def other_figure(plain: str) -> str:
    """The same thousands with a point, or without; empty where it is no such number.

    >>> other_figure("50000"), other_figure("50.000"), other_figure("3.4"), other_figure("800")
    ('50.000', '50000', '', '')
    """
    if _WITH_POINT.fullmatch(plain):
        return plain.replace(".", "")
    return f"{plain[:-3]}.{plain[-3:]}" if _WITHOUT_POINT.fullmatch(plain) else ""


def may_be_meant(plain: str) -> bool:
    """Tell whether somebody who wrote another word may have meant this one: no word of three
    letters, and none that says nothing.

    >>> may_be_meant("unge"), may_be_meant("uge"), may_be_meant("hvem")
    (True, False, False)
    """
    return len(plain) >= SHORTEST_TYPO and plain not in _EMPTY_WORDS


def compound_part(plain: str, stem: str) -> str | None:
    """The letters that a compound must hold to hold the word; None for a word too short.

    A stem of four letters or fewer says too little: `borg`, of borger, ends Silkeborg too.

    >>> compound_part("inddragelsen", "inddrag"), compound_part("borgere", "borg")
    ('inddrag', 'borge')
    >>> compound_part("plan", "plan"), compound_part("by", "by")
    ('plan', None)
    """
    part = max(stem, plain[: SHORTEST_PART + 1], key=len)
    return part if len(part) >= SHORTEST_PART else None


def is_part(part: str, word: str, word_stem: str) -> bool:
    """Tell whether `part` is a link of the compound `word`; four letters only at its ends.

    >>> is_part("inddrag", "borgerinddragelsen", "borgerinddrag")
    True
    >>> is_part("skol", "folkeskolen", "folkeskol"), is_part("sind", "besindige", "besind")
    (True, True)
    >>> is_part("ning", "foreningens", "forening"), is_part("enin", "foreningens", "forening")
    (True, False)
    """
    at_an_end = word.startswith(part) or word.endswith(part) or word_stem.endswith(part)
    # One letter more is another word, or an inflection: "øre" is no part of "gøre".
    is_longer = len(word) > len(part) + 1
    return (at_an_end and is_longer) or (len(part) > SHORTEST_PART and part in word)


def word_grams(plain: str) -> set[str]:
    """The four-letter runs by which a word of the vocabulary is found."""
    return grams(f"{_EDGE}{plain}{_EDGE}", GRAM)


def likeness(one: str, other: str) -> float:
    """How much two words share, 0 to 1: twice the common letter pairs over all of them.

    >>> likeness("trivsel", "trivsel"), likeness("bakke", "hus")
    (1.0, 0.0)
    """
    pairs, other_pairs = grams(f" {one} ", 2), grams(f" {other} ", 2)
    return 2 * len(pairs & other_pairs) / (len(pairs) + len(other_pairs))


@lru_cache(maxsize=2**14)
def _shown_tokens(word: str) -> frozenset[str]:
    return frozenset(plain_words(word))


def _holds(word: str, found: Set[str]) -> bool:
    return not _shown_tokens(word).isdisjoint(found)


def mark(text: str, found: Set[str]) -> list[Piece]:
    """Cut `text` into pieces so that the words whose token is in `found` stand apart."""
    pieces, end = [], 0
    for match in _SHOWN_WORD.finditer(text):
        if _holds(match.group(), found):
            if match.start() > end:
                pieces.append(Piece(text[end : match.start()], False))
            pieces.append(Piece(match.group(), True))
            end = match.end()
    if end < len(text):
        pieces.append(Piece(text[end:], False))
    return pieces


def snippet(text: str, found: Set[str]) -> list[Piece]:
    """Return about 32 words of `text` around the first that was found, or its beginning.

    >>> snippet("Vi byggede en skolehave.", {"skolehave"})
    [Piece(text='Vi byggede en ', is_match=False), Piece(text='skolehave', is_match=True),
     Piece(text='.', is_match=False)]
    """
    shown = list(_SHOWN_WORD.finditer(text))
    hits = (at for at, word in enumerate(shown) if _holds(word.group(), found))
    first = max(next(hits, 0) - _WORDS_BEFORE, 0)
    last = first + _WORDS_SHOWN
    start = shown[first].start() if first else 0
    end = shown[last].start() if last < len(shown) else len(text)
    cut = " ".join(text[start:end].split())
    before, after = ("… " if first else ""), (" …" if last < len(shown) else "")
    return mark(f"{before}{cut}{after}", found)
