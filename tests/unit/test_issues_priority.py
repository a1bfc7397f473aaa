"""Effect against effort: the order, its reasons, what is set aside, and the chart."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.drawing.canvas import Circle, Text, texts_of
from kaizen_helpers.flow.text import em_width
from kaizen_helpers.issues.priorities.chart import draw_priority
from kaizen_helpers.issues.priorities.priority import Candidate, Level, Priority, Quadrant, prioritise
from kaizen_helpers.issues.priorities.reading import candidate_of_values, priority_sheet


def one(name: str, hours: float | None, effort: float | None, **more: Any) -> Candidate:
    return Candidate(name, hours, effort, **{"check": "件数と1件の分を測る", **more})


FOUR = (one("様式", 160, 4), one("フォーム", 300, 25), one("題名", 20, 1), one("作り直し", 40, 60))


def names(found: Priority) -> list[str]:
    return [placed.candidate.name for placed in found.placed]


def test_each_quarter_has_its_meaning_and_the_order_follows_it() -> None:
    found = prioritise(FOUR, hours_line=100, effort_line=10)

    assert [
        ("様式", Quadrant.FIRST), ("フォーム", Quadrant.PLAN), ("題名", Quadrant.SPARE), ("作り直し", Quadrant.LEAVE),
    ] == [(placed.candidate.name, placed.quadrant) for placed in found.placed]  # fmt: skip
    assert [1, 2, 3, 4] == [placed.order for placed in found.placed]
    assert found.placed[0].reason_ja == "効果（年160時間）が大きく、労力が小さい（4人日）ためです。"
    assert found.placed[1].reason_ja == "効果（年300時間）が大きく、労力も大きい（25人日）ためです。"
    assert found.placed[2].reason_ja == "効果（年20時間）が小さく、労力も小さい（1人日）ためです。"
    assert found.placed[3].reason_ja == "効果（年40時間）が小さく、労力が大きい（60人日）ためです。"


def test_lines_that_nobody_drew_run_through_the_middle_and_it_is_said() -> None:
    found = prioritise(FOUR)

    assert (100, 14.5) == (found.hours_line, found.effort_line)
    assert found.sentences[-1].startswith("境目は、効果が年100時間、労力が14.5人日です。")


def test_what_residents_gain_counts_and_its_weight_can_be_chosen() -> None:
    slow, dear = one("A", 90, 5), one("B", 60, 5, value=Level.HIGH)

    assert ["B", "A"] == names(prioritise([slow, dear]))
    assert ["A", "B"] == names(prioritise([slow, dear], value_hours=0))
    assert 25 == prioritise([slow, dear]).value_hours


def test_a_tie_goes_to_the_smaller_risk_and_says_so() -> None:
    found = prioritise([one("危ない", 100, 5, risk=Level.HIGH), one("安全", 98, 5)], hours_line=50)

    assert ["安全", "危ない"] == names(found)
    assert found.placed[0].reason_ja.endswith("「危ない」とほぼ同じですが、リスクが小さい方を先にしました。")


def test_a_tie_of_equal_risk_goes_to_what_others_need() -> None:
    found = prioritise([one("A", 100, 5), one("B", 100, 5), one("C", 10, 50, needs=("B",))])

    assert ["B", "A", "C"] == names(found)
    assert "ほかの打ち手の前に必要な方を先にしました。" in found.placed[0].reason_ja


def test_a_tie_that_nothing_settles_is_left_to_people() -> None:
    assert "話し合って決めてください。" in prioritise([one("A", 100, 5), one("B", 100, 5)]).placed[0].reason_ja


def test_what_is_needed_comes_first_however_little_it_gains() -> None:
    found = prioritise([one("自動の督促", 200, 3, needs=("台帳",)), one("台帳", 10, 20)])

    assert ["台帳", "自動の督促"] == names(found)
    assert "「自動の督促」の前に必要です。" in found.placed[0].reason_ja
    assert "「台帳」の後に行います。" in found.placed[1].reason_ja


@pytest.mark.parametrize("check", ["", "  ", "なし", "未定", "様子を見る。", "後で考える", "―"])
def test_what_nobody_can_verify_is_set_aside(check: str) -> None:
    """中野区: 効果検証できない施策は見送り (domain.md §5)."""
    found = prioritise([one("意識を高める", 500, 1, check=check), FOUR[0]])

    assert ["様式"] == names(found)
    assert ["意識を高める"] == [left.candidate.name for left in found.aside]
    assert found.aside[0].reason_ja.startswith("効果の確かめ方が決まっていません。")


def test_what_is_not_estimated_and_what_waits_for_it_are_set_aside() -> None:
    found = prioritise(
        [one("A", None, 5), one("B", 50, None), one("C", 50, 5, needs=("A",)), one("D", 50, 5, needs=("C",))]
    )

    assert [] == names(found)
    assert [
        "効果の見積りがありません。",
        "労力の見積りがありません。",
        "先に必要な「A」が保留なので、決まるまで待ちます。",
        "先に必要な「C」が保留なので、決まるまで待ちます。",
    ] == [left.reason_ja.split("件数")[0].split("準備")[0] for left in found.aside]


def test_a_measure_that_makes_more_work_is_left_and_told_as_a_loss() -> None:
    found = prioritise([FOUR[0], one("二重に控える", -30, 1)])

    assert Quadrant.LEAVE is found.placed[1].quadrant
    assert found.placed[1].reason_ja == "効果は年▲30時間で、得るものがありません。"


def test_more_work_may_be_worth_it_for_residents() -> None:
    found = prioritise([FOUR[0], one("夜間の窓口", -30, 1, value=Level.HIGH)], value_hours=60)

    assert Quadrant.LEAVE is not found.placed[1].quadrant


def test_the_list_tells_everything_in_rows() -> None:
    rows = prioritise([*FOUR, one("意識", 1, 1, check="")]).to_rows()

    assert ["1", "2", "3", "4", "保留"] == [row["順"] for row in rows]
    assert {"順", "打ち手", "効果（年）", "労力", "判断", "理由"} == set(rows[0])


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: prioritise([]), "打ち手を1つ以上"),
        (lambda: prioritise([FOUR[0], FOUR[0]]), "同じ名前"),
        (lambda: prioritise([one(str(n), 1, 1) for n in range(41)]), "40個まで"),
        (lambda: prioritise([one("A", 1, 1, needs=("無い",))]), "先に必要な「無い」"),
        (lambda: prioritise([one("A", 1, 1, needs=("B",)), one("B", 1, 1, needs=("A",))]), "互いに"),
        (lambda: prioritise([one("A", 1, 1, needs=("A",))]), "互いに"),
        (lambda: prioritise(FOUR, hours_line=math.nan), "0以上の数"),
        (lambda: prioritise(FOUR, value_hours=-1), "0以上の数"),
        (lambda: one(" ", 1, 1), "名前を書いて"),
        (lambda: one("A", math.inf, 1), "年間の時間を数で"),
        (lambda: one("A", 1, -1), "0以上の人日"),
    ],
)
def test_what_cannot_be_is_asked_back(make: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        make()


NUMBER = st.floats(-1e4, 1e4, allow_nan=False) | st.none()
ANY = st.lists(
    st.tuples(NUMBER, st.floats(0, 1e4) | st.none(), st.sampled_from(Level), st.sampled_from(Level), st.booleans()),
    min_size=1,
    max_size=12,
)


@given(ANY, st.data())
@settings(deadline=None, max_examples=50)
def test_everything_is_placed_or_set_aside_and_nothing_before_what_it_needs(
    given_: list[tuple[Any, ...]], data: st.DataObject
) -> None:
    candidates: list[Candidate] = []
    for n, (hours, effort, value, risk, check) in enumerate(given_):
        needs = data.draw(st.lists(st.sampled_from([c.name for c in candidates]), max_size=2)) if candidates else []
        candidates.append(Candidate(f"打ち手{n}", hours, effort, value, risk, tuple(needs), "測る" if check else ""))
    found = prioritise(candidates)
    order = names(found)

    assert sorted(c.name for c in candidates) == sorted([*order, *(left.candidate.name for left in found.aside)])
    assert all(order.index(need) < order.index(c.name) for c in candidates if c.name in order for need in c.needs)
    assert all(sentence.endswith("。") for sentence in found.sentences)
    marks = [item for item in draw_priority(found).picture.items if isinstance(item, Circle) and item.radius > 5]
    assert len(order) == len(marks)
    assert all(math.dist((a.x, a.y), (b.x, b.y)) >= 2 * a.radius for n, a in enumerate(marks) for b in marks[n + 1 :])


# --- the chart -----------------------------------------------------------------------------------

SAME = [one(f"まったく同じ場所に置かれる、名前の長い打ち手（その{n}）{'長い' * 30}", 100, 5) for n in range(40)]


@pytest.mark.parametrize("candidates", [FOUR, SAME, [one("A", 1e9, 1e9), one("B", -1e9, 0, value=Level.HIGH)]])
def test_no_words_of_the_chart_stick_out_or_lie_on_each_other(candidates: list[Candidate]) -> None:
    picture = draw_priority(prioritise(candidates)).picture
    boxes = [box_of(text) for text in texts_of(picture.items)]

    assert all(0 <= a and c <= picture.width and 0 <= b and d <= picture.height for a, b, c, d in boxes)
    for n, (a1, b1, a2, b2) in enumerate(boxes):
        for x1, y1, x2, y2 in boxes[n + 1 :]:
            assert a2 <= x1 or x2 <= a1 or b2 <= y1 or y2 <= b1


def test_no_mark_lies_on_a_line_or_on_the_name_of_a_quarter() -> None:
    picture = draw_priority(prioritise([*FOUR, *SAME[:30]])).picture
    marks = [item for item in picture.items if isinstance(item, Circle) and item.radius > 5]
    quarters = [box_of(text) for text in texts_of(picture.items) if text.text in set(Quadrant) and text.size == 14]

    assert len(quarters) == 4
    for mark in marks:
        for left, top, right, bottom in quarters:
            assert not (left - 13 < mark.x < right + 13 and top - 13 < mark.y < bottom + 13)


def test_the_chart_reads_itself_aloud_and_keeps_text_as_text() -> None:
    drawing = draw_priority(prioritise([*FOUR, one("<script>", 5, 1), one("意識", 1, 1, check="")]))

    assert "1番「様式」は先に行う。効果は年160時間、労力は4人日。" in drawing.svg
    assert "「意識」は保留。" in drawing.svg
    assert "<script" not in drawing.svg


def test_the_table_of_names_can_be_left_to_the_page() -> None:
    order = prioritise(FOUR)
    bare, whole = draw_priority(order, names=False), draw_priority(order)

    assert bare.height < whole.height
    assert "様式" not in [text.text for text in texts_of(bare.picture.items)]


def test_a_chart_of_nothing_but_what_is_set_aside_is_drawn() -> None:
    assert "並べた打ち手はありません" not in draw_priority(prioritise([one("意識", 1, 1, check="")])).svg


def box_of(text: Text) -> tuple[float, float, float, float]:
    wide = em_width(text.text) * text.size
    left = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
    return left, text.y - text.size * 0.85, left + wide, text.y + text.size * 0.12


# --- from the form, and on paper -----------------------------------------------------------------


def test_a_filled_form_says_what_the_order_needs() -> None:
    values = {
        "name": "自動の督促",
        "effort": 3,
        "value": "大",
        "risk": "中",
        "needs": "台帳、様式",
        "check": "件数を測る",
    }

    assert candidate_of_values(values, 120) == Candidate(
        "自動の督促", 120, 3, Level.HIGH, Level.MIDDLE, ("台帳", "様式"), "件数を測る"
    )
    assert not candidate_of_values({}, 5).verifiable


def test_the_sheet_holds_the_chart_the_reasons_and_what_was_assumed_and_asks_for_nothing() -> None:
    sheet = priority_sheet(
        prioritise([*FOUR, one("<script>", 5, 1), one("意識", 1, 1, check="")]), ["二重の分を引きました。"]
    )

    for words in ("<svg", "労力が小さい（4人日）ためです。", "境目は、", "二重の分を引きました。", "保留"):
        assert words in sheet
    assert not re.search(r"<script|<link|<img|src=|url\(", sheet)
