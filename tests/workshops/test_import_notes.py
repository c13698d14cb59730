"""The command that brings documents in, as a script calls it."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import MunicipalityFactory, WorkshopFactory, note_on
from workshops.models import Reflection, Source, Workshop, WrongState

HOUSE = Path(__file__).resolve().parents[2]
SHARED = HOUSE.parent / "shared" / "notes"
NOTES = """# Opsamling fra Fjordby

## + Hvad fungerer?
- Det fælles sprog -> på tværs
- Æbler, øl og åben dør
  - også på rådhuset

## ? Hvilke spørgsmål står jeg tilbage med?
- Hvem ejer handleplanen?
- Hvem ejer handleplanen?

Eventuelt
Kaffe
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def fjordby():
    return MunicipalityFactory()


@pytest.fixture
def notes(tmp_path):
    """A document of Fjordby's; `notes("...")` writes another."""

    def write(text=NOTES, name="opsamling.md"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def run(*words):
    out = StringIO()
    call_command("import_notes", *map(str, words), stdout=out)
    return out.getvalue()


def run_json(*words):
    return json.loads(run(*words, "--format", "json"))


def nothing_is_stored():
    return not (Workshop.objects.exists() or Source.objects.exists() or Reflection.objects.exists())


def test_a_document_becomes_an_open_workshop_with_its_title_and_every_line(fjordby, notes):
    answer = run_json(notes(), "--municipality", "9901", "--date", "2026-11-22")
    workshop = Workshop.objects.get(pk=answer["workshop"])
    assert (workshop.title, workshop.state, workshop.phase) == (
        "Opsamling fra Fjordby",
        "open",
        "collect",
    )
    assert workshop.date.isoformat() == "2026-11-22"
    assert answer["title"] == "Opsamling fra Fjordby"
    assert answer["counts"] == {"works": 3, "question": 2, "does_not_work": 0, "take_forward": 0}
    assert answer["added"] == 5
    assert answer["reflections"][2] == {
        "quadrant": "works",
        "text": "også på rådhuset",
        "parent": 1,
        "line": 6,
    }
    assert [(it["line"], it["text"]) for it in answer["not_placed"]] == [
        (12, "Eventuelt"),
        (13, "Kaffe"),
    ]
    stored = list(workshop.reflections.order_by("seq"))
    assert [it.text for it in stored] == [it["text"] for it in answer["reflections"]]
    assert [it.source_line for it in stored] == [4, 5, 6, 9, 10]
    assert [it.seq for it in stored] == [1, 2, 3, 4, 5]
    assert stored[2].parent == stored[1]
    assert workshop.events.count() == 5


def test_the_document_is_kept_byte_for_byte(fjordby, notes):
    content = b"\xef\xbb\xbf" + NOTES.replace("\n", "\r\n").encode()
    run(notes(content), "--municipality", "9901")
    source = Source.objects.get()
    assert bytes(source.content) == content
    assert source.name == "opsamling.md"
    assert source.confirmed_at is not None


def test_the_same_file_again_adds_nothing_whatever_happened_to_its_notes(fjordby, notes):
    path = notes()
    workshop = run_json(path, "--municipality", "9901")["workshop"]
    first, second, *_ = Reflection.objects.order_by("seq")
    first.edit(text="Det fælles sprog, nu med eksempler", quadrant="question", version=1)
    second.remove()
    Reflection.objects.filter(source_line=10).delete()
    again = run_json(path, "--workshop", workshop)
    assert again["added"] == 0
    assert again["counts"]["works"] == 3
    assert Reflection.objects.count() == 4
    assert Source.objects.count() == 1


def test_a_changed_file_is_a_new_one_and_adds_its_lines(fjordby, notes):
    workshop = run_json(notes(), "--municipality", "9901")["workshop"]
    longer = notes(NOTES.replace("- Hvem", "- Hvad koster det?\n- Hvem", 1))
    assert run_json(longer, "--workshop", workshop)["added"] == 6
    assert Workshop.objects.get().reflections.count() == 11


def test_the_same_file_in_another_workshop_is_another_import(fjordby, notes):
    path = notes()
    ids = {run_json(path, "--municipality", "9901")["workshop"] for _ in range(2)}
    assert len(ids) == 2
    assert Reflection.objects.count() == 10


@pytest.mark.parametrize(
    ("extra", "name", "title"),
    [
        (["--title", "  Byrådets   døgn "], "opsamling.md", "Byrådets   døgn"),
        ([], "opsamling.md", "Opsamling fra Fjordby"),
    ],
)
def test_the_title_is_the_one_that_is_given_else_the_documents(fjordby, notes, extra, name, title):
    run(notes(name=name), "--municipality", "9901", *extra)
    assert Workshop.objects.get().title == title


def test_without_a_title_the_file_gives_its_name(fjordby, notes):
    run(notes(NOTES.partition("\n")[2], "Referat på Ærø.txt"), "--municipality", "9901")
    assert Workshop.objects.get().title == "Referat på Ærø"


def test_a_dry_run_needs_no_municipality_and_stores_nothing(notes):
    answer = run_json(notes(), "--dry-run")
    assert (answer["workshop"], answer["added"], answer["counts"]["works"]) == (None, 0, 3)
    assert nothing_is_stored()


def test_the_text_report_counts_each_field_and_shows_every_line_that_was_left(fjordby, notes):
    told = run(notes(), "--municipality", "9901")
    assert "Fungerer: 3\nSpørgsmål: 2\nFungerer ikke: 0\nTager jeg med: 0\n" in told
    assert "Linje 13: Kaffe (Linjen står under en ukendt overskrift.)" in told
    assert "5 nye noter i workshop" in told


def test_several_files_are_all_stored_or_none(fjordby, notes):
    good, bad = notes(), notes(b"\x89PNG\r\n\x1a\n" + bytes(50), "billede.docx")
    with pytest.raises(CommandError):
        run(good, bad, "--municipality", "9901")
    assert nothing_is_stored()
    other = notes(NOTES.replace("Fjordby", "Ådal"), "andet.md")
    answers = run_json(good, other, "--municipality", "9901")
    assert [answer["file"] for answer in answers] == ["opsamling.md", "andet.md"]
    assert Workshop.objects.count() == 2


def test_a_file_that_fails_while_it_is_stored_takes_the_earlier_ones_back(
    fjordby, notes, monkeypatch
):
    add = Workshop.add_reflections

    def refuse_ådal(workshop, news):
        if "Ådal" in workshop.title:
            raise WrongState("archived")
        return add(workshop, news)

    monkeypatch.setattr(Workshop, "add_reflections", refuse_ådal)
    other = notes(NOTES.replace("Fjordby", "Ådal"), "andet.md")
    with pytest.raises(CommandError, match="arkiveret"):
        run(notes(), other, "--municipality", "9901")
    assert nothing_is_stored()


REFUSED = {
    "tom.md": (b"", "Filen er tom."),
    "blank.txt": ("\ufeff \n\t\n".encode(), "Filen er tom."),
    "billede.docx": (b"\x89PNG\r\n\x1a\n" + bytes(50), "indholdet er af en anden slags"),
    "program.exe": (b"MZ" + bytes(90), "Gem filen som"),
    "lyver.txt": (b"PK\x03\x04" + bytes(90), "anden slags"),
    "noter": (bytes(range(256)) * 20, "Gem filen som"),
    "stor.txt": (b"- en note\n" * 2_200_000, "mere end 20 MB"),
    "lang.txt": (b"- en note\n" * 5_001, "5.000 afsnit"),
    "låst.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"E\0n\0c\0r\0y\0p\0t\0i\0o\0n" * 9, ""),
    "referat.md": ("# Byrådsmøde\nDagsorden\nBorgmesteren bød velkommen.".encode(), "ingen noter"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(fjordby, notes, name):
    content, sentence = REFUSED[name]
    with pytest.raises(CommandError) as refused:
        run(notes(content, name), "--municipality", "9901")
    told = str(refused.value)
    assert sentence in told
    assert "\n" not in told
    assert told.endswith(".")
    assert nothing_is_stored()


@pytest.mark.parametrize("name", ["tom.md", "blank.txt", "referat.md"])
def test_a_dry_run_of_a_file_without_notes_lists_what_stands_in_it(notes, name):
    answer = run_json(notes(REFUSED[name][0], name), "--dry-run")
    assert sum(answer["counts"].values()) == 0
    assert len(answer["not_placed"]) == (2 if name == "referat.md" else 0)


def test_a_line_that_is_too_long_for_a_note_is_listed_with_the_reason(fjordby, notes):
    path = notes(f"+ Hvad fungerer?\n- kort\n- {'lang ' * 401}\n")
    answer = run_json(path, "--municipality", "9901")
    assert answer["added"] == 1
    assert answer["not_placed"][0]["line"] == 3
    assert answer["not_placed"][0]["reason"] == "too_long"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "--municipality KODE eller --workshop NUMMER"),
        (["--municipality", "0000"], "ingen kommune med koden 0000"),
        (["--workshop", "987654321"], "ingen workshop"),
        (["--workshop", "øl"], "ingen workshop"),
        (["--municipality", "9901", "--date", "22/11"], "2026-11-22"),
        (["--municipality", "9901", "--title", "nul\x00"], "Titlen kan ikke gemmes"),
    ],
)
def test_what_is_asked_wrongly_is_said_and_nothing_stored(fjordby, notes, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(notes(), *words)
    assert nothing_is_stored()


def test_a_file_that_is_not_there_is_said(fjordby, tmp_path):
    with pytest.raises(CommandError, match=r"Filen væk.md kan ikke læses."):
        run(tmp_path / "væk.md", "--municipality", "9901")


def test_another_municipalitys_workshop_is_not_found(notes):
    workshop = WorkshopFactory(municipality=MunicipalityFactory(code="9902"))
    MunicipalityFactory()
    with pytest.raises(CommandError, match="ingen workshop"):
        run(notes(), "--workshop", workshop.pk, "--municipality", "9901")
    assert run_json(notes(), "--workshop", workshop.pk, "--municipality", "9902")["added"] == 5


def test_an_archived_workshop_takes_nothing_in(notes):
    workshop = WorkshopFactory(state="archived")
    with pytest.raises(CommandError, match="arkiveret"):
        run(notes(), "--workshop", workshop.pk)
    assert not Source.objects.exists()


def test_notes_are_numbered_after_those_that_stand_there(notes):
    workshop = WorkshopFactory(state="open")
    note_on(workshop, "Skrevet på mødet")
    run(notes(), "--workshop", workshop.pk)
    workshop.refresh_from_db()
    assert workshop.seq == 6
    assert list(workshop.reflections.order_by("seq").values_list("seq", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


@pytest.mark.skipif(
    not SHARED.exists(), reason="the real notes lie beside the repository and are not here"
)
def test_the_real_network_meeting_comes_in_whole(fjordby):
    path = SHARED / "network-meeting-da.md"
    answer = run_json(path, "--municipality", "9901")
    assert answer["counts"] == {"works": 10, "question": 11, "does_not_work": 8, "take_forward": 13}
    assert sum(it["parent"] is not None for it in answer["reflections"]) == 2
    text = path.read_text(encoding="utf-8")
    for note in Reflection.objects.all():
        assert note.text in text
    assert run_json(path, "--workshop", answer["workshop"])["added"] == 0
    assert Reflection.objects.count() == 42


@pytest.mark.slow
def test_from_a_shell_a_refusal_is_one_line_on_stderr_and_exit_1(tmp_path):
    (tmp_path / "tom.md").write_bytes(b"")
    database = f"sqlite:///{tmp_path / 'db.sqlite3'}"
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "sdg_platform.settings",
        "DEBUG": "1",
    }

    def manage(*words):
        return subprocess.run(
            [sys.executable, HOUSE / "manage.py", *words],
            capture_output=True,
            text=True,
            env=environment,
        )

    done = manage("import_notes", tmp_path / "tom.md", "--dry-run", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    refused = manage("import_notes", tmp_path / "væk.md", "--dry-run")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.strip().endswith("Filen væk.md kan ikke læses.")
    assert refused.stderr.count("\n") == 1
