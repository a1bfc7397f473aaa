"""What learners and instructors read: minutes that add up, exercises named alike everywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kaizen_helpers.checkers.catalogue import exercises
from kaizen_helpers.checkers.terms import FORBIDDEN, TERMS, Term
from kaizen_helpers.classroom.timetable import PlannedExercise, Timetable, read_timetable

ROOT = Path(__file__).resolve().parents[2]
MODULES = ["00_setup", "01_flow", "02_issues", "03_tools", "04_excel", "05_notation", "06_kintone", "07_plan"]
READING = {
    "00_setup": 8,
    "01_flow": 15,
    "02_issues": 8,
    "03_tools": 5,
    "04_excel": 5,
    "05_notation": 5,
    "06_kintone": 5,
    "07_plan": 5,
}
"""Minutes that the lecture itself promises."""
CHARACTERS_A_MINUTE = 400
OF_EXCEL = ("04_excel", "05_notation")
"""Modules about sheets: there a cell is Excel's own word."""

# A seat is told apart by its number, which has one name; the other terms are in ``checkers.terms``.
SEAT = Term("座席番号", ("(?<!座)席番号", "受講番号", "席の番号"))


@pytest.fixture(scope="module")
def timetable() -> Timetable:
    return read_timetable(ROOT / "courses" / "timetable.toml")


def markdown(path: Path) -> list[str]:
    """The markdown cells of a notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]


def lecture(module: str) -> str:
    return "\n\n".join(markdown(ROOT / "courses" / module / "lecture.ipynb"))


def guide(module: str) -> str:
    return (ROOT / "courses" / module / "instructor.md").read_text(encoding="utf-8")


def exercise_book(module: str) -> str:
    return "\n\n".join(markdown(ROOT / "solutions" / module / f"{module}.ipynb"))


def section(text: str, title: str) -> str:
    """What stands below a heading of the second level."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no section {title}"
    return found[1]


def minutes_column(text: str, column: int) -> int:
    rows = [line.strip("|").split("|") for line in section(text, "時間配分").splitlines() if line.startswith("|")]
    return sum(int(row[column]) for row in rows[2:])


# ---- the instructor's guide


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize(("form", "column"), [("one_day", 1), ("half_day", 2)])
def test_the_guide_spends_exactly_the_minutes_of_the_timetable(
    timetable: Timetable, module: str, form: str, column: int
) -> None:
    """Modules that share a part of the day share its minutes; a form without the module gives it none."""
    parts = [part for part in timetable.form(form).parts if module in part.modules]
    together = {one for part in parts for one in part.modules} or {module}

    assert sum(minutes_column(guide(one), column) for one in together) == sum(part.minutes for part in parts)


@pytest.mark.parametrize("module", MODULES)
def test_the_guide_gives_each_exercise_its_planned_minutes(timetable: Timetable, module: str) -> None:
    """A form that leaves an exercise for later gives it no minutes."""

    def minutes(form: str, exercise: PlannedExercise) -> int:
        return exercise.minutes if any(exercise in part.exercises for part in timetable.form(form).parts) else 0

    wanted = [
        f"| {e.code} {e.title} | {minutes('one_day', e)} | {minutes('half_day', e)} |"
        for e in timetable.exercises
        if e.module == module and e.required
    ]

    rows = section(guide(module), "時間配分").splitlines()
    assert [row for row in rows if re.match(r"\| E\d", row)] == wanted


@pytest.mark.parametrize("module", MODULES)
def test_the_guide_has_its_sections_in_order(module: str) -> None:
    assert re.findall(r"^## (.*)$", guide(module), re.MULTILINE) == [
        "目的",
        "時間配分",
        "準備",
        "進行台本",
        "つまずきと声かけ",
        "時間が足りないとき",
        "早く終わった人へ",
        "話し合いの進め方",
        "PCが動かないときの紙での進め方",
    ]


@pytest.mark.parametrize("module", MODULES)
def test_the_guide_has_one_place_for_the_generated_remedies(module: str) -> None:
    below = section(guide(module), "つまずきと声かけ")

    assert re.findall(r"<!-- remedies:\w+ -->", below) == ["<!-- remedies:begin -->", "<!-- remedies:end -->"]
    assert guide(module).count("<!-- remedies:") == 2


# ---- lectures and exercise notebooks


