"""Who works with whom: organisations, partnerships, and who brings what to them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.sharing import OwnedQuerySet, Sharing, shared_with
from sdg_platform.editing import next_version
from sdg_platform.search import index
from sdg_platform.taxonomy.models import Department, Goal, Theme

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Kommune")
    REGION = "region", _("Region")
    STATE = "state", _("Stat")
    COMPANY = "company", _("Virksomhed")
    CIVIL_SOCIETY = "civil_society", _("Forening eller civilsamfund")
    EDUCATION = "education", _("Skole eller uddannelse")
    NETWORK = "network", _("Netværk")
    CITIZENS = "citizens", _("Borgergruppe")
    INTERNATIONAL = "international", _("International organisation")


class OrganisationQuerySet(OwnedQuerySet["Organisation"]):
    def visible_to(self, actor: Actor) -> Self:
        """What was put on the open list or stands in something shared, and the own ones."""
        return self.filter(shared_with(actor) | Q(municipality__in=actor.municipality_codes))

    def editable_by(self, actor: Actor) -> Self:
        """Those the own municipality put in; reference networks are kept by administrators."""
        return self.owned_by(actor)

    def networks(self) -> Self:
        return self.filter(kind=OrganisationKind.NETWORK)

    def for_cards(self, actor: Actor) -> Self:
        """Load what a row in the list shows; counts only what `actor` may see."""
        seen = Partnership.objects.visible_to(actor).values("pk")
        counted = Count("partnerships", filter=Q(partnerships__in=seen), distinct=True)
        named = self.select_related("municipality").annotate(partnership_count=counted)
        # Django drops the model's own order from a query that groups.
        return named.order_by("name", "pk")


class Organisation(models.Model):
    """Somebody a municipality works with."""

    name = models.CharField(_("navn"), max_length=200)
    kind = models.CharField(_("slags"), max_length=20, choices=OrganisationKind.choices)
    description = models.TextField(_("hvad de gør"), blank=True)
    url = models.URLField(_("hjemmeside"), max_length=500, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        help_text="Who put it in; empty for reference data.",
    )
    sharing = models.CharField(
        max_length=10,
        choices=Sharing.choices,
        default=Sharing.PUBLIC,
        help_text="As wide as the widest partnership it was named in; the open list is public.",
    )
    source_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    confirmed_on = models.DateField(
        null=True, blank=True, help_text="When an editor last saw that it is alive."
    )
    municipalities_can_join = models.BooleanField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(sharing__in=Sharing.values), name="organisation_sharing_is_known"
            ),
            models.UniqueConstraint(
                fields=["municipality", "name"], name="organisation_named_once_in_a_municipality"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        """Keep the index in the same transaction, so that neither knows more than the other."""
        with transaction.atomic():
            super().save(*args, **options)
            index.put([self.search_entry()])

    def get_absolute_url(self) -> str:
        return reverse("partnerships:organisation_detail", args=[self.pk])

    def list_openly(self, *, version: int | None) -> None:
        """Store an edited or new entry of the open list, which everybody reads.

        Raises StaleVersion when `version` is not the stored one.
        """
        with transaction.atomic():
            if self.pk:
                self.version = next_version(self, version)
            self.sharing = Sharing.PUBLIC
            self.save()

    def widen(self, sharing: str) -> None:
        """Let it be seen as far as `sharing`; what was wider stays as it is."""
        if Sharing.values.index(sharing) > Sharing.values.index(self.sharing):
            self.sharing = sharing
            self.save(update_fields=["sharing", "updated_at"])

    def search_entry(self) -> index.NewEntry:
        return index.NewEntry(
            kind="organisation",
            object_id=str(self.pk),
            title=self.name,
            body=self.description,
            keywords=[str(self.get_kind_display())],
            municipality_code=self.municipality_id,
            reach=self.sharing,
            updated_at=self.updated_at,
        )


class PartnershipQuerySet(OwnedQuerySet["Partnership"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the sharing level lets out, and everything of the own municipality."""
        return self.filter(shared_with(actor) | Q(municipality__in=actor.municipality_codes))

    def editable_by(self, actor: Actor) -> Self:
        return self.owned_by(actor)

    def for_goal(self, goal: Goal) -> Self:
        return self.filter(goals=goal)

    def in_need_or_offering(self) -> Self:
        """Those that go on and say that they seek or offer something."""
        goes_on = Q(ended_on__isnull=True) | Q(ended_on__gte=timezone.localdate())
        return self.filter(~Q(seeks="") | ~Q(offers=""), goes_on)

    def for_cards(self) -> Self:
        """Load what a row in a list shows, in a fixed number of queries."""
        return self.select_related("municipality").prefetch_related("goals", "roles__organisation")

    def for_page(self) -> Self:
        return self.for_cards().prefetch_related("themes", "departments")


