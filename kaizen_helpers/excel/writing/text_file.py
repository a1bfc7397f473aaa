"""CSV files for a stated purpose: encoding, BOM, and what is done with texts that look like formulas.

The receiver's wish comes first; without one the file has the BOM with which Excel reads it (``reference/domain.md``
section 3.1). Which it is always stands beside the file, as rule L3-08 asks.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.excel.writing.table import Table, as_text, begins_like_a_formula, checked
from kaizen_helpers.files import write_atomically

__all__ = ["PURPOSES", "Lost", "Purpose", "losses", "write_csv"]

_MOST_NAMED = 10
_ENCODINGS = {
    "utf-8-sig": "UTF-8（BOM あり）",
    "utf-8": "UTF-8（BOM なし）",
    "cp932": "Shift_JIS（Windows の CP932。BOM なし）",
}


@dataclass(frozen=True)
class Purpose:
    """What a file is for. ``quoted``: whether a text that looks like a formula gets ``'`` in front."""

    name: str
    encoding: str
    quoted: bool
    advice_ja: str


PURPOSES = {
    one.name: one
    for one in (
        Purpose(
            "Excelで開く",
            "utf-8-sig",
            True,
            "ダブルクリックで開くと先頭の0が消えます。「データ」→「テキストから」で、コードの列を「文字列」にしてください。",
        ),
        Purpose("kintoneに取り込む", "utf-8-sig", False, "取り込みの画面で、文字コードに「UTF-8」を選んでください。"),
        Purpose("公開する", "utf-8-sig", False, "文字コードと BOM の有無を、公開のページにも書いてください。"),
    )
}
"""By name. A file for Excel differs from the data where texts look like formulas; the other two hold the data."""


@dataclass(frozen=True)
class Lost:
    """A character that does not come through an encoding. ``becomes`` is empty where it cannot be written at all."""

    where: str
    mark: str
    becomes: str = ""

    def __str__(self) -> str:
        name = f"{self.where}: 「{self.mark}」（U+{ord(self.mark):04X}）は、"
        if not self.becomes:
            return f"{name}この文字コードに入りません。"
        return f"{name}読み戻すと「{self.becomes}」（U+{ord(self.becomes):04X}）になります。"


def losses(table: Table, encoding: str = "cp932") -> tuple[Lost, ...]:
    """What the encoding cannot hold, or gives back as another character, cell by cell; to be told before writing."""
    _known(encoding)
    heads = [column.heading for column in table.columns]
    cells = [(f"1行目の「{head}」", head) for head in heads]
    for number, row in enumerate(table.rows, start=2):
        cells += [(f"{number}行目の「{head}」", as_text(value)) for head, value in zip(heads, row, strict=True)]
    return tuple(lost for where, text in cells for lost in _lost(text, where, encoding))


def _lost(text: str, where: str, encoding: str) -> list[Lost]:
    codec = encoding.removesuffix("-sig")
    found = []
    for mark in dict.fromkeys(text):
        try:
            back = mark.encode(codec).decode(codec)
        except UnicodeEncodeError:
            found.append(Lost(where, mark))
            continue
        if back != mark:
            found.append(Lost(where, mark, back))
    return found


def write_csv(
    path: Path | str, table: Table, purpose: str, *, encoding: str = ""
) -> tuple[Path, Path, tuple[str, ...]]:
    """Write a table as CSV, and a text beside it that names purpose, encoding and BOM.

    Args:
        path: a new ``.csv``.
        table: what is written.
        purpose: one of :data:`PURPOSES`.
        encoding: what the receiver asked for: ``utf-8-sig``, ``utf-8`` or ``cp932``; else that of the purpose.

    Returns:
        the file, the text beside it, and sentences on what to look at.

    Raises:
        InputError: an unknown purpose or encoding, a table that cannot be written, characters that the encoding cannot
            hold (with their cells; nothing is written), or there is a file of that name.
        WriteError: the folder cannot be written to.
    """
    target = Path(path)
    if purpose not in PURPOSES:
        raise MissingError(f"「{purpose}」という使い道はありません。{'・'.join(PURPOSES)} から選んでください。")
    use = PURPOSES[purpose]
    codec = _known(encoding or use.encoding)
    readme = target.with_name(f"{target.stem}（説明）.txt")
    if target.suffix.lower() != ".csv":
        raise InputError("ファイルの名前の終わりを .csv にしてください。", target.name)
    for taken in (target, readme):
        if taken.exists():
            raise InputError("同じ名前のファイルがあります。別の名前にしてください。", taken.name)
    lost = losses(checked(table), codec)
    if gone := [one for one in lost if not one.becomes]:
        raise InputError(
            f"この文字コードに入らない文字が{len(gone)}か所あります。UTF-8 にするか、字を担当者に確かめてください。"
            f"（{_named(gone)}）",
            target.name,
        )
    told = [f"{len(lost)}か所の文字が、読み戻すと別の文字になります。（{_named(lost)}）"] if lost else []
    data, marked = _text(table, quoted=use.quoted)
    if marked:
        told.append(
            f"数式に見える文字が{marked}か所あり、先頭に「'」を付けました。元の値と比べるときは外してください。"
            if use.quoted
            else f"数式に見える文字が{marked}か所あります。値は変えていません。Excel で直接開かないでください。"
        )
    write_atomically(target, data.encode(codec))
    lines = [f"「{target.name}」の説明", "", f"使い道: {use.name}", f"文字コード: {_ENCODINGS[codec]}", "改行: CRLF"]
    lines += [f"行数: {len(table.rows)}行（見出しの1行を除く）", f"使い方: {use.advice_ja}", *told, "", "項目:"]
    lines += [f"- {column.heading}{'　' + column.note if column.note else ''}" for column in table.columns]
    write_atomically(readme, ("\r\n".join(lines) + "\r\n").encode("utf-8-sig"))
    return target, readme, tuple(told)


def _text(table: Table, *, quoted: bool) -> tuple[str, int]:
    """The whole file, and how many texts look like formulas. Numbers are numbers, also below zero."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    marked = 0
    for row in ([column.heading for column in table.columns], *table.rows):
        cells = []
        for value in row:
            text = as_text(value)
            if isinstance(value, str) and begins_like_a_formula(text):
                marked += 1
                text = f"'{text}" if quoted else text
            cells.append(text)
        writer.writerow(cells)
    return file.getvalue(), marked


def _named(lost: list[Lost] | tuple[Lost, ...]) -> str:
    more = "ほか" if len(lost) > _MOST_NAMED else ""
    return "、".join(f"{one.where}の「{one.mark}」" for one in lost[:_MOST_NAMED]) + more


def _known(encoding: str) -> str:
    if encoding not in _ENCODINGS:
        raise InputError(f"文字コードは {'・'.join(_ENCODINGS)} から選んでください。", encoding)
    return encoding
