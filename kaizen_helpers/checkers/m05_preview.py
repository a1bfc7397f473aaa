"""What comes out of the answers of module 05, as HTML that we wrote: whole values, nothing cut off, all escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

__all__ = ["CLOSES", "OPENS", "program_html", "whole_table_html"]

_CELL = "border:1px solid #b8c2cc;padding:1px 5px;text-align:{side};white-space:nowrap;max-width:none"
OPENS, CLOSES = "\ue000", "\ue001"
"""Around what the learner decides in a program: no text of ours holds them."""


def whole_table_html(names: Sequence[str], rows: Sequence[Sequence[object]], *, label: str) -> str:
    """A table whose values are read character by character: nothing is ever shortened."""
    heads = "".join(
        f"<th scope='col' style='{_CELL.format(side='left')};background:#eef2f6'>{escape(name)}</th>" for name in names
    )
    lines = "".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in rows)
    return (
        f"<table lang='ja' aria-label='{escape(label)}' style='border-collapse:collapse;font-size:12.5px;'>"
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    )


def program_html(text: str) -> str:
    """A short program, to be read and not to be typed; what stands between OPENS and CLOSES is marked."""
    style = "margin:.3em .5em;font-size:12.5px;white-space:pre-wrap;overflow-wrap:anywhere"
    marked = escape(text).replace(OPENS, "<mark>").replace(CLOSES, "</mark>")
    return f"<pre style='{style}'>{marked}</pre>"


def _cell(value: object) -> str:
    side = "right" if type(value) is int else "left"
    return f"<td style='{_CELL.format(side=side)}'>{_shown(value)}</td>"


def _shown(value: object) -> str:
    return f"{value:,}" if type(value) is int else escape(str(value))
