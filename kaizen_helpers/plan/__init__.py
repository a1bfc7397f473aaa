"""From a plan to running it: action plan, account, production gate, handover, survey, consultations.

Importable with the standard library alone; the names below are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "AccountAnswer",
    "FollowUp",
    "Measure",
    "Plan",
    "PlanFinding",
    "Progress",
    "Reminder",
    "account_form",
    "account_page",
    "check_account",
    "check_plan",
    "draw_overview",
    "follow_up_form",
    "follow_up_of",
    "follow_up_page",
    "follow_up_values",
    "one_page",
    "plan_form",
    "plan_of",
    "plan_page",
    "progress",
    "read_measure",
    "reminders",
]

_HOME = {
    "AccountAnswer": "account",
    "FollowUp": "follow_up",
    "Measure": "measures",
    "Plan": "action_plan",
    "PlanFinding": "findings",
    "Progress": "follow_up",
    "Reminder": "follow_up",
    "account_form": "account",
    "account_page": "account",
    "check_account": "account",
    "check_plan": "plan_checks",
    "draw_overview": "overview",
    "follow_up_form": "follow_up",
    "follow_up_of": "follow_up",
    "follow_up_page": "follow_up",
    "follow_up_values": "follow_up",
    "one_page": "one_page",
    "plan_form": "action_plan",
    "plan_of": "action_plan",
    "plan_page": "action_plan",
    "progress": "follow_up",
    "read_measure": "measures",
    "reminders": "follow_up",
}

if TYPE_CHECKING:
    from kaizen_helpers.plan.account import AccountAnswer, account_form, account_page, check_account
    from kaizen_helpers.plan.action_plan import Plan, plan_form, plan_of, plan_page
    from kaizen_helpers.plan.findings import PlanFinding
    from kaizen_helpers.plan.follow_up import (
        FollowUp,
        Progress,
        Reminder,
        follow_up_form,
        follow_up_of,
        follow_up_page,
        follow_up_values,
        progress,
        reminders,
    )
    from kaizen_helpers.plan.measures import Measure, read_measure
    from kaizen_helpers.plan.one_page import one_page
    from kaizen_helpers.plan.overview import draw_overview
    from kaizen_helpers.plan.plan_checks import check_plan

__getattr__, __dir__ = lazy_names(__name__, _HOME)
