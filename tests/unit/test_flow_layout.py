"""The geometry of a drawing keeps its laws for every flow, finished or half typed."""

from __future__ import annotations

import time
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.flow import Flow, read_steps
from kaizen_helpers.flow.layout.geometry import FONT, LABEL_FONT, LINE, Box, Layout
from kaizen_helpers.flow.layout.grid import MOST_ARROWS, MOST_DRAWN, Shape, arrange
from kaizen_helpers.flow.layout.layout import lay_out
from kaizen_helpers.flow.text import em_width, wrap
from tests.unit.flow_samples import TABLES, c1, table

Segment = tuple[float, float, float, float]
TOUCH = 0.2
"""Pixels by which rounding may differ."""


def segments(layout: Layout) -> list[tuple[int, Segment]]:
    """(arrow, straight part) for all arrows; the ends are ordered."""
    found = []
    for index, wire in enumerate(layout.wires):
        for (ax, ay), (bx, by) in pairwise(wire.points):
            assert abs(ax - bx) < TOUCH or abs(ay - by) < TOUCH, "a slanted line"
            found.append((index, (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))))
    return found


def overlaps(one: Segment, other: Segment, air: float = 0.0) -> bool:
    """Whether two rectangles (or lines) share more than their edges."""
    return (
        one[0] < other[2] - TOUCH + air
        and other[0] < one[2] - TOUCH + air
        and one[1] < other[3] - TOUCH + air
        and other[1] < one[3] - TOUCH + air
    )


def frame(box: Box) -> Segment:
    return box.left, box.top, box.right, box.bottom


def collinear(one: Segment, other: Segment) -> bool:
    """Whether two lines lie on one another for more than a point, or closer than the eye can part them."""
    for axis in (0, 1):
        if one[axis] == one[axis + 2] and other[axis] == other[axis + 2] and abs(one[axis] - other[axis]) < 4:
            along = 1 - axis
            return min(one[along + 2], other[along + 2]) - max(one[along], other[along]) > 1
    return False


def defects(layout: Layout) -> list[str]:
    """Everything a person would have to repair by hand."""
    found = [
        f"boxes {a.number} and {b.number}" for a, b in combinations(layout.boxes, 2) if overlaps(frame(a), frame(b))
    ]
    lines = segments(layout)
    for index, line in lines:
        wire = layout.wires[index]
        for number, box in enumerate(layout.boxes):
            inner = (box.left + 1, box.top + 1, box.right - 1, box.bottom - 1)
            if box.shape is not Shape.TASK and number in {wire.source, wire.target}:
                inset = box.inset + 1  # an arrow may end on the slanted or round side
                inner = (box.left + inset, box.top + inset, box.right - inset, box.bottom - inset)
            if overlaps(line, inner):
                found.append(f"arrow {index} through box {box.number}")
    for (a, one), (b, other) in combinations(lines, 2):
        if a != b and collinear(one, other):
            found.append(f"arrows {a} and {b} on one another")
    for label in layout.labels:
        ground = (
            label.x - label.width / 2,
            label.y - label.height / 2,
            label.x + label.width / 2,
            label.y + label.height / 2,
        )
        found += [f"label {label.text} on box {box.number}" for box in layout.boxes if overlaps(ground, frame(box))]
        found += [f"label {label.text} on arrow {n}" for n, line in lines if n != label.wire and overlaps(ground, line)]
        for other_label in layout.labels:
            if other_label is not label:
                theirs = (
                    other_label.x - other_label.width / 2,
                    other_label.y - other_label.height / 2,
                    other_label.x + other_label.width / 2,
                    other_label.y + other_label.height / 2,
                )
                if overlaps(ground, theirs):
                    found.append(f"labels {label.text} and {other_label.text}")
        if max(map(em_width, label.lines)) * LABEL_FONT > label.width:
            found.append(f"label {label.text} too long")
    for box in layout.boxes:
        if max(map(em_width, box.lines), default=0) * FONT > box.width or len(box.lines) * FONT * LINE > box.height:
            found.append(f"text of box {box.number} too large")
        if not (0 <= box.left and box.right <= layout.width and layout.head_bottom <= box.top):
            found.append(f"box {box.number} outside")
        if box.bottom > layout.height:
            found.append(f"box {box.number} below the picture")
    for index, line in lines:
        if line[0] < 0 or line[2] > layout.width or line[1] < layout.head_bottom or line[3] > layout.height:
            found.append(f"arrow {index} outside")
    return found


