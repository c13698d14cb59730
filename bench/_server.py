"""A server under test and the browsers before it, for the benchmarks of the live board."""

import asyncio
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

PORT = int(os.environ.get("BENCH_PORT", "9170"))
OURS = "sdg_platform.asgi:application"


def setting() -> dict[str, str]:
    """Plain HTTP and no limit of notes a minute, else as in earnest: `bench/served.py`."""
    quiet = {"LOG_LEVEL": "ERROR", "SERVER_TIMING": "0"}
    os.environ.setdefault("SECRET_KEY", token_urlsafe(50))
    ours = {"DEBUG": "1", "DJANGO_SETTINGS_MODULE": "bench.served", "RATE_LIMITS": "off"}
    return {**os.environ, **ours, **quiet}


def start(application: str = OURS, *, workers: int = 1, port: int = PORT) -> subprocess.Popen[Any]:
    """A uvicorn as `make serve` starts it; returns once it answers."""
    command = [sys.executable, "-m", "uvicorn", application, "--port", str(port)]
    command += ["--no-proxy-headers", "--log-level", "error", "--no-access-log"]
    command += ["--backlog", "4096", "--workers", str(workers)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    # A session of its own, so that one signal reaches the workers too.
    server = subprocess.Popen(command, env=setting(), start_new_session=True, **quiet)  # type: ignore[call-overload]
    until_up(port)
    return server


def until_up(port: int = PORT, seconds: float = 60) -> None:
    """Wait for an answer; one that a room is already shouting at answers in its turn."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=20)
            return
        time.sleep(0.05)
    raise SystemExit("The server did not start.")


@contextmanager
def running(application: str = OURS, **options: Any) -> Iterator[subprocess.Popen[Any]]:
    server = start(application, **options)
    try:
        yield server
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(10)
        server.kill()


def django_here() -> None:
    """Set Django up in this process, on the same database and with the same key."""
    os.environ.update(setting())
    import django

    django.setup()


def workshop_with(people: int, notes: int = 0) -> tuple[int, list[str]]:
    """An open workshop and the cookies of its participants."""
    from django.core import signing

    from sdg_platform.accounts.models import Municipality
    from sdg_platform.accounts.participation import SALT, cookie_name
    from workshops.models import NewReflection, Participant, Workshop

    home = Municipality.objects.order_by("pk").first()
    assert home is not None
    board = Workshop.objects.create(title="En fuld sal", municipality=home)
    board.open()
    text = "Note {} om at få verdensmålene ned i hverdagen i kommunen"
    board.add_reflections([NewReflection("works", text.format(n)) for n in range(notes)])
    everybody = [Participant(workshop=board) for _ in range(people)]
    Participant.objects.bulk_create(everybody)
    return board.pk, [
        f"{cookie_name()}={signing.dumps({str(board.pk): str(one.pk)}, salt=SALT)}"
        for one in everybody
    ]


def tickets_for(workshop_id: int, cookies: list[str]) -> list[str]:
    """A ticket for the stream for each, as its page would carry it."""
    from django.core import signing

    from sdg_platform.accounts.actor import Actor
    from sdg_platform.accounts.participation import SALT
    from workshops.live import ticket
    from workshops.live.audience import Audience

    audience = Audience("participant", "", "da")
    found = []
    for cookie in cookies:
        from uuid import UUID

        raw = signing.loads(cookie.partition("=")[2], salt=SALT)
        actor = Actor(participations={workshop_id: UUID(raw[str(workshop_id)])})
        found.append(ticket.issue(workshop_id, audience, actor))
    return found


def request(
    method: str, path: str, cookie: str = "", data: dict[str, str] | None = None, **more: str
) -> bytes:
    """One HTTP request as bytes; a POST carries a CSRF token that fits its cookie."""
    token = "c" * 32
    body = urlencode({**(data or {}), "csrfmiddlewaretoken": token}).encode() if data else b""
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{PORT}"]
    lines += [f"Cookie: csrftoken={token}; {cookie}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    if data:
        lines += ["Content-Type: application/x-www-form-urlencoded", "HX-Request: true"]
        lines += [f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    """Status, headers in lower case, and body of one answer."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {
        name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])
    }
    body = b""
    if "content-length" in headers:
        body = await reader.readexactly(int(headers["content-length"]))
    elif headers.get("transfer-encoding") == "chunked":
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    return int(head[0].split()[1]), headers, body


async def ask(sent: bytes, port: int = PORT) -> tuple[int, dict[str, str], bytes]:
    """One request over a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        return await answer(reader)
    finally:
        writer.close()


def memory_kb(pid: int) -> int:
    """What the process holds in memory now (proportional set size)."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as lines:
        return int(re.search(r"^Pss:\s+(\d+)", lines.read(), re.M)[1])  # type: ignore[index]


def threads_of(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/task"))


def cpu_of_group(pid: int) -> float:
    """Processor seconds of a server and its workers."""
    workers = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    found = 0.0
    for one in workers:
        with suppress(OSError):
            if os.getpgid(one) == pid:
                found += cpu_seconds(one)
    return found


def cpu_seconds(pid: int) -> float:
    with open(f"/proc/{pid}/stat", encoding="ascii") as line:
        fields = line.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
