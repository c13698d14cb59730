"""Coordinators and administrators prove who they are twice. ASVS 5.0: 6.3.3."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from tests.accounts.test_login import log_in
from tests.factories import PASSWORD, UserFactory, member

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


def code_now(secret=SECRET):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture(autouse=True)
def _forget_used_codes():
    """A code works once and the cache remembers it, by an id that the next test has again."""
    cache.clear()


@pytest.fixture
def demanded(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.usefixtures("demanded")
@pytest.mark.parametrize("role", ["coordinator", "administrator"])
@pytest.mark.parametrize("path", ["/", "/accounts/", "/accounts/members/", "/en/practices/"])
def test_who_may_publish_sets_up_a_second_factor_first(client, role, path):
    client.force_login(member(role))
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.url in {"/accounts/2fa/", "/en/accounts/2fa/"}


@pytest.mark.usefixtures("demanded")
def test_no_write_gets_through_either(client):
    client.force_login(member("coordinator"))
    answer = client.post("/accounts/members/invite/", {"email": "a@example.org", "role": "staff"})
    assert answer.url == "/accounts/2fa/"
    assert not mail.outbox


@pytest.mark.usefixtures("demanded")
def test_the_first_account_of_all_needs_one_too(client):
    client.force_login(UserFactory(is_superuser=True))
    assert client.get("/").url == "/accounts/2fa/"


@pytest.mark.usefixtures("demanded")
@pytest.mark.parametrize("role", ["facilitator", "staff"])
def test_others_go_on_without(client, role):
    client.force_login(member(role))
    assert client.get("/accounts/").status_code == 200


@pytest.mark.usefixtures("demanded")
def test_passers_by_are_not_asked_and_cost_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/accounts/signup/").status_code == 200


@pytest.mark.usefixtures("demanded")
def test_one_may_always_log_out(client):
    client.force_login(member("coordinator"))
    assert client.post("/accounts/logout/").url == "/"


@pytest.mark.usefixtures("demanded")
def test_with_an_app_the_way_is_open(client):
    person = member("coordinator")
    TOTP.activate(person, SECRET)
    client.force_login(person)
    assert client.get("/accounts/members/").status_code == 200


@pytest.mark.usefixtures("demanded")
def test_recovery_codes_alone_are_no_second_factor(client):
    person = member("coordinator")
    RecoveryCodes.activate(person)
    client.force_login(person)
    assert client.get("/accounts/").url == "/accounts/2fa/"


def test_demo_users_need_none_under_debug(client):
    client.force_login(member("coordinator"))
    assert client.get("/accounts/members/").status_code == 200


@pytest.mark.usefixtures("demanded")
def test_a_coordinator_sets_up_an_app_at_first_login(client):
    member("coordinator", email="mette@example.org")
    log_in(client, "mette@example.org")
    page = client.get("/", follow=True).content.decode()
    assert "Derfor skal du vælge et andet trin" in page
    page = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert "Sæt en app op" in page.content.decode()
    secret = page.context["form"].secret
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
    assert answer.url == "/accounts/2fa/recovery-codes/"
    answer = client.get(answer.url)
    assert "Reservekoder" in answer.content.decode()
    assert client.get("/accounts/members/").status_code == 200


def test_a_wrong_code_sets_up_nothing(client):
    member("coordinator", email="mette@example.org")
    log_in(client, "mette@example.org")
    client.get("/accounts/2fa/totp/activate/")
    answer = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert "Koden passer ikke." in answer.content.decode()


def test_login_asks_for_the_code_after_the_password(client):
    person = member("coordinator", email="mette@example.org")
    TOTP.activate(person, SECRET)
    answer = log_in(client, "mette@example.org")
    assert answer.url == "/accounts/2fa/authenticate/"
    assert "Det andet trin" in client.get(answer.url).content.decode()
    assert client.get("/accounts/").status_code == 302, "half way in is not in"
    wrong = client.post(answer.url, {"code": "000000"})
    assert "Koden passer ikke." in wrong.content.decode()
    assert client.post(answer.url, {"code": code_now()}).url == "/"
    assert client.get("/accounts/").status_code == 200


def test_a_recovery_code_works_once(client):
    person = member("coordinator", email="mette@example.org")
    TOTP.activate(person, SECRET)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    for status in (302, 200):
        answer = log_in(client, "mette@example.org")
        assert client.post(answer.url, {"code": code}).status_code == status
        client.post("/accounts/logout/")


def test_a_new_password_by_mail_does_not_go_around_the_code(client):
    from tests.accounts.test_login import ask_for_reset, link_in

    person = member("coordinator", email="mette@example.org")
    TOTP.activate(person, SECRET)
    ask_for_reset(client, "mette@example.org")
    page = client.get(link_in(mail.outbox[0]), follow=True)
    new = "en ny lang adgangskode"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert client.get("/accounts/").status_code == 302
    assert log_in(client, "mette@example.org", new).url == "/accounts/2fa/authenticate/"


def test_every_page_of_the_second_factor_is_in_our_look(client):
    person = member("coordinator", email="mette@example.org")
    log_in(client, "mette@example.org")
    for path in ("", "totp/activate/", "webauthn/", "webauthn/add/"):
        answer = client.get(f"/accounts/2fa/{path}", follow=True)
        assert answer.status_code == 200, path
        assert b"css/look.css" in answer.content
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    for path in ("", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/"):
        answer = client.get(f"/accounts/2fa/{path}", follow=True)
        assert answer.status_code == 200, path
        assert b"css/look.css" in answer.content
    codes = client.get("/accounts/2fa/recovery-codes/download/").content.decode()
    assert "Reservekoder til Verdensmål i praksis." in codes


def test_changing_the_second_factor_asks_who_it_is_after_a_while(client):
    member("coordinator", email="mette@example.org")
    with time_machine.travel(timezone.now() - timedelta(minutes=10), tick=False):
        log_in(client, "mette@example.org")
    answer = client.get("/accounts/2fa/totp/activate/")
    assert answer.url.startswith("/accounts/reauthenticate/")
    page = client.get(answer.url)
    assert "Bekræft, at det er dig" in page.content.decode()
    answer = client.post(answer.url, {"password": PASSWORD})
    assert answer.url == "/accounts/2fa/totp/activate/"


def test_no_account_page_needs_an_inline_script(client):
    """Data blocks are allowed; the browser runs none of them."""
    import re

    member("coordinator", email="mette@example.org")
    log_in(client, "mette@example.org")
    for path in ("2fa/webauthn/add/", "2fa/totp/activate/", ""):
        page = client.get(f"/accounts/{path}", follow=True).content.decode()
        tags = re.findall(r"<script[^>]*>", page)
        assert all("src=" in tag or 'type="application/json"' in tag for tag in tags)
        assert not re.search(r"\s(style|on\w+)=", page)


def test_removing_the_second_factor_sends_a_letter(client):
    person = member("staff", email="jens@example.org")
    TOTP.activate(person, SECRET)
    answer = log_in(client, "jens@example.org")
    client.post(answer.url, {"code": code_now()})
    client.post("/accounts/2fa/totp/deactivate/")
    assert mail.outbox[0].subject == "To-trins-login med app er slået fra"
    assert "Var det ikke dig?" in mail.outbox[0].body
