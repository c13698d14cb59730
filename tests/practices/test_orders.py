"""The orders that a process holds follow every change: they are what the database would say."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.catalogue import facets
from practices.catalogue.paging import ORDERS
from sdg_platform.ordered import Ordered
from tests.factories import member, practice

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/practices/"


def held(name):
    return list(facets.current().order(name).numbers())


def stored(name):
    return list(ORDERS[name].read().numbers())


def test_an_order_follows_what_is_written_renamed_published_and_deleted(monkeypatch):
    monkeypatch.setattr("sdg_platform.ordered.RUN", 2)
    pages = [practice(f"Have {letter}") for letter in "dbæcåa"]
    assert held("newest") == [one.pk for one in reversed(pages)]
    assert held("title") == stored("title")

    pages[2].title = "Aha"
    pages[2].save()
    assert held("title")[0] == pages[2].pk
    pages[4].delete()
    draft = practice("Have bb", status="in_review")
    assert (held("newest"), held("title")) == (stored("newest"), stored("title"))
    pages[0].withdraw(by=member("coordinator"))
    draft.publish(by=member("coordinator"))
    assert held("newest")[0] == draft.pk
    assert (held("newest"), held("title")) == (stored("newest"), stored("title"))


def test_the_order_is_read_anew_when_it_lacks_the_one_before(monkeypatch):
    first, second = practice("Skolehave"), practice("Regnbed")
    known = Ordered.of([first.pk])

    order = ORDERS["newest"].followed(known, [first.pk])

    assert list(order.numbers()) == [second.pk, first.pk]


def test_many_changes_are_followed_by_reading_the_order(monkeypatch):
    monkeypatch.setattr("sdg_platform.orders.MOST_MOVED", 1)
    pages = [practice(f"Have {number}") for number in range(3)]
    held("newest")
    for one in pages:
        one.save()
    assert held("newest") == stored("newest")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_move_gives_what_sorting_gives(data, monkeypatch):
    monkeypatch.setattr("sdg_platform.ordered.RUN", data.draw(st.integers(1, 5)))
    keys = data.draw(st.dictionaries(st.integers(0, 40), st.integers(0, 9), max_size=25))
    changed = data.draw(st.sets(st.integers(0, 40), max_size=8))
    after = {pk: key for pk, key in keys.items() if pk not in changed}
    after |= {pk: data.draw(st.integers(0, 9)) for pk in changed if data.draw(st.booleans())}

    def in_order(of):
        return sorted(of, key=lambda pk: (-of[pk], -pk))

    order = in_order(after)
    placed = [
        (pk, next((it for it in order[order.index(pk) :: -1] if it not in changed), None))
        for pk in order
        if pk in changed
    ]
    moved = Ordered.of(in_order(keys)).moved(facets.BitMap(changed), placed)

    assert list(moved.numbers()) == order
    assert all(set(run.numbers) == set(run.members) for run in moved.runs)
    wanted = data.draw(st.sets(st.integers(0, 40)))
    some, skip = [pk for pk in order if pk in wanted], data.draw(st.integers(0, 5))
    members = facets.BitMap(wanted)
    assert moved.first(members, 3, skip=skip) == some[skip : skip + 3]
    assert list(moved.walk(members)) == some
    if order:
        at = data.draw(st.integers(0, len(order) - 1))
        assert (
            moved.first(members, 2, after=order[at])
            == [pk for pk in order[at + 1 :] if pk in wanted][:2]
        )
        assert (
            moved.first(members, 2, after=order[at], backwards=True)
            == [pk for pk in order[:at][::-1] if pk in wanted][:2]
        )
