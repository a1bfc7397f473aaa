"""Rows of a register as a table of any kind gives them, brought to the columns of its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kaizen_helpers.forms.model import Entry, Problem
from kaizen_helpers.forms.values import same_word

__all__ = ["rows_by_key"]


def rows_by_key(
    columns: Sequence[Entry], rows: Sequence[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], tuple[Problem, ...]]:
    """The rows by the keys of the columns, found by their headings; a missing column is one problem, not one a row."""
    if not rows:
        return [], ()
    headings = [str(heading) for heading in rows[0]]
    names = {
        column.key: next((h for h in headings if same_word(column.label, h) or same_word(column.heading, h)), "")
        for column in columns
    }
    missing = tuple(
        Problem(f"「{column.label}」の列", "列がありません。見出しを足すか、名前を直してください。")
        for column in columns
        if not names[column.key]
    )
    return [{key: row.get(name) for key, name in names.items() if name} for row in rows], missing
