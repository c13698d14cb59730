"""Server-Timing: how many queries an answer took, and how long, for the browser's own tools."""

from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connections
from django.http import HttpRequest, HttpResponse


class QueryClock:
    """Counts and times whatever passes a database cursor; used as an execute wrapper."""

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        started = perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.queries += 1
            self.seconds += perf_counter() - started


def timing_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    if not settings.SERVER_TIMING:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        clock, started = QueryClock(), perf_counter()
        with ExitStack() as wrapped:
            for connection in connections.all():
                wrapped.enter_context(connection.execute_wrapper(clock))
            response = get_response(request)
        app = (perf_counter() - started) * 1000
        response.headers["Server-Timing"] = (
            f'sql;desc="{clock.queries}";dur={clock.seconds * 1000:.1f}, app;dur={app:.1f}'
        )
        return response

    return middleware
