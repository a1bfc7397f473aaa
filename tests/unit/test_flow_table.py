"""A table as a learner types it becomes a flow, or a kind sentence about what could not be read."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow import Branch, Flow, Kind, Step, TableProblem, read_steps
from kaizen_helpers.flow.cells import read_minutes, read_number
from kaizen_helpers.flow.tables.writing import write_steps
from tests.unit.flow_any import steps as any_steps
from tests.unit.flow_samples import C1_ROWS, TABLES, c1, table


def ways(next_text: object, condition: object = "", rows: int = 20) -> list[tuple[int | None, str]]:
    """The ways out read for the first of some rows, so that every target exists."""
    filler = table(*[("県", "調査票を送る", "おわり")] * rows)
    reading = read_steps([{"だれが": "県", "何を": "票を見る", "次": next_text, "条件": condition}, *filler])
    assert reading.problems == ()
    return [(branch.to, branch.condition) for branch in reading.flow.steps[0].next]


@pytest.mark.parametrize(
    "text", ["8", "８", " 8 ", "8へ", "→8", "->8", "手順8", "手順８へ進む", "No.8", "⑧", "8番", "8.0", 8, 8.0]
)
def test_one_number_is_read_however_it_is_typed(text: object) -> None:
    assert ways(text) == [(8, "")]


@pytest.mark.parametrize(
    "text", ["8、6", "8,6", "８，６", "8・6", "8/6", "8／6", "8\n6", "8\r\n6", "8 6", "8　6", "→8、→6", "8；6"]
)
def test_several_numbers_are_read_with_every_separator(text: str) -> None:
    assert ways(text) == [(8, ""), (6, "")]


@pytest.mark.parametrize(
    "text", ["おわり", "終わり", "終了", "なし", "－", "-", "ー", "→おわり", "終了する", "END", "おわり。"]
)
def test_the_flow_ends_however_the_end_is_written(text: str) -> None:
    assert ways(text) == [(None, "")]


@pytest.mark.parametrize(
    "text",
    [
        "不備なし→8、不備あり→6",
        "不備なし->8, 不備あり->6",
        "不備なし＝８、不備あり＝６",
        "不備なし：8\n不備あり：6",
        "8（不備なし）、6（不備あり）",
        "8：不備なし、6：不備あり",
        "不備なしは8へ、不備ありは6へ",
    ],
)
def test_a_condition_may_stand_beside_its_number(text: str) -> None:
    assert ways(text) == [(8, "不備なし"), (6, "不備あり")]


@pytest.mark.parametrize(
    "text",
    ["不備なし、不備あり", "不備なし，不備あり", "不備なし\n不備あり", "不備なし／不備あり", "不備なし・不備あり"],
)
def test_the_conditions_are_given_to_the_numbers_in_order(text: str) -> None:
    assert ways("8、6", text) == [(8, "不備なし"), (6, "不備あり")]


@pytest.mark.parametrize("text", ["はい いいえ", "はい　いいえ", " はい   いいえ "])
def test_conditions_may_be_parted_by_blanks_alone(text: str) -> None:
    assert ways("8、6", text) == [(8, "はい"), (6, "いいえ")]


def test_a_condition_may_hold_a_separator_of_its_own() -> None:
    assert ways("メール・電話→5、窓口→6") == [(5, "メール・電話"), (6, "窓口")]
    assert ways("5、6", "メール・電話、窓口") == [(5, "メール・電話"), (6, "窓口")]
    assert ways("5、6", "県内（市、町）、県外") == [(5, "県内（市、町）"), (6, "県外")]
    assert ways("10:00まで→5、それ以外→おわり") == [(5, "10:00まで"), (None, "それ以外")]


def test_conditions_with_arrows_in_their_own_column_are_understood() -> None:
    assert ways("", "不備なし→8、不備あり→6") == [(8, "不備なし"), (6, "不備あり")]
    assert ways("8、6", "不備あり→6、不備なし→8") == [(6, "不備あり"), (8, "不備なし")]


def test_a_missing_condition_stays_empty() -> None:
    assert ways("8、6", "不備なし") == [(8, "不備なし"), (6, "")]
    assert ways("8、不備あり→6") == [(8, ""), (6, "不備あり")]


def test_an_empty_next_is_not_written_yet_and_no_problem() -> None:
    reading = read_steps(table(("県", "調査票を送る", ""), ("市町", "回答を返信する", None)))

    assert [step.next for step in reading.flow.steps] == [(), ()]
    assert reading.problems == ()


def test_an_empty_next_can_mean_the_following_row() -> None:
    rows = table(("国", "依頼文を送る"), (), ("県", "調査票を送る"), ("市町", "回答を返信する"))

    reading = read_steps(rows, blank_means_next=True)

    assert [(step.number, step.next[0].to) for step in reading.flow.steps] == [(1, 3), (3, 4), (4, None)]


def test_blank_rows_are_dropped_but_counted() -> None:
    rows = table(("国", "依頼文を送る", "3"), ("", " ", "　", None), ("県", "調査票を送る", "おわり"))

    assert [step.number for step in read_steps(rows).flow.steps] == [1, 3]


def test_a_number_column_gives_the_numbers() -> None:
    rows: list[dict[str, object]] = [
        {"番号": "１０", "だれが": "国", "何を": "依頼文を送る", "次": "20"},
        {"番号": 20, "だれが": "県", "何を": "調査票を送る", "次": "なし"},
    ]

    reading = read_steps(rows)

    assert ([step.number for step in reading.flow.steps], reading.problems) == ([10, 20], ())


def test_further_columns_are_read_under_their_usual_names() -> None:
    rows = [
        {"担当": "県", "作業": "票を読む", "次へ": "おわり", "種別": "判断", "件数": "約1,200件",
         "分": "1時間30分", "待ち": "3日", "書類": "調査票", "手段": "紙"}
    ]  # fmt: skip

    expected = Step(1, "県", "票を読む", Kind.DECISION, (Branch(None),), 90, "3日", 1200, "調査票", "紙")
    assert ((expected,), ()) == (read_steps(rows).flow.steps, read_steps(rows).problems)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("30", 30), ("約３０分", 30), ("30分くらい", 30), ("1時間", 60), ("1時間30分", 90), ("0.5時間", 30), ("30秒", 0.5),
         ("1,200", 1200),
     ("4分/件", 4), ("30～40", None), ("半日", None), ("たぶん30", None), ("", None)],
)  # fmt: skip
def test_minutes_are_read_or_asked_back(text: str, minutes: float | None) -> None:
    assert minutes == read_minutes(text)


@pytest.mark.parametrize(
    ("text", "number"), [("20通", 20), ("約1,200件", 1200), ("2.5", 2.5), ("1,20", None), ("二十", None), ("-3", None)]
)
def test_counts_are_read_or_asked_back(text: str, number: float | None) -> None:
    assert number == read_number(text)


# --- all that is known of a step, and shares ------------------------------------------------------


def test_every_column_of_the_model_is_read() -> None:
    row = {
        "№": "", "項番": "1", "担当課": "県", "職名": "主事", "種類": "作業", "作業内容": "票を見る",
        "行き先": "おわり", "時間（分）": "1時間", "待ち": "3日", "件数": "20通", "システム／台帳": "受付簿",
        "帳票・書類": "調査票", "媒体": "紙", "押印": "○",
        "入力情報": "氏名、住所・電話\n口座", "期限": "月末", "根拠": "要綱 第4条", "属人": "主査のみ",
        "個人情報": "氏名", "課題": "転記、二重入力", "備考（自由に）": "例外あり",
    }  # fmt: skip
    expected = Step(
        1, "県", "票を見る", Kind.TASK, (Branch(None),), 60, "3日", 20, "調査票", "紙", "主事", "受付簿", True,
        ("氏名", "住所", "電話", "口座"), "月末", "要綱 第4条", "主査のみ", "氏名", ("転記", "二重入力"), "例外あり",
    )  # fmt: skip

    assert ((expected,), ()) == (read_steps([row]).flow.steps, read_steps([row]).problems)


def test_a_column_of_hours_is_not_taken_for_minutes() -> None:
    assert read_steps([{"何を": "票を見る", "作業時間（時間）": "2"}]).flow.steps[0].minutes is None


@pytest.mark.parametrize(
    ("text", "sealed"),
    [("○", True), ("◯", True), ("〇", True), ("有", True), ("あり", True), ("要", True), ("課長印", True), (True, True),
     ("×", False), ("なし", False), ("無", False), ("－", False), ("", False), (False, False), (None, False)],
)  # fmt: skip
def test_seals_are_read_however_they_are_marked(text: object, sealed: bool) -> None:
    reading = read_steps([{"何を": "票を見る", "押印": text}])

    assert (sealed, ()) == (reading.flow.steps[0].seal, reading.problems)


def test_an_unclear_seal_is_asked_back() -> None:
    message = "「係長」を押印の有無として読めませんでした。押印があれば「○」、なければ空欄にしてください。"

    assert (TableProblem(1, "押印", message),) == read_steps([{"何を": "票を見る", "押印": "係長"}]).problems


@pytest.mark.parametrize(
    ("text", "kind"),
    [("待ち", Kind.WAIT), ("システム処理", Kind.SYSTEM), ("自動", Kind.SYSTEM), ("並行", Kind.PARALLEL),
     ("サブ業務", Kind.SUBPROCESS), ("ｻﾌﾞﾌﾟﾛｾｽ", Kind.SUBPROCESS)],
)  # fmt: skip
def test_the_kinds_for_ones_own_work_are_read_where_they_are_written(text: str, kind: Kind) -> None:
    assert kind is read_steps([{"何を": "回答を待つ", "種類": text}]).flow.steps[0].kind


@pytest.mark.parametrize("what", ["回答を待つ", "システムで集計する", "並行して送る", "別図の業務を行う"])
def test_they_are_never_guessed_from_words(what: str) -> None:
    assert Kind.TASK is read_steps(table(("県", "票を作る", "2"), ("県", what, "おわり"))).flow.steps[1].kind


def shares(*cells: str) -> tuple[list[tuple[str, float | None]], tuple[str, ...]]:
    """Conditions and shares of the ways out in a row of 次・条件・割合, and what was asked back."""
    row = dict(zip(("次", "条件", "割合"), cells, strict=False))
    reading = read_steps([{"何を": "揃っているか", **row}, *table(("県", "a", "1"), ("県", "b", "1"))])
    return [(way.condition, way.share) for way in reading.flow.steps[0].next], tuple(
        p.message for p in reading.problems
    )


@pytest.mark.parametrize(
    "cells",
    [
        ("はい90%→2、いいえ10%→3",),
        ("はい９０％→２、いいえ１０％→３",),
        ("はい（90%）→2、いいえ（約10%）→3",),
        ("はい90%→2、いいえ→3",),
        ("2、3", "はい90%、いいえ10%"),
        ("2、3", "はい、いいえ", "90%、10%"),
        ("2、3", "はい、いいえ", "9割、1割"),
        ("2、3", "はい、いいえ", "0.9、0.1"),
        ("2、3", "はい、いいえ", "90"),
        ("はい→2、いいえ→3", "", "90％\n10％"),
    ],
)
def test_shares_stand_beside_the_conditions_or_in_their_column(cells: tuple[str, ...]) -> None:
    assert ([("はい", 0.9), ("いいえ", 0.1)], ()) == shares(*cells)


@pytest.mark.parametrize(
    ("cell", "conditions"),
    [
        ("充足率90%以上→2、それ以外→3", ["充足率90%以上", "それ以外"]),
        ("30～40%→2、それ以外→3", ["30～40%", "それ以外"]),
        ("達成率90%→2", ["達成率90%"]),
        ('"達成率90%"→2、それ以外→3', ["達成率90%", "それ以外"]),
        ("達成率90%→2、いいえ→3、不明→1", ["達成率90%", "いいえ", "不明"]),
    ],
)
def test_a_percentage_that_is_no_share_stays_a_condition(cell: str, conditions: list[str]) -> None:
    assert ([(condition, None) for condition in conditions], ()) == shares(cell)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (("はい50%→2、いいえ40%→3",), "割合の合計が90%です。合わせて100%になるように書いてください。"),
        (("はい100%→2、いいえ→3",),
         "割合の合計がすでに100%で、残りの行き先の分がありません。合わせて100%になるように書いてください。"),
        (("2、3", "はい、いいえ", "50%、40%"), "割合の合計が90%です。合わせて100%になるように書いてください。"),
        (("2、3", "はい、いいえ", "50%、30%、20%"),
         "割合が3つ、行き先が2つあります。行き先と同じ数だけ、同じ順番で書いてください。"),
        (("2、3", "はい、いいえ", "たいてい"),
         "割合を読めませんでした。「90%、10%」のように、行き先と同じ順番で書いてください。"),
    ],
)  # fmt: skip
def test_shares_that_do_not_add_up_are_asked_back(cells: tuple[str, ...], message: str) -> None:
    found, messages = shares(*cells)

    assert ([None, None], (message,)) == ([share for _, share in found], messages)


def test_a_third_each_adds_up() -> None:
    assert [0.33, 0.33, 0.33] == [share for _, share in shares("a33%→2、b33%→3、c33%→1")[0]]


def test_a_condition_in_quotation_marks_is_taken_as_it_is() -> None:
    assert [(5, "→8"), (6, "8（不備なし）、はい")] == ways('"→8"→5、"8（不備なし）、はい"→6')
    assert [(5, '"A"だけ')] == ways('"""A""だけ"→5')


