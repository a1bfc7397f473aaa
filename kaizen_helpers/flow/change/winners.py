"""Who gains and who loses work by a new flow, residents included, and whether a way in without a computer remains.

A saving of the office that only moves the work to somebody else (負担の付替え) is none: flow.md §5.4, S12 and S37
of domain.md §1. Everything is for one run of the flow, rework included.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kaizen_helpers.flow.cells import fold
from kaizen_helpers.flow.change.savings import hours_ja
from kaizen_helpers.flow.findings.checks import Finding
from kaizen_helpers.flow.findings.practice import is_electronic
from kaizen_helpers.flow.meaning.match import lane_similarity
from kaizen_helpers.flow.model import Flow, LaneKind, Step
from kaizen_helpers.flow.timing.effort import Effort, effort
from kaizen_helpers.flow.timing.work import StepEffort, counts_pieces, is_ours
from kaizen_helpers.flow.words import plain

__all__ = ["Balance", "Shift", "balance", "is_resident", "non_digital_way"]

_SAME_OWNER = 0.8
_HARDLY = 0.05
"""Fewer minutes or days than this are no difference."""
_RESIDENT = re.compile(
    r"(住民|県民|市民|町民|村民|区民|国民|申請者|申込者|届出者|請求者|本人|利用者|来庁者|保護者|家族|世帯|受給者|相談者|療養者|患者|"
    r"事業者|事業所|申請団体|団体|法人|企業|会社)(本人|の方|等|など)?$"
)
_NOT_DIGITAL = re.compile(
    r"紙|書面|用紙|郵送|郵便|窓口|持参|来庁|来所|電話|口頭|対面|ファックス|ファクス|fax", re.IGNORECASE
)
_IN_PERSON = re.compile(r"窓口|電話|来庁|来所|対面|訪問|口頭")
_TAKES_DOWN = re.compile(r"聞き|聴き|尋ね|たずね|代わりに|代行|受け付け|受付")


@dataclass(frozen=True, slots=True)
class Shift:
    """What changes for one owner, or one position, in one run of the flow."""

    name: str
    kind: LaneKind | None
    """Who stands behind the owner; ``None`` for a position (職位)."""
    before: float
    """Minutes of work today."""
    after: float
    """Minutes of work tomorrow."""
    hours: float | None
    """The difference in hours a year, more being positive; ``None`` without 年間件数."""

    @property
    def change(self) -> float:
        """Minutes more (positive) or less (negative)."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Balance:
    """Who gains and who loses work."""

    owners: tuple[Shift, ...]
    """By owner, in the order of today's lanes; systems are left out."""
    ranks: tuple[Shift, ...]
    """The work of the office by position."""
    waiting_before: float
    """Working days of waiting in one run today, as everybody feels who waits for the result."""
    waiting_after: float
    """The same tomorrow."""
    unit: str
    """``1件`` or ``流れ1回``."""
    way_in: Finding | None
    """See :func:`non_digital_way`."""

    @property
    def losers(self) -> tuple[Shift, ...]:
        """Owners who get more work."""
        return tuple(shift for shift in self.owners if shift.change > _HARDLY)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Who gets more work first, then who gets less, then the waiting and the way in."""
        moved = [shift for shift in self.owners if abs(shift.change) > _HARDLY]
        said = [self._owner(shift) for shift in sorted(moved, key=lambda shift: shift.change < 0)]
        said += [self._rank(shift) for shift in self.ranks if shift.change > _HARDLY and not self._told(shift)]
        said += self._waiting()
        if not said:
            said.append("だれの作業も、待ちも変わりません。")
        return (*said, self.way_in.message_ja) if self.way_in else tuple(said)

    def _owner(self, shift: Shift) -> str:
        year = f"（年{hours_ja(abs(shift.hours))}）" if shift.hours is not None else ""
        less = f"「{shift.name}」の作業が、{self.unit}あたり{_minutes(abs(shift.change))}"
        if shift.change < 0:
            return f"{less}減ります{year}。"
        return f"{less}増えます{year}。{_TO_DO.get(shift.kind or LaneKind.STAFF, '')}"

    def _rank(self, shift: Shift) -> str:
        more = f"職位では、{shift.name}の作業が{self.unit}あたり{_minutes(shift.change)}増えます。"
        return more + "だれが受け持つかを先に決めましょう。"

    def _told(self, rank: Shift) -> bool:
        """A position that is an owner of its own has been told about already."""
        return any(fold(owner.name) == fold(rank.name) for owner in self.owners)

    def _waiting(self) -> list[str]:
        change = self.waiting_after - self.waiting_before
        if abs(change) <= _HARDLY:
            return []
        sizes = f"待ちは合わせて、{_days(self.waiting_before)}から{_days(self.waiting_after)}に"
        who = "・".join(shift.name for shift in self.owners if shift.kind is LaneKind.RESIDENT)
        if change < 0:
            return [sizes + "減ります。" + (f"「{who}」を待たせる日数も短くなります。" if who else "")]
        return [sizes + "増えます。" + (f"「{who}」を長く待たせないか、確かめましょう。" if who else "")]

    def to_rows(self) -> list[dict[str, float | str | None]]:
        """A table of plain values: owners, then positions."""
        return [
            {
                "だれ": shift.name,
                "区分": "職位" if shift.kind is None else shift.kind.label,
                "現状（分）": round(shift.before, 1),
                "見直し後（分）": round(shift.after, 1),
                "増減（分）": round(shift.change, 1),
                "増減（時間/年）": None if shift.hours is None else round(shift.hours, 1),
            }
            for shift in (*self.owners, *self.ranks)
        ]


_TO_DO = {
    LaneKind.STAFF: "受け持つ人と、先に話し合いましょう。",
    LaneKind.OTHER: "事前に話し合いましょう。",
    LaneKind.RESIDENT: "増える理由と、ほかのやり方がないかを確かめましょう。",
}


def balance(as_is: Flow, to_be: Flow, *, cases: float | None = None) -> Balance:
    """Who gains and who loses work.

    ``cases`` is runs a year; what today's flow says is taken if nothing is given, and without either
    there are no hours a year.

    Raises:
        InputError: a flow cannot be counted (see :func:`~kaizen_helpers.flow.timing.effort.effort`).
    """
    runs = next((known for known in (cases, as_is.cases, to_be.cases) if known is not None), None)
    before, after = effort(as_is, cases=runs), effort(to_be, cases=runs)
    pieces = counts_pieces(before.steps) or counts_pieces(after.steps)
    return Balance(
        owners=_owners(as_is, to_be, before, after, runs),
        ranks=_ranks(before, after, runs),
        waiting_before=before.waiting / before.minutes_a_day,
        waiting_after=after.waiting / after.minutes_a_day,
        unit="流れ1回" if pieces else "1件",
        way_in=non_digital_way(as_is, to_be),
    )


def _owners(as_is: Flow, to_be: Flow, before: Effort, after: Effort, runs: float | None) -> tuple[Shift, ...]:
    called = _same_owners(as_is.lanes, to_be.lanes)
    work_before = _sums(before.steps, lambda step: step.who)
    work_after = _sums(after.steps, lambda step: called.get(step.who, step.who))
    found = []
    for name in dict.fromkeys([*as_is.lanes, *(called.get(lane, lane) for lane in to_be.lanes)]):
        kind = _kind(as_is if name in as_is.lanes else to_be, name)
        if kind is not LaneKind.SYSTEM:
            found.append(_shift(plain(name) or "担当の記入なし", kind, work_before[name], work_after[name], runs))
    return tuple(found)


def _ranks(before: Effort, after: Effort, runs: float | None) -> tuple[Shift, ...]:
    mine, theirs = ({rank.rank: rank.work for rank in counted.by_rank} for counted in (before, after))
    return tuple(
        _shift(name, None, mine.get(name, 0.0), theirs.get(name, 0.0), runs) for name in dict.fromkeys([*mine, *theirs])
    )


def _shift(name: str, kind: LaneKind | None, before: float, after: float, runs: float | None) -> Shift:
    return Shift(name, kind, before, after, None if runs is None else runs * (after - before) / 60)


class _Sums(dict[str, float]):
    def __missing__(self, name: str) -> float:
        return 0.0


def _sums(steps: Iterable[StepEffort], name_of: Callable[[StepEffort], str]) -> _Sums:
    parts: dict[str, list[float]] = {}
    for step in steps:
        parts.setdefault(name_of(step), []).append(step.work)
    return _Sums({name: math.fsum(work) for name, work in parts.items()})


def _same_owners(before: Iterable[str], after: Iterable[str]) -> dict[str, str]:
    """Tomorrow's name of an owner → today's, where they are written differently."""
    left = {fold(plain(name)): name for name in before}
    called = {}
    unknown = []
    for name in after:
        same = left.pop(fold(plain(name)), None)
        if same is None:
            unknown.append(name)
        else:
            called[name] = same
    for name in unknown:
        near = max(left.values(), key=lambda other: lane_similarity(name, other), default=None)
        if near is not None and lane_similarity(name, near) >= _SAME_OWNER:
            called[name] = left.pop(fold(plain(near)))
    return called


def _kind(flow: Flow, name: str) -> LaneKind:
    """As declared, else by the name."""
    declared = flow.lane(name).kind
    if declared is not None:
        return declared
    if is_resident(flow, name):
        return LaneKind.RESIDENT
    return LaneKind.STAFF if is_ours(flow, name) else LaneKind.OTHER


def is_resident(flow: Flow, who: str) -> bool:
    """Whether an owner is a resident or an applicant: as declared for the lane, else by the name."""
    declared = flow.lane(who).kind
    if declared is not None:
        return declared is LaneKind.RESIDENT
    return bool(_RESIDENT.search(plain(who))) and not is_ours(flow, who)


# --- the way in ----------------------------------------------------------------------------------


def non_digital_way(as_is: Flow, to_be: Flow) -> Finding | None:
    """A finding if residents can come by paper, post, phone or the counter today and by nothing of that tomorrow.

    What counts is the medium of the steps of residents (where none is written, their words), or an official
    who takes down by phone or at the counter what they would type. Source: S37
    of domain.md §1 (デジタルファースト, but nobody is left behind).
    """
    if not any(_is_not_digital(step) for step in _of_residents(as_is)):
        return None
    tomorrow = _of_residents(to_be)
    if any(_is_not_digital(step) for step in tomorrow) or any(_asks_in_person(to_be, step) for step in to_be.steps):
        return None
    digital = [step.number for step in tomorrow if is_electronic(step) or plain(step.means)]
    if not digital:
        return Finding("TOBE-WAY-UNKNOWN", tuple(step.number for step in tomorrow), _WAY_UNKNOWN, "advice")
    return Finding("TOBE-DIGITAL-ONLY", tuple(digital), _DIGITAL_ONLY, "advice")


_DIGITAL_ONLY = (
    "見直し後は、電子の受付だけになっています。"
    "使えない方のために、紙・窓口・電話のどれを残すか、残さないならその理由を書きましょう。"
)
_WAY_UNKNOWN = (
    "見直し後の図に、住民や申請者がどうやって申し込むかが書かれていません。紙・窓口・電話などの手段を書きましょう。"
)


def _of_residents(flow: Flow) -> list[Step]:
    return [step for step in flow.steps if is_resident(flow, step.who)]


def _is_not_digital(step: Step) -> bool:
    return bool(_NOT_DIGITAL.search(plain(step.means) or plain(step.what)))


def _asks_in_person(flow: Flow, step: Step) -> bool:
    """「電話で聞き取り、代わりに入力する」: the office types what a resident cannot."""
    text = plain(step.what)
    return bool(_IN_PERSON.search(text + plain(step.means)) and _TAKES_DOWN.search(text)) and is_ours(flow, step.who)


def _minutes(minutes: float) -> str:
    return f"{minutes:,.0f}分" if minutes >= 10 or abs(minutes - round(minutes)) < _HARDLY else f"{minutes:,.1f}分"


def _days(days: float) -> str:
    return f"{days:,.0f}日" if abs(days - round(days)) < _HARDLY else f"{days:,.1f}日"
