"""Tables in sheets (表の立て直し): find them, plan the repair, repair them with a ledger, or refuse and say why.

::

    from kaizen_helpers.excel.tables import plan_repair, repair

    plan = plan_repair(sheet, rules)     # what would be done, and the questions that only a person can answer
    done = repair(plan, answers)         # Repaired(columns, rows, ledger, checks) or Refused(reasons)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "Area",
    "Change",
    "Check",
    "Column",
    "Plan",
    "Refused",
    "RepairQuestion",
    "Repaired",
    "Rule",
    "Step",
    "TableRule",
    "as_table",
    "find_tables",
    "ledger_table",
    "plan_repair",
    "proposed_answers",
    "repair",
    "repaired_sheet",
]

if TYPE_CHECKING:
    from kaizen_helpers.excel.tables.finding import find_tables
    from kaizen_helpers.excel.tables.model import (
        Area,
        Change,
        Check,
        Column,
        Plan,
        Refused,
        Repaired,
        RepairQuestion,
        Rule,
        Step,
        TableRule,
    )
    from kaizen_helpers.excel.tables.output import as_table, ledger_table, repaired_sheet
    from kaizen_helpers.excel.tables.planning import plan_repair, proposed_answers
    from kaizen_helpers.excel.tables.repairing import repair

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        **dict.fromkeys(
            (
                "Area",
                "Change",
                "Check",
                "Column",
                "Plan",
                "Refused",
                "RepairQuestion",
                "Repaired",
                "Rule",
                "Step",
                "TableRule",
            ),
            "model",
        ),
        "as_table": "output",
        "find_tables": "finding",
        "ledger_table": "output",
        "repaired_sheet": "output",
        "plan_repair": "planning",
        "proposed_answers": "planning",
        "repair": "repairing",
    },
)
