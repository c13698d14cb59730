"""Log lines: JSON in production, readable on a laptop; never text, codes, tokens, addresses.

Everything that reaches Python's logging, ours and the libraries', leaves through the same
processors, so nothing has to remember to be careful.
"""

import logging
import re
import sys
import traceback
import uuid
from collections.abc import Callable, MutableMapping
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import structlog
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest, HttpResponse

from sdg_platform.guards.address import client_address, coarse

log = structlog.get_logger(__name__)
Event = MutableMapping[str, Any]

HOUSE: Final = Path(__file__).resolve().parent.parent
# Path parts after which a secret stands: workshop codes, QR tokens, invitations, resets, feeds,
# the links to minutes and those behind which an owner answers.
MASKED: Final = re.compile(
    r"(/(?:join|j|invitations?|invite|key|confirm-email|confirm|minutes|tokens?|feed|shared|unfollow)/)(?!new/)[^/\s?#\"']+"
)
# Query strings hold what people search for, and tickets.
QUERY: Final = re.compile(r"(/[^\s?\"']*)\?[^\s\"']*")
REQUEST_ID: Final = re.compile(r"[A-Za-z0-9-]{8,64}")


def masked(text: str) -> str:
    """A path fit for a log.

    >>> masked("/join/AB12CD34/"), masked("/en/j/x9_Y/?next=/"), masked("/search/?q=Bente")
    ('/join/***/', '/en/j/***/', '/search/')
    """
    return MASKED.sub(r"\1***", QUERY.sub(r"\1", text))


def always_name_a_request(_: Any, __: str, event: Event) -> Event:
    """Processor: lines from outside a request carry an empty id, so that every line has one."""
    event.setdefault("request_id", "")
    return event


def mask_values(_: Any, __: str, event: Event) -> Event:
    """Processor: whatever was logged, secrets in paths do not get through."""
    for name, value in event.items():
        if isinstance(value, str) and "/" in value:
            event[name] = masked(value)
    return event


def name_the_fault(_: Any, __: str, event: Event) -> Event:
    """Processor: an exception as its type and frames.

    Its message is left out: a database quotes the row it refused, a parser the line.
    """
    found = event.pop("exc_info", None)
    error = (
        found[1] if isinstance(found, tuple) else found if found is not True else sys.exc_info()[1]
    )
    if isinstance(error, BaseException):
        event["fault"] = type(error).__name__
        event["frames"] = [
            f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


def _short(filename: str) -> str:
    path = Path(filename)
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    return str(path.relative_to(HOUSE)) if path.is_relative_to(HOUSE) else path.name


def logging_config(*, debug: bool) -> dict[str, Any]:
    """The LOGGING setting. One line a record on stderr."""
    timestamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        always_name_a_request,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        timestamp,
        mask_values,
    ]
    final: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if debug:
        final += [
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    else:
        final += [name_the_fault, structlog.processors.JSONRenderer(ensure_ascii=False)]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.captureWarnings(not debug)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": final,
                "foreign_pre_chain": before,
                "pass_foreign_args": False,
            }
        },
        "handlers": {"line": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["line"], "level": "WARNING"},
        "loggers": {
            "sdg_platform": {"level": "INFO"},
            "workshops": {"level": "INFO"},
            "practices": {"level": "INFO"},
            "partnerships": {"level": "INFO"},
            # Our own line a request says it already, without the address.
            "django.server": {"handlers": [], "propagate": False},
            "django.request": {"handlers": ["line"], "level": "ERROR", "propagate": False},
            "uvicorn": {"handlers": ["line"], "level": "INFO", "propagate": False},
            "uvicorn.access": {"handlers": [], "propagate": False},
        },
    }


def request_log_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give the request an id, and say in one line how it ended."""

    def middleware(request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        request_id = uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = get_response(request)
        if response.status_code != 404:
            # A 404 must be the same, header by header, whatever was asked for.
            response.headers["X-Request-ID"] = request_id
        _say(request, response, (perf_counter() - started) * 1000)
        return response

    return middleware


def _say(request: HttpRequest, response: HttpResponse, milliseconds: float) -> None:
    status = response.status_code
    level = (
        logging.ERROR
        if status >= 500
        else logging.WARNING
        if status in (403, 429)
        else logging.INFO
    )
    log.log(
        level,
        {403: "denied", 429: "limited"}.get(status, "request"),
        method=request.method,
        path=request.path,
        status=status,
        ms=round(milliseconds, 1),
        network=coarse(client_address(request)),
    )


def say_logins() -> None:
    """Log who came in, and that somebody failed to: by id, never by e-mail address."""

    def came(sender: Any, request: HttpRequest | None, user: Any, **_: Any) -> None:
        log.info("login", user=user.pk)

    def left(sender: Any, request: HttpRequest | None, user: Any, **_: Any) -> None:
        log.info("logout", user=getattr(user, "pk", None))

    def failed(sender: Any, request: HttpRequest | None = None, **_: Any) -> None:
        network = coarse(client_address(request)) if request else None
        log.warning("login_failed", network=network)

    user_logged_in.connect(came, dispatch_uid="log-login", weak=False)
    user_logged_out.connect(left, dispatch_uid="log-logout", weak=False)
    user_login_failed.connect(failed, dispatch_uid="log-login-failed", weak=False)
