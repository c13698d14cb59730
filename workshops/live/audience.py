"""For whom a change is drawn: everybody in one audience is sent the same bytes."""

from typing import NamedTuple
from uuid import UUID

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.roles import Role
from workshops.models import Workshop

# Takes part, but is nobody in particular: no note is its own.
SOMEBODY = UUID(int=0)


class Audience(NamedTuple):
    """One kind of reader of a board, in one language.

    `kind` is "participant", "member" or "facilitator"; `code` is the municipality in which
    the latter two hold their role.
    """

    kind: str
    code: str
    language: str

    def actor(self, workshop_id: int) -> Actor:
        """Somebody of this audience, through whom its rows are read; no note is their own."""
        if self.kind == "participant":
            return Actor(participations={workshop_id: SOMEBODY})
        role = Role.FACILITATOR if self.kind == "facilitator" else Role.STAFF
        return Actor(roles={self.code: role})


def audience_of(actor: Actor, workshop: Workshop, language: str) -> Audience | None:
    """The audience of a board that `actor` belongs to; None for those who merely read it."""
    if code := workshop.holding_code(actor):
        kind = "facilitator" if workshop.is_run_by(actor) else "member"
        return Audience(kind, code, language)
    if workshop.pk in actor.participations:
        return Audience("participant", "", language)
    return None
