"""What somebody wants to hear of: a goal, a municipality or a search; once a week, by letter."""

from typing import Any, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor

SALT = "practices.follow"


class FollowKind(models.TextChoices):
    GOAL = "goal", _("Verdensmål")
    MUNICIPALITY = "municipality", _("Kommune")
    SEARCH = "search", _("Søgning")


class FollowQuerySet(models.QuerySet["Follow"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(user=actor.user) if actor.user is not None else self.none()

    def editable_by(self, actor: Actor) -> Self:
        return self.visible_to(actor)


class Follow(models.Model):
    """One thing that a person follows; `value` is a goal's number, a code, or a query string."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows"
    )
    kind = models.CharField(max_length=12, choices=FollowKind.choices)
    value = models.CharField(max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "value", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "value"], name="followed_once"),
            models.CheckConstraint(
                condition=Q(kind__in=FollowKind.values), name="follow_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"

    @property
    def query(self) -> str:
        """The list of practices that this is about, as its query string."""
        return self.value if self.kind == FollowKind.SEARCH else f"{self.kind}={self.value}"

    @property
    def list_url(self) -> str:
        return f"{reverse('practices:practice_list')}?{self.query}"


class Digest(models.Model):
    """That a person got the letter of a week ("2026-W48"): so that nobody gets it twice."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests"
    )
    week = models.CharField(max_length=8)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-week"]
        constraints = [
            models.UniqueConstraint(fields=["user", "week"], name="one_digest_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.week}"


def unfollow_token(user_id: int) -> str:
    """What the letter's own link carries: it ends the letters and opens nothing else."""
    return signing.dumps(user_id, salt=SALT)


def user_of(token: str) -> Any:
    """The id in the token; None for one that we did not make."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
