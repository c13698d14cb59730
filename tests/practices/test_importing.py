"""A spreadsheet brought in through the browser: previewed, confirmed, stored as drafts."""

import re
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from practices.models import Catalogue, Practice, Upload
from tests.factories import MunicipalityFactory, member, practice, upload_of

pytestmark = pytest.mark.django_db

TABLE = "Projekt;Udfald;Verdensmål;Sagsnr.\r\nGåtur;Lykkedes delvist;3;1\r\nSkolehave;fint;4;2\r\n"


@pytest.fixture
def staff(client):
    user = member("staff")
    client.force_login(user)
    return user


def sent(text=TABLE, name="praksisser.csv"):
    return {"file": SimpleUploadedFile(name, text.encode())}


def test_a_file_is_previewed_and_its_good_rows_become_drafts(client, staff):
    response = client.post("/practices/import/", sent())
    page = client.get(response.url)
    html = page.content.decode()
    assert "kolonne med titler" in html
    assert not Practice.objects.exists()
    chosen = {"c0": "title", "c1": "outcome", "c2": "goals", "c3": ""}
    html = client.get(response.url, chosen).content.decode()
    assert "1 er nye, 0 bliver rettet, 0 findes i forvejen, 1 kan ikke læses." in html
    assert "“fint” kender vi ikke" in html
    assert "Gem 1, lad 1 ligge" in html
    assert not Practice.objects.exists()
    saved = client.post(response.url, chosen, follow=True)
    assert "1 praksis er lagt ind som kladde." in saved.content.decode()
    one = Practice.objects.get()
    assert (one.title, one.status, one.municipality_id) == ("Gåtur", "draft", "9901")
    assert one.created_by == staff
    again = client.get(response.url, chosen).content.decode()
    assert "0 er nye, 0 bliver rettet, 1 findes i forvejen" in again


def test_the_file_decides_neither_status_nor_number_nor_owner(client, staff):
    foreign = practice("Gåtur", code="9902", status="draft")
    table = f"uid;id;title;outcome;status\r\n{foreign.uid};{foreign.pk};Gåtur;partly;published\r\n"
    upload = upload_of(staff, table.encode())
    html = client.get(f"/practices/import/{upload.pk}/").content.decode()
    assert "ny; uid står ikke hos jer, så vi ser bort fra det" in html
    client.post(f"/practices/import/{upload.pk}/")
    mine = Practice.objects.get(municipality="9901")
    assert (mine.status, mine.uid != foreign.uid, mine.pk != foreign.pk) == ("draft", True, True)
    foreign.refresh_from_db()
    assert foreign.version == 1


def test_a_draft_is_known_by_its_uid_when_its_title_was_mended(client, staff):
    known = practice("Gåtur", status="draft")
    content = client.get("/practices/export.csv?sort=title").getvalue().decode()
    upload = upload_of(staff, content.replace("Gåtur", "Gåtur om onsdagen").encode())
    html = client.get(f"/practices/import/{upload.pk}/").content.decode()
    assert "0 er nye, 1 bliver rettet" in html
    client.post(f"/practices/import/{upload.pk}/")
    assert Practice.objects.get().pk == known.pk
    assert Practice.objects.get().title == "Gåtur om onsdagen"


def test_a_uid_that_nobody_has_is_a_line_and_the_title_decides(client, staff):
    known = practice("Gåtur", status="draft")
    table = (
        "uid;title;outcome\r\n"
        "11111111-1111-4111-8111-111111111111;Gåtur;did_not\r\n"
        "22222222-2222-4222-8222-222222222222;Skolehave;partly\r\n"
    )
    upload = upload_of(staff, table.encode())
    html = client.get(f"/practices/import/{upload.pk}/").content.decode()
    assert "1 er nye, 1 bliver rettet" in html
    assert "ændret: outcome; uid står ikke hos jer" in html
    client.post(f"/practices/import/{upload.pk}/")
    known.refresh_from_db()
    assert known.outcome == "did_not"
    given = str(Practice.objects.get(title="Skolehave").uid)
    assert given != "22222222-2222-4222-8222-222222222222"


def test_another_municipality_and_a_published_practice_are_lines_of_the_report(client, staff):
    MunicipalityFactory(code="9902")
    practice("Gåtur")
    table = "title;outcome;municipality\r\nHave;partly;Bakkeby\r\nGåtur;did_not;Fjordby\r\n"
    upload = upload_of(staff, table.encode())
    response = client.post(f"/practices/import/{upload.pk}/")
    html = response.content.decode()
    assert response.status_code == 422
    assert "kun lægge praksisser ind for din egen kommune" in html
    assert "praksissen er ikke en kladde; ret den på siden" in html
    assert Practice.objects.get().outcome == "partly"


