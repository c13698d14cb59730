"""The pictures in the manuals and the README: taken anew by `make pictures`.

An ordinary run takes them too, into a scratch folder, so that a picture that can no longer be
taken fails the suite on the day the page changes.
"""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def picture(tmp_path):
    folder = ROOT / "docs" / "pictures" if os.environ.get("PICTURES") else tmp_path

    def take(page, name, *, height=800):
        folder.mkdir(exist_ok=True)
        assert page.locator("h1").inner_text() != "Den side findes ikke"
        page.set_viewport_size({"width": 1280, "height": height})
        page.screenshot(path=folder / f"{name}.png")
        assert (folder / f"{name}.png").stat().st_size > 10_000

    return take


def test_pictures_for_the_readme_and_the_coordinator(visit, picture):
    page = visit("/")
    picture(page, "start", height=1000)
    page.goto("/goals/3/")
    picture(page, "maal-3", height=1000)
    page.goto("/practices/?outcome=did_not&outcome=partly")
    picture(page, "praksisser", height=900)
    page.goto("/matrix/")
    picture(page, "overblik", height=900)


def test_pictures_of_the_board_and_the_import(visit, picture):
    page = visit("/workshops/", who="facilitator@example.org")
    page.get_by_role("link", name="Netværksmøde: Hvordan gjorde I?").first.click()
    page.locator("[data-board]").wait_for()
    picture(page, "tavle", height=900)
    page.goto("/workshops/")
    page.get_by_role("link", name="Sammen om maden").first.click()
    page.get_by_role("link", name="Indsæt noter").first.click()
    page.locator("textarea").first.fill(
        "Opsamling fra netværksmødet\n\n"
        "+ Det virker\n- Fælles sprog på tværs\n- At vi mødes – ikke kun mail\n\n"
        "? Undrer os\n- Hvem ejer handleplanen -> økonomi eller sundhed?\n\n"
        "÷ Virker ikke\n- for mange møder\n- ingen tid mellem møderne\n\n"
        "=> Tager med\n- invitere Teknik & Miljø\n\n"
        "Eventuelt\n50 % af deltagerne ønsker en dag mere\n"
    )
    page.get_by_role("button", name="Se, hvor linjerne lander").click()
    page.get_by_role("heading", name="Se efter, før vi gemmer").wait_for()
    picture(page, "import", height=1000)


def test_picture_of_a_brief(visit, picture):
    page = visit("/briefs/", who="coordinator@example.org")
    page.get_by_role("link", name="Sundhed på tværs: det har vi lært").first.click()
    page.locator(".sheet").first.wait_for()
    picture(page, "brief", height=1000)
