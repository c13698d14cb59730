"""What several threads store at the same time is one transaction, and nobody's fault is another's."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest
from django.db import OperationalError, connection

from sdg_platform.accounts.models import Municipality
from sdg_platform.together import Together
from tests.factories import MunicipalityFactory, WorkshopFactory
from workshops.models import IdElsewhere, IdTaken, NewReflection, Reflection, Workshop, WrongState
from workshops.models.arriving import _store


def lay_down(codes):
    """Store a municipality for each code; "9939" is refused, "" cannot be stored at all."""
    for code in codes:
        if code == "":
            raise ValueError("ikke den")
        if code != "9939":
            MunicipalityFactory(code=code)
    return [KeyError(code) if code == "9939" else f"{code} stored" for code in codes]


def stored():
    return set(Municipality.objects.filter(code__gte="9930").values_list("code", flat=True))


def side_by_side(store, items):
    """Bring `items` while one before them is being stored; what each returned or raised."""
    first_is_in, go_on = Event(), Event()

    def wait_in_the_first(codes):
        if codes == ["9930"]:
            first_is_in.set()
            assert go_on.wait(10)
        return store(codes)

    together = Together(wait_in_the_first)

    def one(item):
        try:
            return together.run(item)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(1 + len(items)) as pool:
        answers = [pool.submit(one, "9930")]
        assert first_is_in.wait(10)
        for number, item in enumerate(items, start=1):
            answers.append(pool.submit(one, item))
            while len(together._waiting) < number:
                time.sleep(0.001)
        go_on.set()
        return [answer.result(10) for answer in answers]


@pytest.mark.django_db(transaction=True)
def test_those_who_come_meanwhile_are_stored_together_and_a_refusal_is_ones_own():
    batches = []

    def store(codes):
        batches.append(codes)
        return lay_down(codes)

    said = side_by_side(store, ["9931", "9939", "9932"])

    assert batches == [["9930"], ["9931", "9939", "9932"]]
    assert (said[0], said[1], said[3]) == ("9930 stored", "9931 stored", "9932 stored")
    assert isinstance(said[2], KeyError)
    assert stored() == {"9930", "9931", "9932"}


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_stored_at_all_hinders_nobody_else():
    said = side_by_side(lay_down, ["9931", "", "9932"])

    assert (said[1], said[3]) == ("9931 stored", "9932 stored")
    assert isinstance(said[2], ValueError)
    assert stored() == {"9930", "9931", "9932"}


@pytest.mark.django_db(transaction=True)
def test_where_the_disk_is_full_everybody_is_told_and_nothing_tried_again():
    tried = []

    def store(codes):
        tried.append(codes)
        answers = lay_down(codes)
        if len(codes) > 1:
            raise OperationalError("disk full")
        return answers

    said = side_by_side(store, ["9931", "9932"])

    assert [type(one) for one in said] == [str, OperationalError, OperationalError]
    assert tried == [["9930"], ["9931", "9932"]]
    assert stored() == {"9930"}


@pytest.mark.django_db
def test_within_a_transaction_it_is_a_part_of_it():
    together = Together(lay_down)

    assert together.run("9931") == "9931 stored"
    with pytest.raises(ValueError, match="ikke den"):
        together.run("")
    with pytest.raises(KeyError):
        together.run("9939")
    assert stored() == {"9931"}


@pytest.mark.django_db(transaction=True)
def test_a_room_that_writes_at_once_loses_nothing_and_leaves_no_gap():
    board = WorkshopFactory(state="open")
    boards = Workshop.objects.select_related("municipality")
    desks = [(boards.get(pk=board.pk), board.participants.create()) for _ in range(8)]

    def write(desk):
        own, writer = desk
        try:
            for number in range(5):
                note = NewReflection("works", f"Note {number}", participant=writer)
                while True:
                    try:
                        own.add_reflection(note)
                        break
                    except OperationalError:
                        # A database in memory, as in tests alone, lets nobody wait for its lock.
                        time.sleep(0.005)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, desks))

    numbers = (
        Reflection.objects.filter(workshop=board).order_by("seq").values_list("seq", flat=True)
    )
    assert list(numbers) == list(range(1, 41))
    board.refresh_from_db()
    assert board.seq == 40


@pytest.mark.django_db
def test_of_notes_that_arrive_at_once_each_is_answered_for_itself():
    first, second = WorkshopFactory(state="open"), WorkshopFactory(state="open")
    closed = WorkshopFactory(state="closed")
    anna, bo = first.participants.create(), second.participants.create()
    note = NewReflection("works", "Vi deler bus med nabokommunen", participant=anna)
    other_words = replace(note, text="Vi deler cykler med nabokommunen")
    elsewhere = replace(note, participant=bo)
    own = NewReflection("question", "Hvem kører den?", participant=bo)
    late = NewReflection("works", "For sent", participant=closed.participants.create())

    said = _store(
        [
            *[(first, note), (second, own), (first, note), (first, other_words)],
            *[(second, elsewhere), (closed, late)],
        ]
    )

    assert [(answer[0].text, answer[1]) for answer in said[:3]] == [
        ("Vi deler bus med nabokommunen", True),
        ("Hvem kører den?", True),
        ("Vi deler bus med nabokommunen", False),
    ]
    assert [type(answer) for answer in said[3:]] == [IdTaken, IdElsewhere, WrongState]
    assert list(Reflection.objects.order_by("text").values_list("text", "seq")) == [
        ("Hvem kører den?", 1),
        ("Vi deler bus med nabokommunen", 1),
    ]


@pytest.mark.django_db
def test_an_id_that_another_board_takes_at_the_same_moment_belongs_to_that_board(monkeypatch):
    here, there = WorkshopFactory(state="open"), WorkshopFactory(state="open")
    note = NewReflection("works", "Vi deler bus", participant=here.participants.create())
    there.add_reflection(replace(note, participant=there.participants.create()))
    # When it is looked for the first time, the other one is not stored yet.
    looks, really = iter([{}]), here._stored
    monkeypatch.setattr(here, "_stored", lambda news: next(looks, really(news)))
    with pytest.raises(IdElsewhere):
        here.add_reflection(note)

    assert Reflection.objects.count() == 1
