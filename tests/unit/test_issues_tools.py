"""Which tool, or none: the eight cases, the laws of the table, what would change it, and whatever people type."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.issues.tools.cases import CASES, ToolCase
from kaizen_helpers.issues.tools.criteria import CHOICES, find_criteria, read_criteria
from kaizen_helpers.issues.tools.questions import DECIDED, QUESTIONS, Answer, Business, read_business
from kaizen_helpers.issues.tools.recommendation import Recommendation, hours_a_year, recommend
from kaizen_helpers.organisation import Organisation, read_organisation

DEFAULT = read_organisation()
BUILT = {"excel", "form", "kintone", "rpa"}


def values(key: str) -> st.SearchStrategy[Answer]:
    asked = next(q for q in QUESTIONS if q.key == key)
    if asked.kind == "yes":
        return st.booleans()
    if asked.kind == "number":
        return st.integers(asked.least, min(asked.most, 3000)) | st.sampled_from([1, 2, 3, 5, 12, 100, 500])
    return st.sampled_from(asked.choices or tuple(c.name for c in DEFAULT.data_classes))


BUSINESSES = st.fixed_dictionaries({}, optional={q.key: values(q.key) for q in QUESTIONS}).map(Business)
few = settings(deadline=None, max_examples=12)


def first(business: Business) -> str:
    return recommend(business).first.choice


def points(found: Recommendation, choice: str) -> int:
    return next(o.points for o in (found.first, *found.others) if o.choice == choice)


# ---- the cases of the course (domain.md, section 4)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_each_case_of_the_course_comes_out_as_it_is_taught(case: ToolCase) -> None:
    found = recommend(case.business)

    assert found.first.choice in case.expected
    assert found.first.reasons_for


def test_the_cases_read_the_same_when_people_type_them() -> None:
    for case in CASES:
        typed = {
            key: {True: "はい", False: "いいえ"}.get(a, str(a)) if isinstance(a, bool) else str(a)
            for key, a in case.answers.items()
        }

        assert (case.answers, ()) == ((read := read_business(typed))[0].answers, read[1])


def test_the_change_notice_of_care_homes_is_not_built_because_a_national_system_has_to_be_used() -> None:
    """C4: 国の「電子申請・届出システム」が原則 (domain.md, section 0, 6)."""
    found = recommend(next(c for c in CASES if c.id == "C4").business)

    assert "none" == found.first.choice
    assert "使うと決まっている" in found.first.reasons_for[0]
    assert "existing" == found.others[0].choice


def test_for_the_inquiries_of_c1_the_scope_of_kintone_is_told() -> None:
    """The towns answer by form or workbook; kintone keeps the prefecture's own state."""
    found = recommend(CASES[0].business)

    assert any("受付と進み具合だけ" in text for text in found.scopes)


@pytest.mark.parametrize("known", [{"cases": 3}, {"cases": 3, "minutes": 60}, {"cases": 3, "people": 5, "state": True}])
def test_three_cases_a_year_are_not_built(known: dict[str, Answer]) -> None:
    found = recommend(Business(known))

    assert "none" == found.first.choice


def test_three_very_long_cases_a_year_may_be_worth_a_tool() -> None:
    assert "kintone" == first(Business({"cases": 3, "minutes": 6000, "people": 5, "state": True}))


# ---- ask first


@few
@given(BUSINESSES)
def test_personal_numbers_are_never_put_into_a_tool_without_asking(business: Business) -> None:
    found = first(business.with_answer("data_class", "個人番号"))

    assert found in {"ask", "none"}


@few
@given(BUSINESSES)
def test_a_class_that_may_not_or_not_yet_be_put_there_never_gives_that_tool(business: Business) -> None:
    found = recommend(business).first.choice
    data = business.answers.get("data_class")

    assert found not in BUILT or data is None or DEFAULT.allows(found, str(data)) is True


