"""How good and how quick are the drawings of flows, beside Mermaid's swimlanes in the same run.

Run: ``.venv/bin/python benchmarks/flow_layout.py`` (``--flows 20`` for a sample). It prints one JSON line a goal: name,
ours, rival, ratio, goal, met. The flows come from ``tests/flow_generator.py``, the figures of both tools from
``tests/drawing_metrics.py`` (flow.md §2.1). Mermaid's are read out of the SVG that it makes in Chromium (frames of
the nodes, and the corner points that it writes on every edge); a flow that it cannot draw counts as its failure
and is left out of its means. The goals are for TB, where Mermaid is at its best; LR is reported for a quarter of the
flows. Times are milliseconds of this machine at this moment.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kaizen_helpers.flow.layout.geometry import Layout  # noqa: E402 - the checkout is measured
from kaizen_helpers.flow.layout.layout import Direction, Quality, lay_out  # noqa: E402
from kaizen_helpers.flow.model import Flow, Kind  # noqa: E402
from tests.conftest import CHROMIUM_FLAGS  # noqa: E402
from tests.drawing_metrics import Picture, Score, score  # noqa: E402
from tests.flow_generator import random_flow, random_flows  # noqa: E402
from tests.npm import node_modules  # noqa: E402

_READ = """
async source => {
  const begin = performance.now();
  const made = await mermaid.render('drawn', source);
  const place = document.getElementById('place');
  place.innerHTML = made.svg;
  const time = performance.now() - begin;
  const svg = place.querySelector('svg');
  const nodes = {}, pointed = [];
  for (const node of svg.querySelectorAll('g.node')) {
    const name = node.id.match(/flowchart-([ne][0-9]+)-/)[1];
    const shape = node.querySelector('.label-container') ?? node;
    const box = shape.getBBox(), to = svg.getCTM().inverse().multiply(shape.getCTM());
    nodes[name] = [box.x + to.e, box.y + to.f, box.x + to.e + box.width, box.y + to.f + box.height];
    if (shape.tagName === 'polygon') pointed.push(name);
  }
  const edges = [...svg.querySelectorAll('path[data-edge]')].map(path =>
    [path.dataset.id, JSON.parse(atob(path.dataset.points)).map(point => [point.x, point.y])]);
  return {time, nodes, pointed, edges};
}
"""


class Mermaid:
    """Mermaid in one page of a headless Chromium."""

    def __init__(self, page: Any) -> None:
        self.page = page
        page.set_content('<div id="place"></div>')
        page.add_script_tag(path=str(node_modules() / "mermaid" / "dist" / "mermaid.min.js"))
        page.evaluate(
            "mermaid.initialize({startOnLoad: false, securityLevel: 'loose', maxTextSize: 1e6, maxEdges: 5000})"
        )

    def draw(self, flow: Flow, direction: str = "TB") -> tuple[Picture, float]:
        """The drawing and the milliseconds; raises what Chromium raises."""
        found = self.page.evaluate(_READ, _swimlanes(flow, direction))
        index = {name: n for n, name in enumerate(found["nodes"])}
        edges = []
        for name, points in found["edges"]:
            _, source, target, _ = name.split("_")
            edges.append((index[source], index[target], [(x, y) for x, y in points]))
        pointed = frozenset(index[name] for name in found["pointed"])
        nodes = [(box[0], box[1], box[2], box[3]) for box in found["nodes"].values()]
        return Picture(nodes, edges, pointed), found["time"]


@contextmanager
def mermaid() -> Iterator[Mermaid]:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("no Chromium is installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield Mermaid(chromium.new_page())
        chromium.close()


def _swimlanes(flow: Flow, direction: str) -> str:
    """The flow in Mermaid's words, with the symbols that its manual gives for these kinds."""
    lines = [f"swimlane-beta {direction}"]
    for n, name in enumerate(flow.lanes):
        lines.append(f'  subgraph lane{n}["{name}"]')
        for step in flow.steps:
            if step.who == name:
                before, after = {Kind.START: ('(["', '"])'), Kind.DECISION: ('{"', '"}')}.get(step.kind, ('["', '"]'))
                lines.append(f"    n{step.number}{before}{step.what}{after}")
                if any(branch.to is None for branch in step.next):
                    lines.append(f'    e{step.number}(["おわり"])')
        lines.append("  end")
    for step in flow.steps:
        for branch in step.next:
            target = f"e{step.number}" if branch.to is None else f"n{branch.to}"
            said = f'|"{branch.condition}"| ' if branch.condition else ""
            lines.append(f"  n{step.number} --> {said}{target}")
    return "\n".join(lines)


