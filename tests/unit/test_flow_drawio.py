"""A flow goes into draw.io and comes back; what a person changed counts; drawings of others are read."""

from __future__ import annotations

import base64
import urllib.parse
import zlib
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow import Branch, Flow, Kind, Step
from kaizen_helpers.flow.formats.drawio import drawio_to_flow, flow_to_drawio
from kaizen_helpers.flow.formats.facts import read_attributes
from tests.flow_generator import random_flows
from tests.maxgraph import open_with_maxgraph
from tests.unit.flow_samples import c1
from tests.unit.test_flow_plain import FLOWS


@given(FLOWS)
@settings(max_examples=40, deadline=None)
def test_every_flow_comes_back_equal_and_nothing_is_asked(flow: Flow) -> None:
    assert (flow, ()) == drawio_to_flow(flow_to_drawio(flow))


@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_japanese_flows_come_back_equal_in_both_directions(direction: Any) -> None:
    for flow in [c1(), *random_flows(2, rich=True)]:
        assert (flow, ()) == drawio_to_flow(flow_to_drawio(flow, direction))


def test_maxgraph_finds_every_arrow_glued_and_warns_of_nothing() -> None:
    flows = [c1(), *random_flows(2, rich=True)]
    opened = open_with_maxgraph([flow_to_drawio(flow) for flow in flows])

    assert [len({(s.number, b.to) for s in flow.steps for b in s.next}) for flow in flows] == [
        o["glued"] for o in opened
    ]
    assert [o["edges"] for o in opened] == [o["glued"] for o in opened]
    assert [[] for _ in flows] == [o["warnings"] for o in opened]
    assert {"国", "県の担当", "市町", "係長", "照会の取りまとめ（現状）"} <= set(opened[0]["vertices"])


def test_a_step_lies_in_the_container_of_its_lane() -> None:
    root = etree.fromstring(flow_to_drawio(c1()))
    lanes = {lane.get("id"): lane.get("name") for lane in root.iter("object") if lane.get("kaizen") == "lane"}
    steps = [(step.get("who"), lanes[step[0].get("parent")]) for step in root.iter("object") if step.get("what")]

    assert 15 == len(steps)
    assert [who for who, _ in steps] == [lane for _, lane in steps]


def test_words_with_marks_stay_words() -> None:
    evil = "<b>太字</b> & \"'&amp;<br>"
    flow = Flow(evil, (Step(1, evil, evil, Kind.DECISION, (Branch(1, evil), Branch(None, "否")), note=evil),))

    assert flow == drawio_to_flow(flow_to_drawio(flow))[0]
    assert {evil, f"① {evil}", "おわり"} == {
        etree.HTML(f"<p>{label}</p>").xpath("string()")
        for label in open_with_maxgraph([flow_to_drawio(flow)])[0]["vertices"]
    }


# --- a person changes the drawing ----------------------------------------------------------------


def edited(change: Any) -> Flow:
    root = etree.fromstring(flow_to_drawio(c1()))
    cells = {cell.get("id"): cell for cell in root.iter("object")}
    change(cells)
    return drawio_to_flow(etree.tostring(root))[0]


def test_new_words_and_new_data_of_a_step_count() -> None:
    def change(cells: Any) -> None:
        cells["node-2"].set("label", "③ 調査票を&lt;課&gt;ごとに&nbsp;<b>分ける</b>")
        cells["node-2"].set("minutes", "25")

    step = edited(change).steps[2]

    assert ("調査票を<課>ごとに 分ける", 25) == (step.what, step.minutes)


def test_an_arrow_put_to_another_step_leads_there() -> None:
    flow = edited(lambda cells: cells["way-0"][0].set("target", "node-4"))

    assert (Branch(5),) == flow.steps[0].next


def test_a_renamed_lane_and_a_step_in_another_lane_change_the_owner() -> None:
    def change(cells: Any) -> None:
        next(cell for cell in cells.values() if cell.get("name") == "国").set("label", "総務省")
        lane = next(cell for cell in cells.values() if cell.get("name") == "係長")
        cells["node-14"][0].set("parent", lane.get("id"))

    flow = edited(change)

    assert ("総務省", "係長") == (flow.steps[0].who, flow.steps[14].who)


# --- drawings of others --------------------------------------------------------------------------

CELLS = """<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>
<mxCell id="p" value="助成" style="swimlane;horizontal=0;" vertex="1" parent="1">
 <mxGeometry width="600" height="300" as="geometry"/></mxCell>
<mxCell id="a" value="申請者" style="swimlane;horizontal=0;startSize=30;" vertex="1" parent="p">
 <mxGeometry x="30" width="570" height="150" as="geometry"/></mxCell>
<mxCell id="b" value="窓口" style="swimlane;horizontal=0;startSize=30;" vertex="1" parent="p">
 <mxGeometry x="30" y="150" width="570" height="150" as="geometry"/></mxCell>
<mxCell id="s" value="&lt;div&gt;申請する&lt;/div&gt;" style="ellipse;" vertex="1" parent="a">
 <mxGeometry x="50" y="50" width="100" height="50" as="geometry"/></mxCell>
<mxCell id="t" value="揃っているか" style="rhombus;" vertex="1" parent="b">
 <mxGeometry x="200" y="50" width="120" height="60" as="geometry"/></mxCell>
<mxCell id="u" value="記録する" style="rounded=0;" vertex="1" parent="b">
 <mxGeometry x="400" y="50" width="120" height="60" as="geometry"/></mxCell>
<mxCell id="e1" style="edgeStyle=orthogonalEdgeStyle;" edge="1" parent="1" source="s" target="t">
 <mxGeometry relative="1" as="geometry"/></mxCell>
<mxCell id="e2" value="" style="edgeStyle=orthogonalEdgeStyle;" edge="1" parent="1" source="t" target="u">
 <mxGeometry relative="1" as="geometry"/></mxCell>
<mxCell id="l" value="はい" style="edgeLabel;" vertex="1" connectable="0" parent="e2">
 <mxGeometry relative="1" as="geometry"/></mxCell>
<mxCell id="e3" value="いいえ" style="endArrow=classic;" edge="1" parent="1" source="t">
 <mxGeometry relative="1" as="geometry"><mxPoint x="130" y="102" as="targetPoint"/></mxGeometry></mxCell>
</root></mxGraphModel>"""
THEIRS = (
    Step(1, "申請者", "申請する", Kind.START, (Branch(2),)),
    Step(2, "窓口", "揃っているか", Kind.DECISION, (Branch(3, "はい"), Branch(1, "いいえ"))),
    Step(3, "窓口", "記録する", Kind.TASK),
)


