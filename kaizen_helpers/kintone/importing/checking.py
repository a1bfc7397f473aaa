"""Whether the screen of kintone would take in a table, row by row, before it is uploaded.

The limits and what cannot be taken in come from the official help (reference/domain.md §2.7): xlsx up to 1 MB and 1,000
rows, its first sheet only, hidden and merged cells are read as well; csv up to 100 MB and 100,000 rows. Missing values,
values told twice and values outside the choices stop the import with GAIA_IL16. The caller opens the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from kaizen_helpers.kintone.definition import AppDefinition, AppField

__all__ = ["Finding", "ImportReport", "Source", "check_import"]

_ROWS = {"xlsx": 1_000, "csv": 100_000}
_BYTES = {"xlsx": 1_000_000, "csv": 100_000_000}
_COLUMNS = 1_000
_REFUSED = "GAIA_IL16"
_NO_IMPORT = frozenset(
    ["CALC", "FILE", "REFERENCE_TABLE", "GROUP", "SUBTABLE", "CATEGORY", "STATUS", "STATUS_ASSIGNEE"]
)
_BY_MANAGER = frozenset(["CREATOR", "CREATED_TIME", "MODIFIER", "UPDATED_TIME"])
_ONE_CHOICE = frozenset(["DROP_DOWN", "RADIO_BUTTON"])
_CHOICES = frozenset(["CHECK_BOX", "MULTI_SELECT"])
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Source:
    """What the caller knows of the file beside its rows."""

    kind: str
    """``xlsx`` or ``csv``."""
    size: int = 0
    """In bytes."""
    sheets: Sequence[str] = ()
    """Names of the sheets in order; the rows are those of the first."""
    merged: Sequence[str] = ()
    """Merged ranges, as in ``A1:B2``."""
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about the file. ``row`` counts from 1, the heading is row 1; ``None``: of the whole file or column."""

    row: int | None
    column: str
    why_ja: str
    next_ja: str
    code: str = ""
    """The official error code, where the reference names one."""
    stops: bool = True
    """Whether the import stops. Otherwise it goes on, and a person should know."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All findings, and what the import would do."""

    findings: tuple[Finding, ...]
    new: int
    """Rows that become new records."""
    changed: int
    """Rows whose key is in the app already."""

    @property
    def can_import(self) -> bool:
        """Whether nothing stops the import."""
        return not any(one.stops for one in self.findings)


def check_import(
    definition: AppDefinition,
    heading: Sequence[object],
    rows: Iterable[Sequence[object]],
    source: Source,
    *,
    key: str = "",
    existing: Iterable[Mapping[str, object]] = (),
) -> ImportReport:
    """Check a table against the form.

    Args:
        definition: the app, with its fields.
        heading: names of the columns, as labels or field codes.
        rows: the rows below it, cell by cell.
        source: what is known of the file.
        key: label or code of the column by which records are updated; empty: every row is new.
        existing: values of the records that are in the app, by field code.
    """
    table = [tuple(row) for row in rows]
    names = ["" if cell is None else str(cell).strip() for cell in heading]
    found = [*_of_file(source, len(table), len(names))]
    columns: list[AppField | None] = []
    for name in names:
        field, findings = _column(definition, name, names)
        columns.append(field)
        found += findings
    place = next(
        (at for at, one in enumerate(columns) if one is not None and key and key in (one.code, one.label)), None
    )
    if key and place is None:
        found.append(Finding(None, key, "更新のキーにする列がありません。", "見出しの名前を確かめてください。"))
    elif (
        key
        and place is not None
        and (one := columns[place]) is not None
        and not one.unique
        and one.type != "RECORD_NUMBER"
    ):
        why = "更新のキーには「値の重複を禁止する」項目かレコード番号しか使えません。"
        found.append(Finding(None, key, why, "アプリの設定を確かめるか、別の列をキーにしてください。"))
    kept = [dict(record) for record in existing]
    for at, field in enumerate(columns):
        if field is not None:
            cells = [row[at] if at < len(row) else None for row in table]
            found += _cells(field, names[at], cells)
            if field.unique or at == place:
                found += _told_twice(field, names[at], cells, kept, table, place, columns)
    found += _beyond_the_heading(table, len(names))
    new, changed, more = _by_key(table, place, columns, kept, names)
    found += more
    if new:
        found += _needed_columns(definition, columns)
    found.sort(key=lambda one: (one.row is not None, one.row or 0))
    return ImportReport(tuple(found), new, changed)


