"""Attached files: uploaded first, then hung on a record, which gives them another key (reference/kintone.md §2.3)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.params import REQUIRED
from kaizen_helpers.kintone.sandbox.problems import Problem, invalid
from kaizen_helpers.kintone.sandbox.wire import Answer

__all__ = ["attach", "get_file", "upload_file"]


def upload_file(call: Call) -> dict[str, Any]:
    """``POST file.json``: a key for one use."""
    upload = call.files.get("file")
    if upload is None:
        raise invalid({"file": [REQUIRED]})
    key = _key()
    call.environment.store.db.execute(
        "INSERT INTO file VALUES (?, ?, ?, ?, ?, NULL, ?)",
        (key, upload.name, upload.content_type, len(upload.content), upload.content, call.environment.clock.stamp()),
    )
    return {"fileKey": key}


def get_file(call: Call) -> Answer:
    """``GET file.json``: the content of a file that hangs on a record."""
    params = call.params
    key = params.text("fileKey", required=True)
    params.done()
    row = call.environment.store.row("SELECT content, content_type, app FROM file WHERE key = ?", (key,))
    if row is None or row[2] is None:
        raise Problem("GAIA_BL01", {"id": key})
    from kaizen_helpers.kintone.sandbox.apps.access import open_app

    open_app(call, row[2], "view")
    # Never shown as a page of this origin: what somebody uploaded is data.
    headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
    return Answer(
        200, row[0], row[1] if row[1].isascii() and "\n" not in row[1] else "application/octet-stream", headers
    )


def attach(call: Call, item: Any, app: int) -> dict[str, str]:
    """What a record keeps of a file that was uploaded, or that it has already. Raises Problem GAIA_BL01."""
    key = item.get("fileKey") if isinstance(item, Mapping) else None
    store = call.environment.store
    row = (
        store.row("SELECT name, content_type, size, app FROM file WHERE key = ?", (key,))
        if isinstance(key, str)
        else None
    )
    if row is None:
        raise Problem("GAIA_BL01", {"id": key})
    name, content_type, size, owner = row
    if owner is None:
        fresh = _key()
        store.db.execute("UPDATE file SET key = ?, app = ? WHERE key = ?", (fresh, app, key))
        key = fresh
    return {"contentType": content_type, "fileKey": str(key), "name": name, "size": str(size)}


def _key() -> str:
    return uuid.uuid4().hex + uuid.uuid4().hex[:8]
