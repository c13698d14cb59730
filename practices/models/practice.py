"""What one municipality did, how, and what went wrong."""

import uuid
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practices.entry import entry_of
from practices.models import many
from practices.models.catalogue import Catalogue
from practices.models.codes import EVENT_OF, Driver, Outcome, Stage, Status
from practices.models.details import DETAIL_CONSTRAINTS, Details
from practices.models.queries import PracticeQuerySet
from practices.parts import Parts
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality, User, danish_sort_key
from sdg_platform.accounts.sharing import Sharing, may_read
from sdg_platform.editing import REPEAT_WITHIN, Repeated, StaleVersion
from sdg_platform.search import index
from sdg_platform.taxonomy.models import Department, Goal, PreventionPackage, Target, Theme

# What only its own step changes, never a form.
KEPT: Final = (
    *("status", "published_at", "published_by", "created_by"),
    *("confirmed_on", "reminded_for"),
)


class WrongState(Exception):
    """The practice's status does not allow the step; `str` is one sentence for the reader."""


class Practice(Details):
    """One concrete example from one municipality; the codes are those of the contract."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("titel"), max_length=200)
    summary = models.TextField(_("kort fortalt"), blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="practices"
    )
    departments = models.ManyToManyField(
        Department, through="PracticeDepartment", related_name="practices", blank=True
    )
    year = models.PositiveSmallIntegerField(_("år"), null=True, blank=True)
    language = models.CharField(max_length=2, default="da", choices=settings.LANGUAGES)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    stage = models.CharField(
        _("hvor langt er I"), max_length=10, choices=Stage.choices, default=Stage.TRIAL
    )
    outcome = models.CharField(_("hvordan gik det"), max_length=10, choices=Outcome.choices)
    driver = models.CharField(_("hvem drev det"), max_length=15, choices=Driver.choices, blank=True)
    problem = models.TextField(_("hvad var problemet"), blank=True)
    result = models.TextField(_("hvad kom der ud af det"), blank=True)
    bad_experience = models.TextField(_("det ville vi gøre anderledes"), blank=True)
    bad_experience_visibility = models.CharField(
        _("hvem må læse det"), max_length=10, choices=Sharing.choices, default=Sharing.OWN
    )
    health_as_means = models.BooleanField(_("sundhed er midlet"), default=False)
    source_url = models.URLField(_("kilde"), max_length=500, blank=True)
    goals = models.ManyToManyField(Goal, through="PracticeGoal", related_name="practices")
    targets = models.ManyToManyField(Target, blank=True, related_name="practices")
    themes = models.ManyToManyField(Theme, blank=True, related_name="practices")
    packages = models.ManyToManyField(PreventionPackage, blank=True, related_name="practices")
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    # The keys that lists are paged by, and by which processes learn what has changed.
    listed_at = models.DateTimeField(default=timezone.now, editable=False)
    title_key = models.CharField(max_length=900, default="", editable=False)
    changed_in = models.BigIntegerField(default=0, editable=False)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ["-listed_at", "-id"]
        indexes = [
            models.Index(fields=["municipality", "status"]),
            models.Index(fields=["-listed_at", "-id"], name="practice_newest_first"),
            models.Index(fields=["title_key", "id"], name="practice_by_title"),
            models.Index(fields=["changed_in"], name="practice_changed_in"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="practice_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values), name="practice_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="practice_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(driver="") | Q(driver__in=Driver.values),
                name="practice_driver_is_known",
            ),
            models.CheckConstraint(
                condition=Q(bad_experience_visibility__in=Sharing.values),
                name="practice_bad_experience_visibility_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False),
                name="practice_published_has_a_time",
            ),
            *DETAIL_CONSTRAINTS,
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **options: Any) -> None:
        """Tell every process, in the same transaction, that its facets are old.

        The parts and the index are kept by `save_parts`, `submit`, `publish` and `withdraw`.
        """
        self.set_keys()
        with transaction.atomic():
            self.changed_in = Catalogue.advance()
            if (fields := options.get("update_fields")) is not None:
                options["update_fields"] = {*fields, "changed_in", "listed_at", "title_key"}
            super().save(*args, **options)

    def get_absolute_url(self) -> str:
        return reverse("practices:practice_detail", args=[self.pk])

    # --- Writing ---------------------------------------------------------------------------

    def set_keys(self) -> None:
        """Bring the keys of the lists in line with title and date."""
        self.title_key = danish_sort_key(self.title)[:900]
        self.listed_at = self.published_at or self.created_at or self.listed_at

    def save_parts(
        self, parts: Parts, *, by: User | None, version: int | None = None, event: str = "saved"
    ) -> None:
        """Store the practice and all its parts, as one change by one person.

        `version` is the one the writer started from; raises StaleVersion when another was
        stored meanwhile. None means: a new practice, or a machine that may overwrite.
        """
        with transaction.atomic():
            Catalogue.hold()
            if not self._state.adding:
                stored = Practice.objects.select_for_update().get(pk=self.pk)
                if version is not None and stored.version != version:
                    raise StaleVersion(stored)
                self.version = stored.version + 1
                # What the form does not carry is as it stands now, not as it was read.
                for name in KEPT:
                    setattr(self, name, getattr(stored, name))
                stored.versions.record_missing([stored])
            else:
                self.created_by = by
                self.owner = self.owner or by
            self.edited_by = by
            self.save()
            parts.store(self)
            self._record(event, by)

    def save_new(self, parts: Parts, *, by: User) -> None:
        """Store it for the first time; raises Repeated where `by` has just stored the very same."""
        with transaction.atomic():
            self.save_parts(parts, by=by)
            first = self.versions.get(number=self.version)
            others = Practice.objects.exclude(pk=self.pk).filter(
                municipality=self.municipality_id,
                created_by=by,
                created_at__gte=timezone.now() - REPEAT_WITHIN,
                title=self.title,
            )
            for other in others:
                if other.versions.filter(number=1, snapshot=first.snapshot).exists():
                    raise Repeated(other)

    def submit(self, *, by: User) -> None:
        """Ask a colleague to read it and publish it."""
        self._move(
            {Status.DRAFT, Status.WITHDRAWN},
            Status.IN_REVIEW,
            by,
            gettext("Praksissen er allerede sendt til gennemsyn eller udgivet."),
        )

    def publish(self, *, by: User) -> None:
        """Show it to everyone. Takes somebody else than the one who wrote or last edited it.

        Raises PermissionDenied for the writer, WrongState for what is out or withdrawn.
        """
        with transaction.atomic():
            self._lock()
            if self.was_written_by(by):
                raise PermissionDenied(
                    gettext("Du har selv skrevet i den. Bed en anden koordinator om at udgive.")
                )
            self._move(
                {Status.DRAFT, Status.IN_REVIEW},
                Status.PUBLISHED,
                by,
                gettext("Praksissen kan ikke udgives nu. Send den til gennemsyn først."),
                published_by=by,
                published_at=timezone.now(),
            )

    def withdraw(self, *, by: User) -> None:
        """Take it back from everyone but the own municipality, at once and everywhere."""
        self._move(
            {Status.IN_REVIEW, Status.PUBLISHED},
            Status.WITHDRAWN,
            by,
            gettext("Praksissen er ikke udgivet, så den kan ikke trækkes tilbage."),
        )

    def confirm(self, *, by: User) -> None:
        """Say that it is right as it stands; it is looked at again in a year."""
        with transaction.atomic():
            self._lock()
            self.confirmed_on = timezone.localdate()
            self.review_on = self.confirmed_on + timedelta(days=365)
            self.version += 1
            self.save(update_fields=["confirmed_on", "review_on", "version", "updated_at"])
            self._record("confirmed", by)

    def was_written_by(self, user: User) -> bool:
        return user.pk in {self.created_by_id, self.edited_by_id}

    def _lock(self) -> None:
        """Hold the row, and see status and writers as they are now."""
        Catalogue.hold()
        Practice.objects.select_for_update().get(pk=self.pk)
        self.refresh_from_db(fields=["status", "version", "created_by", "edited_by"])

    def _move(
        self, allowed: set[Status], status: Status, by: User, refusal: str, **changes: Any
    ) -> None:
        with transaction.atomic():
            self._lock()
            if self.status not in allowed:
                raise WrongState(refusal)
            changes |= {"status": status, "version": self.version + 1}
            for name, value in changes.items():
                setattr(self, name, value)
            self.save(update_fields=[*changes, "updated_at"])
            self._record(EVENT_OF[status], by)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        return Practice.objects.filter(pk=self.pk).delete()

    # --- Reading ---------------------------------------------------------------------------

    @property
    def is_draft(self) -> bool:
        """Not out: for the own municipality only."""
        return self.status != Status.PUBLISHED

    def bad_experience_for(self, actor: Actor) -> str:
        """What they would do differently, as far as its own visibility lets `actor` read it."""
        shown = may_read(actor, self.municipality_id, self.bad_experience_visibility)
        return self.bad_experience if shown else ""

    @property
    def went_wrong(self) -> list[Any]:
        """The steps that tell of something that went wrong."""
        return [step for step in self.steps.all() if step.went_wrong]

    def search_entry(self) -> index.NewEntry:
        """What search knows of it; needs the parts loaded (`for_index`)."""
        return entry_of(self)

    def _record(self, event: str, by: User | None) -> None:
        many.record(Practice.objects.all(), {self.pk: event}, by)
