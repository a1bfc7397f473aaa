"""An exercise as the plain data from which the front end draws its panel (shapes: ``widgets/static/README.md``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaizen_helpers.checkers.engine import Exercise
from kaizen_helpers.checkers.inputs import MAX_ROWS, Column, Field, Input, Table, Variant
from kaizen_helpers.notation.reading import NOTHING, Question, Reading, read_number

__all__ = ["BUTTONS", "panel_spec", "reading_notes"]

BUTTONS = {
    "check": "答え合わせ",
    "hint": "ヒント",
    "ask": "講師に聞く",
    "sample": "見本から続ける",
    "versions": "前の答え",
}

_BESIDE = 40.0
"""Em: a table up to this width has its drawing beside it on a usual screen; a wider one needs the whole width."""


def panel_spec(exercise: Exercise, variant: Variant, *, key: str = "", sample: bool = True) -> dict[str, Any]:
    """The fixed part of a panel. ``key`` tells drafts of different folders apart; ``sample``: one is at hand.

    Raises:
        ValueError: the exercise has no panel.
    """
    panel = exercise.panel
    if panel is None:
        raise ValueError(f"{exercise.id} has no panel")
    left_out = set() if sample and panel.sample is not False else {"sample"}
    return {
        "key": key,
        "name": f"{exercise.code} {exercise.title}",
        "heading": "",
        "question": panel.asked(variant),
        "picture": panel.picture(variant) if panel.picture else "",
        "inputs": [_input(item) for item in panel.inputs],
        "drawing": panel.preview is not None,
        "beside": all(_width(item) <= _BESIDE for item in panel.inputs),
        **({"caption": panel.caption} if panel.caption else {}),
        "saves": True,
        "check": True,
        "buttons": [
            {"id": name, "label": label, "main": name == "check"}
            for name, label in BUTTONS.items()
            if name not in left_out
        ],
    }


def _width(item: Input) -> float:
    """Em that the columns of a table ask for; 0 for everything that fits anywhere."""
    return sum(float(column.width.removesuffix("em")) for column in item.columns) if isinstance(item, Table) else 0.0


def _input(item: Input) -> dict[str, Any]:
    if isinstance(item, Field):
        plain = {"name": item.name, "label": item.label}
        if choices := item.offered():
            return {"kind": "choice", **plain, "choices": list(choices)}
        return {"kind": "text", **plain, "unit": item.unit, "placeholder": item.placeholder, "long": item.long}
    if item.cards:
        card, box = item.columns
        keys = {"card": card.key, "box": box.key, "boxes": list(box.choices)}
        return {"kind": "cards", "name": item.name, "label": item.label, **keys}
    return {
        "kind": "table",
        "name": item.name,
        "label": item.label,
        "columns": [_column(column) for column in item.columns],
        "grows": item.grows,
        "limit": MAX_ROWS,
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "key": column.key,
        "given": column.given,
        "choices": list(column.choices),
        "width": column.width,
        "placeholder": column.placeholder,
        "later": False,
    }


def reading_notes(exercise: Exercise, answer: Mapping[str, Any]) -> dict[str, str]:
    """How numbers were read, or what to ask back, by place: ``total``, or ``rows.3.件数`` (rows from 0)."""
    notes = {}
    for item in exercise.panel.inputs if exercise.panel else ():
        if isinstance(item, Field):
            notes[item.name] = _note(answer[item.name], item.reads)
        elif isinstance(item, Table):
            for index, row in enumerate(answer[item.name]):
                for column in item.columns:
                    notes[f"{item.name}.{index}.{column.key}"] = _note(row[column.key], column.reads)
    return {place: note for place, note in notes.items() if note}


def _note(text: str, unit: str | None) -> str:
    if unit is None or text.strip() in NOTHING:
        return ""
    reading = read_number(text, unit, convert=True)
    if isinstance(reading, Question):
        return reading.text_ja
    return reading.note_ja if isinstance(reading, Reading) else ""
