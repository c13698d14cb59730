"""The notes of a board as one visitor's page shows them.

What everybody of a kind sees the same is read and drawn once in a process, and again as soon as
something about the board is different; a visitor's own notes and dots are laid over it.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from practices.models import Catalogue
from sdg_platform.accounts.actor import Actor
from workshops.models import Field, NoteRow, Phase, Workshop, dots_on, fields_of, sheet_of
from workshops.views.slips import Reader, draw, slip_of, titles_of

# Nobody in particular: no note is theirs.
SOMEBODY = UUID(int=0)
# Boards with their readers, in each process; one of 300 notes holds about a megabyte.
MOST_SHEETS = 48

# How many of one's own dots lie on which note.
Dots: TypeAlias = dict[UUID, int]


class Sheet(NamedTuple):
    """A board's fields for a template, and apart from them the visitor's own slips."""

    fields: list[dict[str, Any]]
    own: list[SafeString]


@dataclass
class Drawn:
    """The notes of one field and their slips, each and all together, as a kind of reader sees them.

    Nobody changes the rows: they are shown to others too.
    """

    rows: list[NoteRow]
    slips: list[SafeString]
    whole: SafeString


class _Kept(NamedTuple):
    stands: Hashable
    gatherers: frozenset[str]
    fields: list[Drawn]


_kept: OrderedDict[Hashable, _Kept] = OrderedDict()
_change = Lock()
# So that two hundred who come at once wait for one drawing instead of making eight.
_turns = [Lock() for _ in range(16)]


def sheet_for(
    workshop: Workshop, actor: Actor, reader: Reader, removed: Iterable[UUID] = ()
) -> Sheet:
    """The fields and slips that `actor` sees; `removed` notes stand as tombstones.

    While the notes are hidden each writer has a sheet alone; so does who has just removed one.
    """
    removed, dots = list(removed), Dots()
    if removed or workshop.is_hidden:
        drawn = _draw(sheet_of(workshop, actor, removed), reader)
    else:
        drawn = _drawn_once(workshop, actor, reader)
        if workshop.phase == Phase.VOTE:
            dots = dots_on(workshop, actor)[1]
    mine = actor.participations.get(workshop.pk) if reader.is_participant else None
    return _laid_over(drawn, reader, list(fields_of(workshop).values()), mine, dots)


def _drawn_once(workshop: Workshop, actor: Actor, reader: Reader) -> list[Drawn]:
    """What everybody with these roles sees, from memory if nothing is different since.

    Whatever changes on a slip changes the board's row in the same transaction: a number, its
    pulse, its phase. Two things do not, and are asked for: the practices that came of a note,
    and the names of those who gathered notes. Names of goals and P's are as they were then.
    """
    joined = {workshop.pk: SOMEBODY} if workshop.pk in actor.participations else {}
    kind = (workshop.pk, *actor.roles.items(), bool(joined), reader, get_language())
    stands = (_row_of(workshop), Catalogue.state())
    with _turns[workshop.pk % len(_turns)]:
        kept = _kept.get(kind)
        if kept is None or kept.stands != stands or _renamed(workshop, kept.gatherers):
            anybody = Actor(roles=actor.roles, participations=joined)
            fields = sheet_of(workshop, anybody)
            names = frozenset(row.gathered_by__name or "" for one in fields for row in one.notes)
            kept = _Kept(stands, names - {""}, _draw(fields, reader))
            _keep(kind, kept)
        return kept.fields


def _row_of(workshop: Workshop) -> Hashable:
    """Everything in the board's row, so that no column is forgotten."""
    columns = workshop._meta.concrete_fields
    return repr([getattr(workshop, column.attname) for column in columns])


def _renamed(workshop: Workshop, gatherers: frozenset[str]) -> bool:
    if not gatherers:  # The first to gather changes the row.
        return False
    gathered = workshop.reflections.filter(gathered_by__isnull=False).order_by()
    return gatherers != set(gathered.values_list("gathered_by__name", flat=True).distinct())


def _keep(kind: Hashable, kept: _Kept) -> None:
    with _change:
        _kept[kind] = kept
        _kept.move_to_end(kind)
        while len(_kept) > MOST_SHEETS:
            _kept.popitem(last=False)


def _draw(fields: list[Field], reader: Reader) -> list[Drawn]:
    titles = titles_of(fields)
    drawn = []
    for field in fields:
        slips = [draw(slip_of(note, reader, titles)) for note in field.notes]
        drawn.append(Drawn(field.notes, slips, _joined(slips)))
    return drawn


def _joined(slips: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((slip,) for slip in slips))


def _laid_over(
    drawn: list[Drawn], reader: Reader, fresh: list[Field], mine: UUID | None, dots: Dots
) -> Sheet:
    """Take a participant's own notes out, last written first, and put the own dots on.

    `fresh` are the same fields with keys for the next notes, which are nobody else's.
    """
    own: list[NoteRow] = []
    fields = []
    for one, field in zip(drawn, fresh, strict=True):
        field.notes = one.rows
        slips = one.whole
        if mine is not None and any(row.participant_id == mine for row in one.rows):
            own += [row for row in one.rows if row.participant_id == mine]
            field.notes = [row for row in one.rows if row.participant_id != mine]
        if dots or field.notes is not one.rows:
            known = dict(zip((row.pk for row in one.rows), one.slips, strict=True))
            titles = titles_of(fresh)
            slips = _joined(
                draw(slip_of(replace(row, own_dots=dots[row.pk]), reader, titles))
                if row.pk in dots
                else known[row.pk]
                for row in field.notes
            )
        fields.append(_for_page(field, slips))
    own.sort(key=lambda row: row.seq, reverse=True)
    return Sheet(fields, [_own_slip(row, reader, dots) for row in own])


def _own_slip(row: NoteRow, reader: Reader, dots: Dots) -> SafeString:
    its = replace(row, is_mine=True, own_dots=dots.get(row.pk, row.own_dots))
    return draw(slip_of(its, reader, ()))


def _for_page(field: Field, slips: SafeString) -> dict[str, Any]:
    return {
        "code": field.code,
        "title": field.title,
        "question": field.question,
        "count": field.count,
        "next_id": field.next_id,
        "slips": slips,
    }
