"""Whether the installation is up, and whom to tell when it is not safe."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

PATH = "/health/"


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503. Says nothing else: anyone may ask."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


def probe_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer a monitor before HTTPS and host names are insisted on: it calls by address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return health(request) if request.path_info == PATH else get_response(request)

    return middleware


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a weakness. Without SECURITY_CONTACT it is the mail's sender."""
    expires = timezone.now() + timedelta(days=180)
    site = settings.SITE_URL
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: da, en",
        *([f"Canonical: {site}/.well-known/security.txt"] if site else []),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
