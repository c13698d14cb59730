"""From numbers to geometry, by literal numbers."""

import pytest

from sdg_platform import charts


@pytest.mark.parametrize(
    ("most", "labels"),
    [
        (0, ["0"]),
        (1, ["0", "1"]),
        (4, ["0", "1", "2", "3", "4"]),
        (5, ["0", "1", "2", "3", "4", "5"]),
        (100, ["0", "1–20", "21–40", "41–60", "61–80", "81–100"]),
    ],
)
def test_the_legend_covers_every_count_once(most, labels):
    assert [shade.label for shade in charts.HeatScale.up_to(most).legend()] == labels


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 6, 7, 23, 1000])
def test_the_largest_count_has_the_fullest_shade_and_more_is_never_paler(most):
    scale = charts.HeatScale.up_to(most)
    shades = [scale.shade(count) for count in range(most + 1)]
    assert shades[0] == 0
    assert shades[-1] == 5
    assert min(shades[1:]) >= 1
    assert shades == sorted(shades)


def test_a_heat_map_is_one_path_a_shade_below_and_beside_its_labels():
    drawn = charts.heat_map([[0, 2], [1, 2]], ["+", "?"], ["3", "4"], side=10, gap=2)
    assert (drawn.width, drawn.height) == (34, 34)
    assert drawn.areas == [
        charts.ShadeArea(0, "M12 12h10v10h-10z"),
        charts.ShadeArea(3, "M12 24h10v10h-10z"),
        charts.ShadeArea(5, "M24 12h10v10h-10zM24 24h10v10h-10z"),
    ]
    assert drawn.columns == [charts.Label(17, 5, "3"), charts.Label(29, 5, "4")]
    assert drawn.rows == [charts.Label(5, 17, "+"), charts.Label(5, 29, "?")]


def test_a_heat_map_of_nothing_is_empty():
    assert charts.heat_map([[], []], ["+", "?"], []).areas == []


def test_a_line_keeps_its_height_through_each_stretch():
    assert charts.steps([0.5, 0.5, 1], top=1, width=90, height=40).path == "M0 20H30H60V0H90"


def test_a_line_is_broken_where_there_is_nothing():
    assert charts.steps([0.25, None, 0.5], top=0.5, width=90, height=40).path == "M0 20H30M60 0H90"


def test_a_line_without_stretches_is_no_path():
    assert charts.steps([], top=0.25).path == ""


@pytest.mark.parametrize(
    ("shares", "top"), [([0.2], 0.25), ([0.26], 0.5), ([1.0], 1.0), ([0], 0.25)]
)
def test_the_scale_ends_at_a_quarter(shares, top):
    assert charts.scale_top(shares) == top
