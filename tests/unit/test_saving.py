"""A saved notebook holds no panels: tomorrow's JupyterLab could only show an English error in their place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kaizen_helpers.workplace.saving import without_panels

TEXT = {"output_type": "stream", "name": "stdout", "text": "42\n"}
PANEL: dict[str, Any] = {
    "output_type": "display_data",
    "data": {"application/vnd.jupyter.widget-view+json": {}},
    "metadata": {},
}


def model(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"type": "notebook", "content": {"cells": list(cells), "metadata": {"widgets": {}, "kernelspec": {}}}}


def test_panels_are_left_out_and_everything_else_stays() -> None:
    written = {"cell_type": "code", "source": "1", "outputs": [TEXT, PANEL]}
    prose = {"cell_type": "markdown", "source": "わたしのメモ"}
    saved = model(written, prose)

    without_panels(saved, path="01_flow/01_flow.ipynb")

    assert saved == {
        "type": "notebook",
        "content": {"cells": [{**written, "outputs": [TEXT]}, prose], "metadata": {"kernelspec": {}}},
    }


def test_the_plain_page_beside_a_panel_stays() -> None:
    both = {**PANEL, "data": {**PANEL["data"], "text/html": "<p>表</p>", "text/plain": "表"}}
    saved = model({"cell_type": "code", "source": "1", "outputs": [both]})

    without_panels(saved)

    assert saved["content"]["cells"][0]["outputs"] == [
        {"output_type": "display_data", "data": {"text/html": "<p>表</p>", "text/plain": "表"}, "metadata": {}}
    ]


@pytest.mark.parametrize("other", [{"type": "file", "content": "text"}, {"type": "notebook", "content": None}, {}])
def test_what_is_no_notebook_is_left_alone(other: dict[str, Any]) -> None:
    before = json.dumps(other)

    without_panels(other)

    assert json.dumps(other) == before


def test_the_learners_server_is_told_to_use_it() -> None:
    import kaizen_helpers.workplace.lab as lab

    settings = Path(lab.__file__).parent / "settings" / "learner" / "jupyter_server_config.json"
    hook = json.loads(settings.read_bytes())["FileContentsManager"]["pre_save_hook"]

    assert hook == f"{without_panels.__module__}.{without_panels.__name__}"
