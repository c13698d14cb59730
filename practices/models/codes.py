"""The codes of the contract, with the words that stand on the screen."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("Kladde")
    IN_REVIEW = "in_review", _("Til gennemsyn")
    PUBLISHED = "published", _("Udgivet")
    WITHDRAWN = "withdrawn", _("Trukket tilbage")


class Stage(models.TextChoices):
    IDEA = "idea", _("Idé")
    TRIAL = "trial", _("Prøves af")
    RUNNING = "running", _("I drift")
    STOPPED = "stopped", _("Stoppet")


class Outcome(models.TextChoices):
    SUCCEEDED = "succeeded", _("Lykkedes")
    PARTLY = "partly", _("Lykkedes delvist")
    DID_NOT = "did_not", _("Lykkedes ikke")
    TOO_EARLY = "too_early", _("For tidligt at sige")


class Driver(models.TextChoices):
    """The citizens' ladder, from the bottom up."""

    INFORMED = "informed", _("Kommunen alene")
    HEARD = "heard", _("Borgerne blev hørt")
    CO_DEVELOPED = "co_developed", _("Udviklet sammen")
    DROVE = "drove", _("Borgerne drev det")


class Novelty(models.TextChoices):
    """Whether it was done before the goals came, so that nobody sells old as new."""

    NEW = "new", _("Det er nyt hos os")
    KNOWN = "known", _("Det gjorde vi allerede")


class MoneyRange(models.TextChoices):
    """Roughly what it costs in the first year, wages left out."""

    NOTHING = "nothing", _("Ingenting")
    LITTLE = "little", _("Under 10.000 kr.")
    SOME = "some", _("10.000 til 50.000 kr.")
    MORE = "more", _("50.000 til 250.000 kr.")
    MUCH = "much", _("Over 250.000 kr.")


class Evidence(models.TextChoices):
    """How well they know what came of it, from the first hunch up; never a mark."""

    FELT = "felt", _("Vi mærker det")
    TOLD = "told", _("Folk har fortalt os det")
    COUNTED = "counted", _("Vi har talt")
    COMPARED = "compared", _("Vi har sammenlignet")
    STUDIED = "studied", _("Andre har undersøgt det")


class Licence(models.TextChoices):
    """What others may do with text and material."""

    FREE = "free", _("Brug det frit")
    NAMED = "named", _("Brug det, og nævn os")
    ASK = "ask", _("Spørg os først")


class RequirementKind(models.TextChoices):
    HOURS = "hours", _("Timer")
    MONEY = "money", _("Penge")
    SKILLS = "skills", _("Kunnen")
    MANDATE = "mandate", _("Mandat")
    LAW = "law", _("Lov")
    IT = "it", _("It")


class Weight(models.TextChoices):
    MUST = "must", _("Skal")
    NICE = "nice", _("Godt at have")


EVENT_OF: Final = {
    Status.IN_REVIEW: "submitted",
    Status.PUBLISHED: "published",
    Status.WITHDRAWN: "withdrawn",
}
"""What a version is called that came with a new status; any other is `saved`."""
