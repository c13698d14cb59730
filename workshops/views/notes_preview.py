"""The preview of a document: what it would become, in numbers, lists and the four fields."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from sdg_platform.editing import unjudged
from sdg_platform.htmx import render_page
from sdg_platform.taxonomy.models import Goal
from sdg_platform.text import looks_like_cpr
from workshops.documents import DocumentRefused
from workshops.guesses import Ticked, read_ticks, with_guesses
from workshops.import_forms import HeadForm, ImportForm
from workshops.models import Source, Workshop, fields_of
from workshops.notes import ParsedNotes
from workshops.reading.placing import (
    NOT_A_NOTE,
    Choices,
    Placement,
    place,
    read_choices,
    write_choices,
)

MOST_CPR_LINES = 20


@dataclass(frozen=True)
class Decisions:
    """What the reader of a preview said so far; it travels in the form and is stored nowhere.

    `placed` is the line of the last decision (`is_moved` when it was not the first about that
    line), `again` says that lines which stand on the board
    already come in once more, `is_new` that the workshop was made for this document. While a
    decision is being made, `is_unfinished`, nothing is stored. `ticked` are the suggested goals
    that somebody said yes to.
    """

    choices: Choices = field(default_factory=dict)
    ticked: Ticked = field(default_factory=dict)
    placed: int | None = None
    is_moved: bool = False
    again: bool = False
    is_new: bool = False
    is_unfinished: bool = False

    @classmethod
    def read(cls, sent: QueryDict) -> "Decisions":
        latest, earlier = (read_choices(sent.get(name, "")) for name in ("place", "choices"))
        placed = next(iter(latest), None)
        return cls(
            choices=earlier | latest,
            ticked=read_ticks(sent.getlist("tag")),
            placed=placed,
            is_moved=placed in earlier,
            again=sent.get("repeat", sent.get("again")) == "on",
            is_new=sent.get("new") == "on",
            is_unfinished="place" in sent or "repeat" in sent,
        )


def show_form(
    request: HttpRequest, form: ImportForm, workshop: Workshop | None = None
) -> HttpResponse:
    sources = workshop.sources.filter(confirmed_at__isnull=False) if workshop else None
    context = {
        "form": form,
        "workshop": workshop,
        "sources": sources.defer("content") if sources is not None else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "workshops/notes_import.html", context, status=status)


def show_refusal(request: HttpRequest, source: Source, refused: DocumentRefused) -> HttpResponse:
    """A document that was read when it came and cannot be read now: too heavy for this moment."""
    form = ImportForm({})
    form.full_clean()
    unjudged(form)
    form.add_error(None, str(refused))
    return show_form(request, form, source.workshop)


def placement_of(
    source: Source, parsed: ParsedNotes, decisions: Decisions, repeated: frozenset[int]
) -> Placement:
    """Where each line goes. Of a document that came in before, only new decisions count."""
    choices = decisions.choices
    if source.confirmed_at:
        choices = {note.line: NOT_A_NOTE for note in parsed.notes} | choices
    left_out = frozenset() if decisions.again else repeated
    return place(parsed, choices, stored=source.stored_lines(), repeated=left_out)


def show_preview(
    request: HttpRequest,
    source: Source,
    decisions: Decisions,
    head: HeadForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    try:
        parsed = source.parse()
    except DocumentRefused as refused:
        return show_refusal(request, source, refused)
    repeated = source.repeated_lines(parsed)
    placement = placement_of(source, parsed, decisions, repeated)
    if decisions.is_new and head is None:
        head = HeadForm(initial={"title": source.workshop.title, "date": source.workshop.date})
    if head and head.is_bound and status == 200:
        unjudged(head)
    context = {
        "source": source,
        "workshop": source.workshop,
        "decisions": decisions,
        "choices": write_choices(decisions.choices),
        "head": head,
        "is_empty": status == 422 and not placement.notes,
        "placement": placement,
        "fields": fields_with(source.workshop, placement, decisions.ticked),
        "told": told(placement.tallies),
        "repeated": len(repeated),
        "cpr_lines": [row.line for row in placement.rows if looks_like_cpr(row.text)][
            :MOST_CPR_LINES
        ],
        **focus_after(parsed, placement, decisions),
    }
    page, partial = "workshops/notes_import_preview.html", "workshops/_notes_import.html"
    return render_page(request, page, context, partials={"notes-import": partial}, status=status)


def fields_with(workshop: Workshop, placement: Placement, ticked: Ticked) -> list[dict[str, Any]]:
    """The four fields in the workshop's own words, each with the notes it would get."""
    goals = Goal.objects.in_bulk() if placement.notes else {}
    notes = list(with_guesses(placement.notes, goals, ticked))
    return [
        {
            "code": one.code,
            "title": one.title,
            "notes": [guessed for guessed in notes if guessed.note.quadrant == one.code],
        }
        for one in fields_of(workshop).values()
    ]


def focus_after(
    parsed: ParsedNotes, placement: Placement, decisions: Decisions
) -> dict[str, int | str | None]:
    """Where the focus goes: after a line that waited to the next that waits, else to the note.

    `said` tells a screen reader how many lines still wait.
    """
    line = decisions.placed
    if line is None:
        return {"focus": None, "said": ""}
    waiting = [item.line for item in placement.waiting if item.may_be_placed]
    said = gettext("Alle linjer er placeret")
    if waiting:
        said = ngettext(
            "%(count)d linje venter på dig.", "%(count)d linjer venter på dig.", len(waiting)
        ) % {"count": len(waiting)}
    if decisions.is_moved or any(note.line == line for note in parsed.notes):
        is_aside = decisions.choices[line] == NOT_A_NOTE
        return {"focus": "aside" if is_aside else line, "said": said}
    after = [number for number in waiting if number > line] + waiting
    return {"focus": after[0] if after else "save", "said": said}


def told(tallies: Counter[str]) -> list[str]:
    """The counts as sentences that add up to the number of lines."""
    sentences = {
        "note": ngettext(
            "%(count)d blev til en note.", "%(count)d blev til noter.", tallies["note"]
        ),
        "stored": ngettext("%(count)d er gemt før.", "%(count)d er gemt før.", tallies["stored"]),
        "repeated": ngettext(
            "%(count)d findes allerede.", "%(count)d findes allerede.", tallies["repeated"]
        ),
        "title": ngettext("%(count)d er titlen.", "%(count)d er titlen.", tallies["title"]),
        "heading": ngettext(
            "%(count)d er en overskrift.", "%(count)d er overskrifter.", tallies["heading"]
        ),
        "carries_on": ngettext(
            "%(count)d hører til linjen over.",
            "%(count)d hører til linjen over.",
            tallies["carries_on"],
        ),
        "not_a_note": ngettext(
            "%(count)d er ikke en note.", "%(count)d er ikke noter.", tallies["not_a_note"]
        ),
        "waiting": ngettext(
            "%(count)d venter på dig.", "%(count)d venter på dig.", tallies["waiting"]
        ),
    }
    return [
        sentence % {"count": tallies[word]} for word, sentence in sentences.items() if tallies[word]
    ]
