"""From a plan to running it: action plan, account, production gate, handover, survey, consultations.

Importable with the standard library alone; the names below are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "AccountAnswer",
    "CaseRegister",
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
    "Questionnaire",
    "Register",
    "Reminder",
    "Responses",
    "Schedule",
    "Share",
    "Tally",
    "Verdict",
    "YearSummary",
    "account_form",
    "account_page",
    "before_after_chart",
    "cases_of",
    "cases_page",
    "check_account",
    "check_plan",
    "clinic_page",
    "compare_before_after",
    "count_visits",
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
    "questionnaire_page",
    "read_cases",
    "read_measure",
    "read_register",
    "read_responses",
    "read_survey",
    "register_of",
    "reminders",
    "schedule_page",
    "shares_chart",
    "summarise_year",
    "survey_page",
    "tally",
    "weekly_schedule",
    "wilson",
    "with_look",
    "write_handover",
    "write_survey",
]

_HOME = {
    "AccountAnswer": "account",
    "CaseRegister": "register.cases",
    "Coverage": "coverage.coverage",
    "FollowUp": "action.follow_up",
    "Footing": "coverage.coverage",
    "Gate": "gate.gate",
    "GateItem": "gate.items",
    "Handover": "handover.handover",
    "Leaving": "handover.handover",
    "Measure": "action.measures",
    "Plan": "action.action_plan",
    "PlanFinding": "findings",
    "Progress": "action.follow_up",
    "Questionnaire": "survey.questions",
    "Register": "register.clinic",
    "Reminder": "action.follow_up",
    "Responses": "survey.answers",
    "Schedule": "register.clinic_days",
    "Share": "survey.shares",
    "Tally": "survey.tally",
    "Verdict": "gate.items",
    "YearSummary": "register.cases",
    "account_form": "account",
    "account_page": "account",
    "before_after_chart": "survey.chart",
    "cases_of": "register.cases",
    "cases_page": "register.pages",
    "check_account": "account",
    "check_plan": "action.checks",
    "clinic_page": "register.pages",
    "compare_before_after": "survey.tally",
    "count_visits": "register.clinic",
    "cover": "coverage.coverage",
    "draw_overview": "action.overview",
    "follow_up_form": "action.follow_up",
    "follow_up_of": "action.follow_up",
    "follow_up_page": "action.follow_up",
    "follow_up_values": "action.follow_up",
    "gate_form": "gate.entries",
    "gate_page": "gate.printed",
    "gate_tables": "gate.entries",
    "handover_form": "handover.entries",
    "handover_page": "handover.handover",
    "leaving_before": "handover.handover",
    "one_page": "action.one_page",
    "open_points": "handover.handover",
    "plan_form": "action.action_plan",
    "plan_of": "action.action_plan",
    "plan_page": "action.action_plan",
    "prepare_handover": "handover.handover",
    "production_gate": "gate.gate",
    "progress": "action.follow_up",
    "questionnaire_page": "survey.pages",
    "read_cases": "register.cases",
    "read_measure": "action.measures",
    "read_register": "register.clinic",
    "read_responses": "survey.answers",
    "read_survey": "survey.workbook",
    "register_of": "register.clinic",
    "reminders": "action.follow_up",
    "schedule_page": "register.pages",
    "shares_chart": "survey.chart",
    "summarise_year": "register.cases",
    "survey_page": "survey.pages",
    "tally": "survey.tally",
    "weekly_schedule": "register.clinic_days",
    "wilson": "survey.shares",
    "with_look": "gate.entries",
    "write_handover": "handover.handover",
    "write_survey": "survey.workbook",
}

if TYPE_CHECKING:
    from kaizen_helpers.plan.account import AccountAnswer, account_form, account_page, check_account
    from kaizen_helpers.plan.action.action_plan import Plan, plan_form, plan_of, plan_page
    from kaizen_helpers.plan.action.checks import check_plan
    from kaizen_helpers.plan.action.follow_up import (
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
    from kaizen_helpers.plan.action.measures import Measure, read_measure
    from kaizen_helpers.plan.action.one_page import one_page
    from kaizen_helpers.plan.action.overview import draw_overview
    from kaizen_helpers.plan.coverage.coverage import Coverage, Footing, cover
    from kaizen_helpers.plan.findings import PlanFinding
    from kaizen_helpers.plan.gate.entries import gate_form, gate_tables, with_look
    from kaizen_helpers.plan.gate.gate import Gate, production_gate
    from kaizen_helpers.plan.gate.items import GateItem, Verdict
    from kaizen_helpers.plan.gate.printed import gate_page
    from kaizen_helpers.plan.handover.entries import handover_form
    from kaizen_helpers.plan.handover.handover import (
        Handover,
        Leaving,
        handover_page,
        leaving_before,
        open_points,
        prepare_handover,
        write_handover,
    )
    from kaizen_helpers.plan.register.cases import CaseRegister, YearSummary, cases_of, read_cases, summarise_year
    from kaizen_helpers.plan.register.clinic import Register, count_visits, read_register, register_of
    from kaizen_helpers.plan.register.clinic_days import Schedule, weekly_schedule
    from kaizen_helpers.plan.register.pages import cases_page, clinic_page, schedule_page
    from kaizen_helpers.plan.survey.answers import Responses, read_responses
    from kaizen_helpers.plan.survey.chart import before_after_chart, shares_chart
    from kaizen_helpers.plan.survey.pages import questionnaire_page, survey_page
    from kaizen_helpers.plan.survey.questions import Questionnaire
    from kaizen_helpers.plan.survey.shares import Share, wilson
    from kaizen_helpers.plan.survey.tally import Tally, compare_before_after, tally
    from kaizen_helpers.plan.survey.workbook import read_survey, write_survey

__getattr__, __dir__ = lazy_names(__name__, _HOME)
