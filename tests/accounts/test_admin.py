"""Django's own administration: one superuser, our login, no inline script."""

import re

import pytest
from django.test import Client

from tests.factories import MembershipFactory, UserFactory, member

pytestmark = pytest.mark.django_db


def test_it_is_entered_through_our_login(client):
    assert client.get("/admin/").url.startswith("/admin/login/")
    assert client.get("/admin/login/").url.startswith("/accounts/login/")


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_a_role_in_a_municipality_is_no_way_in(client, role):
    client.force_login(member(role))
    assert client.get("/admin/", follow=True).status_code == 403


def test_the_superuser_sees_accounts_without_inline_scripts(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    MembershipFactory()
    for path in (
        "",
        "accounts/user/",
        "accounts/membership/",
        "accounts/municipality/0101/change/",
    ):
        answer = client.get(f"/admin/{path}")
        assert answer.status_code == 200
        scripts = re.findall(r"<script[^>]*>", answer.content.decode())
        assert all("src=" in it or 'type="application/json"' in it for it in scripts)


def test_closing_an_account_there_ends_its_sessions_too(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    person, browser = member(), Client()
    browser.force_login(person)
    data = {"email": person.email, "name": "x", "language": "da"}
    client.post(f"/admin/accounts/user/{person.pk}/change/", data)
    assert browser.get("/accounts/").status_code == 302
    assert person.roles_by_municipality() == {}
