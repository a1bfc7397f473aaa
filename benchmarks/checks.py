"""How quick is an answer: one ``judge``, ``import kaizen_helpers``, ``kaizen --help``.

Run: ``.venv/bin/python benchmarks/checks.py`` (Windows: ``.venv\\Scripts\\python benchmarks\\checks.py``).
It prints one JSON line a goal: name, ours, rival, ratio, goal, met. Times are in milliseconds of this
machine at this moment; where there is a rival, it is measured in the same run, turn and turn about.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kaizen_helpers.checkers.engine import judge  # noqa: E402 - the checkout is measured, installed or not
from tests.known_answers import known_answers  # noqa: E402

SCRIPTS = Path(sysconfig.get_path("scripts"))


def milliseconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def line(name: str, ours: float, goal: str, met: bool, rival: float | None = None) -> bool:
    ratio = None if rival is None else round(ours / rival, 4)
    shown = None if rival is None else round(rival, 3)
    print(json.dumps({"name": name, "ours": round(ours, 3), "rival": shown, "ratio": ratio, "goal": goal, "met": met}))
    return met


def program(*words: str) -> Callable[[], object]:
    return lambda: subprocess.run(words, check=True, capture_output=True, cwd=ROOT)


def in_turn(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Medians of two programs, run turn and turn about so that a busy moment hits both."""
    pairs = [(milliseconds(first), milliseconds(second)) for _ in range(rounds + 1)][1:]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def judging() -> bool:
    """Every known answer, right and wrong, many times."""
    cases = known_answers()
    if not cases:
        raise SystemExit("there are no known answers: nothing was measured")
    for case in cases:
        judge(case.exercise, case.answer)
    times = [milliseconds(lambda c=case: judge(c.exercise, c.answer)) for _ in range(20) for case in cases]  # type: ignore[misc]
    line("judge p50, ms, every known answer", statistics.median(times), "reported", True)
    return line("judge p95, ms, every known answer", p95(times), "at most 50", p95(times) <= 50)


def importing() -> bool:
    bare, ours = in_turn(
        program(sys.executable, "-c", "pass"), program(sys.executable, "-c", "import kaizen_helpers"), 15
    )
    beyond = max(0.0, ours - bare)
    return line("import kaizen_helpers beyond bare Python, ms", beyond, "at most 50", beyond <= 50)


def helping() -> bool:
    kaizen, nbgrader = SCRIPTS / "kaizen", SCRIPTS / "nbgrader"
    ours, rival = in_turn(program(str(kaizen), "--help"), program(str(nbgrader), "--version"), 5)
    return line("kaizen --help against nbgrader --version, ms", ours, "at most a tenth", ours <= rival / 10, rival)


if __name__ == "__main__":
    sys.exit(0 if all([judging(), importing(), helping()]) else 1)
