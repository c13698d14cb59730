"""The live board: how soon the last of N listeners sees a note, beside a bare hub.

`python -m bench live [N ...]` (50 200 1000). Five notes a second, by participants, through the
real address; the bare hub stores nothing and is measured in turns with ours.
"""

import asyncio
import os
import sys
import time
from statistics import median
from uuid import uuid4

from bench._server import (
    OURS,
    PORT,
    answer,
    ask,
    cpu_seconds,
    django_here,
    memory_kb,
    request,
    running,
    threads_of,
    tickets_for,
    workshop_with,
)

NOTES = 25
PAUSE = 0.2
BARE = "bench._bare_hub:application"


class Listener(asyncio.Protocol):
    """One open stream that knows when each mark went by."""

    def __init__(self, sent: bytes) -> None:
        self.sent, self.heard, self.tail = sent, {}, b""
        self.opened = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self.sent)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        if not self.opened.done():
            self.opened.set_result(data[9:12])
        if (at := data.find(b"MARK")) >= 0:
            self.heard[data[at : at + 9]] = now


async def listen(sent: list[bytes]) -> list[Listener]:
    loop = asyncio.get_running_loop()
    found: list[Listener] = []
    for start in range(0, len(sent), 50):
        batch = [
            loop.create_connection(lambda one=one: Listener(one), "127.0.0.1", PORT)
            for one in sent[start : start + 50]
        ]
        found += [listener for _, listener in await asyncio.gather(*batch)]
        await asyncio.gather(*(listener.opened for listener in found[start:]))
    return found


async def deliver(listeners: list[Listener], path: str, cookies: list[str]) -> list[float]:
    """Milliseconds from submitting a note until the last one has seen it, for each note."""
    times = []
    for number in range(NOTES):
        mark = f"MARK{number:05d}"
        data = {"id": str(uuid4()), "quadrant": "works", "text": f"Vi mangler en plan {mark}"}
        began = time.perf_counter()
        status, _, _ = await ask(request("POST", path, cookies[number % len(cookies)], data))
        assert status == 201, status
        while any(mark.encode() not in one.heard for one in listeners):
            await asyncio.sleep(0.002)
            assert time.perf_counter() - began < 10, "a note did not arrive"
        times.append((max(one.heard[mark.encode()] for one in listeners) - began) * 1000)
        await asyncio.sleep(max(0, PAUSE - (time.perf_counter() - began)))
    return sorted(times)


async def measure(name: str, pid: int, sent: list[bytes], path: str, cookies: list[str]) -> float:
    before = memory_kb(pid)
    listeners = await listen(sent)
    assert all(one.opened.result() == b"200" for one in listeners), "a stream was refused"
    await asyncio.sleep(0.5)
    each = (memory_kb(pid) - before) / len(listeners)
    times = await deliver(listeners, path, cookies)
    p95 = times[int(len(times) * 0.95)]
    print(
        f"{name:<12}{len(sent):>6}{median(times):>9.1f}{p95:>9.1f}{each:>9.1f}{threads_of(pid):>9}"
        f"   load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    for one in listeners:
        one.transport.close()
    return p95


def delivery(people: int) -> None:
    board, cookies = workshop_with(people)
    path = f"/workshops/{board}/reflections/"
    tickets = tickets_for(board, cookies)
    events = f"/workshops/{board}/events/?after=0&ticket="
    pairs = zip(tickets, cookies, strict=True)
    ours = [request("GET", f"{events}{ticket}", cookie) for ticket, cookie in pairs]
    with running(BARE) as server:
        bare = asyncio.run(
            measure("bare hub", server.pid, [request("GET", "/")] * people, "/", cookies)
        )
    with running(OURS) as server:
        # What the process reads once, as its modules, is no listener's.
        asyncio.run(timed(request("GET", f"/workshops/{board}/", cookies[0])))
        mine = asyncio.run(measure("the board", server.pid, ours, path, cookies))
    print(f"{'':<12}{'':>6}  p95 {mine / bare:.2f} x the bare hub", flush=True)


async def timed(sent: bytes) -> float:
    began = time.perf_counter()
    status, _, _ = await ask(sent)
    assert status in (200, 304), status
    return (time.perf_counter() - began) * 1000


async def kept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytes) -> float:
    began = time.perf_counter()
    writer.write(sent)
    status, _, _ = await answer(reader)
    assert status in (200, 304), status
    return (time.perf_counter() - began) * 1000


