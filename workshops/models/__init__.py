"""A workshop, what was written in it, where it came from, and the questions that live on."""

from workshops.models.action import WAITING, Action, ActionStatus, agree_on
from workshops.models.arriving import written_by
from workshops.models.beside import dots_on, prepare, suggest_on
from workshops.models.codes import (
    OVER,
    TAGGABLE,
    WRITABLE,
    Phase,
    Quadrant,
    State,
    WrongPhase,
    WrongState,
    dots_are_out,
)
from workshops.models.event import BoardEvent
from workshops.models.gate import (
    left_open_for,
    seen_board,
    seen_board_for_page,
    seen_board_with_host,
)
from workshops.models.incoming import IdElsewhere, IdTaken, NewReflection, TooFast
from workshops.models.late import LateNote
from workshops.models.moderation import STRUCK_OUT, Moderation, ModerationAct
from workshops.models.note_row import Behind, GoalName, NoteRow, Suggested
from workshops.models.participant import Participant
from workshops.models.photo import Photo
from workshops.models.question import Answer, OpenQuestion
from workshops.models.reflection import Reflection
from workshops.models.sheet import Field, fields_of, rows_of, sheet_of
from workshops.models.source import Source
from workshops.models.talk import Talked, talked_about
from workshops.models.vote import NoDotsLeft, Vote, Voter
from workshops.models.workshop import Workshop

__all__ = [
    "OVER",
    "STRUCK_OUT",
    "TAGGABLE",
    "WAITING",
    "WRITABLE",
    "Action",
    "ActionStatus",
    "Answer",
    "Behind",
    "BoardEvent",
    "Field",
    "GoalName",
    "IdElsewhere",
    "IdTaken",
    "LateNote",
    "Moderation",
    "ModerationAct",
    "NewReflection",
    "NoDotsLeft",
    "NoteRow",
    "OpenQuestion",
    "Participant",
    "Phase",
    "Photo",
    "Quadrant",
    "Reflection",
    "Source",
    "State",
    "Suggested",
    "Talked",
    "TooFast",
    "Vote",
    "Voter",
    "Workshop",
    "WrongPhase",
    "WrongState",
    "agree_on",
    "dots_are_out",
    "dots_on",
    "fields_of",
    "left_open_for",
    "prepare",
    "rows_of",
    "seen_board",
    "seen_board_for_page",
    "seen_board_with_host",
    "sheet_of",
    "suggest_on",
    "talked_about",
    "written_by",
]
