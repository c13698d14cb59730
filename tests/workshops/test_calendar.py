"""The calendar, read back by a calendar's own parser; nothing in it that one may not see."""

import pytest
from icalendar import Calendar

from sdg_platform.accounts.feeds import actor_of, feed_token
from tests.factories import MunicipalityFactory, WorkshopFactory, member
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

URL = "/workshops/calendar.ics"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://verdensmaal.example"


def events(response):
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def titles(response):
    return {str(event["summary"]) for event in events(response)}


def finished(**fields):
    return WorkshopFactory(state="closed", sharing="public", date="2026-11-24", **fields)


def test_a_day_and_its_hours_come_through_a_calendars_parser(client):
    workshop = finished(
        title="Mad; ro, og \\ tid\u2028",
        place="Værestedet, Kajen; 2. sal",
        purpose="Hvem spiser alene?\nOg hvorfor?",
        begins="09:30",
        ends="11:00",
    )

    [event] = events(client.get(URL))

    assert str(event["uid"]) == f"workshop-{workshop.pk}@verdensmaal.example"
    assert str(event["summary"]).startswith("Mad; ro, og \\ tid")
    assert str(event["location"]) == "Værestedet, Kajen; 2. sal"
    assert str(event["description"]).startswith(
        "Hvem spiser alene?\nOg hvorfor?\n\nFjordby Kommune"
    )
    assert event.decoded("dtstart").isoformat() == "2026-11-24T08:30:00+00:00"
    assert event.decoded("dtend").isoformat() == "2026-11-24T10:00:00+00:00"
    assert str(event["url"]) == f"https://verdensmaal.example/workshops/{workshop.pk}/"
    assert "dtstamp" in event


def test_without_hours_it_takes_the_whole_day(client):
    finished()

    [event] = events(client.get(URL))

    assert event.decoded("dtstart").isoformat() == "2026-11-24"
    assert event.decoded("dtend").isoformat() == "2026-11-25"


def test_lines_are_no_longer_than_75_bytes(client):
    finished(title="æ" * 200, purpose="ø" * 3_000)

    content = client.get(URL).content

    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_words_cannot_add_an_event_of_their_own(client):
    finished(purpose="x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Falsk")
    assert len(events(client.get(URL))) == 1


def test_each_sees_what_the_list_shows(client):
    finished(title="Alle")
    WorkshopFactory(title="Åben", state="open", date="2026-11-24", sharing="public")
    WorkshopFactory(title="Kladde", date="2026-11-24")
    WorkshopFactory(title="Uden dato", state="closed", sharing="public")
    joint = WorkshopFactory(
        title="Naboens", date="2026-11-24", municipality=MunicipalityFactory(code="9902")
    )
    assert titles(client.get(URL)) == {"Alle"}

    client.force_login(member("staff"))
    assert titles(client.get(URL)) == {"Alle", "Åben", "Kladde"}
    joint.cohosts.add("9901")
    assert titles(client.get(URL)) == {"Alle", "Åben", "Kladde", "Naboens"}


def test_the_uid_stays_when_everything_else_changes(client):
    workshop = finished()
    before = events(client.get(URL))[0]["uid"]
    Workshop.objects.update(title="Ny", date="2027-01-01")

    assert events(client.get(URL))[0]["uid"] == before
    assert workshop.pk


def test_whoever_has_it_already_is_not_sent_it_again(client):
    finished()
    etag = client.get(URL).headers["ETag"]

    assert client.get(URL, headers={"If-None-Match": etag}).status_code == 304
    Workshop.objects.update(title="Ny titel")
    assert client.get(URL, headers={"If-None-Match": etag}).status_code == 200


def test_a_members_own_address_shows_drafts_without_a_cookie(client):
    user = member("staff")
    WorkshopFactory(title="Kladde", date="2026-11-24")

    answer = client.get(f"/workshops/feed/{feed_token(user)}/calendar.ics")

    assert titles(answer) == {"Kladde"}


@pytest.mark.parametrize("what", ["stamp", "closed", "left", "forged", "other", "nul"])
def test_the_address_dies_with_what_it_stood_for(client, what):
    user = member("staff")
    WorkshopFactory(title="Kladde", date="2026-11-24")
    token = feed_token(user)
    if what == "stamp":
        user.end_sessions()
    elif what == "closed":
        user.is_active = False
        user.save()
    elif what == "left":
        user.memberships.update(ended_at="2026-01-01T00:00:00Z")
    token = {"forged": token[:-2] + "xx", "other": "MTIz", "nul": "a%00b"}.get(what, token)

    answer = client.get(f"/workshops/feed/{token}/calendar.ics")

    if what == "left":
        assert titles(answer) == set()
    else:
        assert answer.status_code == 404


def test_the_key_of_a_feed_opens_nothing_else():
    user = member("coordinator")
    assert actor_of(feed_token(user)).user == user
    assert actor_of("") is None


def test_the_list_shows_each_their_own_address(client):
    WorkshopFactory()
    assert (
        'value="https://verdensmaal.example/workshops/calendar.ics"'
        in client.get("/workshops/").content.decode()
    )

    user = member("staff")
    client.force_login(user)

    assert f"/workshops/feed/{feed_token(user)}/" in client.get("/workshops/").content.decode()


def test_a_full_calendar_takes_as_few_queries_as_an_empty_one(
    client, django_assert_max_num_queries
):
    for _ in range(12):
        finished()
    with django_assert_max_num_queries(2):
        client.get(URL)
