"""Our rules report what bpmnlint reports, at the same places; what is normal in Japan is told as information."""

from __future__ import annotations

import random
import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.flow import Branch, Flow, Kind, Lane, Step
from kaizen_helpers.flow.findings.lint import RULES, Hit, hits, lint_flow
from tests.flow_generator import random_flow
from tests.npm import run_module
from tests.unit.flow_samples import c1, flow, step

TAGS = {
    Kind.START: "startEvent",
    Kind.TASK: "task",
    Kind.DECISION: "exclusiveGateway",
    Kind.END: "endEvent",
    Kind.WAIT: "intermediateCatchEvent",
    Kind.SYSTEM: "serviceTask",
    Kind.PARALLEL: "parallelGateway",
    Kind.SUBPROCESS: "subProcess",
}
INSIDE = (
    '<startEvent id="{0}a" name="始め"><outgoing>{0}f</outgoing></startEvent><endEvent id="{0}b" name="終わり">'
    '<incoming>{0}f</incoming></endEvent><sequenceFlow id="{0}f" sourceRef="{0}a" targetRef="{0}b"/>'
)
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"

LINT = """
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { BpmnModdle } from 'bpmn-moddle';
const require = createRequire(import.meta.url);
const { Linter } = require('bpmnlint');
const NodeResolver = require('bpmnlint/lib/resolver/node-resolver.js');
const { models, rules } = JSON.parse(readFileSync(0, 'utf8'));
const config = { rules: Object.fromEntries(rules.map(rule => [rule, 'error'])) };
const out = [];
for (const xml of models) {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(xml);
  const linter = new Linter({ resolver: new NodeResolver() }); // a rule remembers what it saw: one linter a model
  const results = await linter.lint(rootElement, config);
  const found = [];
  for (const [rule, reports] of Object.entries(results)) {
    for (const report of reports) found.push([rule, report.id]);
  }
  out.push({ warnings: warnings.map(w => w.message), found });
}
console.log(JSON.stringify(out));
"""


def bpmn(written: Flow) -> str:
    """The flow as BPMN, as plainly as can be; ids say what an element is (``s3``: row 3, ``s3w0``: its first way)."""
    row_of = {each.number: row for row, each in reversed(list(enumerate(written.steps)))}
    ways: list[tuple[str, str, str, str, bool]] = []
    ends = []
    for row, each in enumerate(written.steps):
        drawn = [(at, way) for at, way in enumerate(each.next) if way.to is None or way.to in row_of]
        for at, way in drawn:
            target = f"s{row_of[way.to]}" if way.to is not None else f"end{row}w{at}"
            ends += [target] if way.to is None else []
            label = way.condition.strip()
            conditional = bool(label) and len(drawn) > 1 and each.kind is not Kind.PARALLEL
            ways.append((f"s{row}w{at}", f"s{row}", target, label, conditional))

    def links(name: str) -> str:
        into = "".join(f"<incoming>{way[0]}</incoming>" for way in ways if way[2] == name)
        return into + "".join(f"<outgoing>{way[0]}</outgoing>" for way in ways if way[1] == name)

    parts = []
    for row, each in enumerate(written.steps):
        inside = {Kind.WAIT: f'<timerEventDefinition id="s{row}t"/>', Kind.SUBPROCESS: INSIDE.format(f"s{row}x")}
        tag, name = TAGS[each.kind], f"s{row}"
        parts.append(
            f"<{tag} id={quoteattr(name)} name={quoteattr(each.what)}>{links(name)}{inside.get(each.kind, '')}</{tag}>"
        )
    parts += [f'<endEvent id="{name}" name="おわり">{links(name)}</endEvent>' for name in ends]
    for name, source, target, label, conditional in ways:
        body = f"<conditionExpression>{escape(label)}</conditionExpression>" if conditional else ""
        ends_of = f'sourceRef="{source}" targetRef="{target}"'
        parts.append(f'<sequenceFlow id="{name}" name={quoteattr(label)} {ends_of}>{body}</sequenceFlow>')
    lanes = "".join(f'<lane id="lane{n}" name={quoteattr(lane)}/>' for n, lane in enumerate(written.lanes))
    process = f'<process id="p"><laneSet id="ls">{lanes}</laneSet>{"".join(parts)}</process>'
    return f'<definitions xmlns="{MODEL}" id="d" targetNamespace="http://example.com">{process}</definitions>'


def named(written: Flow, rule: str, element: str) -> Hit:
    if lane := re.fullmatch(r"lane(\d+)", element):
        return Hit(rule, lane=written.lanes[int(lane[1])])
    if place := re.fullmatch(r"s(\d+)(?:w(\d+))?", element):
        return Hit(rule, int(place[1]), int(place[2] or -1))
    assert element == "p"
    return Hit(rule)


