"""What an update by key would do, before it is done: 新規, 更新, 変更なし, 衝突, with the differences by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone.client.query import any_of
from kaizen_helpers.kintone.client.service import Kintone, Progress, Record

__all__ = ["Difference", "Kind", "Plan", "PlannedRow", "plan_upsert"]

_KEYS = 100  # in one query, so that it stays short


class Kind(StrEnum):
    """What happens to a row."""

    NEW = "新規"
    UPDATE = "更新"
    SAME = "変更なし"
    CONFLICT = "衝突"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field whose value changes."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the input, counted from 1."""

    row: int
    key: str
    kind: Kind
    differences: tuple[Difference, ...] = ()
    why_ja: str = ""
    """Of a 衝突: what is in the way and what to do."""
    number: int = 0
    """Of the record in the app."""
    revision: int = 0
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows; nothing has been changed yet."""

    app: int
    key: str
    rows: tuple[PlannedRow, ...]

    def counts(self) -> dict[str, int]:
        """How many rows of each kind."""
        return {kind.value: sum(one.kind == kind for one in self.rows) for kind in Kind}

    def carry_out(self, kintone: Kintone, progress: Progress | None = None) -> dict[str, int]:
        """Do it, all or nothing in each 2,000 records; only fields that differ are sent, with the revision seen.

        Raises:
            InputError: a row is in 衝突. Nothing is changed.
            KintoneError: refused, for example since somebody changed a record after the plan (ConflictError).
        """
        conflicts = [one for one in self.rows if one.kind == Kind.CONFLICT]
        if conflicts:
            message = f"衝突が{len(conflicts)}件あります。{conflicts[0].why_ja}何も変更していません。"
            raise InputError(message, f"{conflicts[0].row}件目")
        new = [one for one in self.rows if one.kind == Kind.NEW]
        changed = [one for one in self.rows if one.kind == Kind.UPDATE]
        updates = [
            {
                "id": one.number,
                "revision": one.revision,
                "record": {d.field: {"value": d.after} for d in one.differences},
            }
            for one in changed
        ]
        kintone.change(self.app, [one.record or {} for one in new], updates, progress)
        return {Kind.NEW.value: len(new), Kind.UPDATE.value: len(changed)}


def plan_upsert(kintone: Kintone, app: int, key: str, records: Iterable[Record]) -> Plan:
    """Compare records with those of the app. Empty keys, and keys told twice here or there, are 衝突."""
    given = [dict(one) for one in records]
    keys = [str((one.get(key) or {}).get("value") or "") for one in given]
    there = _there(kintone, app, key, list(dict.fromkeys(filter(None, keys))))
    rows = []
    for row, (text, one) in enumerate(zip(keys, given, strict=True), 1):
        found = there.get(text, [])
        if not text:
            rows.append(PlannedRow(row, text, Kind.CONFLICT, why_ja="キーが空です。値を入れてください。"))
        elif keys.count(text) > 1:
            why = f"キー「{text}」の行が2つ以上あります。1行にしてください。"
            rows.append(PlannedRow(row, text, Kind.CONFLICT, why_ja=why))
        elif len(found) > 1:
            why = f"アプリに、キー「{text}」のレコードが{len(found)}件あります。先にアプリで1件にしてください。"
            rows.append(PlannedRow(row, text, Kind.CONFLICT, why_ja=why))
        elif not found:
            rows.append(PlannedRow(row, text, Kind.NEW, record=one))
        else:
            rows.append(_compared(row, text, one, found[0]))
    return Plan(app, key, tuple(rows))


def _there(kintone: Kintone, app: int, key: str, keys: Sequence[str]) -> dict[str, list[Mapping[str, Any]]]:
    """The app's records by key."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for start in range(0, len(keys), _KEYS):
        for record in kintone.all_records(app, any_of(key, *keys[start : start + _KEYS])):
            found.setdefault(str(record[key]["value"]), []).append(record)
    return found


def _compared(row: int, key: str, wanted: Record, there: Mapping[str, Any]) -> PlannedRow:
    differences = []
    for code, item in wanted.items():
        before = there.get(code, {}).get("value")
        if not _equal(there.get(code, {}).get("type", ""), before, item.get("value")):
            differences.append(Difference(code, before, item.get("value")))
    kind = Kind.UPDATE if differences else Kind.SAME
    number, revision = int(there["$id"]["value"]), int(there["$revision"]["value"])
    return PlannedRow(row, key, kind, tuple(differences), "", number, revision, wanted)


def _equal(kind: str, before: Any, after: Any) -> bool:
    """Whether kintone would keep the same: nothing and an empty text are one, 1 and 1.0 of a number too."""
    if before in (None, "", []) or after in (None, "", []):
        return before in (None, "", []) and after in (None, "", [])
    if kind == "NUMBER":
        try:
            return Decimal(str(before)) == Decimal(str(after))
        except InvalidOperation:
            return False
    if isinstance(before, list) and isinstance(after, list):
        if all(isinstance(one, Mapping) and "code" in one for one in [*before, *after]):
            return sorted(str(one["code"]) for one in before) == sorted(str(one["code"]) for one in after)
        if kind in ("CHECK_BOX", "MULTI_SELECT"):
            return sorted(map(str, before)) == sorted(map(str, after))
        return bool(before == after)
    return str(before) == str(after)
