"""What a workshop and its notes do, below the pages."""

import re

import pytest
from django.db import IntegrityError, transaction

from sdg_platform.accounts.actor import ANONYMOUS, Actor
from sdg_platform.editing import StaleVersion
from sdg_platform.search import index
from tests.factories import MunicipalityFactory, WorkshopFactory, actor, note_on
from workshops.models import (
    IdElsewhere,
    IdTaken,
    NewReflection,
    OpenQuestion,
    Phase,
    Reflection,
    TooFast,
    Workshop,
    WrongState,
    sheet_of,
)

pytestmark = pytest.mark.django_db


def numbers(workshop):
    return list(workshop.events.values_list("seq", "kind"))


def texts(workshop, quadrant="works"):
    return list(
        workshop.reflections.alive()
        .filter(quadrant=quadrant)
        .in_board_order()
        .values_list("text", flat=True)
    )


def participation(workshop):
    participant = workshop.participants.create()
    return participant, Actor(participations={workshop.pk: participant.pk})


# --- The life of a workshop --------------------------------------------------------------


def test_opening_gives_a_code_that_nobody_misreads_and_a_token_of_128_bits():
    workshop = WorkshopFactory()

    workshop.open()

    assert re.fullmatch("[A-HJKMNP-Z2-9]{8}", workshop.code)
    assert len(workshop.token) == 22
    assert workshop.phase == Phase.COLLECT


@pytest.mark.parametrize("end", [Workshop.close, Workshop.archive])
def test_code_and_token_die_with_the_meeting(end):
    workshop = WorkshopFactory(state="open")
    code = workshop.code

    end(workshop)

    workshop.refresh_from_db()
    assert (workshop.code, workshop.token) == (None, None)
    assert not Workshop.objects.with_code(code).exists()


def test_a_reopened_workshop_has_a_new_code():
    workshop = WorkshopFactory(state="open")
    first = workshop.code
    workshop.close()

    workshop.open()

    assert workshop.code != first
    assert workshop.closed_at is None


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("draft", Workshop.close),
        ("open", Workshop.open),
        ("closed", Workshop.close),
        ("archived", Workshop.open),
        ("archived", Workshop.close),
        ("archived", Workshop.archive),
    ],
)
def test_a_step_that_the_state_does_not_allow_is_refused(state, step):
    workshop = WorkshopFactory(state=state)

    with pytest.raises(WrongState) as refused:
        step(workshop)

    assert refused.value.state == state


def test_the_database_lets_no_code_outlive_the_open_state():
    workshop = WorkshopFactory(state="open")

    with pytest.raises(IntegrityError), transaction.atomic():
        Workshop.objects.filter(pk=workshop.pk).update(state="closed")


def test_a_code_is_found_in_any_case_and_with_gaps():
    workshop = WorkshopFactory(state="open")
    typed = f" {workshop.code[:4].lower()} {workshop.code[4:]}-"

    assert Workshop.objects.with_code(typed).get() == workshop
    assert not Workshop.objects.with_code(workshop.code[:7]).exists()


def test_nobody_joins_after_the_last_day(time_machine):
    workshop = WorkshopFactory(state="open", retention="2026-11-22")

    time_machine.move_to("2026-11-22T12:00:00+01:00")
    assert Workshop.objects.with_token(workshop.token).exists()
    time_machine.move_to("2026-11-23T12:00:00+01:00")
    assert not Workshop.objects.with_token(workshop.token).exists()


def test_revealing_takes_a_number_and_other_phases_do_not():
    workshop = WorkshopFactory(state="open")

    workshop.enter(Phase.TAG)
    workshop.enter(Phase.REVEAL)

    assert numbers(workshop) == [(1, "revealed")]
    assert workshop.phase == "reveal"


def test_the_last_phase_closes_the_workshop():
    workshop = WorkshopFactory(state="open")

    workshop.enter(Phase.CLOSED)

    assert workshop.state == "closed"


# --- A note is stored once ---------------------------------------------------------------


def test_the_same_note_sent_twice_is_stored_once():
    workshop = WorkshopFactory(state="open")
    new = NewReflection(quadrant="works", text="Skemaet med de 6 P'er")

    first, was_new = workshop.add_reflection(new)
    second, is_new = workshop.add_reflection(new)

    assert (first, was_new, is_new) == (second, True, False)
    assert numbers(workshop) == [(1, "added")]


