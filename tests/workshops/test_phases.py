"""The phases of a meeting: which there are, how the room goes through them, who is done."""

import re

import pytest
from django.test import Client

from tests.factories import MunicipalityFactory, WorkshopFactory, member, note_on
from workshops.models import Phase, WrongState
from workshops.models.phases import GUIDES, MINUTES, phases_of, place_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def board():
    return WorkshopFactory(state="open")


@pytest.fixture
def facilitator(client):
    client.force_login(member("facilitator"))
    return client


def joined(board):
    phone = Client()
    phone.post(f"/j/{board.token}/")
    return phone


def at(board, act):
    return f"/workshops/{board.pk}/{act}/"


def now(client, board, **headers):
    return client.get(at(board, "now"), headers=headers).content.decode()


# --- As data -----------------------------------------------------------------------------


def test_every_phase_has_its_words_and_stands_in_the_order_of_the_meeting():
    assert list(GUIDES) == list(Phase)
    for guide in GUIDES.values():
        assert guide.room
        assert guide.host


def test_a_meeting_goes_through_all_nine_unless_its_template_is_shorter():
    assert phases_of(WorkshopFactory.build()) == tuple(Phase)
    short = phases_of(WorkshopFactory.build(template="plus_delta"))
    assert (short[0], short[-1]) == (Phase.COLLECT, Phase.CLOSED)
    assert Phase.VOTE not in short


def test_a_phase_that_a_template_leaves_out_counts_as_the_one_before():
    short = phases_of(WorkshopFactory.build(template="plus_delta"))
    assert short[place_of(Phase.VOTE, short)] == Phase.REVEAL


# --- The bar -----------------------------------------------------------------------------


def test_the_bar_says_where_we_are_what_to_do_and_leads_on_and_back(facilitator, board):
    board.enter(Phase.GROUP)

    page = facilitator.get(f"/workshops/{board.pk}/").content.decode()

    assert '<li aria-current="step">3 Saml<span class="ph__of"> af 9</span></li>' in page
    assert "Videre til Mærk" in page
    assert "Tilbage til Vis" in page
    assert "Vælg de noter, der siger det samme, og saml dem." in page


def test_one_goes_on_and_back_without_scripts(facilitator, board):
    answer = facilitator.post(at(board, "phase"), {"phase": "vote"}, follow=True)
    assert "Nu: Stem" in answer.content.decode()
    closed = facilitator.post(at(board, "phase"), {"phase": "closed"}, follow=True)
    assert "Workshoppen er lukket. Koden virker ikke længere." in closed.content.decode()
    board.open()

    facilitator.post(at(board, "phase"), {"phase": "tag"})

    board.refresh_from_db()
    assert board.phase == "tag"


def test_htmx_is_sent_to_the_board_anew_because_every_slip_may_be_another(facilitator, board):
    answer = facilitator.post(at(board, "phase"), {"phase": "vote"}, headers=HTMX)

    assert answer.headers["HX-Redirect"] == f"/workshops/{board.pk}/"


def test_an_unknown_phase_is_refused_in_words(facilitator, board):
    answer = facilitator.post(at(board, "phase"), {"phase": "frokost"})

    assert answer.status_code == 422
    assert "Det trin findes ikke" in answer.content.decode()


def test_who_does_not_lead_sees_where_the_room_is_and_no_buttons(client, board):
    client.force_login(member("staff"))

    page = client.get(f"/workshops/{board.pk}/").content.decode()

    assert '<li aria-current="step">1 Skriv' in page
    assert "Videre til" not in page
    assert "formaction" not in now(client, board)


def test_a_closed_workshop_takes_no_phase_no_time_and_nobody_is_done(facilitator, board):
    phone = joined(board)
    board.close()

    for act, data in [("phase", {"phase": "vote"}), ("timer", {"minutes": "5"})]:
        answer = facilitator.post(at(board, act), data, follow=True)
        assert "Workshoppen er allerede lukket" in answer.content.decode()
    phone.post(at(board, "done"), {"done": "on"})

    board.refresh_from_db()
    assert (board.phase, board.timer_ends_at) == ("closed", None)
    assert board.participants.get().done_in == ""
    with pytest.raises(WrongState):
        board.participants.get().say_done(in_phase="closed", done=True)


def test_entering_the_phase_one_is_in_changes_nothing(board):
    board.enter(Phase.REVEAL)
    board.start_timer(5)
    pulse, ends = board.pulse, board.timer_ends_at

    board.enter(Phase.REVEAL)

    board.refresh_from_db()
    assert (board.seq, board.pulse, board.timer_ends_at) == (1, pulse, ends)


def test_a_reopened_workshop_begins_at_the_beginning(board):
    joined(board).post(at(board, "done"), {"done": "on"})
    board.start_timer(5)
    board.close()

    board.open()

    board.refresh_from_db()
    assert (board.phase, board.timer_ends_at) == ("collect", None)
    assert board.participants.get().done_in == ""


# --- The fragment ------------------------------------------------------------------------


def test_everybody_in_an_audience_gets_the_same_bytes(board):
    first, second = joined(board), joined(board)

    assert now(first, board) == now(second, board)
    assert "csrf" not in now(first, board)


