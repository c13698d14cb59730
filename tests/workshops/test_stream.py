"""The stream of a board, asked as a server asks it: scope, receive, send."""

import asyncio
from uuid import uuid4

import pytest
from django.core import signing

from tests.factories import WorkshopFactory, actor, member, note_on
from workshops.live import stream, ticket
from workshops.live.audience import Audience
from workshops.live.hub import MOST_WAITING, MOST_WITH_ONE_TICKET, Full, Hub, Listener
from workshops.live.listening import still_allowed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def board():
    workshop = WorkshopFactory(title="Netværksmøde")
    workshop.open()
    return workshop


def facilitators_ticket(board, **who):
    return ticket.issue(board.pk, Audience("facilitator", "9901", "da"), actor("facilitator"))


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

    line = follow(
        play, f"/workshops/{board.pk}/events/", f"ticket={facilitators_ticket(board)}&after=0"
    )

    assert line.status == 200
    assert "id: 1\nevent: change\ndata: <li" in line.text


def test_who_comes_back_is_told_what_happened_meanwhile(board):
    for number in range(3):
        note_on(board, text=f"Note nummer {number}")

    async def play(line):
        await line.until("id: 3")

    line = follow(
        play,
        f"/en/workshops/{board.pk}/events/",
        f"ticket={facilitators_ticket(board)}&after=0",
        headers=[(b"last-event-id", b"1")],
    )

    assert "Note nummer 0" not in line.text
    assert "Note nummer 1" in line.text
    assert "Note nummer 2" in line.text


@pytest.mark.parametrize("wrong", ["", "abc", "other board", "too old"])
def test_no_stream_without_a_right_ticket(board, wrong, monkeypatch):
    raw = {"other board": facilitators_ticket(WorkshopFactory())}.get(wrong, wrong)
    if wrong == "too old":
        raw = facilitators_ticket(board)
        monkeypatch.setattr(ticket, "LIFETIME", -1)

    async def play(line):
        await line.more.wait()

    line = follow(play, f"/workshops/{board.pk}/events/", f"ticket={raw}")

    assert line.status == 403
    headers = dict(line.sent[0]["headers"])
    assert b"default-src 'none'" in headers[b"content-security-policy"]


def test_a_ticket_signed_for_something_else_opens_nothing(board):
    raw = signing.dumps([board.pk, "facilitator", "9901", "da", 1, ""], salt="another")

    assert ticket.read(raw, board.pk) is None
    assert ticket.read(signing.dumps("x", salt=ticket.SALT), board.pk) is None


def test_the_pulse_is_told_and_an_archived_board_ends_the_stream(board):
    async def play(line):
        await line.until("event: pulse")
        await in_a_thread(board.archive)
        async with asyncio.timeout(5):
            while line.sent[-1].get("more_body", True):
                line.more.clear()
                await line.more.wait()

    line = follow(play, f"/workshops/{board.pk}/events/", f"ticket={facilitators_ticket(board)}")

    assert "event: pulse\ndata: " in line.text


def test_one_ticket_does_not_open_a_hundred_streams(board):
    raw = facilitators_ticket(board)

    async def crowd():
        hub = Hub()
        read = ticket.read(raw, board.pk)
        listeners = [Listener(read, raw, 0) for _ in range(MOST_WITH_ONE_TICKET)]
        for listener in listeners:
            hub.join(listener)
        with pytest.raises(Full):
            hub.join(Listener(read, raw, 0))
        for listener in listeners:
            hub.leave(listener)
        hub.join(Listener(read, raw, 0))
        hub.end()
        await asyncio.sleep(0.3)

    asyncio.run(crowd())


def test_a_slow_reader_is_sent_away_instead_of_filling_the_memory(board):
    raw = facilitators_ticket(board)

    async def slow():
        listener = Listener(ticket.read(raw, board.pk), raw, 0)
        for _ in range(MOST_WAITING + 50):
            listener.tell(b"x")
        return [listener.frames.get_nowait() for _ in range(listener.frames.qsize())]

    frames = asyncio.run(slow())

    assert len(frames) <= MOST_WAITING + 1
    assert frames[-1] is None


def test_who_left_the_municipality_may_not_listen_any_more(board):

    user = member("facilitator")
    held = ticket.Ticket(board.pk, Audience("facilitator", "9901", "da"), user.pk, None)
    foreign = held._replace(audience=Audience("facilitator", "9902", "da"))
    gone = ticket.Ticket(board.pk, Audience("participant", "", "da"), None, uuid4())

    assert still_allowed({held, foreign, gone}) == {held}
    user.memberships.all().delete()
    assert still_allowed({held}) == set()
