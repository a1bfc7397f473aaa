"""Whether a case can always come to its end is found exactly, told with a way that shows it, and never hangs."""

from __future__ import annotations

import re
import time
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.flow import Branch, Flow, Kind, Step
from kaizen_helpers.flow.findings.checks import Finding
from kaizen_helpers.flow.findings.soundness import check_soundness
from tests.flow_generator import random_flow
from tests.token_game import flow_of, play, replay, sampled_flow, small_graphs
from tests.unit.flow_samples import c1, flow, step

START, CHOICE, BOTH, END, WAIT = Kind.START, Kind.DECISION, Kind.PARALLEL, Kind.END, Kind.WAIT


def found(*steps: Step) -> list[str]:
    return [finding.id for finding in check_soundness(flow(*steps)).findings]


def only(*steps: Step) -> Finding:
    (finding,) = check_soundness(flow(*steps)).findings
    return finding


# --- against the token game played plainly -------------------------------------------------------


def differs(tried: Flow) -> str:
    """What differs between ours and the plain game, or nothing; every way told must show its trouble when replayed."""
    ours, game = check_soundness(tried), play(tried)
    kinds = frozenset(finding.id for finding in ours.findings)
    dead = frozenset(number for finding in ours.findings if finding.id == "dead_step" for number in finding.steps)
    if ours.sound is not game.sound or (kinds, dead) != (game.kinds, game.dead):
        return f"{tried}: {ours} is not {game}"
    shown = [replay(tried, each.path, each.id) for each in ours.findings if each.id != "dead_step"]
    return "" if all(shown) else f"{tried}: the way told does not show it: {ours}"


@pytest.mark.slow
def test_every_graph_of_three_steps_and_an_end_is_judged_as_by_the_token_game() -> None:
    graphs = [graph for count in (1, 2, 3) for graph in small_graphs(count)]

    assert (6 + 112 + 7560, []) == (len(graphs), [text for graph in graphs if (text := differs(flow_of(graph)))])


@pytest.mark.slow
def test_sampled_flows_of_six_to_nine_steps_are_judged_as_by_the_token_game() -> None:
    assert [] == [text for seed in range(1500) if (text := differs(sampled_flow(seed)))]


def test_the_sample_holds_every_kind_of_trouble_and_enough_sound_flows() -> None:
    kinds = Counter(kind for seed in range(300) for kind in (play(sampled_flow(seed)).kinds or {"sound"}))

    assert {"sound", "deadlock", "left_behind", "lack_of_sync", "no_way_out", "dead_step"} == set(kinds)
    assert kinds["sound"] > 60


# --- what is known of old ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("split", "join", "expected"),
    [
        (CHOICE, CHOICE, []),
        (BOTH, BOTH, []),
        (CHOICE, BOTH, ["deadlock", "dead_step"]),
        (BOTH, CHOICE, ["lack_of_sync"]),
    ],
    ids=["xor-xor", "and-and", "xor-and", "and-xor"],
)
def test_the_table_of_two_gateways(split: Kind, join: Kind, expected: list[str]) -> None:
    parts = (step(3, "票を書く", 5), step(4, "票を写す", 5), step(5, "票をそろえる", 6, kind=join))

    assert expected == found(
        step(1, "依頼が届く", 2, kind=START), step(2, "分ける", 3, 4, kind=split), *parts, step(6, "票を送る", None)
    )


def test_a_flow_that_waits_for_a_date_is_sound() -> None:
    """pm4py calls such a flow unsound: it loses the timer (flow.md §4.1)."""
    timer = (step(2, "翌月の1日まで待つ", 3, kind=WAIT), step(3, "票を送る", None))

    assert [] == found(step(1, "依頼が届く", 2, kind=START), *timer)


def test_the_good_flow_of_case_c1_is_sound() -> None:
    assert (True, ()) == ((result := check_soundness(c1())).sound, result.findings)


def test_a_flow_without_steps_is_sound() -> None:
    assert check_soundness(Flow()).sound is True


