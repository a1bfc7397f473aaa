"""Made-up workbooks (見本): clean tables of the course's cases, and the dirt of real offices put on them.

The same seed gives the same workbook. Names, telephone numbers, addresses and figures are invented; only the codes and
names of the municipalities are real (they are public). What makes the dirt knows neither the checker nor the repair;
``desk`` alone knows both, as the person at the desk does who answers the questions of a repair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "CASES",
    "TRAPS",
    "CleanTable",
    "DirtyBook",
    "Field",
    "Known",
    "answers_of",
    "as_sheet",
    "before_and_after",
    "clean_table",
    "dirty_book",
    "plan_of",
    "repair_at_desk",
    "write_dirty",
]

if TYPE_CHECKING:
    from kaizen_helpers.excel.samples.clean import CASES, clean_table
    from kaizen_helpers.excel.samples.desk import answers_of, before_and_after, plan_of, repair_at_desk
    from kaizen_helpers.excel.samples.dirt import dirty_book
    from kaizen_helpers.excel.samples.model import CleanTable, DirtyBook, Field, Known
    from kaizen_helpers.excel.samples.sheets import as_sheet
    from kaizen_helpers.excel.samples.traps import TRAPS
    from kaizen_helpers.excel.samples.writing import write_dirty

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        **dict.fromkeys(("CASES", "clean_table"), "clean"),
        **dict.fromkeys(("answers_of", "before_and_after", "plan_of", "repair_at_desk"), "desk"),
        **dict.fromkeys(("CleanTable", "DirtyBook", "Field", "Known"), "model"),
        "TRAPS": "traps",
        "as_sheet": "sheets",
        "dirty_book": "dirt",
        "write_dirty": "writing",
    },
)
