"""What a room does in each phase of a meeting, and which phases a meeting goes through."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workshops.models.codes import Phase


class Guide(NamedTuple):
    """One phase: what the room is told, what the one who leads it is told, how long it takes.

    `minutes` is what the timer offers, 0 where nobody needs one; `asks_done` tells whether
    each participant can say that they are done.
    """

    room: Promise
    host: Promise
    minutes: int
    asks_done: bool = False


# In the order of a meeting.
GUIDES: dict[Phase, Guide] = {
    Phase.COLLECT: Guide(
        _("Skriv for dig selv."),
        _("Giv ro til at skrive. Sig til, når der er et minut tilbage."),
        minutes=8,
        asks_done=True,
    ),
    Phase.REVEAL: Guide(
        _("Læs hinandens noter i ro."),
        _("Lad alle læse, før nogen forklarer."),
        minutes=5,
        asks_done=True,
    ),
    Phase.GROUP: Guide(
        _("Sig til, når to noter siger det samme."),
        _("Vælg de noter, der siger det samme, og saml dem."),
        minutes=5,
    ),
    Phase.TAG: Guide(
        _("Hvilke verdensmål handler noterne om?"),
        _("Mærk noterne med mål. Ét mål, der passer, er nok."),
        minutes=5,
    ),
    Phase.VOTE: Guide(
        _("Sæt dine prikker på det vigtigste."),
        _("Ingen ser prikkerne, før I går videre."),
        minutes=3,
        asks_done=True,
    ),
    Phase.TALK: Guide(
        _("Tal om de noter, der fik flest prikker."),
        _("Tag én note ad gangen. Spørg også den, der er uenig."),
        minutes=15,
    ),
    Phase.ACTIONS: Guide(
        _("Hvad gør vi nu, hvem gør det, og hvornår?"),
        _("Lav noter til tiltag: hvem, og hvornår."),
        minutes=10,
    ),
    Phase.READ_BACK: Guide(
        _("Hør, hvad vi er blevet enige om."),
        _("Læs tiltagene højt, og spørg, om noget mangler."),
        minutes=3,
    ),
    Phase.CLOSED: Guide(
        _("Tak for noterne. De kan stadig læses her."),
        _("Send referatet, mens I husker det."),
        minutes=0,
    ),
}

# Templates whose meetings are shorter; every other goes through all nine.
SHORTER: dict[str, tuple[Phase, ...]] = {
    "plus_delta": (
        Phase.COLLECT,
        Phase.REVEAL,
        Phase.TALK,
        Phase.ACTIONS,
        Phase.READ_BACK,
        Phase.CLOSED,
    ),
    # Nobody leads it: people write when they come by.
    "open_board": (Phase.COLLECT, Phase.TALK, Phase.ACTIONS, Phase.CLOSED),
}

# The minutes that the timer offers beside those of the phase.
MINUTES = (1, 2, 3, 5, 8, 10, 15, 20, 30)
MOST_MINUTES = 180


class HasTemplate(Protocol):
    template: str


def phases_of(workshop: HasTemplate) -> tuple[Phase, ...]:
    """The phases that this workshop is led through, in their order; the last one closes it."""
    return SHORTER.get(workshop.template, tuple(GUIDES))


def place_of(phase: Phase, phases: Sequence[Phase]) -> int:
    """The index of `phase`; one that is left out counts as the last one before it.

    >>> place_of(Phase.TAG, [Phase.COLLECT, Phase.REVEAL, Phase.TALK, Phase.CLOSED])
    1
    """
    order = list(Phase)
    return max(
        (at for at, one in enumerate(phases) if order.index(one) <= order.index(phase)), default=0
    )
