"""How much work a flow is, for one run and for a year, and how long it takes (flow.md §5.1 a, §5.2, §5.4).

Work (作業: hands moving) and waiting (待ち) are kept apart, and so is the work of others: residents,
municipalities and other parties do not count as hours of the office. How often a step is done in one
run of the flow is told in :mod:`kaizen_helpers.flow.timing.work`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.findings.burdens import count_burdens
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.timing.markov import Note, Routing
from kaizen_helpers.flow.timing.work import MINUTES_A_DAY, StepEffort, checked, counts_pieces, is_number, note, work_of

__all__ = ["Burden", "Effort", "RankEffort", "effort"]


@dataclass(frozen=True, slots=True)
class RankEffort:
    """The work of the office by position (職位); the owner stands for the position where that is not written."""

    rank: str
    work: float
    """Minutes in one run."""
    hours: float | None
    """Hours a year; ``None`` without 年間件数."""
    cost: float | None
    """Yen a year; ``None`` without 年間件数, or where the rate of some of its work is not known."""


@dataclass(frozen=True, slots=True)
class Burden:
    """What costs effort beside the work itself."""

    name: str
    """引継ぎ, 押印, 紙 or 転記."""
    places: int
    """At how many places of the flow."""
    times: float
    """How often in one run, on average."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What one run of the flow takes, and a year of them."""

    title: str
    cases: float | None
    """Runs of the flow a year (年間件数); ``None`` if not known."""
    steps: tuple[StepEffort, ...]
    burdens: tuple[Burden, ...]
    notes: tuple[Note, ...]
    """What had to be assumed, what is missing, and what should be looked at again."""
    minutes_a_day: float = MINUTES_A_DAY

    @property
    def minutes(self) -> float:
        """Minutes of work of the office in one run."""
        return math.fsum(step.work for step in self.steps if step.ours)

    @property
    def minutes_of_others(self) -> float:
        """Minutes of work of residents and other parties in one run."""
        return math.fsum(step.work for step in self.steps if not step.ours)

    @property
    def waiting(self) -> float:
        """Working minutes in which nobody works on the case, in one run."""
        return math.fsum(step.waiting for step in self.steps)

    @property
    def period_days(self) -> float:
        """Working days that one run takes if nothing is queued: all work and all waiting, one after the other."""
        return (self.minutes + self.minutes_of_others + self.waiting) / self.minutes_a_day

    @property
    def wait_share(self) -> float | None:
        """The part of that period which is waiting, 0 to 1; ``None`` if it has no length."""
        period = self.minutes + self.minutes_of_others + self.waiting
        return self.waiting / period if period else None

    @property
    def hours(self) -> float | None:
        """Hours of work of the office in a year: 年間件数 × Σ 回数・分 ÷ 60 (flow.md §5.2)."""
        return None if self.cases is None else self.cases * self.minutes / 60

    @property
    def cost(self) -> float | None:
        """Yen a year for the work of the office; ``None`` unless 年間件数 and the rates of all its work are known."""
        costs = [rank.cost for rank in self.by_rank]
        known = [cost for cost in costs if cost is not None]
        return math.fsum(known) if costs and len(known) == len(costs) else None

    @property
    def by_rank(self) -> tuple[RankEffort, ...]:
        """The work of the office by position, in the order of the table; only where there is some."""
        steps = [step for step in self.steps if step.ours and step.work]
        names = dict.fromkeys(_rank(step) for step in steps)
        return tuple(self._rank(name, [step for step in steps if _rank(step) == name]) for name in names)

    def _rank(self, name: str, steps: list[StepEffort]) -> RankEffort:
        work = math.fsum(step.work for step in steps)
        yen = [None if step.rate is None else step.work / 60 * step.rate for step in steps]
        known = [part for part in yen if part is not None]
        if self.cases is None:
            return RankEffort(name, work, None, None)
        cost = self.cases * math.fsum(known) if len(known) == len(yen) else None
        return RankEffort(name, work, self.cases * work / 60, cost)

    def to_rows(self) -> list[dict[str, int | float | str | None]]:
        """A table of plain values, one row a step and the sum at the end; ``None`` where nothing is known."""
        rows = [self._row(step) for step in self.steps]
        last = dict.fromkeys(rows[0]) if rows else {}
        waiting = _round(self.waiting / self.minutes_a_day)
        hours, cost = _round(self.hours), _round(self.cost, 0)
        sums = {"何を": "合計（職員の作業）", "作業（分）": _round(self.minutes), "待ち（日）": waiting}
        return [*rows, {**last, **sums, "年間（時間）": hours, "年間（円）": cost}]

    def _row(self, step: StepEffort) -> dict[str, int | float | str | None]:
        known = step.minutes is not None or not step.work
        hours = None if self.cases is None or not step.ours or not known else self.cases * step.work / 60
        cost = None if hours is None or step.rate is None else hours * step.rate
        return {
            "番号": step.number,
            "だれが": step.who,
            "何を": step.what,
            "職位": step.rank,
            "回数": _round(step.times),
            "1回の分": step.minutes,
            "作業（分）": None if step.minutes is None else _round(step.work),
            "待ち（日）": None if step.wait is None else _round(step.waiting / self.minutes_a_day),
            "年間（時間）": None if step.minutes is None else _round(hours),
            "年間（円）": None if step.minutes is None else _round(cost, 0),
        }

    @property
    def sentences(self) -> tuple[str, ...]:
        """The result in Japanese, the most important first; what was assumed or is missing at the end."""
        run, unit = ("流れ1回", "回") if counts_pieces(self.steps) else ("1件", "件")
        said = [f"{run}あたりの作業は{_minutes(self.minutes)}です。"]
        if self.minutes_of_others:
            said.append(f"ほかに、相手方の作業が{_minutes(self.minutes_of_others)}あります。")
        said += self._yearly(unit)
        if self.waiting:
            share = f"{round((self.wait_share or 0) * 100)}%"
            days = f"{_number(self.period_days)}日（勤務日）"
            said.append(f"作業と待ちを足すと{run}に{days}かかり、そのうち{share}が待ちです。")
        met = [f"{burden.name}が{burden.places}か所" for burden in self.burdens if burden.places]
        if met:
            said.append(f"流れの中に、{'、'.join(met)}あります。")
        return (*said, *(said.message_ja for said in self.notes))

    def _yearly(self, unit: str) -> list[str]:
        if self.cases is None or self.hours is None:
            return []
        said = [f"年{_number(self.cases)}{unit}で、作業は年{_number(self.hours)}時間です。"]
        ranks = self.by_rank
        if len(ranks) > 1:
            parts = "、".join(f"{rank.rank}が{_number(rank.hours or 0)}時間" for rank in ranks)
            said.append(f"内訳は、{parts}です。")
        if self.cost is not None:
            said.append(f"人件費に直すと年{round(self.cost):,}円です。")
        return said


