"""Workbooks (Excel): opening them safely, checking, repairing, collecting, writing and drawing them.

::

    from kaizen_helpers.excel import check_book, open_book

    report = check_book(open_book("台帳.xlsx"))      # the thirty rules of machine readability: findings and scores

Each kind of work has a room with more names: ``opening``, ``readability``, ``tables``, ``collecting``, ``writing``,
``picture``, ``samples``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "Book",
    "Mark",
    "Refused",
    "Repaired",
    "Report",
    "Rule",
    "Sheet",
    "Span",
    "check_book",
    "check_file",
    "collect",
    "find_tables",
    "open_book",
    "plan_repair",
    "proposed_answers",
    "repair",
    "sheet_picture",
]

if TYPE_CHECKING:
    from kaizen_helpers.excel.collecting.collecting import collect
    from kaizen_helpers.excel.opening.model import Book, Sheet, Span
    from kaizen_helpers.excel.opening.opening import open_book
    from kaizen_helpers.excel.picture.drawing import Mark, sheet_picture
    from kaizen_helpers.excel.readability.checking import check_book, check_file
    from kaizen_helpers.excel.readability.model import Report
    from kaizen_helpers.excel.tables.finding import find_tables
    from kaizen_helpers.excel.tables.model import Refused, Repaired, Rule
    from kaizen_helpers.excel.tables.planning import plan_repair, proposed_answers
    from kaizen_helpers.excel.tables.repairing import repair

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        **dict.fromkeys(("Book", "Sheet", "Span"), "opening.model"),
        "open_book": "opening.opening",
        **dict.fromkeys(("Mark", "sheet_picture"), "picture.drawing"),
        **dict.fromkeys(("check_book", "check_file"), "readability.checking"),
        "Report": "readability.model",
        **dict.fromkeys(("Refused", "Repaired", "Rule"), "tables.model"),
        "find_tables": "tables.finding",
        **dict.fromkeys(("plan_repair", "proposed_answers"), "tables.planning"),
        "repair": "tables.repairing",
        "collect": "collecting.collecting",
    },
)
