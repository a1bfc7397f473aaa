"""A sheet as a picture (図): ``sheet_picture(sheet, marks=[Mark(span, "1")])`` gives one SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = ["Mark", "draw_sheet", "sheet_picture", "shown"]

if TYPE_CHECKING:
    from kaizen_helpers.excel.picture.drawing import Mark, draw_sheet, sheet_picture
    from kaizen_helpers.excel.picture.number_formats import shown

__getattr__, __dir__ = lazy_names(
    __name__, {"Mark": "drawing", "draw_sheet": "drawing", "sheet_picture": "drawing", "shown": "number_formats"}
)
