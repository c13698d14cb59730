"""Was the search any use? One click, nobody's name, and an editor who mends it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from sdg_platform.limits.models import Limit
from sdg_platform.search.models import Synonym, Verdict
from sdg_platform.views import useful
from tests.factories import member, practice

pytestmark = pytest.mark.django_db

SAY, WORDS = "/search/useful/", "/search/words/"
FROM_SEARCH = {"referer": "http://testserver/search/?q=unge%20og%20trivsel"}


def html(response):
    return " ".join(response.content.decode().split())


def say(client, query, answer="no", **more):
    return client.post(SAY, {"q": query, "useful": answer, **more})


def kept():
    return list(Verdict.objects.values_list("words", "useful", "found", "opened", "times"))


def test_a_search_asks_whether_it_was_of_use_and_keeps_words_and_number(client):
    practice("Trivsel i skolen")
    page = html(client.get("/search/", {"q": "Trivsel"}))
    assert "Var det nyttigt?" in page
    assert say(client, "Trivsel").url == "/search/?q=Trivsel"
    say(client, "trivsel ")
    say(client, "trivsel", "yes")
    assert sorted(kept()) == [("trivsel", False, True, False, 2), ("trivsel", True, True, False, 1)]


def test_where_nothing_was_found_the_words_go_to_the_editor(client):
    assert "Giv ordene til redaktøren" in html(client.get("/search/", {"q": "xyzzy"}))
    say(client, "xyzzy")
    assert kept() == [("xyzzy", False, False, False, 1)]


def test_a_practice_asks_only_those_who_came_from_a_search(client):
    one = practice("Trivsel i skolen")
    page = html(client.get(one.get_absolute_url(), headers=FROM_SEARCH))
    assert "Du søgte på “unge og trivsel”. Var det nyttigt?" in page
    assert say(client, "unge og trivsel", practice=one.pk).url == one.get_absolute_url()
    assert kept() == [("unge og trivsel", False, False, True, 1)]


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "http://testserver/goals/3/?q=trivsel",
        "https://example.com/search/?q=trivsel",
        "http://testserver/search/?q=%00",
        "http://[testserver/search/?q=x",
    ],
)
def test_who_comes_from_elsewhere_is_not_asked(client, sender):
    page = html(client.get(practice().get_absolute_url(), headers={"referer": sender}))
    assert "Var det nyttigt?" not in page


@pytest.mark.parametrize("query", ["hanne@example.org", "010190-1234", "ring 12345678"])
def test_what_could_be_about_one_person_is_thanked_for_and_not_kept(client, query):
    assert say(client, query).status_code == 302
    assert kept() == []


def test_without_a_reload_there_is_a_thank_you_in_place_of_the_question(client):
    response = client.post(SAY, {"q": "trivsel", "useful": "yes"}, headers={"HX-Request": "true"})
    assert "<form" not in html(response)
    assert 'role="status"' in html(response)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"q": "trivsel"},
        {"q": "trivsel", "useful": "maybe"},
        {"q": "\x00", "useful": "no"},
        {"useful": "no"},
    ],
)
def test_half_an_answer_is_a_bad_request(client, sent):
    assert client.post(SAY, sent).status_code == 400
    assert kept() == []


@pytest.mark.parametrize("pk", ["", "x", "-1", "9" * 30, "987654321"])
def test_a_strange_practice_leads_back_to_the_search(client, pk):
    assert say(client, "trivsel", practice=pk).url == "/search/?q=trivsel"


def test_too_many_answers_from_one_address_are_told_to_wait(client, settings, monkeypatch):
    settings.RATE_LIMITS = True
    monkeypatch.setattr(useful, "SAID", Limit("search_useful", times=1, seconds=60))
    say(client, "trivsel")
    refused = say(client, "trivsel")
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
    assert kept()[0][-1] == 1


def test_words_are_forgotten_after_ninety_days(client):
    old = timezone.localdate() - timedelta(days=90)
    said = {"useful": False, "found": False, "opened": False}
    Verdict.objects.create(words="gammelt", day=old, times=3, **said)
    assert list(Verdict.objects.missed()) == []
    call_command("apply_retention", verbosity=0)
    assert kept() == []


def test_the_editor_sees_what_was_looked_for_in_vain_most_often_first(client):
    practice("Trivsel i skolen")
    say(client, "trivsel")
    say(client, "xyzzy")
    say(client, "xyzzy")
    say(client, "skolen", "yes")
    client.force_login(member("coordinator"))
    page = html(client.get(WORDS))
    assert page.index('data-words="xyzzy"') < page.index('data-words="trivsel"')
    assert "Fandt intet: 2 gange" in page
    assert "Ikke nyttigt: 1 gang<" in page
    assert 'data-words="skolen"' not in page
    assert "Se, hvad folk ledte forgæves efter" in html(client.get("/search/"))


# Pages are kept only of what is committed.
@pytest.mark.django_db(transaction=True)
def test_a_synonym_is_found_by_the_next_one_who_searches(client):
    one = practice("Løbeklub for nybegyndere")
    assert f'data-practice="{one.pk}"' not in html(client.get("/practices/", {"q": "joggere"}))
    client.force_login(member("coordinator"))
    assert 'value="joggere"' in html(client.get(WORDS, {"q": "joggere"}))
    assert client.post(WORDS, {"word": "Joggere", "means": "løbeklub"}).status_code == 302
    client.logout()
    client.cookies.clear()
    page = html(client.get("/practices/", {"q": "joggere"}))
    assert f'data-practice="{one.pk}"' in page, "the list kept for passers-by is drawn anew"


@pytest.mark.parametrize(
    ("word", "means"),
    [("", "løb"), ("to ord", "løb"), ("løb", "Løb"), ("skrald", "affald"), ("a" * 65, "løb")],
)
def test_a_synonym_that_is_none_is_refused_in_words(client, word, means):
    client.force_login(member("coordinator"))
    before = Synonym.objects.count()
    response = client.post(WORDS, {"word": word, "means": means})
    assert response.status_code == 422
    assert "errsum" in html(response)
    assert Synonym.objects.count() == before


def test_a_pair_can_be_taken_back(client):
    client.force_login(member("administrator"))
    pair = Synonym.objects.create(word="jogging", means="løb")
    assert f'data-synonym="{pair.pk}"' in html(client.get(WORDS))
    client.post(f"{WORDS}{pair.pk}/delete/")
    assert not Synonym.objects.filter(pk=pair.pk).exists()
