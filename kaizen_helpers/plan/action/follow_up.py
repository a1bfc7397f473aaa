"""Looking at a plan again after 4 and 12 weeks: what was done, what was measured, what hindered, what comes next.

The hoped for effect (見込み) and the measured one (実測) stand side by side and are never added or mixed
(``reference/domain.md`` section 7). Source of the two dates: section 5, L3 (4週・12週後).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.timing.workdays import WorkCalendar
from kaizen_helpers.forms import Entry, Form
from kaizen_helpers.notation.dates import write_date
from kaizen_helpers.notation.reading import Question
from kaizen_helpers.plan import wording
from kaizen_helpers.plan.action.action_plan import Plan
from kaizen_helpers.plan.action.measures import Measure, in_unit_of, read_measure, written
from kaizen_helpers.plan.action.value_bars import Bar, draw_bars
from kaizen_helpers.plan.findings import PlanFinding

__all__ = [
    "FOLLOW_UP",
    "WEEKS",
    "FollowUp",
    "Progress",
    "Reminder",
    "follow_up_form",
    "follow_up_of",
    "follow_up_page",
    "follow_up_values",
    "progress",
    "reminders",
]

WEEKS = (4, 12)
"""How many weeks after the plan was made it is looked at again."""
DONE, PARTLY, NOT_YET = "できた", "途中まで", "まだ"
_FIRST_YEAR, _LAST_YEAR = 1950, 2150
"""Years of which the public holidays are known well enough."""

FOLLOW_UP = Form(
    "実施後の確認",
    (
        Entry("work", "業務名"),
        Entry("when", "いつの確認か", note="例: 4週後"),
        Entry("measure", "何を測るか"),
        Entry("how", "測り方", lines=2, note="計画と同じ測り方で測ります"),
        Entry("before", "いまの値（計画のとき）"),
        Entry("target", "目標の値"),
        Entry("day", "確認した日", "date", past=True, required=True),
        Entry("done", "どこまで進んだか", "choice", choices=(DONE, PARTLY, NOT_YET), required=True),
        Entry("measured", "測った値", required=True, note="計画と同じ単位で。測っていなければ空欄"),
        Entry("same_way", "同じ測り方で測ったか", "yes"),
        Entry("resident", "県民や相手に起きた変化", lines=2, note="聞いたこと、数えたこと"),
        Entry("hindered", "進みにくかったこと", lines=2, note="仕組みや時期のこと。人の名前は書きません"),
        Entry("next", "次にすること", required=True, lines=2, note="続ける・変える・やめる、とその日付"),
    ),
    note="計画した日から4週間後と12週間後に、同じ測り方で確かめます。思ったとおりでなくても、そのまま書いてください。",
)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A day on which a plan is looked at again."""

    weeks: int
    day: date
    """A working day: the day itself, or the next one where the office is closed."""
    planned: date
    """The day that many weeks later, closed or not."""

    @property
    def text_ja(self) -> str:
        """「4週後の確認　2026年12月28日（月）」."""
        moved = f"（{write_date(self.planned)}が休みのため）" if self.day != self.planned else ""
        return f"{self.weeks}週後の確認　{write_date(self.day)}{moved}"


def reminders(
    start: date, weeks: Sequence[int] = WEEKS, *, calendar: WorkCalendar | None = None
) -> tuple[Reminder, ...]:
    """The days on which to look again, moved to the next working day where the office is closed.

    Args:
        start: the day from which weeks are counted: the day the plan was made.
        weeks: after how many weeks.
        calendar: the office's days; weekends, public holidays and New Year are off if nothing is given.

    Raises:
        InputError: a year before 1950 or after 2150, or a number of weeks that is not between 1 and 520.
        MissingError: the list of public holidays is not installed.
    """
    if not _FIRST_YEAR <= start.year <= _LAST_YEAR:
        message = f"{_FIRST_YEAR}年から{_LAST_YEAR}年までの日付にしてください。"
        raise InputError(message, f"作った日（{start.isoformat()}）")
    if any(not 1 <= number <= 520 for number in weeks):
        raise InputError("何週後かは、1から520までの数にしてください。", "確認の時期")
    days = calendar or WorkCalendar()
    found = []
    for number in weeks:
        planned = start + timedelta(weeks=number)
        open_days = days.workdays(planned, planned + timedelta(days=31))
        if not open_days:
            raise InputError("1か月のあいだ、開いている日がありません。休みの日を見直してください。", "確認の時期")
        found.append(Reminder(number, open_days[0], planned))
    return tuple(found)


