"""What an update by key would do, before it is done: 新規, 更新, 変更なし, 衝突, 要確認, with the differences."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone.client.answers import int_of, value_of
from kaizen_helpers.kintone.client.equality import is_equal
from kaizen_helpers.kintone.client.problems import strange_answer
from kaizen_helpers.kintone.client.query import any_of
from kaizen_helpers.kintone.client.service import Kintone, Progress, Record, key_text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Difference", "Kind", "Plan", "PlannedRow", "plan_upsert"]

_KEYS = 100  # in one query, so that it stays short
_CAN_BE_KEY = frozenset(["SINGLE_LINE_TEXT", "NUMBER", "LINK"])


class Kind(StrEnum):
    """What happens to a row."""

    NEW = "新規"
    UPDATE = "更新"
    SAME = "変更なし"
    CONFLICT = "衝突"
    CHECK = "要確認"
    """It would be new, but its key looks like another one."""


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
    """Of a 衝突 or 要確認: what is in the way and what to do."""
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

    def to_frame(self) -> pd.DataFrame:
        """The plan as a table for people: one line for each field that changes, one for each other row."""
        import pandas as pd

        lines = []
        for one in self.rows:
            head = {"行": one.row, "キー": one.key, "区分": one.kind.value}
            lines += [
                {**head, "項目": change.field, "変更前": change.before, "変更後": change.after, "理由": ""}
                for change in one.differences
            ]
            if not one.differences:
                lines.append({**head, "項目": "", "変更前": None, "変更後": None, "理由": one.why_ja})
        names = ["行", "キー", "区分", "項目", "変更前", "変更後", "理由"]
        return pd.DataFrame({name: pd.Series([line[name] for line in lines], dtype=object) for name in names})

    def carry_out(self, kintone: Kintone, progress: Progress | None = None, *, checked: bool = False) -> dict[str, int]:
        """Do it, all or nothing in each 2,000 records; only fields that differ are sent, with the revision seen.

        Args:
            kintone: as for the plan.
            progress: is told how far it is.
            checked: a person has looked at the rows in 要確認; they are added as new.

        Raises:
            InputError: a row is in 衝突, or in 要確認 and not checked. Nothing is changed.
            KintoneError: refused, for example since somebody changed a record after the plan (ConflictError).
        """
        conflicts = [one for one in self.rows if one.kind == Kind.CONFLICT]
        if conflicts:
            message = f"衝突が{len(conflicts)}件あります。{conflicts[0].why_ja}何も変更していません。"
            raise InputError(message, f"{conflicts[0].row}件目")
        doubtful = [one for one in self.rows if one.kind == Kind.CHECK]
        if doubtful and not checked:
            message = (
                f"要確認が{len(doubtful)}件あります。{doubtful[0].why_ja}"
                "すべて確かめたら、checked=True を付けて実行してください。何も変更していません。"
            )
            raise InputError(message, f"{doubtful[0].row}件目")
        new = [one for one in self.rows if one.kind in (Kind.NEW, Kind.CHECK)]
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


def plan_upsert(kintone: Kintone, app: int, key: str, records: Iterable[Record], *, look_alikes: bool = True) -> Plan:
    """Compare records with those of the app; nothing is changed.

    Keys are equal as kintone keeps them: 1 and 1.0 in a 数値, but 01 and 1, or Ａ and A, are two texts. Empty keys, and
    keys told twice here or there, are 衝突. A new key that only looks like another one is 要確認.

    Args:
        kintone: where the app is.
        app: its number.
        key: code of the field whose values name a record.
        records: in the shape of the API, as ``from_frame`` makes them.
        look_alikes: whether new keys are compared with all keys of the app, which are read for it, 500 a request.

    Raises:
        InputError: the app has no such field, or it cannot be a key; a record has another shape.
        KintoneError: refused.
    """
    numeric = _is_numeric(kintone.fields(app), key)
    given = list(records)
    told = [key_text(one, key, row) for row, one in enumerate(given, 1)]
    keys = [_number_key(text) if numeric else text for text in told]
    there = _there(kintone, app, key, [one for one in dict.fromkeys(keys) if one], numeric=numeric)
    times = Counter(keys)
    rows = []
    for row, (text, name, one) in enumerate(zip(told, keys, given, strict=True), 1):
        found = there.get(name or "", [])
        if name is None:
            why = f"キー「{text}」は数値ではありません。半角の数字だけにしてください。"
            rows.append(PlannedRow(row, text, Kind.CONFLICT, why_ja=why))
        elif not name:
            rows.append(PlannedRow(row, text, Kind.CONFLICT, why_ja="キーが空です。値を入れてください。"))
        elif times[name] > 1:
            why = f"キー「{text}」の行が2つ以上あります。1行にしてください。"
            rows.append(PlannedRow(row, text, Kind.CONFLICT, why_ja=why))
        elif len(found) > 1:
            why = f"アプリに、キー「{text}」のレコードが{len(found)}件あります。先にアプリで1件にしてください。"
            rows.append(PlannedRow(row, text, Kind.CONFLICT, why_ja=why))
        elif not found:
            rows.append(PlannedRow(row, text, Kind.NEW, record=one))
        else:
            rows.append(_compared(row, text, one, found[0]))
    if look_alikes and not numeric and any(one.kind == Kind.NEW for one in rows):
        rows = _doubtful(rows, [text for text in told if text], _all_keys(kintone, app, key))
    return Plan(app, key, tuple(rows))


def _is_numeric(form: Mapping[str, Any], key: str) -> bool:
    kind = str(form.get(key, {}).get("type", ""))
    if key not in form:
        message = "アプリに、キーにする項目がありません。項目名ではなく、フィールドコードを指定してください。"
        raise InputError(message, f"「{key}」")
    if kind not in _CAN_BE_KEY:
        raise InputError("この種類の項目はキーにできません。文字列（1行）、数値などを選んでください。", f"「{key}」")
    return kind == "NUMBER"


def _number_key(text: str) -> str | None:
    """One writing for equal numbers; ``None`` where the text is no number."""
    if not text.strip():
        return ""
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?", text.strip()):
        return None
    plain = format(Decimal(text.strip()), "f")  # without leading zeros or an exponent
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain


def _there(
    kintone: Kintone, app: int, key: str, keys: Sequence[str], *, numeric: bool
) -> dict[str, list[Mapping[str, Any]]]:
    """The app's records by key."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for start in range(0, len(keys), _KEYS):
        for record in kintone.all_records(app, any_of(key, *keys[start : start + _KEYS])):
            text = _kept_key(record, key)
            found.setdefault((_number_key(text) or "") if numeric else text, []).append(record)
    return found


