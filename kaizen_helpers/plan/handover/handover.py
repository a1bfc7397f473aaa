"""引継ぎ書: what whoever takes an app over must know, from the flow, the app, the plan and what people add.

Nothing is invented: what nobody said stands as 「（未記入）」 and is listed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.change.review import remark_rows
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.kintone import AppDefinition, AppField
from kaizen_helpers.plan.coverage.coverage import Coverage, Link, cover
from kaizen_helpers.plan.handover.entries import BY_HAND, FOUND, HANDOVER_FORM, UNKNOWN

__all__ = [
    "Handover",
    "Leaving",
    "handover_page",
    "leaving_before",
    "open_points",
    "prepare_handover",
    "write_handover",
]

NEEDED_ADMINS = 2
"""Two, so that the transfer of one does not leave the app without anybody (reference/domain.md E7-2)."""
_MOST_CHOICES = 8
_LABELS = {part.key: part.label for part in HANDOVER_FORM.parts}


@dataclass(frozen=True, slots=True)
class Leaving:
    """The check of the day of transfer (異動日チェック)."""

    day: date
    leaving: tuple[tuple[str, date], ...]
    """Administrators who are gone on that day, and their last day as written."""
    staying: tuple[str, ...]
    """Administrators who are there after it, as far as anybody said."""
    unknown: tuple[str, ...]
    """Those of ``staying`` of whom nobody said until when they are there."""

    @property
    def is_enough(self) -> bool:
        """Whether two administrators stay."""
        return len(self.staying) >= NEEDED_ADMINS

    @property
    def sentences(self) -> tuple[str, ...]:
        """Who goes, how many stay, what to do."""
        said = [
            f"「{role}」は、{self.day.isoformat()}までに異動する予定です（{until.isoformat()}）。"
            for role, until in self.leaving
        ]
        if not self.is_enough:
            left = f"{len(self.staying)}名です" if self.staying else "いません"
            said.append(f"{self.day.isoformat()}より後に残る管理者は、{left}。2名になるように決めましょう。")
        said += [f"「{role}」がいつまでいるかは、書かれていません。" for role in self.unknown]
        return tuple(said)


@dataclass(frozen=True, slots=True)
class Handover:
    """The document, and what is still open in it."""

    values: Mapping[str, Any]
    """By the keys of :data:`HANDOVER_FORM`."""
    flow: Flow | None
    open: tuple[str, ...]
    """Labels of what nobody has filled in yet, in the order of the form."""
    leaving: Leaving | None
    """``None`` where the day of transfer is not known."""
    notes: tuple[str, ...] = ()
    """Where something was taken from, and what the app's definition does not hold."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is open."""
        return not self.open

    @property
    def sentences(self) -> tuple[str, ...]:
        """For the person who must complete it."""
        said = (
            [f"まだ書かれていません: {'、'.join(self.open)}。"]
            if self.open
            else ["引継ぎ書は、ひととおりそろっています。"]
        )
        return (*said, *(self.leaving.sentences if self.leaving else ()), *self.notes)


def prepare_handover(
    flow: Flow | None,
    app: AppDefinition | None,
    filled: Mapping[str, Any] | None = None,
    *,
    plan: Mapping[str, Any] | None = None,
    coverage: Coverage | None = None,
) -> Handover:
    """Put together what is known.

    Args:
        flow: the flow with the app; its remarks and steps go into the document.
        app: the app's definition.
        filled: what people wrote: the values of :data:`HANDOVER_FORM`, as read by ``forms.read_form``.
        plan: the values of the action plan; its 目的 and 担当 are taken where nothing else is written.
        coverage: which step belongs to which field; made anew if nothing is given.
    """
    given, planned = dict(filled or {}), plan or {}
    values: dict[str, Any] = {part.key: given.get(part.key) for part in HANDOVER_FORM.parts}
    notes = []
    if app is not None and app.name:
        values["app_name"] = app.name
    for key, source in (("purpose", "purpose"), ("owner", "owner")):
        if not _said(values[key]) and _said(planned.get(source)):
            values[key] = planned[source]
            notes.append(f"「{_LABELS[key]}」は、アクションプランから写しました。いまも合っているか確かめてください。")
    if not _said(values["purpose"]) and app is not None and _said(app.description):
        values["purpose"] = " ".join(app.description.split())
        notes.append("「目的」は、アプリの説明から写しました。いまも合っているか確かめてください。")
    for key in (*BY_HAND, *FOUND):
        values[key] = _rows(values[key])
    if app is not None:
        links = coverage or (cover(flow, app) if flow is not None else Coverage())
        values["fields"] = [_field_row(field, links) for field in app.data_fields]
        values["states"] = [_state_row(app, link) for link in links.states] or [
            {"state": state.name, "steps": "", "who": _people(app, state.name)} for state in app.states
        ]
        values["rights"] = [
            {"who": right.entity.label, "may": "・".join(right.granted) or "何もできない"} for right in app.rights or ()
        ]
        if app.missing_ja:
            notes.append(app.missing_ja)
    if flow is not None:
        values["remarks"] = [_remark(row) for row in remark_rows(flow)]
    transfer = values["transfer"] if isinstance(values["transfer"], date) else None
    leaving = leaving_before(values["admins"], transfer) if transfer else None
    return Handover(values, flow, open_points(values, app), leaving, tuple(notes))


