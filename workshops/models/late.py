"""Notes that came when the meeting was over: they wait in a tray."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.roles import Power
from workshops.models.codes import Quadrant, WrongState
from workshops.models.incoming import IdElsewhere, IdTaken, NewReflection, TooFast
from workshops.models.participant import Participant
from workshops.models.queries import joint_with
from workshops.models.reflection import Reflection
from workshops.models.workshop import NEW_NOTES, Workshop


class LateNoteQuerySet(models.QuerySet["LateNote"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those on the boards one runs, and those one wrote oneself."""
        written = Q(participant__in=list(actor.participations.values()))
        if actor.user is not None:
            written |= Q(created_by=actor.user)
        codes = actor.codes_with(Power.RUN_WORKSHOPS)
        runs = Q(workshop__municipality__in=codes) | Q(workshop__in=joint_with(codes))
        return self.filter(runs | written)

    def undecided(self) -> Self:
        """Not on the board: they wait, or were left out."""
        return self.filter(reflection__isnull=True)

    def receive(self, workshop: Workshop, new: NewReflection) -> tuple["LateNote", bool]:
        """Lay one note in the tray; the second value tells whether it is new there.

        Raises WrongState when the tray takes no more, IdTaken, IdElsewhere and TooFast as
        `Workshop.add_reflection` does.
        """
        with transaction.atomic():
            workshop.lock()
            if stored := self._replayed(workshop, new):
                return stored, False
            if not workshop.takes_late_notes:
                raise WrongState(workshop.state)
            if new.participant and (wait := NEW_NOTES.hit(new.participant.pk)):
                raise TooFast(wait)
            late = self.create(
                id=new.id,
                workshop=workshop,
                quadrant=new.quadrant,
                text=new.text,
                participant=new.participant,
                created_by=new.created_by,
            )
            workshop.beat()
            return late, True

    def _replayed(self, workshop: Workshop, new: NewReflection) -> "LateNote | None":
        on_a_board = Reflection.objects.filter(pk=new.id).exclude(came_late=new.id)
        if board := on_a_board.values_list("workshop", flat=True).first():
            raise IdTaken if board == workshop.pk else IdElsewhere
        stored = self.filter(pk=new.id).first()
        if stored is None:
            return None
        if stored.workshop_id != workshop.pk:
            raise IdElsewhere
        if stored.as_sent().fingerprint != new.fingerprint or stored.writer != _writer(new):
            raise IdTaken
        return stored


def _writer(new: NewReflection) -> tuple[uuid.UUID | None, int | None]:
    participant, user = new.participant, new.created_by
    return participant.pk if participant else None, user.pk if user else None


class LateNote(models.Model):
    """A note that came within a day of closing; the facilitator takes it in or leaves it out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="late_notes")
    quadrant = models.CharField(max_length=20, choices=Quadrant.choices)
    text = models.TextField(_("tekst"))
    participant = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="late_notes"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(auto_now_add=True)
    # What the facilitator decided: a note on the board, or left out.
    reflection = models.OneToOneField(
        Reflection, on_delete=models.SET_NULL, null=True, blank=True, related_name="came_late"
    )
    left_out_at = models.DateTimeField(null=True, blank=True)

    objects = LateNoteQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quadrant__in=Quadrant.values), name="late_note_quadrant_is_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="late_note_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def writer(self) -> tuple[uuid.UUID | None, int | None]:
        return self.participant_id, self.created_by_id

    def as_sent(self) -> NewReflection:
        """The note as it came; on the board it keeps its id, so that sending it again is known."""
        return NewReflection(
            id=self.pk,
            quadrant=self.quadrant,
            text=self.text,
            participant=self.participant,
            created_by=self.created_by,
        )

    def take_in(self) -> Reflection:
        """Put it on the board, where it takes the next number; doing it twice does it once.

        Raises WrongState once the workshop is archived.
        """
        with transaction.atomic():
            self.workshop.lock()
            self.refresh_from_db(fields=["reflection", "left_out_at"])
            if self.reflection is None:
                # Sent again to a board that was opened once more, it stands there already.
                stored = self.workshop.reflections.filter(pk=self.pk).first()
                self.reflection = stored or self.workshop.add_reflections([self.as_sent()])[0]
                self.left_out_at = None
                self.save(update_fields=["reflection", "left_out_at"])
                self.workshop.beat()
            return self.reflection

    def leave_out(self) -> None:
        """Let it lie; it can still be taken in."""
        with transaction.atomic():
            self.workshop.lock()
            self.refresh_from_db(fields=["reflection", "left_out_at"])
            if self.reflection is None and self.left_out_at is None:
                self.left_out_at = timezone.now()
                self.save(update_fields=["left_out_at"])
                self.workshop.beat()
