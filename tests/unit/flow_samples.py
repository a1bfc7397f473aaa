"""Flows for the tests, written as a learner writes them. All of it is made up."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from kaizen_helpers.flow.model import Branch, Flow, Kind, Step
from kaizen_helpers.flow.tables.table import read_steps

Row = dict[str, object]


def table(*rows: tuple[object, ...]) -> list[Row]:
    """Rows of だれが・何を・次・条件; what is left out at the end is empty."""
    names = ("だれが", "何を", "次", "条件")
    return [dict(zip(names, (*row, "", "", "", ""), strict=False)) for row in rows]


C1_ROWS = table(
    ("国", "調査の依頼文を送る", "2"),
    ("県の担当", "依頼文を受け取る", "3"),
    ("県の担当", "調査票を市町ごとに分ける", "4"),
    ("県の担当", "20市町へ調査票を送る", "5"),
    ("市町", "調査票に回答を書く", "6"),
    ("市町", "回答を返信する", "7"),
    ("県の担当", "返信を受け取り、受付簿に記録する", "8"),
    ("県の担当", "期限までに全市町から届いたか", "10、9", "届いた、未提出あり"),
    ("県の担当", "未提出の市町に督促する", "5"),
    ("県の担当", "回答に不備があるか", "13、11", "不備なし、不備あり"),
    ("県の担当", "不備の内容を市町に照会する", "12"),
    ("市町", "回答を直して再送する", "7"),
    ("県の担当", "回答を集計表に転記する", "14"),
    ("係長", "集計表に誤りがないか", "15、13", "誤りなし、誤りあり"),
    ("県の担当", "国へ集計表を提出する", "おわり"),
)


def c1() -> Flow:
    """Case C1 as it is today: gathering the answers of the municipalities (domain.md §4)."""
    return read_steps(C1_ROWS, "照会の取りまとめ（現状）").flow


def c1_twice() -> Flow:
    """Two rounds of C1, one after the other: too long for a sheet of A4."""
    first = c1()
    shift = len(first.steps)

    def moved(step: Step) -> Step:
        ways = tuple(replace(way, to=None if way.to is None else way.to + shift) for way in step.next)
        return replace(step, number=step.number + shift, next=ways)

    def linked(step: Step) -> Step:
        return replace(step, next=tuple(replace(way, to=shift + 1) if way.to is None else way for way in step.next))

    return replace(first, steps=(*map(linked, first.steps), *map(moved, first.steps)))


def flow(*steps: Step) -> Flow:
    return Flow("試し", steps)


def step(
    number: int, what: str, *to: int | tuple[int | None, str] | None, who: str = "県の担当", kind: Kind = Kind.TASK
) -> Step:
    """A step; each way out is a number, ``None`` for おわり, or (number, condition)."""
    ways = tuple(Branch(*way) if isinstance(way, tuple) else Branch(way) for way in to)
    return Step(number, who, what, kind, ways)


# Tables of any content: what a keyboard, a paste or a broken file may put into the cells.
CELLS = (
    st.text(max_size=12)
    | st.text("0123456789０８、，,・/→->=：（）() 不備なしありおわり\n", max_size=20)
    | st.integers()
    | st.floats()
    | st.none()
    | st.booleans()
    | st.binary(max_size=3)
)
NAMES = st.sampled_from(
    ["だれが", "何を", "次", "条件", "番号", "件数", "分", "待ち", "種類", "書類", "手段"]
) | st.text(max_size=3)
TABLES = st.lists(st.dictionaries(NAMES, CELLS, max_size=8) | st.none(), max_size=8)
