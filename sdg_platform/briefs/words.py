"""What a brief says by itself, in the language of the brief and not of the screen.

Not gettext, for the same reason as `exports/words.py`: a half-translated catalogue must
never put Danish words in an English file.
"""

from sdg_platform.exports.document import Language

WORDS: dict[str, dict[Language, str]] = {
    "to": {"da": "Til", "en": "To"},
    "practices": {"da": "Det er prøvet", "en": "What has been tried"},
    "own_voices": {"da": "Det siger vores egne", "en": "What our own people say"},
    "voices": {"da": "Det siger kommunerne", "en": "What the municipalities say"},
    "works": {"da": "Det fungerer", "en": "This works"},
    "question": {"da": "Det spørger de om", "en": "This is what they ask"},
    "does_not_work": {"da": "Det fungerer ikke", "en": "This does not work"},
    "take_forward": {"da": "Det tager de med videre", "en": "This is what they take forward"},
    "figure_outcomes": {"da": "Hvordan gik det for dem?", "en": "How did it go for them?"},
    "figure_notes": {"da": "Noter fra workshops", "en": "Notes from workshops"},
    "actions": {"da": "Det er aftalt", "en": "What was agreed"},
    "by_day": {"da": "senest {day}", "en": "by {day}"},
    "gaps": {"da": "Her mangler der eksempler", "en": "Where examples are missing"},
    "gap": {
        "da": "{goal}: ingen kommune har fortalt om et eksempel her endnu.",
        "en": "{goal}: no municipality has told of an example here yet.",
    },
    "own_gap": {
        "da": "{goal}: andre har prøvet noget, vi har ikke selv fortalt om et eksempel.",
        "en": "{goal}: others have tried something, we have not told of an example ourselves.",
    },
    "contacts": {"da": "Dem kan man tale med", "en": "Whom one could talk to"},
    "economy": {"da": "Økonomi", "en": "Costs"},
    "recommendation": {"da": "Indstilling", "en": "Recommendation"},
    "goals": {"da": "Verdensmål", "en": "Sustainable Development Goals"},
    "practice_source": {
        "da": "Praksis {number}, {municipality}",
        "en": "Practice {number}, {municipality}",
    },
    "partnership_source": {
        "da": "Partnerskab {number}, {municipality}",
        "en": "Partnership {number}, {municipality}",
    },
    "line": {"da": "linje {lines}", "en": "line {lines}"},
    "and": {"da": " og ", "en": " and "},
    "note_one": {"da": "{count} note", "en": "{count} note"},
    "note": {"da": "{count} noter", "en": "{count} notes"},
    "workshop_one": {"da": "én workshop", "en": "one workshop"},
    "workshop": {"da": "{count} workshops", "en": "{count} workshops"},
    "practice_one": {"da": "ét eksempel", "en": "one example"},
    "practice": {"da": "{count} eksempler", "en": "{count} examples"},
    "municipality_one": {"da": "én kommune", "en": "one municipality"},
    "municipality": {"da": "{count} kommuner", "en": "{count} municipalities"},
    "built_on": {"da": "Bygger på {what}.", "en": "Built on {what}."},
    "from": {"da": "{what} fra {whom}", "en": "{what} from {whom}"},
    "verbatim": {
        "da": "Noter er gengivet ordret. Lavet på Verdensmål i praksis.",
        "en": "Notes are quoted word for word. Made with Verdensmål i praksis.",
    },
    "verbatim_cut": {
        "da": "Noter er gengivet ordret. Den lange udgave har det hele.",
        "en": "Notes are quoted word for word. The long version has everything.",
    },
}


def say(word: str, language: Language, **parts: object) -> str:
    """The phrase in that language, its gaps filled.

    >>> say("practice_source", "en", number=12, municipality="Fjordby Kommune")
    'Practice 12, Fjordby Kommune'
    """
    return WORDS[word][language].format(**parts)


def say_count(word: str, language: Language, count: int) -> str:
    """So many of it, in the singular or the plural.

    >>> say_count("workshop", "da", 1), say_count("note", "da", 42)
    ('én workshop', '42 noter')
    """
    return say(f"{word}_one" if count == 1 else word, language, count=count)


def say_all(things: list[str], language: Language) -> str:
    """A row of things, the last two joined by "og".

    >>> say_all(["12–14", "36", "41"], "da")
    '12–14, 36 og 41'
    """
    return say("and", language).join(filter(None, (", ".join(things[:-1]), *things[-1:])))


def ranges(numbers: list[int]) -> list[str]:
    """Numbers as they stand in a source, neighbours drawn together.

    >>> ranges([36, 12, 13, 14, 41, 42])
    ['12–14', '36', '41', '42']
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        part
        for run in runs
        for part in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run))
    ]
