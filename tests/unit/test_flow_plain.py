"""A flow survives being written as JSON and read back, whatever is known of its steps."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.flow import Branch, Flow, Kind, Lane, LaneKind, Remark, Step

TEXT = st.text(max_size=8)
SHARE = st.none() | st.floats(0, 1, allow_subnormal=False)
AMOUNT = st.none() | st.integers(0, 10**9) | st.floats(0, 1e9, allow_subnormal=False)
BRANCHES = st.builds(Branch, to=st.none() | st.integers(1, 99), condition=TEXT, share=SHARE)
STEPS = st.builds(
    Step,
    number=st.integers(1, 99),
    who=TEXT,
    what=TEXT,
    kind=st.sampled_from(Kind),
    next=st.lists(BRANCHES, max_size=3).map(tuple),
    minutes=AMOUNT,
    wait=TEXT,
    cases=AMOUNT,
    document=TEXT,
    means=TEXT,
    rank=TEXT,
    system=TEXT,
    seal=st.booleans(),
    inputs=st.lists(TEXT, max_size=2).map(tuple),
    deadline=TEXT,
    basis=TEXT,
    person=TEXT,
    personal=TEXT,
    issues=st.lists(TEXT, max_size=2).map(tuple),
    note=TEXT,
)
LANES = st.builds(Lane, name=TEXT, kind=st.none() | st.sampled_from(LaneKind), staff=AMOUNT, rate=AMOUNT)
REMARKS = st.builds(Remark, step=st.none() | st.integers(1, 9), question=TEXT, reply=TEXT, by=TEXT, date=TEXT)
FLOWS = st.builds(
    Flow,
    title=TEXT,
    steps=st.lists(STEPS, max_size=4).map(tuple),
    version=TEXT,
    cases=AMOUNT,
    author=TEXT,
    updated=TEXT,
    declared=st.lists(LANES, max_size=2).map(tuple),
    remarks=st.lists(REMARKS, max_size=2).map(tuple),
)


@given(FLOWS)
@settings(max_examples=200, deadline=None)
def test_every_flow_survives_json(flow: Flow) -> None:
    assert flow == Flow.from_dict(json.loads(json.dumps(flow.to_dict())))


def test_what_is_empty_is_not_written() -> None:
    flow = Flow("題", (Step(1, "国", "依頼文を送る", next=(Branch(None),)),))

    assert flow.to_dict() == {
        "title": "題",
        "steps": [
            {"number": 1, "who": "国", "what": "依頼文を送る", "kind": "task", "next": [{"to": None, "condition": ""}]}
        ],
    }


def test_declared_owners_come_first_and_keep_their_order() -> None:
    steps = (Step(1, "県", "送る"), Step(2, "市町", "答える"))
    flow = Flow("", steps, declared=(Lane("国"), Lane("市町", LaneKind.OTHER)))

    assert flow.lanes == ("国", "市町", "県")
    assert (flow.lane("市町").kind, flow.lane("県")) == (LaneKind.OTHER, Lane("県"))
    assert replace(flow, declared=()).lanes == ("県", "市町")
