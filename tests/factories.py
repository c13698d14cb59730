"""How the suite makes rows. Each room appends its own factories at the end."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from sdg_platform.accounts.models import Membership, Municipality, User

PASSWORD = "demo-verdensmaal"

# --- Accounts ----------------------------------------------------------------------------


class MunicipalityFactory(DjangoModelFactory):
    """Fjordby by default; another code makes another example."""

    code = "9901"
    name = factory.LazyAttribute(
        lambda it: {"9901": "Fjordby", "9902": "Bakkeby", "9903": "Lyngdal", "9904": "Ådal"}.get(
            it.code, f"Kommune {it.code}"
        )
    )
    official_name = factory.LazyAttribute(lambda it: f"{it.name} Kommune")
    is_example = True

    class Meta:
        model = Municipality
        django_get_or_create = ("code",)


class UserFactory(DjangoModelFactory):
    """Somebody with an account and no municipality; the password is `PASSWORD`."""

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)

    class Meta:
        model = User


class MembershipFactory(DjangoModelFactory):
    user = factory.SubFactory(UserFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    role = "staff"

    class Meta:
        model = Membership

    class Params:
        over = factory.Trait(ended_at=factory.LazyFunction(timezone.now))


def member(role="staff", code="9901", **fields):
    """Somebody who holds `role` in the municipality; Fjordby unless `code` says otherwise."""
    user = UserFactory(**fields)
    MembershipFactory(user=user, municipality=MunicipalityFactory(code=code), role=role)
    return user


def actor(role="staff", code="9901", **fields):
    """The same as what a request carries: for tests below the views."""
    from sdg_platform.accounts.actor import Actor

    user = member(role, code, **fields)
    return Actor(user, user.roles_by_municipality())


# --- Partnerships ------------------------------------------------------------------------


class OrganisationFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Vandrelaug {n}")
    kind = "civil_society"
    municipality = factory.SubFactory(MunicipalityFactory)

    class Meta:
        model = "partnerships.Organisation"


class PartnershipFactory(DjangoModelFactory):
    """Public by default; goals are numbers."""

    title = factory.Sequence(lambda n: f"Gåture hver torsdag {n}")
    municipality = factory.SubFactory(MunicipalityFactory)
    sharing = "public"

    class Meta:
        model = "partnerships.Partnership"
        skip_postgeneration_save = True

    @factory.post_generation
    def goals(self, create, numbers, **kwargs):
        self.save_with_roles([], {"goals": numbers or []}, by=None)


# --- Workshops ---------------------------------------------------------------------------


class WorkshopFactory(DjangoModelFactory):
    """A draft of Fjordby; `state="open"` opens it with code and token as a facilitator would."""

    title = "Netværksmøde om sundhed og verdensmål"
    municipality = factory.SubFactory(MunicipalityFactory)

    class Meta:
        model = "workshops.Workshop"

    @classmethod
    def _create(cls, model, *args, **fields):
        state = fields.pop("state", "draft")
        workshop = super()._create(model, *args, **fields)
        if state != "draft":
            workshop.open()
        if state == "closed":
            workshop.close()
        if state == "archived":
            workshop.archive()
        return workshop


def note_on(workshop, text="Konkrete eksempler fungerer", quadrant="works", **fields):
    """A note on `workshop`, numbered like any other; `goals` are numbers."""
    from workshops.models import NewReflection

    goals, sharing = fields.pop("goals", []), fields.pop("sharing", None)
    note = workshop.add_reflections([NewReflection(quadrant=quadrant, text=text, **fields)])[0]
    note.goals.set(goals)
    if sharing:
        note.sharing = sharing
        note.save(update_fields=["sharing"])
    return note


def photo_on(workshop, alt="Et ark med fire pile", sharing="own"):
    """A picture beside the notes, as small as pictures get."""
    from workshops.models import Photo
    from workshops.shrinking import Shrunk

    tiny = Shrunk(b"\xff\xd8\xff\xd9", width=1, height=1)
    return Photo.objects.hang(workshop, tiny, alt=alt, sharing=sharing, by=None)


def late_note_on(workshop, text="Vi glemte de unge", quadrant="does_not_work", **fields):
    """A note in the tray of a workshop, which is closed for it where it is open."""
    if workshop.state == "open":
        workshop.close()
    return workshop.late_notes.create(text=text, quadrant=quadrant, **fields)


def question_from(text="Hvordan bliver det integreret i politikker?", code="9901", **fields):
    """An open question of a closed, public workshop."""
    goals = fields.pop("goals", [])
    workshop = WorkshopFactory(
        municipality=MunicipalityFactory(code=code), state="closed", sharing="public", **fields
    )
    return note_on(workshop, text, "question", goals=goals).open_question


def action_of(workshop, text="Ring til KL om oplæg", **fields):
    """What `workshop` agreed on; `by` wrote it, `note` is where it came from."""
    from workshops.models import Action

    by, note = fields.pop("by", None), fields.pop("note", None)
    made = Action(workshop=workshop, text=text, reflection=note, **fields)
    made.agree(by=by)
    return made


# --- Practices ---------------------------------------------------------------------------


def practice(title="Gå-aftaler fra venteværelset", code="9901", **row):
    """A published practice of Fjordby, from a row in the contract's names; `by` wrote it.

    `goals` may be plain numbers: the first is the primary one. `steps` may be sentences.
    """
    from practices.models import Practice

    by = row.pop("by", None)
    row = {"title": title, "outcome": "partly", "status": "published"} | row
    row["goals"] = [
        {"goal": goal, "role": "secondary" if place else "primary"}
        if isinstance(goal, int)
        else goal
        for place, goal in enumerate(row.get("goals", []))
    ]
    row["steps"] = [{"what": it} if isinstance(it, str) else it for it in row.get("steps", [])]
    return Practice.objects.create_from_row(row, MunicipalityFactory(code=code), by)


def adoption(practice, code="9902", **fields):
    """Bakkeby's log of trying `practice`, for everybody to read."""
    from practices.models import Adoption

    fields = {"outcome": "succeeded", "kept": "Fast tid, ingen tilmelding", "sharing": "public"} | (
        fields
    )
    log = Adoption(practice=practice, municipality=MunicipalityFactory(code=code), **fields)
    log.store(by=None)
    return log


