"""Erase what one person wrote on a board, so that nothing of it can be read again.

The rows stay, emptied: the board's numbering has no gap, open pages hear that the notes are
gone, and a phone that sends one again cannot bring it back.
"""

import uuid
from collections.abc import Iterable
from secrets import token_hex

from django.db import transaction
from django.utils import timezone

from sdg_platform.search import index
from workshops.models.action import Action
from workshops.models.late import LateNote
from workshops.models.participant import Participant
from workshops.models.question import OpenQuestion
from workshops.models.reflection import Reflection
from workshops.models.source import Source
from workshops.models.workshop import Workshop

GONE = "–"


def written_with(note: Reflection) -> list[uuid.UUID]:
    """Every note of whoever wrote `note`, itself included.

    A participant is known on one board. A note without one was typed or brought in by a member:
    then it is this note alone, because a member writes for the room.
    """
    if note.participant_id is None:
        return [note.pk]
    own = Reflection.objects.filter(participant=note.participant_id)
    return list(own.order_by("seq").values_list("pk", flat=True))


def practices_grown_from(ids: Iterable[uuid.UUID]) -> list[int]:
    """The ids of the practices these notes are seeds of, which erasing leaves as they are."""
    grown = Reflection.objects.filter(pk__in=list(ids), practice__isnull=False).order_by("practice")
    return list(grown.values_list("practice", flat=True).distinct())


def erase_notes(ids: Iterable[uuid.UUID], participants: Iterable[uuid.UUID] = ()) -> int:
    """Erase these notes and all that was told by those participants; unknown ids are no error.

    Returns how many notes there were.
    """
    with transaction.atomic():
        notes = list(Reflection.objects.filter(pk__in=list(ids)).select_related("workshop"))
        texts = {(note.workshop_id, note.text) for note in notes}
        for note in notes:
            _erase(note)
        late = LateNote.objects.filter(participant__in=list(participants))
        late.delete()
        _take_dots(list(participants))
        Participant.objects.filter(pk__in=list(participants)).delete()
        _erase_copies(texts)
    return len(notes)


def _erase(note: Reflection) -> None:
    workshop = note.workshop
    workshop.lock()
    for question in OpenQuestion.objects.filter(reflection=note):
        index.remove("question", [question.pk])
        question.delete()
    note.votes.all().delete()
    note.moderations.all().delete()
    LateNote.objects.filter(reflection=note).delete()
    for tags in (note.goals, note.targets, note.themes, note.solutions):
        tags.clear()
    if note.source_id and note.source:
        _erase_line(note.source, note.source_line)
    index.remove("reflection", [note.pk])
    note.text, note.fingerprint = GONE, token_hex(32)
    note.participant = note.created_by = note.practice = None
    note.dilemma_of = note.dilemma_with = None
    note.deleted_at = note.deleted_at or timezone.now()
    note.version += 1
    workshop.number([note], "removed")
    note.save()


def _take_dots(participants: list[uuid.UUID]) -> None:
    """Their dots go with them, and every page that shows how many there are counts anew."""
    for workshop in Workshop.objects.filter(votes__participant__in=participants).distinct():
        workshop.lock()
        dots = workshop.votes.filter(participant__in=participants)
        voted = set(dots.values_list("reflection", flat=True))
        dots.delete()
        workshop.touch(voted)


def _erase_line(source: Source, line: int | None) -> None:
    """Take the line out of pasted text; of a document whose inside we do not write, all of it."""
    content = b""
    if not source.name and line:
        lines = bytes(source.content).decode().split("\n")
        if line <= len(lines):
            lines[line - 1] = ""
            content = "\n".join(lines).encode()
    source.content = content
    source.save(update_fields=["content"])


def _erase_copies(texts: Iterable[tuple[int, str]]) -> None:
    """An action that says what the note said was made of it with one click."""
    for workshop, text in texts:
        copies = Action.objects.filter(workshop=workshop, text=text)
        index.remove("action", copies.values_list("pk", flat=True))
        copies.delete()
