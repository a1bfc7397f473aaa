"""From a plan to running it: action plan, account, production gate, handover, survey, consultations.

Importable with the standard library alone; the names below are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "AccountAnswer",
    "Coverage",
    "FollowUp",
    "Footing",
    "Gate",
    "GateItem",
    "Handover",
    "Leaving",
    "Measure",
    "Plan",
    "PlanFinding",
    "Progress",
    "Reminder",
    "Verdict",
    "account_form",
    "account_page",
    "check_account",
    "check_plan",
    "cover",
    "draw_overview",
    "follow_up_form",
    "follow_up_of",
    "follow_up_page",
    "follow_up_values",
    "gate_form",
    "gate_page",
    "gate_tables",
    "handover_form",
    "handover_page",
    "leaving_before",
    "one_page",
    "open_points",
    "plan_form",
    "plan_of",
    "plan_page",
    "prepare_handover",
    "production_gate",
    "progress",
    "read_measure",
    "reminders",
    "with_look",
    "write_handover",
]

_HOME = {
    "AccountAnswer": "account",
    "Coverage": "coverage",
    "FollowUp": "follow_up",
    "Footing": "coverage",
    "Gate": "gate",
    "GateItem": "gate_items",
    "Handover": "handover",
    "Leaving": "handover",
    "Measure": "measures",
    "Plan": "action_plan",
    "PlanFinding": "findings",
    "Progress": "follow_up",
    "Reminder": "follow_up",
    "Verdict": "gate_items",
    "account_form": "account",
    "account_page": "account",
    "check_account": "account",
    "check_plan": "plan_checks",
    "cover": "coverage",
    "draw_overview": "overview",
    "follow_up_form": "follow_up",
    "follow_up_of": "follow_up",
    "follow_up_page": "follow_up",
    "follow_up_values": "follow_up",
    "gate_form": "gate_entries",
    "gate_page": "gate_printed",
    "gate_tables": "gate_entries",
    "handover_form": "handover_entries",
    "handover_page": "handover",
    "leaving_before": "handover",
    "one_page": "one_page",
    "open_points": "handover",
    "plan_form": "action_plan",
    "plan_of": "action_plan",
    "plan_page": "action_plan",
    "prepare_handover": "handover",
    "production_gate": "gate",
    "progress": "follow_up",
    "read_measure": "measures",
    "reminders": "follow_up",
    "with_look": "gate_entries",
    "write_handover": "handover",
}

if TYPE_CHECKING:
    from kaizen_helpers.plan.account import AccountAnswer, account_form, account_page, check_account
    from kaizen_helpers.plan.action_plan import Plan, plan_form, plan_of, plan_page
    from kaizen_helpers.plan.coverage import Coverage, Footing, cover
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
    from kaizen_helpers.plan.gate import Gate, production_gate
    from kaizen_helpers.plan.gate_entries import gate_form, gate_tables, with_look
    from kaizen_helpers.plan.gate_items import GateItem, Verdict
    from kaizen_helpers.plan.gate_printed import gate_page
    from kaizen_helpers.plan.handover import (
        Handover,
        Leaving,
        handover_page,
        leaving_before,
        open_points,
        prepare_handover,
        write_handover,
    )
    from kaizen_helpers.plan.handover_entries import handover_form
    from kaizen_helpers.plan.measures import Measure, read_measure
    from kaizen_helpers.plan.one_page import one_page
    from kaizen_helpers.plan.overview import draw_overview
    from kaizen_helpers.plan.plan_checks import check_plan

__getattr__, __dir__ = lazy_names(__name__, _HOME)
