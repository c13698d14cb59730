"""Finished workshops with their notes, and the questions that live on, in bulk."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from sdg_platform.management.synthetic.texts import Story, place
from sdg_platform.management.synthetic.world import (
    CHUNK,
    SHARING,
    Progress,
    World,
    draw,
    insert,
    link,
    moment,
    new_id,
)
from sdg_platform.search import index
from workshops.models import (
    Answer,
    BoardEvent,
    NewReflection,
    OpenQuestion,
    Quadrant,
    Reflection,
    Workshop,
)

# How often each code comes, out of 100.
NOTE_SHARING = {"public": 82, "network": 11, "own": 7}
QUADRANTS = {"works": 25, "question": 27, "does_not_work": 20, "take_forward": 28}
STATES = {"closed": 88, "archived": 12}


@dataclass
class Board:
    workshop: Workshop
    when: datetime
    notes: list[Reflection]
    stories: list[Story]

    def tags(self, kind: str, chance: float) -> list[tuple[UUID, Any]]:
        """Some of the notes, with what their story is mostly about; `chance` is from 0 to 1."""
        pairs = zip(self.notes, self.stories, strict=True)
        return [(note.pk, s.topic[kind][0]) for note, s in pairs if s.dice.random() < chance]


def make_reflections(number: int, world: World, progress: Progress) -> None:
    """Make so many notes, 20 to 60 on a board."""
    dice, ids = world.dice("reflections"), world.dice("reflection ids")
    left = number
    while left:
        boards: list[Board] = []
        made = 0
        while made < min(CHUNK, left):
            boards.append(_board(world, dice, ids, min(left - made, dice.randint(20, 60))))
            made += len(boards[-1].notes)
        with transaction.atomic():
            _store(boards)
            _ask(boards, world, dice)
            _put_in_index(boards)
        left -= made
        progress(made)


def _board(world: World, dice: Random, ids: Random, size: int) -> Board:
    story, when = Story(dice), moment(dice)
    workshop = Workshop(
        title=story.title("workshops"),
        date=when.date(),
        place=f"Forsamlingshuset i {place(dice)}",
        municipality=world.municipality(dice),
        purpose=story.one("purposes"),
        sharing=draw(dice, SHARING),
        state=draw(dice, STATES),
        phase="closed",
        seq=size,
        closed_at=when,
    )
    stories = [Story(dice) for _note in range(size)]
    notes = [_note(workshop, told, ids, seq) for seq, told in enumerate(stories, start=1)]
    places = dict.fromkeys(Quadrant.values, 0)
    for note in notes:
        places[note.quadrant] += 1
        note.position = places[note.quadrant]
    return Board(workshop, when, notes, stories)


def _note(workshop: Workshop, story: Story, ids: Random, seq: int) -> Reflection:
    quadrant = draw(story.dice, QUADRANTS)
    said = NewReflection(quadrant, story.note(quadrant), id=new_id(ids))
    return Reflection(
        id=said.id,
        municipality_id=workshop.municipality_id,
        quadrant=said.quadrant,
        text=said.text,
        fingerprint=said.fingerprint,
        seq=seq,
        sharing=draw(story.dice, NOTE_SHARING),
    )


def _store(boards: list[Board]) -> None:
    workshops = Workshop.objects.bulk_create(board.workshop for board in boards)
    stored = Workshop.objects.filter(pk__in=[workshop.pk for workshop in workshops])
    # Django stamps new rows with the clock.
    stored.update(created_at=F("closed_at"), updated_at=F("closed_at"))
    goals = [(board.workshop.pk, board.stories[0].topic["goals"][:2]) for board in boards]
    link(Workshop, "goals", [(key, goal) for key, some in goals for goal in some])
    for board in boards:
        for note in board.notes:
            note.workshop = board.workshop
            note.created_at = note.updated_at = board.when
    notes = [note for board in boards for note in board.notes]
    insert(notes)
    insert(
        [
            BoardEvent(
                workshop=board.workshop, seq=note.seq, kind="added", reflection=note, at=board.when
            )
            for board in boards
            for note in board.notes
        ]
    )
    link(Reflection, "goals", [pair for board in boards for pair in board.tags("goals", 0.4)])
    link(Reflection, "themes", [pair for board in boards for pair in board.tags("themes", 0.2)])


def _ask(boards: list[Board], world: World, dice: Random) -> None:
    """Enter each `?` in the register; every fourth has an answer from another municipality."""
    asked = [
        (note, story)
        for board in boards
        for note, story in zip(board.notes, board.stories, strict=True)
        if note.quadrant == Quadrant.QUESTION
    ]
    questions = OpenQuestion.objects.bulk_create(
        OpenQuestion(reflection=note, municipality_id=note.municipality_id)
        for note, _story in asked
    )
    happened = Reflection.objects.filter(pk=OuterRef("reflection")).values("created_at")
    stored = OpenQuestion.objects.filter(pk__in=[question.pk for question in questions])
    stored.update(created_at=Subquery(happened))
    insert(
        [
            Answer(
                question=question,
                municipality=world.municipality(dice),
                text=text,
                created_at=note.created_at + timedelta(days=dice.randint(2, 40)),
            )
            for (note, story), question in zip(asked, questions, strict=True)
            if (text := story.sometimes(0.25, "answers"))
        ]
    )


def _put_in_index(boards: list[Board]) -> None:
    stored = Workshop.objects.filter(pk__in=[board.workshop.pk for board in boards])
    with_names = stored.select_related("municipality").prefetch_related("goals")
    index.put(workshop.search_entry() for workshop in with_names)
    Reflection.objects.filter(workshop__in=stored).put_in_index()
