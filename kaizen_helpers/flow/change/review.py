"""What others ask about a flow: remarks with their replies, as pure functions from a flow to a new flow.

A flow drawn by one person is a proposal; it becomes a shared understanding when somebody else has looked at it
(S27 of domain.md §1: 担当者自身が描き、上司や推進課が見る). Who looked is a role (係長, デジタル担当), never a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date as calendar_date

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.cells import fold
from kaizen_helpers.flow.model import Flow, Remark
from kaizen_helpers.flow.words import plain

__all__ = [
    "Look",
    "add_remark",
    "is_resolved",
    "looks",
    "open_remarks",
    "remark_rows",
    "reply_remark",
    "resolve_remark",
    "reviewed_by_other",
]

_RESOLVED = "【済】"
"""How a reply begins that settles a remark: seen by a person, and kept by every file a remark is written to."""
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Look:
    """One person's look at a flow."""

    by: str
    """The role."""
    date: str
    """ISO date."""
    main: Remark
    """Their main remark: the one about the flow as a whole, otherwise the first."""
    remarks: tuple[Remark, ...]
    """All of them from that day."""


def add_remark(flow: Flow, question: str, *, step: int | None = None, by: str = "", date: str = "") -> Flow:
    """The flow with one remark more, the last in the list.

    Args:
        flow: the flow that was looked at.
        question: what is asked or remarked.
        step: the number of the step; ``None`` for the flow as a whole.
        by: who looked: a role, not a name.
        date: ISO date.

    Raises:
        InputError: nothing is asked, the step does not exist, or the date is none.
    """
    if step is not None and flow.step(step) is None:
        raise InputError(f"手順{step}がありません。図にある手順の番号を書いてください。", "指摘")
    remark = Remark(step, _written(question, "指摘"), "", " ".join(by.split()), _checked_date(date))
    return replace(flow, remarks=(*flow.remarks, remark))


def reply_remark(flow: Flow, number: int, reply: str) -> Flow:
    """The flow with a reply to remark ``number``, counted from 1; it replaces the earlier reply.

    Raises:
        InputError: there is no such remark, or nothing is replied.
    """
    return _with_reply(flow, number, _written(reply, f"指摘{number}の回答"))


def resolve_remark(flow: Flow, number: int, reply: str = "") -> Flow:
    """The flow with remark ``number`` settled; ``reply`` says how, otherwise the reply that is there stays.

    Raises:
        InputError: there is no such remark.
    """
    words = reply.strip() or _remark(flow, number).reply
    return _with_reply(flow, number, words if words.startswith(_RESOLVED) else _RESOLVED + words)


def is_resolved(remark: Remark) -> bool:
    """Whether a remark is settled; one that was only replied to is not."""
    return remark.reply.startswith(_RESOLVED)


def open_remarks(flow: Flow) -> tuple[tuple[int, Remark], ...]:
    """The remarks that are not settled, each with its number."""
    return tuple((number, remark) for number, remark in enumerate(flow.remarks, 1) if not is_resolved(remark))


def looks(flow: Flow) -> tuple[Look, ...]:
    """Who looked and when, the latest first; a remark without a role or a date is no evidence of a look."""
    found: dict[tuple[str, str], list[Remark]] = {}
    for remark in flow.remarks:
        if remark.by.strip() and _is_date(remark.date):
            found.setdefault((remark.by, remark.date), []).append(remark)
    all_looks = [Look(by, date, _main(remarks), tuple(remarks)) for (by, date), remarks in found.items()]
    return tuple(sorted(all_looks, key=lambda look: look.date, reverse=True))


def reviewed_by_other(flow: Flow, author: str | None = None) -> Look | None:
    """The latest look of somebody other than the author with their main remark; ``None`` if there is none.

    The gate before 本番利用 asks for it. ``author`` is a role; the author that the flow names counts too.
    """
    authors = {fold(plain(name)) for name in (author or "", flow.author) if name.strip()}
    return next((look for look in looks(flow) if fold(plain(look.by)) not in authors), None)


def remark_rows(flow: Flow) -> list[dict[str, str | int | None]]:
    """A table of plain values, one row a remark."""
    return [
        {
            "番号": number,
            "手順": remark.step,
            "指摘": remark.question,
            "回答": remark.reply.removeprefix(_RESOLVED),
            "状態": _state(remark),
            "だれが": remark.by,
            "日付": remark.date,
        }
        for number, remark in enumerate(flow.remarks, 1)
    ]


def _state(remark: Remark) -> str:
    if is_resolved(remark):
        return "済"
    return "回答あり" if remark.reply.strip() else "未回答"


def _main(remarks: Iterable[Remark]) -> Remark:
    return min(remarks, key=lambda remark: remark.step is not None)


def _remark(flow: Flow, number: int) -> Remark:
    if not 1 <= number <= len(flow.remarks):
        known = f"1から{len(flow.remarks)}までの番号で書いてください。" if flow.remarks else "指摘はまだありません。"
        raise InputError(f"指摘{number}がありません。{known}", "指摘")
    return flow.remarks[number - 1]


def _with_reply(flow: Flow, number: int, reply: str) -> Flow:
    changed = replace(_remark(flow, number), reply=reply)
    return replace(flow, remarks=(*flow.remarks[: number - 1], changed, *flow.remarks[number:]))


def _written(text: str, where: str) -> str:
    if not text.strip():
        raise InputError("まだ何も書かれていません。聞きたいことや気づいたことを書いてください。", where)
    if len(text) > _LONGEST:
        raise InputError(f"{_LONGEST:,}字までにしてください。長いものは分けて書けます。", where)
    return text.strip()


def _checked_date(text: str) -> str:
    if text and not _is_date(text):
        raise InputError("日付は「2026-11-25」のように書いてください。", "日付")
    return text


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return False
    try:
        calendar_date.fromisoformat(text)
    except ValueError:
        return False
    return True
