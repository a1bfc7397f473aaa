"""Rules about the file as a whole: what a CSV is made of, formulas, explanations, the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kaizen_helpers.excel.opening.model import Sheet, Span
from kaizen_helpers.excel.readability.layout import BookLook, SheetLook, TableLook
from kaizen_helpers.excel.readability.model import Finding, Undecided
from kaizen_helpers.excel.readability.places import found, found_ranges, shown
from kaizen_helpers.excel.readability.words import is_blank, perhaps_note
from kaizen_helpers.excel.tables.reading import key

__all__ = ["BOOK_RULES", "SHEET_RULES"]

_HISTORY = re.compile(r"更新|改訂|改定|変更|履歴|版|作成日|公開日|時点|現在")
_FIRST_ROWS = 200


def one_record_a_line(look: SheetLook, book: BookLook) -> Iterator[Finding]:
    """L1-14."""
    facts = book.book.csv
    if facts is not None and facts.line_breaks:
        example = shown(look.sheet.value(*facts.line_breaks[0]))
        what = f"値の中に改行があります（例: {example}。⏎が改行です）。"
        yield found("L1-14", look.name, facts.line_breaks, what)


def commas_are_quoted(look: SheetLook, book: BookLook) -> Iterator[Finding]:
    """L1-15. Only rows of records count, and only where they have more values than the header has places."""
    facts = book.book.csv
    if facts is None or not facts.uneven:
        return
    fields = {row: count for row, _, count in facts.uneven}
    for table in look.tables:
        if not table.has_header:
            continue
        places = fields.get(table.header_top, facts.uneven[0][1])
        usual, empty = facts.uneven[0][1], set(table.empty_rows)
        body = [row for row in range(table.first_row, table.last_row + 1) if row not in empty]
        yield from _torn_heading(look, table, max((fields.get(row, usual) for row in body), default=places), places)
        longer = [row for row in body if fields.get(row, usual) > places]
        longer = [row for row in longer if not perhaps_note(look.sheet.value(row, places + 1))]
        if not longer:
            continue
        spans = [Span(row, table.left, row, max(len(look.sheet.rows[row - 1]), 1)) for row in longer]
        if len(longer) >= max(1, table.records) and not _shifted(table):
            what = "どの行も、項目名より値が多くあります。項目名の不足か、値の中のカンマかは、見て決めてください。"
            yield found_ranges("L1-15", look.name, spans, what, "要確認")
        else:
            row = longer[0]
            count = fields.get(row, usual)
            what = f"{row}行目は値が{count}個あり、項目名の{places}個と合いません。値の中のカンマのようです。"
            yield found_ranges("L1-15", look.name, spans, what)


def _torn_heading(look: SheetLook, table: TableLook, most: int, places: int) -> Iterator[Finding]:
    """A heading with a comma in it: then all records have fewer values than there are names."""
    if most >= places:
        return
    span = Span(table.header_top, table.left, table.header_top, table.right)
    names = [column.name for column in table.columns]
    if any(len(re.findall(r"[(（「]", name)) != len(re.findall(r"[)）」]", name)) for name in names):
        what = "項目名が、値の中のカンマで分かれたようです。どの行も、項目名より値が少なくなっています。"
        yield found_ranges("L1-15", look.name, [span], what)
    else:
        what = "どの行も、項目名より値が少なくなっています。項目名の中にカンマがあるかどうか、見て決めてください。"
        yield found_ranges("L1-15", look.name, [span], what, "要確認")


def _shifted(table: TableLook) -> bool:
    """Whether a column that says it holds numbers holds texts, and the one to its right the numbers."""
    by_place = {column.column: column for column in table.columns}
    for column in table.columns:
        right = by_place.get(column.column + 1)
        if re.search(r"数|人口|金額|額|率|費|面積|年齢|件|円|人$", column.name) and right is not None and column.filled:
            return not column.is_numeric and right.is_numeric
    return False


def values_not_formulas(look: SheetLook, book: BookLook) -> Iterator[Finding]:
    """L2-06. Formulas are good in a file to work with; in one that is given away, values."""
    formulas = look.sheet.formulas
    if not formulas:
        return
    formula = next(iter(formulas.values()))
    if book.purpose == "提供用":
        yield found("L2-06", look.name, formulas, f"数式のままのセルがあります（例: {shown(formula)}）。")
    else:
        what = f"数式があります（例: {shown(formula)}）。作業用ではよいことです。ほかの人に渡すときだけ値にします。"
        yield found("L2-06", look.name, formulas, what, "参考")


def code_tables(_: BookLook) -> Iterator[Undecided]:
    """L3-02. Never judged: a table of codes may be a file of its own."""
    reason = (
        "コード表は別のファイルにもできるので、あるかどうかを機械では決められません。"
        "番号や記号の列があるときは、意味の一覧を添えてください。"
    )
    yield Undecided("L3-02", reason)


def as_last_year(book: BookLook) -> Iterator[Finding | Undecided]:
    """L3-07."""
    if book.earlier is None:
        yield Undecided("L3-07", "ほかの年度のファイルがないので、比べられません。前の年度のファイルも選ぶと調べます。")
        return
    for place, look in enumerate(book.sheets):
        before = _same_sheet(look, place, book.earlier)
        if before is None:
            if len(book.sheets) > 1 or book.earlier.sheets:
                yield found("L3-07", look.name, [], "前の年度のファイルに、このシートがありません。")
            continue
        now, then = _names(look), _names(before)
        new = [name for name in now if name not in then]
        gone = [name for name in then if name not in now]
        cells = [column.header for table in look.tables[:1] for column in table.columns if key(column.name) in new]
        if new or gone:
            said = [f"増えた項目は{_listed(new)}"] * bool(new) + [f"なくなった項目は{_listed(gone)}"] * bool(gone)
            yield found("L3-07", look.name, cells, f"前の年度と項目が違います。{'、'.join(said)}です。")
        elif now != then:
            yield found("L3-07", look.name, cells, "前の年度と、項目の順番が違います。")


def _same_sheet(look: SheetLook, place: int, earlier: BookLook) -> SheetLook | None:
    named = next((one for one in earlier.sheets if one.name == look.name), None)
    if named is not None:
        return named
    return earlier.sheets[place] if place < len(earlier.sheets) else None


def _names(look: SheetLook) -> list[str]:
    return [key(column.name) for table in look.tables[:1] for column in table.columns]


def _listed(names: Sequence[str]) -> str:
    return "、".join(shown(name) for name in names[:3]) + (f"など{len(names)}つ" if len(names) > 3 else "")


def explained(book: BookLook) -> Iterator[Finding]:
    """L3-08. A CSV cannot hold its explanation, so nobody can tell from it whether there is one."""
    facts = book.book.csv
    if facts is not None:
        bom = "" if facts.encoding == "CP932" else f"・BOM{'あり' if facts.bom else 'なし'}"
        encoding = "Shift-JIS（CP932）" if facts.encoding == "CP932" else facts.encoding
        what = (
            f"文字コードは{encoding}{bom}です。CSVの中に説明は書けないので、項目の意味・更新の記録・文字コードを書いた文書を"
            "添えてあるかを確かめてください。"
        )
        yield found("L3-08", "", [], what, "要確認")
        return
    written = [sheet for sheet in book.explanations if any(not is_blank(v) for row in sheet.rows for v in row)]
    if not written:
        yield found("L3-08", "", [], "項目の意味や更新の記録を書いた「説明」シートがありません。")
    elif not any(_tells_history(sheet) for sheet in written):
        what = (
            f"{shown(written[0].name)}シートに、更新した日の記録が見つかりません。別の文書にあるかを確かめてください。"
        )
        yield found("L3-08", written[0].name, [], what, "要確認")


def _tells_history(sheet: Sheet) -> bool:
    texts = (str(value) for row in sheet.rows[:_FIRST_ROWS] for value in row if value is not None)
    return _HISTORY.search(sheet.name) is not None or any(_HISTORY.search(text[:500]) for text in texts)


SHEET_RULES = {
    "L1-14": one_record_a_line,
    "L1-15": commas_are_quoted,
    "L2-06": values_not_formulas,
}
BOOK_RULES = {
    "L3-02": code_tables,
    "L3-07": as_last_year,
    "L3-08": explained,
}
