"""The synonyms that search begins with; editors keep the list from there."""

from typing import Any, Final

# Only words that a colleague would use for the very same thing.
PAIRS: Final = [
    ("helbred", "sundhed"),
    ("skrald", "affald"),
    ("beskæftigelse", "job"),
    ("arbejde", "job"),
    ("senior", "ældre"),
    ("motion", "bevægelse"),
    ("rygning", "tobak"),
    ("måltid", "mad"),
    ("genanvendelse", "genbrug"),
    ("biodiversitet", "natur"),
    ("vuggestue", "dagtilbud"),
    ("børnehave", "dagtilbud"),
    ("folkeskole", "skole"),
    ("virksomhed", "firma"),
    ("erhvervsliv", "virksomhed"),
    ("forening", "civilsamfund"),
    ("indkøb", "udbud"),
    ("teenager", "unge"),
    ("ungdom", "unge"),
    ("handicap", "funktionsnedsættelse"),
    ("cykling", "cykel"),
    ("byggeri", "bolig"),
    ("ligestilling", "ligeværd"),
    ("beplantning", "planter"),
    ("solceller", "solenergi"),
    ("nabo", "naboskab"),
    ("vandretur", "gåtur"),
    ("oversvømmelse", "skybrud"),
    ("arbejdsløs", "ledig"),
    ("fødevarespild", "madspild"),
    ("sygefravær", "sygemeldt"),
    ("plejecenter", "plejehjem"),
    ("indvandrer", "nydansker"),
    ("medborger", "borger"),
    ("fællesspisning", "spisefællesskab"),
    ("health", "wellbeing"),
    ("waste", "rubbish"),
    ("elderly", "older"),
    ("jobs", "employment"),
]


def load_synonyms(synonym: Any) -> None:
    """Write the pairs that are missing; takes the model from a migration."""
    for word, means in PAIRS:
        synonym.objects.get_or_create(word=word, means=means)
