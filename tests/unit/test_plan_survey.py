"""The survey: shares with denominators and intervals, answers as people type them, small groups kept back."""

from __future__ import annotations

import math
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError, KaizenError, MissingError
from kaizen_helpers.notation.reading import Question
from kaizen_helpers.plan.survey.answers import Responses, heading_of, read_answer, read_responses
from kaizen_helpers.plan.survey.chart import before_after_chart, shares_chart
from kaizen_helpers.plan.survey.pages import HIDDEN, questionnaire_page, survey_page
from kaizen_helpers.plan.survey.questions import AFTER, BEFORE, QUESTIONNAIRES, ROLES, WEEKS_12, Questionnaire
from kaizen_helpers.plan.survey.questions import Question as Asked
from kaizen_helpers.plan.survey.shares import (
    Z95,
    Share,
    paired_difference,
    percent_ja,
    unpaired_difference,
    wilson,
)
from kaizen_helpers.plan.survey.tally import LEAST, compare_before_after, hidden_groups, share_of, tally
from kaizen_helpers.plan.survey.workbook import read_survey, write_survey

PLUS = next(question for question in AFTER.questions if question.key == "l1_plus")
HARD = next(question for question in AFTER.questions if question.key == "l1_difficulty")
LAW = settings(max_examples=60, deadline=None)


def rows_of(questionnaire: Questionnaire, answers: list[dict[str, Any]]) -> list[dict[str, object]]:
    """Rows with every column; ``answers`` by key of the question, and 役割 and 合い言葉."""
    return [
        {"番号": at, "役割": one.get("役割"), "合い言葉": one.get("合い言葉")}
        | {heading_of(mark, question): one.get(question.key) for mark, question in questionnaire.numbered}
        for at, one in enumerate(answers, start=1)
    ]


def after(answers: list[dict[str, Any]]) -> Responses:
    return read_responses(AFTER, rows_of(AFTER, answers))


def solved_numerically(count: int, people: int) -> tuple[float, float]:
    """Wilson's limits another way: where the score statistic (p̂ − p)² = z² p(1−p)/n crosses, found by halving."""
    seen = count / people

    def outside(p: float) -> bool:
        return (seen - p) ** 2 > Z95**2 * p * (1 - p) / people

    def edge(inside: float, out: float) -> float:
        for _ in range(200):
            middle = (inside + out) / 2
            inside, out = (inside, middle) if outside(middle) else (middle, out)
        return inside

    return edge(seen, 0.0), edge(seen, 1.0)


# ---- shares


def test_27_of_30_is_90_percent_with_74_to_97() -> None:
    """reference/domain.md, S15: 27/30 has a Wilson interval of 74.4–96.5 %."""
    low, high = wilson(27, 30)

    assert (74.4, 96.5) == (round(100 * low, 1), round(100 * high, 1))
    assert Share(27, 30).text_ja == "30人中27人（90 %、95 %信頼区間 74〜97 %）"
    assert (Share(27, 30).percent_ja, Share(27, 30).interval_ja) == ("90 %", "74〜97 %")


def test_blanks_are_told_and_are_not_in_the_denominator() -> None:
    assert Share(27, 30, 2).text_ja == "30人中27人（90 %、95 %信頼区間 74〜97 %）、無回答2人"


@LAW
@given(st.integers(1, 400), st.data())
def test_the_interval_is_where_the_score_statistic_crosses(people: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, people))

    assert wilson(count, people) == pytest.approx(solved_numerically(count, people), abs=1e-9)


def test_nobody_everybody_and_no_answer_at_all() -> None:
    assert wilson(0, 30)[0] == 0.0
    assert wilson(30, 30)[1] == 1.0
    assert wilson(0, 30)[1] == pytest.approx(1 - wilson(30, 30)[0])
    assert wilson(0, 0) == (0.0, 1.0)
    assert Share(0, 0, 3).text_ja == "回答なし、無回答3人"
    assert Share(0, 0).percent_ja == "－"


@pytest.mark.parametrize(("count", "people"), [(-1, 3), (4, 3), (1, -1), (True, 3), (1.0, 3)])
def test_a_share_of_impossible_numbers_is_refused(count: Any, people: Any) -> None:
    with pytest.raises(InputError):
        wilson(count, people)


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.005, "1 %"),
        (0.004, "0.4 %"),
        (0.9968, "99.7 %"),
        (0.99999, "99.9 %"),
        (0.125, "13 %"),
    ],
)
def test_what_is_not_all_is_not_rounded_to_all(share: float, shown: str) -> None:
    assert shown == percent_ja(share)


