"""A screen without a browser: sends what the front end sends, and keeps to the same rules."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from typing import Any

from kaizen_helpers.checkers.panel import ExercisePanel


@dataclass
class Front:
    """One tab that shows a panel."""

    panel: ExercisePanel
    client: str = "tab1"
    n: int = 0
    base: int = -1
    answer: dict[str, Any] = field(default_factory=dict)
    heard: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.show()
        self.panel.screen.send = lambda content, _buffers=None: self.heard.append(content)

    def show(self) -> None:
        """Show what Python says."""
        self.answer = copy.deepcopy(self.panel.screen.value)
        self.base = self.panel.screen.rev

    def send(self, kind: str, **more: Any) -> None:
        self.panel.receive({"kind": kind, "client": self.client, "n": self.n, "base": self.base, **more})
        saved = self.panel.screen.saved
        if (saved["client"], saved["n"], saved["problem"]) == (self.client, self.n, ""):
            self.base = self.panel.screen.rev

    def change(self, **values: Any) -> None:
        """Change whole inputs by name."""
        self.answer |= values
        self.n += 1
        self.send("change", answer=copy.deepcopy(self.answer))

    def type(self, table: str, row: int, column: str, text: str) -> None:
        """Type into one cell (row from 0)."""
        rows = copy.deepcopy(self.answer[table])
        rows[row][column] = text
        self.change(**{table: rows})

    def press(self, button: str) -> None:
        self.n += 1
        self.send("press", button=button, press=self.n, answer=copy.deepcopy(self.answer))

    def choose(self, button: str, text: str = "", item: str = "") -> None:
        """Press a button of the dialog that is open."""
        self.send("dialog", id=self.panel.screen.dialog["id"], button=button, text=text, item=item)

    @property
    def verdict(self) -> str:
        return plain(self.panel.screen.verdict.get("html", ""))

    @property
    def saved(self) -> str:
        saved = self.panel.screen.saved
        return f"！ {saved['problem']}" if saved["problem"] else f"保存済み {saved['at']}" if saved["at"] else ""

    @property
    def dialog(self) -> str:
        dialog = self.panel.screen.dialog
        return plain(f"{dialog['title']} {dialog['html']}") if dialog else ""


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()
