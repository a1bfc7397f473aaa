"""Made-up workbooks (見本): clean tables of the course's cases, and the dirt of real offices put on them.

The same seed gives the same workbook. Names, telephone numbers, addresses and figures are invented; only the codes and
names of the municipalities are real (they are public). Nothing here knows the checker or the repair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = ["CASES", "CleanTable", "DirtyBook", "Field", "clean_table", "dirty_book", "write_dirty"]

if TYPE_CHECKING:
    from kaizen_helpers.excel.samples.clean import CASES, CleanTable, Field, clean_table
    from kaizen_helpers.excel.samples.dirt import DirtyBook, dirty_book
    from kaizen_helpers.excel.samples.writing import write_dirty

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        **dict.fromkeys(("CASES", "CleanTable", "Field", "clean_table"), "clean"),
        **dict.fromkeys(("DirtyBook", "dirty_book"), "dirt"),
        "write_dirty": "writing",
    },
)
