"""Who is with us: invite, change a role, end a membership. ASVS 5.0: 7.4, 8.2, 8.3."""

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from sdg_platform.accounts.models import Invitation, Membership, User
from tests.accounts.test_login import link_in, log_in
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory, member

pytestmark = pytest.mark.django_db

NEW = "en ny lang adgangskode"


@pytest.fixture
def coordinator(client):
    person = member("coordinator", name="Mette Holm")
    client.force_login(person)
    return person


@pytest.fixture
def administrator(client):
    person = member("administrator")
    client.force_login(person)
    return person


def invite(client, email="ny@example.org", role="staff", municipality="9901"):
    return client.post(
        "/accounts/members/invite/", {"email": email, "role": role, "municipality": municipality}
    )


def invited(role="staff", code="9901", email="ny@example.org"):
    municipality = MunicipalityFactory(code=code)
    return Invitation.objects.invite(email=email, municipality=municipality, role=role)


# --- The list ----------------------------------------------------------------------------


def test_a_coordinator_sees_the_own_colleagues_only(client, coordinator):
    member(name="Jens Sø", email="jens@example.org")
    member(code="9902", name="Ane fra Bakkeby")
    page = client.get("/accounts/members/").content.decode()
    assert "Kolleger i Fjordby Kommune" in page
    assert "Jens Sø" in page
    assert "Bakkeby" not in page


@pytest.mark.parametrize("asked", ["9902", "9999", "x' OR 1=1", ""])
def test_asking_for_another_municipality_shows_the_own(client, coordinator, asked):
    member(code="9902", name="Ane fra Bakkeby")
    answer = client.get("/accounts/members/", {"municipality": asked})
    assert "Kolleger i Fjordby Kommune" in answer.content.decode()


def test_an_administrator_may_look_at_every_municipality(client, administrator):
    member(code="9902", name="Ane fra Bakkeby")
    page = client.get("/accounts/members/", {"municipality": "9902"}).content.decode()
    assert "Ane fra Bakkeby" in page


@pytest.mark.parametrize("role", ["facilitator", "staff"])
def test_others_may_not_see_the_list(client, role):
    client.force_login(member(role))
    assert client.get("/accounts/members/").status_code == 403


def test_somebody_signed_out_is_sent_to_login(client):
    assert client.get("/accounts/members/").url.startswith("/accounts/login/")


def test_the_first_account_of_all_invites_without_a_membership(client):
    MunicipalityFactory()
    client.force_login(UserFactory(is_superuser=True))
    assert client.get("/accounts/members/").status_code == 200
    assert invite(client, role="administrator").status_code == 302
    assert Invitation.objects.get().municipality_id == "9901"


def test_the_list_takes_as_many_queries_for_thirty_as_for_one(
    client, coordinator, django_assert_max_num_queries
):
    for number in range(30):
        member(name=f"Kollega {number}")
        invited(email=f"ny{number}@example.org")
    with django_assert_max_num_queries(8):
        assert client.get("/accounts/members/").status_code == 200


# --- Inviting ----------------------------------------------------------------------------


def test_an_invitation_goes_out_by_mail_and_its_link_lets_in(client, coordinator):
    assert invite(client, "Ny@Example.org", "facilitator").status_code == 302
    letter = mail.outbox[0]
    assert letter.to == ["ny@example.org"]
    assert "Du er inviteret til Fjordby Kommune" in letter.body
    assert "Mette Holm" in letter.body
    newcomer = Client()
    page = newcomer.get(link_in(letter))
    assert "Du er inviteret til Fjordby Kommune som facilitator." in page.content.decode()
    answer = newcomer.post(
        link_in(letter), {"name": "Ny Nielsen", "password1": NEW, "password2": NEW}
    )
    assert answer.url == "/"
    assert "Ny Nielsen" in newcomer.get("/accounts/").content.decode()
    person = User.objects.get(email="ny@example.org")
    assert person.roles_by_municipality() == {"9901": "facilitator"}


def test_only_a_fingerprint_of_the_link_is_stored():
    invitation, token = invited()
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values().get())


@pytest.mark.parametrize(
    ("role", "status"), [("coordinator", 302), ("administrator", 422), ("king", 422), ("", 422)]
)
def test_a_coordinator_invites_up_to_the_own_rank(client, coordinator, role, status):
    assert invite(client, role=role).status_code == status
    assert Invitation.objects.exists() is (status == 302)


def test_a_coordinator_cannot_invite_into_another_municipality(client, coordinator):
    MunicipalityFactory(code="9902")
    invite(client, municipality="9902")
    assert not Invitation.objects.filter(municipality_id="9902").exists()


def test_an_administrator_invites_into_any_municipality(client, administrator):
    MunicipalityFactory(code="9902")
    assert invite(client, municipality="9902", role="coordinator").status_code == 302
    assert Invitation.objects.get().municipality_id == "9902"


