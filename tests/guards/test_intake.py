import asyncio

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIHandler
from django.urls import resolve
from django.utils import translation

from sdg_platform.guards.intake import MOST_BYTES, guard_asgi, takes_a_file, takes_files
from sdg_platform.guards.pages import on_threads

MEGABYTE = b"x" * 1_000_000


def send_chunks(megabytes, application=None, query=b"", method="POST"):
    """POST without a Content-Length, a megabyte at a time; the status and what was left unread."""
    chunks = [MEGABYTE] * megabytes
    sent = []

    async def receive():
        if chunks:
            body = chunks.pop()
            return {"type": "http.request", "body": body, "more_body": bool(chunks)}
        await asyncio.sleep(0)
        return {"type": "http.disconnect"} if sent else await asyncio.sleep(3600)

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": method, "path": "/about/", "raw_path": b"/about/",
        "query_string": query, "headers": [(b"host", b"testserver")], "root_path": "",
        "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 80), "scheme": "http",
    }  # fmt: skip
    asyncio.run(
        guard_asgi(application or on_threads(WSGIHandler(), threads=1))(scope, receive, send)
    )
    return sent[0]["status"], len(chunks)


@pytest.mark.django_db
def test_a_body_that_grows_past_25_mb_is_a_413_once_all_of_it_came():
    assert send_chunks(MOST_BYTES // len(MEGABYTE) + 1) == (413, 0)


def reader(arrived):
    """An application that reads the body, keeps count in `arrived`, and answers 200."""

    async def application(scope, receive, send):
        while True:
            message = await receive()
            arrived.append(len(message["body"]))
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})

    return application


def test_a_body_without_end_is_not_read_to_the_end():
    arrived = []
    _, unread = send_chunks(500, reader(arrived))
    assert unread == 500 - 101
    assert sum(arrived) == MOST_BYTES


def test_an_honest_body_arrives_whole():
    arrived = []
    assert send_chunks(25, reader(arrived)) == (200, 0)
    assert sum(arrived) == MOST_BYTES


@pytest.mark.django_db
def test_raw_bytes_in_the_query_reach_django_as_ascii():
    assert send_chunks(1, query=b"q=\xff\xfe&goal=3%20", method="GET")[0] == 200


def test_only_views_that_say_so_and_the_administration_take_files():
    def view(request):
        return None

    assert not takes_a_file(view)
    assert takes_a_file(takes_files(view))


@pytest.mark.django_db
def test_a_3_mb_upload_is_read_where_a_file_is_expected_and_refused_elsewhere(client, monkeypatch):
    def upload():
        return {"file": SimpleUploadedFile("noter.docx", MEGABYTE * 3)}

    assert client.post("/about/", upload()).status_code == 413
    with translation.override("da"):
        about = resolve("/about/").func
    monkeypatch.setattr(about, "takes_files", True, raising=False)
    assert client.post("/about/", upload()).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/workshops/{}/",
        "/workshops/{}/changes/",
        "/en/workshops/{}/",
        "/practices/{}/",
        "/strategies/{}/commitments/1/",
        "/partnerships/{}/",
    ],
)
def test_a_number_that_no_row_can_have_is_an_address_that_does_not_exist(client, path):
    beyond, unknown = (client.get(path.format(number)) for number in (2**63, 987_654))

    assert beyond.status_code == 404
    assert (beyond.status_code, len(beyond.content)) == (unknown.status_code, len(unknown.content))
