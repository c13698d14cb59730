"""Questions to the owner of a practice: asked on the card, answered there for everybody."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practices import mail
from practices.card.life import Questions, questions_of
from practices.forms.life import OwnerAnswerForm, QuestionForm
from practices.models import OwnerQuestion, Practice
from sdg_platform import errors
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.editing import Difference, Repeated, StaleVersion, with_version
from sdg_platform.guards.address import client_address
from sdg_platform.limits.models import Limit

ASKED_BY_PASSERS_BY = Limit("practice_question", times=5, seconds=3600)
ASKED_BY_MEMBERS = Limit("practice_question_member", times=30, seconds=3600)
MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def practice_questions(request: Request, pk: int) -> HttpResponse:
    """All questions on a published practice; a POST asks one, with or without an account."""
    visible = Practice.objects.visible_to(request.actor).published()
    practice = get_object_or_404(visible.select_related("municipality"), pk=pk)
    if request.method != "POST":
        return _page(request, practice, questions_of(practice, request.actor))
    form = QuestionForm(request.POST)
    if not form.is_valid():
        said = questions_of(practice, request.actor, form=form)
        return _page(request, practice, said, status=422)
    if wait := _too_many(request):
        return errors.too_many_requests(request, wait)
    _ask(request, practice, form.cleaned_data["text"])
    return redirect(f"{practice.get_absolute_url()}#questions")


def _too_many(request: Request) -> int | None:
    if request.actor.is_member:
        return ASKED_BY_MEMBERS.hit(request.user.pk)
    return ASKED_BY_PASSERS_BY.hit(client_address(request))


def _ask(request: Request, practice: Practice, text: str) -> None:
    """Ask, and write to the owner; what came twice is answered twice, and written of once."""
    home = request.actor.home_code
    by = request.user if request.user.is_authenticated else None
    with suppress(Repeated):
        mail.tell_owner(OwnerQuestion.objects.ask(practice, text, home=home, by=by))
    said = gettext("Tak. %(place)s har fået dit spørgsmål.")
    if home is None:
        said = gettext("Tak. %(place)s har fået dit spørgsmål. Det står her, når de har svaret.")
    messages.success(request, said % {"place": practice.municipality})


def _page(
    request: Request, practice: Practice, questions: Questions, *, status: int = 200
) -> HttpResponse:
    context = {"practice": practice, "questions": questions}
    return render(request, "practices/practice_questions.html", context, status=status)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def question_answer(request: Request, pk: int, number: int) -> HttpResponse:
    """The owner answers, or mends the answer; 409 shows both where a colleague was faster."""
    question = _own(request, pk, number)
    initial = {"text": question.answer, "version": question.version}
    form = OwnerAnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    context: dict[str, object] = {"question": question, "form": form}
    if request.method != "POST":
        return render(request, "practices/question_answer.html", context)
    if not form.is_valid():
        return render(request, "practices/question_answer.html", context, status=422)
    text, version = form.cleaned_data["text"], form.cleaned_data["version"]
    if version is None and question.answer:
        version = 0  # Whoever saw no version has not seen the answer either.
    try:
        question.give_answer(text, by=request.user, version=version)
    except StaleVersion as stale:
        answered = stale.stored.answer
        context["differences"] = [Difference(str(form.fields["text"].label), text, answered)]
        with_version(form, stale.stored.version)
        return render(request, "practices/question_answer.html", context, status=409)
    messages.success(request, gettext("Tak. Jeres svar står nu under spørgsmålet."))
    return redirect(question)


@require_POST
@member_required
def question_delete(request: Request, pk: int, number: int) -> HttpResponse:
    """Clear away what does not belong on the card."""
    question = _own(request, pk, number)
    question.delete()
    messages.success(request, gettext("Spørgsmålet er slettet."))
    return redirect("practices:practice_detail", pk)


def _own(request: Request, pk: int, number: int) -> OwnerQuestion:
    asked = OwnerQuestion.objects.editable_by(request.actor).for_owner()
    question = get_object_or_404(asked, pk=number, practice=pk)
    request.actor.require(Power.ANSWER_QUESTIONS, question.practice.municipality_id)
    return question


@require_safe
@member_required
def owner_questions(request: Request) -> HttpResponse:
    """What others ask about the own practices, those without an answer first."""
    asked = OwnerQuestion.objects.editable_by(request.actor)
    context = {"questions": asked.for_owner()[:MOST_SHOWN], "waiting": asked.waiting().count()}
    return render(request, "practices/owner_questions.html", context)
