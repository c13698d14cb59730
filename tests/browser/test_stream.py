"""The stream itself, on the real server: what is written comes over it, and it comes back."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_board import guest, host, write
from tests.browser.test_outbox import stored
from tests.browser.test_outbox import write as jot

__all__ = ["guest", "host"]

SOON = 45_000
EVENTS = "**/events/**"
QUESTION = "SELECT text FROM workshops_reflection WHERE workshop_id = ? ORDER BY seq"


@pytest.fixture
def demo(server):
    return server.url


def ask_no_more(context):
    """Close the other way: what arrives now came over the stream."""
    context.route("**/changes/**", lambda route: route.abort())


def streams_of(page):
    """Every stream that `page` begins from now on."""
    begun = []
    page.on("request", lambda one: begun.append(one) if "/events/" in one.url else None)
    return begun


def appears(page, text, where):
    expect(page.locator(f"{where} [data-reflection]", has_text=text)).to_have_count(1, timeout=SOON)


def code_of(page):
    return page.locator("[data-code]").get_attribute("data-code")


def stored_texts(server, page):
    board = page.locator("[data-board]").get_attribute("data-board")
    return [text for (text,) in server.rows(QUESTION, board)]


def test_a_note_comes_to_the_others_by_the_stream(host, guest):
    page = host()
    phone = guest(code_of(page))
    ask_no_more(phone.context)
    with phone.expect_request(EVENTS, timeout=SOON) as begun:
        phone.reload()
    assert begun.value.resource_type == "eventsource"
    write(page, "works", "Fælles sprog")

    appears(phone, "Fælles sprog", "#notes-works")
    ask_no_more(page.context)
    jot(phone, "Konkrete eksempler")
    appears(page, "Konkrete eksempler", "#notes-works")
    expect(page.locator("#count-works")).to_have_text("2 noter")


def test_two_tabs_share_one_stream_and_the_second_takes_over(host, guest):
    page = host()
    phone = guest(code_of(page))
    ask_no_more(phone.context)
    with phone.expect_request(EVENTS, timeout=SOON):
        phone.reload()
    other = phone.context.new_page()
    begun = streams_of(other)
    other.goto(phone.url)

    write(page, "works", "Fælles sprog")
    for tab in (phone, other):
        appears(tab, "Fælles sprog", "#notes-works")
    assert begun == []
    with other.expect_request(EVENTS, timeout=SOON):
        phone.close()
    write(page, "question", "Hvem ejer planen?")
    appears(other, "Hvem ejer planen?", "#notes-question")


def test_what_was_written_offline_reaches_the_others_once_and_in_order(host, guest, server):
    page = host()
    phone = guest(code_of(page))
    written = ["Konkrete eksempler", "Fælles sprog", "Skemaet med de 6 P'er"]
    phone.context.set_offline(True)
    for text in written:
        jot(phone, text)
    expect(phone.locator(".outbox")).to_contain_text("Ikke sendt – 3 noter venter", timeout=SOON)
    write(page, "question", "Hvem ejer planen?")
    phone.context.set_offline(False)

    for text in written:
        appears(page, text, "#notes-works")
        stored(phone, text)
    appears(phone, "Hvem ejer planen?", "#notes-question")
    expect(phone.locator(".outbox, [data-waiting]")).to_have_count(0)
    expect(page.locator("#count-works")).to_have_text("3 noter")
    assert stored_texts(server, page) == ["Hvem ejer planen?", *written]


def test_a_server_that_died_is_found_again_and_nothing_is_lost(host, guest, server):
    page = host()
    phone = guest(code_of(page))
    jot(phone, "Før strømmen gik")
    appears(page, "Før strømmen gik", "#notes-works")
    server.kill()
    try:
        jot(phone, "Mens den var væk")
        expect(phone.locator(".outbox")).to_contain_text("Ikke sendt – 1 note", timeout=SOON)
    finally:
        server.start()

    for board, where in [(page, "#notes-works"), (phone, "#own")]:
        appears(board, "Mens den var væk", where)
    ask_no_more(page.context)
    jot(phone, "Da den kom igen")
    appears(page, "Da den kom igen", "#notes-works")
    expect(page.locator("#count-works")).to_have_text("3 noter")
    assert stored_texts(server, page) == ["Før strømmen gik", "Mens den var væk", "Da den kom igen"]


def test_what_is_struck_out_leaves_the_writers_own_slip_wholly(host, guest):
    page = host()
    phone = guest(code_of(page))
    jot(phone, "Kystvejen blev aldrig færdig")
    appears(page, "Kystvejen blev aldrig færdig", "#notes-works")
    key = page.locator("#notes-works [data-reflection]").get_attribute("data-reflection")

    page.goto(f"{page.url.split('#')[0]}reflections/{key}/redact/")
    page.get_by_role("button", name="Streg ud for altid").click()

    appears(phone, "[streget ud]", "#own")
    expect(phone.locator("#own .own__edit")).to_have_text("Ret [streget ud]")
    assert "Kystvejen" not in phone.content()
