"""Several people at one board: what one writes, the others see without doing anything."""

from playwright.sync_api import expect

from tests.browser.test_outbox import SOON, board, demo, guest, host, stored, write
from workshops.models import Reflection

__all__ = ["board", "demo", "guest", "host"]


def test_two_who_only_ask_see_each_others_notes_and_are_not_disturbed(guest, host, no_violations):
    phone, page = guest(), host()
    phone.locator("#note").fill("Halvt skrevet")
    write(page, "Fælles sprog", "#add-works")
    write(page, "Skemaet med de 6 P'er", "#add-works")

    stored(phone, "Fælles sprog", "#notes-works")
    stored(phone, "Skemaet med de 6 P'er", "#notes-works")
    expect(phone.locator("#count-works")).to_have_text("2 fra andre")
    expect(phone.locator("#board-news")).to_contain_text("fra de andre", timeout=SOON)
    expect(phone.locator("#note")).to_be_focused()
    expect(phone.locator("#note")).to_have_value("Halvt skrevet")

    page.locator("#notes-works [name=note]").first.check()
    phone.locator("#note").press("Enter")
    waiting = page.locator("[data-held]")
    expect(waiting).to_have_text("1 ny note", timeout=SOON)
    expect(page.locator("#notes-works > [data-reflection]")).to_have_count(2)
    no_violations(page)
    waiting.click()
    stored(page, "Halvt skrevet", "#notes-works")
    expect(page.locator("#count-works")).to_have_text("3 noter")
    expect(page.locator("#notes-works > [data-reflection]").last).to_contain_text("Halvt skrevet")

    Reflection.objects.get(text="Halvt skrevet").edit(
        text="Rettet af os", quadrant="question", version=1
    )
    Reflection.objects.get(text="Fælles sprog").remove()
    expect(phone.locator("#own .slip__text")).to_have_text("Rettet af os", timeout=SOON)
    expect(phone.locator("#own > .q-question")).to_have_count(1)
    expect(phone.locator("#notes-works > [data-reflection]")).to_have_count(1)
    expect(phone.locator("#count-works")).to_have_text("1 fra andre")

    mine, other = (Reflection.objects.get(text__startswith=word) for word in ("Rettet", "Skemaet"))
    mine.gather([other], by=None, seen={})
    expect(phone.locator("#own .grp")).to_contain_text("Samlet af 2", timeout=SOON)
    expect(phone.locator("#count-works")).to_have_text("0 fra andre")
    none = phone.locator("#notes-works .slips__none")
    expect(none).to_be_visible()
    mine.take_apart()
    expect(phone.locator("#count-works")).to_have_text("1 fra andre", timeout=SOON)
    expect(none).to_be_hidden()
