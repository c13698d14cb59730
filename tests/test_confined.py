"""A child process that may eat, hang and crash, and the parent that stays as it was."""

import os
import resource
import signal
import threading
import time

import pytest

from sdg_platform import confined
from sdg_platform.confined import Crashed, Died, OutOfMemory, OutOfTime, run_confined


@pytest.fixture
def tricks():
    from tests import confined_tricks

    return confined_tricks


def test_the_result_comes_back_through_json(tricks):
    assert run_confined(tricks.describe, b"\x00\xff" * 3, "æøå \ud800") == {
        "bytes": 6,
        "text": "æøå \ud800",
    }


def test_a_megabyte_goes_in_and_comes_out(tricks):
    assert run_confined(tricks.describe, b"x" * 25_000_000, "y" * 5_000_000)["bytes"] == 25_000_000


def test_a_child_that_eats_memory_is_stopped_and_the_parent_does_not_grow(tricks):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(OutOfMemory):
        run_confined(tricks.eat, memory_mb=200)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB
    assert run_confined(tricks.describe, b"", "still here")["text"] == "still here"


@pytest.mark.slow
@pytest.mark.parametrize("trick", ["hang", "burn", "hang_without_signals"])
def test_a_child_that_never_ends_is_stopped_on_time(tricks, trick):
    start = time.monotonic()

    with pytest.raises(OutOfTime):
        run_confined(getattr(tricks, trick), seconds=0.5)

    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    "trick", ["die", "raise_error", "leave", "return_bytes", "return_too_much"]
)
def test_a_child_that_crashes_is_told_from_one_that_was_slow(tricks, trick):
    with pytest.raises(Crashed):
        run_confined(getattr(tricks, trick), seconds=20)


@pytest.mark.parametrize("trick", ["die", "leave"])
def test_a_child_that_dies_without_a_word_is_told_apart(tricks, trick):
    with pytest.raises(Died):
        run_confined(getattr(tricks, trick))


def test_the_name_of_an_exception_is_reported_but_never_its_object(tricks):
    with pytest.raises(Crashed, match=r"^KeyError$"):
        run_confined(tricks.raise_error)


def test_deep_recursion_ends_the_child_only(tricks):
    with pytest.raises(Crashed):
        run_confined(tricks.recurse)


def test_the_child_has_no_secrets_and_writes_no_file(tricks, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for strangers")
    assert "SECRET_KEY" not in run_confined(tricks.environment)
    with pytest.raises(Crashed):
        run_confined(tricks.write, str(tmp_path / "loot"))


def test_many_threads_may_ask_at_once(tricks):
    answers = []

    def ask(number):
        answers.append(run_confined(tricks.describe, b"", str(number))["text"])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers, key=int) == [str(number) for number in range(20)]


def test_a_killed_server_is_started_anew(tricks):
    run_confined(tricks.describe, b"", "")
    os.kill(confined._server.process.pid, signal.SIGKILL)
    confined._server.process.wait()

    assert run_confined(tricks.describe, b"", "again")["text"] == "again"


def test_no_child_is_left_behind(tricks):
    for _ in range(5):
        run_confined(tricks.describe, b"", "")
    time.sleep(0.1)
    with open(
        f"/proc/{confined._server.process.pid}/task/{confined._server.process.pid}/children"
    ) as own:
        assert own.read().split() == []
