"""Broken tables, texts and saved flows: findings or one sentence, never a traceback, never a hang.

Run: ``.venv/bin/python benchmarks/flow_fuzz.py`` (``--inputs N`` for fewer). Every input is read, checked, laid out,
drawn, costed and written again. One JSON line a goal. Files of other programs have a run of their own in
``flow_bpmn.py`` (BPMN) and ``flow_exchange.py`` (draw.io, Excel, PowerPoint); together more than 10,000 inputs.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kaizen_helpers.errors import KaizenError  # noqa: E402 - the checkout is measured, installed or not
from kaizen_helpers.flow import Flow, check_flow, draw, read_steps  # noqa: E402
from kaizen_helpers.flow.findings.all_findings import find_all  # noqa: E402
from kaizen_helpers.flow.findings.soundness import check_soundness  # noqa: E402
from kaizen_helpers.flow.tables.outline import read_outline  # noqa: E402
from kaizen_helpers.flow.tables.outline_writing import write_outline  # noqa: E402
from kaizen_helpers.flow.tables.writing import write_steps  # noqa: E402
from kaizen_helpers.flow.timing.effort import effort  # noqa: E402

INPUTS = 4500
PATIENCE = 20.0
"""Seconds for one input on a busy machine; whatever takes longer hangs."""
COLUMNS = (
    "番号",
    "だれが",
    "何を",
    "次",
    "条件",
    "種類",
    "分",
    "待ち",
    "件数",
    "割合",
    "押印",
    "入力情報",
    "媒体",
    "職位",
)
PIECES = (
    *("", " ", "　", "\n", "\t", '"', "\u200b", "\x00", "\ud800", "🈂", "髙﨑𠮷", "∞"),
    *[
        "県",
        "市町",
        "係長",
        "担当者",
        "申請書を受け付ける",
        "回答がそろったか",
        "不備あり",
        "おわり",
        "次",
        "か",
        "？",
        "①",
        "㎡",
    ],
    *["→", "->", "⇒", "：", ":", "＃", "#", "［", "］", "[", "]", "（", "）", "＜", "＞", "「", "」", "、", "・"],
    *["90%", "１０％", "はい90%→5", "３", "5", "0", "-1", "999999", "1e9", "NaN"],
)
CASES = sorted((ROOT / "courses" / "01_flow" / "cases").glob("*.txt"))


def a_cell(chance: random.Random) -> Any:
    odd = (None, 3, 2.5, float("nan"), True, [1], {"a": 1}, 10**30, b"x")
    if chance.random() < 0.04:
        return chance.choice(odd)
    return "".join(chance.choices(PIECES, k=chance.choice((0, 1, 1, 1, 2, 3, 8, 60))))


def a_table(chance: random.Random) -> Flow:
    columns = chance.sample(COLUMNS, chance.randrange(1, len(COLUMNS)))
    rows = [{column: a_cell(chance) for column in columns} for _ in range(chance.choice((0, 1, 3, 8, 20, 60)))]
    for at, row in enumerate(rows):
        if "次" in row and chance.random() < 0.7:
            row["次"] = (
                "、".join(str(chance.randrange(len(rows) + 3)) for _ in range(chance.choice((1, 1, 2, 3)))) or at
            )
    return read_steps(rows, blank_means_next=chance.random() < 0.5).flow


def a_text(chance: random.Random) -> Flow:
    letters = list(chance.choice(CASES).read_text(encoding="utf-8"))
    for _ in range(chance.choice((1, 5, 40, 300))):
        at = chance.randrange(len(letters) + 1)
        letters[at : at + chance.choice((0, 1, 3, 30))] = list(chance.choice(PIECES))
    return read_outline("".join(letters)).flow


def a_saved_flow(chance: random.Random) -> Flow:
    plain = read_outline(chance.choice(CASES).read_text(encoding="utf-8")).flow.to_dict()
    for _ in range(chance.randrange(1, 4)):
        spoil(plain, chance)
    return Flow.from_dict(plain)


def spoil(value: Any, chance: random.Random) -> None:
    """Put something else at a place that is drawn by chance."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = chance.choice(keys)
        if isinstance(value[key], (dict, list)) and value[key] and chance.random() < 0.8:
            value = value[key]
            continue
        value[key] = chance.choice((a_cell(chance), chance.randrange(30), None, -1, 1e308, [], {}))
        return


def everything(flow: Flow) -> None:
    """What a person may do with a flow next; a sentence for an official is an answer, too."""
    uses: tuple[Callable[[], object], ...] = (
        lambda: check_flow(flow),
        lambda: find_all(flow),
        lambda: check_soundness(flow),
        lambda: draw(flow),
        lambda: draw(flow, direction="LR"),
        lambda: effort(flow, cases=12),
        lambda: write_steps(flow),
        lambda: write_outline(flow),
        flow.to_dict,
    )
    for use in uses:
        try:
            use()
        except KaizenError:
            continue


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=int, default=INPUTS)
    parser.add_argument("--seed", type=int, default=20261125)
    options = parser.parse_args()
    makers = (a_table, a_text, a_saved_flow)
    raised: collections.Counter[str] = collections.Counter()
    slowest = 0.0
    for number in range(options.inputs):
        chance = random.Random(options.seed * 1_000_003 + number)  # noqa: S311 - to be drawn again
        begin = time.perf_counter()
        try:
            everything(makers[number % len(makers)](chance))
        except KaizenError:
            pass
        except Exception as error:  # noqa: BLE001 - what is counted
            where = traceback.extract_tb(error.__traceback__)[-1]
            raised[f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}, input {number}"] += 1
        slowest = max(slowest, time.perf_counter() - begin)
    for what, times in raised.most_common(5):
        print(f"{times} × {what}", file=sys.stderr)
    count = sum(raised.values())
    goals = (
        (f"tracebacks in {options.inputs} broken tables, texts and saved flows", count, 0),
        ("slowest of them, s", round(slowest, 2), PATIENCE),
    )
    for name, ours, goal in goals:
        line = {
            "name": name,
            "ours": ours,
            "rival": None,
            "ratio": None,
            "goal": f"at most {goal:g}",
            "met": ours <= goal,
        }
        print(json.dumps(line, ensure_ascii=False))
    return 0 if count == 0 and slowest <= PATIENCE else 1


if __name__ == "__main__":
    sys.exit(main())
