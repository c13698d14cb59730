"""Every page as a visitor, a member and a participant meets it: accessible, and never too wide.

One browser test walks many pages, because loading the example data costs more than a page.
"""

import pytest

from practices.models import Practice

OPEN_PAGES = [
    "/",
    "/goals/",
    "/goals/3/",
    "/goals/3/targets/3.4/",
    "/themes/people/",
    "/search/?q=trivsel",
    "/search/?q=xyzzy",
    "/matrix/",
    "/matrix/?rows=theme&columns=goal",
    "/matrix/?rows=goal&columns=department",
    "/practices/",
    "/practices/?goal=3&outcome=did_not",
    "/practices/?q=findesikke",
    "/practices/1/",
    "/workshops/",
    "/workshops/?state=closed&goal=3",
    "/workshops/1/",
    "/workshops/1/photos/",
    "/synthesis/",
    "/synthesis/?goal=17",
    "/notes/",
    "/notes/?q=trivsel",
    "/notes/?q=findesikke",
    "/questions/",
    "/questions/1/",
    "/actions/",
    "/workshops/1/actions/",
    "/workshops/1/minutes/",
    "/minutes/findes-ikke/",
    "/partnerships/",
    "/partnerships/1/",
    "/organisations/",
    "/organisations/13/",
    "/networks/",
    "/join/",
    "/about/",
    "/about/parts/",
    "/was",
    "/privacy/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/findes-ikke/",
]
HOUSE_PAGES = [
    "/",
    "/practices/",
    "/practices/new/",
    "/workshops/",
    "/workshops/new/",
    "/workshops/1/",
    "/workshops/2/",
    "/workshops/2/edit/",
    "/workshops/2/print/",
    "/workshops/2/photos/",
    "/workshops/2/import/",
    "/workshops/1/actions/",
    "/workshops/1/actions/1/edit/",
    "/workshops/2/actions/",
    "/workshops/2/minutes/",
    "/synthesis/",
    "/notes/?quadrant=question",
    "/partnerships/new/",
    "/partnerships/1/edit/",
    "/organisations/new/",
    "/briefs/",
    "/briefs/new/",
    "/questions/1/",
    "/accounts/",
    "/accounts/members/",
]
ENGLISH = "/en"


def walk(page, paths, prefix, no_violations, fits):
    for path in paths:
        page.set_viewport_size({"width": 1280, "height": 900})
        answer = page.goto(prefix + path)
        assert answer.status == (404 if "findes-ikke" in path else 200), path
        no_violations(page)
        assert page.locator("h1").count() == 1, f"{path} has not one h1"
        page.set_viewport_size({"width": 320, "height": 700})
        fits(page)


@pytest.mark.parametrize("prefix", ["", ENGLISH], ids=["danish", "english"])
def test_open_pages_are_accessible_and_fit_a_small_phone(visit, no_violations, fits, prefix):
    walk(visit(), OPEN_PAGES, prefix, no_violations, fits)


@pytest.mark.parametrize("prefix", ["", ENGLISH], ids=["danish", "english"])
def test_pages_of_the_house_are_accessible_and_fit(visit, no_violations, fits, prefix):
    page = visit(who="coordinator@example.org")
    own = Practice.objects.filter(municipality="9901").first()

    walk(page, [*HOUSE_PAGES, f"/practices/{own.pk}/edit/"], prefix, no_violations, fits)


@pytest.mark.parametrize("colours", ["dark", "forced"])
def test_the_same_holds_in_the_dark_and_in_forced_colours(visit, no_violations, fits, colours):
    options = {"color_scheme": "dark"} if colours == "dark" else {"forced_colors": "active"}
    page = visit(**options)

    walk(page, OPEN_PAGES[:12], "", no_violations, fits)


def test_an_error_shown_is_accessible_and_takes_focus(visit, no_violations):
    page = visit("/practices/new/", who="staff@example.org")

    page.get_by_role("button", name="Gem kladde").click()

    assert page.title().startswith("Fejl:")
    assert page.evaluate("document.activeElement.className").startswith("errsum")
    no_violations(page)


def test_the_first_page_asks_no_other_host_and_little_of_its_own(visit):
    page = visit("/about/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto("/")
    page.wait_for_load_state("networkidle")

    # The icon of the page before may still be on its way.
    assert len(set(asked)) <= 6, asked


def test_the_whole_menu_is_reached_by_keyboard_on_a_phone(visit):
    page = visit("/", width=320)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    summary = page.locator("details.menu > summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/goals/")
