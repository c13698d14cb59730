"""The matrix: each number is a link to as many practices, each gap an invitation."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tests.factories import member, practice

pytestmark = pytest.mark.django_db

CELL = re.compile(
    r'data-row="([^"]+)" data-column="([^"]+)" data-count="(\d+)">\s*(?:<a class="cell[^"]*" href="([^"]+)")?'
)


def html(response):
    """The page with every run of white space as one space: lines are the formatter's matter."""
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def cells(page):
    return {
        (row, column): (int(count), url.replace("&amp;", "&"))
        for row, column, count, url in CELL.findall(page)
    }


def some_practices():
    practice("Gåture", goals=[3, 11], themes=["people", "places"], departments=["health"])
    practice("Rygestop", goals=[3], themes=["people"], departments=["health", "social"],
             outcome="did_not", code="9902")  # fmt: skip
    practice("Kladde", goals=[3], themes=["people"], departments=["finance"], status="draft")


def test_without_arguments_it_shows_17_goals_and_6_ps(client):
    page = html(client.get("/matrix/"))
    assert "<h1>De 6 P’er og de 17 mål</h1>" in page
    assert len(cells(page)) == 17 * 6
    assert page.count('<th scope="row"') == 17
    assert page.count('<th scope="col"') == 7


@pytest.mark.parametrize(
    ("rows", "columns", "number"),
    [
        *(("goal", "theme", 17 * 6), ("goal", "department", 17 * 12), ("goal", "outcome", 17 * 4)),
        *(("theme", "department", 6 * 12), ("theme", "outcome", 6 * 4)),
        *(("goal", "municipality", 17 * 2), ("theme", "municipality", 6 * 2)),
    ],
)
def test_every_number_is_the_total_of_the_list_it_links_to(client, rows, columns, number):
    some_practices()
    shown = cells(html(client.get(f"/matrix/?rows={rows}&columns={columns}")))
    assert len(shown) == number
    filled = {key: cell for key, cell in shown.items() if cell[0]}
    assert filled
    for (row, column), (count, url) in filled.items():
        assert url == f"/practices/?{rows}={row}&{columns}={column}"
        assert f'data-total="{count}"' in html(client.get(url))


def test_counts_are_those_of_the_reader(client):
    some_practices()
    anonymous = cells(html(client.get("/matrix/?columns=department")))
    assert anonymous["3", "health"][0] == 2
    assert anonymous["3", "finance"][0] == 0
    client.force_login(member(code="9902"))
    assert cells(html(client.get("/matrix/?columns=department")))["3", "finance"][0] == 0
    client.force_login(member(code="9901"))
    assert cells(html(client.get("/matrix/?columns=department")))["3", "finance"][0] == 1


def test_a_gap_leads_to_a_new_practice_with_the_goal_filled_in(client):
    shown = cells(html(client.get("/matrix/?columns=department")))
    count, url = shown["14", "culture"]
    assert (count, url) == (0, "/practices/new/?goal=14&department=culture")
    client.force_login(member())
    assert 'value="14" selected' in html(client.get(url))


def test_a_gap_in_another_municipality_is_not_ours_to_fill(client):
    some_practices()
    client.force_login(member(code="9901"))
    shown = cells(html(client.get("/matrix/?columns=municipality")))
    assert shown["14", "9901"] == (0, "/practices/new/?goal=14&municipality=9901")
    assert shown["14", "9902"] == (0, "")


def test_without_practices_no_municipality_has_a_column(client):
    page = html(client.get("/matrix/?columns=municipality"))
    assert cells(page) == {}
    assert "Ingen kommune har fortalt noget endnu" in page


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("rows=nonsense&columns=%00", "De 6 P’er og de 17 mål"),
        ("rows=theme&columns=theme", "De 6 P’er og forvaltningerne"),
        ("rows=goal&columns=goal", "De 6 P’er og de 17 mål"),
        ("columns=outcome&columns=department", "De 17 mål og forvaltningerne"),
        ("rows=theme", "De 6 P’er og forvaltningerne"),
    ],
)
def test_what_is_malformed_is_ignored(client, query, title):
    assert f"<h1>{title}</h1>" in html(client.get(f"/matrix/?{query}"))
    assert client.get(f"/matrix.xlsx?{query}").status_code == 200


def test_the_choices_stay_chosen_and_the_workbook_has_the_same(client):
    page = html(client.get("/matrix/?rows=theme&columns=outcome"))
    assert '<option value="theme" selected>' in page
    assert '<option value="outcome" selected>' in page
    assert 'href="/matrix.xlsx?rows=theme&amp;columns=outcome"' in page


def workbook_texts(response):
    return [list(row) for row in load_workbook(BytesIO(response.content)).active.values]


def test_the_workbook_says_the_same_numbers(client):
    some_practices()
    response = client.get("/matrix.xlsx?rows=goal&columns=department")
    assert response.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert "attachment" in response.headers["Content-Disposition"]
    assert ZipFile(BytesIO(response.content)).testzip() is None
    rows = workbook_texts(response)
    assert rows[0][:3] == ["17 verdensmål", "Sundhed", "Social"]
    assert rows[3][:3] == ["3 Sundhed og trivsel", 2, 1]
    assert rows[14][:3] == ["14 Livet i havet", None, None]


def test_the_matrix_takes_one_query_for_a_passer_by(client, django_assert_max_num_queries):
    some_practices()
    client.get("/matrix/")
    for columns in ("theme", "department", "outcome", "municipality"):
        with django_assert_max_num_queries(1):
            client.get(f"/matrix/?columns={columns}")


def test_page_and_workbook_are_there_in_english(client):
    assert '<html lang="en">' in html(client.get("/en/matrix/"))
    assert 'href="/en/matrix.xlsx?rows=goal' in html(client.get("/en/matrix/"))
    assert "3 Good health and well-being" in workbook_texts(client.get("/en/matrix.xlsx"))[3]
