"""The pages of the learner's server: what the home page shows, and handing in from there.

An extension of jupyter_server, enabled in the learner's settings. Every address needs the server's token, and a
change needs the browser's proof that the page is ours (XSRF), as everything else on that server.
"""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

from kaizen_helpers.classroom.home import home, notebook_of
from kaizen_helpers.errors import KaizenError

__all__ = ["AliveHandler", "HandInHandler", "HomeHandler"]


class AliveHandler(APIHandler):  # type: ignore[misc]
    """``GET kaizen/alive``: the page asks whether the server is there."""

    @web.authenticated
    async def get(self) -> None:
        """Answer, and do nothing else."""
        self.finish("{}")


class HomeHandler(APIHandler):  # type: ignore[misc]
    """``GET kaizen/home``: what the home page shows."""

    def initialize(self, folder: Path, minutes: dict[str, int]) -> None:
        """Take the learner's folder and the minutes of the timetable."""
        self.folder = folder
        self.minutes = minutes

    @web.authenticated
    async def get(self) -> None:
        """Answer with a ``Home`` as JSON."""
        found = await asyncio.to_thread(home, self.folder, self.minutes)
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(asdict(found), ensure_ascii=False).encode("utf-8", "replace"))


class HandInHandler(APIHandler):  # type: ignore[misc]
    """``POST kaizen/hand-in``: make the hand-in of a module."""

    def initialize(self, folder: Path) -> None:
        """Take the learner's folder."""
        self.folder = folder

    @web.authenticated
    async def post(self) -> None:
        """Answer with ``{"made": file name or "", "sentence": what happened}``; nothing that a person types raises."""
        asked = self.get_json_body()
        asked = asked if type(asked) is dict else {}
        notebook = notebook_of(self.folder, str(asked.get("module", "")))
        if notebook is None:
            self.finish({"made": "", "sentence": "この演習のファイルが見つかりません。講師に声をかけてください。"})
            return
        self.finish(await asyncio.to_thread(_hand_in, notebook, str(asked.get("seat", ""))))


def _hand_in(notebook: Path, seat: str) -> dict[str, str]:
    from kaizen_helpers.checkers.store import AnswerStore
    from kaizen_helpers.classroom.handin import normalise_seat
    from kaizen_helpers.classroom.panel import hand_over

    try:
        seat = normalise_seat(seat)
        done = hand_over(notebook, seat)
    except KaizenError as problem:
        return {"made": "", "sentence": problem.message_ja}
    store = AnswerStore(notebook.parent, notebook.stem)
    if store.path.exists() and store.read().get("seat") != seat:
        with suppress(KaizenError, OSError):  # Nobody should type it twice, but the hand-in is made.
            store.set_seat(seat)
    return {"made": done.local.path.name, "sentence": " ".join((*done.local.notes, done.sentence))}


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Add the pages to a running server; called by jupyter_server."""
    folder = Path(server.root_dir)
    base = server.web_app.settings["base_url"]
    server.web_app.add_handlers(
        ".*$",
        [
            (url_path_join(base, "kaizen/alive"), AliveHandler),
            (url_path_join(base, "kaizen/home"), HomeHandler, {"folder": folder, "minutes": _minutes()}),
            (url_path_join(base, "kaizen/hand-in"), HandInHandler, {"folder": folder}),
        ],
    )


def _minutes() -> dict[str, int]:
    """The minutes of each exercise; without a timetable the page does without them."""
    from kaizen_helpers.classroom.timetable import read_timetable

    try:
        timetable = read_timetable(Path(os.environ["KAIZEN_COURSE"]) / "courses" / "timetable.toml")
    except (KeyError, OSError, KaizenError):
        return {}
    return {planned.id: planned.minutes for planned in timetable.exercises}
