"""answers.json: nothing typed is lost."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

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
        b"[" * 100_000,
        b" " * (store_module.MAX_BYTES + 1),
    ],
    ids=["empty", "half", "list", "binary", "foreign", "exercises", "entry", "nan", "deep", "huge"],
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
