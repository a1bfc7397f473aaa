"""Simulated lead times agree with what can be worked out by hand, with queueing formulas, and with the clock."""

from __future__ import annotations

import statistics
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.model import Branch, Flow, Kind, Lane, Step
from kaizen_helpers.flow.tables.table import read_steps
from kaizen_helpers.flow.timing.effort import effort
from kaizen_helpers.flow.timing.intervals import controlled, student_t, uncontrolled
from kaizen_helpers.flow.timing.lead_time_chart import lead_time_chart
from kaizen_helpers.flow.timing.simulate import simulate
from kaizen_helpers.flow.timing.simulation import Simulation
from kaizen_helpers.flow.timing.timeline import Timeline, read_batch
from kaizen_helpers.flow.timing.workdays import WorkCalendar
from tests.unit.flow_blocks import BLOCKS, Block, build
from tests.unit.flow_samples import TABLES

WEDNESDAY = date(2026, 4, 1)
OFFICE = WorkCalendar()


def step(number: int, minutes: float | None, *ways: tuple[int | None, float | None], **more: Any) -> Step:
    """A step whose ways out are (number, share)."""
    who, kind = more.pop("who", "担当"), more.pop("kind", Kind.TASK)
    return Step(
        number, who, "申請書を確かめる", kind, tuple(Branch(to, "", share) for to, share in ways), minutes, **more
    )


def flow(*steps: Step, **more: Any) -> Flow:
    return Flow("試し", steps, **more)


def one(minutes: float, **more: Any) -> Flow:
    return flow(step(1, minutes, (None, None), **more))


def days_after(given_flow: Flow, *arrivals: date, **more: Any) -> list[Any]:
    """The lead times in hours of the clock, of cases that come on these days; all times are fixed."""
    found = simulate(given_flow, arrivals=list(arrivals), spread=0, runs=2, **more)
    return [pytest.approx(days * 24) for days in found.lead_times[::2]]


def plain(given_flow: Flow, rate: float, staff: dict[str, float], **more: Any) -> Simulation:
    chosen = {"spread": 1.0, "runs": 20, "length": 1_000, "warm_up": 200, **more}
    return simulate(given_flow, arrivals=rate, staff=staff, calendar=None, **chosen)


# --- by hand -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [
        (60, 1),  # 9:00 to 10:00
        (240, 5),  # over lunch
        (420, 8),  # done as the office closes
        (480, 25),  # what is not finished goes on the next morning
        (900, 49),  # Wednesday, Thursday, Friday until 10:00
    ],
)
def test_a_piece_of_work_takes_as_long_as_the_clock_says(minutes: float, hours: float) -> None:
    assert [hours] == days_after(one(minutes), WEDNESDAY)


def test_work_goes_on_after_a_weekend() -> None:
    assert [24 * 3 + 1] == days_after(one(480), date(2026, 4, 3))


def test_a_case_that_comes_on_a_closed_day_begins_with_the_next_working_day() -> None:
    assert [1] == days_after(one(60), date(2026, 4, 4))


def test_waiting_is_in_working_days() -> None:
    """Wednesday and 3 working days: over at the end of Friday; the work begins on Monday at 9:00."""
    assert [24 * 5 + 1] == days_after(one(60, wait="3日"), WEDNESDAY)


def test_decisions_are_taken_on_their_days_only() -> None:
    decided = flow(step(1, 30, (2, None)), step(2, 10, (None, None)))

    assert [48 + 10 / 60] == days_after(decided, WEDNESDAY, batches={2: "火・金"}), "Friday 9:10"
    assert [48 + 7 + 10 / 60] == days_after(decided, WEDNESDAY, batches={2: "火・金 16時"}), "Friday 16:10"
    assert [0.5 + 10 / 60] == days_after(decided, WEDNESDAY), "at once"


def test_a_decision_on_a_holiday_is_left_out() -> None:
    """Wednesday 29 April is 昭和の日: what would be decided then waits for the next Wednesday but one, 13 May."""
    found = days_after(one(10), date(2026, 4, 23), batches={1: "水"})

    assert [24 * 20 + 10 / 60] == found, "6 May is a holiday too (振替休日)"


def test_one_person_does_one_thing_at_a_time() -> None:
    assert [1, 2] == days_after(one(60), WEDNESDAY, WEDNESDAY, staff={"担当": 1})
    assert [1, 1] == days_after(one(60), WEDNESDAY, WEDNESDAY, staff={"担当": 2})
    assert [1, 1] == days_after(one(60), WEDNESDAY, WEDNESDAY), "nobody has said how many there are"


