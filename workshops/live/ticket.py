"""The signed ticket with which a page opens its stream: cookies are not read there."""

from typing import NamedTuple
from uuid import UUID

from django.core import signing

from sdg_platform.accounts.actor import Actor
from workshops.live.audience import Audience

SALT = "workshops.live.ticket"
# Seconds. A page that sleeps longer asks `changes/` first and is given a fresh one.
LIFETIME = 60 * 60


class Ticket(NamedTuple):
    """Who may listen to which board, as what."""

    workshop_id: int
    audience: Audience
    user_id: int | None
    participant_id: UUID | None


def issue(workshop_id: int, audience: Audience, actor: Actor) -> str:
    """A ticket for an hour; it says who holds it, so that the stream can be taken back."""
    participant = actor.participations.get(workshop_id) if not audience.code else None
    holder = actor.user.pk if actor.user and audience.code else 0
    raw = [workshop_id, *audience, holder, participant.hex if participant else ""]
    return signing.dumps(raw, salt=SALT)


def read(raw: str, workshop_id: int) -> Ticket | None:
    """What the ticket says; None for one that is forged, too old or of another board."""
    try:
        board, kind, code, language, user, participant = signing.loads(
            raw, salt=SALT, max_age=LIFETIME
        )
        key = UUID(participant) if participant else None
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if board != workshop_id:
        return None
    return Ticket(board, Audience(kind, code, language), user or None, key)
