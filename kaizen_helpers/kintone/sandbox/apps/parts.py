"""Reading the settings of an app, part by part: those in use, and those being edited (``preview``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.editing import read_part
from kaizen_helpers.kintone.sandbox.call import Call

__all__ = ["READERS"]

Handler = Callable[[Call], dict[str, Any]]


def _reader(part: str, key: str = "", inner: str = "", *, preview: bool) -> Handler:
    """A handler that answers a part: under ``key``, or its own keys where none is given."""

    def handler(call: Call) -> dict[str, Any]:
        app, settings = read_part(call, part, preview=preview)
        if inner:
            settings = settings[inner]
        told = {key: settings} if key else dict(settings)
        return {**told, "revision": str((app.preview if preview else app.use).revision)}

    return handler


_PARTS = {
    "app/settings.json": ("settings", "", ""),
    "app/form/fields.json": ("properties", "properties", ""),
    "app/form/layout.json": ("layout", "layout", ""),
    "app/views.json": ("views", "views", ""),
    "app/status.json": ("status", "", ""),
    "app/acl.json": ("acl", "", ""),
    "record/acl.json": ("recordAcl", "", ""),
    "field/acl.json": ("fieldAcl", "", ""),
    "app/notifications/general.json": ("notifications", "", "general"),
    "app/notifications/perRecord.json": ("notifications", "", "perRecord"),
    "app/notifications/reminder.json": ("notifications", "", "reminder"),
    "app/reports.json": ("reports", "reports", ""),
    "app/actions.json": ("actions", "actions", ""),
    "app/customize.json": ("customize", "", ""),
    "app/adminNotes.json": ("adminNotes", "", ""),
}
READERS: dict[str, Handler] = {
    f"{'preview/' if preview else ''}{path}": _reader(part, key, inner, preview=preview)
    for path, (part, key, inner) in _PARTS.items()
    for preview in (False, True)
}
"""By path below ``/k/v1/``."""
