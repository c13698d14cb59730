"""One hub a process: it reads what is new on the boards listened to, and tells every listener.

All listeners of one audience that stand at the same number get the same bytes, rendered once.
Reading happens in one thread with one connection, however many listen.
"""

import asyncio
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from django.db import DatabaseError

from workshops.live import nudge
from workshops.live.listening import News, Standing, let_go, news_for, still_allowed
from workshops.live.postgres import listen_on_postgres
from workshops.live.ticket import Ticket

HEARTBEAT = 15.0
# Seconds between two looks at the boards when nobody nudges.
LOOK = 0.1
# Frames that wait for one slow reader; beyond it the reader is sent away to catch up later.
MOST_WAITING = 64
MOST_LISTENERS = 5_000
MOST_WITH_ONE_TICKET = 12
# Seconds in which those who come are gathered, and asked about together.
TOGETHER = 0.01

BEAT = b"event: heartbeat\ndata: \n\n"


class Full(Exception):
    """No more listeners are taken right now."""


@dataclass(eq=False)
class Listener:
    """One open stream: what it was promised, how far it is, and what waits for it.

    None in the queue ends the stream.
    """

    ticket: Ticket
    raw: str
    cursor: int
    pulse: int = -1
    frames: asyncio.Queue[bytes | None] = field(
        default_factory=lambda: asyncio.Queue(MOST_WAITING + 1)
    )

    @property
    def standing(self) -> Standing:
        return Standing(self.ticket.workshop_id, self.ticket.audience, self.cursor, self.pulse)

    def hear(self, news: News) -> None:
        self.cursor, self.pulse = news.cursor, news.pulse
        for frame in news.frames:
            self.tell(frame)
        if news.ends:
            self.end()

    def tell(self, frame: bytes) -> None:
        if self.frames.qsize() >= MOST_WAITING:
            self.end()
        else:
            self.frames.put_nowait(frame)

    def end(self) -> None:
        """Let the stream end, after what already waits if there is room."""
        if self.frames.full():
            self.frames.get_nowait()
        self.frames.put_nowait(None)


class Hub:
    """Lives in one event loop; every method is called there."""

    def __init__(self) -> None:
        self.listeners: dict[int, set[Listener]] = defaultdict(set)
        self.is_ending = False
        self._with_ticket: dict[str, int] = defaultdict(int)
        self._count = 0
        self._look = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="board-hub")
        self._at_door: set[Ticket] = set()
        self._asking: asyncio.Task[set[Ticket]] | None = None

    async def lets_in(self, ticket: Ticket) -> bool:
        """Whether its holder may listen right now; a whole room is one question."""
        self._at_door.add(ticket)
        if self._asking is None:
            self._asking = asyncio.get_running_loop().create_task(self._ask())
        return ticket in await asyncio.shield(self._asking)

    async def _ask(self) -> set[Ticket]:
        await asyncio.sleep(TOGETHER)
        asked, self._at_door, self._asking = self._at_door, set(), None
        loop = asyncio.get_running_loop()
        allowed: set[Ticket] = set()
        try:
            allowed = await loop.run_in_executor(self._reader, still_allowed, asked)
        finally:
            # Nobody comes in, so nobody leaves who would let the connection go.
            if not allowed and not self.listeners:
                await loop.run_in_executor(self._reader, let_go)
        return allowed

    def join(self, listener: Listener) -> None:
        """Take one more in; raises Full when there are too many, or too many with its ticket."""
        crowded = self._with_ticket[listener.raw] >= MOST_WITH_ONE_TICKET
        if self.is_ending or crowded or self._count >= MOST_LISTENERS:
            raise Full
        self.listeners[listener.ticket.workshop_id].add(listener)
        self._with_ticket[listener.raw] += 1
        self._count += 1
        self._look.set()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    def leave(self, listener: Listener) -> None:
        board = self.listeners.get(listener.ticket.workshop_id, set())
        if listener not in board:
            return
        board.discard(listener)
        if not board:
            del self.listeners[listener.ticket.workshop_id]
        self._with_ticket[listener.raw] -= 1
        if not self._with_ticket[listener.raw]:
            del self._with_ticket[listener.raw]
        self._count -= 1
        self._look.set()

    def end(self) -> None:
        """Send everybody away: the server is about to stop."""
        self.is_ending = True
        for board in self.listeners.values():
            for listener in board:
                listener.end()
        self._look.set()

    async def _run(self) -> None:
        """Look until nobody listens any more."""
        loop = asyncio.get_running_loop()
        stop = nudge.listen(partial(loop.call_soon_threadsafe, self._look.set))
        outside = loop.create_task(listen_on_postgres(self._look.set))
        next_beat = loop.time() + HEARTBEAT
        try:
            while self.listeners and not self.is_ending:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._look.wait(), LOOK)
                self._look.clear()
                await self._tell_news()
                if loop.time() >= next_beat:
                    next_beat = loop.time() + HEARTBEAT
                    await self._beat()
        finally:
            stop()
            outside.cancel()
            await loop.run_in_executor(self._reader, let_go)

    async def _tell_news(self) -> None:
        standing: dict[Standing, list[Listener]] = defaultdict(list)
        for board in self.listeners.values():
            for listener in board:
                standing[listener.standing].append(listener)
        loop = asyncio.get_running_loop()
        try:
            news = await loop.run_in_executor(self._reader, news_for, set(standing))
        except DatabaseError:
            # The database is away for a moment; the next look catches up by number.
            await loop.run_in_executor(self._reader, let_go)
            await asyncio.sleep(1)
            return
        for stands, fresh in news.items():
            for listener in standing[stands]:
                listener.hear(fresh)

    async def _beat(self) -> None:
        """A sign of life to all; whoever may not listen any more is sent away."""
        everybody = [one for board in self.listeners.values() for one in board]
        tickets = {one.ticket for one in everybody}
        loop = asyncio.get_running_loop()
        with suppress(DatabaseError):
            allowed = await loop.run_in_executor(self._reader, still_allowed, tickets)
            for listener in everybody:
                if listener.ticket not in allowed:
                    listener.end()
        for listener in everybody:
            listener.tell(BEAT)
