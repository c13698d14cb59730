import pytest
from django.db import DatabaseError

pytestmark = pytest.mark.django_db


def test_health_answers_over_plain_http_to_any_host_name(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/health/", headers={"Host": "10.0.0.7"})
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert not response.cookies


def test_health_is_503_without_a_database_and_says_nothing_of_it(client, monkeypatch):
    def gone(self):
        raise DatabaseError("password=hemmelig host=db.example")

    monkeypatch.setattr("sdg_platform.health.connection.cursor", lambda: gone(None), raising=False)
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable"}


def test_health_answers_no_writing(client):
    assert client.post("/health/").status_code == 405


def test_security_txt_names_a_contact_and_an_end(client, settings):
    settings.SITE_URL = "https://sdg.example.dk"
    settings.SECURITY_CONTACT = "mailto:sikkerhed@example.dk"
    text = client.get("/.well-known/security.txt")
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = text.content.decode().splitlines()
    assert lines[0] == "Contact: mailto:sikkerhed@example.dk"
    assert lines[1].startswith("Expires: 20")
    assert lines[3] == "Canonical: https://sdg.example.dk/.well-known/security.txt"
