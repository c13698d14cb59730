"""ASVS 6.1.1 and 2.4.1: codes are hard to guess, wrong ones are counted, right ones work."""

import pytest

from sdg_platform.accounts.participation import cookie_name
from tests.factories import WorkshopFactory, member, note_on
from workshops.models import Participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return WorkshopFactory(state="open")


@pytest.fixture(autouse=True)
def limits(settings):
    settings.RATE_LIMITS = True


def test_a_typed_code_leads_to_a_page_with_one_button(client, board):
    spaced = f" {board.code[:4].lower()} {board.code[4:]} "

    response = client.post("/join/", {"code": spaced}, follow=True)

    page = response.content.decode()
    assert response.redirect_chain == [(f"/join/{board.code}/", 302)]
    assert "Netværksmøde om sundhed og verdensmål" in page
    assert page.count("<button") == 1
    assert not Participant.objects.exists()


@pytest.mark.parametrize("way", ["code", "token"])
def test_the_button_makes_a_participant_and_leads_to_the_board(client, board, way):
    url = f"/join/{board.code}/" if way == "code" else f"/j/{board.token}/"

    response = client.post(url)

    assert response.status_code == 302
    assert response.url == f"/workshops/{board.pk}/"
    assert response.cookies[cookie_name()]["httponly"]
    assert client.get(response.url).status_code == 200
    assert board.participants.count() == 1


def test_joining_twice_makes_one_participant(client, board):
    client.post(f"/j/{board.token}/")
    client.post(f"/join/{board.code}/")

    assert board.participants.count() == 1


def test_a_participant_is_known_by_nothing_but_a_random_id(client, board):
    client.post(f"/j/{board.token}/", REMOTE_ADDR="192.0.2.7")

    fields = {field.name for field in Participant._meta.concrete_fields}
    assert fields == {"id", "workshop", "table", "done_in", "joined_at"}


@pytest.mark.parametrize("address", ["/join/ABCDEFGH/", "/j/forkert/", "/join/x/", "/join/%C3%A6/"])
def test_wrong_codes_are_told_alike_everywhere(client, board, address):
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 404
        assert "Koden findes ikke" in answer.content.decode()


def test_a_wrong_typed_code_stays_in_its_field(client, board):
    response = client.post("/join/", {"code": "K7M4 PX2B"})

    assert response.status_code == 404
    assert 'value="K7M4 PX2B"' in response.content.decode()


def test_no_code_at_all_is_a_sentence_and_no_wrong_try(client, board):
    for _ in range(25):
        assert client.post("/join/", {"code": " "}).status_code == 422


def test_the_code_of_a_closed_workshop_is_wrong(client, board):
    code, token = board.code, board.token
    board.close()

    assert client.get(f"/join/{code}/").status_code == 404
    assert client.get(f"/j/{token}/").status_code == 404


def test_after_20_wrong_tries_an_address_waits_but_right_codes_work(client, board):
    for n in range(20):
        assert client.get(f"/join/WRONG{n:03}/").status_code == 404

    response = client.get("/j/forkert/")

    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 600
    assert client.get(f"/join/{board.code}/").status_code == 200
    assert client.post(f"/j/{board.token}/").status_code == 302
    assert client.get("/join/WRONG000/", REMOTE_ADDR="192.0.2.99").status_code == 404


def test_one_ipv6_household_is_one_address(client, board):
    for n in range(20):
        client.get(f"/join/WRONG{n:03}/", REMOTE_ADDR=f"2001:db8:1:2::{n + 1:x}")

    assert client.get("/join/X/", REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert client.get("/join/X/", REMOTE_ADDR="2001:db8:1:3::1").status_code == 404


def test_a_thousand_wrong_tries_over_all_stop_every_address(client, board, monkeypatch):
    from workshops.views import joining

    small = type(joining.WRONG_CODES_OVER_ALL)("wrong_code_over_all", times=5, seconds=600)
    assert joining.WRONG_CODES_OVER_ALL.times == 1_000
    monkeypatch.setattr(joining, "WRONG_CODES_OVER_ALL", small)
    for n in range(5):
        client.get("/join/WRONG/", REMOTE_ADDR=f"192.0.2.{n}")

    assert client.get("/join/WRONG/", REMOTE_ADDR="198.51.100.1").status_code == 429
    assert client.get(f"/join/{board.code}/", REMOTE_ADDR="198.51.100.1").status_code == 200


def test_200_people_behind_one_address_all_come_in(client, board):
    for _ in range(200):
        client.cookies.clear()
        assert client.post(f"/j/{board.token}/").status_code == 302

    assert board.participants.count() == 200


def test_a_facilitator_who_joins_still_runs_the_board(client, board):
    client.force_login(member("facilitator"))
    client.post(f"/j/{board.token}/")
    note_on(board)

    page = client.get(f"/workshops/{board.pk}/").content.decode()

    assert board.code in page
    assert "Luk workshoppen" in page


def test_a_table_is_asked_for_and_may_be_left_out(client, board):
    assert 'name="table"' in client.get(f"/j/{board.token}/").content.decode()

    client.post(f"/j/{board.token}/", {"table": " 7 "})
    client.cookies.clear()
    client.post(f"/j/{board.token}/", {"table": ""})

    assert set(board.participants.values_list("table", flat=True)) == {7, None}


@pytest.mark.parametrize("table", ["ved døren", "0", "-3", "7.5", "1000", "9" * 40, "7\x00"])
def test_a_table_that_is_none_is_a_sentence_and_nobody_has_joined(client, board, table):
    response = client.post(f"/join/{board.code}/", {"table": table})

    assert response.status_code == 422
    assert "Skriv bordets nummer med tal" in response.content.decode()
    assert not board.participants.exists()


def test_the_facilitator_sees_how_many_sit_where_and_participants_do_not(client, board):
    for table in (2, 2, 1, None):
        board.participants.create(table=table)
    client.post(f"/j/{board.token}/", {"table": "2"})
    assert "Bord 2" not in client.get(f"/workshops/{board.pk}/").content.decode()

    client.force_login(member("facilitator"))
    page = client.get(f"/workshops/{board.pk}/").content.decode()

    assert "Bord 1: <b" in page
    assert board.tables() == [(1, 1), (2, 3), (None, 1)]


def test_without_tables_nothing_is_said_of_them(client, board):
    board.participants.create()
    assert board.tables() == []


@pytest.mark.parametrize("address", ["/j/a%00b/", "/join/a%00b/", "/j/" + "x" * 3000 + "/"])
def test_bytes_that_no_code_has_are_a_wrong_code(client, board, address):
    assert client.get(address).status_code == 404
    assert client.get("/goals/3/targets/3.4%00/").status_code == 404


def test_the_facilitator_is_told_when_the_code_is_past_its_last_day(client, board):
    client.force_login(member("facilitator"))
    assert "Sidste dag er gået" not in client.get(f"/workshops/{board.pk}/").content.decode()
    type(board).objects.update(retention="2026-01-01")

    assert client.get(f"/j/{board.token}/").status_code == 404
    assert "Sidste dag er gået" in client.get(f"/workshops/{board.pk}/").content.decode()


def test_a_right_code_works_in_the_middle_of_wrong_ones(client, board):
    for n in range(25):
        client.post("/join/", {"code": f"WRONG{n:03}"})

    assert client.post("/join/", {"code": board.code.lower()}).status_code == 302
    assert client.post("/join/", {"code": "WRONG999"}).status_code == 429
