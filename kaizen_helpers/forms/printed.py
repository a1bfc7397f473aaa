"""A form as an HTML page for A4: filled, or blank to be filled by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from kaizen_helpers.flow.text import em_width
from kaizen_helpers.forms.model import Entry, Form, Grid, Values
from kaizen_helpers.forms.values import shown
from kaizen_helpers.printed import page, picture, table, text

__all__ = ["form_page", "form_parts", "page", "picture", "table", "text"]

_SHORT = 11.0
"""Em: words up to this width stay on one line."""
_LINE = 7.5
"""Millimetres a person needs for a line of handwriting."""


def form_page(
    form: Form,
    values: Values | None = None,
    *,
    title: str = "",
    lead: str = "",
    pictures: Iterable[str] = (),
    after: str = "",
    blank: str = "",
) -> str:
    """The whole page as HTML; it needs nothing else and asks for nothing.

    Args:
        form: what is printed.
        values: what is written in it; without them the form is blank, with room for a pen.
        title: stands above; the form's name if nothing is given.
        lead: a sentence below the title; the form's note if nothing is given.
        pictures: drawings as SVG, each on a page of its own in front.
        after: more HTML at the end, made of :func:`table` and :func:`text`.
        blank: what stands where a filled form has no value: 「（未記入）」.
    """
    name = title or form.name
    hint = lead or form.note
    head = f"<header><h1>{text(name)}</h1>{f'<p>{text(hint)}</p>' if hint else ''}</header>"
    drawn = [picture(svg, lying=_lies(svg)) for svg in pictures]
    return page(name, "A4", drawn, [head, *form_parts(form, values, blank=blank), after])


def form_parts(form: Form, values: Values | None = None, *, blank: str = "") -> list[str]:
    """The parts of a form as HTML, to be put into a page of one's own."""
    parts: list[str] = []
    entries: list[Entry] = []
    for part in form.parts:
        if isinstance(part, Entry):
            entries.append(part)
            continue
        parts += _entries(entries, values, blank)
        entries = []
        parts.append(_grid(part, values, blank))
    return [*parts, *_entries(entries, values, blank)]


def _entries(entries: Sequence[Entry], values: Values | None, blank: str) -> list[str]:
    if not entries:
        return []
    rows = "".join(
        f'<tr><th scope="row" style="width:32%">{text(entry.heading)}{_note(entry, values)}</th>'
        f"{_cell(entry, values, blank)}</tr>"
        for entry in entries
    )
    return [f'<table class="entries"><tbody>{rows}</tbody></table>']


def _note(entry: Entry, values: Values | None) -> str:
    """How to fill it in stands on the blank form only."""
    hint = entry.note if values is None else ""
    return f'<br><span class="small" style="font-weight:400">{text(hint)}</span>' if hint else ""


def _cell(entry: Entry, values: Values | None, blank: str) -> str:
    if values is None:
        offered = "　".join(
            f"□ {choice}" for choice in entry.choices or (("はい", "いいえ") if entry.kind == "yes" else ())
        )
        return f'<td style="height:{_LINE * max(1, entry.lines):.1f}mm">{text(offered)}</td>'
    return f"<td>{text(_shown(entry, values.get(entry.key), blank))}</td>"


def _shown(entry: Entry, value: Any, blank: str) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return shown(entry, value) or blank


def _grid(grid: Grid, values: Values | None, blank: str) -> str:
    heads = [column.heading for column in grid.columns]
    filled = None if values is None else values.get(grid.key)
    if values is None:
        room = f'<td style="height:{_LINE:.1f}mm"></td>'
        head = "".join(f'<th scope="col">{text(word)}</th>' for word in heads)
        body = f"<tr>{room * len(heads)}</tr>" * grid.rows
        drawn = f'<table class="rows"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    elif filled:
        rows = [[shown(column, row.get(column.key)) for column in grid.columns] for row in filled]
        columns = zip(grid.columns, *rows, strict=True)
        drawn = table(heads, rows, [_class(column, words) for column, *words in columns])
    else:
        drawn = f"<p>{text(blank or 'なし')}</p>"
    note = f'<p class="small">{text(grid.note)}</p>' if grid.note and values is None else ""
    return f"<section><h2>{text(grid.label)}</h2>{note}{drawn}</section>"


def _class(column: Entry, words: Sequence[str]) -> str:
    """How a column is set: numbers to the right, and short words on one line."""
    if column.kind == "number":
        return "number"
    return "one" if max(map(em_width, words)) <= _SHORT else ""


def _lies(svg: str) -> bool:
    """Whether a drawing is wider than high, by its view box."""
    _, _, rest = svg[:2000].partition('viewBox="')
    numbers = rest.partition('"')[0].split()
    try:
        return len(numbers) == 4 and float(numbers[2]) > float(numbers[3])
    except ValueError:
        return False
