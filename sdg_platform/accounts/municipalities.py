"""Municipalities and the regions they lie in, as models: reference data with dates."""

import unicodedata
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language


class Region(models.Model):
    """A region of Denmark, or of a Nordic neighbour, for as long as it exists."""

    code = models.CharField(max_length=40, primary_key=True)
    name_da = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="The last day it existed.")

    class Meta:
        ordering = ["name_da"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_da


class MunicipalityQuerySet(models.QuerySet):
    def real(self) -> Self:
        return self.filter(is_example=False)

    def in_region(self, codes: list[str], on: date | None = None) -> Self:
        """Municipalities that lie in one of the regions on that day (default: today)."""
        day = on or timezone.localdate()
        return self.filter(
            Q(placements__valid_from__isnull=True) | Q(placements__valid_from__lte=day),
            Q(placements__valid_to__isnull=True) | Q(placements__valid_to__gte=day),
            placements__region__in=codes,
        )


class Municipality(models.Model):
    """One of the 98, an example, or a Nordic neighbour; known by its official code."""

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=80)
    official_name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=120, editable=False, db_index=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_date = models.DateField(null=True, blank=True)
    is_example = models.BooleanField(default=False)
    regions = models.ManyToManyField(Region, through="MunicipalityRegion")

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.official_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = danish_sort_key(self.name)
        super().save(*args, **kwargs)

    def region_on(self, day: date) -> Region | None:
        """The region the municipality lies in on `day`; None where we know of none."""
        placement = (
            self.placements.select_related("region")
            .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day))
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
            .first()
        )
        return placement.region if placement else None


class MunicipalityRegion(models.Model):
    """Where a municipality lies, and from when to when (regions change on 1 January 2027)."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="placements"
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="placements")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "region"], name="municipality_lies_in_a_region_once"
            ),
            models.CheckConstraint(
                name="placement_ends_after_it_begins",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.region_id}"


def danish_sort_key(name: str) -> str:
    """Fold a name so that plain order is the Danish alphabet: æ, ø, å last, aa as å.

    Only a-z and 0-9 come out: every database's collation orders those alike, while marks are
    skipped by some.

    >>> sorted(["Ærø", "Aabenraa", "Varde", "Ørsted", "Albertslund"], key=danish_sort_key)
    ['Albertslund', 'Varde', 'Ærø', 'Ørsted', 'Aabenraa']
    """
    letters = name.casefold().replace("aa", "å")
    letters = letters.replace("æ", "zza").replace("ø", "zzb").replace("å", "zzc")
    plain = unicodedata.normalize("NFKD", letters)
    return "".join(
        letter if letter.isascii() and letter.isalnum() else "0"
        for letter in plain
        if not unicodedata.combining(letter)
    )
