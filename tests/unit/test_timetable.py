"""The one schedule: the committed file keeps its promises, and a wrong file says where."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.classroom.timetable import (
    Day,
    Form,
    Part,
    Timetable,
    read_timetable,
    schedule,
    timetable_text,
)
from kaizen_helpers.errors import InputError, KaizenError, MissingError

COMMITTED = Path(__file__).resolve().parents[2] / "courses" / "timetable.toml"

SMALL = """\
[modules]
01_flow = "業務フロー図"

[exercises]
flow-faults = { code = "E1-1", module = "01_flow", title = "間違い探し", minutes = 8, points = 10, required = true }

[forms.short]
title = "短い版"

[[forms.short.days]]
title = "一日"
minutes = 50
parts = [
  { title = "業務フロー図", modules = ["01_flow"], minutes = 40, talking = 10, exercises = ["flow-faults"] },
  { title = "昼休み", kind = "lunch", minutes = 60 },
  { title = "休憩", kind = "break", minutes = 10 },
]
"""


@pytest.fixture(scope="module")
def committed() -> Timetable:
    return read_timetable(COMMITTED)


def small(tmp_path: Path, old: str = "", new: str = "") -> Path:
    """Write the small timetable, with one piece replaced."""
    assert old in SMALL
    path = tmp_path / "timetable.toml"
    path.write_text(SMALL.replace(old, new, 1) if old else SMALL, encoding="utf-8")
    return path


# ---- the committed timetable


@pytest.mark.parametrize(("name", "days"), [("one_day", [360]), ("two_days", [210, 360]), ("half_day", [210])])
def test_each_form_takes_exactly_its_minutes(committed: Timetable, name: str, days: list[int]) -> None:
    assert days == [day.minutes for day in committed.form(name).days]


def test_the_file_holds_these_three_forms_and_no_other(committed: Timetable) -> None:
    assert [form.name for form in committed.forms] == ["one_day", "two_days", "half_day"]


def test_the_one_day_form_is_the_table_that_was_decided(committed: Timetable) -> None:
    expected = [
        ("はじめに・操作練習", 25, 0, "E0-1 E0-2"),
        ("業務フロー図", 95, 30, "E1-1 E1-2"),
        ("休憩", 10, 0, ""),
        ("論点・To-Be・効果", 55, 10, "E2-1 E2-3 E2-5"),
        ("昼休み", 60, 0, ""),
        ("庁内のツールと事例", 35, 20, "E3-1"),
        ("Excelと表記", 45, 0, "E4-1 E4-2 E5-2"),
        ("休憩", 10, 0, ""),
        ("kintone", 50, 0, "E6-1 E6-2"),
        ("計画・ゲート・宣言・アンケート", 30, 10, "E7-1 E7-2"),
        ("予備", 5, 0, ""),
    ]

    parts = committed.form("one_day").parts
    assert expected == [(p.title, p.minutes, p.talking, " ".join(e.code for e in p.exercises)) for p in parts]


def test_the_required_exercises_take_at_most_two_hundred_minutes(committed: Timetable) -> None:
    assert sum(e.minutes for e in committed.exercises if e.required) <= 200


@pytest.mark.parametrize("name", ["one_day", "two_days", "half_day"])
def test_learners_talk_with_each_other_for_an_hour_at_least(committed: Timetable, name: str) -> None:
    assert committed.form(name).talking >= 60


def test_the_one_day_form_holds_every_required_exercise_and_no_other(committed: Timetable) -> None:
    required = {e.id for e in committed.exercises if e.required}

    assert required == {e.id for e in committed.form("one_day").exercises}


def test_the_two_days_hold_every_required_exercise(committed: Timetable) -> None:
    required = {e.id for e in committed.exercises if e.required}

    assert required <= {e.id for e in committed.form("two_days").exercises}


def test_half_a_day_is_the_first_of_the_two_days(committed: Timetable) -> None:
    first = committed.form("two_days").days[0]
    (half,) = committed.form("half_day").days

    assert first.parts == half.parts


def test_required_exercises_give_one_hundred_points(committed: Timetable) -> None:
    assert sum(e.points for e in committed.exercises if e.required) == 100


def test_at_least_half_of_the_points_lie_before_the_tools(committed: Timetable) -> None:
    early = {"01_flow", "02_issues", "03_tools"}

    assert sum(e.points for e in committed.exercises if e.required and e.module in early) >= 50


# ---- on the clock


def test_the_one_day_form_on_the_clock(committed: Timetable) -> None:
    assert timetable_text(committed.form("one_day")) == (
        "一日版（360分。昼休みは別）\n"
        "09:30-09:55  はじめに・操作練習（25分。演習 E0-1、E0-2）\n"
        "09:55-11:30  業務フロー図（95分。うち話し合い30分。演習 E1-1、E1-2）\n"
        "11:30-11:40  休憩（10分）\n"
        "11:40-12:35  論点・To-Be・効果（55分。うち話し合い10分。演習 E2-1、E2-3、E2-5）\n"
        "12:35-13:35  昼休み（60分）\n"
        "13:35-14:10  庁内のツールと事例（35分。うち話し合い20分。演習 E3-1）\n"
        "14:10-14:55  Excelと表記（45分。演習 E4-1、E4-2、E5-2）\n"
        "14:55-15:05  休憩（10分）\n"
        "15:05-15:55  kintone（50分。演習 E6-1、E6-2）\n"
        "15:55-16:25  計画・ゲート・宣言・アンケート（30分。うち話し合い10分。演習 E7-1、E7-2）\n"
        "16:25-16:30  予備（5分）\n"
    )


def test_every_day_begins_at_the_same_time(committed: Timetable) -> None:
    slots = schedule(committed.form("two_days"), "9:00")
    first = {slot.day: slot for slot in reversed(slots)}

    assert {day: s.start for day, s in first.items()} == {"1日目 ワークショップ": "09:00", "2日目 ハンズオン": "09:00"}


def test_a_form_of_two_days_names_its_days(committed: Timetable) -> None:
    lines = timetable_text(committed.form("two_days")).splitlines()

    assert lines[0] == "二日版（570分。昼休みは別）"
    assert [line for line in lines if line.startswith(("1日目", "2日目"))] == [
        "1日目 ワークショップ（210分）",
        "2日目 ハンズオン（360分）",
    ]


def test_a_form_without_lunch_does_not_speak_of_it(committed: Timetable) -> None:
    assert timetable_text(committed.form("half_day")).splitlines()[0] == "半日版（210分）"


@given(
    minutes=st.lists(st.integers(min_value=1, max_value=60), min_size=1, max_size=12),
    start=st.integers(min_value=0, max_value=11 * 60),
)
def test_slots_follow_each_other_without_a_gap(minutes: list[int], start: int) -> None:
    parts = tuple(Part(f"部分{n}", "break", (), length, 0, ()) for n, length in enumerate(minutes))
    form = Form("any", "版", (Day("一日", parts),))

    slots = schedule(form, f"{start // 60}:{start % 60:02}")

    assert [slot.end for slot in slots[:-1]] == [slot.start for slot in slots[1:]]
    last_hour, last_minute = slots[-1].end.split(":")
    assert int(last_hour) * 60 + int(last_minute) == start + sum(minutes)


@pytest.mark.parametrize("text", ["", "9時半", "24:00", "9:60", "９:30", "09:30:00"])
def test_a_start_that_is_no_time_is_refused(committed: Timetable, text: str) -> None:
    with pytest.raises(InputError) as caught:
        schedule(committed.form("half_day"), text)

    assert str(caught.value) == f"始まりの時刻: 時刻は「09:30」のように書いてください（今は「{text}」）。"


def test_a_day_does_not_run_past_midnight(committed: Timetable) -> None:
    with pytest.raises(InputError) as caught:
        schedule(committed.form("half_day"), "21:00")

    assert str(caught.value) == ("始まりの時刻: 「半日」が夜中の0時を過ぎます。もっと早い時刻から始めてください。")


def test_an_unknown_form_is_answered_with_the_known_ones(committed: Timetable) -> None:
    with pytest.raises(MissingError) as caught:
        committed.form("三日")

    assert str(caught.value) == (
        "時間割の名前: 「三日」という時間割はありません。使える名前は one_day、two_days、half_day です。"
    )


# ---- bad files


def test_lunch_is_shown_and_not_counted(tmp_path: Path) -> None:
    form = read_timetable(small(tmp_path)).form("short")

    assert form.minutes == 50
    assert [slot.title for slot in schedule(form)] == ["業務フロー図", "昼休み", "休憩"]
    assert schedule(form)[-1].end == "11:20"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingError) as caught:
        read_timetable(tmp_path / "timetable.toml")

    assert str(caught.value) == (
        "timetable.toml: 時間割のファイルがありません。教材のフォルダがそろっているか見てください。"
    )


@pytest.mark.parametrize("content", [b"[modules", b"\xff\xfe", "title = 一日".encode()])
def test_a_file_that_is_no_toml_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "timetable.toml"
    path.write_bytes(content)

    with pytest.raises(InputError, match="TOMLとして読めません。直前の変更を見直してください") as caught:
        read_timetable(path)

    assert caught.value.where == "timetable.toml"


PART = "forms.short.days[1].parts[1]「業務フロー図」"
BAD = {
    "module of a part is unknown": (
        'modules = ["01_flow"]',
        'modules = ["09_more"]',
        f"{PART}.modules: 「09_more」というモジュールはありません。使える名前は 01_flow です。",
    ),
    "module of an exercise is unknown": (
        'module = "01_flow"',
        'module = "1_flow"',
        "exercises.flow-faults.module: 「1_flow」というモジュールはありません。使える名前は 01_flow です。",
    ),
    "exercise is unknown": (
        'exercises = ["flow-faults"]',
        'exercises = ["flow-fault"]',
        f"{PART}.exercises: 「flow-fault」という演習はありません。使える名前は flow-faults です。",
    ),
    "minutes are missing": (
        "minutes = 40, ",
        "",
        f"{PART}.minutes: 分が書かれていません。整数で書いてください。",
    ),
    "minutes are negative": (
        "minutes = 40",
        "minutes = -40",
        f"{PART}.minutes: 分は1以上1440以下の整数で書いてください（今は「-40」）。",
    ),
    "minutes are zero": (
        "minutes = 8",
        "minutes = 0",
        "exercises.flow-faults.minutes: 分は1以上1440以下の整数で書いてください（今は「0」）。",
    ),
    "minutes are a fraction": (
        "minutes = 40",
        "minutes = 40.0",
        f"{PART}.minutes: 分は1以上1440以下の整数で書いてください（今は「40.0」）。",
    ),
    "minutes are a truth value": (
        "minutes = 40",
        "minutes = true",
        f"{PART}.minutes: 分は1以上1440以下の整数で書いてください（今は「True」）。",
    ),
    "talking is negative": (
        "talking = 10",
        "talking = -1",
        f"{PART}.talking: 分は0以上1440以下の整数で書いてください（今は「-1」）。",
    ),
    "work does not fit": (
        "talking = 10",
        "talking = 33",
        f"{PART}: 演習と話し合いで41分かかり、40分に入りません。時間を見直してください。",
    ),
    "day does not add up": (
        "minutes = 50",
        "minutes = 60",
        "forms.short.days[1].minutes: 各部分の合計が50分で、書かれている60分と合いません。どちらかを直してください。",
    ),
    "required is no truth value": (
        "required = true",
        'required = "はい"',
        "exercises.flow-faults.required: true（必修）か false（自習）を書いてください。",
    ),
    "points are text": (
        "points = 10",
        'points = "10"',
        "exercises.flow-faults.points: 点を数で書いてください。",
    ),
    "points are not in halves": (
        "points = 10",
        "points = 0.3",
        "exercises.flow-faults.points: 点は0より大きく100以下で、0.5点きざみにしてください（今は「0.3」）。",
    ),
    "title is empty": (
        'title = "短い版"',
        'title = " "',
        "forms.short.title: 文字で書いてください。空にはできません。",
    ),
    "key is misspelt": (
        "talking = 10",
        "talk = 10",
        "forms.short.days[1].parts[1]: 「talk」という項目は使いません。"
        "使える項目は exercises、kind、minutes、modules、talking、title です。",
    ),
    "kind is unknown": (
        'kind = "lunch"',
        'kind = "昼"',
        "forms.short.days[1].parts[2]「昼休み」.kind: 「昼」という種類はありません。"
        "使える名前は module、break、lunch、reserve です。",
    ),
    "break has a module": (
        'kind = "break"',
        'kind = "break", modules = ["01_flow"]',
        "forms.short.days[1].parts[3]「休憩」: "
        "休憩などの時間に、モジュールや演習は置けません。kind を見直してください。",
    ),
    "part has no module": (
        'modules = ["01_flow"], ',
        "",
        f"{PART}: どのモジュールの時間かが書かれていません。modules を書いてください。",
    ),
    "exercise comes twice": (
        '["flow-faults"]',
        '["flow-faults", "flow-faults"]',
        "forms.short: 演習「flow-faults」が2回出てきます。1回にしてください。",
    ),
    "code comes twice": (
        "[forms.short]",
        'more = { code = "E1-1", module = "01_flow", title = "別", minutes = 1, points = 1, required = false }\n'
        "[forms.short]",
        "exercises.more.code: 記号「E1-1」が2回出てきます。別の記号にしてください。",
    ),
    "exercise belongs to another module": (
        '[exercises]\nflow-faults = { code = "E1-1", module = "01_flow"',
        '02_issues = "論点"\n[exercises]\nflow-faults = { code = "E1-1", module = "02_issues"',
        f"{PART}.exercises: 演習「flow-faults」は、この部分のモジュールのものではありません。",
    ),
    "days are missing": (
        "[[forms.short.days]]",
        "[forms.short.day]",
        "forms.short: 「day」という項目は使いません。使える項目は days、title です。",
    ),
    "modules are missing": (
        '[modules]\n01_flow = "業務フロー図"\n',
        "",
        "modules: この部分がありません。書き足してください。",
    ),
    "modules of a part are text": (
        'modules = ["01_flow"]',
        'modules = "01_flow"',
        f"{PART}.modules: 名前を [ ] の中に並べてください。",
    ),
    "parts are text": (
        "flow-faults = {",
        'flow-time = "E1-3"\nflow-faults = {',
        "exercises.flow-time: 表（ { 項目 = 値 } の形）で書いてください。",
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), BAD.values(), ids=BAD.keys())
def test_an_impossible_timetable_says_where(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(KaizenError) as caught:
        read_timetable(small(tmp_path, old, new))

    assert str(caught.value) == message


def test_days_of_one_form_have_different_names(tmp_path: Path) -> None:
    path = small(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text + '[[forms.short.days]]\ntitle = "一日"\nminutes = 5\n'
        'parts = [{ title = "予備", kind = "reserve", minutes = 5 }]\n',
        encoding="utf-8",
    )

    with pytest.raises(InputError) as caught:
        read_timetable(path)

    assert str(caught.value) == ("forms.short.days: 同じ名前の日があります。「1日目」「2日目」のように分けてください。")


def test_a_form_without_days_is_refused(tmp_path: Path) -> None:
    path = small(tmp_path)
    path.write_text(SMALL + '[forms.empty]\ntitle = "空"\ndays = []\n', encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_timetable(path)

    assert str(caught.value) == "forms.empty.days: 1つ以上のものを [ ] の中に並べてください。"


def test_lunch_of_any_length_leaves_the_minutes_alone(committed: Timetable) -> None:
    (day,) = committed.form("one_day").days
    longer = replace(day, parts=tuple(replace(p, minutes=90) if p.kind == "lunch" else p for p in day.parts))

    assert longer.minutes == day.minutes
