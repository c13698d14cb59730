"""“Vi prøvede det også”: what became of a practice in another municipality."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.catalogue import Catalogue
from practices.models.codes import Outcome, Status
from practices.models.practice import Practice
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.sharing import OwnedQuerySet, Sharing, shared_with
from sdg_platform.editing import REPEAT_WITHIN, Repeated, next_version

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User


class AdoptionQuerySet(OwnedQuerySet["Adoption"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the log's own sharing lets out while its practice is out, and the own logs."""
        shared = shared_with(actor) & Q(practice__status=Status.PUBLISHED)
        return self.filter(shared | Q(municipality__in=actor.municipality_codes))

    def editable_by(self, actor: Actor) -> Self:
        return self.owned_by(actor)

    def for_card(self) -> Self:
        """Load what a row of the table shows; the newest try comes first."""
        newest = models.F("date").desc(nulls_last=True)
        return self.select_related("municipality").order_by(newest, "-pk")


class Adoption(models.Model):
    """One municipality's log of trying another's practice: kept, changed, dropped."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="adoptions")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="adoptions"
    )
    date = models.DateField(_("hvornår"), null=True, blank=True)
    outcome = models.CharField(_("hvordan gik det"), max_length=10, choices=Outcome.choices)
    kept = models.TextField(_("beholdt"), blank=True)
    changed = models.TextField(_("ændrede"), blank=True)
    dropped = models.TextField(_("droppede"), blank=True)
    result = models.TextField(_("hvad kom der ud af det"), blank=True)
    note = models.TextField(_("andet"), blank=True)
    sharing = models.CharField(
        _("hvem må læse det"), max_length=10, choices=Sharing.choices, default=Sharing.NETWORK
    )
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="adoption_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(sharing__in=Sharing.values), name="adoption_sharing_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.practice_id}"

    def get_absolute_url(self) -> str:
        here = reverse("practices:practice_detail", args=[self.practice_id])
        return f"{here}#adoption-{self.pk}"

    def texts(self) -> tuple[str, ...]:
        """Everything that was written, in the order of the form."""
        return (self.kept, self.changed, self.dropped, self.result, self.note)

    def store(self, *, by: "User | None", version: int | None = None) -> None:
        """Save the log, and let search find its practice by it as far as everybody may read it.

        Raises StaleVersion when `version` is no longer the stored one, Repeated when `by` has
        just told the very same.
        """
        with transaction.atomic():
            Catalogue.advance()  # Lists count the logs, and their pages are kept.
            if self.pk:
                self.version = next_version(self, version)
            else:
                self.created_by = by
                self._check_repeat()
            self.save()
            Practice.objects.filter(pk=self.practice_id).tell_anew()

    def _check_repeat(self) -> None:
        told = {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.name not in {"id", "created_at", "updated_at"}
        }
        lately = Adoption.objects.filter(created_at__gte=timezone.now() - REPEAT_WITHIN)
        if self.created_by_id and (first := lately.filter(**told).first()):
            raise Repeated(first)

    def remove(self) -> None:
        with transaction.atomic():
            Catalogue.advance()
            self.delete()
            Practice.objects.filter(pk=self.practice_id).tell_anew()
