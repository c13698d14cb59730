"""A board with 2,000 notes: one more leaves all others as they stand, and says what it cost."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_outbox import board, demo, guest
from workshops.models import NewReflection, Phase, Quadrant

__all__ = ["board", "demo", "guest"]

MANY = 2_000
# The board's own script takes in seven notes as the stream would bring them.
SEVEN_MORE = """() => {
  const some = document.querySelector("#notes-works > [data-reflection]");
  for (let n = 0; n < 7; n++) {
    const fresh = some.outerHTML.replaceAll(some.dataset.reflection, crypto.randomUUID());
    window.board.put(fresh.replace(/data-seq="\\\\d+"/, `data-seq="${90000 + n}"`));
  }
}"""


MARK_ALL = (
    "() => document.querySelectorAll('[data-reflection]').forEach((it) => { it.marked = true; })"
)
COUNT_MARKED = (
    "() => [...document.querySelectorAll('[data-reflection]')].filter((it) => it.marked).length"
)


def script_time(session):
    """Milliseconds of script since the page began."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(it["value"] for it in metrics if it["name"] == "ScriptDuration")


@pytest.mark.slow
def test_a_new_note_draws_none_of_two_thousand_anew(guest, board):
    fields = Quadrant.values
    board.add_reflections(
        [NewReflection(fields[n % 4], f"Note nummer {n} om fællesskab") for n in range(MANY)]
    )
    board.enter(Phase.VOTE)
    phone = guest()
    dots = phone.locator("[data-dots-of]")
    expect(dots).to_have_count(MANY, timeout=30_000)
    session = phone.context.new_cdp_session(phone)
    session.send("Performance.enable")
    phone.evaluate(MARK_ALL)

    before = script_time(session)
    phone.evaluate(SEVEN_MORE)
    expect(dots).to_have_count(MANY + 7, timeout=30_000)
    took = (script_time(session) - before) / 7

    assert phone.evaluate(COUNT_MARKED) >= MANY
    print(f"{took:.2f} ms of script a note, {took / MANY * 100:.3f} ms for each hundred")
