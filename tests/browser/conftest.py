"""The system's Chromium against a live server; skipped, with a reason, where there is none."""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import sync_playwright

from tests.browser.server import Server
from tests.reference_rows import load_reference_rows

# Playwright runs an event loop in this thread, and Django would refuse its own database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = next(
    filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "demo-verdensmaal"
PICTURES = Path(__file__).resolve().parents[2] / "var" / "pictures"


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium found on this machine"))


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def demo(django_db_reset_sequences, live_server):
    """The example data behind a live server; the value is its address."""
    from django.conf import settings

    settings.DEBUG = True
    call_command("migrate", verbosity=0)
    load_reference_rows()
    call_command("load_demo", verbosity=0)
    settings.DEBUG = False
    return live_server.url


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The real server with the example data, which is filled once; a test may kill it."""
    server = Server(tmp_path_factory.mktemp("server"))
    server.fill()
    server.start()
    yield server
    server.kill()


@pytest.fixture
def visit(chromium, demo):
    """Open a page as somebody: `visit("/goals/3/", who="staff@example.org", width=320)`."""
    contexts = []
    problems = []

    def open_page(path="/", *, who=None, width=1280, height=900, scripts=True, **options):
        context = chromium.new_context(
            base_url=demo,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="da-DK",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda message: (
                problems.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                problems.append(f"outside host: {request.url}")
                if not request.url.startswith((demo, "data:", "blob:"))
                else None
            ),
        )
        if who:
            page.goto("/accounts/login/")
            page.get_by_label("E-mail").fill(who)
            page.locator("[name=password]").fill(PASSWORD)
            page.locator(
                "main form button[type=submit], main form button:not([type])"
            ).first.click()
            page.wait_for_url(lambda url: "/login/" not in url)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def no_violations():
    """Assert that axe finds nothing on the page as it stands."""

    def check(page):
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    return check


@pytest.fixture
def fits():
    """Assert that the page never scrolls sideways."""

    def check(page):
        wide, window = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= window, f"{page.url} is {wide - window} px too wide"

    return check
