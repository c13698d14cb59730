"""What the server refuses to start with: each finding is one sentence that says the cure."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from sdg_platform import checks
from tests.factories import UserFactory

HOUSE = Path(__file__).parent.parent


@pytest.fixture
def sound(settings, tmp_path):
    """An installation without fault, for a test to spoil in one place."""
    settings.DEBUG = False
    settings.SECRET_KEY = "kx93jfh2KDJ3jd9f8sdfjkh23rkjhsdf98sdf7kjh3r2kjhsdf98sd"
    settings.ALLOWED_HOSTS = ["sdg.example.dk"]
    settings.SITE_URL = "https://sdg.example.dk"
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings


@pytest.mark.django_db
def test_a_sound_installation_has_no_findings(sound):
    assert list(checks.findings()) == []


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("SECRET_KEY", "kort", "SECRET_KEY"),
        ("SECRET_KEY", "", "SECRET_KEY"),
        ("SECRET_KEY", "a" * 80, "SECRET_KEY"),
        ("SECRET_KEY", "django-insecure-" + "kx93jfh2KDJ3jd9f8sdfjkh23rkjhsdf98sdf7", "SECRET_KEY"),
        ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS is empty"),
        ("ALLOWED_HOSTS", ["sdg.example.dk", "*"], "ALLOWED_HOSTS holds *"),
        ("SITE_URL", "", "SITE_URL"),
        ("SITE_URL", "sdg.example.dk", "SITE_URL"),
    ],
)
def test_an_unsound_variable_is_named(sound, name, value, word):
    setattr(sound, name, value)
    (finding,) = checks.environment_findings()
    assert word in finding
    assert finding.endswith(".")


@pytest.mark.parametrize(
    ("hosts", "site"), [(["*"], ""), (["sdg.dk"], ""), ([".localhost"], "https://sdg.dk")]
)
def test_debug_with_a_public_host_is_refused(sound, hosts, site):
    sound.DEBUG, sound.ALLOWED_HOSTS, sound.SITE_URL = True, hosts, site
    (finding,) = checks.findings()
    assert "DEBUG is on" in finding


def test_debug_on_a_laptop_is_fine(sound):
    sound.DEBUG, sound.SITE_URL = True, "http://127.0.0.1:8000"
    sound.ALLOWED_HOSTS = [".localhost", "127.0.0.1", "[::1]"]
    assert list(checks.findings()) == []


@pytest.mark.django_db
def test_a_demo_user_with_the_published_password_is_refused(sound):
    UserFactory(email="admin@example.org", password="en helt anden kode")
    assert list(checks.database_findings()) == []
    UserFactory(email="staff@example.org", password="demo-verdensmaal")
    (finding,) = checks.database_findings()
    assert "staff@example.org" in finding


@pytest.mark.django_db
def test_a_database_that_lacks_a_migration_is_refused(sound):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'limits'")
    (finding,) = checks.database_findings()
    assert "manage.py migrate" in finding


def test_a_database_that_is_away_is_one_finding(sound, monkeypatch):
    def away(self):
        raise OperationalError("password=hemmelig")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", away)
    (finding,) = checks.database_findings()
    assert "does not answer" in finding
    assert "hemmelig" not in finding


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PRAGMAs are SQLite's")
def test_a_wrong_pragma_on_the_live_connection_is_refused(sound):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    sound_before = list(checks._pragma_findings())
    connection.transaction_mode, before = "DEFERRED", connection.transaction_mode
    try:
        assert sound_before == []
        (finding,) = checks._pragma_findings()
        assert "IMMEDIATE" in finding
    finally:
        connection.transaction_mode = before


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PRAGMAs are SQLite's")
def test_a_power_cut_setting_that_is_off_is_refused(sound, monkeypatch):
    monkeypatch.setitem(checks.PRAGMAS, "synchronous", 3)
    (finding,) = checks._pragma_findings()
    assert "synchronous=2" in finding


def test_media_that_cannot_be_written_is_refused(sound, tmp_path):
    (tmp_path / "fil").write_text("ikke en mappe")
    sound.MEDIA_ROOT = tmp_path / "fil" / "media"
    (finding,) = checks.file_findings()
    assert "MEDIA_ROOT" in finding


def test_uncollected_static_files_are_refused(sound, tmp_path):
    sound.STATIC_ROOT = tmp_path
    sound.STORAGES = sound.STORAGES | {
        "staticfiles": {"BACKEND": "sdg_platform.collected.CollectedFiles"}
    }
    (finding,) = checks.file_findings()
    assert "make install" in finding


def test_sqlite_on_a_network_file_system_is_refused(sound, monkeypatch, tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    assert checks.file_system_of(tmp_path / "db.sqlite3", mounts) == "nfs4"
    assert checks.file_system_of(Path("/usr/db.sqlite3"), mounts) == "ext4"
    assert checks.file_system_of(Path("/usr/db.sqlite3"), tmp_path / "no-such-table") == ""

    if connection.vendor == "sqlite":
        monkeypatch.setattr(checks, "file_system_of", lambda *_: "cifs")
        (finding,) = checks.file_findings()
        assert "cifs" in finding


def test_doctor_prints_each_finding_and_exits_1(sound):
    sound.SITE_URL, sound.ALLOWED_HOSTS = "", ["*"]
    out = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "database_findings", lambda: iter(()))
        with pytest.raises(SystemExit) as stop:
            call_command("doctor", stdout=out)
    assert stop.value.code == 1
    assert len(out.getvalue().splitlines()) == 2


@pytest.mark.django_db
def test_doctor_says_that_all_is_well(sound):
    out = StringIO()
    call_command("doctor", stdout=out)
    assert out.getvalue() == "Everything is sound.\n"


def run(*command, **environment):
    base = {"PATH": "/usr/bin:/bin", "DATABASE_URL": "sqlite:///:memory:"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=HOUSE,
        env=base | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("module", ["asgi", "wsgi"])
def test_the_server_refuses_to_start_with_one_sentence(module):
    result = run("-c", f"import sdg_platform.{module}", DEBUG="1", ALLOWED_HOSTS="sdg.dk")
    assert result.returncode == 1
    assert result.stderr.startswith("Refusing to start. DEBUG is on and sdg.dk is a public host")
    assert len(result.stderr.splitlines()) == 1


def test_the_server_refuses_to_start_without_any_environment():
    result = run("-c", "import sdg_platform.asgi")
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("Refusing to start. SECRET_KEY")


@pytest.mark.slow
def test_a_sound_environment_passes_djangos_own_deployment_checks():
    result = run(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        "--settings",
        "tests.production",
    )
    assert result.returncode == 0, result.stderr
