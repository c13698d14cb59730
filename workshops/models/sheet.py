"""A board as one reader sees it: four fields in the order they are asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.roles import Power, Role
from sdg_platform.prepared import Prepared
from workshops.models.beside import FEW, prepare
from workshops.models.codes import Quadrant
from workshops.models.note_row import READ, NoteRow
from workshops.models.reflection import Reflection
from workshops.models.templates import usual_words
from workshops.models.workshop import Workshop


@dataclass
class Field:
    """One quadrant in the workshop's own words, with the notes that may be read."""

    code: str
    title: str
    question: str
    notes: list[NoteRow] = field(default_factory=list)
    # The key of the next note, minted for a composer in this field.
    next_id: UUID = field(default_factory=uuid4)

    @property
    def count(self) -> int:
        return sum(note.deleted_at is None and note.hidden_at is None for note in self.notes)


def fields_of(workshop: Workshop) -> dict[str, Field]:
    """The four fields without their notes; a workshop may have renamed them."""
    return {
        quadrant.value: Field(
            quadrant.value,
            own.get("title") or usual.title,
            own.get("question") or usual.question,
        )
        for quadrant in Quadrant
        for usual in [usual_words(workshop.template, quadrant)]
        for own in [workshop.quadrant_titles.get(quadrant.value, {})]
    }


def sheet_of(workshop: Workshop, actor: Actor, removed: Iterable[UUID] = ()) -> list[Field]:
    """All four fields, empty ones included; `removed` notes come as tombstones."""
    fields = fields_of(workshop)
    rows = workshop.reflections.on_board(actor, removed).values_list(*READ)
    notes = [NoteRow(*row) for row in rows]
    prepare(workshop, notes, actor, among=notes)
    for note in notes:
        fields[note.quadrant].notes.append(note)
    for one in fields.values():
        _indent(one.notes)
    return list(fields.values())


def rows_of(workshop: Workshop, actor: Actor, keys: Iterable[UUID] | None) -> list[NoteRow]:
    """The notes of `keys`, removed ones as tombstones, or all that stand; by number.

    With a note that lies behind another comes that other one, which shows it.
    """
    wanted = list(keys) if keys is not None else None
    notes = [NoteRow(*row) for row in _read(workshop, actor, wanted)]
    tops = {row.gathered_under_id for row in notes if row.gathered_under_id} - set(wanted or ())
    if wanted is not None and tops:
        more = workshop.reflections.on_board(actor).filter(pk__in=tops)
        notes += [NoteRow(*row) for row in more.values_list(*READ)]
    among = notes if wanted is None else None
    # What became of a note touched it; a note that was just written needs no look.
    is_untouched = keys is not None and not any(note.touched for note in notes)
    prepare(workshop, notes, actor, among, without_threads=is_untouched)
    return notes


def _read(workshop: Workshop, actor: Actor, wanted: list[UUID] | None) -> Iterable[tuple[Any, ...]]:
    """The rows of these notes, or of all, by number.

    What an audience is told of a few notes is asked in the moment in which a room waits for it.
    """
    if wanted is not None and len(wanted) < FEW and actor.user is None:
        boards = tuple(actor.participations), tuple(actor.participations.values())
        running = tuple(actor.codes_with(Power.RUN_WORKSHOPS))
        others = tuple(actor.municipality_codes.difference(running))
        return _FEW_ROWS.tuples(workshop.pk, running, others, *boards, tuple(wanted))
    rows = workshop.reflections.on_board(actor, wanted or ())
    if wanted is not None:
        rows = rows.filter(pk__in=wanted)
    return rows.order_by("seq").values_list(*READ)


def _few_rows(
    pk: int,
    running: tuple[str, ...],
    others: tuple[str, ...],
    boards: tuple[int, ...],
    writers: tuple[UUID, ...],
    keys: tuple[UUID, ...],
) -> QuerySet[Any, Any]:
    """`on_board` looks at nothing of somebody without an account but this."""
    roles = dict.fromkeys(running, Role.FACILITATOR) | dict.fromkeys(others, Role.STAFF)
    somebody = Actor(roles=roles, participations=dict(zip(boards, writers, strict=True)))
    rows = Reflection.objects.filter(workshop=pk).on_board(somebody, keys).filter(pk__in=keys)
    return rows.order_by("seq").values_list(*READ)


_FEW_ROWS: Prepared[Reflection] = Prepared(_few_rows)


def _indent(notes: list[NoteRow]) -> None:
    """A note that still stands below the one it belongs to is set in under it."""
    above: NoteRow | None = None
    for note in notes:
        if note.is_behind:
            continue
        note.is_indented = above is not None and note.parent_id == above.pk
        if not note.is_indented:
            above = note
