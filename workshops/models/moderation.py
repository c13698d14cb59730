"""What a facilitator took out of sight, and when: a log that never holds the text."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workshops.models.action import Action
from workshops.models.codes import State
from workshops.models.late import LateNote
from workshops.models.reflection import Reflection
from workshops.models.workshop import Workshop

if TYPE_CHECKING:
    from uuid import UUID

    from sdg_platform.accounts.models import User

# Stands where a note was struck out; what stood there is nowhere any more.
STRUCK_OUT = "[streget ud]"


class ModerationAct(models.TextChoices):
    HIDDEN = "hidden", _("Skjult")
    SHOWN = "shown", _("Vist igen")
    REDACTED = "redacted", _("Streget ud")


class ModerationQuerySet(models.QuerySet["Moderation"]):
    """The acts themselves: each leaves its line in the log, in any state of the workshop.

    To hide and to show take no number of the board; to strike out is an edit, and does.
    """

    def struck_out(self, workshop: Workshop) -> "frozenset[UUID]":
        """The notes of a board whose words were taken out for good."""
        rows = self.filter(workshop=workshop, act=ModerationAct.REDACTED)
        return frozenset(rows.values_list("reflection", flat=True))

    def hide(self, note: Reflection, *, by: "User | None", reason: str = "") -> None:
        """Out of everybody's sight but the facilitator's; hiding twice is hiding once."""
        with note.workshop.changing(*State.values):
            note.refresh_from_db(fields=["hidden_at"])
            if note.hidden_at is None:
                self._set_sight(note, hidden=True)
                self._write_down(note, ModerationAct.HIDDEN, by, reason)

    def show(self, note: Reflection, *, by: "User | None") -> None:
        with note.workshop.changing(*State.values):
            note.refresh_from_db(fields=["hidden_at"])
            if note.hidden_at is not None:
                self._set_sight(note, hidden=False)
                self._write_down(note, ModerationAct.SHOWN, by)

    def redact(self, note: Reflection, *, by: "User | None", reason: str = "") -> None:
        """Strike the words out for good, wherever they are kept.

        That is the note and the hash of what was first sent, from which short words could be
        guessed; the document that it came from, whose bytes hold the line; what was agreed on
        in the very same words; and the same note in the tray of those that came late.
        """
        with note.workshop.changing(*State.values):
            note.refresh_from_db()
            words, source = note.text, note.source
            Action.objects.filter(reflection=note, text=words).update(text=STRUCK_OUT)
            LateNote.objects.filter(reflection=note).update(text=STRUCK_OUT)
            note.strike_out(STRUCK_OUT)
            if source is not None:
                source.content = b""
                source.save(update_fields=["content"])
            self._write_down(note, ModerationAct.REDACTED, by, reason)

    def _set_sight(self, note: Reflection, *, hidden: bool) -> None:
        note.hidden_at = timezone.now() if hidden else None
        note.save(update_fields=["hidden_at"])
        note.leave_group()
        note.give_dots_back()
        Reflection.objects.filter(pk=note.pk).put_in_index()
        note.workshop.touch([note.pk])

    def _write_down(
        self, note: Reflection, act: ModerationAct, by: "User | None", reason: str = ""
    ) -> None:
        self.create(workshop=note.workshop, reflection=note, act=act, by=by, reason=reason)


class Moderation(models.Model):
    """One note hidden, shown again or redacted: by whom, when and why."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="moderations")
    reflection = models.ForeignKey(Reflection, on_delete=models.CASCADE, related_name="moderations")
    act = models.CharField(max_length=10, choices=ModerationAct.choices)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = ModerationQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.reflection_id} {self.act}"