def test_where_a_blank_means_the_next_row_a_question_mark_means_not_known_yet() -> None:
    rows = table(("国", "依頼文を送る"), ("県", "票を見る", "？"), ("県", "票をしまう"))

    reading = read_steps(rows, blank_means_next=True)

    assert ([(Branch(2),), (), (Branch(None),)], ()) == ([step.next for step in reading.flow.steps], reading.problems)


# --- writing -------------------------------------------------------------------------------------


def test_a_flow_is_written_with_the_columns_in_use() -> None:
    assert write_steps(
        read_steps(table(("国", "依頼文を送る", "2"), ("県", "届いたか", "おわり、1", "はい、いいえ"))).flow
    ) == [
        {"番号": "1", "だれが": "国", "種類": "きっかけ", "何を": "依頼文を送る", "次": "2", "条件": ""},
        {
            "番号": "2",
            "だれが": "県",
            "種類": "分かれ道",
            "何を": "届いたか",
            "次": "おわり、1",
            "条件": "はい、いいえ",
        },
    ]


def test_a_condition_that_would_be_misread_is_written_in_quotation_marks() -> None:
    flow = Flow("", (Step(1, "県", "見る", next=(Branch(1, "→5"), Branch(None, "達成率90%", 0.25))),))

    assert '"→5"→1、"達成率90%"25%→おわり' == write_steps(flow)[0]["次"]


