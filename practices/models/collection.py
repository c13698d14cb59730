"""Practices that somebody keeps together, for themselves or behind a link."""

import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from practices.models.practice import Practice
from sdg_platform.accounts.actor import Actor


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, actor: Actor) -> Self:
        """The own ones; behind its link a collection is found by `behind` alone."""
        return self.filter(owner=actor.user) if actor.user is not None else self.none()

    def editable_by(self, actor: Actor) -> Self:
        return self.visible_to(actor)

    def behind(self, token: str) -> Self:
        """The collection that this link leads to, while it is shared."""
        return self.filter(token=token) if token else self.none()


class Collection(models.Model):
    """A list of one's own; whoever has its link reads what they may see of it anyway."""

    title = models.CharField(_("titel"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="collections"
    )
    token = models.CharField(max_length=43, unique=True, null=True, blank=True, editable=False)
    practices = models.ManyToManyField(Practice, blank=True, related_name="collections")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("practices:collection_detail", args=[self.pk])

    @property
    def link(self) -> str:
        """The address for others; "" while it is not shared."""
        if not self.token:
            return ""
        here = reverse("practices:collection_shared", args=[self.token])
        return f"{settings.SITE_URL}{here}"

    def share(self) -> None:
        """Give it a link that nobody can guess; the one it has stays."""
        if not self.token:
            self.token = secrets.token_urlsafe(24)
            self.save(update_fields=["token", "updated_at"])

    def stop_sharing(self) -> None:
        """The link is dead at once; a later one is another."""
        self.token = None
        self.save(update_fields=["token", "updated_at"])
