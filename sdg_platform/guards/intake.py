"""What may come in: how large a body, which bytes in an address, a form that can be read.

Every fault is answered here, with our page and in DEBUG too, before a view sees the request.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.urls import Resolver404, resolve

from sdg_platform import errors

MOST_BYTES: Final = 25_000_000
# No browser's form sends these; a database or a parser further in may choke on them.
CONTROLS: Final = frozenset(map(chr, [*range(9), 11, 12, *range(14, 32), 127]))
ASCII_BYTES: Final = "".join(map(chr, range(33, 127)))

# The highest number that a row can have: SQLite raises OverflowError beyond it.
LAST_KEY: Final = 2**63 - 1

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
View = Callable[..., HttpResponse]


def takes_files(view: View) -> View:
    """Mark a view whose form uploads a file: its body may be 25 MB, others' 2 MB."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class IntakeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > MOST_BYTES or request.META.get("sdg.too_large"):
            return errors.too_large(request)
        request.GET = readable(request.GET)  # type: ignore[assignment]
        if _has_controls(request.path_info) or (settings.DEBUG and not _resolves(request)):
            # A NUL in a path is no address, and PostgreSQL would choke on it. Under DEBUG
            # Django would list every address we have, in English.
            return errors.not_found(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _: Any, named: dict[str, Any]
    ) -> HttpResponse | None:
        """Read the form before anyone else does, so that each fault in it has one answer."""
        if any(isinstance(value, int) and value > LAST_KEY for value in named.values()):
            return errors.not_found(request)
        most = MOST_BYTES if takes_a_file(view) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if _length(request) > most:
            return errors.too_large(request)
        if request.method != "POST":
            return None
        try:
            request.POST  # noqa: B018
            if request.content_type == "application/x-www-form-urlencoded":
                unquote_to_bytes(request.body).decode()
        except RequestDataTooBig:
            request._mark_post_parse_error()  # type: ignore[attr-defined]
            return errors.too_large(request)
        except UnicodeDecodeError:
            return errors.broken_text(request)
        except (BadRequest, MultiPartParserError, SuspiciousOperation):
            request._mark_post_parse_error()  # type: ignore[attr-defined]
            return errors.bad_request(request)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer in DEBUG as in production, except that a real fault shows its traceback."""
        match error:
            case Http404():
                return errors.not_found(request, error)
            case BadRequest() | SuspiciousOperation():
                return errors.bad_request(request, error)
            case OperationalError() | InterfaceError():
                return errors.answer_fault(request, error)
            case OSError() if errors.is_disk_full(error):
                return errors.answer_fault(request, error)
        return None


def takes_a_file(view: View) -> bool:
    """A view says so by `takes_files`; the administration pages may anywhere."""
    return getattr(view, "takes_files", False) or hasattr(view, "model_admin")


def readable(query: QueryDict) -> QueryDict:
    """The query without values that hold control characters: a malformed filter is no filter."""
    if not any(_has_controls(text) for name, values in query.lists() for text in (name, *values)):
        return query
    clean = QueryDict(mutable=True)
    for name, values in query.lists():
        kept = [value for value in values if not _has_controls(value)]
        if kept and not _has_controls(name):
            clean.setlist(name, kept)
    clean._mutable = False
    return clean


def _has_controls(text: str) -> bool:
    return not CONTROLS.isdisjoint(text)


def _length(request: HttpRequest) -> int:
    """The announced length of the body; an unreadable announcement counts as none."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return int(announced) if announced.isascii() and announced.isdigit() else 0


def _resolves(request: HttpRequest) -> bool:
    try:
        resolve(request.path_info)
    except Resolver404:
        return False
    return True


def guard_asgi(application: Application) -> Application:
    """Stop reading at 25 MB, and hand Django only what it can decode.

    A body is spooled to disk before any middleware is asked, however long it grows, and a raw
    byte above 127 in the query is nothing that an address may hold.
    """

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["query_string"] = quote_from_bytes(
                scope.get("query_string", b""), safe=ASCII_BYTES
            ).encode()
            receive = _counting(scope, receive)
        await application(scope, receive, send)

    return guarded


def _counting(scope: Scope, receive: Receive) -> Receive:
    """Pass on 25 MB; read and forget what follows, up to four times that.

    A client that is still sending would otherwise see a broken connection, not our answer.
    """
    seen, ended = 0, False

    async def counted() -> MutableMapping[str, Any]:
        nonlocal seen, ended
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return message
            if ended:
                continue
            seen += len(message.get("body", b""))
            more = message.get("more_body", False)
            if seen <= MOST_BYTES:
                ended = not more
                return message
            scope["sdg.too_large"] = True
            if not more or seen > 4 * MOST_BYTES:
                ended = True
                return {"type": "http.request", "body": b"", "more_body": False}

    return counted
