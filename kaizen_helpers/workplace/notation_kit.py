"""``kaizen notation``: how dates, codes and characters of a table are written, made alike by policies; quick questions.

A folder of its own is made; nothing that is there is ever written over, and the file itself is only read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kaizen_helpers.files import write_atomically
from kaizen_helpers.workplace.excel_check_kit import Progress, short_stem
from kaizen_helpers.workplace.excel_repair_kit import choose_sheet, choose_table
from kaizen_helpers.workplace.flow_kit import Kit, new_folder

if TYPE_CHECKING:
    from datetime import date

    from kaizen_helpers.excel.opening import Sheet
    from kaizen_helpers.excel.reports import Notation
    from kaizen_helpers.excel.tables import Area
    from kaizen_helpers.notation import CodeCheck

__all__ = ["check_notation", "convert_notation", "explain_codes", "explain_dates"]

_WEEKDAYS = "月火水木金土日"
_MOST_TOLD = 12
_NOT_REPEATED = "！ 12桁の番号です。個人番号のおそれがあるので調べません。画面や履歴に残さないでください。"
"""Said instead of the number, which is not even repeated."""


def check_notation(
    file: Path,
    *,
    rules: str = "GIF",
    sheet: str | None = None,
    table: int | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> Kit:
    """Look at the notation of a table and write a page about it. No value of a column of people is shown.

    Args:
        file: ``.xlsx``, ``.xls`` or ``.csv``.
        rules: 「GIF」「庁内様式」「kintone取込」.
        sheet: the name of the sheet; the first that holds something if nothing is given.
        table: which of several tables of the sheet, from 1.
        folder: where the new folder is made; beside the file if nothing is given.
        progress: is told of long reading.

    Raises:
        KaizenError: there is no table to be read, or nothing can be written.
    """
    from kaizen_helpers.excel.reports import notation_page, the_notation

    name, chosen, area, told = _opened(file, sheet, table, progress)
    done = the_notation(name, chosen, area, rules)
    place = new_folder((folder or file.resolve().parent) / f"{short_stem(file)}（表記の確認）")
    page = place / "表記の確認.html"
    write_atomically(page, notation_page(done).encode("utf-8", "replace"))
    return Kit(place, (page,), (*told, *_told(done)))


def convert_notation(
    file: Path,
    *,
    rules: str = "GIF",
    policies: Path | None = None,
    sheet: str | None = None,
    table: int | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> Kit:
    """Without ``policies`` propose what to do with each column; with them write the table alike, with a ledger.

    Raises:
        KaizenError: there is no table to be read, the policies are those of another file, or nothing can be written.
    """
    from kaizen_helpers.excel.reports import read_policies, the_notation, write_converted, write_policies

    name, chosen, area, told = _opened(file, sheet, table, progress)
    done = the_notation(name, chosen, area, rules)
    beside, stem = folder or file.resolve().parent, short_stem(file)
    if policies is None:
        place = new_folder(beside / f"{stem}（表記の方針）")
        made = write_policies(done, place / "表記の方針.xlsx")
        return Kit(place, (made,), (*told, *_told(done), *_what_next(file, made)))
    agreed, ways, years = read_policies(policies, done)
    if progress:
        progress("書き方をそろえています", 0)
    final = the_notation(name, chosen, area, agreed, ways, years)
    place = new_folder(beside / f"{stem}（表記をそろえた表）")
    made = write_converted(final, place / f"{stem}（表記をそろえた表）.xlsx")
    changed = sum(value.changed for values in final.values.values() for value in values)
    left = sum(final.count(one.name, "確かめる") for one in final.columns)
    told += [f"{file.name} の書き方を、「{agreed}」にそろえました。書きかえた値は{changed:,}個です。"]
    if left:
        told.append(f"確かめてほしい値が{left:,}個あります。シート「確かめること」を見てください。")
    told.append("すべての変更は、シート「変更の記録」にあります。元のファイルは変えていません。")
    return Kit(place, (made,), (*told, *_suspected(final)))


def _opened(
    file: Path, sheet: str | None, table: int | None, progress: Progress | None
) -> tuple[str, Sheet, Area, list[str]]:
    from kaizen_helpers.excel.opening import open_book

    book = open_book(file, progress=progress)
    if progress:
        progress("調べています", 0)
    chosen, told = choose_sheet(book, sheet)
    area = choose_table(chosen, table)
    if area.header_rows > 1 or any(span.bottom >= area.first_row and span.top <= area.bottom for span in chosen.merged):
        told.append(
            "！ 見出しが何段もあるか、結合したセルがあります。先に kaizen excel repair で直すのがおすすめです。"
        )
    return book.name, chosen, area, told


def _told(done: Notation) -> list[str]:
    """Counts by column; no value."""
    told = [f"{done.name} の表を、「{done.rules}」の書き方で調べました。"]
    for one in done.columns[: 3 * _MOST_TOLD]:
        changed, left = done.count(one.name, "書きかえ"), done.count(one.name, "確かめる")
        if changed or left:
            parts = [f"書きかえる値 {changed:,}個"] if changed else []
            parts += [f"確かめる値 {left:,}個"] if left else []
            told.append(f"  ・{one.name}（{done.ways[one.name]}）: {'、'.join(parts)}")
    if len(told) == 1:
        told.append("書き方はそろっています。")
    return told + _suspected(done)


def _suspected(done: Notation) -> list[str]:
    """Columns that may hold data of people: by name and count, never a value."""
    return [f"！ {one.message_ja}" for one in done.suspicions[:_MOST_TOLD]]


def _what_next(file: Path, made: Path) -> list[str]:
    return [
        "まだ何も変えていません。次にすること:",
        f"  1. 「{made.name}」のシート「方針」で、列ごとの方針を確かめます。違っていたら選び直して保存します。",
        "  2. 次のように、もう一度動かします。",
        f'     kaizen notation convert "{file}" --policies "{made}"',
    ]


def explain_dates(typed: Sequence[str]) -> tuple[list[str], bool]:
    """What each date means, in every calendar that offices use, and whether all of them were understood."""
    from kaizen_helpers.notation.date_forms import read_period
    from kaizen_helpers.notation.reading import Question

    told: list[str] = []
    understood = True
    for word in typed:
        if _twelve_digits(word):
            told.append(_NOT_REPEATED)
            understood = False
            continue
        period = read_period(word, "")
        if period is None or isinstance(period, Question):
            understood = False
            told.append(f"？ {_own(word)}: {_line_of(period.text_ja) if period else '日付が書かれていません。'}")
            continue
        told.append(f"{_own(word)} → {_calendars(period.kind, period.first)}")
        if period.check:
            told.append(f"  {period.note_ja or '元の書類で確かめてください。'}")
    return told, understood


def _calendars(kind: str, first: date) -> str:
    from kaizen_helpers.notation.eras import fiscal_year, to_wareki, write_fiscal_year

    year = fiscal_year(first)
    fiscal = f"{write_fiscal_year(year, wareki=True)}（{year}年度）"
    if kind == "fiscal year":
        return fiscal
    if kind == "month":
        return f"{first.year}年{first.month}月・{fiscal}"
    day = f"{first.isoformat()}（{_WEEKDAYS[first.weekday()]}）"
    return f"{day}・{to_wareki(first)}・{fiscal}"


def explain_codes(typed: Sequence[str]) -> tuple[list[str], bool]:
    """What each code can be by its length, whether its check digit is right, and what the check does not see."""
    told: list[str] = []
    kinds: set[str] = set()
    right = True
    for word in typed:
        lines, kind, good = _explained(word)
        told += lines
        kinds.add(kind)
        right = right and good
    return told + _unseen(kinds), right


def _unseen(kinds: Iterable[str]) -> list[str]:
    from kaizen_helpers.notation.codes import BLIND_SPOTS

    return [f"（{kind}）{BLIND_SPOTS[kind]}" for kind in sorted(kinds) if kind in BLIND_SPOTS]


def _explained(word: str) -> tuple[list[str], str, bool]:
    from kaizen_helpers.notation.codes import check_corporate_number, check_local_government_code
    from kaizen_helpers.notation.contacts import check_postal_code

    plain = _bare(word)
    digits = len(plain) if plain.isascii() and plain.isdigit() else 0
    if _twelve_digits(word):
        return [_NOT_REPEATED], "", False
    if digits == 13:
        return _verdict("法人番号", word, check_corporate_number(plain))
    if digits in (5, 6):
        return _verdict("全国地方公共団体コード", word, check_local_government_code(plain))
    if digits == 7:
        return _verdict("郵便番号", word, check_postal_code(plain))
    message = "団体コード（6桁）、郵便番号（7桁）、法人番号（13桁）のどれでもない長さです。けたを確かめてください。"
    return [f"？ {_own(word)}: {message}"], "", False


def _bare(word: str) -> str:
    """Half-width, without the hyphens and blanks that people put between digits."""
    return re.sub(r"[\s‐‑‒–—―−ー-]", "", unicodedata.normalize("NFKC", word)).removeprefix("〒")


def _twelve_digits(word: str) -> bool:
    """Whether it may be a My Number."""
    return re.search(r"(?<![0-9])[0-9]{12}(?![0-9])", _bare(word)) is not None


def _verdict(kind: str, word: str, check: CodeCheck) -> tuple[list[str], str, bool]:
    if check.state == "ok":
        return [f"{_own(word)} → {kind}の形です（{check.code}）。{check.message_ja}"], kind, True
    return [f"？ {_own(word)}: {kind}として調べました。{check.message_ja}"], kind, False


def _own(word: str) -> str:
    """What was typed, on one line."""
    line = _line_of(word)
    return line if len(line) <= 30 else f"{line[:30]}…"


def _line_of(words: str) -> str:
    """The words on one line, without signs that a screen would obey."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in words).split())
