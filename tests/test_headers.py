"""ASVS 3.4: the policy stands on every answer, whoever gave it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from sdg_platform.guards.headers import fixed_headers, headers_middleware
from tests.test_errors import patch_about

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
    "font-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'", "object-src 'none'", "manifest-src 'self'", "worker-src 'self'",
}  # fmt: skip
FIXED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def paths(resolver=None, prefix=""):
    """One address for every pattern of the URLconf, with plausible arguments."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from paths(entry, route)
        elif isinstance(entry, URLPattern) and "(?P" not in route and "^" not in route:
            yield "/" + fill(route)


def fill(route):
    for kind, example in [("int", "1"), ("uuid", "0192aaaa-0000-7000-8000-000000000001")]:
        while f"<{kind}:" in route:
            start = route.index(f"<{kind}:")
            route = route[:start] + example + route[route.index(">", start) + 1 :]
    while "<" in route:
        start = route.index("<")
        route = route[:start] + "x" + route[route.index(">", start) + 1 :]
    return route


def assert_guarded(response):
    policy = response.headers["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";")} == POLICY
    assert {name: response.headers.get(name) for name in FIXED} == FIXED
    assert "camera=()" in response.headers["Permissions-Policy"]


@pytest.mark.django_db
def test_every_address_carries_the_policy(client):
    client.raise_request_exception = False
    addresses = sorted(set(paths()))
    assert len(addresses) > 50
    for address in addresses:
        assert_guarded(client.get(address))


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 403, 404, 413, 500])
def test_error_pages_carry_the_policy(client, monkeypatch, status):
    client.raise_request_exception = False
    headers = {}
    match status:
        case 400:
            headers = {"Host": "en anden vært"}
        case 403:
            fail_with(monkeypatch, PermissionDenied())
        case 413:
            headers = {"Content-Length": "99000000"}
        case 500:
            fail_with(monkeypatch, ZeroDivisionError())
    address = "/findes-ikke/" if status == 404 else "/about/"

    response = client.get(address, headers=headers)

    assert response.status_code == status
    assert_guarded(response)


def fail_with(monkeypatch, error):
    def view(*args, **kwargs):
        raise error

    patch_about(monkeypatch, view)


def test_redirects_carry_the_policy(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/about/")
    assert response.status_code == 301
    assert_guarded(response)


def test_static_files_may_be_cached_and_carry_the_policy():
    answer = headers_middleware(lambda request: HttpResponse(content_type="text/css"))
    request = RequestFactory().get("/static/css/look.css")
    request.COOKIES["sessionid"] = "x"

    response = answer(request)

    assert_guarded(response)
    assert "Cache-Control" not in response.headers


def test_browsers_are_held_to_https_only_over_https(settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    answer = headers_middleware(lambda request: HttpResponse())

    assert "Strict-Transport-Security" in answer(RequestFactory().get("/", secure=True)).headers
    assert "Strict-Transport-Security" not in answer(RequestFactory().get("/")).headers
    assert "preload" in fixed_headers()["Strict-Transport-Security"]


@pytest.mark.parametrize(
    "url",
    [
        "/about/",
        "/practices/export.csv",
        "/practices/feed.atom",
        "/api/v1/practices",
        "/workshops/calendar.ics",
    ],
)
def test_caches_tell_page_fragment_and_visitor_apart(client, db, url):
    """OWASP ASVS 5.0, 14.3: a download is of somebody as a page is."""
    answer = client.get(url)
    vary = answer.headers["Vary"]
    assert answer.status_code == 200
    assert {"HX-Request", "HX-Target", "Cookie"} <= {part.strip() for part in vary.split(",")}


def test_a_passer_by_gets_pages_that_are_asked_for_again(client):
    assert client.get("/about/").headers["Cache-Control"] == "no-cache, private"


@pytest.mark.parametrize("cookie", ["sessionid", "participant", "__Host-participant"])
def test_what_a_member_or_participant_sees_is_stored_nowhere(client, cookie, db):
    client.cookies[cookie] = "noget"
    assert "no-store" in client.get("/about/").headers["Cache-Control"]


def test_an_answer_that_sets_a_cookie_is_stored_nowhere():
    def view(request):
        response = HttpResponse()
        response.set_cookie("csrftoken", "x")
        return response

    response = headers_middleware(view)(RequestFactory().get("/"))
    assert "no-store" in response.headers["Cache-Control"]


def test_a_page_may_choose_its_own_freshness_for_passers_by():
    answer = headers_middleware(
        lambda request: HttpResponse(headers={"Cache-Control": "max-age=5"})
    )
    assert answer(RequestFactory().get("/")).headers["Cache-Control"] == "max-age=5"
