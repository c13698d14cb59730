"""What search knows of a practice."""

from typing import TYPE_CHECKING

from sdg_platform.accounts.sharing import Sharing
from sdg_platform.search import index

if TYPE_CHECKING:
    from practices.models import Adoption, Practice


def entry_of(practice: "Practice") -> index.NewEntry:
    """Its words, with the parts loaded (`for_index`); of the bad experience only what every
    finder may read.
    """
    hidden = not practice.is_draft and practice.bad_experience_visibility != Sharing.PUBLIC
    told = [
        *(practice.summary, practice.problem, practice.result, *_details(practice)),
        *(row.why for row in practice.goal_rows.all()),
        *(text for step in practice.steps.all() for text in step.texts()),
        *(text for row in practice.partners.all() for text in (row.role, row.gain)),
        *(row.text for row in practice.requirements.all()),
        *(row.what for row in practice.building_blocks.all()),
        "" if hidden else practice.bad_experience,
        *(text for log in _open_logs(practice) for text in log.texts()),
    ]
    return index.NewEntry(
        kind="practice",
        object_id=str(practice.pk),
        title=practice.title,
        body="\n".join(filter(None, told)),
        keywords=_names(practice),
        language=practice.language,
        municipality_code=practice.municipality_id,
        reach=Sharing.OWN if practice.is_draft else Sharing.PUBLIC,
        draft=practice.is_draft,
        updated_at=practice.listed_at,
    )


def _details(practice: "Practice") -> list[str]:
    """The texts of the full example; not who to ask: nobody looks for a practice by a person."""
    return [
        *(practice.smallest_version, practice.stopped_why, practice.what_is_new),
        *(practice.political_start, practice.people_found, practice.young_people),
        *(practice.result_figure, practice.time_to_effect, practice.stays_local),
        *(practice.can_move, practice.not_for, practice.dilemma, practice.origin),
    ]


def _names(practice: "Practice") -> list[str]:
    goals = [row.goal for row in practice.goal_rows.all()]
    return [
        *(f"Verdensmål {goal.number} {goal.name_da} {goal.name_en}" for goal in goals),
        f"{practice.municipality.name} {practice.municipality.official_name}",
        *(partner.name for partner in practice.partners.all()),
        *(target.code for target in practice.targets.all()),
        *(f"{theme.label} {theme.name_da}" for theme in practice.themes.all()),
        *(row.department.name_da for row in practice.department_rows.all()),
        *(package.name_da for package in practice.packages.all()),
        *(log.municipality.name for log in _open_logs(practice)),
    ]


def _open_logs(practice: "Practice") -> list["Adoption"]:
    """Who else tried it, of those logs that everybody may read."""
    return [log for log in practice.adoptions.all() if log.sharing == Sharing.PUBLIC]
