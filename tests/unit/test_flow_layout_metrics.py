"""The yardstick of the benchmark and the rule for crossings, on pictures small enough to count by hand."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.flow.layout.grid import arrange
from kaizen_helpers.flow.layout.layout import lay_out
from kaizen_helpers.flow.layout.meetings import crossings
from kaizen_helpers.flow.layout.paths import Path, Paths, Point
from kaizen_helpers.flow.layout.state import State
from tests.drawing_metrics import Picture, score
from tests.flow_generator import random_flow

FAR = [(0.0, 0.0, 10.0, 10.0), (200.0, 200.0, 210.0, 210.0)]
Line = list[tuple[float, float]]


def measured(*lines: Line, nodes: list[tuple[float, float, float, float]] | None = None) -> tuple[int, int, int, int]:
    picture = Picture([*FAR, *(nodes or [])], [(0, 1, line) for line in lines])
    found = score(picture)
    return found.crossings, found.overlaps, found.through, found.bends


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([[(50, 20), (50, 80)], [(20, 50), (80, 50)]], (1, 0, 0, 0)),
        ([[(50, 20), (50, 80)], [(20, 50), (50, 50)]], (0, 0, 0, 0)),  # one ends on the other
        ([[(20, 50), (80, 50)], [(70, 50), (120, 50)]], (0, 1, 0, 0)),  # 10 px on one another
        ([[(20, 50), (80, 50)], [(75, 50), (120, 50)]], (0, 0, 0, 0)),  # 5 px
        ([[(20, 50), (80, 50)], [(20, 54), (80, 54)]], (0, 0, 0, 0)),  # side by side
        ([[(20, 20), (80, 20), (80, 90)]], (0, 0, 0, 1)),
        ([[(20, 20), (80, 20), (83, 20), (83, 90)]], (0, 0, 0, 1)),  # a kink of 3 px is one corner
        ([[(20, 20), (80, 24)]], (0, 0, 0, 0)),
    ],
)
def test_crossings_overlaps_and_bends_are_counted(lines: list[Line], expected: tuple[int, int, int, int]) -> None:
    assert measured(*lines) == expected


def test_an_edge_through_a_node_counts_unless_the_node_is_its_end() -> None:
    line: Line = [(20, 50), (90, 50)]

    assert measured(line, nodes=[(40, 40, 60, 60)])[2] == 1
    assert measured(line, nodes=[(40, 50, 60, 60)])[2] == 0  # along its edge
    assert score(Picture([(40, 40, 60, 60), *FAR], [(0, 1, line)])).through == 0


def test_the_empty_corner_of_a_diamond_may_be_passed() -> None:
    corner: Line = [(38, 50), (58, 30)]
    nodes = [*FAR, (40.0, 40.0, 80.0, 80.0)]

    assert score(Picture(nodes, [(0, 1, corner)])).through == 1
    assert score(Picture(nodes, [(0, 1, corner)], frozenset({2}))).through == 0


def test_nodes_on_one_another_are_not_clean() -> None:
    assert not score(Picture([*FAR, (5.0, 5.0, 20.0, 20.0)], [(0, 1, [(50, 50), (90, 50)])])).clean


# --- where two arrows must cross -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([(1, 3), (5, 3)], [(3, 1), (3, 5)], 1),  # straight over each other
        ([(1, 2), (2, 2), (2, 4), (3, 4)], [(1, 3), (2, 3), (2, 5), (3, 5)], 0),  # joins and leaves on good sides
        ([(1, 2), (2, 2), (2, 5), (3, 5)], [(1, 3), (2, 3), (2, 4), (3, 4)], 1),  # must pass to the other side
        ([(1, 2), (2, 2), (2, 5), (3, 5)], [(1, 3), (2, 3), (2, 4), (1, 4)], 0),  # comes and goes at the left
        ([(1, 2), (2, 2), (2, 4), (3, 4)], [(3, 2), (2, 2), (2, 4), (1, 4)], 1),
        ([(1, 1), (1, 2), (3, 2), (3, 3)], [(1, 1), (1, 2), (5, 2), (5, 3)], 0),  # begin at one box
        ([(1, 2), (2, 2), (2, 3)], [(2, 1), (2, 2), (3, 2)], 0),  # touch at a corner
    ],
)
def test_two_arrows_cross_only_if_they_change_sides(one: list[Point], other: list[Point], expected: int) -> None:
    first, second = (Path(tuple(corners), 0.0) for corners in (one, other))
    turned = Path(tuple(reversed(other)), 0.0)

    assert [crossings(first, second)[0], crossings(second, first)[0], crossings(first, turned)[0]] == [expected] * 3


@given(st.integers(0, 100_000))
@settings(max_examples=40, deadline=None)
def test_arrows_are_drawn_with_no_more_crossings_than_their_ways_ask_for(seed: int) -> None:
    """The order of the tracks adds none (flow.md §2.3: nudging alone adds about 0.35 a drawing)."""
    grid = arrange(random_flow(seed))
    state = State(grid, 0, 0)
    state.lead_all()
    layout = lay_out(random_flow(seed))
    nodes = [(box.left, box.top, box.right, box.bottom) for box in layout.boxes]
    drawn = score(Picture(nodes, [(wire.source, wire.target, wire.points) for wire in layout.wires])).crossings
    ways = [way for way in state.way if way is not None]

    assert drawn <= sum(crossings(one, other)[0] for one, other in combinations(ways, 2))


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6), st.integers(0, 6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_way_comes_back_over_its_own_boxes(x: int, y: int, u: int, v: int, back: bool) -> None:
    source, target = (2 * x + 1, 2 * y + 1), (2 * u + 1, 2 * v + 1)
    ways = [path for _, group in Paths(7, 7).between(source, target, back=back) for path in group]

    assert ways
    for path in ways:
        assert len(set(path.walk())) == len(path.walk()) - (source == target)
