"""What came of the collecting, for people: the workbooks 集計 and 督促, and the page 確認 for A4."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kaizen_helpers.excel.collecting.bodies import Roll
from kaizen_helpers.excel.collecting.model import Collected
from kaizen_helpers.excel.writing.table import Column, Table, as_text
from kaizen_helpers.excel.writing.workbook import write_tables
from kaizen_helpers.files import write_atomically
from kaizen_helpers.printed import page, table, text

__all__ = ["collected_page", "summary_of", "tables_of", "write_collected"]

_CLASSES = {
    "団体": "who",
    "ファイル": "who",
    "シート": "short",
    "セル": "one",
    "確認": "short",
    "状態": "short",
    "列": "short",
}
"""How the columns of the page are set, see :func:`~kaizen_helpers.printed.page`."""
_MOST_ON_PAPER = 60
"""Rows of one table of the page; all of them stand in the workbook."""


_MOST_SHOWN = 300
"""Letters of a value where it is told of; the whole stands in the table or in the file."""


def write_collected(collected: Collected, folder: Path) -> tuple[Path, ...]:
    """Write ``集計.xlsx``, ``督促.xlsx`` and ``確認.html`` into a folder.

    Raises:
        InputError: there is a file of that name.
        WriteError: the folder cannot be written to.
    """
    notes = [*summary_of(collected), "空欄は未回答で、0ではありません。"]
    files = [
        write_tables(folder / "集計.xlsx", tables_of(collected), notes=notes),
        write_tables(folder / "督促.xlsx", [_reminders(collected)], notes=["まだ回答を確かめられていない団体です。"]),
        folder / "確認.html",
    ]
    write_atomically(files[2], collected_page(collected).encode("utf-8"))
    return tuple(files)


def summary_of(collected: Collected) -> list[str]:
    """The counts in a few sentences."""
    asked, answered = len(collected.asked), len(collected.asked) - len(collected.missing)
    read = sum(source.rows for source in collected.sources)
    left = sum(len(choice.left) for choice in collected.choices)
    open_rows = read - left - len(collected.replies)
    others = len(collected.not_asked)
    told = [
        f"照会先{asked}団体のうち{answered}団体の回答を、1つの表にしました。",
        f"{collected.files}ファイルから{read}行を読み、表に{len(collected.replies)}行を入れました。",
    ]
    if left:
        told.append(f"同じ団体の回答が重なった{left}行は入れていません。理由は「複数の回答」の表にあります。")
    if open_rows:
        told.append(f"団体を決められない行と、空欄だけの行を合わせた{open_rows}行は、入れていません。")
    if others:
        told.append(f"名簿にない{others}団体の回答は、表の最後に置きました。合計には入れていません。")
    wrong = sum(not total.met for total in collected.totals)
    if collected.totals:
        told.append(f"合計と内訳を{len(collected.totals)}か所で比べ、合わないのは{wrong}か所です。")
    return told


def tables_of(collected: Collected) -> list[Table]:
    """The sheets of ``集計.xlsx``."""
    doubtful = {
        (choice.taken.file, choice.taken.sheet, choice.taken.row) for choice in collected.choices if not choice.sure
    }
    rows = [
        (*row, reply.file, _mark(reply.asked, reply.doubtful, (reply.file, reply.sheet, reply.row) in doubtful))
        for row, reply in zip(collected.rows, collected.replies, strict=True)
    ]
    heads = {column.name for column in collected.columns}
    extra = (
        Column(_free("出所", heads), note="回答のファイル"),
        Column(_free("確認", heads), note="人が確かめることがあるときだけ入ります。"),
    )
    return [
        Table("集計", (*collected.columns, *extra), tuple(rows)),
        _table("合計", ("列", "合計", "説明"), _sums(collected), numbers=("合計",)),
        _table(
            "合計の確認",
            ("場所", "列", "書かれた合計", "内訳の合計", "結果"),
            _totals(collected),
            numbers=("書かれた合計", "内訳の合計"),
        ),
        _table("確認事項", ("ファイル", "シート", "セル", "内容"), _remarks(collected)),
        _table("複数の回答", ("団体", "採った回答", "採らなかった回答", "理由", "確認"), _choices(collected)),
        _table("食い違い", ("団体", "列", "採った値", "その場所", "もう一つの値", "そのセル"), _conflicts(collected)),
        _table("読みかえ", ("団体", "列", "元の値", "表の値", "読み方", "場所"), _changes(collected)),
        _table(
            "台帳",
            ("ファイル", "シート", "結果", "読んだ行", "表に入れた行"),
            _sources(collected),
            numbers=("読んだ行", "表に入れた行"),
        ),
    ]


def _table(name: str, heads: Sequence[str], rows: Sequence[Sequence[object]], numbers: Sequence[str] = ()) -> Table:
    columns = tuple(Column(head, "number" if head in numbers else "text") for head in heads)
    return Table(name, columns, tuple(rows))


def _free(name: str, taken: set[str]) -> str:
    return name if name not in taken else f"{name}（取りまとめ）"


def _mark(asked: bool, doubtful: bool, unsure: bool) -> str | None:
    marks = ["名簿にない団体"] if not asked else []
    marks += ["団体名・コードを確認"] if doubtful else []
    marks += ["複数の回答を確認"] if unsure else []
    return "、".join(marks) or None


def _shown(value: object) -> str:
    shown = as_text(value) or "（空欄）"
    return shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}…"


def _sums(collected: Collected) -> list[tuple[object, ...]]:
    return [(name, value, "名簿にある団体だけの合計") for name, value in collected.sums.items()]


def _totals(collected: Collected) -> list[tuple[object, ...]]:
    return [
        (
            total.place,
            total.column,
            total.told,
            total.counted,
            "合っています" if total.met else "合いません。確かめてください",
        )
        for total in sorted(collected.totals, key=lambda one: one.met)
    ]


def _remarks(collected: Collected) -> list[tuple[object, ...]]:
    remarks = sorted(collected.remarks, key=lambda one: (one.file, one.sheet))
    return [(one.file, one.sheet or None, one.cell or None, one.text_ja) for one in remarks]


def _choices(collected: Collected) -> list[tuple[object, ...]]:
    return [
        (
            str(choice.taken.body),
            choice.taken.place,
            "\n".join(reply.place for reply in choice.left),
            choice.why_ja,
            None if choice.sure else "要確認",
        )
        for choice in collected.choices
    ]


def _conflicts(collected: Collected) -> list[tuple[object, ...]]:
    return [
        (str(one.body), one.column, _shown(one.taken), one.taken_at, _shown(one.other), one.other_at)
        for one in collected.conflicts
    ]


def _changes(collected: Collected) -> list[tuple[object, ...]]:
    return [
        (
            str(one.reply.body),
            one.column,
            _shown(one.before),
            _shown(one.after),
            one.why_ja,
            f"{one.reply.place} {one.reply.cells.get(one.column, '')}".strip(),
        )
        for one in collected.changes
    ]


def _sources(collected: Collected) -> list[tuple[object, ...]]:
    return [(one.file, one.sheet or None, one.told_ja, one.rows, one.taken) for one in collected.sources]


def _reminders(collected: Collected) -> Table:
    """Those without a reply. A file of theirs that could not be read is told: nobody is reminded for nothing."""
    unread = [source.file for source in collected.sources if not source.taken]
    rows = []
    for body in collected.missing:
        theirs = list(dict.fromkeys(file for file in unread if Roll((body,)).whose(None, None, file).asked))
        told = f"ファイルは届いています（{'・'.join(theirs)}）。開いて確かめてください。" if theirs else None
        rows.append((body.code or None, body.name, "要確認" if theirs else "未回答", told))
    heads = ("団体コード", "団体名", "状態", "送る前に")
    return Table("督促", tuple(map(Column, heads)), tuple(rows))


def collected_page(collected: Collected) -> str:
    """The page to look through, as HTML for A4."""
    lead = "".join(f"<p>{text(sentence)}</p>" for sentence in summary_of(collected))
    wrong = [row for row in _totals(collected) if row[4] != "合っています"]
    reminders = _reminders(collected)
    parts = [
        f"<header><h1>取りまとめの確認</h1>{lead}</header>",
        _part(
            "まだ回答を確かめられていない団体",
            [c.name for c in reminders.columns],
            reminders.rows,
            "全団体の回答があります。",
        ),
        _part(
            "合わない合計", ("場所", "列", "書かれた合計", "内訳の合計", "結果"), wrong, "合わない合計はありません。"
        ),
        _part(
            "複数の回答",
            ("団体", "採った回答", "採らなかった回答", "理由", "確認"),
            _choices(collected),
            "ありません。",
        ),
        _part(
            "食い違い",
            ("団体", "列", "採った値", "その場所", "もう一つの値", "そのセル"),
            _conflicts(collected),
            "ありません。",
        ),
        _part("確認事項", ("ファイル", "シート", "セル", "内容"), _remarks(collected), "ありません。"),
        '<p class="small">すべての行は「集計.xlsx」にあります。返ってきたファイルは変えていません。</p>',
    ]
    return page("取りまとめの確認", "A4", [], parts)


def _part(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]], none: str) -> str:
    if not rows:
        return f"<section><h2>{text(title)}</h2><p>{text(none)}</p></section>"
    shown = [[as_text(value) for value in row] for row in rows[:_MOST_ON_PAPER]]
    drawn = table(heads, shown, [_CLASSES.get(head, "") for head in heads])
    left = len(rows) - _MOST_ON_PAPER
    more = f'<p class="small">ほかに{left}行あります。「集計.xlsx」で見られます。</p>' if left > 0 else ""
    return f"<section><h2>{text(title)}（{len(rows)}）</h2>{drawn}{more}</section>"
