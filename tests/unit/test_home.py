"""The home page tells what lies in the learner's folder, whatever state that is in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kaizen_helpers.classroom.home import HandedIn, Home, Task, home, notebook_of, state_of_entry

CORRECT = {"outcome": "correct", "mistake": None, "points": 2}
INCORRECT = {"outcome": "incorrect", "mistake": "x", "points": 0}


def notebook(*sources: str) -> str:
    cells = [{"cell_type": "markdown", "source": source, "metadata": {}} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def answer(folder: Path, module: str, **entries: dict[str, Any]) -> None:
    exercises = {name.replace("_", "-"): entry for name, entry in entries.items()}
    content = {"format": "kaizen-answers/1", "module": module, "seat": "", "exercises": exercises}
    put(folder / module / "answers.json", json.dumps(content))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A learner's folder with both modules, nothing done yet."""
    mine = tmp_path / "業務改善講座"
    put(mine / "00_setup" / "lecture.ipynb", notebook("# はじめに: 今日の進め方"))
    put(mine / "00_setup" / "00_setup.ipynb", notebook("前書き", "# はじめに・操作練習\n\n本文"))
    put(mine / "01_flow" / "lecture.ipynb", notebook("# 業務フロー図: 仕事の流れ"))
    put(mine / "01_flow" / "01_flow.ipynb", notebook("# 業務フロー図"))
    return mine


def task(found: Home, exercise: str) -> Task:
    (one,) = [task for lesson in found.lessons for task in lesson.tasks if task.id == exercise]
    return one


def test_a_new_folder_shows_its_modules_in_order_with_what_to_read_and_to_do(folder: Path) -> None:
    found = home(folder, {"setup-operate": 5, "setup-information": 8})
    first, second = found.lessons

    assert (first.module, first.title) == ("00_setup", "はじめに・操作練習")
    assert (first.lecture, first.exercise) == ("00_setup/lecture.ipynb", "00_setup/00_setup.ipynb")
    assert first.minutes == 13
    assert [(one.code, one.required, one.minutes, one.symbol, one.word) for one in first.tasks] == [
        ("E0-1", True, 5, "－", "未着手"),
        ("E0-2", True, 8, "－", "未着手"),
    ]
    assert (second.module, second.title, second.minutes) == ("01_flow", "業務フロー図", 0)
    assert [(one.code, one.required) for one in second.tasks] == [
        ("E1-1", True),
        ("E1-2", True),
        ("E1-3", False),
        ("E1-4", False),
    ]
    assert (found.place, found.seat, found.returned) == (str(folder), "", ())


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({}, ("－", "未着手")),
        ({"hints": 2}, ("－", "未着手")),
        ({"answer": {"a": "1"}, "rev": 1}, ("－", "書きかけ")),
        ({"answer": {"a": "1"}, "rev": 1, "checked": 1, "tries": 1, "last": CORRECT}, ("○", "できた")),
        ({"answer": {"a": "1"}, "tries": 1, "last": CORRECT}, ("○", "できた")),
        ({"answer": {"a": "1"}, "rev": 2, "checked": 1, "tries": 1, "last": CORRECT}, ("－", "未確認")),
        ({"answer": {"a": "1"}, "rev": 1, "checked": 1, "tries": 2, "last": INCORRECT}, ("△", "もう一歩")),
        ({"answer": {"a": "1"}, "rev": 1, "checked": 1, "tries": 3, "last": INCORRECT}, ("◇", "一緒に見よう")),
        ({"answer": {"a": "1"}, "last": {"outcome": "author_error"}}, ("？", "確認中")),
        ({"answer": {"a": "1"}, "last": {"outcome": ["よその"]}}, ("－", "書きかけ")),
        ({"answer": {"a": "1"}, "last": "よその", "tries": "たくさん"}, ("－", "書きかけ")),
        ({"answer": {"a": "1"}, "rev": "二", "checked": "一", "tries": [], "last": INCORRECT}, ("△", "もう一歩")),
    ],
)
def test_the_state_is_told_in_a_symbol_and_a_word(entry: dict[str, Any], expected: tuple[str, str]) -> None:
    assert state_of_entry(entry) == expected


def test_next_is_the_first_required_exercise_that_is_not_done(folder: Path) -> None:
    before = home(folder).next
    answer(folder, "00_setup", setup_operate={"answer": {}, "last": CORRECT})
    between = home(folder).next
    answer(
        folder,
        "00_setup",
        setup_operate={"answer": {}, "last": CORRECT},
        setup_information={"answer": {}, "last": CORRECT},
    )
    answer(folder, "01_flow", flow_faults={"answer": {}, "last": CORRECT, "rev": 3, "checked": 2})
    after = home(folder).next

    assert [one and (one.path, one.task.id) for one in (before, between, after)] == [
        ("00_setup/00_setup.ipynb", "setup-operate"),
        ("00_setup/00_setup.ipynb", "setup-information"),
        ("01_flow/01_flow.ipynb", "flow-faults"),  # done once, changed since
    ]


