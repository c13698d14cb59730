"""The minutes of a workshop: who gets them, what stands in them, and that nothing is lost."""

import json
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import docx
import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from sdg_platform.accounts.participation import remember_participation
from sdg_platform.exports.delimited import read_csv
from tests.factories import MunicipalityFactory, WorkshopFactory, member, note_on
from workshops.models import NewReflection
from workshops.notes import parse_notes
from workshops.summary import MOST_LEVELS, narrower, summarise

SHARED = Path(__file__).resolve().parents[3] / "shared" / "notes"
FORMATS = ("pdf", "docx", "xlsx", "csv", "json", "txt")
QUADRANTS = ("works", "question", "does_not_work", "take_forward")
AWKWARD = [
    "Det fælles sprog -> på tværs af kommune og lande",
    "=SUM(A1:A9) er ikke en formel",
    "+45 er et telefonnummer, og @alle er et råb",
    "<b>Fed</b> & 'citat' \"dobbelt\" #let mig *være* _her_ $x$ [link](http://a.b)",
    "To linjer\ni samme note",
    "Emoji 🌱 og græske Ωmega, æøåÆØÅ, é, ß",
    "“Væredygtighed” – citat med tankestreg … og     mange mellemrum",
    "https://eksempel.example.org/en/meget/lang/adresse?" + "a=1&" * 60,
    "et" * 900,
]

pytestmark = pytest.mark.django_db


def minutes_url(workshop, form="json"):
    return reverse("workshops:minutes", args=[workshop.pk, form])


@pytest.fixture
def facilitator(client):
    user = member("facilitator")
    client.force_login(user)
    return user


def texts_of_42():
    """42 notes of our own, with everything in them that a format might stumble over."""
    return AWKWARD + [
        f"Note nummer {n}: børn, unge og ældre får plads" for n in range(42 - len(AWKWARD))
    ]


def workshop_with(texts, **fields):
    workshop = WorkshopFactory(title="Møde på Ærø: hvad nu?", place="Rådhuset", **fields)
    workshop.add_reflections(
        [NewReflection(QUADRANTS[n % 4], text) for n, text in enumerate(texts)]
    )
    return workshop


def squeezed(text):
    """Without white space: a page breaks lines where it likes."""
    return "".join(text.split())


def words_in(form, content):
    """Everything that stands in the file, as its reader finds it."""
    match form:
        case "pdf":
            return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
        case "docx":
            return "\n".join(p.text for p in docx.Document(BytesIO(content)).paragraphs)
        case "xlsx":
            sheets = openpyxl.load_workbook(BytesIO(content), data_only=False)
            return "\n".join(str(c) for s in sheets for row in s.values for c in row if c)
        case "csv":
            return "\n".join(cell for row in read_csv(content) for cell in row)
        case "json":
            return "\n".join(note["text"] for note in json.loads(content)["reflections"])
        case "txt":
            return content.decode()


# --- What stands in them --------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_each_of_42_notes_stands_in_the_file_word_for_word(client, facilitator, form):
    workshop = workshop_with(texts_of_42())
    response = client.get(minutes_url(workshop, form))
    assert response.status_code == 200
    found = words_in(form, response.content)
    exact = form in ("xlsx", "csv", "json")
    for text in texts_of_42():
        if form == "pdf":
            # The page may show an emoji's number where its font has no picture.
            text = text.replace("🌱", "")
            found = found.replace("🌱", "").replace("[U+1F331]", "")
        assert (text in found) if exact else (squeezed(text) in squeezed(found)), text


@pytest.mark.skipif(
    not SHARED.exists(), reason="the real notes lie beside the repository and are not here"
)
@pytest.mark.parametrize("form", FORMATS)
def test_the_real_42_notes_stand_in_the_file(client, facilitator, form):
    notes = parse_notes((SHARED / "network-meeting-da.md").read_text(encoding="utf-8")).notes
    workshop = WorkshopFactory()
    workshop.add_reflections([NewReflection(n.quadrant, n.text, parent=n.parent) for n in notes])
    found = squeezed(words_in(form, client.get(minutes_url(workshop, form)).content))
    assert len(notes) == 42
    assert [n.text for n in notes if squeezed(n.text) not in found] == []


