"""How far the catalogue has changed: what tells every process that its facets are old."""

import uuid
from collections.abc import Collection
from typing import Any, Self

from django.db import connection, models


class Catalogue(models.Model):
    """One row, changed by every transaction that writes a practice.

    Updating it first makes writers take turns, so the numbers grow in the order of the
    commits and "everything after number N" misses nothing. The token tells apart two
    histories that reached the same number (a restored backup, a transaction rolled back).
    """

    ONLY = 1
    # Of more at once it is told that all is to be read.
    MOST_NAMED = 500

    number = models.BigIntegerField(default=0)
    token = models.UUIDField(default=uuid.uuid4)
    read_all_since = models.BigIntegerField(
        default=0, help_text="Who holds a state older than this reads every practice again."
    )

    class Meta:
        verbose_name_plural = "catalogue"

    def __str__(self) -> str:
        return f"{self.number} {self.token}"

    @classmethod
    def hold(cls) -> Self:
        """Take the turn to write, before any practice's row is locked: one order, no deadlock."""
        return cls.objects.select_for_update().get_or_create(pk=cls.ONLY)[0]

    @classmethod
    def advance(cls, *, read_all: bool = False) -> int:
        """Take the next number, for as long as the caller's transaction lasts.

        `read_all` is for changes that leave no trace on a row: deleted rows, bulk loads.
        """
        row = cls.hold()
        row.number += 1
        row.token = uuid.uuid4()
        if read_all:
            row.read_all_since = row.number
        row.save()
        return row.number

    @classmethod
    def bury(cls, ids: Collection[int]) -> None:
        """Take the next number for practices that are deleted: their rows can tell no more."""
        number = cls.advance(read_all=len(ids) > cls.MOST_NAMED)
        if len(ids) <= cls.MOST_NAMED:
            Gone.objects.bulk_create(Gone(practice=pk, gone_in=number) for pk in ids)

    @classmethod
    def start_behind(cls, practices: "models.QuerySet[Any]") -> None:
        """Count on from practices that came with numbers of their own, from a backup."""
        row = cls.hold()
        row.number = practices.aggregate(last=models.Max("changed_in"))["last"] or 0
        row.save()
        Gone.objects.all().delete()
        cls.advance(read_all=True)

    @classmethod
    def state(cls) -> tuple[int, str, int]:
        """Number, token and `read_all_since`; zeros before the first practice.

        Every page of the catalogue begins by asking, so it is asked without the query builder,
        which takes ten times as long as the database.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT number, token, read_all_since FROM practices_catalogue")
            number, token, read_all_since = cursor.fetchone() or (0, "", 0)
        return number, str(token), read_all_since


class Gone(models.Model):
    """A practice that was deleted, and in which number of the catalogue."""

    practice = models.BigIntegerField()
    gone_in = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name_plural = "gone"

    def __str__(self) -> str:
        return f"{self.practice}, {self.gone_in}"


class Snapshot(models.Model):
    """The bitmaps of a large catalogue as one process read them, so that the next need not.

    Made again whenever it is missing or too old; see `practices.catalogue.snapshots`.
    """

    ONLY = 1

    number = models.BigIntegerField()
    token = models.UUIDField()
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.number)
