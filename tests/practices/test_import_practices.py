"""The commands that carry the catalogue out and in again, as a script calls them."""

import json
import zipfile
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.catalogue import facets
from practices.export import FILES
from practices.incoming.cells import read_cell
from practices.incoming.headers import guess
from practices.incoming.known import Known
from practices.incoming.reading import extract
from practices.models import Practice
from practices.rows import COLUMNS
from sdg_platform.exports.sheets import Sheet
from sdg_platform.exports.xlsx import write_xlsx
from sdg_platform.text import TextRefused, clean_text
from tests.factories import MunicipalityFactory, member, practice
from tests.practices.test_rows import FULL

pytestmark = pytest.mark.django_db

FORMATS = ("csv", "xlsx", "json")
HEADER = "Titel;Kommune;Hvordan gik det?;Verdensmål;Delmål;Trin;Partnere;År;Sagsnr.\r\n"


@pytest.fixture(autouse=True)
def fjordby():
    return MunicipalityFactory()


@pytest.fixture
def file(tmp_path):
    def write(content, name="praksisser.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def run(*words, command="import_practices"):
    out = StringIO()
    call_command(command, *map(str, words), stdout=out)
    return out.getvalue()


def exported(tmp_path, form, *words):
    path = tmp_path / f"ud.{form}"
    run("--format", form, "--output", path, *words, command="export_practices")
    return path.read_bytes()


def refused(path, *words):
    """What a refused file says, after making sure that it left nothing behind."""
    before = Practice.objects.count()
    out = StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("import_practices", str(path), *words, stdout=out)
    assert Practice.objects.count() == before
    return f"{out.getvalue()}{stopped.value}"


# --- In -----------------------------------------------------------------------------------


def test_a_danish_table_becomes_practices_with_all_their_parts(file):
    path = file(
        HEADER + "Gå-aftaler;Fjordby;Lykkedes delvist;3; 3.4;"
        '"[{""what"": ""Vi gik"", ""went_wrong"": ""Glat føre""}]";Ældre Sagen;2025;42\r\n'
        "Skolehave;Fjordby Kommune;succeeded;Mål 4, 15;;Vi gravede;;;43\r\n"
    )
    report = run(path)
    assert "Række 2: Gå-aftaler: ny" in report
    assert "Kolonner, vi ikke læser: Sagsnr." in report
    assert "2 nye, 0 ændret, 0 uændret, 0 afvist." in report
    walk, garden = Practice.objects.order_by("pk")
    assert (walk.municipality_id, walk.outcome, walk.year, walk.status) == (
        "9901",
        "partly",
        2025,
        "draft",
    )
    assert [row.goal_id for row in walk.goal_rows.all()] == [3]
    assert [step.went_wrong for step in walk.steps.all()] == ["Glat føre"]
    assert [partner.name for partner in walk.partners.all()] == ["Ældre Sagen"]
    assert [(row.goal_id, row.role) for row in garden.goal_rows.all()] == [
        (4, "primary"),
        (15, "secondary"),
    ]


def test_importing_twice_changes_nothing_and_a_changed_row_changes_one(file):
    table = (
        "title;municipality;outcome;source_url\r\nGå-aftaler;9901;partly;https://example.org/a\r\n"
    )
    run(file(table))
    version = Practice.objects.get().version
    assert "0 nye, 0 ændret, 1 uændret" in run(file(table))
    assert Practice.objects.get().version == version
    report = run(file(table.replace("Gå-aftaler", "Gåture")))
    assert "ændret: title" in report
    assert Practice.objects.get().title == "Gåture"


def rows_of(number, outcome):
    lines = (f"Gåtur {n};9901;{outcome};3, 11;3.4;Vi gik;Vandrelauget;2025" for n in range(number))
    return "\r\n".join([HEADER.strip().removesuffix(";Sagsnr."), *lines])


def test_twenty_rows_take_hardly_more_queries_than_two(file):
    asked = []
    for number, outcome in ((2, "partly"), (22, "partly"), (22, "did_not")):
        with CaptureQueriesContext(connection) as queries:
            run(file(rows_of(number, outcome)))
        asked.append(len(queries))
    few, twenty_new, twenty_changed = asked
    assert Practice.objects.filter(outcome="did_not").count() == 22
    assert Practice.objects.first().versions.count() == 2
    # SQLite takes some sixteen practices to a statement.
    assert twenty_new < few + 12, asked
    assert twenty_changed < few + 25, asked


def test_what_a_file_does_not_carry_stays_as_it_is(file):
    known = practice("Gå-aftaler", goals=[3], steps=["Vi gik"], targets=["3.4"], status="draft")
    run(file(f"uid;outcome;title\r\n{known.uid};did_not;\r\n"))
    known.refresh_from_db()
    assert (known.title, known.outcome, known.status) == ("Gå-aftaler", "did_not", "draft")
    assert known.steps.get().what == "Vi gik"
    assert known.targets.get().pk == "3.4"


def test_a_status_in_the_file_holds_on_the_command_line(file):
    known = practice("Gå-aftaler", status="draft")
    run(file(f"uid;status\r\n{known.uid};published\r\n".replace("uid;status", "uid;status;title")))
    known.refresh_from_db()
    assert known.status == "published"
    assert known.published_at is not None


def test_lists_and_counts_show_the_import_at_once(file, client):
    before = facets.seen_by(_passer_by()).counts("goal").get("3", 0)
    run(file("title;municipality;outcome;goals;status\r\nGåtur;9901;partly;3;published\r\n"))
    assert facets.seen_by(_passer_by()).counts("goal")["3"] == before + 1
    assert "Gåtur" in client.get("/practices/?q=gåtur").content.decode()


def _passer_by():
    from sdg_platform.accounts.actor import ANONYMOUS

    return ANONYMOUS


def test_a_dry_run_reports_and_stores_nothing(file):
    assert "Intet er gemt." in run(
        file("title;municipality;outcome\r\nGåtur;9901;partly\r\n"), "--dry-run"
    )
    assert not Practice.objects.exists()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("Gåtur;9901;partly;18", "“18” kender vi ikke"),
        ("Gåtur;Nordpolen;partly;3", "“Nordpolen” kender vi ikke"),
        ("Gåtur;9901;fint;3", "“fint” kender vi ikke"),
        ("Gåtur;9901;;3", "skriv, hvordan det gik"),
        (";9901;partly;3", "skriv, hvad I gjorde"),
        ("Gåtur;9901;partly;3;3", "et verdensmål står der to gange"),
        (f"{'a' * 40_000};9901;partly;3", "Der er plads til 200 tegn"),
        ("Gå\x00tur;9901;partly;3", "det usynlige tegn på plads nummer 3"),
        ("Gåtur;9901;partly;[{", "listen er ikke skrevet rigtigt"),
    ],
)
def test_a_bad_row_is_named_and_no_row_of_the_file_is_stored(file, cells, said):
    if cells.count(";") == 4:
        cells = cells.replace("3;3", '"3;3"')
    path = file(f"title;municipality;outcome;goals\r\nSkolehave;9901;partly;4\r\n{cells}\r\n")
    heard = refused(path)
    assert "Række 3:" in heard
    assert said in heard
    assert "1 række kan ikke læses. Intet er gemt." in heard


