"""An issue tree is read from a table or a list, asked about by row, and drawn without losing a word."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.flow.drawing.canvas import Group, Picture, Rect, texts_of
from kaizen_helpers.issues.sorting.statements import StatementKind
from kaizen_helpers.issues.sorting.tree import IssueNode, IssueTree, check_issue_tree, read_issue_tree
from kaizen_helpers.issues.sorting.tree_drawing import draw_issue_tree
from tests.text_frames import Found, frames_of_texts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FACT, TROUBLE, CAUSE, ISSUE, MEASURE = StatementKind

C1 = """困りごと：県の担当者が、期限の前の週は転記で残業している
　事実：転記は1件8分だった（3回測った平均）
　原因：市町が様式に列を書き足し、そのまま貼り付けられないため
　　論点：転記をしないで集計するには、どんな形で受け取ればよいか
　　　打ち手：様式の列を守るお願いを、見本と一緒に送る
　　　打ち手：回答を入力フォームで受け取る"""

TABLE: list[dict[str, Any]] = [
    {"番号": 1, "親": "", "種類": "困りごと", "文": "窓口の職員が、昼に休めない"},
    {"番号": 2, "親": 1, "種類": "原因", "文": "昼に1人で受け付けているため"},
    {"番号": 3, "親": 2, "種類": "論点", "文": "昼の受付をだれと分けるか"},
    {"番号": 4, "親": 3, "種類": "打ち手", "文": "昼は隣の係と交代で受ける"},
    {"番号": 5, "親": 3, "種類": "打ち手", "文": "昼の受付を予約だけにする"},
]


def changed(row: int, **cells: Any) -> list[dict[str, Any]]:
    return [{**record, **(cells if n == row else {})} for n, record in enumerate(TABLE, start=1)]


def places(rows: Any) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in read_issue_tree(rows).problems]


def told(rows: Any) -> str:
    return " ".join(problem.message for problem in read_issue_tree(rows).problems)


def shape(tree: IssueTree) -> list[tuple[int, int | None]]:
    return [(node.number, above.number if (above := tree.parent(node)) else None) for node in tree.nodes]


def found(rows: Any) -> list[tuple[int, str]]:
    return [(finding.row, finding.id) for finding in check_issue_tree(read_issue_tree(rows).tree)]


# --- reading -------------------------------------------------------------------------------------


def test_a_table_with_parents_becomes_a_tree() -> None:
    reading = read_issue_tree(TABLE, "昼の窓口")

    assert reading.problems == ()
    assert shape(reading.tree) == [(1, None), (2, 1), (3, 2), (4, 3), (5, 3)]
    assert [node.kind for node in reading.tree.nodes] == [TROUBLE, CAUSE, ISSUE, MEASURE, MEASURE]


def test_an_indented_list_becomes_the_same_kind_of_tree() -> None:
    reading = read_issue_tree(C1)

    assert reading.problems == ()
    assert shape(reading.tree) == [(1, None), (2, 1), (3, 1), (4, 3), (5, 4), (6, 4)]
    assert reading.tree.nodes[0].text == "県の担当者が、期限の前の週は転記で残業している"


def test_blanks_tabs_and_marks_before_a_sentence_say_what_is_below_what() -> None:
    rows = [
        {"種類": kind, "文": text}
        for kind, text in (
            ("困りごと", "担当者が困る"),
            ("原因", "\t・ 写すため"),
            ("原因", "    └ 探すため"),
            ("論点", "　　　どうするか"),
        )
    ]

    assert shape(read_issue_tree(rows).tree) == [(1, None), (2, 1), (3, 1), (4, 3)]


def test_a_number_is_read_as_people_write_it() -> None:
    assert places(changed(2, 番号="②", 親="（１）")) == []
    assert places(changed(3, 親="2番")) == []
    assert places(changed(2, 親=1.0)) == []


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        (changed(3, 親=9), (3, "親"), "表にありません"),
        (changed(1, 親=4), (1, "親"), "1→4→3→2→1と同じ所に戻ります"),
        (changed(2, 親=2), (2, "親"), "2→2と同じ所に戻ります"),
        (changed(3, 親=""), (3, "親"), "1行目「窓口の職員が、昼に休めない」の下に入れるか"),
        (changed(2, 番号=1), (2, "番号"), "1行目と同じです"),
        (changed(2, 親="1と3"), (2, "親"), "番号を1つ書いてください"),
        (changed(2, 番号="二"), (2, "番号"), "1から始まる数で"),
        (changed(2, 種類="課題"), (2, "種類"), "5つの中にありません"),
        (changed(2, 種類=""), (2, "種類"), "空です"),
        (changed(2, 文="　"), (2, "文"), "空です"),
    ],
    ids=["no parent", "ring", "itself", "two roots", "twice", "two parents", "no number", "kind", "no kind", "no text"],
)
def test_what_does_not_hang_together_is_named_by_its_row(
    rows: list[dict[str, Any]], place: tuple[int, str], words: str
) -> None:
    assert place in places(rows)
    assert words in told(rows)


def test_a_tree_that_does_not_hang_together_still_holds_every_sentence() -> None:
    tree = read_issue_tree(changed(1, 親=4)).tree

    assert [root.number for root in tree.roots] == [1]
    assert shape(tree) == [(1, None), (2, 1), (3, 2), (4, 3), (5, 3)]


@pytest.mark.parametrize("rows", [None, 7, [["文"]], [{"x": "y"}], [{"文": object()}], "", "　\n\n"])
def test_what_is_no_table_is_said_and_nothing_stops(rows: Any) -> None:
    reading = read_issue_tree(rows)

    assert reading.tree.nodes == ()
    assert all(problem.message.endswith("。") for problem in reading.problems)
    assert "ここに図が出ます" in draw_issue_tree(reading.tree).svg


# --- findings ------------------------------------------------------------------------------------


def test_a_tree_from_trouble_to_measures_has_nothing_to_look_at() -> None:
    assert found(TABLE) == []
    assert found(C1) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (changed(4, 親=2), [(3, "only_one_measure"), (4, "measure_without_issue")]),
        (changed(4, 親=1), [(3, "only_one_measure"), (4, "measure_without_issue")]),
        (changed(3, 親=1), [(3, "issue_without_cause")]),
        (
            [TABLE[0], {**TABLE[2], "親": 1}, {**TABLE[1], "親": 3}, *TABLE[3:]],
            [(2, "issue_without_cause"), (3, "turned_round")],
        ),
        (TABLE[:3], [(3, "issue_without_measure")]),
        (TABLE[:4], [(3, "only_one_measure")]),
        (changed(5, 文="昼は隣の係と交代で受ける"), [(5, "same_twice")]),
        (changed(2, 文="昼に職員が休めないから"), [(2, "cause_repeats_trouble")]),
        (changed(1, 文="システムを入れる"), [(1, "measure_as_other")]),
        (changed(3, 文="昼の受付"), [(3, "issue_not_question")]),
    ],
    ids=[
        "below a cause",
        "below a trouble",
        "no cause",
        "cause below issue",
        "no measure",
        "one measure",
        "twice",
        "said again",
        "measure as trouble",
        "no question",
    ],
)
def test_what_stands_below_what_it_should_not_is_named(
    rows: list[dict[str, Any]], expected: list[tuple[int, str]]
) -> None:
    assert found(rows) == expected


# --- the picture ---------------------------------------------------------------------------------


def frames(picture: Picture) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of every sentence's shape."""
    found_frames = []
    for group in picture.items:
        if isinstance(group, Group):
            edge = group.items[0]
            if isinstance(edge, Rect):
                found_frames.append((edge.x, edge.y, edge.x + edge.width, edge.y + edge.height))
            else:
                xs, ys = zip(*(at for _, at in edge.steps if at), strict=True)  # type: ignore[union-attr]
                found_frames.append((min(xs), min(ys), max(xs), max(ys)))
    return found_frames


