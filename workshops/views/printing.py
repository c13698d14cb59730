"""What is printed before the meeting: the way in, four posters, and cards for pen and paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from workshops.forms.wifi import WifiForm
from workshops.models import fields_of
from workshops.views.access import run_workshop
from workshops.views.board import draw_qr, join_address

# Rows on a poster that can still be read and written standing; cards on a sheet of A4.
POSTER_ROWS = 14
CARDS = 8


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def workshop_print(request: Request, pk: int) -> HttpResponse:
    """The sheets; POST draws them with the guest network on, and keeps nothing of it."""
    workshop = run_workshop(request, pk)
    form = WifiForm(request.POST if request.method == "POST" else None)
    is_wrong = form.is_bound and not form.is_valid()
    has_wifi = form.is_bound and not is_wrong
    context = {
        "workshop": workshop,
        "fields": list(fields_of(workshop).values()),
        "address": join_address(request, workshop),
        "rows": range(1, POSTER_ROWS + 1),
        "cards": range(CARDS),
        "form": form,
        "wifi": {**form.cleaned_data, "qr": draw_qr(form.text())} if has_wifi else None,
    }
    status = 422 if is_wrong else 200
    return render(request, "workshops/workshop_print.html", context, status=status)
