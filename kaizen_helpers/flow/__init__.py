"""Business flow diagrams (業務フロー図): a table of steps, its checks, and a swimlane drawing.

Standard library only. The names below are loaded when they are first used::

    from kaizen_helpers.flow import check_flow, draw, read_steps

    reading = read_steps([{"だれが": "国", "何を": "調査の依頼文を送る", "次": "2", "条件": ""}, ...])
    check_flow(reading.flow)   # findings, in Japanese
    draw(reading.flow)         # an SVG picture; a notebook shows it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "Branch",
    "Drawing",
    "Finding",
    "Flow",
    "Kind",
    "Lane",
    "LaneKind",
    "Reading",
    "Remark",
    "Step",
    "TableProblem",
    "change_rows",
    "check_flow",
    "delete_row",
    "draw",
    "insert_row",
    "move_row",
    "read_steps",
]

_HOME = {
    "Branch": "model",
    "Drawing": "drawing",
    "Finding": "checks",
    "Flow": "model",
    "Kind": "model",
    "Lane": "model",
    "LaneKind": "model",
    "Reading": "table",
    "Remark": "model",
    "Step": "model",
    "TableProblem": "table",
    "change_rows": "rows",
    "check_flow": "checks",
    "delete_row": "rows",
    "draw": "drawing",
    "insert_row": "rows",
    "move_row": "rows",
    "read_steps": "table",
}

if TYPE_CHECKING:
    from kaizen_helpers.flow.checks import Finding, check_flow
    from kaizen_helpers.flow.drawing import Drawing, draw
    from kaizen_helpers.flow.model import Branch, Flow, Kind, Lane, LaneKind, Remark, Step
    from kaizen_helpers.flow.rows import change_rows, delete_row, insert_row, move_row
    from kaizen_helpers.flow.table import Reading, TableProblem, read_steps

__getattr__, __dir__ = lazy_names(__name__, _HOME)
