"""Small notebooks for the tests of authoring: every test says only what is odd about its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kaizen_helpers.course import Course

SCORED = {"01_flow": {"flow-time": 4.0}}


def text_cell(source: str, name: str = "title") -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source.splitlines(keepends=True)}


def code_cell(source: str, name: str = "code", **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": metadata,
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def nbgrader(grade_id: str, points: float = 4, **changes: Any) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "grade": True,
        "grade_id": grade_id,
        "locked": True,
        "points": points,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return {**settings, **changes}


def graded_cell(
    source: str = 'exercise("flow-time")', name: str = "01_flow-flow-time", **changes: Any
) -> dict[str, Any]:
    return code_cell(source, name, nbgrader=nbgrader(**{"grade_id": name, **changes}))


def imports_cell() -> dict[str, Any]:
    return code_cell("from kaizen_helpers import exercise", "imports")


def notebook(*cells: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "cells": list(cells),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
        **changes,
    }


def to_bytes(book: dict[str, Any]) -> bytes:
    return (json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def good_notebook() -> dict[str, Any]:
    return notebook(text_cell("# 業務フロー図"), imports_cell(), graded_cell())


def make_course(root: Path, book: dict[str, Any] | None = None) -> Course:
    """A course of one module whose notebook is ``book`` (default: a good one)."""
    for folder in ("courses", "exercises", "solutions/01_flow"):
        (root / folder).mkdir(parents=True)
    (root / "solutions/01_flow/01_flow.ipynb").write_bytes(to_bytes(book or good_notebook()))
    return Course(root)
