"""The hour of a workshop as a room lives it: five people, five ways to take part, one board."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PICTURES
from tests.browser.test_board import FACILITATOR

SOON = 45_000
# What a screen reader would say: every word that comes to a live region.
LISTEN = """
window.said = [];
new MutationObserver((changes) => {
  for (const { target } of changes) {
    const one = target.closest ? target : target.parentElement;
    const place = one && one.closest("[role=status], [role=alert]");
    const words = place && place.textContent.trim();
    if (words && words !== window.said.at(-1)) window.said.push(words);
  }
}).observe(document, { subtree: true, childList: true, characterData: true });
"""


@pytest.fixture
def demo(server):
    return server.url


@pytest.fixture
def snap():
    """Keep a picture of each step to be looked at, where PICTURES asks for them."""
    folder = PICTURES / "hour"
    taken = []

    def take(name, **pages):
        if not os.environ.get("PICTURES"):
            return
        folder.mkdir(parents=True, exist_ok=True)
        taken.append(name)
        for who, page in pages.items():
            page.screenshot(
                path=folder / f"{len(taken):02}-{name}-{who}.png", full_page=True, caret="initial"
            )

    return take


def go_on(host, to):
    host.get_by_role("button", name=f"Videre til {to}", exact=True).click()
    expect(host.locator(".phases [aria-current=step]")).to_contain_text(to, timeout=SOON)


def has(page, text, where=""):
    found = page.locator(f"{where} [data-reflection]:visible", has_text=text)
    expect(found).to_have_count(1, timeout=SOON)
    return found


def said(page, words):
    """Wait until the words were announced."""
    for _ in range(450):
        if any(words in one for one in page.evaluate("window.said")):
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate("window.said"))


def test_an_hour_with_a_room_of_five(visit, snap, fits):
    host = visit("/workshops/new/", who=FACILITATOR, height=800)
    host.get_by_label("Hvad hedder workshoppen?").fill("Netværksmøde om sundhed")
    host.get_by_text("Mens I er samlet").click()
    host.get_by_label("Skjul noterne, til I viser dem").check()
    snap("opret", host=host)
    host.get_by_role("button", name="Opret workshoppen").click()
    snap("kladde", host=host)
    host.get_by_role("button", name="Åbn workshoppen").click()
    code = host.locator("[data-code]").get_attribute("data-code")
    board = host.url.split("#")[0]
    host.goto(f"{board}print/")
    snap("print", host=host)
    host.goto(board)
    snap("aaben", host=host)
    wall = visit("/", who=FACILITATOR, height=800)
    wall.goto(f"{board}screen/")

    def joined(**options):
        page = visit("/join/", width=360, height=740, **options)
        page.get_by_label("Kode").fill(f"{code[:4].lower()} {code[4:]}")
        page.get_by_role("button", name="Find workshoppen").click()
        page.get_by_role("button", name="Gå med").click()
        page.get_by_role("button", name="Gem note").wait_for()
        return page

    phone, far, plain = joined(), joined(), joined(scripts=False)
    heard = joined()
    heard.add_init_script(LISTEN)
    heard.reload()
    snap("med", host=host, phone=phone, plain=plain, wall=wall)

    # 0.10 Everybody writes for themselves.
    host.get_by_role("button", name="Sæt uret i gang").click()
    phone.get_by_role("textbox", name="Din note").fill("Konkrete eksempler fungerer")
    phone.get_by_role("button", name="Gem note").click()
    far.context.set_offline(True)
    for text in ("Fælles sprog på tværs", "% Når det bliver pseudo"):
        far.locator("#note").fill(text)
        far.locator("#note").press("Enter")
    expect(far.locator(".outbox")).to_contain_text("2 noter venter", timeout=SOON)
    plain.locator("label.qpick.q-question").click()
    plain.get_by_label("Din note").fill("Hvem ejer planen?")
    plain.get_by_role("button", name="Gem note").click()
    heard.get_by_role("textbox", name="Din note").fill("-> Inviter kulturforvaltningen med")
    heard.get_by_role("button", name="Gem note").click()
    has(heard, "Inviter kulturforvaltningen med", "#own")
    said(heard, "Gemt kl. ")
    snap("skriv", host=host, phone=phone, far=far, plain=plain, wall=wall)
    assert host.get_by_text("Konkrete eksempler fungerer").count() == 0
    far.context.set_offline(False)
    expect(far.locator(".outbox, [data-waiting]")).to_have_count(0, timeout=SOON)
    phone.get_by_role("button", name="Jeg er færdig").click()
    expect(host.locator("#board-now")).to_contain_text("1 af 4 er færdige", timeout=SOON)
    expect(host.locator(".join__n")).to_have_text("4 er med", timeout=SOON)
    snap("faerdig", host=host, phone=phone, far=far)

    # 0.20 Uncovered, read, gathered.
    go_on(host, "Vis")
    for text in ("Konkrete eksempler", "Fælles sprog", "pseudo", "Hvem ejer planen?"):
        has(host, text)
        has(heard, text)
    said(heard, "Læs hinandens noter i ro.")
    said(heard, "nye noter fra de andre.")
    plain.get_by_role("link", name="Hent siden igen").click()
    has(plain, "Fælles sprog")
    snap("vis", host=host, phone=phone, plain=plain, wall=wall)
    go_on(host, "Saml")
    for text in ("Konkrete eksempler", "Fælles sprog"):
        has(host, text).get_by_role("checkbox").check()
    snap("vaelg", host=host)
    host.get_by_role("button", name="Saml", exact=True).click()
    for page in (host, phone):
        expect(page.get_by_text("Samlet af 2")).to_be_visible(timeout=SOON)
    expect(far.get_by_text("Samlet med andre")).to_be_visible(timeout=SOON)
    snap("saml", host=host, phone=phone)

    # 0.30 What it is about, and what matters most.
    go_on(host, "Mærk")
    has(host, "Inviter kulturforvaltningen").get_by_role("button", name="17 Partnerskaber").click()
    expect(host.locator(".tag .goal-17")).to_have_count(1, timeout=SOON)
    snap("maerk", host=host, phone=phone)
    go_on(host, "Stem")
    vote = phone.locator("[data-reflection]", has_text="Hvem ejer planen?")
    vote.get_by_role("button", name="Sæt prik").click()
    expect(phone.locator("#dots")).to_contain_text("2 prikker tilbage", timeout=SOON)
    plain.get_by_role("link", name="Hent siden igen").click()
    plain.locator("[data-reflection]", has_text="pseudo").get_by_role(
        "button", name="Sæt prik"
    ).click()
    expect(plain.locator("#dots")).to_contain_text("2 prikker tilbage")
    snap("stem", host=host, phone=phone, plain=plain, wall=wall)
    go_on(host, "Tal sammen")
    expect(phone.locator("#most-dots")).to_contain_text("Hvem ejer planen?", timeout=SOON)
    expect(wall.locator("[data-field=dots]")).to_contain_text("Hvem ejer planen?", timeout=SOON)
    snap("tal", host=host, phone=phone, plain=plain, wall=wall)

    for page in (phone, far, heard):
        expect(page.locator("#said, #board-status")).to_have_text(["", ""])

    # 0.50 Who does what.
    go_on(host, "Tag med")
    note = has(host, "Inviter kulturforvaltningen")
    note.locator("summary").click()
    snap("tag-med", host=host, phone=phone)
    note.get_by_role("link", name="Lav til tiltag").click()
    host.get_by_label("Hvem tager den?").fill("Kulturkonsulenten")
    snap("tiltag", host=host)
    host.locator("main form button.btn--main").first.click()
    snap("tiltag-gemt", host=host)
    host.goto(board)
    go_on(host, "Læs op")
    snap("laes-op", host=host, phone=phone, wall=wall)
    phone.get_by_role("textbox", name="Din note").fill("Nåede lige")
    host.get_by_role("button", name="Videre til Luk").click()
    expect(host.locator("#board-now")).to_contain_text("Workshoppen er lukket", timeout=SOON)
    expect(phone.locator(".refused textarea")).to_have_value("Nåede lige", timeout=SOON)
    phone.get_by_role("button", name="Læg den i bakken").click()
    expect(phone.locator("#own-tray")).to_contain_text("Nåede lige", timeout=SOON)
    said(heard, "Workshoppen er lukket")
    host.reload()
    tray = host.locator("#tray")
    expect(tray).to_contain_text("Nåede lige", timeout=SOON)
    snap("lukket", host=host, phone=phone, wall=wall)
    tray.get_by_role("button", name="Tag med").click()
    has(phone, "Nåede lige", "#own")
    expect(phone.locator("#own-tray")).to_be_hidden()
    reader = visit(host.get_by_role("link", name="Åbn referatet").get_attribute("href"), width=360)
    expect(reader.locator("main")).to_contain_text("Kulturkonsulenten")
    snap("referat", reader=reader)
    for page in (host, phone, far, heard, wall, reader):
        fits(page)