def _kept_key(record: Mapping[str, Any], key: str) -> str:
    value = value_of(record, key).get("value")
    if not isinstance(value, str | None):
        raise strange_answer()
    return value or ""


def _all_keys(kintone: Kintone, app: int, key: str) -> list[str]:
    return [text for one in kintone.all_records(app, fields=[key]) if (text := _kept_key(one, key))]


def _doubtful(rows: Sequence[PlannedRow], told: Sequence[str], kept: Sequence[str]) -> list[PlannedRow]:
    """New rows whose key looks like another one, marked."""
    alike: dict[str, dict[str, str]] = {}
    for place, texts in (("アプリ", kept), ("この表", told)):
        for text in texts:
            alike.setdefault(_look(text), {}).setdefault(text, place)
    marked = []
    for one in rows:
        others = {text: place for text, place in alike.get(_look(one.key), {}).items() if text != one.key}
        if one.kind == Kind.NEW and others:
            text, place = next(iter(others.items()))
            why = (
                f"{place}に、よく似たキー「{text}」があります（全角と半角、大文字と小文字、空白、先頭の0の違い）。"
                "同じものなら書き方をそろえ、別のものなら、そのまま追加できます。"
            )
            one = replace(one, kind=Kind.CHECK, why_ja=why)
        marked.append(one)
    return marked


def _look(text: str) -> str:
    """What a key looks like to a person in a hurry."""
    plain = re.sub(r"[\s\-‐‑‒–—―−ー]", "", unicodedata.normalize("NFKC", text)).casefold()
    return plain.lstrip("0") or "0" if plain.isdecimal() else plain


def _compared(row: int, key: str, wanted: Record, there: Mapping[str, Any]) -> PlannedRow:
    differences = []
    for code, item in wanted.items():
        if not isinstance(item, Mapping):
            raise InputError(
                'レコードは {"項目のコード": {"value": 値}} の形で渡してください。', f"{row}件目、「{code}」"
            )
        item_there = value_of(there, code) if code in there else {}
        before = item_there.get("value")
        if not is_equal(item_there.get("type", ""), before, item.get("value")):
            differences.append(Difference(code, before, item.get("value")))
    kind = Kind.UPDATE if differences else Kind.SAME
    number, revision = (int_of(value_of(there, name).get("value")) for name in ("$id", "$revision"))
    return PlannedRow(row, key, kind, tuple(differences), "", number, revision, wanted)
