"""The same documents as in test_documents, read in this process.

In the product a child reads them, whose lines the coverage does not see; and a reader that
fails here shows its own traceback instead of a refusal.
"""

import pytest

from tests.workshops.test_documents import *  # noqa: F403
from workshops import documents

# What only the child's limits can stop.
del (
    test_a_document_that_eats_memory_or_time_harms_nobody,  # noqa: F821
    test_a_document_nested_too_deep_harms_nobody,  # noqa: F821
    test_three_million_tags_are_refused_before_they_become_a_tree,  # noqa: F821
    test_documents_are_read_from_many_threads_at_once,  # noqa: F821
    test_more_than_5000_paragraphs_are_refused_whatever_the_kind,  # noqa: F821
)


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    def call(function, *arguments, **limits):
        return function(*arguments)

    monkeypatch.setattr(documents, "run_confined", call)