def test_merging_arrows_several_triggers_and_several_ends_are_ordinary() -> None:
    assert [] == found(
        step(1, "電子申請が届く", 3, kind=START),
        step(2, "紙の申請書が届く", 3, kind=START),
        step(3, "不備があるか", 4, 5, None, kind=CHOICE),
        step(4, "申請書を返す", kind=END),
        step(5, "台帳に書き、通知する", 6, 7, kind=BOTH),
        step(6, "通知書を送る", None),
        step(7, "台帳に書く", kind=END),
    )


def test_what_is_not_finished_yet_counts_as_an_end() -> None:
    assert [] == found(step(1, "依頼が届く", 2, 99, kind=START), step(2, "票を送る"))


# --- what is told --------------------------------------------------------------------------------


def test_a_step_that_waits_for_ever_is_told_with_the_way_to_it() -> None:
    result = check_soundness(
        flow(
            step(1, "依頼が届く", 2, kind=START),
            step(2, "不備があるか", 3, 4, kind=CHOICE),
            step(3, "票を書く", 5),
            step(4, "票を直す", 5),
            step(5, "両方をそろえる", None, kind=BOTH),
        )
    )
    deadlock, dead = result.findings

    assert (False, "deadlock", (5,), (1, 2, 3)) == (result.sound, deadlock.id, deadlock.steps, deadlock.path)
    assert deadlock.message_ja == (
        "手順1→2→3と進むと、手順5「両方をそろえる」が手順4「票を直す」のほうから来るのを待ち続け、先へ進めなくなります。"
        "どちらか一方だけを行う道なら「並行」でそろえずに合流させ、両方を行うなら分ける手順の種類を「並行」にしましょう。"
    )
    assert ("dead_step", (5,)) == (dead.id, dead.steps)


def test_work_that_is_left_when_the_end_was_reached_is_told() -> None:
    finding = check_soundness(
        flow(
            step(1, "依頼が届く", 2, kind=START),
            step(2, "同時に進める", 3, 4, kind=BOTH),
            step(3, "不備があるか", (5, "なし"), (None, "あり"), kind=CHOICE),
            step(4, "台帳に書く", 5),
            step(5, "両方をそろえる", None, kind=BOTH),
        )
    ).findings[0]

    assert ("left_behind", (5,), (1, 2, 4, 3)) == (finding.id, finding.steps, finding.path)
    assert "手順5「両方をそろえる」に仕事が残ったまま「おわり」になります。" in finding.message_ja


def test_two_pieces_of_one_case_in_one_place_are_told() -> None:
    finding = only(
        step(1, "依頼が届く", 2, kind=START),
        step(2, "同時に進める", 3, 4, kind=BOTH),
        step(3, "票を書く", 5),
        step(4, "票を写す", 5),
        step(5, "票を送る", 6),
        step(6, "控えをとじる", None),
    )

    assert ("lack_of_sync", (5,), (1, 2, 3, 4, 5, 6, 5, 6)) == (finding.id, finding.steps, finding.path)
    assert finding.message_ja.startswith(
        "手順1→2→3→4→5→6→5→6と進むと、手順5「票を送る」に、並行して進んだ流れが別々に届き、"
    )


def test_a_loop_that_nothing_leaves_is_told_with_its_steps_only() -> None:
    finding = only(
        step(1, "依頼が届く", 2, kind=START),
        step(2, "不備があるか", (3, "あり"), (None, "なし"), kind=CHOICE),
        step(3, "票を返す", 4),
        step(4, "票を書く", 5),
        step(5, "票を直す", 4),
    )

    assert ("no_way_out", (4, 5)) == (finding.id, finding.steps)
    assert "手順4・5を回り続け、おわりへ抜ける道がありません。" in finding.message_ja


def test_steps_that_nothing_comes_to_are_told() -> None:
    finding = only(step(1, "依頼が届く", None, kind=START), step(2, "票を書く", 3), step(3, "票を送る", None))

    assert ("dead_step", (2, 3)) == (finding.id, finding.steps)
    assert finding.message_ja.startswith("手順2「票を書く」（ほかに1か所）には、どのように進んでもたどり着きません。")


def test_a_join_that_a_forgotten_step_leads_to_waits_for_ever() -> None:
    """The forgotten step is never done, and the join waits for it."""
    steps = (step(2, "両方をそろえる", None, kind=BOTH), step(3, "票を書く", 2))

    assert ["deadlock", "dead_step"] == found(step(1, "依頼が届く", 2, kind=START), *steps)


