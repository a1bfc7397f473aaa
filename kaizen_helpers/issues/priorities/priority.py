"""Which measure first: effect against effort (効果・労力マトリクス), with the reason of each place.

効果 = 年間の時間 + 県民への価値; ties are settled by risk and by what must come first (domain.md §7). A measure whose
effect nobody can verify is set aside, as 中野区 did (domain.md §5: 効果検証できない施策は見送り).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from itertools import pairwise
from statistics import median

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.change.savings import hours_ja
from kaizen_helpers.flow.timing.work import is_number

__all__ = ["Candidate", "Level", "Placed", "Priority", "Quadrant", "SetAside", "prioritise"]

_MOST = 40
_LARGEST = 1e9
_SAME = 0.05
"""Two measures whose effect per day of effort differs by less than 5 % are level: estimates are no surer than that."""
_LEAST_DAYS = 0.5
"""What is done in no time counts as half a day, so that effort can divide."""
_UNSAID = re.compile(
    r"[\s、。]*(?:なし|無し|ない|未定|不明|特になし|検討中|様子を見る|後で(?:考える|決める)|-|―|－)?[\s、。]*"
)


class Level(IntEnum):
    """How much: of what residents gain, or of what may go wrong."""

    NONE = 0
    LOW = 1
    MIDDLE = 2
    HIGH = 3

    @property
    def label(self) -> str:
        """The Japanese word."""
        return ("なし", "小", "中", "大")[self]


class Quadrant(StrEnum):
    """What a place in the matrix means."""

    FIRST = "先に行う"
    PLAN = "計画して行う"
    SPARE = "手の空いたときに行う"
    LEAVE = "見送る"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One measure that may be done."""

    name: str
    hours: float | None
    """Hours a year saved, negative where the work grows; ``None`` where nobody knows."""
    effort: float | None
    """Days of work to begin with (人日); ``None`` where nobody knows."""
    value: Level = Level.NONE
    """What residents gain (県民への価値)."""
    risk: Level = Level.LOW
    """What may go wrong."""
    needs: tuple[str, ...] = ()
    """Measures that must be done before."""
    check: str = ""
    """How the effect will be verified: what is measured, when, by whom."""

    def __post_init__(self) -> None:
        where = f"「{self.name}」"
        if not self.name.strip():
            raise InputError("打ち手の名前を書いてください。", "打ち手")
        if self.hours is not None and not is_number(self.hours, -_LARGEST, _LARGEST):
            raise InputError("年間の時間を数で入れてください。増えるときは負の数にします。", where)
        if self.effort is not None and not is_number(self.effort, 0, _LARGEST):
            raise InputError("労力を0以上の人日で入れてください。", where)

    @property
    def verifiable(self) -> bool:
        """Whether it is said how the effect will be verified."""
        return _UNSAID.fullmatch(self.check) is None


@dataclass(frozen=True, slots=True)
class Placed:
    """A measure in the matrix."""

    order: int
    """From 1: the number in the chart."""
    candidate: Candidate
    score: float
    """Hours a year, what residents gain counted in."""
    effort: float
    quadrant: Quadrant
    reason_ja: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """A measure that is not in the matrix, and why."""

    candidate: Candidate
    reason_ja: str