@pytest.mark.parametrize("email", ["", "ikke en adresse", "a\x00@example.org", "a" * 300 + "@x.dk"])
def test_a_broken_address_is_said_and_kept(client, coordinator, email):
    answer = invite(client, email)
    assert answer.status_code == 422
    assert not mail.outbox
    if email == "ikke en adresse":
        assert 'value="ikke en adresse"' in answer.content.decode()


def test_somebody_who_is_a_member_already_is_not_invited(client, coordinator):
    member(email="jens@example.org")
    answer = invite(client, "jens@example.org")
    assert "Denne person er allerede med i kommunen." in answer.content.decode()


def test_an_address_known_elsewhere_is_invited_like_an_unknown_one(client, coordinator):
    member(code="9902", email="ane@example.org")
    known, unknown = invite(client, "ane@example.org"), invite(client, "ukendt@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == 2


def test_inviting_again_kills_the_first_link(client, coordinator):
    invite(client)
    invite(client)
    first, second = (link_in(letter) for letter in mail.outbox)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_when_the_mail_cannot_leave_nothing_is_stored(client, coordinator, monkeypatch):
    def refuse(*args, **kwargs):
        raise SMTPServerDisconnected("no")

    monkeypatch.setattr("sdg_platform.accounts.mail.send_mail", refuse)
    answer = invite(client)
    assert answer.status_code == 422
    assert "Mailen kunne ikke sendes lige nu." in answer.content.decode()
    assert not Invitation.objects.exists()


def test_an_invitation_is_withdrawn(client, coordinator):
    invitation, token = invited()
    assert client.post(f"/accounts/invitations/{invitation.pk}/withdraw/").status_code == 302
    assert Client().get(f"/accounts/invitation/{token}/").status_code == 404


def test_another_municipalitys_invitation_does_not_exist(client, coordinator):
    foreign, _ = invited(code="9902")
    theirs = client.post(f"/accounts/invitations/{foreign.pk}/withdraw/")
    nobodys = client.post("/accounts/invitations/99999/withdraw/")
    assert theirs.status_code == nobodys.status_code == 404
    assert Invitation.objects.filter(pk=foreign.pk).exists()


def test_a_coordinator_does_not_withdraw_an_administrators_invitation(client, coordinator):
    invitation, _ = invited(role="administrator")
    assert client.post(f"/accounts/invitations/{invitation.pk}/withdraw/").status_code == 403


# --- The link ----------------------------------------------------------------------------


def accept(client, token, **fields):
    data = {"name": "Ny Nielsen", "password1": NEW, "password2": NEW, **fields}
    return client.post(f"/accounts/invitation/{token}/", data)


def test_looking_at_the_link_does_not_use_it_up(client):
    _, token = invited()
    for _ in range(3):
        assert client.get(f"/accounts/invitation/{token}/").status_code == 200


def test_used_expired_and_made_up_links_get_the_same_sentence(client):
    _, used = invited(email="a@example.org")
    accept(Client(), used)
    with time_machine.travel(timezone.now() - timedelta(days=15), tick=False):
        _, expired = invited(email="b@example.org")
    answers = [
        client.get(f"/accounts/invitation/{token}/") for token in (used, expired, "opdigtet")
    ]
    assert {it.status_code for it in answers} == {404}
    for answer in answers:
        assert "Bed den, der inviterede dig, om at sende et nyt." in answer.content.decode()
    assert accept(client, expired).status_code == 404
    assert not User.objects.filter(email="b@example.org").exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"password1": "kort", "password2": "kort"}, "12"),
        ({"password2": "noget helt andet"}, "De to adgangskoder er ikke ens."),
        ({"password1": "", "password2": ""}, "Fejl:"),
        ({"name": "Ny\x00Nielsen"}, "Fejl:"),
        ({"name": "N" * 121}, "Fejl:"),
    ],
)
def test_a_bad_answer_keeps_the_link_alive(client, fields, sentence):
    _, token = invited()
    answer = accept(client, token, **fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not User.objects.filter(email="ny@example.org").exists()
    assert accept(client, token).status_code == 302


def test_somebody_with_an_account_logs_in_and_says_yes(client):
    person = member(code="9902", email="ane@example.org")
    _, token = invited(email="ane@example.org", role="facilitator")
    link = f"/accounts/invitation/{token}/"
    assert client.get(link).url == f"/accounts/login/?next={link}"
    assert accept(client, token).status_code == 302, "a link is no way around the password"
    assert log_in(client, "ane@example.org", next=link).url == link
    assert "Vil du være med i Fjordby Kommune?" in client.get(link).content.decode()
    client.post(link)
    assert person.roles_by_municipality() == {"9902": "staff", "9901": "facilitator"}
    assert person.check_password("demo-verdensmaal")


def test_a_link_for_somebody_else_does_nothing(client):
    outsider = member(code="9902")
    client.force_login(outsider)
    _, token = invited()
    answer = client.post(f"/accounts/invitation/{token}/")
    assert answer.status_code == 403
    assert "Invitationen er til en anden" in answer.content.decode()
    assert "ny@example.org" not in answer.content.decode()
    assert outsider.roles_by_municipality() == {"9902": "staff"}


def test_a_link_lets_only_the_quicker_of_two_in():
    invitation, _ = invited()
    rival = Invitation.objects.get(pk=invitation.pk)
    invitation.accept(UserFactory())
    with pytest.raises(Invitation.DoesNotExist):
        rival.accept(UserFactory())
    assert Membership.objects.count() == 1


# --- Changing and ending -----------------------------------------------------------------


def test_a_changed_role_ends_the_session_at_once(client, coordinator):
    person, browser = member("staff"), Client()
    browser.force_login(person)
    assert browser.get("/accounts/").status_code == 200
    client.post(f"/accounts/members/{person.memberships.get().pk}/role/", {"role": "facilitator"})
    assert person.roles_by_municipality() == {"9901": "facilitator"}
    assert browser.get("/accounts/").status_code == 302


def test_giving_the_same_role_again_throws_nobody_out(client, coordinator):
    person, browser = member("staff"), Client()
    browser.force_login(person)
    client.post(f"/accounts/members/{person.memberships.get().pk}/role/", {"role": "staff"})
    assert browser.get("/accounts/").status_code == 200


def test_an_ended_membership_ends_the_session_at_once(client, coordinator):
    person, browser = member("staff"), Client()
    browser.force_login(person)
    client.post(f"/accounts/members/{person.memberships.get().pk}/end/")
    assert person.roles_by_municipality() == {}
    assert browser.get("/accounts/").status_code == 302


def test_a_closed_account_ends_the_session_at_once_and_cannot_log_in(client, administrator):
    person, browser = member("staff", email="ud@example.org"), Client()
    browser.force_login(person)
    client.post(f"/accounts/members/{person.memberships.get().pk}/close/")
    assert browser.get("/accounts/").status_code == 302
    log_in(browser, "ud@example.org")
    assert browser.get("/accounts/").status_code == 302


def test_only_an_administrator_closes_an_account(client, coordinator):
    person = member("staff")
    assert client.post(f"/accounts/members/{person.memberships.get().pk}/close/").status_code == 403
    person.refresh_from_db()
    assert person.is_active


@pytest.mark.parametrize("verb", ["role", "end", "close"])
def test_another_municipalitys_member_does_not_exist(client, coordinator, verb):
    foreign = member(code="9902").memberships.get()
    theirs = client.post(f"/accounts/members/{foreign.pk}/{verb}/", {"role": "facilitator"})
    nobodys = client.post(f"/accounts/members/99999/{verb}/", {"role": "facilitator"})
    assert theirs.status_code == nobodys.status_code == 404
    foreign.refresh_from_db()
    assert (foreign.role, foreign.ended_at) == ("staff", None)


@pytest.mark.parametrize("verb", ["role", "end"])
def test_a_coordinator_does_not_touch_an_administrator(client, coordinator, verb):
    above = member("administrator").memberships.get()
    answer = client.post(f"/accounts/members/{above.pk}/{verb}/", {"role": "staff"})
    assert answer.status_code == 403
    above.refresh_from_db()
    assert (above.role, above.ended_at) == ("administrator", None)


@pytest.mark.parametrize("verb", ["role", "end", "close"])
def test_nobody_changes_the_own_role(client, administrator, verb):
    own = administrator.memberships.get()
    answer = client.post(f"/accounts/members/{own.pk}/{verb}/", {"role": "staff"})
    assert answer.status_code == 403
    assert administrator.roles_by_municipality() == {"9901": "administrator"}


def test_a_role_out_of_reach_or_unknown_changes_nothing(client, coordinator):
    membership = member("staff").memberships.get()
    for role in ("administrator", "king", ""):
        client.post(f"/accounts/members/{membership.pk}/role/", {"role": role})
    membership.refresh_from_db()
    assert membership.role == "staff"


def test_an_ended_membership_cannot_be_changed(client, coordinator):
    ended = MembershipFactory(over=True)
    assert client.post(f"/accounts/members/{ended.pk}/role/", {"role": "staff"}).status_code == 404


@pytest.mark.parametrize("verb", ["members/1/role/", "members/1/end/", "members/invite/"])
def test_looking_changes_nothing(client, coordinator, verb):
    assert client.get(f"/accounts/{verb}").status_code == 405


def test_a_reopened_account_has_none_of_its_old_roles(administrator):
    person = member("administrator", code="9902", email="ud@example.org", is_superuser=True)
    person.close()
    _, token = invited(email="ud@example.org")
    accept(Client(), token)
    person.refresh_from_db()
    assert person.is_active
    assert not person.is_superuser
    assert person.roles_by_municipality() == {"9901": "staff"}


def test_each_colleagues_role_has_a_label_of_its_own(client):
    client.force_login(member("coordinator"))
    for _colleague in range(3):
        member("staff")

    page = client.get("/accounts/members/").content.decode()

    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