def test_json_is_the_promised_shape(client, facilitator):
    workshop = WorkshopFactory(title="Møde", sharing="network")
    above = note_on(workshop, "Sundhed som midlet", goals=[3, 17])
    above.targets.add("3.4")
    above.themes.add("people")
    note_on(workshop, "også for unge", under=above, sharing="own")
    told = client.get(minutes_url(workshop)).json()
    assert set(told) == {"workshop", "reflections", "actions"}
    assert told["workshop"]["id"] == workshop.pk
    assert told["workshop"]["municipality"] == "9901"
    assert told["reflections"] == [
        {
            "id": str(above.pk),
            "quadrant": "works",
            "text": "Sundhed som midlet",
            "seq": 1,
            "parent": None,
            "gathered_under": None,
            "votes": 0,
            "goals": [3, 17],
            "targets": ["3.4"],
            "dilemma": [],
            "themes": ["people"],
            "sharing": "network",
        },
        told["reflections"][1],
    ]
    assert told["reflections"][1]["parent"] == str(above.pk)
    assert told["reflections"][1]["sharing"] == "own"
    assert told["actions"] == []


@pytest.mark.parametrize("note", ["own", "network", "public"])
@pytest.mark.parametrize("workshop", ["own", "network", "public"])
def test_of_two_reaches_the_narrower_counts(note, workshop):
    order = ["own", "network", "public"]
    assert narrower(note, workshop) == order[min(order.index(note), order.index(workshop))]


def test_the_fields_keep_their_order_and_the_workshops_own_words(facilitator):
    workshop = WorkshopFactory(quadrant_titles={"question": {"title": "Det undrer os"}})
    for quadrant in reversed(QUADRANTS):
        note_on(workshop, f"i {quadrant}", quadrant)
    blocks = summarise(workshop, workshop.reflections.all()).sections[-1].blocks
    assert [block.code for block in blocks] == list(QUADRANTS)
    assert blocks[1].title == "Det undrer os"
    assert [block.count for block in blocks] == [1, 1, 1, 1]


def test_a_note_stands_under_the_one_it_belongs_to_unless_that_moved_away(facilitator):
    workshop = WorkshopFactory()
    above = note_on(workshop, "Dilemmaer")
    child = note_on(workshop, "Konkrete tiltag", under=above)
    block = summarise(workshop, [above, child]).sections[-1].blocks[0]
    assert [line.text for line in block.lines[0].children] == ["Konkrete tiltag"]
    child.move("question")
    blocks = summarise(workshop, workshop.reflections.all()).sections[-1].blocks
    assert [line.text for line in blocks[1].lines] == ["Konkrete tiltag"]
    assert [line.text for line in summarise(workshop, [child]).sections[-1].blocks[1].lines] == [
        "Konkrete tiltag"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["pdf", "docx", "txt"])
def test_notes_nested_a_thousand_deep_still_become_a_file(client, facilitator, form):
    workshop = WorkshopFactory()
    workshop.add_reflections(
        [NewReflection("works", f"trin {n}", parent=n - 1 if n else None) for n in range(1_000)]
    )
    response = client.get(minutes_url(workshop, form))
    assert response.status_code == 200
    assert "trin999" in squeezed(words_in(form, response.content))
    block = summarise(workshop, workshop.reflections.order_by("seq")).sections[-1].blocks[0]
    assert max(depth for depth, _ in block.lines[0].walk()) == MOST_LEVELS - 1
    assert block.count == 1_000


def test_deleted_notes_are_not_in_the_minutes(client, facilitator):
    workshop = WorkshopFactory()
    note_on(workshop, "Bliver")
    note_on(workshop, "Slettes").remove()
    assert [n["text"] for n in client.get(minutes_url(workshop)).json()["reflections"]] == [
        "Bliver"
    ]


def test_an_empty_workshop_has_minutes_too(client, facilitator):
    workshop = WorkshopFactory()
    for form in FORMATS:
        assert client.get(minutes_url(workshop, form)).status_code == 200


