"""The invented municipalities and what happened in them, told through the real models.

Everything goes in as a user would put it in, so that numbers, index and counts are right;
each step looks first whether it was done, so that loading twice changes nothing.
"""

import json
from datetime import date, time
from pathlib import Path
from typing import Any

from partnerships.models import Organisation, Partnership
from practices.models import Adoption, Practice, Strategy
from sdg_platform.accounts.models import Membership, Municipality, User
from sdg_platform.accounts.reference import place
from sdg_platform.accounts.roles import Role
from sdg_platform.briefs.models import Brief
from sdg_platform.management.chart import SIZE, draw_chart
from sdg_platform.taxonomy.models import Goal, Theme
from workshops.models import (
    Action,
    NewReflection,
    OpenQuestion,
    Phase,
    Photo,
    Reflection,
    State,
    Vote,
    Workshop,
)
from workshops.shrinking import Shrunk

DATA = Path(__file__).parent / "data"

MUNICIPALITIES = [
    ("9901", "Fjordby", "syddanmark"),
    ("9902", "Bakkeby", "sjaelland"),
    ("9903", "Lyngdal", "midtjylland"),
    ("9904", "Ådal", "nordjylland"),
]
PEOPLE = [
    ("facilitator@example.org", "Mette Holm", "9901", Role.FACILITATOR),
    ("staff@example.org", "Jonas Lund", "9901", Role.STAFF),
    ("coordinator@example.org", "Karin Østergaard", "9901", Role.COORDINATOR),
    ("admin@example.org", "Bo Ager", "9901", Role.ADMINISTRATOR),
    ("staff@nabo.example.org", "Sofie Bæk", "9902", Role.STAFF),
    ("coordinator@nabo.example.org", "Anders Vig", "9902", Role.COORDINATOR),
]


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def load_municipalities() -> None:
    placement = Municipality._meta.get_field("regions").remote_field.through
    for code, name, region in MUNICIPALITIES:
        Municipality.objects.get_or_create(
            code=code,
            defaults={"name": name, "official_name": f"{name} Kommune", "is_example": True},
        )
        place(placement, code, region)


def load_people(password: str) -> None:
    for email, name, code, role in PEOPLE:
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, password, name=name)
        Membership.objects.get_or_create(user=user, municipality_id=code, defaults={"role": role})


def load_partnerships() -> None:
    data = _read("demo_partnerships.json")
    in_directory = {}
    for row in data["organisations"]:
        key = row.pop("key")
        in_directory[key], _new = Organisation.objects.get_or_create(
            name=row.pop("name"), municipality_id=row.pop("municipality"), defaults=row
        )
    for row in data["partnerships"]:
        owner = {"municipality_id": row.pop("municipality")}
        if Partnership.objects.filter(title=row["title"], **owner).exists():
            continue
        roles = [
            {**role, "organisation": in_directory[role["organisation"]]}
            for role in row.pop("roles")
        ]
        tags: dict[str, Any] = {
            "goals": Goal.objects.filter(number__in=row.pop("goals")),
            "themes": Theme.objects.filter(code__in=row.pop("themes")),
        }
        Partnership(**row, **owner).save_with_roles(roles, tags, by=None)


def load_practices() -> None:
    municipalities = Municipality.objects.in_bulk([code for code, *_ in MUNICIPALITIES])
    for row in _read("demo_practices.json"):
        Practice.objects.create_from_row(row, municipalities[row["municipality"]], None)


def load_life() -> None:
    """What other municipalities put on a card: that they tried it too, and their questions."""
    data = _read("demo_life.json")
    for row in data["adoptions"]:
        practice = Practice.objects.filter(title=row.pop("practice")).first()
        code = row.pop("municipality")
        if practice and not practice.adoptions.filter(municipality=code).exists():
            day = date.fromisoformat(row.pop("date"))
            Adoption(practice=practice, municipality_id=code, date=day, **row).store(by=None)
    for row in data["questions"]:
        practice = Practice.objects.filter(title=row["practice"]).first()
        if practice is None or practice.questions.filter(text=row["text"]).exists():
            continue
        asked = practice.questions.create(text=row["text"], municipality_id=row["municipality"])
        if row["answer"]:
            asked.give_answer(row["answer"], by=None)


def load_strategies() -> None:
    for row in _read("demo_strategies.json"):
        sentences = row.pop("sentences")
        code = row.pop("municipality")
        if Strategy.objects.filter(title=row["title"], municipality=code).exists():
            continue
        strategy = Strategy(municipality_id=code, **row)
        strategy.store([(None, sentence["text"]) for sentence in sentences], by=None)
        for stored, sentence in zip(strategy.commitments.all(), sentences, strict=True):
            stored.goals.set(sentence["goals"])
            stored.practices.set(Practice.objects.filter(title__in=sentence["practices"]))
        strategy.put_in_index()


def load_workshops() -> None:
    for row in _read("demo_workshops.json"):
        if not Workshop.objects.filter(
            title=row["title"], municipality=row["municipality"]
        ).exists():
            _load_workshop(row)


