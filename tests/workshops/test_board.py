"""The board through its addresses: without scripts first, then as htmx asks."""

import re
from uuid import uuid4

import pytest

from tests.factories import MunicipalityFactory, WorkshopFactory, member, note_on
from workshops.models import NewReflection, Reflection

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
ID = "0192f0c4-1111-7000-8000-000000000001"


@pytest.fixture
def board():
    return WorkshopFactory(state="open")


@pytest.fixture
def facilitator(client):
    user = member("facilitator")
    client.force_login(user)
    return client


@pytest.fixture
def join(client):
    """A browser that has joined `workshop`; the value is its participant."""

    def joined(workshop, browser=client):
        browser.post(f"/j/{workshop.token}/")
        return workshop.participants.latest("joined_at")

    return joined


def send(client, workshop, text="Konkrete eksempler fungerer", htmx=True, **data):
    fields = {"id": ID, "quadrant": "works", "text": text, **data}
    return client.post(
        f"/workshops/{workshop.pk}/reflections/", fields, headers=HTMX if htmx else {}
    )


def at(note, act):
    return f"/workshops/{note.workshop_id}/reflections/{note.pk}/{act}/"


def body(response):
    return response.content.decode()


# --- The page ----------------------------------------------------------------------------


def test_the_board_says_what_a_script_needs(facilitator, board):
    note = note_on(board, "Fælles sprog", "question")

    page = body(facilitator.get(f"/workshops/{board.pk}/"))

    assert f'data-board="{board.pk}" data-cursor="1" data-pulse="1"' in page
    assert f'data-code="{board.code}"' in page
    assert page.count('<section class="quad board__quad') == 4
    assert re.search(
        f'data-reflection="{note.pk}" data-seq="1" data-version="1" data-quadrant="question"', page
    )


def test_a_colleague_who_does_not_run_workshops_reads_along_without_the_code(client, board):
    note_on(board)
    client.force_login(member("staff"))

    page = body(client.get(f"/workshops/{board.pk}/"))

    assert "Konkrete eksempler fungerer" in page
    assert board.code not in page
    assert '<form class="addrow"' not in page
    assert "Slet" not in page


def test_another_municipality_hears_nothing_of_an_open_board(client, board):
    client.force_login(member("coordinator", "9902"))

    assert client.get(f"/workshops/{board.pk}/").status_code == 404
    assert client.get("/workshops/987654321/").status_code == 404


def test_the_boards_own_words_stand_over_its_fields(facilitator, board):
    board.quadrant_titles = {"works": {"title": "Det kan vi", "question": "Hvad lykkes?"}}
    board.save(update_fields=["quadrant_titles"])

    page = body(facilitator.get(f"/workshops/{board.pk}/"))

    assert "Det kan vi" in page
    assert "Hvad lykkes?" in page
    assert "Hvilke spørgsmål står jeg tilbage med?" in page


def test_somebodys_words_never_become_markup(facilitator, board):
    note_on(board, '<script>alert("x")</script> & <b>fed</b>')

    page = body(facilitator.get(f"/workshops/{board.pk}/"))

    assert "<script>alert" not in page
    assert "&lt;b&gt;fed&lt;/b&gt;" in page


def test_the_boards_cost_does_not_grow_with_its_notes(
    facilitator, board, django_assert_max_num_queries
):
    news = [
        NewReflection(["works", "question", "does_not_work", "take_forward"][n % 4], f"Note {n}")
        for n in range(60)
    ]
    for note in board.add_reflections(news):
        note.goals.set([3, 17])
        note.targets.set(["3.4"])
        note.themes.set(["people"])

    with django_assert_max_num_queries(8):
        response = facilitator.get(f"/workshops/{board.pk}/")

    assert body(response).count("data-reflection=") == 60


# --- A new note --------------------------------------------------------------------------


def test_a_note_is_stored_and_comes_back_as_a_slip(facilitator, board):
    response = send(facilitator, board, "  Fra strategi til praksis -> stort gab ")

    assert response.status_code == 201
    assert f'data-reflection="{ID}" data-seq="1"' in body(response)
    assert 'hx-swap-oob="beforeend:#notes-works"' in body(response)
    assert "Gemt kl. " in body(response)
    assert Reflection.objects.get(pk=ID).text == "Fra strategi til praksis -> stort gab"


def test_sending_again_answers_200_and_stores_nothing(facilitator, board):
    send(facilitator, board)

    assert send(facilitator, board).status_code == 200
    assert board.reflections.count() == 1


