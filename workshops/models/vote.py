"""The dots that a room puts on its notes."""

import uuid
from typing import TYPE_CHECKING, Self, TypeAlias

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from workshops.models.codes import Phase, State, WrongPhase
from workshops.models.participant import Participant
from workshops.models.reflection import Reflection
from workshops.models.workshop import Workshop

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User

# As `Workshop.writer` gives it: a participant without a name, or an account.
Voter: TypeAlias = "tuple[Participant | None, User | None]"


class NoDotsLeft(Exception):
    """The voter has put every dot; `dots` is how many each one has."""

    def __init__(self, dots: int) -> None:
        super().__init__(dots)
        self.dots = dots


class VoteQuerySet(models.QuerySet["Vote"]):
    def cast_by(self, voter: Voter) -> Self:
        """The voter's own dots, as far as they count: on notes that are in sight."""
        participant, user = voter
        in_sight = Q(reflection__deleted_at__isnull=True, reflection__hidden_at__isnull=True)
        return self.filter(in_sight, participant=participant, user=user)

    def put(self, note: Reflection, voter: Voter) -> None:
        """One more dot on `note`.

        Raises WrongState, WrongPhase, NoDotsLeft, and DoesNotExist where the note went away
        meanwhile. Two taps at once cannot make four of three: the board is held.
        """
        board = note.workshop
        with board.changing(State.OPEN):
            _require_vote(board)
            board.reflections.alive().get(pk=note.pk)
            own = self.filter(workshop=board).cast_by(voter)
            if own.count() >= board.dots:
                raise NoDotsLeft(board.dots)
            participant, user = voter
            self.create(workshop=board, reflection=note, participant=participant, user=user)

    def take_back(self, note: Reflection, voter: Voter) -> None:
        """One of the voter's dots off `note`; where there is none nothing happens."""
        board = note.workshop
        with board.changing(State.OPEN):
            _require_vote(board)
            last = self.filter(reflection=note).cast_by(voter).order_by("-pk").first()
            if last is not None:
                last.delete()

    def totals(self) -> dict[uuid.UUID, int]:
        """How many dots each note got."""
        return dict(self.order_by().values_list("reflection").annotate(Count("pk")))


class Vote(models.Model):
    """One dot on one note; several dots of one voter on the same note are several rows."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="votes")
    reflection = models.ForeignKey(Reflection, on_delete=models.CASCADE, related_name="votes")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, blank=True, related_name="votes"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = VoteQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["workshop", "participant"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(participant__isnull=True) ^ Q(user__isnull=True),
                name="vote_has_one_voter",
            )
        ]

    def __str__(self) -> str:
        return f"{self.workshop_id} {self.reflection_id}"


def _require_vote(board: Workshop) -> None:
    if board.phase != Phase.VOTE:
        raise WrongPhase(board.phase)
