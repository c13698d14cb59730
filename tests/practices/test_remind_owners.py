"""The owner is asked at the review date: once, and never about what is not out."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from practices.models import Practice
from tests.factories import member, practice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = "https://sdg.example"


def due(owner=None, days=0, **row):
    one = practice(**row)
    day = timezone.localdate() - timedelta(days=days)
    Practice.objects.filter(pk=one.pk).update(review_on=day, owner=owner)
    return one


def remind(**options):
    call_command("remind_owners", verbosity=0, **options)


def test_the_owner_gets_one_letter_however_often_it_runs(mailoutbox):
    owner = member("staff", email="jonas@fjordby.example")
    one = due(owner, title="Skolehave")
    remind()
    remind()
    (letter,) = mailoutbox
    assert letter.to == ["jonas@fjordby.example"]
    assert "Skolehave" in letter.body
    assert f"https://sdg.example/practices/{one.pk}/" in letter.body


def test_the_next_review_date_brings_the_next_letter(mailoutbox):
    one = due(member("staff"), days=3)
    remind()
    Practice.objects.filter(pk=one.pk).update(review_on=timezone.localdate())
    remind()
    assert len(mailoutbox) == 2


def test_who_confirmed_is_left_alone_for_a_year(mailoutbox):
    owner = member("staff")
    one = due(owner)
    Practice.objects.get(pk=one.pk).confirm(by=owner)
    remind()
    assert mailoutbox == []


@pytest.mark.parametrize("row", [{"status": "draft"}, {"status": "withdrawn"}])
def test_nobody_is_asked_about_what_is_not_out(mailoutbox, row):
    due(member("staff"), **row)
    remind()
    assert mailoutbox == []


def test_nobody_is_asked_before_the_day(mailoutbox):
    due(member("staff"), days=-1)
    remind()
    assert mailoutbox == []


def test_an_owner_who_left_is_not_written_to_but_the_coordinator_is(mailoutbox):
    gone = member("staff")
    gone.memberships.get().end()
    member("coordinator", email="karin@fjordby.example")
    member("coordinator", "9902")
    due(gone)
    remind()
    assert [letter.to for letter in mailoutbox] == [["karin@fjordby.example"]]


def test_a_dry_run_sends_nothing(mailoutbox):
    due(member("staff"))
    remind(dry_run=True)
    assert mailoutbox == []
    remind()
    assert len(mailoutbox) == 1


def test_a_letter_that_failed_is_sent_by_the_next_run(mailoutbox, monkeypatch):
    due(member("staff"))

    def refuse(*args):
        raise SMTPException

    with monkeypatch.context() as patched:
        patched.setattr("practices.mail.send_mail", refuse)
        with pytest.raises(CommandError, match="next run"):
            remind()
    remind()
    assert len(mailoutbox) == 1


def test_a_letter_changes_no_version(mailoutbox):
    one = due(member("staff"))
    remind()
    assert Practice.objects.get(pk=one.pk).version == 1


def test_without_an_address_to_link_to_nothing_is_sent(settings, mailoutbox):
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match="SITE_URL"):
        remind()
