"""On paper a flow keeps its letters readable, its steps once each, and its cut arrows findable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.drawing.canvas import INK, Circle, Group, Item, Rect, Text, texts_of
from kaizen_helpers.flow.drawing.drawing import Drawing
from kaizen_helpers.flow.drawing.marks import SHOWN
from kaizen_helpers.flow.drawing.pages import LEAST_LETTER, Paper, draw_pages
from kaizen_helpers.flow.model import Branch, Flow, Kind, Lane, Step
from kaizen_helpers.flow.opening import read_flow
from tests.flow_generator import random_flow
from tests.unit.flow_samples import c1, c1_twice, flow, step

CASES = Path(__file__).parents[2] / "courses" / "01_flow" / "cases"


def placed(items: Sequence[Item], dx: float = 0.0, dy: float = 0.0, scale: float = 1.0) -> Iterator[Item]:
    """Rectangles, circles and texts where they stand on the page."""
    for item in items:
        if isinstance(item, Group):
            yield from placed(item.items, dx + scale * item.dx, dy + scale * item.dy, scale * item.scale)
        elif isinstance(item, Text):
            yield replace(item, x=dx + scale * item.x, y=dy + scale * item.y, size=scale * item.size)
        elif isinstance(item, Circle):
            yield replace(item, x=dx + scale * item.x, y=dy + scale * item.y, radius=scale * item.radius)
        elif isinstance(item, Rect):
            x, y = dx + scale * item.x, dy + scale * item.y
            yield replace(item, x=x, y=y, width=scale * item.width, height=scale * item.height)


def connectors(page: Drawing) -> list[str]:
    """The numbers in dark circles."""
    items = list(placed(page.picture.items))
    dark = [
        (item.x, item.y) for item in items if isinstance(item, Circle) and item.style.fill == INK and item.radius == 9
    ]
    return [
        item.text
        for item in items
        if isinstance(item, Text) and any(abs(item.x - x) + abs(item.y - y) < 6 for x, y in dark)
    ]


def shown(page: Drawing) -> list[str]:
    return [text.text for text in texts_of(page.picture.items)]


def printed(flow: Flow, paper: Paper = "A4", *, landscape: bool | None = None) -> tuple[Drawing, ...]:
    """Pages in a moment: where arrows run is the layout's matter."""
    return draw_pages(flow, paper, landscape=landscape, quality="typing")


def many_lanes() -> Flow:
    return random_flow(5, lanes=8, steps=30)


def test_a_page_is_as_large_as_its_paper() -> None:
    pages = printed(c1(), "A3", landscape=False)

    assert {re.search(r'width="(\w+)" height="(\w+)"', page.svg).groups() for page in pages} == {  # type: ignore[union-attr]
        ("297mm", "420mm")
    }


def test_a_small_flow_fills_one_page() -> None:
    small = flow(step(1, "申請書が届く", 2, kind=Kind.START), step(2, "申請書を受け付ける", None))
    pages = printed(small)

    assert len(pages) == 1
    assert connectors(pages[0]) == []
    assert "1／1ページ" in shown(pages[0])


def test_the_head_says_what_this_is() -> None:
    full = replace(
        c1(), title="医療費助成申請", version="見直し後", author="こども家庭課", updated="2026-11-05", cases=1200
    )

    for page in printed(full):
        head = shown(page)[:3]
        assert head[0] == "医療費助成申請"
        assert re.fullmatch(r"\d／\dページ", head[1])
        assert head[2] == "版：見直し後 ｜ 作成：こども家庭課 ｜ 更新日：2026年11月5日 ｜ 年間件数：1,200件"


def test_a_date_that_is_none_stands_as_it_is_written() -> None:
    assert "更新日：令和8年秋" in shown(printed(replace(c1(), updated="令和8年秋"))[0])


def test_every_step_stands_on_exactly_one_page() -> None:
    for sample in (c1_twice(), many_lanes()):
        pages = printed(sample)
        titles = [title for page in pages for title in re.findall("<title>手順([0-9]+) ", page.svg)]

        assert len(pages) > 1
        assert sorted(map(int, titles)) == [each.number for each in sample.steps]


def test_the_names_of_the_lanes_stand_on_every_page() -> None:
    pages = printed(c1_twice(), landscape=True)

    assert len(pages) > 1
    for page in pages:
        assert set(c1().lanes) <= set(shown(page))


