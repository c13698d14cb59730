"""Who outside the own municipality may read a row: one word, the same everywhere."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor


class Sharing(models.TextChoices):
    OWN = "own", _("Kun vores kommune")
    NETWORK = "network", _("Kommuner på siden")
    PUBLIC = "public", _("Alle")


def shared_with(actor: Actor, field: str = "sharing") -> Q:
    """The condition under which `actor`, as a stranger to the municipality, may read."""
    words = [Sharing.PUBLIC, Sharing.NETWORK] if actor.is_member else [Sharing.PUBLIC]
    return Q(**{f"{field}__in": words})


def may_read(actor: Actor, municipality: str, reach: str) -> bool:
    """The same for one row: of the own municipality everything, of others what they share."""
    return (
        municipality in actor.municipality_codes
        or reach == Sharing.PUBLIC
        or (reach == Sharing.NETWORK and actor.is_member)
    )


Record = TypeVar("Record", bound=models.Model, covariant=True)


class OwnedQuerySet(models.QuerySet[Record]):
    """Rows with a `municipality`: the gate that views fetch them through.

    A subclass says what `visible_to` means for it.
    """

    def owned_by(self, actor: Actor) -> Self:
        """Rows of the actor's own municipalities, whatever the role may do with them."""
        return self.filter(municipality__in=actor.municipality_codes)