def picture(layout: Layout) -> Picture:
    """Our drawing in the form that is measured."""
    nodes = [(box.left, box.top, box.right, box.bottom) for box in layout.boxes]
    return Picture(nodes, [(wire.source, wire.target, wire.points) for wire in layout.wires])


def milliseconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


# --- the figures ---------------------------------------------------------------------------------


def crossings(scores: list[Score]) -> float:
    return statistics.mean(one.crossings for one in scores)


def without_crossing(scores: list[Score]) -> float:
    return 100 * statistics.mean(one.crossings == 0 for one in scores)


def clean(scores: list[Score]) -> float:
    return 100 * statistics.mean(one.clean for one in scores)


def bends(scores: list[Score]) -> float:
    """The mean over the drawings of bends an edge."""
    return statistics.mean(one.bends / one.edges for one in scores)


def length(scores: list[Score]) -> float:
    return statistics.mean(one.length for one in scores)


FIGURES: tuple[tuple[str, Callable[[list[Score]], float], str, Callable[[float, float], bool]], ...] = (
    ("crossings a flow", crossings, "at most half", lambda ours, theirs: ours <= theirs / 2),
    (
        "% of flows without crossing",
        without_crossing,
        "30 points more, or 90",
        lambda ours, theirs: ours >= min(90, theirs + 30),
    ),
    ("% clean", clean, "100", lambda ours, _: ours == 100),
    ("bends an edge", bends, "at most two thirds", lambda ours, theirs: ours <= theirs * 2 / 3),
    ("length of an edge in node diagonals", length, "reported", lambda *_: True),
)
QUALITIES: tuple[Quality, ...] = ("typing", "print")


def line(name: str, ours: float, rival: float | None, goal: str, met: bool) -> bool:
    ratio = None if not rival else round(ours / rival, 3)
    shown = None if rival is None else round(rival, 3)
    print(json.dumps({"name": name, "ours": round(ours, 3), "rival": shown, "ratio": ratio, "goal": goal, "met": met}))
    sys.stdout.flush()
    return met


def drawn(flows: list[Flow], draw: Callable[[Flow], Picture]) -> tuple[list[Score], int]:
    """The figures of all flows that could be drawn, and how many could not."""
    found: list[Score] = []
    for flow in flows:
        try:
            found.append(score(draw(flow)))
        except Exception as error:  # noqa: BLE001 - whatever it fails with is a failure
            print(str(error)[:100], file=sys.stderr)
    return found, len(flows) - len(found)


def drawing(rival: Mermaid, flows: list[Flow], direction: Direction) -> bool:
    """The drawings of random flows; the goals are for the print quality in TB, all else is reported."""
    theirs, their_failures = drawn(flows, lambda flow: rival.draw(flow, direction)[0])
    met = []
    for quality in QUALITIES:
        ours, failures = drawn(
            flows,
            lambda flow, q=quality: picture(lay_out(flow, direction=direction, quality=q)),  # type: ignore[misc]
        )
        is_goal = quality == "print" and direction == "TB"
        for what, figure, goal, good in FIGURES:
            mine, yours = figure(ours), figure(theirs)
            reached = not is_goal or good(mine, yours)
            met.append(line(f"{direction} {quality}: {what}", mine, yours, goal if is_goal else "reported", reached))
        name = f"{direction} {quality}: flows that cannot be drawn"
        met.append(line(name, failures, their_failures, "0", failures == 0))
    return all(met)


def speed(rival: Mermaid) -> bool:
    """One drawing of 17, 50 and 1,000 steps; the median of five different flows, of one for 1,000."""
    met = []
    for steps, limits in ((17, (60, 1000)), (50, (200, 1000)), (1000, (None, 2000))):
        flows = [
            random_flow(seed, lanes=4 if steps < 1000 else 6, steps=steps) for seed in range(5 if steps < 1000 else 1)
        ]
        theirs = None if steps == 1000 else statistics.median(rival.draw(flow)[1] for flow in flows)
        for quality, limit in zip(QUALITIES, limits, strict=True):
            ours = statistics.median(milliseconds(lambda f=flow, q=quality: lay_out(f, quality=q)) for flow in flows)  # type: ignore[misc]
            goal = "reported" if limit is None else f"at most {limit}"
            met.append(line(f"{quality}, {steps} steps, ms", ours, theirs, goal, limit is None or ours <= limit))
    return all(met)


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--flows", type=int, default=200, help="how many random flows are drawn")
    asked = words.parse_args()
    with mermaid() as theirs:
        sample = random_flows(asked.flows)
        results = [drawing(theirs, sample, "TB"), drawing(theirs, sample[: len(sample) // 4], "LR"), speed(theirs)]
    sys.exit(0 if all(results) else 1)