def test_nothing_is_next_when_all_required_exercises_are_done(folder: Path) -> None:
    done = {"answer": {}, "last": CORRECT}
    answer(folder, "00_setup", setup_operate=done, setup_information=done)
    answer(folder, "01_flow", flow_faults=done, flow_asis=done)

    assert home(folder).next is None


def test_the_newest_hand_in_of_a_module_is_told_with_its_time(folder: Path) -> None:
    for name in (
        "01_flow_seat07_20261124-093000.zip",
        "01_flow_seat07_20261124-103205.zip",
        "00_setup_seat07_20261125-080000.zip",
        "01_flow_メモ.zip",
    ):
        put(folder / "提出" / name, "")
    put(folder / "01_flow" / "提出" / "01_flow_seat07_20261124-100000.zip", "")
    first, second = home(folder).lessons

    assert first.handed_in == HandedIn("00_setup_seat07_20261125-080000.zip", "11月25日 08:00")
    assert second.handed_in == HandedIn("01_flow_seat07_20261124-103205.zip", "11月24日 10:32")


def test_the_seat_typed_in_the_first_exercise_is_known(folder: Path) -> None:
    answer(folder, "00_setup", setup_operate={"answer": {"seat": "７番"}})

    assert home(folder).seat == "07"


def test_pages_that_came_back_are_listed_under_the_names_that_instructors_send(folder: Path) -> None:
    from kaizen_helpers.course import Course
    from kaizen_helpers.grading.places import Places

    sent = Places.of(Course(Path(__file__).parents[2]), "01_flow").feedback("07").name
    for name in (sent, "二枚目 ＆.HTM", "メモ.txt"):
        put(folder / "返却" / name, "<p>")

    assert sent == "01_flow.html"  # as the home page says
    assert [(page.name, page.path) for page in home(folder).returned] == [
        ("01_flow", "返却/01_flow.html"),
        ("二枚目 ＆", "返却/二枚目 ＆.HTM"),
    ]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "よその"}', "\x00", '{"exercises": 1}'])
def test_damaged_answers_are_said_and_hide_nothing_else(folder: Path, content: str) -> None:
    put(folder / "01_flow" / "answers.json", content)
    answer(folder, "00_setup", setup_operate={"answer": {}, "last": CORRECT})
    found = home(folder)

    assert [lesson.problem for lesson in found.lessons] == [
        "",
        "答えの記録を読めませんでした。ファイルはそのままにして、講師に声をかけてください。",
    ]
    assert task(found, "setup-operate").word == "できた"
    assert (task(found, "flow-asis").symbol, task(found, "flow-asis").word) == ("？", "読めません")
    assert (folder / "01_flow" / "answers.json").read_text(encoding="utf-8") == content


@pytest.mark.parametrize("made", [True, False])
def test_an_empty_or_missing_folder_is_an_empty_home(tmp_path: Path, made: bool) -> None:
    mine = tmp_path / "空"
    if made:
        mine.mkdir()

    assert home(mine) == Home(str(mine), "", (), None, ())


def test_what_is_no_module_is_left_out(folder: Path) -> None:
    for name in (
        "自分のノート.ipynb",
        "わたしの 03_x/03_x.ipynb",
        "99_<img src=x onerror=1>/lecture.ipynb",
        "02_empty/memo.txt",
    ):
        put(folder / name, notebook("# 題"))
    (folder / "03_file").write_text("フォルダではない", encoding="utf-8")

    assert [lesson.module for lesson in home(folder).lessons] == ["00_setup", "01_flow"]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"cells": 5}', '{"cells": [1, {"source": 3}]}', "\ud800"])
def test_a_notebook_that_cannot_be_read_gives_its_modules_name(folder: Path, content: str) -> None:
    for name in ("01_flow.ipynb", "lecture.ipynb"):
        (folder / "01_flow" / name).write_bytes(content.encode("utf-8", "surrogatepass"))

    assert home(folder).lessons[1].title == "01_flow"


def test_a_title_is_taken_as_it_is_however_odd(folder: Path) -> None:
    put(folder / "01_flow" / "01_flow.ipynb", notebook('# <b>図</b> & "引用"'))

    assert home(folder).lessons[1].title == '<b>図</b> & "引用"'  # the page shows it as text


@pytest.mark.parametrize("module", ["", "..", "../01_flow", "01_flow/..", "02_none", "01_flow\x00"])
def test_only_a_module_of_the_folder_can_be_handed_in(folder: Path, module: str) -> None:
    assert notebook_of(folder, module) is None
    assert notebook_of(folder, "01_flow") == folder / "01_flow" / "01_flow.ipynb"