def test_a_replay_is_known_after_the_note_was_edited_deleted_and_the_meeting_closed():
    workshop = WorkshopFactory(state="open")
    new = NewReflection(quadrant="works", text="Skemaet med de 6 P'er")
    note, _ = workshop.add_reflection(new)
    note.edit(text="Skemaet", quadrant="question", version=1)
    note.remove()
    workshop.close()

    stored, is_new = workshop.add_reflection(new)

    assert not is_new
    assert stored.deleted_at is not None


@pytest.mark.parametrize(
    "other", [{"text": "Noget andet"}, {"quadrant": "question"}], ids=["text", "field"]
)
def test_the_same_id_with_other_content_is_a_clash(other):
    workshop = WorkshopFactory(state="open")
    new = NewReflection(quadrant="works", text="Fælles sprog")
    workshop.add_reflection(new)

    with pytest.raises(IdTaken):
        workshop.add_reflection(
            NewReflection(**{"id": new.id, "quadrant": "works", "text": "Fælles sprog", **other})
        )


def test_the_same_note_of_another_participant_is_a_clash():
    workshop = WorkshopFactory(state="open")
    mette, _ = participation(workshop)
    jonas, _ = participation(workshop)
    new = NewReflection(quadrant="works", text="Fælles sprog", participant=mette)
    workshop.add_reflection(new)

    with pytest.raises(IdTaken):
        workshop.add_reflection(
            NewReflection(id=new.id, quadrant="works", text="Fælles sprog", participant=jonas)
        )


def test_an_id_of_another_workshop_does_not_exist_here():
    there, here = WorkshopFactory(state="open"), WorkshopFactory(state="open")
    new = NewReflection(quadrant="works", text="Fælles sprog")
    there.add_reflection(new)

    with pytest.raises(IdElsewhere):
        here.add_reflection(new)


@pytest.mark.parametrize("state", ["draft", "closed", "archived"])
def test_new_notes_need_an_open_board(state):
    workshop = WorkshopFactory(state=state)

    with pytest.raises(WrongState):
        workshop.add_reflection(NewReflection(quadrant="works", text="Fælles sprog"))


def test_a_participant_writes_30_new_notes_a_minute_and_replays_do_not_count(settings):
    settings.RATE_LIMITS = True
    workshop = WorkshopFactory(state="open")
    mette, _ = participation(workshop)
    sent = [NewReflection(quadrant="works", text=f"Note {n}", participant=mette) for n in range(30)]
    for new in [*sent, *sent[:5]]:
        workshop.add_reflection(new)

    with pytest.raises(TooFast) as refused:
        workshop.add_reflection(
            NewReflection(quadrant="works", text="Nummer 31", participant=mette)
        )

    assert 0 < refused.value.wait <= 60
    assert workshop.reflections.count() == 30


# --- Numbers and versions ----------------------------------------------------------------


def test_every_change_of_a_note_takes_the_next_number_without_a_gap():
    workshop = WorkshopFactory(state="open")
    first, second = note_on(workshop, "Første"), note_on(workshop, "Anden")

    first.edit(text="Første, rettet", quadrant="works", version=1)
    first.move("question", version=2)
    note_on(workshop, "Tredje")
    second.shift(up=False, version=1)
    second.remove()
    second.restore()

    kinds = ["added", "added", "edited", "moved", "added", "moved", "removed", "restored"]
    assert numbers(workshop) == list(enumerate(kinds, start=1))
    workshop.refresh_from_db()
    assert workshop.seq == 8


def test_tags_take_no_number():
    workshop = WorkshopFactory(state="open")
    note = note_on(workshop)

    note.tag([], [], [])

    assert numbers(workshop) == [(1, "added")]


