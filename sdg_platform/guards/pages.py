"""Django's pages behind an ASGI server: on a few plain threads that live as long as it does.

Django's own ASGI handler gives each request a thread and a database connection of its own,
and throws both away; that cost more than most of our pages (docs/performance.md). Here the
body is read by the event loop, so that a slow sender holds no thread, and the page is made by
one of `THREADS` threads, whose connection stays open.
"""

import asyncio
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from django.db import connections
from django.http import FileResponse

from sdg_platform.guards.intake import Application, Receive, Scope, Send

THREADS: Final = 16
# A body beyond it waits on disk for its view.
MOST_IN_MEMORY: Final = 256_000

Environ = dict[str, Any]
Start = Callable[..., Any]
Wsgi = Callable[[Environ, Start], Iterable[bytes]]


def on_threads(
    wsgi: Wsgi, threads: int = THREADS, when_up: Callable[[], object] = lambda: None
) -> Application:
    """`wsgi` as an ASGI application; its environ says "sdg.streams": the board may stream.

    `when_up` runs on one of the threads as soon as the server says that it is up.
    """
    pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await _live_and_end(receive, send, partial(pool.submit, when_up))
        with SpooledTemporaryFile(MOST_IN_MEMORY) as body:
            length = await _read(receive, body)
            if length is None:  # The visitor left in the middle of it.
                return
            # A context of its own: nothing of one request is left for the next on the thread.
            work = partial(copy_context().run, _made, wsgi, environ_of(scope, body, length))
            head, parts = await asyncio.get_running_loop().run_in_executor(pool, work)
            await send({"type": "http.response.start", **head})
            # From here on the thread is free: however slowly the visitor reads, it costs none.
            if isinstance(parts, bytes):
                await send({"type": "http.response.body", "body": parts})
            else:
                await _send_in_parts(parts, send)

    return application


async def _live_and_end(receive: Receive, send: Send, when_up: Callable[[], object]) -> None:
    """There is nothing to wait for at the start and at the end, and the server is told so."""
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.startup":
            when_up()
        if kind == "lifespan.shutdown":
            return


async def _read(receive: Receive, body: IO[bytes]) -> int | None:
    """Take the whole body; its length, or None when the connection ended before it did."""
    length, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunk = message.get("body", b"")
        length += len(chunk)
        body.write(chunk)
        more = message.get("more_body", False)
    body.seek(0)
    return length


def environ_of(scope: Scope, body: IO[bytes], length: int) -> Environ:
    """The request as PEP 3333 has it.

    A header name with an underscore could pose as another one (X_Forwarded_Proto): left out.
    """
    root = scope.get("root_path", "")
    host, port = scope.get("server") or ("localhost", 80)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": root.encode().decode("latin-1"),
        "PATH_INFO": scope["path"].removeprefix(root).encode().decode("latin-1"),
        "QUERY_STRING": scope.get("query_string", b"").decode("ascii"),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "CONTENT_LENGTH": str(length),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "sdg.streams": True,
        "sdg.too_large": scope.get("sdg.too_large", False),
    }
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:
            continue
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        name = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        is_more = name.startswith("HTTP_") and name in environ
        glue = "; " if name == "HTTP_COOKIE" else ","
        environ[name] = f"{environ[name]}{glue}{value}" if is_more else value
    return environ


def _made(wsgi: Wsgi, environ: Environ) -> tuple[dict[str, Any], bytes | Iterable[bytes]]:
    """Status and headers, and the body: whole, unless it is made part by part and may be long."""
    head: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], _: object = None) -> None:
        head["status"] = int(status.partition(" ")[0])
        head["headers"] = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ]

    parts = wsgi(environ, start)
    if getattr(parts, "streaming", False) and not _is_a_small_file(parts):
        return head, parts
    try:
        return head, b"".join(parts)
    finally:
        _close(parts)


def _is_a_small_file(parts: Any) -> bool:
    """Of the files we serve most are a few kilobytes: read at once they need no second thread."""
    length = parts.headers.get("Content-Length", "") if isinstance(parts, FileResponse) else ""
    return length.isdigit() and int(length) <= MOST_IN_MEMORY


async def _send_in_parts(parts: Iterable[bytes], send: Send) -> None:
    """Send each part as it is made, in one thread for all of them: a cursor belongs to a thread."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, thread_name_prefix="parts") as thread:
        following = partial(next, iter(parts), None)
        try:
            while (part := await loop.run_in_executor(thread, following)) is not None:
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await loop.run_in_executor(thread, _close, parts)
            await loop.run_in_executor(thread, connections.close_all)


def _close(parts: Iterable[bytes]) -> None:
    if close := getattr(parts, "close", None):
        close()