def test_a_paired_difference_of_the_literature_comes_out() -> None:
    """Newcombe 1998 (paired data), method 10: 36, 12, 2, 0 gives 0.0569 … 0.3404 for first minus second."""
    found = paired_difference(36, 12, 2, 0)

    assert (-0.3404, -0.0569) == (round(found.low, 4), round(found.high, 4))


def test_an_unpaired_difference_of_the_literature_comes_out() -> None:
    """Newcombe 1998 (independent proportions), table II, method 10: 56/70 and 48/80 give 0.0524 … 0.3339."""
    found = unpaired_difference(Share(48, 80), Share(56, 70))

    assert (0.0524, 0.3339) == (round(found.low, 4), round(found.high, 4))


@LAW
@given(st.tuples(*[st.integers(0, 12)] * 4).filter(any))
def test_a_paired_difference_lies_in_its_interval_and_turns_with_its_sides(table: tuple[int, int, int, int]) -> None:
    both, first, second, neither = table
    one, other = paired_difference(both, first, second, neither), paired_difference(both, second, first, neither)

    assert -1 <= one.low <= one.value + 1e-12
    assert one.value - 1e-12 <= one.high <= 1
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


def test_the_paired_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """Exact coverage over all tables of 14 pairs, for one set of probabilities."""
    people, chances = 14, (0.45, 0.1, 0.25, 0.2)
    truth, covered = chances[2] - chances[1], 0.0
    for a, b, c in product(range(people + 1), repeat=3):
        if (d := people - a - b - c) < 0:
            continue
        ways = math.factorial(people) / math.prod(math.factorial(n) for n in (a, b, c, d))
        found = paired_difference(a, b, c, d)
        covered += (
            ways
            * math.prod(p**n for p, n in zip(chances, (a, b, c, d), strict=True))
            * (found.low <= truth <= found.high)
        )

    assert 0.93 <= covered <= 0.99


# ---- reading


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (5, 5), (5.0, 5), ("5", 5), ("５", 5), ("⑤", 5), ("5(とても)", 5), ("５（とても）", 5),
        ("5：とてもそう思う", 5),
        ("5点", 5), ("とてもそう思う", 5), ("そう思う", 4), ("ややそう思う", 4), ("普通", 3),
        ("1 まったくそう思わない", 1),
        ("", None), (None, None), ("　", None), ("無回答", None), ("－", None), (float("nan"), None),
    ],
)  # fmt: skip
def test_a_step_is_read_as_people_type_it(typed: object, read: int | None) -> None:
    assert read == read_answer(PLUS, typed)


@pytest.mark.parametrize(
    "typed", [6, 0, "6", "4か5", "4、5", "4.5", 4.5, "1（とてもそう思う）", "はい", True, "3232", [5]]
)
def test_what_is_no_one_step_is_asked_back(typed: object) -> None:
    assert isinstance(read_answer(PLUS, typed), Question)


def test_a_problem_names_sheet_row_and_column_and_the_answer_is_neither_counted_nor_blank() -> None:
    responses = after([{"l1_plus": 5}] * 5 + [{"l1_plus": 6}, {"l1_content": 4}])
    item = tally(responses).item("l1_plus")

    assert [problem.where for problem in responses.problems] == ["「直後」の6行目の「⑤改善活動にプラス」"]
    assert "1から5の外" in responses.problems[0].message_ja
    assert (5, 1, 1) == (item.answered, item.blank, item.unread)


def test_columns_are_found_by_number_words_or_the_whole_question() -> None:
    rows = [{"5": 5, "2. 研修の難しさは、どうでしたか。": 3, "内容に満足": 4, "ご所属": "企画課"}]
    person = read_responses(AFTER, rows).people[0]

    assert {"l1_plus": 5, "l1_difficulty": 3, "l1_content": 4} == person.answers


def test_a_missing_column_is_told_and_not_counted_as_blank() -> None:
    responses = read_responses(AFTER, [{"⑤改善活動にプラス": 5}])

    assert "「直後」の「①内容に満足」" in [problem.where for problem in responses.problems]
    assert ["l1_plus"] == [item.question.key for item in tally(responses).items]


