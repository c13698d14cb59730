"""The municipality's own login (OIDC): proves who somebody is, and invites nobody."""

import pytest
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware

from sdg_platform.accounts.models import Invitation, User
from tests.factories import MunicipalityFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_on(settings, rf):
    """Come back from the login server as `email`; returns the answer and the request."""
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "kommune",
                    "name": "Fjordby login",
                    "client_id": "id",
                    "secret": "secret",
                    "settings": {"server_url": "https://login.example", "verified_email": True},
                }
            ]
        }
    }

    def come_back(email, name="Ny Nielsen"):
        request = rf.get("/accounts/oidc/kommune/login/callback/")
        SessionMiddleware(lambda it: None).process_request(request)
        MessageMiddleware(lambda it: None).process_request(request)
        request.user = AnonymousUser()
        with context.request_context(request):
            provider = get_adapter().get_provider(request, "kommune")
            claims = {"userinfo": {"sub": email, "email": email, "name": name}}
            login = provider.sociallogin_from_response(request, claims)
            return complete_social_login(request, login), request

    return come_back


def invited(email, code="9901", role="staff"):
    municipality = MunicipalityFactory(code=code)
    return Invitation.objects.invite(email=email, municipality=municipality, role=role)


def test_an_invited_address_gets_its_account_and_every_role_that_waits(sign_on):
    invited("ny@example.org")
    invited("ny@example.org", "9902", "facilitator")
    answer, request = sign_on("Ny@example.org")
    person = User.objects.get(email="ny@example.org")
    assert answer.status_code == 302
    assert request.user == person
    assert person.name == "Ny Nielsen"
    assert person.roles_by_municipality() == {"9901": "staff", "9902": "facilitator"}
    assert not Invitation.objects.open().exists()


def test_an_address_that_nobody_invited_stays_outside(sign_on):
    answer, request = sign_on("fremmed@example.org")
    assert not User.objects.exists()
    assert not request.user.is_authenticated
    assert "Man bliver inviteret" in answer.content.decode()


def test_a_member_logs_in_with_the_municipalitys_login(sign_on):
    person = member(email="staff@example.org")
    _, request = sign_on("staff@example.org")
    assert request.user == person
    assert SocialAccount.objects.get().user == person


def test_a_closed_account_stays_closed(sign_on):
    member(email="staff@example.org").close()
    _, request = sign_on("staff@example.org")
    assert not request.user.is_authenticated


def test_a_coordinator_who_signed_on_needs_no_second_factor_of_ours(sign_on, settings):
    from sdg_platform.accounts.middleware import actor_of, lacks_second_factor

    member("coordinator", email="mette@example.org")
    _, request = sign_on("mette@example.org")
    request.actor = actor_of(request)
    assert not lacks_second_factor(request)
    request.session.pop("account_authentication_methods")
    assert lacks_second_factor(request)


def test_the_login_page_offers_it_only_where_it_is_set_up(client, sign_on, settings):
    assert "Log ind med Fjordby login" in client.get("/accounts/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Fjordby login" not in client.get("/accounts/login/").content.decode()