def test_a_replay_is_answered_after_the_board_closed_and_the_note_was_deleted(facilitator, board):
    send(facilitator, board)
    facilitator.post(at(Reflection.objects.get(), "delete"))
    board.close()

    response = send(facilitator, board)

    assert response.status_code == 200
    assert "Konkrete eksempler" not in body(response)


def test_a_clash_does_not_tell_what_is_stored(facilitator, board):
    send(facilitator, board, "Hemmelig for andre")

    response = send(facilitator, board, "Noget helt andet")

    assert response.status_code == 409
    assert "Hemmelig" not in body(response)


def test_a_colleague_cannot_take_over_the_id_of_a_note(facilitator, board):
    send(facilitator, board)
    facilitator.force_login(member("coordinator"))
    assert send(facilitator, board).status_code == 409


def test_an_id_of_another_board_is_unknown_here(facilitator, board):
    note = note_on(WorkshopFactory(state="open"))

    assert send(facilitator, board, id=str(note.pk)).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "ikke-et-id"},
        {"id": ""},
        {"quadrant": "midten"},
        {"text": ""},
        {"text": "\u200b "},
        {"text": "a\x00b"},
        {"text": "x" * 2001},
        {"parent": "ikke-et-id"},
        {"parent": ID},
    ],
)
def test_what_is_not_a_note_is_refused_with_422(facilitator, board, wrong):
    assert send(facilitator, board, **wrong).status_code == 422
    assert send(facilitator, board, htmx=False, **wrong).status_code == 422
    assert not board.reflections.exists()


def test_without_scripts_the_refused_text_stays_in_the_form(facilitator, board):
    response = send(facilitator, board, "Det her skal ikke væk", htmx=False, quadrant="midten")

    assert "Det her skal ikke væk" in body(response)
    assert "Vælg et af de fire felter." in body(response)


def test_without_scripts_a_note_leads_back_to_the_same_field(facilitator, board):
    response = send(facilitator, board, htmx=False, quadrant="question")

    assert response.status_code == 303
    assert response.url == f"/workshops/{board.pk}/?quadrant=question"
    page = body(facilitator.get(response.url))
    assert "Gemt kl. " in page
    assert re.search('id="add-question"[^>]* autofocus', page)


@pytest.mark.parametrize("state", ["draft", "closed", "archived"])
def test_a_board_that_is_not_open_takes_no_note_of_its_facilitator_either(facilitator, state):
    board = WorkshopFactory(state=state)

    response = send(facilitator, board, "Kom for sent", htmx=False)

    assert response.status_code == 403
    assert "Kom for sent" in body(response)
    assert "Send noten igen" not in body(response)


def test_a_cpr_number_is_asked_about_and_stored_on_the_second_word(facilitator, board):
    first = send(facilitator, board, "Ring til 010190-1234")
    assert first.status_code == 422
    assert "Det ligner et CPR-nummer" in body(first)
    assert "Gem alligevel" in body(first)

    assert send(facilitator, board, "Ring til 010190-1234", anyway="1").status_code == 201


@pytest.mark.parametrize(
    ("typed", "quadrant", "text"),
    [
        ("+ Fælles sprog", "works", "Fælles sprog"),
        ("? Hvem ejer planen?", "question", "Hvem ejer planen?"),
        ("% Når det bliver pseudo", "does_not_work", "Når det bliver pseudo"),
        ("÷ Når det bliver pseudo", "does_not_work", "Når det bliver pseudo"),
        ("-> Silobrydning", "take_forward", "Silobrydning"),
        ("→ Silobrydning", "take_forward", "Silobrydning"),
        ("+1 til det", "works", "+1 til det"),
        ("?", "works", "?"),
    ],
)
def test_a_sign_at_the_head_of_a_note_picks_its_field(facilitator, board, typed, quadrant, text):
    assert send(facilitator, board, typed, signs="1").status_code == 201
    assert send(facilitator, board, typed, signs="1").status_code == 200

    note = Reflection.objects.get()
    assert (note.quadrant, note.text) == (quadrant, text)


def test_who_sends_no_composer_means_the_text_as_it_is(facilitator, board):
    send(facilitator, board, "? Hvem ejer planen?")

    note = Reflection.objects.get()
    assert (note.quadrant, note.text) == ("works", "? Hvem ejer planen?")


def test_a_note_may_stand_under_another(facilitator, board):
    above = note_on(board, "Hvad gør vi?")

    send(facilitator, board, "Hvem gør det?", parent=str(above.pk))

    assert Reflection.objects.get(pk=ID).parent == above


