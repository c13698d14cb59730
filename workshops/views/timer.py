"""The room's clock, and who is done before it rings."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from workshops.forms.timer import TimerForm
from workshops.models import Participant, WrongState
from workshops.views.access import readable_workshop, run_workshop
from workshops.views.now import answer_now, participant_of
from workshops.views.workshop import refuse_change


@require_POST
@member_required
def workshop_timer(request: Request, pk: int) -> HttpResponse:
    """Start the clock with `minutes`, or `act`: one minute more, or stop it."""
    workshop = run_workshop(request, pk)
    form = TimerForm(request.POST)
    if not form.is_valid():
        context = {"workshop": workshop, "form": form}
        return render(request, "workshops/timer_refused.html", context, status=422)
    try:
        form.apply(workshop)
    except WrongState as error:
        return refuse_change(request, workshop, error)
    focus = "clock-more" if workshop.timer_ends_at else "clock-start"
    return answer_now(request, workshop, focus=focus)


@require_POST
def participant_done(request: Request, pk: int) -> HttpResponse:
    """A participant is done in the phase that stood on the page, or busy again (`done=off`)."""
    workshop = readable_workshop(request, pk)
    me = participant_of(request, workshop)
    if me is None:
        raise PermissionDenied
    me.workshop = workshop
    seen = request.GET.get("phase", workshop.phase)
    try:
        me.say_done(in_phase=seen, done=wants_done(request, me))
    except WrongState as error:
        return refuse_change(request, workshop, error)
    return answer_now(request, workshop, focus="now-done")


def wants_done(request: Request, me: Participant) -> bool:
    """As the button says; without a word it turns round."""
    said = request.POST.get("done", "")
    return said == "on" if said in ("on", "off") else me.done_in != me.workshop.phase
