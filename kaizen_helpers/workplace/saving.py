"""What JupyterLab writes to disk when a notebook is saved."""

from __future__ import annotations

from typing import Any

__all__ = ["without_panels"]

_WIDGET = "application/vnd.jupyter.widget-view+json"


def without_panels(model: dict[str, Any], **_more: object) -> None:
    """A ``pre_save_hook`` of Jupyter's contents manager: leave out pictures of widgets.

    A saved widget is only a reference into a kernel that is gone by tomorrow; JupyterLab would show an English error
    in its place. The answers are in ``answers.json``, and the panels come back when the cells are run.
    """
    content = model.get("content")
    if model.get("type") != "notebook" or not isinstance(content, dict):
        return
    for cell in content.get("cells", ()):
        outputs = cell.get("outputs")
        if outputs:
            cell["outputs"] = [output for output in outputs if _WIDGET not in output.get("data", {})]
    content.get("metadata", {}).pop("widgets", None)
