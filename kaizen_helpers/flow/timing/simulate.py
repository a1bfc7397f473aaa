"""How long cases take when they wait for people, for decisions and for dates (flow.md §5.1 b).

What is simulated: cases come in at random; each step is done by somebody of its position or lane who
has time, first come first served; work takes longer or shorter around its minutes; 待ち passes before a
step; decisions may be taken on certain days only; nobody works outside working hours. How often and how
long a step is done is told in :mod:`kaizen_helpers.flow.timing.work`, so that the simulated hours are those
of :func:`~kaizen_helpers.flow.timing.effort.effort`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from numbers import Real
from typing import Any, Literal

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.timing.intervals import Estimate, controlled, uncontrolled
from kaizen_helpers.flow.timing.markov import Note
from kaizen_helpers.flow.timing.network import Model, build_model
from kaizen_helpers.flow.timing.queueing import Record, Service, run_once
from kaizen_helpers.flow.timing.simulation import PoolUse, Simulation, StepWait
from kaizen_helpers.flow.timing.timeline import Timeline, steady_arrivals
from kaizen_helpers.flow.timing.work import is_number
from kaizen_helpers.flow.timing.workdays import WorkCalendar

__all__ = ["OFFICE", "simulate"]

OFFICE = WorkCalendar()
"""9-17 with lunch from 12 to 13, without weekends, public holidays and the days around New Year."""
START = date(2026, 4, 1)
_RUNS, _FEWEST_RUNS, _MOST_RUNS = 20, 5, 1000
_KEPT = 10_000
"""Lead times that a result keeps for drawing."""
_MOST_ARRIVALS = 1e9


def simulate(
    flow: Flow,
    *,
    arrivals: float | Sequence[date] | None = None,
    staff: Mapping[str, float] | None = None,
    calendar: WorkCalendar | None = OFFICE,
    start: date = START,
    months: Mapping[int, float] | None = None,
    batches: Mapping[int, str] | None = None,
    spread: float | Mapping[int, float] = 0.5,
    service: Mapping[int, Service] | None = None,
    runs: int | None = None,
    seed: int = 1,
    level: float = 0.95,
    length: int = 2_000,
    warm_up: int = 200,
    most_events: int = 4_000_000,
) -> Simulation:
    """Play a year of a flow many times, and say how long its cases take.

    Args:
        flow: the flow; its 年間件数 and the staff of its lanes are used where nothing else is given.
        arrivals: cases a year, coming at random in working hours; or the days on which they come. Without
            a calendar: cases a minute.
        staff: how many people there are, by position (職位) or by lane; 0.5 is one person who has half of
            the day for it. Where nothing is known there is always somebody.
        calendar: when people work. ``None`` is a plain queueing system in minutes, for checking against
            formulas: no hours, dates or batches.
        start: the first day of the year that is measured. A quarter before it is played as warm-up.
        months: how busy the months are (1 to 12) compared with the others, which are 1: ``{3: 3, 4: 2}``.
        batches: steps that are done on certain days only, by number: ``{8: "火・金"}``, ``{8: "毎日 16:00"}``.
        spread: how much the minutes of a step vary: their standard deviation over their mean, for all
            steps or by number. The times follow a gamma distribution: 0 is always the same, 1 is
            exponential, 1/√k Erlang of k phases; 0.5 leaves two of three between half and one and a half.
        service: steps with a distribution of their own: a function that gets a
            ``numpy.random.Generator`` and returns minutes.
        runs: independent repetitions; by default 20, or as many as fit (at least 5).
        seed: the same seed gives the same result.
        level: of the confidence intervals.
        length: without a calendar: cases that are measured in a run.
        warm_up: without a calendar: cases before them.
        most_events: how large the calculation may become; about 100,000 a second.

    Raises:
        InputError: the flow cannot be followed, a number or text cannot be used, people would have more
            work than time for ever (without a calendar), or the calculation would become too large.
        MissingError: SimPy, numpy or jpholiday is not installed.
    """
    _need("simpy", "numpy")
    if not is_number(level, 0.5, 0.9999):
        raise InputError("確からしさ（level）は0.5から0.9999の数にしてください。", "シミュレーション")
    arrivals = flow.cases if arrivals is None else arrivals
    plan: _OfficeYear | _PlainQueue
    if calendar is None:
        plan = _PlainQueue(_rate(arrivals, "1分あたりの件数"), length, warm_up)
    else:
        plan = _OfficeYear(Timeline(calendar, start), arrivals, months)
    model = build_model(flow, plan.timeline, staff or {}, batches or {}, spread, service or {})
    notes = (*model.notes, *_overload(model, plan))
    runs = _how_many(runs, plan.cases * model.events, most_events)
    most = int(5 * plan.cases * model.events) + 100_000
    records = []
    for rng in _generators(seed, runs):
        moments, watched = plan.arrivals(rng)
        records.append(run_once(model.network, moments, watched, rng, until=plan.until, most_events=most))
    return _Result(flow, plan, model, [record for record in records if record.arrived], level).all(seed, notes)


# --- when cases come -----------------------------------------------------------------------------


class _PlainQueue:
    """A system without hours, for checking against formulas."""

    unit: Literal["日", "分"] = "分"
    timeline = None
    until = math.inf

    def __init__(self, rate: float, length: int, warm_up: int) -> None:
        if not is_number(length, 1, 10**8) or not is_number(warm_up, 0, 10**8):
            raise InputError("数える件数（length・warm_up）を見直してください。", "シミュレーション")
        if rate <= 0:
            raise InputError("0より大きい数にしてください。", "1分あたりの件数")
        self.rate, self.length, self.warm_up = rate, int(length), int(warm_up)
        self.cases = float(length + warm_up)
        self.measured = float(length)

    def arrivals(self, rng: Any) -> tuple[Iterable[float], tuple[int, int]]:
        return steady_arrivals(self.rate, rng), (self.warm_up, self.warm_up + self.length)

    def lead_times(self, record: Record) -> Any:
        import numpy as np

        return np.array(record.finished) - np.array(record.arrived)

    def chance(self, record: Record) -> float:
        """How much slower cases came than they should, as a part: its true mean is 0."""
        gaps = len(record.arrived) - 1
        return (record.arrived[-1] - record.arrived[0]) * self.rate / gaps - 1 if gaps else 0.0


class _OfficeYear:
    """A year of working hours, with seasons, or with the days on which cases come."""

    unit: Literal["日", "分"] = "日"

    def __init__(
        self, timeline: Timeline, arrivals: float | Sequence[date] | None, months: Mapping[int, float] | None
    ) -> None:
        self.timeline, self.until = timeline, timeline.end
        self.moments: list[float] | None = None
        self.months = _months(months)
        if isinstance(arrivals, (list, tuple)):
            if not all(isinstance(day, date) for day in arrivals):
                raise InputError("件が届く日は、日付を並べて書いてください。", "件数")
            self.moments = timeline.dates_to_minutes(arrivals)
            self.measured = self.cases = float(len(self.moments))
        else:
            self.a_year = _rate(arrivals, "年間件数")
            self.measured = timeline.expected(self.a_year, self.months)
            self.cases = self.measured * 1.5
        self.rate = self.measured / ((timeline.last - timeline.first) * timeline.day)

    def arrivals(self, rng: Any) -> tuple[Iterable[float], tuple[int, int]]:
        if self.moments is not None:
            return self.moments, (0, len(self.moments))
        return self.timeline.arrivals(self.a_year, self.months, rng)

    def lead_times(self, record: Record) -> Any:
        """Days of the calendar; of a case that is not done, those until the end."""
        import numpy as np

        ends = [self.until if end is None else min(end, self.until) for end in record.finished]
        clock = self.timeline.clock
        came = clock(record.arrived, ends=False)
        return np.maximum(0.0, clock(np.maximum(ends, record.arrived), ends=True) - came) / 1440

    def chance(self, record: Record) -> float:
        """How many more cases came than should, as a part: its true mean is 0."""
        return len(record.arrived) / self.measured - 1 if self.measured else 0.0


def _rate(arrivals: object, where: str) -> float:
    if arrivals is None:
        raise InputError("件数がまだ決まっていません。年間件数を入れてください。", where)
    if not isinstance(arrivals, Real) or not is_number(arrivals, 0, _MOST_ARRIVALS):
        raise InputError("0以上の数にしてください。", where)
    return float(arrivals)


def _months(months: Mapping[int, float] | None) -> dict[int, float]:
    weights = {**dict.fromkeys(range(1, 13), 1.0), **(months or {})}
    if (
        len(weights) != 12
        or not all(is_number(weight, 0, 1e6) for weight in weights.values())
        or not sum(weights.values())
    ):
        raise InputError("月は1から12、忙しさは0以上の数で、{3: 3, 4: 2} のように書いてください。", "月ごとの忙しさ")
    return weights


# --- how much is calculated ----------------------------------------------------------------------


def _need(*names: str) -> None:
    for name in names:
        if find_spec(name) is None:
            raise MissingError(f"計算に使う {name} がありません。環境を入れ直してください。", "シミュレーション")


def _generators(seed: int, runs: int) -> list[Any]:
    """Independent streams of random numbers, one a run."""
    import numpy as np

    try:
        return [np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(runs)]
    except (TypeError, ValueError) as error:
        raise InputError("乱数の種（seed）は0以上の整数にしてください。", "シミュレーション") from error


def _how_many(runs: int | None, events: float, most_events: int) -> int:
    fit = int(most_events / events) if events else _RUNS
    wanted = min(_RUNS, max(_FEWEST_RUNS, fit)) if runs is None else runs
    if type(wanted) is not int or not 2 <= wanted <= _MOST_RUNS:
        raise InputError(f"くり返し（runs）は2から{_MOST_RUNS}の整数にしてください。", "シミュレーション")
    if wanted > fit:
        raise InputError(
            "計算が大きくなりすぎます。くり返し（runs）か件数を減らすか、計算の上限（most_events）を上げてください。",
            "シミュレーション",
        )
    return wanted


def _overload(model: Model, plan: _OfficeYear | _PlainQueue) -> list[Note]:
    """People who get more work than they have time: ρ = λ/(c·μ) must be below 1 (flow.md §5.2)."""
    notes = []
    for pool, work in zip(model.pools, model.work, strict=True):
        load = 0.0 if work is None else plan.rate * work / pool.places
        if load >= 1 and plan.timeline is None:
            message = f"仕事が時間の{round(load * 100)}%あり、待ちが限りなく増えます。"
            raise InputError(f"{message}人数を増やすか、件数を減らしてください。", pool.name)
        if load >= 1:
            message = f"{pool.name}の仕事は勤務時間の{round(load * 100)}%あり、1年では終わりません。"
            notes.append(Note("unclear", (), f"{message}期間は目安です。人数と分を見直してください。"))
    return notes


# --- what came out -------------------------------------------------------------------------------


class _Result:
    """The records of all runs in which somebody came."""

    def __init__(
        self, flow: Flow, plan: _OfficeYear | _PlainQueue, model: Model, records: list[Record], level: float
    ) -> None:
        if len(records) < 2:
            raise InputError("1年に1件も届かない計算になりました。件数を増やしてください。", "件数")
        self.flow, self.plan, self.model, self.records, self.level = flow, plan, model, records, level
        self.leads = [plan.lead_times(record) for record in records]

    def all(self, seed: int, notes: tuple[Note, ...]) -> Simulation:
        import numpy as np

        pooled = np.sort(np.concatenate(self.leads))
        kept = pooled[np.linspace(0, len(pooled) - 1, min(_KEPT, len(pooled))).round().astype(int)]
        return Simulation(
            title=self.flow.title,
            unit=self.plan.unit,
            cases=len(pooled),
            runs=len(self.records),
            seed=seed,
            level=self.level,
            mean=controlled([float(lead.mean()) for lead in self.leads], self._controls(), self.level),
            median=self._quantile(pooled, 0.5),
            p90=self._quantile(pooled, 0.9),
            lead_times=tuple(kept.tolist()),
            pools=self._pools(),
            steps=self._steps(),
            unfinished=sum(end is None or end > self.plan.until for record in self.records for end in record.finished),
            minutes_a_day=self.plan.timeline.day if self.plan.timeline else 1440.0,
            notes=notes,
        )

    def _controls(self) -> list[list[float]]:
        """What chance did in each run to quantities whose true mean is known: arrivals, work for each pool."""
        controls = [[self.plan.chance(record) for record in self.records]]
        for at, work in enumerate(self.model.work):
            if work:
                wanted = work * self.plan.measured
                controls.append([record.work[at] / wanted - 1 for record in self.records])
        return controls

    def _quantile(self, pooled: Any, part: float) -> Estimate:
        """Of all cases; the interval shows how much the runs differ."""
        import numpy as np

        runs = [float(np.quantile(lead, part)) for lead in self.leads]
        return uncontrolled(runs, self.level, float(np.quantile(pooled, part)))

    def _pools(self) -> tuple[PoolUse, ...]:
        found = []
        for at, pool in enumerate(self.model.pools):
            use = [record.busy[at] / (record.window * pool.places) if record.window else 0.0 for record in self.records]
            found.append(PoolUse(pool.name, pool.people, uncontrolled(use, self.level)))
        return tuple(found)

    def _steps(self) -> tuple[StepWait, ...]:
        cases = sum(len(record.arrived) for record in self.records)
        return tuple(self._step(at, cases) for at in range(len(self.model.steps)))

    def _step(self, at: int, cases: int) -> StepWait:
        came = [record for record in self.records if record.visits[at]]
        visits = sum(record.visits[at] for record in came)
        queued = [record.queued[at] / record.visits[at] for record in came]
        mean = sum(record.queued[at] for record in came) / visits if visits else 0.0
        queue = uncontrolled(queued, self.level, mean) if len(queued) > 1 else Estimate(mean, mean, mean)
        held = sum(record.held[at] for record in came) / visits if visits else 0.0
        step = self.model.steps[at]
        return StepWait(step.number, step.what, visits / cases, queue, held)