def test_a_row_without_an_answer_is_no_respondent() -> None:
    responses = after([{}, {"役割": "担当者"}, {"l1_plus": 4}])

    assert 1 == len(responses.people)
    assert ["「直後」の2行目"] == [problem.where for problem in responses.problems]


def test_free_text_that_names_somebody_is_a_suspicion_without_the_name() -> None:
    responses = after([{"l1_plus": 5, "comment": "佐藤さんの説明がよかった。連絡は sato@example.jp へ"}])

    (problem,) = responses.problems
    assert problem.where == "「直後」の1行目の「⑮自由記述」"
    assert "氏名、メール" in problem.message_ja
    assert not {"佐藤", "sato"} & set(re.split(r"\W", problem.message_ja))


def test_a_code_that_stands_twice_pairs_nobody() -> None:
    responses = after(
        [{"l1_plus": 5, "合い言葉": "うめ"}, {"l1_plus": 4, "合い言葉": "うめ"}, {"l1_plus": 4, "合い言葉": "まつ"}]
    )

    assert ["", "", "まつ"] == [person.code for person in responses.people]
    assert ["「直後」の1、2行目の「合い言葉」"] == [problem.where for problem in responses.problems]


@LAW
@given(
    st.dictionaries(st.sampled_from(["⑤", "合い言葉", "役割", "⑮自由記述", "⑦"]), st.text() | st.integers() | st.none())
)
def test_no_row_whatever_stops_the_reading(row: dict[str, Any]) -> None:
    read_responses(AFTER, [row])


# ---- counting


def test_difficulty_and_reversed_questions_do_not_count_fives_as_good() -> None:
    responses = after([{"l1_difficulty": 5}] * 4 + [{"l1_difficulty": 3}] * 2)
    reversed_question = Asked("worry", "不安が残った。", "不安", "low", PLUS.choices)

    assert Share(2, 6) == share_of(HARD, responses.people)
    assert frozenset({1, 2}) == reversed_question.counted


def test_fewer_than_five_answers_are_not_told() -> None:
    counted = tally(after([{"l1_plus": 5}] * 4 + [{"l1_content": 4}] * 5))

    assert counted.item("l1_plus").share is None
    assert counted.item("l1_plus").hidden
    assert counted.item("l1_content").share == Share(5, 5, 4)


@LAW
@given(st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 12), min_size=1))
def test_no_small_group_can_be_worked_out_from_the_total(sizes: dict[str, int]) -> None:
    hidden = hidden_groups(sizes)
    shown = {name: size for name, size in sizes.items() if name not in hidden}

    assert all(size >= LEAST or size == 0 for size in shown.values())
    rest = sum(sizes.values()) - sum(shown.values())
    assert rest == 0 or rest >= LEAST or not any(shown.values())


def test_one_small_group_takes_the_next_one_with_it() -> None:
    answers = [
        {"l1_plus": 5, "役割": role} for role, count in zip(ROLES, (12, 6, 2), strict=False) for _ in range(count)
    ]
    groups = {group.name: group.shares["l1_plus"] for group in tally(after(answers), lambda p: p.role).groups}

    assert {"担当者": Share(12, 12), "係長・リーダー": None, "管理職": None} == groups


def test_same_people_are_compared_as_pairs_where_enough_of_them_chose_a_code() -> None:
    earlier = [{"l2_flow": 2, "合い言葉": f"k{n}"} for n in range(6)] + [{"l2_flow": 5}]
    later = [{"l2_flow": 4 if n < 5 else 2, "合い言葉": f"k{n}"} for n in range(6)] + [{"l2_flow": 5}]
    compared = compare_before_after(read_responses(BEFORE, rows_of(BEFORE, earlier)), after(later))
    (one,) = [one for one in compared if one.question.key == "l2_flow"]

    assert one.difference is not None
    assert (6, Share(0, 6), Share(5, 6)) == (one.difference.pairs, one.difference.before, one.difference.after)
    assert (5, 1, 0) == (one.up, one.same, one.down)


def test_without_codes_the_two_groups_are_compared_as_they_are() -> None:
    earlier = read_responses(BEFORE, rows_of(BEFORE, [{"l2_gate": "ウ"}] * 6))
    (one,) = [
        one for one in compare_before_after(earlier, after([{"l2_gate": "イ"}] * 8)) if one.question.key == "l2_gate"
    ]

    assert one.difference is not None
    assert (0, Share(0, 6), Share(8, 8)) == (one.difference.pairs, one.difference.before, one.difference.after)
    assert not one.paired


