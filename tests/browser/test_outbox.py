"""A note is never lost: cut lines, a sick server, old cookies, closed boards, two tabs."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from tests.factories import WorkshopFactory, member
from tests.reference_rows import load_reference_rows
from workshops.models import Reflection

SOON = 20_000


@pytest.fixture
def demo(transactional_db, live_server):
    """Instead of all example data: nothing but what each test makes."""
    load_reference_rows()
    return live_server.url


@pytest.fixture
def board(demo):
    return WorkshopFactory(title="Netværksmøde om sundhed", state="open")


@pytest.fixture
def guest(visit, board):
    """A phone that takes part."""

    def joined(**options):
        page = visit(f"/j/{board.token}/", width=360, height=740, **options)
        page.get_by_role("button", name="Gå med").click()
        page.get_by_role("button", name="Gem note").wait_for()
        return page

    return joined


@pytest.fixture
def host(visit, board, demo):
    """A facilitator's browser on the board."""

    def opened(**options):
        page = visit("/health/", **options)
        log_in(page, demo)
        page.goto(f"/workshops/{board.pk}/")
        return page

    return opened


def log_in(page, demo):
    browser = Client()
    browser.force_login(member("facilitator"))
    [session] = [cookie for name, cookie in browser.cookies.items() if "session" in name]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": demo}])


def write(page, text, box="#note"):
    page.locator(box).fill(text)
    page.locator(box).press("Enter")


def stored(page, text, where="#own"):
    note = page.locator(f"{where} [data-reflection]", has_text=text)
    expect(note).to_have_count(1, timeout=SOON)
    return note


def texts():
    return list(Reflection.objects.order_by("seq").values_list("text", flat=True))


def test_what_was_written_without_a_connection_arrives_once_and_in_order(guest, no_violations):
    phone = guest()
    written = ["Konkrete eksempler", "Fælles sprog", "Skemaet med de 6 P'er"]
    phone.context.set_offline(True)
    for text in written:
        write(phone, text)
        expect(phone.locator("#note")).to_have_value("")
        expect(phone.locator("#note")).to_be_focused()

    expect(phone.locator(".outbox")).to_contain_text("Ikke sendt – 3 noter venter")
    expect(phone.locator("[data-waiting]")).to_have_count(3)
    no_violations(phone)
    phone.context.set_offline(False)

    stored(phone, written[2])
    expect(phone.locator(".outbox, [data-waiting]")).to_have_count(0)
    expect(phone.locator("#board-status")).to_contain_text("Gemt kl. ")
    expect(phone.locator("#count-own")).to_have_text("3")
    assert texts() == written


def test_a_sick_server_is_asked_again_and_stores_a_note_once(guest):
    phone = guest()
    answers = ["503", "slow", "lost"]

    def sick(route):
        answer = answers.pop(0) if answers else "well"
        if answer == "503":
            route.fulfill(status=503, body="Vi er her igen om lidt")
        elif answer == "slow":
            route.fulfill(status=429, headers={"Retry-After": "1"}, body="Det gik lidt stærkt")
        elif answer == "lost":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    phone.route("**/reflections/", sick)
    write(phone, "Hvem ejer planen?")

    expect(phone.locator(".outbox")).to_contain_text("Ikke sendt – 1 note venter")
    stored(phone, "Hvem ejer planen?")
    expect(phone.locator(".outbox")).to_have_count(0)
    assert answers == []
    assert texts() == ["Hvem ejer planen?"]


def test_what_waits_and_what_is_half_written_survives_a_reload_and_a_second_tab(guest):
    phone = guest()
    phone.context.route("**/reflections/", lambda route: route.abort())
    write(phone, "Silobrydning")
    phone.locator("#note").fill("Halvt færdig")
    expect(phone.locator("[data-waiting]")).to_contain_text("Silobrydning")

    phone.reload()
    expect(phone.locator("#note")).to_have_value("Halvt færdig")
    expect(phone.locator("[data-waiting]")).to_contain_text("Silobrydning")
    other = phone.context.new_page()
    other.goto(phone.url)
    expect(other.locator("[data-waiting]")).to_contain_text("Silobrydning")

    phone.context.unroute("**/reflections/")
    phone.reload()
    for tab in (phone, other):
        stored(tab, "Silobrydning")
        expect(tab.locator("[data-waiting]")).to_have_count(0, timeout=SOON)
    assert texts() == ["Silobrydning"]


