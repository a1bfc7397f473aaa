"""Which handler answers which call: one line an API, by method and the path below ``/k/v1/``.

A handler is ``module:function`` below this package, loaded when it is first called. It takes a ``Call`` and returns
what goes out as JSON (or bytes that are JSON already, or an ``Answer``), or raises ``Problem``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

__all__ = ["ROUTES", "find_route"]

ROUTES: dict[tuple[str, str], str] = {
    ("GET", "app.json"): "apps.listing:get_app",
    ("GET", "apps.json"): "apps.listing:get_apps",
    ("POST", "preview/app.json"): "apps.making:add_app",
    ("POST", "preview/app/deploy.json"): "apps.deploying:deploy_apps",
    ("GET", "preview/app/deploy.json"): "apps.deploying:deploy_status",
    ("GET", "app/form/fields.json"): "apps.fields:get_fields",
    ("GET", "preview/app/form/fields.json"): "apps.fields:get_preview_fields",
    ("POST", "preview/app/form/fields.json"): "apps.fields:add_fields",
    ("PUT", "preview/app/form/fields.json"): "apps.fields:update_fields",
    ("DELETE", "preview/app/form/fields.json"): "apps.fields:delete_fields",
    ("POST", "file.json"): "records.files:upload_file",
    ("GET", "file.json"): "records.files:get_file",
    ("GET", "record.json"): "records.reading:get_record",
    ("POST", "record.json"): "records.writing:add_record",
    ("PUT", "record.json"): "records.writing:update_record_call",
    ("GET", "records.json"): "records.reading:get_records",
    ("POST", "records.json"): "records.writing:add_records",
    ("PUT", "records.json"): "records.writing:update_records",
    ("DELETE", "records.json"): "records.writing:delete_records",
}


@cache
def find_route(method: str, name: str) -> Callable[[Any], Any] | None:
    """The handler, or ``None`` for a path that does not exist."""
    home = ROUTES.get((method, name))
    if home is None:
        return None
    module, _, function = home.partition(":")
    handler: Callable[[Any], Any] = getattr(import_module(f"{__package__}.{module}"), function)
    return handler
