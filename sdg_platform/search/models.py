"""What can be found, who may find it, and the vocabulary that joins spellings.

Rows are written through `index.put` and `index.remove` only: an entry, its text, its tokens
and the vocabulary belong together.
"""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.roles import Power
from sdg_platform.accounts.sharing import OwnedQuerySet, Sharing, shared_with
from sdg_platform.search.kept_words import KeptWord as KeptWord
from sdg_platform.search.moves import Shelf
from sdg_platform.search.verdicts import LONGEST_WORDS, VerdictQuerySet
from sdg_platform.text import ascii_fold, words


class EntryQuerySet(OwnedQuerySet["Entry"]):
    def visible_to(self, actor: Actor) -> Self:
        """All of the own municipalities, as owner or guest; what others share and is no draft."""
        own = Q(municipality__in=actor.municipality_codes)
        if actor.is_member:
            invited = EntryGuest.objects.filter(municipality__in=actor.municipality_codes)
            own |= Q(pk__in=invited.values("entry"))
        return self.filter(own | (Q(draft=False) & shared_with(actor, "reach")))


class Entry(models.Model):
    """One thing that can be found. Kept narrow: every hit of a query is read from here."""

    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=40)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reach = models.CharField(max_length=10, choices=Sharing.choices, default=Sharing.OWN)
    draft = models.BooleanField(default=False)
    # Microseconds since 1970: SQLite would parse a date out of text for every hit.
    updated = models.BigIntegerField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="entry_once_per_object"),
            models.CheckConstraint(
                condition=Q(reach__in=Sharing.values), name="entry_reach_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class EntryGuest(models.Model):
    """A municipality that finds an entry as if it were its own. Almost nothing has any."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="guests")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "entry"], name="entry_has_a_guest_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.municipality_id}"


class EntryText(models.Model):
    """What is shown of a hit; apart from Entry, so that ranking does not read it."""

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, primary_key=True, related_name="text"
    )
    title = models.TextField()
    keywords = models.TextField(blank=True)
    body = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="da")

    def __str__(self) -> str:
        return self.title


class Shelved(models.Model):
    """The place of an entry whose kind stands on a shelf; `number` is the id of its object, and
    the ordinal of the bitmaps. Apart from Entry and narrower still: an index holds all of it.
    """

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, primary_key=True, related_name="shelved"
    )
    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    updated = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "shelved"
        indexes = [models.Index(fields=["kind", "-updated", "number"], name="shelved_newest")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="shelved_once_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Word(models.Model):
    """A word that some entry holds, by its plain spelling (`oekonomi`), with its stem."""

    word = models.CharField(max_length=160)
    language = models.CharField(max_length=2)
    stem = models.CharField(max_length=160)

    class Meta:
        indexes = [models.Index(fields=["stem", "language"], name="word_by_stem")]
        constraints = [
            models.UniqueConstraint(fields=["word", "language"], name="word_once_per_language")
        ]

    def __str__(self) -> str:
        return self.word


class Token(models.Model):
    """The words of each entry: FTS5 on SQLite, a tsvector with GIN on PostgreSQL.

    Declared so that a flush empties the table; read and written by `store` alone.
    """

    entry_id = models.BigIntegerField(primary_key=True, db_column="rowid")

    class Meta:
        managed = False
        db_table = "search_token"

    def __str__(self) -> str:
        return str(self.entry_id)


class PracticeToken(models.Model):
    """The words of each practice, by its own number; as Token, in a table of its own: there are
    so many practices that the words of anything else would be lost among theirs.
    """

    number = models.BigIntegerField(primary_key=True, db_column="rowid")

    class Meta:
        managed = False
        db_table = "search_practice_token"

    def __str__(self) -> str:
        return str(self.number)


class WordGram(models.Model):
    """The four-letter runs of each Word, to find what a compound contains. As Token."""

    word_id = models.BigIntegerField(primary_key=True, db_column="rowid")

    class Meta:
        managed = False
        db_table = "search_word_gram"

    def __str__(self) -> str:
        return str(self.word_id)


class SynonymQuerySet(models.QuerySet["Synonym"]):
    def editable_by(self, actor: Actor) -> Self:
        """Narrow to the pairs that `actor` may take back: all of them, or none."""
        return self if actor.may(Power.KEEP_SEARCH) else self.none()

    def delete(self) -> tuple[int, dict[str, int]]:
        with Shelf.moved_on():
            return super().delete()


class Synonym(models.Model):
    """Two words that find each other's entries, kept by an editor."""

    word = models.CharField(_("ord"), max_length=64)
    means = models.CharField(_("betyder det samme som"), max_length=64)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        ordering = ["word", "means"]
        verbose_name = _("synonym")
        verbose_name_plural = _("synonymer")
        constraints = [
            models.UniqueConstraint(fields=["word", "means"], name="synonym_once"),
            models.CheckConstraint(condition=~Q(word=F("means")), name="synonym_is_another_word"),
        ]

    def __str__(self) -> str:
        return f"{self.word} = {self.means}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        with Shelf.moved_on():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with Shelf.moved_on():
            return super().delete(*args, **kwargs)

    def clean(self) -> None:
        """Refuse anything but one word on either side; store both as search compares them."""
        for field in ("word", "means"):
            found = words(getattr(self, field))
            if len(found) != 1:
                raise ValidationError({field: _("Skriv ét ord.")})
            setattr(self, field, found[0])
        if ascii_fold(self.word) == ascii_fold(self.means):
            raise ValidationError({"means": _("Skriv et andet ord end det første.")})


class Verdict(models.Model):
    """What was said of the answer to some words on one day, and how often; never by whom."""

    words = models.CharField(max_length=LONGEST_WORDS)
    useful = models.BooleanField()
    # Whether the words found anything at all, and whether it was said on a page they led to.
    found = models.BooleanField()
    opened = models.BooleanField()
    day = models.DateField()
    times = models.PositiveIntegerField(default=0)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["words", "useful", "found", "opened", "day"], name="verdict_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.words