def test_a_tab_that_sends_leaves_what_is_half_written_in_another(guest):
    phone = guest()
    other = phone.context.new_page()
    other.goto(phone.url)
    phone.locator("#note").fill("Halvskrevet her")
    write(other, "Sendt derfra")
    stored(other, "Sendt derfra")

    phone.reload()

    expect(phone.locator("#note")).to_have_value("Halvskrevet her")


def test_far_too_long_a_text_is_refused_and_keeps_no_other_waiting(guest):
    phone = guest()
    write(phone, "Et langt afsnit om kystvejen. " * 3_000)
    write(phone, "Kort og godt")

    stored(phone, "Kort og godt")
    refused = phone.locator("[data-refused]")
    expect(refused.locator(".error")).to_contain_text("2.000", timeout=SOON)
    assert len(refused.locator("textarea").input_value()) > 80_000
    assert texts() == ["Kort og godt"]


def test_a_note_that_the_server_chokes_on_lets_the_next_one_pass(guest):
    phone = guest()

    def choke(route):
        is_bad = "Kvaler" in (route.request.post_data or "")
        route.fulfill(status=500, body="") if is_bad else route.continue_()

    phone.context.route("**/reflections/", choke)
    write(phone, "Kvaler")
    write(phone, "Går igennem")

    stored(phone, "Går igennem")
    expect(phone.locator("[data-waiting]")).to_contain_text("Kvaler")
    phone.context.unroute("**/reflections/")
    stored(phone, "Kvaler")


def test_an_edit_without_a_connection_stays_in_its_box(guest):
    phone = guest()
    write(phone, "Silobrydning")
    note = stored(phone, "Silobrydning")
    note.get_by_role("link", name="Ret").click()
    box = phone.locator("main textarea[name=text]")
    box.fill("Silobrydning tager tid")
    phone.context.set_offline(True)

    phone.get_by_role("button", name="Gem").click()

    expect(phone.locator("#said")).to_contain_text("Ingen forbindelse")
    expect(box).to_have_value("Silobrydning tager tid")
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Gem").click()
    stored(phone, "Silobrydning tager tid")


def test_an_old_token_and_an_ended_session_lose_nothing(host, demo):
    page = host()
    page.context.clear_cookies(name="csrftoken")
    write(page, "Efter en lang frokost", "#add-works")
    stored(page, "Efter en lang frokost", "#notes-works")

    Session.objects.all().delete()
    write(page, "Skrevet efter udløb", "#add-question")
    expect(page.locator(".outbox")).to_contain_text("Du er logget ud", timeout=SOON)
    expect(page.locator("[data-waiting]")).to_contain_text("Skrevet efter udløb")
    log_in(page, demo)
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    stored(page, "Skrevet efter udløb", "#notes-question")
    assert texts() == ["Efter en lang frokost", "Skrevet efter udløb"]


def test_a_browser_that_keeps_nothing_says_so_and_sends_all_the_same(guest):
    phone = guest()
    phone.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})"
    )
    phone.reload()
    expect(phone.locator("#outbox-memory")).to_be_visible()
    write(phone, "Konkrete eksempler")
    stored(phone, "Konkrete eksempler")

    phone.context.set_offline(True)
    write(phone, "Uden net")
    expect(phone.locator(".outbox")).to_contain_text("Luk ikke siden")
    phone.context.set_offline(False)
    stored(phone, "Uden net")
    assert texts() == ["Konkrete eksempler", "Uden net"]


def test_a_note_for_a_board_that_closed_meanwhile_goes_by_the_tray(
    guest, host, board, no_violations
):
    phone, page = guest(), host()
    phone.locator("label.qpick.q-does_not_work").click()
    phone.locator("#note").fill("Vi glemte de unge")
    phone.route("**/changes/**", lambda route: route.abort())
    board.close()
    phone.get_by_role("button", name="Gem note").click()
    expect(phone.locator(".refused .error")).to_contain_text("Workshoppen er lukket")
    expect(phone.locator(".refused textarea")).to_have_value("Vi glemte de unge")
    no_violations(phone)
    phone.get_by_role("button", name="Læg den i bakken").click()
    expect(phone.locator("#board-status")).to_have_text("Din note ligger i bakken.")
    expect(phone.locator(".refused")).to_have_count(0)

    tray = page.locator("#tray")
    expect(tray).to_contain_text("Vi glemte de unge", timeout=SOON)
    no_violations(page)
    tray.get_by_role("button", name="Tag med").click()
    stored(page, "Vi glemte de unge", "#notes-does_not_work")
    expect(tray).to_have_count(0)
    assert texts() == ["Vi glemte de unge"]


