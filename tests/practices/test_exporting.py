"""The list as a file, read back."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

from practices.rows import COLUMNS
from sdg_platform.exports.delimited import read_csv
from tests.factories import member, practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def gaatur():
    return practice(
        departments=["culture", "health"],
        goals=[{"goal": 3, "role": "primary", "sign": "+", "why": "Flere går."}],
        targets=["3.4"],
        themes=["people", "places"],
        steps=[{"what": "=1+1", "went_wrong": "-> glat føre"}],
        partners=[{"name": "Fjordby Vandrelaug", "role": "+ gåværter"}],
        bad_experience="Have en følgeven",
        bad_experience_visibility="network",
        year=2025,
    )


def as_json(client, query=""):
    response = client.get(f"/practices/export.json{query}")
    assert response.headers["Content-Type"] == "application/json"
    return json.loads(response.getvalue())


def test_json_is_one_list_of_rows_in_the_contracts_names(client, gaatur):
    (row,) = as_json(client)
    assert tuple(row) == COLUMNS
    assert row["id"] == gaatur.pk
    assert row["url"] == f"http://testserver/practices/{gaatur.pk}/"
    assert row["goals"] == [{"goal": 3, "role": "primary", "sign": "+", "why": "Flere går."}]
    assert row["departments"] == ["culture", "health"]
    assert row["steps"][0]["went_wrong"] == "-> glat føre"
    assert (row["municipality"], row["year"], row["status"]) == ("9901", 2025, "published")


def test_an_empty_list_is_an_empty_list(client):
    assert as_json(client, "?q=xyzzy") == []


def test_filters_narrow_the_file_as_they_narrow_the_list(client, gaatur):
    practice("Skolehave", goals=[4])
    assert [row["title"] for row in as_json(client, "?goal=4")] == ["Skolehave"]
    assert len(as_json(client, "?sort=title")) == 2


def test_csv_comes_back_unchanged_and_runs_no_formula(client, gaatur):
    response = client.get("/practices/export.csv")
    content = response.getvalue()
    assert content.startswith("\ufeffuid;id;url;title".encode())
    header, row = read_csv(content)
    cells = dict(zip(header, row, strict=True))
    assert cells["departments"] == "culture;health"
    assert json.loads(cells["steps"])[0]["what"] == "=1+1"
    assert 'filename="praksisser.csv"' in response.headers["Content-Disposition"]


def test_xlsx_holds_text_and_no_formulas(client, gaatur):
    response = client.get("/practices/export.xlsx")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    header, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    cells = dict(zip(header, row, strict=True))
    assert tuple(header) == COLUMNS
    assert cells["themes"] == "people;places"
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)


@pytest.mark.parametrize(
    ("who", "text", "reach"),
    [("9901", "Have en følgeven", "network"), (None, "", "own")],
)
def test_a_hidden_experience_leaves_no_trace_in_the_file(client, gaatur, who, text, reach):
    if who:
        client.force_login(member(code=who))
    (row,) = as_json(client)
    assert (row["bad_experience"], row["bad_experience_visibility"]) == (text, reach)


def test_drafts_leave_with_their_own_only(client):
    practice(status="draft")
    assert as_json(client) == []
    client.force_login(member(code="9902"))
    assert as_json(client) == []
    client.force_login(member(code="9901"))
    assert [row["status"] for row in as_json(client)] == ["draft"]
