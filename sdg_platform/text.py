"""What may be stored, and how Danish words are compared: pure, no models.

`clean_text` stands at every edge where text comes in. `fold`, `words`, `stem` and `grams`
are the one analyser behind search and tag suggestions, so that SQLite and PostgreSQL give
the same answers.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, Final

import snowballstemmer
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

NOTE_LIMIT: Final = 2_000
FIELD_LIMIT: Final = 20_000
TITLE_LIMIT: Final = 200

# --- What may be stored -------------------------------------------------------------------

# Noncharacters are the last two of each of the 17 planes, and 32 more in the first.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_REFUSED = re.compile(
    "(?P<nul>\x00)"
    "|(?P<control>[\x01-\x08\x0b-\x1f\x7f-\x9f])"
    "|(?P<surrogate>[\ud800-\udfff])"
    f"|(?P<noncharacter>[{_NONCHARACTERS}])"
)
_LINE_BREAK = re.compile(r"\r\n?")
_LINE_ENDS = re.compile("[\n\t\u2028\u2029]")
_MAYBE_MARKS = re.compile("[\u0300-\U0010ffff]{31,}")
# Letters and marks that print nothing although Unicode does not call them white space.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# All white space, and the byte order mark and zero-width space that pasting leaves behind.
_OUTER = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\ufeff"
_MOST_MARKS = 30


class TextRefused(ValueError):
    """A text that cannot be stored; its `str` is one sentence in the reader's language.

    `reason` is `nul`, `control`, `surrogate`, `noncharacter`, `marks` or `too_long`.
    `position` counts characters from 1 in the text as typed, a line break as one; for
    `too_long` it is the first character there is no room for.
    """

    def __init__(self, reason: str, position: int, *, over: int = 0, limit: int = 0) -> None:
        super().__init__(reason, position)
        self.reason = reason
        self.position = position
        self.over = over
        self.limit = limit

    def __str__(self) -> str:
        if self.reason == "too_long":
            return ngettext(
                "Der er plads til %(limit)s tegn; slet mindst %(over)s tegn.",
                "Der er plads til %(limit)s tegn; slet mindst %(over)s tegn.",
                self.over,
            ) % {"limit": _figure(self.limit), "over": _figure(self.over)}
        if self.reason == "marks":
            sentence = gettext("Slet de mange accenter ved tegn nummer %(position)s, og gem igen.")
        else:
            sentence = gettext(
                "Slet det usynlige tegn på plads nummer %(position)s; det kan ikke gemmes."
            )
        return sentence % {"position": _figure(self.position)}


def clean_text(text: str, *, limit: int, one_line: bool = False) -> str:
    r"""Return `text` as it is stored: composed (NFC), LF line ends, no outer white space.

    What prints nothing at all becomes the empty string. Inner text is the writer's own and
    stays untouched; `one_line` alone turns line breaks and tabs into one space. What passes
    survives both databases, XML, JSON and CSV, and comes out of a second cleaning unchanged.
    Raises TextRefused; `limit` counts characters after the cleaning.

    >>> clean_text("  Bo\u0308rn\r\nog unge ", limit=100)
    'Börn\nog unge'
    >>> clean_text("\u200b\ufeff ", limit=100)
    ''
    >>> clean_text("to\nlinjer", limit=100, one_line=True)
    'to linjer'
    """
    text = _LINE_BREAK.sub("\n", text)
    if refused := _REFUSED.search(text):
        raise TextRefused(refused.lastgroup or "control", refused.start() + 1)
    _refuse_piled_marks(text)
    if one_line:
        text = " ".join(line.strip(_OUTER) for line in _LINE_ENDS.split(text) if line.strip(_OUTER))
    text = _strip(unicodedata.normalize("NFC", text))
    if len(text) > limit:
        raise TextRefused("too_long", limit + 1, over=len(text) - limit, limit=limit)
    return text


def _refuse_piled_marks(text: str) -> None:
    """Refuse more than 30 accents on one letter, Unicode's own bound for text streams.

    Composing takes the square of such a run: 20,000 of them hold a server for half a second.
    """
    for stretch in _MAYBE_MARKS.finditer(text):
        run = 0
        for position, character in enumerate(stretch.group(), start=stretch.start() + 1):
            run = run + 1 if unicodedata.combining(character) else 0
            if run > _MOST_MARKS:
                raise TextRefused("marks", position)


def _strip(text: str) -> str:
    stripped = text.strip(_OUTER)
    return "" if all(_prints_nothing(character) for character in stripped) else stripped


def _prints_nothing(character: str) -> bool:
    if character < "\x7f":
        return character.isspace()
    return (
        character.isspace()
        or character in _BLANKS
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0000" <= character <= "\U000e0fff"
        or unicodedata.category(character) == "Cf"
    )


def _figure(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


_CPR = re.compile(r"(?<!\d)(\d\d)(\d\d)(\d\d)[ \u00a0]?[-\u2010-\u2015]?[ \u00a0]?\d{4}(?!\d)")


def looks_like_cpr(text: str) -> bool:
    """Tell whether a Danish civil registration number (ddmmyy-xxxx) seems to stand in `text`.

    The day must exist; the check digit is not asked for, since numbers from after 2007 need
    not have one. Days 61-91 are numbers lent to people without one of their own.

    >>> looks_like_cpr("Ring til 010190-1234"), looks_like_cpr("EAN 5798000416123")
    (True, False)
    """
    for match in _CPR.finditer(text):
        day, month, year = (int(part) for part in match.groups())
        try:
            # 2000 + yy: of the two possible centuries the one that has every leap day.
            date(2000 + year, month, day - 60 if day > 60 else day)
        except ValueError:
            continue
        return True
    return False


# --- How words are compared ---------------------------------------------------------------

# Nordic neighbours write æ and ø as ä and ö; every other accent falls off.
_NORDIC = (("ä", "æ"), ("ö", "ø"))
_ASCII = (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("þ", "th"), ("ð", "d"), ("đ", "d"), ("ł", "l"))
_ACCENTED = re.compile(r"[^\x00-\x7fæøå]+")
# A target's code (3.4, 8.a) and a clock time are one word; an underscore parts words.
_WORD = re.compile(r"\d+\.(?:\d+|[a-z]\b)|[^\W_]+")
LONGEST_WORD: Final = 64

_STEMMERS = {"da": "danish", "en": "english", "sv": "swedish", "nb": "norwegian", "no": "norwegian"}
# A Snowball stemmer keeps the word it works on in itself.
_stemmer_lock = threading.Lock()


def fold(text: str) -> str:
    """Return `text` without case and accents, the letters æ, ø and å kept.

    >>> fold("ØKONOMI på Idéværkstedet i Malmö")
    'økonomi på ideværkstedet i malmø'
    """
    text = unicodedata.normalize("NFC", text).casefold()
    if text.isascii():
        return text
    return _ACCENTED.sub(_without_accents, _respelt(text, _NORDIC))


def _without_accents(match: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFKD", match.group()).casefold()
    return "".join(
        character
        for character in decomposed
        if unicodedata.category(character) not in ("Mn", "Me", "Cf")
    )


def ascii_fold(text: str) -> str:
    """Fold, and spell æ, ø, å as people do without a Danish keyboard.

    >>> ascii_fold("Bæredygtige Børn i Århus")
    'baeredygtige boern i aarhus'
    """
    return _respelt(fold(text), _ASCII)


def _respelt(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    # `str.translate` asks a table about every letter and takes several times as long.
    for letter, spelling in () if text.isascii() else pairs:
        text = text.replace(letter, spelling)
    return text


def words(text: str) -> list[str]:
    """Return the folded words of `text` in order, repeats kept.

    >>> words("Børn & unge: delmål 3.4, borger\u00adinddragelse!")
    ['børn', 'unge', 'delmål', '3.4', 'borgerinddragelse']
    """
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


def plain_words(text: str) -> list[str]:
    """Return the words of `text` as they are spelled without Danish letters.

    >>> plain_words("Økonomi for børn")
    ['oekonomi', 'for', 'boern']
    """
    return [word[:LONGEST_WORD] for word in _WORD.findall(ascii_fold(text))]


@lru_cache(maxsize=2**16)
def stem(word: str, language: str = "da") -> str:
    """Return what the inflections of a folded `word` share; a language unknown is Danish.

    >>> stem("kommunerne"), stem("kommune"), stem("partnerships", "en")
    ('kommun', 'kommun', 'partnership')
    """
    with _stemmer_lock:
        return _stemmer(_STEMMERS.get(language, "danish")).stemWord(word)


@lru_cache(maxsize=len(_STEMMERS))
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)


def grams(word: str, size: int = 5) -> set[str]:
    """Return every run of `size` letters in `word`: what a compound shares with its parts.

    >>> sorted(grams("trivsel"))
    ['ivsel', 'rivse', 'trivs']
    """
    return {word[start : start + size] for start in range(len(word) - size + 1)}


def within_one_edit(one: str, other: str) -> bool:
    """Tell whether one letter added, dropped, changed or swapped with the next joins two words.

    >>> within_one_edit("trivsl", "trivsel"), within_one_edit("trivsel", "trisvel")
    (True, True)
    >>> within_one_edit("trivsel", "travle")
    False
    """
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    rest, other_rest = short[start:], long[start:]
    if len(short) < len(long):
        return rest == other_rest[1:]
    swapped = rest[1:2] + rest[:1] == other_rest[:2] and rest[2:] == other_rest[2:]
    return rest[1:] == other_rest[1:] or swapped


def one_edit_away(word: str, alphabet: str = "abcdefghijklmnopqrstuvwxyz") -> Iterator[str]:
    """Yield every spelling that `within_one_edit` joins with `word`; some come twice.

    >>> "trivsel" in set(one_edit_away("trivsl"))
    True
    """
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in alphabet:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
