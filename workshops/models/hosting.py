"""Who holds a workshop: the municipality that is its host, and those that are its guests."""

from collections.abc import Iterable

from django.db import models
from django.utils.functional import cached_property

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.roles import Power


class Hosting(models.Model):
    """The municipalities of a workshop, and what each lets its people do there.

    Abstract, as `Meeting` is: there is one kind of workshop, told in several files.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="workshops"
    )
    # Other municipalities that hold it together with the host.
    cohosts = models.ManyToManyField(Municipality, blank=True, related_name="joint_workshops")

    # Set by `for_board`.
    has_guests: bool

    class Meta:
        abstract = True

    @cached_property
    def guests(self) -> list[Municipality]:
        """The municipalities that hold it beside the host, in the order of the alphabet."""
        return list(self.cohosts.all()) if getattr(self, "has_guests", True) else []

    @cached_property
    def guest_codes(self) -> frozenset[str]:
        return frozenset(guest.pk for guest in self.guests)

    def holding_code(self, actor: Actor) -> str:
        """The municipality through which `actor` holds it; empty for everybody else.

        Where a person has several, the one that lets them run it goes first, then the host.
        """
        codes = [self.municipality_id] if self.municipality_id in actor.roles else []
        if actor.roles.keys() - codes and not self._lets_run(actor, codes):
            codes += [code for code in actor.roles if code in self.guest_codes]
        running = [code for code in codes if self._lets_run(actor, [code])]
        return [*running, *codes, ""][0]

    @staticmethod
    def _lets_run(actor: Actor, codes: Iterable[str]) -> bool:
        return any(actor.may(Power.RUN_WORKSHOPS, code) for code in codes)

    def is_held_by(self, actor: Actor) -> bool:
        """Whether one of the actor's municipalities is the host or a guest."""
        return bool(self.holding_code(actor))

    def is_run_by(self, actor: Actor) -> bool:
        """Whoever runs workshops for the host or for a guest helps to run this one."""
        return self._lets_run(actor, [self.holding_code(actor)])

    def is_hosted_by(self, actor: Actor) -> bool:
        """Who decides how far the notes go, who is invited, and when it is put away."""
        return self._lets_run(actor, [self.municipality_id])