def test_somebody_with_half_the_day_takes_twice_as_long() -> None:
    assert [2] == days_after(one(60), WEDNESDAY, staff={"担当": 0.5})


def test_people_are_those_of_the_position_before_those_of_the_lane() -> None:
    """Two lanes share the one 係長; without the position each lane has somebody."""
    both = flow(
        step(1, 0, (2, None), (3, None), kind=Kind.PARALLEL),
        step(2, 60, (None, None), who="総務", rank="係長"),
        step(3, 60, (None, None), who="福祉", rank="係長"),
    )
    assert [2] == days_after(both, WEDNESDAY, staff={"係長": 1})
    assert [1] == days_after(both, WEDNESDAY, staff={"総務": 1, "福祉": 1})


def test_the_staff_of_a_lane_is_used_where_nothing_else_is_given() -> None:
    declared = replace(one(60), declared=(Lane("担当", staff=1),))

    assert [1, 2] == days_after(declared, WEDNESDAY, WEDNESDAY)


def test_parallel_ways_run_at_the_same_time() -> None:
    together = flow(
        step(1, 60, (2, None), (3, None), kind=Kind.PARALLEL),
        step(2, 60, (4, None)),
        step(3, 120, (4, None)),
        step(4, 0, (5, None), kind=Kind.PARALLEL),
        step(5, 30, (None, None)),
    )
    assert [3.5 + 1] == days_after(together, WEDNESDAY), "1 + 2 + 0.5 hours, and lunch"
    assert 270 == effort(together).minutes


def test_work_for_many_pieces_is_done_in_one_go() -> None:
    """20 pieces of 6 minutes: 2 hours, as in the counting of effort."""
    assert [2] == days_after(one(6, cases=20), WEDNESDAY)


def test_rework_is_done_again() -> None:
    found = plain(flow(step(1, 10, (1, 0.5), (None, 0.5))), 0.01, {}, spread=0)

    assert {round(length, 6) % 10 for length in found.lead_times} == {0}
    assert found.mean.value == pytest.approx(20, rel=0.05)
    assert found.steps[0].visits == pytest.approx(2, rel=0.05)


# --- formulas ------------------------------------------------------------------------------------


def test_a_queue_has_the_length_of_its_formula() -> None:
    """M/M/1 with load 0.6: W = 1/(1 - 0.6) = 2.5, half and nine of ten by the exponential law of W."""
    found = plain(one(1), 0.6, {"担当": 1}, runs=30, length=2_000, seed=5)

    assert found.mean.value == pytest.approx(2.5, rel=0.05)
    assert found.mean.low < found.mean.value < found.mean.high
    assert found.median.value == pytest.approx(2.5 * 0.6931, rel=0.08)
    assert found.p90.value == pytest.approx(2.5 * 2.3026, rel=0.08)
    assert found.pools[0].use.value == pytest.approx(0.6, rel=0.05)
    assert found.steps[0].queue.value == pytest.approx(1.5, rel=0.1)


def test_office_hours_do_not_change_a_queue_in_working_minutes() -> None:
    """M/M/1 with load 0.5, an hour of work a case: Wq is an hour of working time too."""
    minutes_a_year = len(OFFICE.workdays(WEDNESDAY, date(2027, 3, 31))) * 420
    found = simulate(one(60), arrivals=0.5 / 60 * minutes_a_year, staff={"担当": 1}, spread=1, runs=30)

    assert found.steps[0].queue.value == pytest.approx(60, rel=0.12)
    assert found.steps[0].queue.low < 60 < found.steps[0].queue.high
    assert found.pools[0].use.value == pytest.approx(0.5, rel=0.04)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("system", "rate", "staff", "spread", "exact"),
    [
        (
            flow(
                step(1, 1.25, (2, 1.0), who="甲"),
                step(2, 2.0, (1, 0.2), (3, 0.8), who="乙"),
                step(3, 0.625, (2, 0.1), (None, 0.9), who="丙"),
            ),
            1.0,
            {"甲": 3, "乙": 4, "丙": 1},
            1.0,
            7.91299,
        ),
        (one(1), 0.6, {"担当": 1}, 0.0, 1.75),  # Pollaczek and Khinchine: 1 + 0.6/(2·0.4)
        (one(1), 2.1, {"担当": 3}, 1.0, 1.54699),  # Erlang C
    ],
    ids=["Jackson", "M/D/1", "M/M/3"],
)
def test_mean_lead_times_are_those_of_the_closed_forms(
    system: Flow, rate: float, staff: dict[str, float], spread: float, exact: float
) -> None:
    found = plain(system, rate, staff, spread=spread, runs=30, length=4_000, warm_up=500, seed=3)

    assert found.mean.value == pytest.approx(exact, rel=0.02)
    assert found.mean.high - found.mean.low < 0.06 * exact


