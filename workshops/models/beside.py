"""What a slip shows of a note besides its words: read once for a whole board."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils.translation import get_language, gettext

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.sharing import Sharing
from sdg_platform.prepared import Prepared
from sdg_platform.taxonomy.models import Goal, Theme
from workshops.models.codes import Phase, State, dots_are_out
from workshops.models.note_row import READ, Behind, GoalName, NoteRow, Suggested
from workshops.models.reflection import Reflection
from workshops.models.threads import Thread, shaped, thread, thread_rows
from workshops.models.workshop import Workshop
from workshops.suggestions import guesses

# Up to so many notes are asked for by name; beyond it is quicker to read the whole board's.
FEW = 50
# Each kind of tag: its order, and its name.
TAGS: dict[str, tuple[Combinable, str]] = {
    "goals": (F("goal_id"), "goal__name_da"),
    "targets": (F("target__goal_id") * 100 + F("target__position"), "target_id"),
    "themes": (F("theme__position"), "theme__label"),
}


def prepare(
    workshop: Workshop,
    notes: Sequence[Reflection] | Sequence[NoteRow],
    actor: Actor,
    among: Sequence[NoteRow] | None = None,
    *,
    is_new: bool = False,
    without_threads: bool = False,
) -> None:
    """Put on each note what its slip shows of it besides its text, for this reader.

    `among` are all notes of the board where they are at hand; otherwise the kin is read.

    Read and decided once a board, not once a note: a board may hold hundreds. That is also
    why the tags come as plain tuples; a manager for each relation of each note is dear.
    `is_new` spares the look for what a note written just now cannot have, `without_threads`
    the look for what became of notes while a room is still writing them.
    """
    mine = actor.participations.get(workshop.pk)
    line = gettext("Linje %(number)d")
    dots, own_dots = ({}, {}) if is_new else dots_on(workshop, actor)
    tags, threads = (
        ({}, {}) if is_new else _marks(workshop, notes, None if without_threads else actor)
    )
    reaches = {sharing: narrowed(sharing, workshop.sharing) for sharing in Sharing.values}
    for note in notes:
        note.is_mine = mine is not None and note.participant_id == mine
        note.line_label = line % {"number": note.source_line} if note.source_line else ""
        note.is_indented = False
        own = tags.get(note.pk, {})
        note.goal_tags = tuple(own.get("goals", ()))
        note.target_tags = tuple(code for _, code in own.get("targets", ()))
        note.theme_tags = tuple(label for _, label in own.get("themes", ()))
        note.own_dots = own_dots.get(note.pk, 0)
        note.threads = tuple(sorted(threads.get(note.pk, ())))
        note.narrowed = reaches[note.sharing]
    _name_dilemmas(notes)
    if workshop.phase == Phase.TAG and workshop.state == State.OPEN and workshop.is_run_by(actor):
        suggest_on(notes)
    _lay_groups(notes, _kin_of(workshop, notes, actor) if among is None else among, dots)


def narrowed(sharing: str, by_workshop: str) -> str:
    """In words how far a note may be read, where that is less far than its workshop's others.

    >>> str(narrowed("own", "public")), narrowed("public", "own")
    ('Kun vores kommune', '')
    """
    order = Sharing.values
    is_less = order.index(sharing) < order.index(by_workshop)
    return str(Sharing(sharing).label) if is_less else ""


def _name_dilemmas(notes: Sequence[Reflection] | Sequence[NoteRow]) -> None:
    weighed = []
    for note in notes:
        note.dilemma = ()
        if note.dilemma_of_id and note.dilemma_with_id:
            weighed.append((note, (note.dilemma_of_id, note.dilemma_with_id)))
    goals = Goal.objects.in_bulk({n for _, pair in weighed for n in pair}) if weighed else {}
    for note, pair in weighed:
        note.dilemma = tuple(GoalName(number, goals[number].name) for number in pair)


def suggest_on(notes: Sequence[Reflection] | Sequence[NoteRow]) -> None:
    """Put on each prepared note the goals and P's that its words point to."""
    names = {("goal", str(goal.number)): goal.name for goal in Goal.objects.all()}
    names |= {("theme", theme.pk): str(theme.label) for theme in Theme.objects.all()}
    for note in notes:
        has = {("goal", str(number)) for number, _ in note.goal_tags}
        has |= {("theme", pk) for (kind, pk), name in names.items() if name in note.theme_tags}
        if note.deleted_at is None and note.hidden_at is None:
            note.suggested = tuple(
                Suggested(one.kind, one.value, names[one[:2]], one.because)
                for one in guesses(note.text)
                if one[:2] not in has
            )


