"""Bad input and bad days: a page in the reader's language, the right status, nothing typed lost."""

import errno
import inspect

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import resolve
from django.utils import translation

from sdg_platform import errors

NOWHERE = "/praksisser-der-ikke-findes/"


def patch_about(monkeypatch, render):
    """Let /about/ answer with `render`, wherever its view lives."""
    with translation.override("da"):
        view = inspect.unwrap(resolve("/about/").func)
    monkeypatch.setitem(view.__globals__, "render", render)


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def failing(monkeypatch):
    """Make /about/ raise whatever the test says."""

    def fail(error):
        def view(*args, **kwargs):
            raise error

        patch_about(monkeypatch, view)

    return fail


@pytest.fixture(params=[False, True], ids=["production", "debug"])
def both(request, settings):
    """The answers must not depend on DEBUG: `make demo` shows the same pages."""
    settings.DEBUG = request.param


@pytest.mark.parametrize("path", [NOWHERE, "/en" + NOWHERE, "/goals/%00/", "/%ff%fe/", "/a/../b/"])
def test_an_unknown_or_broken_address_is_a_404_page(client, both, path, db):
    response = client.get(path)
    page = response.content.decode()
    assert response.status_code == 404
    assert 'id="indhold"' in page
    assert "URLconf" not in page


def test_the_404_page_speaks_english_under_en(client, both, db):
    assert '<html lang="en">' in client.get("/en" + NOWHERE).content.decode()


def test_two_404_answers_differ_in_no_byte_and_no_header(client, failing, db):
    failing(Http404("Praksis 7 tilhører Bakkeby"))
    foreign = client.get("/about/")
    failing(Http404("No Practice matches the given query."))
    unknown = client.get("/about/")
    nowhere = client.get(NOWHERE)

    assert foreign.status_code == 404
    assert foreign.content == unknown.content == nowhere.content
    drop = "Server-Timing"
    assert {k: v for k, v in foreign.items() if k != drop} == {
        k: v for k, v in unknown.items() if k != drop
    }


@pytest.mark.parametrize(
    "query", ["q=%00", "q%00=1", "goal=3%00", "q=%ed%a0%80", "q=%ff", "&&&=;", "q=%0b"]
)
def test_a_malformed_query_is_no_error(client, both, query):
    assert client.get(f"/about/?{query}").status_code == 200


def test_a_value_with_a_control_character_reaches_no_view(client, monkeypatch):
    seen = []

    def view(request, template):
        seen.append(request.GET.urlencode())
        return HttpResponse()

    patch_about(monkeypatch, view)
    client.get("/about/?q=ren&q=b%00d&goal=3&%00=1&line=a%0Ab")
    assert seen == ["q=ren&goal=3&line=a%0Ab"]


def test_an_unknown_host_is_a_400_page(client, db):
    response = client.get("/about/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "Det kunne vi ikke læse" in response.content.decode()


def test_too_many_fields_are_a_400_page(client, both, db):
    fields = {f"felt-{n}": "x" for n in range(3_100)}
    assert client.post("/accounts/login/", fields).status_code == 400


def test_too_many_fields_without_files_are_a_400_page(client, both, db):
    body = "&".join(f"felt-{n}=x" for n in range(3_100))
    response = client.post(
        "/accounts/login/", body, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"login=%FF%FE", "application/x-www-form-urlencoded"),
        (b"login=\xff\xfe", "application/x-www-form-urlencoded"),
        (b"login=x", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"--x\r\nbroken", "multipart/form-data"),
        (b"--x\r\nbroken", "multipart/form-data; boundary="),
    ],
)
def test_a_form_that_cannot_be_decoded_is_a_400_page(client, both, body, kind, db):
    response = client.post("/accounts/login/", body, content_type=kind)
    assert response.status_code == 400
    assert "<h1>" in response.content.decode()


def test_a_form_over_2_mb_is_a_413_page(client, both, db):
    response = client.post("/accounts/login/", {"login": "å" * 1_100_000})
    assert response.status_code == 413
    assert "<h1>" in response.content.decode()


def test_a_body_found_too_big_while_reading_is_a_413_page():
    response = errors.bad_request(RequestFactory().get("/"), RequestDataTooBig())
    assert response.status_code == 413


def test_a_body_over_25_mb_is_refused_before_it_is_read(client, both, db):
    response = client.generic(
        "POST", "/accounts/login/", b"x", content_type="text/plain", CONTENT_LENGTH="25000001"
    )
    assert response.status_code == 413


def test_an_absurd_length_is_no_error(client, db):
    response = client.generic("GET", "/about/", b"", CONTENT_LENGTH="mange")
    assert response.status_code == 200


