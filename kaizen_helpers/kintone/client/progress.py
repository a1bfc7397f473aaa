"""How far a long piece of work is: a bar in a notebook, a line of text elsewhere. Needs nothing beyond Python."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from kaizen_helpers.kintone.client.service import Progress

__all__ = ["progress_bar"]

_WIDTH = 20


def progress_bar(label: str = "進み具合", stream: TextIO | None = None) -> Progress:
    """Something to hand over as ``progress``: ``kintone.add(1, records, progress_bar("追加"))``.

    In a notebook it is a bar (with ipywidgets) or a text that changes in its place; elsewhere a line on ``stream``
    (the error output), redrawn where that is a screen and written once at the end where it is a file.
    """
    if stream is None and _in_notebook():
        return _Widget(label) if find_spec("ipywidgets") is not None else _Shown(label)
    return _Line(label, sys.stderr if stream is None else stream)


def _in_notebook() -> bool:
    """Whether a kernel runs this, so that something can be shown below the cell."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return getattr(shell, "kernel", None) is not None


def _text(label: str, done: int, total: int) -> str:
    full = _WIDTH * done // total if total else _WIDTH
    return f"{label} {'■' * full}{'□' * (_WIDTH - full)} {done:,}／{total:,}件"


class _Line:
    """A line of text."""

    def __init__(self, label: str, stream: TextIO) -> None:
        self._label, self._stream, self._is_screen = label, stream, stream.isatty()

    def __call__(self, done: int, total: int) -> None:
        ended = done >= total
        if self._is_screen or ended:
            start, end = "\r" if self._is_screen else "", "\n" if ended else ""
            self._stream.write(f"{start}{_text(self._label, done, total)}{end}")
            self._stream.flush()


class _Shown:
    """A text below the cell that changes in its place."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._handle: Any = None

    def __call__(self, done: int, total: int) -> None:
        from IPython.display import display

        shown = {"text/plain": _text(self._label, done, total)}
        if self._handle is None:
            self._handle = display(shown, raw=True, display_id=True)
        else:
            self._handle.update(shown, raw=True)


class _Widget:
    """A bar of ipywidgets; its words say the same, for whoever does not see it."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: Any = None
        self._words: Any = None

    def __call__(self, done: int, total: int) -> None:
        words = f"{self._label} {done:,}／{total:,}件"
        if self._bar is None:
            import ipywidgets
            from IPython.display import display

            self._bar, self._words = ipywidgets.IntProgress(value=0, max=max(total, 1)), ipywidgets.Label(words)
            display(ipywidgets.HBox([self._bar, self._words]))
        self._bar.max, self._bar.value, self._words.value = max(total, 1), done if total else 1, words
