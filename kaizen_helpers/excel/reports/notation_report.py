"""The notation of a table, checked or made alike: the page for A4, the table of policies, the converted workbook.

A column that may hold data of people is told by its name and a count; its values stand on no page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.opening.model import Sheet
from kaizen_helpers.excel.reports.notation_columns import AS_IT_IS, WAYS, Judged, Named, columns_of, judged, likely_way
from kaizen_helpers.excel.tables.model import Area
from kaizen_helpers.excel.writing.table import Column, Kind, Table, as_text
from kaizen_helpers.excel.writing.workbook import write_tables
from kaizen_helpers.forms.model import Entry, Form, Grid
from kaizen_helpers.forms.reading import read_form
from kaizen_helpers.forms.workbook import write_form
from kaizen_helpers.notation.codes import BLIND_SPOTS
from kaizen_helpers.notation.cp932 import character_warnings
from kaizen_helpers.notation.personal_tables import ColumnSuspicion, find_personal_data
from kaizen_helpers.notation.rule_sets import rule_set
from kaizen_helpers.printed import page, table, text

__all__ = [
    "CHOSEN_RULES",
    "Notation",
    "notation_page",
    "read_policies",
    "the_notation",
    "write_converted",
    "write_policies",
]

CHOSEN_RULES = ("GIF", "庁内様式", "kintone取込")
_FORM = "表記の方針"
_TWO_DIGITS = ("令和", "平成", "昭和", "大正", "西暦")
_MOST_SHOWN = 8
_HIDDEN = "（個人の情報かもしれないので、値は表示しません）"
_PRIVATE = ("氏名", "電話", "住所", "カナ")
"""Ways of columns whose values stand on no page."""
_POLICIES = Grid(
    "policies",
    "方針",
    (
        Entry("name", "列の名前", note="変えないでください。"),
        Entry("way", "方針", "choice", choices=tuple(WAYS), note="違っていたら選び直してください。"),
        Entry("count", "値の数", "number"),
        Entry("changed", "書きかえる数", "number"),
        Entry("open", "確かめる数", "number", note="元の書類と見比べてほしい値です。"),
        Entry("what", "方針の説明"),
    ),
)


@dataclass(frozen=True)
class Notation:
    """A table with the way of each column, and what became of each value."""

    name: str
    sheet: str
    rows: str
    """Where the table stands: 「A1:F20」."""
    rules: str
    two_digit_years: str
    columns: tuple[Named, ...]
    ways: Mapping[str, str]
    values: Mapping[str, tuple[Judged, ...]]
    suspicions: tuple[ColumnSuspicion, ...]

    def count(self, name: str, state: str) -> int:
        """How many values of a column came to a state."""
        return sum(one.state == state for one in self.values[name])

    def is_private(self, name: str) -> bool:
        """Whether values of the column are not to be shown."""
        return self.ways[name] in _PRIVATE or any(name in one.columns for one in self.suspicions)


def the_notation(
    name: str,
    sheet: Sheet,
    area: Area,
    rules: str = "GIF",
    ways: Mapping[str, str] | None = None,
    two_digit_years: str = "",
) -> Notation:
    """Look at every value of a table. ``ways``: what a person has chosen; the other columns get what is likely.

    Raises InputError for a rule set or a way that is not there, or a column that the table does not have.
    """
    columns = columns_of(sheet, area)
    chosen = {one.name: (ways or {}).get(one.name) or likely_way(one) for one in columns}
    for column in ways or {}:
        if column not in chosen:
            raise InputError(f"「{column}」という列は、表にありません。列の名前を元に戻してください。", sheet.name)
    places = [one.column for one in columns]
    rows = f"{sheet.address(area.top, min(places))}:{sheet.address(area.bottom, max(places))}"
    values = {one.name: judged(one, chosen[one.name], rules, two_digit_years) for one in columns}
    found = find_personal_data({one.name: one.values for one in columns})
    return Notation(name, sheet.name, rows, rules, two_digit_years, columns, chosen, values, found)


def notation_page(done: Notation) -> str:
    """The check as a page for A4; it asks for nothing."""
    rules = rule_set(done.rules)
    rows = [
        (
            one.name,
            done.ways[one.name],
            *(f"{done.count(one.name, state):,}" for state in ("そのまま", "書きかえ", "確かめる")),
        )
        for one in done.columns
    ]
    heads = ("列", "見なした種類", "そのまま", "書きかえ", "確かめる")
    parts = [
        f"<header><h1>表記の確認: {text(done.name)}</h1>"
        f"<p>シート「{text(done.sheet)}」の{text(done.rows)}を、「{text(rules.name)}」の書き方で調べました。<br>"
        f"{text(rules.source_ja)}</p></header>",
        _personal(done.suspicions),
        f"<section><h2>列ごとのまとめ</h2>{table(heads, rows, ('', '', 'number', 'number', 'number'))}"
        '<p class="small">「確かめる」は、機械では決められない値か、元の書類と見比べてほしい値です。</p></section>',
        *(_column(done, one) for one in done.columns),
        _characters(done),
        _blind_spots(done),
        _next(done),
    ]
    return page(f"表記の確認: {done.name}", "A4", [], parts)


def _personal(found: Sequence[ColumnSuspicion]) -> str:
    if not found:
        return ""
    items = "".join(f"<li>{text(one.message_ja)}</li>" for one in found)
    return (
        f"<section><h2>個人の情報の疑い（{len(found)}）</h2>"
        f"<p>疑いであり、決めつけるものではありません。値は表示していません。</p><ul>{items}</ul></section>"
    )


def _column(done: Notation, column: Named) -> str:
    told = [(place, one) for place, one in enumerate(done.values[column.name]) if one.state != "そのまま"]
    if not told:
        return ""
    if done.is_private(column.name):
        where = "、".join(column.at(place) for place, _ in told[:_MOST_SHOWN])
        return f"<section><h2>{text(column.name)}（{len(told):,}）</h2><p>{where} など{_HIDDEN}</p></section>"
    rows = [
        (
            column.at(place),
            as_text(one.before),
            as_text(one.after) if as_text(one.after) != as_text(one.before) else "",
            one.message_ja,
        )
        for place, one in sorted(told, key=lambda item: item[1].state != "確かめる")[:_MOST_SHOWN]
    ]
    left = len(told) - _MOST_SHOWN
    more = f'<p class="small">ほかに{left:,}か所あります。</p>' if left > 0 else ""
    drawn = table(("セル", "いまの値", "書きかえると", "説明"), rows, ("one", "", "", ""))
    return f"<section><h2>{text(column.name)}（{len(told):,}）</h2>{drawn}{more}</section>"


def _characters(done: Notation) -> str:
    """Characters that do not come through a file in Shift-JIS; of a private column the character is not shown."""
    rows: list[tuple[str, str, str, str]] = []
    count = 0
    for column in done.columns:
        private = done.is_private(column.name)
        for place, value in enumerate(column.values):
            if not isinstance(value, str) or value.isascii():
                continue
            for warning in character_warnings(value)[:1]:
                count += 1
                if len(rows) < 2 * _MOST_SHOWN:
                    shown = "－" if private else f"{warning.character}（{warning.code}）"
                    message = "Shift-JISで困る字があります。" if private else warning.message_ja
                    rows.append((column.at(place), column.name, shown, message))
    if not rows:
        return ""
    more = f'<p class="small">ほかに{count - len(rows):,}か所あります。</p>' if count > len(rows) else ""
    return (
        f"<section><h2>Shift-JISで困る字（{count:,}）</h2>"
        f"{table(('セル', '列', '字', '説明'), rows, ('one', '', 'one', ''))}{more}</section>"
    )


def _blind_spots(done: Notation) -> str:
    """What a check that passes does not tell."""
    names = {"郵便番号": "郵便番号", "電話": "電話"}
    used = {names[way] for way in done.ways.values() if way in names}
    used |= {"全国地方公共団体コード" for one in done.columns if "団体コード" in one.name}
    used |= {"法人番号" for one in done.columns if "法人番号" in one.name}
    if not used:
        return ""
    items = "".join(f"<li>{text(name)}: {text(BLIND_SPOTS[name])}</li>" for name in sorted(used))
    return f"<section><h2>この確認では見つからないこと</h2><ul>{items}</ul></section>"


def _next(done: Notation) -> str:
    if all(one.state == "そのまま" for values in done.values.values() for one in values):
        return "<section><h2>次にすること</h2><p>書き方はそろっています。このまま使えます。</p></section>"
    steps = (
        "「確かめる」の値を、元の書類で確かめます。",
        "kaizen notation convert で、列ごとの方針の表を作ります。",
        "方針を確かめてから、もう一度動かすと、書き方をそろえた表ができます。元のファイルは変わりません。",
    )
    return f"<section><h2>次にすること</h2><ol>{''.join(f'<li>{text(one)}</li>' for one in steps)}</ol></section>"


def _form() -> Form:
    fixed = "変えないでください。"
    return Form(
        _FORM,
        (
            Entry("file", "元のファイル", note=fixed),
            Entry("sheet", "シート", note=fixed),
            Entry("rows", "表の場所", note=fixed),
            Entry("rules", "書き方の決まり", "choice", choices=CHOSEN_RULES, required=True),
            Entry(
                "years", "2桁の年の読み方", "choice", choices=_TWO_DIGITS,
                note="「05/04/01」のような年です。空欄なら、元のまま残します。",
            ),
            _POLICIES,
        ),
        "シート「方針」で、列ごとに何をするかを選びます。直したら保存し、--policies に付けてもう一度動かします。",
    )  # fmt: skip


def write_policies(done: Notation, path: Path) -> Path:
    """Write the table of policies with what is likely for each column, to be looked through.

    Raises:
        InputError: there is a file of that name.
        WriteError: the folder cannot be written to.
    """
    policies = [
        {
            "name": one.name,
            "way": done.ways[one.name],
            "count": len(one.values),
            "changed": done.count(one.name, "書きかえ"),
            "open": done.count(one.name, "確かめる"),
            "what": WAYS[done.ways[one.name]],
        }
        for one in done.columns
    ]
    values = {"file": done.name, "sheet": done.sheet, "rows": done.rows, "rules": done.rules, "policies": policies}
    return write_form(_form(), path, values)


def read_policies(path: Path, done: Notation) -> tuple[str, dict[str, str], str]:
    """The rule set, the way of each column, and the reading of years of two digits, as a person has chosen.

    Raises:
        MissingError: there is no such file.
        InputError: it is no table of policies, that of another file, or something in it cannot be read.
    """
    filled = read_form(_form(), path)
    values = filled.values
    if (values["file"], values["sheet"], values["rows"]) != (done.name, done.sheet, done.rows):
        told = f"これは「{values['file']}」のシート「{values['sheet']}」の方針です。"
        raise InputError(f"{told}--policies なしで動かして、このファイルの方針を作り直してください。", path.name)
    problems = [str(one) for one in filled.problems] + [f"「{name}」が空いています。" for name in filled.missing]
    if problems:
        raise InputError(f"読めないところがあります。{'　'.join(problems[:5])}", path.name)
    ways = {str(row["name"]): row["way"] or AS_IT_IS for row in values["policies"] if row["name"]}
    return values["rules"], ways, values["years"] or ""


def write_converted(done: Notation, path: Path) -> Path:
    """Write the table by its policies, with the ledger of changes (変更の記録) and what is open (確かめること).

    Raises:
        InputError: there is a file of that name, or the table does not fit into a sheet.
        WriteError: the folder cannot be written to.
    """
    notes = [
        f"「{done.name}」のシート「{done.sheet}」（{done.rows}）の書き方を、「{done.rules}」にそろえたものです。",
        "決められない値は元のまま残しました。シート「確かめること」で見られます。元のファイルは変えていません。",
    ]
    columns = tuple(_written_column(done, one) for one in done.columns)
    rows = tuple(
        tuple(_cell(done.values[one.name][place].after) for one in done.columns)
        for place in range(len(done.columns[0].values))
    )
    changes, questions = [], []
    for one in done.columns:
        for place, value in enumerate(done.values[one.name]):
            before = as_text(value.before)
            if value.changed:
                changes.append(
                    (one.at(place), one.name, before, value.told_after, done.ways[one.name], value.message_ja or None)
                )
            if value.state == "確かめる":
                now = as_text(_cell(value.after))
                questions.append((one.at(place), one.name, before, now, value.message_ja or None))
    ledger = Table("変更の記録", tuple(map(Column, ("セル", "列", "前", "後", "方針", "説明"))), tuple(changes))
    open_ones = Table("確かめること", tuple(map(Column, ("セル", "列", "元の値", "表の値", "説明"))), tuple(questions))
    return write_tables(path, (Table("表", columns, rows), ledger, open_ones), notes=notes)


def _written_column(done: Notation, column: Named) -> Column:
    way = done.ways[column.name]
    kind: Kind = "number" if way == "数値" else "text"
    if way == "日付" and not rule_set(done.rules).wareki:
        kind = "date"
    return Column(column.name, kind, note=f"方針: {way}")


def _cell(value: object) -> object:
    """The value as a cell can hold it: texts, numbers and days stay, everything else becomes a text."""
    plain = isinstance(value, str | int | float | date) and not isinstance(value, bool)
    return value if value is None or plain else as_text(value)
