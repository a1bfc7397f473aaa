"""A beginner's error in Japanese: what happened, on which line of their own cell, why, and what to do next.

``load_ipython_extension`` shows it in the notebook instead of a traceback; the English original is
folded away under it. The cell's output stays an output of type ``error``, so that a cell that
stops is worth nothing to nbgrader either way. Nothing goes to stderr.
"""

from __future__ import annotations

import html
import linecache
import re
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from kaizen_helpers.checkers.error_kinds import tell
from kaizen_helpers.checkers.syntax_kinds import tell_syntax
from kaizen_helpers.checkers.texts import shortened
from kaizen_helpers.checkers.told import Place, Told

__all__ = ["Explanation", "explain", "load_ipython_extension", "unload_ipython_extension"]

_CELL = re.compile(r"ipykernel_\d+[/\\]\d+\.py$|^<ipython-input-|^<cell")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Explanation:
    """An error for the person who met it.

    ``line`` is counted from 1 in the learner's own code and ``code`` is that line; 0 and "" where
    the place is not known. ``original`` is what Python says, in English, for the trainer.
    """

    title: str
    where: str
    why: str
    next: str
    line: int = 0
    code: str = ""
    original: str = field(default="", compare=False)

    def text(self) -> str:
        """The explanation as plain text, without the English original."""
        lines = [f"△ {self.title}"]
        lines += [f"どこ: {self.where}"] if self.where else []
        lines += [f"    {self.code.strip()}"] if self.code.strip() else []
        lines += [f"なぜ: {self.why}", f"次の一手: {self.next}"]
        return "\n".join(lines)

    def html(self) -> str:
        """The same as HTML, escaped, with the English original folded away."""
        e = html.escape
        where = f"<p style='margin:.2em 0'><b>どこ</b> {e(self.where)}</p>" if self.where else ""
        if self.code.strip():
            where += f"<pre style='margin:.2em 0 .2em 1em'><code>{e(self.code.strip())}</code></pre>"
        original = (
            "<details><summary>もとの英語のメッセージ（講師に見せるとき）</summary>"
            f"<pre lang='en' style='white-space:pre-wrap'>{e(self.original)}</pre></details>"
            if self.original
            else ""
        )
        return (
            "<div class='kaizen-explain' lang='ja' role='status' "
            "style='border-left:4px solid #8a5a00;padding:.4em .8em;margin:.2em 0;line-height:1.7'>"
            f"<p style='margin:.2em 0'><span aria-hidden='true'>△ </span><strong>{e(self.title)}</strong></p>"
            f"{where}<p style='margin:.2em 0'><b>なぜ</b> {e(self.why)}</p>"
            f"<p style='margin:.2em 0'><b>次の一手</b> {e(self.next)}</p>{original}</div>"
        )


def explain(error: BaseException, source: str | None = None, *, cells: Mapping[str, int] | None = None) -> Explanation:
    """Explain ``error`` in Japanese; never raises.

    ``source`` is the learner's code where it is at hand. ``cells`` gives the number of the cell for
    a file name, so that a place in another cell than the one that was run is called by its number.
    """
    original = _original(error)
    try:
        place = _place(error, source)
        told = tell_syntax(error, place) if isinstance(error, SyntaxError) else tell(error, place)
        return Explanation(
            told.title, _where(place, cells or {}), told.why, told.next, place.line, place.code, original
        )
    except Exception:  # noqa: BLE001 - an error of the explanation must not hide the learner's error
        told = Told(
            "実行が途中で止まりました。",
            "ここまでの計算は残っていますが、この先は動いていません。",
            "下の英語のメッセージを開いて、講師と一緒に見てください。",
        )
        return Explanation(told.title, "", told.why, told.next, original=original)


# ------------------------------------------------------------------------------- the place


def _place(error: BaseException, source: str | None) -> Place:
    """The last line of the learner's own code on the way to the error, not the library's."""
    lines = source.splitlines() if source is not None else None
    if isinstance(error, SyntaxError) and error.lineno:
        name = error.filename or ""
        code = _source_line(name, error.lineno, lines) or error.text or ""
        whole = "\n".join(lines) if lines is not None else "".join(linecache.getlines(name))
        return Place(line=error.lineno, code=code.rstrip("\r\n"), file=name, cell=name, source=whole or code)
    steps: list[tuple[FrameType, int]] = []
    step = error.__traceback__
    while step is not None:
        steps.append((step.tb_frame, step.tb_lineno))
        step = step.tb_next
    own = [s for s in steps if _CELL.search(s[0].f_code.co_filename)]
    own = own or [
        s for s in steps if s[0].f_code.co_filename.startswith("<") and s[0].f_globals.get("__name__") in _MAIN
    ]
    own = own or [s for s in steps if _is_own_file(s[0].f_code.co_filename)]
    if not own:
        return Place()
    frame, line = own[-1]
    name = frame.f_code.co_name
    return Place(
        line=line,
        code=_source_line(frame.f_code.co_filename, line, lines),
        frame=frame,
        function="" if name.startswith("<") else name,
        file=frame.f_code.co_filename,
        cell=own[0][0].f_code.co_filename,
        innermost=steps[-1][0],
        frames=tuple(frame for frame, _ in steps),
    )


