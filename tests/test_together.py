"""What several threads store at the same time is one transaction, and nobody's fault is another's."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import OperationalError, connection

from sdg_platform.accounts.models import Municipality
from sdg_platform.together import Together
from tests.factories import MunicipalityFactory, WorkshopFactory
from workshops.models import NewReflection, Reflection, Workshop


def named(code):
    def store():
        MunicipalityFactory(code=code)
        return code

    return store


def gone_wrong():
    MunicipalityFactory(code="9939")
    raise ValueError("ikke den")


def stored():
    return set(Municipality.objects.filter(code__gte="9930").values_list("code", flat=True))


def side_by_side(together, first_is_in, go_on, jobs):
    """Run `jobs` while the first one is being stored; what each returned or raised, in order."""

    def first():
        first_is_in.set()
        assert go_on.wait(10)
        return "first"

    def one(store):
        try:
            return together.run(store)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(1 + len(jobs)) as pool:
        answers = [pool.submit(one, first)]
        assert first_is_in.wait(10)
        for number, job in enumerate(jobs, start=1):
            answers.append(pool.submit(one, job))
            while len(together._waiting) < number:
                time.sleep(0.001)
        go_on.set()
        return [answer.result(10) for answer in answers]


@pytest.mark.django_db(transaction=True)
def test_those_who_come_meanwhile_are_stored_together_and_a_fault_stays_its_own():
    finished = []
    together = Together(lambda results: finished.append(list(results)))

    said = side_by_side(together, Event(), Event(), [named("9931"), gone_wrong, named("9932")])

    assert (said[0], said[1], said[3]) == ("first", "9931", "9932")
    assert isinstance(said[2], ValueError)
    assert finished == [["first"], ["9931", "9932"]]
    assert stored() == {"9931", "9932"}


@pytest.mark.django_db(transaction=True)
def test_where_it_cannot_be_stored_everybody_is_told():
    def finish(results):
        if len(results) > 1:
            raise OperationalError("disk full")

    said = side_by_side(Together(finish), Event(), Event(), [named("9931"), named("9932")])

    assert [type(one) for one in said] == [str, OperationalError, OperationalError]
    assert stored() == set()


@pytest.mark.django_db
def test_within_a_transaction_it_is_a_part_of_it():
    together = Together(lambda results: None)

    assert together.run(named("9931")) == "9931"
    with pytest.raises(ValueError, match="ikke den"):
        together.run(gone_wrong)
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
