"""What hangs on the wall of the room."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import WorkshopFactory, member, note_on
from workshops.models import Phase, Vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return WorkshopFactory(state="open")


@pytest.fixture
def facilitator(client):
    client.force_login(member("facilitator"))
    return client


def wall(client, board, query="", **headers):
    return client.get(f"/workshops/{board.pk}/screen/{query}", headers=headers)


def body(client, board, query=""):
    return wall(client, board, query).content.decode()


def test_it_shows_the_question_the_code_and_a_picture_of_it(facilitator, board):
    page = body(facilitator, board)

    assert f'data-code="{board.code}"' in page
    assert f'<p class="proj__code">{board.code[:4]} {board.code[4:]}</p>' in page
    assert 'class="qr" src="data:image/svg+xml' in page
    assert "<h1 hx-disable>Hvad fungerer? Hvad giver mening for mig?</h1>" in page
    assert page.count("<h1") == 1


def test_another_field_asks_its_own_question(facilitator, board):
    board.quadrant_titles = {"question": {"title": "Undren", "question": "Hvad undrer os?"}}
    board.save(update_fields=["quadrant_titles"])

    page = body(facilitator, board, "?field=question")

    assert "<h1 hx-disable>Hvad undrer os?</h1>" in page
    assert '<a href="?field=question" aria-current="true">' in page


@pytest.mark.parametrize("query", ["?field=bogus", "?field=", "?field=dots", "?field=%00"])
def test_a_field_that_does_not_exist_is_the_first(facilitator, board, query):
    answer = wall(facilitator, board, query)

    assert answer.status_code == 200
    assert '<a href="?field=works" aria-current="true">' in answer.content.decode()


def test_while_the_room_writes_there_are_numbers_and_no_text(facilitator, board):
    note_on(board, "Fælles sprog", "works")

    page = body(facilitator, board)

    assert "Fælles sprog" not in page
    assert '<span class="pq__n">1</span>' in page
    assert "1 note." in page
    assert "deltager" not in page


def test_after_the_reveal_the_chosen_field_stands_in_big_type(facilitator, board):
    note_on(board, "Fælles sprog", "works")
    note_on(board, "Hvad med budgettet?", "question")
    board.enter(Phase.REVEAL)

    assert "Fælles sprog" in body(facilitator, board)
    page = body(facilitator, board, "?field=question")
    assert "Hvad med budgettet?" in page
    assert "Fælles sprog" not in page


def test_a_gathered_note_stands_behind_the_one_above_it(facilitator, board):
    upper = note_on(board, "Fælles sprog", "works")
    lower = note_on(board, "Et sprog, alle forstår", "works")
    lower.gathered_under = upper
    lower.save(update_fields=["gathered_under"])
    board.enter(Phase.GROUP)

    page = body(facilitator, board)

    assert "Samlet af 2" in page
    assert "Et sprog, alle forstår" not in page


def dot(board, *notes):
    for note in notes:
        voter = board.participants.create()
        Vote.objects.create(workshop=board, reflection=note, participant=voter)


def test_dots_are_counted_only_when_the_voting_is_over(facilitator, board):
    few, many = note_on(board, "Fælles sprog"), note_on(board, "Gåture", "take_forward")
    dot(board, few, many, many)
    board.enter(Phase.VOTE)
    voting = body(facilitator, board)
    assert "wallnote__meta" not in voting

    board.enter(Phase.TALK)

    page = body(facilitator, board)
    assert page.index("Gåture") < page.index("Fælles sprog")
    assert "<b>2</b> prikker" in page
    assert "<b>1</b> prik<" in page


def test_the_wall_goes_to_the_dots_by_itself_unless_somebody_chose_a_field(facilitator, board):
    note = note_on(board, "Fælles sprog")
    dot(board, note)
    address = f'data-now="/workshops/{board.pk}/screen/'
    assert f'{address}"' in body(facilitator, board)
    board.enter(Phase.VOTE)
    board.enter(Phase.TALK)

    assert 'data-field="dots"' in body(facilitator, board)
    assert f'{address}?field=question"' in body(facilitator, board, "?field=question")
    assert f'{address}"' in body(facilitator, board, "?field=ukendt")


def test_what_a_participant_may_not_read_does_not_hang_on_the_wall(facilitator, board):
    note_on(board, "Et navn, der ikke skal stå her").remove()
    board.refresh_from_db()
    board.enter(Phase.REVEAL)

    assert "Et navn" not in body(facilitator, board)


def test_somebodys_text_stays_text(facilitator, board):
    note_on(board, "<script>alert(1)</script>")
    board.enter(Phase.REVEAL)

    page = body(facilitator, board)

    assert "&lt;script&gt;alert(1)" in page


def test_it_says_how_many_are_done(facilitator, board):
    phone = Client()
    phone.post(f"/j/{board.token}/")
    phone.post(f"/workshops/{board.pk}/done/", {"done": "on"})

    assert "1 af 1 er færdige." in body(facilitator, board)


@pytest.mark.parametrize(("state", "says"), [("draft", "Vi begynder om lidt."), ("closed", "Tak")])
def test_before_and_after_it_has_no_code(facilitator, state, says):
    page = body(facilitator, WorkshopFactory(state=state))

    assert says in page
    assert "data-code" not in page
    assert "proj__code" not in page


def test_a_colleague_who_does_not_lead_sees_the_wall_without_the_code(client, board):
    client.force_login(member("staff"))

    page = body(client, board)

    assert "Hvad fungerer?" in page
    assert board.code not in page


def test_nobody_else_has_a_wall_here(client, board):
    assert wall(client, board).status_code == 404
    client.force_login(member("coordinator", "9902"))
    assert wall(client, board).status_code == 404
    phone = Client()
    phone.post(f"/j/{board.token}/")
    assert wall(phone, board).status_code == 404


def test_a_script_asks_for_the_inner_part_and_gets_a_304_when_nothing_is_new(facilitator, board):
    asks = {"HX-Request": "true", "HX-Target": "screen"}
    first = wall(facilitator, board, **asks)
    assert "<html" not in first.content.decode()

    again = wall(facilitator, board, **asks, **{"If-None-Match": first.headers["ETag"]})
    note_on(board)
    later = wall(facilitator, board, **asks, **{"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert later.status_code == 200


def test_its_cost_does_not_grow(facilitator, board, django_assert_max_num_queries):
    for n in range(15):
        dot(board, note_on(board, f"Note {n}"))
    board.enter(Phase.TALK)
    board.timer_ends_at = timezone.now()
    wall(facilitator, board)

    with django_assert_max_num_queries(9):
        wall(facilitator, board)


def test_it_speaks_english(facilitator, board):
    page = facilitator.get(f"/en/workshops/{board.pk}/screen/").content.decode()

    assert '<html lang="en">' in page
    assert f'data-now="/en/workshops/{board.pk}/screen/"' in page


def test_the_address_to_type_breaks_before_a_dot_and_after_a_slash_alone(
    facilitator, board, settings
):
    settings.SITE_URL = "https://verdensmaal.fjordby.example"

    page = body(facilitator, board)

    parts = ["verdensmaal", ".fjordby", ".example/", "join/"]
    assert "".join(f'<span class="part">{part}</span><wbr>' for part in parts) in page
