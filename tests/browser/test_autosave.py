"""What somebody writes about a practice survives a closed tab and an ended session."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

STAFF = "staff@example.org"


def drafts(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")


def test_what_was_typed_is_offered_again_and_gone_when_it_is_stored(visit, no_violations):
    page = visit("/practices/new/", who=STAFF)
    page.locator("[name=title]").fill("Trivselsvagt")
    page.locator("[name=steps-1-what]").fill("Vi gik.")
    page.locator("[name=outcome][value=did_not]").check()
    expect(page.locator("#autosave-status")).to_contain_text("Gemt i denne browser")
    page.goto("/practices/")
    page.goto("/practices/new/")
    no_violations(page)
    page.get_by_role("button", name="Hent det").click()
    expect(page.locator("[name=title]")).to_have_value("Trivselsvagt")
    expect(page.locator("[name=steps-1-what]")).to_have_value("Vi gik.")
    expect(page.locator("[name=outcome][value=did_not]")).to_be_checked()
    expect(page.locator(".errsum")).to_have_count(0)
    assert len(drafts(page)) == 1
    page.get_by_role("button", name="Gem kladde").last.click()
    expect(page.locator("h1")).to_have_text("Trivselsvagt")
    assert drafts(page) == []


def test_an_ended_session_keeps_the_text_on_the_page_and_in_the_browser(visit):
    page = visit("/practices/new/?depth=notits", who=STAFF)
    page.locator("[name=title]").fill("Trivselsvagt på biblioteket")
    page.locator("[name=outcome][value=did_not]").check()
    page.context.clear_cookies(name="sessionid")
    page.context.clear_cookies(name="__Host-sessionid")
    page.get_by_role("button", name="Gem kladde").last.click()
    expect(page.get_by_text("Trivselsvagt på biblioteket")).to_be_visible()
    assert len(drafts(page)) == 1


def test_what_was_thrown_away_is_not_offered_again(visit):
    page = visit("/practices/new/", who=STAFF)
    page.locator("[name=title]").fill("Trivselsvagt")
    expect(page.locator("#autosave-status")).to_contain_text("Gemt i denne browser")
    page.reload()
    page.get_by_role("button", name="Smid det væk").click()
    page.reload()
    expect(page.locator("#autosave-found")).to_be_hidden()
