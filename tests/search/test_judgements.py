"""How well search finds: questions as colleagues ask them, judged by hand against our examples.

`judgements.json` holds [query, titles that should be found]; a title is told by its beginning.
"""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.search.judging import JUDGEMENTS, answers, load_examples

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def _empty_index():
    """These tests ask the index of the example data, not an empty one."""


@pytest.fixture
def told(settings):
    settings.DEBUG = True
    load_examples()
    return answers()


def places(wanted, titles):
    """Where each wanted title stands among `titles`, counted from 1; what is missing is left out."""
    found = (
        next((at for at, title in enumerate(titles, 1) if title.startswith(one)), 0)
        for one in wanted
    )
    return [place for place in found if place]


def test_colleagues_find_what_they_ask_for(told):
    hits = {query: places(wanted, told[query]) for query, wanted in JUDGEMENTS}
    recall = sum(len(hits[query]) / len(wanted) for query, wanted in JUDGEMENTS) / len(JUDGEMENTS)
    rank = sum(1 / min(found) for found in hits.values() if found) / len(JUDGEMENTS)

    assert len(JUDGEMENTS) >= 100
    assert [query for query, titles in told.items() if not titles] == []
    assert recall >= 0.95
    assert rank >= 0.85


def test_both_databases_give_the_same_answers_in_the_same_order(told, tmp_path):
    if connection.vendor == "sqlite":
        pytest.skip("PostgreSQL's run compares itself with SQLite")
    # Collecting the suite imports `tests.production`, which writes into this environment.
    environ = {
        "PATH": os.environ["PATH"],
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "tests.search.judging"]
    other = subprocess.run(command, env=environ, capture_output=True, text=True)

    assert other.returncode == 0, other.stderr
    assert told == json.loads(other.stdout)
