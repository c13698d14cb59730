"""The least a server can do: whatever is posted goes to every stream, stored nowhere."""

import asyncio
from typing import Any

STREAMS: set[asyncio.Queue[bytes]] = set()
TEXT = (b"content-type", b"text/event-stream")


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return
    if scope["method"] == "POST":
        body = (await receive())["body"]
        for stream in STREAMS:
            stream.put_nowait(b"event: change\ndata: " + body + b"\n\n")
    elif scope["path"] != "/health/":
        return await stream_to(receive, send)
    await send(
        {"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"0")]}
    )
    await send({"type": "http.response.body", "body": b""})


async def stream_to(receive: Any, send: Any) -> None:
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    STREAMS.add(queue)
    await send({"type": "http.response.start", "status": 200, "headers": [TEXT]})
    await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
    try:
        while True:
            frame = await queue.get()
            await send({"type": "http.response.body", "body": frame, "more_body": True})
    finally:
        STREAMS.discard(queue)
