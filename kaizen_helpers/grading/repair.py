"""Make a handed-in notebook one that nbgrader can grade, mechanically and without judging anybody.

Every cell of the release that nbgrader knows (by ``grade_id``) is there once, in the release's order;
its locked text and its marking data come from the release. The learner's own cells and texts stay.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from kaizen_helpers.classroom.handin import strip_notebook
from kaizen_helpers.errors import InputError
from kaizen_helpers.grading.places import Note

__all__ = ["repair"]

_ID = re.compile(r"[a-zA-Z0-9-_]{1,64}")
Cell = dict[str, Any]


def repair(
    released: Mapping[str, Any], handed_in: bytes | None, label: Callable[[str], str] = str
) -> tuple[dict[str, Any], list[Note]]:
    """The notebook to grade, and what had to be put right.

    Args:
        released: the release's notebook.
        handed_in: the bytes of the learner's notebook; ``None`` when there is none.
        label: turns a ``grade_id`` into words for the notes.
    """
    fresh = copy.deepcopy(dict(released))
    if handed_in is None:
        return fresh, []
    try:
        document = strip_notebook(json.loads(handed_in.decode("utf-8-sig")))
    except (InputError, ValueError, RecursionError):
        text = "ノートブックが読み取れないため、元の教材のノートブックを使いました。答えの記録は採点しています。"
        return fresh, [Note("notebook-damaged", text)]
    wanted = {_grade_id(cell): cell for cell in fresh["cells"] if _grade_id(cell)}
    found, own, notes = _sort(document["cells"], wanted, label)
    order = [name for name in found if name in wanted]
    if order != [name for name in wanted if name in found]:
        notes.append(Note("cell-moved", "問題のセルの順番が変わっていたため、元の順番に戻しました。"))
    if wanted and not found:
        text = "問題のセルが見つからなかったため、元の教材のセルを使いました。答えの記録は採点しています。"
        notes.append(Note("cells-restored", text))
    cells = list(own[""])
    for name, original in wanted.items():
        if found and name not in found:
            notes.append(Note("cell-restored", f"「{label(name)}」のセルがなかったため、元の教材から戻しました。"))
        cells.append(_whole(original, found.get(name)))
        cells += own[name]
    return {**fresh, "cells": _with_ids(cells)}, notes


def _sort(
    cells: list[Cell], wanted: Mapping[str, Cell], label: Callable[[str], str]
) -> tuple[dict[str, Cell], dict[str, list[Cell]], list[Note]]:
    """Tell the release's cells from the learner's own; the latter stay behind the cell they followed."""
    found: dict[str, Cell] = {}
    own: dict[str, list[Cell]] = {"": [], **{name: [] for name in wanted}}
    notes: list[Note] = []
    last = ""
    for cell in cells:
        name = _grade_id(cell)
        if name not in wanted:
            own[last].append(_own(cell))
        elif name in found:
            note = Note("cell-duplicated", f"「{label(name)}」のセルが二つ以上あったため、はじめのものを使いました。")
            notes += [note] if note not in notes else []
        else:
            found[name] = cell
            last = name
            if _locked(wanted[name]) and cell["source"] != _source(wanted[name]):
                text = f"「{label(name)}」の書き換えできないセルの内容が変わっていたため、元に戻しました。"
                notes.append(Note("cell-edited", text))
    return found, own, notes


def _grade_id(cell: Mapping[str, Any]) -> str:
    nbgrader = cell.get("metadata", {}).get("nbgrader")
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return name if isinstance(name, str) else ""


def _locked(cell: Mapping[str, Any]) -> bool:
    nbgrader = cell["metadata"]["nbgrader"]
    return bool(nbgrader.get("locked")) or (bool(nbgrader.get("grade")) and not nbgrader.get("solution"))


def _source(cell: Mapping[str, Any]) -> str:
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)


def _whole(original: Cell, cell: Cell | None) -> Cell:
    """A cell of the release: its own marking data and kind, and the learner's text where that may be written."""
    whole = copy.deepcopy(original)
    if cell is not None and not _locked(original) and isinstance(cell["source"], str):
        whole["source"] = cell["source"].encode("utf-8", "replace").decode("utf-8")
    return whole


def _own(cell: Cell) -> Cell:
    """A cell of the learner's own, free of marking data and of anything a notebook may not hold."""
    kind = cell["cell_type"] if cell["cell_type"] in ("code", "markdown") else "raw"
    source = cell["source"] if isinstance(cell["source"], str) else ""
    source = source.encode("utf-8", "replace").decode("utf-8")  # half of a character pair cannot be written
    plain: Cell = {"cell_type": kind, "id": cell.get("id", ""), "metadata": {}, "source": source}
    if kind == "code":
        plain |= {"execution_count": None, "outputs": []}
    return plain


def _with_ids(cells: list[Cell]) -> list[Cell]:
    """Every cell with an id of its own, as the notebook format asks."""
    used: set[str] = {cell["id"] for cell in cells if _grade_id(cell) and isinstance(cell.get("id"), str)}
    for number, cell in enumerate(cells):
        if _grade_id(cell) and cell.get("id"):
            continue
        name = cell.get("id")
        if not isinstance(name, str) or not _ID.fullmatch(name) or name in used:
            name = f"own-{number}"
            while name in used:
                name += "x"
        cell["id"] = name
        used.add(name)
    return cells
