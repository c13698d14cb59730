"""Practices with everything that belongs to them, in bulk."""

from collections.abc import Sequence
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import F

from practices.models import (
    Catalogue,
    Practice,
    PracticeDepartment,
    PracticeGoal,
    PracticePartner,
    Step,
)
from sdg_platform.management.synthetic.texts import Story, place, words
from sdg_platform.management.synthetic.world import (
    SHARING,
    Progress,
    World,
    chunks,
    draw,
    insert,
    link,
    moment,
    new_id,
)
from sdg_platform.search import index
from sdg_platform.taxonomy.models import Department, PreventionPackage, Target, Theme

# By the names under which a practice knows them.
Parts = dict[str, list[Any]]

# How often each code comes, out of 100.
STATUSES = {"published": 86, "draft": 9, "in_review": 3, "withdrawn": 2}
OUTCOMES = {"succeeded": 45, "partly": 30, "too_early": 14, "did_not": 11}
STAGES = {
    "succeeded": {"running": 80, "trial": 10, "stopped": 10},
    "partly": {"running": 55, "trial": 30, "stopped": 15},
    "too_early": {"trial": 70, "idea": 30},
    "did_not": {"stopped": 85, "trial": 15},
}
DRIVERS = {"informed": 40, "heard": 25, "co_developed": 20, "drove": 8, "": 7}


def make_practices(number: int, world: World, progress: Progress) -> None:
    dice = world.dice("practices")
    for chunk in chunks(number):
        told = [_practice(world, dice, at) for at in chunk]
        with transaction.atomic():
            Catalogue.hold()
            practices = Practice.objects.bulk_create(practice for practice, _parts in told)
            stored = Practice.objects.filter(pk__in=[practice.pk for practice in practices])
            # Django stamps new rows with the clock.
            stored.update(created_at=F("listed_at"), updated_at=F("listed_at"))
            parts = [_records(world, *pair) for pair in told]
            _store(practices, parts)
            index.put(map(_entry, practices, parts))
            Catalogue.advance(read_all=True)
        progress(len(chunk))


def _practice(world: World, dice: Random, at: int) -> tuple[Practice, dict[str, Any]]:
    uid, story, when = new_id(dice), Story(dice), moment(dice)
    status, outcome = draw(dice, STATUSES), draw(dice, OUTCOMES)
    was_out = status in ("published", "withdrawn")
    practice = Practice(
        uid=uid,
        title=story.title("titles"),
        summary=story.one("summaries"),
        municipality=world.municipality(dice),
        year=when.year - dice.randrange(3),
        status=status,
        outcome=outcome,
        stage=draw(dice, STAGES[outcome]),
        driver=draw(dice, DRIVERS),
        problem=dice.choice(story.topic["problem"]),
        result=_result(story, outcome),
        bad_experience=story.sometimes(0.5, "bad_experiences"),
        bad_experience_visibility=draw(dice, SHARING),
        health_as_means=3 in story.topic["goals"] and dice.random() < 0.4,
        source_url=world.source("practices", at),
        published_at=when if was_out else None,
        listed_at=when,
    )
    return practice, _parts(world, story, practice)


def _result(story: Story, outcome: str) -> str:
    """How it ended; what came of it only where something did."""
    ending = story.say(story.dice.choice(words()["endings"][outcome]))
    if outcome in ("succeeded", "partly"):
        return f"{story.dice.choice(story.topic['result'])} {ending}"
    return ending


def _parts(world: World, story: Story, practice: Practice) -> dict[str, Any]:
    dice, topic = story.dice, story.topic
    goals = [goal for goal in topic["goals"] if goal == topic["goals"][0] or dice.random() < 0.55]
    if dice.random() < 0.15:
        dice.shuffle(goals)
    targets = [code for code in topic["targets"] if dice.random() < 0.5]
    if dice.random() < 0.12:
        targets.append(world.any_tag(Target, dice))
    goals = list(dict.fromkeys([*goals, *(int(code.partition(".")[0]) for code in targets)]))
    departments = dice.sample(topic["departments"], dice.randint(1, len(topic["departments"])))
    if dice.random() < 0.1:
        departments.append(world.any_tag(Department, dice))
    neighbours = world.neighbours.get(practice.municipality_id, [])
    partners: list[tuple[int | None, str]] = []
    partners += dice.sample(neighbours, min(len(neighbours), dice.randrange(3)))
    return {
        "goals": {goal: _goal(story, goal, first=not at) for at, goal in enumerate(goals)},
        "targets": targets,
        "departments": list(dict.fromkeys(departments)),
        "themes": dice.sample(topic["themes"], dice.randint(1, 2)),
        "packages": dice.sample(topic["packages"], min(len(topic["packages"]), dice.randrange(2))),
        "steps": story.steps(),
        "partners": [
            {"organisation_id": pk, "name": name, "role": story.one("partner_roles")}
            for pk, name in partners or [(None, f"Borgere i {place(dice)}")]
        ],
    }


def _goal(story: Story, goal: int, *, first: bool) -> dict[str, Any]:
    costs = not first and story.dice.random() < 0.07
    return {
        "role": "primary" if first else "secondary",
        "sign": "-" if costs else "+",
        "why": story.one("costs_of_goal") if costs else words()["whys"][str(goal)],
    }


def _records(world: World, practice: Practice, said: dict[str, Any]) -> Parts:
    """What was said, as records of its own, each with the tag it names at hand."""
    tags = world.tags
    return {
        "goal_rows": [
            PracticeGoal(practice=practice, goal=tags["Goal"][number], **row)
            for number, row in said["goals"].items()
        ],
        "department_rows": [
            PracticeDepartment(
                practice=practice, department=tags["Department"][code], leads=not place
            )
            for place, code in enumerate(said["departments"])
        ],
        "steps": [
            Step(practice=practice, position=position, **row)
            for position, row in enumerate(said["steps"], start=1)
        ],
        "partners": [PracticePartner(practice=practice, **row) for row in said["partners"]],
        "targets": world.in_order(Target, said["targets"]),
        "themes": world.in_order(Theme, said["themes"]),
        "packages": world.in_order(PreventionPackage, said["packages"]),
    }


def _store(practices: Sequence[Practice], parts: Sequence[Parts]) -> None:
    for name in ("goal_rows", "department_rows", "steps", "partners"):
        insert([row for records in parts for row in records[name]])
    for name in ("targets", "themes", "packages"):
        both = zip(practices, parts, strict=True)
        link(Practice, name, [(one.pk, tag.pk) for one, said in both for tag in said[name]])


def _entry(practice: Practice, parts: Parts) -> index.NewEntry:
    # As after `for_page()`, without reading back thirteen rows for each practice.
    practice._prefetched_objects_cache = parts  # type: ignore[attr-defined]
    return practice.search_entry()
