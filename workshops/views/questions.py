"""The register of questions that outlived their meetings, and what others answer."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.db.models import Case, Count, Exists, OuterRef, When
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.htmx import render_page
from sdg_platform.taxonomy.models import Goal
from workshops.forms import AnswerForm
from workshops.models import Answer, OpenQuestion, Workshop
from workshops.models.question import OpenQuestionQuerySet
from workshops.views.workshop import PAGE_SIZE, page_number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STATES: Final[dict[str, "StrOrPromise"]] = {
    "open": gettext_lazy("Uden svar"),
    "answered": gettext_lazy("Har svar"),
    "settled": gettext_lazy("Besvaret"),
}


@require_safe
def question_list(request: Request) -> HttpResponse:
    """All open questions one may see: unanswered ones first, settled ones last."""
    visible = OpenQuestion.objects.visible_to(request.actor)
    chosen: dict[str, list] = {"goal": chosen_goals(request), "status": chosen_states(request)}
    found = narrowed(visible, chosen)
    number = page_number(request)
    first = (number - 1) * PAGE_SIZE
    questions = list(found.for_cards()[first : first + PAGE_SIZE + 1])
    context = {
        "questions": questions[:PAGE_SIZE],
        "total": found.count(),
        "states": state_choices(visible, chosen),
        "choices": goal_choices(narrowed(visible, {**chosen, "goal": []}), chosen["goal"]),
        "is_filtered": any(chosen.values()),
        "previous_url": page_url(chosen, number - 1) if number > 1 else "",
        "next_url": page_url(chosen, number + 1) if len(questions) > PAGE_SIZE else "",
    }
    partials = {"results": "workshops/_question_results.html"}
    return render_page(request, "workshops/question_list.html", context, partials=partials)


def chosen_goals(request: Request) -> list[int]:
    """From the query; what is no goal is no filter."""
    known = {str(number): number for number in range(1, 18)}
    return [known[value] for value in dict.fromkeys(request.GET.getlist("goal")) if value in known]


def chosen_states(request: Request) -> list[str]:
    return [code for code in STATES if code in request.GET.getlist("status")]


def narrowed(visible: OpenQuestionQuerySet, chosen: Mapping[str, list]) -> OpenQuestionQuerySet:
    if chosen["goal"]:
        visible = visible.for_goals(chosen["goal"])
    return visible.in_state(chosen["status"]) if chosen["status"] else visible


def page_url(chosen: Mapping[str, list], page: int) -> str:
    query = QueryDict(mutable=True)
    for group, values in chosen.items():
        if values:
            query.setlist(group, [str(value) for value in values])
    query["page"] = str(page)
    return f"?{query.urlencode()}"


def state_choices(
    visible: OpenQuestionQuerySet, chosen: Mapping[str, list]
) -> list[dict[str, Any]]:
    """The three states with their counts under the chosen goals; empty ones only if chosen."""
    rows = narrowed(visible, {**chosen, "status": []}).order_by()
    is_settled = Case(When(settled_at__isnull=True, then=0), default=1)
    has_answer = Exists(Answer.objects.filter(question=OuterRef("pk")))
    marked = rows.annotate(is_settled=is_settled, has_answer=has_answer).values_list(
        "is_settled", "has_answer"
    )
    counts: Counter[str] = Counter()
    for settled, answered, count in marked.annotate(Count("pk")):
        counts["settled" if settled else "answered" if answered else "open"] += count
    return [
        {
            "value": code,
            "label": label,
            "count": counts[code],
            "chosen": code in chosen["status"],
        }
        for code, label in STATES.items()
        if counts[code] or code in chosen["status"]
    ]


def goal_choices(visible: OpenQuestionQuerySet, chosen: list[int]) -> list[dict[str, Any]]:
    """Every goal that would find something, and a chosen one even if it would not."""
    per_goal = visible.order_by().values_list("reflection__goals")
    counts = dict(per_goal.annotate(Count("pk", distinct=True)))
    return [
        {
            "value": goal.pk,
            "label": goal.name,
            "count": counts.get(goal.pk, 0),
            "chosen": goal.pk in chosen,
        }
        for goal in Goal.objects.all()
        if counts.get(goal.pk) or goal.pk in chosen
    ]


@require_safe
def question_detail(request: Request, pk: int) -> HttpResponse:
    question = readable_question(request, pk)
    return show_question(request, question, AnswerForm())


@require_POST
@member_required
def question_answer(request: Request, pk: int) -> HttpResponse:
    """A member answers in the name of the own municipality."""
    question = readable_question(request, pk)
    request.actor.require(Power.ANSWER_QUESTIONS)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show_question(request, question, form, status=422)
    codes = request.actor.codes_with(Power.ANSWER_QUESTIONS)
    home = request.actor.home_code
    question.answer(
        form.cleaned_data["text"],
        municipality_id=home if home in codes else min(codes),
        by=request.user,
    )
    messages.success(request, gettext("Tak. Jeres svar står nu under spørgsmålet."))
    return redirect(question)


@require_POST
@member_required
def question_settle(request: Request, pk: int) -> HttpResponse:
    """The house that asked says that it got its answer (`settled=on`), or asks again."""
    question = readable_question(request, pk)
    if not question.reflection.workshop.is_held_by(request.actor):
        raise Http404
    settled = request.POST.get("settled") == "on"
    question.settle(settled=settled)
    said = gettext("Spørgsmålet er besvaret.") if settled else gettext("Spørgsmålet er åbent igen.")
    messages.success(request, said)
    return redirect(question)


def readable_question(request: Request, pk: int) -> OpenQuestion:
    visible = OpenQuestion.objects.visible_to(request.actor).for_cards()
    return get_object_or_404(visible.prefetch_related("reflection__goals"), pk=pk)


def show_question(
    request: Request, question: OpenQuestion, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    """Colleagues see who of them answered; others see the municipality."""
    workshop = question.reflection.workshop
    readable = Workshop.objects.visible_to(request.actor).filter(pk=workshop.pk)
    seen = OpenQuestion.objects.visible_to(Actor(request.actor.user, request.actor.roles))
    alike = list(seen.alike(question))
    context = {
        "question": question,
        "alike": alike,
        "houses": len({question.municipality_id, *(one.municipality_id for one in alike)}),
        "may_settle": workshop.is_held_by(request.actor),
        "answers": question.answers.select_related("municipality", "created_by"),
        "workshop": workshop,
        "workshop_is_readable": readable.exists(),
        "own_codes": request.actor.municipality_codes,
        "may_answer": request.actor.may(Power.ANSWER_QUESTIONS),
        "form": form,
        "asks_cpr": form.has_error("text", "cpr"),
    }
    return render(request, "workshops/question_detail.html", context, status=status)
