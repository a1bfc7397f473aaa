"""Business flow diagrams (業務フロー図): a table of steps, its checks, and a swimlane drawing.

Importable with the standard library alone. The names below are loaded when they are first used::

    from kaizen_helpers.flow import check_flow, draw, read_flow

    flow = read_flow("手順.xlsx").flow    # a step table, a Japanese text, or the drawing of another tool
    draw(flow)                            # an SVG picture; a notebook shows it
    check_flow(flow)                      # findings, in Japanese

The rooms: ``tables`` (flows as people write them), ``layout`` and ``drawing`` (pictures), ``findings`` (what to say
about a flow), ``timing`` (work, waiting, lead times), ``meaning`` (matching steps), ``change`` (today and tomorrow,
remarks, versions), ``formats`` (files of other tools).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "Alignment",
    "Balance",
    "Branch",
    "Burdens",
    "Change",
    "ChangeKind",
    "Comparison",
    "Criterion",
    "Drawing",
    "Effort",
    "Finding",
    "Flow",
    "FlowBuilder",
    "Kind",
    "Lane",
    "LaneKind",
    "Pair",
    "Part",
    "Reading",
    "Remark",
    "Savings",
    "Simulation",
    "Soundness",
    "Step",
    "TableProblem",
    "Version",
    "WorkCalendar",
    "add_remark",
    "align",
    "ask_about_differences",
    "balance",
    "bpmn_to_flow",
    "build",
    "change_rows",
    "change_sheet",
    "check_flow",
    "check_soundness",
    "compare",
    "count_burdens",
    "delete_row",
    "differences",
    "draw",
    "draw_beside",
    "draw_differences",
    "draw_pages",
    "draw_tornado",
    "drawio_to_flow",
    "effort",
    "expected_visits",
    "find_all",
    "find_improvements",
    "flow_to_bpmn",
    "flow_to_drawio",
    "flow_to_mermaid",
    "flow_to_pptx",
    "flow_to_xlsx",
    "insert_row",
    "lead_time_chart",
    "lint_flow",
    "match_steps",
    "move_row",
    "non_digital_way",
    "open_remarks",
    "pptx_to_flow",
    "questions_about",
    "read_csv",
    "read_flow",
    "read_outline",
    "read_steps",
    "read_versions",
    "read_wait",
    "read_workbook",
    "reply_remark",
    "resolve_remark",
    "review_sheet",
    "reviewed_by_other",
    "save_picture",
    "save_version",
    "savings",
    "simulate",
    "way",
    "write_outline",
    "write_steps",
    "write_workbook",
    "xlsx_to_flow",
]

_HOME = {
    "Alignment": "meaning.align",
    "Balance": "change.winners",
    "Branch": "model",
    "Burdens": "findings.burdens",
    "Change": "change.compare",
    "ChangeKind": "change.changes",
    "Comparison": "change.compare",
    "Criterion": "meaning.align",
    "Drawing": "drawing.drawing",
    "Effort": "timing.effort",
    "Finding": "findings.checks",
    "Flow": "model",
    "FlowBuilder": "tables.builder",
    "Kind": "model",
    "Lane": "model",
    "LaneKind": "model",
    "Pair": "meaning.match",
    "Part": "meaning.align",
    "Reading": "tables.table",
    "Remark": "model",
    "Savings": "change.savings",
    "Simulation": "timing.simulation",
    "Soundness": "findings.soundness",
    "Step": "model",
    "TableProblem": "tables.table",
    "Version": "change.versions",
    "WorkCalendar": "timing.workdays",
    "add_remark": "change.review",
    "align": "meaning.align",
    "ask_about_differences": "meaning.align",
    "balance": "change.winners",
    "bpmn_to_flow": "formats.bpmn_import",
    "build": "tables.builder",
    "change_rows": "tables.rows",
    "change_sheet": "change.change_sheet",
    "check_flow": "findings.checks",
    "check_soundness": "findings.soundness",
    "compare": "change.compare",
    "count_burdens": "findings.burdens",
    "delete_row": "tables.rows",
    "differences": "change.differences",
    "draw": "drawing.drawing",
    "draw_beside": "drawing.drawing",
    "draw_differences": "change.differences",
    "draw_pages": "drawing.pages",
    "draw_tornado": "change.tornado",
    "drawio_to_flow": "formats.drawio",
    "effort": "timing.effort",
    "expected_visits": "timing.markov",
    "find_all": "findings.all_findings",
    "find_improvements": "findings.improve",
    "flow_to_bpmn": "formats.bpmn_export",
    "flow_to_drawio": "formats.drawio",
    "flow_to_mermaid": "formats.mermaid",
    "flow_to_pptx": "formats.pptx_shapes",
    "flow_to_xlsx": "formats.xlsx_shapes",
    "insert_row": "tables.rows",
    "lead_time_chart": "timing.lead_time_chart",
    "lint_flow": "findings.lint",
    "match_steps": "meaning.match",
    "move_row": "tables.rows",
    "non_digital_way": "change.winners",
    "open_remarks": "change.review",
    "pptx_to_flow": "formats.pptx_read",
    "questions_about": "change.questions",
    "read_csv": "formats.workbook_reading",
    "read_flow": "opening",
    "read_outline": "tables.outline",
    "read_steps": "tables.table",
    "read_versions": "change.versions",
    "read_wait": "waits",
    "read_workbook": "formats.workbook_reading",
    "reply_remark": "change.review",
    "resolve_remark": "change.review",
    "review_sheet": "change.review_sheet",
    "reviewed_by_other": "change.review",
    "save_picture": "drawing.picture",
    "save_version": "change.versions",
    "savings": "change.savings",
    "simulate": "timing.simulate",
    "way": "tables.builder",
    "write_outline": "tables.outline_writing",
    "write_steps": "tables.writing",
    "write_workbook": "formats.workbook",
    "xlsx_to_flow": "formats.xlsx_read",
}

if TYPE_CHECKING:
    from kaizen_helpers.flow.change.change_sheet import change_sheet
    from kaizen_helpers.flow.change.changes import ChangeKind
    from kaizen_helpers.flow.change.compare import Change, Comparison, compare
    from kaizen_helpers.flow.change.differences import differences, draw_differences
    from kaizen_helpers.flow.change.questions import questions_about
    from kaizen_helpers.flow.change.review import (
        add_remark,
        open_remarks,
        reply_remark,
        resolve_remark,
        reviewed_by_other,
    )
    from kaizen_helpers.flow.change.review_sheet import review_sheet
    from kaizen_helpers.flow.change.savings import Savings, savings
    from kaizen_helpers.flow.change.tornado import draw_tornado
    from kaizen_helpers.flow.change.versions import Version, read_versions, save_version
    from kaizen_helpers.flow.change.winners import Balance, balance, non_digital_way
    from kaizen_helpers.flow.drawing.drawing import Drawing, draw, draw_beside
    from kaizen_helpers.flow.drawing.pages import draw_pages
    from kaizen_helpers.flow.drawing.picture import save_picture
    from kaizen_helpers.flow.findings.all_findings import find_all
    from kaizen_helpers.flow.findings.burdens import Burdens, count_burdens
    from kaizen_helpers.flow.findings.checks import Finding, check_flow
    from kaizen_helpers.flow.findings.improve import find_improvements
    from kaizen_helpers.flow.findings.lint import lint_flow
    from kaizen_helpers.flow.findings.soundness import Soundness, check_soundness
    from kaizen_helpers.flow.formats.bpmn_export import flow_to_bpmn
    from kaizen_helpers.flow.formats.bpmn_import import bpmn_to_flow
    from kaizen_helpers.flow.formats.drawio import drawio_to_flow, flow_to_drawio
    from kaizen_helpers.flow.formats.mermaid import flow_to_mermaid
    from kaizen_helpers.flow.formats.pptx_read import pptx_to_flow
    from kaizen_helpers.flow.formats.pptx_shapes import flow_to_pptx
    from kaizen_helpers.flow.formats.workbook import write_workbook
    from kaizen_helpers.flow.formats.workbook_reading import read_csv, read_workbook
    from kaizen_helpers.flow.formats.xlsx_read import xlsx_to_flow
    from kaizen_helpers.flow.formats.xlsx_shapes import flow_to_xlsx
    from kaizen_helpers.flow.meaning.align import Alignment, Criterion, Part, align, ask_about_differences
    from kaizen_helpers.flow.meaning.match import Pair, match_steps
    from kaizen_helpers.flow.model import Branch, Flow, Kind, Lane, LaneKind, Remark, Step
    from kaizen_helpers.flow.opening import read_flow
    from kaizen_helpers.flow.tables.builder import FlowBuilder, build, way
    from kaizen_helpers.flow.tables.outline import read_outline
    from kaizen_helpers.flow.tables.outline_writing import write_outline
    from kaizen_helpers.flow.tables.rows import change_rows, delete_row, insert_row, move_row
    from kaizen_helpers.flow.tables.table import Reading, TableProblem, read_steps
    from kaizen_helpers.flow.tables.writing import write_steps
    from kaizen_helpers.flow.timing.effort import Effort, effort
    from kaizen_helpers.flow.timing.lead_time_chart import lead_time_chart
    from kaizen_helpers.flow.timing.markov import expected_visits
    from kaizen_helpers.flow.timing.simulate import simulate
    from kaizen_helpers.flow.timing.simulation import Simulation
    from kaizen_helpers.flow.timing.workdays import WorkCalendar
    from kaizen_helpers.flow.waits import read_wait

__getattr__, __dir__ = lazy_names(__name__, _HOME)
