"""A workshop of several municipalities: guests read along and help, the host decides.

ASVS 8.2.1: what a guest may do ends with the guest list.
"""

import pytest

from tests.factories import MunicipalityFactory, WorkshopFactory, actor, member, note_on
from workshops.models import Action, Reflection, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def joint():
    """Fjordby's open workshop with Bakkeby as its guest."""
    workshop = WorkshopFactory(state="open", title="Sundhed på begge sider af fjorden")
    workshop.cohosts.add(MunicipalityFactory(code="9902"))
    return workshop


def body(response):
    return response.content.decode()


def test_a_guests_facilitator_reads_and_writes_on_the_board(client, joint):
    client.force_login(member("facilitator", "9902"))
    note = note_on(joint, "Vi mødes på færgen")

    page = body(client.get(f"/workshops/{joint.pk}/"))
    answer = client.post(
        f"/workshops/{joint.pk}/reflections/",
        {"id": "0192aaaa-0000-7000-8000-000000000001", "quadrant": "works", "text": "Fælles bus"},
        headers={"HX-Request": "true"},
    )
    gone = client.post(f"/workshops/{joint.pk}/reflections/{note.pk}/delete/")

    assert "Vi mødes på færgen" in page
    assert f'data-code="{joint.code}"' in page
    assert answer.status_code == 201
    assert gone.status_code == 303


@pytest.mark.parametrize("step", ["phase", "timer", "close"])
def test_a_guests_facilitator_leads_the_room(client, joint, step):
    client.force_login(member("facilitator", "9902"))

    answer = client.post(f"/workshops/{joint.pk}/{step}/", {"phase": "reveal", "minutes": "5"})

    assert answer.status_code == 302


@pytest.mark.parametrize("role", ["facilitator", "coordinator"])
def test_a_guest_does_not_decide_about_the_workshop(client, joint, role):
    client.force_login(member(role, "9902"))

    page = body(client.get(f"/workshops/{joint.pk}/"))
    edit = client.get(f"/workshops/{joint.pk}/edit/")
    archive = client.post(f"/workshops/{joint.pk}/archive/")

    assert "Ret oplysninger" not in page
    assert edit.status_code == archive.status_code == 403
    assert "Det bestemmer den kommune, der er vært." in body(edit)
    joint.refresh_from_db()
    assert joint.state == "open"


def test_a_guests_staff_reads_along_and_steers_nothing(client, joint):
    client.force_login(member("staff", "9902"))
    note_on(joint, "Vi mødes på færgen")

    assert "Vi mødes på færgen" in body(client.get(f"/workshops/{joint.pk}/"))
    assert client.get(f"/workshops/{joint.pk}/changes/?after=0").status_code == 200
    assert client.post(f"/workshops/{joint.pk}/close/").status_code == 403


@pytest.mark.parametrize("role", ["facilitator", "coordinator", "administrator"])
def test_a_third_municipality_does_not_find_it(client, joint, role):
    client.force_login(member(role, "9903"))

    for way in ["", "changes/", "screen/", "minutes.json", "edit/"]:
        assert client.get(f"/workshops/{joint.pk}/{way}").status_code == 404
    assert joint.title not in body(client.get("/workshops/"))


def test_a_guest_that_is_taken_off_the_list_sees_it_no_more(client, joint):
    client.force_login(member("facilitator", "9902"))
    joint.cohosts.clear()

    assert client.get(f"/workshops/{joint.pk}/").status_code == 404


def test_guests_read_the_minutes_while_it_is_open(client, joint):
    client.force_login(member("staff", "9902"))
    note_on(joint, "Vi mødes på færgen", sharing="own")

    minutes = client.get(f"/workshops/{joint.pk}/minutes.json").json()

    assert [note["text"] for note in minutes["reflections"]] == ["Vi mødes på færgen"]
    assert minutes["workshop"]["guests"] == ["9902"]


def test_page_list_and_minutes_name_everybody_who_holds_it(client, joint):
    client.force_login(member("staff"))

    for url in ["/workshops/", f"/workshops/{joint.pk}/", f"/workshops/{joint.pk}/minutes.txt"]:
        assert "Bakkeby Kommune" in body(client.get(url)), url


def test_who_works_for_both_runs_it_through_the_host():
    both = actor("facilitator", "9901")
    joint = WorkshopFactory()
    joint.cohosts.add(MunicipalityFactory(code="9902"))
    torn = type(both)(both.user, {"9902": "staff", "9901": "facilitator"})

    assert joint.holding_code(torn) == "9901"
    assert joint.is_hosted_by(torn)
    assert joint.holding_code(type(both)(both.user, {"9901": "staff", "9902": "facilitator"})) == (
        "9902"
    )


def test_a_joint_workshop_is_found_once(joint):
    guest = actor("facilitator", "9902")
    joint.cohosts.add(MunicipalityFactory(code="9903"))
    note_on(joint)

    assert Workshop.objects.visible_to(guest).count() == 1
    assert Workshop.objects.owned_by(guest).count() == 1
    assert Reflection.objects.visible_to(guest).count() == 1
    assert Workshop.objects.visible_to(guest).for_list(guest).get().note_count == 1


def test_the_host_asks_nobody_who_the_guests_are(joint, django_assert_num_queries):
    host = actor("facilitator", "9901")
    fresh = Workshop.objects.get()

    with django_assert_num_queries(0):
        assert fresh.is_run_by(host)


def test_a_guests_facilitator_sees_a_hidden_note_and_its_staff_does_not(joint):
    note = note_on(joint, "Vi mødes på færgen")
    Reflection.objects.update(hidden_at="2026-11-27T09:00:00Z")

    for role, seen in [("facilitator", 1), ("staff", 0)]:
        board = joint.reflections.on_board(actor(role, "9902"))
        assert board.filter(pk=note.pk).count() == seen


def test_guests_see_and_keep_the_actions_and_questions_of_a_joint_workshop(client, joint):
    note_on(joint, "Hvem betaler færgen?", "question")
    action = Action(workshop=joint, text="Ring til havnen")
    action.agree(by=None)
    joint.close()
    client.force_login(member("facilitator", "9902"))

    assert "Ring til havnen" in body(client.get(f"/workshops/{joint.pk}/actions/"))
    assert "Hvem betaler færgen?" in body(client.get("/questions/"))
    assert client.get(f"/workshops/{joint.pk}/actions/{action.pk}/edit/").status_code == 200
    client.force_login(member("facilitator", "9903"))
    assert "Hvem betaler færgen?" not in body(client.get("/questions/"))
    assert client.get(f"/workshops/{joint.pk}/actions/{action.pk}/edit/").status_code == 404