def test_the_file_is_named_in_danish_and_comes_as_what_it_is(client, facilitator):
    workshop = WorkshopFactory(title="Møde på Ærø: hvad nu?")
    response = client.get(minutes_url(workshop, "pdf"))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''Referat%20M%C3%B8de%20p%C3%A5%20%C3%86r%C3%B8%20hvad%20nu.pdf"
    )


def test_the_pdf_says_its_language_and_its_title(client, facilitator):
    workshop = workshop_with(["Konkrete eksempler fungerer"])
    reader = PdfReader(BytesIO(client.get(minutes_url(workshop, "pdf")).content))
    assert reader.metadata.title == "Møde på Ærø: hvad nu?"
    assert reader.trailer["/Root"]["/Lang"].startswith("da")


def test_in_english_the_words_of_the_file_are_english(client, facilitator):
    workshop = workshop_with(["Konkrete eksempler fungerer"])
    with translation.override("en"):
        content = client.get(minutes_url(workshop, "pdf")).content
    assert PdfReader(BytesIO(content)).trailer["/Root"]["/Lang"].startswith("en")


@pytest.mark.parametrize("form", ["exe", "html", "pptx", "PDF"])
def test_a_format_we_do_not_write_is_not_found(client, facilitator, form):
    assert client.get(minutes_url(WorkshopFactory(), form)).status_code == 404


def test_a_thousand_notes_take_as_few_queries_as_one(
    client, facilitator, django_assert_max_num_queries
):
    for count in (1, 300):
        workshop = workshop_with([f"note {n}" for n in range(count)])
        with django_assert_max_num_queries(14):
            client.get(minutes_url(workshop))


# --- Who gets them --------------------------------------------------------------------------


def joined(client, workshop):
    """Give the browser a participant's cookie."""
    from django.http import HttpResponse
    from django.test import RequestFactory

    response = HttpResponse()
    remember_participation(RequestFactory().get("/"), response, workshop.pk, uuid4())
    client.cookies.update(response.cookies)


def test_the_own_municipality_reads_them_at_any_time(client, facilitator):
    for state in ("draft", "open", "closed", "archived"):
        assert client.get(minutes_url(WorkshopFactory(state=state))).status_code == 200


def test_participants_wait_until_the_workshop_is_closed(client):
    workshop = WorkshopFactory(state="open")
    note_on(workshop, "Kun for os", sharing="own")
    joined(client, workshop)
    response = client.get(minutes_url(workshop))
    assert response.status_code == 403
    assert "Referatet kommer, når workshoppen er lukket." in response.content.decode()
    workshop.close()
    told = client.get(minutes_url(workshop)).json()
    assert [note["text"] for note in told["reflections"]] == ["Kun for os"]


@pytest.mark.parametrize(
    ("who", "sharing", "expected"),
    [
        ("stranger", "public", ["Til alle"]),
        ("stranger", "network", None),
        ("stranger", "own", None),
        ("neighbour", "public", ["Til alle", "Til kommuner"]),
        ("neighbour", "network", ["Til alle", "Til kommuner"]),
        ("neighbour", "own", None),
    ],
)
@pytest.mark.parametrize("form", ["json", "txt"])
def test_what_leaves_the_house_is_decided_note_by_note(client, who, sharing, expected, form):
    MunicipalityFactory(code="9901")
    workshop = WorkshopFactory(state="open", sharing=sharing)
    for text, reach in (("Til alle", "public"), ("Til kommuner", "network"), ("Til os", "own")):
        note_on(workshop, text, sharing=reach)
    if who == "neighbour":
        client.force_login(member("coordinator", "9902"))
    assert client.get(minutes_url(workshop, form)).status_code == 404
    workshop.close()
    response = client.get(minutes_url(workshop, form))
    if expected is None:
        assert response.status_code == 404
        return
    found = words_in(form, response.content)
    for text in ("Til alle", "Til kommuner", "Til os"):
        assert (text in found) == (text in expected)
