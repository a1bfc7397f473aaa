"""The hand-in zip: what goes in, what stays out, and that nothing ever stands in the way of handing in."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers import __version__
from kaizen_helpers.classroom.handin import gather, make_hand_in, normalise_seat, strip_notebook
from kaizen_helpers.errors import InputError, WriteError

JST = timezone(timedelta(hours=9))
MADE = datetime(2026, 11, 23, 10, 32, 5, tzinfo=JST)


def cell(source: str, **more: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": source,
        "execution_count": None,
        "outputs": [],
        **more,
    }


def notebook(*cells: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def answers(**exercises: Any) -> dict[str, Any]:
    return {"format": "kaizen-answers/1", "module": "01_flow", "seat": "07", "exercises": exercises}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A learner's module folder with a notebook and one answer."""
    folder = tmp_path / "01_flow"
    folder.mkdir()
    (folder / "01_flow.ipynb").write_text(json.dumps(notebook(cell("1 + 1"))), encoding="utf-8")
    saved = answers(**{"flow-faults": {"answer": {"rows": [1]}}, "flow-asis": {"answer": None}})
    (folder / "answers.json").write_text(json.dumps(saved), encoding="utf-8")
    return folder


def read(path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(files.pop("manifest.json")), files


@pytest.mark.parametrize(
    ("typed", "seat"),
    [
        ("７", "07"),
        ("07", "07"),
        ("7番", "07"),
        (" 7 ", "07"),
        ("席12", "12"),
        ("座席番号 3", "03"),
        ("120", "120"),
        ("007", "07"),
        ("12番席", "12"),
        (7, "07"),
    ],
)
def test_a_seat_is_understood_however_it_is_typed(typed: object, seat: str) -> None:
    assert seat == normalise_seat(typed)


@pytest.mark.parametrize("typed", ["", "0", "000", "1000", "七", "-1", "7.0", "田中", None, 7.0, True, "../7"])
def test_what_is_no_seat_is_asked_back_in_japanese(typed: object) -> None:
    with pytest.raises(InputError) as caught:
        normalise_seat(typed)

    assert str(caught.value) == "座席番号: 座席番号は 1 から 999 までの数字で入れてください（例: 7、07）。"


@given(st.text())
def test_any_text_is_a_seat_of_digits_or_an_input_error(text: str) -> None:
    try:
        seat = normalise_seat(text)
    except InputError:
        return
    assert seat.isascii()
    assert seat.isdigit()
    assert normalise_seat(seat) == seat


def test_the_zip_is_named_for_module_seat_and_time(desk: Path, tmp_path: Path) -> None:
    done = make_hand_in(desk / "01_flow.ipynb", "７番", tmp_path / "提出", made=MADE)

    assert tmp_path / "提出" / "01_flow_seat07_20261123-103205.zip" == done.path


def test_the_manifest_says_what_is_inside_and_no_name(desk: Path, tmp_path: Path) -> None:
    manifest, files = read(make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "out", made=MADE).path)

    assert {
        "format": "kaizen-handin/1",
        "module": "01_flow",
        "seat": "07",
        "made": "2026-11-23T10:32:05+09:00",
        "library": __version__,
        "notebook": "included",
        "answers": "included",
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    } == manifest
    assert {"01_flow.ipynb", "answers.json"} == set(files)


def test_the_result_lists_the_contents_in_japanese(desk: Path, tmp_path: Path) -> None:
    done = make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "out")

    assert done.contents == (
        "ノートブック（01_flow.ipynb）（実行結果は除いています）",
        "答えの記録（answers.json）（答えのある演習 1題）",
    )
    assert done.notes == ()


def test_the_same_input_gives_the_same_bytes(desk: Path, tmp_path: Path) -> None:
    one = make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "one", made=MADE)
    two = make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "two", made=MADE)

    assert one.path.read_bytes() == two.path.read_bytes()


def test_a_second_hand_in_of_the_same_second_does_not_overwrite(desk: Path, tmp_path: Path) -> None:
    first = make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "out", made=MADE)
    before = first.path.read_bytes()
    second = make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "out", made=MADE)

    assert second.path.name == "01_flow_seat07_20261123-103205-2.zip"
    assert before == first.path.read_bytes()
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_outputs_counts_widget_state_and_traces_of_the_machine_are_left_out(desk: Path, tmp_path: Path) -> None:
    told = notebook(
        cell(
            "1",
            execution_count=3,
            outputs=[{"output_type": "stream", "name": "stdout", "text": "C:\\Users\\yamada"}],
            metadata={
                "execution": {"iopub": "yamada"},
                "tags": ["x"],
                "jupyter": {"source_hidden": True, "a": "yamada"},
            },
        ),
        {"cell_type": "markdown", "metadata": {}, "source": ["一行", "目"]},
        widgets={"state": "yamada"},
        kernelspec={"name": "yamada-env", "display_name": "yamada"},
        authors=[{"name": "yamada"}],
    )
    (desk / "01_flow.ipynb").write_text(json.dumps(told), encoding="utf-8")

    _, files = read(make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "out").path)

    kept = json.loads(files["01_flow.ipynb"])
    assert b"yamada" not in files["01_flow.ipynb"]
    assert kept["cells"][0]["metadata"] == {"tags": ["x"], "jupyter": {"source_hidden": True}}
    assert (kept["cells"][0]["execution_count"], kept["cells"][0]["outputs"]) == (None, [])
    assert kept["cells"][1]["source"] == "一行目"