@pytest.mark.parametrize(("spread", "times"), [(1.0, "exponential"), (0.5, "Erlang of 4"), (0.0, "fixed")])
def test_the_spread_is_the_standard_deviation_over_the_mean(spread: float, times: str) -> None:
    found = plain(one(8), 0.01, {}, spread=spread)

    assert statistics.fmean(found.lead_times) == pytest.approx(8, rel=0.03)
    assert statistics.pstdev(found.lead_times) == pytest.approx(8 * spread, rel=0.05), times


def test_a_step_may_have_a_distribution_of_its_own() -> None:
    found = plain(one(8), 0.01, {"担当": 1}, service={1: lambda rng: float(rng.integers(2, 4))})

    assert {round(length, 6) for length in found.lead_times} >= {2.0, 3.0}
    with pytest.raises(InputError, match="手順1"):
        plain(one(8), 0.01, {}, service={1: lambda _: -1.0})


def test_the_simulated_hours_are_those_of_the_effort() -> None:
    work = flow(
        step(1, 15, (2, None)),
        step(2, 10, (1, 0.25), (3, 0.75), kind=Kind.DECISION),
        step(3, 20, (4, None), cases=2),
        step(4, 0, (None, None)),
    )
    found = simulate(work, arrivals=1000, staff={"担当": 1}, runs=12)
    hours = len(OFFICE.workdays(WEDNESDAY, date(2027, 3, 31))) * 7
    expected = effort(work, cases=1000).hours

    assert expected is not None
    assert found.pools[0].use.value * hours == pytest.approx(expected, rel=0.03)


@settings(deadline=None, max_examples=15)
@given(BLOCKS)
def test_any_nesting_of_blocks_is_played_to_its_end_as_often_as_expected(block: Block) -> None:
    built, visits = build(block)
    found = plain(built, 0.05, {}, runs=5, length=400, warm_up=0)

    assert found.unfinished == 0
    for each in found.steps:
        assert each.visits == pytest.approx(visits[each.number], rel=0.9, abs=0.1)


# --- intervals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "freedom", "quantile"),
    [(0.95, 1, 12.706), (0.95, 2, 4.303), (0.95, 9, 2.262), (0.95, 10, 2.228), (0.99, 19, 2.861), (0.9, 120, 1.658)],
)
def test_quantiles_of_student_are_those_of_the_tables(level: float, freedom: int, quantile: float) -> None:
    assert round(student_t(level, freedom), 3) == quantile


def test_an_interval_of_plain_runs_is_student_s() -> None:
    found = uncontrolled([1.0, 2.0, 3.0, 4.0])

    assert found.value == 2.5
    assert found.high - found.value == pytest.approx(3.182 * 1.29099 / 2, rel=1e-3)


def test_what_chance_did_to_the_input_is_taken_out() -> None:
    """If the result were nothing but the input, it would be known exactly."""
    rng = np.random.default_rng(1)
    chance = rng.normal(size=40)
    found = controlled(list(7 + 3 * chance), [list(chance)])

    assert found.value == pytest.approx(7)
    assert found.high - found.low == pytest.approx(0, abs=1e-9)


def test_intervals_with_controls_hold_the_mean_as_often_as_they_say() -> None:
    rng = np.random.default_rng(2)
    held = 0
    for _ in range(400):
        chance = rng.normal(size=(2, 30))
        values = 5 + chance[0] - 2 * chance[1] + rng.normal(size=30)
        found = controlled(values.tolist(), chance.tolist())
        held += found.low <= 5 <= found.high
    assert 0.92 * 400 <= held <= 0.98 * 400


def test_with_few_runs_nothing_is_corrected() -> None:
    values, chance = [1.0, 2.0, 4.0, 5.0], [0.1, -0.2, 0.1, 0.0]

    assert controlled(values, [chance]) == uncontrolled(values)


def test_the_same_seed_gives_the_same_result() -> None:
    first, again, other = (plain(one(1), 0.5, {"担当": 1}, runs=3, seed=seed) for seed in (1, 1, 2))

    assert first == again
    assert first.mean != other.mean


# --- the clock -----------------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(
        [OFFICE, WorkCalendar(time(8, 30), time(17, 15)), WorkCalendar(lunch=None, weekend=frozenset({2}))]
    ),
    st.integers(1, 300_000),
)
def test_simulated_minutes_are_the_dates_of_the_calendar(calendar: WorkCalendar, minutes: int) -> None:
    timeline = Timeline(calendar, WEDNESDAY)
    begin = datetime.combine(timeline.days[0], calendar.opens)
    clock = float(timeline.clock([float(minutes)], ends=True)[0])

    assert calendar.add(begin, minutes) == datetime.fromisoformat("0001-01-01") + timedelta(minutes=clock - 1440)


