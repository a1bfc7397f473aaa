"""What differs between two definitions of an app, one sentence for each difference."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from kaizen_helpers.kintone.definition import (
    Action,
    AppDefinition,
    AppField,
    Entity,
    FieldRight,
    Part,
    RecordRight,
    Right,
    State,
    View,
)

__all__ = ["compare_apps"]

_T = TypeVar("_T")
_FIELD = {
    "label": "項目名",
    "type_label": "種類",
    "required": "必須",
    "unique": "重複の禁止",
    "options": "選択肢",
    "expression": "計算式",
    "related_app": "参照先のアプリ",
    "copies_to": "ルックアップでコピーする先",
}
_VIEW = {"type": "種類", "fields": "列", "filter": "絞り込みの条件", "sort": "並べ替え"}
_ASSIGN = {"ONE": "1人を選ぶ", "ALL": "全員", "ANY": "だれか1人", "": "なし"}
_ACCESS = {"WRITE": "閲覧と編集", "READ": "閲覧だけ", "NONE": "閲覧も編集もできない"}
_MOST_NAMES = 10


def compare_apps(before: AppDefinition, after: AppDefinition) -> list[str]:
    """What changed, one sentence each: fields, their order, views, process, permissions and settings.

    Parts that one of them does not hold are said, never guessed.
    """
    missing = dict.fromkeys([*before.missing, *after.missing])
    said = [f"{part.label}は、片方にしかないか、どちらにもないので比べられません。" for part in missing]
    said += _about(before, after, missing)
    if before.fields is not None and after.fields is not None:
        said += _fields(before.fields, after.fields)
        if Part.LAYOUT not in missing:
            said += _layout(before.fields, after.fields)
    if before.views is not None and after.views is not None:
        said += _views(before.views, after.views)
    if Part.STATUS not in missing:
        said += _process(before, after)
    if before.rights is not None and after.rights is not None:
        said += _rights(before.rights, after.rights)
    if before.field_rights is not None and after.field_rights is not None:
        said += _field_rights(before.field_rights, after.field_rights)
    if before.record_rights is not None and after.record_rights is not None:
        said += _record_rights(before.record_rights, after.record_rights)
    return said


def _about(before: AppDefinition, after: AppDefinition, missing: Mapping[Part, None]) -> Iterator[str]:
    if Part.APP not in missing or Part.SETTINGS not in missing:
        if before.name != after.name:
            yield _changed("アプリの名前", before.name, after.name)
        if before.description != after.description:
            yield _changed("アプリの説明", before.description, after.description)
    if Part.SETTINGS not in missing and before.bulk_delete != after.bulk_delete:
        yield _changed("アプリの設定「レコードの一括削除」", before.bulk_delete, after.bulk_delete)


# --- the form -------------------------------------------------------------------------------------------------------


def _fields(before: Sequence[AppField], after: Sequence[AppField]) -> Iterator[str]:
    pairs = _Pairs(before, after, lambda one: one.code)
    yield from (f"項目「{one.label}」（{one.code}）がなくなりました。" for one in pairs.gone)
    yield from (f"項目「{one.label}」（{one.code}）が増えました。" for one in pairs.new)
    for old, new in pairs.both:
        for name, label in _FIELD.items():
            if getattr(old, name) != getattr(new, name):
                what = f"項目「{new.label}」（{new.code}）の{label}"
                yield _changed(what, getattr(old, name), getattr(new, name))


def _layout(before: Sequence[AppField], after: Sequence[AppField]) -> Iterator[str]:
    pairs = _Pairs(before, after, lambda one: one.code)
    for old, new in pairs.both:
        for name, label in (("group", "グループ"), ("table", "テーブル")):
            if getattr(old, name) != getattr(new, name):
                yield _changed(
                    f"項目「{new.label}」（{new.code}）の入る{label}", getattr(old, name), getattr(new, name)
                )
    yield from pairs.moved("フォームの項目", lambda one: one.label)


def _views(before: Sequence[View], after: Sequence[View]) -> Iterator[str]:
    pairs = _Pairs(before, after, lambda one: one.name)
    yield from (f"一覧「{one.name}」がなくなりました。" for one in pairs.gone)
    yield from (f"一覧「{one.name}」が増えました。" for one in pairs.new)
    for old, new in pairs.both:
        for name, label in _VIEW.items():
            if getattr(old, name) != getattr(new, name):
                yield _changed(f"一覧「{new.name}」の{label}", getattr(old, name), getattr(new, name))
    yield from pairs.moved("一覧", lambda one: one.name)


# --- process --------------------------------------------------------------------------------------------------------


def _process(before: AppDefinition, after: AppDefinition) -> Iterator[str]:
    if before.process != after.process:
        yield _changed("プロセス管理を使う設定", before.process, after.process)
    states = _Pairs(before.states, after.states, lambda one: one.name)
    yield from (f"ステータス「{one.name}」がなくなりました。" for one in states.gone)
    yield from (f"ステータス「{one.name}」が増えました。" for one in states.new)
    for old, new in states.both:
        if (old.assign, old.assignees) != (new.assign, new.assignees):
            yield _changed(f"ステータス「{new.name}」の作業者", _assignees(old), _assignees(new))
    yield from states.moved("ステータス", lambda one: one.name)
    actions = _Pairs(before.actions, after.actions, lambda one: (one.name, one.source))
    yield from (f"{_action(one)}がなくなりました。" for one in actions.gone)
    yield from (f"{_action(one)}が増えました。" for one in actions.new)
    for one, other in actions.both:
        if one.target != other.target:
            yield _changed(f"{_action(other)}の行き先", one.target, other.target)
        if one.filter != other.filter:
            yield _changed(f"{_action(other)}の条件", one.filter, other.filter)


def _assignees(state: State) -> str:
    people = "、".join(one.label for one in state.assignees) or "なし"
    return f"{people}（{_ASSIGN.get(state.assign, state.assign)}）"


def _action(one: Action) -> str:
    return f"ステータス「{one.source}」のアクション「{one.name}」"


# --- permissions ----------------------------------------------------------------------------------------------------


def _rights(before: Sequence[Right], after: Sequence[Right]) -> Iterator[str]:
    pairs = _Pairs(before, after, lambda one: _person(one.entity))
    yield from (f"アプリのアクセス権から、{one.entity.label}の行がなくなりました。" for one in pairs.gone)
    for one in pairs.new:
        yield f"アプリのアクセス権に、{one.entity.label}の行が増えました（{_shown(one.granted)}）。"
    for old, new in pairs.both:
        what = f"アプリのアクセス権の{new.entity.label}"
        if old.granted != new.granted:
            yield _changed(what, old.granted, new.granted)
        elif old.unknown != new.unknown:
            yield _changed(f"{what}の、ファイルから分からない権限", old.unknown, new.unknown)
    yield from pairs.moved("アプリのアクセス権の行", lambda one: one.entity.label)


def _field_rights(before: Sequence[FieldRight], after: Sequence[FieldRight]) -> Iterator[str]:
    pairs = _Pairs(before, after, lambda one: (one.code, *_person(one.entity)))
    for one in pairs.gone:
        yield f"項目（{one.code}）のアクセス権から、{one.entity.label}の行がなくなりました。"
    for one in pairs.new:
        yield f"項目（{one.code}）のアクセス権に、{one.entity.label}の行が増えました（{_access(one)}）。"
    for old, new in pairs.both:
        if old.access != new.access:
            yield _changed(f"項目（{new.code}）のアクセス権の{new.entity.label}", _access(old), _access(new))
    yield from pairs.moved("フィールドのアクセス権の行", lambda one: f"{one.code}の{one.entity.label}")


def _access(one: FieldRight) -> str:
    return _ACCESS.get(one.access, one.access)


def _record_rights(before: Sequence[RecordRight], after: Sequence[RecordRight]) -> Iterator[str]:
    pairs = _Pairs(before, after, lambda one: (one.filter, *_person(one.entity)))
    for one in pairs.gone:
        yield f"レコードのアクセス権（条件「{_shown(one.filter)}」）から、{one.entity.label}の行がなくなりました。"
    for one in pairs.new:
        what = f"レコードのアクセス権（条件「{_shown(one.filter)}」）"
        yield f"{what}に、{one.entity.label}の行が増えました（{_allowed(one)}）。"
    for old, new in pairs.both:
        if _allowed(old) != _allowed(new):
            what = f"レコードのアクセス権（条件「{_shown(new.filter)}」）の{new.entity.label}"
            yield _changed(what, _allowed(old), _allowed(new))
    yield from pairs.moved("レコードのアクセス権の行", lambda one: f"条件「{_shown(one.filter)}」の{one.entity.label}")


def _allowed(one: RecordRight) -> str:
    rights = (("閲覧", one.view), ("編集", one.edit), ("削除", one.delete))
    return "、".join(f"{name}{_shown(value)}" for name, value in rights)


def _person(entity: Entity) -> tuple[str, str]:
    return entity.type, entity.code


# --- pairs and words ------------------------------------------------------------------------------------------------


class _Pairs:
    """What is gone, what is new, and what is on both sides, by a key. What is told twice is paired in its order."""

    def __init__(self, before: Iterable[_T], after: Iterable[_T], key: Callable[[Any], Hashable]) -> None:
        old, new = _numbered(before, key), _numbered(after, key)
        self.gone: list[Any] = [one for name, one in old.items() if name not in new]
        self.new: list[Any] = [one for name, one in new.items() if name not in old]
        self.both: list[tuple[Any, Any]] = [(one, new[name]) for name, one in old.items() if name in new]
        self._order = [one for name, one in new.items() if name in old]

    def moved(self, what: str, name: Callable[[Any], str]) -> Iterator[str]:
        """Whether what is on both sides stands in another order."""
        if any(new is not other for (_, new), other in zip(self.both, self._order, strict=True)):
            names = [name(one) for one in self._order]
            more = "…" if len(names) > _MOST_NAMES else ""
            yield f"{what}の順番が変わりました。今の順番は、{'、'.join(names[:_MOST_NAMES])}{more}です。"


def _numbered(items: Iterable[_T], key: Callable[[Any], Hashable]) -> dict[tuple[Hashable, int], _T]:
    found: dict[tuple[Hashable, int], _T] = {}
    times: dict[Hashable, int] = {}
    for one in items:
        name = key(one)
        times[name] = times.get(name, 0) + 1
        found[name, times[name]] = one
    return found


def _changed(what: str, before: Any, after: Any) -> str:
    return f"{what}が、「{_shown(before)}」から「{_shown(after)}」に変わりました。"


def _shown(value: Any) -> str:
    if value is None:
        return "分からない"
    if isinstance(value, bool):
        return "あり" if value else "なし"
    return ("、".join(map(str, value)) if isinstance(value, tuple) else str(value)) or "なし"
