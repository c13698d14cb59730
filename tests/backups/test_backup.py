"""One file out, the same installation back; a file that is not whole changes nothing."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from practices.catalogue import facets
from practices.models import Practice
from sdg_platform.accounts.actor import ANONYMOUS
from sdg_platform.accounts.models import User
from sdg_platform.management.backups.archive import MANIFEST
from tests.factories import brief, member, note_on, practice, question_from
from workshops.models import Reflection, Source

HOUSE = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ERASE_LIST = tmp_path / "erased.jsonl"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def file(tmp_path):
    return tmp_path / "kopi.zip"


def backup(file):
    call_command("backup", str(file), verbosity=0)
    return file


def restore(file, *words):
    out = StringIO()
    call_command("restore", str(file), *words, stdout=out)
    return out.getvalue()


def refused(file, *words):
    with pytest.raises(CommandError) as stopped:
        restore(file, *words)
    return str(stopped.value)


def parts_of(file):
    """What a backup holds, but not when it was made."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != MANIFEST}


def somebody_was_here():
    """Rows of every kind of value: texts, dates, keys, bytes, JSON, links."""
    writer = member()
    question = question_from("Hvem ejer “planen”? \U0001f4a1")
    question.answer("Vi gør", municipality_id="9901", by=writer)
    Source.objects.receive(question.reflection.workshop, name="a.md", content=b"\x00\xff+ \n")
    one = practice(
        "Gå-aftaler = 1", goals=[3, 11], steps=["Vi gik\nlangt"], targets=["3.4"], by=writer
    )
    brief(practices=[one])
    return one


def test_everything_comes_back_as_it_was(file, tmp_path, media, client):
    one = somebody_was_here()
    (media / "practices").mkdir()
    (media / "practices" / "æ.txt").write_bytes(b"bilag")
    before = parts_of(backup(file))
    one.title = "Noget andet"
    one.save()
    practice("Kom til siden")
    (media / "practices" / "æ.txt").write_bytes(b"andet")
    (media / "nyt.txt").write_bytes(b"nyt")
    restore(file, "--replace")
    assert parts_of(backup(tmp_path / "igen.zip")) == before
    assert [it.title for it in Practice.objects.all()] == ["Gå-aftaler = 1"]
    assert (media / "practices" / "æ.txt").read_bytes() == b"bilag"
    assert sorted(path.name for path in media.rglob("*")) == ["practices", "æ.txt"]
    assert facets.seen_by(ANONYMOUS).counts("goal")["3"] == 1
    assert f'data-practice="{one.pk}"' in client.get("/practices/?q=gå-aftaler").content.decode()
    assert client.post("/accounts/login/", {"login": "x"}).status_code == 200


def test_new_rows_get_numbers_behind_the_restored_ones(file):
    one = somebody_was_here()
    restore(backup(file), "--replace")
    assert practice("Ny").pk > one.pk


def test_a_backup_is_for_its_owner_alone(file):
    backup(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert not file.with_name("kopi.zip.part").exists()


def test_a_database_in_use_is_left_alone_without_replace(file):
    somebody_was_here()
    backup(file)
    assert "add --replace" in refused(file)
    User.objects.update(name="Anna")
    assert "add --replace" in refused(file)
    assert User.objects.first().name == "Anna"


def test_a_database_that_was_only_migrated_takes_a_backup_at_once(file):
    assert "rows of" in restore(backup(file))


@pytest.mark.parametrize("cut", [0, 10, 0.3, 0.7, -1])
def test_a_file_that_was_cut_short_changes_nothing(file, cut):
    somebody_was_here()
    whole = backup(file).read_bytes()
    file.write_bytes(whole[: int(cut * len(whole)) if isinstance(cut, float) else cut])
    assert "cut short. Nothing is changed." in refused(file, "--replace")


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7])
def test_a_flipped_byte_changes_nothing(file, place):
    somebody_was_here()
    whole = bytearray(backup(file).read_bytes())
    whole[int(place * len(whole))] ^= 0xFF
    file.write_bytes(whole)
    assert "Nothing is changed." in refused(file, "--replace")
    assert Practice.objects.count() == 1


def changed(file, name, change):
    """The backup with one part changed, and everything else as it was."""
    with zipfile.ZipFile(file) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(file, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)


def test_a_part_that_is_not_what_was_written_is_refused(file):
    somebody_was_here()
    backup(file)
    changed(
        file, "tables/practices.Practice.jsonl", lambda part: part.replace(b"aftaler", b"aFtaler")
    )
    assert "practices.Practice.jsonl is not what was written" in refused(file, "--replace")


def test_a_backup_of_another_version_is_refused(file):
    backup(file)

    def of_another(manifest):
        told = json.loads(manifest)
        return json.dumps({**told, "migrations": told["migrations"][:-1]}).encode()

    changed(file, MANIFEST, of_another)
    assert "another version" in refused(file)