def open_points(values: Mapping[str, Any], app: AppDefinition | None = None) -> tuple[str, ...]:
    """Labels of what is still to be filled in, in the order of the form.

    States are open only where the app has any; 「これまでの指摘」 may be empty, and so may 「気をつけること」.
    """
    found = [entry.label for entry in HANDOVER_FORM.entries if entry.required and not _said(values.get(entry.key))]
    for key in BY_HAND:
        rows = _rows(values.get(key))
        if key == "admins" and len([row for row in rows if _said(row.get("role"))]) < NEEDED_ADMINS:
            found.append("管理者（2名）")
        elif not rows:
            found.append(_LABELS[key])
    if not _rows(values.get("fields")):
        found.append(_LABELS["fields"])
    if not _rows(values.get("rights")):
        found.append(_LABELS["rights"])
    if app is not None and app.states and not _rows(values.get("states")):
        found.append(_LABELS["states"])
    order = [part.label for part in HANDOVER_FORM.parts]
    return tuple(sorted(found, key=lambda label: order.index(label.removesuffix("（2名）"))))


def leaving_before(admins: Sequence[Mapping[str, Any]], day: date) -> Leaving:
    """Which administrators are gone on a day, and who stays; whoever's last day is not known stays, and is named.

    Args:
        admins: rows with ``role`` and ``until`` (a date or None).
        day: the first day on which the app must do without those who leave.

    Raises:
        InputError: ``until`` is something else than a date.
    """
    leaving, staying, unknown = [], [], []
    for row in admins:
        role, until = str(row.get("role") or "").strip(), row.get("until")
        if not role:
            continue
        if until is not None and not isinstance(until, date):
            raise InputError(
                "「異動や任期の予定日」は、2027-03-31 のように書いてください。", f"管理者「{short(role)}」"
            )
        if until is not None and until < day:
            leaving.append((role, until))
        else:
            staying.append(role)
            unknown += [role] if until is None else []
    return Leaving(day, tuple(leaving), tuple(dict.fromkeys(staying)), tuple(dict.fromkeys(unknown)))


# --- documents -------------------------------------------------------------------------------------


def handover_page(handover: Handover) -> str:
    """The document as one HTML page for A4, with the diagram on the first sheet."""
    from kaizen_helpers.flow.drawing.pages import draw_pages
    from kaizen_helpers.forms import form_page

    flow = handover.flow
    drawn = [drawing.svg for drawing in draw_pages(flow, "A4")] if flow is not None and flow.steps else []
    return form_page(
        HANDOVER_FORM,
        handover.values,
        title=_title(handover),
        lead=HANDOVER_FORM.note,
        pictures=drawn,
        after=_still_open(handover),
        blank=UNKNOWN,
    )


def write_handover(handover: Handover, path: Path | str, *, picture: Path | None = None) -> Path:
    """Write it as ``.docx`` or ``.xlsx``, by the ending of the name; ``picture`` is the diagram as PNG.

    Raises:
        InputError: the name ends in something else, or there is a file of that name.
        WriteError: the folder cannot be written to.
    """
    from kaizen_helpers.forms import write_form, write_form_docx

    target = Path(path)
    pictures = [picture] if picture is not None else []
    if target.suffix.lower() == ".docx":
        return write_form_docx(
            HANDOVER_FORM, target, handover.values, title=_title(handover), pictures=pictures, blank=UNKNOWN
        )
    return write_form(HANDOVER_FORM, target, handover.values, pictures=pictures)


def _title(handover: Handover) -> str:
    name = handover.values.get("app_name")
    return f"引継ぎ書　{name}" if _said(name) else "引継ぎ書"


def _still_open(handover: Handover) -> str:
    """What is to be completed, as the last thing on the page."""
    from kaizen_helpers.printed import text

    items = "".join(f"<li>{text(sentence)}</li>" for sentence in handover.sentences)
    return f'<section class="whole"><h2>引き継ぐ前に確かめること</h2><ul>{items}</ul></section>'


# --- rows ------------------------------------------------------------------------------------------


def _field_row(field: AppField, links: Coverage) -> dict[str, str]:
    link = next((one for one in links.fields if one.key == field.code), None)
    table = f"テーブル「{field.table}」の列" if field.table else ""
    rules = [
        table,
        "必須" if field.required else "",
        "重複禁止" if field.unique else "",
        _choices(field.options),
        f"計算: {short(field.expression, 40)}" if field.expression else "",
    ]
    return {
        "label": field.label,
        "code": field.code,
        "type": field.type_label,
        "rule": "、".join(rule for rule in rules if rule),
        "steps": _steps(link),
    }


def _choices(options: Sequence[str]) -> str:
    if not options:
        return ""
    more = f" ほか{len(options) - _MOST_CHOICES}" if len(options) > _MOST_CHOICES else ""
    return "選択肢: " + "／".join(options[:_MOST_CHOICES]) + more


def _state_row(app: AppDefinition, link: Link) -> dict[str, str]:
    return {"state": link.label, "steps": _steps(link), "who": _people(app, link.key)}


def _people(app: AppDefinition, name: str) -> str:
    state = next((state for state in app.states if state.name == name), None)
    return "、".join(entity.label for entity in state.assignees) if state else ""


def _steps(link: Link | None) -> str:
    """Only what is more than a guess."""
    if link is None or not link.footing.counts:
        return ""
    return "・".join(map(str, link.steps)) or link.why


def _remark(row: Mapping[str, Any]) -> dict[str, str]:
    place = "全体" if row["手順"] is None else f"手順{row['手順']}"
    told = {"question": "指摘", "reply": "回答", "by": "だれが", "date": "日付"}
    return {"place": place, **{key: str(row[name] or "") for key, name in told.items()}}


def _rows(value: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in value if any(_said(cell) for cell in row.values())] if isinstance(value, list) else []


def _said(value: Any) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))