def test_a_draft_is_mended_by_its_file(client, staff):
    known = practice("Gåtur", status="draft")
    upload = upload_of(staff, b"title;outcome\r\nG\xc3\xa5tur;did_not\r\n")
    said = client.post(f"/practices/import/{upload.pk}/", follow=True).content.decode()
    assert "1 er rettet." in said
    known.refresh_from_db()
    assert known.outcome == "did_not"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("", "a.csv", "Filen er tom."),
        ("a;b\r\n", "a.csv", "ingen rækker"),
        ("a;b\r\n1;2\r\n", "a.xlsx", "af en anden slags"),
        ("a;b\r\n1;2\r\n", "a.exe", "Gem filen som .xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(client, staff, content, name, said):
    response = client.post("/practices/import/", sent(content, name))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Upload.objects.exists()


def test_user_text_stays_text(client, staff):
    upload = upload_of(staff, b"title;outcome;<i>x\r\n<script>1</script>;partly;<b>\r\n")
    html = client.get(f"/practices/import/{upload.pk}/").content.decode()
    assert "<script>1" not in html
    assert "&lt;script&gt;1" in html


def test_a_file_is_its_senders_alone_and_can_be_forgotten(client, staff):
    upload = upload_of(staff)
    client.force_login(member("coordinator"))
    assert client.get(f"/practices/import/{upload.pk}/").status_code == 404
    client.force_login(staff)
    assert (
        "Intet er gemt."
        in client.post(f"/practices/import/{upload.pk}/cancel/", follow=True).content.decode()
    )
    assert not Upload.objects.exists()


def test_the_list_leads_to_the_import_for_those_who_may_write(client, staff):
    assert "/practices/import/" in client.get("/practices/").content.decode()
    client.logout()
    assert "/practices/import/" not in client.get("/practices/").content.decode()


LONELY = (
    "title;outcome;summary\r\nFællesspisning;partly;Mod ensomhed blandt ældre\r\nMøde;partly;\r\n"
)


def test_goals_are_suggested_for_rows_that_name_none_and_taken_by_a_tick(client, staff):
    upload = upload_of(staff, LONELY.encode())
    address = f"/practices/import/{upload.pk}/"
    html = client.get(address).content.decode()
    number, goal = re.search(r'name="goal" value="(\d+)=(3)"', html).groups()
    assert re.search("“[^”]*ensomhed", html), "the words that led to it are shown"
    assert " checked" not in html
    client.post(
        address, {"goal": [f"{number}={goal}", f"{number}=99", "x", "777=3", f"{number}=10"]}
    )
    rows = Practice.objects.get(title="Fællesspisning").goal_rows.values_list("goal", "role")
    assert list(rows) == [(3, "primary"), (10, "secondary")]
    assert not Practice.objects.get(title="Møde").goal_rows.exists()


def test_what_nobody_ticked_is_not_taken_and_what_the_file_says_stays(client, staff):
    text = LONELY.replace("summary", "summary;goals").replace("ældre", "ældre;11")
    upload = upload_of(staff, text.encode())
    address = f"/practices/import/{upload.pk}/"
    assert 'name="goal"' not in client.get(address).content.decode()
    client.post(address, {"goal": ["2=3"]})
    one = Practice.objects.get(title="Fællesspisning")
    assert [row.goal_id for row in one.goal_rows.all()] == [11]


# --- The same file at the same time ------------------------------------------------------


def comes_first(monkeypatch, act):
    """Let `act` happen after the file was judged and before it is stored, as a second click may."""
    hold, pending = Catalogue.hold, [act]

    def held():
        if pending:
            pending.pop()()
        return hold()

    monkeypatch.setattr(Catalogue, "hold", held)


def test_a_second_click_on_save_stores_nothing_twice_and_is_answered_alike(
    client, staff, monkeypatch
):
    upload = upload_of(staff, TABLE.replace("Projekt", "title").replace("fint", "partly").encode())
    address = f"/practices/import/{upload.pk}/"
    comes_first(monkeypatch, lambda: client.post(address))

    second = client.post(address, follow=True)

    assert sorted(Practice.objects.values_list("title", flat=True)) == ["Gåtur", "Skolehave"]
    assert second.redirect_chain[0][0].startswith("/practices/?municipality=9901")
    said = second.content.decode()
    assert "2 praksisser fra filen står her i forvejen." in said


def test_the_command_stores_no_row_that_came_in_meanwhile(monkeypatch, tmp_path):
    MunicipalityFactory()
    path = tmp_path / "praksisser.csv"
    path.write_text("title;municipality;outcome\r\nGåtur;Fjordby;partly\r\n")
    comes_first(monkeypatch, lambda: call_command("import_practices", path, stdout=StringIO()))

    call_command("import_practices", path, stdout=(out := StringIO()))

    assert Practice.objects.count() == 1
    assert "0 nye, 0 ændret, 1 uændret, 0 afvist." in out.getvalue()
