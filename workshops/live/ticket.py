"""The signed ticket with which a page opens its stream, beside the cookie it was given to."""

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core import signing

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import User
from sdg_platform.accounts.participation import participations_in
from workshops.live.audience import Audience

SALT = "workshops.live.ticket"
# Seconds. A page that sleeps longer asks `changes/` first and is given a fresh one.
LIFETIME = 60 * 60


class Ticket(NamedTuple):
    """Who may listen to which board, as what.

    `session` is the key in the cookie that came with the ticket, `proof` what ties the two; a
    script that comes without any cookie is tied to the `person` alone.
    """

    workshop_id: int
    audience: Audience
    user_id: int | None
    participant_id: UUID | None
    session: str = ""
    proof: str = ""
    person: str = ""


def proof_of(session: str, user: User) -> str:
    """Another one as soon as the person logs in anew, or is logged out everywhere."""
    return sha256(f"{session}.{user.get_session_auth_hash()}".encode()).hexdigest()[:32]


def issue(workshop_id: int, audience: Audience, actor: Actor, session: str = "") -> str:
    """A ticket for an hour; it says who holds it, so that the stream can be taken back."""
    participant = actor.participations.get(workshop_id) if not audience.code else None
    user = actor.user if audience.code else None
    proofs = [proof_of(session, user), proof_of("", user)] if user else ["", ""]
    holder = [user.pk if user else 0, participant.hex if participant else "", *proofs]
    return signing.dumps([workshop_id, *audience, *holder], salt=SALT)


def read(
    raw: str, workshop_id: int, cookies: Mapping[str, str], *, alone: bool = False
) -> Ticket | None:
    """What the ticket says; None for one that is forged, too old or of another board.

    So is one without the cookie of the participant whom it was given to, or of any session. Only
    a script may come `alone`, with a ticket and no cookie: browsers always send theirs.
    """
    try:
        board, kind, code, language, user, participant, proof, person = signing.loads(
            raw, salt=SALT, max_age=LIFETIME
        )
        key = UUID(participant) if participant else None
    except (signing.BadSignature, ValueError, TypeError):
        return None
    session = cookies.get(settings.SESSION_COOKIE_NAME, "") if user else ""
    is_holder = bool(session) if user else participations_in(cookies).get(workshop_id) == key
    if board != workshop_id or not (alone or is_holder):
        return None
    audience = Audience(kind, code, language)
    return Ticket(board, audience, user or None, key, session, proof, person)
