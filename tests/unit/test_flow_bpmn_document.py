"""A BPMN file becomes plain objects and a file again, and nothing is lost on the way."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import cast

import pytest

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.formats.bpmn_document import Lane, Node
from kaizen_helpers.flow.formats.bpmn_read import MAX_PREFIXES, read_bpmn
from kaizen_helpers.flow.formats.bpmn_write import write_bpmn
from tests.bpmn_inventory import MODELS, counted, inventory
from tests.npm import run_module

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SMALL = f"""<?xml version="1.0" encoding="UTF-8"?>
<b:definitions xmlns:b="{MODEL}" xmlns:v="urn:vendor" id="d" v:made="yes" targetNamespace="urn:t">
  <b:collaboration id="c"><b:participant id="pool" name="県" processRef="p"/></b:collaboration>
  <b:process id="p">
    <!-- 朝の受付 -->
    <b:laneSet id="ls">
      <b:lane id="l1" name="窓口"><b:flowNodeRef>t1</b:flowNodeRef><b:flowNodeRef>t2</b:flowNodeRef></b:lane>
      <b:lane id="l2" name="係長"/>
    </b:laneSet>
    <b:userTask id="t1" name="受け付ける&#10;（紙）" v:colour="red">
      <b:documentation>一行目<i xmlns="urn:x">斜体</i> <b:b/> 後</b:documentation>
      <b:extensionElements><v:data a="1"> <v:inner/>text </v:data></b:extensionElements>
      <b:outgoing>f1</b:outgoing>
      <b:future kind="x"/>
    </b:userTask>
    <b:task id="t2" name=""/>
    <b:sequenceFlow id="f1" sourceRef="t1" targetRef="t2" v:weight="3">
      <b:conditionExpression language="ja">不備なし</b:conditionExpression>
    </b:sequenceFlow>
  </b:process>
</b:definitions>"""


@pytest.mark.parametrize("written", [SMALL.encode(), *(path.read_bytes() for path in MODELS)])
def test_a_file_keeps_every_element_attribute_and_text(written: bytes) -> None:
    assert inventory(written) == inventory(write_bpmn(read_bpmn(written)))


@pytest.mark.parametrize("written", [SMALL.encode(), *(path.read_bytes() for path in MODELS)])
def test_the_document_holds_what_the_file_holds(written: bytes) -> None:
    expected = {part: sum(items.values()) for part, items in inventory(written).items() if part != "everything"}

    assert expected == counted(read_bpmn(written))


@pytest.mark.parametrize("written", [SMALL.encode(), *(path.read_bytes() for path in MODELS)])
def test_a_change_is_written_and_changes_nothing_else(written: bytes) -> None:
    document = read_bpmn(written)
    node = next(node for node in document.nodes if node.type.lower().endswith("task"))
    before = (node.type, " ".join(node.name.split()))
    node.name = "補正を依頼する"
    old, new = inventory(written), inventory(write_bpmn(document))

    assert Counter([before]) == old["nodes"] - new["nodes"]
    assert Counter([(node.type, "補正を依頼する")]) == new["nodes"] - old["nodes"]
    assert [old[part] for part in ("flows", "lanes", "messages", "shapes", "edges")] == [
        new[part] for part in ("flows", "lanes", "messages", "shapes", "edges")
    ]


def test_writing_twice_gives_the_same_file_and_leaves_the_document() -> None:
    document = read_bpmn(SMALL)

    assert write_bpmn(document) == write_bpmn(document)
    assert write_bpmn(document) == write_bpmn(read_bpmn(write_bpmn(document)))


def test_what_is_inside_a_kept_element_is_not_touched() -> None:
    assert '<v:data a="1"> <v:inner/>text </v:data>' in write_bpmn(read_bpmn(SMALL)).decode()
    assert "<!-- 朝の受付 -->" in write_bpmn(read_bpmn(SMALL)).decode()


def test_fields_hold_what_bpmn_says() -> None:
    document = read_bpmn(SMALL)
    task, flow = document.find("t1"), document.flows[0]

    assert isinstance(task, Node)
    assert ("userTask", "受け付ける\n（紙）", ["f1"]) == (task.type, task.name, task.outgoing)
    assert ("t1", "t2", "不備なし") == (flow.source, flow.target, flow.words("conditionExpression"))
    assert ["t1", "t2"] == document.lanes[0].members
    assert ("県", "p") == (document.participants[0].name, document.participants[0].process)
    assert document.processes[0] is document.holder(task)


def test_a_node_moves_to_another_lane() -> None:
    document = read_bpmn(SMALL)
    task, lane = document.find("t1"), document.find("l2")
    assert isinstance(task, Node)
    assert isinstance(lane, Lane)
    document.put_in_lane(task, lane)

    assert {"窓口": ["t2"], "係長": ["t1"]} == {
        lane.name: lane.members for lane in read_bpmn(write_bpmn(document)).lanes
    }


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_path_is_read_as_its_content_is(path: Path) -> None:
    assert write_bpmn(read_bpmn(path)) == write_bpmn(read_bpmn(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "text",
    ["<svg/>", f'<process xmlns="{MODEL}"/>', '<definitions xmlns="urn:other"/>', "<mxfile/>"],
)
def test_xml_of_something_else_is_said_in_one_sentence(text: str) -> None:
    with pytest.raises(InputError, match="BPMN のファイルではありません"):
        read_bpmn(text)


def test_a_flood_of_prefixes_is_refused() -> None:
    prefixes = " ".join(f'xmlns:a{n}="urn:{n}"' for n in range(MAX_PREFIXES))
    with pytest.raises(InputError, match="名前空間"):
        read_bpmn(f'<definitions xmlns="{MODEL}" {prefixes}/>')


WARNINGS = """
import { BpmnModdle } from 'bpmn-moddle';
import { readFileSync } from 'node:fs';
const said = [];
const words = text => text.replace(/\\n\\t(line|column): \\d+/g, '');
for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
  try { said.push((await new BpmnModdle().fromXML(text)).warnings.map(w => words(w.message))); }
  catch (error) { said.push(['refused: ' + error.message]); }
}
console.log(JSON.stringify(said));
"""


def test_bpmn_moddle_has_nothing_new_to_warn_of() -> None:
    texts = [SMALL, *(path.read_text(encoding="utf-8") for path in MODELS)]
    before = cast(list[list[str]], run_module(WARNINGS, texts))
    after = cast(list[list[str]], run_module(WARNINGS, [write_bpmn(read_bpmn(text)).decode() for text in texts]))

    assert len(texts) == len(after)
    assert [Counter()] * len(texts) == [Counter(new) - Counter(old) for old, new in zip(before, after, strict=True)]


def test_public_names_are_what_they_say_also_after_their_modules_were_loaded() -> None:
    import kaizen_helpers.flow.formats as formats

    names = ["bpmn_to_flow", "check_bpmn", "flow_to_bpmn", "read_bpmn", "write_bpmn"]
    assert names == [getattr(formats, name).__name__ for name in names if callable(getattr(formats, name))]