@given(any_steps())
@settings(max_examples=100, deadline=None)
def test_steps_that_are_written_are_read_as_the_same_steps(steps: tuple[Step, ...]) -> None:
    assert steps == read_steps(write_steps(Flow("", steps))).flow.steps


# --- kinds ---------------------------------------------------------------------------------------


def test_the_kinds_of_case_c1_are_seen_without_a_kind_column() -> None:
    kinds = {step.number: step.kind for step in c1().steps if step.kind is not Kind.TASK}

    assert kinds == {1: Kind.START, 8: Kind.DECISION, 10: Kind.DECISION, 14: Kind.DECISION}


@pytest.mark.parametrize(
    "what",
    [
        "国から依頼が届く",
        "申請書を受け取る",
        "依頼文を受領する",
        "申請書を提出する",
        "研修に申し込む",
        "4月1日になる",
        "依頼の受領",
        "相談がある",
        "調査を依頼する",
    ],
)
def test_the_first_row_is_the_trigger_when_it_reads_like_one(what: str) -> None:
    assert Kind.START is read_steps(table(("国", what, "2"), ("県", "票を作る", "おわり"))).flow.steps[0].kind


def test_a_first_row_of_plain_work_is_no_trigger() -> None:
    assert Kind.TASK is read_steps(table(("県", "調査票を作る", "おわり"))).flow.steps[0].kind


