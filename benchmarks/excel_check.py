"""How long does the check of a big workbook take, and how much memory, against plain reading of all its cells?

Run: ``.venv/bin/python benchmarks/excel_check.py`` (``5000`` for a smaller workbook of so many rows). It prints one
JSON line a goal: name, ours, rival, ratio, goal, met. The workbook has 20 columns as an office keeps them: codes,
names, dates, amounts, choices, remarks of which each is different. Ours opens the file and checks it by all rules; the
rival is openpyxl in read-only mode, going through all cells. Each runs in a fresh process; memory is the most it had.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = 20
MOST_TIME, MOST_MEMORY = 6.0, 3.0

_OURS_NEEDS = """
from kaizen_helpers.excel.opening import open_book
from kaizen_helpers.excel.readability import check_book
"""
_OURS = """
report = check_book(open_book(PATH))
told = len(report.findings)
"""
_RIVAL_NEEDS = "from openpyxl import load_workbook"
_RIVAL = """
book = load_workbook(PATH, read_only=True)
told = sum(1 for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value is not None)
"""
_FRAME = """
import json, resource, sys, time
{needs}
PATH = sys.argv[1]
start = time.perf_counter()
{work}
took = time.perf_counter() - start
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
print(json.dumps({{"seconds": took, "megabytes": most, "told": told}}))
"""

Maker = Callable[[random.Random, int], object]


def columns() -> list[tuple[str, Maker]]:
    """Twenty headings, and how their values come about."""
    first = date(2024, 4, 1)
    towns = ("佐賀市", "唐津市", "鳥栖市", "多久市", "伊万里市", "武雄市", "鹿島市", "小城市", "嬉野市", "神埼市")
    codes = ("412015", "412023", "412031", "412040", "412058", "412066", "412074", "412082", "412091", "412104")
    return [
        ("受付番号", lambda _draw, row: f"R{row:07d}"),
        ("団体コード", lambda _draw, row: codes[row % 10]),
        ("市町名", lambda _draw, row: towns[row % 10]),
        ("申請日", lambda draw, _row: first + timedelta(draw.randrange(700))),
        ("決定日", lambda draw, _row: first + timedelta(draw.randrange(700))),
        ("団体名", lambda draw, _row: f"見本第{draw.randint(1, 4000)}自治会"),
        (
            "代表者氏名",
            lambda draw, _row: draw.choice("佐唐鳥武鹿小") + draw.choice("賀津栖雄島城") + draw.choice("一二三太次花"),
        ),
        ("電話番号", lambda draw, _row: f"0952-00-{draw.randint(1000, 9999)}"),
        ("所在地", lambda draw, row: f"{towns[row % 10]}架空町{draw.randint(1, 60)}-{draw.randint(1, 90)}"),
        ("事業区分", lambda draw, _row: draw.choice(("防災", "防犯", "環境", "福祉"))),
        ("審査状況", lambda draw, _row: draw.choice(("受付", "審査中", "交付決定", "不交付"))),
        ("補助対象経費（円）", lambda draw, _row: draw.randint(10_000, 9_000_000)),
        ("申請額（円）", lambda draw, _row: draw.randint(10_000, 4_000_000)),
        ("決定額（円）", lambda draw, _row: draw.randint(0, 4_000_000)),
        ("参加者数（人）", lambda draw, _row: draw.randint(1, 400)),
        ("面積（m2）", lambda draw, _row: round(draw.uniform(5, 900), 2)),
        ("補助率（％）", lambda draw, _row: draw.choice((50, 66.7, 75))),
        ("対象年度", lambda draw, _row: draw.choice(("2024年度", "2025年度"))),
        ("満足度", lambda draw, _row: draw.choice(("満足", "普通", "不満"))),
        (
            "備考",
            lambda draw, row: (
                f"{row}件目は現地を{draw.randint(2, 9)}回確認し、書類を{draw.randint(1, 30)}日に受け取った。"
            ),
        ),
    ]


def make(path: Path, rows: int) -> None:
    """The workbook, row by row, so that making it needs no memory."""
    import xlsxwriter

    draw = random.Random(6)  # noqa: S311 - the same workbook every time
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("申請一覧")
    day, yen = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0"})
    makers = columns()
    sheet.write_row(0, 0, [head for head, _ in makers], book.add_format({"bold": True}))
    for row in range(1, rows + 1):
        for column, (_, maker) in enumerate(makers):
            value = maker(draw, row)
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            elif isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write_number(row, column, value, yen if column in (11, 12, 13) else None)
    book.close()


def measured(needs: str, work: str, path: Path) -> dict[str, float]:
    """Seconds and megabytes of this work in a process of its own, starting and importing not counted in the time."""
    code = _FRAME.format(needs=needs, work=work)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def line(name: str, ours: float, rival: float, goal: float) -> bool:
    ratio = round(ours / rival, 2)
    one = {"name": name, "ours": round(ours, 2), "rival": round(rival, 2), "ratio": ratio, "goal": str(goal)}
    print(json.dumps({**one, "met": ratio <= goal}), flush=True)
    return ratio <= goal


def main() -> bool:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("rows", type=int, nargs="?", default=100_000)
    rows = reader.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "大きな台帳.xlsx"
        make(path, rows)
        rival = measured(_RIVAL_NEEDS, _RIVAL, path)
        ours = measured(_OURS_NEEDS, _OURS, path)
    shape = f"{rows:,} x {COLUMNS}"
    return all(
        [
            line(f"check {shape}, seconds", ours["seconds"], rival["seconds"], MOST_TIME),
            line(f"check {shape}, megabytes at most", ours["megabytes"], rival["megabytes"], MOST_MEMORY),
        ]
    )


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
