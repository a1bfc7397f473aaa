"""The answer of E7-1, read: values, days and words of a plan for case C1, and what is wrong with each.

Every day is counted from the day of the training that the question names, so that the same answer gets the same result
on every day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import isclose

from kaizen_helpers.checkers.engine import Values
from kaizen_helpers.notation.dates import DateReading
from kaizen_helpers.notation.reading import Question
from kaizen_helpers.plan import wording
from kaizen_helpers.plan.action.action_plan import Plan
from kaizen_helpers.plan.action.appointments import read_appointment
from kaizen_helpers.plan.action.checks import FIRST_STEP_DAYS, is_year_end
from kaizen_helpers.plan.action.measures import Measure

__all__ = [
    "ENTRY",
    "HINT",
    "LABELS",
    "TRAINING_DAY",
    "WRITTEN",
    "Planned",
    "before_training",
    "cuts_people",
    "faulty",
    "first_after_due",
    "goes_the_wrong_way",
    "is_vague",
    "lumped_at_year_end",
    "measures_by_feeling",
    "moved",
    "names_only_a_tool",
    "not_comparable",
    "planned",
    "starts_late",
    "starts_soon",
    "unreadable_days",
    "unreadable_values",
    "without_unit",
]

TRAINING_DAY = date(2026, 12, 1)
"""「きょう」 in the question: a Tuesday."""

LABELS = {
    "purpose": "目的",
    "before": "いまの値",
    "how": "測り方",
    "target": "目標の値",
    "due": "期限",
    "owner": "担当",
    "first": "最初の一歩",
    "first_day": "最初の一歩の日",
    "resident": "県民や市町への効果",
}
ENTRY, HINT, WRITTEN = "項目", "書き方", "記入"
"""The columns of the table."""
_BOTH_WAYS = ("%", "市町", "団体", "点")
"""Units of which more or less may be the better: 「期限内に出た市町」 grows, 「督促した市町」 shrinks."""


@dataclass(frozen=True)
class Planned:
    """The answer, read."""

    texts: dict[str, str]

    @cached_property
    def days(self) -> dict[str, DateReading | Question | None]:
        """The two days, counted from the day of the training."""
        return {key: read_appointment(self.texts[key], TRAINING_DAY) for key in ("due", "first_day")}

    def day(self, key: str) -> date | None:
        """A day that could be read."""
        found = self.days[key]
        return found.value if isinstance(found, DateReading) else None

    @cached_property
    def plan(self) -> Plan:
        """As a plan made on the day of the training; what is measured is told by the value itself."""
        texts = {key: text for key, text in self.texts.items() if key not in self.days}
        days = {key: self.day(key) for key in self.days}
        return replace(Plan(measure=self.texts["before"]), **texts, **days)  # type: ignore[arg-type]

    @property
    def numbers(self) -> tuple[Measure, Measure] | None:
        """Today's value and the goal, where both are values."""
        before, goal = self.plan.today_measure, self.plan.goal
        return (before, goal) if isinstance(before, Measure) and isinstance(goal, Measure) else None

    @property
    def touched(self) -> bool:
        """Whether anything is written."""
        return any(text.strip() for text in self.texts.values())

    @property
    def left(self) -> list[str]:
        """Entries that are blank, or say that nothing is decided yet."""
        return [key for key, text in self.texts.items() if wording.is_nothing(text) and not self._told_elsewhere(key)]

    def _told_elsewhere(self, key: str) -> bool:
        """「7時間から3時間に」 in the goal says today's value, too."""
        return key == "before" and not self.texts[key].strip() and isinstance(self.plan.today_measure, Measure)

    def where(self, key: str) -> str:
        """The entry with what stands in it, as the learner reads it."""
        text = " ".join(self.texts[key].split())
        shown = text if len(text) <= 20 else text[:19] + "…"
        return f"「{LABELS[key]}」の欄です。いまは「{shown}」です。" if shown else f"「{LABELS[key]}」の欄です。"


def planned(v: Values) -> Planned:
    """The answer of the panel, read."""
    return Planned({key: row[WRITTEN] for key, row in zip(LABELS, v.rows, strict=True)})


def unreadable_values(p: Planned) -> list[tuple[str, str]]:
    """Values that are written and cannot be read as one number, with what is asked back."""
    found = []
    for key, reading in (("before", p.plan.today_measure), ("target", p.plan.goal)):
        if isinstance(reading, Question) and not (key == "target" and is_vague(p)):
            found.append((key, reading.text_ja))
    return found


