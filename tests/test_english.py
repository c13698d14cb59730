"""Under /en/ the platform itself speaks English; what people wrote stays as they wrote it."""

import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import Resolver404, resolve
from django.utils import translation

from sdg_platform import catalogue
from sdg_platform.accounts.models import User
from tests.factories import WorkshopFactory, member

pytestmark = pytest.mark.django_db

# What no page links to.
DOORS = [
    "/en/",
    "/en/about/parts/",
    "/en/search/?q=xyzzy",
    "/en/practices/?q=xyzzy",
    "/en/nowhere/",
]
OPEN_VIEWS = {
    *("home", "goal_list", "goal_detail", "target_detail", "theme_detail", "matrix", "search"),
    *("about", "parts", "was", "privacy"),
    *("practices:practice_list", "practices:practice_detail"),
    *("workshops:workshop_list", "workshops:workshop_detail", "workshops:question_detail"),
    *("partnerships:partnership_detail", "partnerships:organisation_list"),
}
MEMBERS_VIEWS = {
    *("practices:practice_create", "practices:practice_edit", "workshops:workshop_create"),
    *("workshops:workshop_edit", "workshops:notes_import", "partnerships:partnership_create"),
    *("partnerships:organisation_create", "briefs:brief_list", "briefs:brief_create"),
    *("account_profile", "member_list"),
}
SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-offline", "data-failed")
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
A_FILE = re.compile(r"\.[a-z]+$")
# A placeholder or a tag, where a text is cut because something else stands there on the page.
CUT = re.compile(r"%\(\w+\)[sd]|\{\w*\}|<[^>]+>")
DANISH = re.compile(
    r"[æøå]|\b(af|alle|andre|de|den|der|det|dig|du|en|er|et|fra|har|hvad|ikke|jeg|med|og|om|som|til|vi)\b",
    re.IGNORECASE,
)


class Interface(HTMLParser):
    """What the page says by itself, piece by piece, and where it leads."""

    def __init__(self, page):
        super().__init__()
        self.open, self.said, self.links = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        by_people = "hx-disable" in attrs or tag in {"script", "style", "textarea"}
        if tag not in VOID:
            self.open.append((tag, by_people))
        if tag == "a":
            self.links.append(attrs.get("href", ""))
        if not self.is_by_people:
            self.said += [attrs[name] for name in SPOKEN if attrs.get(name)]

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not self.is_by_people:
            self.said.append(" ".join(data.split()))

    @property
    def is_by_people(self):
        return any(by_people for _, by_people in self.open)


def danish_sentences():
    """The Danish of every text that has another English, cut where something is filled in."""
    translated = catalogue.read(catalogue.catalogue_path(settings.BASE_DIR))
    pieces = set()
    for message in translated:
        if message.id and message.id != message.string:
            for form in message.id if isinstance(message.id, tuple) else [message.id]:
                pieces |= {" ".join(piece.split()) for piece in CUT.split(form)}
    return sorted(piece for piece in pieces if len(piece) > 12 and DANISH.search(piece))


def walk(client):
    """Two pages of each view that a link leads to, as (address, view, interface)."""
    waiting, seen, views = list(DOORS), set(), Counter()
    while waiting:
        address = waiting.pop(0)
        view = view_at(address)
        if address not in seen and views[view] < 2:
            seen.add(address)
            views[view] += 1
            interface = Interface(client.get(address).content.decode())
            waiting += filter(leads_on, (urljoin(address, link) for link in interface.links))
            yield address, view, interface


@translation.override("en")
def view_at(address):
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def leads_on(address):
    """Tell whether an English page of the platform stands there, and no file."""
    path = urlsplit(address).path
    return path.startswith("/en/") and not A_FILE.search(path) and "/admin/" not in path


def danish_on(client, views):
    """Each Danish sentence of ours with the page it stands on; every one of `views` was seen."""
    sentences, found, seen = danish_sentences(), [], set()
    assert len(sentences) > 500
    for address, view, interface in walk(client):
        seen.add(view)
        said = "\n".join(interface.said)
        found += [(address, sentence) for sentence in sentences if sentence in said]
    assert views <= seen
    return found


@pytest.fixture
def coordinator(client):
    client.force_login(member("coordinator"))
    return client


@pytest.mark.slow
def test_neither_a_visitor_nor_a_coordinator_meets_a_danish_sentence_of_ours(settings, client):
    settings.DEBUG = True
    call_command("load_demo", verbosity=0)
    assert danish_on(client, OPEN_VIEWS | {"account_login", "account_reset_password"}) == []
    client.force_login(User.objects.get(email="coordinator@example.org"))
    assert danish_on(client, OPEN_VIEWS | MEMBERS_VIEWS) == []


@pytest.mark.parametrize(
    "address",
    ["practices/new/", "workshops/new/", "partnerships/new/", "organisations/new/", "briefs/new/"],
)
def test_a_refused_form_explains_itself_in_english(settings, coordinator, address):
    settings.DEBUG = True
    answer = coordinator.post(f"/en/{address}", {"title": "", "name": ""})
    said = "\n".join(Interface(answer.content.decode()).said)
    assert answer.status_code == 422
    assert "Everything you have written is still here." in said
    assert [sentence for sentence in danish_sentences() if sentence in said] == []


@pytest.mark.parametrize(
    ("prefix", "written"), [("", "3. november 2026"), ("/en", "3 November 2026")]
)
def test_a_date_is_written_as_the_language_does(client, prefix, written):
    workshop = WorkshopFactory(date=date(2026, 11, 3), state="closed", sharing="public")
    assert written in client.get(f"{prefix}/workshops/{workshop.pk}/").content.decode()
