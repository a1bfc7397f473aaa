"""Does the repair give back the clean table under a dirty workbook, cell for cell, and does it refuse where it cannot?

Run: ``.venv/bin/python benchmarks/excel_repair.py`` (``--books 30`` for a sample, ``--unseen`` for seeds that
nothing was built with). It prints one JSON line a goal: name, ours, rival, ratio, goal, met. The workbooks are of all
eight cases, made by ``kaizen_helpers.excel.samples`` (which shares no code with the repair), written as real ``.xlsx``
and opened again. The answers are those of a person who knows the columns of the office and its spellings, and nothing
of the values. A trap is a workbook that cannot be put right; the only right answer is to refuse.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kaizen_helpers.errors import InputError  # noqa: E402 - the checkout is measured
from kaizen_helpers.excel.opening import open_book  # noqa: E402
from kaizen_helpers.excel.samples import (  # noqa: E402
    CASES,
    DirtyBook,
    dirty_book,
    repair_at_desk,
    write_dirty,
)
from kaizen_helpers.excel.tables import Refused, Repaired  # noqa: E402

SEEN, UNSEEN = 0, 1_000_000
"""Where the seeds begin. Only the first range was looked at while the repair was written."""


def verdict(book: DirtyBook, path: Path) -> tuple[str, str]:
    """``equal``, ``refused`` or ``wrong``, and why."""
    sheet = open_book(write_dirty(book, path)).sheet
    try:
        done = repair_at_desk(book, sheet)
    except InputError as error:
        return "refused", str(error)
    if isinstance(done, Refused):
        return "refused", done.reasons[0]
    return ("equal", "") if same(done, book) else ("wrong", difference(done, book))


def same(done: Repaired, book: DirtyBook) -> bool:
    names = tuple(one.name for one in done.columns) == tuple(one.name for one in book.clean.fields)
    units = tuple(one.unit for one in done.columns) == tuple(one.unit for one in book.clean.fields)
    return names and units and typed(done.rows) == typed(book.clean.rows)


def typed(rows: tuple[tuple[object, ...], ...]) -> list[list[tuple[type, object]]]:
    """Values with their types: 1 is not 「1」 and not True."""
    return [[(type(value), value) for value in row] for row in rows]


def difference(done: Repaired, book: DirtyBook) -> str:
    if len(done.rows) != len(book.clean.rows):
        return f"{len(done.rows)} rows for {len(book.clean.rows)}"
    for row, (ours, truth) in enumerate(zip(done.rows, book.clean.rows, strict=True)):
        for place, (a, b) in enumerate(zip(ours, truth, strict=True)):
            if (type(a), a) != (type(b), b):
                return f"row {row}, {book.clean.fields[place].name}: {a!r} for {b!r}"
    return f"{[(one.name, one.unit) for one in done.columns]}"


def measure(books: int, start: int, *, trap: bool, show: bool) -> Counter[str]:
    """How many books ended how: 「equal」「refused」「wrong」, each with its case as well."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(books):
            case = CASES[number % len(CASES)]
            book = dirty_book(case, start + number, trap=trap)
            what, why = verdict(book, Path(folder) / f"{number}.xlsx")
            found[what] += 1
            found[f"{what} {book.trap or case}"] += 1
            if show and what != ("refused" if trap else "equal"):
                print(f"{case} {start + number} {book.trap}: {what}: {why}", file=sys.stderr)
            elif show and trap:
                print(f"{case} {start + number} {book.trap}: {why}", file=sys.stderr)
    return found


def line(name: str, ours: float, goal: str, *, met: bool) -> bool:
    print(
        json.dumps(
            {"name": name, "ours": ours, "rival": None, "ratio": None, "goal": goal, "met": met}, ensure_ascii=False
        )
    )
    sys.stdout.flush()
    return met


def main() -> bool:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--books", type=int, default=300)
    reader.add_argument("--unseen", action="store_true")
    reader.add_argument("--show", action="store_true", help="say of each failure what it is (not on the unseen seeds)")
    chosen = reader.parse_args()
    start, which = (UNSEEN, "unseen") if chosen.unseen else (SEEN, "seen")
    show = chosen.show and not chosen.unseen
    found = measure(chosen.books, start, trap=False, show=show)
    several = max(chosen.books // 2, 1)
    traps = measure(several, start, trap=True, show=show)
    share = found["equal"] / chosen.books
    wrong, fallen = found["wrong"], traps["equal"] + traps["wrong"]
    kinds = len({name for name in traps if " " in name})
    return all(
        [
            line(f"{which}: equal cell for cell, share of {chosen.books}", round(share, 4), "0.98", met=share >= 0.98),
            line(f"{which}: refused, of {chosen.books}", found["refused"], "reported", met=True),
            line(f"{which}: silent wrong values, books of {chosen.books}", wrong, "0", met=not wrong),
            line(f"{which}: traps of {kinds} kinds not refused, of {several}", fallen, "0", met=not fallen),
        ]
    )


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
