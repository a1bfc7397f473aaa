"""The effect of a measure: hours, months, positions, money, how sure it is. Published figures with their source."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.issues.effects.counting import effect, of_the_year, persons, yen_per_hour
from kaizen_helpers.issues.effects.model import (
    Amount,
    Basis,
    Cost,
    Measure,
    NewWork,
    Outcome,
    Part,
    Trial,
    Work,
)

SEASON = (300.0, 250, 150, 60, 40, 40, 40, 40, 40, 40, 100, 100)
"""1,200 cases a year, most of them in spring."""
VISITS = Outcome("来庁の回数", 2, 0, "回")


def work(before: float = 12, after: float = 5, cases: float | None = 1200, **more: Any) -> Work:
    return Work("受付簿に入力する", Amount(before), Amount(after), None if cases is None else Amount(cases), **more)


def measure(*works: Work, **more: Any) -> Measure:
    return Measure("入力フォーム", works or (work(),), outcomes=(VISITS,), **more)


# --- published figures ---------------------------------------------------------------------------


def test_uki_3632_hours_are_11_93_million_yen_at_3285_yen_an_hour() -> None:
    """宇城市: 3,632h = 1,193万円 (domain.md §7, tech.nikkeibp 070300003)."""
    assert 3285 == round(yen_per_hour(11_930_000, 3632))

    uki = effect(measure(work(60, 0, 3632)), rates=3285)

    assert 3632 == uki.hours
    assert uki.yen == pytest.approx(11_930_000, rel=1e-3)
    assert any(
        "年に約11,931,000円分の時間が空く見込みです。予算がそのまま減るわけではありません。" in s for s in uki.sentences
    )


def test_uki_22654_hours_are_the_working_time_of_11_8_people() -> None:
    """宇城市: 22,654h = 11.8人, at 1,920 h a person and year (domain.md §7)."""
    assert persons(22_654, 1920) == pytest.approx(11.8, abs=0.01)


TSUKUBA_TAX = (1400, 900, 600, 700, 700, 700, 700, 500, 500, 500, 600, 600)
"""Made so that the first three months hold 2,900 of 8,400 cases: 116 h × 8,400 ÷ 2,900 = 336 h."""
TSUKUBA_COUNTER = (900, 600, 600, 500, 500, 500, 500, 600, 600, 600, 600, 600)
"""2,100 of 7,100 cases: 21 h × 7,100 ÷ 2,100 = 71 h."""


@pytest.mark.parametrize(("part", "monthly", "year"), [(116, TSUKUBA_TAX, 336), (21, TSUKUBA_COUNTER, 71)])
def test_tsukuba_three_months_are_not_multiplied_by_four(part: float, monthly: tuple[int, ...], year: float) -> None:
    """つくば市: 3か月116h → 年336h (not 464); 3か月21h → 年71h (not 84) (domain.md §7, blogs.itmedia 2018/08/rpa)."""
    assert of_the_year(part, (4, 5, 6), monthly) == pytest.approx(year)

    tried = effect(measure(work(10, 7.6, None, monthly=monthly), trial=Trial(part, (4, 5, 6))))

    assert tried.trial_hours == pytest.approx(year)
    assert f"月別の件数で1年分に直すと、年{year}時間に当たります。" in tried.sentences
    found = {finding.id: finding.message_ja for finding in tried.findings}
    assert found["EFFECT-QUARTER"] == (
        f"3か月の{part}時間を12か月に引き伸ばすと{part * 4}時間ですが、月別の件数からは年{year}時間です。"
        "こちらを使ってください。"
    )


def test_a_trial_without_monthly_counts_stays_what_it_is() -> None:
    tried = effect(measure(trial=Trial(116, (4, 5, 6))))

    assert tried.trial_hours is None
    assert "EFFECT-TRIAL" in {finding.id for finding in tried.findings}
    assert not any("464" in text for text in (*tried.sentences, *(f.message_ja for f in tried.findings)))


# --- hours ---------------------------------------------------------------------------------------


def test_hours_are_cases_times_minutes_saved_by_60_less_the_new_work() -> None:
    found = effect(measure(new_works=(NewWork("登録", Amount(24)),)))

    assert (240, 124, 116) == (found.hours_before, found.hours_after, found.hours)
    assert found.share == pytest.approx(116 / 240)
    assert found.sentences[0] == "年間の作業は、現状が240時間、見直し後が124時間です。116時間（48%）減る見込みです。"
    assert found.sentences[1] == "新しく増える作業24時間は、見直し後に入れて計算しています。"


def test_monthly_counts_are_what_counts_and_give_the_year_by_month() -> None:
    found = effect(measure(work(cases=None, monthly=SEASON), new_works=(NewWork("登録", Amount(24)),)))

    assert 116 == found.hours
    assert (4, 300 * 12 / 60, 300 * 5 / 60 + 2) == (
        found.months[0].month,
        found.months[0].before,
        found.months[0].after,
    )
    assert math.fsum(month.hours for month in found.months) == pytest.approx(found.hours)
    assert "忙しいのは4・5・6月で、この間に75.7時間減る見込みです。" in found.sentences


def test_without_monthly_counts_there_are_no_months() -> None:
    assert () == effect(measure()).months


def test_people_who_work_together_are_multiplied_once() -> None:
    assert 280 == effect(measure(work(people=2))).hours
    assert 140 == effect(measure(work(people=2, for_all=True))).hours


def test_an_effect_that_grows_stays_negative_and_is_told() -> None:
    worse = effect(measure(work(5, 12), new_works=(NewWork("登録", Amount(10)),)))

    assert -150 == worse.hours
    assert worse.sentences[0] == "年間の作業は、現状が100時間、見直し後が250時間です。150時間（150%）増える見込みです。"
    assert "増える作業もあります。「受付簿に入力する」が年140時間です。" in worse.sentences
    assert worse.sentences[-1].startswith("時間は増えます。")


def test_a_line_that_grows_is_told_though_the_sum_shrinks() -> None:
    calls = Work("電話に答える", Amount(0), Amount(2), Amount(300))

    found = effect(measure(work(), calls))

    assert 130 == found.hours
    assert "増える作業もあります。「電話に答える」が年10時間です。" in found.sentences


def test_hours_to_begin_with_are_taken_off_the_first_year_only() -> None:
    found = effect(measure(cost=Cost(start_hours=160)))

    assert (140, -20) == (found.hours, found.first_year_hours)
    assert "準備に160時間かかるので、最初の年は20時間増える見込みです。" in found.sentences


def test_estimates_and_measurements_are_kept_apart() -> None:
    measured = replace(work(6, 3, 600, basis=Basis.MEASURED), name="照合する")

    found = effect(measure(work(), measured, new_works=(NewWork("登録", Amount(24)),)))

    assert (30, 116) == (found.measured_hours, found.estimated_hours)
    assert "内訳は、測って確かめた分が年30時間、見込みの分が年116時間です。" in found.sentences


# --- how sure it is ------------------------------------------------------------------------------


def test_bounds_give_the_interval_of_the_worst_and_the_best_of_everything() -> None:
    sure = Work("入力", Amount(10, 8, 12), Amount(4, 3, 6), Amount(600, 500, 900))

    found = effect(measure(sure, new_works=(NewWork("登録", Amount(10, 5, 20)),)))

    assert found.least == pytest.approx(500 * (8 - 6) / 60 - 20)
    assert found.most == pytest.approx(900 * (12 - 3) / 60 - 5)


def test_each_input_alone_says_how_much_hangs_on_it() -> None:
    sure = Work("入力", Amount(10, 8, 12), Amount(4, 3, 6), Amount(600, 500, 900))

    found = effect(measure(sure))

    assert [("「入力」の件数", 50, 90), ("「入力」の現状の分", 40, 80), ("「入力」の見直し後の分", 70, 40)] == [
        (swing.name, swing.low, swing.high) for swing in found.swings
    ]


def test_an_estimate_without_bounds_may_be_off_by_30_percent_and_a_measurement_by_nothing() -> None:
    guess, sure = effect(measure()), effect(measure(work(basis=Basis.MEASURED)))

    assert guess.least == pytest.approx(1200 * 0.7 * (12 * 0.7 - 5 * 1.3) / 60)
    assert sure.least == pytest.approx(140 * 0.7)  # the number of cases is still a guess
    assert ["「受付簿に入力する」の件数"] == [swing.name for swing in sure.swings]


def test_works_of_one_driver_have_many_or_few_cases_together() -> None:
    up, down = work(10, 4, driver="年間件数"), replace(work(0, 2, driver="年間件数"), name="点検する")

    found = effect(measure(up, down), spread=0.5)

    (cases,) = [swing for swing in found.swings if swing.name == "年間件数"]
    assert (40, 120) == (cases.low, cases.high)
    assert found.least <= found.hours <= found.most


NUMBER = st.floats(0, 1e6, allow_nan=False)


@given(st.lists(st.tuples(NUMBER, NUMBER, NUMBER), min_size=1, max_size=4), NUMBER, st.floats(0, 1))
@settings(deadline=None, max_examples=50)
def test_the_effect_lies_within_its_interval_and_exchanging_the_minutes_turns_the_sign(
    lines: list[tuple[float, float, float]], new: float, spread: float
) -> None:
    works = tuple(Work(f"作業{n}", Amount(b), Amount(a), Amount(c)) for n, (b, a, c) in enumerate(lines))
    turned = tuple(replace(w, before=w.after, after=w.before) for w in works)
    there = effect(Measure("打ち手", works, (NewWork("登録", Amount(new)),)), spread=spread)
    size = 1e-9 * (abs(there.most) + abs(there.least) + 1)

    assert there.least - size <= there.hours <= there.most + size
    assert all(there.least - size <= end <= there.most + size for s in there.swings for end in (s.low, s.high))
    assert effect(Measure("逆", turned)).hours == pytest.approx(-effect(Measure("元", works)).hours)
    assert all(sentence.endswith("。") for sentence in there.sentences)


# --- positions and money -------------------------------------------------------------------------


def test_without_a_rate_no_money_is_told() -> None:
    found = effect(measure(cost=Cost(300_000, 5, 60_000)))

    assert (None, None, None) == (found.yen, found.net_yen, found.payback_months)
    assert not any("円" in sentence for sentence in found.sentences)
    assert "EFFECT-RATE" in {finding.id for finding in found.findings}


def test_each_position_has_its_own_hours_and_rate() -> None:
    chief = replace(work(0, 1, 1200, rank="係長"), name="確かめる")

    found = effect(measure(work(rank="主事"), chief), rates={"主事": 3000, "係長": 4000})

    assert [("主事", 140, 420_000), ("係長", -20, -80_000)] == [(r.rank, r.hours, r.yen) for r in found.by_rank]
    assert 340_000 == found.yen
    assert "職位ごとには、主事が140時間減、係長が20時間増です。" in found.sentences
    assert "「係長」の作業は増えます。事前に話し合いましょう。" in found.sentences


def test_a_missing_rate_is_named_and_no_money_is_told() -> None:
    found = effect(measure(work(rank="主事"), replace(work(rank="係長"), name="確かめる")), rates={"主事": 3000})

    assert found.yen is None
    assert "「係長」の単価がないので、金額は出していません。" in [finding.message_ja for finding in found.findings]


def test_the_net_effect_is_the_hours_in_yen_less_the_cost_of_a_year() -> None:
    """純効果 = それ × 単価 − 費用(初期÷使用年数 + 年額) (domain.md §7)."""
    found = effect(measure(cost=Cost(300_000, 5, 60_000)), rates=3000)

    assert 140 * 3000 - (60_000 + 60_000) == found.net_yen


def test_the_cost_to_begin_with_is_not_taken_off_twice_when_its_return_is_counted() -> None:
    """回収月数 = 初期 ÷ 月純効果; the month's effect is the hours in yen less the yearly cost."""
    found = effect(measure(cost=Cost(300_000, 5, 60_000)), rates=3000)

    assert found.payback_months == pytest.approx(10)
    assert "初期費用300,000円は、およそ10か月分の効果に当たります。" in found.sentences


