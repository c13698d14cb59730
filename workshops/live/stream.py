"""The stream of a board: a raw ASGI route beside Django.

Django's own streaming answer would hold a thread for each viewer; this holds two small tasks.
"""

import asyncio
import re
import signal
from contextlib import suppress
from types import FrameType
from urllib.parse import parse_qs

from django.db import DatabaseError
from django.http import parse_cookie

from sdg_platform.guards.headers import fixed_headers
from sdg_platform.guards.intake import Application, Receive, Scope, Send
from workshops.live import ticket as tickets
from workshops.live.hub import BEAT, Full, Hub, Listener

PATH = re.compile(r"^(?:/en)?/workshops/(\d{1,18})/events/$")
CONTENT = "text/event-stream; charset=utf-8"


def with_streams(application: Application) -> Application:
    """`application`, with the boards' streams answered beside it, by one hub a process."""
    hub = Hub()
    watch = _Shutdown(hub)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        found = PATH.match(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            return await application(scope, receive, send)
        watch.start()
        await _stream(hub, int(found[1]), scope, receive, send)

    return answer


class _Shutdown:
    """Ends the streams as soon as the server is told to stop: it waits for open answers."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.is_watching = False

    def start(self) -> None:
        if self.is_watching:
            return
        self.is_watching = True
        loop = asyncio.get_running_loop()
        with suppress(ValueError):  # Only the main thread hears signals.
            for number in (signal.SIGTERM, signal.SIGINT):
                self._wrap(number, loop)

    def _wrap(self, number: int, loop: asyncio.AbstractEventLoop) -> None:
        before = signal.getsignal(number)

        def told(received: int, frame: FrameType | None) -> None:
            with suppress(RuntimeError):  # The loop is closed already.
                loop.call_soon_threadsafe(self.hub.end)
            if callable(before):
                before(received, frame)

        signal.signal(number, told)


async def _stream(hub: Hub, workshop_id: int, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["method"] not in ("GET", "HEAD"):
        return await _refuse(send, 405)
    asked = parse_qs(scope["query_string"].decode("ascii", "replace"))
    raw = asked.get("ticket", [""])[0]
    cookies = _cookies(scope)
    is_alone = not cookies and not _is_browser(scope)
    ticket = tickets.read(raw, workshop_id, cookies, alone=is_alone)
    try:
        if ticket is None or not await hub.lets_in(ticket):
            return await _refuse(send, 403)
    except DatabaseError:
        return await _refuse(send, 503)
    pulse = _number(asked.get("pulse", [""])[0])
    listener = Listener(ticket, raw, _cursor(scope, asked), -1 if pulse is None else pulse)
    try:
        hub.join(listener)
    except Full:
        return await _refuse(send, 503)
    gone = asyncio.create_task(_until_gone(receive, listener))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _headers(CONTENT)})
        # A first sign at once, so that a proxy passes the headers on and a page stops asking.
        first = b"retry: 2000\n\n" + BEAT
        await send({"type": "http.response.body", "body": first, "more_body": True})
        while (frame := await listener.frames.get()) is not None:
            await send({"type": "http.response.body", "body": frame, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        hub.leave(listener)
        gone.cancel()


async def _until_gone(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


def _cookies(scope: Scope) -> dict[str, str]:
    lines = [value for name, value in scope["headers"] if name == b"cookie"]
    return parse_cookie(b"; ".join(lines).decode("latin-1"))


def _is_browser(scope: Scope) -> bool:
    """Every browser says where a request comes from, and no page can keep it from that."""
    return any(name.startswith(b"sec-fetch-") for name, _ in scope["headers"])


def _cursor(scope: Scope, asked: dict[str, list[str]]) -> int:
    """Where the listener stands: by its last event, else by `after`; what is no number is 0."""
    last = dict(scope["headers"]).get(b"last-event-id", b"").decode("ascii", "replace")
    for said in (last, asked.get("after", [""])[0]):
        if (number := _number(said)) is not None:
            return number
    return 0


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


def _headers(content: str, **more: str) -> list[tuple[bytes, bytes]]:
    said = {
        **fixed_headers(),
        "Content-Type": content,
        "Cache-Control": "no-store, private",
        # nginx would hold the lines back.
        "X-Accel-Buffering": "no",
        **more,
    }
    return [(name.lower().encode(), value.encode()) for name, value in said.items()]


async def _refuse(send: Send, status: int) -> None:
    more = {"Retry-After": "10"} if status == 503 else {}
    headers = _headers("text/plain; charset=utf-8", **more)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
