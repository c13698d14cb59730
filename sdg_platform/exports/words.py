"""The few words a file says of itself, in the language of the document.

Not gettext: a file is written in its own language, whatever language the person who
downloads it reads the screen in, and a half-translated catalogue must never put
Danish words in an English brief. One row a word; a test keeps the rows complete.
"""

from datetime import date

from sdg_platform.exports.document import Language

WORDS: dict[str, dict[Language, str]] = {
    "sources": {"da": "Kilder", "en": "Sources"},
    "to_fill": {"da": "udfyldes", "en": "to be filled in"},
    "more_one": {"da": "og {count} mere", "en": "and {count} more"},
    "more": {"da": "og {count} flere", "en": "and {count} more"},
    "vote_one": {"da": "{count} prik", "en": "{count} dot"},
    "vote": {"da": "{count} prikker", "en": "{count} dots"},
    "note_one": {"da": "{count} note", "en": "{count} note"},
    "note": {"da": "{count} noter", "en": "{count} notes"},
    "no_notes": {"da": "Ingen noter.", "en": "No notes."},
    "page": {"da": "Side {page} af {pages}", "en": "Page {page} of {pages}"},
    "steps": {"da": "Trin", "en": "Step"},
    "goal": {"da": "Verdensmål", "en": "Goal"},
    "missing_glyphs": {
        "da": "[U+…] står for et tegn, som denne fils skrift ikke har. Tekstfilen har det.",
        "en": "[U+…] stands for a character this file's font lacks. The text file has it.",
    },
    # Column names of the long table in spreadsheets and CSV.
    "sheet": {"da": "Indhold", "en": "Contents"},
    "number": {"da": "Nr.", "en": "No."},
    "section": {"da": "Afsnit", "en": "Section"},
    "mark": {"da": "Felt", "en": "Field"},
    "level": {"da": "Niveau", "en": "Level"},
    "text": {"da": "Tekst", "en": "Text"},
    "votes": {"da": "Prikker", "en": "Dots"},
    "tags": {"da": "Mærker", "en": "Tags"},
    "table": {"da": "Tabel", "en": "Table"},
}

MONTHS: dict[Language, str] = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}


def say(word: str, language: Language, count: int | None = None) -> str:
    """The word in that language; with `count`, in the singular or the plural.

    >>> say("more", "da", 12)
    'og 12 flere'
    >>> say("vote", "en", 1)
    '1 dot'
    """
    if count == 1 and f"{word}_one" in WORDS:
        word = f"{word}_one"
    phrase = WORDS[word][language]
    return phrase if count is None else phrase.format(count=count)


def say_date(day: date, language: Language) -> str:
    """A date as it is written in a letter.

    >>> say_date(date(2026, 11, 22), "da"), say_date(date(2026, 11, 22), "en")
    ('22. november 2026', '22 November 2026')
    """
    dot = "." if language == "da" else ""
    return f"{day.day}{dot} {MONTHS[language].split()[day.month - 1]} {day.year}"