def words_of(tree: IssueTree) -> str:
    drawn = "".join(text.text for text in texts_of(draw_issue_tree(tree).picture.items))
    return re.sub(r"\s", "", drawn)


def test_the_picture_says_every_sentence_in_full() -> None:
    text = "Microsoft FormsとExcelの台帳とkintoneの3か所に、" * 6
    tree = read_issue_tree(
        [{"種類": "原因", "文": text, "だれが": "受付の担当者", "根拠": "https://" + "a" * 120}]
    ).tree

    drawn = words_of(tree)

    assert re.sub(r"\s", "", text) in drawn
    assert "だれ：受付の担当者" in drawn
    assert "a" * 120 in drawn
    assert "…" not in drawn


def test_every_kind_has_its_name_and_its_own_shape() -> None:
    rows = [{"種類": kind.value, "文": "同じ文"} for kind in StatementKind] + [{"種類": "", "文": "同じ文"}]
    groups = [item for item in draw_issue_tree(read_issue_tree(rows).tree).picture.items if isinstance(item, Group)]

    assert [group.title.split()[1] for group in groups] == [*StatementKind, "種類は未記入"]
    outlines = {
        (type(edge).__name__, edge.style, getattr(edge, "radius", 0.0))
        for edge in (group.items[0] for group in groups)
        if not isinstance(edge, Group)
        if hasattr(edge, "style")
    }
    assert len(outlines) == len(groups)


