"""The full example as a row: what it holds comes in and goes out unchanged."""

import json

import pytest

from practices import told
from practices.models import Practice
from practices.rows import extras_of, snapshot, values_of
from tests.factories import actor, member, practice

pytestmark = pytest.mark.django_db

FULL = {
    "smallest_version": "Find én gåvært og én fast tid.",
    "stopped_why": "Projektet sluttede.",
    "novelty": "known",
    "what_is_new": "Lægen gør det, ikke folderen",
    "political_start": "Udvalget bad om færre genindlæggelser.",
    "people_found": "Vi ringede til dem, der var holdt op.",
    "young_people": "Elevrådet tegnede ruten.",
    "money_range": "little",
    "time_to_effect": "To måneder",
    "result_figure": "12 går fast",
    "result_source": "Gåværternes liste",
    "evidence": "counted",
    "stays_local": "Parken lige ved døren",
    "can_move": "Sedlen fra lægen",
    "not_for": "Jer uden en forening",
    "dilemma": "Bilerne fik længere vej.",
    "dilemma_of": 3,
    "dilemma_with": 9,
    "owner_name": "Mette Holm",
    "owner_role": "forebyggelseskonsulent",
    "owner_contact": "mette@fjordby.example",
    "fallback": "Sundhedscentret",
    "confirmed_on": "2026-10-01",
    "review_on": "2027-10-01",
    "licence": "named",
    "origin": "Netværksmøde, linje 8",
    "health_as_means": True,
    "requirements": [{"kind": "hours", "weight": "must", "text": "12 timer"}],
    "building_blocks": [{"what": "Sedlen", "link": "https://fjordby.example/seddel"}],
    "steps": [{"what": "Vi gik.", "method": "Gåtur", "link": "https://fjordby.example/rute"}],
    "partners": [{"name": "Vandrelauget", "role": "Gåværter", "gain": "Nye medlemmer"}],
}


def test_a_full_example_goes_in_and_out_unchanged():
    one = practice(**FULL)
    stored = Practice.objects.for_page().get(pk=one.pk)
    row = snapshot(stored) | extras_of(values_of(stored))
    row["steps"] = [{name: text for name, text in step.items() if text} for step in row["steps"]]
    assert {name: row[name] for name in FULL} == FULL
    again = practice(**snapshot(stored))
    assert snapshot(Practice.objects.for_page().get(pk=again.pk)) == snapshot(stored)


def test_what_is_empty_leaves_no_key_behind():
    assert extras_of(values_of(practice())) == {}


def test_json_carries_the_full_example_behind_the_columns(client):
    practice(**FULL)
    (row,) = json.loads(client.get("/practices/export.json").getvalue())
    assert row["smallest_version"] == "Find én gåvært og én fast tid."
    assert row["requirements"] == FULL["requirements"]
    assert row["steps"][0]["method"] == "Gåtur"
    assert row["partners"][0]["gain"] == "Nye medlemmer"


def test_csv_keeps_its_columns(client):
    practice(**FULL)
    header = client.get("/practices/export.csv").getvalue().decode("utf-8-sig").splitlines()[0]
    assert header.split(";")[-1] == "language"


def test_search_knows_the_full_example(client):
    one = practice(**FULL)
    assert f'data-practice="{one.pk}"' in client.get("/practices/?q=folderen").content.decode()


def test_an_attachment_of_another_practice_is_not_taken_over():
    theirs = practice(code="9902").attachments.create(name="seddel.pdf", size=1, file="x")
    mine = practice(steps=[{"what": "Vi gik.", "attachment": str(theirs.pk)}])
    assert mine.steps.get().attachment is None


# --- Versions -----------------------------------------------------------------------------


def test_every_change_leaves_a_version_behind():
    writer, coordinator = member("staff"), member("coordinator")
    one = practice("Skolehave", status="draft", steps=["Vi gravede."], by=writer)
    one.submit(by=writer)
    one.publish(by=coordinator)
    one.withdraw(by=coordinator)
    assert [(it.number, it.event, it.made_by) for it in one.versions.all()] == [
        (4, "withdrawn", coordinator),
        (3, "published", coordinator),
        (2, "submitted", writer),
        (1, "saved", writer),
    ]
    assert one.versions.last().snapshot["steps"][0]["what"] == "Vi gravede."


def test_what_was_loaded_in_bulk_is_kept_before_its_first_change():
    from practices.models import Parts

    one = practice("Skolehave", steps=["Vi gravede."])
    one.versions.all().delete()
    one.title = "Skolehave med bier"
    one.save_parts(Parts(), by=member())
    assert [it.snapshot["title"] for it in one.versions.all()] == [
        "Skolehave med bier",
        "Skolehave",
    ]


def test_read_many_at_once_it_is_the_same():
    one = practice(departments=["health", "planning"], goals=[3, 11], targets=["3.4"], **FULL)
    stored = Practice.objects.for_page().get(pk=one.pk)
    told_at_once = told.told([one.pk], actor(), extras=True)
    assert list(told_at_once) == [values_of(stored)]


def test_many_at_once_take_no_more_queries_than_one(django_assert_num_queries):
    ids = [practice(f"Gåtur {number}", **FULL).pk for number in range(3)]
    somebody = actor()
    with django_assert_num_queries(10):
        found = list(told.told(ids, somebody, extras=True))
    assert [values["title"] for values in found] == ["Gåtur 0", "Gåtur 1", "Gåtur 2"]
