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
    "masked",
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
    "CaseRegister": "cases",
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
    "Questionnaire": "survey_questions",
    "Register": "clinic",
    "Reminder": "follow_up",
    "Responses": "survey_answers",
    "Schedule": "clinic_days",
    "Share": "survey_shares",
    "Tally": "survey_tally",
    "Verdict": "gate_items",
    "YearSummary": "cases",
    "account_form": "account",
    "account_page": "account",
    "before_after_chart": "survey_chart",
    "cases_of": "cases",
    "cases_page": "register_pages",
    "check_account": "account",
    "check_plan": "plan_checks",
    "clinic_page": "register_pages",
    "compare_before_after": "survey_tally",
    "count_visits": "clinic",
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
    "masked": "personal",
    "one_page": "one_page",
    "open_points": "handover",
    "plan_form": "action_plan",
    "plan_of": "action_plan",
    "plan_page": "action_plan",
    "prepare_handover": "handover",
    "production_gate": "gate",
    "progress": "follow_up",
    "questionnaire_page": "survey_pages",
    "read_cases": "cases",
    "read_measure": "measures",
    "read_register": "clinic",
    "read_responses": "survey_answers",
    "read_survey": "survey_workbook",
    "register_of": "clinic",
    "reminders": "follow_up",
    "schedule_page": "register_pages",
    "shares_chart": "survey_chart",
    "summarise_year": "cases",
    "survey_page": "survey_pages",
    "tally": "survey_tally",
    "weekly_schedule": "clinic_days",
    "wilson": "survey_shares",
    "with_look": "gate_entries",
    "write_handover": "handover",
    "write_survey": "survey_workbook",
}

if TYPE_CHECKING:
    from kaizen_helpers.plan.account import AccountAnswer, account_form, account_page, check_account
    from kaizen_helpers.plan.action_plan import Plan, plan_form, plan_of, plan_page
    from kaizen_helpers.plan.cases import CaseRegister, YearSummary, cases_of, read_cases, summarise_year
    from kaizen_helpers.plan.clinic import Register, count_visits, read_register, register_of
    from kaizen_helpers.plan.clinic_days import Schedule, weekly_schedule
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
    from kaizen_helpers.plan.personal import masked
    from kaizen_helpers.plan.plan_checks import check_plan
    from kaizen_helpers.plan.register_pages import cases_page, clinic_page, schedule_page
    from kaizen_helpers.plan.survey_answers import Responses, read_responses
    from kaizen_helpers.plan.survey_chart import before_after_chart, shares_chart
    from kaizen_helpers.plan.survey_pages import questionnaire_page, survey_page
    from kaizen_helpers.plan.survey_questions import Questionnaire
    from kaizen_helpers.plan.survey_shares import Share, wilson
    from kaizen_helpers.plan.survey_tally import Tally, compare_before_after, tally
    from kaizen_helpers.plan.survey_workbook import read_survey, write_survey

__getattr__, __dir__ = lazy_names(__name__, _HOME)
