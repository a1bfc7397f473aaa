"""Editing the settings of an app before they are put into use: read a part, change it, count the revision."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.access import open_app
from kaizen_helpers.kintone.sandbox.apps.keeping import App
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.params import Params
from kaizen_helpers.kintone.sandbox.problems import Problem

__all__ = ["edited_app", "keep_live_part", "keep_part", "read_part"]


def read_part(call: Call, name: str, *, preview: bool) -> tuple[App, Any]:
    """The app, and one part of its settings in use (or being edited). Reading those asks for the right to manage."""
    params = call.params
    number = params.id("app")
    params.done()
    app = open_app(call, number, "admin" if preview else "any", live=not preview)
    return app, (app.preview if preview else app.use).parts[name]


def edited_app(call: Call, params: Params) -> App:
    """The app whose settings the call wants to change.

    Raises Problem: GAIA_CO03 where somebody else was quicker; those of ``open_app``.
    """
    number, revision = params.id("app"), params.revision()
    params.done()
    app = open_app(call, number, "admin", live=False)
    if revision is not None and revision != app.preview.revision:
        raise Problem("GAIA_CO03", {"id": number})
    return app


def keep_part(call: Call, app: App, parts: Mapping[str, Any]) -> str:
    """Write changed parts; the new revision as it is answered."""
    store, revision = call.environment.store, app.preview.revision + 1
    preview = {**app.preview.parts, **parts}
    store.db.execute(
        "UPDATE app SET preview = ?, preview_revision = ?, modifier = ?, modified = ? WHERE id = ?",
        (
            json.dumps(preview, ensure_ascii=False),
            revision,
            call.caller.user.code,
            call.environment.clock.stamp(),
            app.id,
        ),
    )
    call.environment.apps.forget(app.id)
    return str(revision)


def keep_live_part(call: Call, app: App, parts: Mapping[str, Any]) -> str:
    """Write changed parts into the settings in use, and into those being edited; the new revision.

    Raises Problem GAIA_AP01: the app was never put into use.
    """
    live = {**app.use.parts, **parts}
    revision = max(app.use.revision, app.preview.revision) + 1
    keep_part(call, app, parts)
    call.environment.store.db.execute(
        "UPDATE app SET live = ?, live_revision = ?, preview_revision = ? WHERE id = ?",
        (json.dumps(live, ensure_ascii=False), revision, revision, app.id),
    )
    call.environment.apps.forget(app.id)
    return str(revision)
