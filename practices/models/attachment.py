"""A file that belongs to a step: the note to hand over, the sheet to copy."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction

from practices.models.catalogue import Catalogue
from practices.models.practice import Practice
from practices.parts import Parts
from practices.rows import snapshot
from sdg_platform.accounts.models import User

MOST_FILES = 30


class TooManyFiles(Exception):
    """The practice holds as many files as it may."""


def attachment_path(attachment: "Attachment", name: str) -> str:
    """Where the file lies: its own key says nothing, whatever it was called."""
    return f"practices/{attachment.practice_id}/{attachment.pk}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def hang(
        self, practice: Practice, position: int, file: Any, kind: str, *, by: User
    ) -> "Attachment":
        """Store `file` on the step at `position`, in the place of what hung there.

        Raises StaleVersion when the practice was changed since it was read, TooManyFiles.
        """
        with transaction.atomic():
            if self.filter(practice=practice).count() >= MOST_FILES:
                raise TooManyFiles
            made = self.create(
                practice=practice,
                file=file,
                name=file.name,
                content_type=kind,
                size=file.size,
                created_by=by,
            )
            _rehang(practice, {position: str(made.pk)}, by)
        return made


class Attachment(models.Model):
    """It stays with the practice while steps come and go, so that old versions find it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=attachment_path)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="In bytes.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.name

    def take_down(self, *, by: User) -> None:
        """Remove it for good, from its steps and from the disk."""
        with transaction.atomic():
            Catalogue.hold()
            practice = Practice.objects.for_page().get(pk=self.practice_id)
            places = {step.position: "" for step in practice.steps.filter(attachment=self)}
            if places:
                _rehang(practice, places, by)
            self.delete()
            # The bytes go only when nothing can bring the row back.
            storage, lies_at = self.file.storage, str(self.file.name)
            transaction.on_commit(lambda: storage.delete(lies_at))


def _rehang(practice: Practice, keys: dict[int, str], by: User) -> None:
    """Store the practice with other attachments on its steps; needs `for_page`."""
    row = snapshot(practice)
    for position, key in keys.items():
        row["steps"][position - 1]["attachment"] = key
    practice.save_parts(Parts.from_row(row), by=by, version=practice.version)
