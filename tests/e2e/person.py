"""A learner's hands on the course: once with the mouse, once with the keyboard alone. Both do the same things."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from tests.e2e.test_lab import Lab

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ROOT = Path(__file__).parents[2]
MOST_TABS = 400
"""So many presses of Tab reach everything on a page; a person would have given up before."""
_FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.closest('[role=region][aria-label], section[aria-label]');
  const labels = e.labels && e.labels.length ? e.labels[0].innerText : '';
  return {
    name: (e.getAttribute('aria-label') || labels || e.innerText || '').trim(),
    kind: e.type || e.getAttribute('role') || e.tagName.toLowerCase(),
    panel: box ? box.getAttribute('aria-label') : '',
    group: e.closest('fieldset') ? e.closest('fieldset').querySelector('legend').innerText.trim() : '',
  };
}"""


def sample(module: str, exercise_id: str, number: int = 0) -> dict[str, Any]:
    """One of the course's sample answers."""
    text = (ROOT / "solutions" / module / "sample_answers.json").read_text(encoding="utf-8")
    answer: dict[str, Any] = json.loads(text)[exercise_id][number]["answer"]
    return answer


def saved(folder: Path, module: str, exercise_id: str) -> dict[str, Any]:
    """What is on disk for one exercise."""
    content = json.loads((folder / module / "answers.json").read_text(encoding="utf-8"))
    entry: dict[str, Any] = content["exercises"].get(exercise_id, {})
    return entry


def panel(page: Page, name: str) -> Locator:
    """The panel of an exercise, by its name: 「E0-1 操作に慣れる」."""
    return page.get_by_role("region", name=name, exact=True).filter(visible=True)


def compose(page: Page, text: str) -> None:
    """Type as an input method does: letters that are not yet text, then the text."""
    session = page.context.new_cdp_session(page)
    for end in range(1, len(text) + 1, 2):
        session.send("Input.imeSetComposition", {"text": text[:end], "selectionStart": end, "selectionEnd": end})
    session.send("Input.insertText", {"text": text})
    session.detach()


def write(page: Page, text: str) -> None:
    """Type into what has the focus, replacing what is there; Japanese comes through the input method."""
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    if not text:
        return
    if text.isascii():
        page.keyboard.type(text)
    else:
        compose(page, text)


class Hands(Protocol):
    """What a person can do."""

    page: Page

    def follow(self, link: str) -> None:
        """Follow a link or press a button outside the panels."""

    def fill(self, where: str, label: str, text: str) -> None:
        """Write into a field of the panel ``where``."""

    def choose(self, where: str, label: str, option: str, group: str = "") -> None:
        """Choose from a list, or one of the options of a group."""

    def press(self, where: str, button: str) -> None:
        """Press a button of a panel."""

    def add_row(self, where: str, cell: str) -> None:
        """Add a row below the last one, which has this cell."""


@dataclass
class Mouse:
    """Points and clicks; types where clicked."""

    page: Page

    def follow(self, link: str) -> None:
        found = self.page.get_by_role("link", name=link, exact=True).or_(
            self.page.get_by_role("button", name=link, exact=True)
        )
        found.filter(visible=True).first.click()

    def fill(self, where: str, label: str, text: str) -> None:
        panel(self.page, where).get_by_role("textbox", name=label, exact=True).click()
        write(self.page, text)

    def choose(self, where: str, label: str, option: str, group: str = "") -> None:
        here = panel(self.page, where)
        if group:
            here.get_by_role("group", name=group).get_by_role("radio", name=option, exact=True).click()
        else:
            here.get_by_role("combobox", name=label, exact=True).select_option(label=option)

    def press(self, where: str, button: str) -> None:
        panel(self.page, where).get_by_role("button", name=button, exact=True).click()

    def add_row(self, where: str, cell: str) -> None:
        panel(self.page, where).get_by_role("textbox", name=cell, exact=True).click()
        self.press(where, "下に行を足す")


@dataclass
class Keyboard:
    """Presses keys, and nothing else."""

    page: Page
    walked: list[str] = field(default_factory=list)

    def _walk(self, name: str, where: str = "", group: str = "", *, back: bool = False) -> dict[str, str]:
        """Press Tab until the focus is on what is wanted."""
        for _ in range(MOST_TABS):
            focus = self.page.evaluate(_FOCUS)
            self.walked.append(str(focus))
            if (
                focus
                and (focus["name"] == name or (group and focus["kind"] == "radio"))
                and focus["panel"] == where
                and group in focus["group"]
            ):
                return dict(focus)
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"the keyboard does not reach 「{name}」 {where} {group}: {self.walked[-30:]}")

    def follow(self, link: str) -> None:
        self._walk(link)
        self.page.keyboard.press("Enter")

    def fill(self, where: str, label: str, text: str) -> None:
        self._walk(label, where)
        write(self.page, text)

    def choose(self, where: str, label: str, option: str, group: str = "") -> None:
        self._walk(option if group else label, where, group)
        if group:
            for _ in range(10):
                focus = self.page.evaluate(_FOCUS)
                if focus["name"] == option:
                    self.page.keyboard.press("Space")
                    return
                self.page.keyboard.press("ArrowDown")
            raise AssertionError(f"no option 「{option}」 in 「{group}」")
        wanted = self.page.evaluate(
            "option => [...document.activeElement.options].findIndex(o => o.label === option)", option
        )
        now = self.page.evaluate("() => document.activeElement.selectedIndex")
        for _ in range(abs(wanted - now)):
            self.page.keyboard.press("ArrowDown" if wanted > now else "ArrowUp")

    def press(self, where: str, button: str) -> None:
        self._walk(button, where)
        self.page.keyboard.press("Enter")

    def add_row(self, where: str, cell: str) -> None:
        self._walk(cell, where)
        self.page.keyboard.press("Enter")


def open_home(page: Page, lab: Lab) -> None:
    """The course as ``start.py`` opens it."""
    page.goto(lab.url)
    page.get_by_role("heading", name="業務改善講座").first.wait_for()
