"""What each answer holds; the names are those of the exports and the query strings."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import ConfigDict


class Problem(Schema):
    """Why there is no answer; `detail` is one sentence."""

    detail: str


class GoalOut(Schema):
    number: int
    name_da: str
    name_en: str
    summary_da: str
    summary_en: str
    colour: str
    iri: str
    url: str


class TargetOut(Schema):
    code: str
    goal: int
    plain_da: str
    plain_en: str
    iri: str
    url: str


class ThemeOut(Schema):
    code: str
    label: str
    name_da: str
    name_en: str
    description_da: str
    description_en: str
    url: str


class MunicipalityOut(Schema):
    """`region` is the one it lies in today, "" where we know of none."""

    code: str
    name: str
    official_name: str
    region: str
    is_example: bool


class PracticeOut(Schema):
    """A row of the exports; the fields of a full example follow where somebody has written them."""

    model_config = ConfigDict(extra="allow")

    uid: str
    id: int
    url: str
    title: str
    summary: str
    municipality: str
    region: str
    departments: list[str]
    year: int | str
    status: str
    stage: str
    outcome: str
    driver: str
    source_url: str
    goals: list[dict[str, Any]]
    targets: list[str]
    themes: list[str]
    packages: list[str]
    problem: str
    steps: list[dict[str, Any]]
    result: str
    bad_experience: str
    bad_experience_visibility: str
    partners: list[dict[str, Any]]
    language: str


class RoleOut(Schema):
    organisation: int
    name: str
    role: str
    brings: str
    gets: str


class PartnershipOut(Schema):
    id: int
    url: str
    title: str
    description: str
    municipality: str
    sharing: str
    goals: list[int]
    seeks: str
    offers: str
    roles: list[RoleOut]


class OrganisationOut(Schema):
    id: int
    url: str
    name: str
    kind: str
    description: str
    website: str
    municipality: str | None


class WorkshopOut(Schema):
    """A workshop that is over. `notes` counts what the asker may read."""

    id: int
    url: str
    title: str
    date: date | None
    place: str
    municipality: str
    state: str
    purpose: str
    goals: list[int]
    notes: int


class GoalPage(Schema):
    items: list[GoalOut]
    next: str | None


class TargetPage(Schema):
    items: list[TargetOut]
    next: str | None


class ThemePage(Schema):
    items: list[ThemeOut]
    next: str | None


class MunicipalityPage(Schema):
    items: list[MunicipalityOut]
    next: str | None


class PracticePage(Schema):
    """`total` counts the whole list, as `data-total` on its page."""

    items: list[PracticeOut]
    next: str | None
    total: int


class PartnershipPage(Schema):
    items: list[PartnershipOut]
    next: str | None


class OrganisationPage(Schema):
    items: list[OrganisationOut]
    next: str | None


class WorkshopPage(Schema):
    items: list[WorkshopOut]
    next: str | None
