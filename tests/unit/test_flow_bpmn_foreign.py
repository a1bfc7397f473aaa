"""BPMN that others drew becomes a flow; what has no place in one, and what is broken, is said with its name."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow import Branch, Finding, Flow, Kind
from kaizen_helpers.flow.formats.bpmn_document import DI, MODEL
from kaizen_helpers.flow.formats.bpmn_export import flow_to_bpmn
from kaizen_helpers.flow.formats.bpmn_import import bpmn_to_flow
from kaizen_helpers.flow.formats.bpmn_losses import check_bpmn
from kaizen_helpers.flow.formats.bpmn_read import read_bpmn
from kaizen_helpers.flow.formats.bpmn_write import write_bpmn
from tests.bpmn_inventory import MODELS
from tests.bpmn_mutations import broken
from tests.flow_generator import random_flow
from tests.unit.flow_samples import c1


def definitions(inside: str) -> str:
    return f'<definitions xmlns="{MODEL}">{inside}</definitions>'


def process(inside: str) -> str:
    return definitions(f'<process id="p">{inside}</process>')


def ways(*pairs: str) -> str:
    """「a-b」 or 「a-b:条件」 as sequence flows."""
    found = []
    for at, pair in enumerate(pairs):
        ends, _, name = pair.partition(":")
        source, target = ends.split("-")
        found.append(f'<sequenceFlow id="w{at}" name="{name}" sourceRef="{source}" targetRef="{target}"/>')
    return "".join(found)


def table(flow: Flow) -> list[tuple[str, str, str, tuple[tuple[int | None, str], ...]]]:
    return [(s.who, s.what, s.kind.value, tuple((b.to, b.condition) for b in s.next)) for s in flow.steps]


def said(findings: tuple[Finding, ...], id_: str) -> str:
    """The sentence of this kind; empty if there is none. Places that are not drawn are no matter here."""
    return next((finding.message_ja for finding in findings if finding.id == id_), "")


# --- kinds and ways ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("startEvent", Kind.START),
        ("task", Kind.TASK),
        ("userTask", Kind.TASK),
        ("manualTask", Kind.TASK),
        ("sendTask", Kind.TASK),
        ("receiveTask", Kind.TASK),
        ("serviceTask", Kind.SYSTEM),
        ("scriptTask", Kind.SYSTEM),
        ("businessRuleTask", Kind.SYSTEM),
        ("callActivity", Kind.SUBPROCESS),
        ("subProcess", Kind.SUBPROCESS),
        ("transaction", Kind.SUBPROCESS),
        ("adHocSubProcess", Kind.SUBPROCESS),
        ("intermediateCatchEvent", Kind.WAIT),
        ("intermediateThrowEvent", Kind.TASK),
        ("boundaryEvent", Kind.WAIT),
        ("endEvent", Kind.END),
        ("exclusiveGateway", Kind.DECISION),
        ("inclusiveGateway", Kind.DECISION),
        ("complexGateway", Kind.DECISION),
        ("eventBasedGateway", Kind.DECISION),
        ("parallelGateway", Kind.PARALLEL),
    ],
)
def test_every_type_of_node_is_a_kind_of_step(type_: str, kind: Kind) -> None:
    flow, _ = bpmn_to_flow(process(f'<{type_} id="a" name="名前"/>'))

    assert [(kind, "名前")] == [(step.kind, step.what) for step in flow.steps]


def test_joining_gateways_and_bare_ends_are_no_steps() -> None:
    flow, findings = bpmn_to_flow(
        process(
            '<startEvent id="s" name="届く"/><exclusiveGateway id="g" name="不備がないか"/><task id="a" name="直す"/>'
            '<exclusiveGateway id="j"/><task id="b" name="送る"/><endEvent id="e"/>'
            + ways("s-g", "g-a:あり", "g-j:なし", "a-j", "j-b", "b-e")
        )
    )

    assert [
        ("", "届く", "start", ((2, ""),)),
        ("", "不備がないか", "decision", ((3, "あり"), (4, "なし"))),
        ("", "直す", "task", ((4, ""),)),
        ("", "送る", "task", ((None, ""),)),
    ] == table(flow)
    assert ["BPMN-PLACE"] == [finding.id for finding in findings]


def test_steps_are_numbered_as_one_walks_not_as_the_file_lists_them() -> None:
    flow, _ = bpmn_to_flow(process('<task id="c"/><task id="b"/><startEvent id="a"/>' + ways("b-c", "a-b")))

    assert [Kind.START, Kind.TASK, Kind.TASK] == [step.kind for step in flow.steps]
    assert [(2,), (3,), ()] == [tuple(branch.to for branch in step.next) for step in flow.steps]


def test_boundary_events_are_ways_out_of_their_step() -> None:
    flow, findings = bpmn_to_flow(
        process(
            '<task id="a" name="審査する"/><task id="b" name="送る"/><task id="c" name="督促する"/>'
            '<boundaryEvent id="t" attachedToRef="a" cancelActivity="false"><timerEventDefinition/></boundaryEvent>'
            + ways("a-b", "t-c")
        )
    )

    assert (Branch(2), Branch(3, "期限が来たとき")) == flow.steps[0].next
    assert "boundaryEvent t" in said(findings, "BPMN-BOUNDARY")


def test_what_is_inside_a_subprocess_stands_in_line_after_it() -> None:
    flow, findings = bpmn_to_flow(
        process(
            '<startEvent id="s" name="届く"/>'
            '<subProcess id="u" name="審査"><startEvent id="i" name="受付済み"/><task id="a" name="見る"/>'
            '<endEvent id="o"/>' + ways("i-a", "a-o") + "</subProcess>"
            '<task id="b" name="送る"/>' + ways("s-u", "u-b")
        )
    )

    assert [("届く", (2,)), ("審査", (3,)), ("見る", (4,)), ("送る", ())] == [
        (step.what, tuple(branch.to for branch in step.next)) for step in flow.steps
    ]
    assert "「審査」" in said(findings, "BPMN-SUBPROCESS")
    assert "「受付済み」" in said(findings, "BPMN-INNER")


def test_subprocesses_in_one_another_lead_on_to_the_outside() -> None:
    inner = '<subProcess id="v" name="内"><task id="a" name="見る"/></subProcess>'
    flow, _ = bpmn_to_flow(
        process(f'<subProcess id="u" name="外">{inner}</subProcess><task id="b" name="送る"/>' + ways("u-b"))
    )

    assert [("外", (2,)), ("内", (3,)), ("見る", (4,)), ("送る", ())] == [
        (step.what, tuple(branch.to for branch in step.next)) for step in flow.steps
    ]


def test_link_events_jump() -> None:
    link = '<linkEventDefinition name="A"/>'
    flow, _ = bpmn_to_flow(
        process(
            '<task id="a" name="前"/><task id="b" name="後"/>'
            f'<intermediateThrowEvent id="t" name="A">{link}</intermediateThrowEvent>'
            f'<intermediateCatchEvent id="c" name="A">{link}</intermediateCatchEvent>' + ways("a-t", "c-b")
        )
    )

    assert [("前", (2,)), ("後", ())] == [(s.what, tuple(b.to for b in s.next)) for s in flow.steps]


def test_conditions_come_from_names_expressions_and_the_default() -> None:
    flow, _ = bpmn_to_flow(
        process(
            '<exclusiveGateway id="g" name="額は" default="d"/><task id="a"/><task id="b"/><task id="c"/>'
            '<sequenceFlow id="n" name="10万円&#10;以上" sourceRef="g" targetRef="a"/>'
            '<sequenceFlow id="e" sourceRef="g" targetRef="b">'
            "<conditionExpression>金額 &lt; 5</conditionExpression></sequenceFlow>"
            '<sequenceFlow id="d" sourceRef="g" targetRef="c"/>'
        )
    )

    assert ["10万円以上", "金額 < 5", "それ以外"] == [branch.condition for branch in flow.steps[0].next]


def test_nodes_are_found_also_where_no_schema_allows_them() -> None:
    flow, _ = bpmn_to_flow(
        definitions('<task name="外"/><process id="p"><laneSet><lane><task name="中"/></lane></laneSet></process>')
    )

    assert ["外", "中"] == [step.what for step in flow.steps]


# --- owners --------------------------------------------------------------------------------------


def test_several_pools_are_several_lanes_and_messages_are_ways() -> None:
    flow, findings = bpmn_to_flow(
        definitions(
            '<collaboration><participant id="P" name="申請者" processRef="p"/>'
            '<participant id="Q" name="県" processRef="q"/><participant id="R" name="国"/>'
            '<messageFlow name="申請書" sourceRef="a" targetRef="b"/>'
            '<messageFlow name="報告" sourceRef="b" targetRef="R"/></collaboration>'
            '<process id="p"><task id="a" name="申請する"/></process>'
            '<process id="q"><laneSet><lane name="窓&#10;口"><flowNodeRef>b</flowNodeRef></lane></laneSet>'
            '<startEvent id="b" name="受け取る"/></process>'
        )
    )

    assert [("申請者", "申請する", "task", ((2, "申請書"),)), ("窓口", "受け取る", "start", ())] == table(flow)
    assert "「報告」" in said(findings, "BPMN-MESSAGE")
    assert "「国」" in said(findings, "BPMN-POOL")


def test_the_innermost_lane_counts_and_lanes_of_one_name_are_told_apart() -> None:
    def lane(name: str, member: str) -> str:
        inner = f'<lane name="係長"><flowNodeRef>{member}</flowNodeRef></lane>'
        return f'<lane name="{name}"><flowNodeRef>{member}</flowNodeRef><childLaneSet>{inner}</childLaneSet></lane>'

    flow, findings = bpmn_to_flow(
        process(f'<laneSet>{lane("総務課", "a")}{lane("税務課", "b")}</laneSet><task id="a"/><task id="b"/>')
    )

    assert ("総務課／係長", "税務課／係長") == flow.lanes
    assert "「総務課」、「税務課」" in said(findings, "BPMN-NESTED")
    assert "" == said(findings, "BPMN-LANE")


def test_a_node_that_no_lane_lists_belongs_to_the_lane_it_is_drawn_in() -> None:
    def shape(of: str, y: int, height: int) -> str:
        bounds = (
            f'<dc:Bounds xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" x="0" y="{y}" width="50" height="{height}"/>'
        )
        return f'<BPMNShape bpmnElement="{of}">{bounds}</BPMNShape>'

    drawing = "".join(shape(*place) for place in (("l", 0, 100), ("m", 100, 100), ("a", 120, 30)))
    flow, _ = bpmn_to_flow(
        definitions(
            '<process id="p"><laneSet><lane id="l" name="上"/><lane id="m" name="下"/></laneSet>'
            '<task id="a"/></process>'
            f'<BPMNDiagram xmlns="{DI}"><BPMNPlane>{drawing}</BPMNPlane></BPMNDiagram>'
        )
    )

    assert ["下"] == [step.who for step in flow.steps]


# --- documents and what is lost ------------------------------------------------------------------


def test_documents_systems_and_notes_come_with_their_steps() -> None:
    flow, findings = bpmn_to_flow(
        process(
            '<dataObject id="o" name="申請書"/><dataObjectReference id="r" dataObjectRef="o"/>'
            '<dataStoreReference id="s" name="台帳"/><dataObjectReference id="x" name="忘れた書類"/>'
            '<task id="a" name="入力する"><documentation>要綱を見る</documentation>'
            "<dataInputAssociation><sourceRef>r</sourceRef></dataInputAssociation>"
            "<dataOutputAssociation><targetRef>s</targetRef></dataOutputAssociation></task>"
            '<textAnnotation id="t"><text>急ぐ</text></textAnnotation><association sourceRef="t" targetRef="a"/>'
            '<textAnnotation id="u"><text>はぐれた注</text></textAnnotation><group id="g"/>'
        )
    )
    step = flow.steps[0]

    assert ("申請書", "台帳", "要綱を見る\n急ぐ") == (step.document, step.system, step.note)
    assert "「忘れた書類」" in said(findings, "BPMN-DATA")
    assert "「はぐれた注」" in said(findings, "BPMN-NOTE")
    assert "「group g」" in said(findings, "BPMN-GROUP")


@pytest.mark.parametrize(
    ("inside", "id_", "name"),
    [
        ('<task id="a" name="甲"/>' + ways("a-b"), "BPMN-DANGLING", "甲→？b"),
        ('<task id="a" name="甲"/><task id="a" name="乙"/>', "BPMN-DUPLICATE", "乙 a"),
        ('<task id="a" name="甲"/>', "BPMN-PLACE", "甲"),
        ("", "BPMN-EMPTY", ""),
        ('<task id="a" name="甲"><standardLoopCharacteristics/></task>', "BPMN-REPEAT", "甲"),
        ('<endEvent id="a" name="甲"><errorEventDefinition/></endEvent>', "BPMN-EVENT", "甲"),
        ('<inclusiveGateway id="a" name="甲"/><task id="b"/>' + ways("a-b", "a-a"), "BPMN-GATEWAY", "甲"),
        (
            '<exclusiveGateway id="g"/><exclusiveGateway id="h"/><task id="a" name="甲"/>' + ways("a-g", "g-h", "h-g"),
            "BPMN-TANGLE",
            "甲",
        ),
        (
            '<laneSet><lane name="上"><flowNodeRef>a</flowNodeRef></lane><lane name="下"><flowNodeRef>a</flowNodeRef>'
            '</lane></laneSet><task id="a" name="甲"/>',
            "BPMN-LANE",
            "甲",
        ),
    ],
)
def test_what_is_broken_or_lost_is_said_with_its_name(inside: str, id_: str, name: str) -> None:
    message = said(bpmn_to_flow(process(inside))[1], id_)

    assert name in message
    assert message.endswith("。")


def test_a_file_can_be_checked_alone() -> None:
    assert ["BPMN-DANGLING", "BPMN-PLACE"] == [f.id for f in check_bpmn(read_bpmn(process(ways("a-b"))))]
    assert () == check_bpmn(read_bpmn(flow_to_bpmn(c1())))


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_models_of_others_lead_to_flows_whose_ways_all_arrive(path: Path) -> None:
    flow, findings = bpmn_to_flow(path)
    numbers = {step.number for step in flow.steps}

    assert list(range(1, len(flow.steps) + 1)) == [step.number for step in flow.steps]
    assert {branch.to for step in flow.steps for branch in step.next} <= numbers | {None}
    assert [] == [finding for finding in findings if finding.severity == "error"]


# --- nothing breaks it ---------------------------------------------------------------------------

SOURCES = [
    flow_to_bpmn(c1(), quality="typing"),
    flow_to_bpmn(random_flow(5, rich=True), "TB", "typing"),
    definitions(
        '<collaboration id="c"><participant id="pool_1" name="県" processRef="p"/></collaboration>'
        '<process id="p"><laneSet id="ls"><lane id="lane_1"><flowNodeRef>step_1</flowNodeRef></lane></laneSet>'
        '<startEvent id="step_1"/><subProcess id="u"><task id="t"/><boundaryEvent id="b" attachedToRef="t"/>'
        "</subProcess>" + ways("step_1-u", "b-u") + "</process>"
    ).encode(),
    *(path.read_bytes() for path in MODELS),
]


@given(st.integers(0, 2**32), st.sampled_from(SOURCES))
@settings(max_examples=250, deadline=None)
def test_a_broken_file_is_a_flow_with_findings_or_one_sentence(seed: int, data: bytes) -> None:
    begin = time.perf_counter()
    sentences = ["。"]
    try:
        document = read_bpmn(broken(data, seed))
        flow, findings = bpmn_to_flow(document)
        sentences += [finding.message_ja for finding in findings]
        assert flow == Flow.from_dict(flow.to_dict())
        assert len(document.nodes) == len(read_bpmn(write_bpmn(document)).nodes)
    except InputError as error:
        sentences.append(error.message_ja)

    assert [] == [text for text in sentences if not text.endswith("。") or not re.search("[ぁ-ん。]", text)]
    assert time.perf_counter() - begin < 20


def test_a_tangle_of_subprocesses_ends_in_time() -> None:
    """A thousand ends, each with a thousand ways on, would be a million ways."""
    tasks = "".join(f'<task id="i{n}"/>' for n in range(1000))
    after = "".join(f'<task id="o{n}"/>' for n in range(1000))
    onward = ways(*(f"u-o{n}" for n in range(1000)))
    begin = time.perf_counter()
    flow, findings = bpmn_to_flow(process(f'<subProcess id="u" name="外">{tasks}</subProcess>{after}{onward}'))

    assert 2001 == len(flow.steps)
    assert "たどれない所" in said(findings, "BPMN-TANGLE")
    assert time.perf_counter() - begin < 30


def test_a_chain_of_joins_is_followed_once() -> None:
    """Three thousand steps, each before a join that leads to the next join."""
    count = 3000
    nodes = "".join(f'<task id="t{n}"/><exclusiveGateway id="g{n}"/>' for n in range(count))
    chain = [f"g{n}-g{n + 1}" for n in range(count - 1)] + [f"t{n}-g{n}" for n in range(count)] + [f"g{count - 1}-t0"]
    begin = time.perf_counter()
    flow, _ = bpmn_to_flow(process(nodes + ways(*chain)))

    assert count == len(flow.steps)
    assert 1 == len({tuple(branch.to for branch in step.next) for step in flow.steps})
    assert (flow.steps[1].number,) == tuple(branch.to for branch in flow.steps[1].next)
    assert time.perf_counter() - begin < 30


def test_a_crowd_of_lanes_in_lanes_is_read_in_time() -> None:
    """Three thousand inner lanes, each with a node that the outer one lists too, and as many that no lane lists."""
    count = 3000
    members = "".join(f"<flowNodeRef>t{n}</flowNodeRef>" for n in range(count))
    inner = "".join(f'<lane id="l{n}" name="{n}"><flowNodeRef>t{n}</flowNodeRef></lane>' for n in range(count))
    nodes = "".join(f'<task id="t{n}"/><task id="u{n}"/>' for n in range(count))
    begin = time.perf_counter()
    flow, findings = bpmn_to_flow(
        process(f'<laneSet><lane name="全体">{members}<childLaneSet>{inner}</childLaneSet></lane></laneSet>{nodes}')
    )

    assert (2 * count, count + 1) == (len(flow.steps), len({step.who for step in flow.steps}))
    assert "" == said(findings, "BPMN-LANE")
    assert time.perf_counter() - begin < 30


def test_a_name_of_nothing_but_blanks_is_read_in_time() -> None:
    begin = time.perf_counter()
    flow, _ = bpmn_to_flow(process(f'<task id="a" name="始{" " * 200_000}終&#10;わり"/>'))

    assert ["始", "終わり"] == flow.steps[0].what.split()
    assert time.perf_counter() - begin < 10


def test_more_nodes_than_anybody_can_follow_are_refused_in_one_sentence() -> None:
    with pytest.raises(InputError, match="20000個を超えています"):
        bpmn_to_flow(process("<task/>" * 20_001))
