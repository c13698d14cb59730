"""Coming in and going out. ASVS 5.0: 6.3 (login), 6.4 (reset), 7.4 (ending sessions)."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory, member

pytestmark = pytest.mark.django_db

LIMITS = {"login_failed": "10/m/ip,5/300s/key"}


@pytest.fixture
def limited(settings):
    """Limits as they are outside DEBUG, counted in the database."""
    settings.ACCOUNT_RATE_LIMITS = LIMITS
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_rows",
        }
    }


def log_in(client, email, password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": email, "password": password, **extra})


def test_a_member_logs_in_with_email_and_password(client):
    member(email="staff@example.org")
    assert log_in(client, "staff@example.org").url == "/"
    assert client.get("/accounts/").status_code == 200


def test_a_mail_address_may_be_typed_in_capitals(client):
    member(email="staff@example.org")
    assert log_in(client, "Staff@Example.ORG").status_code == 302


def test_login_goes_to_the_page_that_was_asked_for(client):
    member(email="staff@example.org")
    answer = client.get("/accounts/members/")
    assert answer.url == "/accounts/login/?next=/accounts/members/"
    assert (
        log_in(client, "staff@example.org", next="/accounts/members/").url == "/accounts/members/"
    )


def test_login_never_leads_to_another_host(client):
    member(email="staff@example.org")
    assert log_in(client, "staff@example.org", next="https://evil.example/").url == "/"


def test_somebody_who_chose_english_lands_on_the_english_front_page(client):
    member(email="staff@example.org", language="en")
    assert log_in(client, "staff@example.org").url == "/en/"


def test_the_page_is_danish_and_has_the_two_fields(client):
    page = client.get("/accounts/login/").content.decode()
    assert "Log ind – Verdensmål i praksis" in page
    assert 'name="login"' in page
    assert 'name="password"' in page
    assert 'name="remember"' not in page


def without_token(answer):
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", answer.content.decode())


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    member(email="staff@example.org")
    known = log_in(client, "staff@example.org", "forkert-adgangskode")
    unknown = log_in(client, "ukendt@example.org", "forkert-adgangskode")
    assert known.status_code == unknown.status_code
    assert "E-mail og adgangskode passer ikke sammen. Prøv igen." in known.content.decode()
    assert without_token(known).replace("staff@", "ukendt@") == without_token(unknown)


def test_an_unknown_address_takes_a_password_hash_too(client, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *a, **k: hashed.append(1) or encode(*a, **k)
    )
    log_in(client, "ukendt@example.org", "forkert-adgangskode")
    assert len(hashed) == 1


def test_a_broken_address_is_an_error_in_the_form(client):
    page = log_in(client, "ikke en adresse").content.decode()
    assert "Fejl:" in page
    assert 'aria-invalid="true"' in page


def test_a_closed_account_does_not_get_in(client):
    person = member(email="staff@example.org")
    person.close()
    log_in(client, "staff@example.org")
    assert client.get("/accounts/").status_code == 302


@pytest.mark.usefixtures("limited")
def test_the_sixth_wrong_password_for_one_address_waits(client):
    member(email="staff@example.org")
    answers = [log_in(client, "staff@example.org", f"gaet-nummer-{n}") for n in range(6)]
    assert [it.status_code for it in answers] == [200] * 5 + [429]
    assert answers[-1]["Retry-After"] == "300"
    assert "Vent lidt" in answers[-1].content.decode()


@pytest.mark.usefixtures("limited")
def test_right_passwords_are_never_counted(client):
    member(email="staff@example.org")
    for _ in range(8):
        assert log_in(client, "staff@example.org").status_code == 302
        client.post("/accounts/logout/")


def test_demo_users_have_no_limit_under_debug(client):
    member(email="staff@example.org")
    for n in range(12):
        assert log_in(client, "staff@example.org", f"gaet-nummer-{n}").status_code == 200


def test_logging_out_takes_a_post(client):
    client.force_login(member())
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/accounts/").status_code == 200
    assert client.post("/accounts/logout/").url == "/"
    assert client.get("/accounts/").status_code == 302


def test_signup_says_that_one_is_invited(client):
    page = client.get("/accounts/signup/").content.decode()
    assert "Man bliver inviteret" in page


def test_nobody_signs_up_by_posting(client, django_user_model):
    client.post(
        "/accounts/signup/",
        {"email": "ny@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not django_user_model.objects.filter(email="ny@example.org").exists()


# --- Forgotten passwords -----------------------------------------------------------------


def ask_for_reset(client, email):
    return client.post("/accounts/password/reset/", {"email": email})


def link_in(message):
    return re.search(r"https?://[^/]+(/\S+)", message.body)[1]


def test_a_forgotten_password_is_replaced_through_the_mail(client):
    member(email="staff@example.org")
    ask_for_reset(client, "staff@example.org")
    assert mail.outbox[0].subject == "Vælg en ny adgangskode"
    page = client.get(link_in(mail.outbox[0]), follow=True)
    assert "Vælg en ny adgangskode" in page.content.decode()
    new = "en ny lang adgangskode"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert log_in(client, "staff@example.org", new).status_code == 302


def test_a_reset_link_works_once(client):
    member(email="staff@example.org")
    ask_for_reset(client, "staff@example.org")
    link = link_in(mail.outbox[0])
    page = client.get(link, follow=True)
    new = "en ny lang adgangskode"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert "Linket virker ikke længere" in client.get(link, follow=True).content.decode()


def test_a_known_and_an_unknown_address_get_the_same_answer_and_both_a_mail(client):
    member(email="staff@example.org")
    known = ask_for_reset(client, "staff@example.org")
    unknown = ask_for_reset(client, "ukendt@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [it.to for it in mail.outbox] == [["staff@example.org"], ["ukendt@example.org"]]
    assert mail.outbox[1].subject == "Der er ingen konto med denne e-mail"


def test_without_a_mail_server_the_answer_is_the_same(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    member(email="staff@example.org")
    assert ask_for_reset(client, "staff@example.org").url == "/accounts/password/reset/done/"


def test_a_short_password_is_refused(client):
    member(email="staff@example.org")
    ask_for_reset(client, "staff@example.org")
    page = client.get(link_in(mail.outbox[0]), follow=True)
    answer = client.post(page.request["PATH_INFO"], {"password1": "kort", "password2": "kort"})
    assert "field--error" in answer.content.decode()
    assert log_in(client, "staff@example.org").status_code == 302


# --- Changing the password ---------------------------------------------------------------


def change(client, old, new):
    return client.post(
        "/accounts/password/change/",
        {"oldpassword": old, "password1": new, "password2": new},
    )


def test_a_member_changes_the_password_and_gets_a_letter(client):
    person = member(email="staff@example.org")
    client.force_login(person)
    assert change(client, PASSWORD, "en ny lang adgangskode").status_code == 302
    person.refresh_from_db()
    assert person.check_password("en ny lang adgangskode")
    assert mail.outbox[0].subject == "Din adgangskode er skiftet"


def test_changing_the_password_ends_the_other_sessions(client):
    from django.test import Client

    person, elsewhere = member(), Client()
    client.force_login(person)
    elsewhere.force_login(person)
    change(client, PASSWORD, "en ny lang adgangskode")
    assert client.get("/accounts/").status_code == 200
    assert elsewhere.get("/accounts/").status_code == 302


def test_the_old_password_must_be_right(client):
    person = member()
    client.force_login(person)
    change(client, "forkert-adgangskode", "en ny lang adgangskode")
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize("name", ["account_email", "account_confirm_email"])
def test_addresses_cannot_be_added_or_changed(name):
    from django.urls import NoReverseMatch

    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    [
        "login/",
        "signup/",
        "inactive/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/done/",
        "3rdparty/login/cancelled/",
        "3rdparty/login/error/",
    ],
)
def test_every_open_page_stands_in_our_own_look(client, prefix, path):
    answer = client.get(f"{prefix}/accounts/{path}")
    assert answer.status_code == (401 if path.endswith("error/") else 200)
    assert b"css/look.css" in answer.content


@pytest.mark.parametrize(
    "path", ["", "logout/", "password/change/", "2fa/", "2fa/webauthn/", "3rdparty/"]
)
def test_every_page_about_oneself_stands_in_our_own_look(client, path):
    client.force_login(UserFactory())
    answer = client.get(f"/accounts/{path}", follow=True)
    assert answer.status_code == 200
    assert b"css/look.css" in answer.content
