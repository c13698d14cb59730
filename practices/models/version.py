"""Every state a practice was stored in, with all its parts."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from practices.models.practice import Practice
from practices.parts import Parts
from practices.rows import plain_fields, snapshot
from sdg_platform.accounts.models import User


class PracticeVersionQuerySet(models.QuerySet["PracticeVersion"]):
    def record(self, said: Iterable[tuple[Practice, str]], by: User | None) -> None:
        """Keep what each practice says now, with what happened to it; their parts must be as
        they were just stored.
        """
        self.bulk_create(
            self.model(
                practice=practice,
                number=practice.version,
                event=event,
                snapshot=snapshot(practice),
                made_by=by,
            )
            for practice, event in said
        )

    def record_missing(self, practices: Sequence[Practice]) -> None:
        """Keep what stands now, where nobody did: bulk loads store practices without a version."""
        ids = [practice.pk for practice in practices]
        kept = set(self.filter(practice__in=ids).values_list("practice", "number"))
        missing = [one.pk for one in practices if (one.pk, one.version) not in kept]
        if missing:
            for whole in Practice.objects.for_page().filter(pk__in=missing):
                self.record([(whole, PracticeVersion.Event.SAVED)], whole.edited_by)


class PracticeVersion(models.Model):
    """The practice as it stood after one change; never altered, readable by its own house."""

    class Event(models.TextChoices):
        SAVED = "saved", _("Gemt")
        SUBMITTED = "submitted", _("Sendt til gennemsyn")
        PUBLISHED = "published", _("Udgivet")
        WITHDRAWN = "withdrawn", _("Trukket tilbage")
        RESTORED = "restored", _("Hentet frem igen")
        CONFIRMED = "confirmed", _("Bekræftet")

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    event = models.CharField(max_length=10, choices=Event.choices, default=Event.SAVED)
    snapshot = models.JSONField(help_text="The full row, in the names of `practices.rows`.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PracticeVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "number"], name="practice_version_is_stored_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}, {self.number}"

    def restore(self, *, by: User, seen: int) -> list[str]:
        """Make this text the newest version; status and who may read the bad experience stay.

        Departments and tags that are deleted since cannot come back: their codes are returned.
        `seen` is the newest version that the reader saw; raises StaleVersion beyond it.
        """
        practice = self.practice
        for name, value in plain_fields(self.snapshot).items():
            if name != "bad_experience_visibility":
                setattr(practice, name, value)
        event = self.Event.RESTORED
        parts, gone = Parts.from_row(self.snapshot).without_gone()
        practice.save_parts(parts, by=by, version=seen, event=event)
        return gone
