"""What an action plan still needs so that somebody can see later whether it worked.

Each check looks at one entry and answers with one finding or none; what cannot be known without another entry is left
to that entry's own finding. Sources: ``reference/domain.md`` S4, S12, S14, S36, section 8 E7-1. All dates are counted
from ``today``, which is always an argument.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from math import isclose

from kaizen_helpers.forms import Filled
from kaizen_helpers.notation.dates import write_date
from kaizen_helpers.notation.reading import Question
from kaizen_helpers.plan import wording
from kaizen_helpers.plan.action.action_plan import PLAN, Plan, plan_of
from kaizen_helpers.plan.action.measures import Measure, in_unit_of, written
from kaizen_helpers.plan.findings import PlanFinding, Severity, in_order

__all__ = ["FIRST_STEP_DAYS", "check_filled", "check_plan", "is_year_end"]

FIRST_STEP_DAYS = 14
"""The first step is taken within two weeks (S14)."""
_LONG_DAYS = 366
_ROUNDED = 0.05
"""「約7時間」 and 425分 are the same value, told twice."""
_LABELS = {entry.key: entry.label for entry in PLAN.entries}


def check_plan(plan: Plan, today: date) -> tuple[PlanFinding, ...]:
    """Everything there is to say about a plan, the most important first, then in the order of the form.

    Args:
        plan: as read; whatever is in it, nothing raises.
        today: the day on which it is looked at. Weeks are counted from the plan's own day (作った日) where it has one.
    """
    found = [
        *_words(plan),
        *_numbers(plan),
        *_residents(plan),
        *_dates(plan, today),
        *_people(plan),
        *_measuring(plan),
    ]
    place = {label: number for number, label in enumerate(_LABELS.values())}
    return in_order(sorted(found, key=lambda finding: place.get(finding.place, len(place))))


def check_filled(filled: Filled, today: date) -> tuple[PlanFinding, ...]:
    """What could not be read of a plan's form, then what :func:`check_plan` says; of one entry only the first."""
    unread = [
        PlanFinding("unreadable", _place(problem.where), f"{problem.where}は読み取れませんでした。{problem.message_ja}")
        for problem in filled.problems
    ]
    places = {finding.place for finding in unread}
    return (*unread, *(one for one in check_plan(plan_of(filled.values), today) if one.place not in places))


def _place(where: str) -> str:
    """The label in 「期限」（B7）."""
    match = re.match("「(.+?)」", where)
    return match[1] if match else where


def is_year_end(day: date) -> bool:
    """Whether a day is in the last week of a fiscal year, when everything is due at once (年度末一括)."""
    return day.month == 3 and day.day >= 25


def _say(name: str, key: str, message: str, severity: Severity = "error") -> PlanFinding:
    """A finding at an entry; the message goes on from its label."""
    return PlanFinding(name, _LABELS[key], f"「{_LABELS[key]}」{message}", severity)


def _words(plan: Plan) -> Iterator[PlanFinding]:
    if not plan.work.strip():
        yield _say("work-missing", "work", "が空いています。何の業務の計画かを書きましょう。")
    if wording.is_nothing(plan.purpose):
        yield _say("purpose-missing", "purpose", "がまだ書かれていません。だれの、何がよくなるかを書きましょう。")
    elif wording.names_only_a_tool(plan.purpose):
        yield _say(
            "purpose-is-tool",
            "purpose",
            "に、手段だけが書かれています。その手段で、だれの困りごとがどう変わるかを書きましょう。",
        )
    if wording.is_nothing(plan.issue):
        yield _say(
            "issue-missing", "issue", "がまだ書かれていません。困っている人と場面を書くと、ほかの手段も見えてきます。"
        )
    if wording.is_nothing(plan.first):
        yield _say("first-missing", "first", "がまだ書かれていません。2週間以内にできる小さなことを1つ書きましょう。")
    elif wording.is_vague_goal(plan.first) and len(plan.first) <= 12:
        yield _say(
            "first-vague", "first", "は、何をすれば終わりかが分かるように書くと、動き出しやすくなります。", "advice"
        )


