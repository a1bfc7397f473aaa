"""What JupyterLab writes to disk when a notebook is saved."""

from __future__ import annotations

from typing import Any

__all__ = ["without_panels"]

_WIDGET = "application/vnd.jupyter.widget-view+json"


def without_panels(model: dict[str, Any], **_more: object) -> None:
    """A ``pre_save_hook`` of Jupyter's contents manager: leave out the widgets, keep the pages beside them.

    A saved widget is only a reference into a kernel that is gone by tomorrow; JupyterLab would show an English error
    in its place. What stays is the same panel as a plain page (HTML), for printing and for readers without a kernel.
    The answers are in ``answers.json``, and the panels come back when the cells are run.
    """
    content = model.get("content")
    if model.get("type") != "notebook" or not isinstance(content, dict):
        return
    for cell in content.get("cells", ()):
        outputs = cell.get("outputs")
        if outputs:
            cell["outputs"] = [kept for output in outputs if (kept := _without_widget(output)) is not None]
    content.get("metadata", {}).pop("widgets", None)


def _without_widget(output: dict[str, Any]) -> dict[str, Any] | None:
    """The output without its widget; None when nothing is left that a person would read."""
    data = output.get("data", {})
    if _WIDGET not in data:
        return output
    if "text/html" not in data:
        return None
    return {**output, "data": {kind: value for kind, value in data.items() if kind != _WIDGET}}