def test_closing_takes_the_composer_from_an_open_phone_and_keeps_what_was_being_written(
    guest, host, board, no_violations
):
    phone, other, page = guest(), guest(), host()
    phone.locator("label.qpick.q-question").click()
    phone.locator("#note").press_sequentially("Hvem spørger de un")
    other.locator("#note").focus()
    page.locator("#add-take_forward").press_sequentially("Vi spørger dem")

    board.close()
    for one in (phone, other, page):
        expect(one.locator("#board-now h2")).to_have_text("Workshoppen er lukket", timeout=SOON)
        expect(one.locator("[data-composer]")).to_have_count(0)
        no_violations(one)
    expect(other.get_by_role("link", name="Læs referatet")).to_be_focused()
    kept = phone.locator(".refused textarea")
    expect(kept).to_be_focused()
    expect(kept).to_have_value("Hvem spørger de un")
    kept.press_sequentially("ge?")
    expect(page.locator(".refused textarea")).to_have_value("Vi spørger dem")

    phone.get_by_role("button", name="Læg den i bakken").click()
    expect(phone.locator("#own-late .q-question")).to_contain_text("Hvem spørger de unge?")
    expect(page.locator("#tray")).to_contain_text("Hvem spørger de unge?", timeout=SOON)
    board.open()
    expect(other.locator("#note")).to_be_visible(timeout=SOON)


def test_a_refused_note_is_mended_where_it_stands(host, no_violations):
    page = host()
    write(page, "x" * 2001, "#add-works")
    refused = page.locator("#wrong-works .refused")
    expect(refused.locator(".error")).to_contain_text("2.000")
    no_violations(page)
    write(page, "Den næste", "#add-works")
    stored(page, "Den næste", "#notes-works")

    page.reload()
    refused.locator("textarea").fill("Kortere")
    refused.get_by_role("button", name="Send igen").click()
    stored(page, "Kortere", "#notes-works")
    expect(refused).to_have_count(0)
    assert texts() == ["Den næste", "Kortere"]


def test_the_keyboard_alone_fills_four_fields(host):
    page = host()
    page.keyboard.press("Alt+2")
    page.keyboard.type("Hvem ejer planen?")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("Og hvornår?")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+4")
    page.keyboard.type("Silobrydning")
    page.keyboard.press("Enter")
    page.keyboard.type("% Når det bliver pseudo")
    page.keyboard.press("Enter")
    page.keyboard.type("Skrevet i det forkerte felt")
    page.keyboard.press("Alt+1")
    page.keyboard.press("Enter")

    stored(page, "Skrevet i det forkerte felt", "#notes-works")
    found = Reflection.objects.order_by("seq").values_list("quadrant", "text")
    assert list(found) == [
        ("question", "Hvem ejer planen?\nOg hvornår?"),
        ("take_forward", "Silobrydning"),
        ("does_not_work", "Når det bliver pseudo"),
        ("works", "Skrevet i det forkerte felt"),
    ]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_several_lines_become_several_notes_after_a_look(host, scripts, no_violations, fits):
    page = host(scripts=scripts)
    page.locator("#add-quick").fill("- Konkrete eksempler\n\n? Hvem ejer planen?\n-> Silobrydning")
    page.locator("#composer-quick").get_by_role("button", name="Del op i noter").click()
    expect(page.get_by_text("3 linjer bliver til 3 noter.")).to_be_visible()
    assert texts() == []
    if scripts:
        no_violations(page)
    fits(page)
    page.get_by_label("Linje 3", exact=True).fill("")
    page.get_by_role("button", name="Gem noterne").click()

    stored(page, "Hvem ejer planen?", "#notes-question")
    expect(page.locator("#add-quick")).to_have_value("")
    assert texts() == ["Konkrete eksempler", "Hvem ejer planen?"]
