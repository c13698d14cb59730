import pytest
import time_machine

from sdg_platform.limits.models import Limit, Use

pytestmark = pytest.mark.django_db
NOTES = Limit("notes", times=3, seconds=60)


def test_the_use_beyond_the_limit_waits_until_the_oldest_is_a_window_old():
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False) as clock:
        assert [NOTES.hit("en"), NOTES.hit("en")] == [None, None]
        clock.shift(20)
        assert NOTES.hit("en") is None
        assert NOTES.hit("en") == 40
        clock.shift(39)
        assert NOTES.hit("en") == 1
        clock.shift(1)
        assert [NOTES.hit("en"), NOTES.hit("en")] == [None, None]
        assert NOTES.hit("en") == 20


def test_what_was_refused_is_not_counted_and_what_is_over_is_forgotten():
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False) as clock:
        for _ in range(10):
            NOTES.hit("en")
        assert Use.objects.count() == 3
        clock.shift(61)
        NOTES.hit("to")
        assert Use.objects.count() == 1


def test_limits_and_people_do_not_share():
    for _ in range(3):
        NOTES.hit("en")
    assert NOTES.hit("to") is None
    assert Limit("votes", times=1, seconds=60).hit("en") is None
    assert NOTES.hit("en")


def test_waiting_counts_nothing():
    for _ in range(5):
        assert NOTES.wait("en") is None


def test_no_address_can_be_read_back():
    NOTES.hit("192.0.2.77")
    use = Use.objects.get()
    assert "192.0.2.77" not in use.who
    assert str(use).startswith("notes ")


def test_limits_can_be_switched_off(settings):
    settings.RATE_LIMITS = False
    assert [NOTES.hit("en") for _ in range(9)] == [None] * 9
