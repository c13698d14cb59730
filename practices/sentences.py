"""Cut the text of a strategy into its sentences: pure.

Danish has few capitals, so a full stop ends a sentence only where a capital, a figure or a
quote follows; abbreviations, dates and list numbers are told apart from that.
"""

import re
from collections.abc import Iterator
from typing import Final

# Behind these a full stop ends nothing, whatever follows.
_SHORT: Final = (
    "adr afd afsn ang apr art aug bd bekg bl bl.a ca cand dec div dr ekskl eksl f f.eks feb fig "
    "fhv forts fr frk ft fx gl h.h.v hhv hr i.f.t i.h.t if ift iht inkl ing itf jan jf jr jul jun "
    "jvf kap kgl kl lb lic lign lrs m.h.t m.h.p mag maks maj mar max mht mhp mia min mio ml nov nr "
    "o.m okt p.g.a pga pkt pr prof red ref s sept sep skt spm sr st stk str subst tdr th tlf tv "
    "udg uds v/ vedr vejl vha v.h.a årg"
)
_ABBREVIATIONS: Final = frozenset(_SHORT.split())
# These may stand at the end of a sentence: a capital behind them begins a new one.
_SHORT_AT_THE_END: Final = "kr pct mv osv etc mm m.m m.v m.fl mfl o.l ol o.lign do ph.d e.l"
_MAY_END: Final = frozenset(_SHORT_AT_THE_END.split())
# "mål 3." ends a sentence, "den 3." does not.
_BEFORE_A_NUMBER: Final = "mål verdensmål delmål punkt kapitel side fase spor nr bilag afsnit"
_COUNTED: Final = frozenset(_BEFORE_A_NUMBER.split())
_BULLET: Final = re.compile(r"^\s*(?:[-–—*•·▪◦‣]|\(?\d{1,3}[.)](?!\d)|\(?[a-zæøå]\))\s+", re.I)
_END: Final = re.compile(r"[.!?…]+[\"”»’')\]]*(?=\s)")
_LAST_WORD: Final = re.compile(r"([\w/]+(?:\.\w+)*)\.$")
# A line that a page's width broke is longer than this.
_SHORT_LINE: Final = 60


def split_sentences(text: str) -> list[str]:
    """The sentences of `text` in their order, as written; bullets and list numbers go.

    >>> split_sentences("Vi vil have flere stier, bl.a. Fjordstien. I 2030 cykler alle.")
    ['Vi vil have flere stier, bl.a. Fjordstien.', 'I 2030 cykler alle.']
    >>> split_sentences("1. Ingen skal være alene.\\n2. Vi afsætter 2 mio. kr. pr. år.")
    ['Ingen skal være alene.', 'Vi afsætter 2 mio. kr. pr. år.']
    >>> split_sentences("Det koster 400 kr. Vi betaler. Fra den 1. Januar kommer først.")
    ['Det koster 400 kr.', 'Vi betaler.', 'Fra den 1. Januar kommer først.']
    >>> split_sentences("Vi arbejder med mål 3. Og med f.eks. Sund By. Hvorfor? Fordi det nytter!")
    ['Vi arbejder med mål 3.', 'Og med f.eks. Sund By.', 'Hvorfor?', 'Fordi det nytter!']
    """
    return [sentence for line in _paragraphs(text) for sentence in _sentences_of(line)]


def _paragraphs(text: str) -> Iterator[str]:
    """Lines that belong together as one; a heading, a bullet and a blank line each end one.

    >>> list(_paragraphs("Sundhed\\nAlle skal kunne gå en tur, hvor de bor, og mø-\\ndes der."))
    ['Sundhed', 'Alle skal kunne gå en tur, hvor de bor, og mødes der.']
    """
    gathered = ""
    for raw in text.splitlines():
        line = " ".join(raw.split())
        if gathered and _begins_anew(gathered, line, raw):
            yield gathered
            gathered = ""
        gathered = _joined(gathered, _BULLET.sub("", line) if not gathered else line)
    if gathered:
        yield gathered


def _begins_anew(before: str, line: str, raw: str) -> bool:
    if not line or _BULLET.match(raw):
        return True
    is_heading = len(before) < _SHORT_LINE and before[-1] not in ".!?…,;:-"
    return is_heading and not line[0].islower()


def _joined(before: str, line: str) -> str:
    """A word that was divided at the end of a line is whole again; "sundheds- og" is not one."""
    if before.endswith("-") and line[:1].islower() and line.split()[0] not in {"og", "eller"}:
        return before[:-1] + line
    return f"{before} {line}".strip()


def _sentences_of(paragraph: str) -> Iterator[str]:
    start = 0
    for match in _END.finditer(paragraph):
        head, rest = paragraph[start : match.end()], paragraph[match.end() :].lstrip()
        if rest and _ends(head, rest):
            yield head.strip()
            start = len(paragraph) - len(rest)
    if last := paragraph[start:].strip():
        yield last


def _ends(head: str, rest: str) -> bool:
    """Whether a sentence is over between `head`, which ends in a mark, and `rest`."""
    if not (rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"“”„«»'("):
        return False
    found = _LAST_WORD.search(head)
    if found is None:
        return True
    word = found[1].casefold()
    if word in _MAY_END:
        return not rest[0].isdigit()
    if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return False
    if word.isdigit() and len(word) < 3:
        return _word_before(head, found.start()) in _COUNTED
    return True


def _word_before(head: str, end: int) -> str:
    words = head[:end].split()
    return words[-1].casefold().strip(".,(") if words else ""
