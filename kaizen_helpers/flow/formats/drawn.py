"""From a flow to the sketch that draw.io, Excel and PowerPoint are written from: our layout, with facts beside it."""

from __future__ import annotations

import re
from dataclasses import replace

from kaizen_helpers.flow.formats.facts import Facts
from kaizen_helpers.flow.formats.shown import one_line, shown_condition, shown_name, step_words
from kaizen_helpers.flow.formats.sketch import Form, Line, Point, Shape, Sketch
from kaizen_helpers.flow.layout.geometry import MARGIN, Box, Label, LaneBand, Layout, Wire
from kaizen_helpers.flow.layout.layout import Direction, lay_out
from kaizen_helpers.flow.model import Branch, Flow, Kind, Step
from kaizen_helpers.flow.plain import flow_to_plain

__all__ = ["draw_sketch"]

_FORMS = {
    Kind.START: Form.TERMINAL,
    Kind.TASK: Form.BOX,
    Kind.DECISION: Form.DECISION,
    Kind.END: Form.TERMINAL,
    Kind.WAIT: Form.WAIT,
    Kind.SYSTEM: Form.SYSTEM,
    Kind.PARALLEL: Form.PARALLEL,
    Kind.SUBPROCESS: Form.SUBPROCESS,
}


def draw_sketch(flow: Flow, direction: Direction = "TB") -> Sketch:
    """The drawing of a flow: lanes, then lines, then steps, each with its facts.

    Steps that the layout leaves out (it says how many) are kept in the facts of a note.
    """
    layout = lay_out(flow, direction=direction, quality="print")
    sketch = Sketch(layout.width or 360.0, layout.height or 60.0, title=flow.title)
    sketch.shapes.append(_title(flow, layout))
    for name, band in zip(_lane_names(flow, layout), layout.lanes, strict=True):
        sketch.shapes += _lane(name, band)
    drawn = flow.steps[: len(flow.steps) - layout.not_drawn]
    labels = {label.wire: label for label in layout.labels}
    for index, wire in enumerate(layout.wires):
        line = _line(drawn, layout.boxes, wire, labels.get(index))
        line.key = f"way-{index}"
        sketch.lines.append(line)
    for index, box in enumerate(layout.boxes):
        sketch.shapes.append(_node(index, box, drawn))
    if layout.not_drawn or not layout.boxes:
        sketch.shapes += _rest(flow, len(drawn), sketch)
    return sketch


def _title(flow: Flow, layout: Layout) -> Shape:
    """The title with what is known of the flow as a whole; without words where the flow has no title."""
    known = flow_to_plain(replace(flow, steps=()))
    del known["steps"]
    height = max(MARGIN, layout.head_top - 4) if layout.boxes else 30.0
    width = max(60.0, layout.width - 2 * MARGIN)
    return Shape("title", Form.TEXT, one_line(flow.title), MARGIN, 2, width, height - 2, Facts("flow", known))


def _lane_names(flow: Flow, layout: Layout) -> list[str]:
    shown = {lane.name for lane in flow.declared} | {step.who for step in _drawn_steps(flow, layout)}
    return [name for name in flow.lanes if name in shown] if layout.lanes else []


def _drawn_steps(flow: Flow, layout: Layout) -> tuple[Step, ...]:
    return flow.steps[: len(flow.steps) - layout.not_drawn]


def _lane(name: str, band: LaneBand) -> list[Shape]:
    """The frame of a lane, and the head with its name."""
    width, height = band.right - band.left, band.bottom - band.top
    frame = Shape(f"frame {name}", Form.LANE, "", band.left, band.top, width, height, Facts("frame", {"name": name}))
    head = Shape(
        f"lane {name}",
        Form.HEAD,
        shown_name(name),
        band.head_left,
        band.head_top,
        band.head_right - band.head_left,
        band.head_bottom - band.head_top,
        Facts("lane", {"name": name}),
        inside=frame.key,
    )
    return [frame, head]


def _node(index: int, box: Box, drawn: tuple[Step, ...]) -> Shape:
    shape = Shape(f"node-{index}", Form.TERMINAL, box.text, box.left, box.top, box.width, box.height)
    if index < len(drawn):
        step = drawn[index]
        known = flow_to_plain(Flow(steps=(step,)))["steps"][0]
        del known["next"]
        shape.form, shape.text = _FORMS[step.kind], step_words(step)
        shape.facts = Facts("step", {"at": index, **known})
        shape.inside = f"frame {step.who}"
    else:
        to = _missing_number(box)
        shape.facts = Facts("end") if to is None else Facts("missing", {"to": to})
    return shape


def _missing_number(box: Box) -> int | None:
    """The number a way leads to that is not drawn as a step (「7番（未記入）」); ``None``: おわり."""
    found = re.match(r"-?\d+(?=番)", box.text)
    return int(found[0]) if found else None


def _line(drawn: tuple[Step, ...], boxes: list[Box], wire: Wire, label: Label | None) -> Line:
    to = drawn[wire.target].number if wire.target < len(drawn) else _missing_number(boxes[wire.target])
    step = drawn[wire.source]
    ways = [(at, branch) for at, branch in enumerate(step.next) if branch.to == to]
    branches = tuple(branch for _, branch in ways)
    known = {"from": wire.source, "ways": [[at, _plain_branch(branch)] for at, branch in ways]}
    words = shown_condition(branches)
    line = Line("", f"node-{wire.source}", f"node-{wire.target}", list(wire.points), text=words)
    line.facts = Facts("way", known)
    line.sites = _side(wire.points[0], wire.points[1]), _side(wire.points[-1], wire.points[-2])
    if words:
        facts = Facts("condition", {"from": wire.source, "way": ways[0][0]})
        line.label = Shape("", Form.TEXT, words, *_place(label, wire), facts)
    return line


def _place(label: Label | None, wire: Wire) -> tuple[float, float, float, float]:
    """Left, top, width and height of a condition."""
    if label is None:  # words that the layout takes for nothing, of control characters
        return wire.points[0][0] + 4, wire.points[0][1] + 4, 20.0, 16.0
    return label.x - label.width / 2, label.y - label.height / 2, label.width, label.height


def _plain_branch(branch: Branch) -> dict[str, object]:
    plain: dict[str, object] = flow_to_plain(Flow(steps=(Step(1, "", "", next=(branch,)),)))["steps"][0]["next"][0]
    return plain


def _side(at: Point, towards: Point) -> int:
    """The side of a box from which a line goes towards a point."""
    if abs(towards[0] - at[0]) >= abs(towards[1] - at[1]):
        return 3 if towards[0] > at[0] else 1
    return 2 if towards[1] > at[1] else 0


def _rest(flow: Flow, drawn: int, sketch: Sketch) -> list[Shape]:
    """A note for the steps that are not drawn; it holds them."""
    left = flow_to_plain(flow)["steps"][drawn:]
    if not left:
        return []
    sketch.height += 24
    words = f"ほかに{len(left)}の手順があります。"
    facts = Facts("rest", {"at": drawn, "steps": left})
    return [Shape("rest", Form.TEXT, words, MARGIN, sketch.height - 26, sketch.width - 2 * MARGIN, 22, facts)]
