"""Opening an app for a call: it exists, the path is the right one for its space, and the caller may do this there."""

from __future__ import annotations

from typing import Literal

from kaizen_helpers.kintone.sandbox.apps.keeping import App
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.people.rights import app_rights
from kaizen_helpers.kintone.sandbox.problems import Problem

__all__ = ["Right", "check_space", "may_make_apps", "open_app"]

Right = Literal["view", "add", "edit", "delete", "admin", "any"]
"""What is to be done; 「any」 asks only that the app is open to the caller in some way (reading its settings)."""


def open_app(call: Call, number: int, right: Right, *, live: bool = True) -> App:
    """The app, if the caller may do this with it.

    Raises Problem: GAIA_AP01 no such app (or, with ``live``, never put into use), GAIA_IL23 and CB_NO02 the wrong path
    for its space, GAIA_IA02 the tokens are of other apps, GAIA_NO01 the token lacks the right, CB_NO02 the
    person lacks it.
    """
    app = call.environment.apps.get(number)
    check_space(call, app.space)
    if call.caller.tokens is not None:
        rights = call.caller.tokens.get(number)
        if rights is None:
            raise Problem("GAIA_IA02")
        if right != "any" and right not in rights:
            raise Problem("GAIA_NO01")
    elif not app_rights(call, app).allows(right):
        raise Problem("CB_NO02")
    if live:
        _ = app.use
    return app


def check_space(call: Call, space: int | None) -> None:
    """Whether the path (``/k/v1/`` or ``/k/guest/N/v1/``) is the one for things of this space."""
    row = call.environment.store.row("SELECT guest FROM space WHERE id = ?", (space,)) if space else None
    guest = space if row and row[0] else 0
    if guest and not call.guest_space:
        raise Problem("GAIA_IL23")
    if call.guest_space != guest:
        raise Problem("CB_NO02")


def may_make_apps(call: Call) -> None:
    """Apps are made by people, not by tokens. Raises Problem GAIA_NO01."""
    if call.caller.by_token:
        raise Problem("GAIA_NO01")
