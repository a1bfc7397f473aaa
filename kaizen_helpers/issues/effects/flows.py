"""A measure straight from a flow of today and one of tomorrow: each step becomes a line of work.

The steps are paired by :func:`kaizen_helpers.flow.change.compare.compare`, their minutes are those of
:func:`kaizen_helpers.flow.timing.effort.effort`; the hours are the same as those of ``flow.savings``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.change.compare import Change, Comparison, compare
from kaizen_helpers.flow.findings.burdens import count_burdens
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.timing.effort import Effort, effort
from kaizen_helpers.flow.timing.work import StepEffort
from kaizen_helpers.flow.words import plain
from kaizen_helpers.issues.effects.model import Amount, Cost, Measure, NewWork, Outcome, Work, checked

__all__ = ["measure_of_flows", "rates_in"]

_RUNS = "年間件数"


def measure_of_flows(
    as_is: Flow,
    to_be: Flow,
    *,
    cases: float | None = None,
    monthly: Sequence[float] | None = None,
    new_works: Sequence[NewWork] = (),
    outcomes: Sequence[Outcome] = (),
    cost: Cost | None = None,
    name: str = "",
) -> Measure:
    """What changes between two flows, as a measure.

    Args:
        as_is: the flow of today.
        to_be: the flow of tomorrow.
        cases: runs a year for both; what today's flow says is taken if nothing is given.
        monthly: runs of each month from April on, for seasonal work.
        new_works: work that comes with the new way and is no step of the flow (登録, 問い合わせ).
        outcomes: what residents notice, beside what the flows themselves show (days, work of others).
        cost: what it costs.
        name: of the measure; the title of the flow if nothing is given.

    Raises:
        InputError: nobody says how many runs a year there are, or a flow cannot be counted.
    """
    runs = next((known for known in (cases, as_is.cases, to_be.cases) if known is not None), None)
    months = None if monthly is None else tuple(checked(count, _RUNS) for count in monthly)
    if runs is None and months is None:
        raise InputError("年間件数が分かりません。図の題名の行に「件数：12/年」のように書いてください。", _RUNS)
    count = math.fsum(months) if months is not None else checked(runs or 0.0, _RUNS)
    before, after = effort(as_is, cases=count), effort(to_be, cases=count)
    title = name or plain(as_is.title) or plain(to_be.title) or "見直し"
    works = tuple(_works(compare(as_is, to_be), before, after, months))
    if not works:
        raise InputError("分の書かれた手順がありません。手順に「30分」のように書いてください。", title)
    found = (*outcomes, *_outcomes(as_is, to_be, before, after))
    return Measure(title, works, tuple(new_works), found, cost or Cost(), assumptions_ja=_assumed(before, after))


def rates_in(*flows: Flow) -> dict[str, float]:
    """Yen an hour by owner, as the flows say (時給); an owner for whom they differ is left out.

    These were written down by the office itself; there is no other rate by default.
    """
    found: dict[str, set[float]] = defaultdict(set)
    for flow in flows:
        for lane in flow.lanes:
            rate = flow.lane(lane).rate
            if rate is not None:
                found[lane.strip()].add(checked(rate, f"{lane}の単価"))
    return {who: rates.pop() for who, rates in found.items() if len(rates) == 1}


def _works(comparison: Comparison, before: Effort, after: Effort, months: tuple[float, ...] | None) -> Iterator[Work]:
    """One line a change; two where the work goes to another position, so that each keeps its own."""
    was = {step.number: step for step in before.steps if step.ours and step.work}
    becomes = {step.number: step for step in after.steps if step.ours and step.work}
    flow = plain(comparison.as_is.title)
    for change in comparison.changes:
        number = ",".join(map(str, change.before)) or f"+{change.after[0]}"
        for who, parts in _by_owner(change, was, becomes).items():
            spent, left = (math.fsum(step.work for step in steps) for steps in parts)
            yield Work(
                name=_name(comparison, change),
                before=Amount(spent),
                after=Amount(left),
                cases=Amount(before.cases or 0.0),
                monthly=months,
                rank=who[0],
                who=who[1],
                step=f"{flow}/{number}/{'/'.join(who)}",
                driver=_RUNS,
            )


def _by_owner(
    change: Change, was: dict[int, StepEffort], becomes: dict[int, StepEffort]
) -> dict[tuple[str, str], tuple[list[StepEffort], list[StepEffort]]]:
    """By 職位 and owner: the steps today and tomorrow."""
    found: dict[tuple[str, str], tuple[list[StepEffort], list[StepEffort]]] = {}
    for side, numbers, steps in ((0, change.before, was), (1, change.after, becomes)):
        for number in numbers:
            if number in steps:
                step = steps[number]
                found.setdefault((step.rank, step.who.strip()), ([], []))[side].append(step)
    return found


def _name(comparison: Comparison, change: Change) -> str:
    flow, numbers = (comparison.as_is, change.before) if change.before else (comparison.to_be, change.after)
    words = [plain(step.what) for number in numbers if (step := flow.step(number)) is not None]
    name = "・".join(word for word in words if word)[:60]
    new = "" if change.before else "（追加）"
    return f"{name or f'手順{numbers[0]}'}{new}"


def _outcomes(as_is: Flow, to_be: Flow, before: Effort, after: Effort) -> Iterator[Outcome]:
    """What the flows themselves show of others: days until it is done, their minutes, what goes on paper."""
    if before.waiting or after.waiting:
        days = round(before.period_days, 1), round(after.period_days, 1)
        yield Outcome("始まりから終わりまでの日数（勤務日）", days[0], days[1], "日")
    if before.minutes_of_others or after.minutes_of_others:
        minutes = round(before.minutes_of_others, 1), round(after.minutes_of_others, 1)
        yield Outcome("相手方（住民や市町など）の作業", minutes[0], minutes[1], "分")
    papers = [len(count_burdens(flow).papers) for flow in (as_is, to_be)]
    if any(papers):
        yield Outcome("紙を使う手順", papers[0], papers[1], "か所")


def _assumed(before: Effort, after: Effort) -> tuple[str, ...]:
    said = [f"どちらの流れも、年{before.cases or 0:,.10g}回で計算しました。"]
    for name, counted in (("現状", before), ("見直し後", after)):
        said += [f"{name}の図：{note.message_ja}" for note in counted.notes]
    return tuple(said)
