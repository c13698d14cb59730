"""The stream of a board, asked as a server asks it: scope, receive, send."""

import asyncio
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.http import parse_cookie
from django.test import Client
from django.utils import timezone

from sdg_platform.accounts import participation
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import User
from tests.factories import WorkshopFactory, member, note_on
from workshops.live import hub, stream, ticket
from workshops.live.audience import Audience
from workshops.live.hub import MOST_WAITING, MOST_WITH_ONE_TICKET, Full, Hub, Listener
from workshops.live.listening import still_allowed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def board():
    workshop = WorkshopFactory(title="Netværksmøde")
    workshop.open()
    return workshop


def session_of(user):
    browser = Client()
    browser.force_login(user)
    return browser.session.session_key


# As Chromium and Firefox send it with an EventSource.
BROWSER = [(b"sec-fetch-site", b"same-origin"), (b"sec-fetch-mode", b"cors")]


def cookie_of(session):
    return [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode())]


def facilitators_pass(board, user=None):
    """A facilitator's ticket, and the cookie of the session that it was given to."""
    user = user or member("facilitator")
    session, who = session_of(user), Actor(user, user.roles_by_municipality())
    raw = ticket.issue(board.pk, Audience("facilitator", "9901", "da"), who, session)
    return raw, cookie_of(session)


def participants_pass(board):
    one = board.participants.create()
    raw = ticket.issue(
        board.pk, Audience("participant", "", "da"), Actor(participations={board.pk: one.pk})
    )
    signed = signing.dumps({str(board.pk): str(one.pk)}, salt=participation.SALT)
    return raw, [(b"cookie", f"{participation.cookie_name()}={signed}".encode())]


def read(board, raw, headers):
    return ticket.read(raw, board.pk, parse_cookie(headers[0][1].decode()))


def asked(board, raw, headers=()):
    """The line of one who asks and leaves at the first answer."""

    async def play(line):
        await line.more.wait()

    return follow(play, f"/workshops/{board.pk}/events/", f"ticket={raw}", headers=headers)


class Line:
    """One viewer: what was sent to it, and a way to go."""

    def __init__(self, path, query="", headers=()):
        self.scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query.encode(),
            "headers": list(headers),
        }
        self.sent = []
        self.more = asyncio.Event()
        self.gone = asyncio.Event()

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.sent.append(message)
        self.more.set()

    @property
    def status(self):
        return self.sent[0]["status"]

    @property
    def text(self):
        return b"".join(m.get("body", b"") for m in self.sent[1:]).decode()

    async def until(self, words, seconds=5):
        async with asyncio.timeout(seconds):
            while words not in self.text:
                self.more.clear()
                await self.more.wait()


async def nothing_else(scope, receive, send):
    raise AssertionError("the stream was not recognised")


def follow(play, path, query, **line):
    """Run `play(line)` while the stream is answered; returns the line."""

    async def both():
        viewer = Line(path, query, **line)
        app = stream.with_streams(nothing_else)
        task = asyncio.create_task(app(viewer.scope, viewer.receive, viewer.send))
        try:
            await play(viewer)
        finally:
            viewer.gone.set()
            await asyncio.wait_for(task, 5)
            await asyncio.sleep(0.3)  # The hub lets its connection go.
        return viewer

    return asyncio.run(both())


async def in_a_thread(act, *arguments, **named):
    from django.db import connection

    def run():
        try:
            return act(*arguments, **named)
        finally:
            connection.close()

    return await asyncio.to_thread(run)


def test_a_note_reaches_who_listens(board):
    async def play(line):
        await line.until("retry:")
        await in_a_thread(note_on, board, text="Vi mangler en fælles plan")
        await line.until("Vi mangler en fælles plan")

    raw, headers = facilitators_pass(board)
    line = follow(play, f"/workshops/{board.pk}/events/", f"ticket={raw}&after=0", headers=headers)

    assert line.status == 200
    assert "id: 1\nevent: change\ndata: <li" in line.text


def test_who_comes_back_is_told_what_happened_meanwhile(board):
    for number in range(3):
        note_on(board, text=f"Note nummer {number}")

    async def play(line):
        await line.until("id: 3")

    raw, headers = facilitators_pass(board)
    line = follow(
        play,
        f"/en/workshops/{board.pk}/events/",
        f"ticket={raw}&after=0",
        headers=[(b"last-event-id", b"1"), *headers],
    )

    assert "Note nummer 0" not in line.text
    assert "Note nummer 1" in line.text
    assert "Note nummer 2" in line.text


@pytest.mark.parametrize("wrong", ["", "abc", "other board", "too old"])
def test_no_stream_without_a_right_ticket(board, wrong, monkeypatch):
    raw, headers = facilitators_pass(WorkshopFactory() if wrong == "other board" else board)
    if wrong == "too old":
        monkeypatch.setattr(ticket, "LIFETIME", -1)

    line = asked(board, raw if wrong in ("other board", "too old") else wrong, headers)

    assert line.status == 403
    headers = dict(line.sent[0]["headers"])
    assert b"default-src 'none'" in headers[b"content-security-policy"]