def owner_question(
    practice, text="Hvem har forsikringen, hvis nogen falder?", code="9904", answer=""
):
    """Ådal's question to the owner of `practice`; `code=None` is a reader without an account."""
    asker = MunicipalityFactory(code=code) if code else None
    question = practice.questions.create(text=text, municipality=asker)
    if answer:
        question.give_answer(answer, by=None)
    return question


def strategy(
    *sentences, title="Et liv i bevægelse", code="9901", sharing="public", goals=(), **fields
):
    """Fjordby's strategy; every sentence carries `goals`, and one stands there if none is given."""
    from practices.models import Strategy

    made = Strategy(
        title=title, municipality=MunicipalityFactory(code=code), sharing=sharing, **fields
    )
    sentences = sentences or ("Ingen skal stå alene med sin ensomhed.",)
    made.store([(None, text) for text in sentences], by=None)
    for sentence in made.commitments.all():
        sentence.goals.set(goals)
    return made


def commitment(text="Ingen skal stå alene med sin ensomhed.", *practices, **fields):
    """A sentence of Fjordby's strategy that `practices` serve."""
    made = strategy(text, **fields).commitments.get()
    made.practices.set(practices)
    return made


def upload_of(user, content=b"title;outcome\r\nG\xc3\xa5tur;partly\r\n", name="praksisser.csv"):
    """A spreadsheet in its preview."""
    from practices.models import Upload

    home = user.memberships.get().municipality_id
    return Upload.objects.receive(name=name, content=content, home=home, by=user)


def collection(*practices, owner=None, title="Til udvalget", share=False):
    """A list of somebody's own; `share` gives it its link."""
    from practices.models import Collection

    made = Collection.objects.create(title=title, owner=owner or member("staff"))
    made.practices.set(practices)
    if share:
        made.share()
    return made


def follow(user=None, kind="goal", value="3"):
    from practices.models import Follow

    return Follow.objects.create(user=user or member("staff"), kind=kind, value=value)


# --- Briefs ------------------------------------------------------------------------------


def brief(code="9901", *, goals=(3,), workshops=(), practices=(), themes=(), **fields):
    """A municipality's short brief about goal 3; practices keep the order they come in."""
    from sdg_platform.briefs.models import Brief

    fields.setdefault("title", "Sundhed er mere end mål 3")
    sections = {"order": [it.pk for it in practices], **fields.pop("sections", {})}
    made = Brief(municipality=MunicipalityFactory(code=code), sections=sections, **fields)
    picked = {"goals": goals, "workshops": workshops, "practices": practices, "themes": themes}
    made.save_selection(picked, by=None)
    return made