def test_two_entrances_at_the_top_are_both_triggers() -> None:
    rows = table(
        ("申請者", "電子申請が届く", "3"), ("窓口", "紙の申請書を受け取る", "3"), ("窓口", "申請を受け付ける", "おわり")
    )

    assert [step.kind for step in read_steps(rows).flow.steps] == [Kind.START, Kind.START, Kind.TASK]


def test_a_forgotten_number_further_down_does_not_make_a_trigger() -> None:
    rows = table(("国", "依頼が届く", "2"), ("県", "調査票を送る", "おわり"), ("市町", "回答が届く", "おわり"))

    assert Kind.TASK is read_steps(rows).flow.steps[2].kind


@pytest.mark.parametrize(
    "what", ["不備があるか", "不備があるか？", "不備はある?", "内容が正しいかどうか", "不備があるか。"]
)
def test_a_question_is_a_decision(what: str) -> None:
    assert Kind.DECISION is read_steps(table(("国", "依頼が届く", "2"), ("県", what, "おわり"))).flow.steps[1].kind


def test_two_ways_out_make_a_decision() -> None:
    rows = table(("国", "依頼が届く", "2"), ("県", "内容を審査する", "1、おわり", "可、否"))

    assert Kind.DECISION is read_steps(rows).flow.steps[1].kind


