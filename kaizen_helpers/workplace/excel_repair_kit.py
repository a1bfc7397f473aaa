"""``kaizen excel repair``: first a plan (直し方) to look through and change, then the repaired table, or why not.

A folder of its own is made; nothing that is there is ever written over, and the file itself is only read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kaizen_helpers.errors import InputError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.workplace.excel_check_kit import Progress, short_stem
from kaizen_helpers.workplace.flow_kit import Kit, new_folder

if TYPE_CHECKING:
    from kaizen_helpers.excel.opening import Book, Sheet
    from kaizen_helpers.excel.reports import Agreed
    from kaizen_helpers.excel.tables import Area, Plan, Refused, Repaired

__all__ = ["choose_sheet", "choose_table", "repair_file"]

_PLAN = "直し方.xlsx"
_MOST_TOLD = 8
_MOST_TRIES = 3


def repair_file(
    file: Path,
    *,
    sheet: str | None = None,
    table: int | None = None,
    plan: Path | None = None,
    accept: bool = False,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Kit, bool]:
    """Propose how to repair the table of a file, or repair it as agreed. The file is not changed.

    Args:
        file: ``.xlsx``, ``.xls`` or ``.csv``.
        sheet: the name of the sheet; the first that holds something if nothing is given.
        table: which of several tables of the sheet, from 1.
        plan: the plan that a person has looked through.
        accept: whether to repair at once by the proposals.
        folder: where the new folder is made; beside the file if nothing is given.
        progress: is told of long reading.

    Returns:
        What was made, and whether it is what was asked for; where a repair is refused, a plan with the open questions.

    Raises:
        KaizenError: there is no table to be read, the plan is another one, or nothing can be written.
    """
    from kaizen_helpers.excel.opening import open_book
    from kaizen_helpers.excel.reports import proposed, read_plan, write_plan
    from kaizen_helpers.excel.tables import Refused, plan_repair

    book = open_book(file, progress=progress)
    if progress:
        progress("直し方を考えています", 0)
    chosen, told = choose_sheet(book, sheet)
    area = choose_table(chosen, table)
    job = _Job(file, book, plan_repair(chosen, table=area), folder or file.resolve().parent, tuple(told))
    if plan is None and not accept:
        place = new_folder(job.beside / f"{short_stem(file)}（直し方）")
        made = write_plan(place / _PLAN, book.name, job.base, proposed(job.base), plan=job.base)
        return Kit(place, (made,), (*job.told, *_first_words(job, made))), True
    agreed = read_plan(plan, book.name, job.base) if plan else proposed(job.base)
    if progress:
        progress("直しています", 0)
    final, done, agreed = _repaired(job.base, agreed, plan)
    if isinstance(done, Refused):
        return _refused(job, final, agreed, done), False
    return _written(job, final, done, agreed), True


@dataclass(frozen=True)
class _Job:
    """What is repaired, and where what is made of it goes."""

    file: Path
    book: Book
    base: Plan
    """The plan without any rule of a person."""
    beside: Path
    told: tuple[str, ...]


def choose_sheet(book: Book, name: str | None) -> tuple[Sheet, list[str]]:
    """The sheet of that name, or the first that holds something, and a word where there are others."""
    filled = [one for one in book.sheets if one.rows]
    if name is not None:
        found = [one for one in book.sheets if one.name.strip() == name.strip()]
        if not found:
            names = "、".join(f"「{one.name}」" for one in book.sheets[:_MOST_TOLD])
            raise InputError(f"「{name}」というシートはありません。シートは{names}です。", book.name)
        return found[0], []
    shown = [one for one in filled if not one.hidden] or filled
    if not shown:
        raise InputError("値の入ったシートがありません。ファイルを確かめてください。", book.name)
    if len(shown) == 1:
        return shown[0], []
    names = "、".join(f"「{one.name}」" for one in shown[1:_MOST_TOLD])
    return shown[0], [f"シート「{shown[0].name}」を見ました。ほかに{names}があります。--sheet で選べます。"]


def choose_table(sheet: Sheet, number: int | None) -> Area:
    """The table to work on; of several only the one that was chosen (from 1)."""
    from kaizen_helpers.excel.tables import find_tables

    tables = find_tables(sheet)
    if not tables:
        raise InputError("見出しのある表が見つかりません。--sheet で、表のあるシートを選んでください。", sheet.name)
    if number is None and len(tables) > 1:
        where = "、".join(f"{place}番目は{one.top}〜{one.bottom}行目" for place, one in enumerate(tables, 1))
        raise InputError(f"表が{len(tables)}つあります（{where}）。--table 1 のように選んでください。", sheet.name)
    if not 1 <= (number or 1) <= len(tables):
        raise InputError(f"表は{len(tables)}つです。--table には1〜{len(tables)}を指定してください。", sheet.name)
    return tables[(number or 1) - 1]


def _repaired(base: Plan, agreed: Agreed, path: Path | None) -> tuple[Plan, Repaired | Refused, Agreed]:
    """Repair as agreed. What turns out to be open on the way may have been answered in the plan already."""
    from kaizen_helpers.excel.reports import answers_in
    from kaizen_helpers.excel.tables import repair

    final = agreed.plan(base)
    done = repair(final, agreed.answers)
    for _ in range(_MOST_TRIES):
        questions = getattr(done, "questions", ())
        if path is None or not questions:
            break
        problems: list[str] = []
        more = answers_in(path, questions, problems)
        if problems:
            raise InputError(f"読めないところがあります。{problems[0]}", path.name)
        if not more.keys() - agreed.answers.keys():
            break
        agreed = replace(agreed, answers={**agreed.answers, **more})
        done = repair(final, agreed.answers)
    return final, done, agreed


def _first_words(job: _Job, made: Path) -> list[str]:
    """What would be done, how many questions are open, and what to do now."""
    base, file = job.base, job.file
    open_ones = [one for one in base.questions if one.proposal is None]
    told = [f"{file.name} の直し方を考えました。まだ何も直していません。"]
    told += [f"  ・{one.name}: {one.what_ja}" for one in base.steps[:_MOST_TOLD]]
    if len(base.steps) > _MOST_TOLD:
        told.append(f"  ほかに{len(base.steps) - _MOST_TOLD}つの手順があります。")
    told += [f"！ {one}" for one in base.area.problems[:_MOST_TOLD]]
    told.append(
        f"答えを決めてほしい質問が{len(open_ones)}つあります。" if open_ones else "決めてほしい質問はありません。"
    )
    told.append("次にすること:")
    told.append(f"  1. 「{made.name}」を開き、列の種類と質問の答えを確かめます。違っていたら直して保存します。")
    told.append("  2. 次のように、もう一度動かします。")
    told.append(f'     kaizen excel repair "{file}" --plan "{made}"')
    if not open_ones:
        told.append("提案のとおりでよければ、--plan の代わりに --accept を付けても直せます。")
    return told


def _refused(job: _Job, final: Plan, agreed: Agreed, done: Refused) -> Kit:
    from kaizen_helpers.excel.reports import write_plan

    place = new_folder(job.beside / f"{short_stem(job.file)}（直し方）")
    made = write_plan(place / _PLAN, job.book.name, job.base, agreed, done, plan=final)
    told = [*job.told, "まだ直せません。値をまちがえないように、ここで止めました。"]
    told += [f"！ {one}" for one in done.reasons[:_MOST_TOLD]]
    if len(done.reasons) > _MOST_TOLD:
        told.append(f"ほかに{len(done.reasons) - _MOST_TOLD}つの理由があります。")
    told.append("次にすること: 新しい「直し方.xlsx」に答えを書くか、元の表の写しを直してから、もう一度動かします。")
    told.append(f'  kaizen excel repair "{job.file}" --plan "{made}"')
    return Kit(place, (made,), tuple(told))


def _written(job: _Job, final: Plan, done: Repaired, agreed: Agreed) -> Kit:
    from kaizen_helpers.excel.reports import repair_page, write_plan, write_repaired

    stem, name = short_stem(job.file), f"「{job.book.name}」のシート「{final.sheet.name}」"
    place = new_folder(job.beside / f"{stem}（直した表）")
    files = [
        write_repaired(done, place / f"{stem}（直した表）.xlsx", name, agreed.rules),
        place / "前と後.html",
        place / "使った直し方.xlsx",
    ]
    write_atomically(files[1], repair_page(final, done, job.book.name).encode("utf-8", "replace"))
    write_plan(files[2], job.book.name, job.base, agreed, plan=final)
    told = [*job.told, f"{job.file.name} の表を直しました。{len(done.columns)}列、{len(done.rows):,}行です。"]
    told.append(f"変えたところは{len(done.ledger):,}か所です。シート「変更の記録」に、すべて書いてあります。")
    told.append(f"直す前と後で、行の数や合計など{len(done.checks)}項目が合うことを確かめました。")
    return Kit(place, tuple(files), tuple(told))