def any_flow(seed: int) -> Flow:
    """A flow with everything that a rule may be about, and missing targets; the same seed gives the same flow."""
    chance = random.Random(seed)
    count = chance.randint(1, 7)
    words = ("", " ", "あり", "なし")

    def ways() -> tuple[Branch, ...]:
        targets = (chance.choice((None, 99, *range(1, count + 1))) for _ in range(chance.choice((0, 1, 1, 2, 2, 3))))
        return tuple(Branch(to, chance.choice(words)) for to in targets)

    steps = [
        Step(
            n,
            chance.choice(("県", "市町", "")),
            chance.choice(("", " ", "票を書く")),
            chance.choice(list(Kind)),
            ways(),
        )
        for n in range(1, count + 1)
    ]
    return Flow("", tuple(steps), declared=(Lane("国"),) if chance.random() < 0.3 else ())


def compared(flows: list[Flow]) -> set[str]:
    """Every rule that was broken; fails at the first flow on which bpmnlint and we differ."""
    given_ = {"models": [bpmn(each) for each in flows], "rules": list(RULES)}
    answers: Any = run_module(LINT, given_)
    assert len(flows) == len(answers)
    for each, answer in zip(flows, answers, strict=True):
        assert answer["warnings"] == []
        assert {named(each, rule, element) for rule, element in answer["found"]} == set(hits(each)), each
    return {rule for answer in answers for rule, _ in answer["found"]}


def test_bpmnlint_finds_the_same_at_the_same_places_in_600_flows() -> None:
    """Fourteen rules, and each of them is broken somewhere in the sample."""
    broken = compared([any_flow(seed) for seed in range(600)])

    assert set(RULES) == broken
    assert len(RULES) == 14


def test_bpmnlint_finds_the_same_in_flows_as_people_draw_them() -> None:
    compared([c1(), *(random_flow(seed, rich=True) for seed in range(60))])


# --- what is told --------------------------------------------------------------------------------


def test_a_good_flow_of_case_c1_has_information_only() -> None:
    assert [("fake_join", "information", (5, 7, 13))] == [
        (finding.id, finding.severity, finding.steps) for finding in lint_flow(c1())
    ]


def test_merging_arrows_are_called_ordinary() -> None:
    merging = flow(
        step(1, "電子申請が届く", 3, kind=Kind.START),
        step(2, "紙の申請書が届く", 3, kind=Kind.START),
        step(3, "申請書を受け付ける", None),
    )

    assert [("single_blank_start_event", (1, 2)), ("fake_join", (3,))] == [
        (finding.id, finding.steps) for finding in lint_flow(merging)
    ]
    assert lint_flow(merging)[1].message_ja == (
        "手順3「申請書を受け付ける」で矢印が合流しています。日本の業務フロー図では普通の書き方なので、このままでかまいません。"
    )


def test_a_step_that_parts_without_conditions_is_asked_whether_one_or_all() -> None:
    parting = flow(step(1, "依頼が届く", 2, None, kind=Kind.START), step(2, "票を書く", None))
    (finding,) = lint_flow(parting)

    assert ("no_implicit_split", (1,), "error") == (finding.id, finding.steps, finding.severity)
    assert "1つを選ぶのか全部に進むのかが読み取れません。" in finding.message_ja


def test_a_flow_without_steps_has_no_findings() -> None:
    assert lint_flow(Flow()) == ()


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_told_in_one_kind_sentence_or_two(rule: str) -> None:
    say = RULES[rule].say

    assert re.fullmatch(r"[^。]+。[^。]+。([^。]+。)?", say)
    assert not re.search(r"間違い|ダメ|簡単", say)


NUMBERS = st.integers(-1, 5)
STEPS = st.builds(
    Step,
    number=NUMBERS,
    who=st.sampled_from(("", "県")),
    what=st.text(max_size=3),
    kind=st.sampled_from(Kind),
    next=st.lists(st.builds(Branch, to=st.none() | NUMBERS, condition=st.text(max_size=2)), max_size=3).map(tuple),
)


@given(st.lists(STEPS, max_size=6).map(tuple))
@settings(max_examples=200, deadline=None)
def test_any_flow_is_told_with_numbers_it_has(steps: tuple[Step, ...]) -> None:
    numbers = {each.number for each in steps}

    for finding in lint_flow(Flow("", steps)):
        assert finding.steps
        assert set(finding.steps) <= numbers
        assert "{" not in RULES[finding.id.replace("_", "-")].say.format(step="")
