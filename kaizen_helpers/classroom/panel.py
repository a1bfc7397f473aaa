"""The hand-in panel at the end of a notebook: a seat number, what goes in, one button."""

from __future__ import annotations

import os
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from kaizen_helpers.checkers.seat import find_seat
from kaizen_helpers.checkers.shared import SHARED_FOLDER, shared_folder
from kaizen_helpers.classroom.handin import HandIn, make_hand_in, normalise_seat, write_new
from kaizen_helpers.errors import KaizenError, WriteError

__all__ = ["LOCAL_FOLDER", "SHARED_FOLDER", "HandInPanel", "Handed", "hand_in", "hand_over"]

LOCAL_FOLDER = "提出"
"""The folder beside the module's folder; every hand-in stays here, shared folder or not."""

_QUESTION = (
    "<p>ファイルに入るのは、この演習の画面と、保存した答えと、座席番号です。名前は入りません。"
    "文章を書き足したときは、先に保存（Ctrl+S）してください。</p>"
)
_NOT_SHARED = "共有フォルダには届きませんでした。このファイルを手元に残したので、講師に知らせて渡してください。"


@dataclass(frozen=True)
class Handed:
    """A hand-in and the way it took."""

    local: HandIn
    """The zip in the learner's own folder."""
    shared: Path | None
    """The copy in the shared folder, where that was reachable."""
    sentence: str
    """What happened and what to do now, in Japanese."""


def hand_over(notebook: Path, seat: str) -> Handed:
    """Make the hand-in in ``提出/`` beside the module's folder, and copy it to the shared folder if there is one.

    Raises:
        InputError: the seat is not a number, or there is nothing to hand in.
        WriteError: the zip could not be written at all.
    """
    try:
        done = make_hand_in(notebook, seat, notebook.parent.parent / LOCAL_FOLDER)
    except WriteError:
        # The folder above may be read-only (a shared server): the learner's own folder is not.
        done = make_hand_in(notebook, seat, notebook.parent / LOCAL_FOLDER)
    folder = shared_folder()
    if folder is None:
        return Handed(done, None, "このファイルを、講師の案内に沿って渡してください。")
    try:
        shared = _copy(done.path, folder)
    except (WriteError, OSError):
        return Handed(done, None, _NOT_SHARED)
    return Handed(done, shared, "共有フォルダにも届きました。これで提出は終わりです。")


def _copy(path: Path, folder: Path) -> Path:
    """Copy into a folder that somebody else set up; never make it, since a typing error would hide the work."""
    if not folder.is_dir():
        raise WriteError("共有フォルダが見つかりません。", str(folder))
    return write_new(folder, path.stem, path.suffix, path.read_bytes())


def hand_in(module: str) -> None:
    """Show the hand-in panel of a module. In a run without a person nothing is shown."""
    if os.environ.get("NBGRADER_EXECUTION"):
        return
    from IPython.display import display

    display(HandInPanel(_notebook_of(module)).screen)


def _notebook_of(module: str) -> Path:
    """The notebook that is open: the one named for the module, or the one JupyterLab says runs here."""
    usual = Path.cwd() / f"{module}.ipynb"
    running = os.environ.get("JPY_SESSION_NAME", "")
    if usual.is_file() or not running.endswith(f"{module}.ipynb"):
        return usual
    found = Path(running)
    return found if found.is_file() else usual


class HandInPanel:
    """The panel: a seat number, what goes in, and one button."""

    def __init__(self, notebook: Path) -> None:
        from kaizen_helpers.widgets.base import PanelWidget

        self.notebook = notebook
        self.screen = PanelWidget(
            asked=self._receive,
            spec={
                "key": "",
                "name": "提出",
                "heading": "",
                "question": _QUESTION,
                "picture": "",
                "inputs": [
                    {
                        "kind": "text",
                        "name": "seat",
                        "label": "座席番号",
                        "unit": "番",
                        "placeholder": "例: 7",
                        "long": False,
                    }
                ],
                "drawing": False,
                "saves": False,
                "check": False,
                "buttons": [{"id": "hand-in", "label": "提出ファイルを作る", "main": True}],
            },
            value={"seat": find_seat(notebook.parent)},
        )

    def _receive(self, message: dict[str, Any]) -> None:
        answer = message.get("answer")
        typed = answer.get("seat") if type(answer) is dict else ""
        seat = typed if type(typed) is str else ""
        if type(message.get("client")) is str and type(message.get("n")) is int:
            self.screen.saved = {"client": message["client"], "n": message["n"], "at": "", "problem": ""}
        if message["kind"] == "press" and message.get("button") == "hand-in":
            self.make(seat)

    def make(self, typed: str) -> None:
        """Make the hand-in for the seat that was typed, and say what became of it."""
        try:
            # Typed in E0-1 after this panel was shown: then it is known by now.
            seat = normalise_seat(typed.strip() or find_seat(self.notebook.parent))
            self.screen.show_value({"seat": seat})
            self._remember(seat)
            done = hand_over(self.notebook, seat)
        except KaizenError as problem:
            self._tell(_box(f"<p>{escape(problem.message_ja)}</p>", "！", "まだできていません"))
            return
        self._tell(_box(_told(done), "○", "提出ファイルができました"))

    def _tell(self, html: str) -> None:
        self.screen.told = {"n": int(self.screen.told.get("n", 0)) + 1, "text": "", "html": html}

    def _remember(self, seat: str) -> None:
        """Keep the seat in the answer file, so that nobody types it twice."""
        from kaizen_helpers.checkers.store import AnswerStore, read_answers

        store = AnswerStore(self.notebook.parent, self.notebook.stem)
        try:
            if read_answers(store.path).get("seat") != seat:
                store.set_seat(seat)
        except (KaizenError, OSError):
            return  # Nothing to write into, or no way to write: handing in matters more than remembering a number.


def _told(done: Handed) -> str:
    lines = [
        f"場所: <b>{escape(str(done.local.path.parent))}</b>",
        f"ファイル名: <b>{escape(done.local.path.name)}</b>",
        f"入れたもの: {escape('、'.join(done.local.contents))}",
        *(escape(note) for note in done.local.notes),
        escape(done.sentence),
        "直したあとに、もう一度作れます。新しいほうが使われます。",
    ]
    return "".join(f"<p style='margin:.2em 0'>{line}</p>" for line in lines)


def _box(body: str, symbol: str, word: str) -> str:
    ink, paper = ("#0b5d2e", "#eef8f1") if symbol == "○" else ("#7a4100", "#fff7e8")
    return (
        f"<div lang='ja' role='status' style='border-left:6px solid {ink};background:{paper};color:#1a1a1a;"
        f"padding:.7em 1em;margin:.5em 0;max-width:60em;line-height:1.7'><p style='margin:0 0 .3em;color:{ink}'>"
        f"<span aria-hidden='true' style='font-size:1.2em'>{symbol}</span> <strong>{word}</strong></p>{body}</div>"
    )
