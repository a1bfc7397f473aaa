"""How often each step is done, and what a run and a year of the flow take, with what had to be assumed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.model import Branch, Flow, Kind, Lane, LaneKind, Step
from kaizen_helpers.flow.tables.table import read_steps
from kaizen_helpers.flow.timing.effort import Effort, effort
from kaizen_helpers.flow.timing.markov import expected_visits, read_routing
from kaizen_helpers.flow.waits import Wait, read_wait
from tests.unit.flow_blocks import BLOCKS, Block, build
from tests.unit.flow_samples import TABLES, c1


def step(number: int, *ways: tuple[int | None, float | None], kind: Kind = Kind.TASK, **more: Any) -> Step:
    """A step whose ways out are (number, share)."""
    who, what = more.pop("who", "担当"), more.pop("what", "申請書を確かめる")
    return Step(number, who, what, kind, tuple(Branch(to, "", share) for to, share in ways), **more)


def flow(*steps: Step, **more: Any) -> Flow:
    return Flow("試し", steps, **more)


def says(found: Effort | Flow, part: str) -> list[str]:
    """The notes in which this stands."""
    notes = found.notes if isinstance(found, Effort) else read_routing(found).notes
    return [note.message_ja for note in notes if part in note.message_ja]


# --- expected visits -----------------------------------------------------------------------------


def test_the_jackson_example_has_its_visits_to_the_last_digits() -> None:
    """flow.md §5.3: 23/18, 25/18 and 10/9."""
    found = expected_visits(flow(step(1, (2, 1)), step(2, (1, 0.2), (3, 0.8)), step(3, (2, 0.1), (None, 0.9))))

    assert found == pytest.approx({1: 23 / 18, 2: 25 / 18, 3: 10 / 9}, rel=1e-12)


def test_a_loop_that_is_rarely_left_is_exact_too() -> None:
    left = 1e-9
    assert expected_visits(flow(step(1, (1, 1 - left), (None, left))))[1] == pytest.approx(1 / left, rel=1e-12)


@st.composite
def chains(draw: st.DrawFn) -> list[list[int]]:
    """Whole per cent to each of n steps; what is missing to 100 leaves, at least 1."""
    size = draw(st.integers(1, 9))
    rows = []
    for _ in range(size):
        row = draw(st.lists(st.integers(0, 60), min_size=size, max_size=size))
        while sum(row) > 99:
            row = [value // 2 for value in row]
        rows.append(row)
    return rows


def solved(rows: list[list[int]]) -> list[Fraction]:
    """The first row of (I - Q)⁻¹ in fractions, by Gauss and Jordan on the transposed system."""
    n = len(rows)
    table = [
        [Fraction(int(i == j)) - Fraction(rows[j][i], 100) for j in range(n)] + [Fraction(int(not i))] for i in range(n)
    ]
    for k in range(n):
        table[k] = [value / table[k][k] for value in table[k]]
        for i in range(n):
            if i != k:
                table[i] = [a - table[i][k] * b for a, b in zip(table[i], table[k], strict=True)]
    return [row[-1] for row in table]


@settings(deadline=None, max_examples=80)
@given(chains())
def test_visits_are_those_of_the_inverted_matrix(rows: list[list[int]]) -> None:
    steps = [
        step(at + 1, *((to + 1, share / 100) for to, share in enumerate(row) if share), (None, 1 - sum(row) / 100))
        for at, row in enumerate(rows)
    ]
    found = expected_visits(flow(*steps))

    assert found == pytest.approx({at + 1: float(exact) for at, exact in enumerate(solved(rows))}, abs=1e-9)


def test_parallel_ways_are_all_taken_and_meet_once() -> None:
    split = step(2, (3, None), (4, None), kind=Kind.PARALLEL)
    join = step(6, (7, None), kind=Kind.PARALLEL)
    again = step(4, (4, 0.5), (5, 0.5))  # one of the ways goes round
    found = expected_visits(
        flow(step(1, (2, None)), split, step(3, (6, None)), again, step(5, (6, None)), join, step(7, (None, None)))
    )

    assert found == pytest.approx({1: 1, 2: 1, 3: 1, 4: 2, 5: 1, 6: 1, 7: 1})


def test_parallel_ways_inside_rework_are_counted_with_it() -> None:
    found = expected_visits(
        flow(
            step(1, (2, None)),
            step(2, (3, None), (4, None), kind=Kind.PARALLEL),
            step(3, (5, None)),
            step(4, (5, None)),
            step(5, (6, None), kind=Kind.PARALLEL),
            step(6, (1, 0.5), (None, 0.5), kind=Kind.DECISION),
        )
    )
    assert found == pytest.approx(dict.fromkeys(range(1, 7), 2.0))


@settings(deadline=None, max_examples=80)
@given(BLOCKS)
def test_rows_choices_loops_and_parallel_ways_nested_in_any_way_are_exact(block: Block) -> None:
    built, visits = build(block)

    assert expected_visits(built) == pytest.approx(visits, rel=1e-9)


@pytest.mark.parametrize("share", [0.5, 0.3])
def test_two_ways_of_a_decision_never_meet_as_parallel_ones(share: float) -> None:
    """Also if both are as frequent as each other."""
    either = step(1, (2, share), (3, 1 - share), kind=Kind.DECISION)
    with pytest.raises(InputError, match=r"手順4.*待ち続ける"):
        expected_visits(flow(either, step(2, (4, None)), step(3, (4, None)), step(4, (None, None), kind=Kind.PARALLEL)))


def test_a_loop_without_a_way_out_is_named() -> None:
    with pytest.raises(InputError, match=r"手順2・3.*回り続け"):
        expected_visits(flow(step(1, (2, 0.5), (None, 0.5)), step(2, (3, None)), step(3, (2, None))))


def test_a_way_out_that_is_never_taken_is_none() -> None:
    with pytest.raises(InputError, match="手順1・2"):
        expected_visits(flow(step(1, (2, None)), step(2, (1, 1), (None, 0))))


def test_a_loop_that_makes_ever_more_parts_is_refused() -> None:
    with pytest.raises(InputError, match="回り続け"):
        expected_visits(flow(step(1, (1, None), (2, None), kind=Kind.PARALLEL), step(2, (None, None))))


def test_entrances_share_the_cases_as_their_numbers_say() -> None:
    def starts(*cases: float | None) -> Flow:
        entrances = [step(at + 1, (9, None), kind=Kind.START, cases=count) for at, count in enumerate(cases)]
        return flow(*entrances, step(9, (None, None)))

    assert expected_visits(starts(30, 10)) == {1: 0.75, 2: 0.25, 9: 1}
    assert expected_visits(starts(30, None)) == {1: 0.5, 2: 0.5, 9: 1}
    assert says(starts(30, None), "件数が書かれていないため、半々で始まる")
    assert not says(starts(30, 10), "始まる")


def test_a_flow_without_a_trigger_begins_with_its_first_row_and_says_so() -> None:
    assert says(flow(step(4, (None, None))), "手順4から始まるとしました")


def test_steps_that_no_case_comes_to_are_named_with_the_reason() -> None:
    found = flow(step(1, (2, 0), (None, 1), kind=Kind.START), step(2, (None, None)), step(3, (None, None)))

    assert {1: 1, 2: 0, 3: 0} == expected_visits(found)
    assert ["手順2へ進む割合が0%のため、数えていません。"] == says(found, "手順2")
    assert ["手順3へ進む道がないため、数えていません。次の番号を見直してください。"] == says(found, "手順3")


# --- shares --------------------------------------------------------------------------------------


def shares(*written: float | None, kind: Kind = Kind.DECISION) -> tuple[list[float], list[tuple[str, str]]]:
    """The shares that are used, and the notes."""
    ways = [(at + 2, share) for at, share in enumerate(written)]
    ends = [step(number, (None, None)) for number, _ in ways]
    found = read_routing(flow(step(1, *ways, kind=kind), *ends))
    used = [found.ways[1][number] for number, _ in ways]
    return used, [
        (note.kind, note.message_ja) for note in found.notes if note.steps == (1,) and "割合" in note.message_ja
    ]


def test_shares_that_nobody_wrote_are_equal_and_the_result_says_so() -> None:
    sentence = "手順1の分かれ道の割合が書かれていないため、半々としました。"
    assert ([0.5, 0.5], [("assumed", sentence)]) == shares(None, None)
    assert shares(None, None, None)[0] == pytest.approx([1 / 3] * 3)
    assert "3つの道を同じ割合" in shares(None, None, None)[1][0][1]


def test_the_way_without_a_share_gets_the_rest() -> None:
    used, notes = shares(0.8, None)

    assert used == pytest.approx([0.8, 0.2])
    assert [("assumed", "手順1の分かれ道に割合のない道があるため、残りの20%をその道としました。")] == notes
    assert shares(0.4, None, None)[0] == pytest.approx([0.4, 0.3, 0.3])


def test_shares_that_do_not_add_up_are_scaled_and_named() -> None:
    used, notes = shares(0.6, 0.3)

    assert used == pytest.approx([2 / 3, 1 / 3])
    assert [("unclear",)] == [note[:1] for note in notes]
    assert "手順1の割合を足すと90%です" in notes[0][1]
    assert shares(0.9, 0.6)[1][0][1].startswith("手順1の割合を足すと150%です")


def test_shares_in_whole_per_cent_may_miss_one() -> None:
    used, notes = shares(0.33, 0.33, 0.33)

    assert used == pytest.approx([1 / 3] * 3)
    assert notes == []


@pytest.mark.parametrize("share", [-0.1, 1.5, float("nan"), 90])
def test_a_number_that_is_no_share_is_left_out_and_named(share: float) -> None:
    used, notes = shares(share, 0.7)

    assert used == pytest.approx([0.3, 0.7])
    assert "0%から100%でない数" in notes[0][1]


def test_shares_that_are_written_need_no_word() -> None:
    assert ([0.9, 0.1], []) == shares(0.9, 0.1)


# --- one run and a year --------------------------------------------------------------------------


def c1_with_times() -> Flow:
    """Case C1 (domain.md §4): 12 times a year, 20 municipalities, 3 in 10 answers need a question."""
    minutes = {2: 5, 3: 30, 4: 40, 7: 4, 11: 10, 13: 8}
    pieces = {7: 20, 11: 6, 13: 20}
    ways = {8: (1.0, 0.0), 10: (0.7, 0.3), 14: (1.0, 0.0)}
    steps = []
    for row in c1().steps:
        branches = tuple(
            replace(way, share=share) for way, share in zip(row.next, ways.get(row.number, (1.0,)), strict=True)
        )
        steps.append(replace(row, minutes=minutes.get(row.number), cases=pieces.get(row.number), next=branches))
    gathered = Step(16, "県の担当", "回答を集計する", next=(Branch(14),), minutes=60)
    steps = [replace(row, next=(Branch(16),)) if row.number == 13 else row for row in steps]
    steps = [replace(row, minutes=30) if row.number == 14 else row for row in steps]
    return replace(c1(), steps=(*steps, gathered), cases=12)


def test_case_c1_takes_93_hours_a_year() -> None:
    """5+30+40 + 20×4 + 20×8 + 6×10 + 60+30 = 465 minutes a run, ×12 ÷ 60."""
    found = effort(c1_with_times())

    assert 465 == found.minutes
    assert 93 == found.hours
    assert "流れ1回あたりの作業は465分（7時間45分）です。" == found.sentences[0]
    assert "年12回で、作業は年93時間です。" in found.sentences


def test_a_number_of_cases_that_is_written_counts_as_written() -> None:
    """In C1 the answers go round again when something is wrong with them; 件数 20 stays 20."""
    times = {each.number: each.times for each in effort(c1_with_times()).steps}

    assert (20, 6, 20) == (times[7], times[11], times[13])
    assert 1 == times[16]  # no 件数: once a run


def test_what_has_no_number_of_cases_is_said_where_others_are_done_for_each_piece() -> None:
    assert says(effort(c1_with_times()), "手順2・3・4・14・16には件数がない")
    assert not says(effort(flow(step(1, (None, None), minutes=5))), "件数がない")


def test_the_numbers_of_several_entrances_part_the_cases_and_do_not_multiply_them() -> None:
    """3 of 4 come by post (20 minutes), 1 of 4 by the web (0): 15 minutes a case, and 5 for all."""
    post = step(1, (3, None), kind=Kind.START, cases=900, minutes=20)
    web = step(2, (3, None), kind=Kind.START, cases=300, minutes=0)
    found = effort(flow(post, web, step(3, (None, None), minutes=5)))

    assert [0.75, 0.25, 1] == [each.times for each in found.steps]
    assert "1件あたりの作業は20分です。" == found.sentences[0]


def test_rework_is_in_the_work_of_a_case() -> None:
    """10 minutes, and half of the cases come again: 20 minutes."""
    found = effort(flow(step(1, (1, 0.5), (None, 0.5), minutes=10), cases=600))

    assert found.minutes == pytest.approx(20)
    assert found.hours == pytest.approx(200)
    assert "1件あたりの作業は20分です。" == found.sentences[0]
    assert "年600件で、作業は年200時間です。" in found.sentences


def test_minutes_that_nobody_wrote_are_missing_and_not_nothing() -> None:
    found = effort(flow(step(1, (2, None), minutes=10), step(2, (3, None)), step(3, (None, None), minutes=0)))

    assert (10, [10, None, 0]) == (found.minutes, [each.minutes for each in found.steps])
    assert ["手順2の分が書かれていないため、作業に入っていません。"] == says(found, "作業に入っていません")
    assert [10, None, 0, 10] == [row["作業（分）"] for row in found.to_rows()]


def test_the_work_of_others_is_kept_apart() -> None:
    steps = (
        step(1, (2, None), who="申請者", minutes=30),
        step(2, (3, None), who="担当", minutes=10),
        step(3, (None, None), who="外注先", minutes=7),
    )
    declared = (Lane("外注先", LaneKind.OTHER),)
    found = effort(flow(*steps, declared=declared))

    assert (10, 37) == (found.minutes, found.minutes_of_others)
    assert "ほかに、相手方の作業が37分あります。" in found.sentences


def test_machines_and_waiting_are_no_work() -> None:
    found = effort(
        flow(step(1, (2, None), kind=Kind.SYSTEM, minutes=5), step(2, (None, None), kind=Kind.WAIT, minutes=60))
    )

    assert (0, 65) == (found.minutes, found.waiting)
    assert says(found, "手順1・2は待ちやシステム処理")


def test_hours_and_cost_are_told_by_position() -> None:
    steps = (
        step(1, (2, None), rank="主事", minutes=30),
        step(2, (3, None), rank="係長", minutes=10),
        step(3, (None, None), rank="主事", minutes=20),
    )
    found = effort(flow(*steps), cases=60, rates={"主事": 3000, "係長": 4000})

    assert [("主事", 50, 150_000), ("係長", 10, 40_000)] == [
        (each.rank, each.hours, round(each.cost or 0, 6)) for each in found.by_rank
    ]
    assert found.cost == pytest.approx(190_000)
    assert "内訳は、主事が50時間、係長が10時間です。" in found.sentences
    assert "人件費に直すと年190,000円です。" in found.sentences


def test_a_rate_is_never_made_up() -> None:
    steps = (step(1, (2, None), who="窓口", minutes=30), step(2, (None, None), who="審査", minutes=30))
    known = flow(*steps, cases=10, declared=(Lane("窓口", rate=2000.0),))

    assert effort(flow(*steps, cases=10)).cost is None
    assert [10_000, None] == [each.cost for each in effort(known).by_rank]
    assert effort(known).cost is None
    assert says(effort(known), "手順2の単価がない")
    assert 25_000 == effort(known, rates={"審査": 3000}).cost


def test_a_rate_that_fits_nobody_is_named() -> None:
    assert says(
        effort(flow(step(1, (None, None), minutes=1)), rates={"主查": 3000}), "「主查」に当たる職位や担当がありません"
    )


def test_time_and_period_are_kept_apart() -> None:
    """42 minutes of work and 3 days of waiting: 3.1 working days, of which 97 % are waiting."""
    found = effort(flow(step(1, (2, None), minutes=42), step(2, (None, None), minutes=0, wait="3日")))

    assert (42, 1260) == (found.minutes, found.waiting)
    assert found.period_days == pytest.approx(3.1)
    assert found.wait_share == pytest.approx(1260 / 1302)
    assert "作業と待ちを足すと1件に3.1日（勤務日）かかり、そのうち97%が待ちです。" in found.sentences


def test_waiting_is_counted_once_a_visit_and_not_for_each_piece() -> None:
    found = effort(flow(step(1, (2, None), minutes=1), step(2, (None, None), minutes=2, cases=20, wait="2週間")))

    assert (41, 4200) == (found.minutes, found.waiting)


def test_a_wait_that_cannot_be_read_is_asked_about() -> None:
    found = effort(flow(step(1, (None, None), minutes=1, wait="翌月曜まで")))

    assert (0, None) == (found.waiting, found.steps[0].wait)
    assert says(found, "手順1の待ちの長さを読めず")


def test_a_case_number_of_one_beside_rework_is_asked_about() -> None:
    again = step(1, (1, 0.5), (None, 0.5), minutes=10, cases=1)

    assert says(effort(flow(again)), "手順1は件数1です")


def test_changes_of_hands_seals_paper_and_copying_are_counted() -> None:
    """Both as places, and as times in a run: half of the cases are sent back."""
    steps = (
        step(1, (2, None), who="窓口", minutes=5, means="紙"),
        step(2, (1, 0.5), (3, 0.5), who="係長", minutes=5, seal=True),
        step(3, (None, None), who="係長", what="受付簿に転記する", minutes=5),
    )
    found = {burden.name: (burden.places, burden.times) for burden in effort(flow(*steps)).burdens}

    assert {"引継ぎ": (2, 3), "押印": (1, 2), "紙": (1, 2), "転記": (1, 1)} == found


def test_without_cases_a_year_there_are_no_hours_and_it_is_said() -> None:
    found = effort(flow(step(1, (None, None), minutes=30)))

    assert (None, None) == (found.hours, found.cost)
    assert says(found, "年間件数が書かれていない")


@pytest.mark.parametrize(
    "broken",
    [
        flow(),
        flow(step(1, (None, None)), step(1, (None, None))),
        flow(step(1, (None, None), minutes=-5)),
        flow(step(1, (None, None), minutes=float("inf"))),
        flow(step(1, (None, None), cases=float("nan"))),
        flow(step(1, (None, None)), cases=-1),
        flow(step(1, (None, None)), declared=(Lane("担当", rate=-1),)),
    ],
    ids=["empty", "number twice", "negative", "endless", "not a number", "cases", "rate"],
)
def test_what_cannot_be_counted_is_one_japanese_sentence(broken: Flow) -> None:
    with pytest.raises(InputError, match="ください"):
        effort(broken)


@pytest.mark.parametrize(
    "more", [{"cases": "1,200"}, {"rates": {"担当": "3千円"}}, {"minutes_a_day": 0}, {"cases": True}]
)
def test_an_argument_that_is_no_number_is_one_japanese_sentence(more: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="数にしてください"):
        effort(flow(step(1, (None, None), minutes=5)), **more)


@settings(deadline=None, max_examples=60)
@given(TABLES)
def test_any_table_gives_a_result_or_one_sentence(rows: list[Any]) -> None:
    try:
        found = effort(read_steps(rows, blank_means_next=True).flow, cases=100)
    except InputError:
        return
    assert found.minutes >= 0
    assert all(sentence.endswith("。") for sentence in found.sentences)
    assert len(found.steps) + 1 == len(found.to_rows())


def test_five_hundred_steps_are_counted() -> None:
    steps = [
        step(number, (number + 1 if number < 500 else None, 0.9), (max(1, number - 3), 0.1), minutes=1)
        for number in range(1, 501)
    ]

    assert effort(flow(*steps)).minutes > 500


# --- waiting as written --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "days", "minutes"),
    [
        ("3日", 3, 0),
        ("３営業日", 3, 0),
        ("約3日程度", 3, 0),
        ("平均3日", 3, 0),
        ("3日後", 3, 0),
        ("三日", 3, 0),
        ("十二日間", 12, 0),
        ("2週間", 10, 0),
        ("1週間半", 7.5, 0),
        ("半日", 0.5, 0),
        ("1日半", 1.5, 0),
        ("4時間", 0, 240),
        ("1時間30分", 0, 90),
        ("1日2時間", 1, 120),
        ("1.5時間", 0, 90),
        ("半か月", 10, 0),
        ("翌日", 1, 0),
        ("即日", 0, 0),
        ("", 0, 0),
        ("なし", 0, 0),
        ("2週間（郵送のとき）", 10, 0),
    ],
)
def test_a_wait_is_read_as_working_days_and_minutes(text: str, days: float, minutes: float) -> None:
    found = read_wait(text)

    assert found is not None
    assert (days, minutes) == (found.days, found.minutes)


@pytest.mark.parametrize(
    "text",
    ["翌月曜まで", "2～3日", "3日以内", "数日", "未定", "3", "月末", "3日か4日", "99999日", "最大5日", "日", "十十日"],
)
def test_a_wait_that_is_not_one_length_is_not_guessed(text: str) -> None:
    assert read_wait(text) is None


def test_a_month_is_twenty_days_and_the_result_says_so() -> None:
    assert Wait(days=20, months=True) == read_wait("1か月")
    assert says(effort(flow(step(1, (None, None), minutes=1, wait="1ヶ月"))), "1か月を勤務日20日として")


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=30) | st.text("0123456789一二十半日週間か月時分約程度～、 ", max_size=12))
def test_any_text_is_a_length_or_nothing(text: str) -> None:
    found = read_wait(text)
    assert found is None or (found.days >= 0 and found.minutes >= 0)