def test_what_changes_nothing_takes_no_number():
    workshop = WorkshopFactory(state="open")
    note = note_on(workshop, "Fælles sprog")

    note.edit(text="Fælles sprog", quadrant="works", version=1)
    note.move("works", version=1)
    note.restore()

    assert numbers(workshop) == [(1, "added")]
    assert note.version == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda note: note.edit(text="Min", quadrant="works", version=1),
        lambda note: note.move("question", version=1),
        lambda note: note.shift(up=True, version=1),
    ],
    ids=["edit", "move", "shift"],
)
def test_an_old_version_changes_nothing(act):
    workshop = WorkshopFactory(state="open")
    note_on(workshop, "Over den")
    note = note_on(workshop, "Fælles sprog")
    Reflection.objects.get(pk=note.pk).edit(text="Deres", quadrant="works", version=1)

    with pytest.raises(StaleVersion):
        act(note)

    assert Reflection.objects.get(pk=note.pk).text == "Deres"
    assert len(numbers(workshop)) == 3


def test_a_deleted_note_cannot_be_edited_back_to_life():
    workshop = WorkshopFactory(state="open")
    note = note_on(workshop)
    note.remove()

    with pytest.raises(StaleVersion):
        note.edit(text="Igen", quadrant="works", version=note.version)


@pytest.mark.parametrize("state", ["closed", "archived"])
@pytest.mark.parametrize(
    "act",
    [
        lambda note: note.edit(text="Ny", quadrant="works", version=note.version),
        lambda note: note.move("question"),
        lambda note: note.shift(up=True, version=note.version),
        lambda note: note.remove(),
        lambda note: note.restore(),
    ],
    ids=["edit", "move", "shift", "remove", "restore"],
)
def test_nothing_is_written_once_the_meeting_is_over(state, act):
    workshop = WorkshopFactory(state="open")
    note = note_on(workshop)
    getattr(workshop, "close" if state == "closed" else "archive")()

    with pytest.raises(WrongState):
        act(note)


# --- Order -------------------------------------------------------------------------------


def test_a_note_moves_up_and_down_among_its_neighbours():
    workshop = WorkshopFactory(state="open")
    for text in ("A", "B", "C"):
        note_on(workshop, text)
    gone = note_on(workshop, "Slettet")
    gone.remove()
    last = note_on(workshop, "D")

    last.shift(up=True, version=1)
    assert texts(workshop) == ["A", "B", "D", "C"]
    last.shift(up=False, version=2)
    assert texts(workshop) == ["A", "B", "C", "D"]
    assert last.shift(up=False, version=3) is None


def test_a_moved_note_stands_last_in_its_new_field():
    workshop = WorkshopFactory(state="open")
    note = note_on(workshop, "Flyttet")
    note_on(workshop, "Stod her først", "question")

    note.move("question", version=1)

    assert texts(workshop, "question") == ["Stod her først", "Flyttet"]


def test_a_nested_note_is_set_in_under_its_parent_until_one_of_them_moves():
    workshop = WorkshopFactory(state="open")
    news = [
        NewReflection("question", "Hvad gør vi?"),
        NewReflection("question", "Hvem gør det?", parent=0),
    ]
    parent, _child = workshop.add_reflections(news)
    facilitator = Actor(roles={"9901": "facilitator"})

    def indented():
        fields = {field.code: field for field in sheet_of(workshop, facilitator)}
        return [note.is_indented for note in fields["question"].notes]

    assert indented() == [False, True]
    parent.move("works", version=1)
    assert indented() == [False]


# --- Who may read and change -------------------------------------------------------------


def test_notes_leave_the_house_only_when_the_meeting_is_over_and_both_say_so():
    workshop = WorkshopFactory(state="open", sharing="public")
    note_on(workshop, "Må alle se")
    note_on(workshop, "Kun os", sharing="own")
    neighbour = actor("staff", "9902")

    assert not Reflection.objects.visible_to(ANONYMOUS).exists()
    assert not Workshop.objects.visible_to(neighbour).exists()
    workshop.close()
    assert [note.text for note in Reflection.objects.visible_to(ANONYMOUS)] == ["Må alle se"]


def test_what_is_shared_with_the_network_is_for_members_only():
    workshop = WorkshopFactory(state="closed", sharing="network")
    note_on(workshop)

    assert Reflection.objects.visible_to(actor("staff", "9902")).exists()
    assert not Reflection.objects.visible_to(ANONYMOUS).exists()


