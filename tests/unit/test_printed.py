"""A panel on paper: everything the screen shows is there in words and symbols, and nothing typed becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kaizen_helpers.flow import draw, read_steps
from kaizen_helpers.widgets.printed import printed, printed_answer
from tests.golden import check_golden

TEXT = {"kind": "text", "name": "total", "label": "作業時間の合計", "unit": "分", "placeholder": "", "long": False}
CHOICE = {"kind": "choice", "name": "place", "label": "教材がある場所", "choices": ["庁内", "庁外", "分からない"]}
CARDS = {
    "kind": "cards",
    "name": "cards",
    "label": "情報を分ける",
    "card": "情報",
    "box": "扱い",
    "boxes": ["使える", "使えない"],
}


def column(key: str, **more: object) -> dict[str, object]:
    return {"key": key, "given": False, "choices": [], "width": "10em", "placeholder": "", "later": False, **more}


TABLE: dict[str, Any] = {
    "kind": "table",
    "name": "rows",
    "label": "手順の表",
    "columns": [column("だれが", given=True), column("何を"), column("次"), column("媒体", later=True)],
    "grows": True,
    "limit": 100,
}
SPEC: dict[str, Any] = {
    "key": "k",
    "name": "E1-2 As-Isを描く",
    "heading": "As-Isを描く",
    "question": "<p>メモを読んで、表を完成させます。</p>",
    "picture": "<svg><title>メモの図</title></svg>",
    "inputs": [TEXT, CHOICE, TABLE, CARDS],
    "drawing": True,
    "saves": True,
    "check": True,
    "buttons": [{"id": "check", "label": "答え合わせ", "main": True}],
}
VALUE: dict[str, Any] = {
    "variant": 0,
    "total": "約30分",
    "place": "庁外",
    "rows": [
        {"だれが": "国", "何を": "依頼する", "次": "2", "媒体": ""},
        {"だれが": "県", "何を": "", "次": "", "媒体": ""},
    ],
    "cards": [
        {"情報": "名簿", "扱い": "使えない"},
        {"情報": "統計表", "扱い": ""},
        {"情報": "一覧", "扱い": "使えない"},
    ],
}
VERDICT = {"symbol": "△", "word": "もう一歩", "html": "<p>△ もう一歩</p>", "stale": False, "badges": []}


class Read(HTMLParser):
    """The words of a page by tag, and whether what was opened is closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append((self.open[-1] if self.open else "", data))

    def of(self, tag: str) -> list[str]:
        return [text for where, text in self.words if where == tag]


def test_the_whole_panel_looks_as_it_did_when_somebody_last_looked() -> None:
    page = printed(SPEC, VALUE, VERDICT, drawing="<svg><title>業務フロー図</title></svg>")

    check_golden(Path(__file__).parent / "goldens" / "printed.html", page.replace("><", ">\n<") + "\n")


def test_a_chosen_option_is_marked_by_a_symbol_and_by_words() -> None:
    page = Read(printed_answer({"inputs": [CHOICE]}, VALUE))

    assert ["○", "●", "○"] == page.of("span")
    assert (["庁外"], [" 庁内", " ", "（選んだもの）", " 分からない"]) == (page.of("strong"), page.of("dd"))


def test_a_table_has_numbered_rows_and_says_what_its_columns_are() -> None:
    page = Read(printed_answer({"inputs": [TABLE]}, VALUE))

    assert ["番号", "だれが", "何を", "次", "1", "2"] == page.of("th")
    assert ["col"] * 4 + ["row"] * 2 == [attrs["scope"] for tag, attrs in page.tags if tag == "th"]


def test_a_blank_cell_is_there_as_a_blank_one() -> None:
    page = Read(printed_answer({"inputs": [TABLE]}, VALUE))

    assert ["国", "依頼する", "2", "県"] == page.of("td")
    assert 6 == len([tag for tag, _ in page.tags if tag == "td"])


def test_a_later_column_is_shown_once_somebody_wrote_in_it() -> None:
    rows = [{"何を": "送る", "媒体": "メール"}]

    assert "媒体" in Read(printed_answer({"inputs": [TABLE]}, {"rows": rows})).of("th")


def test_cards_lie_in_their_piles_and_each_pile_is_counted() -> None:
    page = Read(printed_answer({"inputs": [CARDS]}, VALUE))

    assert ["まだ分けていない（1枚）", "使える（0枚）", "使えない（2枚）"] == page.of("dt")
    assert ["・統計表", "（なし）", "・名簿", "・一覧"] == page.of("dd")


def test_a_verdict_that_is_out_of_date_does_not_ask_for_a_button() -> None:
    stale = {"symbol": "－", "word": "未確認", "html": "<p>もう一度「答え合わせ」を押してください。</p>", "stale": True}

    page = Read(printed({**SPEC, "inputs": []}, {}, stale))

    assert ("未確認", []) == (page.of("b")[-1], [text for _, text in page.words if "押して" in text])


def test_no_verdict_leaves_nothing_behind() -> None:
    assert printed(SPEC, VALUE) == printed(SPEC, VALUE, {})


HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"


def test_nothing_that_was_typed_or_named_becomes_markup() -> None:
    inputs = [
        {**TEXT, "label": HOSTILE, "unit": HOSTILE},
        {**CHOICE, "label": HOSTILE, "choices": [HOSTILE]},
        {**TABLE, "label": HOSTILE, "columns": [column(HOSTILE)]},
        {**CARDS, "label": HOSTILE, "boxes": [HOSTILE]},
    ]
    value = {
        "total": HOSTILE,
        "place": HOSTILE,
        "rows": [{HOSTILE: HOSTILE}],
        "cards": [{"情報": HOSTILE, "扱い": HOSTILE}],
    }
    spec = {**SPEC, "name": HOSTILE, "heading": HOSTILE, "inputs": inputs}

    page = Read(printed(spec, value, {"symbol": HOSTILE, "word": HOSTILE}))

    assert [] == [tag for tag, _ in page.tags if tag in {"script", "img"}]
    assert [] == [
        attrs for _, attrs in page.tags if set(attrs) - {"lang", "aria-label", "aria-hidden", "style", "scope"}
    ]
    assert 14 == sum(text.count("<script>") for _, text in page.words)


@pytest.mark.parametrize("odd", [None, 3, "字", [], {}, [1, None, "字"], [{"だれが": 3, "情報": [], "扱い": {}}]])
def test_a_value_of_another_shape_is_shown_as_nothing_written(odd: object) -> None:
    page = Read(printed(SPEC, dict.fromkeys(["total", "place", "rows", "cards"], odd)))

    assert "3" not in [text for _, text in page.words]


def test_a_real_drawing_goes_in_whole() -> None:
    svg = draw(read_steps(VALUE["rows"]).flow).svg

    assert svg in printed(SPEC, VALUE, drawing=svg)
