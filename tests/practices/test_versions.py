"""What a practice said before: readable differences, and an old text as the newest one."""

import pytest
from django.utils import timezone

from practices.card.diffing import pieces
from practices.models import Parts, Practice
from practices.rows import snapshot
from sdg_platform.taxonomy.models import Department
from tests.factories import member, practice
from tests.practices.test_rows import FULL

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = member("staff", name="Jonas Lund")
    client.force_login(user)
    return user


def changed(one, by, **fields):
    for name, value in fields.items():
        setattr(one, name, value)
    steps = [{"what": step.what} for step in one.steps.all()]
    one.save_parts(Parts(steps=steps), by=by)
    return one


def page(client, one, tail=""):
    return client.get(f"/practices/{one.pk}/versions/{tail}")


def test_the_list_says_who_changed_what(client, staff):
    one = changed(practice("Skolehave"), staff, title="Skolehave med bier")
    html = page(client, one).content.decode()
    assert html.index("Version 2") < html.index("Version 1")
    assert "Jonas Lund" in html
    assert "Hvad gjorde I?" in html
    assert "Gælder nu" in html


def test_a_difference_is_read_as_inserted_and_deleted(client, staff):
    one = changed(practice("Skolehave uden bier"), staff, title="Skolehave med bier")
    html = page(client, one, "2/").content.decode()
    assert "Skolehave <del>uden</del><ins>med</ins> bier" in html


def test_the_first_version_is_read_as_it_stands(client, staff):
    one = changed(practice("Skolehave uden bier"), staff, title="Skolehave med bier")
    html = page(client, one, "1/").content.decode()
    assert "Sådan begyndte den." in html
    assert "Skolehave uden bier</dd>" in html
    assert "<ins>" not in html


def test_what_people_wrote_stays_text_in_a_difference(client, staff):
    one = changed(practice("Have"), staff, title="Have <script>alert(1)</script>")
    html = page(client, one, "2/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;" in html


def test_parts_are_compared_in_words(client, staff):
    one = practice("Have", goals=[3], steps=["Vi gik."])
    one.save_parts(
        Parts(goals=[{"goal": 4, "role": "primary", "why": "Børn lærer."}], themes=["people"]),
        by=staff,
    )
    html = page(client, one, "2/").content.decode()
    assert "<ins>4</ins>" in html
    assert "Børn" in html
    assert "<ins>People</ins>" in html
    assert "<del>Vi gik.</del>" in html


@pytest.mark.parametrize("who", ["nobody", "neighbour"])
def test_others_do_not_know_that_there_are_versions(client, who):
    one = changed(practice("Have"), None, title="Haven")
    if who == "neighbour":
        client.force_login(member("coordinator", "9902"))
    for tail in ("", "1/", "2/"):
        assert page(client, one, tail).status_code == 404


def test_a_version_that_never_was_is_a_404(client, staff):
    assert page(client, practice(), "99/").status_code == 404


def test_an_old_text_comes_back_as_the_newest_version(client, staff):
    one = practice(**FULL)
    before = snapshot(Practice.objects.for_page().get(pk=one.pk))
    one.title, one.can_move = "Noget helt andet", ""
    one.save_parts(Parts(), by=staff)
    answer = client.post(f"/practices/{one.pk}/versions/1/restore/", {"version": "2"})
    assert (answer.status_code, answer.url) == (302, f"/practices/{one.pk}/")
    stored = Practice.objects.for_page().get(pk=one.pk)
    assert snapshot(stored) == before
    assert (stored.version, stored.versions.first().event) == (3, "restored")
    assert stored.versions.get(number=2).snapshot["title"] == "Noget helt andet"


def test_bringing_a_text_back_opens_nothing_that_was_closed(client, staff):
    one = practice(bad_experience="Have en følgeven.", bad_experience_visibility="public")
    changed(one, staff, bad_experience_visibility="own")
    client.post(f"/practices/{one.pk}/versions/1/restore/", {"version": "2"})
    assert Practice.objects.get().bad_experience_visibility == "own"


def test_bringing_a_text_back_does_not_publish_it(client, staff):
    one = practice(status="published")
    one.withdraw(by=staff)
    client.post(f"/practices/{one.pk}/versions/1/restore/", {"version": "2"})
    assert Practice.objects.get().status == "withdrawn"


@pytest.mark.parametrize("seen", ["1", "", "x", "9" * 30])
def test_bringing_back_on_top_of_somebody_elses_save_is_asked_again(client, staff, seen):
    one = changed(practice("Have"), staff, title="Haven")
    answer = client.post(f"/practices/{one.pk}/versions/1/restore/", {"version": seen})
    assert answer.status_code == 409
    assert "En anden har gemt imens" in answer.content.decode()
    assert Practice.objects.get().title == "Haven"


def test_a_long_text_is_compared_in_time():
    old, new = "ord " * 5_000, "andet " * 3_300
    started = timezone.now()
    assert [piece.kind for piece in pieces(old, new)] == ["del", "ins"]
    assert (timezone.now() - started).total_seconds() < 1


def test_the_list_takes_a_fixed_number_of_queries(client, staff, django_assert_max_num_queries):
    one = practice("Have")
    for n in range(12):
        changed(one, staff, title=f"Have {n}")
    with django_assert_max_num_queries(8):
        page(client, one)


# --- Still right --------------------------------------------------------------------------


def test_still_right_sets_the_day_and_asks_again_in_a_year(client, staff):
    one = practice()
    assert client.post(f"/practices/{one.pk}/confirm/").status_code == 302
    one.refresh_from_db()
    assert one.confirmed_on == timezone.localdate()
    assert (one.review_on - one.confirmed_on).days == 365
    assert one.versions.first().event == "confirmed"
    assert "Bekræftet" in client.get(f"/practices/{one.pk}/").content.decode()


def test_who_only_confirms_has_not_written_and_may_publish():
    writer, coordinator = member("staff"), member("coordinator")
    draft = practice(status="in_review", by=writer)
    draft.confirm(by=coordinator)
    draft.publish(by=coordinator)
    assert draft.status == "published"


def test_a_text_that_names_a_deleted_department_comes_back_without_it(client, staff):
    harbour = Department.objects.create(code="harbour", name_da="Havnen", position=99)
    one = practice("Både til alle", departments=["harbour", "health"], targets=["3.4"])
    one.title = "Både"
    one.save_parts(Parts(), by=staff)
    harbour.delete()
    assert "harbour" in page(client, one, "1/").content.decode()
    answer = client.post(f"/practices/{one.pk}/versions/1/restore/", {"version": "2"}, follow=True)
    assert answer.status_code == 200
    assert "Uden det, der ikke findes mere: harbour." in answer.content.decode()
    stored = Practice.objects.for_page().get(pk=one.pk)
    assert stored.title == "Både til alle"
    assert [row.department_id for row in stored.department_rows.all()] == ["health"]
    assert [target.pk for target in stored.targets.all()] == ["3.4"]
