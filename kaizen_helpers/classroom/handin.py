"""The hand-in: one zip a learner a module, with a manifest, without a name.

A zip of the format ``kaizen-handin/1`` holds ``manifest.json`` and, as far as they can be read, the
notebook (outputs, widget state and machine metadata removed) and ``answers.json``. What cannot be
read is noted in the manifest and never keeps the rest from being handed in.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kaizen_helpers import __version__
from kaizen_helpers.checkers.seat import read_seat
from kaizen_helpers.checkers.store import ANSWERS, MAX_BYTES, DamagedAnswers, read_answers
from kaizen_helpers.errors import InputError, KaizenError, WriteError
from kaizen_helpers.files import replace_file

__all__ = [
    "HAND_IN_FORMAT",
    "MANIFEST_NAME",
    "MAX_FILE_BYTES",
    "MODULE_PATTERN",
    "Contents",
    "HandIn",
    "encode_json",
    "gather",
    "make_hand_in",
    "normalise_seat",
    "strip_notebook",
    "write_new",
]

HAND_IN_FORMAT = "kaizen-handin/1"
MANIFEST_NAME = "manifest.json"
MODULE_PATTERN = re.compile(r"[0-9]{2}_[a-z0-9]+(?:_[a-z0-9]+)*")

MAX_FILE_BYTES = 8 * 1024 * 1024
"""The largest notebook (after stripping) that goes into a hand-in."""

_MAX_READ_BYTES = 200 * 1024 * 1024
"""A notebook with many pictures in its outputs is read up to this size, then stripped."""

_CELL_METADATA = ("deletable", "editable", "kaizen", "nbgrader", "tags")

_WHY_NOT = {
    "missing": "見つからなかったため、入っていません。",
    "damaged": "読み取れなかったため、入っていません。講師に知らせてください。",
    "too-large": "大きすぎるため、入っていません。講師に知らせてください。",
}

_NOTHING_SAVED = "まだ保存された答えがないため、入っていません。"


@dataclass(frozen=True)
class Contents:
    """What a hand-in would hold right now."""

    files: Mapping[str, bytes]
    """File name in the zip to its bytes."""
    states: Mapping[str, str]
    """``notebook`` and ``answers``, each ``included``, ``missing``, ``damaged`` or ``too-large``."""
    lines: tuple[str, ...]
    """One Japanese line for each thing inside."""
    notes: tuple[str, ...]
    """One Japanese line for each thing that could not go in."""


@dataclass(frozen=True)
class HandIn:
    """A hand-in that was written."""

    path: Path
    """The zip."""
    contents: tuple[str, ...]
    """One Japanese line for each thing inside."""
    notes: tuple[str, ...]
    """One Japanese line for each thing that could not go in."""


def normalise_seat(text: object) -> str:
    """Turn what a person types for a seat (「７」「07」「7番」) into two digits or more (``07``).

    Raises:
        InputError: it is not a number from 1 to 999.
    """
    seat = read_seat(str(text) if type(text) is int else text)
    if not seat:
        raise InputError("座席番号は 1 から 999 までの数字で入れてください（例: 7、07）。", "座席番号")
    return seat


def make_hand_in(notebook: Path, seat: str, out: Path, *, made: datetime | None = None) -> HandIn:
    """Write the hand-in of one learner's module into the folder ``out``; nothing is overwritten.

    Args:
        notebook: the learner's ``<module>.ipynb``; ``answers.json`` is read beside it.
        seat: the seat number as a person types it.
        out: the folder for the zip; it is made when missing.
        made: the time of the hand-in (now, with the local zone, unless given).

    Raises:
        InputError: the seat is not a number, or there is neither a notebook nor an answer file to hand in.
        WriteError: the zip could not be written.
    """
    module = notebook.stem
    if not MODULE_PATTERN.fullmatch(module):
        raise InputError("教材のノートブックの名前ではありません（例: 01_flow.ipynb）。", notebook.name)
    seat = normalise_seat(seat)
    inside = gather(notebook)
    if not inside.files:
        raise InputError("提出するものがまだありません。" + "".join(inside.notes), notebook.parent.name)
    moment = (made or datetime.now(UTC).astimezone()).replace(microsecond=0)
    manifest = {
        "format": HAND_IN_FORMAT,
        "module": module,
        "seat": seat,
        "made": moment.isoformat(),
        "library": __version__,
        **inside.states,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in inside.files.items()},
    }
    data = _zip({MANIFEST_NAME: encode_json(manifest), **inside.files}, moment)
    path = write_new(out, f"{module}_seat{seat}_{moment:%Y%m%d-%H%M%S}", ".zip", data)
    return HandIn(path, inside.lines, inside.notes)


def gather(notebook: Path) -> Contents:
    """Look at what a hand-in would hold. Nothing is written, and nothing that is unreadable raises."""
    files: dict[str, bytes] = {}
    states: dict[str, str] = {}
    lines: list[str] = []
    notes: list[str] = []
    parts = (
        ("notebook", notebook, f"ノートブック（{notebook.name}）", _notebook_part),
        ("answers", notebook.parent / ANSWERS, f"答えの記録（{ANSWERS}）", _answers_part),
    )
    for key, path, label, read in parts:
        state, data, detail = read(path)
        states[key] = state
        if data is None:
            why = _NOTHING_SAVED if (key, state) == ("answers", "missing") else _WHY_NOT[state]
            notes.append(f"{label}は、{why}")
        else:
            files[path.name] = data
            lines.append(label + detail)
    return Contents(files, states, tuple(lines), tuple(notes))


def _notebook_part(path: Path) -> tuple[str, bytes | None, str]:
    try:
        if path.stat().st_size > _MAX_READ_BYTES:
            return "too-large", None, ""
        data = encode_json(strip_notebook(json.loads(path.read_bytes().decode("utf-8-sig"))))
    except FileNotFoundError:
        return "missing", None, ""
    except (OSError, ValueError, RecursionError):
        return "damaged", None, ""
    if len(data) > MAX_FILE_BYTES:
        return "too-large", None, ""
    return "included", data, "（実行結果は除いています）"


def _answers_part(path: Path) -> tuple[str, bytes | None, str]:
    try:
        if path.stat().st_size > MAX_BYTES:
            return "too-large", None, ""
        exercises = read_answers(path)["exercises"]
        data = path.read_bytes()
    except FileNotFoundError:
        return "missing", None, ""
    except (DamagedAnswers, OSError):
        return "damaged", None, ""
    count = sum(1 for entry in exercises.values() if entry.get("answer") is not None)
    return "included", data, f"（答えのある演習 {count}題）"


def strip_notebook(document: object) -> dict[str, Any]:
    """A copy of a notebook without outputs, execution counts, widget state, paths or names of the machine.

    Raises:
        InputError: it is not a notebook of format 4.
    """
    cells = document.get("cells") if isinstance(document, dict) and document.get("nbformat") == 4 else None
    if not isinstance(document, dict) or not isinstance(cells, list):
        raise InputError("ノートブックとして読み取れません。", "ノートブック")
    minor = document.get("nbformat_minor")
    return {
        "cells": [_strip_cell(cell) for cell in cells if isinstance(cell, dict)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": minor if type(minor) is int else 5,
    }


def _strip_cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    kept: dict[str, Any] = {name: metadata[name] for name in _CELL_METADATA if name in metadata}
    folded = metadata.get("jupyter")
    if isinstance(folded, dict) and folded.get("source_hidden") is True:
        kept["jupyter"] = {"source_hidden": True}
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    stripped: dict[str, Any] = {"cell_type": cell.get("cell_type"), "metadata": kept, "source": source}
    if isinstance(cell.get("id"), str):
        stripped["id"] = cell["id"]
    if cell.get("cell_type") == "code":
        stripped |= {"execution_count": None, "outputs": []}
    elif isinstance(cell.get("attachments"), dict):
        stripped["attachments"] = cell["attachments"]
    return stripped


def encode_json(document: object) -> bytes:
    """JSON as this project writes it: UTF-8, LF, sorted keys, readable Japanese, one final newline."""
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    # Half of a character pair cannot be written as UTF-8; its JSON escape can.
    return text.encode("utf-8", "backslashreplace")


def _zip(files: Mapping[str, bytes], moment: datetime) -> bytes:
    """A zip that depends on nothing but its arguments (a zip knows no year before 1980)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, date_time=(max(moment.year, 1980), *moment.timetuple()[1:6]))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


def write_new(folder: Path, stem: str, suffix: str, data: bytes) -> Path:
    """Write a file under a name that is free (``stem``, ``stem-2``, …), whole or not at all.

    Raises:
        WriteError: the folder or the file could not be written.
    """
    path = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _reserve(folder, stem, suffix)
        try:
            replace_file(path, data)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    except KaizenError:
        raise
    except OSError as error:
        raise WriteError(
            "ファイルを作れませんでした。書き込みできるフォルダか、空き容量があるかを確かめてください。", str(folder)
        ) from error
    return path


def _reserve(folder: Path, stem: str, suffix: str) -> Path:
    """Take the first free name; the empty file keeps it for us."""
    for number in range(1, 1000):
        path = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            continue
        return path
    raise WriteError("同じ名前のファイルが多すぎます。古いファイルを別のフォルダへ移してください。", str(folder))
