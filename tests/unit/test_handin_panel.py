"""The hand-in panel: the seat is there already, one click makes the file, and the way on is said."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kaizen_helpers.checkers.store import AnswerStore
from kaizen_helpers.classroom import panel as handin_panel
from kaizen_helpers.classroom.handin import make_hand_in
from kaizen_helpers.classroom.panel import HandInPanel, hand_in, hand_over
from kaizen_helpers.errors import InputError, WriteError

NOTEBOOK = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("KAIZEN_HANDIN", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    folder = tmp_path / "研修 フォルダ" / "01_flow"
    folder.mkdir(parents=True)
    path = folder / "01_flow.ipynb"
    path.write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    answers = {"format": "kaizen-answers/1", "module": "01_flow", "seat": "", "exercises": {}}
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    return path


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def press(panel: HandInPanel, seat: str) -> str:
    """Type a seat and press the button, as the front end says it; what is told then."""
    answer = {"seat": seat}
    panel.screen.asked({"kind": "press", "button": "hand-in", "client": "tab1", "n": 1, "base": 0, "answer": answer})
    return plain(panel.screen.told["html"])


def test_the_seat_typed_in_the_first_module_is_filled_in(notebook: Path) -> None:
    setup = notebook.parent.parent / "00_setup"
    setup.mkdir()
    saved = {"format": "kaizen-answers/1", "module": "00_setup", "seat": "12", "exercises": {
        "setup-operate": {"answer": {"seat": "12"}}}}  # fmt: skip
    (setup / "answers.json").write_text(json.dumps(saved), encoding="utf-8")

    assert HandInPanel(notebook).screen.value == {"seat": "12"}


def test_one_click_makes_the_file_and_says_where_it_is(notebook: Path) -> None:
    panel = HandInPanel(notebook)
    text = press(panel, "７番")

    (made,) = (notebook.parent.parent / "提出").iterdir()
    assert text.startswith("○ 提出ファイルができました")
    assert made.name in text
    assert "このファイルを、講師の案内に沿って渡してください。" in text
    assert "入れたもの: ノートブック（01_flow.ipynb）（実行結果は除いています）" in text
    assert "答えの記録（answers.json）（答えのある演習 0題）" in text


def test_the_seat_is_remembered_in_the_answer_file(notebook: Path) -> None:
    press(HandInPanel(notebook), "7")

    assert json.loads((notebook.parent / "answers.json").read_text(encoding="utf-8"))["seat"] == "07"


def test_without_a_seat_it_asks_back_and_writes_nothing(notebook: Path) -> None:
    told = press(HandInPanel(notebook), "")

    expected = "！ まだできていません座席番号は 1 から 999 までの数字で入れてください（例: 7、07）。"
    assert told == expected
    assert not (notebook.parent.parent / "提出").exists()


def test_what_goes_in_is_said_before_the_click(notebook: Path) -> None:
    question = plain(HandInPanel(notebook).screen.spec["question"])

    assert "座席番号です。名前は入りません。" in question


@pytest.mark.parametrize(
    "message", [{"kind": "press"}, {"kind": "press", "button": "hand-in", "answer": [1]}, {"kind": "x"}]
)
def test_a_message_of_any_shape_makes_no_file(message: dict[str, object], notebook: Path) -> None:
    panel = HandInPanel(notebook)
    panel.screen.asked(message)

    assert not (notebook.parent.parent / "提出").exists()


def test_it_reaches_the_shared_folder_too(notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = tmp_path / "共有"
    shared.mkdir()
    monkeypatch.setenv("KAIZEN_HANDIN", str(shared))

    done = hand_over(notebook, "7")

    assert done.shared is not None
    assert done.shared.read_bytes() == done.local.path.read_bytes()
    assert done.sentence == "共有フォルダにも届きました。これで提出は終わりです。"


def test_an_unreachable_shared_folder_keeps_the_file_here(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAIZEN_HANDIN", str(tmp_path / "つながらない"))

    done = hand_over(notebook, "7")

    assert done.shared is None
    assert done.local.path.is_file()
    expected = "共有フォルダには届きませんでした。このファイルを手元に残したので、講師に知らせて渡してください。"
    assert done.sentence == expected
    assert not (tmp_path / "つながらない").exists()


def test_a_read_only_folder_above_falls_back_to_the_modules_own(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = make_hand_in

    def refuse_above(path: Path, seat: str, out: Path) -> object:
        if out.parent != path.parent:
            raise WriteError("ファイルを作れませんでした。")
        return real(path, seat, out)

    monkeypatch.setattr(handin_panel, "make_hand_in", refuse_above)

    assert hand_over(notebook, "7").local.path.parent == notebook.parent / "提出"


def test_nothing_to_hand_in_is_said_not_raised_in_the_panel(notebook: Path) -> None:
    notebook.unlink()
    (notebook.parent / "answers.json").unlink()
    with pytest.raises(InputError):
        hand_over(notebook, "7")

    assert "提出するものがまだありません。" in press(HandInPanel(notebook), "7")


def test_a_run_without_a_person_shows_nothing(
    notebook: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.chdir(notebook.parent)
    hand_in("01_flow")

    assert capsys.readouterr() == ("", "")


def test_the_panel_is_shown_to_a_person(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    monkeypatch.chdir(notebook.parent)
    hand_in("01_flow")

    assert len(shown) == 1


def test_a_notebook_under_another_folder_is_found_by_its_session(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JPY_SESSION_NAME", str(notebook))

    assert handin_panel._notebook_of("01_flow") == notebook


def test_a_seat_typed_in_the_first_exercise_meanwhile_is_taken(notebook: Path) -> None:
    """The panel is on the screen before anybody has typed a seat; an empty box then means 「the one I said」."""
    panel = HandInPanel(notebook)
    first = notebook.parent.parent / "00_setup"
    first.mkdir()
    AnswerStore(first, "00_setup").update("setup-operate", answer={"seat": "１２番"})

    told = press(panel, "")

    assert panel.screen.value == {"seat": "12"}
    assert "提出ファイルができました" in told
