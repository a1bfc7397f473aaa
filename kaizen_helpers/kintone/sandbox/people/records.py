"""What a caller may do with single records and fields (レコードのアクセス権, フィールドのアクセス権).

For a record the first line whose condition it fulfils counts, and in that line the first entry that means the caller;
no line, no limit. Whoever administers the whole environment, and every token, is free of these limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.keeping import App
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.people.rights import is_meant
from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.query.sql import Sql, condition_sql
from kaizen_helpers.kintone.sandbox.query.syntax import parse_query
from kaizen_helpers.kintone.sandbox.records.table import records_of

__all__ = ["RecordRights", "allowed_records", "check_record", "field_access", "record_rights"]


@dataclass(frozen=True)
class RecordRights:
    """What may be done with one record."""

    viewable: bool = True
    editable: bool = True
    deletable: bool = True


def _free(call: Call) -> bool:
    return call.caller.by_token or call.caller.user.administrator


def allowed_records(call: Call, app: App, right: str = "viewable") -> Sql:
    """The condition on ``r`` for the records with which the caller may do this."""
    lines = app.use.parts["recordAcl"]["rights"]
    if _free(call) or not lines:
        return Sql("1")
    pieces: list[str] = []
    values: list[Any] = []
    for line in lines:
        condition = condition_sql(call, app.id, app.use.form, parse_query(line["filterCond"]).condition)
        meant = _meant(call, app, line["entities"])
        pieces.append(f"WHEN {condition.text} THEN {meant[right].text}")
        values += [*condition.values, *meant[right].values]
    return Sql(f"(CASE {' '.join(pieces)} ELSE 1 END)", values)


def _meant(call: Call, app: App, entities: list[Mapping[str, Any]]) -> dict[str, Sql]:
    """For each right, the SQL of whether an entry of a line grants it; fields with people depend on the record."""
    found: dict[str, Sql] = {}
    for right in ("viewable", "editable", "deletable"):
        pieces, values = [], []
        for entry in entities:
            who = _is_meant_here(call, app, entry)
            pieces.append(f"WHEN {who.text} THEN {int(bool(entry[right]))}")
            values += who.values
        found[right] = Sql(f"(CASE {' '.join(pieces)} ELSE 0 END)" if pieces else "0", values)
    return found


def _is_meant_here(call: Call, app: App, entry: Mapping[str, Any]) -> Sql:
    entity = entry["entity"]
    if entity["type"] not in ("FIELD_ENTITY", "CREATOR"):
        return Sql(str(int(is_meant(call, entity, include_subs=entry.get("includeSubs") is True))))
    form = app.use.form
    one = form.by_type["CREATOR"] if entity["type"] == "CREATOR" else form.fields.get(entity["code"])
    if one is None:
        return Sql("0")
    codes = [call.caller.user.code]
    if one.type == "ORGANIZATION_SELECT":
        codes = sorted(call.caller.organizations)
    elif one.type == "GROUP_SELECT":
        codes = sorted(call.caller.groups)
    marks = ", ".join("?" * len(codes))
    return Sql(f"EXISTS (SELECT 1 FROM json_each(r.{one.column}) WHERE value IN ({marks}))", list(codes))


def record_rights(call: Call, app: App, number: int) -> RecordRights:
    """The rights in one record. Raises Problem GAIA_RE01 where there is none."""
    pieces = [allowed_records(call, app, right) for right in ("viewable", "editable", "deletable")]
    row = call.environment.store.row(
        f"SELECT {', '.join(piece.text for piece in pieces)} FROM {records_of(app.id)} r WHERE r.id = ?",
        [*(value for piece in pieces for value in piece.values), number],
    )
    if row is None:
        raise Problem("GAIA_RE01", {"id": number})
    return RecordRights(*(bool(value) for value in row))


def check_record(call: Call, app: App, number: int, right: str) -> None:
    """Raises Problem CB_NO02 where the caller may not do this with the record."""
    if (
        not _free(call)
        and app.use.parts["recordAcl"]["rights"]
        and not getattr(record_rights(call, app, number), right)
    ):
        raise Problem("CB_NO02")


def field_access(call: Call, app: App) -> Mapping[str, str]:
    """「READ」 or 「NONE」 for each field that the caller may not write; fields that may be written are left out."""
    lines = app.use.parts["fieldAcl"]["rights"]
    if _free(call) or not lines:
        return {}
    found: dict[str, str] = {}
    for line in lines:
        access = "NONE"
        for entry in line["entities"]:
            if is_meant(call, entry["entity"], creator=app.creator, include_subs=entry.get("includeSubs") is True):
                access = entry["accessibility"]
                break
        if access != "WRITE":
            found[line["code"]] = access
    return found
