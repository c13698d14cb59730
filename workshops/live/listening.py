"""What the hub reads, in its one thread: news for those who stand somewhere, and who may stay."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from sdg_platform.accounts.models import Membership, User
from sdg_platform.accounts.roles import POWERS, Power
from sdg_platform.prepared import Prepared
from workshops.live.audience import Audience
from workshops.live.changes import changes_for
from workshops.live.ticket import Ticket, proof_of
from workshops.models import Participant, State, Workshop


class Standing(NamedTuple):
    """How far listeners of one audience have come on a board; a `pulse` of -1 is none yet."""

    workshop_id: int
    audience: Audience
    cursor: int
    pulse: int


class News(NamedTuple):
    """Frames of an event stream, where their hearer stands then, and whether it was the last."""

    frames: tuple[bytes, ...]
    cursor: int
    pulse: int
    ends: bool


HELD = ("user_id", "municipality_id", "role")
_BOARDS = Prepared(lambda keys: Workshop.objects.filter(pk__in=keys).order_by())


def news_for(standing: set[Standing]) -> dict[Standing, News]:
    """Only for those there is news for."""
    boards = {
        board.pk: board for board in _BOARDS.rows(tuple({one.workshop_id for one in standing}))
    }
    found = {}
    for one in standing:
        board = boards.get(one.workshop_id)
        if board is None:
            found[one] = News((), one.cursor, one.pulse, ends=True)
        elif (board.seq, board.pulse) != (one.cursor, one.pulse) or board.state == State.ARCHIVED:
            found[one] = _news(board, one)
    return found


def _news(board: Workshop, one: Standing) -> News:
    frames, cursor = [], one.cursor
    while cursor < board.seq:
        changes = changes_for(board, cursor, one.audience)
        cursor = changes.cursor
        frames.append(change_frame(cursor, changes.html))
    if board.pulse != one.pulse:
        if one.pulse >= 0 and (html := changes_for(board, cursor, one.audience, one.pulse).html):
            # What was touched takes no number: the same id once more.
            frames.append(change_frame(cursor, html))
        frames.append(b"event: pulse\ndata: %d\n\n" % board.pulse)
    # A cursor from before a restored backup lies ahead of the board: it starts over.
    return News(tuple(frames), board.seq, board.pulse, ends=board.state == State.ARCHIVED)


def change_frame(cursor: int, html: str) -> bytes:
    """One event of the stream; without a slip it moves the cursor alone."""
    empty = "data:\n"
    lines = "".join(f"data: {line}\n" for line in html.splitlines() if line.strip())
    return f"id: {cursor}\nevent: change\n{lines or empty}\n".encode()


def let_go() -> None:
    """Give the connection of this thread back, when nobody listens or it was lost."""
    connection.close()


def still_allowed(tickets: Iterable[Ticket]) -> set[Ticket]:
    """Those whose holder may still listen: logged in, in the same role, or still taking part."""
    tickets = list(tickets)
    users = User.objects.filter(pk__in={one.user_id for one in tickets if one.user_id})
    known = {user.pk: user for user in users.filter(is_active=True)}
    held = Membership.objects.current().filter(user__in=known)
    roles = {(user, code): role for user, code, role in held.values_list(*HELD)}
    sessions = Session.objects.filter(session_key__in={one.session for one in tickets} - {""})
    alive = set(sessions.filter(expire_date__gt=timezone.now()).values_list("pk", flat=True))
    keys = {one.participant_id for one in tickets if one.participant_id}
    joined = set(Participant.objects.filter(pk__in=keys).values_list("pk", flat=True))

    def is_allowed(one: Ticket) -> bool:
        if one.user_id is None:
            return one.participant_id in joined
        user, role = known.get(one.user_id), roles.get((one.user_id, one.audience.code))
        if user is None or role is None:
            return False
        if one.session and one.session not in alive:
            return False
        steers = Power.RUN_WORKSHOPS in POWERS[role]
        is_same = steers == (one.audience.kind == "facilitator")
        return is_same and (one.proof if one.session else one.person) == proof_of(one.session, user)

    return {one for one in tickets if is_allowed(one)}