@pytest.mark.parametrize("module", MODULES)
def test_a_lecture_can_be_read_in_the_minutes_it_promises(module: str) -> None:
    text = lecture(module)
    read = re.sub(r"!\[[^]]*\]\([^)]*\)|[|#*\-\s]", "", text)

    assert f"このページを読む時間は{READING[module]}分です。" in text
    assert len(read) <= READING[module] * CHARACTERS_A_MINUTE


@pytest.mark.parametrize("module", MODULES)
def test_a_lecture_has_at_most_three_ideas_and_ends_with_a_summary(module: str) -> None:
    headings = re.findall(r"^## (.*)$", lecture(module), re.MULTILINE)

    ideas = [heading for heading in headings if heading.startswith("おぼえること")]
    assert [idea.split(":")[0] for idea in ideas] == [f"おぼえること {n}" for n in range(1, len(ideas) + 1)]
    assert len(ideas) <= 3
    assert headings[-1] == "今日のまとめ"


@pytest.mark.parametrize("module", MODULES)
def test_a_lecture_holds_no_code(module: str) -> None:
    notebook = json.loads((ROOT / "courses" / module / "lecture.ipynb").read_text(encoding="utf-8"))

    assert {cell["cell_type"] for cell in notebook["cells"]} == {"markdown"}


@pytest.mark.parametrize("module", MODULES)
def test_the_notebook_introduces_each_exercise_as_the_timetable_plans_it(timetable: Timetable, module: str) -> None:
    text = exercise_book(module)

    for exercise in (e for e in timetable.exercises if e.module == module):
        below = section(text, f"{exercise.code} {exercise.title}")
        kind = "必修" if exercise.required else "自習"
        assert re.match(rf"\n{kind}・{exercise.minutes}分・難しさ [123]（3段階）\n\n\*\*何のため\*\*: ", below)
        assert re.findall(r"^(\d)\. ", below, re.MULTILINE) in (["1", "2"], ["1", "2", "3"])


@pytest.mark.parametrize("module", MODULES)
def test_the_timetable_and_the_catalogue_speak_of_the_same_exercises(timetable: Timetable, module: str) -> None:
    planned = [(e.id, e.code, e.title, e.points, e.required) for e in timetable.exercises if e.module == module]

    assert planned == [(e.id, e.code, e.title, e.points, e.required) for e in exercises(module)]


@pytest.mark.parametrize("module", MODULES)
def test_the_first_cell_tells_what_to_press_when_no_panel_is_there(module: str) -> None:
    first = markdown(ROOT / "solutions" / module / f"{module}.ipynb")[0]

    assert "**問題が出ていないときは**、画面の上の「つなぎ直す」を押します。" in first
    assert "「講師に聞く」は、いつでも押せます。" in first


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("read", [lecture, exercise_book], ids=["lecture", "notebook"])
def test_learners_meet_no_words_of_programming(module: str, read: object) -> None:
    assert callable(read)

    words = re.findall(r"セル|カーネル|実行」|answers\.json|\.ipynb|ショートカット|Shift(?!_JIS)", read(module))
    assert [word for word in words if word != "セル" or module not in OF_EXCEL] == []


# ---- words


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("read", [lecture, guide, exercise_book], ids=["lecture", "guide", "notebook"])
def test_texts_are_kind_and_use_one_word_for_one_thing(module: str, read: object) -> None:
    assert callable(read)
    text = re.sub(r"<!--.*?-->|!\[", "", read(module))
    text = re.sub(r"(?<=[\w）]) ?× ?(?=[\w（])", " ", text)  # between two factors it is no mark of right and wrong
    patterns = [entry.pattern for entry in FORBIDDEN]
    patterns += [variant for term in (*TERMS, SEAT) if module not in term.except_modules for variant in term.variants]

    assert [found[0] for pattern in patterns for found in re.finditer(pattern, text)] == []


def test_both_readmes_tell_of_the_same_commands_and_folders() -> None:
    english, japanese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ja.md"))

    for pattern in (r"start\.py(?: [a-z-]+)?(?: 01_flow)?", r"`((?:[a-z_]+/)+)`", r"`([a-z]+\.\w+)`"):
        found = sorted(re.findall(pattern, english))
        assert found
        assert found == sorted(re.findall(pattern, japanese))
