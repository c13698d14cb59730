"""What became of the notes, as slips and minutes tell it."""

import io
from datetime import date

import pytest
from docx import Document as ReadDocx
from openpyxl import load_workbook

from sdg_platform.exports.delimited import read_csv
from tests.factories import (
    MunicipalityFactory,
    WorkshopFactory,
    action_of,
    member,
    note_on,
    practice,
)

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


@pytest.fixture
def meeting(client):
    """A closed, public workshop in which each field led on to something."""
    workshop = WorkshopFactory(state="open", sharing="public")
    works = note_on(workshop, "Gåture virker", "works")
    asked = note_on(workshop, "Hvem ejer planen?", "question")
    wrong = note_on(workshop, "Ingen læser planen", "does_not_work")
    forward = note_on(workshop, "Spørg de unge", "take_forward")
    action_of(
        workshop,
        "Inviter ungerådet",
        note=forward,
        owner="Kulturchefen",
        due=date(2026, 12, 14),
        sharing="public",
        email="ejer@fjordby.example",
    )
    workshop.close()
    MunicipalityFactory(code="9902")
    asked.open_question.answer("Borgmesteren", municipality_id="9902", by=None)
    wrong.solutions.add(practice("Planen på én side", "9902"))
    works.practice = practice("Gå-aftaler")
    works.save(update_fields=["practice"])
    return workshop


def test_a_slip_says_what_became_of_the_note(client, meeting):
    page = body(client.get(f"/workshops/{meeting.pk}/"))

    for words in (
        "Tiltag: Kulturchefen, 14. dec",
        "1 svar",
        "Løst her: Planen på én side",
        "Blev til: Gå-aftaler",
    ):
        assert words in page
    assert f'href="/workshops/{meeting.pk}/actions/#tiltag-' in page


def test_a_slip_speaks_of_a_draft_to_its_own_house_only(client, meeting):
    meeting.reflections.get(quadrant="does_not_work").solutions.set(
        [practice("Hemmelig kladde", status="draft")]
    )
    url = f"/workshops/{meeting.pk}/"

    for page in (url, url + "minutes.json", url + "minutes.txt"):
        assert "Hemmelig" not in body(client.get(page))
    client.force_login(member("staff"))
    assert "Hemmelig" in body(client.get(url))
    assert "Hemmelig" in body(client.get(url + "minutes.txt"))


def test_a_boards_threads_cost_one_query(client, meeting, django_assert_num_queries):
    from sdg_platform.accounts.actor import ANONYMOUS
    from workshops.models.threads import thread_rows

    first, *others = thread_rows(meeting, ANONYMOUS)
    with django_assert_num_queries(1):
        assert len({row[0] for row in first.union(*others, all=True)}) == 4


TOLD = (
    "Inviter ungerådet",
    "Kulturchefen",
    "14. december 2026",
    "Aftalt",
    "Borgmesteren",
    "Bakkeby",
    "Planen på én side",
    "Gå-aftaler",
)


def test_the_minutes_as_text_and_csv_tell_it(client, meeting):
    text = body(client.get(f"/workshops/{meeting.pk}/minutes.txt"))
    cells = read_csv(client.get(f"/workshops/{meeting.pk}/minutes.csv").content)
    table = "\n".join(";".join(row) for row in cells)

    for words in TOLD:
        assert words in text
        assert words in table
    assert "ejer@" not in text + table


def test_the_minutes_as_word_and_excel_tell_it(client, meeting):
    word = ReadDocx(io.BytesIO(client.get(f"/workshops/{meeting.pk}/minutes.docx").content))
    told = "\n".join(
        [
            *(paragraph.text for paragraph in word.paragraphs),
            *(cell.text for table in word.tables for row in table.rows for cell in row.cells),
        ]
    )
    book = load_workbook(io.BytesIO(client.get(f"/workshops/{meeting.pk}/minutes.xlsx").content))
    cells = "\n".join(
        str(cell.value) for sheet in book for row in sheet.rows for cell in row if cell.value
    )

    for words in TOLD:
        assert words in told
        assert words in cells
    assert "Tiltag" in book.sheetnames


def test_the_minutes_as_pdf_are_written(client, meeting):
    content = client.get(f"/workshops/{meeting.pk}/minutes.pdf").content

    assert content.startswith(b"%PDF")


def test_the_minutes_as_json_tell_it(client, meeting):
    told = client.get(f"/workshops/{meeting.pk}/minutes.json").json()

    notes = {note["quadrant"]: note for note in told["reflections"]}
    action = told["actions"][0]
    assert {key: action[key] for key in ("text", "owner", "due", "status", "sharing")} == {
        "text": "Inviter ungerådet",
        "owner": "Kulturchefen",
        "due": "2026-12-14",
        "status": "planned",
        "sharing": "public",
    }
    assert action["reflection"] == notes["take_forward"]["id"]
    answers = notes["question"]["answers"]
    assert [(it["text"], it["municipality"]) for it in answers] == [("Borgmesteren", "9902")]
    assert len(notes["does_not_work"]["solutions"]) == 1
    assert notes["works"]["practice"]


def test_minutes_keep_what_a_reader_may_not_see(client, meeting):
    meeting.actions.update(sharing="own")

    assert client.get(f"/workshops/{meeting.pk}/minutes.json").json()["actions"] == []
    client.force_login(member("facilitator"))
    assert len(client.get(f"/workshops/{meeting.pk}/minutes.json").json()["actions"]) == 1
