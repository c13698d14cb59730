"""What a practice is made of: departments, goals with their why, steps, partners, needs."""

import re

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models import Organisation
from practices.models.attachment import Attachment
from practices.models.codes import RequirementKind, Weight
from practices.models.practice import Practice
from sdg_platform.taxonomy.models import Department, Goal


class PracticeDepartment(models.Model):
    """A department that takes part; one leads, the others were invited in."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="department_rows")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="practice_rows"
    )
    leads = models.BooleanField(default=False)

    class Meta:
        ordering = ["-leads", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "department"], name="department_takes_part_once"
            ),
            models.UniqueConstraint(
                fields=["practice"], condition=Q(leads=True), name="one_department_leads"
            ),
        ]

    def __str__(self) -> str:
        return str(self.department_id)


class PracticeGoal(models.Model):
    """A goal that a practice serves (+) or costs (-), and one sentence of why."""

    class GoalRole(models.TextChoices):
        PRIMARY = "primary", _("Det vigtigste mål")
        SECONDARY = "secondary", _("Et mål mere")

    class Sign(models.TextChoices):
        PLUS = "+", _("Trækker med")
        MINUS = "-", _("Trækker imod")

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="goal_rows")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="practice_rows")
    role = models.CharField(max_length=10, choices=GoalRole.choices, default=GoalRole.SECONDARY)
    sign = models.CharField(max_length=1, choices=Sign.choices, default=Sign.PLUS)
    why = models.CharField(_("hvorfor"), max_length=500, blank=True)

    class Meta:
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "goal"], name="goal_stands_once_on_a_practice"
            ),
            models.UniqueConstraint(
                fields=["practice"], condition=Q(role="primary"), name="one_primary_goal"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["primary", "secondary"]), name="practice_goal_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(sign__in=["+", "-"]), name="practice_goal_sign_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.sign}"


class Step(models.Model):
    """One step of how it was done, in order; every field but `what` may be empty."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    what = models.TextField(_("hvad gjorde I"))
    who = models.CharField(_("hvem"), max_length=200, blank=True)
    duration = models.CharField(_("hvor længe"), max_length=200, blank=True)
    cost = models.CharField(_("pris"), max_length=200, blank=True)
    went_wrong = models.TextField(_("hvad gik galt"), blank=True)
    changed = models.TextField(_("det ændrede vi"), blank=True)
    method = models.CharField(_("Metode"), max_length=200, blank=True)
    link = models.URLField(_("Link"), max_length=500, blank=True)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.SET_NULL, null=True, blank=True, related_name="steps"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "position"], name="step_has_its_own_place")
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.what[:60]}"

    def texts(self) -> tuple[str, ...]:
        """Everything that was written, in the order of the form."""
        said = (self.what, self.who, self.duration, self.cost, self.went_wrong, self.changed)
        return (*said, self.method)

    @property
    def heading(self) -> str:
        """The first sentence, if it is short enough to stand above the rest."""
        return self._split()[0]

    @property
    def story(self) -> str:
        """What is left of `what` below the heading."""
        return self._split()[1]

    def _split(self) -> tuple[str, str]:
        return split_heading(self.what)


class PracticePartner(models.Model):
    """Somebody who took part; a name is enough, a directory entry is better."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="practice_rows"
    )
    name = models.CharField(_("navn"), max_length=200)
    role = models.CharField(_("rolle"), max_length=500, blank=True)
    gain = models.CharField(_("Hvad fik de ud af det?"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Requirement(models.Model):
    """What somebody else would need to do the same: hours, money, a mandate."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="requirements")
    kind = models.CharField(max_length=10, choices=RequirementKind.choices)
    weight = models.CharField(max_length=4, choices=Weight.choices, default=Weight.MUST)
    text = models.CharField(_("Hvad kræver det?"), max_length=500)

    class Meta:
        ordering = ["weight", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RequirementKind.values), name="requirement_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(weight__in=Weight.values), name="requirement_weight_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class BuildingBlock(models.Model):
    """Something ready that others can take over: a letter, a route, a form."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="building_blocks")
    what = models.CharField(_("Hvad kan andre tage over?"), max_length=300)
    link = models.URLField(_("Link"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what


LONGEST_HEADING = 90
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


def split_heading(text: str) -> tuple[str, str]:
    """Cut the first line or sentence off as a heading, if it is short enough for one.

    >>> split_heading("Vi gik. Kl. 10 ved døren.")
    ('Vi gik', 'Kl. 10 ved døren.')
    >>> split_heading("Vi mødtes kl. 10 ved døren.")
    ('Vi mødtes kl. 10 ved døren', '')
    """
    for match in _SENTENCE_END.finditer(text):
        head, rest = text[: match.start()], text[match.end() :]
        # After an abbreviation (kl. 10, ca. 40) no sentence ends.
        if rest[:1].isupper() or "\n" in match.group():
            return (_as_heading(head), rest) if len(head) <= LONGEST_HEADING else ("", text)
    return (_as_heading(text), "") if len(text) <= LONGEST_HEADING else ("", text)


def _as_heading(sentence: str) -> str:
    return sentence[:-1] if sentence.endswith(".") and not sentence.endswith("..") else sentence
