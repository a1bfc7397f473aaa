"""What the form 効果の見積り says for putting measures in order, and the order as a sheet for A4."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kaizen_helpers.forms.printed import page, table, text
from kaizen_helpers.issues.priorities.chart import draw_priority
from kaizen_helpers.issues.priorities.priority import Candidate, Level, Priority

__all__ = ["candidate_of_values", "priority_sheet"]

_LEVELS = {level.label: level for level in Level}


def candidate_of_values(values: Mapping[str, Any], hours: float) -> Candidate:
    """A measure to be put in order, from its filled form and the hours that were counted.

    Raises:
        InputError: a number cannot be.
    """
    needs = (name.strip() for name in re.split(r"[、，,\n]", str(values.get("needs") or "")))
    return Candidate(
        str(values.get("name") or "打ち手"),
        hours,
        values.get("effort"),
        _LEVELS.get(str(values.get("value") or ""), Level.NONE),
        _LEVELS.get(str(values.get("risk") or ""), Level.LOW),
        tuple(name for name in needs if name),
        str(values.get("check") or ""),
    )


def priority_sheet(priority: Priority, notes: Sequence[str] = ()) -> str:
    """The matrix, the ordered list with its reasons and what was assumed, as HTML for A4.

    ``notes``: further sentences, on what measures have in common, for example.
    """
    rows = priority.to_rows()
    heads = tuple(rows[0]) if rows else ()
    classes = ("one", "", "", "one", "", "")
    order = table(heads, [tuple(row.values()) for row in rows], classes)
    lines = [*priority.sentences[-1:], *notes] if priority.placed else list(notes)
    said = "".join(f"<li>{text(line)}</li>" for line in lines)
    form = [
        "<header><h1>打ち手の優先順位</h1><p>効果と労力は見積りです。順番は、これを見ながら話し合って決めます。</p></header>",
        f'<section class="whole">{draw_priority(priority, names=False).svg}</section>',
        f"<section><h2>順番と理由</h2>{order}</section>",
        f"<section><h2>前提</h2><ul>{said}</ul></section>" if said else "",
    ]
    return page("打ち手の優先順位", "A4", [], form)
