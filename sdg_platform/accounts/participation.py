"""The participant's cookie: which boards this browser has joined, and as whom.

No name and no address: a random id per workshop, signed so that nobody can borrow another's.
"""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

SALT = "sdg_platform.participation"
LIFETIME = 60 * 60 * 24 * 30
# A browser that joins its 21st board forgets the first: the cookie stays under 4 kB.
MOST_BOARDS = 20


def cookie_name() -> str:
    return "participant" if settings.DEBUG else "__Host-participant"


def participations_of(request: HttpRequest) -> dict[int, UUID]:
    return participations_in(request.COOKIES)


def participations_in(cookies: Mapping[str, str]) -> dict[int, UUID]:
    """Workshop id to participant id; a forged or stale cookie counts as none."""
    try:
        raw = signing.loads(cookies.get(cookie_name(), ""), salt=SALT, max_age=LIFETIME)
        return {int(workshop): UUID(participant) for workshop, participant in raw.items()}
    except (signing.BadSignature, ValueError, AttributeError, TypeError):
        return {}


def remember_participation(
    request: HttpRequest, response: HttpResponse, workshop_id: int, participant_id: UUID
) -> None:
    """Add one board to the cookie of `response`."""
    boards = {**participations_of(request), workshop_id: participant_id}
    newest = dict(list(boards.items())[-MOST_BOARDS:])
    response.set_cookie(
        cookie_name(),
        signing.dumps({str(k): str(v) for k, v in newest.items()}, salt=SALT),
        max_age=LIFETIME,
        httponly=True,
        secure=not settings.DEBUG,
        samesite="Lax",
    )
