"""A long picture is folded into pages between rows, over few arrows, and each cut knows which arrows go on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.flow.layout.folding import page_breaks
from kaizen_helpers.flow.layout.geometry import Box, Label, Layout
from kaizen_helpers.flow.layout.layout import Direction, lay_out
from tests.flow_generator import random_flow
from tests.unit.flow_samples import c1

DRAWN = st.builds(
    lambda seed, direction: lay_out(random_flow(seed), direction=direction),
    st.integers(0, 100_000),
    st.sampled_from(("TB", "LR")),
)


def along(layout: Layout) -> int:
    return 1 if layout.direction == "TB" else 0


@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_what_fits_on_a_page_is_not_cut(direction: Direction) -> None:
    assert page_breaks(lay_out(c1(), direction=direction), 5000) == []


def test_an_empty_picture_has_no_pages() -> None:
    assert page_breaks(Layout(), 100) == []


@given(DRAWN, st.floats(400, 1200))
@settings(max_examples=40, deadline=None)
def test_no_page_is_longer_than_its_room(layout: Layout, room: float) -> None:
    cuts = [cut.at for cut in page_breaks(layout, room)]
    ends = [layout.gutters[0][0], *cuts, layout.gutters[-1][1]]
    rows = max(after[1] - before[0] for before, after in pairwise(layout.gutters))

    assert cuts == sorted(cuts)
    assert max(after - before for before, after in pairwise(ends)) <= max(room, rows)


@given(DRAWN, st.floats(400, 1200))
@settings(max_examples=40, deadline=None)
def test_no_box_and_no_condition_is_cut(layout: Layout, room: float) -> None:
    axis = along(layout)
    for cut in page_breaks(layout, room):
        things: list[Box | Label] = [*layout.boxes, *layout.labels]
        for thing in things:
            middle, size = (thing.y, thing.height) if axis else (thing.x, thing.width)
            assert abs(cut.at - middle) >= size / 2


@given(DRAWN, st.floats(400, 1200))
@settings(max_examples=40, deadline=None)
def test_each_cut_names_the_arrows_that_go_over_it_and_where(layout: Layout, room: float) -> None:
    axis = along(layout)
    for cut in page_breaks(layout, room):
        over = sorted(
            (index, one[1 - axis])
            for index, wire in enumerate(layout.wires)
            for one, other in pairwise(wire.points)
            if min(one[axis], other[axis]) < cut.at < max(one[axis], other[axis])
        )
        assert sorted(cut.wires) == over
        assert [place for _, place in cut.wires] == sorted(place for _, place in cut.wires)


def test_two_pages_are_cut_where_the_fewest_arrows_go_over() -> None:
    layout = lay_out(c1(), quality="print")
    length = layout.gutters[-1][1] - layout.gutters[0][0]
    (cut,) = page_breaks(layout, length * 0.7)
    other = min(
        sum(
            min(one[1], two[1]) < end - 4 < max(one[1], two[1])
            for wire in layout.wires
            for one, two in pairwise(wire.points)
        )
        for _, end in layout.gutters[1:-1]
        if length * 0.3 <= end - layout.gutters[0][0] <= length * 0.7
    )

    assert len(cut.wires) <= other
