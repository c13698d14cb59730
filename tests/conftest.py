"""Fixtures that every room of the suite shares."""

import gc
from collections import OrderedDict

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

# A loaded machine is slow, not wrong.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(autouse=True)
def danish():
    """A request leaves its language behind in the thread; each test begins without one."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def nothing_held(monkeypatch):
    """A process remembers the catalogue and boards; the one of the last test was of another history."""
    monkeypatch.setattr("practices.catalogue.facets._held", None)
    monkeypatch.setattr("sdg_platform.search.shelf._held", {})
    monkeypatch.setattr("workshops.views.sheets._kept", OrderedDict())


@pytest.fixture
def htmx(client):
    """Ask for a URL as htmx does when it will replace the element `target`."""

    def get(url, target, **data):
        return client.get(url, data, headers={"HX-Request": "true", "HX-Target": target})

    return get


def pytest_collection_finish(session):
    """Spare the collector what stays to the end: it took an eighth of the suite's time."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)


def _commits(item):
    """Whether a test writes past its own transaction, so that tables are emptied behind it."""
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures or (marker and marker.kwargs.get("transaction")))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item, nextitem):
    """Bring the reference rows back behind a test that commits.

    Otherwise whatever runs next in the same process misses its 17 goals; a browser test brings
    them back itself.
    """
    result = yield
    # After the last test of all there is no database left, and nobody to miss them.
    if _commits(item) and nextitem and "live_server" not in nextitem.fixturenames:
        from pytest_django.plugin import blocking_manager_key

        from tests.reference_rows import load_reference_rows

        with item.config.stash[blocking_manager_key].unblock():
            load_reference_rows()
    return result
