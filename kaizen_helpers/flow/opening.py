"""Reading a flow from whatever file somebody has: a table, a text, or the drawing of another tool."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.formats.workbook_reading import name_of, read_bytes_of, read_csv, read_text_file, read_workbook
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.tables.outline import read_outline
from kaizen_helpers.flow.tables.table import Reading, TableProblem

if TYPE_CHECKING:
    from kaizen_helpers.flow.findings.checks import Finding

__all__ = ["read_flow"]


def read_flow(path: Path | str) -> Reading:
    """Read a flow from a file, by the ending of its name.

    ``.xlsx`` (a step table, or else shapes and lines), ``.csv``, ``.txt`` (an outline), ``.json``
    (:meth:`Flow.to_dict`), ``.bpmn``, ``.drawio`` and ``.pptx``. What was not certain in a drawing is a problem
    whose ``row`` is the number of the step.

    Raises:
        MissingError: there is no such file, or it cannot be opened.
        InputError: the file is of another kind, too large, damaged or locked by a password.
    """
    source = Path(path)
    reader = _READERS.get(source.suffix.lower())
    if reader is None:
        raise InputError(
            f"この種類のファイルは読めません。{'・'.join(_READERS)} のどれかを選んでください。", name_of(source)
        )
    return reader(source)


def _excel(path: Path) -> Reading:
    """The table of a workbook; where there is none, what is drawn in it."""
    reading = read_workbook(path)
    if reading.flow.steps:
        return reading
    from kaizen_helpers.flow.formats.xlsx_read import xlsx_to_flow

    try:
        return _with_questions(*xlsx_to_flow(path))
    except InputError:  # nothing is drawn either: what the table lacks is the better answer
        return reading


def _powerpoint(path: Path) -> Reading:
    from kaizen_helpers.flow.formats.pptx_read import pptx_to_flow

    return _with_questions(*pptx_to_flow(path))


def _bpmn(path: Path) -> Reading:
    from kaizen_helpers.flow.formats.bpmn_import import bpmn_to_flow

    return _with_questions(*bpmn_to_flow(path))


def _drawio(path: Path) -> Reading:
    from kaizen_helpers.flow.formats.drawio import drawio_to_flow

    return _with_questions(*drawio_to_flow(read_bytes_of(path), name_of(path)))


def _text(path: Path) -> Reading:
    return read_outline(read_text_file(path))


def _json(path: Path) -> Reading:
    try:
        found = json.loads(read_text_file(path))
    except (ValueError, RecursionError) as error:
        message = "JSON として読めませんでした。ファイルを書き出し直してください。"
        raise InputError(message, name_of(path)) from error
    return Reading(Flow.from_dict(found), ())


def _with_questions(flow: Flow, findings: Iterable[Finding]) -> Reading:
    problems = (TableProblem(found.steps[0] if found.steps else 0, "", found.message_ja) for found in findings)
    return Reading(flow, tuple(problems))


_READERS: dict[str, Callable[[Path], Reading]] = {
    ".xlsx": _excel,
    ".xlsm": _excel,
    ".csv": read_csv,
    ".txt": _text,
    ".json": _json,
    ".bpmn": _bpmn,
    ".drawio": _drawio,
    ".pptx": _powerpoint,
}
