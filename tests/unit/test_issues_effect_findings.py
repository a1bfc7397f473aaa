"""The wrong ways of counting of domain.md §7, minutes claimed twice, and the effect of two flows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow import read_outline, savings
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.issues.effects.counting import Effect, effect
from kaizen_helpers.issues.effects.flows import measure_of_flows, rates_in
from kaizen_helpers.issues.effects.model import Amount, Basis, Measure, NewWork, Outcome, Part, Work
from kaizen_helpers.issues.effects.overlap import together

CASES = Path(__file__).resolve().parents[2] / "courses" / "01_flow" / "cases"
SEASON = (300.0, 250, 150, 60, 40, 40, 40, 40, 40, 40, 100, 100)
NEW = (NewWork("登録", Amount(24)),)
FINE: dict[str, Any] = {"outcomes": (Outcome("来庁の回数", 2, 0, "回"),), "new_works": NEW}


def work(before: float = 12, after: float = 5, **more: Any) -> Work:
    basis = {"basis": Basis.BEFORE}
    return Work("受付簿に入力する", Amount(before), Amount(after), monthly=SEASON, **{**basis, **more})


def ids(measure: Measure, **more: Any) -> list[str]:
    return [finding.id for finding in effect(measure, **more).findings]


def told(measure: Measure, finding_id: str) -> str:
    return next(f.message_ja for f in effect(measure).findings if f.id == finding_id)


def test_a_measure_that_is_counted_as_it_should_be_has_no_findings() -> None:
    assert [] == ids(Measure("フォーム", (work(),), **FINE))


# --- a figure that somebody worked out -----------------------------------------------------------

TWO = work(people=2)
"""2 people: 1,200 × 2 × (12 − 5) ÷ 60 = 280 h; less 24 h of new work: 256 h."""


@pytest.mark.parametrize("figure", [256, 256.4, 255.6])
def test_the_right_figure_is_right_also_when_it_was_rounded(figure: float) -> None:
    assert [] == ids(Measure("フォーム", (TWO,), claimed_hours=figure, **FINE))


@pytest.mark.parametrize(
    ("figure", "ways"),
    [
        (256 * 60, ["EFFECT-MINUTES"]),
        (280, ["EFFECT-NEW-WORK"]),
        (700 * 4 * 2 * 7 / 60 - 24, ["EFFECT-QUARTER"]),
        (700 * 4 * 2 * 7 / 60, ["EFFECT-QUARTER", "EFFECT-NEW-WORK"]),
        (300 * 12 * 2 * 7 / 60 - 24, ["EFFECT-BUSY"]),
        (256 * 12, ["EFFECT-YEARLY-TWICE"]),
        (256 / 12, ["EFFECT-MONTH"]),
        (140 - 24, ["EFFECT-ONE-PERSON"]),
        (560 - 24, ["EFFECT-PEOPLE-TWICE"]),
        (480 - 24, ["EFFECT-BEFORE-ONLY"]),
        (480, ["EFFECT-BEFORE-ONLY", "EFFECT-NEW-WORK"]),
        (2, ["EFFECT-DIFFERENT"]),
    ],
)
def test_a_figure_tells_how_it_was_counted(figure: float, ways: list[str]) -> None:
    measure = Measure("フォーム", (TWO,), claimed_hours=figure, **FINE)

    assert ways == ids(measure)
    assert "ここでの計算では、年256時間です。" in told(measure, ways[0])


def test_a_negative_effect_that_was_made_0_or_positive_is_told() -> None:
    for figure in (0, 140):
        worse = Measure("逆", (work(5, 12),), outcomes=FINE["outcomes"], claimed_hours=figure)
        assert "EFFECT-ZERO" in ids(worse)
        assert "負の数のまま示しましょう" in told(worse, "EFFECT-ZERO")


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (256 / 224, "見直し後の時間を分母にした率と一致します。現状の時間を分母にすると53%です。"),
        (280 / 480, "新しく増える作業を引く前の率と一致します。現状の時間を分母にすると53%です。"),
        (
            0.9,
            "何を何で割った率かが分かりません。現状の時間を分母にすると53%です。分母を一緒に書きましょう。",
        ),
    ],
)
def test_a_share_with_another_denominator_is_told(share: float, said: str) -> None:
    assert said == told(Measure("フォーム", (TWO,), claimed_share=share, **FINE), "EFFECT-DENOMINATOR")


def test_the_right_share_is_right_and_there_is_none_of_nothing() -> None:
    assert [] == ids(Measure("フォーム", (TWO,), claimed_share=0.53, **FINE))
    nothing = Measure("新しい仕事", (work(0, 5),), claimed_share=0.5, **FINE)
    assert told(nothing, "EFFECT-DENOMINATOR").startswith("現状の時間が0なので、削減率は出せません。")


# --- the lines -----------------------------------------------------------------------------------


def test_a_count_of_three_months_is_never_stretched_where_the_months_are_known() -> None:
    quarter = Measure("フォーム", (work(part=Part(700, 3)),), **FINE)

    assert ["EFFECT-PART"] == ids(quarter)
    assert 140 - 24 == effect(quarter).hours


def test_a_yearly_count_that_is_not_the_sum_of_its_months_is_told() -> None:
    both = Measure("フォーム", (work(cases=Amount(2800)),), **FINE)

    assert told(both, "EFFECT-COUNTS").startswith(
        "月別の件数を足すと1,200件で、年間の件数2,800件と合いません。月別の件数で計算しました。"
    )
    assert 140 - 24 == effect(both).hours


def test_minutes_of_all_people_are_not_multiplied_by_people() -> None:
    assert ["EFFECT-PEOPLE"] == ids(Measure("フォーム", (work(people=2, for_all=True),), **FINE))


def test_new_work_that_nobody_thought_of_is_asked_for_and_none_can_be_confirmed() -> None:
    plain = Measure("フォーム", (work(),), outcomes=FINE["outcomes"])

    assert ["EFFECT-NEW-WORK"] == ids(plain)
    assert [] == ids(replace(plain, no_new_work=True))


def test_one_effect_for_residents_at_least_is_asked_for() -> None:
    """S12 (domain.md §1): 効果指標に「職員の時間」以外を必須1つ."""
    assert ["EFFECT-RESIDENTS"] == ids(Measure("フォーム", (work(),), NEW))


def test_residents_who_wait_longer_are_told() -> None:
    longer = Measure("フォーム", (work(),), NEW, outcomes=(Outcome("待ち日数", 3, 5, "日"),))

    assert told(longer, "EFFECT-OUTCOME") == "3日から5日に増えます。増えてよいものかを確かめましょう。"


def test_minutes_that_are_all_guesses_ask_for_a_measurement() -> None:
    assert ["EFFECT-ESTIMATE"] == ids(Measure("フォーム", (work(basis=Basis.ESTIMATE),), **FINE))


@pytest.mark.parametrize("text", ["予算を削減できる", "人件費の削減", "年300時間の予算削減", "職員を減らせます"])
def test_saved_time_is_not_called_saved_money_or_people(text: str) -> None:
    measure = Measure("フォーム", (work(),), texts=(text,), **FINE)

    assert "そのまま減るわけではありません" in told(measure, "EFFECT-BUDGET")


@pytest.mark.parametrize("text", ["作業時間を削減する", "予算の範囲で行う", ""])
def test_other_words_are_left_alone(text: str) -> None:
    assert [] == ids(Measure("フォーム", (work(),), texts=(text,), **FINE))


# --- several measures ----------------------------------------------------------------------------


def of(name: str, *works: Work) -> Effect:
    return effect(Measure(name, works))


def test_minutes_that_two_measures_claim_are_saved_only_once_and_both_are_named() -> None:
    form, robot = of("フォーム", work(12, 2)), of("RPA", work(12, 4))

    both = together([form, robot])

    assert [360, 240] == pytest.approx([both.claimed, both.hours])
    assert [pytest.approx(200 - 120 * 200 / 360), pytest.approx(160 - 120 * 160 / 360)] == list(both.hours_each)
    assert both.sentences == (
        "2つの打ち手を合わせると、多くて年240時間減る見込みです。単純に足した360時間からは、二重に数えた分を引いています。",
        "「フォーム」と「RPA」は、どちらも「受付簿に入力する」の時間を減らす計算です。"
        "足すと年360時間ですが、いまの作業は年240時間なので、240時間までにしました。"
        "両方を行うときは、先に行う方の後の分から、もう一方を計算し直してください。",
    )


def test_two_measures_on_one_work_within_its_minutes_are_named_but_not_cut() -> None:
    both = together([of("様式", work(12, 8)), of("RPA", work(12, 8))])

    assert (160, 160) == (both.claimed, both.hours)
    assert both.sentences[1].endswith("両方を行うときは、先に行う方の後の分から、もう一方を計算し直してください。")


def test_a_work_is_known_by_its_step_whatever_it_is_called() -> None:
    one, other = work(12, 0, step="手順3"), replace(work(12, 0, step="手順 3"), name="入力をなくす")

    assert ["受付簿に入力する"] == [found.work for found in together([of("A", one), of("B", other)]).overlaps]


def test_several_lines_of_one_measure_are_one_work_of_today() -> None:
    north, south = work(6, 0, step="転記"), replace(work(6, 0, step="転記"), name="転記（南部）")

    both = together([of("A", north, south), of("B", work(12, 0, step="転記"))])

    assert (480, 240) == (both.claimed, both.hours)


def test_measures_on_different_work_are_added_up() -> None:
    both = together([of("A", work()), of("B", replace(work(), name="照合する"))])

    assert (280, 280, ()) == (both.claimed, both.hours, both.overlaps)
    assert both.sentences == ("2つの打ち手を合わせると、年280時間減る見込みです。",)


def test_no_measure_and_a_name_that_stands_twice_are_asked_back() -> None:
    with pytest.raises(InputError, match="打ち手を1つ以上"):
        together([])
    with pytest.raises(InputError, match="同じ名前"):
        together([of("A", work()), of("A", work())])


MINUTES = st.floats(0, 500, allow_nan=False)


@given(st.lists(st.tuples(MINUTES, MINUTES, st.sampled_from(["転記", "照合", "送付"])), min_size=1, max_size=6))
@settings(deadline=None, max_examples=60)
def test_together_is_never_more_than_the_sum_nor_than_the_work_of_today(lines: list[tuple[float, float, str]]) -> None:
    effects = [of(f"打ち手{n}", replace(work(b, a), name=name)) for n, (b, a, name) in enumerate(lines)]
    both = together(effects)
    today: dict[str, float] = {}
    for one in effects:
        (line,) = one.measure.works
        today[line.name] = max(today.get(line.name, 0), line.hours_before)

    assert both.hours <= both.claimed + 1e-6
    assert both.hours <= sum(today.values()) + 1e-6
    assert all(sentence.endswith("。") for sentence in both.sentences)


# --- two flows -----------------------------------------------------------------------------------


def flows(name: str) -> tuple[Flow, Flow]:
    one, other = (
        read_outline((CASES / f"{name}_{when}.txt").read_text(encoding="utf-8")).flow for when in ("genjo", "minaoshi")
    )
    return one, other


@pytest.mark.parametrize("name", ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "iryohi"])
def test_two_flows_give_the_hours_that_their_savings_give(name: str) -> None:
    today, tomorrow = flows(name)
    found = effect(measure_of_flows(today, tomorrow), rates=rates_in(today, tomorrow))
    saved = savings(today, tomorrow)

    assert found.hours_before == pytest.approx(saved.hours_before)
    assert found.hours == pytest.approx(saved.hours)
    if saved.yen is not None:
        assert found.yen == pytest.approx(saved.yen)


def test_the_flow_of_c1_tells_positions_days_and_the_work_of_the_towns() -> None:
    today, tomorrow = flows("c1")
    new = (replace(NEW[0], rank="主事"),)
    found = effect(measure_of_flows(today, tomorrow, new_works=new), rates=rates_in(today, tomorrow))

    assert {"主事", "係長"} == {rank.rank for rank in found.by_rank}
    assert found.hours == pytest.approx(80.3 - 24, abs=0.1)
    assert {"始まりから終わりまでの日数（勤務日）", "相手方（住民や市町など）の作業", "紙を使う手順"} == {
        outcome.name for outcome in found.measure.outcomes
    }
    assert "EFFECT-RESIDENTS" not in {finding.id for finding in found.findings}


def test_seasonal_runs_give_the_months_of_a_flow() -> None:
    found = effect(measure_of_flows(*flows("c1"), monthly=SEASON))

    assert [300, 250] == [round(m.before / found.hours_before * 1200) for m in found.months[:2]]


def test_the_same_step_in_two_pairs_of_flows_is_found_twice() -> None:
    today, tomorrow = flows("c1")
    one = effect(measure_of_flows(today, tomorrow, name="フォーム"))
    other = effect(measure_of_flows(today, tomorrow, name="RPA"))

    both = together([one, other])

    assert len(both.overlaps) > 3
    assert both.hours <= one.hours_before


def test_flows_without_a_count_or_without_minutes_are_asked_back() -> None:
    today, tomorrow = flows("c1")
    with pytest.raises(InputError, match="年間件数が分かりません"):
        measure_of_flows(replace(today, cases=None), replace(tomorrow, cases=None))
    bare = replace(today, steps=tuple(replace(step, minutes=None) for step in today.steps))
    with pytest.raises(InputError, match="分の書かれた手順がありません"):
        measure_of_flows(bare, bare)


def test_an_owner_whose_rate_differs_between_the_flows_has_none() -> None:
    today, tomorrow = flows("c1")
    assert rates_in(today, tomorrow)["県の担当"] == 2900
    raised = replace(tomorrow, declared=tuple(replace(lane, rate=3000) for lane in tomorrow.declared))
    assert "県の担当" not in rates_in(today, raised)
