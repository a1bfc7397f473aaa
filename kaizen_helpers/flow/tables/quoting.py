"""Text in quotation marks, for the few words that would otherwise be read as something else.

Everywhere a text is read (the cells of a table, an outline) ``"…"`` means: this text, exactly as it stands.
A mark inside is doubled, as in Excel and CSV; ``\\n`` is a new line and ``\\\\`` a backslash.
A mark counts as an opening one only where a piece of text begins, so that 「5"管」 is no quotation.
"""

from __future__ import annotations

import re

__all__ = ["MASK", "masked", "quote", "split_list", "unquote"]

MASK = "\ue000"
"""Stands for every character of a quotation in :func:`masked`."""

_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_OPENS_AFTER = frozenset(" \t\n\u3000、，,；;：:・/／→>＞<＜=＝([［（「])］）")
_ESCAPE = re.compile(r"\\([n\\])")


def quote(text: str) -> str:
    """The text in quotation marks."""
    return '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '""') + '"'


def unquote(text: str) -> str | None:
    """The text inside, if the whole of ``text`` is one quotation; else ``None``."""
    match = _QUOTED.fullmatch(text.strip(" \t\u3000"))
    if match is None:
        return None
    return _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else "\\", match[1].replace('""', '"'))


def masked(text: str) -> str:
    """The text, of the same length, with every quotation blotted out: marks in it have no meaning."""
    pieces, at = [], 0
    while (begin := text.find('"', at)) >= 0:
        match = _QUOTED.match(text, begin) if begin == 0 or text[begin - 1] in _OPENS_AFTER else None
        end = match.end() if match else begin + 1
        pieces.append(text[at:begin] + (MASK * (end - begin) if match else '"'))
        at = end
    return "".join(pieces) + text[at:]


def split_list(text: str, separators: str) -> tuple[str, ...]:
    """The items of a list, without blanks around them and without empty ones; a quotation is one item."""
    hidden = masked(text)
    items, start = [], 0
    for at, mark in enumerate([*hidden, separators[0]]):
        if mark in separators:
            piece = text[start:at].strip()
            exact = unquote(piece)
            if piece:
                items.append(piece if exact is None else exact)
            start = at + 1
    return tuple(items)
