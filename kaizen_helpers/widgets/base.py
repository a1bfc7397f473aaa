"""One panel on the screen: plain data in, plain messages out. What it means is for its owner to say.

The front end (``static/``) draws the whole panel from ``spec`` and keeps what is typed until it is acknowledged
through ``saved``; it never sets a trait, it sends messages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import traitlets as t

from kaizen_helpers.widgets.assets import css, esm

__all__ = ["PanelWidget"]

Asked = Callable[[dict[str, Any]], None]


class PanelWidget(anywidget.AnyWidget):  # type: ignore[misc]
    """The widget behind every panel.

    ``spec`` is fixed; the other traits are what changes, each on its own so that a new drawing does not send the
    answer again. The shapes are described in ``static/README.md``.
    """

    _esm = esm()
    _css = css()

    spec = t.Dict().tag(sync=True)
    value = t.Dict().tag(sync=True)
    replaced = t.Int(0).tag(sync=True)
    rev = t.Int(0).tag(sync=True)
    by = t.Unicode("").tag(sync=True)
    saved = t.Dict().tag(sync=True)
    verdict = t.Dict().tag(sync=True)
    hints = t.Unicode("").tag(sync=True)
    drawing = t.Unicode("").tag(sync=True)
    notes = t.Dict().tag(sync=True)
    dialog = t.Dict().tag(sync=True)
    told = t.Dict().tag(sync=True)

    def __init__(self, asked: Asked | None = None, **traits: Any) -> None:
        super().__init__(**traits)
        self.asked: Asked = asked or (lambda _message: None)
        self.on_msg(self._receive)

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        if type(content) is dict and type(content.get("kind")) is str:
            self.asked(content)

    def _repr_mimebundle_(self, **_options: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, and beside it the same as a page to read, for where no widget can be shown."""
        from kaizen_helpers.widgets.printed import printed

        data, metadata = super()._repr_mimebundle_() or ({}, {})
        page = printed(self.spec, self.value, self.verdict, drawing=self.drawing)
        return {**data, "text/plain": str(self.spec.get("name", "")), "text/html": page}, metadata

    def note_value(self, value: Mapping[str, Any]) -> None:
        """Remember what the screen shows already: nothing is sent."""
        plain = dict(value)
        with self._lock_property(value=plain):
            self.value = plain

    def show_value(self, value: Mapping[str, Any]) -> None:
        """Put another value on the screen, also one that the screen had shown before."""
        with self.hold_sync():
            self.value = dict(value)
            self.replaced += 1

    def reply(self, content: Mapping[str, Any]) -> None:
        """Send one message to the front end, as the answer to one of its own."""
        self.send(dict(content))
