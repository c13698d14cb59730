"""Collections: a list of one's own, shared by a link that can be closed."""

import pytest

from practices.models import Collection
from sdg_platform.logs import masked
from tests.factories import collection, member, practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = member("staff")
    client.force_login(user)
    return user


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_practice_is_laid_into_a_new_collection_from_its_card(client, staff):
    walks = practice("Gå-aftaler", code="9902")
    assert f'action="/practices/{walks.pk}/collect/"' in read(client, walks.get_absolute_url())
    client.post(f"/practices/{walks.pk}/collect/", {"collection": "", "title": "Til udvalget"})
    made = Collection.objects.get()
    assert (made.title, made.owner, list(made.practices.all())) == ("Til udvalget", staff, [walks])
    html = read(client, made.get_absolute_url())
    assert f'data-practice="{walks.pk}"' in html
    assert made.get_absolute_url() in read(client, walks.get_absolute_url())

    client.post(f"{made.get_absolute_url()}remove/", {"practice": walks.pk})
    assert not made.practices.exists()


def test_a_collection_can_be_made_renamed_and_deleted(client, staff):
    client.post("/practices/collections/", {"title": "Unge"})
    made = Collection.objects.get()
    client.post(f"{made.get_absolute_url()}rename/", {"title": "Unge og trivsel"})
    assert "Unge og trivsel" in read(client, "/practices/collections/")
    response = client.post(f"{made.get_absolute_url()}rename/", {"title": " "})
    assert response.status_code == 422
    assert "Giv samlingen et navn." in response.content.decode()
    client.post(f"{made.get_absolute_url()}delete/")
    assert not Collection.objects.exists()


def test_the_link_lets_a_passer_by_read_and_dies_when_it_is_closed(client, staff):
    made = collection(practice("Gå-aftaler"), owner=staff)
    client.post(f"{made.get_absolute_url()}share/")
    made.refresh_from_db()
    link = f"/practices/shared/{made.token}/"
    assert len(made.token) >= 32
    assert link in read(client, made.get_absolute_url())
    client.logout()
    html = read(client, link)
    assert "Gå-aftaler" in html
    assert "<form method" not in html
    client.force_login(staff)
    client.post(f"{made.get_absolute_url()}unshare/")
    closed, unknown = client.get(link), client.get("/practices/shared/never-was/")
    assert closed.status_code == unknown.status_code == 404
    client.post(f"{made.get_absolute_url()}share/")
    assert client.get(link).status_code == 404


def test_a_link_shows_no_more_than_the_reader_may_see(client, staff):
    made = collection(practice("Hemmelig kladde", status="draft"), owner=staff, share=True)
    assert "Hemmelig kladde" in read(client, made.get_absolute_url())
    client.logout()
    html = read(client, f"/practices/shared/{made.token}/")
    assert "Hemmelig kladde" not in html
    assert 'data-total="0"' in html


def test_what_was_collected_is_put_side_by_side(client, staff):
    one = practice("Gå-aftaler", money_range="little", smallest_version="Gå en tur på en torsdag")
    other = practice("Cykelværksted")
    made = collection(one, other, owner=staff)
    html = read(client, made.get_absolute_url())
    assert 'id="compare" method="get" action="/practices/compare/"' in html
    assert html.count('name="id"') == html.count('form="compare" checked') == 2

    html = read(client, f"/practices/compare/?id={one.pk}&id={other.pk}")

    assert "Gå en tur på en torsdag" in html
    assert "Pris det første år, uden løn" in html


def test_not_even_a_colleague_sees_it_without_the_link(client, staff):
    made = collection(practice("Gå-aftaler"), owner=staff, share=True)
    client.force_login(member("administrator"))
    assert client.get(made.get_absolute_url()).status_code == 404
    assert "Til udvalget" not in read(client, "/practices/collections/")
    other = practice("Skolehave")
    answer = client.post(f"/practices/{other.pk}/collect/", {"collection": made.pk})
    assert answer.status_code == 404
    assert made.practices.count() == 1


def test_the_link_stands_in_no_log():
    assert masked("/practices/shared/abc123/") == "/practices/shared/***/"
