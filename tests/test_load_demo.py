"""The example data: complete, the same after a second time, and never outside DEBUG."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from practices.models import Practice
from sdg_platform.accounts.models import Municipality, User
from sdg_platform.taxonomy.models import Goal
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

PEOPLE = (
    "facilitator@example.org",
    "staff@example.org",
    "coordinator@example.org",
    "admin@example.org",
    "staff@nabo.example.org",
    "coordinator@nabo.example.org",
)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Load the examples once for all these tests; each of them sees them in a transaction of its own."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEBUG=True):
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, settings):
    settings.DEBUG = True


def counts():
    return {model: model.objects.count() for model in apps.get_models() if model._meta.managed}


def test_a_real_installation_gets_no_accounts_with_a_known_password(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="Set DEBUG=1"):
        call_command("load_demo", verbosity=0)

    assert not User.objects.exists()
    assert not Municipality.objects.filter(is_example=True).exists()


def test_loading_twice_adds_nothing(demo):
    before = counts()

    call_command("load_demo", verbosity=0)

    assert counts() == before


def test_goal_3_has_everything_for_a_passer_by(demo, client):
    page = client.get("/goals/3/").content.decode()

    for marker in ("data-practice", "data-reflection", "data-question", "data-partnership"):
        assert marker in page, f"{marker} is missing"


def test_an_open_workshop_of_fjordby_takes_notes_at_once(demo):
    workshop = Workshop.objects.get(state="open", municipality="9901")

    assert len(workshop.code) == 8


def test_everybody_of_the_examples_logs_in(demo, client):
    for email in PEOPLE:
        response = client.post(
            "/accounts/login/", {"login": email, "password": "demo-verdensmaal"}, follow=True
        )

        assert response.context["user"].email == email
        client.logout()


def test_each_outcome_and_each_goal_has_an_example(demo):
    published = Practice.objects.published()

    assert set(published.values_list("outcome", flat=True)) == {
        "succeeded",
        "partly",
        "did_not",
        "too_early",
    }
    assert not Goal.objects.exclude(practices__in=published).exists()