DAMAGED = [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"nbformat": 3, "cells": []}', b"[" * 100_000, b"9" * 5000]


@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_notebook_does_not_keep_the_answers_back(desk: Path, tmp_path: Path, data: bytes) -> None:
    (desk / "01_flow.ipynb").write_bytes(data)

    done = make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "out")

    manifest, files = read(done.path)
    assert ("damaged", {"answers.json"}) == (manifest["notebook"], set(files))
    assert done.notes == (
        "ノートブック（01_flow.ipynb）は、読み取れなかったため、入っていません。講師に知らせてください。",
    )


@pytest.mark.parametrize("data", [*DAMAGED, b'{"format": "other", "exercises": {}}', b'{"exercises": NaN}'])
def test_a_damaged_answer_file_does_not_keep_the_notebook_back(desk: Path, tmp_path: Path, data: bytes) -> None:
    (desk / "answers.json").write_bytes(data)

    done = make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "out")

    manifest, files = read(done.path)
    assert ("damaged", {"01_flow.ipynb"}) == (manifest["answers"], set(files))
    assert done.notes == (
        "答えの記録（answers.json）は、読み取れなかったため、入っていません。講師に知らせてください。",
    )


def test_a_missing_answer_file_is_noted(desk: Path, tmp_path: Path) -> None:
    (desk / "answers.json").unlink()

    done = make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "out")

    assert read(done.path)[0]["answers"] == "missing"
    assert done.notes == ("答えの記録（answers.json）は、まだ保存された答えがないため、入っていません。",)


def test_a_huge_notebook_is_noted_and_the_answers_go_in(desk: Path, tmp_path: Path) -> None:
    (desk / "01_flow.ipynb").write_text(json.dumps(notebook(cell("x" * 9_000_000))), encoding="utf-8")

    manifest, files = read(make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "out").path)

    assert ("too-large", {"answers.json"}) == (manifest["notebook"], set(files))


def test_a_notebook_that_is_huge_by_its_outputs_alone_is_handed_in(desk: Path, tmp_path: Path) -> None:
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 9_000_000}
    (desk / "01_flow.ipynb").write_text(json.dumps(notebook(cell("1", outputs=[output]))), encoding="utf-8")

    assert read(make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "out").path)[0]["notebook"] == "included"


def test_with_nothing_to_hand_in_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        make_hand_in(tmp_path / "01_flow.ipynb", "7", tmp_path / "out")

    assert "提出するものがまだありません。" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_notebook_that_is_none_of_the_course_is_asked_back(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        make_hand_in(tmp_path / "メモ.ipynb", "7", tmp_path / "out")

    assert str(caught.value) == "メモ.ipynb: 教材のノートブックの名前ではありません（例: 01_flow.ipynb）。"


def test_a_folder_that_cannot_be_written_is_one_sentence(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")

    with pytest.raises(WriteError) as caught:
        make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "taken")

    expected = "ファイルを作れませんでした。書き込みできるフォルダか、空き容量があるかを確かめてください。"
    assert expected == caught.value.message_ja


def test_a_failed_write_leaves_no_file_behind(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(WriteError):
        make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "out")

    assert list((tmp_path / "out").iterdir()) == []


def test_half_a_character_pair_in_a_cell_is_still_handed_in(desk: Path, tmp_path: Path) -> None:
    (desk / "01_flow.ipynb").write_text(json.dumps(notebook(cell("x = '\ud83d'"))), encoding="utf-8")

    _, files = read(make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "out").path)

    assert json.loads(files["01_flow.ipynb"])["cells"][0]["source"] == "x = '\ud83d'"


def test_a_clock_before_1980_does_not_keep_the_work_back(desk: Path, tmp_path: Path) -> None:
    made = datetime(1970, 1, 1, 9, 0, tzinfo=JST)

    assert make_hand_in(desk / "01_flow.ipynb", "7", tmp_path / "out", made=made).path.is_file()


def test_looking_at_the_contents_writes_nothing(desk: Path) -> None:
    before = sorted(desk.iterdir())
    inside = gather(desk / "01_flow.ipynb")

    assert inside.states == {"notebook": "included", "answers": "included"}
    assert before == sorted(desk.iterdir())


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
)


@given(st.lists(_JSON), st.dictionaries(st.text(), _JSON))
def test_stripping_twice_changes_nothing_more(cells: list[Any], metadata: dict[str, Any]) -> None:
    once = strip_notebook({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})

    assert once == strip_notebook(once)
