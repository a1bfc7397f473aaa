"""Flags say what waits, goes back, is typed twice, is sealed or holds personal data: only what is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.drawing.marks import CHANGES, SHOWN, Tone, flags_of, ways_back
from kaizen_helpers.flow.drawing.symbols import SIGNS
from kaizen_helpers.flow.model import Branch, Flow, Kind, Step
from tests.unit.flow_samples import c1, flow, step


def texts(drawn: Flow, *show: str) -> dict[int, list[str]]:
    return {number: [flag.text for flag in flags] for number, flags in flags_of(drawn, show).items()}


def with_facts(**facts: Any) -> Flow:
    return flow(replace(step(1, "申請書を受け付ける", None), **facts))


def test_nothing_is_flagged_unless_it_is_asked_for() -> None:
    assert flags_of(with_facts(wait="3日", seal=True, personal="氏名")) == {}


@pytest.mark.parametrize(
    ("name", "facts", "text"),
    [
        ("待ち", {"wait": "翌月曜まで"}, "待ち 翌月曜まで"),
        ("押印", {"seal": True}, "押印"),
        ("個人情報", {"personal": "氏名・口座"}, "個人情報"),
        ("紙", {"means": "紙（郵送）"}, "紙（郵送）"),
        ("紙", {"means": "ＦＡＸ"}, "ＦＡＸ"),
        ("属人", {"person": "財政係の主任"}, "属人"),
        ("帳票", {"document": "交付申請書"}, "交付申請書"),
        ("システム", {"system": "財務会計"}, "財務会計"),
    ],
)
def test_a_flag_tells_what_the_table_says(name: str, facts: dict[str, Any], text: str) -> None:
    assert texts(with_facts(**facts), name) == {1: [text]}
    assert texts(flow(step(1, "申請書を受け付ける", None)), name) == {}


@pytest.mark.parametrize("means", ["メール", "kintone", "システム", "口頭"])
def test_only_paper_is_paper(means: str) -> None:
    assert texts(with_facts(means=means), "紙") == {}


def test_a_name_is_told_aloud_but_not_printed_on_the_step() -> None:
    flag = flags_of(with_facts(person="山田さんのみ", personal="住所"), ["属人"])[1][0]

    assert (flag.text, flag.told) == ("属人", "属人：山田さんのみ")


def test_case_c1_goes_back_where_one_would_point() -> None:
    """督促, 照会 and 再送 only exist because of rework; the check of the 係長 sends back by itself."""
    assert ways_back(c1()) == {9: (5,), 11: (), 12: (7,), 14: (13,)}
    assert texts(c1(), "手戻り") == {9: ["手戻り 5へ"], 11: ["手戻り"], 12: ["手戻り 7へ"], 14: ["手戻り 13へ"]}


def test_a_flow_without_loops_goes_nowhere_back() -> None:
    straight = flow(step(1, "届く", 2), step(2, "不備があるか", (3, "ある"), (None, "ない")), step(3, "返す", None))

    assert ways_back(straight) == {}


def test_a_step_that_leads_nowhere_yet_is_no_rework() -> None:
    assert ways_back(flow(step(1, "届く", 2), step(2, "直す"))) == {}


def test_a_step_that_leads_to_itself_goes_back() -> None:
    assert ways_back(flow(step(1, "届く", 2), step(2, "数える", (2, "合わない"), (None, "合う")))) == {2: (2,)}


def test_what_is_typed_in_two_places_is_flagged_in_both() -> None:
    first = replace(step(1, "受付簿に書く", 2), inputs=("氏名", "住所"), document="受付簿")
    second = replace(step(2, "台帳に入れる", 3), inputs=("氏 名", "口座"), system="台帳")
    third = replace(step(3, "確かめる", None), inputs=("結果",))

    assert texts(flow(first, second, third), "二重入力") == {1: ["二重入力 氏名"], 2: ["二重入力 氏名"]}


def test_where_the_place_is_not_written_the_flag_asks_as_the_finding_does() -> None:
    both = [replace(step(n, "書く", n + 1), inputs=("氏名",)) for n in (1, 2)]
    both[1] = replace(both[1], system="台帳")

    assert texts(flow(*both), "二重入力") == {1: ["二重入力？ 氏名"], 2: ["二重入力？ 氏名"]}


def test_two_ways_of_which_a_case_takes_one_are_not_typed_twice() -> None:
    on_paper = replace(step(2, "受付簿に書く", None), inputs=("氏名",), document="受付簿")
    by_form = replace(step(3, "フォームに入れる", None), inputs=("氏名",), system="フォーム")

    assert texts(flow(step(1, "紙で届いたか", (2, "はい"), (3, "いいえ")), on_paper, by_form), "二重入力") == {}


def test_several_items_typed_again_are_told_in_full() -> None:
    both = [replace(step(n, "書く", n + 1), inputs=("氏名", "ＩＤ"), system=f"台帳{n}") for n in (1, 2)]

    flag = flags_of(flow(*both), ["二重入力"])[1][0]
    assert flag.text.endswith("ほか")
    assert {"氏名（手順1・2）", "ＩＤ（手順1・2）"} == set(flag.told.removeprefix("二重入力：").split("、"))


def test_the_same_item_twice_in_one_step_is_not_typed_again() -> None:
    assert texts(flow(replace(step(1, "書く", None), inputs=("氏名", "氏名"))), "二重入力") == {}


def test_flags_stand_in_a_fixed_order() -> None:
    everything = with_facts(
        wait="3日", seal=True, personal="氏名", means="紙", person="主任", document="申請書", system="台帳"
    )

    flags = flags_of(everything, SHOWN, {1: "要確認"}, {1: "まとめる"})[1]
    assert [flag.text for flag in flags] == [
        "申請書", "台帳", "まとめる", "要確認", "待ち 3日", "属人", "押印", "個人情報", "紙",
    ]  # fmt: skip
    assert [flag.tone for flag in flags[:4]] == [Tone.THING, Tone.THING, Tone.CHANGE, Tone.TROUBLE]


def test_every_flag_has_a_sign_that_is_drawn() -> None:
    everything = with_facts(
        wait="3日", seal=True, personal="氏名", means="紙", person="主任", document="申請書", system="台帳"
    )
    used = {flag.sign for flag in flags_of(everything, SHOWN, {1: "見る"})[1]} | set(CHANGES.values())

    assert used <= set(SIGNS)


def test_a_single_name_need_not_be_in_a_list() -> None:
    assert texts(with_facts(seal=True), "押印") == {1: ["押印"]}
    assert flags_of(with_facts(seal=True), "押印") == flags_of(with_facts(seal=True), ["押印"])


def test_an_unknown_name_is_answered_with_those_that_are_known() -> None:
    with pytest.raises(InputError) as error:
        flags_of(c1(), ["ハンコ"])

    assert str(error.value) == (
        "show: 「ハンコ」という印はありません。"
        "待ち・手戻り・二重入力・属人・押印・個人情報・紙・帳票・システムから選んでください。"
    )


def test_an_unknown_change_is_answered_with_those_that_are_known() -> None:
    with pytest.raises(InputError) as error:
        flags_of(c1(), changes={3: "消す"})

    assert str(error.value) == (
        "手順3: 「消す」という変え方は使えません。"
        "なくす・まとめる・入れ替える・簡素にする・自動にする・移す・変える・追加のどれかにしてください。"
    )


STEPS = st.lists(
    st.builds(
        Step,
        number=st.integers(-2, 9),
        who=st.text(max_size=3),
        what=st.text(max_size=3),
        kind=st.sampled_from(Kind),
        next=st.lists(st.builds(Branch, st.none() | st.integers(-2, 12)), max_size=3).map(tuple),
        inputs=st.lists(st.text(max_size=2), max_size=3).map(tuple),
        wait=st.text(max_size=3),
    ),
    max_size=8,
)


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_flags_stand_on_steps_that_exist(steps: list[Step]) -> None:
    drawn = Flow("", tuple(steps))

    assert set(flags_of(drawn, SHOWN)) <= {each.number for each in steps}


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_a_way_back_is_part_of_a_loop_or_leads_into_one(steps: list[Step]) -> None:
    """From each of its steps one comes to a step that one can come to again."""
    drawn = Flow("", tuple(steps))
    ways = {each.number: {b.to for b in each.next} & {s.number for s in steps} for each in steps}

    def reached(start: int) -> set[int]:
        seen: set[int] = set()
        todo = [start]
        while todo:
            for to in ways[todo.pop()]:
                if to is not None and to not in seen:
                    seen.add(to)
                    todo.append(to)
        return seen

    for number in ways_back(drawn):
        assert any(other in reached(other) for other in {number, *reached(number)})
