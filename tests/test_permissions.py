"""ASVS 8.2: the permission table holds for every address there is."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation

from sdg_platform.accounts.participation import remember_participation
from tests.factories import MunicipalityFactory, member
from tests.permissions import (
    ALL,
    ANONYMOUS,
    GROUPS,
    HOUSE,
    MISSING,
    NEIGHBOUR,
    PAGES,
    PARTICIPANT,
    RECORDS,
    ROLES,
    Page,
    Rule,
)

# Django's administration gives these two no name.
UNNAMED = {"unnamed (?P<url>.*)$", "unnamed <path:object_id>/"}
PARTICIPANT_ID = "0192aaaa-0000-7000-8000-0000000000aa"


def url_names(resolver=None, namespace=""):
    """Every name in the URLconf with its namespaces; the route itself where there is no name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}" if entry.name else f"unnamed {entry.pattern}"
        else:
            yield from url_names(
                entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            )


def belongs_to_a_group(name):
    return name.startswith(tuple(GROUPS)) or name in UNNAMED


class World:
    """One person of each role, and a browser for each."""

    def __init__(self):
        self.users = {role: member(role) for role in HOUSE}
        self.users[NEIGHBOUR] = member("coordinator", "9902")
        MunicipalityFactory(code="9903")

    def browser(self, role, joined=None):
        client = Client(raise_request_exception=False)
        if role in self.users:
            client.force_login(self.users[role])
        if role == PARTICIPANT:
            join(client, joined)
        return client


def join(client, workshop):
    """Give the browser a participant's cookie, as `/join/` does."""
    from django.http import HttpResponse
    from django.test import RequestFactory

    response = HttpResponse()
    pk = workshop.pk if workshop else MISSING.pk
    remember_participation(RequestFactory().get("/"), response, pk, PARTICIPANT_ID)
    client.cookies.update(response.cookies)


@pytest.fixture
def world(db, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.RATE_LIMITS = False
    return World()


def made(page, relation):
    if page.record is None or relation == "missing":
        return MISSING if page.record else None
    code = "9901" if relation == "own" else "9903"
    return RECORDS[page.record](code)


class Untouched(dict):
    """Records and browsers of earlier cases: making them costs more than asking."""

    def kept(self, key, make, *args):
        if key not in self:
            self[key] = make(*args)
        return self[key]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_each_role_gets_what_the_table_says(world, name):
    page, wrong, untouched = PAGES[name], [], Untouched()
    for method, role, relation, expected in page.cases():
        record = untouched.kept(relation, made, page, relation)
        url = reverse(name, args=page.arguments(record))
        data = page.data(record) if callable(page.data) else page.data
        joined = record if page.joins and relation == "own" else None
        browser = untouched.kept((role, bool(joined)), world.browser, role, joined)
        status = getattr(browser, method)(url, data).status_code
        if status != expected:
            wrong.append(f"{method.upper()} {url} as {role}, {relation}: {status}, not {expected}")
        if method == "post" and status < 400:
            untouched.clear()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_english_page_is_no_back_door(db, settings, name):
    settings.RATE_LIMITS = False
    page = PAGES[name]
    record = made(page, "foreign")
    with translation.override("en"):
        url = reverse(name, args=page.arguments(record))
    expected = page.get.expected(ANONYMOUS, "foreign" if page.record else None) if page.get else 405
    assert Client(raise_request_exception=False).get(url).status_code == expected


def test_every_address_is_declared():
    undeclared = {
        name for name in url_names() if name not in PAGES and not belongs_to_a_group(name)
    }
    assert not undeclared, f"Declare in tests/permissions.py: {sorted(undeclared)}"


def test_nothing_is_declared_that_no_longer_exists():
    assert set(PAGES) <= set(url_names())


def test_a_foreign_and_an_unknown_id_get_the_same_bytes(world):
    """ASVS 8.2.2 and 16.5.1"""
    browsers = Untouched()
    for name, page in PAGES.items():
        if not page.record or not page.get:
            continue
        records = Untouched()
        for role in ROLES:
            if page.get.expected(role, "foreign") != 404:
                continue
            browser = browsers.kept(role, world.browser, role)
            answers = []
            for relation in ("foreign", "missing"):
                record = records.kept(relation, made, page, relation)
                answer = browser.get(reverse(name, args=page.arguments(record)))
                headers = {k: v for k, v in answer.items() if k != "Server-Timing"}
                answers.append((answer.content, headers))
            assert answers[0] == answers[1], f"{name} as {role}"


def test_nobody_without_the_key_enters_the_administration(world):
    for role in ROLES:
        response = world.browser(role).get("/admin/")
        assert response.status_code == 302
        assert "/admin/login/" in response.url


def test_the_table_reads_as_it_is_written():
    private = Page(Rule(HOUSE, signed_out=404), post=None, record="draft")
    told = {case[:3]: case[3] for case in private.cases()}
    assert told["get", "staff", "own"] == 200
    assert told["get", "staff", "foreign"] == 404
    assert told["get", "staff", "missing"] == 404
    assert told["get", "neighbour", "own"] == 404
    assert told["get", "anonymous", "own"] == 404
    assert told["post", "staff", "own"] == 405
    assert Rule(ALL).expected("anonymous", None) == 200
    assert Rule(HOUSE).expected("anonymous", "missing") == 302
    assert Rule(frozenset({"coordinator"})).expected("staff", "own") == 403