def _of_file(source: Source, rows: int, columns: int) -> Iterable[Finding]:
    most, size = _ROWS.get(source.kind), _BYTES.get(source.kind, 0)
    if most is None:
        yield Finding(None, "", f"「{source.kind}」の形のファイルは読み込めません。", "xlsxかcsvで保存してください。")
        return
    split = "ファイルを分けてください。" + ("csvにすると10万行まで入ります。" if source.kind == "xlsx" else "")
    if rows > most:
        yield Finding(None, "", f"{source.kind}は{most:,}行までです（{rows:,}行あります）。", split)
    if source.size > size:
        yield Finding(None, "", f"{source.kind}は{size // 1_000_000}MBまでです。", split)
    if columns > _COLUMNS:
        yield Finding(None, "", "読み込めるのは1,000列目までです。", "要らない列を消してください。")
    if len(source.sheets) > 1:
        why = f"読み込まれるのは1枚目のシート「{source.sheets[0]}」だけです。"
        yield Finding(None, "", why, "ほかのシートも要るなら、別のファイルに分けてください。", stops=False)
    for span in source.merged:
        yield Finding(
            None, span, "結合したセルがあります。", "結合を外し、すべてのセルに値を入れてください。", stops=False
        )
    if source.hidden_rows or source.hidden_columns:
        why = "隠れている行や列も読み込まれます。"
        yield Finding(
            None, "、".join(source.hidden_columns), why, "表示して、要らないものは消してください。", stops=False
        )


def _needed_columns(definition: AppDefinition, columns: Sequence[AppField | None]) -> Iterable[Finding]:
    """Required fields without a column, where rows become new records. A ラジオボタン always has a value."""
    used = {field.code for field in columns if field is not None}
    for field in definition.data_fields:
        needed = field.required and not field.table and field.type != "RADIO_BUTTON" and _can(field)
        if needed and field.code not in used:
            why = f"必須の項目「{field.label}」の列がありません。"
            yield Finding(None, field.label, why, "列を足して、値を入れてください。", _REFUSED)


def _beyond_the_heading(table: Sequence[Sequence[object]], columns: int) -> Iterable[Finding]:
    """Rows with values to the right of the last heading: often a comma that stands bare inside a value."""
    for row, cells in enumerate(table, 2):
        if any(_text(cell) for cell in cells[columns:]):
            why = "見出しより多くの値があります。はみ出した値は読み込まれません。"
            yield Finding(row, "", why, '値の中の「,」は、値全体を「"」で囲んでください。', stops=False)


def _can(field: AppField) -> bool:
    return field.type not in _NO_IMPORT and not field.expression


def _column(definition: AppDefinition, name: str, names: Sequence[str]) -> tuple[AppField | None, list[Finding]]:
    """The field of a column, and what is to be said of the column."""
    if not name:
        return None, [Finding(None, "", "見出しのない列は読み込まれません。", "見出しを入れてください。", stops=False)]
    if names.count(name) > 1:
        return None, [Finding(None, name, "同じ見出しの列が2つ以上あります。", "見出しを別の名前にしてください。")]
    matched = definition.field_of(name) or next((one for one in definition.fields or () if one.label == name), None)
    if matched is None:
        return None, [
            Finding(
                None, name, "アプリにない項目です。読み込まれません。", "見出しの名前を確かめてください。", stops=False
            )
        ]
    if not _can(matched):
        why = f"{matched.type_label}は読み込めない項目です。"
        return None, [Finding(None, name, why, "この列は、読み込みから外してください。", stops=False)]
    if any(matched.code in one.copies_to for one in definition.fields or ()):
        why = "ルックアップが値を写す項目です。読み込んだ値は使われません。"
        return None, [Finding(None, name, why, "この列は、読み込みから外してください。", stops=False)]
    if matched.table:
        why = "テーブルの中の項目です。行のつながりは、この検査では調べません。"
        return matched, [Finding(None, name, why, "少ない件数で、先に試してください。", stops=False)]
    if matched.copies_to or matched.related_app:
        why = "ルックアップです。コピー元の項目が「値の重複を禁止する」でないと、読み込めません。"
        return matched, [Finding(None, name, why, "参照先のアプリで、コピー元の設定を確かめてください。", stops=False)]
    if matched.type in _BY_MANAGER:
        why = f"{matched.type_label}を読み込むには、アプリの管理権限が要ります。"
        return matched, [Finding(None, name, why, "要らなければ、この列を外してください。", stops=False)]
    return matched, []


def _cells(field: AppField, column: str, cells: Sequence[object]) -> Iterable[Finding]:
    for row, cell in enumerate(cells, 2):
        text = _text(cell)
        if not text:
            if field.required and not field.table:
                yield Finding(row, column, "必須の項目が空です。", "値を入れてください。", _REFUSED)
            continue
        wrong = _wrong(field, cell, text)
        if wrong is not None:
            yield Finding(row, column, wrong[0], wrong[1], wrong[2])


