"""The counts of the facets, against counting one by one."""

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from practices.catalogue.bitmaps import Bitmaps

GROUPS = {"goal": "123", "outcome": "ab", "municipality": "xyz"}
rows = st.lists(
    st.fixed_dictionaries(
        {
            "goal": st.sets(st.sampled_from(GROUPS["goal"])),
            "outcome": st.sets(st.sampled_from(GROUPS["outcome"]), min_size=1, max_size=1),
            "municipality": st.sets(
                st.sampled_from(GROUPS["municipality"]), min_size=1, max_size=1
            ),
            "published": st.booleans(),
        }
    ),
    max_size=12,
)
selections = st.fixed_dictionaries(
    {}, optional={group: st.sets(st.sampled_from(values)) for group, values in GROUPS.items()}
)


def marks(numbered):
    return [
        (group, value, pk)
        for pk, row in numbered.items()
        for group in GROUPS
        for value in row[group]
    ]


def bitmaps_of(numbered):
    published = [pk for pk, row in numbered.items() if row["published"]]
    return Bitmaps.of(numbered, published, marks(numbered))


def matches(row, selection, codes, leave_out=""):
    seen = row["published"] or row["municipality"] & codes
    return seen and all(
        row[group] & values for group, values in selection.items() if values and group != leave_out
    )


@given(rows, selections, st.sets(st.sampled_from(GROUPS["municipality"])))
def test_every_count_is_what_counting_gives(practices, selection, codes):
    numbered = dict(enumerate(practices, start=1))
    bitmaps = bitmaps_of(numbered)
    visible = bitmaps.visible(codes)
    expected = {pk for pk, row in numbered.items() if matches(row, selection, codes)}
    assert set(bitmaps.matching(selection, visible)) == expected
    for group in GROUPS:
        counted = {
            value: sum(
                value in row[group] and bool(matches(row, selection, codes, leave_out=group))
                for row in practices
            )
            for value in GROUPS[group]
        }
        assert bitmaps.counts(group, selection, visible) == {
            value: number for value, number in counted.items() if number
        }


@given(rows, st.sets(st.sampled_from(GROUPS["municipality"])))
def test_each_pair_is_counted_once(practices, codes):
    numbered = dict(enumerate(practices, start=1))
    bitmaps = bitmaps_of(numbered)
    found = bitmaps.crossed("goal", "outcome", {}, bitmaps.visible(codes))
    for (goal, outcome), number in found.items():
        assert number == sum(
            goal in row["goal"] and outcome in row["outcome"] and bool(matches(row, {}, codes))
            for row in practices
        )


@given(rows, rows)
def test_what_changed_is_taken_in_as_if_all_were_read_anew(before, after):
    old = dict(enumerate(before, start=1))
    # Some practices change, some are new, and of those that changed some are gone.
    changed = dict(enumerate(after, start=4))
    new = {pk: row for pk, row in old.items() if pk < 4} | changed
    updated = bitmaps_of(old).updated(
        {*changed, *(pk for pk in old if pk >= 4)},
        bitmaps_of(changed),
    )
    fresh = bitmaps_of(new)
    assert updated.everything == fresh.everything
    assert updated.published == fresh.published
    for group in GROUPS:
        assert updated.counts(group, {}, updated.everything) == fresh.counts(
            group, {}, fresh.everything
        )


def test_an_older_state_stays_as_it_was():
    old = Bitmaps.of([1], [1], [("goal", "3", 1)])
    old.updated([1], Bitmaps.of([1], [], [("goal", "4", 1)]))
    assert old.published == BitMap([1])
    assert old.counts("goal", {}, old.everything) == {"3": 1}
