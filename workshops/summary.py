"""What a workshop said, before a format is chosen: its minutes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from sdg_platform.accounts.sharing import Sharing
from sdg_platform.exports.document import (
    Document,
    Fact,
    Goal,
    GoalList,
    Language,
    Line,
    Quadrant,
    Section,
)
from workshops.afterlife import Afterlife
from workshops.models import Quadrant as Field
from workshops.models import Reflection, Workshop, fields_of

# Deeper lines stand beside each other: paper has no room for a tenth level.
MOST_LEVELS = 4
NOTHING_YET = Afterlife()
# From the narrowest to the widest.
REACHES = (Sharing.OWN, Sharing.NETWORK, Sharing.PUBLIC)


def summarise(
    workshop: Workshop, reflections: Iterable[Reflection], after: Afterlife = NOTHING_YET
) -> Document:
    """Minutes in the language of the screen, every note verbatim in its field.

    `reflections` are those the reader may see; goals, targets and themes should be prefetched.
    `after` is what the reader may know of what became of them.
    """
    notes = list(reflections)
    blocks = tuple(
        Quadrant(one.code, Field(one.code).mark, one.title, one.question, lines_of(notes, one.code))
        for one in fields_of(workshop).values()
    )
    language: Language = "en" if (get_language() or "").startswith("en") else "da"
    return Document(
        title=workshop.title,
        lead=workshop.purpose,
        author=str(workshop.municipality.official_name),
        facts=tuple(facts_of(workshop, len(notes))),
        sections=(*goals_of(workshop), Section("", blocks), *after.sections(notes)),
        language=language,
        made_on=timezone.localdate(),
        note=origin_of(workshop),
    )


def facts_of(workshop: Workshop, notes: int) -> Iterable[Fact]:
    if workshop.date:
        yield Fact(gettext("Dato"), workshop.when)
    if workshop.guests:
        hosts = [workshop.municipality, *workshop.guests]
        yield Fact(gettext("Holdt af"), ", ".join(map(str, hosts)))
    if workshop.place:
        yield Fact(gettext("Sted"), workshop.place)
    count = ngettext("%(count)d note", "%(count)d noter", notes) % {"count": notes}
    yield Fact(gettext("Indhold"), count)


def goals_of(workshop: Workshop) -> Iterable[Section]:
    """The goals that the meeting itself was about, if it named any."""
    goals = tuple(Goal(goal.number, goal.name, goal.colour) for goal in workshop.goals.all())
    if goals:
        yield Section(gettext("Verdensmål"), (GoalList(goals),))


def origin_of(workshop: Workshop) -> str:
    """Where the reader finds the living board."""
    return f"{settings.SITE_URL}{workshop.get_absolute_url()}" if settings.SITE_URL else ""


def lines_of(notes: Sequence[Reflection], quadrant: str) -> tuple[Line, ...]:
    """The notes of one field, each under the one it belongs to.

    A note whose upper one does not stand above it in the same field stands by itself. What
    was gathered behind a note stands under that note, whichever field it was written in.
    """
    depths: dict[Any, int] = {}
    uppers: dict[Any, Any] = {None: None}
    below: dict[Any, list[Reflection]] = {}
    behind = groups_of(notes)
    laid = {note.pk for group in behind.values() for note in group}
    for note in notes:
        if note.quadrant != quadrant or note.pk in laid:
            continue
        upper = note.parent_id if note.parent_id in depths else None
        if depths.get(upper, 0) >= MOST_LEVELS - 1 - (note.pk in behind):
            upper = uppers[upper]
        depths[note.pk] = depths[upper] + 1 if upper else 0
        uppers[note.pk] = upper
        below.setdefault(upper, []).append(note)
    return tuple(_line(note, below, behind) for note in below.get(None, ()))


def groups_of(notes: Sequence[Reflection]) -> dict[Any, list[Reflection]]:
    """For each note the ones that lie behind it; where it may not be read they stand alone."""
    keys = {note.pk for note in notes}
    groups: dict[Any, list[Reflection]] = {}
    for note in notes:
        if note.gathered_under_id in keys:
            groups.setdefault(note.gathered_under_id, []).append(note)
    return groups


def _line(
    note: Reflection,
    below: Mapping[Any, Sequence[Reflection]],
    behind: Mapping[Any, Sequence[Reflection]],
) -> Line:
    """A note with what was gathered behind it, and then what belongs under it."""
    group = behind.get(note.pk, ())
    gathered = gettext("samlet af %(count)d") % {"count": len(group) + 1}
    return Line(
        note.text,
        votes=note.dots + sum(one.dots for one in group),
        tags=(*tags_of(note), *([gathered] if group else [])),
        children=(
            *(Line(one.text, tags=tags_of(one)) for one in group),
            *(_line(child, below, behind) for child in below.get(note.pk, ())),
        ),
    )


def tags_of(note: Reflection) -> tuple[str, ...]:
    """Goals by number and name, targets by number, P's by their word."""
    return (
        *(str(goal) for goal in note.goals.all()),
        *(gettext("delmål %(code)s") % {"code": target.code} for target in note.targets.all()),
        *(str(theme.label) for theme in note.themes.all()),
        *dilemma_of(note),
    )


def dilemma_of(note: Reflection) -> tuple[str, ...]:
    if note.dilemma_of is None or note.dilemma_with is None:
        return ()
    said = gettext("dilemma mellem mål %(one)d og mål %(other)d")
    return (said % {"one": note.dilemma_of.number, "other": note.dilemma_with.number},)


def minutes_as_json(
    workshop: Workshop, reflections: Iterable[Reflection], after: Afterlife = NOTHING_YET
) -> dict[str, Any]:
    """The same for a machine; `sharing` says how far a note may really travel."""
    return {
        "workshop": {
            "id": workshop.pk,
            "title": workshop.title,
            "date": workshop.date.isoformat() if workshop.date else None,
            "place": workshop.place,
            "municipality": workshop.municipality_id,
            "guests": [guest.pk for guest in workshop.guests],
            "purpose": workshop.purpose,
            "state": workshop.state,
            "phase": workshop.phase,
            "sharing": workshop.sharing,
            "goals": [goal.number for goal in workshop.goals.all()],
            "url": origin_of(workshop),
        },
        "reflections": [
            {
                "id": str(note.pk),
                "quadrant": note.quadrant,
                "text": note.text,
                "seq": note.seq,
                "parent": str(note.parent_id) if note.parent_id else None,
                "gathered_under": str(note.gathered_under_id) if note.gathered_under_id else None,
                "votes": note.dots,
                "goals": [goal.number for goal in note.goals.all()],
                "targets": [target.code for target in note.targets.all()],
                "dilemma": [n for n in (note.dilemma_of_id, note.dilemma_with_id) if n],
                "themes": [theme.pk for theme in note.themes.all()],
                "sharing": narrower(note.sharing, workshop.sharing),
                **after.note_as_json(note),
            }
            for note in reflections
        ],
        "actions": after.actions_as_json(),
    }


def narrower(one: str, other: str) -> str:
    """Of two reaches the smaller.

    >>> narrower("public", "own"), narrower("network", "public")
    ('own', 'network')
    """
    return min(one, other, key=lambda reach: REACHES.index(Sharing(reach)))