def test_a_row_that_says_only_end_is_an_end() -> None:
    rows = table(("国", "依頼が届く", "2"), ("県", "おわり"))

    assert Kind.END is read_steps(rows).flow.steps[1].kind


# --- problems ------------------------------------------------------------------------------------


def problems(*rows: tuple[object, ...]) -> tuple[TableProblem, ...]:
    return read_steps(table(*rows)).problems


def test_a_next_that_is_no_number_is_asked_back() -> None:
    expected = TableProblem(
        1, "次", "「係長へ回す」を手順の番号として読めませんでした。次の手順の番号か「おわり」を書いてください。"
    )

    assert (expected,) == problems(("県", "票を送る", "係長へ回す"))


@pytest.mark.parametrize("what", ["？", "?", "？？"])
def test_a_bare_question_mark_is_something_not_known_yet_and_no_decision(what: str) -> None:
    assert read_steps(table(("県", "依頼が届く", "2"), ("県", what, "おわり"))).flow.steps[1].kind is Kind.TASK


@pytest.mark.parametrize(
    "what",
    """調査の依頼文を県にメールする|申請書が窓口に提出される|申請書が届いたら|調査依頼の通知|照会文書の送付|電話がかかってくる|会議の開催が決まる|
    問い合わせが入る|毎月1日|4月になったら|年度初め|月曜|県から依頼文を送ってくる|指示がある|依頼が来る|依頼を出す|
    調査の依頼文を県に送ります|申請書が届きます|調査を依頼します|メールが来ます|申請を受け付けます|相談があります""".replace(
        "\n    ", ""
    ).split("|"),
)
def test_what_people_write_as_the_trigger_is_one(what: str) -> None:
    assert read_steps(table(("国", what, "2"), ("県", "票を送る", "おわり"))).flow.steps[0].kind is Kind.START


def test_more_conditions_than_numbers_are_asked_back() -> None:
    message = "条件が2つ、次の番号が1つあります。条件と同じ数だけ、同じ順番で次の番号を書いてください。"

    assert (TableProblem(1, "条件", message),) == problems(("県", "不備があるか", "1", "あり、なし"))