def test_of_a_long_way_the_beginning_and_the_end_are_shown() -> None:
    line = [step(n, f"票{n}を書く", n + 1) for n in range(1, 20)]
    message = only(*line, step(20, "票を直す", 20)).message_ja

    assert message.startswith("手順1→2→3→…→15→16→17→18→19と進むと、手順20を回り続け、")


# --- any flow ------------------------------------------------------------------------------------

NUMBERS = st.integers(-1, 6)
STEPS = st.builds(
    Step,
    number=NUMBERS,
    who=st.just("県の担当"),
    what=st.sampled_from(("", "票を書く")),
    kind=st.sampled_from(Kind),
    next=st.lists(st.builds(Branch, to=st.none() | NUMBERS), max_size=4).map(tuple),
)


@given(st.lists(STEPS, max_size=7).map(tuple))
@settings(max_examples=400, deadline=None)
def test_any_flow_also_with_numbers_twice_is_judged_as_by_the_token_game(steps: tuple[Step, ...]) -> None:
    if steps:
        assert differs(flow(*steps)) == ""
    else:
        assert check_soundness(flow()).sound is True


@given(st.lists(STEPS, max_size=7).map(tuple))
@settings(max_examples=100, deadline=None)
def test_whatever_is_wrong_is_said_in_japanese_and_not_blamed(steps: tuple[Step, ...]) -> None:
    for finding in check_soundness(flow(*steps)).findings:
        assert re.search(r"(ましょう|なります)。$", finding.message_ja)
        assert not re.search(r"間違い|ダメ|簡単|None|\{", finding.message_ja)


def wide(count: int, *ways: Any) -> Flow:
    """So many decisions at the same time, each of which may end, before they are joined."""
    parts = [step(n, "不備があるか", None, count + 2, kind=CHOICE) for n in range(2, count + 2)]
    return flow(
        step(1, "同時に進める", *range(2, count + 2), kind=BOTH), *parts, step(count + 2, "そろえる", None, kind=BOTH)
    )


def test_what_is_too_large_to_try_in_full_is_said_to_be_so() -> None:
    """One trouble is found all the same, and so it is known not to be sound."""
    result = check_soundness(wide(20))

    assert (False, ["left_behind", "too_large_to_tell"]) == (result.sound, [finding.id for finding in result.findings])
    assert "大きすぎて、最後まで進めるかを確かめきれません（要確認）。" in result.findings[1].message_ja


def test_without_a_budget_nothing_is_claimed() -> None:
    parts = (step(2, "分ける", 4, 5, kind=BOTH), step(3, "分ける", 4, 5, 5, kind=BOTH), step(4, "票を書く", 6))
    twins = flow(step(1, "届く", 2, 3), *parts, step(5, "票を写す", 6), step(6, "そろえる", None, kind=BOTH))

    assert (None, "information") == ((result := check_soundness(twins, budget=3)).sound, result.findings[0].severity)


def test_nested_and_twin_parallels_of_any_width_vanish_before_anything_is_tried() -> None:
    lines = range(4, 24)
    twins = [step(1, "届く", 2, 3), step(2, "分ける", *lines, kind=BOTH), step(3, "分ける", *lines, kind=BOTH)]
    merged = [step(n, "票を書く", 24) for n in lines]

    assert check_soundness(flow(*twins, *merged, step(24, "そろえる", None, kind=BOTH)), budget=5).sound is True


@pytest.mark.slow
def test_no_flow_of_any_size_takes_long() -> None:
    chain = flow(*(step(n, "票を書く", n + 1, max(1, n - 7), n + 9) for n in range(1, 5000)), step(5000, "送る", None))
    tangle = flow(*(step(n, "送る", *range(1, 101), kind=BOTH if n % 2 else CHOICE) for n in range(1, 101)))
    begin = time.process_time()
    for large in (chain, tangle, wide(400)):
        check_soundness(large)

    assert time.process_time() - begin < 15


def test_flows_as_learners_draw_them_are_sound_without_parallels() -> None:
    assert [] == [seed for seed in range(200) if not check_soundness(random_flow(seed)).sound]
