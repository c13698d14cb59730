"""Finding a practice and telling about one, as people do it."""

import re

import pytest
from playwright.sync_api import expect

# The reference data come back after each flush.

STAFF = "staff@example.org"


def total(page):
    return int(page.locator("[data-total]").get_attribute("data-total"))


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "/practices/",
        "/practices/?q=trivsel&goal=3",
        "/en/practices/?goal=13&goal=1&driver=heard&q=xyzzy",
    ],
)
def test_the_list_is_sound_at_every_width(visit, no_violations, fits, width, path):
    page = visit(path, width=width)
    no_violations(page)
    fits(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_card_and_form_are_sound(visit, no_violations, fits, width):
    page = visit("/practices/?sort=title", who=STAFF, width=width)
    page.locator(".entry__title a").first.click()
    no_violations(page)
    fits(page)
    page.goto("/practices/new/")
    no_violations(page)
    fits(page)


def test_a_filter_works_without_scripts(visit):
    page = visit("/practices/", scripts=False)
    everything = total(page)
    page.locator("#outcome-did_not").check()
    page.get_by_role("button", name="Opdater listen").click()
    assert 0 < total(page) < everything
    assert "outcome=did_not" in page.url
    page.get_by_role("link", name=re.compile("Lykkedes ikke.*fjern")).click()
    assert total(page) == everything


def test_a_filter_swaps_the_results_and_keeps_the_focus(visit, no_violations):
    page = visit("/practices/")
    everything = total(page)
    page.locator("#goal-3").focus()
    page.keyboard.press("Space")
    expect(page.locator(".chips")).to_contain_text("Mål 3 Sundhed og trivsel")
    assert 0 < total(page) < everything
    assert page.url.endswith("/practices/?goal=3")
    assert page.evaluate("document.activeElement.id") == "goal-3"
    expect(page.locator("#total")).to_contain_text(str(total(page)))
    expect(page.locator("#facet-target summary")).to_have_text("Delmål")
    no_violations(page)
    page.locator("#sort").select_option("title")
    expect(page).to_have_url(re.compile("sort=title"))
    page.go_back()
    page.go_back()
    expect(page.locator("#goal-3")).not_to_be_checked()


def test_on_a_phone_the_filters_come_by_a_button(visit, no_violations, fits):
    page = visit("/practices/", width=320)
    expect(page.locator("#goal-3")).not_to_be_visible()
    page.locator("#show-filters").focus()
    page.keyboard.press("Space")
    expect(page.locator("#goal-3")).to_be_visible()
    no_violations(page)
    fits(page)


def test_what_is_missing_is_said_where_the_focus_lands(visit, no_violations):
    page = visit("/practices/new/", who=STAFF)
    page.get_by_label("Fortæl det kort").fill("Vi åbnede en time om ugen.")
    page.get_by_role("button", name="Gem kladde").last.click()
    expect(page).to_have_title(re.compile("^Fejl:"))
    assert "errsum" in page.evaluate("document.activeElement.className")
    no_violations(page)
    page.get_by_role("link", name=re.compile("Hvordan gik det")).click()
    assert page.evaluate("document.activeElement.name") == "outcome"
    expect(page.get_by_label("Fortæl det kort")).to_have_value("Vi åbnede en time om ugen.")


def test_a_practice_is_told_without_scripts(visit):
    page = visit("/practices/new/", who=STAFF, scripts=False)
    page.locator("[name=title]").fill("Trivselsvagt på biblioteket")
    page.locator("[name=outcome][value=did_not]").check()
    page.locator("[name=steps-0-what]").fill("Vi åbnede en time om ugen.")
    page.get_by_role("button", name="Flere trin").click()
    expect(page.locator("[name=title]")).to_have_value("Trivselsvagt på biblioteket")
    page.locator("[name=steps-3-what]").fill("Vi lukkede igen.")
    page.get_by_role("button", name="Gem kladde").last.click()
    expect(page.locator("h1")).to_have_text("Trivselsvagt på biblioteket")
    expect(page.locator(".steps li")).to_have_count(2)
    page.get_by_role("button", name="Send til gennemsyn").click()
    expect(page.locator(".prachead")).to_contain_text("Til gennemsyn")
    expect(page.get_by_text("Sendt til gennemsyn.")).to_be_visible()


def test_a_newcomer_with_a_phone_asks_in_a_sentence_and_reads_what_went_wrong(visit, fits):
    page = visit(width=360, height=740, has_touch=True, is_mobile=True)
    page.get_by_label("Hvad vil du have eksempler på?").tap()
    page.keyboard.type("noget med unge og trivsel, gerne et der gik galt")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("der ikke lykkedes helt")).tap()
    expect(page.locator("#total")).to_contain_text("om “unge og trivsel”")
    expect(page.locator("#q")).to_have_value("unge og trivsel")
    page.locator("#results .entry__title a").first.tap()
    expect(page.locator("main .outcome").first).to_contain_text("Lykkedes")
    expect(page.get_by_text("Du søgte på “unge og trivsel”.")).to_have_count(1)
    fits(page)
