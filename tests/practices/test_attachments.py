"""ASVS 5.2: files on the steps of a practice, hung, fetched and taken down."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from practices.models import Practice
from tests.factories import member, practice

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 seddel"


@pytest.fixture
def staff(client):
    user = member("staff")
    client.force_login(user)
    return user


@pytest.fixture
def walk(staff):
    return practice("Gåtur", steps=["Vi skrev en seddel.", "Vi gik."])


def hang(client, one, name="seddel.pdf", content=PDF, step="1"):
    file = SimpleUploadedFile(name, content)
    return client.post(f"/practices/{one.pk}/files/", {"step": step, "file": file})


def test_a_file_hangs_on_its_step_and_is_fetched_from_the_card(client, walk):
    assert hang(client, walk).status_code == 302
    hung = walk.steps.get(position=1).attachment
    url = f"/practices/{walk.pk}/files/{hung.pk}/"
    client.logout()
    assert url in client.get(f"/practices/{walk.pk}/").content.decode()
    response = client.get(url)
    assert response.content == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert 'attachment; filename="seddel.pdf"' in response.headers["Content-Disposition"]
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_hanging_a_file_is_a_version_and_an_edit_keeps_it(client, walk):
    hang(client, walk)
    walk.refresh_from_db()
    assert walk.version == 2
    html = client.get(f"/practices/{walk.pk}/edit/").content.decode()
    hung = walk.steps.get(position=1).attachment
    assert f'name="steps-0-attachment" value="{hung.pk}"' in html
    client.post(
        f"/practices/{walk.pk}/edit/",
        {
            "version": "2",
            "title": "Gåtur",
            "outcome": "partly",
            "steps-0-what": "Vi gik.",
            "steps-1-what": "Vi skrev en seddel.",
            "steps-1-attachment": str(hung.pk),
        },
    )
    assert [step.attachment for step in walk.steps.all()] == [None, hung]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("seddel.pdf", b"<script>alert(1)</script>"),
        ("seddel.html", b"<script>alert(1)</script>"),
        ("seddel.svg", b"<svg onload='x'/>"),
        ("foto.jpg", b"\xff\xd8\xff\xe0 jpeg"),
        ("seddel.docx", b"%PDF-1.7"),
        ("seddel", PDF),
        ("seddel.pdf", b""),
    ],
)
def test_what_is_not_a_document_is_refused(client, walk, name, content):
    response = hang(client, walk, name, content)
    assert response.status_code == 422
    assert "Den slags fil kan vi ikke tage" in response.content.decode()
    assert not walk.attachments.exists()


def test_a_file_that_is_too_large_is_refused(client, walk):
    response = hang(client, walk, content=PDF + b"x" * 10_000_000)
    assert response.status_code == 422
    assert "højst fylde 10 MB" in response.content.decode()


@pytest.mark.parametrize("step", ["", "3", "x", "9" * 30])
def test_a_step_that_is_not_there_is_refused(client, walk, step):
    assert hang(client, walk, step=step).status_code == 422
    assert not walk.attachments.exists()


def test_a_draft_keeps_its_files_to_itself(client, walk):
    hang(client, walk)
    hung = walk.attachments.get()
    walk.withdraw(by=member("coordinator"))
    client.logout()
    assert client.get(f"/practices/{walk.pk}/files/{hung.pk}/").status_code == 404


def test_a_file_that_hangs_nowhere_any_more_is_not_handed_out(client, walk):
    hang(client, walk)
    hung = walk.attachments.get()
    hang(client, walk, "ny.pdf")
    assert walk.steps.get(position=1).attachment.name == "ny.pdf"
    assert client.get(f"/practices/{walk.pk}/files/{hung.pk}/").status_code == 404


def test_what_is_taken_down_is_gone_from_the_disk(client, walk, django_capture_on_commit_callbacks):
    hang(client, walk)
    hung = walk.attachments.get()
    path = Path(settings.MEDIA_ROOT) / hung.file.name
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/practices/{walk.pk}/files/{hung.pk}/delete/")
    assert not path.exists()
    assert walk.steps.get(position=1).attachment is None
    assert Practice.objects.get().version == 3


def test_an_old_version_brought_back_lives_without_the_file_that_is_gone(client, walk):
    hang(client, walk)
    client.post(f"/practices/{walk.pk}/files/{walk.attachments.get().pk}/delete/")
    answer = client.post(f"/practices/{walk.pk}/versions/2/restore/", {"version": "3"})
    assert answer.status_code == 302
    assert walk.steps.get(position=1).attachment is None


def test_a_practice_without_steps_says_what_comes_first(client, staff):
    one = practice()
    html = client.get(f"/practices/{one.pk}/files/").content.decode()
    assert "Fortæl det første trin" in html
