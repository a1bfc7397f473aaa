"""Flows of any content, as far as a table and an outline promise to keep it: for the laws of reading and writing."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import strategies as st

from kaizen_helpers.flow.model import Branch, Flow, Kind, Lane, LaneKind, Step

MARKS = (
    "、，,・／/；;：:→⇒->=＝＞＜<>「」『』（）()［］[]【】“”\"'＃#%％。.?？!-－ー〜～\\ \u3000\n0123456789０１２８９"
)
WORDS = [
    "はい", "いいえ", "おわり", "→5", "8", "（8）", "達成率90%", "不備なし→8", "作業", "題名", "版：現状",
    "（担当）窓口", "#台帳", "# メモ", "※注意", "//", "（きっかけ）", "＜届いたか＞", "書類は揃っているか",
    "押印", "紙", "15分", "待ち3日", "\"", "\"\"", "\"はい\"", "次", "？", "未定", "調査票［様式1］を送る",
    "10:00までに送る", "なし", "○", "書類：申請書", "手順3に戻る", "1,200件", "\\n", "5割", "約3割", "50%",
    "(90%)", "＝1+1", "=1+1", "国、県", "A・B", "1. 県", "①窓口", "・課",
]  # fmt: skip


def _kept(text: str) -> bool:
    return text == text.strip() and all(mark.isprintable() or mark in "\n\u3000" for mark in text)


_POOL = [*WORDS, *("".join(pair) for pair in product(WORDS, WORDS))]
TEXTS = (
    st.just("") | st.sampled_from(_POOL) | st.text(MARKS + "あ申請書漢字aZ", max_size=8) | st.text(max_size=4)
).filter(_kept)
FILLED = TEXTS.filter(bool)
NUMBERS = st.none() | st.integers(0, 10**9) | st.floats(0, 1e6, allow_subnormal=False).map(abs)
SHARES = st.none() | st.sampled_from([0.9, 0.1, 0.5, 1 / 3, 0.0, 1.0, 0.07]) | st.floats(1e-6, 1)
LISTS = st.lists(FILLED, max_size=3).map(tuple)


def _branches(numbers: list[int]) -> st.SearchStrategy[tuple[Branch, ...]]:
    branch = st.builds(Branch, st.sampled_from([None, *numbers, 77]), TEXTS, SHARES)
    return st.lists(branch, max_size=3, unique_by=lambda way: (way.to, way.condition)).map(tuple)


@st.composite
def steps(draw: st.DrawFn, *, most: int = 4, ordered: bool = False) -> tuple[Step, ...]:
    count = draw(st.integers(0, most))
    given = st.lists(st.integers(1, 999_999), min_size=count, max_size=count, unique=True)
    numbers = list(range(1, count + 1)) if ordered or draw(st.booleans()) else draw(given)
    return tuple(draw(_step(number, numbers)) for number in numbers)


_TEXT_FIELDS = (
    "wait", "document", "means", "rank", "system", "deadline", "basis", "person", "personal", "note",
)  # fmt: skip
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(_TEXT_FIELDS, FILLED),
    **dict.fromkeys(("minutes", "cases"), NUMBERS),
    **dict.fromkeys(("inputs", "issues"), LISTS),
    "seal": st.just(True),
}
_SOME = st.lists(st.sampled_from(sorted(_FIELDS)), max_size=4, unique=True)


@st.composite
def _step(draw: st.DrawFn, number: int, numbers: list[int]) -> Step:
    """A step of which some things are known beside owner, words, kind and ways."""
    known = {field: draw(_FIELDS[field]) for field in draw(_SOME)}
    return Step(number, draw(TEXTS), draw(TEXTS), draw(st.sampled_from(Kind)), draw(_branches(numbers)), **known)


LANES = st.lists(
    st.builds(Lane, TEXTS, st.none() | st.sampled_from(LaneKind), NUMBERS, NUMBERS),
    max_size=3,
    unique_by=lambda lane: lane.name,
).map(tuple)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Flows without remarks."""
    return Flow(draw(TEXTS), draw(steps()), draw(TEXTS), draw(NUMBERS), draw(TEXTS), draw(TEXTS), draw(LANES))
