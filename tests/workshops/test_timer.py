"""The clock that the whole room sees."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import WorkshopFactory, member

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def board():
    return WorkshopFactory(state="open")


@pytest.fixture
def facilitator(client):
    client.force_login(member("facilitator"))
    return client


def set_clock(client, board, headers=None, **data):
    return client.post(f"/workshops/{board.pk}/timer/", data, headers=headers or {})


def left(board):
    board.refresh_from_db()
    return round((board.timer_ends_at - timezone.now()).total_seconds() / 60)


def now(client, board):
    return client.get(f"/workshops/{board.pk}/now/").content.decode()


def test_eight_minutes_are_given_and_everybody_sees_them_in_words(facilitator, board):
    phone = Client()
    phone.post(f"/j/{board.token}/")

    answer = set_clock(facilitator, board, minutes="8")

    assert answer.headers["Location"] == f"/workshops/{board.pk}/#board-now"
    board.refresh_from_db()
    for page in (
        phone.get(f"/workshops/{board.pk}/").content.decode(),
        facilitator.get(f"/workshops/{board.pk}/").content.decode(),
        facilitator.get(f"/workshops/{board.pk}/screen/").content.decode(),
    ):
        assert "8 min. tilbage" in page
        assert f'role="timer" data-ends="{board.timer_ends_at.isoformat()}"' in page


def test_a_minute_more_and_stop(facilitator, board):
    set_clock(facilitator, board, minutes="3")

    set_clock(facilitator, board, act="more")
    assert left(board) == 4
    set_clock(facilitator, board, act="stop")

    board.refresh_from_db()
    assert board.timer_ends_at is None
    assert 'role="timer"' not in now(facilitator, board)


def test_a_minute_more_counts_from_now_when_the_time_is_up(facilitator, board):
    board.timer_ends_at = timezone.now() - timedelta(minutes=10)
    board.save(update_fields=["timer_ends_at"])
    assert "Tiden er gået." in now(facilitator, board)

    set_clock(facilitator, board, act="more")

    assert left(board) == 1
    assert "Under 1 min. tilbage" in now(facilitator, board)


def test_a_minute_more_again_and_again_ends_at_three_hours(facilitator, board):
    set_clock(facilitator, board, minutes="180")
    set_clock(facilitator, board, act="more")

    assert left(board) == 180


def test_a_new_phase_has_its_own_time(facilitator, board):
    set_clock(facilitator, board, minutes="8")

    facilitator.post(f"/workshops/{board.pk}/phase/", {"phase": "reveal"})

    board.refresh_from_db()
    assert board.timer_ends_at is None


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"minutes": "0"},
        {"minutes": "-5"},
        {"minutes": "181"},
        {"minutes": "fem"},
        {"minutes": "9" * 400},
        {"act": "sing", "minutes": "5"},
        {"act": "start"},
    ],
)
def test_what_is_no_time_is_refused_in_words(facilitator, board, data):
    answer = set_clock(facilitator, board, **data)

    assert answer.status_code == 422
    assert "Vælg mellem 1 og 180 minutter." in answer.content.decode()
    board.refresh_from_db()
    assert board.timer_ends_at is None


def test_htmx_gets_the_fragment_in_its_place_with_the_focus_on_the_clock(facilitator, board):
    started = set_clock(facilitator, board, HTMX, minutes="5").content.decode()
    stopped = set_clock(facilitator, board, HTMX, act="stop").content.decode()

    assert 'hx-swap-oob="true"' in started
    assert 'id="clock-more" type="submit" autofocus' in started
    assert 'id="clock-start" type="submit" autofocus' in stopped


@pytest.mark.parametrize("role", ["staff", None])
def test_who_does_not_lead_sets_no_clock(client, board, role):
    if role:
        client.force_login(member(role))

    answer = set_clock(client, board, minutes="5")

    assert answer.status_code == (403 if role else 302)
    board.refresh_from_db()
    assert board.timer_ends_at is None


def test_nobody_sets_a_clock_before_the_opening(facilitator):
    draft = WorkshopFactory()

    answer = set_clock(facilitator, draft, minutes="5")

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.timer_ends_at is None
