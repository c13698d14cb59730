"""A picture of a flip chart, kept beside the notes."""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.roles import Power
from sdg_platform.accounts.sharing import Sharing, shared_with
from sdg_platform.editing import next_version
from workshops.models.codes import OVER, TAGGABLE
from workshops.models.queries import joined_by, joint_with
from workshops.models.workshop import Workshop
from workshops.shrinking import Shrunk

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User

# A room has a dozen charts, not a hundred.
MOST_PHOTOS = 40


class TooManyPhotos(Exception):
    """The workshop holds as many pictures as it can."""


class PhotoQuerySet(models.QuerySet["Photo"]):
    def visible_to(self, actor: Actor) -> Self:
        """As the notes: of those who hold it, of the room, and what a finished one lets out.

        While the notes are hidden a chart would show them, so only who leads the room sees it.
        """
        codes, running = actor.municipality_codes, actor.codes_with(Power.RUN_WORKSHOPS)
        uncovered = Q(workshop__is_hidden=False)
        leads = Q(workshop__municipality__in=running) | Q(workshop__in=joint_with(running))
        return self.filter(
            Q(workshop__municipality__in=codes)
            | Q(workshop__in=joint_with(codes))
            | joined_by(actor, "workshop__")
            | (
                shared_with(actor)
                & shared_with(actor, "workshop__sharing")
                & Q(workshop__state__in=OVER)
            ),
            uncovered | leads,
        )

    def hang(
        self, workshop: Workshop, shrunk: Shrunk, *, alt: str, sharing: str, by: "User | None"
    ) -> "Photo":
        """Keep a picture beside the notes; raises WrongState once archived, TooManyPhotos."""
        photo = Photo(
            workshop=workshop,
            alt=alt,
            sharing=sharing,
            width=shrunk.width,
            height=shrunk.height,
            created_by=by,
        )
        with workshop.changing(*TAGGABLE):
            if workshop.photos.count() >= MOST_PHOTOS:
                raise TooManyPhotos
            photo.picture.save("", ContentFile(shrunk.content), save=False)
            try:
                photo.save(force_insert=True)
            except BaseException:
                photo.picture.delete(save=False)
                raise
        return photo


def photo_path(photo: "Photo", name: str) -> str:
    """Where the picture lies: its own key says nothing, whatever the file was called."""
    return f"workshops/{photo.workshop_id}/{photo.pk}.jpg"


class Photo(models.Model):
    """A resized picture without a word of what the camera knew, and what is to be seen on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="photos")
    picture = models.FileField(upload_to=photo_path)
    alt = models.CharField(_("hvad ses på billedet"), max_length=500)
    sharing = models.CharField(
        _("hvem må se billedet"),
        max_length=10,
        choices=Sharing.choices,
        default=Sharing.OWN,
        help_text="A chart shows notes of every reach, so a picture stays until somebody lets it.",
    )
    version = models.PositiveIntegerField(default=1)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sharing__in=Sharing.values), name="photo_sharing_is_known"
            ),
            models.CheckConstraint(condition=~Q(alt=""), name="photo_says_what_it_shows"),
        ]

    def __str__(self) -> str:
        return self.alt[:80]

    def get_absolute_url(self) -> str:
        return reverse("workshops:photo_picture", args=[self.workshop_id, self.pk])

    def describe(self, version: int, *, alt: str, sharing: str) -> None:
        """Store other words or another reach upon `version`.

        Raises StaleVersion when somebody saved since, WrongState in an archived workshop.
        """
        with self.workshop.changing(*TAGGABLE):
            self.alt, self.sharing, self.version = alt, sharing, next_version(self, version)
            self.save(update_fields=["alt", "sharing", "version"])

    def take_down(self) -> None:
        """Forget the picture, row and file; raises WrongState in an archived workshop."""
        with self.workshop.changing(*TAGGABLE):
            storage, name = self.picture.storage, str(self.picture.name)
            self.delete()
            # The file goes last: a row without its file would be a hole in the page.
            transaction.on_commit(lambda: storage.delete(name))