def test_a_passer_by_is_asked_to_log_in_whatever_the_board(client, board):
    for pk in (board.pk, 987654321):
        response = client.post(f"/workshops/{pk}/reflections/", {"id": ID})
        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/")


# --- Participants ------------------------------------------------------------------------


def test_a_note_sent_after_the_login_ran_out_does_not_count_as_stored(client, board):
    answer = send(client, board)
    assert answer.status_code == 403
    assert answer["HX-Redirect"].startswith("/accounts/login/?next=")
    assert not Reflection.objects.exists()


def test_after_logging_in_one_is_back_on_the_board_that_the_note_was_sent_from(client, board):
    page = f"http://testserver/workshops/{board.pk}/?quadrant=question"
    response = client.post(f"/workshops/{board.pk}/reflections/", headers={"Referer": page})
    assert response.url == f"/accounts/login/?next=/workshops/{board.pk}/%3Fquadrant%3Dquestion"


def test_another_site_does_not_choose_where_one_lands_after_logging_in(client, board):
    address = f"/workshops/{board.pk}/reflections/"
    for page in ("https://evil.example/workshops/", "//evil.example/", "http://[", "nonsens"):
        response = client.post(address, headers={"Referer": page})
        assert response.url == f"/accounts/login/?next={address}"


def test_a_participant_writes_and_sees_the_own_note_first(client, board, join):
    mette = join(board)

    response = send(client, board)

    assert response.status_code == 201
    assert 'hx-swap-oob="afterbegin:#own"' in body(response)
    assert Reflection.objects.get(pk=ID).participant == mette
    assert Reflection.objects.get(pk=ID).created_by is None
    page = body(client.get(f"/workshops/{board.pk}/"))
    assert page.index("Dine noter") < page.index(ID) < page.index("De andres noter")
    assert page.count('<section class="quad ') == 4
    assert board.code not in page


def test_a_participant_who_writes_too_fast_is_told_when_to_send_it(client, board, join, settings):
    settings.RATE_LIMITS = True
    join(board)
    for n in range(30):
        assert send(client, board, id=str(uuid4()), text=f"Note {n}").status_code == 201

    response = send(client, board, "Nummer 31", htmx=False)

    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert "Nummer 31" in body(response)


def test_a_participant_edits_and_deletes_the_own_note_but_nobody_elses(client, board, join):
    join(board)
    send(client, board)
    own, other = Reflection.objects.get(pk=ID), note_on(board, "En andens")

    assert client.get(at(own, "edit")).status_code == 200
    assert client.post(at(own, "delete")).status_code == 303
    assert client.get(at(other, "edit")).status_code == 403
    assert client.post(at(other, "delete")).status_code == 403
    assert Reflection.objects.alive().get() == other


def test_a_participant_of_another_board_does_not_see_this_one(client, board, join):
    join(WorkshopFactory(state="open"))
    note = note_on(board)

    assert client.get(f"/workshops/{board.pk}/").status_code == 404
    assert client.get(at(note, "edit")).status_code == 302


def test_a_participant_reads_on_but_writes_no_more_once_the_board_is_closed(client, board, join):
    join(board)
    send(client, board)
    board.close()

    page = body(client.get(f"/workshops/{board.pk}/"))
    assert "Konkrete eksempler fungerer" in page
    assert "Gem note" not in page
    assert send(client, board, "Kom for sent", id=str(uuid4())).status_code == 403
    note = Reflection.objects.get(pk=ID)
    response = client.post(at(note, "edit"), {"text": "Ny", "quadrant": "works", "version": 1})
    assert response.status_code == 403


# --- Editing -----------------------------------------------------------------------------


def test_an_edit_is_stored_and_leads_back_to_the_slip(facilitator, board):
    note = note_on(board, "Fælles sporg")

    response = facilitator.post(
        at(note, "edit"), {"text": "Fælles sprog", "quadrant": "question", "version": 1}
    )

    assert response.status_code == 303
    assert response.url == f"/workshops/{board.pk}/#r-{note.pk}"
    note.refresh_from_db()
    assert (note.text, note.quadrant, note.version, note.seq) == ("Fælles sprog", "question", 2, 2)