def test_a_target_without_a_row_is_named() -> None:
    message = "次に「9」とありますが、9番の行がまだありません。行を足すか、番号を見直してください。"

    assert (TableProblem(1, "次", message),) == problems(("県", "票を送る", "9、9"))


def test_a_number_used_twice_is_named() -> None:
    rows = [{"番号": 1, "何を": "票を送る"}, {"番号": 1, "何を": "票を読む"}]

    assert (TableProblem(1, "番号", "番号1が2つの行にあります。行ごとに別の番号にしてください。"),) == read_steps(
        rows
    ).problems


def test_unclear_numbers_and_kinds_are_asked_back() -> None:
    rows = [{"番号": "一", "何を": "票を送る", "分": "半日", "件数": "多数", "種類": "会議"}]

    assert (
        TableProblem(1, "番号", "「一」を番号として読めませんでした。1、2、3…と書いてください。"),
        TableProblem(1, "分", "「半日」を1つの数として読めませんでした。30 のように数を1つ書いてください。"),
        TableProblem(1, "件数", "「多数」を1つの数として読めませんでした。30 のように数を1つ書いてください。"),
        TableProblem(
            1,
            "種類",
            "「会議」を種類として読めませんでした。"
            "きっかけ・作業・分かれ道・おわり（または待ち・システム処理・並行・サブ業務）にしてください。",
        ),
    ) == read_steps(rows).problems


def test_a_table_that_is_none_gets_one_sentence() -> None:
    message = "表を読めませんでした。だれが・何を・次・条件の列のある表を渡してください。"

    for rows in (None, "表", 3, {"だれが": "県"}):
        assert (Flow(), (TableProblem(0, "", message),)) == (read_steps(rows).flow, read_steps(rows).problems)


def test_a_row_that_is_none_gets_one_sentence_and_the_rest_is_read() -> None:
    reading = read_steps(["県", *table(("県", "票を送る", "おわり"))])

    assert (TableProblem(1, "", "この行を読めませんでした。列の名前と値の組にしてください。"),) == reading.problems
    assert [step.number for step in reading.flow.steps] == [2]


def test_a_very_long_table_is_cut_with_a_sentence() -> None:
    reading = read_steps(table(*[("県", "票を送る", "おわり")] * 501))

    assert len(reading.flow.steps) == 500
    assert (
        TableProblem(0, "", "表が501行あり、500行目までを読みました。大きな流れを15行前後にまとめてください。"),
    ) == reading.problems


def test_a_very_long_cell_is_cut_with_a_sentence() -> None:
    reading = read_steps(table(("県", "票" * 501, "おわり")))

    assert reading.flow.steps[0].what == "票" * 500
    assert (
        TableProblem(1, "何を", "501文字あり、500文字までを読みました。短い文にしてください。"),
    ) == reading.problems


def test_too_many_ways_out_are_cut_with_a_sentence() -> None:
    reading = read_steps(
        [{"番号": n, "何を": "票を読む", "次": "、".join(map(str, range(1, 31)))} for n in range(1, 31)]
    )

    assert len(reading.flow.steps[0].next) == 20
    message = "行き先が30あり、最初の20だけを読みました。手順を分けて書いてください。"
    assert TableProblem(1, "次", message) == reading.problems[0]


def test_the_code_of_a_foreign_value_is_never_called() -> None:
    class Trap:
        def __str__(self) -> str:
            raise SystemExit

        __repr__ = __eq__ = __bool__ = __len__ = __str__  # type: ignore[assignment]
        __hash__ = object.__hash__

    reading = read_steps([{"だれが": Trap(), "何を": "票を送る", Trap(): 1}])

    assert (
        TableProblem(1, "だれが", "文字として読めない値が入っています。文字か数を入れ直してください。"),
    ) == reading.problems


# --- frames, JSON, laws --------------------------------------------------------------------------


def test_a_dataframe_reads_like_the_same_rows() -> None:
    import pandas as pd

    frame = pd.DataFrame(C1_ROWS)
    frame.index = frame.index[::-1]

    assert c1() == read_steps(frame, "照会の取りまとめ（現状）").flow


