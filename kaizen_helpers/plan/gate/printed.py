"""The outcome of the gate on paper: one page for the file, with the tables that a person has to complete behind it."""

from __future__ import annotations

from collections.abc import Sequence

from kaizen_helpers.flow.model import Flow
from kaizen_helpers.plan.coverage.coverage import Link
from kaizen_helpers.plan.gate.entries import GATE
from kaizen_helpers.plan.gate.gate import Gate
from kaizen_helpers.printed import page, picture, table, text

__all__ = ["gate_page"]


def gate_page(gate: Gate, flow: Flow | None = None) -> str:
    """The outcome as one HTML page for A4: what is missing in the order of importance, then field by field.

    Args:
        gate: the outcome.
        flow: its diagram is put on a sheet of its own behind.
    """
    from kaizen_helpers.flow.drawing.pages import draw_pages

    drawn = draw_pages(flow, "A4") if flow is not None and flow.steps else []
    pictures = [picture(drawing.svg, lying=drawing.width > drawing.height) for drawing in drawn]
    title = f"{GATE}　{gate.name}" if gate.name else GATE
    parts = [_head(title, gate), _first(gate), _items(gate), _notes(gate.notes), *_coverage(gate), _signatures()]
    return page(title, "A4", [], parts, behind=pictures)


def _head(title: str, gate: Gate) -> str:
    done = len(gate.items) - len(gate.missing)
    counted = f"{len(gate.items)}項目のうち{done}項目がそろっています"
    outcome = f"結果: {gate.verdict.mark} {gate.verdict.value}　（{counted}）"
    return (
        f"<header><h1>{text(title)}</h1><p>確かめた日: {gate.day.isoformat()}</p>"
        f'<p style="font-size:13pt;font-weight:700">{text(outcome)}</p></header>'
    )


def _first(gate: Gate) -> str:
    """The one thing to begin with."""
    if not gate.missing:
        return "<p>引継ぎ書と一緒に、この紙をつづっておいてください。アプリか図を変えたら、もう一度確かめます。</p>"
    first = gate.missing[0]
    return (
        '<section class="whole"><h2>はじめにすること</h2>'
        f"<p><b>{text(first.label)}</b>: {text(first.found)}{text(first.next)}</p></section>"
    )


def _items(gate: Gate) -> str:
    rows = [
        (str(number), item.label, f"{item.verdict.mark} {item.verdict.value}", item.found, item.next)
        for number, item in enumerate(gate.items, 1)
    ]
    heads = ("順", "確かめること", "結果", "分かったこと", "次にすること")
    shown = len(heads) if gate.missing else len(heads) - 1  # there is nothing to do next
    drawn = table(heads[:shown], [row[:shown] for row in rows], ("number", "who", "one", "", "")[:shown])
    return f"<section><h2>確かめたこと（大切な順）</h2>{drawn}</section>"


def _notes(notes: Sequence[str]) -> str:
    if not notes:
        return ""
    items = "".join(f"<li>{text(note)}</li>" for note in notes)
    return f"<section><h2>読めなかった所、合わない所</h2><ul>{items}</ul></section>"


def _coverage(gate: Gate) -> list[str]:
    """Field by field; a proposal is called one."""
    found = gate.coverage
    parts = [
        _links("項目と手順", ("項目", "手順", "使い方", "根拠"), [_row(link, link.use) for link in found.fields]),
        _links("状態と手順", ("状態", "手順", "根拠"), [_row(link) for link in found.states]),
        _links(
            "担当と権限",
            ("担当", "アクセス権の相手", "根拠"),
            [(link.label, "、".join(one.label for one in link.entities), _footing(link)) for link in found.lanes],
        ),
    ]
    clashes = "".join(f"<li>{text(clash.message_ja)}（手順{clash.step}）</li>" for clash in found.clashes)
    if clashes:
        parts.append(f"<section><h2>権限の足りない手順</h2><ul>{clashes}</ul></section>")
    return parts


def _links(name: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    drawn = table(heads, rows, ("who", "short", *[""] * (len(heads) - 2)))
    return f"<section><h2>{text(name)}</h2>{drawn}</section>"


def _row(link: Link, *more: str) -> tuple[str, ...]:
    return (link.label, "・".join(map(str, link.steps)), *more, _footing(link))


def _footing(link: Link) -> str:
    mark = "○" if link.footing.counts else "△"
    return f"{mark} {link.footing.value}" + (f": {link.why}" if link.why else "")


def _signatures() -> str:
    """Who confirmed it; a machine cannot."""
    role, day = (f'<td><span class="small">{words}</span></td>' for words in ("役職・係", "　　年　　月　　日"))
    row = f"<tr>{role}{day}<td></td></tr>"
    return (
        '<section class="whole"><h2>確認した人</h2><table class="looks"><thead><tr><th>だれが</th><th>日付</th>'
        f"<th>気づいたこと</th></tr></thead><tbody>{row * 2}</tbody></table></section>"
    )
