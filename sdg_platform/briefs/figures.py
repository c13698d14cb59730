"""What a brief tells one by one, counted: for formats that can draw it."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import override

from practices.models import Outcome
from sdg_platform.briefs.models import Part
from sdg_platform.briefs.selection import Selection, notes_by_quadrant
from sdg_platform.briefs.words import say
from sdg_platform.exports.document import Figure, Language


def figures_of(selection: Selection, language: Language) -> Iterator[Figure]:
    """Only where there is something to compare; no municipality is set beside another."""
    brief, practices = selection.brief, selection.practices
    if brief.shows(Part.PRACTICES) and len(practices) > 1:
        gone = Counter(practice.outcome for practice in practices)
        with override(language):
            bars = [(str(code.label), gone[code]) for code in Outcome if gone[code]]
        yield Figure(say("figure_outcomes", language), tuple(bars))
    voices = notes_by_quadrant(selection)
    if brief.shows(Part.VOICES) and len(voices) > 1:
        counted = [(say(code, language), len(notes)) for code, notes in voices.items()]
        yield Figure(say("figure_notes", language), tuple(counted))
