"""Hours saved with their assumptions, who gains and who loses work, and whether a way in without a computer remains."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.change.savings import savings
from kaizen_helpers.flow.change.tornado import draw_tornado
from kaizen_helpers.flow.change.winners import balance, non_digital_way
from kaizen_helpers.flow.model import Branch, Flow, Kind, Lane, LaneKind, Step

START = Step(1, "申請者", "申請書を窓口に出す", Kind.START, (Branch(2),), minutes=10, means="紙")


def flow(minutes: float, *, cases: float | None = 120, rework: float = 0.0, **rest: Any) -> Flow:
    """A request, a check with so many minutes, and a share that is sent back and checked again."""
    asks = (Branch(4, "不備あり", rework), Branch(None, "不備なし", 1 - rework)) if rework else (Branch(None),)
    check = Step(2, "窓口", "申請書を確認する", next=(Branch(3),), minutes=minutes, rank="主事")
    parting = Step(3, "窓口", "不備があるか", Kind.DECISION, asks)
    repair = Step(4, "申請者", "申請書を直す", next=(Branch(2),), minutes=5, means="紙")
    return Flow("申請", (START, check, parting, *([repair] if rework else [])), cases=cases, **rest)


# --- hours ---------------------------------------------------------------------------------------


def test_the_hours_are_the_cases_times_the_minutes_that_fall_away() -> None:
    saved = savings(flow(30), flow(10))

    assert (60.0, 20.0, 40.0) == (saved.hours_before, saved.hours_after, saved.hours)
    assert saved.sentences[0] == "年間の作業は、現状が60時間、見直し後が20時間です。40時間（67%）減る見込みです。"


def test_rework_counts_each_time_it_is_done() -> None:
    assert math.isclose(120 * 30 / 0.75 / 60, savings(flow(30, rework=0.25), flow(0)).hours)


def test_a_negative_effect_stays_negative_and_is_said() -> None:
    worse = savings(flow(10), flow(30))

    assert worse.hours == -40
    assert worse.sentences[:2] == (
        "年間の作業は、現状が20時間、見直し後が60時間です。40時間（200%）増える見込みです。",
        "件数や作業時間の見積りが、どれか1つ30%ずれると、増える時間は年22〜58時間になります。",
    )


def test_no_difference_is_said_too() -> None:
    assert savings(flow(10), flow(10)).sentences[0].endswith("変わらない見込みです。")


def test_extra_hours_of_the_new_way_are_taken_off() -> None:
    assert savings(flow(30), flow(10), extra_hours=15).hours == 25


def test_each_assumption_is_moved_by_thirty_percent_on_its_own() -> None:
    swings = {swing.name: (swing.low, swing.high) for swing in savings(flow(30), flow(10), extra_hours=10).swings}

    assert {
        "年間件数": pytest.approx((18, 42)),
        "現状の作業時間": pytest.approx((12, 48)),
        "見直し後の作業時間": pytest.approx((36, 24)),
        "追加の運用時間": pytest.approx((33, 27)),
    } == swings


def test_the_assumption_on_which_most_hangs_comes_first() -> None:
    assert ["現状の作業時間", "年間件数", "見直し後の作業時間"] == [s.name for s in savings(flow(30), flow(10)).swings]


def test_a_saving_that_may_turn_into_a_loss_asks_for_a_measurement() -> None:
    assert savings(flow(30), flow(25)).sentences[1] == (
        "件数や作業時間の見積りが、どれか1つ30%ずれると、年28時間減ることも、年8時間増えることもあります。"
        "まず何件か、実際の時間を測りましょう。"
    )


@given(*[st.floats(0, 500, allow_nan=False)] * 2, st.floats(0, 10_000), st.floats(0, 0.9))
@settings(deadline=None, max_examples=60)
def test_exchanging_the_flows_turns_the_sign(before: float, after: float, cases: float, rework: float) -> None:
    one, other = flow(before, cases=cases, rework=round(rework, 3)), flow(after, cases=cases)
    there, back = savings(one, other), savings(other, one)

    assert math.isclose(there.hours, -back.hours, abs_tol=1e-6)
    assert there.least - 1e-9 <= there.hours <= there.most + 1e-9
    assert all(sentence.endswith("。") for sentence in there.sentences)


def test_seals_paper_and_changes_of_hands_are_counted_before_and_after() -> None:
    sealed = replace(flow(30), steps=(START, replace(flow(30).steps[1], seal=True), flow(30).steps[2]))

    assert "押印は1か所から0か所になります。" in savings(sealed, flow(30)).sentences


# --- money ---------------------------------------------------------------------------------------


def test_yen_need_a_rate_for_every_position() -> None:
    assert savings(flow(30), flow(10)).yen is None
    assert "費用を比べるには、単価を職位ごとに入れてください。" in savings(flow(30), flow(10), one_off=1000).sentences


def test_yen_are_the_hours_at_their_rates_less_the_yearly_cost() -> None:
    saved = savings(flow(30), flow(10), rates={"主事": 3000}, yearly=24_000)

    assert saved.yen == pytest.approx(40 * 3000 - 24_000)


def test_the_one_off_cost_comes_in_after_some_months() -> None:
    saved = savings(flow(30), flow(10), rates={"主事": 3000}, one_off=60_000)

    assert saved.payback_months == pytest.approx(6)
    assert "初期費用60,000円は、およそ6か月分の効果に当たります。" in saved.sentences


def test_a_cost_that_never_comes_in_is_said() -> None:
    saved = savings(flow(10), flow(30), rates={"主事": 3000}, one_off=60_000)

    assert saved.payback_months is None
    assert "この見込みでは、初期費用を取り戻せません。" in saved.sentences


# --- what is asked back --------------------------------------------------------------------------


def test_without_a_number_of_cases_it_is_asked_for() -> None:
    with pytest.raises(InputError, match="年間件数がわかりません"):
        savings(flow(30, cases=None), flow(10, cases=None))
    assert savings(flow(30, cases=None), flow(10, cases=None), cases=120).hours == 40


def test_flows_with_different_numbers_of_cases_are_compared_at_todays_and_it_is_said() -> None:
    saved = savings(flow(30), flow(10, cases=60))

    assert saved.hours == 40
    assert (
        "どちらの流れも、年120件で計算しました。見直し後の図には60件とありますが、そろえて比べています。"
        in saved.sentences
    )


@pytest.mark.parametrize("wrong", [{"extra_hours": -1}, {"one_off": math.nan}, {"yearly": math.inf}])
def test_a_number_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="0以上の数"):
        savings(flow(30), flow(10), **wrong)


ODD = st.sampled_from([None, 0, 0.1, -3, 1e9, 1e300, math.nan, math.inf])


@given(ODD, ODD, ODD, ODD, ODD)
@settings(deadline=None, max_examples=60)
def test_odd_numbers_give_sentences_or_one_sentence(
    minutes: Any, cases: Any, later: Any, rate: Any, one_off: Any
) -> None:
    before, after = flow(minutes, cases=cases), flow(1, cases=later, declared=(Lane("窓口", rate=rate),))
    try:
        told = savings(before, after, one_off=one_off).sentences + balance(before, after).sentences
    except InputError as error:
        told = (error.message_ja,)

    assert [sentence for sentence in told if not sentence.endswith("。")] == []


# --- the chart -----------------------------------------------------------------------------------


def test_the_chart_has_a_bar_for_each_side_of_each_assumption_in_japanese_and_hatched_for_print() -> None:
    from matplotlib.patches import Rectangle

    axes = draw_tornado(savings(flow(30), flow(10))).axes[0]

    assert ["現状の作業時間", "年間件数", "見直し後の作業時間"] == [
        label.get_text() for label in axes.get_yticklabels()
    ]
    assert ["22時間", "58時間", "28時間", "52時間", "46時間", "34時間"] == [text.get_text() for text in axes.texts]
    assert {"////", None} == {bar.get_hatch() or None for bar in axes.patches}
    assert {"IPAexGothic"} == {text.get_fontproperties().get_name() for text in [*axes.texts, axes.title]}
    widths = sorted(round(bar.get_width(), 6) for bar in axes.patches if isinstance(bar, Rectangle))
    assert [-18.0, -12.0, -6.0, 6.0, 12.0, 18.0] == widths


def test_the_chart_of_no_effect_at_all_is_drawn_too(recwarn: pytest.WarningsRecorder) -> None:
    draw_tornado(savings(flow(0), flow(0))).canvas.draw()

    assert [] == list(recwarn)


# --- who gains and who loses ---------------------------------------------------------------------


def test_the_work_that_moves_to_somebody_else_is_told_as_theirs() -> None:
    before = flow(30)
    moved = replace(before, steps=(START, replace(before.steps[1], who="市町", minutes=36), before.steps[2]))
    shifts = {shift.name: shift.change for shift in balance(before, moved).owners}

    assert {"申請者": 0, "窓口": -30, "市町": 36} == shifts
    assert (
        balance(before, moved).sentences[0]
        == "「市町」の作業が、1件あたり36分増えます（年72時間）。事前に話し合いましょう。"
    )


def test_residents_who_get_more_to_do_come_first_with_a_question() -> None:
    after = replace(flow(10), steps=(replace(START, minutes=25), *flow(10).steps[1:]))
    said = balance(flow(30), after).sentences

    assert (
        said[0]
        == "「申請者」の作業が、1件あたり15分増えます（年30時間）。増える理由と、ほかのやり方がないかを確かめましょう。"
    )
    assert said[1] == "「窓口」の作業が、1件あたり20分減ります（年40時間）。"


def test_a_position_that_gets_more_work_is_told_beside_the_owners() -> None:
    before, after = flow(30), flow(30)
    after = replace(after, steps=(START, replace(after.steps[1], rank="係長"), after.steps[2]))

    assert balance(before, after).sentences == (
        "職位では、係長の作業が1件あたり30分増えます。だれが受け持つかを先に決めましょう。",
    )


def test_an_owner_under_another_name_is_one_owner() -> None:
    before, after = flow(30), flow(10)
    after = replace(after, steps=tuple(replace(s, who="受付窓口") if s.who == "窓口" else s for s in after.steps))

    assert ["申請者", "窓口"] == [shift.name for shift in balance(before, after).owners]


def test_systems_neither_gain_nor_lose() -> None:
    after = replace(flow(10), declared=(Lane("助成システム", LaneKind.SYSTEM),))

    assert "助成システム" not in [shift.name for shift in balance(flow(30), after).owners]


def test_the_waiting_of_residents_is_told_in_days() -> None:
    slow = replace(flow(30), steps=(START, replace(flow(30).steps[1], wait="5日"), flow(30).steps[2]))

    assert balance(slow, flow(30)).sentences == (
        "待ちは合わせて、5日から0日に減ります。「申請者」を待たせる日数も短くなります。",
    )
    assert balance(flow(30), slow).sentences == (
        "待ちは合わせて、0日から5日に増えます。「申請者」を長く待たせないか、確かめましょう。",
    )


def test_no_change_for_anybody_is_said() -> None:
    assert balance(flow(30), flow(30)).sentences == ("だれの作業も、待ちも変わりません。",)


def test_the_minutes_of_all_owners_add_up_to_the_minutes_of_the_flow() -> None:
    found = balance(flow(30, rework=0.25), flow(10))

    assert math.isclose(30 / 0.75 + 10 + 0.25 / 0.75 * 5, sum(shift.before for shift in found.owners))
    assert 10 + 10 == sum(shift.after for shift in found.owners)


# --- the way in ----------------------------------------------------------------------------------


def way(means: str, what: str = "申請を出す", who: str = "申請者") -> Flow:
    return Flow("", (Step(1, who, what, Kind.START, (Branch(2),), means=means), Step(2, "窓口", "申請を審査する")))


@pytest.mark.parametrize("today", ["紙", "窓口", "郵送", "電話", "FAX", "紙・メール"])
def test_an_electronic_way_only_is_found_where_there_was_another(today: str) -> None:
    found = non_digital_way(way(today), way("電子申請"))

    assert found is not None
    assert ("TOBE-DIGITAL-ONLY", (1,)) == (found.id, found.steps)


@pytest.mark.parametrize(
    ("today", "tomorrow"),
    [
        (way("紙"), way("フォーム・窓口")),
        (way("紙"), way("", "申請書を郵送する")),
        (way("電子申請"), way("フォーム")),
        (way("紙", who="市町"), way("フォーム", who="市町")),
        (Flow(), way("フォーム")),
    ],
    ids=["the counter stays", "post in the words", "never was", "no resident", "nothing written"],
)
def test_nothing_is_said_where_a_way_remains_or_never_was(today: Flow, tomorrow: Flow) -> None:
    assert non_digital_way(today, tomorrow) is None


def test_an_official_who_asks_by_phone_and_types_is_a_way_in() -> None:
    form = way("フォーム")
    by_phone = replace(form, steps=(*form.steps, Step(3, "窓口", "電話で聞き取り、フォームへ代わりに入力する")))

    assert non_digital_way(way("紙"), by_phone) is None


def test_a_new_flow_that_does_not_say_how_residents_come_is_asked() -> None:
    found = non_digital_way(way("紙"), way(""))

    assert found is not None
    assert found.id == "TOBE-WAY-UNKNOWN"


def test_the_finding_stands_at_the_end_of_the_sentences() -> None:
    today, tomorrow = (replace(way(means), cases=10) for means in ("紙", "電子申請"))

    assert balance(today, tomorrow).sentences[-1].startswith("見直し後は、電子の受付だけになっています。")