def flow_of(targets: list[list[int | None]], owners: list[int], conditions: list[str]) -> Flow:
    rows = []
    for index, to in enumerate(targets):
        ways = "、".join("おわり" if n is None else str(n) for n in to)
        said = "、".join(conditions[(index + n) % len(conditions)] for n in range(len(to))) if len(to) > 1 else ""
        rows.append((f"担当{owners[index % len(owners)]}", f"手順{index}の票を送る", ways, said))
    return read_steps(table(*rows)).flow


CONDITIONS = ["あり", "不備なし", "期限までに届かなかった市町がある", "x"]
FLOWS = st.integers(1, 22).flatmap(
    lambda size: st.builds(
        flow_of,
        st.lists(st.lists(st.integers(1, size + 1) | st.none(), max_size=3), min_size=size, max_size=size),
        st.lists(st.integers(0, 4), min_size=1, max_size=size),
        st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=4),
    )
)


def test_case_c1_has_no_defects_and_fits_a_notebook() -> None:
    layout = lay_out(c1())

    assert defects(layout) == []
    assert layout.width <= 1000
    assert layout.height <= 1100


@given(FLOWS)
@settings(max_examples=150, deadline=None)
def test_no_flow_has_a_defect(flow: Flow) -> None:
    assert defects(lay_out(flow)) == []


@given(TABLES)
@settings(max_examples=150, deadline=None)
def test_no_table_however_broken_has_a_defect(rows: list[Any]) -> None:
    assert defects(lay_out(read_steps(rows).flow)) == []


@given(FLOWS)
@settings(max_examples=50, deadline=None)
def test_the_same_flow_gives_the_same_geometry(flow: Flow) -> None:
    assert lay_out(flow) == lay_out(flow)


def test_twenty_ways_out_of_one_step_have_no_defects() -> None:
    targets, said = "、".join(map(str, range(2, 22))), "、".join(f"窓口{n}" for n in range(20))
    rows: list[tuple[object, ...]] = [("県", "どの窓口か", targets, said)]
    rows += [(f"担当{n % 3}", "票を受け取る", "おわり") for n in range(20)]

    assert defects(lay_out(read_steps(table(*rows)).flow)) == []


# --- the grid ------------------------------------------------------------------------------------


def test_every_step_has_a_cell_of_its_own_in_its_lane() -> None:
    grid = arrange(c1())

    cells = [(node.row, node.column) for node in grid.nodes]
    assert len(set(cells)) == len(cells) == 16
    assert [node for node in grid.nodes if grid.column_lane[node.column] != node.lane] == []


def test_time_runs_down_except_on_the_ways_back() -> None:
    grid = arrange(c1())

    back = [(edge.source + 1, edge.target + 1) for edge in grid.edges if edge.back]
    upward = [
        edge for edge in grid.edges if not edge.back and grid.nodes[edge.source].row > grid.nodes[edge.target].row
    ]
    assert back == [(9, 5), (12, 7), (14, 13)]
    assert upward == []


def test_a_hand_over_to_the_neighbour_stays_in_its_row() -> None:
    grid = arrange(c1())

    assert [grid.nodes[n - 1].row for n in (1, 2)] == [0, 0]
    assert grid.nodes[6 - 1].row == grid.nodes[7 - 1].row


def test_the_main_line_of_a_lane_keeps_its_column() -> None:
    grid = arrange(c1())

    assert len({grid.nodes[n - 1].column for n in (2, 3, 4, 7, 8, 10, 13, 15)}) == 1
    assert grid.nodes[9 - 1].column != grid.nodes[10 - 1].column


