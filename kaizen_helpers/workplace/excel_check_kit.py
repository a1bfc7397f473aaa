"""``kaizen excel check``: files against the thirty rules for data of the government, as pages and annotated copies.

A folder of its own is made; nothing that is there is ever written over, and the files themselves are only read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kaizen_helpers.errors import InputError, KaizenError, MissingError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.workplace.flow_kit import Kit, new_folder

if TYPE_CHECKING:
    from kaizen_helpers.excel.opening import Book
    from kaizen_helpers.excel.readability import Report
    from kaizen_helpers.excel.readability.model import Purpose

__all__ = ["PURPOSES", "Progress", "check_files", "short_stem", "tables_in"]

Progress = Callable[[str, int], None]
"""Told: what is being read, and how many rows so far; or the step that begins, and 0."""
PURPOSES: tuple[Purpose, ...] = ("提供用", "作業用")
_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".pdf", ".docx", ".doc", ".ods")
_LONGEST_STEM = 50
"""Characters of a file's name that go into the names of what is made: Windows allows 260 for a whole path."""


@dataclass(frozen=True)
class _Checked:
    report: Report
    book: Book | None


def check_files(
    files: Sequence[Path],
    *,
    purpose: Purpose = "提供用",
    earlier: Path | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> Kit:
    """Check files, and write a page and an annotated copy of each into a new folder; of several also a summary.

    A file that cannot be read costs only itself; what went wrong with it is told.

    Args:
        files: what is checked; a folder stands for the tables in it.
        purpose: 「提供用」 for data that are handed on, 「作業用」 for a table of one's own.
        earlier: the same table of another year, for the rule that compares years.
        folder: where the new folder is made; beside the first file if nothing is given.
        progress: is told of long reading.

    Raises:
        KaizenError: no file can be read at all, or nothing can be written.
    """
    sources = [path for given in files for path in tables_in(given)]
    before = _opened(earlier, progress) if earlier else None
    checked: list[tuple[Path, _Checked]] = []
    failed: list[tuple[str, KaizenError]] = []
    for path in sources:
        try:
            checked.append((path, _check(path, purpose, before, progress)))
        except KaizenError as error:
            failed.append((path.name, error))
    if not checked:
        if len(failed) == 1:
            raise failed[0][1]
        told = "　".join(f"{name}: {error.message_ja}" for name, error in failed[:5])
        raise InputError(f"どのファイルも読めませんでした。{told}", f"{len(failed)}個のファイル")
    several = len(sources) > 1
    beside = sources[0].resolve().parent
    name = "表の検査" if several else f"{short_stem(sources[0])}（検査）"
    if progress:
        progress("結果を書いています", 0)
    return _written(new_folder((folder or beside) / name), checked, failed, several=several)


def tables_in(given: Path) -> list[Path]:
    """The file itself; of a folder the tables in it, but not those that Excel keeps open for itself (「~$…」).

    Raises:
        InputError: a folder without a table.
        MissingError: there is nothing of that name.
    """
    try:
        if not given.is_dir():
            there = given.exists()
            inside = [given]
        else:
            there = True
            inside = sorted(path for path in given.iterdir() if _is_table(path))
    except (OSError, ValueError) as error:
        raise MissingError("開けませんでした。名前と場所を確かめてください。", given.name[:60]) from error
    if not there:
        raise MissingError("ファイルがありません。名前と場所を確かめてください。", given.name)
    if not inside:
        raise InputError("このフォルダに、調べられるファイル（.xlsx .xls .csv）がありません。", given.name)
    return inside


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and not path.name.startswith(("~$", "."))


def short_stem(path: Path) -> str:
    """The file's name without its ending, short enough to be part of other names."""
    stem = path.stem.strip()
    return stem if len(stem) <= _LONGEST_STEM else f"{stem[: _LONGEST_STEM - 1]}…"


def _opened(path: Path, progress: Progress | None) -> Book:
    from kaizen_helpers.excel.opening import open_book

    return open_book(path, progress=progress)


def _check(path: Path, purpose: Purpose, earlier: Book | None, progress: Progress | None) -> _Checked:
    from kaizen_helpers.excel.readability import check_book, check_file
    from kaizen_helpers.excel.readability.file_kinds import paper_kind, unread_data_kind

    if paper_kind(path) or unread_data_kind(path):
        return _Checked(check_file(path, purpose=purpose), None)
    book = _opened(path, progress)
    if progress:
        progress("調べています", 0)
    return _Checked(check_book(book, purpose=purpose, earlier=earlier), book)


def _written(
    place: Path,
    checked: Sequence[tuple[Path, _Checked]],
    failed: Sequence[tuple[str, KaizenError]],
    *,
    several: bool,
) -> Kit:
    from kaizen_helpers.excel.reports import check_page, summary_page, told_of, write_annotated

    files: list[Path] = []
    told: list[str] = []
    if several:
        files.append(place / "まとめ.html")
        reasons = [(name, error.message_ja) for name, error in failed]
        _write(files[0], summary_page([one.report for _, one in checked], reasons))
    for path, one in checked:
        stem = _free(place, short_stem(path))
        page = place / f"{stem}（検査）.html"
        _write(page, check_page(one.report, one.book))
        files.append(page)
        if one.book is not None:
            try:
                files.append(write_annotated(one.report, one.book, place / f"{stem}（指摘つき）.xlsx"))
            except InputError as problem:  # a copy that cannot be made does not keep the page back
                told.append(f"！ {path.name} の「指摘つき」は作れませんでした。{problem.message_ja}")
        told += told_of(one.report)
    told += [f"！ {name} は調べられませんでした。{error.message_ja}" for name, error in failed]
    return Kit(place, tuple(files), tuple(told))


def _free(place: Path, stem: str) -> str:
    """Two files of one name may come from two folders."""
    number, free = 1, stem
    while (place / f"{free}（検査）.html").exists():
        number += 1
        free = f"{stem} ({number})"
    return free


def _write(path: Path, text: str) -> None:
    write_atomically(path, text.encode("utf-8", "replace"))
