"""How far the shelves of search have moved on: models, imported by `models`."""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction

from sdg_platform.search.store import SHELVES


class Shelf(models.Model):
    """How far a shelved kind has changed: what tells every process that its bitmaps are old.

    Each transaction that writes such an entry updates the row first, so writers take turns and
    "everything after number N" misses nothing.
    """

    KEPT = 5_000

    kind = models.CharField(max_length=20, primary_key=True)
    number = models.BigIntegerField(default=0)
    token = models.UUIDField(default=uuid.uuid4)
    read_all_since = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "shelves"

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @classmethod
    def advance(cls, kind: str, numbers: Collection[int], *, read_all: bool = False) -> None:
        """Take the next number for these objects, for as long as the transaction lasts.

        `read_all` is for changes too many to name.
        """
        row = cls.objects.select_for_update().get_or_create(pk=kind)[0]
        row.number += 1
        row.token = uuid.uuid4()
        if read_all:
            row.read_all_since = row.number
        changes = [Change(kind=kind, number=pk, changed_in=row.number) for pk in numbers]
        Change.objects.bulk_create(
            changes,
            update_conflicts=True,
            unique_fields=["kind", "number"],
            update_fields=["changed_in"],
        )
        if row.number % cls.KEPT == 0:
            row.read_all_since = max(row.read_all_since, row.number - cls.KEPT)
            Change.objects.filter(kind=kind, changed_in__lte=row.read_all_since).delete()
        row.save()

    @classmethod
    @contextmanager
    def moved_on(cls) -> Iterator[None]:
        """What is written inside changes what words find, on every shelf at once."""
        with transaction.atomic():
            for kind in sorted(SHELVES):
                cls.advance(kind, [])
            yield

    @classmethod
    def state(cls, kind: str) -> tuple[int, str, int]:
        """Number, token and `read_all_since`; zeros before the first entry.

        Every search begins by asking, so it is asked without the query builder.
        """
        query = "SELECT number, token, read_all_since FROM search_shelf WHERE kind = %s"
        with connection.cursor() as cursor:
            cursor.execute(query, [kind])
            number, token, read_all_since = cursor.fetchone() or (0, "", 0)
        return number, str(token), read_all_since


class Change(models.Model):
    """An object of a shelved kind that was put or removed, and in which number of its shelf."""

    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    changed_in = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "changed_in"], name="change_of_shelf")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="change_once_per_object")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