def test_an_organisation_that_allows_the_class_changes_what_comes_out() -> None:
    own = replace(DEFAULT, tools=tuple(replace(t, allowed=("要配慮",)) for t in DEFAULT.tools))

    assert "ask" == first(CASES[6].business)
    assert recommend(CASES[6].business, organisation=own).first.choice in {"form", "kintone"}


def test_a_tool_that_may_take_the_data_is_preferred_to_asking() -> None:
    """kintone may not, Excel may: two people who calculate can begin there."""
    tools = tuple(replace(t, allowed=("個人",) if t.kind == "excel" else ()) for t in DEFAULT.tools)
    business = Business({"data_class": "個人", "people": 2, "calculation": "合計や集計", "state": False})

    assert "excel" == recommend(business, organisation=replace(DEFAULT, tools=tools)).first.choice


def test_without_a_purpose_one_asks_first() -> None:
    assert "ask" == first(CASES[0].business.with_answer("purpose", False))


def test_nothing_known_is_no_reason_for_any_tool_and_says_what_to_find_out() -> None:
    found = recommend(Business())

    assert "ask" == found.first.choice
    assert {"existing", "state", "external"} <= {m.key for m in found.missing}


# ---- laws


@few
@given(BUSINESSES)
def test_whatever_is_known_all_seven_come_out_once_and_the_first_has_a_reason(business: Business) -> None:
    found = recommend(business)

    assert sorted(CHOICES) == sorted(o.choice for o in (found.first, *found.others))
    assert found.first.reasons_for
    assert not found.first.ruled_out


@few
@given(BUSINESSES, st.randoms())
def test_the_order_of_the_answers_does_not_matter(business: Business, random: object) -> None:
    keys = list(business.answers)
    random.shuffle(keys)  # type: ignore[attr-defined]

    assert recommend(business) == recommend(Business({key: business.answers[key] for key in keys}))


@few
@given(BUSINESSES, st.integers(1, 40), st.integers(0, 40))
def test_more_people_never_speak_against_kintone_nor_for_excel(business: Business, people: int, more: int) -> None:
    less, greater = (recommend(business.with_answer("people", n)) for n in (people, people + more))

    assert points(less, "kintone") <= points(greater, "kintone")
    assert points(less, "excel") >= points(greater, "excel")


@few
@given(BUSINESSES, st.integers(0, 12), st.integers(0, 12))
def test_more_changes_of_the_screen_never_speak_for_rpa(business: Business, changes: int, more: int) -> None:
    less, greater = (recommend(business.with_answer("screen_changes", n)) for n in (changes, changes + more))

    assert points(less, "rpa") >= points(greater, "rpa")


@few
@given(BUSINESSES, st.integers(1, 2000), st.integers(0, 2000))
def test_more_cases_never_bring_do_not_build(business: Business, cases: int, more: int) -> None:
    less, greater = (first(business.with_answer("cases", n)) for n in (cases, cases + more))

    assert less == "none" or greater != "none"


@few
@given(BUSINESSES)
def test_a_system_that_has_to_be_used_is_always_do_not_build(business: Business) -> None:
    assert "none" == first(business.with_answer("existing", DECIDED))


# ---- what would change it


@few
@given(BUSINESSES)
def test_every_change_that_is_told_does_change_it_as_it_says(business: Business) -> None:
    found = recommend(business)

    for change in found.changes:
        changed = business
        for reply in change.replies:
            assert business.answers[reply.key] == reply.before
            changed = changed.with_answer(reply.key, reply.after)
        assert change.choice == first(changed) != found.first.choice


@settings(deadline=None, max_examples=6)
@given(BUSINESSES, st.sampled_from(["people", "cases", "screen_changes", "exceptions"]))
def test_no_smaller_change_of_a_number_would_do(business: Business, key: str) -> None:
    """Against trying every whole number on the way."""
    now = business.answers.get(key)
    if not isinstance(now, int):
        return
    found = recommend(business)
    told = [c.replies[0].after for c in found.changes if len(c.replies) == 1 and c.replies[0].key == key]
    reach = abs(int(told[0]) - now) if told else 30
    least = next(q.least for q in QUESTIONS if q.key == key)

    near = [
        n
        for d in range(1, min(reach, 60))
        for n in (now - d, now + d)
        if least <= n <= (100 if key == "exceptions" else 10**6)
    ]
    assert [n for n in near if first(business.with_answer(key, n)) != found.first.choice] == []


