"""Options: changed by a table only, variants proposed only, 「その他」 apart from what follows it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.notation.choices import OtherSplit, propose_variants, split_other, unify_choices

LAW = settings(max_examples=100, deadline=None)
WORDS = st.text("取組りみ済未予定なし1. 　（）Rサーバ", max_size=10)


def test_a_table_changes_what_stands_in_it_and_nothing_else() -> None:
    done = unify_choices(["取り組み済み", "取組済", "検討中", None, ""], {"取り組み済み": "取組済"})

    assert ("取組済", "取組済", "検討中", None, "") == done.values
    assert ((1, "取り組み済み", "取組済"),) == done.changes
    assert {"検討中": 1} == done.unknown


def test_a_table_that_goes_in_a_circle_is_refused() -> None:
    with pytest.raises(InputError, match="両方"):
        unify_choices([], {"済": "取組済", "取組済": "済"})


def test_variants_of_an_option_are_proposed_with_the_reason() -> None:
    (proposal,) = propose_variants(["取組済", "取組済", "取り組み済み", "1. 取組済", "取組済（R8以降）"], ["取組済"])

    assert {"取り組み済み": "取組済", "1. 取組済": "取組済", "取組済（R8以降）": "取組済"} == proposal.table()
    for reason in ("送り仮名", "番号", "かっこ"):
        assert reason in proposal.why_ja


@pytest.mark.parametrize(
    "values",
    [
        ["取組済", "未取組"],
        ["取り組む", "取り組まない"],
        ["対応（済）", "対応（未）"],
        ["提出する", "提出した"],
        ["有", "無"],
    ],
)
def test_options_that_mean_the_opposite_are_no_variants(values: list[str]) -> None:
    assert propose_variants(values) == ()


def test_two_options_of_the_list_are_never_put_together() -> None:
    assert propose_variants(["取組済", "取組済み"], ["取組済", "取組済み"]) == ()


@pytest.mark.parametrize(
    ("typed", "split"),
    [
        ("4. その他: 電話で回答", OtherSplit("4. その他", "電話で回答")),
        (" その他：電話", OtherSplit("その他", "電話")),
        ("その他（電話）", OtherSplit("その他", "電話")),
        ("その他　電話", OtherSplit("その他", "電話")),
        ("その他", OtherSplit("その他", "")),
    ],
)
def test_other_is_split_from_what_follows(typed: str, split: OtherSplit) -> None:
    """L2-05."""
    assert split == split_other(typed)


@pytest.mark.parametrize("typed", ["その他の団体", "電話", "", None, 4])
def test_what_is_no_other_is_not_split(typed: object) -> None:
    assert split_other(typed) is None


@LAW
@given(st.lists(WORDS | st.none(), max_size=12))
def test_an_agreed_table_leaves_nothing_to_propose_of_its_group(values: list[str | None]) -> None:
    for proposal in propose_variants(values):
        done = unify_choices(values, proposal.table())
        assert len(values) == len(done.values)
        assert done.values == unify_choices(done.values, proposal.table()).values


@LAW
@given(st.text(max_size=60) | st.text("その他:：（）() -4.", max_size=20))
def test_splitting_is_no_error_and_loses_no_letter(text: str) -> None:
    split = split_other(text)
    if split is not None:
        assert split.choice in text
        assert split.detail in text