def _numbers(plan: Plan) -> Iterator[PlanFinding]:
    if wording.is_nothing(plan.measure):
        yield _say(
            "measure-missing", "measure", "が空いています。よくなったことが分かる数を1つ決めましょう。", "advice"
        )
    before, goal = plan.today_measure, plan.goal
    if before is None:
        yield _say(
            "before-missing", "before", "がまだ書かれていません。いまの値がないと、変わったかどうかが分かりません。"
        )
    elif isinstance(before, Question):
        yield _say("before-unreadable", "before", f"の欄の{before.text_ja}")
    elif not before.unit:
        yield _say("before-no-unit", "before", "に単位がありません。時間・分・件・日などの単位も書きましょう。")
    if goal is None:
        yield _say("goal-missing", "target", "がまだ書かれていません。いつ、いくつになればよいかを数で書きましょう。")
    elif isinstance(goal, Question):
        yield _unreadable_goal(plan, goal)
    elif isinstance(before, Measure):
        yield from _compared(plan, before, goal)


def _unreadable_goal(plan: Plan, goal: Question) -> PlanFinding:
    if wording.is_vague_goal(plan.target):
        return _say(
            "goal-vague", "target", "は、どうなれば達成かが人によって違って読めます。数で確かめられる形にしましょう。"
        )
    return _say("goal-no-number", "target", f"の欄の{goal.text_ja}")


def _compared(plan: Plan, before: Measure, goal: Measure) -> Iterator[PlanFinding]:
    number = plan.goal_number
    if number is None:
        if goal.sense == "value" and not goal.unit:
            yield _say("goal-no-unit", "target", "に単位がありません。いまの値と同じ単位で書きましょう。")
        elif goal.basis and before.basis and goal.basis != before.basis:
            yield _say(
                "goal-other-basis",
                "target",
                f"は{_per(goal)}、いまの値は{_per(before)}の数です。どちらかにそろえましょう。",
            )
        else:
            yield _say(
                "goal-not-comparable",
                "target",
                f"（{goal}）と、いまの値（{before}）を比べられません。同じものを、同じ単位で書きましょう。",
            )
        return
    yield from _change(plan, before, number)
    start = in_unit_of(goal.start, before) if goal.start else None
    if start is not None and not isclose(start, before.value, rel_tol=_ROUNDED):
        told = f"（{written(start)}{before.unit}）"
        yield _say(
            "two-before-values", "target", f"に書いたいまの値{told}が、上の欄と違います。どちらかにそろえましょう。"
        )


def _change(plan: Plan, before: Measure, number: float) -> Iterator[PlanFinding]:
    if isclose(number, before.value, rel_tol=1e-9):
        yield _say(
            "goal-same", "target", "がいまの値と同じです。続けることが目的なら、よくなる別の数を1つ選びましょう。"
        )
    elif number < 0:
        yield _say("goal-below-zero", "target", "が0より小さくなります。減らす量と、いまの値を見直しましょう。")
    elif (number > before.value) is not plan.more_is_better:
        yield _say(
            "goal-worse",
            "target",
            f"（{written(number)}{before.unit}）は、いまの値（{written(before.value)}{before.unit}）より悪くなります。"
            f"数か「{_LABELS['better']}」を見直しましょう。",
        )


def _per(measure: Measure) -> str:
    itself = measure.basis.endswith("中") or measure.basis in ("年", "月", "週")
    return measure.basis if itself else f"1{measure.basis}"


def _residents(plan: Plan) -> Iterator[PlanFinding]:
    if wording.is_nothing(plan.resident):
        yield _say(
            "resident-missing",
            "resident",
            "がまだ書かれていません。待ち日数・来庁の回数・誤りの件数など、相手にとってよくなることを1つ書きましょう。",
        )
    elif wording.only_for_staff(plan.resident):
        yield _say(
            "resident-is-staff",
            "resident",
            "に、職員のことだけが書かれています。空いた時間で、相手の何がよくなりますか。",
        )