@few
@given(BUSINESSES)
def test_what_is_missing_is_not_known_and_leads_elsewhere(business: Business) -> None:
    found = recommend(business)

    assert all(m.key not in business.answers and m.leads_to for m in found.missing)
    assert all(found.first.name not in m.leads_to for m in found.missing)


def test_two_answers_are_changed_only_where_one_is_not_enough() -> None:
    business = Business({"stoppable": True, "existing": DECIDED})

    changes = recommend(business).changes

    assert [2] == [len(c.replies) for c in changes]


def test_a_change_reads_as_a_sentence() -> None:
    found = recommend(CASES[0].business)

    said = next(c.text_ja for c in found.changes if c.replies[0].key == "state")
    label = "進み具合（受付済み、確認中など）を追う"
    assert f"「{label}」が「いいえ」になると、「フォーム」に変わります。" == said
    said = next(c.text_ja for c in found.changes if c.replies[0].key == "people")
    assert said == "「庁内で使う人数」が「3人」から「1人」になると、「フォーム」に変わります。"


# ---- hours


def test_the_hours_of_c1_are_cases_times_minutes() -> None:
    """12 rounds; 5 + 30 + 40 + 80 + 15 + 10 + 60 + 160 + 60 + 30 + 10 minutes are the steps of its As-Is."""
    assert 100 == hours_a_year(CASES[0].business)


def test_what_costs_more_than_it_saves_says_both_figures() -> None:
    found = recommend(Business({"cases": 3, "minutes": 60}))

    assert found.first.reasons_for == (
        "年に3時間の仕事です。3年で減る見込みは4.5時間で、いちばん小さく作る場合の10時間に届きません。",
    )


# ---- what people type


@pytest.mark.parametrize(
    ("key", "typed", "read"),
    [
        ("minutes", "約30分", 30),
        ("minutes", "１時間半", 90),
        ("cases", "３，６３２件", 3632),
        ("people", "三人", 3),
        ("state", "はい", True),
        ("state", "いいえ。", False),
        ("existing", "ある(使うか選べる)", "ある（使うか選べる）"),
        ("data_class", " 庁内 ", "庁内"),
    ],
)
def test_an_answer_is_read_as_people_write_it(key: str, typed: str, read: Answer) -> None:
    business, problems = read_business({key: typed})

    assert (read, ()) == (business.answers[key], problems)


def test_a_label_is_as_good_as_a_key() -> None:
    business, problems = read_business({"庁内で使う人数": "5"})

    assert ({"people": 5}, ()) == (dict(business.answers), problems)


@pytest.mark.parametrize("typed", ["", "分からない", "わからない", "不明", "？", None])
def test_what_is_not_known_is_no_problem(typed: object) -> None:
    business, problems = read_business({q.key: typed for q in QUESTIONS})

    assert ({}, ()) == (dict(business.answers), problems)


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("cases", "-3件"),
        ("cases", "たくさん"),
        ("cases", "3〜5"),
        ("minutes", ["30"]),
        ("state", "たぶん"),
        ("exceptions", "150%"),
        ("existing", "kintone"),
        ("data_class", 5),
        ("みかん", "1"),
    ],
)
def test_what_cannot_be_read_is_asked_back_by_its_place(key: str, typed: object) -> None:
    business, (problem,) = read_business({key: typed})

    assert {} == dict(business.answers)
    assert problem.where.startswith("「")
    assert problem.message_ja.endswith("。")


@few
@given(
    st.dictionaries(
        st.sampled_from([q.key for q in QUESTIONS]) | st.text(max_size=5),
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=8)
        | st.lists(st.integers(), max_size=2),
        max_size=8,
    )
)
def test_no_answers_whatever_raise(plain: dict[str, object]) -> None:
    business, problems = read_business(plain)

    assert recommend(business).first.reasons_for
    assert all(p.message_ja for p in problems)


