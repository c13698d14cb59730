"""The link to the minutes, and what is forgotten on the last day."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories import WorkshopFactory, action_of, member, note_on
from workshops.models import Participant, Workshop

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


def yesterday():
    return timezone.localdate() - timedelta(days=1)


@pytest.fixture
def meeting():
    workshop = WorkshopFactory(state="open", title="Netværksmøde")
    note_on(workshop, "Konkrete eksempler")
    note_on(workshop, "Kun for huset", sharing="own")
    note_on(workshop, "Kun for kommuner", sharing="network")
    action_of(workshop, "Ring til KL", email="ejer@fjordby.example")
    return workshop


def link_of(workshop):
    return f"/minutes/{workshop.minutes_token}/"


# --- The link to the minutes ----------------------------------------------------------------


def test_closing_makes_a_link_that_anybody_from_the_room_can_open(client, meeting):
    assert meeting.minutes_token is None
    meeting.close()

    page = client.get(link_of(meeting))

    assert page.status_code == 200
    assert "Konkrete eksempler" in body(page)
    assert "Ring til KL" in body(page)
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    text = client.get(link_of(meeting) + "minutes.txt")
    assert "Konkrete eksempler" in body(text)
    assert client.get(link_of(meeting) + "minutes.exe").status_code == 404


def test_what_was_narrowed_hidden_or_deleted_is_not_behind_the_link(client, meeting):
    hidden = note_on(meeting, "Skjult af facilitator")
    note_on(meeting, "Slettet").remove()
    meeting.close()
    hidden.hidden_at = timezone.now()
    hidden.save(update_fields=["hidden_at"])

    for url in (link_of(meeting), link_of(meeting) + "minutes.txt"):
        page = body(client.get(url))
        for words in ("Kun for huset", "Kun for kommuner", "Skjult af", "Slettet", "ejer@"):
            assert words not in page


def test_the_link_is_dead_while_open_after_the_last_day_and_when_it_is_ended(client, meeting):
    meeting.close()
    url = link_of(meeting)
    meeting.open()
    assert client.get(url).status_code == 404
    meeting.close()
    assert client.get(url).status_code == 200
    Workshop.objects.update(retention=yesterday())
    assert client.get(url).status_code == 404
    Workshop.objects.update(retention=None)
    client.force_login(member("facilitator"))
    client.post(f"/workshops/{meeting.pk}/minutes-link/", {"act": "end"})
    assert client.get(url).status_code == 404
    client.post(f"/workshops/{meeting.pk}/minutes-link/", {"act": "make"})
    meeting.refresh_from_db()
    assert url != link_of(meeting)
    assert client.get(link_of(meeting)).status_code == 200


def test_the_picture_of_the_link_hangs_on_the_closed_board_and_the_wall(client, meeting):
    client.force_login(member("facilitator"))
    where = (f"/workshops/{meeting.pk}/", f"/workshops/{meeting.pk}/screen/")
    assert all("leder telefonen til referatet" not in body(client.get(url)) for url in where)
    meeting.close()

    assert all("leder telefonen til referatet" in body(client.get(url)) for url in where)


def test_the_page_of_the_minutes_is_for_those_who_may_read_the_files(client, meeting):
    url = f"/workshops/{meeting.pk}/minutes/"
    assert client.get(url).status_code == 404
    client.post(f"/join/{meeting.code}/")
    assert client.get(url).status_code == 403
    meeting.close()
    page = body(client.get(url))
    assert "Konkrete eksempler" in page
    assert page.count("<h1") == 1
    client.force_login(member("staff"))
    assert "Kun for huset" in body(client.get(url))


# --- The last day ---------------------------------------------------------------------------


def test_after_the_last_day_nobody_knows_who_wrote_what(client, meeting, capsys):
    client.post(f"/join/{meeting.code}/")
    writer = Participant.objects.get()
    mine = note_on(meeting, "Min egen", participant=writer)
    meeting.votes.create(reflection=mine, participant=writer)
    meeting.actions.get().make_link()
    Workshop.objects.update(retention=yesterday())
    assert client.get(f"/workshops/{meeting.pk}/").status_code == 404

    call_command("apply_retention")

    assert capsys.readouterr().out == "1 workshop forgot their participants and links.\n"
    meeting.refresh_from_db()
    mine.refresh_from_db()
    action = meeting.actions.get()
    assert (meeting.state, meeting.code, meeting.token, meeting.minutes_token) == (
        "closed",
        None,
        None,
        None,
    )
    assert (action.token, action.email) == (None, "")
    assert mine.participant is None
    assert not Participant.objects.filter(pk=writer.pk).exists()
    assert meeting.votes.count() == 1
    assert meeting.reflections.alive().count() == 4
    client.force_login(member("facilitator"))
    assert "Min egen" in body(client.get(f"/workshops/{meeting.pk}/"))


def test_the_second_run_finds_nothing_to_forget(meeting, capsys):
    Workshop.objects.update(retention=yesterday())
    call_command("apply_retention", verbosity=0)

    call_command("apply_retention")

    assert capsys.readouterr().out.startswith("0 workshops")


@pytest.mark.parametrize("last", [None, timezone.localdate()])
def test_before_the_last_day_nothing_is_forgotten(meeting, last):
    Workshop.objects.update(retention=last)

    call_command("apply_retention", verbosity=0)

    meeting.refresh_from_db()
    assert meeting.code
    assert meeting.state == "open"


# --- The archive ----------------------------------------------------------------------------


def test_an_archived_workshop_stays_readable_and_takes_no_writes(client, meeting):
    meeting.close()
    meeting.archive()
    client.force_login(member("facilitator"))
    url = f"/workshops/{meeting.pk}/"

    for page in ("", "minutes/", "minutes.pdf", "actions/", "screen/"):
        assert client.get(url + page).status_code == 200
    assert "Konkrete eksempler" in body(client.get(url))
    assert "Netværksmøde" in body(client.get("/workshops/"))
    new = {"id": "0192aaaa-0000-7000-8000-00000000beef", "quadrant": "works", "text": "For sent"}
    client.post(url + "reflections/", new)
    client.post(url + "edit/", {"title": "Nyt navn", "version": meeting.version})
    client.post(url + "open/")
    client.post(url + "minutes-link/", {"act": "make"})
    token = meeting.minutes_token
    meeting.refresh_from_db()
    assert (meeting.title, meeting.state) == ("Netværksmøde", "archived")
    assert meeting.minutes_token == token
    assert not meeting.reflections.filter(text="For sent").exists()
