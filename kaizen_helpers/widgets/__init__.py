"""Widgets that edit plain data: tables of steps, policies, cards, choices, short texts, and the drawing beside them.

Importable with the standard library alone; showing one needs anywidget and a notebook. The names below are loaded when
they are first used::

    from kaizen_helpers.widgets import StepTable

    table = StepTable()    # the last line of a cell shows it
    table.value            # the rows as they stand on the screen
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = ["CardSort", "Choice", "FlowView", "PolicyTable", "ShortText", "StepTable"]

_HOME = dict.fromkeys(("CardSort", "Choice", "FlowView", "PolicyTable", "ShortText", "StepTable"), "inputs")

if TYPE_CHECKING:
    from kaizen_helpers.widgets.inputs import CardSort, Choice, FlowView, PolicyTable, ShortText, StepTable

__getattr__, __dir__ = lazy_names(__name__, _HOME)
