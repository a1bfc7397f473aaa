"""Small graph questions are answered as the plain definitions say, without calling themselves."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.flow import Flow, Kind
from kaizen_helpers.flow.graph import Reach, components, forward, in_turn, reachable, starts, successors
from tests.unit.flow_samples import c1, flow, step

Ways = dict[int, tuple[int, ...]]
WAYS = st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=3).map(tuple), max_size=8).map(
    lambda ways: {number: tuple(to for to in targets if to in ways) for number, targets in ways.items()}
)


@given(WAYS)
@settings(max_examples=200, deadline=None)
def test_a_step_can_follow_another_if_some_way_of_it_leads_there(ways: Ways) -> None:
    reach = Reach(ways)

    for number, targets in ways.items():
        after = reachable(ways, targets)
        assert {to for to in ways if reach.can_follow(number, to)} == after


@given(WAYS, st.lists(st.integers(0, 7), max_size=2))
@settings(max_examples=200, deadline=None)
def test_forward_ways_have_no_loop_and_lead_as_far_as_all_ways(ways: Ways, roots: list[int]) -> None:
    begins = [root for root in roots if root in ways]
    onward = forward(ways, begins)
    turn = {number: at for at, number in enumerate(in_turn(onward))}

    assert all(len(component) == 1 for component in components(onward))
    assert all(turn[number] < turn[to] for number, targets in onward.items() for to in targets)
    assert reachable(onward, begins[:1]) == reachable(ways, begins[:1])


def test_of_case_c1_only_the_ways_that_lead_back_are_left_out() -> None:
    ways = successors(c1())
    onward = forward(ways, starts(c1()))

    assert {(9, 5), (12, 7), (14, 13)} == {(n, to) for n in ways for to in ways[n] if to not in onward[n]}


def test_a_case_begins_at_every_trigger_or_else_at_the_first_step() -> None:
    two = flow(step(1, "届く", 3, kind=Kind.START), step(2, "来る", 3, kind=Kind.START), step(3, "送る", None))

    assert ((1, 2), (7,), ()) == (starts(two), starts(flow(step(7, "送る", None))), starts(Flow()))


def test_a_chain_of_many_thousand_steps_is_no_trouble() -> None:
    ways = {number: (number + 1,) for number in range(5000)} | {5000: ()}

    assert Reach(ways).can_follow(0, 5000)
    assert list(range(5001)) == in_turn(forward(ways, [0]))