async def open_at_once(board: int, cookies: list[str]) -> None:
    await timed(request("GET", f"/workshops/{board}/", cookies[0]))
    began = time.perf_counter()
    pages = [timed(request("GET", f"/workshops/{board}/", one)) for one in cookies]
    times = sorted(await asyncio.gather(*pages))
    total = time.perf_counter() - began
    print(f"{len(cookies)} boards at once: all in {total:.2f} s, median {median(times):.0f} ms")


async def poll(board: int, cookies: list[str], pid: int) -> None:
    """Each over a connection that stays open, as a browser polls."""
    path = f"/workshops/{board}/changes/?after=40"
    lines = [await asyncio.open_connection("127.0.0.1", PORT) for _ in cookies]
    asked = [request("GET", path, cookie) for cookie in cookies]
    times = [await kept(*lines[n % 200], asked[n % 200]) for n in range(400)][200:]
    began, used = time.perf_counter(), cpu_seconds(pid)

    async def one(number: int) -> None:
        await asyncio.sleep(number / 100)
        for _ in range(4):
            await kept(*lines[number], asked[number])
            await asyncio.sleep(2)

    await asyncio.gather(*(one(number) for number in range(len(cookies))))
    share = (cpu_seconds(pid) - used) / (time.perf_counter() - began - 1)
    print(f"a poll for nothing: p50 {median(times):.1f} ms; 200 every 2 s: {share:.0%} of a core")


async def crowded(board: int, cookies: list[str], tickets: list[str]) -> None:
    """500 idle streams and 100 half-sent requests: does an ordinary page still come?"""
    events = f"/workshops/{board}/events/?ticket="
    pairs = zip(tickets, cookies, strict=True)
    streams = await listen([request("GET", f"{events}{t}&after=40", cookie) for t, cookie in pairs])
    assert all(one.opened.result() == b"200" for one in streams), "a stream was refused"
    half = request("POST", f"/workshops/{board}/reflections/", cookies[0], {"text": "x" * 500})[
        :-300
    ]
    halves = await listen_half([half] * 100)
    times = sorted([await timed(request("GET", "/goals/3/")) for _ in range(60)])
    print(
        f"{len(streams)} streams and {len(halves)} half requests: goal page p50 "
        f"{median(times):.0f} ms, p95 {times[int(len(times) * 0.95)]:.0f} ms"
    )
    for one in streams:
        one.transport.close()


async def listen_half(sent: list[bytes]) -> list[asyncio.StreamWriter]:
    writers = []
    for one in sent:
        _, writer = await asyncio.open_connection("127.0.0.1", PORT)
        writer.write(one)
        writers.append(writer)
    return writers


def main() -> None:
    django_here()
    sizes = [int(word) for word in sys.argv[1:]] or [50, 200, 1000]
    print("submit -> the last listener, ms")
    print(f"{'':<12}{'N':>6}{'p50':>9}{'p95':>9}{'kB each':>9}{'threads':>9}")
    for people in sizes:
        delivery(people)
    board, cookies = workshop_with(500, notes=40)
    with running(OURS) as server:
        asyncio.run(open_at_once(board, cookies[:200]))
        asyncio.run(poll(board, cookies[:200], server.pid))
        asyncio.run(crowded(board, cookies, tickets_for(board, cookies)))


if __name__ == "__main__":
    main()
