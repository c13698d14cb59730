"""Which column of somebody's table means which field of a practice: pure.

Known are the contract's names and what Danish and English colleagues write above a column.
Compared is what is left when case, accents, spaces and signs are gone.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from practices.rows import COLUMNS, EXTRAS

# Worked out by us, never taken from a file.
GIVEN: Final = frozenset({"url", "region"})
TAKEN: Final = tuple(name for name in (*COLUMNS, *EXTRAS) if name not in GIVEN)
_SAID: Final[Mapping[str, str]] = {
    "title": "titel, navn, overskrift, hvad gjorde i, praksis, eksempel, name, practice, what",
    "summary": "kort fortalt, fortæl det kort, resume, resumé, beskrivelse, kort beskrivelse, "
    "description, gist, in short",
    "municipality": "kommune, kommunekode, kommunenavn, hvilken kommune, municipality code",
    "departments": "forvaltning, forvaltninger, afdeling, afdelinger, department, "
    "hvilke forvaltninger er med",
    "year": "år, aar, årstal, startår, hvilket år begyndte i",
    "status": "tilstand",
    "stage": "fase, stadie, stadium, trin i udviklingen, hvor langt er i, phase",
    "outcome": "udfald, hvordan gik det, how did it go, hvordan gik det med det",
    "driver": "hvem drev det, drevet af, who drove it, borgerinddragelse",
    "source_url": "kilde, kildeadresse, link, url til kilde, kilde url, source, web, webadresse, "
    "hjemmeside, hvor kan man læse mere",
    "goals": "verdensmål, mål, fn mål, sdg, sdgs, sdg goals, goal, verdensmaal",
    "targets": "delmål, target, sdg targets, delmaal, hvilke delmål",
    "themes": "temaer, tema, theme, p er, de 6 p er, 6 p er, seks p er, hvilke af de 6 p er",
    "packages": "forebyggelsespakke, forebyggelsespakker, pakke, pakker, package, "
    "hvilke forebyggelsespakker",
    "problem": "udfordring, udfordringen, hvad var problemet, challenge, baggrund",
    "steps": "fremgangsmåde, sådan gjorde vi, sådan gjorde i, how, hvordan, step, trin",
    "result": "resultat, resultater, effekt, hvad kom der ud af det, results",
    "bad_experience": "det ville vi gøre anderledes, anderledes, erfaringer, dårlig erfaring, "
    "hvad gik galt, what we would do differently, did not work",
    "bad_experience_visibility": "hvem må læse det, hvem må læse hvad i ville gøre anderledes, "
    "visibility",
    "partners": "partnere, partner, samarbejdspartnere, samarbejdspartner, hvem var med",
    "language": "sprog",
}


def plain(name: str) -> str:
    """What of a header counts.

    >>> plain(" Kort_fortalt: "), plain("De 6 P'er")
    ('kortfortalt', 'de6per')
    """
    return "".join(character for character in name.casefold() if character.isalnum())


KNOWN: Final[Mapping[str, str]] = {
    plain(said): name
    for name in (*COLUMNS, *EXTRAS)
    for said in (name, *_SAID.get(name, "").split(","))
    if plain(said)
}


def guess(header: Sequence[str]) -> list[str]:
    """A field for each column, "" where none is known; each field once, the first column wins.

    >>> guess(["Titel", "Kommune", "Sagsnr.", "titel"])
    ['title', 'municipality', '', '']
    """
    taken: set[str] = set()
    fields = []
    for name in header:
        field = KNOWN.get(plain(str(name)), "")
        fields.append("" if field in taken else field)
        taken.add(field)
    return fields
