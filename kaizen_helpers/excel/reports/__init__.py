"""What a check or a repair of a workbook hands on: pages for A4, an annotated copy, the repaired workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "CHOSEN_RULES",
    "Agreed",
    "Notation",
    "answers_in",
    "check_page",
    "notation_page",
    "proposed",
    "read_plan",
    "read_policies",
    "repair_page",
    "summary_page",
    "the_notation",
    "told_of",
    "worthwhile",
    "write_annotated",
    "write_converted",
    "write_plan",
    "write_policies",
    "write_repaired",
]

if TYPE_CHECKING:
    from kaizen_helpers.excel.reports.annotated import write_annotated
    from kaizen_helpers.excel.reports.check_page import check_page
    from kaizen_helpers.excel.reports.notation_report import (
        CHOSEN_RULES,
        Notation,
        notation_page,
        read_policies,
        the_notation,
        write_converted,
        write_policies,
    )
    from kaizen_helpers.excel.reports.plan_form import Agreed, answers_in, proposed, read_plan, write_plan
    from kaizen_helpers.excel.reports.repaired import repair_page, write_repaired
    from kaizen_helpers.excel.reports.summary import summary_page, told_of, worthwhile

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        **dict.fromkeys(
            (
                "CHOSEN_RULES",
                "Notation",
                "notation_page",
                "read_policies",
                "the_notation",
                "write_converted",
                "write_policies",
            ),
            "notation_report",
        ),
        **dict.fromkeys(("Agreed", "answers_in", "proposed", "read_plan", "write_plan"), "plan_form"),
        **dict.fromkeys(("repair_page", "write_repaired"), "repaired"),
        "check_page": "check_page",
        "summary_page": "summary",
        "told_of": "summary",
        "worthwhile": "summary",
        "write_annotated": "annotated",
    },
)
