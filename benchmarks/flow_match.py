"""How well steps of two flows are matched, and how quickly.

Run: ``.venv/bin/python benchmarks/flow_match.py``. It prints one JSON line a goal: name, ours, rival, ratio, goal, met.
The samples are the second halves of tests/corpus/flow_match: marked by hand, not used while the word list and the
threshold were set. The rival is the plain recipe (Dice of character bigrams, best assignment), given the threshold
that is best for it on these very samples.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kaizen_helpers.flow.change.compare import compare  # noqa: E402 - the checkout is measured, installed or not
from kaizen_helpers.flow.meaning.match import THRESHOLD, match_steps  # noqa: E402
from kaizen_helpers.flow.model import Branch, Flow, Step  # noqa: E402
from tests.match_samples import best_f, by_bigrams, f_of_alignments, f_of_pairs  # noqa: E402

THINGS = (
    "申請書",
    "請求書",
    "調査票",
    "集計表",
    "通知書",
    "報告書",
    "台帳",
    "名簿",
    "領収書",
    "契約書",
    "依頼文",
    "口座情報",
)
VERBS = (
    "受け付ける",
    "審査する",
    "入力する",
    "転記する",
    "確認する",
    "送る",
    "返す",
    "決裁する",
    "保管する",
    "印刷する",
)
LANES = ("申請者", "窓口の担当", "係長", "市町", "会計課")


def line(name: str, ours: float, goal: str, met: bool, rival: float | None = None) -> bool:
    ratio = None if rival is None else round(ours / rival, 4)
    shown = None if rival is None else round(rival, 3)
    print(json.dumps({"name": name, "ours": round(ours, 3), "rival": shown, "ratio": ratio, "goal": goal, "met": met}))
    return met


def ours(a: Flow, b: Flow, threshold: float) -> list[tuple[int, int]]:
    return [(pair.left.number, pair.right.number) for pair in match_steps(a, b, threshold)]


def accuracy() -> bool:
    met = True
    for name, score in (("paraphrases, F", f_of_pairs), ("learners' flows of C1, F", f_of_alignments)):
        line(f"{name} (first half, used for tuning)", score("first", ours, THRESHOLD), "reported", True)
        value, rival = score("second", ours, THRESHOLD), best_f(score, "second", by_bigrams)
        goal = "at least 0.90 and 0.15 above bigrams"
        met &= line(f"{name} (second half)", value, goal, value >= 0.9 and value >= rival + 0.15, rival)
    return met


def random_flow(size: int, seed: int) -> Flow:
    choose = random.Random(seed)  # noqa: S311 - the same flows in every run
    return Flow(
        "",
        tuple(
            Step(
                number,
                choose.choice(LANES),
                f"{choose.choice(THINGS)}を{choose.choice(('', '再度', 'まとめて'))}{choose.choice(VERBS)}",
                next=(Branch(number + 1), Branch(choose.randint(1, size))),
            )
            for number in range(1, size + 1)
        ),
    )


def speed() -> bool:
    met = True
    for size, most in ((40, 100.0), (300, 5000.0)):
        times = []
        for seed in range(10 if size == 40 else 4):
            a, b = random_flow(size, seed), random_flow(size, seed + 1000)
            begin = time.perf_counter()
            compare(a, b)
            times.append((time.perf_counter() - begin) * 1000)
        line(f"compare {size} x {size} steps, ms, the first one, words not yet read", times[0], "reported", True)
        worst = max(times[1:])
        line(f"compare {size} x {size} steps, ms, median", statistics.median(times[1:]), "reported", True)
        met &= line(f"compare {size} x {size} steps, ms, slowest", worst, f"at most {most:.0f}", worst <= most)
    return met


if __name__ == "__main__":
    sys.exit(0 if all([accuracy(), speed()]) else 1)
