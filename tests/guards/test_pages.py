"""The bridge between the ASGI server and Django's pages."""

import asyncio
import threading

import pytest
from django.http import StreamingHttpResponse

from sdg_platform.guards.pages import environ_of, on_threads

SCOPE = {
    "type": "http", "method": "GET", "path": "/verdensmål/", "query_string": b"q=trivsel",
    "headers": [(b"host", b"sdg.example.dk")], "root_path": "", "http_version": "1.1",
    "client": ("192.0.2.7", 5), "server": ("127.0.0.1", 8000), "scheme": "http",
}  # fmt: skip


def plain(body=b"Hej"):
    def wsgi(environ, start):
        start("200 OK", [("Content-Type", "text/plain")])
        return [body]

    return wsgi


def ask(wsgi, messages=(), threads=2, when_up=lambda: None, **scope):
    """What the application sends when the server gives it `messages`."""
    waiting, sent = list(messages) or [{"type": "http.request"}], []

    async def receive():
        return waiting.pop(0) if waiting else await asyncio.sleep(3600)

    async def send(message):
        sent.append(message)

    asyncio.run(on_threads(wsgi, threads, when_up)({**SCOPE, **scope}, receive, send))
    return sent


def body_of(sent):
    return b"".join(message.get("body", b"") for message in sent[1:])


def test_a_page_comes_back_whole_with_its_headers():
    head, body = ask(plain())
    assert (head["status"], head["headers"]) == (200, [(b"content-type", b"text/plain")])
    assert body == {"type": "http.response.body", "body": b"Hej"}


def test_a_body_in_several_pieces_reaches_the_page_with_its_length():
    def echo(environ, start):
        start("200 OK", [])
        return [environ["wsgi.input"].read(), environ["CONTENT_LENGTH"].encode()]

    pieces = [
        {"type": "http.request", "body": b"note=", "more_body": True},
        {"type": "http.request", "body": b"hej"},
    ]
    assert body_of(ask(echo, pieces)) == b"note=hej8"


def test_whoever_leaves_in_the_middle_of_a_note_sends_none():
    def never(environ, start):
        raise AssertionError("half a note was taken for a whole one")

    half = {"type": "http.request", "body": b"note=", "more_body": True}
    assert ask(never, [half, {"type": "http.disconnect"}]) == []


def test_a_slow_sender_holds_no_thread():
    async def both():
        application = on_threads(plain(), threads=1)
        sent = []

        async def half_sent():
            return await asyncio.sleep(3600)

        async def whole():
            return {"type": "http.request"}

        async def send(message):
            sent.append(message)

        slow = asyncio.create_task(application(dict(SCOPE), half_sent, send))
        await asyncio.sleep(0)
        await asyncio.wait_for(application(dict(SCOPE), whole, send), 5)
        slow.cancel()
        return sent

    assert body_of(asyncio.run(both())) == b"Hej"


def test_a_slow_reader_holds_no_thread():
    async def both():
        application = on_threads(plain(), threads=1)
        sent = []

        async def whole():
            return {"type": "http.request"}

        async def never_read(message):
            await asyncio.sleep(3600)

        async def send(message):
            sent.append(message)

        slow = asyncio.create_task(application(dict(SCOPE), whole, never_read))
        await asyncio.sleep(0.05)
        await asyncio.wait_for(application(dict(SCOPE), whole, send), 5)
        slow.cancel()
        return sent

    assert body_of(asyncio.run(both())) == b"Hej"


def test_what_is_made_in_parts_is_made_by_one_thread_and_closed():
    threads, closed = set(), []

    def parts():
        for number in range(3):
            threads.add(threading.get_ident())
            yield f"linje {number}\n".encode()

    def wsgi(environ, start):
        start("200 OK", [])
        response = StreamingHttpResponse(parts())
        response.close = lambda: closed.append(True)
        return response

    sent = ask(wsgi)
    assert body_of(sent) == b"linje 0\nlinje 1\nlinje 2\n"
    assert (len(sent), len(threads), closed) == (5, 1, [True])


def test_nothing_of_one_request_is_left_for_the_next():
    from contextvars import ContextVar

    language = ContextVar("language", default="da")

    def wsgi(environ, start):
        start("200 OK", [])
        before = language.get()
        language.set("en")
        return [before.encode()]

    application = on_threads(wsgi, threads=1)

    async def twice():
        sent = []

        async def receive():
            return {"type": "http.request"}

        async def send(message):
            sent.append(message.get("body"))

        for _ in range(2):
            await application(dict(SCOPE), receive, send)
        return sent

    assert asyncio.run(twice()) == [None, b"da", None, b"da"]


def test_the_environ_says_what_was_asked():
    environ = environ_of(SCOPE, None, 0)
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/verdensmål/"
    assert (environ["QUERY_STRING"], environ["REMOTE_ADDR"]) == ("q=trivsel", "192.0.2.7")


@pytest.mark.parametrize(
    ("headers", "name", "value"),
    [
        ([(b"x_forwarded_proto", b"https")], "HTTP_X_FORWARDED_PROTO", None),
        ([(b"cookie", b"a=1"), (b"cookie", b"b=2")], "HTTP_COOKIE", "a=1; b=2"),
        ([(b"x-forwarded-for", b"1"), (b"x-forwarded-for", b"2")], "HTTP_X_FORWARDED_FOR", "1,2"),
        ([(b"content-type", b"text/plain")], "CONTENT_TYPE", "text/plain"),
    ],
)
def test_headers_arrive_as_a_page_reads_them(headers, name, value):
    assert environ_of({**SCOPE, "headers": headers}, None, 0).get(name) == value


def test_the_server_is_told_that_there_is_nothing_to_start():
    sent = ask(
        plain(), [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}], type="lifespan"
    )
    assert [one["type"] for one in sent] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


def test_what_the_first_visitor_would_wait_for_is_read_once_the_server_is_up():
    done = threading.Event()
    start_and_stop = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    ask(plain(), start_and_stop, when_up=done.set, type="lifespan")

    assert done.wait(5)
