"""A panel as a page to read: no script, nothing to press. For paper, feedback, and notebooks without a running Python.

Drawn from the same plain data as the screen (``static/README.md``). What stands in ``value`` may have any shape:
it came out of a file or a browser. Everything is said in words and symbols, so that it prints in black and white.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

__all__ = ["printed", "printed_answer"]

_PAGE = "color:#1a1a1a;background:#fff;line-height:1.7;max-width:60em"
_LINE = "border:1px solid #767676;padding:.2em .5em;min-width:3em;text-align:left;vertical-align:top"
_HEAD = f"{_LINE};background:#f0f0f0"
_BOX = f"{_LINE};margin:.1em 0 .6em;min-height:1.7em;white-space:pre-wrap;overflow-wrap:anywhere"
_LABEL = "font-weight:bold;text-align:left"
_WHOLE = "break-inside:avoid"


def printed(
    spec: Mapping[str, Any], value: Mapping[str, Any], verdict: Mapping[str, Any] | None = None, *, drawing: str = ""
) -> str:
    """The whole panel as HTML: question, picture, answer, drawing, and the verdict where there is one.

    Args:
        spec: the fixed part of the panel.
        value: the answer, ``{input name: value}``.
        verdict: symbol, word and message of the last check.
        drawing: the drawing of the answer, as SVG.
    """
    heading = f"<h3 style='margin:0 0 .4em'>{_text(spec.get('heading'))}</h3>" if spec.get("heading") else ""
    picture = f"<figure style='margin:.6em 0'>{spec['picture']}</figure>" if spec.get("picture") else ""
    parts = (heading, spec.get("question", ""), picture, printed_answer(spec, value, drawing=drawing))
    body = "".join(filter(None, (*parts, _verdict(verdict or {}))))
    return f"<section lang='ja' aria-label='{_text(spec.get('name'))}' style='{_PAGE}'>{body}</section>"


def printed_answer(spec: Mapping[str, Any], value: Mapping[str, Any], *, drawing: str = "") -> str:
    """What was written and chosen, and its drawing, without the question."""
    forms = {"text": _field, "choice": _choice, "table": _table, "cards": _cards}
    inputs = "".join(forms[item["kind"]](item, value.get(item["name"])) for item in spec.get("inputs", ()))
    figure = f"<figure style='margin:.6em 0;{_WHOLE}'>{drawing}</figure>" if drawing else ""
    return inputs + figure


def _field(item: Mapping[str, Any], value: object) -> str:
    unit = f"（{_text(item['unit'])}）" if item.get("unit") else ""
    return _defined(f"{_text(item['label'])}{unit}", f"<dd style='{_BOX}'>{_text(value)}</dd>")


def _choice(item: Mapping[str, Any], value: object) -> str:
    return _defined(_text(item["label"]), "".join(_option(choice, choice == value) for choice in item["choices"]))


def _option(choice: str, chosen: bool) -> str:
    said = f"<strong>{_text(choice)}</strong>（選んだもの）" if chosen else _text(choice)
    return f"<dd style='margin:0 0 0 .6em'><span aria-hidden='true'>{'●' if chosen else '○'}</span> {said}</dd>"


def _table(item: Mapping[str, Any], value: object) -> str:
    rows = _rows(value)
    written = {key for row in rows for key, text in row.items() if text}
    later = any(column["key"] in written for column in item["columns"] if column.get("later"))
    keys = [column["key"] for column in item["columns"] if later or not column.get("later")]
    head = "".join(f"<th scope='col' style='{_HEAD}'>{_text(key)}</th>" for key in ("番号", *keys))
    body = "".join(
        f"<tr style='{_WHOLE}'><th scope='row' style='{_HEAD}'>{number}</th>"
        + "".join(f"<td style='{_LINE};white-space:pre-wrap'>{_text(row.get(key))}</td>" for key in keys)
        + "</tr>"
        for number, row in enumerate(rows, start=1)
    )
    caption = f"<caption style='{_LABEL}'>{_text(item['label'])}</caption>" if item["label"] else ""
    return (
        "<table style='border-collapse:collapse;margin:.6em 0;width:100%;overflow-wrap:anywhere'>"
        f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cards(item: Mapping[str, Any], value: object) -> str:
    cards = [(f"・{_text(row.get(item['card']))}", row.get(item["box"])) for row in _rows(value)]
    boxes = list(item["boxes"])
    piles = [("まだ分けていない", [card for card, box in cards if box not in boxes])]
    piles += [(name, [card for card, box in cards if box == name]) for name in boxes]
    lists = "".join(
        f"<dt style='margin-top:.3em'>{_text(name)}（{len(pile)}枚）</dt>"
        + "".join(f"<dd style='margin:0 0 0 1.2em'>{card}</dd>" for card in pile or ["（なし）"])
        for name, pile in piles
    )
    return f"<p style='{_LABEL};margin:.6em 0 0'>{_text(item['label'])}</p><dl style='margin:0 0 .6em'>{lists}</dl>"


def _defined(label: str, described: str) -> str:
    return f"<dl style='margin:.6em 0;{_WHOLE}'><dt style='{_LABEL}'>{label}</dt>{described}</dl>"


def _verdict(verdict: Mapping[str, Any]) -> str:
    """The message, which says its symbol and word itself; one that is out of date is told by those two alone."""
    if verdict.get("html") and not verdict.get("stale"):
        return str(verdict["html"])
    if not verdict.get("word"):
        return ""
    return f"<p><span aria-hidden='true'>{_text(verdict.get('symbol'))}</span> <b>{_text(verdict['word'])}</b></p>"


def _rows(value: object) -> Sequence[Mapping[str, object]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    """A text, safe between tags and in attributes; anything that is no text is blank."""
    return escape(value) if isinstance(value, str) else ""
