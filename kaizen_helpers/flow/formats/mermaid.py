"""Mermaid: a flow as text for wikis, GitHub and JupyterLab's Markdown, as ``swimlane-beta`` or as a flow chart.

``swimlane-beta`` (Mermaid 11.16 and later) draws the subgraphs as lanes; a ``flowchart`` is understood by older
versions too and draws them as boxes. Mermaid has no place for minutes, media and the like: they are not written.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.formats.shown import one_line, shown_condition, shown_name, shown_step
from kaizen_helpers.flow.model import Branch, Flow, Kind, Step

if TYPE_CHECKING:
    from kaizen_helpers.flow.layout.layout import Direction

__all__ = ["flow_to_mermaid"]

_OUTLINES = {
    Kind.START: ("([", "])"),
    Kind.TASK: ("[", "]"),
    Kind.DECISION: ("{", "}"),
    Kind.END: ("([", "])"),
    Kind.WAIT: ("(", ")"),
    Kind.SYSTEM: ("[", "]"),
    Kind.PARALLEL: ("{{", "}}"),
    Kind.SUBPROCESS: ("[[", "]]"),
}


def flow_to_mermaid(
    flow: Flow, kind: Literal["swimlane", "flowchart"] = "swimlane", direction: Direction = "TB"
) -> str:
    """The flow as Mermaid text, with its title, lanes, steps and conditions.

    Every text survives, whatever marks it has: all ASCII marks are written as Mermaid's entities (``#40;``), which
    its grammar, its Markdown and its HTML leave alone.

    Raises:
        InputError: the kind or the direction is none of those above.
    """
    if kind not in {"swimlane", "flowchart"} or direction not in {"TB", "LR"}:
        raise InputError("図の種類は swimlane か flowchart、向きは TB か LR にしてください。", "Mermaid")
    lines = []
    if title := one_line(flow.title):
        lines += ["---", f"title: {json.dumps(title, ensure_ascii=False)}", "---"]
    lines.append(f"{'swimlane-beta' if kind == 'swimlane' else 'flowchart'} {direction}")
    nodes, arrows = _nodes_and_arrows(flow, loops=kind == "flowchart")
    for at, lane in enumerate(flow.lanes, 1):
        if lane in nodes:  # a lane without a step has no place in Mermaid
            lines += [f'  subgraph lane{at}["{_escaped(shown_name(lane))}"]', *nodes[lane], "  end"]
    return "\n".join([*lines, *arrows, ""])


def _nodes_and_arrows(flow: Flow, *, loops: bool) -> tuple[dict[str, list[str]], list[str]]:
    """(the lines of the nodes of each lane, the lines of the arrows).

    Without ``loops`` a way back to the same step leads to a node that says so: Mermaid 12.3 stops at such an arrow in
    a swimlane diagram.
    """
    nodes: dict[str, list[str]] = {}
    arrows: list[str] = []
    names: dict[int, str] = {}
    for at, step in enumerate(flow.steps, 1):
        names.setdefault(step.number, f"step{at}")
    for at, step in enumerate(flow.steps, 1):
        lane = nodes.setdefault(step.who, [])
        lane.append(_node(f"step{at}", _words(step), step.kind))
        for to in dict.fromkeys(branch.to for branch in step.next):
            target = names.get(to) if to is not None else None
            if target == f"step{at}" and not loops:
                target = f"again{at}"
                lane.append(_node(target, _escaped(f"もう一度{to}へ"), Kind.WAIT))
            elif target is None:
                words = "おわり" if to is None else f"{to}番（未記入）"
                target = f"end{at}" if to is None else f"missing{at}x{'m' if to < 0 else ''}{abs(to)}"
                lane.append(_node(target, _escaped(words), Kind.END))
            arrows.append(_arrow(f"step{at}", target, tuple(branch for branch in step.next if branch.to == to)))
    return nodes, arrows


def _node(name: str, words: str, kind: Kind) -> str:
    before, after = _OUTLINES[kind]
    return f'    {name}{before}"{words}"{after}'


def _words(step: Step) -> str:
    caption, text = shown_step(step)
    between = " " if step.kind in {Kind.TASK, Kind.DECISION} else "<br/>"
    return f"{_escaped(caption)}{between}{_escaped(text or '（未記入）')}"


def _arrow(source: str, target: str, branches: tuple[Branch, ...]) -> str:
    words = shown_condition(branches)
    return f'  {source} -->|"{_escaped(words)}"| {target}' if words else f"  {source} --> {target}"


def _escaped(text: str) -> str:
    """Letters, digits, blanks and what is not ASCII stay; every other mark becomes an entity."""
    return "".join(mark if mark.isalnum() or mark == " " or ord(mark) > 127 else f"#{ord(mark)};" for mark in text)