def test_cases_come_as_busy_as_their_months() -> None:
    """March three times as busy as the others: 3 of 14 parts."""
    timeline = Timeline(OFFICE, WEDNESDAY)
    months = {**dict.fromkeys(range(1, 13), 1.0), 3: 3.0}
    moments, (first, last) = timeline.arrivals(14_000, months, np.random.default_rng(1))
    days = [timeline.days[int(moment / timeline.day)] for moment in moments[first:last]]

    assert (last - first) == pytest.approx(14_000, rel=0.03)
    assert sum(day.month == 3 for day in days) == pytest.approx(3_000, rel=0.06)
    assert (date(2026, 4, 1), date(2027, 3, 31)) == (min(days), max(days))
    assert moments == sorted(moments)


def test_a_month_without_a_working_day_has_no_cases() -> None:
    august = frozenset(date(2026, 8, 1) + timedelta(n) for n in range(31))
    months = dict.fromkeys(range(1, 13), 1.0)

    assert Timeline(OFFICE, WEDNESDAY).expected(1_200, months) == pytest.approx(1_200)
    assert Timeline(WorkCalendar(closed=august), WEDNESDAY).expected(1_200, months) == pytest.approx(1_100)


@pytest.mark.parametrize(
    ("text", "weekdays", "clock"),
    [
        ("火・金", {1, 4}, None),
        ("毎週火曜", {1}, None),
        ("月曜日と木曜日", {0, 3}, None),
        ("火、金 15:00", {1, 4}, time(15)),
        ("毎日１６時半", {0, 1, 2, 3, 4, 5, 6}, time(16, 30)),
    ],
)
def test_days_of_decision_are_read_as_people_write_them(text: str, weekdays: set[int], clock: time | None) -> None:
    assert (frozenset(weekdays), clock) == read_batch(text, "手順8")


@pytest.mark.parametrize("text", ["", "隔週", "火金曜のみ", "25:00", "火 25:00", "第2火曜"])
def test_other_days_are_asked_about(text: str) -> None:
    with pytest.raises(InputError, match="読めませんでした"):
        read_batch(text, "手順8")


# --- what is said --------------------------------------------------------------------------------


def test_the_result_is_said_in_words_of_the_office() -> None:
    decided = flow(step(1, 60, (2, None)), step(2, 10, (None, None), who="課長"), cases=400)
    found = simulate(decided, staff={"担当": 1}, batches={2: "火・金"}, runs=5)

    half, ninth = found.sentences[0], found.sentences[1]
    assert half == "半分の件は3日以内、10件に9件は4日以内に終わります。"
    assert ninth.startswith("平均は")
    assert ninth.endswith("5回くり返した計算）。")
    assert "いちばん忙しいのは担当で、この流れに使える時間の24%が埋まっています。" in found.sentences
    assert any("いちばん長く待つのは手順2（申請書を確かめる）で、返事や期日を平均" in said for said in found.sentences)
    assert "手順2は人数が書かれていないため、いつでもすぐに取りかかれるとしました。" in found.sentences
    assert found.within(3) >= 0.5


def test_a_flow_that_takes_no_time_is_done_within_the_day() -> None:
    found = simulate(flow(step(1, 0, (2, 0.5), (None, 0.5)), step(2, 0, (1, None))), arrivals=100, runs=2)

    assert found.sentences[0] == "10件に9件は1日以内に終わります。"
    assert found.mean.value == 0


def test_too_much_work_is_said_and_counted_to_the_end_of_the_time() -> None:
    found = simulate(one(420), arrivals=1_000, staff={"担当": 1}, runs=2)

    assert any("担当の仕事は勤務時間の" in said and "1年では終わりません" in said for said in found.sentences)
    assert found.unfinished > 0
    assert any(f"{found.unfinished:,}件は計算した期間のうちに終わりませんでした" in said for said in found.sentences)


def test_names_and_numbers_that_fit_nothing_are_named() -> None:
    found = simulate(one(10), arrivals=50, staff={"担当者": 1}, batches={7: "火"}, runs=2)
    notes = [note.message_ja for note in found.notes]

    assert any("人数を書いた「担当者」に当たる職位や担当がありません" in said for said in notes)
    assert any("指定のあった手順7は、この流れにありません" in said for said in notes)