def test_a_drawing_of_somebody_else_is_read() -> None:
    assert (Flow("", THEIRS), ()) == drawio_to_flow(CELLS.encode())


def packed(text: str, size: int = 9) -> bytes:
    deflate = zlib.compressobj(size, zlib.DEFLATED, -15)
    raw = deflate.compress(urllib.parse.quote(text).encode()) + deflate.flush()
    return f'<mxfile><diagram name="受付">{base64.b64encode(raw).decode()}</diagram></mxfile>'.encode()


def test_a_compressed_page_is_read_and_its_name_is_the_title() -> None:
    assert (Flow("受付", THEIRS), ()) == drawio_to_flow(packed(CELLS))


def test_of_several_pages_the_fullest_is_read_and_the_others_are_told() -> None:
    page = f'<diagram name="全体">{CELLS}</diagram>'
    less = f'<diagram name="別紙">{CELLS.replace(chr(34) + "e1" + chr(34), chr(34) + "e2" + chr(34))}</diagram>'

    flow, questions = drawio_to_flow(f"<mxfile>{less}{page}</mxfile>".encode())

    assert ("全体", THEIRS) == (flow.title, flow.steps)
    assert [
        "ほかにも図があります：「別紙」。読んだのは1つだけです。続きがあれば、1つの図にまとめるか、別に読んでください。"
    ] == [question.message_ja for question in questions]


# --- bad input -----------------------------------------------------------------------------------


def _said(work: Any) -> str:
    with pytest.raises(InputError) as caught:
        work()
    return caught.value.message_ja


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "中身が空です。保存し直したファイルを選んでください。"),
        (b"<svg/>", "draw.io の図ではありません。draw.io で保存した .drawio のファイルを選んでください。"),
        (b"<mxfile/>", "図のページがありません。draw.io で開いて、保存し直してください。"),
        (
            b"<mxfile><diagram>%%%</diagram></mxfile>",
            "圧縮された図を読めませんでした。draw.io で「圧縮」を外して保存し直してください。",
        ),
        (
            b'<!DOCTYPE x [<!ENTITY a "b">]><mxfile>&a;</mxfile>',
            "文書型宣言（DOCTYPE）のあるファイルは、安全のため読みません。元のアプリから書き出し直してください。",
        ),
        (
            b"<mxGraphModel><root/></mxGraphModel>",
            "手順として読める図形がありません。文字を入れた図形を線でつないだ図を選んでください。",
        ),
        (packed("<x>" + " " * 30_000_000), "図が大きすぎます。ページを分けて保存し直してください。"),
    ],
)
def test_bad_files_get_one_japanese_sentence(data: bytes, message: str) -> None:
    assert message == _said(partial(drawio_to_flow, data))


def test_five_thousand_shapes_are_refused() -> None:
    shapes = "".join(f'<mxCell id="{n}" value="手順" vertex="1"/>' for n in range(5000))

    assert "図形が5000個あり、一度に読める3000個を超えています。流れごとに図を分けてください。" == _said(
        partial(drawio_to_flow, f"<mxGraphModel><root>{shapes}</root></mxGraphModel>".encode())
    )


def test_lanes_in_a_circle_and_dangling_ends_do_no_harm() -> None:
    text = CELLS.replace('parent="p"', 'parent="b"').replace('target="u"', 'target="nowhere"')

    flow, questions = drawio_to_flow(text.encode())

    assert {"申請する", "揃っているか", "記録する"} == {step.what for step in flow.steps}
    assert "READ-LOOSE" in {question.id for question in questions}


@given(
    st.lists(
        st.tuples(st.integers(0, len(CELLS) - 1), st.sampled_from(["", '"', "<", "9e9", "-", "1", "nan"])), max_size=6
    )
)
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_read_or_refused_in_japanese(damage: list[tuple[int, str]]) -> None:
    text = CELLS
    for place, mark in damage:
        text = text[:place] + mark + text[place + 1 :]
    try:
        said = f"{len(drawio_to_flow(text.encode())[0].steps)}の手順です。"
    except InputError as error:
        said = error.message_ja

    assert said.endswith(("手順です。", "ください。"))


def test_a_place_that_is_no_number_is_not_known() -> None:
    """Shapes find each other by these numbers: a list in a damaged file must not stop the reading."""
    found = read_attributes({"kaizen": "way", "from": "[1]", "to": "2", "way": "true", "at": "null"})

    assert found is not None
    assert {"to": 2, "at": None} == found.values