def test_two_who_edit_the_same_note_both_keep_their_text(facilitator, board):
    note = note_on(board, "Partnerskaber med civilsamfundet")
    note.edit(text="Partnerskaber med foreninger", quadrant="works", version=1)

    response = facilitator.post(
        at(note, "edit"),
        {"text": "Partnerskaber med kirken", "quadrant": "works", "version": 1},
    )

    assert response.status_code == 409
    page = body(response)
    assert "Partnerskaber med foreninger" in page
    assert "Partnerskaber med kirken" in page
    again = re.search('name="version" value="(\\d+)"', page)[1]
    answer = facilitator.post(
        at(note, "edit"),
        {"text": "Partnerskaber med kirken", "quadrant": "works", "version": again},
    )
    assert answer.status_code == 303
    note.refresh_from_db()
    assert note.text == "Partnerskaber med kirken"


@pytest.mark.parametrize(
    "wrong",
    [{"text": ""}, {"text": "a\x00"}, {"version": "to"}, {"version": ""}, {"quadrant": "midten"}],
)
def test_a_malformed_edit_keeps_what_was_typed(facilitator, board, wrong):
    note = note_on(board)

    response = facilitator.post(
        at(note, "edit"), {"text": "Skrevet", "quadrant": "works", "version": 1, **wrong}
    )

    assert response.status_code == 422
    note.refresh_from_db()
    assert note.text == "Konkrete eksempler fungerer"


def test_an_edit_asks_about_a_cpr_number_too(facilitator, board):
    note = note_on(board)
    typed = {"text": "010190-1234", "quadrant": "works", "version": 1}

    assert facilitator.post(at(note, "edit"), typed).status_code == 422
    assert facilitator.post(at(note, "edit"), {**typed, "anyway": "1"}).status_code == 303


# --- Moving, deleting, many at once ------------------------------------------------------


def test_a_note_moves_to_another_field(facilitator, board):
    note = note_on(board)

    response = facilitator.post(
        at(note, "move"), {"quadrant": "take_forward", "version": 1}, headers=HTMX
    )

    assert response.status_code == 200
    assert f'<li id="r-{note.pk}" hx-swap-oob="delete">' in body(response)
    assert 'hx-swap-oob="beforeend:#notes-take_forward"' in body(response)
    note.refresh_from_db()
    assert note.quadrant == "take_forward"


def test_moving_an_old_version_is_a_conflict(facilitator, board):
    note = note_on(board)
    note.edit(text="Rettet", quadrant="works", version=1)

    response = facilitator.post(at(note, "move"), {"quadrant": "question", "version": 1})

    assert response.status_code == 409
    note.refresh_from_db()
    assert note.quadrant == "works"


def test_moving_nowhere_known_is_refused(facilitator, board):
    note = note_on(board)

    assert facilitator.post(at(note, "move"), {"quadrant": "midten"}).status_code == 422


def test_up_and_down_change_the_order(facilitator, board):
    note_on(board, "Først")
    note = note_on(board, "Sidst")

    facilitator.post(at(note, "shift"), {"direction": "up", "version": 1})

    page = body(facilitator.get(f"/workshops/{board.pk}/"))
    assert page.index("Sidst</p>") < page.index("Først</p>")


def test_a_deleted_note_can_be_brought_back_until_the_next_action(facilitator, board):
    note = note_on(board, "Fortrudt")

    response = facilitator.post(at(note, "delete"))

    page = body(facilitator.get(response.url))
    assert "Noten er slettet." in page
    assert "Fortrudt" not in page
    assert f'action="reflections/{note.pk}/restore/"' in page
    facilitator.post(at(note, "restore"))
    page = body(facilitator.get(f"/workshops/{board.pk}/"))
    assert "Fortrudt" in page


def test_a_tombstone_carries_no_text(facilitator, board):
    note = note_on(board, "Fortrudt")

    answer = body(facilitator.post(at(note, "delete"), headers=HTMX))

    assert "data-deleted" in answer
    assert "Fortrudt" not in answer


def test_chosen_notes_are_moved_and_deleted_together(facilitator, board):
    notes = [note_on(board, text) for text in ("Silobrydning", "Fælles sprog", "Bliver")]
    chosen = [notes[0].pk, notes[1].pk]
    url = f"/workshops/{board.pk}/selected/"

    facilitator.post(url, {"note": chosen, "quadrant": "take_forward", "act": "move"})
    assert board.reflections.filter(quadrant="take_forward").count() == 2

    response = facilitator.post(url, {"note": chosen, "quadrant": "works", "act": "delete"})
    assert [note.text for note in board.reflections.alive()] == ["Bliver"]
    assert body(facilitator.get(response.url)).count("Fortryd</button>") == 2


