"""ECRS asks in its order, leaves what the law asks for alone, and never begins with a machine."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from kaizen_helpers.checkers.lint import lint_text
from kaizen_helpers.flow import Branch, Flow, Kind, Lane, LaneKind, Step, draw, read_outline
from kaizen_helpers.issues.ecrs.ecrs import Ecrs, EcrsOption, EcrsReview, LegalBasis, ecrs_options, read_basis
from tests.unit.flow_samples import flow
from tests.unit.test_flow_plain import FLOWS

CASES = sorted((Path(__file__).parents[2] / "courses" / "01_flow" / "cases").glob("*.txt"))
DROP, JOIN, SWAP, EASE = Ecrs


def row(what: str, who: str = "県の担当", **known: Any) -> Step:
    return Step(0, who, what, **known)


def line(*steps: Step) -> Flow:
    """The steps one after the other, numbered from 1; ways out that are given stay."""
    last = len(steps)
    return flow(
        *(
            replace(each, number=n, next=each.next or (Branch(n + 1 if n < last else None),))
            for n, each in enumerate(steps, 1)
        )
    )


def asked(*steps: Step) -> list[tuple[int, Ecrs]]:
    return [(option.step, option.kind) for option in ecrs_options(line(*steps)).options]


@cache
def case(name: str) -> EcrsReview:
    (path,) = [path for path in CASES if path.stem == name]
    return ecrs_options(read_outline(path.read_text(encoding="utf-8")).flow)


def every_option() -> list[EcrsOption]:
    return [option for path in CASES for option in case(path.stem).options]


# --- the order -----------------------------------------------------------------------------------


def test_the_options_of_a_step_come_in_the_order_of_ecrs() -> None:
    options = case("c1_genjo").of(13)

    assert [option.kind for option in options] == [DROP, EASE, EASE]
    assert [option.automates for option in options] == [False, False, True]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_in_every_case_of_the_course_the_order_holds_and_no_step_begins_with_a_machine(path: Path) -> None:
    review = case(path.stem)

    for number in {option.step for option in review.options}:
        options = review.of(number)
        by_hand = [list(Ecrs).index(option.kind) for option in options if not option.automates]
        assert by_hand == sorted(by_hand)
        assert by_hand
        assert [option.automates for option in options] == sorted(option.automates for option in options)


def test_every_kind_is_found_somewhere_in_the_cases() -> None:
    assert {option.kind for option in every_option()} == set(Ecrs)


def test_every_option_is_a_question_with_its_reason_and_what_to_check() -> None:
    for option in every_option():
        assert option.question_ja.endswith("か。")
        assert option.reason_ja.endswith("。")
        assert option.check_ja.endswith("か。")
        assert f"手順{option.step}「" in option.question_ja


def test_the_words_are_plain_and_polite() -> None:
    own = re.compile(r"「[^」]*」|手順[0-9]+")
    questions = {own.sub("「」", option.question_ja) for option in every_option()}
    reasons = {own.sub("「」", option.reason_ja) for option in every_option()}
    checks = {own.sub("「」", option.check_ja) for option in every_option()}
    excluded = {text for path in CASES for x in case(path.stem).excluded for text in (x.reason_ja, x.check_ja)}

    assert [line for text in {*questions, *reasons, *(k.question for k in Ecrs)} for line in lint_text(text)] == []
    assert [line for text in {*checks, *excluded} for line in lint_text(text, polite=False)] == []


def test_what_may_be_asked_can_be_drawn_on_the_flow() -> None:
    path = next(path for path in CASES if path.stem == "c2_genjo")
    case_flow = read_outline(path.read_text(encoding="utf-8")).flow

    review = ecrs_options(case_flow)

    assert review.marks[2] == "なくせるか"
    assert "なくせるか" in draw(case_flow, marks=review.marks).svg


# --- the law -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        ("介護保険法第75条", LegalBasis.LAW),
        ("指定基準条例", LegalBasis.LAW),
        ("県補助金等交付規則", LegalBasis.LAW),
        ("地方自治法施行令（第167条）", LegalBasis.LAW),
        ("法第5条", LegalBasis.LAW),
        ("交付要綱 第6条", LegalBasis.RULE),
        ("決裁規程", LegalBasis.RULE),
        ("認定の基準", LegalBasis.RULE),
        ("総務省通知", LegalBasis.RULE),
        ("症状の目安", LegalBasis.HABIT),
        ("前任からの引継ぎ", LegalBasis.HABIT),
        ("記入の方法", LegalBasis.HABIT),
        ("なし", LegalBasis.NONE),
        ("　", LegalBasis.NONE),
        ("？", LegalBasis.NONE),
    ],
)
def test_a_basis_is_law_a_rule_of_the_office_or_neither(basis: str, expected: LegalBasis) -> None:
    assert read_basis(row("申請を審査する", basis=basis)) is expected


def test_a_step_that_says_that_it_is_statutory_is_kept_also_without_a_basis() -> None:
    (excluded,) = ecrs_options(line(row("法定の審査をする"))).excluded

    assert excluded.basis is LegalBasis.LAW
    assert "どの法令の第何条か" in excluded.check_ja


@pytest.mark.parametrize("basis", ["補助金等交付規則 第5条", "交付要綱 第6条"])
def test_a_step_with_a_basis_is_neither_dropped_nor_joined_but_may_be_eased(basis: str) -> None:
    again = (
        row("申請を受付簿に書く", means="紙", document="受付簿", inputs=("団体名",)),
        row("申請を管理表に入力する", means="Excel", document="管理表", inputs=("団体名",)),
    )
    legal = (again[0], replace(again[1], basis=basis))

    assert (2, DROP) in asked(*again)
    assert {kind for step, kind in asked(*legal) if step == 2} <= {SWAP, EASE}
    (excluded,) = ecrs_options(line(*legal)).excluded
    assert (excluded.step, excluded.kinds) == (2, (DROP, JOIN))
    assert basis in excluded.reason_ja
    assert "どう確認するか" in excluded.check_ja


def test_no_other_step_is_joined_with_a_legal_one() -> None:
    pair = (row("調査票を作る", document="調査票"), row("調査票を市町へ送る", document="調査票"))

    assert asked(*pair) == [(2, JOIN)]
    assert asked(replace(pair[0], basis="統計法第9条"), pair[1]) == []


def test_in_no_case_of_the_course_is_a_legal_step_dropped_or_joined() -> None:
    for path in CASES:
        review = case(path.stem)
        fixed = {excluded.step for excluded in review.excluded}
        assert not [o for o in review.options if o.kind in {DROP, JOIN} and o.step in fixed]
        assert not [o for o in review.options if o.kind is JOIN and fixed & {*o.others}]


# --- what speaks for an option -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([row("回答を集計表に転記する")], [(1, DROP)]),
        ([row("受付簿に記録する", document="受付簿")], [(1, DROP)]),
        ([row("受付簿に記録する", document="受付簿"), row("受付簿を見て督促する", "係長")], []),
        ([row("起案する", minutes=5), row("資料を作る", minutes=95)], [(2, DROP)]),
        ([row("係長の承認を得る", "係長"), row("課長が承認する", "課長")], [(2, JOIN)]),
        ([row("20市町へ依頼文を送る", cases=20)], [(1, JOIN)]),
        ([row("回答を待つ", kind=Kind.WAIT, wait="10日")], [(1, SWAP)]),
        ([row("起案に押印する", seal=True)], [(1, EASE)]),
        ([row("台帳を綴じる", means="紙")], [(1, EASE)]),
        ([row("申込書を作る", inputs=("氏名", "所属", "日", "理由"))], [(1, EASE)]),
        ([row("内容は適切か", kind=Kind.DECISION)], [(1, EASE)]),
        ([row("単価を決める", person="佐藤")], [(1, EASE)]),
        ([row("依頼文を送る", minutes=0), row("回答を読む")], []),
    ],
    ids=[
        "copying",
        "ledger unread",
        "ledger read",
        "most of the time",
        "approvals",
        "one by one",
        "waiting",
        "seal",
        "paper",
        "many items",
        "no criterion",
        "one person",
        "nothing",
    ],
)
def test_each_sign_brings_its_option(steps: list[Step], expected: list[tuple[int, Ecrs]]) -> None:
    assert asked(*steps) == expected


def test_a_question_that_sends_the_case_back_is_asked_earlier() -> None:
    options = ecrs_options(
        line(
            row("申請書を受け取る"),
            row("書類に不足がないか", kind=Kind.DECISION, next=(Branch(4, "なし"), Branch(3, "あり", 0.25))),
            row("補正を依頼する", next=(Branch(1),)),
            row("決定を通知する"),
        )
    ).of_kind(SWAP)

    assert [option.step for option in options] == [2]
    assert "「あり」（25%）" in options[0].reason_ja


def test_what_is_written_a_third_time_names_the_step_with_which_it_shares_most() -> None:
    review = ecrs_options(
        line(
            row("申込書を書く", means="紙", document="申込書", inputs=("氏名",)),
            row("名簿に書く", means="Excel", document="名簿", inputs=("氏名", "所属", "日")),
            row("通知に書く", means="Excel", document="通知", inputs=("氏名", "所属", "日")),
        )
    )

    (third,) = [option for option in review.of(3) if option.kind is DROP]
    assert third.others == (2,)
    assert "所属" in third.question_ja


def test_the_work_of_others_is_not_ours_to_drop() -> None:
    told = line(row("回答を様式に転記する", "市町"), row("回答を転記する", "回答システム"))
    declared = replace(told, declared=(Lane("回答システム", LaneKind.SYSTEM),))

    assert ecrs_options(declared).of_kind(DROP) == ()


def test_a_machine_alone_is_never_offered() -> None:
    alone = [row("システムで計算する", means="システム", minutes=60)]

    assert [o.automates for o in ecrs_options(line(*alone)).options] == [False, True]
    legal = [replace(alone[0], basis="統計法第9条")]
    assert ecrs_options(line(*legal)).options == ()


def test_an_empty_flow_has_nothing_to_ask() -> None:
    assert ecrs_options(Flow()) == EcrsReview((), ())


@settings(max_examples=40, deadline=None)
@given(FLOWS)
def test_whatever_is_drawn_is_answered_without_a_stop_and_always_the_same(any_flow: Flow) -> None:
    review = ecrs_options(any_flow)

    assert review == ecrs_options(any_flow)
    numbers = {step.number for step in any_flow.steps}
    assert {option.step for option in review.options} <= numbers
    fixed = {excluded.step for excluded in review.excluded}
    assert not [o for o in review.options if o.kind in {DROP, JOIN} and o.step in fixed]
    for number in numbers:
        assert [o.automates for o in review.of(number)][:1] != [True]