@dataclass(frozen=True)
class FollowUp:
    """What was found when a plan was looked at again; what is not written is empty or ``None``."""

    when: str = ""
    day: date | None = None
    done: str = ""
    measured: str = ""
    same_way: bool | None = None
    resident: str = ""
    hindered: str = ""
    next: str = ""


def follow_up_form() -> Form:
    """The form of a follow-up, for :mod:`kaizen_helpers.forms`."""
    return FOLLOW_UP


def follow_up_values(plan: Plan, reminder: Reminder) -> dict[str, Any]:
    """What is known beforehand, to be printed into the blank form."""
    return {
        "work": plan.work,
        "when": f"{reminder.weeks}週後　{write_date(reminder.day)}",
        "measure": plan.measure,
        "how": plan.how,
        "before": plan.before,
        "target": plan.target,
    }


def follow_up_of(values: Mapping[str, Any]) -> FollowUp:
    """A follow-up of the values of its form; a value of another kind than its entry gives counts as not written."""
    kinds = {"date": date, "yes": bool}
    kept: dict[str, Any] = {}
    for entry in FOLLOW_UP.entries:
        value = values.get(entry.key)
        if entry.key in FollowUp.__dataclass_fields__ and isinstance(value, kinds.get(entry.kind, str)):
            kept[entry.key] = value
    return FollowUp(**kept)


@dataclass(frozen=True, slots=True)
class Progress:
    """A plan beside what came of it, in the unit of the plan's own value."""

    before: float
    goal: float
    measured: float | None
    """``None`` where nothing was measured, or nothing that can be compared."""
    unit: str

    @property
    def hoped(self) -> float:
        """The change that was hoped for (見込み); negative where the value is to become smaller."""
        return self.goal - self.before

    @property
    def came(self) -> float | None:
        """The change that was measured (実測)."""
        return None if self.measured is None else self.measured - self.before

    @property
    def share(self) -> float | None:
        """Which part of the hoped for change came; negative where it went the other way, above 1 beyond the goal."""
        return None if self.came is None or not self.hoped else self.came / self.hoped + 0.0  # never -0

    @property
    def share_ja(self) -> str:
        """The share in per cent; one that is just short of the goal, or of anything at all, is not rounded to it."""
        if self.share is None:
            return "—"
        if 0.99 < self.share < 1:
            return "99%"
        return "1%未満" if 0 < self.share < 0.005 else f"{math.floor(100 * self.share + 0.5 + 1e-9)}%"

    @property
    def sentences(self) -> tuple[str, ...]:
        """What there is to say, in Japanese; nothing is rounded to look better."""
        if self.measured is None or self.came is None:
            return ("測った値がまだありません。計画と同じ測り方で、1回だけでも測ってみましょう。",)
        named = (("計画のとき", self.before), ("目標", self.goal), ("実測", self.measured))
        values = "、".join(f"{name}{self._value(value)}" for name, value in named)
        return (f"{values}です。", self._told())

    def _told(self) -> str:
        share = self.share
        if share is None or self.came is None:
            return "目標が計画のときの値と同じなので、変化の割合は出せません。"
        if share >= 1:
            return "目標に届きました。続けるために、やり方を手順の表に残しておきましょう。"
        if share > 0:
            return f"見込んだ変化の{self.share_ja}まで来ました。残りを妨げていることを1つ選んで、次の一歩にしましょう。"
        if share == 0:
            return "値は計画のときと同じです。最初の一歩が実際の仕事で使われているかを、見てみましょう。"
        moved = self._value(abs(self.came))
        return f"計画のときより{moved}、目標と逆に動いています。何が変わったかを、そのまま記録しましょう。"

    def _value(self, value: float) -> str:
        return f"{written(value)}{self.unit}"


def progress(plan: Plan, follow_up: FollowUp) -> tuple[Progress | None, tuple[PlanFinding, ...]]:
    """The plan's values beside the measured one, and what stands in the way of comparing them.

    Without a value and a goal in the plan that can be compared there is no progress: None.
    """
    before, goal = plan.today_measure, plan.goal_number
    found = list(_gaps(follow_up))
    if not isinstance(before, Measure) or goal is None:
        message = "計画の「いまの値」と「目標の値」を比べられないので、進み具合を出せません。計画を先に直しましょう。"
        return None, (PlanFinding("plan-not-comparable", "目標の値", message), *found)
    measured = read_measure(follow_up.measured)
    number = None
    if isinstance(measured, Question):
        found.append(_say("measured-unreadable", "測った値", f"の欄の{measured.text_ja}"))
    elif measured is not None and not measured.unit and measured.sense == "value":
        number = measured.value
        if before.unit and number:
            told = f"の{measured}を、計画と同じ{measured}{before.unit}と読みました。"
            found.append(PlanFinding("measured-unit-taken", "測った値", f"「測った値」{told}", "information"))
    elif measured is not None:
        number = in_unit_of(measured, before) if measured.sense == "value" else None
        if number is None:
            told = f"（{measured}）と計画の値（{before}）を比べられません。同じ単位で書きましょう。"
            found.append(_say("measured-not-comparable", "測った値", told))
    return Progress(before.value, goal, number, before.unit), tuple(found)


