"""A board with 2,000 notes: one more costs the browser next to nothing."""

import pytest

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


def script_time(session):
    """Milliseconds of script since the page began."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(it["value"] for it in metrics if it["name"] == "ScriptDuration")


@pytest.mark.slow
def test_a_new_note_takes_a_millisecond_for_each_hundred_on_screen_at_most(guest, board):
    fields = Quadrant.values
    board.add_reflections(
        [NewReflection(fields[n % 4], f"Note nummer {n} om fællesskab") for n in range(MANY)]
    )
    board.enter(Phase.VOTE)
    phone = guest()
    assert phone.locator("[data-dots-of]").count() == MANY
    session = phone.context.new_cdp_session(phone)
    session.send("Performance.enable")

    before = script_time(session)
    phone.evaluate(SEVEN_MORE)
    phone.wait_for_timeout(1000)
    took = (script_time(session) - before) / 7

    assert phone.locator("[data-dots-of]").count() == MANY + 7
    print(f"{took:.2f} ms of script a note, {took / MANY * 100:.3f} ms for each hundred")
    assert took / MANY * 100 <= 1
