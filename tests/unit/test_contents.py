"""A notebook that is being saved is on the disk as it was or as it will be, never in between."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tornado.web import HTTPError

from kaizen_helpers.workplace.contents import WholeFiles


def notebook(text: str) -> dict[str, Any]:
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": text}
    content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return {"type": "notebook", "format": "json", "content": content}


def save(folder: Path, model: dict[str, Any], path: str = "メモ.ipynb") -> None:
    def on_a_loop_of_its_own() -> None:
        asyncio.run(WholeFiles(root_dir=str(folder)).save(model, path))

    with ThreadPoolExecutor(1) as elsewhere:  # in a whole test run, the browser's tests have left a loop here
        elsewhere.submit(on_a_loop_of_its_own).result()


def read(folder: Path) -> str:
    return "".join(json.loads((folder / "メモ.ipynb").read_text(encoding="utf-8"))["cells"][0]["source"])


def test_a_notebook_and_a_text_are_saved(tmp_path: Path) -> None:
    save(tmp_path, notebook("一行目\n二行目"))
    save(tmp_path, {"type": "file", "format": "text", "content": "あ\n"}, "メモ.txt")

    assert (read(tmp_path), (tmp_path / "メモ.txt").read_bytes()) == ("一行目\n二行目", "あ\n".encode())
    assert ["メモ.ipynb", "メモ.txt"] == sorted(p.name for p in tmp_path.iterdir() if not p.name.startswith(".ipynb"))


def test_what_was_there_is_whole_until_the_new_is(tmp_path: Path) -> None:
    save(tmp_path, notebook("前"))
    seen = []
    with WholeFiles(root_dir=str(tmp_path)).atomic_writing(str(tmp_path / "メモ.ipynb"), text=False) as draft:
        draft.write("半分".encode())
        seen.append(read(tmp_path))

    assert (["前"], "半分") == (seen, (tmp_path / "メモ.ipynb").read_text(encoding="utf-8"))


def test_a_save_that_fails_midway_leaves_what_was_there(tmp_path: Path) -> None:
    save(tmp_path, notebook("前"))

    def fail_midway() -> None:
        with WholeFiles(root_dir=str(tmp_path)).atomic_writing(str(tmp_path / "メモ.ipynb"), text=False) as draft:
            draft.write(b"half")
            raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        fail_midway()

    assert "前" == read(tmp_path)


def test_a_folder_that_cannot_be_written_is_said_as_jupyter_says_it(tmp_path: Path) -> None:
    manager = WholeFiles(root_dir=str(tmp_path))
    with pytest.raises(HTTPError) as refused, manager.atomic_writing(str(tmp_path / "メモ.ipynb")):
        raise PermissionError(13, "no")

    assert 403 == refused.value.status_code
