"""What a drawing shows of a story, by meaning and not by the letter; what is not shown is asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from kaizen_helpers.checkers.case_c1 import PARTS
from kaizen_helpers.flow import Flow, read_steps
from kaizen_helpers.flow.meaning.align import (
    Part,
    align,
    ask_about_differences,
    before,
    in_lane,
    loops_back,
    parts_ways,
    shown,
    with_document,
)
from tests.unit.test_flow_plain import FLOWS

STORY = (
    Part("申請", ("申請書を提出する",)),
    Part("審査", ("申請書に不備がないか", "申請書の内容を審査する"), ("窓口の担当",)),
    Part("補正", ("申請書の修正を依頼する", "申請書を直して出し直す")),
    Part("交付", ("受給者証を交付する",), ("窓口の担当",)),
)


def drawn(*rows: tuple[str, str, str]) -> Flow:
    return read_steps([{"だれが": who, "何を": what, "次": following} for who, what, following in rows]).flow


GOOD = drawn(
    ("申請する人", "申請書を出す", "2"),
    ("窓口の担当", "申請書に漏れがあるか", "3、4"),
    ("窓口の担当", "申請書の補正を申請者に頼む", "1"),
    ("窓口の担当", "受給者証を支給する", "おわり"),
)


def test_other_words_for_the_same_show_the_same_part() -> None:
    found = align(GOOD, STORY)

    assert {"申請": (1,), "審査": (2,), "補正": (3,), "交付": (4,)} == {p.name: found.numbers(p.name) for p in STORY}


@pytest.mark.parametrize(
    "what",
    ["申請書を提出", "申請書を出す", "申請書を窓口へ提出する", "申請書の提出"],
)
def test_the_ending_and_the_particle_do_not_matter(what: str) -> None:
    assert (1,) == align(drawn(("申請する人", what, "おわり")), STORY).numbers("申請")


def test_a_step_of_another_owner_does_not_show_the_part() -> None:
    flow = drawn(("申請する人", "受給者証を交付する", "おわり"))

    assert () == align(flow, STORY).numbers("交付")


def test_an_owner_that_is_not_written_is_no_reason_to_say_the_part_is_missing() -> None:
    assert (1,) == align(drawn(("", "受給者証を交付する", "おわり")), STORY).numbers("交付")


def test_a_step_that_says_nothing_shows_nothing() -> None:
    found = align(drawn(("窓口の担当", "確認する", "おわり")), STORY)

    assert dict.fromkeys(found.steps, ()) == dict(found.steps)


@pytest.mark.parametrize(
    ("criterion", "rows", "holds"),
    [
        (shown("申請", "?"), (), True),
        (shown("申請", "?"), (("窓口の担当", "台帳に記録する", "おわり"),), False),
        (parts_ways("審査", "?"), (), True),
        (parts_ways("審査", "?"), (("窓口の担当", "申請書の内容を審査する", "おわり"),), False),
        (loops_back("補正", "?"), (), True),
        (loops_back("交付", "?"), (), False),
        (before("申請", "交付", "?"), (), True),
        (before("補正", "交付", "?"), (), False),
        (in_lane("交付", ("窓口の担当",), "?"), (), True),
        (in_lane("補正", ("申請する人",), "?"), (), False),
        (with_document("申請", "申請書", "?"), (), True),
        (with_document("交付", "申請書", "?"), (), False),
    ],
    ids=lambda value: getattr(value, "id", None),
)
def test_a_criterion_looks_at_the_parts_and_the_ways_between_them(criterion: Any, rows: Any, holds: bool) -> None:
    assert holds is criterion.holds(align(drawn(*rows) if rows else GOOD, STORY))


def test_what_is_different_from_a_sample_is_asked() -> None:
    mine = drawn(
        ("申請する人", "申請書を出す", "2"),
        ("係長", "申請書に漏れがあるか", "1、3"),
        ("窓口の担当", "受給者証を支給する", "4"),
        ("窓口の担当", "台帳に記録する", "おわり"),
    )

    asked = ask_about_differences(mine, GOOD)

    assert (
        "見本には「申請書の補正を申請者に頼む」（窓口の担当）があります。あなたの図では、どの手順に当たりますか。",
        "手順2「申請書に漏れがあるか」は、見本では窓口の担当が行っています。実際に動くのはだれですか。",
        "手順4「台帳に記録する」は、見本にはありません。どんなときに役立つかを、隣の人に話してみましょう。",
    ) == asked


def test_a_flow_beside_itself_leaves_nothing_to_ask() -> None:
    assert () == ask_about_differences(GOOD, GOOD)


@given(FLOWS)
@settings(max_examples=60, deadline=None)
def test_any_flow_can_be_looked_at(flow: Flow) -> None:
    found = align(flow, PARTS)

    numbers = {step.number for step in flow.steps}
    assert all(set(found.numbers(part.name)) <= numbers for part in PARTS)
    for criterion in (
        shown("転記", "?"),
        loops_back("不備", "?"),
        before("回答", "報告", "?"),
        parts_ways("期限", "?"),
    ):
        assert criterion.holds(found) in {True, False}
    ask_about_differences(flow, GOOD)
