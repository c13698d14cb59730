"""What a workshop agrees to do, and the list of all of it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import MunicipalityFactory, WorkshopFactory, action_of, member, note_on
from workshops.models import Action

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


@pytest.fixture
def facilitator(client):
    client.user = member("facilitator")
    client.force_login(client.user)
    return client


@pytest.fixture
def board():
    return WorkshopFactory(state="open")


# --- From a note, or plain ------------------------------------------------------------------


def test_a_take_forward_note_becomes_an_action_with_owner_and_date(facilitator, board):
    note = note_on(board, "Partnerskaber med civilsamfundet", "take_forward")
    url = f"/workshops/{board.pk}/actions/"

    page = body(facilitator.get(f"{url}?note={note.pk}"))
    assert f'data-reflection="{note.pk}"' in page
    assert 'rows="3"' in page
    assert ">\nPartnerskaber med civilsamfundet</textarea>" in page
    sent = {"note": note.pk, "text": "Ring til frivilligcentret", "owner": "Kulturchefen"}
    response = facilitator.post(url, {**sent, "due": "2026-12-14"})

    action = Action.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"{url}#tiltag-{action.pk}"
    assert (action.reflection, action.owner, str(action.due)) == (
        note,
        "Kulturchefen",
        "2026-12-14",
    )
    assert (action.status, action.municipality_id, action.created_by) == (
        "planned",
        "9901",
        facilitator.user,
    )
    page = body(facilitator.get(url))
    assert f'data-action="{action.pk}"' in page
    assert "Senest 14. december 2026" in page
    assert f'data-reflection="{note.pk}"' not in page


def test_one_note_becomes_one_action(facilitator, board):
    note = note_on(board, "Silobrydning", "take_forward")
    url = f"/workshops/{board.pk}/actions/"
    for text in ("Bryd en silo", "Bryd en til"):
        facilitator.post(url, {"note": note.pk, "text": text})

    assert list(Action.objects.order_by("pk").values_list("reflection", flat=True)) == [
        note.pk,
        None,
    ]


def test_chosen_notes_become_actions_in_one_go(facilitator, board):
    notes = [note_on(board, text, "take_forward") for text in ("Ring til KL", "Spørg de unge")]

    response = facilitator.post(
        f"/workshops/{board.pk}/selected/", {"act": "action", "note": [note.pk for note in notes]}
    )

    assert response["Location"] == f"/workshops/{board.pk}/actions/"
    assert [action.text for action in Action.objects.order_by("pk")] == [
        "Ring til KL",
        "Spørg de unge",
    ]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": ""}, "Skriv, hvad I vil gøre."),
        ({"text": "\u200b"}, "Skriv, hvad I vil gøre."),
        ({"text": "Ring", "due": "31. februar"}, "Skriv datoen som"),
        ({"text": "Ring", "email": "mette.fjordby"}, "Se den efter"),
        ({"text": "Ring til 010190-1234"}, "CPR-nummer"),
        ({"text": "x" * 2001}, "2.000"),
        ({"text": "Ring", "sharing": "hele verden"}, "Vælg en af de tre."),
    ],
)
def test_what_cannot_be_stored_is_said_and_kept(facilitator, board, sent, sentence):
    response = facilitator.post(f"/workshops/{board.pk}/actions/", {"owner": "Mette", **sent})

    assert response.status_code == 422
    assert sentence in body(response)
    assert 'value="Mette"' in body(response)
    assert not Action.objects.exists()


def test_an_archived_workshop_takes_no_action_and_gives_the_text_back(facilitator):
    done = WorkshopFactory(state="closed")
    action = action_of(done)
    done.archive()
    url = f"/workshops/{done.pk}/actions/"

    response = facilitator.post(url, {"text": "For sent"})
    assert response.status_code == 403
    assert "For sent" in body(response)
    edit = {"text": "For sent", "version": action.version}
    assert facilitator.post(f"{url}{action.pk}/edit/", edit).status_code == 403
    facilitator.post(f"{url}{action.pk}/status/", {"status": "done"})
    action.refresh_from_db()
    assert (action.text, action.status) == ("Ring til KL om oplæg", "planned")
    assert Action.objects.count() == 1
    page = body(facilitator.get(url))
    assert "Ring til KL om oplæg" in page
    assert 'name="status"' not in page


def test_an_action_takes_no_number_of_the_board_but_wakes_its_pages(board):
    note = note_on(board, "Spørg de unge", "take_forward")
    before = board.seq

    action_of(board)
    woken = board.pulse
    action_of(board, note=note)

    board.refresh_from_db()
    note.refresh_from_db()
    assert board.seq == before
    assert board.pulse > woken > 0
    assert note.touched == board.pulse


def test_an_open_page_hears_that_a_note_became_an_action(facilitator, board):
    note = note_on(board, "Spørg de unge", "take_forward")
    page = body(facilitator.get(f"/workshops/{board.pk}/"))
    pulse = re.search(r'data-pulse="(\d+)"', page)[1]
    action_of(board, note=note, owner="Kulturchefen")

    changes = facilitator.get(
        f"/workshops/{board.pk}/changes/", {"after": board.seq, "pulse": pulse}
    )

    assert "Tiltag: Kulturchefen" in body(changes)


# --- How it goes ----------------------------------------------------------------------------


def test_one_button_says_how_it_goes(client, board):
    action = action_of(board)
    client.force_login(member("staff"))

    client.post(f"/workshops/{board.pk}/actions/{action.pk}/status/", {"status": "done"})

    action.refresh_from_db()
    assert action.status == "done"


def test_an_unknown_status_changes_nothing(facilitator, board):
    action = action_of(board)

    response = facilitator.post(
        f"/workshops/{board.pk}/actions/{action.pk}/status/", {"status": "gjort"}
    )

    assert response.status_code == 422
    assert "Vælg, hvordan det går." in body(response)
    action.refresh_from_db()
    assert action.status == "planned"


def test_two_who_edit_the_same_action_both_keep_their_text(facilitator, board):
    action = action_of(board, owner="Mette")
    url = f"/workshops/{board.pk}/actions/{action.pk}/edit/"
    facilitator.post(url, {"text": "Den første", "version": 1, "owner": "Mette"})

    response = facilitator.post(url, {"text": "Den anden", "version": 1, "owner": "Mette"})

    assert response.status_code == 409
    assert "Den første" in body(response)
    assert "Den anden" in body(response)
    action.refresh_from_db()
    assert action.text == "Den første"
    again = facilitator.post(url, {"text": "Den anden", "version": 2, "owner": "Mette"})
    assert again.status_code == 302
    action.refresh_from_db()
    assert (action.text, action.version) == ("Den anden", 3)


def test_an_action_is_found_under_its_own_workshop_only(facilitator, board):
    action = action_of(board)
    other = WorkshopFactory()

    assert facilitator.get(f"/workshops/{other.pk}/actions/{action.pk}/edit/").status_code == 404


# --- The list -------------------------------------------------------------------------------


def shared_board(code="9902", sharing="public", **fields):
    return WorkshopFactory(
        municipality=MunicipalityFactory(code=code), state="closed", sharing=sharing, **fields
    )


def test_what_waits_comes_first_and_the_oldest_promise_on_top(facilitator, board):
    action_of(board, "Gjort for længst", status="done", due="2020-01-01")
    action_of(board, "Senere", due="2030-01-01")
    action_of(board, "Snart", due="2028-01-01")
    action_of(board, "Engang")

    page = body(facilitator.get("/actions/"))

    places = [page.index(text) for text in ("Snart", "Senere", "Engang", "Gjort for længst")]
    assert places == sorted(places)
    assert 'data-total="4"' in page


def test_filters_count_what_one_gets(facilitator, board):
    yesterday = timezone.localdate() - timedelta(days=1)
    action_of(board, "For sent", due=yesterday)
    action_of(board, "I gang", status="under_way", due=yesterday)
    action_of(board, "Gjort", status="done", due=yesterday)
    action_of(shared_board(), "Naboens", sharing="public")

    page = body(facilitator.get("/actions/?overdue=1"))
    assert 'data-total="2"' in page
    assert 'name="overdue" value="1" checked' in page
    assert 'data-facet="status" data-value="under_way" data-count="1"' in page
    page = body(facilitator.get("/actions/?municipality=9902&status=planned"))
    assert 'data-total="1"' in page
    assert "Naboens" in page
    assert 'data-facet="municipality" data-value="9901" data-count="1"' in page


@pytest.mark.parametrize("query", ["?status=x", "?municipality=1%00", "?overdue=ja", "?page=x"])
def test_a_malformed_filter_is_no_filter(facilitator, board, query):
    action_of(board)

    response = facilitator.get(f"/actions/{query}")

    assert response.status_code == 200
    assert 'data-total="1"' in body(response)


def test_pages_link_on_and_keep_the_filters(facilitator, board):
    for n in range(21):
        action_of(board, f"Tiltag {n}")

    page = body(facilitator.get("/actions/?status=planned"))
    assert 'rel="next" href="?status=planned&amp;page=2"' in page
    page = body(facilitator.get("/actions/?status=planned&page=2"))
    assert 'rel="prev" href="?status=planned&amp;page=1"' in page
    assert page.count("data-action=") == 1


def test_htmx_gets_only_the_results(facilitator, board, htmx):
    fragment = body(htmx("/actions/", target="results", status="planned"))

    assert fragment.lstrip().startswith('<div id="results"')
    assert "<html" not in fragment


def test_the_lists_cost_does_not_grow(facilitator, board, django_assert_max_num_queries):
    for n in range(8):
        action_of(board, f"Tiltag {n}", note=note_on(board, f"Note {n}", "take_forward"))

    with django_assert_max_num_queries(10):
        facilitator.get("/actions/")
    with django_assert_max_num_queries(10):
        facilitator.get(f"/workshops/{board.pk}/actions/")


# --- Who sees what --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "workshop", "note", "passer_by", "neighbour"),
    [
        ("public", "public", "public", True, True),
        ("network", "public", "public", False, True),
        ("public", "network", "public", False, True),
        ("public", "public", "network", False, True),
        ("public", "public", "own", False, False),
        ("own", "public", "public", False, False),
        ("public", "own", "public", False, False),
    ],
)
def test_an_action_goes_no_further_than_its_note_and_its_workshop(
    client, action, workshop, note, passer_by, neighbour
):
    board = shared_board("9901", workshop)
    source = note_on(board, "Noten", "take_forward", sharing=note)
    made = action_of(board, "Tiltaget", note=source, sharing=action)

    assert ("Tiltaget" in body(client.get("/actions/"))) is passer_by
    client.force_login(member("staff", "9902"))
    assert ("Tiltaget" in body(client.get("/actions/"))) is neighbour
    assert made.reach == ("public" if passer_by else "network" if neighbour else "own")


def test_actions_of_an_open_workshop_stay_in_the_house(client):
    action_of(WorkshopFactory(state="open", sharing="public"), "Midt i mødet", sharing="public")

    assert 'data-total="0"' in body(client.get("/actions/"))


def test_the_mail_address_of_the_owner_is_shown_to_nobody_but_the_one_who_edits(client):
    board = shared_board("9901")
    action = action_of(
        board, sharing="public", email="ejer@fjordby.example", owner="Sundhedschefen"
    )

    assert "Sundhedschefen" in body(client.get("/actions/"))
    for role in ("staff", "facilitator"):
        client.force_login(member(role))
        assert "ejer@" not in body(client.get(f"/workshops/{board.pk}/actions/"))
        assert "ejer@" not in body(client.get("/actions/"))
    assert "ejer@" in body(client.get(f"/workshops/{board.pk}/actions/{action.pk}/edit/"))


def test_who_was_in_the_room_reads_what_was_agreed_without_an_account(client, board):
    action_of(board, "Ring til KL")
    hidden = note_on(board, "Internt", "take_forward", sharing="own")
    action_of(board, "Tal med direktøren", note=hidden)
    client.post(f"/join/{board.code}/")

    page = body(client.get(f"/workshops/{board.pk}/actions/"))

    assert "Ring til KL" in page
    assert "Tal med direktøren" not in page
    assert "<form" not in page.split("<main")[1]


# --- The next meeting -----------------------------------------------------------------------


def test_what_last_time_left_open_is_the_first_item_of_the_next(facilitator):
    before = WorkshopFactory(title="For længe siden", state="open")
    action_of(before, "Glemt")
    before.close()
    last = WorkshopFactory(title="Sidste gang", state="open")
    waiting = action_of(last, "Ring til KL")
    action_of(last, "Allerede gjort", status="done")
    last.close()
    board = WorkshopFactory(state="open")

    page = body(facilitator.get(f"/workshops/{board.pk}/"))

    assert "Fra sidste gang: 1 tiltag venter" in page
    assert page.index("Ring til KL") < page.index('data-quadrant="works"')
    assert "Allerede gjort" not in page
    assert "Glemt" not in page
    response = facilitator.post(
        f"/workshops/{last.pk}/actions/{waiting.pk}/status/",
        {"status": "done", "board": board.pk},
    )
    assert response["Location"] == f"/workshops/{board.pk}/"
    assert "Glemt" in body(facilitator.get(f"/workshops/{board.pk}/"))


def agreed_at(title, action, **fields):
    """A closed workshop that left `action` open."""
    workshop = WorkshopFactory(title=title, state="open", **fields)
    action_of(workshop, action)
    workshop.close()
    return workshop


def test_the_newest_of_the_same_title_goes_before_a_newer_one(facilitator):
    agreed_at("Netværksmøde", "Ring til KL")
    agreed_at("Kursus i førstehjælp", "Køb plaster")
    board = WorkshopFactory(title="Netværksmøde", state="open")

    page = body(facilitator.get(f"/workshops/{board.pk}/"))

    assert "Ring til KL" in page
    assert "Køb plaster" not in page


def test_the_meeting_to_take_up_from_can_be_chosen(facilitator, board):
    first = agreed_at("Opstart", "Ring til KL")
    agreed_at("Kursus i førstehjælp", "Køb plaster")
    foreign = agreed_at("Deres", "Mal molen", municipality=MunicipalityFactory(code="9902"))
    url = f"/workshops/{board.pk}/edit/"
    form = body(facilitator.get(url))
    assert f'<option value="{first.pk}">Opstart</option>' in form
    assert "Deres" not in form
    assert "Køb plaster" in body(facilitator.get(f"/workshops/{board.pk}/"))

    def choose(previous, status=302):
        board.refresh_from_db()
        sent = {"title": board.title, "version": board.version, "previous": previous}
        answer = facilitator.post(url, sent)
        assert answer.status_code == status
        return body(answer) or body(facilitator.get(f"/workshops/{board.pk}/"))

    page = choose(first.pk)
    assert "Ring til KL" in page
    assert "Køb plaster" not in page
    for wrong in (foreign.pk, board.pk, "x", "9" * 30):
        assert "Vælg et af møderne på listen." in choose(wrong, status=422)
    board.refresh_from_db()
    facilitator.post(url, {"title": board.title, "version": board.version})
    assert "Ring til KL" in body(facilitator.get(f"/workshops/{board.pk}/"))
    assert "Køb plaster" in choose("")


def test_last_times_actions_are_nothing_for_guests_and_neighbours(client):
    last = WorkshopFactory(state="open")
    action_of(last, "Ring til KL", sharing="public")
    last.close()
    board = WorkshopFactory(state="open")
    theirs = shared_board("9902")

    client.post(f"/join/{board.code}/")
    assert "Ring til KL" not in body(client.get(f"/workshops/{board.pk}/"))
    client.force_login(member("facilitator", "9902"))
    assert "Ring til KL" not in body(client.get(f"/workshops/{theirs.pk}/"))


@pytest.mark.parametrize("board", ["x", "-1", "9" * 30, ""])
def test_a_strange_way_back_leads_to_the_action_itself(facilitator, board):
    workshop = WorkshopFactory(state="open")
    action = action_of(workshop)

    response = facilitator.post(
        f"/workshops/{workshop.pk}/actions/{action.pk}/status/", {"status": "done", "board": board}
    )

    assert response["Location"].endswith(f"/actions/#tiltag-{action.pk}")
