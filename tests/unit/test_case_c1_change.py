"""What a To-Be of case C1 does about the pains: read from anybody's words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.checkers.case_c1_change import AS_IS_ROWS, PAINS, Renewed, State, as_is
from kaizen_helpers.checkers.engine import Outcome, judge
from kaizen_helpers.checkers.flow_rules import STRUCTURE, WORDING
from kaizen_helpers.checkers.m02_tobe import TO_BE
from tests.known_answers import known_answers

RIGHT = [case for case in known_answers("right") if case.exercise.id == "issues-tobe"]


def renewed(*changes: tuple[int, str, str], without: tuple[int, ...] = ()) -> Renewed:
    """The As-Is with other owners and words at some rows; rows left out are blank, so that the numbers stay."""
    rows = [dict(row) for row in AS_IS_ROWS]
    for number, who, what in changes:
        rows[number - 1] |= {"だれが": who, "何を": what}
    for number in without:
        rows[number - 1] = dict.fromkeys(rows[number - 1], "")
    return Renewed(rows, touched=True)


def judged(rows: list[dict[str, str]]) -> Any:
    return judge(TO_BE, {"variant": 0, "rows": rows})


def test_the_as_is_that_is_given_has_no_fault_of_its_own() -> None:
    today = renewed()

    assert [] == [rule.id for rule in (*STRUCTURE, *WORDING) if rule.when(today)]
    assert [State.SAME] * len(PAINS) == list(today.states.values())
    assert (today.reports, today.has_other_way, bool(today.chief)) == (True, True, True)
    assert today.only_words_differ
    assert len(as_is().steps) == len(AS_IS_ROWS)


@pytest.mark.parametrize(
    ("what", "state"),
    [
        ("回答を集計表に手で入力する", State.SAME),
        ("回答を集計表にコピーして貼り付ける", State.SAME),
        ("20市町分の回答を集計表に打ち込む", State.SAME),
        ("回答をマクロで集計表に取り込む", State.CHANGED),
        ("回答のＣＳＶを集計表に貼り付ける", State.CHANGED),
        ("集計表の式で20市町のファイルを読み込む", State.CHANGED),
        ("変わった所だけを集計表に転記する", State.CHANGED),
    ],
)
def test_copying_by_hand_is_told_from_carrying_over(what: str, state: State) -> None:
    assert state is renewed((10, "県の担当者", what)).states["転記"]


@pytest.mark.parametrize(
    ("number", "who", "what"),
    [
        (5, "県の担当者", "提出一覧を市町に公開し、届いたら印を付ける"),
        (5, "マクロ", "届いた回答の一覧を作る"),
        (7, "kintone", "未提出の市町へ督促のメールを送る"),
        (7, "県の担当者", "期限の3日前に、まだの市町へ一斉にメールする"),
    ],
)
def test_looking_after_the_date_can_be_eased_in_many_ways(number: int, who: str, what: str) -> None:
    assert renewed((number, who, what)).states["督促"] is State.CHANGED


@pytest.mark.parametrize(
    ("number", "who", "what"),
    [
        (2, "県の担当者", "合計が合わないと赤くなる調査票を作る"),
        (2, "県の担当者", "設問を減らした調査票を作る"),
        (4, "市町", "点検表で記入もれを点検してから、回答をメールで送る"),
    ],
)
def test_a_fault_can_be_met_before_it_arrives(number: int, who: str, what: str) -> None:
    assert renewed((number, who, what)).states["照合の手戻り"] is State.CHANGED


@pytest.mark.parametrize(
    ("who", "town"),
    [("県市町村課の担当", False), ("市町村課", False), ("各市町の財政担当", True), ("市", True), ("市長", False)],
)
def test_the_prefectures_section_for_municipalities_is_none_of_them(who: str, town: bool) -> None:
    assert bool(renewed((4, who, "回答をメールで送る")).towns) is town


def test_reading_aloud_to_one_another_is_no_cure_for_copying() -> None:
    assert renewed((11, "副担当", "転記した数字を2人で読み合わせる")).more_looks == (11,)


@pytest.mark.parametrize(
    "what",
    [
        "kintoneを入れる",
        "ｋｉｎｔｏｎｅを導入する。",
        "システム化する",
        "RPAで自動化する",
        "AIを活用する",
        "DXを進める",
        "新しいシステムを構築する",
        "電子申請システムを導入して効率化する",
        "AIを使い、業務を改善する",
    ],
)
def test_a_tool_alone_is_no_step(what: str) -> None:
    assert renewed((2, "県の担当者", what)).only_a_tool == (2,)


@pytest.mark.parametrize(
    "what", ["kintoneで回答フォームを作る", "Excelに計算式を入れる", "フォームの設問を作る", "AIで要約した案を読む"]
)
def test_what_is_done_with_a_tool_is_a_step(what: str) -> None:
    assert renewed((2, "県の担当者", what)).only_a_tool == ()


@pytest.mark.parametrize("who", ["課長", "課長補佐", "主幹", "上司"])
def test_another_person_who_answers_for_it_may_look(who: str) -> None:
    assert renewed((12, who, "集計表に直す所があるか")).chief


@pytest.mark.parametrize(
    "what", ["国の調査システムに集計表を登録する", "省へ結果を提出する", "集計結果を報告する", "国に返す"]
)
def test_the_report_may_go_out_in_many_ways(what: str) -> None:
    assert renewed((13, "県の担当者", what)).reports


@pytest.mark.parametrize("case", RIGHT, ids=str)
def test_blank_rows_and_wide_letters_change_no_verdict(case: Any) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    rows = [{**row, "次": row["次"].translate(wide)} for row in case.answer["rows"]]

    assert judged([*rows, dict.fromkeys(AS_IS_ROWS[0], "　")]).outcome is Outcome.CORRECT


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_good_answer_from_which_a_row_is_gone_is_judged_without_an_error(data: st.DataObject) -> None:
    rows = data.draw(st.sampled_from([case.answer["rows"] for case in RIGHT]))
    gone = data.draw(st.integers(0, len(rows) - 1))
    result = judged([row for at, row in enumerate(rows) if at != gone])

    assert result.outcome is not Outcome.AUTHOR_ERROR
    assert 0 <= result.points <= result.max_points
