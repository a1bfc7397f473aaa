"""Does every Japanese text of a drawing lie where it belongs: in its box, on its ground, on no other text.

Run: ``.venv/bin/python benchmarks/flow_labels.py`` (``--flows 20`` for a sample). It prints one JSON line a goal: name,
ours, rival, ratio, goal, met. The flows are random (``tests/flow_generator.py``) with labels that are hard to set
(long, brackets, half-width, rare kanji, Latin words); Chromium measures with the fonts of this computer
(``tests/text_frames.py``). Mermaid's ``swimlane-beta`` is measured the same way on the same flows, where it draws
them. The second family stands for Meiryo, whose Latin letters are as wide as those of DejaVu Sans.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kaizen_helpers.flow.drawing.drawing import Drawing, draw  # noqa: E402 - the checkout is measured
from kaizen_helpers.flow.drawing.marks import SHOWN  # noqa: E402
from kaizen_helpers.flow.drawing.pages import draw_pages  # noqa: E402
from kaizen_helpers.flow.formats.mermaid import flow_to_mermaid  # noqa: E402
from kaizen_helpers.flow.model import Flow  # noqa: E402
from tests.conftest import CHROMIUM_FLAGS  # noqa: E402
from tests.text_frames import Found, frames_in_mermaid, frames_of_texts, hard_flow, start_mermaid  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDE = "'DejaVu Sans', 'Noto Sans CJK JP', sans-serif"
DRAWINGS: dict[str, Callable[[Flow], list[Drawing]]] = {
    "TB": lambda flow: [draw(flow)],
    "LR": lambda flow: [draw(flow, direction="LR")],
    "TB with all flags": lambda flow: [draw(flow, show=SHOWN)],
    "LR with all flags": lambda flow: [draw(flow, direction="LR", show=SHOWN)],
    "pages of A4": lambda flow: list(draw_pages(flow, quality="typing")),
}


def line(name: str, ours: float, rival: float | None, goal: str, met: bool) -> bool:
    ratio = None if not rival else round(ours / rival, 3)
    print(json.dumps({"name": name, "ours": ours, "rival": rival, "ratio": ratio, "goal": goal, "met": met}))
    sys.stdout.flush()
    return met


def ours(browser: Browser, flows: list[Flow], name: str, *families: str) -> list[list[Found]]:
    """What was measured, for each family of fonts; an empty one stands for the drawing's own."""
    page = browser.new_page()
    found: list[list[Found]] = [[] for _ in families]
    for flow in flows:
        for drawing in DRAWINGS[name](flow):
            for family, several in zip(families, found, strict=True):
                several.append(frames_of_texts(page, drawing.svg, family))
    page.close()
    return found


def mermaid(browser: Browser, flows: list[Flow], direction: str) -> tuple[list[Found], int]:
    """What was measured, and how many flows it could not draw."""
    page = browser.new_page()
    start_mermaid(page)
    found, failed = [], 0
    for flow in flows:
        try:
            found.append(frames_in_mermaid(page, flow_to_mermaid(flow, direction=direction)))  # type: ignore[arg-type]
        except Exception as error:  # noqa: BLE001 - whatever it fails with is a failure of the rival
            failed += 1
            print(f"Mermaid: {str(error)[:100]}", file=sys.stderr)
    page.close()
    return found, failed


def overflowing(found: list[Found]) -> int:
    return sum(len(one.overflowing) for one in found)


def overlapping(found: list[Found]) -> int:
    return sum(len(one.overlapping) for one in found)


def main() -> bool:
    from playwright.sync_api import sync_playwright

    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--flows", type=int, default=200)
    flows = [hard_flow(seed) for seed in range(reader.parse_args().flows)]
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("no Chromium is installed (Debian: apt-get install chromium)")
    met = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        for name in DRAWINGS:
            found, wide = ours(browser, flows, name, "", WIDE)
            theirs, failed = mermaid(browser, flows, name) if name in {"TB", "LR"} else (None, 0)
            texts = sum(one.texts for one in found)
            for what, count in (("reaching out", overflowing), ("on another", overlapping)):
                rival = count(theirs) if theirs is not None else None
                met.append(line(f"{name}: texts {what}, of {texts}", count(found), rival, "0", count(found) == 0))
            met.append(
                line(f"{name}: reaching out with wide Latin", overflowing(wide), None, "0", not overflowing(wide))
            )
            if theirs is not None:
                line(f"{name}: flows that cannot be drawn", 0, failed, "reported", True)
        browser.close()
    return all(met)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
