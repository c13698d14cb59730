"""Practices stored many at once: as one by one, in a number of queries that hardly grows."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from practices import rows
from practices.models.catalogue import Catalogue
from practices.models.codes import EVENT_OF, Status
from practices.parts import Parts, store_all
from sdg_platform.accounts.models import Municipality, User
from sdg_platform.search import index

if TYPE_CHECKING:
    from practices.models.practice import Practice
    from practices.models.queries import PracticeQuerySet

Row = Mapping[str, Any]
_KEYS: Final = ("listed_at", "title_key", "changed_in", "updated_at")


class New(NamedTuple):
    """A practice to make of a row in the contract's names; `pk` a free number it had elsewhere."""

    row: Row
    municipality: Municipality
    pk: int | None = None


def create(practices: "PracticeQuerySet", new: Sequence[New], by: User | None) -> "list[Practice]":
    """Make each of them with all its parts, its search entry and its first version.

    The row's status holds; a row without one is a draft. A `uid` that is stored already is not
    made twice: the stored practice comes back in its place, untouched.
    """
    if not new:
        return []
    with transaction.atomic():
        number = Catalogue.advance()
        uids = [one.row["uid"] for one in new if one.row.get("uid")]
        known = {str(one.uid): one for one in practices.filter(uid__in=uids)} if uids else {}
        made: list[tuple[Practice, Parts]] = []
        answer: list[Practice] = []
        for one in new:
            if (practice := known.get(str(one.row.get("uid")))) is None:
                practice = _made(practices, one, by)
                practice.changed_in = number
                known[str(practice.uid)] = practice
                made.append((practice, Parts.from_row(one.row)))
            answer.append(practice)
        practices.bulk_create([practice for practice, _ in made])
        store_all(made, fresh=True)
        record(practices, {practice.pk: "saved" for practice, _ in made}, by)
    return answer


def _made(practices: "PracticeQuerySet", new: New, by: User | None) -> "Practice":
    row = new.row
    fields = rows.plain_fields(row) | ({"uid": row["uid"]} if row.get("uid") else {})
    practice = practices.model(pk=new.pk, municipality=new.municipality, **fields)
    practice.status = row.get("status") or Status.DRAFT
    if practice.status == Status.PUBLISHED:
        practice.published_at = timezone.now()
    practice.created_by = practice.edited_by = practice.owner = by
    return practice


def update(practices: "PracticeQuerySet", changes: Mapping[int, Row], by: User | None) -> None:
    """Bring stored practices in line with their rows, which are whole: a snapshot and changes."""
    if not changes:
        return
    with transaction.atomic():
        number = Catalogue.advance()
        stored = practices.select_for_update().in_bulk(list(changes))
        changed = [(practice, changes[pk]) for pk, practice in stored.items()]
        _versions(practices).record_missing(list(stored.values()))
        fields = {"version", "edited_by", *_KEYS}
        for practice, row in changed:
            plain = rows.plain_fields(row)
            fields |= {name.removesuffix("_id") for name in plain}
            for name, value in plain.items():
                setattr(practice, name, value)
            practice.version += 1
            practice.edited_by, practice.changed_in = by, number
        _overwrite(practices, list(stored.values()), fields)
        store_all([(practice, Parts.from_row(row)) for practice, row in changed])
        record(practices, dict.fromkeys(stored, "saved"), by)
        moved = {one.pk: row["status"] for one, row in changed if row["status"] != one.status}
        _move(practices, [stored[pk] for pk in moved], moved, by)


def _move(
    practices: "PracticeQuerySet",
    stored: "Sequence[Practice]",
    statuses: Mapping[int, str],
    by: User | None,
) -> None:
    """Set their status as a file says that an administrator brings in; people take the steps of
    `Practice`, one by one.
    """
    if not stored:
        return
    for practice in stored:
        practice.status = statuses[practice.pk]
        practice.version += 1
        if practice.status == Status.PUBLISHED and practice.published_at is None:
            practice.published_at = timezone.now()
    _overwrite(practices, stored, {"status", "version", "published_at", *_KEYS})
    events = {one.pk: EVENT_OF.get(Status(one.status), "saved") for one in stored}
    record(practices, events, by)


def _overwrite(
    practices: "PracticeQuerySet", stored: "Sequence[Practice]", fields: set[str]
) -> None:
    """Write these fields of rows that are there and held: one statement for many."""
    practices.bulk_create(
        stored, update_conflicts=True, unique_fields=["id"], update_fields=sorted(fields)
    )


def record(practices: "PracticeQuerySet", events: Mapping[int, str], by: User | None) -> None:
    """Put them into the index and keep the version of each, all read anew.

    What was prefetched may be older than what was just stored.
    """
    if not events:
        return
    stored = list(practices.model.objects.for_index().filter(pk__in=list(events)).order_by("pk"))
    index.put(practice.search_entry() for practice in stored)
    _versions(practices).record([(one, events[one.pk]) for one in stored], by)


def _versions(practices: "PracticeQuerySet") -> Any:
    field: Any = practices.model._meta.get_field("versions")
    return field.related_model.objects
