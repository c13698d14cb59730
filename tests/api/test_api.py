"""The API as another system calls it: what the pages show, never more, and always JSON."""

import json
from urllib.parse import unquote

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.factories import (
    MunicipalityFactory,
    OrganisationFactory,
    PartnershipFactory,
    WorkshopFactory,
    member,
    note_on,
    practice,
)

pytestmark = pytest.mark.django_db

API = "/api/v1"


def get(client, path, status=200, **headers):
    response = client.get(f"{API}{path}", headers=headers)
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"].startswith("application/json")
    return response.json()


def test_the_goals_and_targets_are_there_in_both_languages(client):
    goals = get(client, "/goals")
    assert [goal["number"] for goal in goals["items"]] == list(range(1, 18))
    assert goals["next"] is None
    goal = get(client, "/goals/3")
    assert (goal["name_da"], goal["url"]) == ("Sundhed og trivsel", "http://testserver/goals/3/")
    codes = [row["code"] for row in get(client, "/targets?goal=3&limit=200")["items"]]
    assert len(codes) == 13
    assert get(client, "/targets/3.4")["goal"] == 3
    assert [row["code"] for row in get(client, "/themes?limit=2")["items"]] == [
        "participation",
        "peace",
    ]


def test_a_municipality_says_where_it_lies(client):
    assert get(client, "/municipalities/0101")["region"] == "hovedstaden"


def test_practices_are_rows_of_the_export_with_the_lists_filters(client):
    practice("Gåtur", goals=[3], outcome="did_not", steps=["Vi gik"])
    practice("Skolehave", goals=[4])
    (row,) = get(client, "/practices?goal=3&goal=x&outcome=did_not&outcome=fint")["items"]
    (exported,) = json.loads(client.get("/practices/export.json?goal=3").getvalue())
    assert row == exported
    assert get(client, f"/practices/{row['id']}") == exported
    assert get(client, "/practices?q=skolehave")["total"] == 1


@pytest.mark.parametrize("sort", ["newest", "title", "relevance"])
def test_pages_follow_each_other_by_key_and_miss_nothing(client, sort):
    made = {practice(f"Gåtur {number}", goals=[3]).pk for number in range(5)}
    url, seen = f"{API}/practices?limit=2&sort={sort}&q=gåtur", []
    while url:
        answer = client.get(url).json()
        seen += [row["id"] for row in answer["items"]]
        url = answer["next"]
    assert sorted(seen) == sorted(made)
    assert answer["total"] == 5


@pytest.mark.parametrize(
    "query", ["after=x", "limit=-1", "limit=x", "after=99999999999999999999", "after=7", "goal=99"]
)
def test_malformed_questions_are_ignored(client, query):
    practice("Gåtur", goals=[3])
    assert len(get(client, f"/practices?{query}")["items"]) == 1
    get(client, f"/organisations?{query}")
    get(client, f"/targets?{query}")


def test_drafts_are_for_their_own_house_and_hidden_words_for_nobody_else(client):
    practice("Gåtur", status="draft")
    practice("Have", bad_experience="Hemmeligt", bad_experience_visibility="own")
    assert [row["title"] for row in get(client, "/practices")["items"]] == ["Have"]
    assert "Hemmeligt" not in client.get(f"{API}/practices").content.decode()
    client.force_login(member())
    assert get(client, "/practices")["total"] == 2
    assert client.get(f"{API}/practices").headers["Cache-Control"] == "no-store, private"


def test_the_directory_and_the_workshops_show_what_is_shared(client):
    PartnershipFactory(title="Fælles gåture", goals=[3])
    PartnershipFactory(title="Indadtil", sharing="own")
    OrganisationFactory(name="Ældre Sagen")
    shared = WorkshopFactory(state="open", sharing="public", title="Netværksmøde")
    note_on(shared)
    shared.close()
    WorkshopFactory(state="closed", sharing="own", title="Internt")
    WorkshopFactory(state="open", sharing="public", title="I gang")
    assert [row["title"] for row in get(client, "/partnerships?goal=3")["items"]] == [
        "Fælles gåture"
    ]
    assert get(client, "/partnerships?goal=4")["items"] == []
    names = [row["name"] for row in get(client, "/organisations?kind=civil_society")["items"]]
    assert names == ["Ældre Sagen"]
    (workshop,) = get(client, "/workshops")["items"]
    assert (workshop["title"], workshop["notes"]) == ("Netværksmøde", 1)
    assert "code" not in workshop
    assert "token" not in workshop