def test_the_good_rows_are_stored_when_asked_for(file):
    table = "title;municipality;outcome\r\nSkolehave;9901;partly\r\nGåtur;9901;fint\r\n"
    assert "1 afvist" in run(file(table), "--good-rows-only")
    assert [one.title for one in Practice.objects.all()] == ["Skolehave"]


def test_a_surrogate_in_json_is_a_line_of_the_report(file):
    rows = '[{"title": "G\\ud800tur", "municipality": "9901", "outcome": "partly"}]'
    assert "det usynlige tegn på plads nummer 2" in refused(file(rows, "a.json"))


def test_a_formula_is_a_line_of_the_report(file):
    path = file(workbook_with("<c r='A2'><f>1+1</f><v>2</v></c>"), "a.xlsx")
    said = refused(path)
    assert "(formel): title: her står en formel" in said
    assert "\ufffd" not in said


@pytest.mark.parametrize(
    ("said", "code"),
    [("delvist", "partly"), ("Ikke lykkedes", "did_not"), ("For tidligt", "too_early")],
)
def test_outcomes_are_known_as_people_write_them(file, said, code):
    run(file(f"title;municipality;outcome\r\nGåtur;9901;{said}\r\n"))
    assert Practice.objects.get().outcome == code


def test_the_same_practice_twice_in_a_file_is_one_unless_the_rows_disagree(file):
    head, row = "title;municipality;outcome\r\n", "Gåtur;9901;partly\r\n"
    assert "række 2, men anderledes" in refused(file(head + row + "Gåtur;9901;did_not\r\n"))
    assert "1 nye, 0 ændret, 1 uændret" in run(file(head + row + row))


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "Filen er tom."),
        (b"title;outcome\r\n", "a.csv", "ingen rækker"),
        (b"a;b\r\n1;2\r\n", "a.csv", "kolonne med titler"),
        (b'title;a\r\n"aldrig slut;2', "a.csv", "beskadiget"),
        (b'[{"title": "a"', "a.json", "beskadiget"),
        (b'{"title": "a"}', "a.json", "en liste af praksisser"),
        (b"[" * 100_000, "a.json", "beskadiget"),
        (b"%PDF-1.7 \x00\x01\x02\x03\x04\x05", "a.xlsx", "af en anden slags"),
        (b"title;outcome\r\na;partly\r\n", "a.xlsx", "af en anden slags"),
        (b"title;outcome\r\na;partly\r\n", "a.docx", "Gem filen som .xlsx"),
        (b"PK\x03\x04cut short", "a.xlsx", "beskadiget"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "låst",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "gammel Excel"),
        (b"a" * (20 * 1024 * 1024 + 1), "a.csv", "mere end 20 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(file, content, name, said):
    heard = refused(file(content, name))
    assert said in heard
    assert "\n" not in heard


def test_a_missing_file_is_one_sentence(tmp_path):
    assert refused(tmp_path / "væk.csv") == "Filen væk.csv kan ikke læses."


def test_a_workbook_that_unpacks_to_gigabytes_or_declares_entities_is_refused(file):
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    assert "20 MB" in refused(file(bomb.getvalue(), "a.xlsx"))
    path = file(workbook_with("", doctype='<!DOCTYPE a [<!ENTITY b "c">]>'), "b.xlsx")
    assert "tør åbne" in refused(path)


def workbook_with(cells, doctype=""):
    """A workbook of ours whose second row is replaced by bare XML."""
    whole = BytesIO(write_xlsx([Sheet("Ark", ("title", "outcome"), [("a", "b")])]))
    changed = BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                start, end = part.index('<row r="2"'), part.index("</sheetData>")
                part = f'{part[:start]}<row r="2">{cells}</row>{part[end:]}'
                part = part.replace("?>\n", f"?>\n{doctype}", 1)
            new.writestr(name, part)
    return changed.getvalue()


# --- Out and in again ---------------------------------------------------------------------


def rich():
    practice(
        "=1+1 'tit' _x0041_",
        departments=["culture", "health"],
        goals=[{"goal": 11, "role": "secondary", "sign": "-", "why": "- støj; larm"}, 3],
        targets=["3.4", "17.17"],
        themes=["people", "places"],
        packages=["tobak"],
        steps=[{"what": "-> 1\n=2", "went_wrong": "x" * 19_000, "changed": "\U0001f4a1" * 9_000}],
        partners=[{"name": "Ældre; Sagen", "role": '"+"'}],
        bad_experience="@ingen",
        bad_experience_visibility="network",
        source_url="https://example.org/?a=1;b=2",
        year=2024,
        status="withdrawn",
    )
    practice("[note]", status="draft", summary="'=")
    practice("Uden noget")


@pytest.mark.parametrize("form", FORMATS)
def test_export_import_export_is_the_same_file(tmp_path, file, form):
    rich()
    first = exported(tmp_path, form)
    Practice.objects.all().delete()
    assert "3 nye" in run(file(first, f"a.{form}"))
    assert exported(tmp_path, form) == first
    assert "3 uændret" in run(file(first, f"a.{form}"))


def test_a_full_example_goes_out_and_in_as_json(tmp_path, file):
    practice(**FULL)
    first = exported(tmp_path, "json")
    assert "1 uændret" in run(file(first, "a.json"))
    Practice.objects.all().delete()
    run(file(first, "a.json"))
    assert exported(tmp_path, "json") == first


def test_a_spreadsheet_leaves_the_full_example_alone(tmp_path, file):
    known = practice(**FULL)
    changed = exported(tmp_path, "csv").replace(known.title.encode(), b"Nyt navn")
    assert "ændret: title" in run(file(changed))
    known.refresh_from_db()
    assert known.title == "Nyt navn"
    assert known.requirements.get().text == "12 timer"
    assert known.health_as_means


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ('"licence": "alt"', "licence: “alt” kender vi ikke"),
        ('"review_on": "snart"', "skriv datoen som 2026-11-22"),
        ('"dilemma_of": 3', "to forskellige mål"),
        (
            f'"steps": {json.dumps(["Vi gik."] * 101)}',
            "steps: her står 101 rækker, og der er plads",
        ),
        (f'"partners": {json.dumps(["Skolen"] * 101)}', "partners: her står 101 rækker"),
        ('"requirements": [{"kind": "luft", "text": "x"}]', "“luft” kender vi ikke"),
    ],
)
def test_a_fault_in_the_full_example_is_a_line_too(file, field, said):
    rows = f'[{{"title": "Gåtur", "municipality": "9901", "outcome": "partly", {field}}}]'
    assert said in refused(file(rows, "a.json"))