def test_empty_cells_and_numbers_of_a_dataframe_are_understood() -> None:
    import pandas as pd

    frame = pd.DataFrame(
        {"だれが": ["国", "県"], "何を": ["依頼が届く", pd.NA], "次": [2.0, float("nan")], "件数": [20, None]}
    )

    reading = read_steps(frame)

    assert reading.problems == ()
    assert [("依頼が届く", (Branch(2),), 20), ("", (), None)] == [(s.what, s.next, s.cases) for s in reading.flow.steps]


def test_two_columns_of_one_name_do_no_harm() -> None:
    import pandas as pd

    frame = pd.DataFrame([["", "県", "票を送る"]], columns=["だれが", "だれが", "何を"])

    assert read_steps(frame).flow.steps[0].who == "県"


def test_a_flow_survives_json() -> None:
    flow = read_steps(
        [
            {
                "だれが": "県",
                "何を": "票を読む",
                "次": "1、おわり",
                "条件": "可、否",
                "分": "2.5",
                "件数": 3,
                "待ち": "3日",
            }
        ],
        "題",
    ).flow

    assert flow == Flow.from_dict(json.loads(json.dumps(flow.to_dict())))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": 3}, "フロー: 「title」がないか、別の形の値です。フローを書き出し直したデータを使ってください。"),
        ({"steps": [3]}, "steps[0]: フローのデータの形が違います。保存し直したファイルで試してください。"),
        (
            {"steps": [c1().to_dict()["steps"][0] | {"kind": "party"}]},
            "steps[0]: 手順の種類「party」は使えません。"
            "start・task・decision・end・wait・system・parallel・subprocess のどれかにします。",
        ),
        (
            {"steps": [c1().to_dict()["steps"][0] | {"number": True}]},
            "steps[0]: 「number」がないか、別の形の値です。フローを書き出し直したデータを使ってください。",
        ),
        (
            {"steps": [c1().to_dict()["steps"][0] | {"minutes": float("nan")}]},
            "steps[0]: 「minutes」が数ではありません。数か null にします。",
        ),
    ],
)
def test_damaged_data_is_refused_with_its_place(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        Flow.from_dict(c1().to_dict() | change)

    assert message == str(caught.value)


@given(TABLES)
@settings(max_examples=300, deadline=None)
def test_no_table_raises_and_every_flow_survives_json(rows: list[Any]) -> None:
    for blank_means_next in (False, True):
        flow = read_steps(rows, blank_means_next=blank_means_next).flow

        assert flow == Flow.from_dict(json.loads(json.dumps(flow.to_dict())))
        assert all(0 < step.number < 10**6 for step in flow.steps)


@given(st.text("0123456789、・→：( ）不備あり\n", max_size=500))
@settings(max_examples=200, deadline=None)
def test_reading_the_ways_out_is_quick_and_never_raises(text: str) -> None:
    flow = read_steps([{"何を": "票を読む", "次": text, "条件": text}]).flow

    assert len(flow.steps[0].next) <= 20


@pytest.mark.parametrize(
    "text",
    [
        "5" + " " * 490 + "x",
        "a" + " " * 150 + "(" + " " * 150 + "b" + " " * 150 + "x",
        "は" + " " * 480 + "a b",
        "( " * 245 + "x)",
        "5" + "、5" * 249,
    ],
    ids=["blanks", "brackets", "worded", "open", "separators"],
)
def test_no_cell_makes_the_reading_slow(text: str) -> None:
    """The drawing follows every key that is pressed: a pasted cell must not stop the screen."""
    begin = time.process_time()
    read_steps([{"何を": "票を読む", "次": text, "条件": text}] * 10)

    assert time.process_time() - begin < 1.0


def test_a_very_small_number_of_excel_is_read_as_it_was_written() -> None:
    (step,) = read_steps([{"何を": "票を読む", "件数": 5e-05}]).flow.steps

    assert 5e-05 == step.cases
