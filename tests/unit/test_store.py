"""answers.json: nothing typed is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kaizen_helpers import files
from kaizen_helpers.checkers import store as store_module
from kaizen_helpers.checkers.store import ANSWERS, AnswerStore, DamagedAnswers, read_answers
from kaizen_helpers.errors import WriteError


@pytest.fixture
def store(tmp_path: Path) -> AnswerStore:
    return AnswerStore(tmp_path, "01_flow")


def test_what_was_saved_comes_back(store: AnswerStore) -> None:
    store.update("flow-time", answer={"total": "４７５分"}, tries=1)
    store.update("flow-waste", hints=2)

    assert store.entry("flow-time")["answer"] == {"total": "４７５分"}
    assert store.entry("flow-waste")["hints"] == 2
    assert store.entry("flow-asis") == {}


def test_a_change_keeps_what_it_does_not_name(store: AnswerStore) -> None:
    store.update("flow-time", answer={"total": "1"}, tries=1)
    store.set_seat("07")
    store.update("flow-time", tries=2)

    assert (store.entry("flow-time")["answer"], store.read()["seat"]) == ({"total": "1"}, "07")


def test_the_file_is_readable_japanese_json(store: AnswerStore) -> None:
    store.update("flow-time", answer={"total": "約30分"})

    assert "約30分" in store.path.read_text(encoding="utf-8")
    assert json.loads(store.path.read_bytes())["format"] == "kaizen-answers/1"


def test_half_a_letter_is_saved_all_the_same(store: AnswerStore) -> None:
    """A lone surrogate cannot be written as UTF-8; the rest of the text must not be lost with it."""
    store.update("flow-time", answer={"total": "12\ud83d分"})

    assert store.entry("flow-time")["answer"] == {"total": "12?分"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe\x00",
        b'{"format": "other/1", "module": "01_flow", "exercises": {}}',
        b'{"format": "kaizen-answers/1", "module": "01_flow", "exercises": []}',
        b'{"format": "kaizen-answers/1", "module": "01_flow", "exercises": {"flow-time": 3}}',
        b'{"format": "kaizen-answers/1", "module": "01_flow", "exercises": {"x": {"answer": NaN}}}',
        b'{"format": "kaizen-answers/1", "module": "01_flow", "exercises": {"x": {"answer": 1e999}}}',
        b'{"format": "kaizen-answers/1", "module": "01_flow", "exercises": {"x": {"a": '
        + b"[" * 400
        + b"]" * 400
        + b"}}}",
        b"[" * 100_000,
        b" " * (store_module.MAX_BYTES + 1),
    ],
    ids=[
        "empty",
        "half",
        "list",
        "binary",
        "foreign",
        "exercises",
        "entry",
        "nan",
        "infinite",
        "nested",
        "deep",
        "huge",
    ],
)
def test_a_damaged_file_is_named_and_put_aside_before_anything_is_written(store: AnswerStore, content: bytes) -> None:
    store.path.write_bytes(content)

    with pytest.raises(DamagedAnswers) as caught:
        read_answers(store.path)
    store.update("flow-time", answer={"total": "1"})

    aside = [path for path in store.folder.iterdir() if path.name != ANSWERS]
    assert "講師に知らせてください" in str(caught.value)
    assert [content] == [path.read_bytes() for path in aside]
    assert store.entry("flow-time")["answer"] == {"total": "1"}


def test_a_full_disk_leaves_the_old_file_and_no_litter(store: AnswerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.update("flow-time", answer={"total": "1"})

    def no_space(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(WriteError) as caught:
        store.update("flow-time", answer={"total": "2"})

    assert "空き容量" in str(caught.value)
    assert store.entry("flow-time")["answer"] == {"total": "1"}
    assert [ANSWERS] == [path.name for path in store.folder.iterdir()]


def test_a_file_that_cannot_be_opened_at_the_moment_is_neither_moved_nor_written_over(
    store: AnswerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows another program may hold it for a moment; what is in it is sound."""
    store.update("flow-time", answer={"total": "1"})
    before = store.path.read_bytes()

    def held(_path: Path) -> bytes:
        raise PermissionError(13, "used by another process")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", held)
        with pytest.raises(WriteError) as caught:
            store.update("flow-waste", answer={"rows": []})

    assert str(caught.value) == (
        "answers.json: いまは保存できません。"
        "答えのファイルをほかのソフトで開いていたら閉じて、もう一度入力してください。"
    )
    assert [(ANSWERS, before)] == [(path.name, path.read_bytes()) for path in store.folder.iterdir()]


def test_a_file_that_somebody_reads_just_now_is_replaced_a_moment_later(
    store: AnswerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, refusals = Path.replace, [1, 2, 3]

    def busy(draft: Path, target: Path) -> Path:
        if refusals.pop() if refusals else False:
            raise PermissionError(13, "used by another process")
        return replace(draft, target)

    monkeypatch.setattr(Path, "replace", busy)
    store.update("flow-time", answer={"total": "1"})

    assert store.entry("flow-time")["answer"] == {"total": "1"}


_WRITER = """
import sys
from pathlib import Path
from kaizen_helpers.checkers.store import AnswerStore
store = AnswerStore(Path(sys.argv[1]), "01_flow")
for n in range(40):
    store.update(f"{sys.argv[2]}-{n}", answer={"total": str(n)})
"""


def test_two_notebooks_on_one_folder_lose_nothing_to_each_other(store: AnswerStore) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, str(store.folder), name]) for name in ("a", "b")]

    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert {f"{name}-{n}" for name in ("a", "b") for n in range(40)} == set(store.read()["exercises"])
    assert [ANSWERS] == [path.name for path in store.folder.iterdir()]


def test_a_lock_that_is_never_given_back_keeps_nobody_from_saving(
    store: AnswerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_LONGEST_WAIT", 0.05)
    with files.one_at_a_time(store.path):
        store.update("flow-time", answer={"total": "1"})

    assert store.entry("flow-time")["answer"] == {"total": "1"}
