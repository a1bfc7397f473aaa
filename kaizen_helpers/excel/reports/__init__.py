"""What a check or a repair of a workbook hands on: pages for A4, an annotated copy, the repaired workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "check_page",
    "summary_page",
    "told_of",
    "worthwhile",
    "write_annotated",
]

if TYPE_CHECKING:
    from kaizen_helpers.excel.reports.annotated import write_annotated
    from kaizen_helpers.excel.reports.check_page import check_page
    from kaizen_helpers.excel.reports.summary import summary_page, told_of, worthwhile

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "check_page": "check_page",
        "summary_page": "summary",
        "told_of": "summary",
        "worthwhile": "summary",
        "write_annotated": "annotated",
    },
)