def test_the_text_alternative_reads_the_tree_from_its_root() -> None:
    description = draw_issue_tree(read_issue_tree(TABLE).tree).picture.description.split("\n")

    assert description[0] == "文は5個です。"
    assert description[1].startswith("1、困りごと、いちばん上。窓口の職員が")
    assert description[4] == "4、打ち手、3の下。昼は隣の係と交代で受ける。"


def test_hostile_text_stays_text() -> None:
    hostile = '<script>alert("x")</script>]]>&amp;\x00\x0b'
    svg = draw_issue_tree(read_issue_tree([{"文": hostile, "種類": "事実", "根拠": hostile}], hostile).tree).svg

    root = ET.fromstring(svg)  # noqa: S314 - our own SVG

    assert "script" not in {element.tag.rpartition("}")[2] for element in root.iter()}
    assert svg.count("<script") == 0


def test_a_chain_as_long_as_the_table_and_a_fan_as_wide_are_drawn() -> None:
    chain = [{"番号": n, "親": n - 1 or "", "文": f"文{n}", "種類": "原因"} for n in range(1, 301)]
    fan = [{"番号": n, "親": 1 if n > 1 else "", "文": f"文{n}", "種類": "原因"} for n in range(1, 301)]

    for rows in (chain, fan):
        assert len(frames(draw_issue_tree(read_issue_tree(rows).tree).picture)) == 300


PARENTS = st.lists(st.integers(0, 12), min_size=1, max_size=12)
TEXTS = st.text("転記をする長い文Excel、。", min_size=1, max_size=60)


@settings(max_examples=80, deadline=None)
@given(PARENTS, st.data())
def test_whatever_parents_are_written_each_sentence_stands_once_and_on_no_other(
    parents: list[int], data: st.DataObject
) -> None:
    """Parent 0 is the root; the others may be missing, turned round or themselves."""
    kinds = st.sampled_from([*StatementKind, None])
    nodes = [
        IssueNode(n, n, data.draw(TEXTS), data.draw(kinds), parent or None) for n, parent in enumerate(parents, start=1)
    ]
    tree = IssueTree("題", tuple(nodes))

    check_issue_tree(tree)
    picture = draw_issue_tree(tree).picture
    boxes = frames(picture)

    assert len(boxes) == len(nodes)
    assert not [
        (a, b)
        for a, b in combinations(boxes, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] - 0.1 and b[1] < a[3] - 0.1
    ]
    assert all(x >= 0 and y >= 0 and right <= picture.width and low <= picture.height for x, y, right, low in boxes)


@pytest.mark.slow
def test_a_browser_finds_every_text_inside_its_shape(browser: Browser) -> None:
    hard = C1 + "\n　　論点：WWWW Microsoft Teams会議のURL（https://www.example.lg.jp/form）を、だれが配るか"
    page = browser.new_page()

    for family in ("", "'DejaVu Sans', 'Noto Sans CJK JP', sans-serif"):
        result = frames_of_texts(page, draw_issue_tree(read_issue_tree(hard, "照会の取りまとめ").tree).svg, family)
        assert result == Found(result.texts, [], [])
        assert result.texts > 20
