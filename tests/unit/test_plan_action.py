"""The action plan: values and goals as people write them, what the words say, and every finding about a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kaizen_helpers.checkers.engine import Outcome, Result, judge
from kaizen_helpers.checkers.lint import lint_message, lint_text
from kaizen_helpers.checkers.m07_own_plan import OWN_PLAN
from kaizen_helpers.notation.dates import DateReading
from kaizen_helpers.notation.days import read_day
from kaizen_helpers.notation.reading import Question
from kaizen_helpers.plan import wording
from kaizen_helpers.plan.action.action_plan import PLAN, Plan, plan_of, plan_page
from kaizen_helpers.plan.action.appointments import read_appointment
from kaizen_helpers.plan.action.checks import check_plan
from kaizen_helpers.plan.action.measures import Measure, goal_value, in_unit_of, read_measure

TODAY = date(2026, 12, 1)

GOOD = Plan(
    work="市町照会の取りまとめ",
    made=TODAY,
    issue="回答の転記に時間がかかり、未提出の市町が分からない",
    purpose="市町の回答の状況がいつでも分かり、転記の誤りをなくす",
    measure="1回の集計にかかる時間",
    before="1回7時間",
    how="開始と終了の時刻を記録し、3回分を平均する",
    target="1回3時間",
    resident="市町が回答を直して送り直す件数が減る",
    due=date(2027, 2, 26),
    owner="集計担当",
    first="調査票の設問をフォームに写して、係内で試す",
    first_day=date(2026, 12, 11),
    check="3月の照会のあと、係長が記録を見て確かめる",
)


def ids(plan: Plan, today: date = TODAY) -> list[str]:
    return [finding.id for finding in check_plan(plan, today)]


# --- values and goals ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value", "unit", "basis"),
    [
        ("6時間", 6, "時間", ""),
        ("１回６時間", 6, "時間", "回"),
        ("1回の集計に約6時間", 6, "時間", "回"),
        ("月40件", 40, "件", "月"),
        ("毎月1,200件", 1200, "件", "月"),
        ("年3,632時間", 3632, "時間", "年"),
        ("6時間/回", 6, "時間", "回"),
        ("3時間半", 3.5, "時間", ""),
        ("三時間以内", 3, "時間", ""),
        ("7時間5分", 7 + 5 / 60, "時間", ""),
        ("425分（約7時間）", 425, "分", ""),
        ("200分（1回）", 200, "分", "回"),
        ("回答率90%以上", 90, "%", ""),
        ("5営業日以内", 5, "営業日", ""),
        ("20市町すべて", 20, "市町", ""),
        ("1人あたり15分", 15, "分", "人"),
        ("誤り0件", 0, "件", ""),
        ("9割", 90, "%", ""),
        ("20件中4件", 4, "件", "20件中"),
        ("全20市町のうち3市町", 3, "市町", "20市町中"),
    ],
)
def test_a_value_is_read_with_its_unit_and_what_it_is_counted_for(
    typed: str, value: float, unit: str, basis: str
) -> None:
    found = read_measure(typed)

    assert isinstance(found, Measure)
    assert (unit, basis) == (found.unit, found.basis)
    assert pytest.approx(value) == found.value


@pytest.mark.parametrize(
    "typed", ["効率化する", "3〜4時間", "12回 1回425分", "x" * 500, True, float("nan"), 10**30, []]
)
def test_what_is_not_one_value_is_asked_back(typed: object) -> None:
    assert isinstance(read_measure(typed), Question)


def test_so_many_of_so_many_is_compared_with_so_many_of_the_same_only() -> None:
    four, one, other = (read_measure(typed) for typed in ("20件中4件", "1件", "10件中1件"))

    assert isinstance(four, Measure)
    assert isinstance(one, Measure)
    assert isinstance(other, Measure)
    assert (1, None) == (goal_value(four, one), goal_value(four, other))


@pytest.mark.parametrize("typed", [None, "", "　", "なし", "－"])
def test_nothing_written_is_nothing(typed: object) -> None:
    assert read_measure(typed) is None


@pytest.mark.parametrize(
    ("before", "goal", "value"),
    [
        ("1回7時間", "1回3時間", 3),
        ("1回7時間", "1回180分", 3),
        ("1回425分", "いまの半分", 212.5),
        ("6時間", "3割減らす", 4.2),
        ("6時間", "▲50%", 3),
        ("6時間", "2時間短縮", 4),
        ("6時間", "6時間から3時間に", 3),
        ("待ち2週間", "7日", 1),
        ("提出率60%", "90%", 90),
        ("提出率60%", "20ポイント上げる", 80),
        ("5件", "なくす", 0),
    ],
)
def test_a_goal_is_brought_to_the_unit_of_todays_value(before: str, goal: str, value: float) -> None:
    today, wanted = read_measure(before), read_measure(goal)

    assert isinstance(today, Measure)
    assert isinstance(wanted, Measure)
    assert pytest.approx(value) == goal_value(today, wanted)


@pytest.mark.parametrize(
    ("before", "goal"),
    [("1回7時間", "年36時間"), ("7時間", "20件"), ("7時間", "3"), ("提出率60%", "3割増やす"), ("3日", "2営業日")],
)
def test_what_cannot_be_compared_is_not_compared(before: str, goal: str) -> None:
    """A working day is not a day, and 「60%を3割増やす」 says two things at once."""
    today, wanted = read_measure(before), read_measure(goal)

    assert isinstance(today, Measure)
    assert isinstance(wanted, Measure)
    assert goal_value(today, wanted) is None


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 10**6),
    st.sampled_from(["分", "時間", "件", "日", "円", "枚"]),
    st.sampled_from(["", "1回", "月", "年"]),
)
def test_a_value_is_read_back_as_it_is_written(number: int, unit: str, basis: str) -> None:
    found = read_measure(f"{basis}{number}{unit}")

    assert isinstance(found, Measure)
    assert (number, unit) == (found.value, found.unit)
    assert found == read_measure(str(found))


@settings(deadline=None, max_examples=60)
@given(st.floats(0.1, 1e6), st.sampled_from(["秒", "分", "時間"]), st.sampled_from(["秒", "分", "時間"]))
def test_turning_a_unit_around_twice_changes_nothing(value: float, unit: str, other: str) -> None:
    there = in_unit_of(Measure(value, unit), Measure(1, other))
    assert there is not None

    assert pytest.approx(value) == in_unit_of(Measure(there, other), Measure(1, unit))


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="0123456789.,一十百千万時間分件回年月日から→半減割%（）()/ー〜▲約の に", max_size=30))
def test_reading_a_value_never_raises(text: str) -> None:
    read_measure(text)


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "purpose",
    [
        "kintoneを導入する",
        "ＤＸを推進する",
        "業務の効率化",
        "kintoneで業務を効率化する",
        "電子申請を使ってペーパーレス化を進めるため",
        "アプリを作って便利にする",
        "システムの導入による業務効率化",
        "申請手続をオンライン化する",
    ],
)
def test_a_purpose_that_names_only_a_tool_is_seen(purpose: str) -> None:
    assert wording.names_only_a_tool(purpose)


@pytest.mark.parametrize(
    "purpose",
    [
        "市町の回答をkintoneで集め、転記をなくす",
        "kintoneで未提出の市町がすぐ分かるようにする",
        "申請者を待たせない",
        "二重入力をなくす",
        "残業を減らす",
        "県民に早く結果を返す",
        "転記をなくし、申請を電子化する",
        "オンライン化して県民が来庁せずに申請できる",
        "自動化で空いた時間を相談に使う",
    ],
)
def test_a_purpose_that_says_what_gets_better_may_name_a_tool(purpose: str) -> None:
    assert not wording.names_only_a_tool(purpose)


@pytest.mark.parametrize("owner", ["佐賀 太郎", "佐賀　花子", "山田主任", "佐藤さん", "田中係長", "自分", "私", "高橋"])
def test_a_name_of_a_person_is_seen(owner: str) -> None:
    assert wording.is_person(owner)


@pytest.mark.parametrize(
    "owner",
    [
        "集計担当",
        "県の担当者",
        "係長",
        "福祉課主任",
        "長寿社会課 介護係",
        "企画主査",
        "担当者2名",
        "健康 福祉係",
        "業者さん",
        "森林課",
        "福島",
    ],
)
def test_a_role_is_no_persons_name(owner: str) -> None:
    assert not wording.is_person(owner)


@pytest.mark.parametrize(
    "text",
    ["人員を削減する", "職員を1人減らす", "人件費の削減", "3人から2人にする", "1名減", "省人化を進める", "人を減らす"],
)
def test_words_that_sound_like_fewer_people_are_seen(text: str) -> None:
    assert wording.cuts_people(text)


@pytest.mark.parametrize(
    "text",
    [
        "人手不足でも続けられるようにする",
        "人の手間を減らす",
        "担当者の残業を減らす",
        "1人あたりの時間を減らす",
        "問い合わせを5人から2人に減らす",
        "来庁する人を減らす",
        "個人の負担を減らす",
    ],
)
def test_less_work_for_people_is_not_fewer_people(text: str) -> None:
    assert not wording.cuts_people(text)


# --- findings -----------------------------------------------------------------------------------


def test_a_good_plan_has_no_findings() -> None:
    assert [] == ids(GOOD)


@pytest.mark.parametrize(
    ("change", "finding", "place"),
    [
        ({"work": ""}, "work-missing", "業務名"),
        ({"purpose": "特になし"}, "purpose-missing", "目的"),
        ({"purpose": "kintoneを導入する"}, "purpose-is-tool", "目的"),
        ({"issue": ""}, "issue-missing", "困りごと・論点"),
        ({"measure": ""}, "measure-missing", "何を測るか"),
        ({"before": ""}, "before-missing", "いまの値"),
        ({"before": "たくさん"}, "before-unreadable", "いまの値"),
        ({"before": "7", "target": "3"}, "before-no-unit", "いまの値"),
        ({"how": ""}, "how-missing", "測り方"),
        ({"how": "感覚で比べる"}, "how-not-repeatable", "測り方"),
        ({"how": "係で話し合う"}, "how-unclear", "測り方"),
        ({"target": ""}, "goal-missing", "目標の値"),
        ({"target": "効率化する"}, "goal-vague", "目標の値"),
        ({"target": "係で決める"}, "goal-no-number", "目標の値"),
        ({"target": "3"}, "goal-no-unit", "目標の値"),
        ({"target": "年36時間"}, "goal-other-basis", "目標の値"),
        ({"target": "20件"}, "goal-not-comparable", "目標の値"),
        ({"target": "1回420分"}, "goal-same", "目標の値"),
        ({"target": "8時間"}, "goal-worse", "目標の値"),
        ({"target": "9時間減らす"}, "goal-below-zero", "目標の値"),
        ({"target": "5時間から3時間に"}, "two-before-values", "目標の値"),
        ({"resident": ""}, "resident-missing", "県民や相手にとっての効果"),
        ({"resident": "職員の残業が減る"}, "resident-is-staff", "県民や相手にとっての効果"),
        ({"due": None}, "due-missing", "期限"),
        ({"due": date(2026, 3, 31)}, "due-past", "期限"),
        ({"due": date(2027, 3, 31), "first_day": date(2027, 3, 1)}, "year-end-lump", "期限"),
        ({"due": date(2027, 3, 31)}, "due-year-end", "期限"),
        ({"due": date(2029, 2, 1)}, "due-far", "期限"),
        ({"owner": "未定"}, "owner-missing", "担当"),
        ({"owner": "佐賀 太郎"}, "owner-is-person", "担当"),
        ({"first": ""}, "first-missing", "最初の一歩"),
        ({"first": "改善する"}, "first-vague", "最初の一歩"),
        ({"first_day": None}, "first-day-missing", "最初の一歩の日"),
        ({"first_day": date(2025, 12, 5)}, "first-day-past", "最初の一歩の日"),
        ({"first_day": date(2026, 12, 16)}, "first-late", "最初の一歩の日"),
        ({"due": date(2026, 12, 4)}, "first-after-due", "最初の一歩の日"),
        ({"check": "なし"}, "check-missing", "確認方法"),
        ({"check": "測らない", "estimate": "年40時間"}, "never-measured", "確認方法"),
        ({"made": None}, "made-missing", "作った日"),
        (
            {"made": date(2027, 12, 1), "due": date(2028, 1, 7), "first_day": date(2027, 12, 3)},
            "made-future",
            "作った日",
        ),
        ({"ask": "人員を1名減らすことの了承"}, "cuts-people", "上司へのお願い"),
    ],
)
def test_each_gap_in_a_plan_is_found_at_its_entry(change: dict[str, object], finding: str, place: str) -> None:
    found = {one.id: one for one in check_plan(replace(GOOD, **change), TODAY)}  # type: ignore[arg-type]

    assert place == found[finding].place
    assert f"「{place}」" in found[finding].message_ja
    assert [] == lint_text(found[finding].message_ja, module="07_plan")


def test_two_weeks_are_counted_to_their_last_day() -> None:
    assert [] == ids(replace(GOOD, first_day=TODAY + timedelta(days=14)))


def test_a_plan_that_is_read_later_is_held_against_its_own_day() -> None:
    """The first step was within two weeks when the plan was made; a due day that has passed is said in other words."""
    assert [] == ids(GOOD, date(2027, 1, 20))
    assert ["due-over"] == ids(GOOD, date(2027, 3, 1))


@pytest.mark.parametrize(
    ("before", "target"), [("1回425分", "1回425分（約7時間）から200分"), ("約7時間", "425分から3時間に")]
)
def test_a_rounded_value_beside_the_exact_one_is_the_same_value(before: str, target: str) -> None:
    assert [] == ids(replace(GOOD, before=before, target=target))


def test_a_rate_may_grow_and_says_so_or_is_guessed() -> None:
    rate = replace(GOOD, measure="期限内の提出率", before="60%", target="90%")

    assert [] == ids(rate)
    assert ["goal-worse"] == ids(replace(rate, better="減るとよい"))
    assert ["goal-worse"] == ids(replace(rate, measure="誤りの件数", before="3件", target="5件"))


def test_the_most_important_comes_first_and_then_the_order_of_the_form() -> None:
    found = check_plan(Plan(), TODAY)
    severities = [finding.severity for finding in found]

    assert sorted(severities, key=["error", "advice", "information"].index) == severities
    errors = [finding.place for finding in found if finding.severity == "error"]
    labels = [entry.label for entry in PLAN.entries]
    assert sorted(errors, key=labels.index) == errors


DAYS = st.none() | st.dates()
TEXTS = st.text(max_size=30) | st.sampled_from(
    ["kintone", "効率化する", "1回6時間", "半分", "佐賀 太郎", "なし", "9" * 40]
)


@settings(deadline=None, max_examples=60)
@given(
    st.fixed_dictionaries(
        {entry.key: DAYS if entry.kind == "date" else TEXTS for entry in PLAN.entries if entry.kind != "choice"}
    ),
    st.dates(),
)
@example({"made": date.max, "due": date.min, "first_day": date.max}, date.min)
def test_no_plan_whatever_raises_and_every_finding_stays_short(values: dict[str, object], today: date) -> None:
    for finding in check_plan(plan_of(values), today):
        assert len(finding.message_ja) <= 140


def test_values_of_another_kind_count_as_not_written() -> None:
    assert Plan() == plan_of({"work": 3, "made": "2026-12-01", "due": True, "owner": None, "other": "x"})


def test_the_page_shows_what_was_written_and_nothing_as_code() -> None:
    page = plan_page({"work": "<b>照会</b>", "made": TODAY, "purpose": "転記の誤りをなくす"})

    assert "転記の誤りをなくす" in page
    assert "&lt;b&gt;照会&lt;/b&gt;" in page
    assert "<b>照会" not in page


# --- days as people say them --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12月11日", date(2026, 12, 11)),
        ("１２／１１（金）まで", date(2026, 12, 11)),
        ("R8.12.11", date(2026, 12, 11)),
        ("来週の金曜", date(2026, 12, 11)),
        ("来週", date(2026, 12, 11)),
        ("今週中", date(2026, 12, 4)),
        ("二週間以内", date(2026, 12, 15)),
        ("10日後", date(2026, 12, 11)),
        ("3か月後", date(2027, 3, 1)),
        ("明日", date(2026, 12, 2)),
        ("今月中", date(2026, 12, 31)),
        ("来月", date(2027, 1, 31)),
        ("来月末まで", date(2027, 1, 31)),
        ("再来月", date(2027, 2, 28)),
        ("12月末", date(2026, 12, 31)),
        ("2月末まで", date(2027, 2, 28)),
        ("年度末", date(2027, 3, 31)),
        ("令和9年度末", date(2028, 3, 31)),
        ("来年度末", date(2028, 3, 31)),
        ("3月", date(2027, 3, 31)),
        ("来年の2月末", date(2027, 2, 28)),
        ("R9年2月", date(2027, 2, 28)),
        ("2027年3月中", date(2027, 3, 31)),
        ("年内", date(2026, 12, 28)),
        ("1月12日に", date(2027, 1, 12)),
    ],
)
def test_a_day_is_read_as_people_say_it(typed: str, day: date) -> None:
    found = read_day(typed, TODAY)

    assert isinstance(found, DateReading)
    assert day == found.value


@pytest.mark.parametrize("typed", ["早めに", "12月中旬", "10日", "9月31日", "13月末", "随時"])
def test_a_day_that_is_open_is_asked_back(typed: str) -> None:
    assert isinstance(read_day(typed, TODAY), Question)


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="0123456789年月日末週間後来今再の金曜度内/.-以まで（）()", max_size=14), st.dates())
def test_reading_a_day_never_raises(typed: str, today: date) -> None:
    read_day(typed, today)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12月8日の9時", date(2026, 12, 8)),
        ("１２月４日　９時半から", date(2026, 12, 4)),
        ("12/3 午前", date(2026, 12, 3)),
        ("来週の火曜 10:00", date(2026, 12, 8)),
        ("12月4日（金）9:00〜", date(2026, 12, 4)),
        ("明日の朝", date(2026, 12, 2)),
        ("12月8日の午後1時30分ごろ", date(2026, 12, 8)),
        ("12月8日", date(2026, 12, 8)),
    ],
)
def test_a_day_with_its_hour_is_that_day(typed: str, day: date) -> None:
    found = read_appointment(typed, TODAY)

    assert isinstance(found, DateReading)
    assert day == found.value


@pytest.mark.parametrize("typed", ["9時", "早めに", "朝のうちに", "12月上旬", "12月8日か9日の朝", "x" * 5000])
def test_an_hour_alone_or_no_day_at_all_is_asked_back(typed: str) -> None:
    assert isinstance(read_appointment(typed, TODAY), Question)


# --- one's own plan in the panel ----------------------------------------------------------------


def own(**texts: str) -> Result:
    start = {entry.key: "" for entry in PLAN.entries}
    good = {
        **{key: str(value) for key, value in vars(GOOD).items() if key in start and value is not None},
        "made": "2026-12-01",
        "due": "2月末",
        "first_day": "来週の金曜",
        "better": "減るとよい",
    }
    written = {**start, **good, **texts}
    return judge(OWN_PLAN, {"rows": [{"記入": written[entry.key]} for entry in PLAN.entries]})


def test_ones_own_plan_gets_findings_and_no_points() -> None:
    assert Outcome.CORRECT is own().outcome
    told = own(purpose="kintoneを導入する", owner="未定")

    assert (Outcome.INCORRECT, "plan.own-finding", 0) == (told.outcome, told.mistake, told.max_points)
    assert "「目的」の欄です。" == told.message.where
    assert 1 == told.more


def test_without_a_day_of_its_own_a_plan_is_asked_for_one_and_its_days_are_left_alone() -> None:
    """The day on which the panel happens to be open must not change what is said."""
    told = own(made="", due="2031-02-01", first_day="2031-01-10")

    assert ("「作った日」の欄です。", 0) == (told.message.where, told.more)


def test_who_only_promises_the_first_step_is_done_for_the_day() -> None:
    """The course asks for two entries of the seventeen; the others are for the desk."""
    blank = {entry.key: "" for entry in PLAN.entries}

    assert Outcome.CORRECT is own(**{**blank, "first": "先月の名簿を数える", "first_day": "12月8日"}).outcome
    assert Outcome.INCORRECT is own(**{**blank, "first": "先月の名簿を数える"}).outcome


def test_what_is_written_is_spoken_of_before_what_is_blank() -> None:
    told = own(work="", purpose="kintoneを導入する")

    assert ("「目的」の欄です。", 0) == (told.message.where, told.more)


def test_a_day_that_cannot_be_read_is_said_once() -> None:
    told = own(due="早めに")

    assert ("「期限」の欄です。", 0) == (told.message.where, told.more)


def test_every_finding_about_ones_own_plan_reads_like_a_message() -> None:
    told = [own(**{entry.key: ""}) for entry in PLAN.entries if entry.required]

    assert {Outcome.INCORRECT} == {one.outcome for one in told}
    assert [] == [problem for one in told for problem in lint_message(one.message, "incorrect", module="07_plan")]