def _wrong(field: AppField, cell: object, text: str) -> tuple[str, str, str] | None:
    """Why, what next and the official code of a value that does not fit its field."""
    shown = text if len(text) <= 40 else text[:40] + "…"
    if field.type in _ONE_CHOICE or field.type in _CHOICES:
        chosen = [text] if field.type in _ONE_CHOICE else [one.strip() for one in text.splitlines() if one.strip()]
        other = next((one for one in chosen if one not in field.options), None)
        if other is not None:
            return f"「{other[:40]}」は選択肢にありません。", "選択肢と同じ書き方に直してください。", _REFUSED
    if field.type == "NUMBER" and not _is_number(cell, text):
        return f"「{shown}」は数値ではありません。", "単位や空白を除き、半角の数字だけにしてください。", ""
    if field.type == "DATE" and not isinstance(cell, date) and not _is_day(text):
        return f"「{shown}」は日付として読めません。", "「2026-04-01」の形で入れてください。", ""
    if field.type == "TIME" and not isinstance(cell, time) and not _TIME.fullmatch(text):
        return f"「{shown}」は時刻として読めません。", "「09:30」の形で入れてください。", ""
    if field.type == "DATETIME" and not isinstance(cell, datetime) and not _is_moment(text):
        return f"「{shown}」は日時として読めません。", "「2026-04-01 09:30」の形で入れてください。", ""
    return None


def _told_twice(
    field: AppField,
    column: str,
    cells: Sequence[object],
    kept: Sequence[Mapping[str, object]],
    table: Sequence[Sequence[object]],
    place: int | None,
    columns: Sequence[AppField | None],
) -> Iterable[Finding]:
    """A value that has to be the only one: within the file, and against the other records."""
    key = columns[place].code if place is not None and columns[place] is not None else ""  # type: ignore[union-attr]
    owners = {_same(field, record.get(field.code)): _text(record.get(key)) if key else "" for record in kept}
    first: dict[str, int] = {}
    for row, cell in enumerate(cells, 2):
        text = _same(field, cell)
        if not text:
            continue
        if text in first:
            why = f"{first[text]}行目と同じ値です。重複は禁止されています。"
            yield Finding(row, column, why, "どちらが正しいか確かめ、1行にしてください。", _REFUSED)
            continue
        first[text] = row
        mine = _text(table[row - 2][place]) if place is not None and place < len(table[row - 2]) else ""
        if text in owners and not (key and mine and owners[text] == mine):
            why = "アプリに同じ値のレコードがあります。重複は禁止されています。"
            yield Finding(row, column, why, "値を直すか、この列を更新のキーにしてください。", _REFUSED)


def _by_key(
    table: Sequence[Sequence[object]],
    place: int | None,
    columns: Sequence[AppField | None],
    kept: Sequence[Mapping[str, object]],
    names: Sequence[str],
) -> tuple[int, int, list[Finding]]:
    """How many rows are new and how many change a record, and the rows whose key is empty."""
    field = columns[place] if place is not None else None
    if place is None or field is None:
        return len(table), 0, []
    known = {_same(field, record.get(field.code)) for record in kept} - {""}
    changed, found = 0, []
    for row, cells in enumerate(table, 2):
        text = _same(field, cells[place] if place < len(cells) else None)
        changed += text in known
        if not text:
            why = "キーが空です。更新ではなく、新しいレコードになります。"
            found.append(Finding(row, names[place], why, "二重に登録しないよう、キーを入れてください。", stops=False))
    return len(table) - changed, changed, found


def _text(cell: object) -> str:
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _same(field: AppField, cell: object) -> str:
    """The text by which values are equal: 1 and 1.0 are one number, 001 and 1 two codes."""
    text = _text(cell)
    if field.type == "NUMBER" and text:
        try:
            value = Decimal(text.replace(",", ""))
        except InvalidOperation:
            return text
        return str(value.normalize()) if value.is_finite() else text
    return text


def _is_number(cell: object, text: str) -> bool:
    if isinstance(cell, bool):
        return False
    return bool(_NUMBER.fullmatch(text))


def _is_day(text: str) -> bool:
    matched = _DAY.fullmatch(text)
    if matched is None:
        return False
    try:
        date(int(matched[1]), int(matched[2]), int(matched[3]))
    except ValueError:
        return False
    return True


def _is_moment(text: str) -> bool:
    day, _, rest = text.replace("T", " ", 1).partition(" ")
    clock = re.sub(r"(Z|[+-]\d\d:\d\d)$", "", rest.strip())
    return _is_day(day) and (not clock or bool(_TIME.fullmatch(clock)))
