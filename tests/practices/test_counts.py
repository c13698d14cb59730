"""Every number of the list, against counting one by one: filters, words and readers at random."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.catalogue.listing import Listing
from practices.models import Practice, many
from sdg_platform.accounts.actor import ANONYMOUS, Actor
from tests.factories import MunicipalityFactory

WORDS = ("cykelsti", "regnvand", "bibliotek", "måltid")
VALUES = {
    "goal": ["3", "4", "11"],
    "outcome": ["succeeded", "did_not"],
    "theme": ["people", "places"],
    "department": ["health", "planning"],
    "municipality": ["9901", "9902"],
}
READERS = {"": ANONYMOUS, "9901": Actor(roles={"9901": "staff"})}

rows = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join),
            "summary": st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join),
            "goals": st.sets(st.sampled_from(VALUES["goal"])),
            "outcome": st.sampled_from(VALUES["outcome"]),
            "themes": st.sets(st.sampled_from(VALUES["theme"])),
            "departments": st.sets(st.sampled_from(VALUES["department"])),
            "municipality": st.sampled_from(VALUES["municipality"]),
            "status": st.sampled_from(["published", "published", "draft"]),
        }
    ),
    max_size=10,
)
choices = st.fixed_dictionaries(
    {}, optional={group: st.sets(st.sampled_from(it), min_size=1) for group, it in VALUES.items()}
)
questions = st.lists(
    st.tuples(choices, st.sets(st.sampled_from(WORDS), max_size=2), st.sampled_from([*READERS])),
    min_size=1,
    max_size=5,
)


@pytest.mark.slow
@pytest.mark.django_db
@given(rows, questions)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_number_is_what_counting_gives(said, asked):
    homes = {code: MunicipalityFactory(code=code) for code in VALUES["municipality"]}
    Practice.objects.all().delete()
    new = [
        many.New(
            row | {"title": f"{row['title']} {n}", "goals": [{"goal": it} for it in row["goals"]]},
            homes[row["municipality"]],
        )
        for n, row in enumerate(said)
    ]
    many.create(Practice.objects.all(), new, None)
    for chosen, words, home in asked:
        query = QueryDict(mutable=True)
        for group, values in chosen.items():
            query.setlist(group, sorted(values))
        query["q"] = " ".join(sorted(words))
        listing = Listing.read(query, READERS[home])
        seen = [row for row in said if is_found(row, words, home)]
        assert listing.total == sum(matches(row, chosen) for row in seen)
        assert len(listing.page.cards) == listing.total
        for facet in listing.facets:
            if facet.name in VALUES:
                others = {group: it for group, it in chosen.items() if group != facet.name}
                counted = {
                    value: sum(
                        value in of(row, facet.name) and matches(row, others) for row in seen
                    )
                    for value in VALUES[facet.name]
                }
                told = {choice.value: choice.number for choice in facet.choices}
                kept = {it: n for it, n in counted.items() if n or it in chosen.get(facet.name, ())}
                assert told == kept, (facet.name, chosen, words, home)


def is_found(row, words, home):
    is_seen = row["status"] == "published" or row["municipality"] == home
    return is_seen and words <= {*row["title"].split(), *row["summary"].split()}


def matches(row, chosen):
    return all(of(row, group) & values for group, values in chosen.items())


def of(row, group):
    value = row.get(f"{group}s", row.get(group))
    return {value} if isinstance(value, str) else set(value)
