"""The sheet beside the drawing: the steps as a table, for people and for what a drawing has no room for.

The drawing says who does what, and what comes next. Minutes, media and the like stand in the alternative texts of its
shapes; where a person has changed them in this table, or a program has dropped the alternative texts (LibreOffice
does), the table counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Any

from kaizen_helpers.flow.cells import read_minutes, read_number
from kaizen_helpers.flow.findings.checks import Finding
from kaizen_helpers.flow.formats.shown import same_words
from kaizen_helpers.flow.formats.xml import xml_text
from kaizen_helpers.flow.model import Branch, Step
from kaizen_helpers.flow.tables.ways import read_ways
from kaizen_helpers.flow.text import em_width

if TYPE_CHECKING:
    from kaizen_helpers.flow.formats.sketch import Cell
    from kaizen_helpers.flow.model import Flow

__all__ = ["TABLE_SHEET", "with_table", "write_table"]

TABLE_SHEET = "手順の表"
_LONGEST = 32_000
"""Characters that a cell of Excel can hold, about."""
_COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("番号", "number", 6),
    ("だれが", "who", 14),
    ("何を", "what", 36),
    ("種類", "kind", 10),
    ("次", "next", 12),
    ("条件", "condition", 20),
    ("分", "minutes", 7),
    ("待ち", "wait", 10),
    ("件数", "cases", 8),
    ("書類", "document", 16),
    ("手段", "means", 10),
    ("職位", "rank", 10),
    ("システム", "system", 16),
    ("押印", "seal", 6),
    ("入力情報", "inputs", 20),
    ("期限", "deadline", 12),
    ("根拠", "basis", 16),
    ("属人", "person", 12),
    ("個人情報", "personal", 12),
    ("課題", "issues", 16),
    ("備考", "note", 24),
)
_ALWAYS = {"number", "who", "what", "kind", "next", "condition"}
_FIELD_OF = {name: field for name, field, _ in _COLUMNS}


# --- writing -------------------------------------------------------------------------------------


def write_table(book: Any, sheet: Any, flow: Flow) -> None:
    """Every step as a row; columns that would be empty are left out."""
    columns = [column for column in _COLUMNS if column[1] in _ALWAYS or any(_shown(s, column[1]) for s in flow.steps)]
    head = book.add_format({"bold": True, "bg_color": "#E4E9EF", "border": 1, "text_wrap": True, "valign": "vcenter"})
    body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, "図から作った表です。流れ（だれが・何を・次・条件）は図で、ほかの列はこの表で直せます。")
    for at, (name, field, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(1, at, name, head)
        for row, step in enumerate(flow.steps, 2):
            value = _shown(step, field)
            if isinstance(value, str):
                sheet.write_string(row, at, value, body)
            else:
                sheet.write_number(row, at, value, body)
    for row, step in enumerate(flow.steps, 2):
        lines = [em_width(str(_shown(step, field))) * 2 / (width - 1) for _, field, width in columns]
        sheet.set_row(row, 16 * min(20, max(1, ceil(max(lines)))))
    sheet.freeze_panes(2, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)


def _shown(step: Step, field: str) -> str | float:
    """What a cell says of a step; numbers stay numbers."""
    value = _value(step, field)
    return xml_text(value.replace("\r", ""))[:_LONGEST] if isinstance(value, str) else value


def _value(step: Step, field: str) -> str | float:
    if field == "next":
        return "、".join("おわり" if branch.to is None else str(branch.to) for branch in step.next)
    if field == "condition":
        return "、".join(_condition(branch) for branch in step.next) if any(map(_condition, step.next)) else ""
    value = step.kind.label if field == "kind" else getattr(step, field)
    if isinstance(value, bool):
        return "あり" if value else ""
    if isinstance(value, tuple):
        return "、".join(value)
    return "" if value is None else value


def _condition(branch: Branch) -> str:
    share = "" if branch.share is None else f"{branch.share * 100:g}%"
    return f"{branch.condition} {share}".strip()


# --- reading -------------------------------------------------------------------------------------


def with_table(flow: Flow, cells: list[Cell]) -> tuple[Flow, tuple[Finding, ...]]:
    """The flow of the drawing with what the table says otherwise, and what that was."""
    rows = _rows(cells)
    uses = Counter(step.number for step in flow.steps)
    changed: list[tuple[int, str]] = []
    steps = []
    for step in flow.steps:
        row = rows.get(step.number) if uses[step.number] == 1 else None
        for name, written in (row or {}).items():
            if not _says(written, _shown(step, _FIELD_OF[name])):
                before, step = step, _changed(step, name, written, row or {})
                if step != before:
                    changed.append((step.number, name))
        steps.append(step)
    if not changed:
        return flow, ()
    places = "、".join(f"手順{number}の{name}" for number, name in changed[:3])
    more = f"、ほか{len(changed) - 3}か所" if len(changed) > 3 else ""
    message = f"「{TABLE_SHEET}」の内容を図の手順に加えました：{places}{more}。この内容で合っていますか。"
    numbers = tuple(dict.fromkeys(number for number, _ in changed))
    return replace(flow, steps=tuple(steps)), (Finding("READ-TABLE", numbers, message, "advice"),)


def _rows(cells: list[Cell]) -> dict[int, dict[str, str]]:
    """number of the step → column → text; a number that two rows have is left out."""
    top = next((cell.top for cell in cells if cell.text == "番号"), None)
    heads = {cell.left: cell.text for cell in cells if cell.top == top and cell.text in _FIELD_OF}
    lines: dict[int, dict[str, str]] = {}
    for cell in cells:
        if top is not None and cell.top > top and cell.left in heads:
            lines.setdefault(cell.top, dict.fromkeys(heads.values(), ""))[heads[cell.left]] = cell.text
    numbers = Counter(line["番号"] for line in lines.values())
    return {
        int(line["番号"]): line
        for line in lines.values()
        if line["番号"].isascii() and line["番号"].isdigit() and numbers[line["番号"]] == 1
    }


def _says(written: str, shown: str | float) -> bool:
    """Whether a cell still holds what was written into it; Excel keeps 15 digits of a number."""
    if isinstance(shown, str):
        return same_words(written, shown)
    number = read_number(written)
    return number is not None and abs(number - shown) <= 1e-12 * abs(shown)


def _changed(step: Step, name: str, written: str, row: Mapping[str, str]) -> Step:
    """The step with the value of a cell; the drawing decides on the columns that it shows itself."""
    field = _FIELD_OF[name]
    if field == "condition":
        return replace(step, next=_with_shares(step, row))
    if field in _ALWAYS:
        return step
    if field == "seal":
        return replace(step, seal=bool(written))
    if field == "minutes":
        minutes = read_minutes(written)
        return step if written and minutes is None else replace(step, minutes=minutes)
    if field == "cases":
        cases = read_number(written)
        return step if written and cases is None else replace(step, cases=cases)
    if field in {"inputs", "issues"}:
        parts = tuple(part.strip() for part in written.split("、") if part.strip())
        return replace(step, inputs=parts) if field == "inputs" else replace(step, issues=parts)
    given: dict[str, Any] = {field: written}
    return replace(step, **given)


def _with_shares(step: Step, row: Mapping[str, str]) -> tuple[Branch, ...]:
    """The ways of the drawing with the shares of the table, as long as both have the same ways."""
    ways = read_ways(row.get("次", ""), row.get("条件", ""), step.number).branches
    if [(way.to, way.condition) for way in ways] != [(branch.to, branch.condition) for branch in step.next]:
        return step.next
    return tuple(replace(branch, share=way.share) for branch, way in zip(step.next, ways, strict=True))