def test_a_ticket_signed_for_something_else_opens_nothing(board):
    raw = signing.dumps([board.pk, "facilitator", "9901", "da", 1, ""], salt="another")

    assert read(board, raw, cookie_of("x")) is None
    assert read(board, signing.dumps("x", salt=ticket.SALT), cookie_of("x")) is None


def test_a_ticket_opens_nothing_without_the_cookie_it_was_given_to(board):
    """OWASP ASVS 5.0, 7.2: what stands in an address is no session."""
    for give in (facilitators_pass, participants_pass):
        raw, own = give(board)
        _, anothers = give(board)

        assert asked(board, raw, own).status == 200
        assert asked(board, raw, BROWSER).status == 403
        assert asked(board, raw, [(b"cookie", b"csrftoken=x")]).status == 403
        assert asked(board, raw, anothers).status == 403


def test_a_script_may_come_with_the_ticket_alone(board):
    for give in (facilitators_pass, participants_pass):
        raw, _ = give(board)

        assert asked(board, raw).status == 200


def log_out(user, session):
    Session.objects.filter(pk=session).delete()


def log_out_everywhere(user, session):
    user.end_sessions()


def demote(user, session):
    user.memberships.update(role="staff")


def leave(user, session):
    user.memberships.update(ended_at=timezone.now())


def deactivate(user, session):
    User.objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("happens", [log_out, log_out_everywhere, demote, leave, deactivate])
def test_a_ticket_does_not_outlive_what_it_was_given_for(board, happens):
    user = member("facilitator")
    raw, headers = facilitators_pass(board, user)
    held = read(board, raw, headers)
    assert still_allowed([held]) == {held}

    happens(user, held.session)

    assert asked(board, raw, headers).status == 403


@pytest.mark.parametrize("happens", [log_out_everywhere, demote, leave, deactivate])
def test_a_ticket_that_comes_alone_ends_with_its_person(board, happens):
    user = member("facilitator")
    raw, _ = facilitators_pass(board, user)

    happens(user, "")

    assert asked(board, raw).status == 403


def test_whoever_is_demoted_hears_nothing_from_the_next_beat_on(board, monkeypatch):
    monkeypatch.setattr(hub, "HEARTBEAT", 0.2)
    user = member("facilitator")
    raw, headers = facilitators_pass(board, user)

    async def play(line):
        await line.until("retry:")
        await in_a_thread(demote, user, "")
        async with asyncio.timeout(5):
            while line.sent[-1].get("more_body", True):
                line.more.clear()
                await line.more.wait()

    line = follow(play, f"/workshops/{board.pk}/events/", f"ticket={raw}", headers=headers)

    assert line.status == 200


def test_a_room_that_comes_at_once_is_asked_about_together(board, monkeypatch):
    rooms = []
    monkeypatch.setattr(hub, "still_allowed", lambda some: rooms.append(len(some)) or set(some))
    held = [read(board, *participants_pass(board)) for _ in range(20)]

    async def come():
        door = Hub()
        return await asyncio.gather(*(door.lets_in(one) for one in held))

    assert all(asyncio.run(come()))
    assert rooms == [20]


def test_the_pulse_is_told_and_an_archived_board_ends_the_stream(board):
    async def play(line):
        await line.until("event: pulse")
        await in_a_thread(board.archive)
        async with asyncio.timeout(5):
            while line.sent[-1].get("more_body", True):
                line.more.clear()
                await line.more.wait()

    raw, headers = facilitators_pass(board)
    line = follow(play, f"/workshops/{board.pk}/events/", f"ticket={raw}", headers=headers)

    assert "event: pulse\ndata: " in line.text


def test_one_ticket_does_not_open_a_hundred_streams(board):
    raw, headers = facilitators_pass(board)
    held = read(board, raw, headers)

    async def crowd():
        hub = Hub()
        listeners = [Listener(held, raw, 0) for _ in range(MOST_WITH_ONE_TICKET)]
        for listener in listeners:
            hub.join(listener)
        with pytest.raises(Full):
            hub.join(Listener(held, raw, 0))
        for listener in listeners:
            hub.leave(listener)
        hub.join(Listener(held, raw, 0))
        hub.end()
        await asyncio.sleep(0.3)

    asyncio.run(crowd())


def test_a_slow_reader_is_sent_away_instead_of_filling_the_memory(board):
    raw, headers = facilitators_pass(board)

    async def slow():
        listener = Listener(read(board, raw, headers), raw, 0)
        for _ in range(MOST_WAITING + 50):
            listener.tell(b"x")
        return [listener.frames.get_nowait() for _ in range(listener.frames.qsize())]

    frames = asyncio.run(slow())

    assert len(frames) <= MOST_WAITING + 1
    assert frames[-1] is None


def test_who_left_the_municipality_may_not_listen_any_more(board):
    user = member("facilitator")
    held = read(board, *facilitators_pass(board, user))
    foreign = held._replace(audience=Audience("facilitator", "9902", "da"))
    gone = ticket.Ticket(board.pk, Audience("participant", "", "da"), None, uuid4())

    assert still_allowed({held, foreign, gone}) == {held}
    user.memberships.all().delete()
    assert still_allowed({held}) == set()
