"""What becomes of each step from today's flow to tomorrow's, with the reason and the place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.change.compare import ChangeKind, Comparison, compare
from kaizen_helpers.flow.change.savings import savings
from kaizen_helpers.flow.change.winners import balance
from kaizen_helpers.flow.meaning.match import MOST_STEPS
from kaizen_helpers.flow.model import Branch, Flow, Kind, Lane, LaneKind, Step
from kaizen_helpers.flow.tables.outline import read_outline
from tests.unit.flow_samples import c1
from tests.unit.test_flow_match import flows

CASES = Path(__file__).resolve().parents[2] / "courses" / "01_flow" / "cases"
START = Step(1, "申請者", "申請書が届く", Kind.START, (Branch(2),))


def line(*steps: Step) -> Flow:
    """The steps one after the other, with their own numbers, behind the same start."""
    numbers = [step.number for step in steps]
    chain = [
        replace(step, next=(Branch(to),)) for step, to in zip(steps, [*numbers[1:], None], strict=True) if not step.next
    ]
    return Flow("試し", (replace(START, next=(Branch(numbers[0]),)), *chain))


def work(number: int, what: str, who: str = "県の担当", **rest: Any) -> Step:
    return Step(number, who, what, **rest)


def changes(comparison: Comparison) -> list[tuple[ChangeKind, tuple[int, ...], tuple[int, ...]]]:
    """Everything but what stays as it is."""
    return [(c.kind, c.before, c.after) for c in comparison.changes if c.kind is not ChangeKind.KEEP]


def only(before: Step, after: Step) -> Any:
    """The change of a single step that is in both flows."""
    found = [c for c in compare(line(before), line(after)).changes if c.before == (before.number,)]
    assert len(found) == 1
    return found[0]


# --- one step ------------------------------------------------------------------------------------


def test_a_flow_compared_with_itself_stays_as_it_is() -> None:
    assert [] == changes(compare(c1(), c1()))
    assert "手順は15から15になります。内訳は、そのままが15です。" == compare(c1(), c1()).summary_ja


def test_another_wording_alone_is_no_change() -> None:
    change = only(work(2, "申請書を受け付ける"), work(2, "申請書の受理"))

    assert change.kind is ChangeKind.KEEP
    assert "手順2「申請書を受け付ける」：書き方だけが変わります。" == change.reason_ja


def test_a_step_that_is_gone_is_dropped_with_its_minutes() -> None:
    before = line(work(2, "申請書を受け付ける", minutes=5), work(3, "収受印を押す", minutes=2))
    dropped = compare(before, line(work(2, "申請書を受け付ける", minutes=5))).changes[-1]

    assert (ChangeKind.DROP, (3,), ()) == (dropped.kind, dropped.before, dropped.after)
    assert "手順3「収受印を押す」は、見直し後の流れにありません。1回2分の作業がなくなります。" == dropped.reason_ja


def test_a_step_with_a_legal_basis_is_not_dropped_without_a_word() -> None:
    before = line(work(2, "申請書を受け付ける"), work(3, "本人を確認する", basis="要綱第5条"))

    assert "根拠に「要綱第5条」とあります。なくしてよいか、所管に確かめてください。" in (
        compare(before, line(work(2, "申請書を受け付ける"))).changes[-1].reason_ja
    )


def test_a_new_step_stands_where_it_will_be_done() -> None:
    before = line(work(2, "申請書を受け付ける"), work(3, "申請書を綴じる"))
    after = line(work(2, "申請書を受け付ける"), work(3, "口座を登録する", minutes=4), work(4, "申請書を綴じる"))

    added = compare(before, after).changes[2]
    assert (ChangeKind.ADD, (), (3,)) == (added.kind, added.before, added.after)
    assert "手順3「口座を登録する」は、新しく加わる手順です。1回4分の作業が増えます。" == added.reason_ja


@pytest.mark.parametrize(
    ("before", "after", "kind", "said"),
    [
        ({"minutes": 10}, {"minutes": 4}, "簡素にする", "1回の作業が10分から4分に減ります。"),
        ({"minutes": 4}, {"minutes": 10}, "変える", "1回の作業が4分から10分に増えます。"),
        ({"seal": True}, {}, "簡素にする", "押印がなくなります。"),
        ({}, {"seal": True}, "変える", "押印が加わります。"),
        ({"means": "紙"}, {"means": "kintone"}, "簡素にする", "手段が「紙」から「kintone」に変わります。"),
        ({"means": "kintone"}, {"means": "紙"}, "変える", "手段が「kintone」から「紙」に変わります。"),
        ({"wait": "3日"}, {"wait": "半日"}, "簡素にする", "待ちが「3日」から「半日」に短くなります。"),
        ({"wait": "3日"}, {}, "簡素にする", "待ちがなくなります。"),
        ({}, {"wait": "3日"}, "変える", "待ち「3日」が加わります。"),
        ({"wait": "翌月曜まで"}, {"wait": "翌日"}, "変える", "待ちが「翌月曜まで」から「翌日」に変わります。"),
        ({"inputs": ("氏名", "住所")}, {"inputs": ("氏名",)}, "簡素にする", "書く項目が2から1に減ります。"),
        ({"cases": 20}, {"cases": 6}, "簡素にする", "件数が20件から6件に減ります。"),
        ({"who": "係長"}, {"who": "市町"}, "移す", "担当が「係長」から「市町」に移ります。"),
        ({}, {"kind": Kind.SYSTEM}, "自動にする", "人の作業から、システムの処理になります。"),
        ({"kind": Kind.SYSTEM}, {}, "変える", "システムの処理から、人の作業になります。"),
    ],
)
def test_each_difference_has_its_kind_and_its_sentence(
    before: dict[str, Any], after: dict[str, Any], kind: str, said: str
) -> None:
    change = only(work(2, "申請書を受け付ける", **before), work(2, "申請書を受け付ける", **after))

    assert (kind, f"手順2「申請書を受け付ける」：{said}") == (change.kind.value, change.reason_ja)


def test_what_leaves_the_paper_is_automatic_only_where_its_minutes_all_but_vanish() -> None:
    paper = work(2, "回答を集計する", means="紙", minutes=60)

    assert only(paper, replace(paper, means="kintone", minutes=6)).kind is ChangeKind.AUTOMATE
    assert only(paper, replace(paper, means="kintone", minutes=7)).kind is ChangeKind.SIMPLIFY
    assert only(paper, replace(paper, minutes=6)).kind is ChangeKind.SIMPLIFY


def test_minutes_are_compared_for_a_whole_run_where_the_number_of_cases_changes() -> None:
    change = only(work(2, "調査票を送る", minutes=2, cases=20), work(2, "調査票を送る", minutes=10))

    assert "手順2「調査票を送る」：流れ1回分の作業が40分から10分に減ります。" == change.reason_ja


def test_a_lane_of_a_system_does_its_steps_by_itself() -> None:
    after = line(work(2, "回答を集計する", who="回答フォーム"))
    after = replace(after, declared=(Lane("回答フォーム", LaneKind.SYSTEM),))

    assert [(ChangeKind.AUTOMATE, (2,), (2,))] == changes(compare(line(work(2, "回答を集計する")), after))


def test_an_owner_who_only_has_another_name_tomorrow_has_not_moved() -> None:
    assert only(work(2, "申請書を綴じる", who="担当者"), work(2, "申請書を綴じる", who="係員")).kind is ChangeKind.KEEP


def test_what_happens_beside_the_main_change_is_kept() -> None:
    change = only(work(2, "申請書を綴じる", seal=True), work(2, "申請書を綴じる", who="市町"))

    assert (ChangeKind.MOVE, (ChangeKind.SIMPLIFY,)) == (change.kind, change.also)


# --- several steps -------------------------------------------------------------------------------


def test_two_steps_whose_work_one_step_takes_over_are_merged() -> None:
    before = line(work(2, "調査票に回答を書く", "市町", minutes=40), work(3, "回答を返信する", "市町", minutes=3))
    after = line(work(2, "フォームから回答を送信する", "市町", minutes=25))

    merged = compare(before, after).changes[-1]
    assert (ChangeKind.MERGE, (2, 3), (2,)) == (merged.kind, merged.before, merged.after)
    assert (
        "手順2「調査票に回答を書く」と手順3「回答を返信する」を、見直し後の手順2「フォームから回答を送信する」に"
        "まとめます。1回の作業は合わせて43分から25分になります。" == merged.reason_ja
    )


def test_a_step_that_is_dropped_beside_an_unchanged_one_is_not_merged_into_it() -> None:
    before = line(work(2, "回答を印刷する"), work(3, "回答を返信する"))

    assert [(ChangeKind.DROP, (2,), ())] == changes(compare(before, line(work(2, "回答を返信する"))))


def test_what_was_written_in_two_ledgers_is_merged_wherever_it_stood() -> None:
    twice = line(work(2, "申請を台帳に記録する"), work(3, "申請を審査する"), work(4, "申請を台帳に登録する"))

    assert [(ChangeKind.MERGE, (2, 4), (2,))] == changes(
        compare(twice, line(work(2, "申請を台帳に記録する"), work(3, "申請を審査する")))
    )


def test_steps_that_change_places_are_found_by_the_flow_and_not_by_the_rows() -> None:
    check, copy, send = (work(n, w) for n, w in enumerate(["合計を照合する", "集計表に転記する", "国へ提出する"], 2))
    turned = compare(line(check, copy, send), line(copy, check, send))
    moved_row = line(check, copy, send)
    moved_row = replace(moved_row, steps=(moved_row.steps[0], *moved_row.steps[:0:-1]))

    assert [(ChangeKind.REORDER, (3,), (3,))] == changes(turned)
    assert "手順3「集計表に転記する」：手順2「合計を照合する」と前後が入れ替わります。" == turned.changes[2].reason_ja
    assert [] == changes(compare(line(check, copy, send), moved_row))


def test_a_loop_of_rework_changes_no_places() -> None:
    def with_rework(*after: Branch) -> Flow:
        ask = Step(2, "県の担当", "回答に不備があるか", Kind.DECISION, (Branch(3, "あり"), Branch(None, "なし")))
        return Flow("", (replace(START, next=(Branch(2),)), ask, work(3, "不備を照会する", next=after)))

    assert [] == changes(compare(with_rework(Branch(2)), with_rework(Branch(2))))


# --- what a person decides -----------------------------------------------------------------------


def test_a_person_may_say_which_step_becomes_which() -> None:
    before = line(work(2, "届いたFAXを読む"), work(3, "申請書を綴じる"))
    after = line(work(5, "通知を画面で見る"), work(6, "申請書を綴じる"))

    assert [(ChangeKind.ADD, (), (5,)), (ChangeKind.DROP, (2,), ())] == changes(compare(before, after))
    assert [] == changes(compare(before, after, pairs={2: 5}))
    assert [(ChangeKind.ADD, (), (5,)), (ChangeKind.MERGE, (2, 3), (6,))] == changes(
        compare(before, after, pairs={2: 6, 3: 6})
    )
    assert compare(before, after, pairs={2: None}).changes[2].by_hand


def test_a_person_may_say_what_a_change_is_called() -> None:
    before, after = line(work(2, "申請書を綴じる", minutes=9)), line(work(2, "申請書を綴じる", minutes=3))
    change = compare(before, after, kinds={2: "自動にする"}).changes[1]

    assert (ChangeKind.AUTOMATE, (ChangeKind.SIMPLIFY,), True) == (change.kind, change.also, change.by_hand)


@pytest.mark.parametrize(
    ("pairs", "kinds", "said"),
    [
        ({99: 2}, {}, "現状の図に手順99がありません。"),
        ({2: 99}, {}, "見直し後の図に手順99がありません。"),
        ({}, {99: "なくす"}, "現状の図に手順99がありません。"),
        ({}, {2: "へらす"}, "「へらす」は使えません。なくす・まとめる・入れ替える"),
    ],
)
def test_what_a_person_decides_about_steps_that_are_not_there_is_told(
    pairs: dict[int, int | None], kinds: dict[int, ChangeKind | str], said: str
) -> None:
    with pytest.raises(InputError) as caught:
        compare(line(work(2, "申請書を綴じる")), line(work(2, "申請書を綴じる")), pairs, kinds)

    assert caught.value.message_ja.startswith(said)


# --- any two flows -------------------------------------------------------------------------------


@given(flows(), flows())
@settings(deadline=None, max_examples=60)
def test_every_step_of_any_two_flows_is_accounted_for_once(a: Flow, b: Flow) -> None:
    comparison = compare(a, b)

    assert sorted(step.number for step in a.steps) == sorted(n for c in comparison.changes for n in c.before)
    assert sorted(step.number for step in b.steps) == sorted(n for c in comparison.changes for n in c.after)
    assert all(change.reason_ja.endswith("。") for change in comparison.changes)
    assert len(comparison.to_rows()) == len(comparison.changes)


@given(flows())
@settings(deadline=None, max_examples=40)
def test_any_flow_compared_with_itself_has_no_change(any_flow: Flow) -> None:
    assert {ChangeKind.KEEP} >= {change.kind for change in compare(any_flow, any_flow).changes}


def test_empty_flows_are_compared_in_words() -> None:
    assert "比べる手順がまだありません。" == compare(Flow(), Flow()).summary_ja
    assert 15 == compare(Flow(), c1()).count(ChangeKind.ADD)
    assert 15 == compare(c1(), Flow()).count(ChangeKind.DROP)


def test_a_flow_that_is_far_too_long_is_refused_in_japanese() -> None:
    long = Flow("", tuple(Step(n, "担当", f"書類{n}を読む") for n in range(MOST_STEPS + 1)))

    with pytest.raises(InputError, match="業務ごとに分けてから比べてください"):
        compare(long, c1())


def test_the_table_names_both_sides_the_change_and_the_reason() -> None:
    row = compare(line(work(2, "綴じる紙を数える")), Flow()).to_rows()[1]

    assert {
        "現状": "2 綴じる紙を数える",
        "見直し後": "",
        "変え方": "なくす",
        "理由": "手順2「綴じる紙を数える」は、見直し後の流れにありません。",
    } == row


# --- drawn, and on the cases of the course -------------------------------------------------------


def test_the_changes_are_drawn_on_both_sides_in_words() -> None:
    before = line(work(2, "申請書を受け付ける", seal=True), work(3, "収受印を押す"))
    after = line(work(2, "申請書を受け付ける"), work(3, "口座を登録する"), work(4, "書類を綴じる"))
    told = compare(before, after).draw().picture.description

    assert told.count("申請書を受け付ける。印は、簡素にする。") == 2
    assert told.count("収受印を押す。印は、なくす。") == 1
    assert told.count("。印は、追加。") == 2


@pytest.mark.parametrize("kind", [kind for kind in ChangeKind if kind is not ChangeKind.KEEP])
def test_every_kind_of_change_has_a_sign_in_the_drawing(kind: ChangeKind) -> None:
    before = line(work(2, "申請書を綴じる", minutes=9), work(3, "口座を登録する"))
    named = compare(before, line(work(2, "申請書を綴じる", minutes=3), work(3, "口座を登録する")), kinds={2: kind})

    assert f"申請書を綴じる。印は、{kind.value}。" in named.draw(quality="typing").picture.description


def test_two_empty_flows_are_drawn_too() -> None:
    assert compare(Flow(), Flow()).draw().svg.startswith("<svg")


def case(name: str) -> tuple[Flow, Flow]:
    before, after = (
        read_outline((CASES / f"{name}_{v}.txt").read_text(encoding="utf-8")) for v in ("genjo", "minaoshi")
    )
    return before.flow, after.flow


def test_case_c1_is_told_as_a_person_would() -> None:
    comparison = compare(*case("c1"))

    assert {
        (ChangeKind.MERGE, (5, 6), (5,)),
        (ChangeKind.AUTOMATE, (9,), (8,)),
        (ChangeKind.DROP, (13,), ()),
        (ChangeKind.DROP, (14,), ()),
        (ChangeKind.ADD, (), (3,)),
        (ChangeKind.SIMPLIFY, (15,), (11,)),
    } <= set(changes(comparison))
    assert "手順は16から12になります。" in comparison.summary_ja


@pytest.mark.parametrize("name", ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "iryohi"])
def test_the_cases_of_the_course_save_hours_and_leave_a_way_in(name: str) -> None:
    before, after = case(name)

    assert savings(before, after).least > 0
    assert balance(before, after).way_in is None
