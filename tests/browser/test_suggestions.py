"""The search boxes while somebody types: by keyboard, by mouse, read aloud, and without scripts."""

import re

from playwright.sync_api import expect


def type_into_box(page, text):
    box = page.locator("#q")
    box.press_sequentially(text)
    expect(page.locator("#suggestions")).to_be_visible()
    return box


def test_titles_are_chosen_by_keyboard(visit, no_violations, fits):
    page = visit(width=320)
    for path in ("/", "/search/", "/en/practices/"):
        page.goto(path)
        box = type_into_box(page, "skole")
        expect(box).to_have_attribute("aria-expanded", "true")
        box.press("ArrowDown")
        chosen = page.locator("[role=option][aria-selected=true]")
        expect(chosen).to_have_id(box.get_attribute("aria-activedescendant"))
        no_violations(page)
        fits(page)
        title = chosen.locator(".suggest__title").inner_text()
        box.press("Enter")
        expect(page.locator("h1")).to_have_text(title)


def test_the_list_closes_by_escape_and_by_a_look_elsewhere_and_a_click_goes_there(visit):
    page = visit("/")
    box = type_into_box(page, "skole")
    expect(page.locator(".joined [role=status]").first).to_have_text(re.compile(r"\d forslag"))
    box.press("ArrowDown")
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("Escape")
    expect(page.locator("#suggestions")).to_have_count(0)
    expect(box).to_have_value("skole")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=skole"))
    page.goto("/practices/")
    type_into_box(page, "bæn")
    page.locator("h1").click()
    expect(page.locator("#suggestions")).to_have_count(0)
    page.locator("#q").fill("")
    type_into_box(page, "bænk")
    option = page.locator("[role=option]").first
    title = option.locator(".suggest__title").inner_text()
    option.click()
    expect(page.locator("h1")).to_have_text(title)


def test_without_scripts_the_box_is_a_plain_box(visit):
    page = visit("/", scripts=False)
    page.locator("#q").fill("unge")
    assert page.locator("[role=combobox]").count() == 0
    page.locator("#q").press("Enter")
    assert page.locator("[data-total]").get_attribute("data-total") != "0"
