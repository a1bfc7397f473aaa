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
    ("GET", "form.json"): "apps.old_form:get_form",
    ("GET", "preview/form.json"): "apps.old_form:get_preview_form",
    ("GET", "space.json"): "spaces.space:get_space",
    ("PUT", "space.json"): "spaces.space:set_space",
    ("DELETE", "space.json"): "spaces.space:delete_space",
    ("POST", "preview/app.json"): "apps.making:add_app",
    ("POST", "preview/app/deploy.json"): "apps.deploying:deploy_apps",
    ("GET", "preview/app/deploy.json"): "apps.deploying:deploy_status",
    ("POST", "preview/app/form/fields.json"): "apps.fields:add_fields",
    ("PUT", "preview/app/form/fields.json"): "apps.fields:update_fields",
    ("DELETE", "preview/app/form/fields.json"): "apps.fields:delete_fields",
    ("PUT", "preview/app/settings.json"): "apps.settings:set_settings",
    ("PUT", "preview/app/adminNotes.json"): "apps.settings:set_notes",
    ("PUT", "preview/app/customize.json"): "apps.settings:set_customize",
    ("PUT", "preview/app/form/layout.json"): "apps.layout:set_layout",
    ("PUT", "preview/app/views.json"): "apps.views:set_views",
    ("PUT", "preview/app/reports.json"): "apps.views:set_reports",
    ("PUT", "preview/app/actions.json"): "apps.views:set_actions",
    ("PUT", "preview/app/status.json"): "apps.process:set_status",
    ("PUT", "preview/app/acl.json"): "apps.permissions:set_app_rights",
    ("PUT", "preview/record/acl.json"): "apps.permissions:set_record_rights",
    ("PUT", "preview/field/acl.json"): "apps.permissions:set_field_rights",
    ("PUT", "app/acl.json"): "apps.permissions:set_live_app_rights",
    ("PUT", "record/acl.json"): "apps.permissions:set_live_record_rights",
    ("PUT", "field/acl.json"): "apps.permissions:set_live_field_rights",
    ("PUT", "preview/app/notifications/general.json"): "apps.permissions:set_general_notifications",
    ("PUT", "preview/app/notifications/perRecord.json"): "apps.permissions:set_record_notifications",
    ("PUT", "preview/app/notifications/reminder.json"): "apps.permissions:set_reminders",
    ("POST", "file.json"): "records.files:upload_file",
    ("GET", "file.json"): "records.files:get_file",
    ("GET", "record.json"): "records.reading:get_record",
    ("POST", "record.json"): "records.writing:add_record",
    ("PUT", "record.json"): "records.writing:update_record_call",
    ("GET", "records.json"): "records.reading:get_records",
    ("POST", "records.json"): "records.writing:add_records",
    ("PUT", "records.json"): "records.writing:update_records",
    ("DELETE", "records.json"): "records.writing:delete_records",
    ("PUT", "record/status.json"): "records.moving:move_record",
    ("PUT", "records/status.json"): "records.moving:move_records",
    ("PUT", "record/assignees.json"): "records.moving:set_assignees",
    ("GET", "record/comments.json"): "records.comments:get_comments",
    ("POST", "record/comment.json"): "records.comments:add_comment",
    ("DELETE", "record/comment.json"): "records.comments:delete_comment",
    ("POST", "records/cursor.json"): "records.cursors:add_cursor",
    ("GET", "records/cursor.json"): "records.cursors:get_cursor",
    ("DELETE", "records/cursor.json"): "records.cursors:delete_cursor",
    ("POST", "bulkRequest.json"): "records.bulk:bulk_request",
    ("GET", "records/acl/evaluate.json"): "people.evaluating:evaluate_rights",
}


@cache
def find_route(method: str, name: str) -> Callable[[Any], Any] | None:
    """The handler, or ``None`` for a path that does not exist."""
    home = ROUTES.get((method, name))
    if home is None:
        return _reader(name) if method == "GET" else None
    module, _, function = home.partition(":")
    handler: Callable[[Any], Any] = getattr(import_module(f"{__package__}.{module}"), function)
    return handler


def _reader(name: str) -> Callable[[Any], Any] | None:
    from kaizen_helpers.kintone.sandbox.apps.parts import READERS

    return READERS.get(name)
