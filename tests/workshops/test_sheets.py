"""A board that is remembered shows what a board that is read anew would show, to each reader."""

from collections import OrderedDict

import pytest

from practices.models import Practice
from sdg_platform.accounts.actor import ANONYMOUS, Actor
from tests.factories import (
    MunicipalityFactory,
    WorkshopFactory,
    action_of,
    actor,
    member,
    note_on,
    practice,
)
from workshops.growth import link_solution, sow
from workshops.models import Moderation, Phase, Vote, seen_board_for_page
from workshops.models.erasing import erase_notes
from workshops.views.sheets import sheet_for
from workshops.views.slips import reader_for

pytestmark = pytest.mark.django_db

KEPT = "workshops.views.sheets._kept"


@pytest.fixture
def board():
    workshop = WorkshopFactory(state="open", sharing="public", title="Netværksmøde")
    note_on(workshop, "Hvor er pengene?", "question", goals=[3])
    note_on(workshop, "Hvem betaler?", "question")
    note_on(workshop, "Gåture hver torsdag", "works")
    note_on(workshop, "Det er svært at motivere", "does_not_work")
    return workshop


@pytest.fixture
def room(board):
    """Three phones; the first has written."""
    room = [board.participants.create() for _ in range(3)]
    note_on(board, "Mere tid til at gå", participant=room[0])
    return room


def phone(one, roles=()):
    return Actor(roles=dict(roles), participations={one.workshop_id: one.pk})


@pytest.fixture
def readers(board, room):
    """One of each kind: who leads, who is of the house, guests, the room, and a passer-by."""
    board.cohosts.add(MunicipalityFactory(code="9902"))
    own, guests = [actor("facilitator"), actor("staff")], [actor("facilitator", "9902")]
    return [*own, *guests, *map(phone, room[:2]), phone(room[2], {"9903": "staff"}), ANONYMOUS]


def shown(board, reader):
    """The sheet of a board as it is read for a page, without the keys for the next notes."""
    seen = seen_board_for_page(reader, board.pk)
    if seen is None:
        return None
    sheet = sheet_for(seen, reader, reader_for(seen, reader))
    return [{**field, "next_id": ""} for field in sheet.fields], sheet.own


def changes_of(board, room):
    """Everything that can happen to what a slip shows, one after the other."""
    question, second, walks, hard = board.reflections.order_by("seq")[:4]
    leads = member("facilitator", name="Mette Holm")

    def fresh(note):
        note.refresh_from_db()
        note.workshop.refresh_from_db()
        return note

    yield "write", lambda: note_on(board, "Et femte bord")
    yield "edit", lambda: fresh(hard).edit(text="Svært nu", quadrant="question", version=1)
    yield "shift", lambda: fresh(second).shift(up=True, version=second.version)
    yield "remove", lambda: fresh(hard).remove()
    yield "restore", lambda: fresh(hard).restore()
    yield "hide", lambda: Moderation.objects.hide(fresh(walks), by=leads)
    yield "show", lambda: Moderation.objects.show(fresh(walks), by=leads)
    yield "redact", lambda: Moderation.objects.redact(fresh(hard), by=leads)
    yield "tag", lambda: fresh(walks).add_tags(walks.goals.model.objects.filter(pk=11), [], [])
    yield "dilemma", lambda: fresh(walks).weigh(tuple(walks.goals.model.objects.all()[:2]))
    yield "narrow", lambda: fresh(walks).share("own")
    yield "gather", lambda: fresh(question).gather([fresh(second)], by=leads, seen={})
    yield "rename", lambda: type(leads).objects.filter(pk=leads.pk).update(name="M. Holm")
    yield "apart", lambda: fresh(question).take_apart()
    yield "gather again", lambda: fresh(question).gather([fresh(second)], by=leads, seen={})
    yield "tag phase", lambda: board.enter(Phase.TAG)
    yield "vote phase", lambda: board.enter(Phase.VOTE)
    yield "dot", lambda: Vote.objects.put(fresh(walks), (room[0], None))
    yield "dot of another", lambda: Vote.objects.put(fresh(question), (room[-1], None))
    yield "talk", lambda: board.enter(Phase.TALK)
    yield "erase a voter", lambda: erase_notes([], [room[-1].pk])
    yield "action", lambda: action_of(board, note=fresh(question), owner="Jonas")
    yield "action done", lambda: board.actions.get().change(status="done")
    yield "seed", lambda: sow(fresh(walks), board.municipality, by=leads)
    yield "seed's title", lambda: rename(Practice.objects.get(), "Torsdagsture")
    helps = practice("Stier i byen", code="9903")
    yield "solution", lambda: link_solution(fresh(walks), helps)
    yield "solution withdrawn", lambda: helps.withdraw(by=leads)
    yield "fields renamed", lambda: retitle(board)
    yield "guest leaves", lambda: board.cohosts.clear()
    yield "close", board.close
    yield "erase a note", lambda: erase_notes([walks.pk])
    yield "gatherer gone", leads.delete


