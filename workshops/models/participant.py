"""Who joined a workshop: nobody with a name."""

import uuid

from django.db import models

from workshops.models.codes import Phase, State
from workshops.models.phases import GUIDES
from workshops.models.workshop import Workshop


class Participant(models.Model):
    """Somebody who joined one workshop: no name, no address, no account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    table = models.PositiveSmallIntegerField(null=True, blank=True)
    done_in = models.CharField(
        max_length=20, blank=True, default="", help_text="The phase in which they said: I am done."
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["joined_at"]

    def __str__(self) -> str:
        return str(self.pk)[:8]

    def say_done(self, *, in_phase: str, done: bool) -> None:
        """Say that one is done, or busy again, in the phase that one saw on the page.

        Changes nothing when the room has gone on since, or where nobody is asked. Raises
        WrongState when the workshop is not open.
        """
        with self.workshop.changing(State.OPEN):
            phase = self.workshop.phase
            said = phase if done else ""
            if phase != in_phase or not GUIDES[Phase(phase)].asks_done or said == self.done_in:
                return
            self.done_in = said
            self.save(update_fields=["done_in"])
            everybody = self.workshop.participants.count()
            are_done = self.workshop.participants.filter(done_in=phase).count()
            self.workshop.beat_at(are_done, 1 if are_done == everybody else everybody)