def _dates(plan: Plan, today: date) -> Iterator[PlanFinding]:
    base = plan.made or today
    if plan.made is None:
        yield _say(
            "made-missing", "made", "が空いています。2週間と、4週間後・12週間後を数えるもとになります。", "advice"
        )
    elif plan.made > today:
        yield _say("made-future", "made", f"（{write_date(plan.made)}）が、今日より先です。日付を確かめましょう。")
    yield from _due(plan, base, today)
    yield from _first_day(plan, base)


def _due(plan: Plan, base: date, today: date) -> Iterator[PlanFinding]:
    due = plan.due
    if due is None:
        yield _say("due-missing", "due", "が読み取れません。年月日で書きましょう。")
    elif due < base or (due < today and plan.made is None):
        yield _say("due-past", "due", f"（{write_date(due)}）が、作った日より前です。年を確かめましょう。")
    elif due < today:
        yield _say("due-over", "due", f"（{write_date(due)}）を過ぎています。結果を測るか、期限を決め直しましょう。")
    elif is_year_end(due) and not _starts_soon(plan, base):
        yield _say(
            "year-end-lump",
            "due",
            "が年度末です。仕事が重なる時期の前に確かめられるよう、最初の一歩を2週間以内に置きましょう。",
        )
    elif is_year_end(due):
        yield _say(
            "due-year-end", "due", "が年度末です。結果を測る時間が残るよう、少し早められるか考えましょう。", "advice"
        )
    elif (due - base).days > _LONG_DAYS:
        yield _say("due-far", "due", "が1年より先です。途中で確かめる日を、確認方法に書きましょう。", "advice")


def _starts_soon(plan: Plan, base: date) -> bool:
    return plan.first_day is not None and 0 <= (plan.first_day - base).days <= FIRST_STEP_DAYS


def _first_day(plan: Plan, base: date) -> Iterator[PlanFinding]:
    day = plan.first_day
    if day is None:
        yield _say("first-day-missing", "first_day", "が読み取れません。2週間以内の日付で書きましょう。")
    elif day < base:
        yield _say(
            "first-day-past", "first_day", f"（{write_date(day)}）が、作った日より前です。年と月を確かめましょう。"
        )
    elif plan.due is not None and day > plan.due:
        yield _say("first-after-due", "first_day", "が期限より後です。順番を確かめましょう。")
    elif not _starts_soon(plan, base):
        yield _say(
            "first-late",
            "first_day",
            f"（{write_date(day)}）は、2週間より先です。もっと小さくして、2週間以内に置きましょう。",
        )


def _people(plan: Plan) -> Iterator[PlanFinding]:
    if wording.is_nothing(plan.owner):
        yield _say("owner-missing", "owner", "がまだ決まっていません。中心になる役割を1つ書きましょう。")
    elif wording.is_person(plan.owner):
        yield _say(
            "owner-is-person",
            "owner",
            "が、人の名前か「自分」のようです。異動しても続くよう、役割の名前で書きましょう。",
        )
    for key in ("purpose", "target", "measure", "estimate", "resident", "ask"):
        if wording.cuts_people(getattr(plan, key)):
            yield _say(
                "cuts-people",
                key,
                "が、人を減らす計画に読めます。空いた時間で何ができるようになるかを書くと、協力を得やすくなります。",
            )


def _measuring(plan: Plan) -> Iterator[PlanFinding]:
    if wording.is_nothing(plan.how):
        yield _say("how-missing", "how", "がまだ書かれていません。後任の方も同じように測れる方法を書きましょう。")
    elif wording.is_subjective(plan.how):
        yield _say("how-not-repeatable", "how", "が感覚によっています。だれが測っても同じになる方法を書きましょう。")
    elif not wording.says_how_to_measure(plan.how):
        yield _say("how-unclear", "how", "に、何を数えるか・何で計るかがあると、次も同じように測れます。", "advice")
    if wording.promises_no_measuring(plan.check):
        yield _no_check(plan)


def _no_check(plan: Plan) -> PlanFinding:
    if not wording.is_nothing(plan.estimate):
        return _say(
            "never-measured",
            "check",
            "がないと、見込みの効果が見込みのまま残ります。同じ測り方で測る日を書きましょう。",
        )
    return _say("check-missing", "check", "がまだ決まっていません。いつ・だれが・何を見て確かめるかを書きましょう。")