def rename(practice, title):
    practice.title = title
    practice.save(update_fields=["title"])


def retitle(board):
    board.refresh_from_db()
    board.quadrant_titles = {"works": {"title": "Det lykkes", "question": "Hvad?"}}
    board.save()


@pytest.mark.slow
def test_each_change_shows_at_once_to_each_reader_in_every_process(
    board, room, readers, monkeypatch
):
    here, elsewhere = OrderedDict(), OrderedDict()
    for at, (what, change) in enumerate(changes_of(board, room)):
        board.refresh_from_db()
        change()
        for number, reader in enumerate(readers):
            monkeypatch.setattr(KEPT, OrderedDict())
            anew = shown(board, reader)
            # The other process is asked seldom, and has much to catch up with.
            for process in (here, elsewhere)[: 1 if at % 4 else 2]:
                monkeypatch.setattr(KEPT, process)
                assert shown(board, reader) == anew, (what, number)
    assert here
    assert elsewhere


def test_a_hidden_note_is_in_nobody_elses_bytes_from_that_moment_on(board, room, readers):
    walks = board.reflections.get(text="Gåture hver torsdag")
    sees = [walks.text in str(shown(board, reader)) for reader in readers]
    Moderation.objects.hide(walks, by=None)
    still = [walks.text in str(shown(board, reader)) for reader in readers]
    Moderation.objects.show(walks, by=None)
    again = [walks.text in str(shown(board, reader)) for reader in readers]

    assert sees == again == [True, True, True, True, True, True, False]
    assert still == [True, False, True, False, False, False, False]


def test_while_notes_are_hidden_each_writer_has_the_own_ones_alone():
    board = WorkshopFactory(state="open", hide_until_reveal=True)
    one, other = board.participants.create(), board.participants.create()
    note_on(board, "Kun til mig", participant=one)

    assert "Kun til mig" in str(shown(board, phone(one)))
    assert "Kun til mig" not in str(shown(board, phone(other)))
    assert "Kun til mig" not in str(shown(board, actor("facilitator")))


def test_the_own_notes_are_ones_own_and_everybody_elses_are_the_same(board, room):
    (_, own), (_, others) = shown(board, phone(room[0])), shown(board, phone(room[1]))
    fields = shown(board, phone(room[0]))[0]

    assert ["Mere tid til at gå" in slip for slip in own] == [True]
    assert others == []
    assert [field["count"] for field in fields] == [1, 2, 1, 0]
    assert "Mere tid til at gå" not in str(fields)
    assert "Mere tid til at gå" in str(shown(board, phone(room[1]))[0])


def test_what_a_note_narrowed_to_the_house_never_comes_out_of_the_houses_page(board):
    note_on(board, "Kun os selv", sharing="own")
    board.close()

    assert "Kun os selv" in str(shown(board, actor("staff")))
    assert "Kun os selv" not in str(shown(board, ANONYMOUS))
    assert "Kun os selv" not in str(shown(board, actor("coordinator", "9904")))


def test_the_second_of_a_kind_costs_two_queries(board, room, django_assert_num_queries):
    shown(board, phone(room[0]))

    with django_assert_num_queries(2):
        shown(board, phone(room[1]))
