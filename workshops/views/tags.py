"""Goals, targets and P's on one note or on several, and what else one says of a note."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sdg_platform.accounts.requests import Request
from workshops.forms import AboutForm, TagForm
from workshops.forms.tags import with_taken
from workshops.models import Reflection, Workshop, WrongState
from workshops.views.access import run_workshop, writer_required
from workshops.views.fragments import back_to_board, saved_now
from workshops.views.reflection import chosen_notes, say_closed


@require_http_methods(["GET", "HEAD", "POST"])
@writer_required
def reflection_tags(request: Request, pk: int) -> HttpResponse:
    """Tags for one note (all of them) or for several (added to what each has)."""
    workshop = run_workshop(request, pk)
    notes = chosen_notes(request, workshop)
    if not notes:
        return back_to_board(request, workshop, said=gettext("Vælg først nogle noter."))
    form, about = tag_form(request, notes), about_form(request, notes)
    if not is_handed_in(request) or not form.is_valid() or (about and not about.is_valid()):
        return show_tags(request, workshop, notes, form, about)
    try:
        store_tags(notes, form, about)
    except WrongState:
        return say_closed(request, workshop)
    return back_to_board(request, workshop, said=saved_now(), anchor=f"r-{notes[0].pk}")


def is_handed_in(request: Request) -> bool:
    """Neither only looked at, nor sent to see targets or to take a suggestion with."""
    return request.method == "POST" and not request.POST.keys() & {"show_targets", "take"}


def store_tags(notes: list[Reflection], form: TagForm, about: AboutForm | None) -> None:
    """One note gets exactly these; several get them besides what each has."""
    tags = [form.cleaned_data[kind] for kind in ("goals", "targets", "themes")]
    for note in notes:
        note.tag(*tags) if len(notes) == 1 else note.add_tags(*tags)
    if about:
        about.apply()


def about_form(request: Request, notes: list[Reflection]) -> AboutForm | None:
    data = request.POST if request.method == "POST" else None
    return AboutForm(data, note=notes[0], may_narrow=True) if len(notes) == 1 else None


def tag_form(request: Request, notes: list[Reflection]) -> TagForm:
    """Bound to what is being chosen; at first one note shows the tags it has."""
    if request.method == "POST":
        data = with_taken(request.POST)
        form, goals = TagForm(data), data.getlist("goals")
    else:
        only = notes[0] if len(notes) == 1 else None
        initial: dict[str, list] = {
            "goals": [goal.pk for goal in only.goals.all()] if only else [],
            "targets": [target.pk for target in only.targets.all()] if only else [],
            "themes": [theme.pk for theme in only.themes.all()] if only else [],
        }
        form, goals = TagForm(initial=initial), [str(goal) for goal in initial["goals"]]
    form.offer_targets([int(goal) for goal in goals if goal.isascii() and goal.isdigit()])
    return form


def show_tags(
    request: Request,
    workshop: Workshop,
    notes: list[Reflection],
    form: TagForm,
    about: AboutForm | None,
) -> HttpResponse:
    is_wrong = is_handed_in(request)
    context = {"workshop": workshop, "notes": notes, "form": form, "about": about}
    context["suggested"] = form.suggested(notes)
    context["took"] = "take" in request.POST
    only_targets = request.htmx and request.htmx.target == "tag-targets"
    page = "workshops/_tag_targets.html" if only_targets else "workshops/reflection_tags.html"
    return render(request, page, context, status=422 if is_wrong else 200)
