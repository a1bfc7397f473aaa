"""Does the check name what is wrong in a file, and only that?

Run: ``.venv/bin/python benchmarks/excel_readability.py`` (``--set seen|unseen|both``, ``--rule L1-07``, ``--show``). It
prints one JSON line a rule and one for all: name, ours, rival, ratio, goal, met. The files are made by
``tests/readability_cases``, which shares no code with the check: at least 50 bad sheets and 50 near misses of each
decidable rule, written as real files. Recall: of the bad sheets of a rule, those where it is named with the labelled
cells. Precision: of all files of the set on which the rule is named as broken, those where that is right; a file whose
defect brings another rule along, or where the reference leaves it open, counts for neither. Whatever stops with an
exception counts as a miss.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.readability_cases.judging import Outcome, outcome  # noqa: E402 - the checkout is measured
from tests.readability_cases.registry import RULES  # noqa: E402
from tests.readability_cases.sets import registry  # noqa: E402

GOAL = 0.98


def outcomes(which: str, rules: Iterable[str], folder: Path, count: int) -> list[Outcome]:
    """All files of a set, rule by rule, on all cores."""
    cases = partial(outcomes_of, which, folder, count)
    with ProcessPoolExecutor() as pool:
        return [one for part in pool.map(cases, rules) for one in part]


def outcomes_of(which: str, folder: Path, count: int, rule: str) -> list[Outcome]:
    """Those of one rule."""
    return [outcome(case, folder) for case in registry(which).cases(rule, count)]


def figures(rule: str, results: list[Outcome]) -> tuple[float | None, float | None, int, int]:
    """Recall and precision of a rule, and how many bad sheets and near misses it has."""
    bad = [one for one in results if one.rule == rule and one.bad]
    near = [one for one in results if one.rule == rule and not one.bad]
    named = [one for one in results if rule in one.named and (rule in one.labels or rule not in one.also)]
    recall = sum(one.hit for one in bad) / len(bad) if bad else None
    right = sum(rule in one.labels for one in named) / len(named) if named else None
    return recall, right, len(bad), len(near)


def show(rule: str, results: list[Outcome], folder: Path) -> None:
    """The misses of a rule: what was not found, and what was named without reason."""
    for one in results:
        if one.rule == rule and one.bad and not one.hit:
            print(f"missed {rule}: {folder / one.id}", *one.said, sep="\n    ", file=sys.stderr)
        if rule in one.named and rule not in one.labels | one.also:
            said = [text for text in one.said if f" {rule} " in text]
            print(f"wrong {rule}: {folder / one.id}", *said, sep="\n    ", file=sys.stderr)


def line(name: str, ours: object, *, met: bool, **more: object) -> bool:
    one = {"name": name, "ours": ours, "rival": None, "ratio": None, "goal": str(GOAL), "met": met, **more}
    print(json.dumps(one, ensure_ascii=False), flush=True)
    return met


def measure(which: str, rules: list[str], folder: Path, chosen: argparse.Namespace) -> bool:
    """One set: a line for each rule, and one for all."""
    results = outcomes(which, RULES if chosen.whole or len(rules) == len(RULES) else rules, folder, chosen.count)
    held = []
    for rule in rules:
        recall, right, bad, near = figures(rule, results)
        if recall is None:
            continue
        met = recall >= GOAL and (right or 0.0) >= GOAL
        ours = {"recall": round(recall, 4), "precision": None if right is None else round(right, 4)}
        if right is None and rule in {"L1-09", "L3-08"}:
            met = recall >= GOAL
        held.append(line(f"{which}: {rule}", ours, met=met, bad=bad, near=near))
        if chosen.show:
            show(rule, results, folder)
    return line(f"{which}: rules that hold, of {len(held)}", sum(held), met=all(held))


def main() -> bool:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--set", choices=("seen", "unseen", "both"), default="both", dest="which")
    reader.add_argument("--rule", action="append", help="only this rule, on its own files (with --whole: on all files)")
    reader.add_argument("--whole", action="store_true", help="with --rule: precision over the whole set")
    reader.add_argument("--count", type=int, default=50, help="bad sheets and near misses a rule")
    reader.add_argument("--show", action="store_true", help="say of each miss what it is; the files stay")
    chosen = reader.parse_args()
    rules = [rule for rule in RULES if not chosen.rule or rule in chosen.rule]
    sets = ("seen", "unseen") if chosen.which == "both" else (chosen.which,)
    if chosen.show:
        held = [measure(which, rules, Path(tempfile.mkdtemp()), chosen) for which in sets]
    else:
        with tempfile.TemporaryDirectory() as folder:
            held = [measure(which, rules, Path(folder), chosen) for which in sets]
    return all(held)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
