"""Which role may do what, as data.

A role is held in one municipality; what it may do ends at that municipality's border.
"""

from enum import StrEnum
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    FACILITATOR = "facilitator", _("Facilitator")
    STAFF = "staff", _("Medarbejder")
    COORDINATOR = "coordinator", _("Koordinator")
    ADMINISTRATOR = "administrator", _("Administrator")


class Power(StrEnum):
    """One thing that a page asks permission for."""

    RUN_WORKSHOPS = "run_workshops"
    WRITE_PRACTICES = "write_practices"
    PUBLISH = "publish"
    KEEP_DIRECTORY = "keep_directory"
    WRITE_BRIEFS = "write_briefs"
    ANSWER_QUESTIONS = "answer_questions"
    INVITE = "invite"
    KEEP_SEARCH = "keep_search"
    MANAGE_ACCOUNTS = "manage_accounts"


_EVERYONE = {Power.ANSWER_QUESTIONS, Power.WRITE_PRACTICES}
POWERS: Final[dict[str, frozenset[Power]]] = {
    Role.FACILITATOR: frozenset(_EVERYONE | {Power.RUN_WORKSHOPS}),
    Role.STAFF: frozenset(_EVERYONE | {Power.KEEP_DIRECTORY}),
    Role.COORDINATOR: frozenset(set(Power) - {Power.MANAGE_ACCOUNTS}),
    Role.ADMINISTRATOR: frozenset(Power),
}

# Who can publish or export in the municipality's name proves it with a second factor.
NEEDS_SECOND_FACTOR: Final = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})

# Whom a role may invite, and whose role it may change: its own rank and those below.
MAY_GIVE: Final[dict[str, tuple[str, ...]]] = {
    Role.FACILITATOR: (),
    Role.STAFF: (),
    Role.COORDINATOR: (Role.FACILITATOR, Role.STAFF, Role.COORDINATOR),
    Role.ADMINISTRATOR: tuple(Role),
}
