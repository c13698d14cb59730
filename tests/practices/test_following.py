"""Following a goal, a municipality or a search: one letter a week, and nothing private in it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from practices.models import Digest, Follow, Practice
from sdg_platform.logs import masked
from tests.factories import follow, member, practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return member("staff", "9902", email="sofie@example.org")


def send():
    mail.outbox.clear()
    call_command("send_digest", verbosity=0)
    return [letter.body for letter in mail.outbox]


def test_a_goal_a_municipality_and_a_search_are_followed_from_their_pages(client, reader):
    practice("Gå-aftaler", goals=[3])
    client.force_login(reader)
    assert "?kind=goal&amp;value=3" in client.get("/goals/3/").content.decode()
    html = client.get("/practices/?q=aftaler&goal=3").content.decode()
    link = re.search(r'href="(/practices/following/[^"]+)"', html)[1].replace("&amp;", "&")
    assert "“aftaler”" in client.get(link).content.decode()
    assert not Follow.objects.exists()
    for kind, value in [("goal", "3"), ("municipality", "9901"), ("search", "q=aftaler&goal=3")]:
        client.post("/practices/following/", {"kind": kind, "value": value})
        client.post("/practices/following/", {"kind": kind, "value": value})
    assert reader.follows.count() == 3
    html = client.get("/practices/following/").content.decode()
    assert "Fjordby" in html
    assert html.count("data-follow=") == 3
    client.post(f"/practices/following/{reader.follows.first().pk}/end/")
    assert reader.follows.count() == 2


@pytest.mark.parametrize(
    ("kind", "value"), [("goal", "18"), ("goal", ""), ("x", "3"), ("search", "a=b"), ("", "")]
)
def test_what_nobody_can_follow_is_refused(client, reader, kind, value):
    client.force_login(reader)
    client.post("/practices/following/", {"kind": kind, "value": value})
    assert not Follow.objects.exists()


def test_a_search_that_is_too_long_to_keep_is_a_sentence_and_never_half_of_it(client, reader):
    client.force_login(reader)
    names = "&".join(f"goal={number}" for number in range(1, 18))
    value = "q=" + "gåtur+" * 20 + "&" + names + "&outcome=partly&outcome=did_not" * 12
    value += "&target=" + "&target=".join(f"3.{number}" for number in range(1, 10))
    value += "&target=" + "&target=".join(f"4.{number}" for number in range(1, 8)) + "&theme=people"
    said = "Søgningen er for lang til at følge. Tag nogle ord eller filtre af."
    asked = {"kind": "search", "value": value}
    assert said in client.get("/practices/following/", asked).content.decode()
    assert said in client.post("/practices/following/", asked, follow=True).content.decode()
    assert not Follow.objects.exists()


def test_the_letter_tells_what_is_new_once_a_week(reader):
    old = practice("Gammel gåtur", goals=[3])
    Practice.objects.filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=30))
    walks = practice("Gå-aftaler", goals=[3])
    practice("Solceller", goals=[7])
    follow(reader)
    (body,) = send()
    assert "Gå-aftaler (Fjordby Kommune, lykkedes delvist)" in body
    assert f"/practices/{walks.pk}/" in body
    assert "Solceller" not in body
    assert "Gammel gåtur" not in body
    assert mail.outbox[0].to == ["sofie@example.org"]
    assert send() == []
    Digest.objects.update(week="2000-W01")
    assert send() == []
    practice("Ny gåtur", goals=[3])
    Digest.objects.exclude(week="2000-W01").delete()
    (body,) = send()
    assert "Ny gåtur" in body
    assert "Gå-aftaler" not in body


def test_nothing_private_is_in_the_letter_not_even_ones_own(reader):
    practice("Vores kladde", goals=[3], status="draft", code="9902")
    practice("Deres kladde", goals=[3], status="draft")
    follow(reader)
    assert send() == []


def test_who_is_gone_gets_no_letter(reader):
    practice("Gå-aftaler", goals=[3])
    follow(reader)
    reader.close()
    assert send() == []


def test_a_letter_that_cannot_leave_is_tried_again(reader, monkeypatch):
    practice("Gå-aftaler", goals=[3])
    follow(reader)

    def refuse(self):
        raise OSError("no route")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        assert send() == []
    assert len(send()) == 1


def test_the_link_in_the_letter_stops_it_without_logging_in(client, reader):
    practice("Gå-aftaler", goals=[3])
    follow(reader)
    other = follow(member("staff"))
    body = next(body for body in send() if body)
    link = re.search(
        r"/practices/unfollow/\S+",
        next(letter.body for letter in mail.outbox if letter.to == ["sofie@example.org"]),
    )[0]
    assert body
    client.get(link)
    assert reader.follows.exists()
    assert "Du får ikke flere mails" in client.post(link).content.decode()
    assert list(Follow.objects.all()) == [other]
    assert client.get(link[:-4] + "abc/").status_code == 404
    assert masked(link) == "/practices/unfollow/***/"
