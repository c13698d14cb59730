"""The numbered changes of a board."""

from django.db import models

from workshops.models.reflection import Reflection
from workshops.models.workshop import Workshop


class BoardEvent(models.Model):
    """One numbered change on a board; whoever has seen number N asks for what came after."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    reflection = models.ForeignKey(
        Reflection, on_delete=models.CASCADE, null=True, blank=True, related_name="events"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "seq"], name="board_event_number_is_its_own"
            )
        ]

    def __str__(self) -> str:
        return f"{self.workshop_id} {self.seq} {self.kind}"
