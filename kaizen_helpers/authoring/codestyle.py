"""Ruff on the code cells of a notebook: its formatter repairs, its linter reports."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kaizen_helpers.authoring.findings import Notes
from kaizen_helpers.errors import SetupError

__all__ = ["check_code", "format_code"]


def format_code(content: bytes, path: Path) -> bytes:
    """The notebook with its code cells formatted; unchanged where a cell is no valid Python.

    ``path`` says which settings apply (the nearest ``pyproject.toml``); nothing is read from it.

    Raises:
        SetupError: ruff is not installed.
    """
    done = _ruff(["format", "--stdin-filename", str(path), "-"], content, path)
    return done.stdout if done.returncode == 0 else content


def check_code(content: bytes, path: Path, notes: Notes) -> None:
    """Note what the linter says about the code cells.

    Raises:
        SetupError: ruff is not installed, or its answer cannot be read.
    """
    done = _ruff(["check", "--output-format", "json", "--stdin-filename", str(path), "-"], content, path)
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)
    except ValueError as error:
        raise SetupError(f"ruff gave no answer: {done.stderr.decode(errors='replace').strip()}", str(path)) from error
    cells = [cell["id"] for cell in json.loads(content)["cells"]]  # ruff counts all cells, from 1
    for item in found:
        number = item.get("cell")
        name = cells[number - 1] if number and number <= len(cells) else "-"
        notes.report(name, "code", f"line {item['location']['row']}: {item['message']} ({item['code']})")


def _ruff(arguments: list[str], content: bytes, path: Path) -> subprocess.CompletedProcess[bytes]:
    if find_spec("ruff") is None:
        raise SetupError("ruff is missing: run `python3 start.py test` once, it installs what authors need.", "ruff")
    command = [sys.executable, "-m", "ruff", *arguments]
    return subprocess.run(command, input=content, capture_output=True, check=False, cwd=path.parent)
