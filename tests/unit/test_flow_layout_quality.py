"""Drawings of random flows: nothing to repair by hand, few crossings, the same every time, steady under an edit."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.flow import Branch, Flow, Kind, Lane, Step
from kaizen_helpers.flow.layout.grid import Shape
from kaizen_helpers.flow.layout.layout import Direction, Quality, lay_out
from kaizen_helpers.flow.model import LaneKind
from tests.drawing_metrics import Picture, score
from tests.flow_generator import random_flow, random_flows
from tests.unit.flow_samples import c1, flow, step
from tests.unit.test_flow_layout import defects

SEEDS = st.integers(0, 100_000)
DIRECTIONS: tuple[Direction, ...] = ("TB", "LR")


def crossings(flow: Flow, quality: Quality) -> int:
    layout = lay_out(flow, quality=quality)
    nodes = [(box.left, box.top, box.right, box.bottom) for box in layout.boxes]
    return score(Picture(nodes, [(wire.source, wire.target, wire.points) for wire in layout.wires])).crossings


# --- laws ----------------------------------------------------------------------------------------


@given(SEEDS, st.booleans(), st.sampled_from(DIRECTIONS))
@settings(max_examples=60, deadline=None)
def test_a_quick_drawing_has_no_defect(seed: int, rich: bool, direction: Direction) -> None:
    assert defects(lay_out(random_flow(seed, rich=rich), direction=direction)) == []


@given(SEEDS, st.booleans(), st.sampled_from(DIRECTIONS))
@settings(max_examples=10, deadline=None)
def test_a_drawing_for_print_has_no_defect(seed: int, rich: bool, direction: Direction) -> None:
    assert defects(lay_out(random_flow(seed, rich=rich), direction=direction, quality="print")) == []


@given(SEEDS, st.sampled_from(DIRECTIONS))
@settings(max_examples=20, deadline=None)
def test_marks_and_long_conditions_find_their_room(seed: int, direction: Direction) -> None:
    wordy = random_flow(seed)
    steps = tuple(
        replace(
            one,
            next=tuple(replace(way, condition=way.condition and way.condition * 4) for way in one.next),
            what=one.what * 3,
        )
        for one in wordy.steps
    )
    layout = lay_out(replace(wordy, steps=steps), {one.number: "二重入力" for one in steps}, direction=direction)

    assert defects(layout) == []


@given(SEEDS)
@settings(max_examples=4, deadline=None)
def test_a_drawing_for_print_is_the_same_every_time(seed: int) -> None:
    assert lay_out(random_flow(seed), quality="print") == lay_out(random_flow(seed), quality="print")


# --- quality -------------------------------------------------------------------------------------


def test_nine_of_ten_flows_are_printed_without_a_crossing() -> None:
    flows = random_flows(20, first=500)
    found = [crossings(one, "print") for one in flows]

    assert found.count(0) >= 18
    assert sum(found) <= sum(crossings(one, "typing") for one in flows) / 2


def test_case_c1_is_printed_without_a_crossing_in_both_directions() -> None:
    for direction in DIRECTIONS:
        layout = lay_out(c1(), direction=direction, quality="print")
        nodes = [(box.left, box.top, box.right, box.bottom) for box in layout.boxes]
        figures = score(Picture(nodes, [(wire.source, wire.target, wire.points) for wire in layout.wires]))

        assert (figures.crossings, figures.clean) == (0, True)
        assert figures.bends <= 10


@pytest.mark.slow
def test_a_thousand_steps_are_printed_in_a_moment() -> None:
    large = random_flow(7, lanes=6, steps=1000)
    begin = time.process_time()
    layout = lay_out(large, quality="print")

    assert time.process_time() - begin < 10  # 0.6 s on a quiet machine
    assert (layout.not_drawn, len([box for box in layout.boxes if box.number])) == (0, len(large.steps))


def test_five_thousand_steps_are_cut_not_endless() -> None:
    steps = [step(n, "票を送る", n + 1) for n in range(1, 5000)]
    layout = lay_out(flow(*steps, step(5000, "票を送る", None)), quality="print")

    assert layout.not_drawn == 5000 - 1500


@pytest.mark.parametrize(
    "leads",
    [lambda n: (n * 37 % 900 + 1, n * 53 % 900 + 1), lambda _n: tuple(range(1, 20))],
    ids=["two ways", "many ways"],
)
def test_a_large_tangle_is_cut_not_endless(leads: Callable[[int], tuple[int, ...]]) -> None:
    tangle = flow(*(step(n, "票を見比べる", *leads(n), who=f"担当{n % 3}") for n in range(1, 901)))
    begin = time.process_time()
    layout = lay_out(tangle, quality="print")

    assert time.process_time() - begin < 10
    assert layout.not_drawn > 0


# --- lanes, kinds, directions --------------------------------------------------------------------


def test_declared_lanes_come_first_and_empty_ones_stay() -> None:
    declared = (Lane("監査", LaneKind.OTHER), Lane("窓口"))
    layout = lay_out(
        Flow("", (step(1, "受け取る", None, who="市町"), step(2, "見る", None, who="窓口")), declared=declared)
    )

    assert [lane.lines for lane in layout.lanes] == [("監査",), ("窓口",), ("市町",)]
    assert min(lane.right - lane.left for lane in layout.lanes) > 30


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("quality", ["typing", "print"])
def test_every_box_lies_in_its_lane_and_lanes_join_without_a_gap(direction: Direction, quality: Quality) -> None:
    drawn = random_flow(11, rich=True)
    layout = lay_out(drawn, direction=direction, quality=quality)

    for box in layout.boxes:
        one = drawn.step(box.number or 0)
        if one is not None:
            lane = layout.lanes[drawn.lanes.index(one.who)]
            assert lane.left <= box.left
            assert box.right <= lane.right
            assert lane.top <= box.top
            assert box.bottom <= lane.bottom
    for before, after in zip(layout.lanes, layout.lanes[1:], strict=False):
        assert (before.right, before.top) == (after.left, after.top) or (before.bottom, before.left) == (
            after.top,
            after.left,
        )


def test_in_lr_lanes_are_stacked_with_their_names_at_the_left_and_time_runs_right() -> None:
    layout = lay_out(flow(step(1, "受け取る", 2, who="窓口"), step(2, "決める", None, who="係長")), direction="LR")
    upper, lower = layout.lanes

    assert layout.direction == "LR"
    assert upper.bottom == lower.top
    assert (upper.head_left, upper.head_top, upper.head_bottom) == (upper.left, upper.top, upper.bottom)
    assert upper.head_right < min(box.left for box in layout.boxes)
    first, second, end = layout.boxes
    assert first.x == second.x  # a hand-over stays in its column
    assert end.x > second.x


def test_every_kind_of_step_has_a_shape_of_its_own() -> None:
    steps = [Step(n, "県", "見る", kind, (Branch(n + 1),)) for n, kind in enumerate(Kind, 1)]
    layout = lay_out(flow(*steps, step(len(steps) + 1, "送る", None)))

    assert [box.shape for box in layout.boxes[: len(steps)]] == [Shape(kind.value) for kind in Kind]


def test_a_parallel_gateway_is_smaller_than_a_task() -> None:
    layout = lay_out(
        flow(Step(1, "県", "分ける", Kind.PARALLEL, (Branch(2),)), step(2, "申請書を確認する", None, who="県"))
    )
    gateway, task, _ = layout.boxes

    assert gateway.width < task.width


# --- a small edit --------------------------------------------------------------------------------


def with_one_more(before: Flow, at: int) -> Flow:
    """The flow with a step put in after the one at this place."""
    one = before.steps[at]
    new = Step(99, one.who, "控えを取る", Kind.TASK, one.next)
    steps = [*before.steps[:at], replace(one, next=(Branch(99),)), new, *before.steps[at + 1 :]]
    return replace(before, steps=tuple(steps))


def turned_round(before: Flow, after: Flow, quality: Quality) -> float:
    """The share of pairs of boxes that changed their order, across or down."""
    old, new = (
        {box.number: (box.x, box.y) for box in lay_out(one, quality=quality).boxes if box.number}
        for one in (before, after)
    )
    pairs = [(one, other, axis) for one, other in combinations(sorted(old.keys() & new.keys()), 2) for axis in (0, 1)]
    turned = [
        (old[one][axis] - old[other][axis]) * (new[one][axis] - new[other][axis]) < -1 for one, other, axis in pairs
    ]
    return sum(turned) / len(turned)


def edited(seed: int) -> tuple[Flow, Flow]:
    before = random_flow(seed)
    at = next(n for n in range(len(before.steps) // 2, len(before.steps)) if len(before.steps[n].next) == 1)
    return before, with_one_more(before, at)


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_while_typing_one_more_step_hardly_turns_any_two_boxes_round(seed: int) -> None:
    assert turned_round(*edited(seed), "typing") <= 0.05


def test_in_print_one_more_step_turns_few_boxes_round() -> None:
    found = [turned_round(*edited(seed), "print") for seed in range(8)]

    assert sum(found) / len(found) <= 0.03


@pytest.mark.parametrize("quality", ["typing", "print"])
def test_other_words_leave_every_step_in_its_row_and_column(quality: Quality) -> None:
    before = random_flow(3)
    after = replace(before, steps=tuple(replace(one, what="別の言い方で書く") for one in before.steps))

    assert turned_round(before, after, quality) == 0
