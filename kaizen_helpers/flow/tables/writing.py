"""From a flow to the rows of a step table: what :func:`~kaizen_helpers.flow.tables.table.read_steps` reads, written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kaizen_helpers.flow.cells import plain_number
from kaizen_helpers.flow.model import Branch, Flow, Step
from kaizen_helpers.flow.tables.columns import LABEL
from kaizen_helpers.flow.tables.quoting import quote, split_list
from kaizen_helpers.flow.tables.shares import percent
from kaizen_helpers.flow.tables.table import LIST_SEPARATORS
from kaizen_helpers.flow.tables.ways import read_ways

__all__ = ["write_steps"]

_ALWAYS = ("number", "who", "kind", "what", "next")
_ORDER = (
    "number", "who", "rank", "kind", "what", "next", "condition", "share", "minutes", "wait", "cases", "means",
    "system", "document", "seal", "inputs", "deadline", "basis", "person", "personal", "issues", "note",
)  # fmt: skip
_SPELLED: dict[str, Callable[[Any], str]] = {
    "number": str,
    "kind": lambda kind: str(kind.label),
    "minutes": plain_number,
    "cases": plain_number,
    "seal": lambda _sealed: "○",
}


def write_steps(flow: Flow, *, columns: Sequence[str] = ()) -> list[dict[str, str]]:
    """The steps as rows with Japanese columns: those in use, and those named in ``columns``.

    ``read_steps(write_steps(flow)).flow`` has the same steps, if their numbers are 1 to 999,999, no cell is longer
    than ``flow.tables.table.MAX_CELL``, and texts have no blanks at their ends and no control characters.
    A condition that would be read as something else (「→5」, 「達成率90%」) stands in quotation marks.
    """
    rows = [_row(step) for step in flow.steps]
    used = {name for row in rows for name, text in row.items() if text}
    wanted = {*used, *columns, *(LABEL[field] for field in _ALWAYS)}
    names = [LABEL[field] for field in _ORDER if LABEL[field] in wanted]
    return [{name: row[name] for name in names} for row in rows]


def _row(step: Step) -> dict[str, str]:
    ways = dict(zip(("next", "condition", "share"), _ways(step), strict=True))
    return {LABEL[field]: ways[field] if field in ways else _cell(field, getattr(step, field)) for field in _ORDER}


def _cell(field: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, tuple):
        return "、".join(map(_item, value))
    return _SPELLED.get(field, str)(value)


def _item(text: str) -> str:
    return text if split_list(text, LIST_SEPARATORS) == (text,) and not text.startswith('"') else quote(text)


def _ways(step: Step) -> tuple[str, str, str]:
    """The columns 次, 条件 and 割合: in the first spelling that is read back as it was meant."""
    ways = step.next
    targets = "、".join(map(_target, ways))
    shares = "、".join(percent(way.share) for way in ways if way.share is not None)
    conditions = "、".join(way.condition for way in ways)
    beside = "、".join(f"{way.condition}→{_target(way)}" if way.condition else _target(way) for way in ways)
    for spelled in ((targets, conditions.strip("、"), shares), (beside, "", shares)):
        read = read_ways(spelled[0], spelled[1], step.number, spelled[2])
        if read.branches == ways and not read.problems:
            return spelled
    return "、".join(map(_exact, ways)), "", ""


def _exact(way: Branch) -> str:
    return f"{quote(way.condition)}{'' if way.share is None else percent(way.share)}→{_target(way)}"


def _target(way: Branch) -> str:
    return "おわり" if way.to is None else str(way.to)
