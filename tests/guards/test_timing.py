import re

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from sdg_platform.guards.timing import timing_middleware


@pytest.mark.django_db
def test_each_page_says_how_many_queries_it_took_and_how_long(settings):
    settings.SERVER_TIMING = True

    def view(request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.execute("SELECT 2")
        return HttpResponse()

    header = timing_middleware(view)(RequestFactory().get("/")).headers["Server-Timing"]

    assert re.fullmatch(r'sql;desc="2";dur=\d+\.\d, app;dur=\d+\.\d', header)


def test_without_being_asked_it_tells_nobody(settings):
    settings.SERVER_TIMING = False
    with pytest.raises(MiddlewareNotUsed):
        timing_middleware(lambda request: HttpResponse())
