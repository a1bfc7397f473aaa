"""Everything that calls share: the file, the clock, the apps in memory, who is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.keeping import Apps
from kaizen_helpers.kintone.sandbox.callers import ADMINISTRATOR, Callers, hashed
from kaizen_helpers.kintone.sandbox.clock import Clock
from kaizen_helpers.kintone.sandbox.problems import Language
from kaizen_helpers.kintone.sandbox.query.sql import like_words
from kaizen_helpers.kintone.sandbox.store import Store
from kaizen_helpers.kintone.sandbox.trouble import Trouble
from kaizen_helpers.kintone.sandbox.webhooks import Webhooks

__all__ = ["FIRST_PASSWORD", "Environment"]

FIRST_PASSWORD = "practice"  # noqa: S105 - of a practice environment on one's own computer; it is shown at the start


class Environment:
    """One practice environment. ``path``: its file; ``None`` keeps it in memory."""

    def __init__(self, path: Path | None = None, *, language: Language = "ja") -> None:
        self.store = Store(path)
        self.language: Language = language
        self.store.db.create_function("kintone_like", 2, like_words, deterministic=True)
        self.clock = Clock()
        self.callers = Callers(self.store)
        self.apps = Apps(self.store)
        self.trouble = Trouble()
        self.webhooks = Webhooks(self.store)
        self.cursors: dict[str, Any] = {}
        if not self.store.row("SELECT 1 FROM user LIMIT 1"):
            with self.store.change() as db:
                db.execute(
                    "INSERT INTO user (code, name, password, administrator) VALUES (?, ?, ?, 1)",
                    (ADMINISTRATOR, ADMINISTRATOR, hashed(FIRST_PASSWORD)),
                )

    def close(self) -> None:
        """End it; everything is in the file."""
        self.webhooks.close()
        self.store.close()
