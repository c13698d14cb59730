"""What makes a note a full example: fields that the card shows and no list needs."""

import re
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from practices.models.codes import Evidence, Licence, MoneyRange, Novelty
from sdg_platform.taxonomy.models import Goal

_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)


class Details(models.Model):
    """The columns of a practice that only the whole card reads; each of them may be empty."""

    smallest_version = models.TextField(_("Hvad kan en anden prøve i næste måned?"), blank=True)
    stopped_why = models.TextField(_("Hvorfor stoppede I?"), blank=True)
    novelty = models.CharField(_("Er det nyt?"), max_length=10, choices=Novelty.choices, blank=True)
    what_is_new = models.CharField(_("Hvad er nyt?"), max_length=300, blank=True)
    political_start = models.TextField(_("Hvordan kom det på dagsordenen?"), blank=True)
    people_found = models.TextField(_("Hvordan fandt I dem, det handler om?"), blank=True)
    young_people = models.TextField(_("Hvad gjorde de unge?"), blank=True)
    money_range = models.CharField(
        _("Hvad koster det cirka det første år?"),
        max_length=10,
        choices=MoneyRange.choices,
        blank=True,
    )
    time_to_effect = models.CharField(
        _("Hvor længe gik der, før I mærkede noget?"), max_length=200, blank=True
    )
    result_figure = models.CharField(_("Et tal, hvis I har et"), max_length=200, blank=True)
    result_source = models.CharField(_("Hvor kommer tallet fra?"), max_length=500, blank=True)
    evidence = models.CharField(
        _("Hvordan ved I det?"), max_length=10, choices=Evidence.choices, blank=True
    )
    stays_local = models.TextField(_("Hvad virker kun hos jer?"), blank=True)
    can_move = models.TextField(_("Hvad kan flyttes til andre?"), blank=True)
    not_for = models.TextField(_("Hvem skal ikke kopiere det?"), blank=True)
    dilemma = models.TextField(_("Hvilket dilemma stod I i?"), blank=True)
    # The two goals that pull against each other, as on a note.
    dilemma_of = models.ForeignKey(
        Goal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Det ene mål"),
    )
    dilemma_with = models.ForeignKey(
        Goal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Det andet mål"),
    )
    owner_name = models.CharField(_("Hvem kan man spørge?"), max_length=200, blank=True)
    owner_role = models.CharField(_("Stilling"), max_length=200, blank=True)
    owner_contact = models.CharField(_("Telefon eller e-mail"), max_length=200, blank=True)
    fallback = models.CharField(_("Og hvis vedkommende er væk?"), max_length=300, blank=True)
    # Who is reminded at the review date; the names above are for readers.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="practices_to_look_after",
        verbose_name=_("Hvem minder vi om det?"),
    )
    confirmed_on = models.DateField(_("Sidst bekræftet"), null=True, blank=True)
    review_on = models.DateField(_("Hvornår skal I se på det igen?"), null=True, blank=True)
    # The review date that was written to the owner about, so that it is said once.
    reminded_for = models.DateField(null=True, blank=True, editable=False)
    licence = models.CharField(
        _("Må andre bruge jeres tekst og materialer?"),
        max_length=10,
        choices=Licence.choices,
        blank=True,
    )
    origin = models.CharField(_("Hvor kom idéen fra?"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def owner_email(self) -> str:
        """The contact, where it is an address one can write to; else ""."""
        contact = self.owner_contact.strip()
        return contact if _EMAIL.fullmatch(contact) else ""

    @property
    def says_whom_to_ask(self) -> bool:
        return bool(self.owner_name or self.owner_role or self.owner_contact or self.fallback)

    @property
    def says_where_it_fits(self) -> bool:
        return bool(self.can_move or self.stays_local or self.not_for)

    @property
    def says_how_people_came(self) -> bool:
        return bool(self.political_start or self.people_found or self.young_people)


DETAIL_FIELDS: Final = tuple(field.attname for field in Details._meta.local_fields)
DETAIL_CONSTRAINTS: Final = (
    models.CheckConstraint(
        condition=Q(dilemma_of__isnull=True, dilemma_with__isnull=True)
        | (
            Q(dilemma_of__isnull=False, dilemma_with__isnull=False)
            & ~Q(dilemma_of=F("dilemma_with"))
        ),
        name="practice_dilemma_has_two_goals",
    ),
    *(
        models.CheckConstraint(
            condition=Q(**{field: ""}) | Q(**{f"{field}__in": codes.values}),
            name=f"practice_{field}_is_known",
        )
        for field, codes in {
            "novelty": Novelty,
            "money_range": MoneyRange,
            "evidence": Evidence,
            "licence": Licence,
        }.items()
    ),
)
