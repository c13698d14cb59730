"""What people may send to a workshop, and what they are told when it is not right."""

from workshops.forms.about import AboutForm, AcceptForm
from workshops.forms.action import ActionForm, StatusForm
from workshops.forms.joining import CodeForm
from workshops.forms.lines import LineForms, line_forms, most_lines
from workshops.forms.note import MoveForm, NoteEditForm, NoteForm, ShiftForm, fresh_id
from workshops.forms.question import AnswerForm
from workshops.forms.tags import TagForm
from workshops.forms.workshop import WorkshopForm

__all__ = [
    "AboutForm",
    "AcceptForm",
    "ActionForm",
    "AnswerForm",
    "CodeForm",
    "LineForms",
    "MoveForm",
    "NoteEditForm",
    "NoteForm",
    "ShiftForm",
    "StatusForm",
    "TagForm",
    "WorkshopForm",
    "fresh_id",
    "line_forms",
    "most_lines",
]
