"""An action plan (アクションプラン): what is to become better, how that is seen, until when, by whom, the first step.

The entries follow ``reference/domain.md`` S14, with an effect for residents (S12) and what is asked of the supervisor.
:func:`~kaizen_helpers.plan.action.checks.check_plan` says what is missing. The effect that is hoped for (見込み) and
the one that was measured (実測) are never put into the same place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kaizen_helpers.forms import Entry, Form
from kaizen_helpers.notation.reading import Question
from kaizen_helpers.plan.action.measures import Measure, goal_value, read_measure

__all__ = ["PLAN", "Plan", "plan_form", "plan_of", "plan_page"]

LESS, MORE = "減るとよい", "増えるとよい"

PLAN = Form(
    "アクションプラン",
    (
        Entry("work", "業務名", required=True, note="例: 市町照会の取りまとめ"),
        Entry("made", "作った日", "date", past=True, required=True, note="例: 2026-12-01"),
        Entry("issue", "困りごと・論点", required=True, lines=2, note="だれが、何に困っているか"),
        Entry("purpose", "目的", required=True, lines=2, note="だれの、何がよくなるか"),
        Entry("measure", "何を測るか", required=True, note="例: 1回の集計にかかる時間"),
        Entry("before", "いまの値", required=True, note="数と単位で。例: 1回7時間"),
        Entry("how", "測り方", required=True, lines=2, note="例: 開始と終了の時刻を3回書く"),
        Entry("target", "目標の値", required=True, note="いまの値と同じ単位で。例: 1回3時間"),
        Entry("better", "よい向き", "choice", choices=(LESS, MORE), note="測る値が、どう動くとよいか"),
        Entry("estimate", "見込みの効果", note="見積もりがあれば。例: 年40時間"),
        Entry("resident", "県民や相手にとっての効果", required=True, lines=2, note="待つ日数、来庁、誤りの件数など"),
        Entry("due", "期限", "date", required=True, note="目標の値を確かめられる日"),
        Entry("owner", "担当", required=True, note="役割の名前で。例: 集計担当"),
        Entry("first", "最初の一歩", required=True, lines=2, note="小さく、すぐできること"),
        Entry("first_day", "最初の一歩の日", "date", required=True, note="作った日から2週間以内"),
        Entry("check", "確認方法", required=True, lines=2, note="いつ・だれが・何を見て確かめるか"),
        Entry("ask", "上司へのお願い", lines=2, note="決めてほしいこと"),
    ),
    note="自分の業務の見直しを、あとで確かめられる形で1枚にまとめます。分かる所から書いてください。",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """An action plan as it was read; what is not written is empty or ``None``."""

    work: str = ""
    made: date | None = None
    issue: str = ""
    purpose: str = ""
    measure: str = ""
    """What is measured (指標)."""
    before: str = ""
    """Today's value, as written: 「1回7時間」."""
    how: str = ""
    target: str = ""
    better: str = ""
    """``減るとよい`` or ``増えるとよい``; empty: as the words let one guess."""
    estimate: str = ""
    resident: str = ""
    due: date | None = None
    owner: str = ""
    first: str = ""
    first_day: date | None = None
    check: str = ""
    ask: str = ""

    @cached_property
    def today_measure(self) -> Measure | Question | None:
        """Today's value; where only the goal names it (「6時間から3時間に」), that one."""
        found = read_measure(self.before)
        if found is None and isinstance(self.goal, Measure):
            return self.goal.start
        return found

    @cached_property
    def goal(self) -> Measure | Question | None:
        """The goal as written: a value, a change or a share."""
        return read_measure(self.target)

    @cached_property
    def goal_number(self) -> float | None:
        """The goal in the unit of today's value; ``None`` where the two cannot be compared."""
        if isinstance(self.today_measure, Measure) and isinstance(self.goal, Measure):
            return goal_value(self.today_measure, self.goal)
        return None

    @property
    def more_is_better(self) -> bool:
        """Which way is the good one: as said, or else as the words of what is measured let one guess."""
        if self.better in (LESS, MORE):
            return self.better == MORE
        words = f"{self.measure}{self.target}"
        return any(word in words for word in _MORE_WORDS) and not any(word in words for word in _LESS_WORDS)


_MORE_WORDS = ("率", "満足", "増や", "割合", "利用", "余裕", "正答", "理解", "見つかる", "相談できる", "参加")
_LESS_WORDS = (
    "誤り",
    "ミス",
    "不備",
    "差戻",
    "差し戻",
    "未提出",
    "遅",
    "待ち",
    "残業",
    "漏れ",
    "もれ",
    "減",
    "離職",
    "苦情",
)


def plan_form() -> Form:
    """The form that a plan is written in, for :mod:`kaizen_helpers.forms`."""
    return PLAN


def plan_of(values: Mapping[str, Any]) -> Plan:
    """A plan of the values of its form (``read_form(...).values``, ``read_values(...).values``).

    A value of another kind than its entry gives counts as not written.
    """
    kept: dict[str, Any] = {}
    for entry in PLAN.entries:
        value = values.get(entry.key)
        if isinstance(value, date if entry.kind == "date" else str):
            kept[entry.key] = value
    return Plan(**kept)


def plan_page(values: Mapping[str, Any], *, after: str = "") -> str:
    """The plan as an HTML page for A4; ``after``: more HTML below it, made by the library."""
    from kaizen_helpers.forms import form_page

    work = values.get("work")
    title = f"アクションプラン　{work}" if isinstance(work, str) and work else "アクションプラン"
    lead = "あとで確かめられる形でまとめた計画です。見込みの効果は、実測とは分けて書いています。"
    return form_page(PLAN, values, title=title, lead=lead, after=after)
