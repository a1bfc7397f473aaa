"""The single widgets without a browser: plain data in and out, and a screen that may send anything."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow import read_steps
from kaizen_helpers.widgets import CardSort, Choice, FlowView, PolicyTable, ShortText, StepTable

STEPS = [
    {"だれが": "国", "何を": "依頼する", "次": "2", "条件": ""},
    {"だれが": "県", "何を": "集計する", "次": "おわり", "条件": ""},
]
LATER = {"媒体": "", "件数": "", "分": "", "待ち": "", "書類": ""}
POLICY = [{"気づき": "全角の数字"}, {"気づき": "結合セル"}]


def type_(widget: Any, answer: Any, n: int = 1) -> None:
    """What the screen sends when somebody typed."""
    widget.screen.asked({"kind": "change", "client": "tab1", "n": n, "base": 0, "answer": {"input": answer}})


def shown(widget: Any) -> Any:
    """What the screen was told to show."""
    return widget.screen.value["input"]


def asked_rows(widget: Any, op: Any, at: Any, to: Any = 0, rows: Any = None) -> dict[str, Any]:
    """The reply to a press on one of the buttons above a table."""
    heard: list[dict[str, Any]] = []
    widget.screen.send = lambda content, _buffers=None: heard.append(content)
    rows = widget.value if rows is None else rows
    widget.screen.asked({"kind": "rows", "ask": 7, "name": "input", "op": op, "at": at, "to": to, "rows": rows})
    return heard[0]


def test_a_table_of_steps_begins_with_blank_rows_of_four_columns_and_knows_more() -> None:
    columns = StepTable().screen.spec["inputs"][0]["columns"]

    assert ["だれが", "何を", "次", "条件"] == [column["key"] for column in columns if not column["later"]]
    assert list(LATER) == [column["key"] for column in columns if column["later"]]
    assert [dict.fromkeys(["だれが", "何を", "次", "条件", *LATER], "")] * 5 == StepTable().value


def test_what_was_typed_is_the_value_is_acknowledged_and_is_called_back_once() -> None:
    table = StepTable(STEPS)
    told: list[Any] = []
    table.on_change(told.append)
    rows = table.value
    rows[0]["何を"] = "調査を依頼する"

    type_(table, rows, n=3)
    type_(table, rows, n=4)

    assert ([rows], rows) == (told, table.value)
    assert {"client": "tab1", "n": 4, "at": "", "problem": ""} == table.screen.saved


def test_the_drawing_follows_what_is_typed() -> None:
    table = StepTable(STEPS, title="照会")
    before = table.screen.drawing

    type_(table, [{**STEPS[0], "だれが": "総務課"}])

    assert ("総務課" in before, "総務課" in table.screen.drawing, "照会" in table.screen.drawing) == (False, True, True)


def test_a_table_without_a_drawing_draws_none() -> None:
    table = StepTable(STEPS, drawing=False)

    assert (False, "") == (table.screen.spec["drawing"], table.screen.drawing)


def test_the_flow_of_a_table_is_at_hand() -> None:
    assert ["国", "県"] == [step.who for step in StepTable(STEPS).reading.flow.steps]


def test_setting_the_value_changes_the_screen_and_its_drawing() -> None:
    table = StepTable()

    table.value = STEPS

    assert [row | LATER for row in STEPS] == shown(table) == table.value
    assert "集計する" in table.screen.drawing


def test_changing_what_was_read_changes_nothing_on_the_screen() -> None:
    table = StepTable(STEPS)
    table.value[0]["何を"] = "?"

    assert "依頼する" == table.value[0]["何を"]


def test_a_dataframe_is_a_table_too_and_its_columns_are_kept() -> None:
    frame = pd.DataFrame({"だれが": ["国", None], "何を": ["依頼する", "待つ"], "分": [30.0, None], "備考": ["", "x"]})
    table = StepTable(frame)

    assert [("国", "30", ""), ("", "", "x")] == [(row["だれが"], row["分"], row["備考"]) for row in table.value]
    assert [False] * 2 == [c["later"] for c in table.screen.spec["inputs"][0]["columns"] if c["key"] in {"分", "備考"}]


def test_rows_are_put_in_taken_out_and_moved_with_their_numbers() -> None:
    table = StepTable(STEPS)

    assert ["", "3", "おわり"] == [row["次"] for row in asked_rows(table, "insert", 0)["rows"]]
    assert [""] == [row["次"] for row in asked_rows(table, "delete", 1)["rows"]]
    assert ["おわり", "1"] == [row["次"] for row in asked_rows(table, "move", 1, 0)["rows"]]
    assert STEPS == [{key: row[key] for key in STEPS[0]} for row in table.value]  # the screen sends it back as a change


def test_a_table_without_rows_has_one_to_write_into() -> None:
    blank = [dict.fromkeys([*STEPS[0], *LATER], "")]
    table = StepTable(STEPS)
    table.value = []

    assert blank == StepTable([]).value == table.value


@pytest.mark.parametrize(("op", "at"), [("turn", 0), ("insert", 9), ("delete", "0"), (None, None), ([], {})])
def test_a_row_that_cannot_be_moved_is_told_kindly(op: object, at: object) -> None:
    reply = asked_rows(StepTable(STEPS), op, at)

    assert ([], "行を動かせませんでした。もう一度押してください。") == (reply["rows"], reply["problem"])


def test_a_full_table_takes_no_further_row_and_says_so() -> None:
    reply = asked_rows(StepTable([{}] * 100), "insert", 0)

    assert ([], "行は100行までです。大きな流れにまとめましょう。") == (reply["rows"], reply["problem"])


def test_a_policy_table_keeps_what_is_given_and_takes_only_what_can_be_chosen() -> None:
    table = PolicyTable(POLICY, {"方針": ["直す", "残す"], "理由": []})

    type_(
        table, [{"気づき": "書きかえた", "方針": "直す", "理由": "読めないから"}, {"方針": "たぶん"}, {"方針": "残す"}]
    )

    assert [
        {"気づき": "全角の数字", "方針": "直す", "理由": "読めないから"},
        {"気づき": "結合セル", "方針": "", "理由": ""},
    ] == table.value
    assert table.value == shown(table)


def test_the_rows_of_a_policy_table_stay_where_they_are() -> None:
    assert asked_rows(PolicyTable(POLICY, ["理由"]), "delete", 0)["problem"]


def test_cards_lie_in_boxes() -> None:
    cards = CardSort(["名簿", "統計表"], ["使える", "使えない"])

    type_(
        cards,
        [{"card": "名簿", "box": "使えない"}, {"card": "統計表", "box": "?"}, {"card": "別の札", "box": "使える"}],
    )

    assert {"名簿": "使えない", "統計表": ""} == cards.value


def test_cards_can_be_laid_by_the_program() -> None:
    cards = CardSort(["名簿", "統計表"], ["使える", "使えない"])

    cards.value = {"統計表": "使える"}

    assert [{"card": "名簿", "box": ""}, {"card": "統計表", "box": "使える"}] == shown(cards)


def test_a_choice_is_one_of_its_choices_or_nothing() -> None:
    place = Choice("場所", ["庁内", "庁外"])

    type_(place, "庁外")
    chosen = place.value
    type_(place, "自宅")

    assert ("庁外", "", "") == (chosen, place.value, shown(place))


@pytest.mark.parametrize(
    ("typed", "number", "note"),
    [
        ("約３０分", 30, "「約３０分」を30分と読みました。"),
        ("1時間半", 90, "「1時間半」を90分と読みました。"),
        ("30", 30, None),
        ("", None, None),
        ("20〜30分", None, "「20〜30分」は幅のある書き方です。ふだんの数を1つだけ入れてください。"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, number: float | None, note: str | None) -> None:
    minutes = ShortText("1件あたり", unit="分")

    type_(minutes, typed)

    assert (typed, number, note) == (minutes.value, minutes.number, minutes.screen.notes.get("input"))


def test_a_text_that_asks_for_no_number_is_not_asked_back() -> None:
    name = ShortText("担当課")

    type_(name, "総務課")

    assert ("総務課", {}) == (name.value, name.screen.notes)


def test_a_view_draws_a_flow_or_rows_and_follows_a_table() -> None:
    table, view = StepTable(STEPS, drawing=False), FlowView(read_steps(STEPS).flow)
    first = view.screen.drawing
    table.on_change(view.show)

    type_(table, [{**STEPS[0], "だれが": "総務課"}])

    assert ("集計する" in first, "総務課" in view.screen.drawing) == (True, True)
    assert view.value == table.value


def test_each_shows_itself_as_a_widget_and_beside_it_as_a_page() -> None:
    for widget in (
        StepTable(STEPS),
        PolicyTable(POLICY, ["理由"]),
        CardSort(["依頼する"], ["箱"]),
        Choice("依頼する", ["はい"]),
        ShortText("依頼する"),
        FlowView(STEPS),
    ):
        data, _ = widget._repr_mimebundle_()
        assert "application/vnd.jupyter.widget-view+json" in data
        assert "依頼する" in data["text/html"] or "全角の数字" in data["text/html"]


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3) | st.just("\ud83d"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["だれが", "次", "card", "box", "気づき", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)
MAKERS = [
    lambda: StepTable(STEPS),
    lambda: PolicyTable(POLICY, {"方針": ["直す"]}),
    lambda: CardSort(["名簿"], ["箱"]),
    lambda: Choice("場所", ["庁内"]),
    lambda: ShortText("1件あたり", unit="分"),
    lambda: FlowView(STEPS),
]


@pytest.mark.parametrize("make", MAKERS)
def test_whatever_the_screen_sends_the_value_keeps_its_shape(make: Any) -> None:
    widget = make()
    kind = type(widget.value)

    @given(st.sampled_from(["change", "rows", "press", "dialog", "drafts", "look", "?"]), ODD, ODD, ODD)
    def send(message: str, answer: Any, op: Any, at: Any) -> None:
        content = {"kind": message, "client": op, "n": at, "op": op, "at": at, "to": at, "rows": answer, "ask": at}
        widget.screen.asked({**content, "answer": {"input": answer}})
        widget.screen.asked({**content, "answer": answer})
        assert type(widget.value) is kind
        str(widget.value).encode("utf-8")
        widget.value = widget.value  # what came in is also what may be set

    send()


def test_a_screen_can_send_no_more_than_a_table_holds() -> None:
    table, text = StepTable(STEPS), ShortText("メモ")

    type_(table, [{"何を": "字" * 3000}] * 200)
    type_(text, "字" * 3000)

    assert (100, 2000, 2000) == (len(table.value), len(table.value[0]["何を"]), len(text.value))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: StepTable("表"), "表は、行のリスト（列の名前と値の組）か、pandas の DataFrame にしてください。"),
        (lambda: StepTable([{}] * 101), "表は100行までです（いまは101行）。分けて使ってください。"),
        (lambda: StepTable([{"何を": ["字"]}]), "1行目の「何を」: 文字か数を入れてください。"),
        (lambda: StepTable([{"何を": "字" * 2001}]), "1行目の「何を」: 1つの欄は2000文字までです（いまは2001文字）。"),
        (lambda: CardSort(["a", "a"], ["箱"]), "「a」のカードが2枚あります。1枚にしてください。"),
        (
            lambda: CardSort(map(str, range(101)), ["箱"]),
            "カードは100枚までです（いまは101枚）。分けて使ってください。",
        ),
        (
            lambda: PolicyTable([{"方針": "?"}], {"方針": ["直す", "残す"]}),
            "1行目: 「?」は選べません。直す、残すのどれかにしてください。",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_do(make: Any, said: str) -> None:
    with pytest.raises(InputError) as refused:
        make()

    assert said == str(refused.value)


@pytest.mark.parametrize(
    ("make", "value", "said"),
    [
        (lambda: StepTable(STEPS), [{"備考": "x"}], "この表に「備考」という列はありません。"),
        (lambda: PolicyTable(POLICY, ["理由"]), [], "この表は2行です。0行では置きかえられません。"),
        (lambda: PolicyTable(POLICY, {"方針": ["直す"]}), [{"方針": "?"}, {}], "「?」は選べません。直すのどれか"),
        (lambda: CardSort(["名簿"], ["箱"]), {"別の札": "箱"}, "「別の札」というカードはありません。"),
        (lambda: CardSort(["名簿"], ["箱"]), {"名簿": "別の箱"}, "「別の箱」は選べません。箱のどれか"),
        (lambda: CardSort(["名簿"], ["箱"]), [], "カードの名前と箱の名前の組（辞書）を入れてください。"),
        (lambda: Choice("場所", ["庁内"]), "庁外", "「庁外」は選べません。庁内のどれか"),
        (lambda: ShortText("メモ"), [], "文字か数を入れてください。"),
    ],
)
def test_a_value_that_does_not_fit_leaves_the_screen_as_it_was(make: Any, value: Any, said: str) -> None:
    widget = make()
    before = widget.value

    with pytest.raises(InputError) as refused:
        widget.value = value

    assert said in str(refused.value)
    assert before == widget.value
