"""Small tables that show what comes out of an answer, as HTML that we wrote; every value is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from html import escape

__all__ = ["facts_html", "reading", "table_html"]

_CELL = (
    "border:1px solid #b8c2cc;padding:1px {pad}px;text-align:{side};white-space:nowrap;"
    "max-width:{most}em;overflow:hidden;text-overflow:ellipsis"
)
_BLANK = "<span style='color:#4a5560'>（空欄）</span>"


def reading(value: object) -> str:
    """A cell as people read it."""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:,}" if type(value) is int else "" if value is None else str(value)


def table_html(
    names: Sequence[str], rows: Sequence[Sequence[object]], *, label: str, most: int = 14, narrow: bool = False
) -> str:
    """A table; after ``most`` rows it is said how many more there are. ``narrow``: nine columns beside the inputs."""
    size = 12 if narrow else 12.5
    cell = partial(_CELL.format, **({"pad": 2, "most": 6.2} if narrow else {"pad": 5, "most": 9}))
    heads = "".join(
        f"<th scope='col' style='{cell(side='left')};background:#eef2f6;white-space:normal'>"
        f"{escape(name) or _BLANK}</th>"
        for name in names
    )
    lines = "".join(
        "<tr>"
        + "".join(
            f"<td style='{cell(side='right' if type(value) is int else 'left')}'>{escape(reading(value))}</td>"
            for value in row
        )
        + "</tr>"
        for row in rows[:most]
    )
    more = f"<p style='margin:.2em .4em'>ほかに{len(rows) - most}行あります。</p>" if len(rows) > most else ""
    return (
        f"<table lang='ja' aria-label='{escape(label)}' style='border-collapse:collapse;font-size:{size}px;'>"
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>{more}"
    )


def facts_html(facts: Sequence[str], *, title: str = "") -> str:
    """A short list of sentences."""
    items = "".join(f"<li>{escape(fact)}</li>" for fact in facts)
    head = f"<p style='margin:.4em .4em 0;font-weight:bold'>{escape(title)}</p>" if title else ""
    return f"{head}<ul lang='ja' style='margin:.2em 0 .4em;padding-left:1.8em'>{items}</ul>"
