"""A spreadsheet of practices while somebody looks at what it would become."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User

UPLOAD_LIVES = timedelta(days=1)


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, for as long as one belongs to the municipality it was sent for."""
        if actor.user is None:
            return self.none()
        return self.filter(created_by=actor.user, municipality__in=actor.municipality_codes)

    def receive(self, *, name: str, content: bytes, home: str, by: "User") -> "Upload":
        """Keep a file for its preview; what nobody came back to within a day is thrown away."""
        with transaction.atomic():
            self.filter(created_at__lt=timezone.now() - UPLOAD_LIVES).delete()
            return self.create(name=name, content=content, municipality_id=home, created_by=by)


class Upload(models.Model):
    """The file byte for byte; no practice is made of it before somebody says yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
