"""The shared vocabulary: what workshops, practices and partnerships are tagged with.

Every record is known by its natural key (3, "3.4", "people"), which is its primary key: the
same in the database, in addresses, in exports and in another installation. Rows come from
`data/` by migration; administrators may edit the texts and the suggested mappings.
"""

from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sdg_platform.taxonomy.addresses import address
from sdg_platform.taxonomy.bilingual import bilingual

METADATA = "http://metadata.un.org/sdg"


class Track(models.Model):
    """One of the four tracks KL sorts the goals into; each goal lies in exactly one."""

    code = models.SlugField(_("kode"), primary_key=True)
    name_da = models.CharField(_("navn på dansk"), max_length=80)
    name_en = models.CharField(_("navn på engelsk"), max_length=80)
    position = models.PositiveSmallIntegerField(_("plads"))

    name = bilingual("name")

    class Meta:
        ordering = ["position"]
        verbose_name = _("spor")
        verbose_name_plural = _("KL's fire spor")

    def __str__(self) -> str:
        return self.name


class Goal(models.Model):
    """One of the 17 Sustainable Development Goals. All texts but the names are ours."""

    number = models.PositiveSmallIntegerField(_("nummer"), primary_key=True)
    name_da = models.CharField(_("navn på dansk"), max_length=80)
    name_en = models.CharField(_("navn på engelsk"), max_length=80)
    colour = models.CharField(
        _("farve"),
        max_length=7,
        validators=[RegexValidator(r"^#[0-9A-F]{6}\Z")],
        help_text=_("Kun til farveprøver, aldrig bag eller som tekst."),
    )
    track = models.ForeignKey(
        Track, on_delete=models.PROTECT, related_name="goals", verbose_name=_("spor")
    )
    summary_da = models.CharField(_("én sætning på dansk"), max_length=160)
    summary_en = models.CharField(_("én sætning på engelsk"), max_length=160)
    municipal_da = models.TextField(_("hvad det kan betyde i en kommune, på dansk"))
    municipal_en = models.TextField(_("hvad det kan betyde i en kommune, på engelsk"))
    official_url = models.URLField(_("FN's egen side"))

    name = bilingual("name")
    summary = bilingual("summary")
    municipal = bilingual("municipal")

    class Meta:
        ordering = ["number"]
        verbose_name = _("verdensmål")
        verbose_name_plural = _("verdensmål")
        constraints = [
            models.CheckConstraint(
                name="goal_number_is_1_to_17", condition=Q(number__gte=1, number__lte=17)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return address("goal_detail", self.number)

    @property
    def iri(self) -> str:
        """The UN's own identifier, for linked data; a name, not a page to visit."""
        return f"{METADATA}/{self.number}"


class Target(models.Model):
    """One of the 169 targets, as "3.4" or "3.a", said in our own plain words."""

    code = models.CharField(_("nummer"), max_length=5, primary_key=True)
    goal = models.ForeignKey(
        Goal, on_delete=models.PROTECT, related_name="targets", verbose_name=_("verdensmål")
    )
    position = models.PositiveSmallIntegerField(
        _("plads"), help_text=_("Plads under målet: 8.9 kommer før 8.10, og 8.10 før 8.a.")
    )
    plain_da = models.CharField(_("med vores ord, på dansk"), max_length=120)
    plain_en = models.CharField(_("med vores ord, på engelsk"), max_length=120)
    municipal_da = models.TextField(_("hvad det kan betyde i en kommune, på dansk"))
    municipal_en = models.TextField(_("hvad det kan betyde i en kommune, på engelsk"))
    official_url = models.URLField(_("den officielle tekst"))
    ours = models.BooleanField(
        _("vores egne ord"),
        default=True,
        help_text=_("Siden siger, at ordene er vores og ikke FN's."),
    )

    plain = bilingual("plain")
    municipal = bilingual("municipal")

    class Meta:
        # goal_id, not goal: the order needs no join.
        ordering = ["goal_id", "position"]
        verbose_name = _("delmål")
        verbose_name_plural = _("delmål")
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "position"], name="target_position_is_its_own_under_the_goal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.plain}"

    def get_absolute_url(self) -> str:
        return address("target_detail", self.goal_id, self.code)

    @property
    def iri(self) -> str:
        """The UN's own identifier, for linked data; a name, not a page to visit."""
        return f"{METADATA}/{self.code}"


class Phase(models.Model):
    """A phase of WHO's Healthy Cities network: the years in which it set these themes.

    Years are data because sources differ: WHO ends phase VII in 2024, Sund By Netværket in 2025.
    """

    code = models.SlugField(_("kode"), primary_key=True)
    name_da = models.CharField(_("navn på dansk"), max_length=80)
    name_en = models.CharField(_("navn på engelsk"), max_length=80)
    valid_from = models.DateField(_("gælder fra"))
    valid_to = models.DateField(_("gælder til og med"), null=True, blank=True)

    name = bilingual("name")

    class Meta:
        ordering = ["valid_from"]
        verbose_name = _("WHO-fase")
        verbose_name_plural = _("WHO-faser")
        constraints = [
            models.CheckConstraint(
                name="phase_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """One of the 6 P's. The label stays English in Danish too: that is how people know it."""

    code = models.SlugField(_("kode"), primary_key=True)
    position = models.PositiveSmallIntegerField(_("plads"))
    label = models.CharField(_("P-ord"), max_length=40)
    name_da = models.CharField(_("ordet på dansk"), max_length=40)
    name_en = models.CharField(_("ordet på engelsk"), max_length=40)
    description_da = models.CharField(_("forklaring på dansk"), max_length=200)
    description_en = models.CharField(_("forklaring på engelsk"), max_length=200)
    phase = models.ForeignKey(
        Phase, on_delete=models.PROTECT, related_name="themes", verbose_name=_("WHO-fase")
    )
    goals = models.ManyToManyField(
        Goal, through="ThemeGoal", related_name="themes", verbose_name=_("verdensmål")
    )

    name = bilingual("name")
    description = bilingual("description")

    class Meta:
        ordering = ["position"]
        verbose_name = _("P")
        verbose_name_plural = _("de 6 P'er")

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return address("theme_detail", self.code)


class ThemeGoalManager(models.Manager["ThemeGoal"]):
    def get_by_natural_key(self, theme: str, goal: int) -> "ThemeGoal":
        return self.get(theme=theme, goal=goal)


class ThemeGoal(models.Model):
    """A goal that lies near a P. A hint for the reader; tags are never derived from it."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, verbose_name=_("P"))
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, verbose_name=_("verdensmål"))
    suggested = models.BooleanField(
        _("vores forslag"),
        default=True,
        help_text=_("Siden siger, at koblingen er vores forslag og ikke WHO's."),
    )

    objects = ThemeGoalManager()

    class Meta:
        ordering = ["theme__position", "goal_id"]
        verbose_name = _("kobling til verdensmål")
        verbose_name_plural = _("koblinger til verdensmål")
        constraints = [
            models.UniqueConstraint(fields=["theme", "goal"], name="theme_names_a_goal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} – {self.goal_id}"

    def natural_key(self) -> tuple[str, int]:
        return self.theme_id, self.goal_id


class Department(models.Model):
    """A part of a municipality's administration, under a name that most of them know."""

    code = models.SlugField(_("kode"), primary_key=True)
    name_da = models.CharField(_("navn på dansk"), max_length=80)
    name_en = models.CharField(_("navn på engelsk"), max_length=80)
    position = models.PositiveSmallIntegerField(_("plads"))

    name = bilingual("name")

    class Meta:
        ordering = ["position"]
        verbose_name = _("forvaltning")
        verbose_name_plural = _("forvaltninger")

    def __str__(self) -> str:
        return self.name


class PreventionPackageQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        """The packages in force on `day`; without an end date a package still is."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class PreventionPackage(models.Model):
    """One of the health authority's prevention packages, in the edition named here."""

    code = models.SlugField(_("kode"), primary_key=True)
    name_da = models.CharField(_("navn på dansk"), max_length=80)
    name_en = models.CharField(_("navn på engelsk"), max_length=80)
    edition = models.CharField(_("udgave"), max_length=40)
    valid_from = models.DateField(
        _("gælder fra"), help_text=_("1. januar, hvor vi kun kender året.")
    )
    valid_to = models.DateField(_("gælder til og med"), null=True, blank=True)
    targets = models.ManyToManyField(
        Target, through="PackageTarget", related_name="packages", verbose_name=_("delmål")
    )

    objects = PreventionPackageQuerySet.as_manager()

    name = bilingual("name")

    class Meta:
        ordering = ["code"]
        verbose_name = _("forebyggelsespakke")
        verbose_name_plural = _("forebyggelsespakker")
        constraints = [
            models.CheckConstraint(
                name="package_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PackageTargetManager(models.Manager["PackageTarget"]):
    def get_by_natural_key(self, package: str, target: str) -> "PackageTarget":
        return self.get(package=package, target=target)


class PackageTarget(models.Model):
    """A target that a package serves, as we read both; no authority has published this."""

    package = models.ForeignKey(
        PreventionPackage, on_delete=models.CASCADE, verbose_name=_("forebyggelsespakke")
    )
    target = models.ForeignKey(Target, on_delete=models.PROTECT, verbose_name=_("delmål"))
    suggested = models.BooleanField(
        _("vores forslag"),
        default=True,
        help_text=_("Siden siger, at koblingen er vores forslag."),
    )

    objects = PackageTargetManager()

    class Meta:
        ordering = ["package_id", "target__goal_id", "target__position"]
        verbose_name = _("kobling til delmål")
        verbose_name_plural = _("koblinger til delmål")
        constraints = [
            models.UniqueConstraint(
                fields=["package", "target"], name="package_names_a_target_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.package_id} – {self.target_id}"

    def natural_key(self) -> tuple[str, str]:
        return self.package_id, self.target_id
