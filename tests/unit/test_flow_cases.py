"""The example cases of the course are read without a question, can be followed, and get better by being improved."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaizen_helpers.flow import Flow, Kind, LaneKind, check_flow, draw
from kaizen_helpers.flow.findings.soundness import check_soundness
from kaizen_helpers.flow.tables.outline import read_outline
from kaizen_helpers.flow.tables.outline_writing import write_outline

CASES = Path(__file__).resolve().parents[2] / "courses" / "01_flow" / "cases"
NAMES = ["iryohi", *(f"c{number}" for number in range(1, 9))]
FILES = [f"{name}_{version}" for name in NAMES for version in ("genjo", "minaoshi")]


def text(name: str) -> str:
    return (CASES / f"{name}.txt").read_text(encoding="utf-8")


def case(name: str) -> Flow:
    return read_outline(text(name)).flow


def minutes(flow: Flow) -> float:
    """All minutes written, each as often as its step is done in one run at most once for every piece."""
    return sum((step.minutes or 0) * (step.cases or 1) for step in flow.steps)


def test_every_case_is_there_before_and_after() -> None:
    assert sorted(FILES) == sorted(path.stem for path in CASES.glob("*.txt"))


@pytest.mark.parametrize("name", FILES)
def test_a_case_is_read_without_a_question_and_nothing_is_found(name: str) -> None:
    reading = read_outline(text(name))

    assert (reading.problems, check_flow(reading.flow)) == ((), ())
    assert check_soundness(reading.flow).sound


@pytest.mark.parametrize("name", FILES)
def test_a_case_survives_being_written(name: str) -> None:
    assert case(name) == read_outline(write_outline(case(name))).flow


@pytest.mark.parametrize("name", FILES)
def test_every_way_out_of_a_decision_says_when_and_how_often(name: str) -> None:
    decisions = [step for step in case(name).steps if step.kind is Kind.DECISION]

    assert decisions
    for step in decisions:
        assert step.what.endswith("か")
        assert all(way.condition for way in step.next)
        assert sum(way.share or 0 for way in step.next) == pytest.approx(1)


@pytest.mark.parametrize("name", FILES)
def test_every_owner_is_declared_and_the_picture_names_all_steps(name: str) -> None:
    flow = case(name)
    svg = draw(flow).svg

    assert {lane.name for lane in flow.declared if lane.kind} == {step.who for step in flow.steps}
    assert all(f">{step.number}<" in svg for step in flow.steps)


@pytest.mark.parametrize("name", NAMES)
def test_the_improved_flow_has_less_work_and_fewer_seals(name: str) -> None:
    before, after = case(f"{name}_genjo"), case(f"{name}_minaoshi")

    assert (before.title, before.version, after.version) == (after.title, "現状", "見直し後")
    assert before.cases == after.cases
    assert minutes(after) < minutes(before)
    assert sum(step.seal for step in after.steps) < max(1, sum(step.seal for step in before.steps))


@pytest.mark.parametrize("name", NAMES)
def test_residents_keep_a_way_in_without_a_computer(name: str) -> None:
    before, after = case(f"{name}_genjo"), case(f"{name}_minaoshi")
    residents = {lane.name for lane in before.declared if lane.kind is LaneKind.RESIDENT}
    other_ways = {"紙", "郵送", "電話", "窓口"}

    touched = [step for step in after.steps if step.who in residents or any(who in step.what for who in residents)]
    assert not residents or any(step.means in other_ways for step in touched)


def test_the_reference_case_has_the_shape_of_the_reference() -> None:
    """flow.md §1: 5 lanes, 18 nodes, 20 edges, 3 decisions, 1 wait, 2 system nodes, 2 rework loops."""
    flow = case("iryohi_genjo")
    kinds = [step.kind for step in flow.steps]
    back = [(step.number, way.to) for step in flow.steps for way in step.next if way.to and way.to < step.number]

    assert (5, 18, 20) == (len(flow.lanes), len(flow.steps), sum(len(step.next) for step in flow.steps))
    assert (3, 1, 2) == (kinds.count(Kind.DECISION), kinds.count(Kind.WAIT), kinds.count(Kind.SYSTEM))
    assert [(6, 3), (12, 11)] == back


def test_the_improved_notice_of_change_uses_the_national_system_and_builds_nothing() -> None:
    means = {step.means for step in case("c4_minaoshi").steps}

    assert "国のシステム" in means
    assert "kintone" not in means
