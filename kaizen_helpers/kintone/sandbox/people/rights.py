"""What a person may do: with an app, with a record, with a field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.keeping import App
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.callers import Caller

__all__ = ["AppRights", "app_rights", "is_meant"]

_KEYS = {
    "view": "recordViewable",
    "add": "recordAddable",
    "edit": "recordEditable",
    "delete": "recordDeletable",
    "admin": "appEditable",
}


@dataclass(frozen=True)
class AppRights:
    """The rights of one caller in one app, by the keys of ``app/acl.json`` (``recordViewable`` …)."""

    granted: frozenset[str]

    def allows(self, right: str) -> bool:
        """Whether 「view」「add」「edit」「delete」「admin」 is granted; 「any」: anything is."""
        if right == "any":
            return bool(self.granted)
        return _KEYS[right] in self.granted


def app_rights(call: Call, app: App) -> AppRights:
    """The rights by the app's list, in which the first line that means the caller counts."""
    if call.caller.user.administrator:
        return AppRights(frozenset((*_KEYS.values(), "recordImportable", "recordExportable")))
    parts = (app.live or app.preview).parts
    for right in (parts.get("acl") or {}).get("rights") or ():
        if is_meant(call, right["entity"], creator=app.creator):
            granted = {key for key, value in right.items() if value is True and key != "includeSubs"}
            return AppRights(frozenset(granted))
    return AppRights(frozenset())


def is_meant(call: Call, entity: Mapping[str, Any], *, creator: str = "", include_subs: bool = False) -> bool:
    """Whether a line for ``entity`` (USER, GROUP, ORGANIZATION, CREATOR) means the caller."""
    caller: Caller = call.caller
    kind, code = entity.get("type"), entity.get("code")
    if kind == "CREATOR":
        return caller.user.code == creator
    if kind == "USER":
        return caller.user.code == code
    if kind == "GROUP":
        return code == "everyone" or code in caller.groups
    if kind == "ORGANIZATION":
        return code in caller.organizations or (include_subs and code in _above(call, caller.organizations))
    return False


def _above(call: Call, organizations: Iterable[str]) -> set[str]:
    parents = dict(call.environment.store.rows("SELECT code, parent FROM organization"))
    found: set[str] = set()
    for code in organizations:
        above = parents.get(code)
        while above and above not in found:
            found.add(above)
            above = parents.get(above)
    return found
