"""A record on its way: the actions of the process management, who works on it, and what people say about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone.client.answers import int_of, objects_of
from kaizen_helpers.kintone.client.connection import Connection
from kaizen_helpers.kintone.client.problems import strange_answer

__all__ = ["ProcessCalls"]

_PAGE = 10  # comments in one answer


class ProcessCalls(Connection):
    """The calls of ``Kintone`` that concern status, assignees and comments."""

    def advance(self, app: int, number: int, action: str, *, assignee: str = "", revision: int | None = None) -> int:
        """Do an action, as its button on the screen does; the record's new revision.

        Args:
            app: the app.
            number: of the record.
            action: name of the action, not of the state it leads to.
            assignee: login name of who goes on, where one person has to be chosen.
            revision: which the record must still have.

        Raises KintoneError: the state has no such action, or it is another person's turn.
        """
        asked = {"app": app, "id": number, "action": action}
        more = {"assignee": assignee} if assignee else {}
        return self._changed("record/status.json", {**asked, **more, **_seen(revision)})

    def assign(self, app: int, number: int, people: Iterable[str], *, revision: int | None = None) -> int:
        """Let these people (login names) work on the record instead of those before; its new revision."""
        codes = _names(people)
        return self._changed("record/assignees.json", {"app": app, "id": number, "assignees": codes, **_seen(revision)})

    def comment(self, app: int, number: int, text: str, mention: Iterable[str] = ()) -> int:
        """Write a comment, which tells the people mentioned (login names); its number."""
        mentions = [{"code": code, "type": "USER"} for code in _names(mention)]
        said = {"text": text, **({"mentions": mentions} if mentions else {})}
        answer = self.call("POST", "record/comment.json", {"app": app, "record": number, "comment": said})
        return int_of(answer.get("id"), changed=True)

    def comments(self, app: int, number: int) -> list[dict[str, Any]]:
        """All comments of a record, the oldest first. kintone adds a blank to each text."""
        found: dict[int, dict[str, Any]] = {}
        while True:
            asked = {"app": app, "record": number, "order": "asc", "offset": len(found), "limit": _PAGE}
            page = objects_of(self.call("GET", "record/comments.json", asked), "comments")
            before = len(found)
            found |= {int_of(one.get("id")): one for one in page}
            if len(page) < _PAGE:
                return list(found.values())
            if len(found) < before + len(page):  # the same ones again: it would never end
                raise strange_answer()

    def _changed(self, api: str, asked: dict[str, Any]) -> int:
        return int_of(self.call("PUT", api, asked).get("revision"), changed=True)


def _names(people: Iterable[str]) -> list[str]:
    if isinstance(people, str):
        raise InputError("ログイン名は、リスト（[ ]）に入れて指定してください。", people)
    return [str(one) for one in people]


def _seen(revision: int | None) -> dict[str, int]:
    return {} if revision is None else {"revision": revision}
