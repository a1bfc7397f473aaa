"""What a drawn shape stands for, written beside it: the alternative text in Office, the data of the cell in draw.io.

A drawing shows the text, the owner and the order of the steps. Minutes, media and all the rest stand in the
alternative text, one 「項目：値」 a line, so that a person, a screen reader and :func:`read_notes` can read them::

    業務フロー図の手順
    番号：3
    だれが：市町
    何を：回答を返信する
    作業分：30

Every text survives: what would not fit on a line as it is (line breaks, blanks at the ends, characters that XML
cannot hold) is written as a JSON string.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kaizen_helpers.flow.model import Kind

__all__ = ["NAMES", "Facts", "read_attributes", "read_notes", "role_by_name", "write_attributes", "write_notes"]

_TITLES = {
    "flow": "業務フロー図の題名",
    "lane": "業務フロー図の担当",
    "frame": "業務フロー図の担当の枠",
    "step": "業務フロー図の手順",
    "end": "業務フロー図のおわり",
    "missing": "業務フロー図の、まだない手順",
    "way": "業務フロー図の矢印",
    "condition": "業務フロー図の条件",
    "rest": "業務フロー図に描いていない手順",
}
"""The first line of the alternative text, for each role a shape can have."""
NAMES = {
    "flow": "題名",
    "lane": "担当",
    "frame": "担当の枠",
    "step": "手順",
    "end": "おわり",
    "missing": "まだない手順",
    "way": "矢印",
    "condition": "条件",
    "rest": "描いていない手順",
}
"""How the name of a shape begins, before a blank."""
_ROLE_OF = {title: role for role, title in _TITLES.items()}
_LABELS = {
    "at": "表の何行目",
    "number": "番号",
    "name": "名前",
    "who": "だれが",
    "what": "何を",
    "kind": "種類",
    "minutes": "作業分",
    "wait": "待ち",
    "cases": "件数",
    "document": "書類",
    "means": "手段",
    "rank": "職位",
    "system": "システム",
    "seal": "押印",
    "inputs": "入力情報",
    "deadline": "期限",
    "basis": "根拠",
    "person": "属人",
    "personal": "個人情報",
    "issues": "課題",
    "note": "備考",
    "title": "題名",
    "version": "版",
    "author": "作成者",
    "updated": "更新日",
    "declared": "担当の内訳",
    "remarks": "確認",
    "from": "どの行から",
    "to": "どの番号へ",
    "ways": "行き方",
    "way": "何番目の行き方",
    "steps": "手順",
}
_FIELD_OF = {label: name for name, label in _LABELS.items()}
_TEXTS = {"name", "who", "what", "kind", "wait", "document", "means", "rank", "system", "deadline", "basis", "person"}
_TEXTS |= {"personal", "note", "title", "version", "author", "updated"}
"""Fields whose value is text; the others are JSON."""
_PLACES = {"at", "number", "from", "to", "way"}
"""Of those, the ones by which shapes find each other: whole numbers, or nothing."""
_KIND_NAMES = {kind.value: kind.label for kind in Kind}
_KIND_OF = {label: value for value, label in _KIND_NAMES.items()}
_LONGEST = 200_000
"""Characters read of one text."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a shape: its role in the drawing, and plain JSON values."""

    role: str
    values: Mapping[str, Any] = field(default_factory=dict)


def write_notes(facts: Facts) -> str:
    """The alternative text."""
    lines = [_TITLES[facts.role]]
    for name, value in facts.values.items():
        written = _KIND_NAMES.get(value, value) if name == "kind" else _encode(name, value)
        lines.append(f"{_LABELS[name]}：{written}")
    return "\n".join(lines)


def read_notes(text: str) -> Facts | None:
    """What :func:`write_notes` wrote; ``None`` for any other text. Lines that cannot be read are left out."""
    lines = text[:_LONGEST].replace("\r\n", "\n").split("\n")
    role = _ROLE_OF.get(lines[0].strip())
    if role is None:
        return None
    values: dict[str, Any] = {}
    for line in lines[1:]:
        label, _, written = line.partition("：")
        if (name := _FIELD_OF.get(label.strip())) is not None:
            _decode(name, written, values)
    return Facts(role, values)


def role_by_name(name: str, text: str) -> Facts | None:
    """The role of a shape of ours whose alternative text is lost, from its name; ``None`` where it says nothing.

    Steps and arrows are then read like those of anybody.
    """
    role = {begin: role for role, begin in NAMES.items()}.get(name.partition(" ")[0]) if " " in name else None
    if role == "missing" and (number := re.match(r"(-?\d{1,15})番", text)):
        return Facts(role, {"to": int(number[1])})
    return Facts(role) if role in {"flow", "lane", "frame", "condition", "rest"} else None


def write_attributes(facts: Facts) -> dict[str, str]:
    """As attributes of an XML element, under the English names of the model's fields."""
    return {"kaizen": facts.role, **{name: _encode(name, value) for name, value in facts.values.items()}}


def read_attributes(attributes: Mapping[str, str]) -> Facts | None:
    """What :func:`write_attributes` wrote; ``None`` where the element is not ours."""
    role = attributes.get("kaizen")
    if role not in _TITLES:
        return None
    values: dict[str, Any] = {}
    for name, written in attributes.items():
        if name in _LABELS:
            _decode(name, written[:_LONGEST], values)
    return Facts(role, values)


def _encode(name: str, value: Any) -> str:
    if name in _TEXTS and isinstance(value, str) and _is_plain(value):
        return value
    written = json.dumps(value, ensure_ascii=False)
    # What cannot be printed is escaped: XML cannot hold all of it, and nobody could read it.
    return "".join(mark if mark.isprintable() else json.dumps(mark)[1:-1] for mark in written)


def _is_plain(text: str) -> bool:
    """Whether a text survives on one line: printable, single blanks only, and not to be taken for JSON."""
    return text.isprintable() and text == " ".join(text.split()) and text[:1] not in {"", '"'}


def _decode(name: str, written: str, values: dict[str, Any]) -> None:
    """Add the value, if it can be read."""
    written = written.strip()
    if name in _TEXTS and not written.startswith('"'):
        values[name] = _KIND_OF.get(written, written) if name == "kind" else written
        return
    try:
        value = json.loads(written, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return
    if name not in _PLACES or value is None or type(value) is int:
        values[name] = value


def _refuse(constant: str) -> None:
    raise ValueError(constant)
