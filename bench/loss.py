"""Not one note lost: 10,000 notes over bad connections to a server that is killed three times.

`python -m bench loss [NOTES] [PEOPLE]`. Each of 200 participants sends one note after another
and sends it again until it is confirmed, as the outbox of the page does. A fifth of the
connections is cut, half of these before the note is out and half before the answer is in; one in
twenty trickles in. Meanwhile the whole server is killed with -9 three times. In the end the notes
in the database, and the board that each participant put together from `changes/`, must be what
was sent: each once, word for word. WORKERS=2 serves with two processes.
"""

import asyncio
import os
import random
import re
import signal
import sys
import time
from contextlib import suppress
from html import unescape
from typing import Any
from uuid import UUID

from bench._server import (
    PORT,
    answer,
    cpu_of_group,
    django_here,
    request,
    start,
    until_up,
    workshop_with,
)

CUT, TRICKLED, KILLS = 0.20, 0.05, 3
WORKERS = int(os.environ.get("WORKERS", "1"))
SLIP = re.compile(r'data-reflection="([0-9a-f-]{36})".*?class="slip__text"[^>]*>(.*?)</p>', re.S)
FAULTS = (OSError, EOFError, asyncio.TimeoutError, ValueError)


class Room:
    """What was sent and confirmed, and how it went on the way."""

    def __init__(self, board: int, notes: int, cookies: list[str]) -> None:
        self.path = f"/workshops/{board}/"
        self.chance = random.Random(17)
        self.sent: dict[str, str] = {}
        self.cut = self.trickled = self.again = 0
        # Processor seconds of all servers so far.
        self.worked = 0.0
        self.shares = [notes // len(cookies)] * len(cookies)
        self.cookies = cookies

    async def write_all(self, number: int) -> None:
        for count in range(self.shares[number]):
            key = str(UUID(int=self.chance.getrandbits(128), version=4))
            text = f"Bord {number}, note {count}: æøå & <b>børn</b> -> «{key[:8]}»"
            self.sent[key] = text
            await self.write(number, key, text)

    async def write(self, number: int, key: str, text: str) -> None:
        """Send it until it is confirmed; what was cut is cut once."""
        data = {"id": key, "quadrant": "works", "text": text}
        note = request("POST", f"{self.path}reflections/", self.cookies[number], data)
        way = self.chance.random()
        if way < CUT:
            self.cut += 1
            with suppress(*FAULTS):
                await self.cut_off(note, whole=way < CUT / 2)
        while True:
            try:
                status = await self.send(note, slowly=CUT <= way < CUT + TRICKLED)
            except FAULTS:
                status = 0
            if status in (200, 201):
                return
            assert status in (0, 500, 502, 503, 507), f"{status} for {key}"
            self.again += 1
            await asyncio.sleep(0.2 + self.chance.random() / 5)

    async def cut_off(self, note: bytes, *, whole: bool) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", PORT)
        writer.write(note if whole else note[: -len(note) // 4])
        await writer.drain()
        await asyncio.sleep(0.002)
        writer.transport.abort()

    async def send(self, note: bytes, *, slowly: bool) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        try:
            if slowly:
                self.trickled += 1
                for at in range(0, len(note), 120):
                    writer.write(note[at : at + 120])
                    await asyncio.sleep(0.01)
            else:
                writer.write(note)
            status, *_ = await asyncio.wait_for(answer(reader), 15)
            return status
        finally:
            writer.close()

    async def read_board(self, number: int) -> dict[str, str]:
        """The board as this participant's page would put it together, portion by portion."""
        board: dict[str, str] = {}
        after = "0"
        while True:
            ask = request("GET", f"{self.path}changes/?after={after}", self.cookies[number])
            reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
            writer.write(ask)
            status, headers, body = await asyncio.wait_for(answer(reader), 60)
            writer.close()
            if status == 304:
                return board
            assert status == 200, status
            for key, text in SLIP.findall(body.decode()):
                board[key] = unescape(re.sub(r"<[^>]+>", "", text)).strip()
            after = headers["x-cursor"]


async def kill_now_and_then(servers: list[Any], room: Room, notes: int) -> None:
    """Kill the server, workers and all, when a quarter, a half, three quarters are sent."""
    for part in range(1, KILLS + 1):
        while len(room.sent) < notes * part / (KILLS + 1):
            await asyncio.sleep(0.05)
        room.worked += cpu_of_group(servers[-1].pid)
        os.killpg(servers[-1].pid, signal.SIGKILL)
        servers[-1].wait()
        servers.append(await asyncio.to_thread(start, workers=WORKERS))


async def play(servers: list[Any], room: Room, notes: int) -> list[dict[str, str]]:
    began = time.perf_counter()
    killer = asyncio.create_task(kill_now_and_then(servers, room, notes))
    await asyncio.gather(*(room.write_all(number) for number in range(len(room.cookies))))
    seconds = time.perf_counter() - began
    await killer
    await asyncio.to_thread(until_up)
    room.worked += cpu_of_group(servers[-1].pid)
    print(
        f"{len(room.sent)} notes of {len(room.cookies)} people in {seconds:.1f} s, servers worked "
        f"{room.worked:.1f} s, this program {time.process_time():.1f} s: {room.cut} cut, "
        f"{room.trickled} trickled, {room.again} sent again, {KILLS} kills "
        f"({WORKERS} process, load {os.getloadavg()[0]:.1f})"
    )
    some = asyncio.Semaphore(8)

    async def read(number: int) -> dict[str, str]:
        async with some:
            return await room.read_board(number)

    # Every reader's slips are the same bytes; a tenth of the room is enough to see it.
    return await asyncio.gather(*(read(number) for number in range(0, len(room.cookies), 10)))


def main() -> None:
    notes, people = (int(word) for word in [*sys.argv[1:], "10000", "200"][:2])
    django_here()
    from workshops.models import Workshop

    board, cookies = workshop_with(people)
    room = Room(board, notes, cookies)
    servers = [start(workers=WORKERS)]
    try:
        boards = asyncio.run(play(servers, room, notes))
    finally:
        with suppress(ProcessLookupError):
            os.killpg(servers[-1].pid, signal.SIGKILL)
    workshop = Workshop.objects.get(pk=board)
    rows = list(workshop.reflections.order_by("seq").values_list("id", "text", "seq"))
    stored = {str(key): text for key, text, _ in rows}
    lost = room.sent.keys() - stored.keys()
    altered = [key for key in stored if stored[key] != room.sent.get(key)]
    doubled = len(rows) - len(set(stored.values()))
    gaps = [seq for _, _, seq in rows] != list(range(1, len(rows) + 1))
    unequal = sum(one != stored for one in boards)
    print(f"lost {len(lost)}, doubled {doubled}, altered {len(altered)}, gaps {gaps}")
    print(f"boards put together from changes/: {len(boards)}, unequal to what is stored {unequal}")
    if lost or doubled or altered or gaps or unequal:
        raise SystemExit("A note was lost, doubled or altered.")


if __name__ == "__main__":
    main()