def test_steps_beyond_the_limit_are_counted_not_drawn() -> None:
    rows = table(*[("県", "票を送る", str(n + 2)) for n in range(149)], ("県", "票を送る", "おわり"))
    layout = lay_out(read_steps(rows).flow)

    assert (len([box for box in layout.boxes if box.number]), layout.not_drawn) == (120, 30)
    assert [box.text for box in layout.boxes if box.shape is Shape.MISSING] == ["121番へ"]


# --- text ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "width"), [("漢字かな", 4), ("ｱﾊﾟｰﾄ", 2.75), ("abc", 1.65), ("", 0), ("が\u3099", 1)])
def test_width_is_one_em_for_full_width_and_half_for_half_width(text: str, width: float) -> None:
    assert em_width(text) == pytest.approx(width)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("回答を返信する", ("回答を", "返信する")),
        ("回答に不備があるか", ("回答に", "不備があるか")),
        ("交付決定通知書を送る", ("交付決定", "通知書を送る")),
        ("調査票を作る、送る。", ("調査票を", "作る、送る。")),
        ("票を送る\n控えを残す", ("票を送る", "控えを残す")),
        ("Excelで集計する", ("Excelで", "集計する")),
    ],
)
def test_lines_break_where_a_phrase_ends(text: str, lines: tuple[str, ...]) -> None:
    assert wrap(text, 6.5, 3) == lines


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert wrap("あ" * 100, 5, 2) == ("ああああああ"[:5], "ああああ…")


@given(st.text(max_size=80), st.floats(2, 20), st.integers(1, 6))
@settings(max_examples=200, deadline=None)
def test_no_line_is_wider_than_it_may_be_and_nothing_is_lost(text: str, width: float, most: int) -> None:
    lines = wrap(text, width, most)

    assert len(lines) <= most
    assert [line for line in lines if em_width(line) > width and len(line) > 1] == []
    if lines and not lines[-1].endswith("…"):
        assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_part_that_nothing_leads_to_stands_below_what_was_written_before_it() -> None:
    """While somebody types, the next step must not jump to the top of the picture."""
    grid = arrange(
        read_steps(
            table(("国", "依頼文を送る", "2"), ("県", "依頼文を読む", ""), ("県", "回答を集める", "おわり"))
        ).flow
    )
    rows = {node.number: node.row for node in grid.nodes if node.number}

    assert rows[1] == rows[2] < rows[3]


@pytest.mark.parametrize(
    ("lanes", "leads"),
    [
        (5, lambda _n: "5"),
        (120, lambda _n: "5"),
        (5, lambda n: f"{n * 37 % 120 + 1}、{n * 53 % 120 + 1}"),
        (3, lambda n: "、".join(str(n * k % 20 + 1) for k in range(20))),
        (2, lambda n: "、".join(str(1000 + n * 20 + k) for k in range(20))),
    ],
    ids=["into one", "a lane each", "two ways", "twenty ways", "missing"],
)
def test_a_tangle_is_drawn_in_a_moment_and_keeps_the_laws(lanes: int, leads: Any) -> None:
    """The drawing follows every key that is pressed. Nobody can read a tangle, and nobody may wait for it."""
    rows = [(f"担当{n % lanes}", "票を見比べる", leads(n)) for n in range(120)]
    flow = read_steps(table(*rows)).flow
    begin = time.process_time()
    layout = lay_out(flow)

    assert time.process_time() - begin < 3.0
    assert len(layout.wires) <= MOST_ARROWS * MOST_DRAWN
    assert defects(layout) == []


def test_a_flow_with_very_many_arrows_says_how_many_steps_are_not_drawn() -> None:
    rows = [("県", "票を見比べる", "、".join(str(k) for k in range(1, 21))) for _ in range(40)]
    layout = lay_out(read_steps(table(*rows)).flow)

    assert layout.not_drawn == 40 - MOST_ARROWS * MOST_DRAWN // 20


def test_a_long_cell_is_broken_into_lines_in_a_moment() -> None:
    """A pasted page of kanji, in every box that is drawn."""
    begin = time.process_time()
    lines = [wrap("漢" * 500, 9.6, 6) for _ in range(120)]

    assert time.process_time() - begin < 2.0
    assert {len(found) for found in lines} == {6}
