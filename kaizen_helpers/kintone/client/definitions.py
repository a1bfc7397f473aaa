"""The definition of an app, taken out as one JSON, and what differs between two."""

from __future__ import annotations

from typing import Any

from kaizen_helpers.kintone.client.answers import text_of, value_of
from kaizen_helpers.kintone.client.problems import DeniedError
from kaizen_helpers.kintone.client.service import Kintone
from kaizen_helpers.kintone.definition import AppDefinition, AppField, Part

__all__ = ["compare_apps", "export_app"]

_FIELD = {
    "label": "項目名",
    "type_label": "種類",
    "required": "必須",
    "unique": "重複の禁止",
    "options": "選択肢",
    "expression": "計算式",
}


def export_app(kintone: Kintone, app: int) -> dict[str, Any]:
    """All parts of an app by their keys, as ``app_from_parts`` reads them. A part that may not be read is left out."""
    found: dict[str, Any] = {}
    for part in Part:
        asked = {"id": app} if part == Part.APP else {"app": app}
        try:
            found[part.value] = kintone.call("GET", part.api, asked)
        except DeniedError:
            if part in (Part.APP, Part.FIELDS):  # without these it is no definition
                raise
    value_of(found[Part.FIELDS.value], "properties")
    text_of(found[Part.APP.value], "name")
    return found


def compare_apps(before: AppDefinition, after: AppDefinition) -> list[str]:
    """What changed, one sentence each. Parts that one of them does not hold are said, never guessed."""
    said = [
        f"{part.label}は、片方にしかないか、どちらにもないので比べられません。"
        for part in dict.fromkeys([*before.missing, *after.missing])
    ]
    if before.name != after.name and Part.APP not in before.missing + after.missing:
        said.append(f"アプリの名前が「{before.name}」から「{after.name}」に変わりました。")
    if before.fields is not None and after.fields is not None:
        said += _fields({one.code: one for one in before.fields}, {one.code: one for one in after.fields})
    for label, old, new in (
        ("一覧", before.views, after.views),
        ("アプリのアクセス権", before.rights, after.rights),
        ("フィールドのアクセス権", before.field_rights, after.field_rights),
        ("レコードのアクセス権", before.record_rights, after.record_rights),
    ):
        if old is not None and new is not None and old != new:
            said.append(f"{label}が変わりました（{len(old)}件から{len(new)}件）。")
    if Part.STATUS not in before.missing + after.missing:
        old_process = (before.process, before.states, before.actions)
        if old_process != (after.process, after.states, after.actions):
            said.append("プロセス管理が変わりました。")
    return said


def _fields(old: dict[str, AppField], new: dict[str, AppField]) -> list[str]:
    said = [f"項目「{one.label}」（{code}）がなくなりました。" for code, one in old.items() if code not in new]
    said += [f"項目「{one.label}」（{code}）が増えました。" for code, one in new.items() if code not in old]
    for code in (code for code in old if code in new):
        for name, label in _FIELD.items():
            one, other = _shown(getattr(old[code], name)), _shown(getattr(new[code], name))
            if one != other:
                said.append(f"項目「{new[code].label}」（{code}）の{label}が、「{one}」から「{other}」に変わりました。")
    return said


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "あり" if value else "なし"
    return "、".join(value) if isinstance(value, tuple) else str(value)
