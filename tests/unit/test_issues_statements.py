"""Sentences are sorted and asked about: rarely wrongly, never rudely, and 「分からない」 is an answer."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.checkers.lint import lint_text
from kaizen_helpers.issues.sorting.findings import StatementFinding, find_statement_problems, problems_of
from kaizen_helpers.issues.sorting.statements import Statement, StatementKind, guess_kind, read_kind, read_statements
from kaizen_helpers.issues.sorting.wording import says_again

FACT, TROUBLE, CAUSE, ISSUE, MEASURE = StatementKind
SENTENCES = Path(__file__).parents[1] / "corpus" / "issue_statements"
HELD_OUT = ("held_out", "held_out_late", "held_out_last")
"""Sentences on which no rule was tuned: written before the rules, after them, and after they were finished."""


@cache
def sentences(name: str) -> tuple[dict[str, str], ...]:
    text = (SENTENCES / f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines(), delimiter="\t"))


def found_in(row: dict[str, str]) -> set[str]:
    statement = Statement(1, row["文"], read_kind(row["種類"]), row["だれが"], row["根拠"])
    found_ids = {finding.id for finding in problems_of(statement)}
    # Both ask for the same: who is troubled.
    asks_who = "trouble_unclear" in found_ids and "trouble_without_who" in row["見つかること"]
    return {"trouble_without_who"} if asks_who else found_ids


def expected_in(row: dict[str, str]) -> set[str]:
    return set() if row["見つかること"] == "-" else {row["見つかること"]}


def share(hits: int, of: int) -> float:
    assert of >= 10, "too few to speak of a share"
    return hits / of


def rows(*cells: Sequence[str]) -> list[dict[str, str]]:
    return [dict(zip(("種類", "文", "だれが", "根拠"), (*row, "", "")[:4], strict=True)) for row in cells]


def found(*cells: Sequence[str]) -> list[tuple[int, str]]:
    return [(f.row, f.id) for f in find_statement_problems(read_statements(rows(*cells)).statements)]


def only(*cells: Sequence[str]) -> StatementFinding:
    (finding,) = find_statement_problems(read_statements(rows(*cells)).statements)
    return finding


# --- how well it reads ---------------------------------------------------------------------------


def test_there_are_enough_sentences_of_each_kind() -> None:
    every = [row["種類"] for name in ("tuning", *HELD_OUT) for row in sentences(name)]

    assert len(sentences("tuning")) >= 100
    assert sum(len(sentences(name)) for name in HELD_OUT) == 140
    assert all(every.count(kind) >= 14 for kind in StatementKind)


@pytest.mark.parametrize("row", sentences("tuning"), ids=lambda row: row["文"][:24])
def test_a_sentence_of_the_tuning_set_is_read_as_people_read_it(row: dict[str, str]) -> None:
    assert found_in(row) == expected_in(row)


def test_of_sentences_never_tuned_on_nine_in_ten_findings_are_right() -> None:
    """Measured before the words of the misses came in: 61 of 66 findings right (19/19, 17/18, 25/29).

    10 of 71 problems were missed. Three of the five that count as wrong say something true, but not the main thing:
    of a measure among the troubles, that nobody is named.
    """
    pairs = [(found_in(row), expected_in(row)) for name in HELD_OUT for row in sentences(name)]
    right = sum(len(f & e) for f, e in pairs)

    assert share(right, sum(len(f) for f, _ in pairs)) >= 0.9
    assert share(right, sum(len(e) for _, e in pairs)) >= 0.8


def test_a_guess_at_the_kind_is_nine_times_in_ten_right_where_it_is_made() -> None:
    """Measured on the sentences never tuned on: 87 of 90 right where it decides, and it decides for 90 of 140."""
    held_out = [row for name in HELD_OUT for row in sentences(name)]
    made = [(guess.kind.value, row) for row in held_out if (guess := guess_kind(row["文"])).kind]

    assert share(sum(kind in row["読める種類"].split("/") for kind, row in made), len(made)) >= 0.9
    assert len(made) >= len(held_out) / 2


def test_a_cause_that_only_turns_the_trouble_round_is_told_from_one_that_does_not() -> None:
    pairs = [*sentences("tuning_pairs"), *sentences("held_out_pairs")]

    wrong = [row for row in pairs if says_again(row["原因"], row["困りごと"]) != (row["言い換えか"] == "1")]

    assert wrong == []


# --- the kind of a sentence ----------------------------------------------------------------------


def test_every_kind_is_told_from_the_others_by_one_question() -> None:
    questions = [kind.question for kind in StatementKind]

    assert len(set(questions)) == 5
    assert [finding for question in questions for finding in lint_text(question)] == []
    assert all(question.endswith("か。") for question in questions)


@pytest.mark.parametrize("text", ["", "みかん", "様式に記入例がない", "たぶん1件30分かかる", "kintoneがない"])
def test_a_guess_says_when_it_does_not_know(text: str) -> None:
    guess = guess_kind(text)

    assert (guess.kind, guess.sure) == (None, False)
    assert guess.reason_ja.endswith("。")


@pytest.mark.parametrize(
    ("text", "kind", "sure"),
    [
        ("どこで不備に気づけるか", ISSUE, True),
        ("決裁が週に2回しか行われないため", CAUSE, True),
        ("様式を統一する", MEASURE, True),
        ("記入例を配る", MEASURE, False),
        ("市町の担当者が困っている", TROUBLE, True),
        ("転記に時間がかかる", TROUBLE, False),
        ("平均で12分だった", FACT, True),
        ("照会は年に12回ある", FACT, False),
    ],
)
def test_a_guess_is_sure_only_where_the_words_are_plain(text: str, kind: StatementKind, sure: bool) -> None:
    guess = guess_kind(text)

    assert (guess.kind, guess.sure) == (kind, sure)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("打手", MEASURE), ("対策", MEASURE), ("要因", CAUSE), ("困り事", TROUBLE), ("現状", FACT), ("問い", ISSUE)],
)
def test_a_kind_is_known_by_its_other_names(text: str, kind: StatementKind) -> None:
    assert read_kind(text) is kind


# --- single sentences ----------------------------------------------------------------------------


def test_a_measure_among_the_troubles_is_asked_for_whom_it_is() -> None:
    finding = only(("困りごと", "kintoneを入れる"))

    assert (finding.id, finding.row, finding.severity) == ("measure_as_other", 1, "advice")
    assert "1行目「kintoneを入れる」" in finding.message_ja
    assert "だれの何が楽になるのか" in finding.message_ja


def test_a_missing_tool_is_a_trouble_only_with_the_people_it_troubles() -> None:
    assert only(("困りごと", "専用のシステムがない")).severity == "advice"
    assert only(("原因", "専用のシステムがないから")).severity == "information"


def test_a_trouble_of_somebody_may_name_the_tool_that_is_missing() -> None:
    assert found(("困りごと", "支所の職員が、システムを使えず電話で聞いている")) == []
    assert found(("困りごと", "支所の職員はシステムを使えない")) == [(1, "lack_of_measure")]


def test_a_wish_is_neither_a_trouble_nor_a_measure() -> None:
    assert found(("困りごと", "残業を減らしたい", "係長")) == [(1, "wish_as_trouble")]
    assert guess_kind("残業を減らしたい").kind is None
    assert guess_kind("様式を統一したい").kind is MEASURE


def test_a_trouble_without_a_word_of_trouble_is_asked_for_it() -> None:
    assert only(("困りごと", "属人化している")).severity == "information"
    assert found(("困りごと", "属人化している")) == [(1, "trouble_unclear")]


@pytest.mark.parametrize(
    ("polite", "plain"),
    [
        ("様式を統一します", "様式を統一する"),
        ("記入例を作ります", "記入例を作る"),
        ("押印をやめます", "押印をやめる"),
        ("作業が煩雑です", "作業が煩雑だ"),
        ("様式は使いにくいです", "様式は使いにくい"),
        ("担当者が困っています", "担当者が困っている"),
        ("転記が終わりません", "転記が終わらない"),
    ],
)
def test_polite_sentences_are_read_like_plain_ones(polite: str, plain: str) -> None:
    assert guess_kind(polite) == guess_kind(plain)
    for kind in StatementKind:
        assert found((kind.value, polite)) == found((kind.value, plain))


def test_what_only_a_person_can_decide_is_marked_as_to_be_checked() -> None:
    assert "（要確認）" in only(("論点", "kintoneをどう入れるか")).message_ja
    assert "（要確認）" not in only(("事実", "たぶん30分かかる")).message_ja


def test_a_number_that_is_about_right_is_a_fact_once_it_says_how_it_was_measured() -> None:
    assert found(("事実", "審査に約40分かかる")) == [(1, "guess_as_fact")]
    assert found(("事実", "審査に約40分かかる", "", "10月に10件を計測")) == []
    assert found(("事実", "10件を測ると、審査は平均で約40分だった")) == []


def test_what_somebody_said_is_a_fact() -> None:
    assert found(("事実", "「みんな困っていると思う」という意見が3件あった")) == []


def test_who_is_troubled_may_stand_in_its_own_column() -> None:
    assert found(("困りごと", "転記に時間がかかる")) == [(1, "trouble_without_who")]
    assert found(("困りごと", "転記に時間がかかる", "県の担当者")) == []


def test_words_that_hold_another_word_are_not_taken_for_it() -> None:
    """契約 holds 約, 関係 holds 係, 課題 holds 課."""
    assert found(("事実", "予約と契約の約款は3種類ある")) == []
    assert found(("困りごと", "関係の課題の整理に時間がかかる")) == [(1, "trouble_without_who")]
    assert found(("事実", "見直しとみなしの件数は、みなと支所の分を除いて14件だった")) == []


# --- several sentences ---------------------------------------------------------------------------

GOOD = (
    ("事実", "転記を3回測ると、1件8分だった"),
    ("困りごと", "担当者が、締切の前に転記で残業している"),
    ("原因", "列を書き足して返す市町があり、貼り付けられないため"),
    ("論点", "転記をしないで集計するには、どの形で受け取ればよいか"),
    ("打ち手", "回答を入力フォームで受け取る"),
)


def test_a_good_list_has_nothing_to_look_at() -> None:
    assert found(*GOOD) == []


def test_measures_before_the_trouble_are_named_once() -> None:
    assert found(GOOD[4], GOOD[4], *GOOD[1:4]) == [(1, "measure_first")]


def test_measures_without_any_trouble_are_named() -> None:
    finding = only(GOOD[0], GOOD[4])

    assert (finding.id, finding.row) == ("measure_first", 2)
    assert "困りごとがまだありません" in finding.message_ja


def test_a_list_that_jumps_from_trouble_to_measure_is_asked_for_the_issue() -> None:
    assert found(GOOD[1], GOOD[2], GOOD[4]) == [(3, "measure_without_issue")]


def test_a_cause_that_repeats_the_trouble_names_its_row() -> None:
    finding = only(("困りごと", "担当者は転記に時間がかかる"), ("原因", "転記が早く終わらないから"))

    assert (finding.id, finding.row) == ("cause_repeats_trouble", 2)
    assert "1行目の困りごと" in finding.message_ja


# --- reading -------------------------------------------------------------------------------------


def problems(table: Any) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in read_statements(table).problems]


def test_a_kind_that_nobody_chose_is_asked_for_and_the_sentence_stays() -> None:
    reading = read_statements(rows(("", "なぜ遅れるのか"), ("課題", "遅れる"), ("ひらめき", "走る")))

    assert [statement.kind for statement in reading.statements] == [None, None, None]
    messages = [problem.message for problem in reading.problems]
    assert "「論点」のように読めます" in messages[0]
    assert "人によって指すものが違います" in messages[1]
    assert "「ひらめき」は、5つの中にありません" in messages[2]


def test_blank_rows_count_but_are_not_read() -> None:
    reading = read_statements(rows(("", ""), ("事実", "照会は年に12回ある")))

    assert [(s.row, s.kind) for s in reading.statements] == [(2, FACT)]
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (None, [(0, "")]),
        ("事実", [(0, "")]),
        ([["事実", "文"]], [(1, "")]),
        ([{"種類": "事実"}], [(1, "文")]),
        ([{"みかん": "1"}], [(0, "文")]),
        ([{"文": ["x"], "種類": "事実"}], [(1, "文"), (1, "文")]),
        ([{"文": "あ" * 5000, "種類": "事実"}], [(1, "文")]),
        ([{"文": "あ", "種類": "事実"}] * 301, [(0, "")]),
    ],
    ids=["nothing", "a text", "a list of lists", "no sentence", "other columns", "a list in a cell", "huge", "many"],
)
def test_what_cannot_be_read_is_named_by_row_and_column(table: Any, expected: list[tuple[int, str]]) -> None:
    found_places = problems(table)

    assert set(expected) <= set(found_places)
    assert all(problem.message.endswith("。") for problem in read_statements(table).problems)


def test_a_frame_is_read_like_a_list_of_rows() -> None:
    import pandas as pd

    table = rows(*GOOD)

    assert read_statements(pd.DataFrame(table)) == read_statements(table)


ANY = st.text(max_size=30) | st.sampled_from([row["文"] for row in sentences("tuning")])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(StatementKind)), ANY, ANY, ANY), max_size=6))
def test_whatever_is_written_is_read_without_a_stop_and_answered_politely(
    table: list[tuple[StatementKind, str, str, str]],
) -> None:
    statements = [Statement(n, text, kind, who, how) for n, (kind, text, who, how) in enumerate(table, 1)]

    findings = find_statement_problems(statements)

    assert findings == find_statement_problems(statements)
    assert {finding.row for finding in findings} <= set(range(1, len(table) + 1))
    assert all(finding.message_ja.endswith("。") for finding in findings)


def test_a_text_without_end_is_read_at_once() -> None:
    for text in ("約" * 10**6, "システム" * 10**5, "（" * 10**5, "を" * 10**6 + "する"):
        assert len(problems_of(Statement(1, text, TROUBLE))) == 1


def test_no_message_blames_or_uses_other_words_for_our_terms() -> None:
    every = [row for name in ("tuning", *HELD_OUT) for row in sentences(name)]
    findings = [
        finding
        for row in every
        for finding in problems_of(Statement(1, row["文"], read_kind(row["種類"]), row["だれが"], row["根拠"]))
    ]
    said = {text for finding in findings for text in (finding.read_ja, finding.next_ja)}

    assert [line for text in said for line in lint_text(text)] == []
