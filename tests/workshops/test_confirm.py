"""How the owner of an action answers without an account, and the letters that ask."""

from datetime import date, timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories import WorkshopFactory, action_of, member
from workshops.mail import due_words
from workshops.models import Action, Workshop

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


@pytest.fixture
def action():
    return action_of(
        WorkshopFactory(state="open", title="Netværksmøde", date=date(2026, 5, 20)),
        "Ring til KL",
        owner="Sundhedschefen",
        email="ejer@fjordby.example",
    )


def link_of(action):
    return f"/actions/confirm/{action.make_link()}/"


# --- The link -------------------------------------------------------------------------------


def test_the_owner_says_how_it_goes_without_an_account(client, action):
    url = link_of(action)

    page = client.get(url)
    assert "Ring til KL" in body(page)
    assert "no-store" in page["Cache-Control"]
    action.refresh_from_db()
    assert action.status == "planned"
    done = client.post(url, {"status": "done", "text": "De kommer den 3."})

    assert "Der står nu: Gjort." in body(done)
    action.refresh_from_db()
    assert (action.status, action.outcome, action.version) == ("done", "De kommer den 3.", 2)
    assert action.confirmed_at
    assert action.token is None


def test_the_link_works_once_and_then_looks_like_one_that_never_was(client, action):
    url = link_of(action)
    client.post(url, {"status": "under_way"})

    again, never = client.get(url), client.get("/actions/confirm/abc/")

    assert again.status_code == never.status_code == 404
    assert again.content == never.content
    assert client.post(url, {"status": "dropped"}).status_code == 404
    assert Action.objects.get().status == "under_way"


def test_the_link_dies_when_the_house_settles_it_archives_it_or_the_last_day_is_over(
    client, action
):
    url = link_of(action)
    Workshop.objects.update(retention=timezone.localdate() - timedelta(days=1))
    assert client.get(url).status_code == 404
    Workshop.objects.update(retention=timezone.localdate())
    assert client.get(url).status_code == 200
    action.workshop.archive()
    assert client.get(url).status_code == 404
    assert client.post(url, {"status": "done"}).status_code == 404
    Workshop.objects.update(state="closed")
    assert client.get(url).status_code == 200
    action.workshop.refresh_from_db()
    action.change(status="done")
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("sent", [{}, {"status": "gjort"}, {"status": "done", "text": "a\x00"}])
def test_what_says_nothing_is_asked_about_and_the_link_stays(client, action, sent):
    url = link_of(action)

    assert client.post(url, sent).status_code == 422
    assert client.get(url).status_code == 200
    assert Action.objects.get().status == "planned"


def test_whoever_tries_many_links_is_slowed_down(client, settings):
    settings.RATE_LIMITS = True
    for n in range(20):
        assert client.get(f"/actions/confirm/gæt{n}/").status_code == 404

    assert client.get("/actions/confirm/abc/").status_code == 429


def test_the_facilitator_makes_the_link_and_sends_it(client, action, settings):
    settings.SITE_URL = "https://sdg.example"
    client.force_login(member("facilitator"))
    url = f"/workshops/{action.workshop_id}/actions/{action.pk}/"
    assert "actions/confirm" not in body(client.get(url + "edit/"))

    client.post(url + "link/", {"act": "make"})

    action.refresh_from_db()
    assert len(action.token) >= 22
    assert f"https://sdg.example/actions/confirm/{action.token}/" in body(client.get(url + "edit/"))
    assert not mail.outbox
    client.post(url + "link/", {"act": "send"})
    (letter,) = mail.outbox
    assert letter.to == ["ejer@fjordby.example"]
    assert f"/actions/confirm/{action.token}/" in letter.body


# --- Reminders ------------------------------------------------------------------------------


def closed(action, days):
    action.workshop.close()
    Workshop.objects.update(closed_at=timezone.now() - timedelta(days=days))


def remind(capsys, *options):
    call_command("send_reminders", *options)
    return capsys.readouterr().out


def test_nobody_is_written_to_before_30_days(action, capsys):
    closed(action, 29)

    assert remind(capsys) == "0 reminders sent; 0 open actions without an address.\n"
    assert not mail.outbox


def test_a_letter_goes_out_after_30_and_after_90_days_once_each(action, capsys):
    closed(action, 30)
    assert remind(capsys).startswith("1 reminder sent;")
    assert remind(capsys).startswith("0 reminders sent;")
    Workshop.objects.update(closed_at=timezone.now() - timedelta(days=90))
    remind(capsys)
    remind(capsys)

    assert len(mail.outbox) == 2
    first = mail.outbox[0]
    assert first.subject == "Hvordan går det med: Ring til KL"
    for words in (
        "På mødet “Netværksmøde” 20. maj 2026 aftalte I:",
        "Ring til KL",
        "Det er skrevet på: Sundhedschefen.",
        "Lige nu står der: aftalt.",
        "/actions/confirm/",
    ):
        assert words in first.body
    assert "&" not in first.body


def test_a_first_run_after_90_days_sends_one_letter_only(action, capsys):
    closed(action, 200)

    remind(capsys)
    remind(capsys)

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_what_is_settled_needs_no_letter(action, capsys, status):
    closed(action, 40)
    action.change(status=status)

    remind(capsys)

    assert not mail.outbox


def test_who_gave_no_address_gets_no_letter_and_is_counted(action, capsys):
    action.change(email="")
    closed(action, 40)

    assert remind(capsys) == "0 reminders sent; 1 open action without an address.\n"


def test_nothing_is_sent_for_archived_workshops_and_in_a_dry_run(action, capsys):
    closed(action, 40)
    assert remind(capsys, "--dry-run").startswith("1 reminder would be sent;")
    assert not mail.outbox
    action.workshop.archive()
    Workshop.objects.update(closed_at=timezone.now() - timedelta(days=40))

    remind(capsys)

    assert not mail.outbox


def test_a_letter_that_cannot_leave_is_tried_again(action, capsys, monkeypatch):
    closed(action, 40)

    def refuse(*args, **options):
        raise SMTPException

    with monkeypatch.context() as broken:
        broken.setattr("workshops.mail.send_mail", refuse)
        with pytest.raises(CommandError, match="the next run tries again"):
            call_command("send_reminders")
    remind(capsys)

    assert len(mail.outbox) == 1


def test_a_text_of_many_lines_makes_no_second_header(action, capsys):
    action.change(text="Ring til KL\r\nBcc: alle@example.org " + "x" * 200)
    closed(action, 40)

    remind(capsys)

    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["ejer@fjordby.example"]


def test_a_pipe_hears_one_sentence_and_no_bar(action, capsys):
    closed(action, 40)

    call_command("send_reminders")

    heard = capsys.readouterr()
    assert heard.out.count("\n") == 1
    assert "%|" not in heard.err


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 12, 1), "Det skal være gjort i dag."),
        (date(2026, 12, 2), "Der er 1 dag tilbage."),
        (date(2026, 12, 13), "Der er 12 dage tilbage."),
        (date(2026, 11, 30), "Det skulle være gjort for 1 dag siden."),
        (date(2026, 11, 1), "Det skulle være gjort for 30 dage siden."),
        (None, ""),
    ],
)
def test_the_date_is_said_as_it_is(due, said):
    assert due_words(due, date(2026, 12, 1)) == said