@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_a_cut_arrow_has_the_same_number_at_both_ends(direction: str) -> None:
    pages = draw_pages(many_lanes(), direction=direction, quality="typing")  # type: ignore[arg-type]

    numbers = Counter(number for page in pages for number in connectors(page))
    assert set(numbers.values()) == {2}
    assert sorted(map(int, numbers)) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_no_letter_is_too_small_to_read(direction: str, seed: int) -> None:
    pages = draw_pages(random_flow(seed, rich=True), direction=direction, show=SHOWN, quality="typing")  # type: ignore[arg-type]

    for page in pages:
        sizes = [text.size * page.picture.millimetres for text in placed(page.picture.items) if isinstance(text, Text)]
        assert min(sizes) >= LEAST_LETTER * 10 / 13 - 0.01  # a condition, beside the words of a step


@pytest.mark.parametrize("case", ["c1_genjo", "c1_minaoshi", "c5_genjo", "c8_minaoshi"])
def test_a_usual_flow_stays_on_one_sheet(case: str) -> None:
    """Sixteen steps of five owners are held up in a meeting as one page."""
    flow = read_flow(CASES / f"{case}.txt").flow

    assert len(draw_pages(flow)) == 1


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_nothing_reaches_into_the_edge_of_the_paper(paper: Paper, seed: int) -> None:
    for page in printed(random_flow(seed), paper):
        edge = 11.9 / page.picture.millimetres
        for item in placed(page.picture.items):
            if isinstance(item, Rect):
                assert item.x >= edge
                assert item.y >= edge
                assert item.x + item.width <= page.picture.width - edge
                assert item.y + item.height <= page.picture.height - edge


def test_the_sheet_lies_on_its_side_where_that_cuts_fewer_arrows() -> None:
    lying = printed(many_lanes(), landscape=True)
    upright = printed(many_lanes(), landscape=False)

    assert len(lying) == len(upright)
    assert sum(len(connectors(page)) for page in lying) < sum(len(connectors(page)) for page in upright)
    assert [page.svg for page in printed(many_lanes())] == [page.svg for page in lying]


def test_each_page_reads_its_own_steps_aloud() -> None:
    for page in printed(c1_twice()):
        told = set(re.findall("^手順([0-9]+)、", page.picture.description, re.MULTILINE))
        assert told == set(re.findall("<title>手順([0-9]+) ", page.svg))


def test_pages_do_not_share_ids() -> None:
    ids = [found for page in printed(c1_twice()) for found in re.findall(r'id="([^"]+)"', page.svg)]

    assert len(ids) == len(set(ids)) == 4


def test_a_flow_without_steps_is_one_page_that_says_so() -> None:
    pages = draw_pages(Flow("照会"))

    assert shown(pages[0]) == ["照会", "1／1ページ", "手順を書くと、ここに図が出ます。"]


def test_another_paper_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(InputError) as error:
        draw_pages(c1(), "B5")  # type: ignore[arg-type]

    assert str(error.value) == "paper: 「B5」という用紙は使えません。A4・A3のどれかにしてください。"


STEPS = st.lists(
    st.builds(
        Step,
        number=st.integers(-1, 30),
        who=st.text(max_size=20),
        what=st.text(max_size=60),
        kind=st.sampled_from(Kind),
        next=st.lists(st.builds(Branch, st.none() | st.integers(-1, 32), st.text(max_size=12)), max_size=4).map(tuple),
    ),
    max_size=25,
)


@given(STEPS, st.lists(st.builds(Lane, st.text(max_size=4)), max_size=9), st.sampled_from(["TB", "LR"]))
@settings(max_examples=30, deadline=None)
def test_any_flow_at_all_can_be_printed(steps: list[Step], lanes: list[Lane], direction: str) -> None:
    drawn = Flow("試し", tuple(steps), declared=tuple(lanes))
    pages = draw_pages(drawn, direction=direction, quality="typing")  # type: ignore[arg-type]

    numbers = Counter(piece for page in pages for piece in connectors(page))
    assert set(numbers.values()) <= {2}
    assert sum(page.svg.count("<title>手順") for page in pages) == len(steps)


def test_pieces_that_fit_share_a_sheet() -> None:
    """Two lanes need little height: the second half stands below the first, with the names of the lanes again."""
    rows = [step(n, "申請書を確かめる", n + 1, who="窓口" if n % 3 else "係長") for n in range(1, 14)]
    pages = draw_pages(flow(*rows, step(14, "送る", None)), direction="LR", landscape=True, quality="typing")

    assert len(pages) == 1
    assert shown(pages[0]).count("窓口") > 1
    assert len(connectors(pages[0])) > 0
    assert "黒い丸の番号は、同じ番号の黒い丸につながります。" in shown(pages[0])


def test_steps_are_read_in_their_order_over_the_pages() -> None:
    """Where lanes are cut too, the page with the earlier step comes first."""
    pages = printed(many_lanes(), landscape=False)

    firsts = [min(map(int, re.findall("<title>手順([0-9]+) ", page.svg))) for page in pages]
    assert firsts == sorted(firsts)
