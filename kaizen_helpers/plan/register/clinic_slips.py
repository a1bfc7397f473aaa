"""Question slips of the course (「講師に聞く」) as consultations that have not been held yet: rows of the register.

The seat is left out, and what looks like a person is masked before it is written anywhere. The name of the business is
not on a slip: it is asked for when the person comes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.forms.model import Problem
from kaizen_helpers.notation.personal import masked

__all__ = ["Slips", "read_slips"]

_MOST_FILES = 500
_MOST_BYTES = 20_000
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})")
_KINDS = {
    "01": "業務フロー図・論点",
    "02": "業務フロー図・論点",
    "04": "Excel",
    "05": "表記・データ",
    "06": "kintone",
}
"""The kind of a consultation by the number of the module in which it was asked."""


@dataclass(frozen=True)
class Slips:
    """Rows for the register (``REGISTER``'s values), and what could not be read."""

    rows: tuple[dict[str, Any], ...]
    without_words: int
    """Slips on which nothing was asked in one's own words; they become no row."""
    problems: tuple[Problem, ...] = ()


def read_slips(folder: Path) -> Slips:
    """The question slips of a folder, oldest first.

    Raises:
        InputError: there is no such folder, or no slip in it.
    """
    paths = sorted(folder.glob("*_seat*.txt"), key=lambda path: path.name.rpartition("_")[2]) if folder.is_dir() else []
    if not paths:
        raise InputError("質問のファイルが見つかりません。「質問」のフォルダを選んでください。", folder.name)
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    silent = 0
    for path in paths[:_MOST_FILES]:
        row = _row(path)
        if row is None:
            problems.append(
                Problem(path.name, "質問のファイルとして読めませんでした。講師の画面で開いて確かめてください。")
            )
        elif not row["trouble"]:
            silent += 1
        else:
            rows.append({"number": f"質問{len(rows) + 1}", **row})
    if len(paths) > _MOST_FILES:
        problems.append(Problem(folder.name, f"{_MOST_FILES}枚までを読みました。残りは別のフォルダに分けてください。"))
    return Slips(tuple(rows), silent, tuple(problems))


def _row(path: Path) -> dict[str, Any] | None:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return None
        words = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    head, _, rest = words.partition("\n")
    day = _day(head)
    if day is None or "問題: " not in rest:
        return None
    told = masked(rest.partition("聞きたいこと: ")[2].strip())
    exercise = rest.partition("問題: ")[2].partition("\n")[0].strip()
    return {
        "day": day,
        "trouble": f"{told}（{exercise}）" if told else "",
        "kind": _KINDS.get(path.name[:2], "その他"),
        "state": "相談のみ",
    }


def _day(head: str) -> date | None:
    match = _DAY.match(head)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
