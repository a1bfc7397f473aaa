"""``kaizen plan`` and ``kaizen account``; looking at a plan again; the page for the supervisor."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers import cli
from kaizen_helpers.checkers.lint import lint_text
from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.flow import Flow, Step, read_flow
from kaizen_helpers.forms import Form, form_page, read_form, write_form
from kaizen_helpers.plan.account import account_form
from kaizen_helpers.plan.action.action_plan import PLAN, Plan
from kaizen_helpers.plan.action.follow_up import (
    FOLLOW_UP,
    FollowUp,
    follow_up_of,
    follow_up_page,
    follow_up_values,
    progress,
    reminders,
)
from kaizen_helpers.plan.action.one_page import one_page
from kaizen_helpers.plan.action.overview import MOST_STEPS, draw_overview
from kaizen_helpers.workplace.plan_kit import blank_account, blank_plan, make_account, make_plan
from tests.unit.test_plan_account import GOOD as ACCOUNT_VALUES
from tests.unit.test_plan_action import GOOD, TODAY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CASES = Path(__file__).resolve().parents[2] / "courses" / "01_flow" / "cases"
FLOW = read_flow(CASES / "c1_minaoshi.txt").flow
VALUES = {key: value for key, value in vars(GOOD).items() if key in {entry.key for entry in PLAN.entries}}


BOXES = re.compile(rb"/MediaBox \[([^\]]+)\]")


# --- looking again ------------------------------------------------------------------------------


def test_a_plan_is_looked_at_again_after_4_and_12_weeks() -> None:
    found = reminders(date(2026, 11, 27))

    assert [(4, date(2026, 12, 25)), (12, date(2027, 2, 19))] == [(one.weeks, one.day) for one in found]
    assert "4週後の確認　2026年12月25日（金）" == found[0].text_ja


def test_a_day_on_which_the_office_is_closed_moves_to_the_next_working_day() -> None:
    """4 weeks after 1 December 2026 is 29 December: closed until 3 January, a Sunday. 12 weeks: 天皇誕生日."""
    found = reminders(TODAY)

    assert [date(2027, 1, 4), date(2027, 2, 24)] == [one.day for one in found]
    assert "4週後の確認　2027年1月4日（月）（2026年12月29日（火）が休みのため）" == found[0].text_ja


@pytest.mark.parametrize(("start", "weeks"), [(date.max, (4,)), (date.min, (4,)), (TODAY, (0,)), (TODAY, (521,))])
def test_days_outside_the_known_calendar_are_said_in_words(start: date, weeks: tuple[int, ...]) -> None:
    with pytest.raises(InputError):
        reminders(start, weeks)


@settings(deadline=None, max_examples=25)
@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_a_reminder_is_never_early_and_never_two_weeks_late(start: date) -> None:
    for one in reminders(start):
        assert timedelta(0) <= one.day - one.planned <= timedelta(days=10)


def measured(value: str, **more: Any) -> FollowUp:
    return FollowUp(**{"when": "4週後", "done": "できた", "measured": value, "next": "続ける", **more})


@pytest.mark.parametrize(
    ("value", "number", "share", "word"),
    [
        ("1回3時間", 3, "100%", "目標に届きました"),
        ("120分", 2, "125%", "目標に届きました"),
        ("1回5時間", 5, "50%", "見込んだ変化の50%まで"),
        ("3時間1分", 3 + 1 / 60, "99%", "見込んだ変化の99%まで"),
        ("4時間半", 4.5, "63%", "見込んだ変化の63%まで"),
        ("7時間", 7, "0%", "同じです"),
        ("8時間", 8, "-25%", "逆に動いています"),
    ],
)
def test_what_was_measured_stands_beside_what_was_hoped_for(value: str, number: float, share: str, word: str) -> None:
    """A goal that was just missed is not rounded to reached, and a value that got worse stays worse."""
    at, findings = progress(GOOD, measured(value))

    assert at is not None
    assert at.measured == pytest.approx(number)
    assert (share, ()) == (at.share_ja, findings)
    assert word in at.sentences[1]
    assert [] == [problem for sentence in at.sentences for problem in lint_text(sentence)]


def test_a_bare_number_is_taken_in_the_plans_unit_and_said() -> None:
    at, findings = progress(GOOD, measured("4"))

    assert at is not None
    assert 4 == at.measured
    assert ["「測った値」の4を、計画と同じ4時間と読みました。"] == [one.message_ja for one in findings]


@pytest.mark.parametrize(
    ("follow_up", "finding"),
    [
        (measured(""), "measured-missing"),
        (measured("年80時間"), "measured-not-comparable"),
        (measured("たくさん"), "measured-unreadable"),
        (measured("3時間", same_way=False), "other-way"),
        (measured("3時間", next=""), "next-missing"),
        (measured("", done="まだ"), "hindered-missing"),
    ],
)
def test_what_keeps_a_follow_up_from_telling_anything_is_said(follow_up: FollowUp, finding: str) -> None:
    _at, findings = progress(GOOD, follow_up)

    assert [finding] == [one.id for one in findings]
    assert [] == [problem for one in findings for problem in lint_text(one.message_ja)]


def test_a_plan_without_values_has_no_progress() -> None:
    at, findings = progress(Plan(), measured("3時間"))

    assert at is None
    assert "plan-not-comparable" == findings[0].id


def test_the_page_keeps_hoped_for_and_measured_apart() -> None:
    page = follow_up_page(replace(GOOD, estimate="年40時間"), [measured("5時間"), measured("")])

    assert ["-4時間", "-2時間", "50%", "未測定"] == [
        w for w in ("-4時間", "-2時間", "50%", "未測定") if f">{w}<" in page
    ]
    assert "年40時間（実測ではありません）" in page
    assert "<script" not in page


def test_a_blank_follow_up_knows_the_plan_and_comes_back_from_its_workbook(tmp_path: Path) -> None:
    reminder = reminders(TODAY)[0]
    path = write_form(FOLLOW_UP, tmp_path / "確認.xlsx", follow_up_values(GOOD, reminder))
    values = read_form(FOLLOW_UP, path).values

    assert (GOOD.measure, GOOD.target) == (values["measure"], values["target"])
    assert FollowUp(when="4週後　2027年1月4日（月）") == follow_up_of(values)


# --- the page for the supervisor ----------------------------------------------------------------

LONG = dict.fromkeys(
    ("work", "issue", "purpose", "measure", "resident", "estimate", "ask", "check", "first", "owner"),
    "長い文をたくさん書く人もいます。" * 40,
)


def test_the_page_asks_for_what_the_plan_asks_for_and_tells_hoped_for_from_measured() -> None:
    page = one_page(
        replace(GOOD, ask="1月に試すことの了承", estimate="年40時間"), picture=draw_overview(FLOW), caption="流れ"
    )

    for told in ("1月に試すことの了承", "見積もりです。実測ではありません", "4週後 2027年1月4日（月）", "回答フォーム"):
        assert told in page
    assert "続きは" not in page


def test_what_is_cut_says_where_the_rest_is() -> None:
    page = one_page(replace(GOOD, **LONG))  # type: ignore[arg-type]

    assert page.count("…（続きはアクションプランへ）") == 9


def test_what_people_typed_is_text_on_the_page() -> None:
    page = one_page(Plan(work="<script>alert(1)</script>", ask="<img src=x>"))

    assert not re.search("<script|<img", page)
    assert not re.search(r"https?://(?!www\.w3\.org/)", page)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("plan", "drawn"), [({}, True), (LONG, False), (LONG, True)], ids=["short", "long", "both"])
def test_it_is_one_page_of_a4_with_nothing_hidden(plan: dict[str, str], drawn: bool, browser: Browser) -> None:
    flow = read_flow(CASES / "c2_genjo.txt").flow
    picture = draw_overview(flow) if drawn else ""
    page = browser.new_page()
    page.set_content(one_page(replace(GOOD, **plan), picture=picture, caption="流れ"))  # type: ignore[arg-type]
    page.emulate_media(media="print")
    hidden = page.evaluate(
        "[...document.querySelectorAll('main, main > *, .picture > *, td')].filter("
        "e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)"
        ".map(e => e.className || e.tagName)"
    )
    sheets = sheets_of(page)

    assert ([], [[210, 297]]) == (hidden, sheets)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("form", [PLAN, FOLLOW_UP, account_form(["公開", "庁内", "個人", "要配慮", "個人番号"])])
def test_a_form_to_be_filled_by_hand_is_one_page_of_a4(form: Form, browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(form_page(form))

    assert [[210, 297]] == sheets_of(page)


def sheets_of(page: Page) -> list[list[int]]:
    """Width and height of each sheet on paper, in millimetres."""
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    page.close()
    return [[round(float(points) / 72 * 25.4) for points in box.split()[2:]] for box in BOXES.findall(pdf)]


def test_a_flow_at_a_glance_shows_every_step_once_and_says_it_aloud() -> None:
    svg = draw_overview(FLOW)

    numbers = re.findall(r'<text[^>]*text-anchor="end"[^>]*>(\d+)</text>', svg)
    assert [str(step.number) for step in FLOW.steps] == sorted(numbers, key=int)
    assert all(step.what in svg for step in FLOW.steps)
    assert "<desc" in svg


def test_a_flow_too_large_for_a_glance_is_not_drawn() -> None:
    many = tuple(Step(number, "係", "書類を読む") for number in range(1, MOST_STEPS + 2))

    assert "" == draw_overview(Flow("大きい", many)) == draw_overview(Flow())
    assert draw_overview(Flow("ちょうど", many[:-1]))


# --- the commands -------------------------------------------------------------------------------


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    return write_form(PLAN, tmp_path / "計画.xlsx", VALUES)


def test_without_a_file_the_blank_forms_are_made_for_excel_and_for_a_pen(tmp_path: Path) -> None:
    names = {path.name for kit in (blank_plan(tmp_path), blank_account(tmp_path)) for path in kit.files}

    workbooks = {"アクションプラン.xlsx", "実施後の確認.xlsx", "発行前確認.xlsx"}
    assert workbooks | {name.replace(".xlsx", "（手書き用）.html") for name in workbooks} == names


def test_a_filled_plan_becomes_pages_and_two_follow_ups(plan_file: Path) -> None:
    kit = make_plan([plan_file, CASES / "c1_minaoshi.txt"], today=TODAY)

    assert {
        "アクションプラン（印刷用）.html",
        "上司に渡す1枚.html",
        "実施後の確認（4週後）.xlsx",
        "実施後の確認（12週後）.xlsx",
    } == {path.name for path in kit.folder.iterdir()}
    assert "市町照会の取りまとめ（アクションプラン）" == kit.folder.name
    assert any("予定: 12週後の確認　2027年2月24日（水）" in sentence for sentence in kit.sentences)
    assert "回答フォーム" in (kit.folder / "上司に渡す1枚.html").read_text(encoding="utf-8")


def test_what_a_plan_lacks_is_said_with_its_cell_where_it_cannot_be_read(tmp_path: Path) -> None:
    path = write_form(PLAN, tmp_path / "計画.xlsx", {**VALUES, "due": "早めに", "purpose": "kintoneを導入する"})
    told = make_plan([path], today=TODAY).sentences

    assert any(re.match(r"！ 「期限」（B\d+）は読み取れませんでした。", sentence) for sentence in told)
    assert not any("「期限」が読み取れません" in sentence for sentence in told)
    assert any("手段だけが書かれています" in sentence for sentence in told)


def test_the_example_of_the_course_is_a_plan_without_findings_and_gets_its_account(tmp_path: Path) -> None:
    folder = CASES.parents[1] / "07_plan" / "example"
    flow = CASES / "c1_minaoshi.txt"
    plan = make_plan([folder / "plan.json", flow], tmp_path, date(2026, 11, 10))
    account = make_account([folder / "account.json", flow], tmp_path)

    assert plan.sentences[0].startswith("気になる所は見つかりませんでした。")
    assert "確認の結果: 発行してよい" in account.sentences[0]


def test_follow_ups_are_compared_with_the_plan(plan_file: Path, tmp_path: Path) -> None:
    first = write_form(
        FOLLOW_UP,
        tmp_path / "確認.xlsx",
        {**follow_up_values(GOOD, reminders(TODAY)[0]), "done": "途中まで", "measured": "5時間", "next": "続ける"},
    )
    kit = make_plan([first, plan_file], today=date(2027, 1, 5))

    assert "見込みと実測.html" in {path.name for path in kit.files}
    assert any("見込んだ変化の50%まで" in sentence for sentence in kit.sentences)


def test_what_was_made_before_is_never_written_over(plan_file: Path) -> None:
    first, second = make_plan([plan_file], today=TODAY), make_plan([plan_file], today=TODAY)

    assert first.folder != second.folder
    assert first.folder.is_dir()


def test_an_application_gets_its_answer_and_a_page(tmp_path: Path) -> None:
    form = write_form(account_form(), tmp_path / "申込.xlsx", {**ACCOUNT_VALUES, "admin2": ""})
    kit = make_account([form, CASES / "c1_minaoshi.txt"])

    assert kit.sentences[0].startswith("確認の結果: まだ")
    assert ["発行前確認（結果）.html"] == [path.name for path in kit.files]
    assert "「管理者（2人目）」がまだいません。" in kit.files[0].read_text(encoding="utf-8")


def test_a_file_that_is_another_form_or_nothing_is_said_in_words(plan_file: Path, tmp_path: Path) -> None:
    application = write_form(account_form(), tmp_path / "申込.xlsx", ACCOUNT_VALUES)
    blank = write_form(PLAN, tmp_path / "空.xlsx")
    text = tmp_path / "メモ.docx"
    text.write_bytes(b"not a document")

    for sources in ([application], [plan_file, plan_file], [blank], [text], [CASES / "c1_genjo.txt"]):
        with pytest.raises(InputError):
            make_plan(sources, today=TODAY)
    with pytest.raises(InputError):
        make_account([plan_file])
    with pytest.raises(MissingError):
        make_plan([tmp_path / "ない.xlsx"])


def test_odd_names_of_work_make_ordinary_names_of_folders(tmp_path: Path) -> None:
    path = write_form(PLAN, tmp_path / "計画.xlsx", {**VALUES, "work": "../照会:取りまとめ\n<1>" + "長" * 100})
    kit = make_plan([path], today=TODAY)

    assert tmp_path == kit.folder.parent
    assert re.fullmatch(r"照会取りまとめ1長+（アクションプラン）", kit.folder.name)


def test_the_commands_say_what_they_made(
    plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert 0 == cli.main(["plan"]) == cli.main(["account"]) == cli.main(["plan", str(plan_file)])
    told = capsys.readouterr().out
    assert "上司に渡す1枚.html" in told
    assert "発行前確認.xlsx" in told
    assert 1 == cli.main(["account", str(plan_file)])
    assert "「発行前確認」" in capsys.readouterr().err
