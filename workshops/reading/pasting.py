"""What somebody types or pastes into a composer: signs that name a field, lines that are notes."""

import re
from typing import NamedTuple

from workshops.reading.lines import LINE_BREAK, prints_nothing, read_line

# The board's own script reads the same signs, in static/js/outbox.js.
MEANS = {
    "+": "works",
    "?": "question",
    "%": "does_not_work",
    "÷": "does_not_work",
    "->": "take_forward",
    "→": "take_forward",
}
_SIGNED = re.compile(r"\s*(\+|\?|%|÷|->|→)\s+(?=\S)")


class Pasted(NamedTuple):
    """One line on its way to become a note."""

    quadrant: str
    text: str


def read_sign(text: str) -> tuple[str | None, str]:
    """The field named by the sign that `text` opens with, and the rest of it.

    Only a sign with a space behind it counts: "+1" and "?!" are words.

    >>> read_sign("-> Silobrydning"), read_sign("÷ Når det bliver pseudo")
    (('take_forward', 'Silobrydning'), ('does_not_work', 'Når det bliver pseudo'))
    >>> read_sign("+1 til det"), read_sign("? ")
    ((None, '+1 til det'), (None, '? '))
    """
    match = _SIGNED.match(text)
    return (MEANS[match[1]], text[match.end() :]) if match else (None, text)


def read_pasted(text: str, quadrant: str) -> list[Pasted]:
    """Each line with words in it as a note; one without a sign belongs to `quadrant`.

    >>> [tuple(line) for line in read_pasted("- Fælles sprog\\n\\n? Hvem gør det?", "works")]
    [('works', 'Fælles sprog'), ('question', 'Hvem gør det?')]
    """
    found = []
    for raw in LINE_BREAK.split(text):
        if prints_nothing(raw):
            continue
        named, words = read_sign(raw)
        line = read_line(raw)
        if named is None and line.family in {"dash", "dot", "number"} and line.words:
            words = line.words
        found.append(Pasted(named or quadrant, words.strip()))
    return found