def test_the_page_holds_the_very_fragment(facilitator, board):
    page = facilitator.get(f"/workshops/{board.pk}/").content.decode()

    assert now(facilitator, board).strip() in page


def test_who_has_it_already_gets_a_304(board):
    phone = joined(board)
    etag = phone.get(at(board, "now")).headers["ETag"]

    answer = phone.get(at(board, "now"), headers={"If-None-Match": etag})
    board.enter(Phase.VOTE)
    later = phone.get(at(board, "now"), headers={"If-None-Match": etag})

    assert (answer.status_code, answer.content) == (304, b"")
    assert later.status_code == 200
    assert "Sæt dine prikker på det vigtigste." in later.content.decode()


def test_the_fragment_speaks_english(board):
    page = joined(board).get(f"/en/workshops/{board.pk}/now/").content.decode()

    assert f'data-now="/en/workshops/{board.pk}/now/"' in page


def test_it_costs_a_phone_few_queries(board, django_assert_max_num_queries):
    phone = joined(board)
    with django_assert_max_num_queries(2):
        phone.get(at(board, "now"))


def test_another_municipality_and_a_stranger_find_nothing(client, board):
    assert client.get(at(board, "now")).status_code == 404
    client.force_login(member("facilitator", "9902"))
    assert client.get(at(board, "now")).status_code == 404
    assert client.post(at(board, "timer"), {"minutes": "5"}).status_code == 404


# --- Who is done -------------------------------------------------------------------------


def test_a_participant_says_that_they_are_done_and_the_facilitator_sees_how_many(
    facilitator, board
):
    first, second = joined(board), joined(board)

    answer = first.post(at(board, "done") + "?phase=collect", {"done": "on"}, follow=True)

    assert 'aria-pressed="true"' in answer.content.decode()
    assert 'aria-pressed="false"' in now(second, board)
    assert re.search(r"<b class=\"num\">1</b> af 2 er færdige", now(facilitator, board))


def test_saying_it_twice_is_saying_it_once_and_one_may_be_busy_again(board):
    phone = joined(board)

    for _ in range(2):
        phone.post(at(board, "done"), {"done": "on"})
    assert board.participants.get().done_in == "collect"
    phone.post(at(board, "done"), {"done": "off"})
    assert board.participants.get().done_in == ""
    phone.post(at(board, "done"))
    assert board.participants.get().done_in == "collect"


def test_who_was_slow_is_not_done_in_the_next_phase(board):
    phone = joined(board)
    board.enter(Phase.REVEAL)

    phone.post(at(board, "done") + "?phase=collect", {"done": "on"})

    assert board.participants.get().done_in == ""


def test_everybody_is_busy_again_in_a_new_phase(facilitator, board):
    joined(board).post(at(board, "done"), {"done": "on"})

    board.enter(Phase.VOTE)
    board.enter(Phase.COLLECT)

    assert '<b class="num">0</b> af 1 er færdige' in now(facilitator, board)


def test_where_nobody_is_asked_nobody_is_done(board):
    phone = joined(board)
    board.enter(Phase.TALK)

    phone.post(at(board, "done"), {"done": "on"})

    assert board.participants.get().done_in == ""
    assert "Jeg er færdig" not in now(phone, board)


def test_htmx_gets_the_fragment_in_its_place_with_the_focus_on_the_button(board):
    answer = joined(board).post(at(board, "done"), {"done": "on"}, headers=HTMX)

    page = answer.content.decode()
    assert 'hx-swap-oob="true"' in page
    assert 'aria-pressed="true" autofocus' in page


def test_only_participants_are_asked(facilitator, board):
    assert facilitator.post(at(board, "done")).status_code == 403


# --- The pulse ---------------------------------------------------------------------------


def test_the_pulse_rises_with_phase_clock_state_and_who_is_done(board):
    phone = joined(board)
    for act in (
        lambda: board.enter(Phase.REVEAL),
        lambda: board.start_timer(5),
        board.extend_timer,
        board.stop_timer,
        lambda: phone.post(at(board, "done"), {"done": "on"}),
        lambda: joined(board),
        board.close,
    ):
        board.refresh_from_db()
        before = board.pulse
        act()
        board.refresh_from_db()
        assert board.pulse > before, act


def test_two_hundred_who_are_done_do_not_make_two_hundred_pulses(board):
    board.participants.bulk_create(board.participants.model(workshop=board) for _ in range(200))
    before = board.pulse

    for one in board.participants.all():
        one.workshop = board
        one.say_done(in_phase="collect", done=True)

    assert 10 <= board.pulse - before <= 21


def test_a_note_does_not_raise_the_pulse(board):
    before = board.pulse
    note_on(board)
    board.refresh_from_db()
    assert board.pulse == before


def test_the_minutes_of_each_phase_can_be_chosen(facilitator):
    board = WorkshopFactory(municipality=MunicipalityFactory(), state="open")

    assert '<option value="8" selected>8 min.</option>' in now(facilitator, board)
    assert now(facilitator, board).count("<option") == len(MINUTES)