def dots_on(workshop: Workshop, actor: Actor) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """The dots of everybody and those of `actor` for each note, as far as they are shown now."""
    if dots_are_out(workshop.phase):
        return workshop.votes.totals(), {}
    if workshop.phase != Phase.VOTE or not any(voter := workshop.writer(actor)):
        return {}, {}
    return {}, workshop.votes.cast_by(voter).totals()


def _marks(
    workshop: Workshop, notes: Sequence[Reflection] | Sequence[NoteRow], actor: Actor | None
) -> tuple[dict[UUID, dict[str, list[tuple[int, str]]]], dict[UUID, list[Thread]]]:
    """For each note its tags by kind, as (number, name) in their order, and its threads.

    One query for everything: each trip to the database costs more than its rows. Without an
    `actor` the threads are left out.
    """
    tags: dict[UUID, dict[str, list[tuple[int, str]]]] = {}
    threads: dict[UUID, list[Thread]] = {}
    for key, kind, number, said, status, day in _mark_rows(workshop, notes, actor):
        if kind in TAGS:
            tags.setdefault(key, {}).setdefault(kind, []).append((number, said))
        else:
            told = thread(workshop, kind, number, said, status, day)
            threads.setdefault(key, []).append(told)
    for own in tags.values():
        for some in own.values():
            some.sort()
    return tags, threads


def _mark_rows(
    workshop: Workshop, notes: Sequence[Reflection] | Sequence[NoteRow], actor: Actor | None
) -> Iterable[tuple[Any, ...]]:
    is_english = (get_language() or "").startswith("en")
    keys = tuple(note.pk for note in notes) if len(notes) < FEW else None
    if actor is None and keys is not None:
        return _FEW_TAGS[is_english].tuples(workshop.pk, keys)
    rows = [*_tag_rows(workshop.pk, keys, is_english=is_english)]
    rows += thread_rows(workshop, actor) if actor else []
    return rows[0].union(*rows[1:], all=True)


def _tag_rows(
    pk: int, keys: tuple[UUID, ...] | None, *, is_english: bool
) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """Rows of each kind of tag in the shape of `threads.shaped`; the number is their order."""
    for kind, (number, name) in TAGS.items():
        rows = getattr(Reflection, kind).through.objects.filter(reflection__workshop=pk)
        if keys is not None:
            rows = rows.filter(reflection__in=keys)
        name = "goal__name_en" if name == "goal__name_da" and is_english else name
        yield shaped(rows, kind, "reflection", Cast(number, BigIntegerField()), name)


def _few_tags(pk: int, keys: tuple[UUID, ...], *, is_english: bool) -> QuerySet[Any, Any]:
    first, *rest = _tag_rows(pk, keys, is_english=is_english)
    return first.union(*rest, all=True)


_FEW_TAGS: tuple[Prepared[Any], Prepared[Any]] = (
    Prepared(partial(_few_tags, is_english=False)),
    Prepared(partial(_few_tags, is_english=True)),
)


def _kin_of(
    workshop: Workshop, notes: Sequence[Reflection] | Sequence[NoteRow], actor: Actor
) -> list[NoteRow]:
    """The notes themselves, those they lie behind, and those behind them.

    Whatever ever lay in a group was touched, so that most of the time nothing is asked.
    """
    keys = [note.pk for note in notes if note.touched]
    tops = [note.gathered_under_id for note in notes if note.gathered_under_id]
    if not keys:
        return []
    kin = workshop.reflections.on_board(actor).filter(
        Q(pk__in=[*keys, *tops]) | Q(gathered_under__in=keys)
    )
    return [NoteRow(*row) for row in kin.in_board_order().values_list(*READ)]


def _lay_groups(
    notes: Sequence[Reflection] | Sequence[NoteRow],
    among: Sequence[NoteRow],
    dots: dict[UUID, int],
) -> None:
    """Tell each note what lies behind it; dots there count as its own."""
    alive = {row.pk for row in among if row.deleted_at is None and row.hidden_at is None}
    groups: dict[UUID, list[NoteRow]] = {}
    for row in among:
        if row.pk in alive and row.gathered_under_id in alive:
            groups.setdefault(row.gathered_under_id, []).append(row)
    for note in notes:
        note.is_behind, note.behind, note.dots = False, (), dots.get(note.pk, 0)
        if not groups:
            continue
        note.is_behind = note.pk in alive and note.gathered_under_id in alive
        behind = groups.get(note.pk, ())
        note.dots += sum(dots.get(row.pk, 0) for row in behind)
        note.behind = tuple(
            Behind(str(row.pk), row.quadrant, row.text, row.gathered_by__name or "")
            for row in behind
        )