# ---- pages, charts, workbook


def thirty() -> Responses:
    return after(
        [
            {"役割": ROLES[n % 2], "l1_plus": 5 if n < 27 else 2, "l1_difficulty": 5, "comment": "ひみつの話です"}
            for n in range(30)
        ]
        + [{"役割": ROLES[2], "l1_content": 5}]
    )


def test_the_summary_tells_the_share_with_its_people_and_keeps_free_text_out() -> None:
    page = survey_page(tally(thirty(), lambda person: person.role), given=40)

    assert "30人中27人（90 %、95 %信頼区間 74〜97 %）、無回答1人" in page
    assert "回収率 78 %" in page
    assert "ひみつの話" not in page
    assert not re.search(r"<script|https?://(?!www\.w3\.org)", page)


def test_hidden_numbers_are_marked_on_the_page() -> None:
    page = survey_page(tally(after([{"l1_plus": 5}] * 3)))

    assert "5人未満" in page
    assert HIDDEN in page
    assert "3人中" not in page


def test_a_chart_says_in_words_what_it_shows() -> None:
    chart = shares_chart(tally(thirty()))

    assert chart.startswith("<svg")
    assert "⑤改善活動にプラス 30人中27人（90 %" in chart.partition("<desc")[2].partition("</desc>")[0]
    assert shares_chart(tally(after([{"l1_plus": 5}]))) == ""
    assert before_after_chart(()) == ""


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES, ids=lambda one: one.name)
def test_every_question_stands_on_paper_and_a_name_is_never_asked(questionnaire: Questionnaire) -> None:
    page = questionnaire_page(questionnaire)

    assert [question.text for question in questionnaire.questions if question.text not in page] == []
    assert "名前は書きません" in page
    assert "空欄のままで大丈夫" in page


def test_before_and_after_ask_the_same_five_questions_in_other_words() -> None:
    earlier = {q.key: q for q in BEFORE.questions if q.counts == "right"}
    later = {q.key: q for q in AFTER.questions if q.counts == "right"}

    assert earlier.keys() == later.keys()
    assert len(earlier) == 5
    assert [key for key in earlier if earlier[key].text == later[key].text] == []
    assert [q.key for q in (*earlier.values(), *later.values()) if q.answer not in q.choices] == []


def test_a_workbook_comes_back_as_it_was_filled(tmp_path: Path) -> None:
    import openpyxl

    path = write_survey(tmp_path / "a.xlsx")
    with pytest.raises(InputError):
        read_survey(path)
    book = openpyxl.load_workbook(path)
    sheet = book[WEEKS_12.name]
    for column, cell in enumerate(sheet[1], start=1):
        if cell.value == "③1つ変えた":
            sheet.cell(2, column, "はい")
            sheet.cell(4, column, "たぶん")
    book.save(path)

    responses = read_survey(path)[WEEKS_12.name]
    assert {"l3_change": "はい"} == responses.people[0].answers
    assert ["「12週後」の4行目の「③1つ変えた」"] == [problem.where for problem in responses.problems]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_an_export_of_a_form_service_is_read_by_the_words_of_its_questions(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "回答.csv"
    head = ",".join(f'"{question.text}"' for question in AFTER.questions[:9])
    path.write_bytes(f"{head}\r\n5,3,3,4,5,4,ア,イ,イ\r\n".encode(encoding))

    (person,) = read_survey(path)[AFTER.name].people
    assert 5 == person.answers["l1_plus"]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.csv", b"\xff\xfe\x00", InputError),
        ("a.csv", b"x,y\n1,2\n", InputError),
        ("a.xlsx", b"no", InputError),
        ("a.txt", b"", InputError),
    ],
)
def test_a_file_that_is_no_survey_is_told_kindly(
    tmp_path: Path, name: str, content: bytes, error: type[KaizenError]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(error) as caught:
        read_survey(path)
    assert caught.value.message_ja.endswith("。")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    for name in ("a.csv", "a.xlsx"):
        with pytest.raises(MissingError):
            read_survey(tmp_path / name)


def test_a_name_that_was_typed_into_a_step_is_not_repeated() -> None:
    question = read_answer(PLUS, "田中さんに聞いた")

    assert isinstance(question, Question)
    assert "田中" not in question.text_ja
