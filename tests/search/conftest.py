import pytest

from sdg_platform.search import index


@pytest.fixture(autouse=True)
def _empty_index(request):
    """The reference networks are in the index from the start; these tests bring their own words."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        index.clear()