class Partnership(models.Model):
    """What several organisations do together, told by one municipality."""

    title = models.CharField(_("titel"), max_length=200)
    description = models.TextField(_("hvad I gør sammen"), blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="partnerships"
    )
    sharing = models.CharField(
        _("hvem må se det"), max_length=10, choices=Sharing.choices, default=Sharing.OWN
    )
    goals = models.ManyToManyField(Goal, blank=True, related_name="partnerships")
    themes = models.ManyToManyField(Theme, blank=True, related_name="partnerships")
    departments = models.ManyToManyField(Department, blank=True, related_name="partnerships")
    seeks = models.CharField(_("søger"), max_length=200, blank=True)
    offers = models.CharField(_("tilbyder"), max_length=200, blank=True)
    organisations = models.ManyToManyField(
        Organisation, through="Role", related_name="partnerships"
    )
    started_on = models.DateField(_("begyndte"), null=True, blank=True)
    ended_on = models.DateField(_("sluttede"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        indexes = [models.Index(fields=["municipality", "sharing"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(sharing__in=Sharing.values), name="partnership_sharing_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:partnership_detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return bool(self.ended_on and self.ended_on < timezone.localdate())

    def save_with_roles(
        self,
        rows: Iterable[dict[str, Any]],
        tags: dict[str, Iterable[Any]],
        *,
        by: "User | None",
        version: int | None = None,
    ) -> None:
        """Store the partnership, its tags and who is in it as one act.

        `rows` hold `organisation` or (`name`, `kind`), and `role brings gets`; a new name is
        put into the directory. `tags` maps `goals`, `themes`, `departments` to records.
        Raises StaleVersion when `version` is no longer the stored one.
        """
        with transaction.atomic():
            if self.pk:
                self.version = next_version(self, version)
            else:
                self.created_by = by
            self.save()
            for name, records in tags.items():
                getattr(self, name).set(records)
            self._set_roles(rows)
            index.put([self.search_entry()])

    def _set_roles(self, rows: Iterable[dict[str, Any]]) -> None:
        self.roles.all().delete()
        for row in rows:
            organisation = row.get("organisation") or self._in_directory(row["name"], row["kind"])
            organisation.widen(self.sharing)
            Role.objects.update_or_create(
                partnership=self,
                organisation=organisation,
                defaults={name: row.get(name, "") for name in ("role", "brings", "gets")},
            )

    def _in_directory(self, name: str, kind: str) -> Organisation:
        """A name typed here is known as far as this partnership is, and no further."""
        organisation, _new = Organisation.objects.get_or_create(
            name=name,
            municipality_id=self.municipality_id,
            defaults={"kind": kind, "sharing": self.sharing},
        )
        return organisation

    def search_entry(self) -> index.NewEntry:
        names = [role.organisation.name for role in self.roles.select_related("organisation")]
        goals = [name for goal in self.goals.all() for name in (goal.name_da, goal.name_en)]
        return index.NewEntry(
            kind="partnership",
            object_id=str(self.pk),
            title=self.title,
            body="\n".join(filter(None, [self.description, self.seeks, self.offers])),
            keywords=[*names, *goals, str(self.municipality)],
            municipality_code=self.municipality_id,
            reach=self.sharing,
            updated_at=self.updated_at,
        )


class Role(models.Model):
    """What one organisation brings to a partnership, and what it gets out of it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(_("rolle"), max_length=200, blank=True)
    brings = models.CharField(_("bidrager med"), max_length=500, blank=True)
    gets = models.CharField(_("får ud af det"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "organisation"], name="organisation_has_one_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.role}"
