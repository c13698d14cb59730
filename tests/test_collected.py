"""Our scripts as they are collected and sent: short, and the same program.

That they still work is seen by the browser tests with a server of their own (`browser/server.py`).
"""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.urls import reverse

from sdg_platform.collected import CollectedFiles, shortened
from tests.factories import WorkshopFactory, member

MOST_ON_A_BOARD = 12_000


def scripts_on(page):
    """The names of our own scripts that the page loads; what others bring lies elsewhere."""
    return re.findall(r'<script src="/static/(js/[a-z]+\.js)"', page.content.decode())


def weight(name):
    script = Path(finders.find(name)).read_text("utf-8")
    return len(brotli.compress(shortened(script).encode()))


@pytest.mark.django_db
def test_a_facilitators_board_sends_at_most_twelve_kilobytes_of_scripts(client):
    client.force_login(member("facilitator"))
    board = WorkshopFactory(state="open")

    found = scripts_on(client.get(reverse("workshops:workshop_detail", args=[board.pk])))

    assert {"js/look.js", "js/live.js", "js/outbox.js", "js/gather.js"} <= set(found)
    assert sum(weight(name) for name in found) <= MOST_ON_A_BOARD


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("js/tavle.js", b"const a=`x  //y`;"),
        ("js/ikon.svg", b"// Hvorfor.\nconst a = `x  //y`;\n"),
        ("django_htmx/htmx-2.min.js", b"// Hvorfor.\nconst a = `x  //y`;\n"),
    ],
)
def test_only_our_own_scripts_lose_their_comments(tmp_path, name, kept):
    files = CollectedFiles(location=tmp_path, base_url="/static/")

    files.save(name, ContentFile(b"// Hvorfor.\nconst a = `x  //y`;\n"))

    assert (tmp_path / name).read_bytes() == kept
