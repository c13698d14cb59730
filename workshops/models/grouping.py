"""Notes that say the same lie behind one of them; the originals stay as they were written."""

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from sdg_platform.editing import StaleVersion
from workshops.models.codes import WRITABLE

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User
    from workshops.models.reflection import Reflection
    from workshops.models.workshop import Workshop

    # For each note that was laid elsewhere, the one that it lay behind before.
    Before = dict[uuid.UUID, uuid.UUID | None]


class Grouped(models.Model):
    """The part of a reflection that tells which one it lies behind, and how it comes there.

    Abstract: there is one kind of reflection, told in two files. A group has two levels, its
    uppermost note and those behind; no field, no text and no number of theirs changes, so a
    group travels to other pages with the pulse.
    """

    gathered_under = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="gathered"
    )
    gathered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    if TYPE_CHECKING:
        pk: uuid.UUID
        workshop: Workshop
        gathered_under_id: uuid.UUID | None

    class Meta:
        abstract = True

    def gather(
        self, others: Iterable["Reflection"], *, by: "User | None", seen: Mapping[uuid.UUID, int]
    ) -> "Before":
        """Lay `others`, and the groups they belong to, behind this note or the one it lies behind.

        `seen` has the versions that somebody looked at; raises StaleVersion where one of the
        notes was edited or went away since. Returns what undoes it.
        """
        with self.workshop.changing(*WRITABLE):
            keys = {self.pk, *(other.pk for other in others)}
            rows = {row.pk: row for row in self._board().filter(pk__in=keys)}
            for row in rows.values():
                if not row.is_alive or seen.get(row.pk, row.version) != row.version:
                    raise StaleVersion(row)
            heads = {row.gathered_under_id or row.pk for row in rows.values()}
            top = rows[self.pk].gathered_under_id or self.pk
            group = self._board().filter(Q(pk__in=heads) | Q(gathered_under__in=heads))
            laid = group.exclude(pk=top).exclude(gathered_under=top)
            before: Before = dict(laid.values_list("pk", "gathered_under"))
            self._board().filter(pk__in=before).update(gathered_under=top, gathered_by=by)
            self.workshop.touch([top, *before, *self._behind(top)])
            return before

    def take_apart(self) -> list[uuid.UUID]:
        """Take this note out from behind another; of an uppermost one, all that lie behind it.

        Returns the notes that look different now.
        """
        with self.workshop.changing(*WRITABLE):
            top = self._lies_behind()
            changed = [self.pk, top] if top else [self.pk, *self._behind(self.pk)]
            out = [self.pk] if top else changed
            self._board().filter(pk__in=out).update(gathered_under=None, gathered_by=None)
            return self._touched(changed)

    def lay_back(self, before: "Before") -> list[uuid.UUID]:
        """Undo a `gather`: what lies behind this note goes where it lay before.

        What was moved on since stays where it is; nothing is laid behind a note that does not
        come free with it, so no group ever lies inside another.
        """
        with self.workshop.changing(*WRITABLE):
            here = set(self._behind(self.pk)) & before.keys()
            free = {key for key in here if before[key] is None}
            for key in here:
                top = before[key] if before[key] in free else None
                self._board().filter(pk=key).update(gathered_under=top)
            return self._touched([self.pk, *here])

    def leave_group(self) -> None:
        """Pass the group on before this note goes out of sight; needs the lock."""
        if top := self._lies_behind():
            self._touched([top])
            return
        behind = self._behind(self.pk)
        alive = self._board().alive().filter(pk__in=behind).in_board_order()
        if (heir := alive.first()) is None:
            return
        self._board().filter(pk__in=behind).update(gathered_under=heir.pk)
        self._board().filter(pk=heir.pk).update(gathered_under=None)
        self._touched(behind)

    def _board(self) -> Any:
        notes: Any = type(self)._default_manager
        return notes.filter(workshop=self.workshop)

    def _behind(self, top: uuid.UUID) -> list[uuid.UUID]:
        return list(self._board().filter(gathered_under=top).values_list("pk", flat=True))

    def _lies_behind(self) -> uuid.UUID | None:
        self.refresh_from_db(fields=["gathered_under"])
        return self.gathered_under_id

    def _touched(self, keys: list[uuid.UUID]) -> list[uuid.UUID]:
        self.workshop.touch(keys)
        return keys
