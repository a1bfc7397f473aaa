"""The apps of the environment: kept as JSON in the file, and ready for use in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.form import Form
from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.store import Store

__all__ = ["App", "Apps", "Definition"]


@dataclass(frozen=True)
class Definition:
    """All settings of an app, either those in use (live) or those being edited (preview).

    ``parts`` has the answer of each settings API by a short name: ``settings``, ``properties`` (fields), ``layout``,
    ``views``, ``status``, ``acl``, ``recordAcl``, ``fieldAcl``, ``notifications`` …. Never changed in place.
    """

    parts: Mapping[str, Any]
    revision: int
    numbers: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def form(self) -> Form:
        """Its fields."""
        code = self.parts["settings"].get("code", "")
        return Form(self.parts["properties"], self.numbers, f"{code}-" if code else "")

    @property
    def name(self) -> str:
        """The name of the app."""
        return str(self.parts["settings"]["name"])

    def part(self, name: str) -> Any:
        """A copy of one part, to be edited."""
        return deepcopy(self.parts[name])


@dataclass(frozen=True)
class App:
    """One app. ``live`` is ``None`` until 「アプリを更新」 for the first time."""

    id: int
    space: int | None
    creator: str
    created: str
    modifier: str
    modified: str
    preview: Definition
    live: Definition | None
    deployed: str = ""
    """State of the last 「アプリを更新」: PROCESSING, SUCCESS, FAIL, CANCEL; empty before the first."""

    @property
    def use(self) -> Definition:
        """The settings in use. Raises Problem GAIA_AP01 where the app was never put into use."""
        if self.live is None:
            raise Problem("GAIA_AP01", {"id": self.id})
        return self.live


class Apps:
    """Finds and keeps apps. What is in memory is made anew after each change."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[int, App] = {}

    def forget(self, app: int | None = None) -> None:
        """After a change of this app (of all), or after a change that was taken back."""
        if app is None:
            self._known.clear()
        else:
            self._known.pop(app, None)

    def get(self, number: int) -> App:
        """The app. Raises Problem GAIA_AP01 where there is none."""
        app = self._known.get(number)
        if app is None:
            app = self._known[number] = self._load(number)
        return app

    def ids(self) -> list[int]:
        """The numbers of all apps."""
        return [row[0] for row in self._store.rows("SELECT id FROM app ORDER BY id")]

    def _load(self, number: int) -> App:
        row = self._store.row(
            "SELECT space, creator, created, modifier, modified, preview, preview_revision, live, live_revision,"
            " deployed FROM app WHERE id = ?",
            (number,),
        )
        if row is None:
            raise Problem("GAIA_AP01", {"id": number})
        space, creator, created, modifier, modified, preview, preview_revision, live, live_revision, deployed = row
        numbers = dict(self._store.rows("SELECT code, number FROM field WHERE app = ?", (number,)))
        return App(
            number, space, creator, created, modifier, modified,
            Definition(json.loads(preview), preview_revision, numbers),
            Definition(json.loads(live), live_revision, numbers) if live else None,
            deployed,
        )  # fmt: skip
