"""The learner's JupyterLab, on the course itself: ready without a click, in Japanese, and open about what is wrong.

The panels are looked at from outside only: that they are there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import ProxyHandler, build_opener

import psutil  # type: ignore[import-untyped]
import pytest

from tests.e2e.test_lab import Lab, Visit, a_notebook, start_lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.browser]
ROOT = Path(__file__).resolve().parents[2]
FLOW = "01_flow/01_flow.ipynb"
FIRST_LAYOUT = ROOT / "kaizen_helpers" / "workplace" / "settings" / "learner" / "first_workspace.json"
PANELS = 6
"""In 01_flow: four exercises, work of one's own, and handing in."""
ENGLISH = re.compile(r"[A-Za-z]{2,}")
WORDS_OF_THE_COURSE = re.compile(
    r"[0-9A-Za-z_.]+\.(?:ipynb|json|svg|md|html|py)|[0-9]{2}_[a-z]+|Excel|kintone|As-Is|To-Be|Ctrl|Shift|Enter|Tab|PC"
)
"""Names and keys: what Japanese officials read in Latin letters anyway."""
LATIN_TEXTS = """() => {
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 0;
  const found = [];
  for (const e of document.querySelectorAll("body *")) {
    if (e.closest("script, style, .jp-OutputArea-output, .klab-place") || !shown(e)) continue;
    for (const name of ["title", "aria-label", "placeholder", "alt"]) found.push(e.getAttribute(name) ?? "");
    for (const n of e.childNodes) if (n.nodeType === Node.TEXT_NODE) found.push(n.textContent);
  }
  return found.filter((text) => /[A-Za-z]{2,}/.test(text));
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("受講者") / "業務改善講座"


@pytest.fixture(scope="module")
def lab(folder: Path) -> Iterator[Lab]:
    running = start_lab(ROOT, folder)
    try:
        yield running.wait_until_open()
    finally:
        running.end()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(60_000)
    yield Visit(page)
    page.close()


def open_page(visit: Visit, lab: Lab, path: str = "") -> Page:
    """Open the home page, or a page by its address, with the layout of the first day."""
    page: Page = visit.page
    for layout in (lab.folder / ".kaizen" / "lab" / "workspaces").iterdir():
        layout.write_bytes(FIRST_LAYOUT.read_bytes())
    page.goto(lab.url.replace("/lab?", f"/lab/tree/{path}?") if path else lab.url)
    page.wait_for_selector(".jp-NotebookPanel:visible .jp-Cell" if path else ".klab-home h1")
    return page


def widgets_shown(page: Page) -> int:
    """How many outputs of forms show something."""
    script = "(cells) => cells.filter((c) => c.querySelector('.jp-OutputArea-output')?.offsetHeight > 30).length"
    return int(page.locator(".klab-page:visible .klab-form").evaluate_all(script))


def wait(page: Page, happened: Callable[[], bool], seconds: float = 60) -> None:
    for _ in range(int(seconds * 5)):
        if happened():
            return
        page.wait_for_timeout(200)
    raise AssertionError("it did not happen")


def said(page: Page) -> str:
    return page.locator(".klab-page .klab-bar-status").first.text_content() or ""


def wait_until_ready(page: Page) -> None:
    wait(page, lambda: said(page) == "" and widgets_shown(page) == PANELS)


def kernel_of(lab: Lab, path: str) -> psutil.Process:
    """The process behind an open notebook."""
    address = f"http://127.0.0.1:{lab.port}/api/sessions?token={lab.token}"
    with build_opener(ProxyHandler({})).open(address) as answer:
        (kernel,) = [session["kernel"]["id"] for session in json.load(answer) if session["path"] == path]
    for process in lab.server().children(recursive=True):
        if kernel in " ".join(process.cmdline()):
            return process
    raise AssertionError(f"no process of {path}")


def sources(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]


def no_dialog(page: Page) -> None:
    assert page.locator(".jp-Dialog").count() == 0
    assert page.locator(".Toastify__toast").count() == 0


# ---- ready


def test_the_course_begins_on_the_home_page(lab: Lab, visit: Visit) -> None:
    page = open_page(visit, lab)

    assert page.locator(".klab-home h1").inner_text() == "業務改善講座"
    headings = page.locator(".klab-home h2").all_inner_texts()
    assert headings == [
        "次にすること",
        "00 はじめに・操作練習",
        "01 業務フロー図",
        "02 論点・To-Be・効果",
        "03 ツールを選ぶ",
        "04 Excelの立て直し",
        "05 表記をそろえる",
        "06 kintoneへ載せる",
        "07 計画と引継ぎ",
        "講師からの返却",
        "困ったら",
        "お願い",
    ]
    assert page.locator(".klab-next").inner_text() == "E0-1 操作に慣れる 5分"
    assert page.title() == "業務改善講座"
    page.wait_for_timeout(2000)
    no_dialog(page)
    assert visit.elsewhere() == []
    assert visit.complaints == []


def test_a_notebook_opened_by_its_address_has_its_panels_without_a_click_and_shows_no_code(
    lab: Lab, visit: Visit, folder: Path
) -> None:
    page = open_page(visit, lab, FLOW)
    wait_until_ready(page)

    assert page.locator(".klab-page .jp-CodeCell").count() == PANELS + 1
    assert page.locator(".klab-page .jp-CodeCell .jp-Cell-inputWrapper:visible").count() == 0
    assert page.locator(".klab-page .jp-InputPrompt:visible, .klab-page .jp-OutputPrompt:visible").count() == 0
    assert (
        page.locator(".klab-page .jp-Toolbar:visible, .lm-MenuBar:visible, .jp-StatusBar-Widget:visible").count() == 0
    )
    assert "kaizen_helpers" not in page.locator("body").inner_text()
    assert page.locator(".lm-DockPanel-tabBar .lm-TabBar-tabLabel").all_inner_texts() == [
        "ホーム",
        "01 業務フロー図（演習）",
    ]
    page.wait_for_timeout(1500)  # saved by itself: nothing to ask about when the tab is closed
    assert page.locator(".lm-DockPanel-tabBar .jp-mod-dirty").count() == 0
    assert "widget-view" not in (folder / FLOW).read_text(encoding="utf-8")
    no_dialog(page)
    assert visit.elsewhere() == []
    assert visit.complaints == []


def test_lecture_and_exercise_are_one_click_apart(lab: Lab, visit: Visit) -> None:
    page = open_page(visit, lab, "01_flow/lecture.ipynb")
    bar = page.locator(".klab-page:visible .klab-bar")
    bar.get_by_role("button", name="演習").click()
    page.wait_for_selector(".klab-page:visible .jp-RenderedMarkdown h2:has-text('E1-1')")
    there = page.locator(".lm-DockPanel-tabBar .lm-mod-current").inner_text()
    bar.get_by_role("button", name="講義").click()
    page.wait_for_selector(".klab-page:visible .jp-RenderedMarkdown h2:has-text('前任者に聞かないと')")
    back = page.locator(".lm-DockPanel-tabBar .lm-mod-current").inner_text()
    bar.get_by_role("button", name="ホーム").click()
    page.wait_for_selector(".klab-home h1")

    assert (there.strip(), back.strip()) == ("01 業務フロー図（演習）", "01 業務フロー図（講義）")


def test_an_exercise_chosen_on_the_home_page_opens_in_sight(lab: Lab, visit: Visit) -> None:
    page = open_page(visit, lab)
    page.get_by_role("button", name="E1-3 時間を入れる").click()
    heading = page.locator(".klab-page:visible h2", has_text="E1-3")

    wait(page, lambda: heading.count() == 1 and 0 < (heading.bounding_box() or {"y": -1})["y"] < 300)


def test_a_notebook_of_ones_own_is_left_as_it_is(lab: Lab, visit: Visit, folder: Path) -> None:
    (folder / "自分のノート.ipynb").write_text(a_notebook(("code", "print(6 * 7)")), encoding="utf-8")
    page = open_page(visit, lab, "自分のノート.ipynb")
    page.wait_for_timeout(4000)

    assert page.locator(".klab-page").count() == 0
    assert page.locator(".jp-OutputArea-output").count() == 0
    page.get_by_role("button", name="実行して進める").click()
    page.wait_for_selector(".jp-OutputArea-output >> text=42")


def test_code_that_is_not_ours_stays_visible_in_a_course_page_and_waits_for_a_click(
    lab: Lab, visit: Visit, folder: Path
) -> None:
    mixed = a_notebook(
        ("markdown", "# 混ざったページ"),
        ("code", "from kaizen_helpers import exercise"),
        ("code", 'exercise("setup-operate"); print("よその行")'),
        ("code", "print(6 * 7)"),
    )
    (folder / "01_flow" / "mixed.ipynb").write_text(mixed, encoding="utf-8")
    page = open_page(visit, lab, "01_flow/mixed.ipynb")
    page.wait_for_timeout(5000)
    before = page.locator(".jp-OutputArea-output").count()
    page.locator(".jp-CodeCell:visible .cm-content", has_text="6 * 7").click()
    page.get_by_role("button", name="▶ 実行").click()
    page.wait_for_selector(".jp-OutputArea-output >> text=42")

    assert before == 0
    assert page.locator(".jp-OutputArea-output").count() == 1


# ---- when something is wrong


def test_a_kernel_that_dies_comes_back_with_its_panels_and_the_page_says_so(lab: Lab, visit: Visit) -> None:
    page = visit.page
    page.add_init_script("window.told = []; addEventListener('kaizen:kernel', (e) => told.push(e.detail.state))")
    open_page(visit, lab, FLOW)
    wait_until_ready(page)
    kernel_of(lab, FLOW).kill()

    wait(page, lambda: said(page) == "つなぎ直しています。書いたものはこの画面に残っています。")
    no_dialog(page)
    wait_until_ready(page)
    no_dialog(page)
    assert page.evaluate("told")[-2:] == ["restarting", "ok"]
    assert visit.complaints == []


def test_the_button_for_a_fresh_start_brings_the_panels_back(lab: Lab, visit: Visit) -> None:
    page = open_page(visit, lab, FLOW)
    wait_until_ready(page)
    button = page.locator(".klab-page:visible").get_by_role("button", name="つなぎ直す")
    assert button.get_attribute("title") == "問題が出ないときや、保存できないときに押します。答えは消えません。"
    button.click()

    wait(page, lambda: said(page) == "つなぎ直しています。書いたものはこの画面に残っています。")
    wait_until_ready(page)
    no_dialog(page)


def test_a_server_that_hangs_is_said_and_forgotten_when_it_is_back(lab: Lab, visit: Visit) -> None:
    page = open_page(visit, lab, FLOW)
    wait_until_ready(page)
    server = lab.server()
    server.suspend()
    try:
        wait(page, lambda: said(page).startswith("！ つながりが切れています。書いたものは残っています。"), 20)
        page.wait_for_timeout(10_000)
        no_dialog(page)
    finally:
        server.resume()

    wait_until_ready(page)
    no_dialog(page)


def test_a_course_that_was_ended_is_said_and_the_next_run_is_another_page(folder: Path, visit: Visit) -> None:
    own = folder.parent / "終わる講座"
    running = start_lab(ROOT, own).wait_until_open()
    page = open_page(visit, running, FLOW)
    wait_until_ready(page)
    running.end()
    wait(page, lambda: said(page).startswith("！ つながりが切れています。"), 20)
    page.wait_for_timeout(12_000)  # the first attempts to save and to connect again
    no_dialog(page)

    again = start_lab(ROOT, own).wait_until_open()
    try:
        assert again.port == running.port  # what the browser keeps belongs to host and port
        wait(page, lambda: said(page).startswith("！ この画面は古くなりました。"), 30)
        no_dialog(page)
    finally:
        again.end()


# ---- nothing happens by accident


def test_keys_typed_on_a_page_change_no_cell(lab: Lab, visit: Visit, folder: Path) -> None:
    page = open_page(visit, lab, FLOW)
    wait_until_ready(page)
    before = sources(folder / FLOW)
    page.locator(".klab-page .jp-MarkdownCell").first.click()
    for key in [*"ddxabcvzmyrjk123456", "Enter", "Shift+M", "Shift+Z", "Control+Shift+Minus", "Shift+A", "Alt+Enter"]:
        page.keyboard.press(key)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+s")
    page.wait_for_timeout(2000)

    assert page.locator(".klab-page .jp-Cell").count() == len(before)
    assert sources(folder / FLOW) == before
    assert page.locator(".klab-page .jp-MarkdownCell:not(.jp-mod-rendered)").count() == 0
    assert widgets_shown(page) == PANELS
    no_dialog(page)


def test_a_double_click_edits_nothing(lab: Lab, visit: Visit) -> None:
    page = open_page(visit, lab, "01_flow/lecture.ipynb")
    page.wait_for_selector(".klab-page .jp-RenderedMarkdown h1")
    page.locator(".klab-page .jp-RenderedMarkdown h1").dblclick()
    page.wait_for_timeout(500)

    assert page.locator(".klab-page .jp-MarkdownCell:not(.jp-mod-rendered)").count() == 0
    assert page.locator(".klab-page .cm-content:visible").count() == 0


def test_a_course_page_says_nothing_about_itself_to_the_file_but_its_outputs(
    lab: Lab, visit: Visit, folder: Path
) -> None:
    def without_outputs(path: Path) -> list[Any]:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [(cell["cell_type"], "".join(cell["source"]), cell["metadata"]) for cell in cells]

    page = open_page(visit, lab, FLOW)
    wait_until_ready(page)
    page.wait_for_timeout(1500)

    assert without_outputs(folder / FLOW) == without_outputs(ROOT / "exercises" / FLOW)


# ---- for everybody


@pytest.mark.parametrize("path", ["", "00_setup/lecture.ipynb", "01_flow/lecture.ipynb", FLOW])
def test_no_english_is_left_where_a_learner_looks(lab: Lab, visit: Visit, path: str) -> None:
    page = open_page(visit, lab, path)
    page.wait_for_timeout(3000)
    texts = page.evaluate(LATIN_TEXTS)

    assert [text for text in texts if ENGLISH.search(WORDS_OF_THE_COURSE.sub("", text))] == []


@pytest.mark.parametrize("width", [1366, 683])
def test_the_home_page_is_without_findings_of_axe_and_needs_no_sideways_scrolling(
    lab: Lab, visit: Visit, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(visit, lab)
    page.set_viewport_size({"width": width, "height": 768 * width // 1366})
    page.wait_for_timeout(1000)
    findings = Axe().run(page).response["violations"]
    home = page.locator(".klab-home")

    assert [(finding["id"], [node["target"] for node in finding["nodes"]]) for finding in findings] == []
    assert home.evaluate("(e) => e.scrollWidth - e.clientWidth") == 0
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


def test_the_home_page_hands_in_by_keyboard_alone(lab: Lab, visit: Visit, folder: Path) -> None:
    page = open_page(visit, lab)
    page.locator("#klab-seat-01_flow").focus()
    page.keyboard.type("７")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".klab-said:has-text('○')")

    (made,) = (folder / "提出").glob("01_flow_seat07_*.zip")
    assert made.name in page.locator(".klab-said:has-text('○')").inner_text()
    assert page.evaluate("document.activeElement.dataset.key") == "01_flow-hand-in"


def test_a_page_that_came_back_opens_in_a_tab_of_its_own(lab: Lab, visit: Visit, folder: Path) -> None:
    (folder / "返却").mkdir()
    (folder / "返却" / "01_flow.html").write_text(
        "<meta charset='utf-8'><h1>業務フロー図　ふりかえり</h1>", encoding="utf-8"
    )
    page = open_page(visit, lab)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="業務フロー図（01_flow）").click()

    assert opened.value.locator("h1").inner_text() == "業務フロー図　ふりかえり"
