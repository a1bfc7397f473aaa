"""Check a file against the thirty rules.

A rule is one function. It gets a sheet and the book around it and yields what it found::

    def one_table_a_sheet(look: SheetLook, book: BookLook) -> Iterator[Finding | Undecided]: ...   # or _: BookLook

A rule about the file as a whole (its kind, its explanations, its CSV) gets the book alone::

    def explained(book: BookLook) -> Iterator[Finding | Undecided]: ...

Each file of rules names its functions by the rule's id in ``SHEET_RULES`` and ``BOOK_RULES`` and stands in ``_ROOMS``.
``book.purpose`` says what the file is for, ``book.earlier`` is last year's file or ``None``; ``places.found`` makes a
finding from cells. Sheets that only explain the data are in ``book.explanations`` and are not given to sheet rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kaizen_helpers.excel.opening.model import Book
from kaizen_helpers.excel.readability import (
    characters,
    choices,
    headings,
    looks,
    numbers,
    periods,
    regions,
    shape,
    spaces,
    units,
    values,
    whole_file,
)
from kaizen_helpers.excel.readability.file_kinds import paper_kind, unread_data_kind
from kaizen_helpers.excel.readability.layout import BookLook, SheetLook, look_at
from kaizen_helpers.excel.readability.model import Finding, Purpose, Report, Undecided
from kaizen_helpers.excel.readability.places import found
from kaizen_helpers.excel.readability.scoring import scores

__all__ = ["check_book", "check_file"]

SheetRule = Callable[[SheetLook, BookLook], Iterator[Finding | Undecided]]
BookRule = Callable[[BookLook], Iterator[Finding | Undecided]]

_ROOMS = (shape, headings, looks, spaces, values, characters, numbers, choices, units, periods, regions, whole_file)


def check_book(book: Book, *, purpose: Purpose = "提供用", earlier: Book | None = None) -> Report:
    """Every rule on every sheet; ``earlier`` is the same file of another year, for the rule that compares years."""
    seen = look_at(book, purpose=purpose, earlier=earlier)
    findings: list[Finding] = []
    undecided: dict[tuple[str, str], Undecided] = {}
    for said in _all(seen):
        if isinstance(said, Undecided):
            undecided.setdefault((said.rule, said.reason_ja), said)
        else:
            findings.append(said)
    order = {sheet.name: place for place, sheet in enumerate(book.sheets, 1)}
    findings.sort(key=lambda one: (one.rule, order.get(one.sheet, 0), one.spans[:1], one.what_ja))
    open_rules = sorted(undecided.values(), key=lambda one: (one.rule, one.reason_ja))
    return Report(book.name, purpose, tuple(findings), tuple(open_rules), book.notes, scores(findings))


def _all(seen: BookLook) -> Iterator[Finding | Undecided]:
    for room in _ROOMS:
        for judge in getattr(room, "BOOK_RULES", {}).values():
            yield from judge(seen)
        for look in seen.sheets:
            for check in getattr(room, "SHEET_RULES", {}).values():
                yield from check(look, seen)


def check_file(path: Path | str, *, purpose: Purpose = "提供用", earlier: Path | str | None = None) -> Report:
    """Open a file and check it. A PDF or a Word file breaks L1-01 and is not looked into any further.

    Raises what ``open_book`` raises for a file that is damaged, locked or not there.
    """
    file = Path(path)
    if file.is_file():
        kind = paper_kind(file)
        if kind:
            return _not_data(file.name, kind, purpose)
        other = unread_data_kind(file)
        if other:
            note = f"{other}は、ルールで認められた形式です。この検査では読めないので、ほかのルールは調べていません。"
            return Report(file.name, purpose, (), (), (note,))
    from kaizen_helpers.excel.opening import open_book

    return check_book(open_book(file), purpose=purpose, earlier=None if earlier is None else open_book(Path(earlier)))


def _not_data(name: str, kind: str, purpose: Purpose) -> Report:
    what = f"これは{kind}のファイルで、表のデータとして読めません。"
    finding = found("L1-01", "", [], what)
    note = "表のデータとして読めないので、ほかのルールは調べていません。"
    return Report(name, purpose, (finding,), (), (note,), {1: scores([finding])[1]})