def test_a_cost_that_never_comes_in_is_a_sentence() -> None:
    found = effect(measure(work(5, 12), cost=Cost(300_000, 5)), rates=3000)

    assert found.payback_months is None
    assert (
        "初期費用300,000円は、時間の効果だけでは取り戻せません。ほかの効果と合わせて判断しましょう。" in found.sentences
    )


def test_what_residents_notice_is_told_beside_the_hours() -> None:
    assert "来庁の回数は、2回から0回になります（見込み）。" in effect(measure()).sentences


# --- what cannot be ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: work(-1), "0以上の数（1兆まで）"),
        (lambda: work(math.nan), "0以上の数（1兆まで）"),
        (lambda: Amount(5, 6, 7), "「少なめ」「ふつう」「多め」の順"),
        (lambda: work(cases=None), "年間の件数か、月別の件数を入れてください。"),
        (lambda: work(cases=None, part=Part(300, 3)), "3か月分の件数だけでは、1年の件数が分かりません。"),
        (lambda: work(monthly=(1.0, 2, 3)), "12か月分"),
        (lambda: work(monthly=(-1.0, *SEASON[1:])), "0以上の数（1兆まで）"),
        (lambda: work(people=-2), "0以上の数（1兆まで）"),
        (lambda: Work(" ", Amount(1), Amount(1), Amount(1)), "作業の名前を書いてください。"),
        (lambda: Cost(years=0), "0より大きい年数にしてください。"),
        (lambda: Cost(yearly=math.inf), "0以上の数（1兆まで）"),
        (lambda: Trial(5, (13,)), "月は1から12までの数で"),
        (lambda: Trial(math.nan, (4,)), "時間の数を入れてください。"),
        (lambda: Outcome("来庁", -1, 0), "0以上の数（1兆まで）"),
        (lambda: Measure("空", ()), "変わる作業を1つ以上書いてください。"),
        (lambda: effect(measure(), rates=-1), "0以上の数（1兆まで）"),
        (lambda: effect(measure(), rates={"主事": math.inf}), "0以上の数（1兆まで）"),
        (lambda: effect(measure(), spread=2), "0から1までの数にしてください。"),
        (lambda: effect(Measure("多い", (work(),) * 501)), "作業は500行までにしてください。"),
        (lambda: of_the_year(5, (4,), (0.0, *SEASON[1:])), "試した月の件数が0なので"),
        (lambda: of_the_year(5, (), SEASON), "月は1から12までの数で"),
        (lambda: of_the_year(5, (4,), (1.0,)), "12か月分"),
        (lambda: persons(100, 0), "0より大きい数にしてください。"),
        (lambda: yen_per_hour(100, 0), "0より大きい数にしてください。"),
    ],
)
def test_what_cannot_be_is_asked_back(make: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        make()


def test_nothing_that_comes_in_during_the_trial_says_nothing_about_the_year() -> None:
    assert effect(measure(work(monthly=(0.0, *SEASON[1:])), trial=Trial(0, (4,)))).trial_hours is None


def test_work_without_monthly_counts_is_spread_evenly_and_it_is_said() -> None:
    even = replace(work(), name="照合する")

    found = effect(measure(work(cases=None, monthly=SEASON), even))

    assert "月別の件数がない作業（「照合する」）は、12か月に均等に分けています。" in found.sentences
    assert found.months[4].before == pytest.approx(40 * 12 / 60 + 100 * 12 / 60)
