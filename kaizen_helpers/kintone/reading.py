"""The definition of an app from the answers of kintone's REST API.

Ids and revisions may be numbers or text (reference/kintone.md §2: the OpenAPI says one, kintone does the other), yes
and no may be ``"true"``; what is missing is said. Anything else of another kind is an ``InputError`` with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone.definition import (
    Action,
    AppDefinition,
    AppField,
    Entity,
    FieldRight,
    Note,
    Part,
    RecordRight,
    Right,
    State,
    View,
)
from kaizen_helpers.kintone.saved import Saved, read_saved, saved_from_data

__all__ = ["app_from_parts", "read_app"]

_MOST_FIELDS = 2_000
"""kintone allows 500 fields an app (reference/kintone.md §5)."""
_MOST_ROWS = 5_000
_LONGEST = 10_000
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def read_app(path: Path | str) -> AppDefinition:
    """Read an app's definition from one JSON file, a folder or a .zip.

    Raises:
        MissingError: there is nothing at this place.
        InputError: the file is of another kind or damaged, or a part of it has another shape; the message names
            the file, the place in it, and what to bring.
    """
    return _app(read_saved(path))


def app_from_parts(data: Mapping[str, Any]) -> AppDefinition:
    """The same from JSON in memory: ``{"fields": {…}, "views": {…}, "status": {…}, "acl": {…}, …}``.

    Raises:
        InputError: see :func:`read_app`.
    """
    return _app(saved_from_data(data))


def _app(saved: Saved) -> AppDefinition:
    parts = {part: _mapping(answer, saved.places[part]) for part, answer in saved.answers.items() if answer is not None}
    place = saved.places
    about, settings = parts.get(Part.APP, {}), parts.get(Part.SETTINGS, {})
    definition = AppDefinition(
        name=_text(about.get("name") or settings.get("name"), "アプリの名前"),
        app=_text(about.get("appId"), "アプリの番号"),
        revision=_revision(parts),
        description=re.sub(r"<[^>]*>", " ", _text(about.get("description") or settings.get("description"), "説明")),
        creator=_text(_mapping(about.get("creator") or {}, "作成者").get("code"), "作成者"),
        bulk_delete=_yes(settings.get("enableBulkDeletion"), "一括削除"),
        missing=tuple(part for part in Part if part not in parts),
        notes=saved.notes,
    )
    if Part.FIELDS in parts:
        definition = _with_fields(definition, parts[Part.FIELDS], place[Part.FIELDS])
    if Part.LAYOUT in parts:
        definition = _in_order_of_layout(definition, parts[Part.LAYOUT], place[Part.LAYOUT])
    if Part.VIEWS in parts:
        definition = replace(definition, views=tuple(_views(parts[Part.VIEWS], place[Part.VIEWS])))
    if Part.STATUS in parts:
        definition = _with_process(definition, parts[Part.STATUS], place[Part.STATUS])
    if Part.ACL in parts:
        definition = replace(definition, rights=tuple(_rights(parts[Part.ACL], place[Part.ACL])))
    if Part.FIELD_ACL in parts:
        found = tuple(_field_rights(parts[Part.FIELD_ACL], place[Part.FIELD_ACL]))
        definition = replace(definition, field_rights=found)
    if Part.RECORD_ACL in parts:
        found_rights = tuple(_record_rights(parts[Part.RECORD_ACL], place[Part.RECORD_ACL]))
        definition = replace(definition, record_rights=found_rights)
    return definition


def _revision(parts: Mapping[Part, Mapping[str, Any]]) -> str:
    """The highest one that an answer names, so that a stale file shows."""
    found = [_text(part.get("revision"), "リビジョン") for part in parts.values()]
    numbers = [one for one in found if one.isascii() and one.isdecimal() and len(one) < 19]
    return max(numbers, key=int, default="")


# --- fields --------------------------------------------------------------------------------------


def _with_fields(definition: AppDefinition, answer: Mapping[str, Any], where: str) -> AppDefinition:
    properties = answer.get("properties", answer)
    if not isinstance(properties, dict):
        raise _other_shape("「properties」が、項目の集まりになっていません", where, Part.FIELDS)
    if "properties" not in answer and not all(isinstance(one, dict) and "type" in one for one in properties.values()):
        raise _other_shape("「properties」がありません", where, Part.FIELDS)
    fields = tuple(_fields(properties, where))
    if len(fields) > _MOST_FIELDS:
        raise InputError(f"項目が{_MOST_FIELDS:,}を超えています。アプリ1つ分の定義だけにしてください。", where)
    notes = tuple(
        Note(where, f"項目「{one.label or one.code}」の種類「{one.type[:30]}」は、この道具の知らない種類です。")
        for one in fields
        if one.type_label == one.type
    )
    return replace(definition, fields=fields, notes=(*definition.notes, *notes))


def _fields(properties: Mapping[str, Any], where: str, table: str = "") -> Iterator[AppField]:
    for key, value in properties.items():
        name = _text(key, where)
        place = f"{where} の項目「{name[:40]}」"
        one = _mapping(value, place)
        kind = _text(one.get("type"), place)
        if not kind:
            raise _other_shape("項目の「type」がありません", place, Part.FIELDS)
        yield _field(one, name, kind, table, place)
        if kind == "SUBTABLE":
            if table:
                raise _other_shape("テーブルの中にテーブルがあります", place, Part.FIELDS)
            yield from _fields(_mapping(one.get("fields") or {}, place), where, table=name)


def _field(one: Mapping[str, Any], name: str, kind: str, table: str, place: str) -> AppField:
    look = _mapping(one.get("lookup") or {}, place)
    shown = _mapping(one.get("referenceTable") or {}, place)
    related = _mapping(look.get("relatedApp") or shown.get("relatedApp") or {}, place)
    mappings = [_mapping(each, place) for each in _list(look.get("fieldMappings"), place)]
    return AppField(
        code=_text(one.get("code"), place) or name,
        label=_text(one.get("label"), place) or name,
        type=kind,
        required=bool(_yes(one.get("required"), place)),
        unique=bool(_yes(one.get("unique"), place)),
        options=_options(one.get("options"), place),
        table=table,
        related_app=_text(related.get("app"), place) or _text(related.get("code"), place),
        copies_to=tuple(_text(each.get("field"), place) for each in mappings),
        expression=_text(one.get("expression"), place),
    )


def _options(value: Any, place: str) -> tuple[str, ...]:
    """The labels in the order of their index; one without an index comes last."""
    if value is None or isinstance(value, list):  # an older shape: the labels alone
        return tuple(_text(each, place) for each in _list(value, place))
    found = []
    for name, option in _mapping(value, place).items():
        one = _mapping(option, place)
        found.append((_index(one, place), _text(one.get("label"), place) or _text(name, place)))
    return tuple(label for _, label in sorted(found, key=lambda each: each[0]))


def _in_order_of_layout(definition: AppDefinition, answer: Mapping[str, Any], where: str) -> AppDefinition:
    """Fields in the order of the form, each with the group it stands in."""
    if definition.fields is None:
        return definition
    order: dict[str, int] = {}
    group_of: dict[str, str] = {}
    for code, group in _places(_list(answer.get("layout"), where), where):
        order.setdefault(code, len(order))
        group_of.setdefault(code, group)
    last = len(order)
    fields = [replace(one, group=group_of.get(one.table or one.code, "")) for one in definition.fields]
    fields.sort(key=lambda one: (order.get(one.table or one.code, last), bool(one.table), order.get(one.code, last)))
    return replace(definition, fields=tuple(fields))


def _places(rows: list[Any], where: str, group: str = "") -> Iterator[tuple[str, str]]:
    """Code of each field and the group around it, in the order of the form."""
    for each in rows:
        row = _mapping(each, where)
        code = _text(row.get("code"), where)
        if code:
            yield code, group
        for one in _list(row.get("fields"), where):
            inner = _text(_mapping(one, where).get("code"), where)
            if inner:
                yield inner, group
        if not group:  # a group holds no group
            yield from _places(_list(row.get("layout"), where), where, group=code or "?")


# --- views, process management --------------------------------------------------------------------


def _views(answer: Mapping[str, Any], where: str) -> Iterator[View]:
    views = _mapping(answer.get("views", answer), where)
    found = []
    for name, value in views.items():
        one = _mapping(value, f"{where} の一覧「{str(name)[:40]}」")
        view = View(
            name=_text(one.get("name"), where) or _text(name, where),
            type=_text(one.get("type"), where),
            fields=tuple(_text(each, where) for each in _list(one.get("fields"), where)),
            filter=_text(one.get("filterCond"), where),
            sort=_text(one.get("sort"), where),
        )
        found.append((_index(one, where), view))
    yield from (view for _, view in sorted(found, key=lambda each: each[0]))


def _with_process(definition: AppDefinition, answer: Mapping[str, Any], where: str) -> AppDefinition:
    enabled = _yes(answer.get("enable"), where)
    states = []
    for name, value in _mapping(answer.get("states") or {}, where).items():
        one = _mapping(value, f"{where} のステータス「{str(name)[:40]}」")
        assignee = _mapping(one.get("assignee") or {}, where)
        people = tuple(
            _entity(_mapping(each, where).get("entity"), where) for each in _list(assignee.get("entities"), where)
        )
        state = State(_text(one.get("name"), where) or _text(name, where), _text(assignee.get("type"), where), people)
        states.append((_index(one, where), state))
    actions = tuple(
        Action(
            _text(one.get("name"), where),
            _text(one.get("from"), where),
            _text(one.get("to"), where),
            _text(one.get("filterCond"), where),
        )
        for one in (_mapping(each, where) for each in _list(answer.get("actions"), where))
    )
    known = {state.name for _, state in states}
    unknown = tuple(
        Note(where, f"アクション「{action.name[:40]}」の行き先「{end[:40]}」というステータスがありません。")
        for action in actions
        for end in (action.source, action.target)
        if enabled and end not in known
    )
    ordered = tuple(state for _, state in sorted(states, key=lambda each: each[0]))
    return replace(
        definition,
        process=enabled,
        states=ordered if enabled else (),
        actions=actions if enabled else (),
        notes=(*definition.notes, *unknown),
    )


# --- permissions ---------------------------------------------------------------------------------


def _rights(answer: Mapping[str, Any], where: str) -> Iterator[Right]:
    for number, each in enumerate(_rows(answer, where, Part.ACL), 1):
        place = f"{where} の{number}行目"
        one = _mapping(each, place)
        if "entity" not in one:
            raise _other_shape("「entity」がありません", place, Part.ACL)
        yield Right(
            _entity(one["entity"], place),
            *(_yes(one.get(key), place) for key in ("recordViewable", "recordAddable", "recordEditable")),
            *(_yes(one.get(key), place) for key in ("recordDeletable", "appEditable")),
            *(_yes(one.get(key), place) for key in ("recordImportable", "recordExportable")),
        )


def _field_rights(answer: Mapping[str, Any], where: str) -> Iterator[FieldRight]:
    for number, each in enumerate(_rows(answer, where, Part.FIELD_ACL), 1):
        place = f"{where} の{number}行目"
        one = _mapping(each, place)
        for inner in (_mapping(entity, place) for entity in _list(one.get("entities"), place)):
            access = _text(inner.get("accessibility"), place)
            yield FieldRight(_text(one.get("code"), place), _entity(inner.get("entity"), place), access)


def _record_rights(answer: Mapping[str, Any], where: str) -> Iterator[RecordRight]:
    for number, each in enumerate(_rows(answer, where, Part.RECORD_ACL), 1):
        place = f"{where} の{number}行目"
        one = _mapping(each, place)
        for inner in (_mapping(entity, place) for entity in _list(one.get("entities"), place)):
            yield RecordRight(
                _text(one.get("filterCond"), place),
                _entity(inner.get("entity"), place),
                *(_yes(inner.get(key), place) for key in ("viewable", "editable", "deletable")),
            )


def _rows(answer: Mapping[str, Any], where: str, part: Part) -> list[Any]:
    rights = answer.get("rights")
    if not isinstance(rights, list):
        raise _other_shape("「rights」が、アクセス権の一覧になっていません", where, part)
    return _list(rights, where)


def _entity(value: Any, where: str) -> Entity:
    one = _mapping(value, where)
    return Entity(_text(one.get("type"), where), _text(one.get("code"), where))


# --- plain values --------------------------------------------------------------------------------


def _other_shape(what: str, where: str, part: Part) -> InputError:
    return InputError(f"{what}。{part.api} の答えを、そのまま保存したファイルを持ってきてください。", where)


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise InputError("kintone の答えと形が違います。API の答えをそのまま保存したファイルを使ってください。", where)
    return value


def _list(value: Any, where: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise InputError("kintone の答えと形が違います。API の答えをそのまま保存したファイルを使ってください。", where)
    if len(value) > _MOST_ROWS:
        raise InputError(f"行が{_MOST_ROWS:,}を超えています。アプリ1つ分の定義だけにしてください。", where)
    return value


def _index(one: Mapping[str, Any], where: str) -> int:
    """Its place in the order of the screen; last where the answer names none."""
    index = _text(one.get("index"), where)
    return int(index) if index.isascii() and index.isdecimal() and len(index) < 9 else 10**9


def _text(value: Any, where: str) -> str:
    """A text; an id or an index may be a number."""
    if value is None:
        return ""
    if type(value) is int and abs(value) < 10**18:
        return str(value)
    if type(value) is not str:
        raise InputError("文字のところに、別の種類の値があります。API の答えをそのまま保存してください。", where)
    if len(value) > _LONGEST:
        raise InputError(f"{_LONGEST:,}字を超える文があります。アプリの設定だけのファイルにしてください。", where)
    return _NOT_TEXT.sub(" ", value)


def _yes(value: Any, where: str) -> bool | None:
    """Yes or no, also as text; ``None`` where nothing is said."""
    if value is None or type(value) is bool:
        return value
    if type(value) is str and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    raise InputError("はい・いいえ（true・false）のところに、別の値があります。保存し直してください。", where)
