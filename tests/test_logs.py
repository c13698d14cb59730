"""ASVS 16.2: one JSON object a line, and never what somebody wrote or a secret in a path."""

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.test import RequestFactory

from sdg_platform.logs import logging_config, masked, request_log_middleware
from tests.factories import UserFactory


@pytest.fixture
def lines(monkeypatch):
    """What production would write, as a function that reads it back line by line."""
    stream = io.StringIO()
    config = logging_config(debug=False)
    logging.captureWarnings(False)
    formatter = logging.config.DictConfigurator(config).configure_formatter(
        config["formatters"]["line"]
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    logging_config(debug=True)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/join/AB12CD34/", "/join/***/"),
        ("/en/join/ab12 cd34/", "/en/join/*** cd34/"),
        ("/j/Zm9vYmFyYmF6cXV4/", "/j/***/"),
        ("/accounts/password/reset/key/3-cx1-a9/", "/accounts/password/reset/key/***/"),
        ("/actions/confirm/Zm9vYmFyYmF6cXV4/", "/actions/confirm/***/"),
        ("/en/minutes/Zm9vYmFyYmF6cXV4/minutes.pdf", "/en/minutes/***/minutes.pdf"),
        ("/workshops/7/minutes/", "/workshops/7/minutes/"),
        ("/workshops/7/minutes.pdf", "/workshops/7/minutes.pdf"),
        ("/accounts/invitations/k3y/", "/accounts/invitations/***/"),
        ("/workshops/7/events/?ticket=hemmelig&after=3", "/workshops/7/events/"),
        ("/search/?q=Bente+er+syg", "/search/"),
        ("/practices/7/", "/practices/7/"),
        ("/join/", "/join/"),
    ],
)
def test_codes_tokens_and_search_words_are_masked(path, shown):
    assert masked(path) == shown


@pytest.mark.django_db
def test_each_request_is_one_json_line(client, lines):
    response = client.get("/join/AB12CD34/?q=hemmelig", REMOTE_ADDR="192.0.2.77")
    line = next(line for line in lines() if line["event"] == "request")

    assert line["timestamp"].endswith("Z")
    assert line["level"] == "info"
    assert len(line["request_id"]) == 32
    assert line["path"] == "/join/***/"
    assert line["network"] == "192.0.2.0/24"
    assert line["status"] == response.status_code
    written = json.dumps(lines())
    assert "AB12CD34" not in written
    assert "hemmelig" not in written
    assert "192.0.2.77" not in written


@pytest.mark.parametrize(("status", "event"), [(403, "denied"), (429, "limited"), (500, "request")])
def test_denials_and_limits_are_events_of_their_own(lines, status, event):
    from django.http import HttpResponse

    answer = request_log_middleware(lambda request: HttpResponse(status=status))
    response = answer(RequestFactory().get("/practices/7/edit/"))
    (line,) = lines()
    assert (line["event"], line["status"]) == (event, status)
    assert response.headers["X-Request-ID"] == line["request_id"]


def test_a_fault_is_logged_by_type_and_place_without_its_message(lines):
    try:
        int("Bentes note")
    except ValueError:
        logging.getLogger("practices").exception("Import failed for /j/hemmeligt/")
    (line,) = lines()
    assert line["fault"] == "ValueError"
    assert line["frames"][-1].startswith("tests/test_logs.py:")
    assert line["event"] == "Import failed for /j/***/"
    assert "Bente" not in json.dumps(line)


def test_lines_from_outside_a_request_have_an_empty_request_id(lines):
    structlog.contextvars.clear_contextvars()
    logging.getLogger("asyncio").warning("Started")
    (line,) = lines()
    assert line["request_id"] == ""


@pytest.mark.django_db
def test_logins_are_logged_by_id_never_by_address(lines):
    user = UserFactory(email="bente@fjordby.example")
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.77")
    user_logged_in.send(sender=type(user), request=request, user=user)
    user_logged_out.send(sender=type(user), request=request, user=user)
    user_login_failed.send(sender=__name__, credentials={"email": user.email}, request=request)

    assert [line["event"] for line in lines()] == ["login", "logout", "login_failed"]
    assert lines()[0]["user"] == user.pk
    assert "bente" not in json.dumps(lines())
    assert "192.0.2.77" not in json.dumps(lines())