def test_the_table_has_a_row_a_step() -> None:
    rows = simulate(one(10, wait="1日"), arrivals=50, runs=2).to_rows()

    assert [
        {"番号": 1, "何を": "申請書を確かめる", "回数": 1.0, "人が空くまで（時間）": 0.0, "返事や期日まで（時間）": 7.0}
    ] == rows


# --- the picture ---------------------------------------------------------------------------------


def test_the_picture_is_a_png_with_words_and_leaves_the_settings_of_others_alone(tmp_path: Path) -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    found = simulate(one(60, wait="2日"), arrivals=300, staff={"担当": 1}, runs=2)
    chart = lead_time_chart(found)
    chart.save(tmp_path / "期間.png")

    assert before == dict(mpl.rcParams)
    assert (tmp_path / "期間.png").read_bytes().startswith(b"\x89PNG")
    assert chart.text_ja.startswith("期間の図：半分の件は")


def test_a_picture_of_nothing_but_zeros_and_of_any_title_can_be_drawn() -> None:
    assert lead_time_chart(simulate(one(0), arrivals=30, runs=2)).png.startswith(b"\x89PNG")
    strange = replace(one(0), title="$\\frac{$ 🍣 " + "長" * 90)
    assert lead_time_chart(plain(strange, 1, {}, runs=2, length=20)).png.startswith(b"\x89PNG")


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_flow", "more"),
    [
        (flow(), {}),
        (one(10), {"arrivals": None}),
        (one(10), {"arrivals": 0}),
        (one(10), {"arrivals": -1}),
        (one(10), {"arrivals": float("nan")}),
        (one(10), {"arrivals": [date(2020, 1, 1)]}),
        (one(10), {"arrivals": []}),
        (one(10), {"arrivals": ["4月1日"]}),
        (one(10), {"staff": {"担当": 0}}),
        (one(10), {"staff": {"担当": -1}}),
        (one(10), {"staff": {"担当": float("inf")}}),
        (one(10), {"spread": -1}),
        (one(10), {"months": {13: 2}}),
        (one(10), {"months": dict.fromkeys(range(1, 13), 0)}),
        (one(10), {"batches": {1: "ときどき"}}),
        (one(10), {"batches": {1: "火 20:00"}}),
        (one(10), {"batches": {1: "火"}, "calendar": None}),
        (one(10), {"calendar": None, "arrivals": 1, "staff": {"担当": 1}}),  # ten times more work than time
        (one(10), {"arrivals": "100"}),
        (one(10), {"arrivals": True}),
        (one(10), {"staff": {"担当": "2人"}}),
        (one(10), {"spread": "半分"}),
        (one(10), {"months": {3: "3倍"}}),
        (one(10), {"batches": {1: 5}}),
        (one(10), {"start": "2026-04-01"}),
        (one(10), {"level": "95%"}),
        (one(10), {"runs": "20"}),
        (one(10), {"runs": 1}),
        (one(10), {"runs": 10**9}),
        (one(10), {"seed": -1}),
        (one(10), {"level": 1}),
        (one(10), {"arrivals": 1e9}),
        (one(10), {"start": date.max}),
        (one(10), {"start": date.min}),
        (one(10), {"calendar": None, "length": 0}),
    ],
)
def test_what_cannot_be_simulated_is_one_japanese_sentence(given_flow: Flow, more: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"ください|ません"):
        simulate(given_flow, **{"arrivals": 100, **more})


def test_a_calculation_that_grows_too_large_is_stopped() -> None:
    long_loop = flow(step(1, 1, (1, 0.9999), (None, 0.0001)))
    with pytest.raises(InputError, match="大きくなりすぎ"):
        simulate(long_loop, arrivals=1_000)


def test_parallel_ways_that_do_not_meet_are_refused_and_do_not_hang() -> None:
    split = step(1, 1, (2, None), (3, None), kind=Kind.PARALLEL)
    lost = flow(
        split, step(2, 1, (4, 0.5), (None, 0.5)), step(3, 1, (4, None)), step(4, 1, (None, None), kind=Kind.PARALLEL)
    )
    with pytest.raises(InputError, match="手順4"):
        simulate(lost, arrivals=10)


@settings(deadline=None, max_examples=25)
@given(TABLES)
def test_any_table_is_simulated_or_gets_one_sentence(rows: list[Any]) -> None:
    try:
        found = simulate(read_steps(rows, blank_means_next=True).flow, arrivals=20, runs=2, most_events=20_000)
    except InputError:
        return
    assert found.p90.value >= found.median.value >= 0
    assert all(sentence.endswith("。") for sentence in found.sentences)
