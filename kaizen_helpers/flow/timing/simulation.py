"""What a simulation found: lead times, how busy people are, where cases wait; and how to say it."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.timing.intervals import Estimate
from kaizen_helpers.flow.timing.markov import Note

__all__ = ["PoolUse", "Simulation", "StepWait", "at_most"]


@dataclass(frozen=True, slots=True)
class PoolUse:
    """The people of a position or a lane."""

    name: str
    people: float
    """How many there are."""
    use: Estimate
    """The part of their working time that this flow takes, 0 to 1."""


@dataclass(frozen=True, slots=True)
class StepWait:
    """What a case waits for at a step, in working minutes for each time it comes there."""

    number: int
    what: str
    visits: float
    """How often a case comes there."""
    queue: Estimate
    """Until somebody has time."""
    held: float
    """For a date, a reply or the next batch."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """What came out. Lead times (期間) are from arrival to the end."""

    title: str
    unit: Literal["日", "分"]
    """Of the lead times: days of the calendar, or plain minutes if there was no calendar."""
    cases: int
    """Cases that were measured, all runs together."""
    runs: int
    """Independent repetitions."""
    seed: int
    level: float
    """Of the confidence intervals."""
    mean: Estimate
    median: Estimate
    """Half of the cases take at most so long."""
    p90: Estimate
    """Nine of ten cases take at most so long."""
    lead_times: tuple[float, ...]
    """Lead times in order; of many cases an even selection of 10,000."""
    pools: tuple[PoolUse, ...]
    steps: tuple[StepWait, ...]
    unfinished: int
    """Cases that were not done when the time ended; they count with the time until then."""
    minutes_a_day: float
    notes: tuple[Note, ...]
    """What had to be assumed, what is missing, and what should be looked at again."""

    def within(self, length: float) -> float:
        """The part of the cases that take at most so long, 0 to 1."""
        return bisect_right(self.lead_times, length) / len(self.lead_times)

    def to_rows(self) -> list[dict[str, int | float | str]]:
        """A table of plain values, one row a step: what is waited for there, in hours of work each time."""
        return [
            {
                "番号": step.number,
                "何を": step.what,
                "回数": round(step.visits, 2),
                "人が空くまで（時間）": round(step.queue.value / 60, 2),
                "返事や期日まで（時間）": round(step.held / 60, 2),
            }
            for step in self.steps
        ]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The result in Japanese, the most important first; what was assumed or is missing at the end."""
        return (*self._lengths(), *self._reasons(), *(note.message_ja for note in self.notes))

    def _lengths(self) -> list[str]:
        half, most = (at_most(found.value, self.unit) for found in (self.median, self.p90))
        if half == most:
            said = f"10件に9件は{most}に終わります。"
        else:
            said = f"半分の件は{half}、10件に9件は{most}に終わります。"
        mean = self.mean
        if mean.value < 0.05:
            return [said]
        bounds = f"{_number(max(0.0, mean.low))}～{_number(mean.high)}{self.unit}"
        sure = f"{round(self.level * 100)}%の確からしさで{bounds}"
        return [said, f"平均は{_number(mean.value)}{self.unit}です（{sure}、{self.runs}回くり返した計算）。"]

    def _reasons(self) -> list[str]:
        said = []
        if self.pools:
            busiest = max(self.pools, key=lambda pool: pool.use.value)
            use = round(busiest.use.value * 100)
            said.append(f"いちばん忙しいのは{busiest.name}で、この流れに使える時間の{use}%が埋まっています。")
        longest = max(self.steps, key=lambda step: step.visits * (step.queue.value + step.held))
        if longest.queue.value + longest.held > 0:
            why = "人が空くのを" if longest.queue.value > longest.held else "返事や期日を"
            length = self._waited(max(longest.queue.value, longest.held))
            said.append(
                f"いちばん長く待つのは手順{longest.number}（{short(longest.what)}）で、{why}平均{length}待ちます。"
            )
        if self.unfinished:
            said.append(
                f"{self.unfinished:,}件は計算した期間のうちに終わりませんでした。実際の期間はもっと長くなります。"
            )
        return said

    def _waited(self, minutes: float) -> str:
        if self.unit == "分" or minutes < 60:
            return f"{_number(minutes)}分"
        if minutes < self.minutes_a_day:
            return f"{_number(minutes / 60)}時間（勤務時間）"
        return f"{_number(minutes / self.minutes_a_day)}日（勤務日）"


def at_most(length: float, unit: str) -> str:
    """「12日以内」: whole days, as people count them; minutes as they are."""
    return f"{max(1, math.ceil(length - 1e-9))}日以内" if unit == "日" else f"{_number(length)}分以内"


def _number(value: float) -> str:
    """One decimal up to a hundred: 7.9, 93, 1,240."""
    return f"{value:,.0f}" if abs(value) >= 100 or abs(value - round(value)) < 0.05 else f"{value:,.1f}"
