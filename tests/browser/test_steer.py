"""The room gathers, votes and goes on: with a mouse, on a phone, while others look on."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

HOST = "facilitator@example.org"


@pytest.fixture
def board(visit):
    """The open example board, in the browser of the one who leads it."""
    page = visit("/workshops/", who=HOST)
    page.get_by_role("link", name="Sammen om maden").first.click()
    page.locator("[data-code]").wait_for()
    return page


def go_to(page, phase):
    """To a later phase, by the button that leads on."""
    while page.locator("#board-now").get_attribute("data-phase") != phase:
        here = page.locator("#board-now").get_attribute("data-phase")
        page.locator("#now-on").click()
        page.locator(f"#board-now:not([data-phase={here}])").wait_for()


def test_a_note_is_dragged_on_another_and_lies_behind_it_until_that_is_undone(board):
    go_to(board, "group")
    notes = board.locator("#notes-works > .note")
    below, above = notes.nth(0), notes.nth(1)
    key = below.get_attribute("data-reflection")

    # Both in sight: a page that scrolls under a pressed pointer is no drag.
    above.evaluate("slip => slip.scrollIntoView({block: 'center'})")
    below.locator(".slip__text").drag_to(above.locator(".slip__text"))

    expect(board.locator("#notes-works .grp summary")).to_have_text("Samlet af 2")
    expect(board.locator(f"#r-{key}")).to_be_hidden()
    undo = board.get_by_role("button", name="Fortryd", exact=True)
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(board.locator(f"#r-{key}")).to_be_visible()
    expect(board.locator("#notes-works .grp")).to_have_count(0)


def test_own_dots_stay_when_a_slip_is_drawn_for_everybody_and_the_end_takes_the_focus(
    board, visit, no_violations
):
    go_to(board, "vote")
    phone = visit(f"/join/{board.locator('[data-code]').get_attribute('data-code')}/", width=320)
    phone.get_by_role("button", name="Gå med").click()
    first = phone.locator(".phone__all .slip").first
    key = first.get_attribute("data-reflection")
    first.get_by_role("button", name="Sæt prik").click()
    expect(phone.locator("#dots")).to_contain_text("2 prikker tilbage")
    no_violations(phone)
    phone.locator("#note").focus()

    board.goto(f"{board.url.split('#')[0]}tags/?note={key}")
    board.get_by_label("Vand og sanitet").check()
    board.get_by_role("button", name="Gem mærkerne").click()

    slip = phone.locator(f"#r-{key}")
    expect(slip.locator(".goal-6")).to_be_visible(timeout=15_000)
    expect(slip.locator(".dots")).to_have_text("●")

    slip.get_by_role("button", name="Sæt prik").focus()
    go_to(board, "talk")
    expect(phone.locator("#most-dots li")).to_have_count(1, timeout=15_000)
    expect(phone.locator("#board-now")).to_be_focused()
    expect(slip.get_by_role("button", name="Sæt prik")).to_have_count(0, timeout=15_000)
