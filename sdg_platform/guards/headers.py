"""The headers that every answer carries: pages, errors, downloads, redirects, static files.

Outermost of the middlewares, because an error raised further in never passes a middleware
that stands inside it. Django's and django-csp's own middlewares would each miss some answer.
"""

from collections.abc import Callable

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from sdg_platform.guards.cookies import has_identity

Handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
PAGE_VARIES_BY = ("HX-Request", "HX-Target", "Cookie")


def fixed_headers() -> dict[str, str]:
    """What is the same on every answer; a raw ASGI route beside Django sends it too."""
    headers = {
        "Content-Security-Policy": build_policy(),
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in PERMISSIONS),
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
    if settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = (
            f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
        )
    return headers


def headers_middleware(get_response: Handler) -> Handler:
    fixed = fixed_headers()
    # Over plain HTTP a browser must ignore HSTS, and a proxy's probe need not see it.
    over_http = {k: v for k, v in fixed.items() if k != "Strict-Transport-Security"}
    static_url = settings.STATIC_URL

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in (fixed if request.is_secure() else over_http).items():
            response.headers.setdefault(name, value)
        if settings.DEBUG and response.status_code == 500:
            # Django's traceback page styles itself inline; it exists on a laptop only.
            del response.headers["Content-Security-Policy"]
        if not request.path_info.startswith(static_url):
            _say_how_to_cache(request, response)
        return response

    return middleware


def _say_how_to_cache(request: HttpRequest, response: HttpResponse) -> None:
    """Keep what somebody in particular sees out of every cache, the browser's included."""
    patch_vary_headers(response, PAGE_VARIES_BY)
    if has_identity(request) or response.cookies or request.method not in ("GET", "HEAD"):
        response.headers["Cache-Control"] = "no-store, private"
    else:
        response.headers.setdefault("Cache-Control", "no-cache, private")
