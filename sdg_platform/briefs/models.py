"""A coordinator's selection across the features, before a format is chosen."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from practices.models import Practice
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.roles import Role
from sdg_platform.accounts.sharing import OwnedQuerySet
from sdg_platform.editing import next_version
from sdg_platform.taxonomy.models import Goal, Theme
from workshops.models import Workshop

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User


class Part(models.TextChoices):
    """What the platform can say by itself; a coordinator may leave a part out."""

    PRACTICES = "practices", _("Eksempler: hvad der er prøvet")
    VOICES = "voices", _("Noter fra workshops, ordret")
    ACTIONS = "actions", _("Tiltag fra workshops, og hvordan det går")
    GAPS = "gaps", _("Mål, der mangler eksempler")
    CONTACTS = "contacts", _("Partnerskaber, man kan ringe til")
    GOALS = "goals", _("Listen over verdensmål")


# What only a person may write. The lead may be empty; the other two then say "udfyldes".
LEAD, ECONOMY, RECOMMENDATION = "lead", "economy", "recommendation"
TEXTS = (LEAD, ECONOMY, RECOMMENDATION)


class Layout(models.TextChoices):
    ONE_PAGE = "one_page", _("En til to sider")
    FULL = "full", _("Det hele")


class BriefQuerySet(OwnedQuerySet["Brief"]):
    def visible_to(self, actor: Actor) -> Self:
        """Only the own municipality's: a brief leaves the house as a file, not as a page."""
        return self.owned_by(actor)

    def editable_by(self, actor: Actor) -> Self:
        return self.owned_by(actor)

    def for_list(self) -> Self:
        return self.select_related("municipality").prefetch_related("goals")


class Brief(models.Model):
    """The saved selection that becomes a one-to-two-page summary for politicians."""

    title = models.CharField(_("titel"), max_length=200)
    audience = models.CharField(_("hvem skal læse den"), max_length=200, blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="briefs")
    goals = models.ManyToManyField(Goal, blank=True, related_name="briefs")
    themes = models.ManyToManyField(Theme, blank=True, related_name="briefs")
    workshops = models.ManyToManyField(Workshop, blank=True, related_name="briefs")
    practices = models.ManyToManyField(Practice, blank=True, related_name="briefs")
    language = models.CharField(_("sprog"), max_length=2, default="da", choices=settings.LANGUAGES)
    layout = models.CharField(
        _("længde"), max_length=10, choices=Layout.choices, default=Layout.ONE_PAGE
    )
    sections = models.JSONField(
        default=dict,
        blank=True,
        help_text="What a person wrote: section code to text; an empty one says 'udfyldes'.",
        # Beside the texts: `left_out` (codes of Part) and `order` (ids of the chosen practices).
    )
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = BriefQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(layout__in=Layout.values), name="brief_layout_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("briefs:brief_detail", args=[self.pk])

    def text(self, code: str) -> str:
        """What a person wrote in that section, or nothing."""
        said = self.sections.get(code, "")
        return said if isinstance(said, str) else ""

    def shows(self, part: str) -> bool:
        return part not in self.sections.get("left_out", [])

    @property
    def parts(self) -> list[str]:
        return [part for part in Part.values if self.shows(part)]

    def ordered(self, practices: Iterable[Practice]) -> list[Practice]:
        """The chosen practices in the order that the coordinator gave them."""
        order = self.sections.get("order", [])
        places = {pk: place for place, pk in enumerate(order)}
        return sorted(practices, key=lambda practice: places.get(practice.pk, len(places)))

    def house(self) -> Actor:
        """Whoever asks on behalf of the municipality itself, where no person does."""
        return Actor(roles={self.municipality_id: Role.COORDINATOR})

    def save_selection(
        self, picked: Mapping[str, Iterable[Any]], *, by: "User | None", version: int | None = None
    ) -> None:
        """Store the brief and what it is made of as one act.

        `picked` maps `goals`, `themes`, `workshops`, `practices` to records. Raises
        StaleVersion when `version` is no longer the stored one.
        """
        with transaction.atomic():
            if self.pk:
                self.version = next_version(self, version)
            else:
                self.created_by = by
            self.save()
            for name, records in picked.items():
                getattr(self, name).set(records)
