"""What costs more than it must is found where the flow says so, and asked where it does not; the same thing once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.flow import Branch, Flow, Kind, Step
from kaizen_helpers.flow.findings.all_findings import find_all
from kaizen_helpers.flow.findings.checks import Finding, no_condition
from kaizen_helpers.flow.findings.guidelines import check_guidelines
from kaizen_helpers.flow.findings.improve import Burdens, count_burdens, find_improvements
from kaizen_helpers.flow.findings.practice import is_approval
from tests.unit.flow_samples import c1, flow, step
from tests.unit.test_flow_plain import FLOWS

FOUND = "advice"
ASKED = "information"
Told = tuple[str, tuple[int, ...]]


def line(*steps: Step) -> Flow:
    """The steps one after the other, numbered from 1; ways out that are given stay."""
    last = len(steps)
    return flow(
        *(
            replace(each, number=n, next=each.next or (Branch(n + 1 if n < last else None),))
            for n, each in enumerate(steps, 1)
        )
    )


def row(what: str, who: str = "県の担当", **known: Any) -> Step:
    return Step(0, who, what, **known)


def told(name: str, found: tuple[Finding, ...]) -> Told | None:
    """How surely and where, or nothing."""
    return next(((finding.severity, finding.steps) for finding in found if finding.id == name), None)


def improved(name: str, *steps: Step) -> Told | None:
    return told(name, find_improvements(line(*steps)))


# --- counting ------------------------------------------------------------------------------------


def test_changes_of_hands_seals_paper_and_copying_are_counted_with_their_places() -> None:
    counted = count_burdens(
        line(
            row("申請書を受け取る", "窓口", means="紙", inputs=("氏名",)),
            row("氏名をシステムに入力する", means="システム", inputs=("氏名",)),
            row("起案に押印する", "係長", means="紙"),
            row("通知書を作る", "県の担当", seal=True),
            row("控えを台帳に転記する", ""),
        )
    )

    assert Burdens(handovers=((1, 2), (2, 3), (3, 4)), seals=(3, 4), papers=(1, 3), transcriptions=(2, 5)) == counted


def test_an_empty_flow_has_no_burdens() -> None:
    assert Burdens((), (), (), ()) == count_burdens(Flow())


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("公印を押す", 1),
        ("起案に押印する", 1),
        ("課長がハンコを押す", 1),
        ("電子決裁で承認する", 0),
        ("押印を廃止する", 0),
    ],
)
def test_a_seal_is_a_seal_and_an_electronic_approval_is_none(what: str, expected: int) -> None:
    assert expected == len(count_burdens(line(row(what))).seals)


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("起案を承認する", True),
        ("電子決裁で承認する", True),
        ("承認印を押す", True),
        ("関係課に合議する", True),
        ("課長に決裁を依頼する", False),
        ("決裁を受ける", False),
        ("承認結果を申請者に知らせる", False),
        ("決裁後に発送する", False),
    ],
)
def test_who_agrees_is_told_from_who_asks_for_it(what: str, expected: bool) -> None:
    assert expected is is_approval(row(what))


# --- rework and waiting --------------------------------------------------------------------------


def test_a_loop_is_rework_and_the_message_says_how_often() -> None:
    back = (Branch(1, "不備あり", 0.3), Branch(3, "不備なし", 0.7))
    tried = line(row("申請書を書く"), row("不備があるか", kind=Kind.DECISION, next=back), row("票を送る"))
    finding = next(finding for finding in find_improvements(tried) if finding.id == "rework_loop")

    assert (1, 2) == finding.steps
    assert finding.message_ja.startswith("手順2→1と、前に戻る矢印があります（多いものでは30%が戻ります）。")


def test_a_flow_that_goes_on_only_has_no_rework() -> None:
    assert improved("rework_loop", row("票を書く"), row("票を送る")) is None


@pytest.mark.parametrize(
    ("wait", "minutes", "expected"),
    [
        ("3日", 10.0, (FOUND, (2,))),
        ("3日", 200.0, None),
        ("30分", 1.0, None),
        ("翌月曜まで", 1.0, None),
        ("", 1.0, None),
    ],
)
def test_waiting_much_longer_than_the_work_is_found(wait: str, minutes: float, expected: Told | None) -> None:
    assert expected == improved("long_wait", row("票を書く", minutes=10.0), row("票を送る", wait=wait, minutes=minutes))


# --- entering and copying ------------------------------------------------------------------------


def test_the_same_information_in_two_systems_is_double_entry() -> None:
    first = row("受付簿に書く", inputs=("氏名", "住所"), document="受付簿")
    second = row("システムに入力する", inputs=("生年月日", "氏名"), system="税システム")

    assert (FOUND, (1, 3)) == improved("double_entry", first, row("票を送る"), second)


def test_without_the_system_or_document_double_entry_is_a_question() -> None:
    tried = (row("受付簿に書く", inputs=("氏名",), document="受付簿"), row("入力する", inputs=(" 氏名 ",)))

    assert (ASKED, (1, 2)) == improved("double_entry", *tried)


def test_the_same_system_twice_or_two_ways_that_exclude_each_other_are_no_double_entry() -> None:
    one, two = (row("入力する", inputs=("氏名",), system=name, next=(Branch(None),)) for name in ("電子申請", "受付簿"))
    apart = line(row("紙か電子か", kind=Kind.DECISION, next=(Branch(2), Branch(3))), one, two)
    together = line(row("両方を進める", kind=Kind.PARALLEL, next=(Branch(2), Branch(3))), one, two)

    assert improved("double_entry", *(row("入力する", inputs=("氏名",), system="台帳") for _ in range(2))) is None
    assert told("double_entry", find_improvements(apart)) is None
    assert told("double_entry", find_improvements(together)) == (FOUND, (2, 3))


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        (row("申請書が届く"), row("回答を集計表に転記する"), (FOUND, (2,))),
        (row("申請書が届く"), row("内容を打つ", means="紙→システム"), (FOUND, (2,))),
        (row("申請書が届く", means="紙"), row("システムに入力する", system="台帳"), (ASKED, (2,))),
        (row("申請が届く", means="電子申請"), row("システムに入力する", system="台帳"), None),
        (row("申請書の写しを綴じる"), row("写真を撮る"), None),
    ],
)
def test_copying_is_found_where_it_is_said_and_asked_where_it_looks_like_it(
    first: Step, then: Step, expected: Told | None
) -> None:
    assert expected == improved("transcription", first, then)


# --- seals and hands -----------------------------------------------------------------------------


def test_three_approvals_of_different_people_are_a_chain_also_with_a_question_between() -> None:
    people = ("係長", "課長補佐", "課長")
    chain = [row("起案を承認する", who) for who in people]
    asks = (Branch(4, "はい"), Branch(None, "いいえ"))
    asked = [chain[0], chain[1], row("金額は10万円以上か", kind=Kind.DECISION, next=asks), chain[2]]

    assert (FOUND, (1, 2, 3)) == improved("seal_chain", *chain)
    assert (FOUND, (1, 2, 4)) == improved("seal_chain", *asked)
    assert improved("seal_chain", *chain[:2], row("票を送る"), chain[2]) is None
    assert improved("seal_chain", *(row("起案に押印する", "係長") for _ in range(4))) is None


def test_two_round_trips_between_two_owners_are_ping_pong() -> None:
    turns = [row("票を送る", who) for who in ("県の担当", "市町", "県の担当", "県の担当", "市町", "県の担当")]

    assert (FOUND, (1, 2, 3, 5, 6)) == improved("ping_pong", *turns)
    assert improved("ping_pong", *turns[:5]) is None
    assert improved("ping_pong", *turns[:2], row("票を送る", "国"), *turns[2:]) is None


def test_many_changes_of_hands_are_told_as_information() -> None:
    assert improved("many_handovers", *(row("票を送る", ("県", "市町")[n % 2]) for n in range(9))) == (
        ASKED,
        (2, 3, 4, 5, 6, 7, 8, 9),
    )
    assert improved("many_handovers", *(row("票を送る", ("県", "市町")[n % 2]) for n in range(8))) is None


# --- people, decisions, days ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"person": "担当主査のみ"}, (FOUND, (1,))),
        ({"person": "佐藤、代替なし"}, (FOUND, (1,))),
        ({"person": "佐藤、代替は田中"}, None),
        ({"person": "佐藤（代替可）"}, None),
        ({"note": "佐藤さんしかできない"}, (ASKED, (1,))),
        ({}, None),
    ],
)
def test_work_of_one_person_alone_is_found(known: dict[str, str], expected: Told | None) -> None:
    assert expected == improved("one_person", row("マクロを直す", **known), row("票を送る"))


@pytest.mark.parametrize(
    ("question", "answers", "known", "expected"),
    [
        ("内容は適切か", ("はい", "いいえ"), {}, (FOUND, (1,))),
        ("問題ないか", ("問題なし", "問題あり"), {}, (FOUND, (1,))),
        ("内容は適切か", ("はい", "いいえ"), {"basis": "交付要綱第5条"}, None),
        ("金額は適切か", ("10万円以上", "10万円未満"), {}, None),
        ("要件を満たし、適切か", ("はい", "いいえ"), {}, None),
        ("承認できるか", ("承認", "差戻し"), {}, (ASKED, (1,))),
        ("書類はそろっているか", ("はい", "いいえ"), {}, None),
    ],
)
def test_a_decision_without_a_criterion_is_found(
    question: str, answers: tuple[str, str], known: dict[str, str], expected: Told | None
) -> None:
    ways = (Branch(2, answers[0]), Branch(None, answers[1]))

    assert expected == improved("no_criterion", row(question, kind=Kind.DECISION, next=ways, **known), row("票を送る"))


def test_a_wait_without_a_day_is_found_and_a_request_without_one_is_asked_about() -> None:
    wait = row("回答を待つ", kind=Kind.WAIT)
    asks, answers = row("市町に回答を依頼する"), row("回答を書く", "市町")

    assert (FOUND, (1,)) == improved("no_deadline", wait, row("票を送る"))
    assert improved("no_deadline", replace(wait, what="月末まで待つ"), row("票を送る")) is None
    assert improved("no_deadline", replace(wait, wait="5日"), row("票を送る")) is None
    assert (ASKED, (1,)) == improved("no_deadline", asks, answers)
    assert improved("no_deadline", replace(asks, deadline="5月末"), answers) is None
    assert improved("no_deadline", asks, replace(answers, who=asks.who)) is None


def test_a_flow_without_a_parting_is_asked_about_exceptions() -> None:
    assert (ASKED, (1,)) == improved("no_exception", row("票を書く"), row("票を送る"))
    assert told("no_exception", find_improvements(c1())) is None


# --- personal data -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "approved", "expected"),
    [
        ({"personal": "氏名", "means": "FAX"}, (), (FOUND, (1,))),
        ({"personal": "氏名", "means": "庁内メール"}, ("庁内メール",), None),
        ({"personal": "氏名", "means": "庁内メール、USBメモリ"}, ("庁内メール",), (FOUND, (1,))),
        ({"personal": "氏名", "means": "紙"}, (), None),
        ({"personal": "なし", "means": "メール"}, (), None),
        ({"means": "メール"}, (), None),
    ],
)
def test_personal_data_in_a_medium_that_is_not_approved_are_found(
    known: dict[str, str], approved: tuple[str, ...], expected: Told | None
) -> None:
    tried = line(row("名簿を送る", **known), row("名簿を読む", "市町"))

    assert expected == told("personal_data", find_improvements(tried, approved))


def test_words_name_the_medium_where_none_is_written_and_else_it_is_asked() -> None:
    reads = row("名簿を読む", "市町")

    assert (FOUND, (1,)) == improved("personal_data", row("名簿をメールで送る", personal="氏名"), reads)
    assert (ASKED, (1,)) == improved("personal_data_medium", row("名簿を渡す", personal="氏名"), reads)


# --- guidelines ----------------------------------------------------------------------------------


def guided(*steps: Step) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(finding.id, finding.severity, finding.steps) for finding in check_guidelines(flow(*steps))]


def test_what_makes_a_flow_hard_to_read_is_found() -> None:
    decision = step(2, "不備の確認", (3, "あり"), (4, "なし"), kind=Kind.DECISION)
    loop = (step(3, "票を直す", 4), step(4, "票を見る", (3, "まだ"), (None, "よい")))

    assert [("not_a_question", "advice", (2,)), ("jump_into_loop", "information", (3, 4))] == guided(
        step(1, "依頼が届く", 2, kind=Kind.START), decision, *loop
    )
    assert [("number_twice", "error", (1,))] == guided(step(1, "票を書く", 1), step(1, "票を送る", None))
    assert [("end_goes_on", "error", (2,))] == guided(step(1, "票を書く", 2), step(2, "終わる", 1, kind=Kind.END))


def test_size_arrows_and_ends_are_counted() -> None:
    long = [step(n, "票を書く", n + 1 if n < 52 else None) for n in range(1, 53)]
    star = [step(1, "分ける", *range(2, 9), kind=Kind.PARALLEL), *(step(n, "票を書く", None) for n in range(2, 9))]

    assert [("split_flow", "advice", (51, 52))] == guided(*long)
    assert [("many_arrows", "information", (1,)), ("many_ends", "information", tuple(range(2, 9)))] == guided(*star)


# --- all together --------------------------------------------------------------------------------


def test_a_good_flow_of_case_c1_has_no_errors() -> None:
    assert [] == [finding.id for finding in find_all(c1()) if finding.severity == "error"]


def test_a_flow_without_steps_has_no_findings() -> None:
    assert () == find_all(Flow())


def test_the_same_thing_at_the_same_step_is_said_once_and_errors_come_first() -> None:
    unfinished = flow(step(1, "票を書く", 2), step(2, "票を送る", 1), step(5, "票を綴じる"))
    found = [finding.id for finding in find_all(unfinished)]

    assert ["no_start", "no_end", "dead_end", "unreachable", "endless_loop"] == found[:5]
    assert not {"start_event_required", "end_event_required", "no_implicit_end", "no_disconnected"} & set(found)
    assert not {"no_way_out", "dead_step"} & set(found)


def test_what_follows_from_another_finding_is_not_said_again() -> None:
    waits = [
        step(1, "依頼が届く", 2, kind=Kind.START),
        step(2, "不備があるか", (3, "あり"), (4, "なし"), kind=Kind.DECISION),
        step(3, "票を直す", 5),
        step(4, "票を書く", 5),
        step(5, "両方をそろえる", 6, kind=Kind.PARALLEL),
        step(6, "票を送る", None),
    ]
    long = [step(n, "票を書く", n + 1 if n < 52 else None) for n in range(1, 53)]

    assert ["deadlock"] == [finding.id for finding in find_all(flow(*waits)) if finding.severity == "error"]
    assert {"split_flow"} == {"split_flow", "too_fine"} & {finding.id for finding in find_all(flow(*long))}


def test_a_parallel_needs_no_conditions() -> None:
    both = step(2, "同時に進める", 3, None, kind=Kind.PARALLEL)

    assert () == no_condition(flow(step(1, "届く", 2, kind=Kind.START), both, step(3, "票を書く", None)))


@given(FLOWS)
@settings(max_examples=200, deadline=None)
def test_any_flow_gets_kind_findings_with_numbers_it_has(tried: Flow) -> None:
    numbers = {each.number for each in tried.steps}

    for finding in find_all(tried, approved=("", "メール")):
        assert set(finding.steps) <= numbers
        assert finding.message_ja.endswith(("。", "。 "))
        assert not re.search(r"\{step\}|\{medium\}", finding.message_ja)


NUMBERS = st.integers(1, 8)
WORDS = ("承認する", "転記する", "適切か", "依頼する", "回答を待つ", "メールで送る", "")
ROWS = st.builds(
    Step,
    number=NUMBERS,
    who=st.sampled_from(("県", "市町", "")),
    what=st.sampled_from(WORDS),
    kind=st.sampled_from(Kind),
    next=st.lists(st.builds(Branch, to=st.none() | NUMBERS), max_size=3).map(tuple),
    wait=st.sampled_from(("", "3日")),
    means=st.sampled_from(("", "紙", "システム", "FAX")),
    system=st.sampled_from(("", "台帳")),
    seal=st.booleans(),
    inputs=st.sampled_from(((), ("氏名",))),
    personal=st.sampled_from(("", "氏名")),
)


@given(st.lists(ROWS, max_size=9).map(tuple))
@settings(max_examples=300, deadline=None)
def test_tangled_flows_are_looked_through_and_each_kind_of_finding_comes_once(steps: tuple[Step, ...]) -> None:
    found = find_all(Flow("", steps))

    assert len(found) == len({finding.id for finding in found})
    assert not [finding for finding in found if re.search(r"間違い|ダメ|簡単", finding.message_ja)]


@pytest.mark.slow
def test_five_hundred_steps_are_looked_through_soon() -> None:
    steps = [
        Step(
            n, ("県", "市町")[n % 2], "転記する", next=(Branch(n % 500 + 1), Branch(n * 7 % 500 + 1)), inputs=("氏名",)
        )
        for n in range(1, 501)
    ]

    assert "rework_loop" in {finding.id for finding in find_all(flow(*steps))}
