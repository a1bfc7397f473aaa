"""A flow becomes BPMN that other programs read without a word, and comes back as it was."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import cast

import pytest
from hypothesis import given, settings

from kaizen_helpers.flow import Branch, Flow, Kind, Lane, LaneKind, Step
from kaizen_helpers.flow.formats.bpmn_document import Bounds, BpmnDocument, Edge, Item, Link, Node, Participant, Point
from kaizen_helpers.flow.formats.bpmn_document import Lane as BpmnLane
from kaizen_helpers.flow.formats.bpmn_export import flow_to_bpmn
from kaizen_helpers.flow.formats.bpmn_import import bpmn_to_flow
from kaizen_helpers.flow.formats.bpmn_own import legal
from kaizen_helpers.flow.formats.bpmn_read import read_bpmn
from kaizen_helpers.flow.formats.bpmn_write import write_bpmn
from kaizen_helpers.flow.layout.layout import Direction
from tests.flow_generator import random_flows
from tests.npm import run_module
from tests.unit.flow_samples import c1
from tests.unit.test_flow_plain import FLOWS

DIRECTIONS: tuple[Direction, ...] = ("LR", "TB")


def generated(count: int, first: int = 0) -> list[Flow]:
    """Generated flows of every kind of step, with documents, systems and notes too."""
    return [
        replace(flow, steps=tuple(with_papers(step) for step in flow.steps))
        for flow in random_flows(count, first=first, rich=True)
    ]


def with_papers(step: Step) -> Step:
    return replace(
        step,
        document="申請書（写し）" if step.number % 3 == 0 else "",
        system="受付システム" if step.number % 4 == 0 else "",
        note="要綱の「第3条」を見る\n＜注意＞" if step.number % 5 == 0 else "",
    )


def back(flow: Flow, direction: Direction = "LR") -> Flow:
    again, findings = bpmn_to_flow(flow_to_bpmn(flow, direction, "typing"))
    assert findings == ()
    return again


# --- there and back ------------------------------------------------------------------------------


@given(FLOWS)
@settings(max_examples=120, deadline=None)
def test_every_flow_comes_back_from_bpmn(flow: Flow) -> None:
    assert legal(flow) == back(flow)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_generated_flows_come_back_from_bpmn(direction: Direction) -> None:
    for flow in generated(12):
        assert flow == back(flow, direction)


def test_only_what_xml_cannot_hold_is_replaced() -> None:
    flow = Flow("題\x00", (Step(1, "県\ud800", "\tあ\r\n<&>\"'\u200b ", note="  \r\n先頭と末尾の空白 \n"),))

    assert Flow("題\ufffd", (Step(1, "県\ufffd", "\tあ\r\n<&>\"'\u200b ", note="  \r\n先頭と末尾の空白 \n"),)) == back(
        flow
    )


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (Step(1, "", ""),),
        (Step(1, "県", "回す", next=(Branch(1), Branch(1, "もう一度"), Branch(1))),),
        (Step(1, "県", "送る", next=(Branch(None), Branch(None, "急ぎ"), Branch(7, "なし"), Branch(8))),),
        (Step(1, "国", "届く", Kind.START, (Branch(2),)), Step(2, "県", "戻す", next=(Branch(1),))),
        (Step(1, "国", "終わり", Kind.END, (Branch(2),)), Step(2, "県", "おわり", Kind.END)),
        (Step(3, "県", "一"), Step(3, "県", "二", next=(Branch(3),)), Step(3, "市", "三", Kind.PARALLEL)),
    ],
)
def test_unfinished_and_odd_flows_come_back_too(steps: tuple[Step, ...]) -> None:
    flow = Flow("", steps, declared=(Lane("だれもいない課", LaneKind.OTHER, 2, 1500.5), Lane("国"), Lane("国")))

    assert flow == back(flow)


@pytest.mark.slow
def test_five_thousand_steps_are_written_with_a_drawing_and_come_back() -> None:
    steps = tuple(Step(n, f"課{n % 7}", f"書類{n}を送る", next=(Branch(n + 1),)) for n in range(1, 5001))
    flow = Flow("大きな流れ", steps)
    document = read_bpmn(flow_to_bpmn(flow, quality="typing"))

    assert [] == unglued(document)
    assert (flow, ()) == bpmn_to_flow(document)


# --- what others change --------------------------------------------------------------------------


def test_what_another_program_changes_counts() -> None:
    document = read_bpmn(flow_to_bpmn(c1(), quality="typing"))
    node, lane = document.find("step_3"), document.find("lane_4")
    assert isinstance(node, Node)
    node.name, node.tag = "調査票を係ごとに分ける", node.tag.replace("sendTask", "task")
    assert lane is not None
    document.put_in_lane(node, document.lanes[3])
    flow, _ = bpmn_to_flow(write_bpmn(document))

    assert replace(c1().steps[2], what="調査票を係ごとに分ける", who="係長") == flow.steps[2]
    assert [step for step in c1().steps if step.number != 3] == [step for step in flow.steps if step.number != 3]


def test_a_copied_node_is_a_new_step_with_a_number_of_its_own() -> None:
    document = read_bpmn(flow_to_bpmn(c1(), quality="typing"))
    node = document.find("step_3")
    assert isinstance(node, Node)
    copy = Node(node.tag, "Activity_1x", "写した作業", content=list(node.content))
    document.processes[0].content.append(copy)
    flow, _ = bpmn_to_flow(document)

    assert (16, "写した作業") == (flow.steps[-1].number, flow.steps[-1].what)
    assert c1().steps == flow.steps[:-1]


def test_another_type_of_node_is_another_kind_of_step() -> None:
    document = read_bpmn(flow_to_bpmn(c1(), quality="typing"))
    node = document.find("step_4")
    assert isinstance(node, Node)
    node.tag = node.tag.replace(node.type, "serviceTask")

    assert Kind.SYSTEM is bpmn_to_flow(document)[0].steps[3].kind


# --- the map -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step(1, "県", "申請書が届く", Kind.START), "startEvent"),
        (Step(1, "県", "申請書を点検する"), "task"),
        (Step(1, "県", "申請書を点検する", means="紙"), "manualTask"),
        (Step(1, "県", "電話で確かめる", means="電話"), "manualTask"),
        (Step(1, "県", "台帳に入力する", means="Ｅｘｃｅｌ"), "userTask"),
        (Step(1, "県", "申請を入力する", system="受付システム"), "userTask"),
        (Step(1, "県", "決定通知書を郵送する", means="紙"), "sendTask"),
        (Step(1, "県", "受け取って名簿を作る", Kind.SYSTEM), "serviceTask"),
        (Step(1, "県", "不備がないか", Kind.DECISION), "exclusiveGateway"),
        (Step(1, "県", "同時に進める", Kind.PARALLEL), "parallelGateway"),
        (Step(1, "県", "回答を待つ", Kind.WAIT), "intermediateCatchEvent"),
        (Step(1, "県", "審査する", Kind.SUBPROCESS), "callActivity"),
        (Step(1, "県", "おわり", Kind.END), "endEvent"),
        (Step(1, "県", "おわり", Kind.END, (Branch(1),)), "intermediateThrowEvent"),
        (Step(1, "県", "届く", Kind.START, (Branch(1),)), "intermediateThrowEvent"),
    ],
)
def test_each_step_has_its_type(step: Step, expected: str) -> None:
    node = read_bpmn(flow_to_bpmn(Flow("", (step,)))).find("step_1")

    assert (expected, step.what) == (node.type if node else "", node.name if node else "")


def test_documents_and_systems_are_joined_to_their_steps() -> None:
    steps = (Step(1, "県", "入力する", document="申請書", system="台帳"), Step(2, "県", "見る", document="申請書"))
    document = read_bpmn(flow_to_bpmn(Flow("", steps)))
    names = {item.id: (item.type, item.name) for item in document.walk()}

    assert Counter([("dataObject", "申請書"), ("dataStore", "台帳")]) == Counter(
        names[data.id] for data in document.data if not data.type.endswith("Reference")
    )
    assert [
        ("step_1", ("dataObjectReference", "申請書")),
        ("step_1", ("dataStoreReference", "台帳")),
        ("step_2", ("dataObjectReference", "申請書")),
    ] == [(link.source, names[link.target]) for link in document.associations]


def test_ids_are_ascii_and_unique_and_names_are_japanese() -> None:
    document = read_bpmn(flow_to_bpmn(generated(1, first=2)[0], quality="typing"))
    ids = [item.id for item in document.walk()]

    assert len(ids) == len(set(ids))
    assert [] == [id_ for id_ in ids if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", id_)]


# --- the drawing ---------------------------------------------------------------------------------


def unglued(document: BpmnDocument) -> list[str]:
    """Edges of which an end does not lie on the outline of what it should touch, and items without a place."""
    items = {item.id: item for item in document.walk()}
    shapes = {shape.element: shape.bounds for shape in document.shapes}
    edges = {edge.element: edge for edge in document.edges}
    found = []
    for item in items.values():
        if isinstance(item, Link):
            edge = edges.get(item.id)
            found += [item.id] if edge is None or not _touches(edge, item, items, shapes) else []
        elif isinstance(item, (Node, BpmnLane, Participant)) or item.type.endswith("Reference"):
            found += [item.id] if shapes.get(item.id) is None else []
    return found


def _touches(edge: Edge, link: Link, items: dict[str, Item], shapes: dict[str, Bounds | None]) -> bool:
    ends = ((link.source, edge.waypoints[0]), (link.target, edge.waypoints[-1]))
    return len(edge.waypoints) >= 2 and all(_is_on(point, items[id_].type, shapes[id_]) for id_, point in ends)


def _is_on(point: Point, type_: str, bounds: Bounds | None) -> bool:
    assert bounds is not None
    across = abs(point.x - bounds.x - bounds.width / 2) / (bounds.width / 2)
    down = abs(point.y - bounds.y - bounds.height / 2) / (bounds.height / 2)
    if type_.endswith("Event"):
        return abs(math.hypot(across, down) - 1) < 0.01
    if type_.endswith("Gateway"):
        return abs(across + down - 1) < 0.01
    return max(across, down) < 1.001 and max(across, down) > 0.999


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_every_element_is_drawn_and_every_arrow_touches_both_symbols(direction: Direction) -> None:
    for flow in [*generated(15, first=20), c1()]:
        assert [] == unglued(read_bpmn(flow_to_bpmn(flow, direction, "typing")))


@given(FLOWS)
@settings(max_examples=60, deadline=None)
def test_odd_flows_are_drawn_with_every_arrow_touching_too(flow: Flow) -> None:
    for direction in DIRECTIONS:
        assert [] == unglued(read_bpmn(flow_to_bpmn(flow, direction, "typing")))


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_nodes_lie_in_their_lane_and_do_not_cover_one_another(direction: Direction) -> None:
    for flow in generated(10, first=40):
        document = read_bpmn(flow_to_bpmn(flow, direction, "typing"))
        bounds = {shape.element: cast(Bounds, shape.bounds) for shape in document.shapes}
        lane_of = {member: bounds[lane.id] for lane in document.lanes for member in lane.members}
        nodes = [bounds[node.id] for node in document.nodes]

        assert [] == [node.id for node in document.nodes if not _inside(bounds[node.id], lane_of[node.id])]
        assert [] == [(a, b) for at, a in enumerate(nodes) for b in nodes[:at] if _overlap(a, b)]


def _inside(one: Bounds, other: Bounds) -> bool:
    right, bottom = other.x + other.width, other.y + other.height
    return other.x <= one.x and one.x + one.width <= right and other.y <= one.y and one.y + one.height <= bottom


def _overlap(one: Bounds, other: Bounds) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


# --- what others say -----------------------------------------------------------------------------

OTHERS = """
import { BpmnModdle } from 'bpmn-moddle';
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js';
import { readFileSync } from 'node:fs';
const rules = { 'bpmnlint/no-bpmndi': 'error', 'bpmnlint/no-overlapping-elements': 'error' };
const linter = new Linter({ resolver: new NodeResolver(), config: { rules } });
const said = [];
for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(text);
  const found = await linter.lint(rootElement);
  said.push([...warnings.map(w => w.message), ...Object.values(found).flat().map(r => r.id + ' ' + r.message)]);
}
console.log(JSON.stringify(said));
"""


def test_bpmn_moddle_and_bpmnlint_have_nothing_to_say() -> None:
    flows = [*generated(20, first=60), c1(), Flow("空"), Flow("", (Step(1, "", "", next=(Branch(9), Branch(None))),))]
    texts = [flow_to_bpmn(flow, DIRECTIONS[at % 2], "typing").decode() for at, flow in enumerate(flows)]

    assert [[]] * len(texts) == run_module(OTHERS, texts)


def label_of(shape: Item) -> Bounds | None:
    for part in shape.kept():
        if part.tag.endswith("BPMNLabel"):
            x, y, width, height = (float(part[0].get(name)) for name in ("x", "y", "width", "height"))
            return Bounds(x, y, width, height)
    return None


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_hardly_a_name_of_an_event_or_gateway_is_crossed_by_an_arrow_or_other_words(direction: Direction) -> None:
    names, crossed = 0, 0
    for flow in generated(12, first=80):
        document = read_bpmn(flow_to_bpmn(flow, direction, "typing"))
        points = [edge.waypoints for edge in document.edges if edge.element.startswith("way")]
        lines = [
            Bounds(min(a.x, b.x), min(a.y, b.y), abs(a.x - b.x), abs(a.y - b.y))
            for corners in points
            for a, b in pairwise(corners)
        ]
        conditions = [label for edge in document.edges if (label := label_of(edge))]
        for shape in document.shapes:
            label = label_of(shape)
            if label is not None and shape.element.startswith(("step", "end")):
                names += 1
                crossed += any(_overlap(label, other) for other in (*lines, *conditions))

    assert names > 60
    assert crossed <= names / 50


SAVED = """
import { BpmnModdle } from 'bpmn-moddle';
import { readFileSync } from 'node:fs';
const saved = [];
for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
  const moddle = new BpmnModdle();
  const { rootElement } = await moddle.fromXML(text);
  saved.push((await moddle.toXML(rootElement, { format: true })).xml);
}
console.log(JSON.stringify(saved));
"""


def test_a_flow_survives_being_opened_and_saved_by_bpmn_moddle() -> None:
    """The library under Camunda Modeler and bpmn.io."""
    flows = [*generated(8, first=120), replace(c1(), declared=(Lane("係長", LaneKind.STAFF, 1.5, 2400.0),), cases=20.0)]
    saved = cast(list[str], run_module(SAVED, [flow_to_bpmn(flow, quality="typing").decode() for flow in flows]))

    assert flows == [bpmn_to_flow(text)[0] for text in saved]