def test_new_rows_get_numbers_behind_those_that_came_along(tmp_path, file):
    rich()
    first = exported(tmp_path, "json")
    Practice.objects.all().delete()
    run(file(first, "a.json"))
    assert practice("Ny").pk > max(row["id"] for row in json.loads(first))


def test_the_command_exports_drafts_and_what_is_for_the_own_house_and_filters(tmp_path):
    practice("Gåtur", goals=[3], status="draft", bad_experience="Ud", outcome="did_not")
    practice("Skolehave", goals=[4])
    everything = json.loads(exported(tmp_path, "json"))
    assert [row["title"] for row in everything] == ["Gåtur", "Skolehave"]
    assert everything[0]["bad_experience"] == "Ud"
    for words in (["--goal", "3"], ["goal=3"], ["?goal=3&outcome=did_not"], ["goal=3", "goal=x"]):
        (row,) = json.loads(exported(tmp_path, "json", *words))
        assert row["title"] == "Gåtur"


def test_what_cannot_be_written_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        exported(tmp_path / "væk", "csv")


def test_a_member_exports_and_imports_the_same_columns(client, file):
    practice("Gåtur", goals=[3], status="draft")
    client.force_login(member())
    content = client.get("/practices/export.csv").getvalue()
    assert "1 uændret" in run(file(content))