_MAIN = ("__main__", None, "builtins")


def _is_own_file(filename: str) -> bool:
    """A file the learner wrote: neither Python's own, nor installed, nor ours."""
    if filename.startswith("<"):
        return False
    path = Path(filename)
    libraries = {Path(sys.prefix), Path(sys.base_prefix), Path(traceback.__file__).parent, Path(__file__).parents[1]}
    return not any(path.is_relative_to(library) for library in libraries) and "site-packages" not in path.parts


def _source_line(filename: str, line: int, lines: list[str] | None) -> str:
    found = linecache.getline(filename, line).rstrip("\r\n")
    if not found and lines is not None and 0 < line <= len(lines):
        found = lines[line - 1]
    magic = re.search(r"get_ipython\(\)\.run_line_magic\('(\w+)', '(.*)'\)", found)
    return shortened(f"%{magic[1]} {magic[2]}" if magic else found, 200)


def _where(place: Place, cells: Mapping[str, int]) -> str:
    if not place.line:
        return ""
    number = cells.get(place.file, 0)
    if _CELL.search(place.file) or place.file.startswith("<") or not place.file:
        cell = f"セル[{number}]" if number and place.file != place.cell else "このセル"
    else:
        cell = f"ファイル「{shortened(Path(place.file).name, 40)}」"
    inside = f"（関数「{place.function}」の中）" if place.function else ""
    return f"{cell}の{place.line}行目{inside}です。"


def _original(error: BaseException) -> str:
    try:
        return "".join(traceback.format_exception_only(type(error), error)).strip()[:2000]
    except Exception:  # noqa: BLE001 - the learner's own __str__ may fail
        return type(error).__name__


# ------------------------------------------------------------------------------- in the notebook


def load_ipython_extension(ip: Any) -> None:
    """Show every error of a cell in Japanese. Loading twice is the same as once."""
    if "_kaizen_before" in vars(ip):
        return
    names = ("_showtraceback", "showtraceback", "show_usage_error")
    vars(ip)["_kaizen_before"] = {name: vars(ip)[name] for name in names if name in vars(ip)}
    shown, traced = ip._showtraceback, ip.showtraceback

    def show(etype: Any, evalue: Any, stb: list[str]) -> None:
        """The one sink of IPython's errors, syntax errors included."""
        if hasattr(type(evalue), "_render_traceback_"):  # our own errors are Japanese already
            shown(etype, evalue, stb)
            return
        cells = getattr(ip.compile, "_filename_map", {})
        explanation = explain(evalue, cells=cells)
        full = _ANSI.sub("", "\n".join(stb)).strip() or explanation.original
        _publish(explanation, full)
        shown(etype, _Quiet(evalue), ["△ このセルは、途中で止まりました。説明は、すぐ上にあります。"])

    def trace(exc_tuple: Any = None, *args: Any, **kwargs: Any) -> None:
        """IPython writes groups of errors to stderr; here they go the way of the others."""
        try:
            _, value, _ = ip._get_exc_info(exc_tuple)
        except ValueError:
            return
        if _has_group(value):
            show(type(value), value, traceback.format_exception(value))
        else:
            traced(exc_tuple, *args, **kwargs)

    def usage(exc: BaseException) -> None:
        """IPython writes a misspelt % command to stderr."""
        show(type(exc), exc, [f"UsageError: {exc}"])

    vars(ip).update(_showtraceback=show, showtraceback=trace, show_usage_error=usage)


def unload_ipython_extension(ip: Any) -> None:
    """Give IPython its own way of showing errors back."""
    before = vars(ip).pop("_kaizen_before", None)
    if before is None:
        return
    for name in ("_showtraceback", "showtraceback", "show_usage_error"):
        vars(ip).pop(name, None)
    vars(ip).update(before)


class _Quiet(Exception):  # noqa: N818 - stands in for an error whose __str__ may itself fail
    """Carries only the last English line to the front end."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(_original(error).split("\n")[-1][:500])


def _publish(explanation: Explanation, original: str) -> None:
    from dataclasses import replace

    from IPython.display import publish_display_data

    shown = replace(explanation, original=original[-20_000:])
    publish_display_data({"text/html": shown.html(), "text/plain": shown.text()})


def _has_group(error: BaseException | None) -> bool:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, BaseExceptionGroup):
            return True
        seen.add(id(error))
        error = error.__context__
    return False