def test_a_path_that_leads_elsewhere_is_refused(file):
    backup(file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("media/../../ud.txt", b"x")
    assert "damaged" in refused(file)


@pytest.mark.parametrize(("content", "said"), [(b"", "no backup"), (b"hej", "no backup")])
def test_what_is_no_backup_is_one_sentence(file, content, said):
    file.write_bytes(content)
    assert said in refused(file)


def test_a_missing_file_is_one_sentence(tmp_path):
    assert "cannot be read" in refused(tmp_path / "væk.zip")
    with pytest.raises(CommandError, match="cannot be written"):
        backup(tmp_path / "væk" / "kopi.zip")


# --- Erasing --------------------------------------------------------------------------------


def test_erasing_a_writer_leaves_nothing_readable_and_survives_an_old_backup(file, client):
    note = note_on(practice_room(), "Min bror drikker")
    other = note_on(note.workshop, "Konkrete eksempler fungerer")
    writer = note.workshop.participants.create()
    Reflection.objects.filter(pk=note.pk).update(participant=writer)
    more = note_on(note.workshop, "Ring til mig", quadrant="question", participant=writer)
    backup(file)
    call_command("erase", "--reflection", str(note.pk), verbosity=0)
    assert_gone(note, more, other)
    restore(file, "--replace")
    assert_gone(note, more, other)


def practice_room():
    from tests.factories import WorkshopFactory

    return WorkshopFactory(state="open")


def assert_gone(note, more, other):
    said = "".join(Reflection.objects.values_list("text", flat=True))
    assert "drikker" not in said
    assert "Ring" not in said
    assert Reflection.objects.get(pk=other.pk).text == "Konkrete eksempler fungerer"
    assert Reflection.objects.get(pk=note.pk).deleted_at is not None
    assert Reflection.objects.get(pk=more.pk).participant is None
    from sdg_platform.search.models import EntryText, Word

    assert not EntryText.objects.filter(title__contains="drikker").exists()
    assert not Word.objects.filter(word="drikker").exists()


def test_erasing_an_account_takes_the_name_out_of_rows_and_history(file, client, settings):
    user = member(name="Anna Ærø", email="anna@example.org")
    client.force_login(user)
    one = practice("Gåtur", owner_name="Anna Ærø", owner_contact="anna@example.org", by=user)
    backup(file)
    call_command("erase", "--user", "Anna@example.org", verbosity=0)
    assert_nobody_knows(one)
    restore(file, "--replace")
    assert_nobody_knows(one)
    listed = Path(settings.ERASE_LIST).read_text()
    assert "anna" not in listed.casefold()
    assert str(user.pk) in listed


def assert_nobody_knows(one):
    assert not User.objects.exists()
    one = Practice.objects.get(pk=one.pk)
    assert (one.title, one.owner_name, one.owner_contact, one.created_by) == ("Gåtur", "", "", None)
    assert all(not it.snapshot["owner_contact"] for it in one.versions.all())


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (["--reflection", "0192aaaa-0000-7000-8000-00000000dead"], "no note"),
        (["--reflection", "x"], "no note"),
        (["--user", "x"], "no account"),
    ],
)
def test_erasing_what_is_not_there_is_one_sentence(who, said, settings):
    with pytest.raises(CommandError, match=said):
        call_command("erase", *who)
    assert not Path(settings.ERASE_LIST).exists()


# --- Real processes -----------------------------------------------------------------------


def manage(folder, *words, **more):
    environment = os.environ | {
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{folder}/sdg.sqlite3",
        "MEDIA_ROOT": str(folder / "media"),
        "ERASE_LIST": str(folder / "erased.jsonl"),
        "DJANGO_SETTINGS_MODULE": "sdg_platform.settings",
        **more,
    }
    command = [sys.executable, str(HOUSE / "manage.py"), *map(str, words)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def done(process):
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out


@pytest.mark.slow
def test_killed_at_any_moment_it_leaves_all_of_the_old_or_all_of_the_new(tmp_path):
    done(manage(tmp_path, "migrate", "-v0"))
    old, new = tmp_path / "old.zip", tmp_path / "new.zip"
    done(manage(tmp_path, "backup", old))
    done(manage(tmp_path, "load_demo", "-v0"))
    done(manage(tmp_path, "backup", new))
    allowed = [parts_of(old), parts_of(new)]
    for delay in (0.8, 1.2, 1.6, 2.2, 3.0):
        process = manage(tmp_path, "restore", old, "--replace")
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        done(manage(tmp_path, "backup", tmp_path / "now.zip"))
        assert parts_of(tmp_path / "now.zip") in allowed
        done(manage(tmp_path, "restore", new, "--replace"))


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "postgresql", reason="DATABASE_URL names no PostgreSQL")
def test_sqlite_to_postgresql_to_sqlite_is_equal(tmp_path):
    done(manage(tmp_path, "migrate", "-v0"))
    done(manage(tmp_path, "load_demo", "-v0"))
    done(manage(tmp_path, "backup", tmp_path / "a.zip"))
    base, _, name = os.environ["DATABASE_URL"].rpartition("/")
    scratch = f"{name}_restored"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{scratch}"')
        server.execute(f'CREATE DATABASE "{scratch}"')
        try:
            there = {"DATABASE_URL": f"{base}/{scratch}"}
            done(manage(tmp_path, "restore", tmp_path / "a.zip", **there))
            done(manage(tmp_path, "backup", tmp_path / "b.zip", **there))
        finally:
            server.execute(f'DROP DATABASE "{scratch}"')
    done(manage(tmp_path, "restore", tmp_path / "b.zip", "--replace"))
    done(manage(tmp_path, "backup", tmp_path / "c.zip"))
    assert (
        parts_of(tmp_path / "a.zip") == parts_of(tmp_path / "b.zip") == parts_of(tmp_path / "c.zip")
    )
