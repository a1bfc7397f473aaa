"""照会の取りまとめ: the returned forms of a folder as one table, with what is missing, doubled or doubtful told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = ["Asked", "Collected", "Remark", "collect", "collected_page", "read_asked", "write_collected"]

if TYPE_CHECKING:
    from kaizen_helpers.excel.collecting.bodies import Asked
    from kaizen_helpers.excel.collecting.collecting import collect, read_asked
    from kaizen_helpers.excel.collecting.model import Collected, Remark
    from kaizen_helpers.excel.collecting.report import collected_page, write_collected

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Asked": "bodies",
        **dict.fromkeys(("collect", "read_asked"), "collecting"),
        **dict.fromkeys(("Collected", "Remark"), "model"),
        **dict.fromkeys(("collected_page", "write_collected"), "report"),
    },
)
