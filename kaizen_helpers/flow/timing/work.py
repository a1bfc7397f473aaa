"""What each step of a flow takes in one run: how often it is done, its work, and the waiting before it.

How often a step is done in one run of the flow:

- A step whose 件数 is written is done so many times, also where a loop or a branch leads through it:
  what was counted beats what is computed (件数×分, domain.md §8 E1-3). In case C1 the 20 answers that
  are copied are 件数 20, the 6 that must be asked about are 件数 6.
- Of several きっかけ the 件数 say how the cases part between them; they are done as often as that.
- A step without 件数 is done as often as a case comes by on average (:mod:`kaizen_helpers.flow.timing.markov`).

The waiting before a step is counted once for each time a case comes by, not for each of its 件数.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from numbers import Real
from typing import Literal

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.model import Flow, Kind, LaneKind, Step
from kaizen_helpers.flow.timing.markov import Note, Routing, named, read_routing, visits_along
from kaizen_helpers.flow.waits import DAYS_A_MONTH, Wait, read_wait
from kaizen_helpers.flow.wording import is_outsider

__all__ = ["MINUTES_A_DAY", "StepEffort", "checked", "counts_pieces", "is_number", "is_ours", "note", "work_of"]

MINUTES_A_DAY = 420.0
"""Working minutes of a day of 9-17 with an hour of lunch, in which days of waiting are counted."""
_LARGEST = 1e12
_BY_ITSELF = frozenset({Kind.WAIT, Kind.SYSTEM})


@dataclass(frozen=True, slots=True)
class StepEffort:
    """One step of the flow, for one run unless said otherwise."""

    number: int
    who: str
    what: str
    rank: str
    """The position (職位) as written."""
    ours: bool
    """Whether the office does it; ``False`` for residents, other parties and systems."""
    visits: float
    """How often a case comes by."""
    times: float
    """How often the work is done: 件数 where it is written, else the visits."""
    minutes: float | None
    """Minutes of work for one time; ``None`` where nobody wrote them."""
    work: float
    """Minutes of work."""
    wait: Wait | None
    """The waiting before the step, each time; ``None`` where it cannot be read."""
    waiting: float
    """Working minutes of waiting."""
    rate: float | None
    """Yen an hour; ``None`` where nobody gave it."""


def work_of(
    flow: Flow, minutes_a_day: float = MINUTES_A_DAY, rates: Mapping[str, float] | None = None
) -> tuple[Routing, tuple[StepEffort, ...], tuple[Note, ...]]:
    """The ways of a flow and the work of each step, which :mod:`kaizen_helpers.flow.timing.simulate` goes through too.

    Raises:
        InputError: see :func:`effort`.
    """
    routing = read_routing(flow)
    visits = visits_along(routing)
    if sum(step.kind is Kind.START for step in flow.steps) > 1:  # there 件数 says how the cases part between them
        counted = tuple(replace(step, cases=None) if step.kind is Kind.START else step for step in flow.steps)
        flow = replace(flow, steps=counted)
    done = tuple(_step(flow, step, visits.get(step.number, 0.0), rates or {}, minutes_a_day) for step in flow.steps)
    return routing, done, (*routing.notes, *_notes_on_work(flow, done))


def _times(step: Step, visits: float) -> float:
    """How often the work of a step is done in one run: its 件数, else the visits (see the module)."""
    if step.cases is None:
        return visits
    return checked(step.cases, f"手順{step.number}の件数") if visits else 0.0


def is_ours(flow: Flow, who: str) -> bool:
    """Whether an owner belongs to the office: as declared for the lane, else by the name (県民・市町・国 … do not)."""
    kind = flow.lane(who).kind
    return not is_outsider(who) if kind is None else kind is LaneKind.STAFF


def _step(flow: Flow, step: Step, visits: float, rates: Mapping[str, float], minutes_a_day: float) -> StepEffort:
    minutes = None if step.minutes is None else checked(step.minutes, f"手順{step.number}の分")
    times = _times(step, visits)
    wait = read_wait(step.wait)
    spent = times * (minutes or 0.0)
    by_hand = step.kind not in _BY_ITSELF
    return StepEffort(
        number=step.number,
        who=step.who,
        what=step.what,
        rank=step.rank.strip(),
        ours=by_hand and is_ours(flow, step.who),
        visits=visits,
        times=times,
        minutes=minutes,
        work=spent if by_hand else 0.0,
        wait=wait,
        waiting=(visits * wait.in_minutes(minutes_a_day) if wait else 0.0) + (0.0 if by_hand else spent),
        rate=_rate(flow, step, rates),
    )


def _rate(flow: Flow, step: Step, rates: Mapping[str, float]) -> float | None:
    given = rates.get(step.rank.strip()) if step.rank.strip() else None
    given = rates.get(step.who.strip()) if given is None else given
    lane = flow.lane(step.who).rate
    return given if given is not None or lane is None else checked(lane, f"{step.who}の単価")


# --- what is not known ---------------------------------------------------------------------------


def _notes_on_work(flow: Flow, done: Sequence[StepEffort]) -> list[Note]:
    by_number = {step.number: step for step in flow.steps}
    met = [step for step in done if step.visits]
    kinds = {step.number: step.kind for step in flow.steps}
    missing = [step for step in met if step.minutes is None and kinds[step.number] in {Kind.TASK, Kind.SUBPROCESS}]
    blank = [step for step in met if by_number[step.number].cases is None and step.minutes]
    notes = [
        note(
            "missing",
            [step for step in missing if step.ours],
            "{}の分が書かれていないため、作業に入っていません。",
        ),
        note(
            "missing",
            [step for step in missing if not step.ours],
            "{}（相手方の作業）の分は書かれていません。",
        ),
        note(
            "unclear",
            [step for step in met if step.wait is None],
            "{}の待ちの長さを読めず、入れていません。「3日」のように書いてください。",
        ),
        note(
            "unclear",
            [step for step in met if _disagrees(by_number[step.number], step)],
            "{}は件数1ですが、分かれ道の割合からは1回になりません。件数のとおりに数えました。",
        ),
        note(
            "assumed",
            blank if counts_pieces(done) else [],
            "{}には件数がないため、流れ1回に1回（分かれ道の先は割合の分）と数えました。"
            "1件ごとの作業なら、件数を書いてください。",
        ),
        note(
            "assumed",
            [step for step in met if step.wait and step.wait.months],
            f"{{}}の待ちは、1か月を勤務日{DAYS_A_MONTH}日として数えました。",
        ),
        note(
            "assumed",
            [step for step in met if step.minutes and kinds[step.number] in _BY_ITSELF],
            "{}は待ちやシステム処理なので、書かれた分を作業ではなく待ちに入れました。",
        ),
    ]
    return [said for said in notes if said is not None]


def counts_pieces(done: Sequence[StepEffort]) -> bool:
    """Whether a run of the flow is more than one case: some work is done for each of many pieces."""
    return any(step.times > max(1.0, step.visits) * 1.5 for step in done)


def note(kind: Literal["assumed", "missing", "unclear"], steps: list[StepEffort], say: str) -> Note | None:
    """The note about these steps, ``{}`` standing for them; ``None`` if there are none."""
    numbers = tuple(step.number for step in steps)
    return Note(kind, numbers, say.format(named(numbers))) if numbers else None


def _disagrees(step: Step, found: StepEffort) -> bool:
    """件数 1 where a branch or a loop makes it more or less: it may have been meant as 「1件の話」."""
    return step.cases == 1 and bool(found.minutes) and abs(found.visits - 1) > 0.05


def checked(number: float, where: str) -> float:
    """The number, which must not be negative, nor too large, nor NaN."""
    if not is_number(number, 0, _LARGEST):
        raise InputError("0以上の数にしてください。", where)
    return float(number)


def is_number(value: object, least: float, most: float) -> bool:
    """Whether something is a number between the bounds; text, dates, True and NaN are not."""
    return isinstance(value, Real) and not isinstance(value, bool) and least <= float(value) <= most
