"""Cookies as a browser receives them outside DEBUG."""

import json
import os
import subprocess
import sys

import pytest

from tests.factories import WorkshopFactory

NAMES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "MESSAGE_STORAGE")


@pytest.mark.django_db
def test_each_cookie_of_a_participant_is_bound_to_the_host(client, settings):
    settings.CSRF_COOKIE_NAME = "__Host-csrftoken"
    settings.MESSAGE_STORAGE = "sdg_platform.guards.cookies.HostMessages"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    workshop = WorkshopFactory(state="open")

    client.get(f"/j/{workshop.token}/", secure=True)
    client.post(f"/j/{workshop.token}/", secure=True)

    assert {"__Host-messages", "__Host-participant"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-")
        assert cookie["secure"]
        assert cookie["path"] == "/"
        assert not cookie["domain"]
    assert "Du er med." in client.get(f"/workshops/{workshop.pk}/", secure=True).content.decode()
    assert client.cookies["__Host-messages"].value == ""


def test_outside_debug_the_names_of_all_cookies_bind_them_to_the_host():
    asked = (
        "import json; from tests import production\n"
        f"print(json.dumps([getattr(production, name) for name in {NAMES}]))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, env=os.environ
    )
    assert json.loads(answer.stdout) == [
        "__Host-sessionid",
        "__Host-csrftoken",
        "sdg_platform.guards.cookies.HostMessages",
    ]