def test_a_wrong_role_gets_the_reason_it_was_given(client, failing):
    failing(PermissionDenied("Kun koordinatoren kan udgive."))
    response = client.get("/about/")
    assert response.status_code == 403
    assert "Kun koordinatoren kan udgive." in response.content.decode()


def test_without_a_database_the_page_says_so_without_asking_it(client, both, failing):
    failing(OperationalError("connection refused"))
    response = client.get("/about/")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "Vi er her igen om lidt" in response.content.decode()


def test_a_real_fault_is_a_500_page_without_a_word_of_the_fault(client, failing):
    failing(ValueError("Bentes note"))
    response = client.get("/about/")
    assert response.status_code == 500
    assert "Noget gik galt hos os" in response.content.decode()
    assert "Bente" not in response.content.decode()


def answer(error, **fields):
    return errors.answer_fault(RequestFactory().post("/practices/new/", fields), error)


def test_a_full_disk_keeps_what_was_typed():
    response = answer(OSError(errno.ENOSPC, "No space left"), summary="Vi gik i\nskoven <b>")
    assert response.status_code == 507
    page = response.content.decode()
    assert "Vi gik i<br>skoven &lt;b&gt;" in page
    assert 'name="summary"' in page
    assert answer(OperationalError("database or disk is full")).status_code == 507


def test_a_lost_database_keeps_what_was_typed():
    response = answer(OperationalError("gone"), summary="Vi gik i skoven")
    assert response.status_code == 503
    assert "Vi gik i skoven" in response.content.decode()


def test_too_many_tries_say_how_long_to_wait():
    response = errors.too_many_requests(RequestFactory().get("/join/"), 90)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "90")
    assert "90 sekunder" in response.content.decode()
    kept = errors.too_many_requests(RequestFactory().post("/x/", {"text": "min gode note"}), 1)
    assert "min gode note" in kept.content.decode()
    assert "1 sekund." in kept.content.decode()


def post_without_token(origin=None, **fields):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    headers = {"Origin": origin} if origin else {}
    return strict.post("/accounts/login/", fields, headers=headers)


def test_a_failed_csrf_check_keeps_what_was_typed_and_offers_to_send_it_again(db):
    response = post_without_token(title="Gåture for ældre", goals=["3", "11"], password="hemmelig")
    page = response.content.decode()

    assert response.status_code == 403
    assert 'name="title" value="Gåture for ældre"' in page
    assert page.count('name="goals"') == 2
    assert "csrfmiddlewaretoken" in page
    assert "csrftoken" in response.cookies
    assert "hemmelig" not in page


def test_what_was_kept_can_be_sent_again(db):
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/accounts/login/", {"login": "bente@fjordby.example"}).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = strict.post(
        "/accounts/login/", {"login": "bente@fjordby.example", "csrfmiddlewaretoken": token}
    )
    assert again.status_code == 200
    assert "bente@fjordby.example" in again.content.decode()


def test_a_form_from_a_strangers_page_gets_no_button(db):
    """ASVS 3.5.1: one click on a page of ours must not complete somebody else's forgery."""
    page = post_without_token(
        origin="https://evil.example", title="Gåture for ældre"
    ).content.decode()
    assert "Gåture for ældre" in page
    assert "csrfmiddlewaretoken" not in page


@override_settings(DEBUG=True)
def test_in_debug_a_fault_still_shows_its_traceback(client, failing):
    failing(ZeroDivisionError())
    assert b"ZeroDivisionError" in client.get("/about/").content


@pytest.mark.parametrize(
    "typed",
    [
        b"Vi gl%ED%A0%80emte de unge",  # Half a surrogate.
        b"Vi gl%FFemte de unge",
        b"Vi gl\xc3emte de unge",
    ],
)
def test_what_is_no_text_keeps_the_rest_of_it_to_be_sent_again(client, typed):
    sent = b"quadrant=works&text=" + typed.replace(b" ", b"+") + b"&password=hemmeligt+ord"
    kind = "application/x-www-form-urlencoded"

    answer = client.post("/workshops/1/reflections/", sent, content_type=kind)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Nogle tegn i teksten kunne ikke læses og er taget ud." in page
    assert '<p class="slip__text">Vi glemte de unge</p>' in page
    assert '<input type="hidden" name="text" value="Vi glemte de unge">' in page
    assert '<input type="hidden" name="quadrant" value="works">' in page
    assert "hemmeligt" not in page
    foreign = {"origin": "https://andet.example"}
    page = client.post("/", sent, content_type=kind, headers=foreign).content.decode()
    assert "Vi glemte de unge" in page
    assert "<form" not in page.split("<main")[1]