def test_a_question_that_does_not_exist_is_a_programmers_error() -> None:
    with pytest.raises(ValueError):
        Business({"みかん": 1})


# ---- an organisation's own table


LINE = '[[criteria]]\nfor = "excel"\nquestion = "people"\nat_most = 2\npoints = 2\nreason = "少人数です。"\n'


def test_the_default_table_has_no_problems() -> None:
    assert () == read_criteria().problems
    assert set(CHOICES) == set(read_criteria().tools)


def test_an_organisations_table_replaces_the_default(tmp_path: Path) -> None:
    path = tmp_path / "tools.toml"
    path.write_text(LINE, encoding="utf-8")

    own = read_criteria(path)

    assert () == own.problems
    assert "excel" == recommend(Business({"people": 2}), own).first.choice
    assert "ask" == recommend(CASES[0].business, own).first.choice
    assert own == find_criteria(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ('for = "excel"', 'for = "access"', "2行目", "for は、excel、"),
        ('question = "people"', 'question = "persons"', "3行目", "question は、"),
        ("at_most = 2", 'is = "少ない"', "4行目", "at_least か at_most に数（人）"),
        ("at_most = 2", 'at_most = "2"', "4行目", "at_least か at_most に数（人）"),
        ("at_most = 2", "at_most = 2\nat_least = 5", "5行目", "at_least が at_most より大きい"),
        ("points = 2", "points = 2.5", "5行目", "整数"),
        ("points = 2", "points = 900", "5行目", "整数"),
        ("points = 2", "", "1行目", "1つだけ"),
        ("points = 2", "points = 2\ndecides = true", "5行目", "1つだけ"),
        ("points = 2", "decides = true", "5行目", "none（作らない）と ask"),
        ("points = 2", 'rules_out = "はい"', "5行目", "true か false"),
        ('reason = "少人数です。"', "", "1行目", "人が読む文"),
        ('reason = "少人数です。"', 'reason = "少人数です。"\nmemo = "x"', "7行目", "「memo」という名前は使いません"),
        ('question = "people"\nat_most = 2', 'question = "state"\nis = "はい"', "4行目", "is = true か is = false"),
        ('question = "people"\nat_most = 2', 'question = "calculation"\nis = "多い"', "4行目", "のどれかを書きます"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_with_its_place_and_what_to_write(
    tmp_path: Path, old: str, new: str, where: str, said: str
) -> None:
    path = tmp_path / "tools.toml"
    path.write_text(LINE.replace(old, new), encoding="utf-8")

    own = read_criteria(path)

    assert [(where, True)] == [(p.where, said in p.message_ja) for p in own.problems], own.problems
    assert read_criteria().lines == own.lines


@pytest.mark.parametrize(
    "text", ["saved_share = 3", 'usual_years = "3"', "few_cases = -1", "みかん = 1", 'criteria = "a"', "a = [", ""]
)
def test_a_setting_that_cannot_be_used_leaves_the_default(tmp_path: Path, text: str) -> None:
    path = tmp_path / "tools.toml"
    path.write_text(text, encoding="utf-8")

    own = read_criteria(path)

    assert bool(text) == bool(own.problems)
    assert replace(read_criteria(), path=path) == replace(own, problems=())


def test_hours_of_building_are_the_organisations_to_set(tmp_path: Path) -> None:
    path = tmp_path / "tools.toml"
    path.write_text('[[tools]]\nid = "excel"\nname = "Excel"\nbuild_hours = 0\n', encoding="utf-8")
    business = Business({"cases": 3, "minutes": 60, "people": 1})

    assert "excel" == recommend(business, read_criteria(path)).first.choice


def test_the_names_are_the_organisations() -> None:
    own: Organisation = replace(
        DEFAULT, tools=tuple(replace(t, name="庁内アプリ") if t.kind == "kintone" else t for t in DEFAULT.tools)
    )

    assert "庁内アプリ" == recommend(CASES[0].business, organisation=own).first.name