def test_the_list_counts_only_notes_that_the_reader_may_read():
    workshop = WorkshopFactory(state="closed", sharing="public")
    note_on(workshop, "Må alle se")
    note_on(workshop, "Kun os", sharing="own")

    def count(reader):
        return Workshop.objects.visible_to(reader).for_list(reader).get().note_count

    assert count(ANONYMOUS) == 1
    assert count(actor("staff")) == 2


def test_a_participant_changes_only_the_own_notes():
    workshop = WorkshopFactory(state="open")
    mette, as_mette = participation(workshop)
    _, as_jonas = participation(workshop)
    note = note_on(workshop, participant=mette)

    assert note.may_be_changed_by(as_mette)
    assert not note.may_be_changed_by(as_jonas)
    assert not note.may_be_changed_by(actor("staff"))
    assert note.may_be_changed_by(actor("facilitator"))


def test_a_note_without_a_writer_belongs_to_no_passer_by():
    note = note_on(WorkshopFactory(state="open"))

    assert not note.may_be_changed_by(ANONYMOUS)


# --- Questions that live on --------------------------------------------------------------


def test_closing_brings_the_questions_into_the_register():
    workshop = WorkshopFactory(state="open")
    note_on(workshop, "Det fælles sprog")
    asked = note_on(workshop, "Hvordan bliver det integreret i politikker?", "question")
    note_on(workshop, "Slettet", "question").remove()

    workshop.close()

    assert [question.reflection for question in OpenQuestion.objects.all()] == [asked]


def test_notes_imported_into_a_closed_workshop_bring_theirs_too():
    workshop = WorkshopFactory(state="closed")

    note = note_on(workshop, "Inspirationskatalog fra KL", "question")

    assert note.open_question.municipality_id == "9901"


def test_a_question_moved_away_after_reopening_leaves_unless_it_was_answered():
    workshop = WorkshopFactory(state="open")
    moved = note_on(workshop, "Flyttet", "question")
    answered = note_on(workshop, "Besvaret", "question")
    workshop.close()
    answered.open_question.answer("Start småt", municipality_id="9901", by=actor().user)
    workshop.open()
    moved.move("works")
    answered.move("works")

    workshop.close()

    assert [question.reflection for question in OpenQuestion.objects.all()] == [answered]


# --- Search ------------------------------------------------------------------------------


def found(query, reader, kind):
    return [hit.object_id for hit in index.matching_ids(query, kind=kind, actor=reader)]


def test_a_note_is_found_by_the_own_municipality_at_once_and_by_others_when_it_is_shared():
    workshop = WorkshopFactory(state="open", sharing="public")
    note = note_on(workshop, "Væredygtighed og trivsel")
    neighbour = actor("staff", "9902")

    assert found("væredygtighed", actor("staff"), "reflection") == [str(note.pk)]
    assert found("væredygtighed", neighbour, "reflection") == []
    workshop.close()
    assert found("væredygtighed", neighbour, "reflection") == [str(note.pk)]
    assert found("netværksmøde", ANONYMOUS, "workshop") == [str(workshop.pk)]
    workshop.open()
    assert found("væredygtighed", neighbour, "reflection") == []


def test_the_narrower_word_decides_how_far_a_note_is_found():
    workshop = WorkshopFactory(state="closed", sharing="network")
    note = note_on(workshop, "Silobrydning")

    assert found("silobrydning", actor("staff", "9902"), "reflection") == [str(note.pk)]
    assert found("silobrydning", ANONYMOUS, "reflection") == []


def test_a_deleted_note_is_not_found_until_it_is_back():
    note = note_on(WorkshopFactory(state="open"), "Silobrydning")

    note.remove()
    assert found("silobrydning", actor("staff"), "reflection") == []
    note.restore()
    assert found("silobrydning", actor("staff"), "reflection") == [str(note.pk)]


def test_a_tagged_note_is_found_by_the_goals_name():
    note = note_on(WorkshopFactory(state="open"), "Gå-aftaler")

    note.tag([], [], note.themes.model.objects.filter(pk="people"))

    assert found("people", actor("staff"), "reflection") == [str(note.pk)]


def test_a_question_is_found_as_far_as_its_note():
    MunicipalityFactory(code="9902")
    workshop = WorkshopFactory(state="closed", sharing="public")
    note = note_on(workshop, "Hvem ejer planen?", "question")

    assert found("planen", ANONYMOUS, "question") == [str(note.open_question.pk)]
