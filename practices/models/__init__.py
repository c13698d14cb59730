"""What one municipality did, how, and what went wrong."""

from practices.models.adoption import Adoption
from practices.models.attachment import Attachment
from practices.models.catalogue import Catalogue, Gone, Snapshot
from practices.models.codes import (
    Driver,
    Evidence,
    Licence,
    MoneyRange,
    Novelty,
    Outcome,
    RequirementKind,
    Stage,
    Status,
    Weight,
)
from practices.models.collection import Collection
from practices.models.follow import Digest, Follow, FollowKind
from practices.models.owner_question import OwnerQuestion
from practices.models.parts import (
    BuildingBlock,
    PracticeDepartment,
    PracticeGoal,
    PracticePartner,
    Requirement,
    Step,
)
from practices.models.practice import Practice, WrongState
from practices.models.strategy import Commitment, Strategy, StrategyStatus
from practices.models.upload import Upload
from practices.models.version import PracticeVersion
from practices.parts import Parts

__all__ = [
    "Adoption",
    "Attachment",
    "BuildingBlock",
    "Catalogue",
    "Collection",
    "Commitment",
    "Digest",
    "Driver",
    "Evidence",
    "Follow",
    "FollowKind",
    "Gone",
    "Licence",
    "MoneyRange",
    "Novelty",
    "Outcome",
    "OwnerQuestion",
    "Parts",
    "Practice",
    "PracticeDepartment",
    "PracticeGoal",
    "PracticePartner",
    "PracticeVersion",
    "Requirement",
    "RequirementKind",
    "Snapshot",
    "Stage",
    "Status",
    "Step",
    "Strategy",
    "StrategyStatus",
    "Upload",
    "Weight",
    "WrongState",
]
