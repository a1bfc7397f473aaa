"""A flow typed as text, one line a step, is read; what is unclear gets a place and a way out; writing loses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.flow import Branch, Flow, Kind, Lane, LaneKind, Remark, Step, TableProblem, read_steps
from kaizen_helpers.flow.tables.outline import read_outline
from kaizen_helpers.flow.tables.outline_writing import write_outline
from tests.unit.flow_any import MARKS, WORDS, flows

SAMPLE = """題名：医療費助成申請（現状）  件数：1200/年
申請者：（開始）助成を受けたい
申請者：申請書を記入する ［紙、15分］
窓口：申請書を受け付ける ［5分］ #受付
窓口：＜書類は揃っているか＞ はい90%→#台帳 いいえ10%→#補正
窓口：台帳に記入する →おわり #台帳
窓口：補正を依頼する ［電話、10分］ →#受付 #補正
"""


def steps(text: str) -> tuple[Step, ...]:
    """The steps of a text that leaves no question open."""
    reading = read_outline(text)
    assert reading.problems == ()
    return reading.flow.steps


def step(line: str) -> Step:
    """The step of one line."""
    return steps(line)[0]


def test_the_sample_of_the_reference_is_read() -> None:
    """flow.md §9.3 (2)."""
    assert steps(SAMPLE) == (
        Step(1, "申請者", "助成を受けたい", Kind.START, (Branch(2),)),
        Step(2, "申請者", "申請書を記入する", next=(Branch(3),), minutes=15, means="紙"),
        Step(3, "窓口", "申請書を受け付ける", next=(Branch(4),), minutes=5),
        Step(4, "窓口", "書類は揃っているか", Kind.DECISION, (Branch(5, "はい", 0.9), Branch(6, "いいえ", 0.1))),
        Step(5, "窓口", "台帳に記入する", next=(Branch(None),)),
        Step(6, "窓口", "補正を依頼する", next=(Branch(3),), minutes=10, means="電話"),
    )
    assert ("医療費助成申請（現状）", 1200) == (read_outline(SAMPLE).flow.title, read_outline(SAMPLE).flow.cases)


def test_half_width_marks_and_other_arrows_mean_the_same() -> None:
    typed = SAMPLE.translate(str.maketrans("：［］＃＜＞％（）", ":[]#<>%()")).replace("→", "->")

    assert steps(SAMPLE) == steps(typed) == steps(SAMPLE.replace("→", "⇒").replace(" ", "　").replace("\n", "\r\n"))


@pytest.mark.parametrize(
    ("way", "branch"),
    [
        ("→おわり", Branch(None)),
        ("→終了", Branch(None)),
        ("→1", Branch(1)),
        ("→手順1へ", Branch(1)),
        ("→#1", Branch(1)),
        ("=>受付", Branch(1)),
        ("→ #受付", Branch(1)),
        ("→次", Branch(3)),
    ],
)
def test_a_way_leads_to_a_name_a_number_the_next_line_or_the_end(way: str, branch: Branch) -> None:
    assert (branch,) == steps(f"県：票を見る #受付\n県：票を送る {way}\n県：票をしまう")[1].next


def test_a_line_without_an_arrow_leads_to_the_next_one_and_the_last_one_ends_the_flow() -> None:
    found = steps("県：票を作る\n県：票を送る\n県：（おわり）済んだ")

    assert [(Branch(2),), (Branch(3),), ()] == [one.next for one in found]
    assert (Branch(None),) == step("県：票を送る").next


def test_what_comes_next_may_still_be_unknown() -> None:
    assert () == step("県：票を送る →？").next


@pytest.mark.parametrize(
    "line",
    ["県：書類は揃っているか はい→1 いいえ→おわり", "県：書類は揃っているか、はい→1、いいえ→おわり",
     "県：＜書類は揃っているか＞はい→1いいえ→おわり" .replace("1いいえ", "1、いいえ"),
     "県：（判断）書類は揃っているか　はい→1　いいえ→おわり"],
)  # fmt: skip
def test_a_question_needs_no_marks(line: str) -> None:
    wanted = Step(1, "県", "書類は揃っているか", Kind.DECISION, (Branch(1, "はい"), Branch(None, "いいえ")))

    assert wanted == step(line)


@pytest.mark.parametrize(
    ("mark", "kind"),
    [("きっかけ", Kind.START), ("待ち", Kind.WAIT), ("システム処理", Kind.SYSTEM), ("並行", Kind.PARALLEL),
     ("サブ業務", Kind.SUBPROCESS), ("分かれ道", Kind.DECISION), ("おわり", Kind.END), ("作業", Kind.TASK)],
)  # fmt: skip
def test_the_kind_may_stand_in_front(mark: str, kind: Kind) -> None:
    assert (kind, "票を見る") == (step(f"県：（{mark}）票を見る").kind, step(f"県:({mark})票を見る").what)


def test_everything_that_is_known_of_a_step_stands_in_the_bracket() -> None:
    line = (
        "県：票を見る［紙、1時間30分、待ち3日、押印、1,200件、職位：主事、システム：台帳、書類：調査票（様式1）、入力情報：氏名・住所、"
        "期限：月末、根拠：要綱 第4条、属人：主査のみ、個人情報：氏名、課題：転記・二重入力、備考：“例外”あり］"
    )

    wanted = Step(
        1, "県", "票を見る", Kind.TASK, (Branch(None),), 90, "3日", 1200, "調査票（様式1）", "紙", "主事", "台帳", True,
        ("氏名", "住所"), "月末", "要綱 第4条", "主査のみ", "氏名", ("転記", "二重入力"), "“例外”あり",
    )  # fmt: skip
    assert wanted == step(line)


def test_the_items_of_a_list_may_be_parted_like_the_other_items() -> None:
    found = step("県：票を見る［入力情報：氏名、住所、紙、15分］")

    assert (("氏名", "住所"), "紙", 15) == (found.inputs, found.means, found.minutes)


@pytest.mark.parametrize(
    "words",
    ["申請書（様式1）を送る", "申請書［様式1］を送る", "10:00までに送る", "紙（A4）とデータを比べる", "#1の棚を見る",
     "A/Bを比べる", "5\"の管を測る", "票＜控え＞を送る"],
)  # fmt: skip
def test_brackets_and_marks_inside_the_words_survive(words: str) -> None:
    assert words == step(f"県：{words}").what


def test_words_in_quotation_marks_are_taken_as_they_are() -> None:
    found = step('"県：本庁"："紙→電子 に ""変える"" #1" "達成率90%"→1 "いいえ"50%→おわり')

    assert ("県：本庁", '紙→電子 に "変える" #1') == (found.who, found.what)
    assert (Branch(1, "達成率90%"), Branch(None, "いいえ", 0.5)) == found.next


def test_owners_may_be_declared() -> None:
    flow = read_outline("（担当）窓口［職員、3人、時給2,500円］\n(担当) 申請者 [住民]\n窓口：票を見る").flow

    assert (Lane("窓口", LaneKind.STAFF, 3, 2500), Lane("申請者", LaneKind.RESIDENT)) == flow.declared


def test_somebody_called_like_a_word_of_the_head_can_still_work() -> None:
    assert ["担当", "作成者"] == [one.who for one in steps("担当：票を送る［紙、15分］\n作成者：票を直す")]


def test_the_head_may_take_one_line_or_several() -> None:
    one = "題名：照会　版：現状　件数：12/年　作成者：県 本庁　更新日：2026-11-25"
    several = "題名：照会\n版：現状　作成者：県 本庁　更新日：2026-11-25\n年間件数：12件"

    wanted = Flow("照会", (), "現状", 12, "県 本庁", "2026-11-25")
    assert wanted == read_outline(one).flow == read_outline(several).flow


def test_comments_and_blank_lines_are_not_read() -> None:
    assert steps("# メモ：読まない\n\n※注意：これも\n　\n// これも：\n県：票を送る") == steps("県：票を送る")


def test_a_number_behind_the_mark_numbers_the_step_and_the_others_go_round_it() -> None:
    found = steps("県：票を作る\n県：票を送る #2\n県：票をしまう\n県：票を捨てる #7")

    assert [1, 2, 3, 7] == [one.number for one in found]
    assert [2, 3, 7, None] == [one.next[0].to for one in found]


@pytest.mark.parametrize(
    "marks",
    [("・", "・", "・"), ("1. ", "2. ", "3. "), ("１．", "２．", "３．"), ("(1)", "(2)", "(3)"), ("①", "②", "③")],
)
def test_a_list_may_have_dots_or_numbers(marks: tuple[str, str, str]) -> None:
    lines = ["県：票を作る", "県：届いたか はい→3 いいえ→1", "県：（おわり）済んだ"]

    assert steps("\n".join(lines)) == steps("\n".join(map("".join, zip(marks, lines, strict=True))))


def test_the_numbers_of_a_list_are_those_of_the_steps() -> None:
    assert [3, 1] == [one.number for one in steps("3. 県：票を作る\n県：票を送る →3")]


# --- what is unclear -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "row", "column", "message"),
    [
        ("県：票を見る\n票を送る", 2, "1文字目",
         "担当が読み取れませんでした。「担当：作業」のように、担当のあとに「：」を付けてください。"),
        ("県：票を送る →#補正", 1, "8文字目",
         "「補正」という行き先が見つかりません。行き先にする行の終わりに「#補正」と書いてください。"),
        ("県：票を送る →", 1, "8文字目",
         "矢印の先が書かれていません。「→#名前」「→5」「→おわり」のように行き先を書いてください。"),
        ("県：票を送る →9", 1, "",
         "「→9」とありますが、9番の手順がまだありません。行を足すか、番号を見直してください。"),
        ("県：票を送る［至急］", 1, "8文字目",
         "「至急」が何のことか読めませんでした。「書類：至急」のように、名前を前に付けてください。"),
        ("県：票を送る［分：半日］", 1, "8文字目", "「分」の「半日」を読めませんでした。書き方を見直してください。"),
        ("県：票を送る［紙］ 急いで", 1, "11文字目",
         "「急いで」を読めませんでした。作業の言葉なら「：」のすぐあとにまとめて書いてください。"),
        ("県：＜届いたか＞ はい50%→1 いいえ40%→おわり", 1, "15文字目",
         "割合の合計が90%です。合わせて100%になるように書いてください。"),
        ("県：票を見る #a\n県：票を送る #a", 2, "", "「#a」が2つの行にあります。行ごとに別の名前にしてください。"),
        ("件数：多数\n県：票を送る", 1, "",
         "件数「多数」を読めませんでした。「1200/年」のように数を1つ書いてください。"),
        ("（担当）県［えらい］", 1, "",
         "担当の「えらい」を読めませんでした。「職員」「3人」「時給2500円」のように書いてください。"),
    ],
)  # fmt: skip
def test_what_is_unclear_gets_its_line_its_place_and_a_way_out(text: str, row: int, column: str, message: str) -> None:
    assert (TableProblem(row, column, message),) == read_outline(text).problems


def test_a_line_that_is_unclear_keeps_what_could_be_read() -> None:
    reading = read_outline("県：票を見る［紙、至急］ →#どこか")

    assert (Step(1, "県", "票を見る", means="紙"),) == reading.flow.steps


def test_what_is_no_text_gets_one_sentence() -> None:
    message = "文章を読めませんでした。「担当：作業」の行を並べた文字を渡してください。"

    assert (TableProblem(0, "", message),) == read_outline(3).problems  # type: ignore[arg-type]


def test_very_much_text_is_cut_with_a_sentence() -> None:
    reading = read_outline("県：票を送る\n" * 501)

    assert len(reading.flow.steps) == 500
    assert "手順が500を超えたので、ここから先は読みませんでした。流れを分けてください。" == reading.problems[0].message


# --- laws ----------------------------------------------------------------------------------------


@given(flows())
@settings(max_examples=100, deadline=None)
def test_a_flow_that_is_written_is_read_as_the_same_flow(flow: Flow) -> None:
    assert flow == read_outline(write_outline(flow)).flow


def test_remarks_are_left_out() -> None:
    flow = Flow("照会", (Step(1, "県", "票を送る", next=(Branch(None),)),), remarks=(Remark(1, "いつですか"),))

    assert replace(flow, remarks=()) == read_outline(write_outline(flow)).flow


def test_what_is_written_is_what_one_would_type() -> None:
    assert write_outline(read_outline(SAMPLE).flow) == (
        "題名：医療費助成申請（現状）　件数：1200/年\n"
        "申請者：（きっかけ）助成を受けたい\n"
        "申請者：申請書を記入する ［紙、15分］\n"
        "窓口：申請書を受け付ける ［5分］ #3\n"
        "窓口：＜書類は揃っているか＞ はい90%→#5 いいえ10%→#6\n"
        "窓口：台帳に記入する →おわり #5\n"
        "窓口：補正を依頼する ［電話、10分］ →#3 #6\n"
    )


@given(st.text(max_size=60) | st.text(MARKS + "県票 \n", max_size=80) | st.lists(st.sampled_from(WORDS)).map("：".join))
@settings(max_examples=200, deadline=None)
def test_no_text_raises_and_what_was_read_is_written_and_read_again(text: str) -> None:
    flow = read_outline(text).flow

    assert flow == read_outline(write_outline(flow)).flow


@pytest.mark.parametrize(
    "text", ["：" * 2000, "[" * 2000, "県：" + "→" * 1990, '県："' + '"' * 1990, "県：" + "a " * 990]
)
def test_no_line_makes_the_reading_slow(text: str) -> None:
    assert len(read_outline("\n".join([text] * 20)).flow.steps) == 20


def test_a_table_and_a_text_of_the_same_words_are_the_same_flow() -> None:
    rows = [
        {"だれが": "国", "何を": "依頼文を送る", "次": "", "分": "", "割合": ""},
        {"だれが": "県", "何を": "全部届いたか", "次": "おわり、3", "条件": "はい、いいえ", "割合": "9割、1割"},
        {"だれが": "県", "何を": "督促を送る", "次": "2", "分": "5"},
    ]
    text = "国：依頼文を送る\n県：＜全部届いたか＞ はい90%→おわり いいえ10%→3\n県：督促を送る［5分］→2"

    assert read_steps(rows, blank_means_next=True).flow.steps == steps(text)