def _hour(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _load_workshop(row: dict[str, Any]) -> None:
    workshop = Workshop.objects.create(
        title=row["title"],
        date=date.fromisoformat(row["date"]),
        place=row["place"],
        municipality_id=row["municipality"],
        purpose=row["purpose"],
        sharing=row["sharing"],
        begins=_hour(row.get("begins")),
        ends=_hour(row.get("ends")),
    )
    workshop.goals.set(row["goals"])
    workshop.cohosts.set(row.get("guests", []))
    if alt := row.get("chart"):
        hang = {"alt": alt, "sharing": row["sharing"], "by": None}
        Photo.objects.hang(workshop, Shrunk(draw_chart(), *SIZE), **hang)
    stored = workshop.add_reflections(
        [
            NewReflection(note["quadrant"], note["text"], parent=note["parent"])
            for note in row["reflections"]
        ]
    )
    goals, themes = Goal.objects.in_bulk(), Theme.objects.in_bulk()
    for reflection, note in zip(stored, row["reflections"], strict=True):
        reflection.tag(
            goals=[goals[number] for number in note["goals"]],
            targets=[],
            themes=[themes[code] for code in note["themes"]],
        )
        if pair := note.get("dilemma"):
            reflection.weigh((goals[pair[0]], goals[pair[1]]))
        if (top := note.get("behind")) is not None:
            stored[top].gather([reflection], by=None, seen={})
    if row["state"] != State.DRAFT:
        workshop.open()
        dots = (note.get("dots", 0) for note in row["reflections"])
        _vote(workshop, dict(zip(stored, dots, strict=True)))
    if row["state"] == State.CLOSED:
        workshop.close()


def _vote(workshop: Workshop, dots: dict[Reflection, int]) -> None:
    """The room put so many dots on each note, three from each who took part."""
    wanted = [note for note, number in dots.items() for _ in range(number)]
    if not wanted:
        return
    workshop.enter(Phase.VOTE)
    for first in range(0, len(wanted), workshop.dots):
        voter = workshop.participants.create()
        for note in wanted[first : first + workshop.dots]:
            Vote.objects.put(note, (voter, None))
    workshop.enter(Phase.TALK)


def load_answers() -> None:
    for row in _read("demo_questions.json"):
        question = OpenQuestion.objects.filter(reflection__text=row["question_text"]).first()
        if question and not question.answers.filter(text=row["text"]).exists():
            question.answer(row["text"], municipality_id=row["municipality"], by=None)


def load_afterlife() -> None:
    """What became of the notes: actions, solutions, a seed, one that came late, one settled."""
    data, notes = _read("demo_afterlife.json"), Reflection.objects.select_related("workshop")
    examples = notes.filter(municipality__is_example=True)
    for row in data["actions"]:
        note = examples.filter(text=row.pop("note"), action__isnull=True).first()
        if note and not note.workshop.actions.filter(text=row["text"]).exists():
            row["due"] = date.fromisoformat(row["due"])
            Action(workshop=note.workshop, reflection=note, **row).agree(by=None)
    for row in data["solutions"]:
        for note in examples.filter(text=row["note"]):
            note.solutions.add(*Practice.objects.filter(title__in=row["practices"]))
    for row in data["seeds"]:
        grown = Practice.objects.filter(title=row["practice"]).first()
        examples.filter(text=row["note"]).update(practice=grown)
    for row in data["late"]:
        board = Workshop.objects.filter(title=row.pop("workshop"), state=State.CLOSED).first()
        if board and not board.late_notes.filter(text=row["text"]).exists():
            board.late_notes.create(**row, participant=board.participants.create())
    for text in data["settled"]:
        for question in OpenQuestion.objects.filter(reflection__text=text):
            question.settle(settled=True)


def load_brief() -> None:
    """A brief that Fjordby's coordinator began: the lead is written, the money is not."""
    title = "Sundhed på tværs: det har vi lært"
    if Brief.objects.filter(title=title, municipality="9901").exists():
        return
    practices = list(
        Practice.objects.published().filter(goal_rows__goal=3).order_by("-pk").distinct()[:4]
    )
    brief = Brief(
        title=title,
        audience="Sundheds- og Kulturudvalget",
        municipality_id="9901",
        sections={
            "order": [practice.pk for practice in practices],
            "lead": "Fire kommuner har fortalt hinanden, hvad de prøvede. Det, der virkede, lå "
            "sjældent i sundhedscentret. Det lå på biblioteket, i foreningen og på stien.",
        },
    )
    picked = {
        "goals": Goal.objects.filter(number=3),
        "workshops": Workshop.objects.filter(municipality="9901", state=State.CLOSED),
        "practices": practices,
    }
    brief.save_selection(picked, by=User.objects.filter(email=PEOPLE[2][0]).first())


def open_code() -> str:
    """The code of the example workshop that takes notes."""
    workshop = Workshop.objects.filter(municipality__is_example=True, state=State.OPEN).first()
    return workshop.code if workshop and workshop.code else ""
