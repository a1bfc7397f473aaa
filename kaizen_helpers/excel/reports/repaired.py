"""What a repair hands on: the table with its ledger as a workbook, and a page with the sheet before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kaizen_helpers.excel.opening.model import Sheet, Span
from kaizen_helpers.excel.picture.drawing import Mark
from kaizen_helpers.excel.readability.rules import RULES
from kaizen_helpers.excel.reports.pictures import window_picture
from kaizen_helpers.excel.tables.model import Plan, Repaired, Rule
from kaizen_helpers.excel.tables.output import as_table, ledger_table, repaired_sheet
from kaizen_helpers.excel.writing.table import Column, Table, as_text
from kaizen_helpers.excel.writing.workbook import write_tables
from kaizen_helpers.printed import page, table, text

__all__ = ["repair_page", "write_repaired"]

_MOST_CHANGES = 60
"""Lines of the ledger on paper; all of them stand in the workbook."""
_PICTURE = "margin:2mm 0 4mm;break-inside:avoid;border:.2mm solid #9aa5b1"
_TITLES = {one.id: one.title_ja for one in RULES}
_ROWS = 14
_MEANINGS = {
    "code": "番号やコードです。先頭の0が消えないように、文字で入れています。",
    "number": "数です。空欄は未回答で、0ではありません。",
    "date": "日付です。",
    "time": "日時です（YYYY-MM-DD hh:mm）。",
    "choice": "決まった言葉から選ぶ列です。",
}


def write_repaired(done: Repaired, path: Path | str, name: str, rules: Mapping[str, Rule] | None = None) -> Path:
    """Write the table, its ledger (変更の記録), the checks (確かめ) and the meaning of its columns as ``.xlsx``.

    Args:
        done: the repair.
        path: a new file.
        name: the file and the sheet that the table came from, for the notes.
        rules: what was agreed for the columns, to offer their choices as drop-down lists.

    Raises:
        InputError: there is a file of that name, or the table does not fit into a sheet.
        WriteError: the folder cannot be written to.
    """
    notes = [
        f"{name}の表を直したものです。元のファイルは変えていません。",
        "変えたところは、すべてシート「変更の記録」にあります。",
        "空欄は未回答で、0ではありません。",
    ]
    written = as_table(done, "表")
    columns = tuple(map(_explained, written.columns, done.columns, [rules or {}] * len(done.columns)))
    tables = (replace(written, columns=columns), ledger_table(done, "変更の記録"), _checks(done))
    return write_tables(path, tables, notes=notes)


def _explained(column: Column, one: object, rules: Mapping[str, Rule]) -> Column:
    """The column with its choices, and a word on what it holds."""
    rule = rules.get(column.name)
    return replace(
        column, choices=rule.choices if rule else (), note=_MEANINGS.get(str(getattr(one, "kind", "")), "文字です。")
    )


def _checks(done: Repaired) -> Table:
    heads = ("確かめたこと", "直す前", "直した後", "結果")
    rows = tuple(
        (one.name_ja, as_text(one.before), as_text(one.after), "合っています" if one.held else "合いません")
        for one in done.checks
    )
    return Table("確かめ", tuple(map(Column, heads)), rows)


def repair_page(plan: Plan, done: Repaired, name: str) -> str:
    """The page for A4: the sheet before and after, what was done, what was checked, and the changes one by one."""
    steps = Counter(one.step for one in done.ledger)
    rules = {one.step: one.rule for one in done.ledger if one.rule}
    did = [(step, f"{count:,}か所", _title(rules.get(step, ""))) for step, count in steps.most_common()]
    checked = [[as_text(value) for value in row] for row in _checks(done).rows]
    parts = [
        f"<header><h1>表の直し: {text(name)}</h1>"
        f"<p>{len(done.columns)}列、{len(done.rows):,}行の表になりました。元のファイルは変えていません。</p></header>",
        f"<section><h2>直す前</h2>{_before(plan, done)}</section>",
        f"<section><h2>直した後</h2>{_framed(window_picture(repaired_sheet(done), (), rows=(1, _ROWS)))}</section>",
        f"<section><h2>したこと</h2>{table(('手順', '数', 'もとになるルール'), did, ('', 'number', ''))}</section>"
        if did
        else "<section><h2>したこと</h2><p>値は1つも変えていません。</p></section>",
        f"<section><h2>確かめたこと</h2>{table(('確かめたこと', '直す前', '直した後', '結果'), checked)}</section>",
        _changes(done),
        _next(),
    ]
    return page(f"表の直し: {name}", "A4", [], parts)


def _title(rule: str) -> str:
    return f"{rule} {_TITLES[rule]}" if rule in _TITLES else rule


def _before(plan: Plan, done: Repaired) -> str:
    """The sheet as it was, with frames around cells that were changed."""
    if not isinstance(plan.sheet, Sheet):
        return ""
    rows = (max(1, plan.area.top - 3), max(1, plan.area.top - 3) + _ROWS + plan.area.header_rows)
    places = dict.fromkeys(one.place for one in done.ledger if one.place != (0, 0) and not one.removed)
    gone = dict.fromkeys(one.place for one in done.ledger if one.place != (0, 0) and one.removed)
    marks = [Mark(Span(*place, *place), "直", "参考") for place in places if place not in gone]
    marks += [Mark(Span(*place, *place), "外", "要確認") for place in gone]
    shown = [one for one in marks if rows[0] <= one.span.top <= rows[1]]
    legend = {"参考": "直: 値を変えたセル", "要確認": "外: 表から外したセル"}
    return _framed(window_picture(plan.sheet, shown, rows=rows, legend_ja=legend))


def _framed(svg: str) -> str:
    return f'<div style="{_PICTURE}">{svg}</div>'


def _changes(done: Repaired) -> str:
    ledger = ledger_table(done)
    rows: Sequence[Sequence[str]] = [[as_text(value) for value in row] for row in ledger.rows[:_MOST_CHANGES]]
    if not rows:
        return ""
    left = len(ledger.rows) - _MOST_CHANGES
    more = f'<p class="small">ほかに{left:,}行あります。シート「変更の記録」で見られます。</p>' if left > 0 else ""
    drawn = table([one.name for one in ledger.columns], rows, ("one", "", "", "", "one"))
    return f"<section><h2>変更の記録（{len(ledger.rows):,}）</h2>{drawn}{more}</section>"


def _next() -> str:
    steps = (
        "直す前と直した後の図を見比べます。",
        "「変更の記録」をいくつか選び、元のファイルの同じセルと比べます。",
        "よければ、次からは直した表のほうに入力します。元のファイルは残しておきます。",
    )
    return f"<section><h2>次にすること</h2><ol>{''.join(f'<li>{text(one)}</li>' for one in steps)}</ol></section>"