def _gaps(follow_up: FollowUp) -> Iterable[PlanFinding]:
    if wording.is_nothing(follow_up.measured) and follow_up.done != NOT_YET:
        yield _say("measured-missing", "測った値", "がまだありません。見込みだけでは、変わったかどうかが分かりません。")
    if follow_up.same_way is False:
        message = "が計画と違います。前の値とは比べにくいので、次は同じ測り方で測りましょう。"
        yield _say("other-way", "測り方", message, advice=True)
    if wording.is_nothing(follow_up.next):
        yield _say(
            "next-missing", "次にすること", "が空いています。続ける・変える・やめるのどれかと、日付を書きましょう。"
        )
    if follow_up.done == NOT_YET and wording.is_nothing(follow_up.hindered):
        message = "を一言書いておくと、次の一歩を小さくしやすくなります。"
        yield _say("hindered-missing", "進みにくかったこと", message, advice=True)


def _say(name: str, place: str, message: str, *, advice: bool = False) -> PlanFinding:
    return PlanFinding(name, place, f"「{place}」{message}", "advice" if advice else "error")


def follow_up_page(plan: Plan, follow_ups: Sequence[FollowUp]) -> str:
    """The follow-ups of a plan as an HTML page for A4: hoped for and measured side by side, hindrances, next steps."""
    from kaizen_helpers.printed import page, table, text

    seen = [(one, progress(plan, one)[0]) for one in follow_ups]
    name = f"{plan.work or 'アクションプラン'}　実施後の確認"
    head = f"<header><h1>{text(name)}</h1><p>見込みと実測を分けて示します。</p></header>"
    values = table(
        ("確認", "確認した日", "どこまで", "見込んだ変化", "実測の変化", "見込みに対して"),
        [_row(one, at) for one, at in seen],
        ("one", "one", "one", "number", "number", "number"),
    )
    told = "".join(f"<li>{text(_when(one))}：{text(line)}</li>" for one, at in seen for line in _lines(at))
    words = table(
        ("確認", "県民や相手に起きた変化", "進みにくかったこと", "次にすること"),
        [[_when(one), one.resident, one.hindered, one.next] for one in follow_ups],
        ("one",),
    )
    estimate = f"<p>計画の見込みの効果：{text(plan.estimate)}（実測ではありません）</p>" if plan.estimate else ""
    parts = [
        head,
        f"<section><h2>見込みと実測</h2>{values}{_bars(plan, seen)}<ul>{told}</ul>{estimate}</section>",
        f"<section><h2>起きたこと</h2>{words}</section>",
    ]
    return page(name, "A4", [], parts)


def _lines(at: Progress | None) -> tuple[str, ...]:
    return at.sentences if at else ("計画の値を比べられないので、進み具合を出せません。",)


def _when(one: FollowUp) -> str:
    return one.when or (write_date(one.day) if one.day else "（いつか未記入）")


def _row(one: FollowUp, at: Progress | None) -> list[str]:
    day = write_date(one.day) if one.day else "—"
    if at is None:
        return [_when(one), day, one.done or "—", "—", "—", "—"]
    came = "未測定" if at.came is None else f"{at.came:+,.10g}{at.unit}"
    return [_when(one), day, one.done or "—", f"{at.hoped:+,.10g}{at.unit}", came, at.share_ja]


def _bars(plan: Plan, seen: Sequence[tuple[FollowUp, Progress | None]]) -> str:
    known = [at for _one, at in seen if at]
    if not known:
        return ""
    bars = [Bar("計画", known[0].before), Bar("目標", known[0].goal, "hoped")]
    for number, (_one, at) in enumerate(seen, start=1):
        if at and at.measured is not None:
            bars.append(Bar(f"実測{number}" if len(seen) > 1 else "実測", at.measured, "measured"))
    svg = draw_bars(bars, known[0].unit, f"{plan.measure or '値'}：計画・目標・実測")
    return f'<div class="whole" style="margin:2mm 0">{svg}</div>' if svg else ""
