"""The sheet on which a new way of working is agreed: both pictures, what changes and why, hours, who gains and loses.

Its parts are those of a good before/after report (flow.md §5.4: 将来の業務フローには、効果を紐づける).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers.flow.change.changes import ChangeKind
from kaizen_helpers.flow.change.compare import Comparison
from kaizen_helpers.flow.change.review_sheet import checked_paper, head, looks
from kaizen_helpers.flow.change.savings import Savings
from kaizen_helpers.flow.change.winners import Balance
from kaizen_helpers.printed import page, picture, table, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaizen_helpers.flow.drawing.drawing import Drawing
    from kaizen_helpers.flow.drawing.pages import Paper

__all__ = ["change_sheet"]

_LYING = {"A4": (297.0, 210.0), "A3": (420.0, 297.0)}
"""Width and height of a sheet on its side, in millimetres."""
_EDGE = 10.0
_FEWEST_PIXELS = 2.8
"""Pixels a millimetre: a small flow becomes larger, but not a poster."""
_LETTER = 13.0
"""The letters of a step, in a drawing's pixels."""


def change_sheet(
    comparison: Comparison, *, saved: Savings | None = None, balance: Balance | None = None, paper: Paper = "A3"
) -> str:
    """The sheet as HTML; write it to a file ending in ``.html`` and print it from the browser.

    Args:
        comparison: today and tomorrow (:func:`~kaizen_helpers.flow.change.compare.compare`).
        saved: the hours (:func:`~kaizen_helpers.flow.change.savings.savings`), if they have been counted.
        balance: who gains and who loses (``flow.change.winners.balance``), if that has been counted.
        paper: "A4" or "A3". Small flows share one sheet; larger ones have sheets of their own.

    Raises:
        InputError: another paper.
    """
    name = f"{' '.join(comparison.to_be.title.split()) or '業務フロー図'}　見直しシート"
    pictures = _pictures(comparison, checked_paper(paper))
    facts = [f"現状：手順{len(comparison.as_is.steps)}", f"見直し後：手順{len(comparison.to_be.steps)}"]
    form = [
        head(name, facts, "時間は見込みです。実際の件数と分を測ると、より確かになります。"),
        _list("効果の見込み", saved.sentences) if saved else "",
        _sensitivity(saved) if saved else "",
        _list("だれの作業が増え、だれの作業が減るか", balance.sentences) if balance else "",
        _changes(comparison),
        looks(),
    ]
    return page(name, paper, pictures, form)


def _pictures(comparison: Comparison, paper: Paper) -> list[str]:
    """Both flows on one sheet where they can still be read, otherwise each on its own."""
    from kaizen_helpers.flow.drawing.pages import LEAST_LETTER, draw_pages

    if _pixels(comparison.draw(quality="typing"), paper) <= _LETTER / LEAST_LETTER:
        return [picture(_on_sheet(comparison.draw(), paper), lying=True)]
    drawn = [
        *draw_pages(comparison.as_is, paper, changes=comparison.words_before),
        *draw_pages(comparison.to_be, paper, changes=comparison.words_after),
    ]
    return [picture(drawing.svg, lying=drawing.width > drawing.height) for drawing in drawn]


def _pixels(drawing: Drawing, paper: Paper) -> float:
    """So many pixels are a millimetre where the drawing fills a sheet on its side."""
    wide, high = _LYING[paper]
    return max(drawing.width / (wide - 2 * _EDGE), drawing.height / (high - 2 * _EDGE), _FEWEST_PIXELS)


def _on_sheet(drawing: Drawing, paper: Paper) -> str:
    """The drawing at the top of a sheet, with a white edge."""
    pixels = _pixels(drawing, paper)
    view = " ".join(f"{millimetres * pixels:.1f}" for millimetres in (-_EDGE, -_EDGE, *_LYING[paper]))
    inner = drawing.svg.replace("max-width:100%;height:auto", "", 1)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{inner}</svg>'


def _list(title: str, sentences: Iterable[str]) -> str:
    items = "".join(f"<li>{text(sentence)}</li>" for sentence in sentences)
    return f"<section><h2>{title}</h2><ul>{items}</ul></section>"


def _sensitivity(saved: Savings) -> str:
    rows = [[str(value) if name == "前提" else f"{value:,}" for name, value in row.items()] for row in saved.to_rows()]
    found = table(list(saved.to_rows()[0]), rows, ("", "number", "number"))
    return f'<section class="whole"><h2>見積りがずれたときに減る時間</h2>{found}</section>'


def _changes(comparison: Comparison) -> str:
    rows = [
        [row["現状"], row["見直し後"], row["変え方"], row["理由"].rpartition("：")[2]]
        for row, change in zip(comparison.to_rows(), comparison.changes, strict=True)
        if change.kind is not ChangeKind.KEEP
    ]
    kept = comparison.count(ChangeKind.KEEP)
    note = f"<p>ほかの{kept}の手順は、そのままです。</p>" if kept and rows else ""
    if not rows:
        return "<section><h2>変わる手順</h2><p>変わる手順はありません。</p></section>"
    heads = ("現状", "見直し後", "変え方", "理由")
    return f"<section><h2>変わる手順</h2>{table(heads, rows, ('what', 'what', 'who', ''))}{note}</section>"