def is_vague(p: Planned) -> bool:
    """Whether the goal speaks of better without a number."""
    return isinstance(p.plan.goal, Question) and wording.is_vague_goal(p.texts["target"])


def without_unit(p: Planned) -> list[str]:
    """Values without a unit; 「ゼロにする」 needs none."""
    if p.numbers is None:
        return []
    before, goal = p.numbers
    bare = [("before", before), ("target", goal)]
    return [key for key, one in bare if not one.unit and one.sense == "value" and (one.value or key == "before")]


def not_comparable(p: Planned) -> bool:
    """Whether the goal and today's value cannot be compared, though both have a unit."""
    return p.numbers is not None and not without_unit(p) and p.plan.goal_number is None


def moved(p: Planned) -> float | None:
    """By how much the goal is above today's value; None where that cannot be said."""
    if p.numbers is None or p.plan.goal_number is None:
        return None
    before = p.numbers[0].value
    return 0.0 if isclose(p.plan.goal_number, before, rel_tol=1e-9) else p.plan.goal_number - before


def goes_the_wrong_way(p: Planned) -> bool:
    """Whether the goal is worse than today, or below nothing at all."""
    change = moved(p)
    if not change or p.numbers is None or p.plan.goal_number is None:
        return False
    if p.plan.goal_number < 0:
        return True
    return (change > 0) is not p.plan.more_is_better and p.numbers[0].unit not in _BOTH_WAYS


def _days_to(day: date | None) -> int | None:
    return None if day is None else (day - TRAINING_DAY).days


def before_training(p: Planned) -> list[str]:
    """Days before the training."""
    return [key for key in p.days if (far := _days_to(p.day(key))) is not None and far < 0]


def starts_soon(p: Planned) -> bool:
    """Whether the first step is within two weeks."""
    far = _days_to(p.day("first_day"))
    return far is not None and 0 <= far <= FIRST_STEP_DAYS


def lumped_at_year_end(p: Planned) -> bool:
    """Whether everything is due at the end of the fiscal year, with no first step soon."""
    due = p.day("due")
    return due is not None and is_year_end(due) and not starts_soon(p)


def first_after_due(p: Planned) -> bool:
    """Whether the first step comes after everything is to be done."""
    first, due = p.day("first_day"), p.day("due")
    return first is not None and due is not None and first > due


def starts_late(p: Planned) -> bool:
    """Whether the first step is more than two weeks away."""
    far = _days_to(p.day("first_day"))
    return far is not None and far > FIRST_STEP_DAYS


def unreadable_days(p: Planned) -> list[str]:
    """Days that are written and cannot be read as one day."""
    return [key for key, found in p.days.items() if isinstance(found, Question)]


def names_only_a_tool(p: Planned) -> bool:
    """Whether the purpose is a tool and nothing else."""
    return not wording.is_nothing(p.texts["purpose"]) and wording.names_only_a_tool(p.texts["purpose"])


def cuts_people(p: Planned) -> list[str]:
    """Entries that sound like fewer people."""
    return [key for key in ("purpose", "target", "resident", "first") if wording.cuts_people(p.texts[key])]


def measures_by_feeling(p: Planned) -> bool:
    """Whether another person would measure another value, or nobody measures."""
    how = p.texts["how"]
    return not wording.is_nothing(how) and (wording.is_subjective(how) or wording.promises_no_measuring(how))


def faulty(p: Planned) -> set[str]:
    """Entries that are blank or that a rule speaks of, for the points."""
    found = {*p.left, *without_unit(p), *before_training(p), *unreadable_days(p), *cuts_people(p)}
    found |= {key for key, _ in unreadable_values(p)}
    for key, wrong in (
        ("purpose", names_only_a_tool(p)),
        ("target", is_vague(p) or not_comparable(p) or moved(p) == 0 or goes_the_wrong_way(p)),
        ("how", measures_by_feeling(p)),
        ("due", lumped_at_year_end(p)),
        ("owner", wording.is_person(p.texts["owner"])),
        ("first_day", not starts_soon(p) or first_after_due(p)),
        ("resident", wording.only_for_staff(p.texts["resident"])),
    ):
        if wrong:
            found.add(key)
    return found
