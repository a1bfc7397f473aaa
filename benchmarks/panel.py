"""How quick is a table of 60 steps: from a key press to the letter on the screen, and to the drawing that has it.

Run: ``.venv/bin/python benchmarks/panel.py`` (Windows: ``.venv\\Scripts\\python benchmarks\\panel.py``); it needs
Chromium. It starts the learner's JupyterLab, opens the exercise E1-2 with 60 saved steps in a headless browser and
types at ten keys a second. The rival is the same table and the same drawing made of ipywidgets, in the same
JupyterLab. One JSON line a goal: name, ours, rival, ratio, goal, met. Times are in milliseconds of this machine now.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kaizen_helpers.checkers.store import AnswerStore  # noqa: E402 - the checkout is measured, installed or not
from tests.conftest import CHROMIUM_FLAGS  # noqa: E402
from tests.e2e.test_lab import a_notebook, start_lab  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

STEPS = 60
KEYS = 120
PAUSE = 100
ROW = 30
OWNERS = ("国", "県の担当者", "市町", "係長", "課長")
RIVAL = """
import ipywidgets as w
from kaizen_helpers.checkers.flow_rules import draw_rows
from kaizen_helpers.checkers.store import AnswerStore
from pathlib import Path
store = AnswerStore(Path("01_flow").absolute(), "01_flow")
columns = ("だれが", "何を", "次", "条件")
rows = store.entry("flow-asis")["answer"]["rows"]
drawing = w.HTML()
cells = [{c: w.Text(row[c], continuous_update=True) for c in columns} for row in rows]
def follow(_change=None):
    now = [{c: cell.value for c, cell in row.items()} for row in cells]
    store.update("rival", answer={"rows": now})
    drawing.value = draw_rows(now)
for row in cells:
    for cell in row.values():
        cell.observe(follow, "value")
follow()
w.HBox([w.GridBox([cell for row in cells for cell in row.values()],
                  layout=w.Layout(grid_template_columns="7em 20em 5em 9em")), drawing])
"""
_WATCH = """(input) => {
  const drawn = () => ([...document.querySelectorAll('svg')].map(s => s.textContent).join('').match(/z/g) || []).length;
  const times = window.measured = {key: [], drawing: [], waiting: []};
  input.addEventListener('keydown', (event) => {
    const begin = event.timeStamp;
    times.waiting.push(begin);
    requestAnimationFrame(() => { const c = new MessageChannel();
      c.port1.onmessage = () => times.key.push(performance.now() - begin); c.port2.postMessage(0); });
  });
  let done = drawn();
  new MutationObserver(() => {
    const now = drawn();
    for (; done < now && times.waiting.length; done++) times.drawing.push(performance.now() - times.waiting.shift());
  }).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def steps() -> list[dict[str, str]]:
    """A flow of 60 steps with a parting at every seventh."""
    rows = []
    for number in range(1, STEPS + 1):
        parts = number % 7 == 0 and number < STEPS
        following = f"{number + 1}、{number - 3}" if parts else str(number + 1) if number < STEPS else "おわり"
        what = f"{number}件目の回答がそろったか" if parts else f"{number}件目の回答を確かめて送る"
        rows.append(
            {
                "だれが": OWNERS[number % 5],
                "何を": what,
                "次": following,
                "条件": "はい、いいえ" if parts else "",
            }
        )
    return rows


def typed(page: Page, field: Locator) -> dict[str, list[float]]:
    """Type into the field as a quick typist does, and return what was measured."""
    field.scroll_into_view_if_needed()
    field.click()
    page.keyboard.press("End")
    page.wait_for_timeout(1000)
    field.evaluate(_WATCH)
    for _ in range(KEYS):
        page.keyboard.press("z")
        page.wait_for_timeout(PAUSE)
    page.wait_for_timeout(3000)
    measured: dict[str, list[float]] = page.evaluate("() => window.measured")
    if not (len(measured["key"]) == len(measured["drawing"]) == KEYS):
        raise SystemExit(f"of {KEYS} keys {len(measured['key'])} were shown and {len(measured['drawing'])} were drawn")
    return measured


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def line(name: str, ours: list[float], rival: list[float], goal: float) -> bool:
    mine, other = p95(ours), p95(rival)
    ratio, met = round(mine / other, 3), mine <= goal
    shown: dict[str, Any] = {"ours": round(mine, 1), "rival": round(other, 1), "ratio": ratio}
    print(json.dumps({"name": name, **shown, "goal": f"at most {goal:g}", "met": met}))
    print(json.dumps({"name": name.replace("p95", "p50"), "ours": round(statistics.median(ours), 1)}))
    return met


def main() -> int:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        folder = Path(home) / "受講者"
        (folder / "01_flow").mkdir(parents=True)
        AnswerStore(folder / "01_flow", "01_flow").update("flow-asis", answer={"variant": 0, "rows": steps()})
        (folder / "rival.ipynb").write_text(a_notebook(("code", RIVAL)), encoding="utf-8")
        lab = start_lab(ROOT, folder)
        try:
            lab.wait_until_open()
            browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
            ours = measure_ours(browser.new_page(viewport={"width": 1366, "height": 768}), lab.url)
            rival = measure_rival(browser.new_page(viewport={"width": 1366, "height": 768}), lab.url)
            browser.close()
        finally:
            lab.end()
    keys = line("60 steps: key press to screen p95, ms", ours["key"], rival["key"], 50)
    drawings = line("60 steps: key press to drawing p95, ms", ours["drawing"], rival["drawing"], 200)
    return 0 if keys and drawings else 1


def address(url: str, path: str) -> str:
    """The page of a file in the lab whose first page is ``url``."""
    base, _, query = url.partition("?")
    return f"{base.partition('/lab')[0]}/lab/tree/{path}?{query}"


def measure_ours(page: Page, url: str) -> dict[str, list[float]]:
    page.goto(address(url, "01_flow/01_flow.ipynb"))
    panel = page.get_by_role("region", name="E1-2 照会の取りまとめを描く", exact=True)
    field = panel.get_by_role("textbox", name=f"{ROW}行目 何を", exact=True)
    field.wait_for(timeout=120_000)
    measured = typed(page, field)
    page.close()
    return measured


def measure_rival(page: Page, url: str) -> dict[str, list[float]]:
    page.goto(address(url, "rival.ipynb"))
    page.locator(".jp-NotebookPanel:visible .jp-CodeCell .cm-content").first.click(timeout=120_000)
    page.wait_for_timeout(5000)
    page.keyboard.press("Shift+Enter")
    field = page.locator(".jp-NotebookPanel:visible .jp-OutputArea input[type=text]").nth(4 * (ROW - 1) + 1)
    field.wait_for(timeout=120_000)
    measured = typed(page, field)
    page.close()
    return measured


if __name__ == "__main__":
    sys.exit(main())