TEXT = st.text(max_size=60).map(lambda text: _clean(text))


def _clean(text):
    try:
        return clean_text(text, limit=20_000)
    except TextRefused:
        return ""


def one_line(text):
    return clean_text(text, limit=150, one_line=True)


STEP = st.fixed_dictionaries({"what": TEXT.filter(bool), "went_wrong": TEXT, "changed": TEXT})
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "title": TEXT.map(one_line).filter(bool),
            "summary": TEXT,
            "problem": TEXT,
            "result": TEXT | st.just("ø" * 19_999),
            "steps": st.lists(STEP, max_size=3),
            "partners": st.lists(
                st.fixed_dictionaries({"name": TEXT.map(one_line).filter(bool)}), max_size=2
            ),
            "themes": st.sampled_from([[], ["people"], ["planet", "places"]]),
        }
    ),
    min_size=1,
    max_size=3,
)


@pytest.mark.parametrize("form", FORMATS)
def test_every_storable_text_survives_the_way_out_and_in(form):
    known = Known.read()
    extras = {"who": "", "duration": "", "cost": ""}

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ROWS)
    def survives(rows):
        rows = [
            {"uid": f"0192aaaa-0000-7000-8000-{number:012}"}
            | row
            | {"steps": [{**step, **extras} for step in row["steps"]]}
            | {"partners": [{"role": "", **one} for one in row["partners"]]}
            for number, row in enumerate(rows)
        ]
        whole = [dict.fromkeys(COLUMNS, "") | row for row in rows]
        out = BytesIO()
        FILES[form](out, whole)
        answer = extract(out.getvalue(), form)
        fields = guess(answer["header"])
        for row, (_, cells) in zip(rows, answer["rows"], strict=True):
            cells = dict(zip(fields, cells, strict=False))
            back = {name: read_cell(name, cells.get(name, ""), known) for name in row}
            assert {name: _plain(value) for name, value in back.items()} == {
                name: _plain(value) for name, value in row.items()
            }

    survives()


def _plain(value):
    return [dict(sorted(it.items())) if isinstance(it, dict) else it for it in value]
