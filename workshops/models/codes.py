"""The words that stand in the database for a workshop and its notes, and what each allows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Kladde")
    OPEN = "open", _("Åben")
    CLOSED = "closed", _("Lukket")
    ARCHIVED = "archived", _("Arkiveret")


class Phase(models.TextChoices):
    """What the room is doing right now, while the workshop is open."""

    COLLECT = "collect", _("Skriv")
    REVEAL = "reveal", _("Vis")
    GROUP = "group", _("Saml")
    TAG = "tag", _("Mærk")
    VOTE = "vote", _("Stem")
    TALK = "talk", _("Tal sammen")
    ACTIONS = "actions", _("Tag med")
    READ_BACK = "read_back", _("Læs op")
    CLOSED = "closed", _("Luk")


class Quadrant(models.TextChoices):
    """One of the four fields, in the order they are asked."""

    WORKS = "works", _("Fungerer")
    QUESTION = "question", _("Spørgsmål")
    DOES_NOT_WORK = "does_not_work", _("Fungerer ikke")
    TAKE_FORWARD = "take_forward", _("Tager jeg med")

    @property
    def mark(self) -> str:
        return {"works": "+", "question": "?", "does_not_work": "÷", "take_forward": "→"}[
            self.value
        ]

    @property
    def question(self) -> str:
        """What the field asks, until a workshop asks in its own words."""
        asked = {
            "works": _("Hvad fungerer? Hvad giver mening for mig?"),
            "question": _("Hvilke spørgsmål står jeg tilbage med?"),
            "does_not_work": _("Hvad giver ikke mening for mig?"),
            "take_forward": _("Hvilke idéer vil jeg arbejde videre med?"),
        }
        return str(asked[self.value])


# Notes leave the house only when the meeting is over.
OVER = (State.CLOSED, State.ARCHIVED)

# Once a meeting is over its notes stand as they were read out; the tags do not.
WRITABLE = (State.DRAFT, State.OPEN)
TAGGABLE = (State.DRAFT, State.OPEN, State.CLOSED)


def dots_are_out(phase: str) -> bool:
    """Whether the room may see how many dots each note got: once it has left the vote.

    >>> dots_are_out("vote"), dots_are_out("talk")
    (False, True)
    """
    order = Phase.values
    return phase in order and order.index(phase) > order.index(Phase.VOTE)


class WrongState(Exception):
    """The workshop is not in a state that allows this; `state` is the one it is in."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class WrongPhase(Exception):
    """The meeting is in another phase than the one this belongs to; `phase` is where it is."""

    def __init__(self, phase: str) -> None:
        super().__init__(phase)
        self.phase = phase
