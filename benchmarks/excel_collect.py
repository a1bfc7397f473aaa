"""Collecting returned forms (照会の取りまとめ) against reading the same files with openpyxl and doing nothing else.

Run: ``.venv/bin/python benchmarks/excel_collect.py`` (``--forms 60`` for a sample). It prints one JSON line: name,
ours, rival, ratio, goal, met; the times are seconds of processor time, the best of three, taken in turn.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kaizen_helpers.excel.collecting.bodies import Asked  # noqa: E402 - the checkout is measured
from kaizen_helpers.excel.collecting.collecting import collect  # noqa: E402

GOAL = 2.0
QUESTIONS = [f"設問{number}_{what}" for number in range(2, 10) for what in ("人数", "金額")]
HEADS = ["団体コード", "団体名", "回答日", "担当課", "電話", "設問1", *QUESTIONS, "備考"]


def make_forms(folder: Path, count: int) -> tuple[Asked, ...]:
    """One row of answers a form, some with moved columns, some with a sheet in front."""
    import openpyxl

    draw = random.Random("excel_collect")  # noqa: S311 - a repeatable example, no secret
    bodies = tuple(Asked(f"{410000 + number}", f"架空{number}市") for number in range(count))
    for number, body in enumerate(bodies):
        values: dict[str, object] = {head: draw.choice((None, 0, draw.randrange(10**6), "1,234")) for head in QUESTIONS}
        values |= {"団体コード": body.code, "団体名": body.name, "担当課": "企画課", "電話": "0952-00-0000"}
        values |= {"回答日": date(2026, 4, 1) + timedelta(draw.randrange(60)), "設問1": "取組済", "備考": None}
        heads = draw.sample(HEADS, len(HEADS)) if number % 5 == 0 else HEADS
        book = openpyxl.Workbook()
        sheet = book.active
        if number % 7 == 0:
            sheet.append(["回答をお願いします。"])
            sheet = book.create_sheet("調査票")
        sheet.append(heads)
        sheet.append([values[head] for head in heads])
        book.save(folder / f"{body.name}_202604{number % 28 + 1:02d}.xlsx")
    return bodies


def read_plainly(folder: Path) -> None:
    import openpyxl

    for path in sorted(folder.iterdir()):
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            for _ in sheet.iter_rows(values_only=True):
                pass
        book.close()


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> bool:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--forms", type=int, default=300)
    count = reader.parse_args().forms
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bodies = make_forms(folder, count)
        found = collect(folder, bodies)
        if len(found.rows) != count or found.missing:
            raise SystemExit(f"{len(found.rows)} of {count} replies were found")
        pairs = [(seconds(lambda: collect(folder, bodies)), seconds(lambda: read_plainly(folder))) for _ in range(3)]
    ours, rival = (min(times) for times in zip(*pairs, strict=True))
    ratio = round(ours / rival, 3)
    met = bool(ratio <= GOAL)
    told = {"name": f"collect {count} returned forms, s", "ours": round(ours, 3), "rival": round(rival, 3)}
    print(json.dumps({**told, "ratio": ratio, "goal": f"at most {GOAL} x plain reading", "met": met}))
    return met


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