def test_notes_of_another_board_are_never_touched_by_a_selection(facilitator, board):
    elsewhere = note_on(
        WorkshopFactory(municipality=MunicipalityFactory(code="9902"), state="open")
    )

    facilitator.post(
        f"/workshops/{board.pk}/selected/", {"note": [elsewhere.pk, "skrald"], "act": "delete"}
    )

    elsewhere.refresh_from_db()
    assert elsewhere.deleted_at is None


def test_nothing_is_moved_once_the_board_is_closed(facilitator, board):
    note = note_on(board)
    board.close()

    assert facilitator.post(at(note, "delete")).status_code == 403
    assert facilitator.post(at(note, "move"), {"quadrant": "question"}).status_code == 403
    response = facilitator.post(
        f"/workshops/{board.pk}/selected/", {"note": note.pk, "act": "delete"}
    )
    assert response.status_code == 403


# --- Tags --------------------------------------------------------------------------------


def tags_of(note):
    return (
        [goal.pk for goal in note.goals.all()],
        [target.pk for target in note.targets.all()],
        [theme.pk for theme in note.themes.all()],
    )


def test_one_note_gets_exactly_the_chosen_tags(facilitator, board):
    note = note_on(board, goals=[8])

    facilitator.post(
        f"/workshops/{board.pk}/tags/",
        {"note": note.pk, "goals": [3], "targets": ["3.4"], "themes": ["people"]},
    )

    assert tags_of(note) == ([3], ["3.4"], ["people"])


def test_many_notes_keep_their_tags_and_get_the_chosen_ones_too(facilitator, board):
    first, second = note_on(board, goals=[8]), note_on(board)

    facilitator.post(f"/workshops/{board.pk}/tags/", {"note": [first.pk, second.pk], "goals": [17]})

    assert tags_of(first)[0] == [8, 17]
    assert tags_of(second)[0] == [17]


def test_targets_are_offered_for_the_chosen_goals_only(facilitator, board):
    note = note_on(board, goals=[3])
    url = f"/workshops/{board.pk}/tags/"

    page = body(facilitator.get(url, {"note": note.pk}))
    assert 'value="3.4"' in page
    assert 'value="17.17"' not in page

    fragment = facilitator.post(
        url,
        {"note": note.pk, "goals": [17], "show_targets": "1"},
        headers={**HTMX, "HX-Target": "tag-targets"},
    )
    assert body(fragment).lstrip().startswith('<div id="tag-targets">')
    assert 'value="17.17"' in body(fragment)
    assert tags_of(note)[0] == [3]


@pytest.mark.parametrize("wrong", [{"goals": ["99"]}, {"goals": ["x"]}, {"themes": ["penge"]}])
def test_unknown_tags_are_refused(facilitator, board, wrong):
    note = note_on(board)

    response = facilitator.post(f"/workshops/{board.pk}/tags/", {"note": note.pk, **wrong})

    assert response.status_code == 422


def test_a_closed_board_can_still_be_tagged(facilitator, board):
    note = note_on(board)
    board.close()

    facilitator.post(f"/workshops/{board.pk}/tags/", {"note": note.pk, "goals": [3]})

    assert tags_of(note)[0] == [3]


def test_tags_show_on_the_slip(facilitator, board):
    note_on(board, goals=[3])

    assert "<b>3</b> Sundhed og trivsel" in body(facilitator.get(f"/workshops/{board.pk}/"))


def test_a_very_full_board_has_a_link_on_each_slip_instead_of_a_menu(facilitator, board):
    """Thousands of buttons that name their form make a browser search the page for each."""
    note = note_on(board)
    board.seq = 401
    board.save(update_fields=["seq"])

    page = body(facilitator.get(f"/workshops/{board.pk}/"))

    assert '<details class="more"' not in page
    assert f'class="more__tag" href="reflections/{note.pk}/edit/"' in page


def test_a_participant_is_not_offered_to_bring_back_what_somebody_else_wrote(client, board, join):
    mine = note_on(board, "Skrevet af mig", participant=join(board))
    other = note_on(board, "Skrevet af en anden")
    for note in (mine, other):
        note.remove()

    page = body(client.get(f"/workshops/{board.pk}/?removed={mine.pk}&removed={other.pk}"))

    assert page.count("Noten er slettet.") == 2
    assert f'formaction="reflections/{mine.pk}/restore/"' in page
    assert f"reflections/{other.pk}/restore/" not in page