def effort(
    flow: Flow,
    *,
    cases: float | None = None,
    rates: Mapping[str, float] | None = None,
    minutes_a_day: float = MINUTES_A_DAY,
) -> Effort:
    """The work of a flow in minutes, hours a year and yen, by step and by position.

    Args:
        flow: the flow. Minutes, 件数, waiting and shares may be missing: the result says which.
        cases: runs of the flow a year, instead of those written in the flow.
        rates: yen an hour by position (職位) or by owner; the rate of the lane is used where none is
            given. There is no rate by default: it differs by office and year.
        minutes_a_day: working minutes of a day, in which days of waiting are counted.

    Raises:
        InputError: the flow has no steps or cannot be followed (see
            :func:`~kaizen_helpers.flow.timing.markov.expected_visits`), or a number is negative or not finite.
    """
    rates = {name.strip(): checked(rate, f"{name}の単価") for name, rate in (rates or {}).items()}
    runs = cases if cases is not None else flow.cases
    runs = None if runs is None else checked(runs, "年間件数")
    if not is_number(minutes_a_day, 1e-6, 1440):
        raise InputError("1日の勤務時間は、0分より長く1440分までの数にしてください。", "勤務時間")
    routing, done, notes = work_of(flow, minutes_a_day, rates)
    if routing.parallel:
        where = tuple(step.number for step in done if step.number in routing.parallel)
        say = "並行して進む手順も1つずつ足しているため、期間は実際より長めに出ています。"
        notes = (*notes, Note("assumed", where, say))
    notes = (*notes, *_notes_on_money(done, rates, runs))
    return Effort(flow.title, runs, done, _burdens(flow, routing, done), notes, minutes_a_day)


def _rank(step: StepEffort) -> str:
    return step.rank or step.who or "担当の記入なし"


def _notes_on_money(done: Sequence[StepEffort], rates: Mapping[str, float], cases: float | None) -> list[Note]:
    notes: list[Note | None] = []
    if cases is None:
        notes.append(Note("missing", (), "年間件数が書かれていないため、年間の時間は出していません。"))
    if rates or any(step.rate is not None for step in done):
        free = [step for step in done if step.ours and step.work and step.rate is None]
        say = "{}の単価がないため、人件費は出していません。職位か担当の単価を入れてください。"
        notes.append(note("missing", free, say))
    known = {text for step in done for text in (step.rank, step.who.strip())}
    unused = "」「".join([name for name in rates if name not in known][:5])
    if unused:
        say = f"単価の「{unused}」に当たる職位や担当がありません。書き方をそろえてください。"
        notes.append(Note("unclear", (), say))
    return [said for said in notes if said is not None]


# --- beside the work -----------------------------------------------------------------------------


def _burdens(flow: Flow, routing: Routing, done: Sequence[StepEffort]) -> tuple[Burden, ...]:
    visits = {step.number: step.visits for step in done if step.visits}
    found = count_burdens(flow)
    times = {step.number: step.times for step in done}
    passed = math.fsum(visits[a] * routing.ways[a].get(b, 0.0) for a, b in found.handovers if a in visits)
    by_step = (("押印", found.seals), ("紙", found.papers), ("転記", found.transcriptions))
    return (
        Burden("引継ぎ", len(found.handovers), passed),
        *(Burden(name, len(steps), math.fsum(times[number] for number in steps)) for name, steps in by_step),
    )


# --- numbers for people --------------------------------------------------------------------------


def _minutes(minutes: float) -> str:
    whole = f"{_number(minutes)}分"
    hours, rest = divmod(round(minutes), 60)
    return f"{whole}（{hours}時間{f'{rest}分' if rest else ''}）" if hours else whole


def _number(value: float) -> str:
    """One decimal where it says something: 7.9, 93, 1,240."""
    return f"{value:,.0f}" if abs(value) >= 100 or abs(value - round(value)) < 0.05 else f"{value:,.1f}"


def _round(value: float | None, digits: int = 2) -> float | None:
    if value is None:
        return None
    rounded = round(value, digits)
    return int(rounded) if rounded == int(rounded) else rounded