@pytest.mark.parametrize(
    "path", ["/practices/987654321", "/practices/x", "/goals/99", "/nowhere", "/targets/9.9.9", ""]
)
def test_what_does_not_exist_is_json_too(client, path):
    assert get(client, path, status=404)["detail"] == "There is nothing at this address."


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    for path in ("/practices", "/openapi.json", "/nowhere"):
        response = getattr(client, method)(f"{API}{path}")
        assert response.status_code == 405
        assert "read-only" in response.json()["detail"]


def test_a_slash_too_many_leads_to_the_address(client):
    response = client.get(f"{API}/practices/?goal=3")
    assert (response.status_code, response.headers["Location"]) == (301, f"{API}/practices?goal=3")


def test_whoever_asks_again_is_told_that_nothing_is_new(client):
    first = client.get(f"{API}/goals")
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(f"{API}/goals", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.head(f"{API}/goals").status_code == 200


def _send(response):
    """A file is closed when it has been sent."""
    if response.streaming:
        response.getvalue()


@pytest.mark.parametrize(
    "path",
    [
        *(f"{API}/practices", f"{API}/practices/{{pk}}", "/practices/feed.atom"),
        *("/practices/export.json", "/practices/export.csv", "/practices/export.xlsx"),
        *("/practices/{pk}/", "/practices/{pk}/story/", "/practices/"),
    ],
)
def test_what_is_withdrawn_is_kept_by_no_cache(client, path):
    one = practice("Gåtur om onsdagen")
    address = path.format(pk=one.pk)
    first = client.get(address)
    kept = {part.strip() for part in first.headers["Cache-Control"].split(",")}
    assert first.status_code == 200
    assert kept & {"no-cache", "no-store"}
    assert kept <= {"no-cache", "no-store", "private"}
    _send(first)

    one.withdraw(by=member("coordinator"))

    known = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    asked = {ask: first.headers[name] for name, ask in known.items() if name in first.headers}
    again = client.get(address, headers=asked)
    assert again.status_code in (200, 404)
    _send(again)


def test_too_many_questions_get_a_time_to_wait(client, settings, monkeypatch):
    settings.RATE_LIMITS = True
    from sdg_platform.api import answers
    from sdg_platform.limits.models import Limit

    monkeypatch.setattr(answers, "ASKED", Limit("api", times=1, seconds=60))
    get(client, "/goals")
    response = client.get(f"{API}/goals")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert "ask again" in response.json()["detail"]


@pytest.mark.parametrize("path", ["/practices", "/partnerships", "/organisations", "/workshops"])
def test_the_cost_of_a_page_does_not_grow(client, path, django_assert_max_num_queries):
    house = MunicipalityFactory()
    for number in range(6):
        practice(f"Gåtur {number}", goals=[3], steps=["Vi gik"], partners=[{"name": "A"}])
        PartnershipFactory(goals=[3])
        WorkshopFactory(state="closed", sharing="public", municipality=house)
    client.get(f"{API}{path}")
    with django_assert_max_num_queries(17):
        assert len(get(client, path)["items"]) >= 6


def test_the_page_that_explains_it_needs_nobody_else(client):
    html = client.get(f"{API}/docs").content.decode()
    assert "/api/v1/practices/{number}" in html
    assert "cdn" not in html
    assert client.get(f"/en{API}/docs").status_code == 200
    schema = get(client, "/openapi.json")
    assert "/api/v1/workshops" in schema["paths"]


@pytest.fixture
def _one_connection():
    """A request from outside Django's own client would give the test's connection back."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("_one_connection")
def test_every_address_answers_as_its_description_says(settings):
    """Schema-shaped and odd input for every operation, through the real middleware."""
    import schemathesis
    from django.core.wsgi import get_wsgi_application
    from hypothesis import HealthCheck, assume, given
    from hypothesis import settings as effort
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    settings.RATE_LIMITS = False
    practice("Gåtur", goals=[3], steps=["Vi gik"])
    PartnershipFactory(goals=[3])
    WorkshopFactory(state="closed", sharing="public")
    schema = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", get_wsgi_application())
    checks = (
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    )
    for result in schema.get_all_operations():
        operation = result.ok()

        @effort(
            max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(operation.as_strategy())
        def holds(case):
            # No address holds a control character: that is refused before the API is asked.
            values = (case.path_parameters or {}).values()
            assume(
                not any(
                    ord(letter) < 32 or letter == "\x7f"
                    for it in values
                    for letter in unquote(str(it))
                )
            )
            case.call_and_validate(checks=checks, headers={"Accept-Encoding": "identity"})

        holds()