@dataclass(frozen=True, slots=True)
class Priority:
    """All measures in their order, and those that are set aside."""

    placed: tuple[Placed, ...]
    aside: tuple[SetAside, ...]
    hours_line: float
    """From so many hours a year (residents' gain counted in) the effect is large."""
    effort_line: float
    """Up to so many days the effort is small."""
    value_hours: float
    """How many hours one level of residents' gain counts."""

    def to_rows(self) -> list[dict[str, str]]:
        """The ordered list with its reasons, those set aside at the end."""
        rows = [
            {
                "順": str(one.order),
                "打ち手": one.candidate.name,
                "効果（年）": effect_ja(one.candidate),
                "労力": days_ja(one.effort),
                "判断": str(one.quadrant),
                "理由": one.reason_ja,
            }
            for one in self.placed
        ]
        for left in self.aside:
            known = left.candidate
            days = "不明" if known.effort is None else days_ja(known.effort)
            row = {"順": "保留", "打ち手": known.name, "効果（年）": effect_ja(known), "労力": days, "判断": "保留"}
            rows.append({**row, "理由": left.reason_ja})
        return rows

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to do first, what was set aside, and where the lines were drawn."""
        said = []
        first = [one.candidate.name for one in self.placed if one.quadrant is Quadrant.FIRST]
        if first:
            said.append(f"先に行うのは、「{'」「'.join(first)}」です。")
        elif self.placed:
            said.append("効果が大きく労力の小さい打ち手は、まだありません。分けて小さく始められないかを考えましょう。")
        said += [f"{one.order}番目「{one.candidate.name}」（{one.quadrant}）：{one.reason_ja}" for one in self.placed]
        said += [f"保留「{one.candidate.name}」：{one.reason_ja}" for one in self.aside]
        if self.placed:
            said.append(
                f"境目は、効果が年{hours_ja(self.hours_line)}、労力が{days_ja(self.effort_line)}です。"
                f"県民への価値は、1段を年{hours_ja(self.value_hours)}として足しました。境目と重さは、話し合って変えられます。"
            )
        return tuple(said)


def prioritise(
    candidates: Sequence[Candidate],
    *,
    hours_line: float | None = None,
    effort_line: float | None = None,
    value_hours: float | None = None,
) -> Priority:
    """Put measures in order.

    Args:
        candidates: the measures.
        hours_line: from so many hours a year an effect is large; the middle one of the measures if nothing is given.
        effort_line: up to so many days an effort is small; the middle one of the measures if nothing is given.
        value_hours: how many hours a year one level of residents' gain counts. If nothing is given, 「大」 weighs as
            much as the middle one of the hours.

    Raises:
        InputError: there is no measure or too many, a name stands twice, a measure needs one that is not there, or
            measures need each other in a circle.
    """
    _look_at_names(candidates)
    for value, where in ((hours_line, "効果の境目"), (effort_line, "労力の境目"), (value_hours, "県民への価値の重さ")):
        if value is not None and not is_number(value, 0, _LARGEST):
            raise InputError("0以上の数にしてください。", where)
    aside = _set_aside(candidates)
    kept = [one for one in candidates if one.name not in aside]
    if value_hours is None:
        value_hours = max(0.0, median(one.hours or 0.0 for one in kept)) / Level.HIGH if kept else 0.0
    scores = {one.name: (one.hours or 0.0) + one.value * value_hours for one in kept}
    if hours_line is None:
        hours_line = max(0.0, median(scores.values())) if kept else 0.0
    if effort_line is None:
        effort_line = median(one.effort or 0.0 for one in kept) if kept else 0.0
    ranked = _Ranking(kept, scores, hours_line, effort_line)
    left = tuple(SetAside(one, aside[one.name]) for one in candidates if one.name in aside)
    return Priority(ranked.placed(), left, hours_line, effort_line, value_hours)


def _look_at_names(candidates: Sequence[Candidate]) -> None:
    names = [one.name for one in candidates]
    if not names:
        raise InputError("打ち手を1つ以上入れてください。", "打ち手")
    if len(names) > _MOST:
        raise InputError(f"打ち手は{_MOST}個までにしてください。大きな打ち手から比べましょう。", "打ち手")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError("同じ名前の打ち手が2つあります。名前を分けてください。", f"「{twice}」")
    for one in candidates:
        missing = next((name for name in one.needs if name not in names), None)
        if missing is not None:
            raise InputError(
                f"先に必要な「{missing}」が、打ち手の中にありません。名前をそろえてください。", f"「{one.name}」"
            )
    _look_for_circle({one.name: one.needs for one in candidates})


def _look_for_circle(needs: Mapping[str, Sequence[str]]) -> None:
    done: set[str] = set()
    while len(done) < len(needs):
        free = {name for name, before in needs.items() if name not in done and set(before) <= done}
        if not free:
            names = "」「".join(name for name in needs if name not in done)
            raise InputError(
                "互いに「先に必要」となっていて、始められません。どちらが先かを決めてください。", f"「{names}」"
            )
        done |= free


def _set_aside(candidates: Sequence[Candidate]) -> dict[str, str]:
    """Why measures cannot be placed, by name; what needs one of them waits, too."""
    found = {}
    for one in candidates:
        if not one.verifiable:
            found[one.name] = (
                "効果の確かめ方が決まっていません。何を、いつ、どう測るかを決めてから、もう一度並べましょう。"
            )
        elif one.hours is None:
            found[one.name] = "効果の見積りがありません。件数と分を調べてから、もう一度並べましょう。"
        elif one.effort is None:
            found[one.name] = "労力の見積りがありません。準備に何人日かかるかを調べてから、もう一度並べましょう。"
    while True:
        waiting = {one.name: one for one in candidates if one.name not in found and set(one.needs) & set(found)}
        if not waiting:
            return found
        for name, one in waiting.items():
            first = next(needed for needed in one.needs if needed in found)
            found[name] = f"先に必要な「{first}」が保留なので、決まるまで待ちます。"


@dataclass(frozen=True)
class _Ranking:
    """The measures that can be placed."""

    candidates: Sequence[Candidate]
    scores: Mapping[str, float]
    hours_line: float
    effort_line: float

    def placed(self) -> tuple[Placed, ...]:
        order, ties = self._by_gain()
        pulled: dict[str, str] = {}
        final: list[Candidate] = []
        by_name = {one.name: one for one in self.candidates}

        def put(one: Candidate, wanted_by: str = "") -> None:
            if one in final:
                return
            for name in one.needs:
                put(by_name[name], one.name)
            if wanted_by:
                pulled[one.name] = wanted_by
            final.append(one)

        for one in order:
            put(one)
        return tuple(
            Placed(
                place,
                one,
                self.scores[one.name],
                one.effort or 0.0,
                self.quadrant(one),
                self._reason(one) + self._order_reason(one, ties, pulled),
            )
            for place, one in enumerate(final, start=1)
        )

    def quadrant(self, one: Candidate) -> Quadrant:
        """Large from the line on; what gains nothing is left, however little it takes."""
        score, small = self.scores[one.name], (one.effort or 0.0) <= self.effort_line
        if score <= 0:
            return Quadrant.LEAVE
        if score >= self.hours_line:
            return Quadrant.FIRST if small else Quadrant.PLAN
        return Quadrant.SPARE if small else Quadrant.LEAVE

    def gain(self, one: Candidate) -> float:
        """Hours a year for a day of effort."""
        return self.scores[one.name] / max(one.effort or 0.0, _LEAST_DAYS)

    def _by_gain(self) -> tuple[list[Candidate], dict[str, str]]:
        """The measures by quadrant and by gain; which stand where they do because of a tie, with the reason."""
        order: list[Candidate] = []
        ties: dict[str, str] = {}
        for quadrant in Quadrant:
            rest = sorted((c for c in self.candidates if self.quadrant(c) is quadrant), key=lambda c: -self.gain(c))
            while rest:
                best = self.gain(rest[0])
                level = [c for c in rest if best - self.gain(c) <= _SAME * abs(best)]
                rest = rest[len(level) :]
                level.sort(key=lambda c: (c.risk, -self._needed_by(c), self.candidates.index(c)))
                for first, second in pairwise(level):
                    ties[first.name] = self._tie(first, second)
                order += level
        return order, ties

    def _needed_by(self, one: Candidate) -> int:
        return sum(one.name in other.needs for other in self.candidates)

    def _tie(self, first: Candidate, second: Candidate) -> str:
        lead = f"「{second.name}」とほぼ同じですが、"
        if first.risk != second.risk:
            return f"{lead}リスクが小さい方を先にしました。"
        if self._needed_by(first) != self._needed_by(second):
            return f"{lead}ほかの打ち手の前に必要な方を先にしました。"
        return f"「{second.name}」とほぼ同じです。どちらを先にするかは、話し合って決めてください。"

    def _reason(self, one: Candidate) -> str:
        score, large = self.scores[one.name], self.scores[one.name] >= self.hours_line
        if score <= 0:
            return f"効果は{effect_ja(one)}で、得るものがありません。"
        size, effort = ("大きく" if large else "小さく"), (one.effort or 0.0) <= self.effort_line
        word = "労力も小さい" if effort and not large else "労力も大きい" if large and not effort else ""
        word = word or ("労力が小さい" if effort else "労力が大きい")
        return f"効果（{effect_ja(one)}）が{size}、{word}（{days_ja(one.effort or 0.0)}）ためです。"

    def _order_reason(self, one: Candidate, ties: Mapping[str, str], pulled: Mapping[str, str]) -> str:
        said = ties.get(one.name, "")
        if one.name in pulled:
            said += f"「{pulled[one.name]}」の前に必要です。"
        if one.needs:
            said += f"「{'」「'.join(one.needs)}」の後に行います。"
        return said


def effect_ja(one: Candidate) -> str:
    """「年140時間、県民への価値 大」「年▲20時間」."""
    if one.hours is None:
        return "不明"
    hours = f"年{'▲' if one.hours < 0 else ''}{hours_ja(abs(one.hours))}"
    return f"{hours}、県民への価値「{one.value.label}」" if one.value else hours


def days_ja(days: float) -> str:
    """「5人日」「0.5人日」."""
    return f"{days:,.1f}".removesuffix(".0") + "人日"
