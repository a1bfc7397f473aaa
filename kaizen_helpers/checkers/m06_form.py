"""The form that a learner has decided in E6-1: as fields of kintone, tried out in a practice kintone, and drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from kaizen_helpers.checkers.m05_preview import whole_table_html
from kaizen_helpers.checkers.m06_case import KEY, NOT_YET, STATES, TOWNS, key_of, practice, record_of

__all__ = [
    *("BOTH", "DATE", "DROP_DOWN", "KINDS", "LEFT_OUT", "LINE", "LINES", "NEEDED", "NO_RULE", "NUMBER", "RADIO"),
    *("RULES", "TABLE", "UNIQUE", "Decided", "Tried", "form_html", "try_out"),
]

LINE, LINES, NUMBER, DATE = "文字列（1行）", "文字列（複数行）", "数値", "日付"
DROP_DOWN, RADIO, TABLE, LEFT_OUT = "ドロップダウン", "ラジオボタン", "テーブル", "置かない"
KINDS = (LINE, LINES, NUMBER, DATE, DROP_DOWN, RADIO, TABLE, LEFT_OUT)
NO_RULE, NEEDED, UNIQUE, BOTH = "なし", "必須", "重複を禁止", "必須と重複禁止"
RULES = (NO_RULE, NEEDED, UNIQUE, BOTH)
VIEW = "督促する市町"
_TYPES = {
    LINE: "SINGLE_LINE_TEXT",
    LINES: "MULTI_LINE_TEXT",
    NUMBER: "NUMBER",
    DATE: "DATE",
    DROP_DOWN: "DROP_DOWN",
    RADIO: "RADIO_BUTTON",
    TABLE: "SUBTABLE",
}
_INNER = {"督促": (("督促日", "DATE"), ("督促方法", "SINGLE_LINE_TEXT"))}
"""What stands in one row of a table, and its type."""
_MAY_BE_UNIQUE = (LINE, NUMBER, DATE)


@dataclass(frozen=True)
class Decided:
    """What was decided for one thing that somebody wants to know; empty texts where nothing is."""

    code: str
    kind: str
    rule: str

    @property
    def is_needed(self) -> bool:
        """Whether nobody may leave it empty."""
        return self.rule in (NEEDED, BOTH)

    @property
    def is_unique(self) -> bool:
        """Whether a value may be there once only."""
        return self.rule in (UNIQUE, BOTH)

    @property
    def asks_too_much(self) -> bool:
        """Whether kintone has no such rule for this kind of field: values of a choice, say, always repeat."""
        return self.is_unique and self.kind in _TYPES and self.kind not in _MAY_BE_UNIQUE

    @property
    def properties(self) -> dict[str, Any] | None:
        """The field as kintone takes it; ``None`` where it is not kept, or not decided."""
        if self.kind not in _TYPES:
            return None
        plain: dict[str, Any] = {"type": _TYPES[self.kind], "code": self.code, "label": self.code}
        if self.kind == TABLE:
            names = _INNER.get(self.code, ((f"{self.code}の内容", "SINGLE_LINE_TEXT"),))
            inner = {name: {"type": kind, "code": name, "label": name} for name, kind in names}
            return {**plain, "fields": inner}
        if self.kind in (DROP_DOWN, RADIO):
            options = STATES if self.code == "状況" else ("（選択肢）",)
            places = {option: {"label": option, "index": str(place)} for place, option in enumerate(options)}
            plain |= {"options": places, "defaultValue": options[0] if self.kind == RADIO else ""}
        if self.kind in _MAY_BE_UNIQUE:
            plain["unique"] = self.is_unique
        return {**plain, "required": self.is_needed}


@dataclass(frozen=True)
class Tried:
    """What happened when the form was used for two months."""

    refused_first: tuple[str, ...] = ()
    """Fields because of which a town that has not answered yet cannot be taken in."""
    refused_next_month: tuple[str, ...] = ()
    """Fields because of which the same town cannot be taken in for the next inquiry."""
    refused_next_town: tuple[str, ...] = ()
    """Fields because of which another town of the same inquiry cannot be taken in, or cannot answer alike."""
    taken_twice: bool = False
    """The same town of the same inquiry was taken in twice."""
    taken_without: tuple[str, ...] = ()
    """Fields that were empty, and nobody was told."""
    changed: tuple[str, ...] = ()
    """Fields whose value came back otherwise than it was written."""
    any_state: bool = False
    """A state that nobody has agreed on was taken."""


def _row(inquiry: str, deadline: str, place: int = 0) -> dict[str, str]:
    """A town that has not answered yet: what is known when the list is taken in. Its phone begins with 0."""
    code = TOWNS[place][0]
    return {
        KEY: key_of(inquiry, code),
        "団体コード": code,
        "担当課の電話": f"0952-00-{1000 + place}",
        "回答期限": deadline,
        "状況": NOT_YET,
    }


def try_out(decided: Sequence[Decided]) -> Tried:
    """Use the form as the work would: two inquiries, one town twice, empty cells, a state of somebody's own."""
    from kaizen_helpers.kintone import KintoneError

    fields = {one.code: one.properties for one in decided if one.properties}
    if not fields:
        return Tried()
    with practice(fields=fields, layout=(), views={}) as there:
        kintone, app = there.kintone, there.app

        def add(row: Mapping[str, str]) -> str:
            """The field because of which kintone refuses the row; empty where it takes it."""
            kept = {code: value for code, value in row.items() if fields.get(code, {}).get("type") != "SUBTABLE"}
            sent = record_of({code: value for code, value in kept.items() if code in fields})
            try:
                kintone.call("POST", "record.json", {"app": app, "record": sent})
            except KintoneError as error:
                return error.field
            return ""

        def answer_alike() -> str:
            """The field because of which two towns cannot give the same answer; empty where they can."""
            alike = {"回答人数": "12", "不備の内容": "合計が合わない"}
            sent = {code: {"value": value} for code, value in alike.items() if _takes_text(fields.get(code))}
            try:
                for number in (1, 2):
                    kintone.call("PUT", "record.json", {"app": app, "id": number, "record": sent})
            except KintoneError as error:
                return error.field
            return ""

        first = _row("R8-03", "2026-06-19")
        refused_first = add(first)
        changed: tuple[str, ...] = ()
        if not refused_first:
            written = kintone.records(app, "limit 1")[0]
            changed = tuple(code for code in first if code in fields and _differs(first[code], written[code]["value"]))
        another = "" if refused_first else add(_row("R8-03", "2026-06-19", 7)) or answer_alike()
        refused_next = "" if refused_first else add(_row("R8-04", "2026-07-17"))
        empty = []
        for place, code in enumerate((KEY, "団体コード", "回答期限", "状況"), start=1):
            always_chosen = fields.get(code, {}).get("type") == "RADIO_BUTTON"
            if code in fields and not always_chosen and not add({**_row("R8-05", "2026-08-21", place), code: ""}):
                empty.append(code)
        return Tried(
            (refused_first,) if refused_first else (),
            (refused_next,) if refused_next else (),
            (another,) if another else (),
            KEY in fields and not refused_first and not add(first),
            tuple(empty),
            changed,
            "状況" in fields and not add({**_row("R8-06", "2026-09-18", 6), "状況": "出したはず"}),
        )


def _takes_text(properties: Mapping[str, Any] | None) -> bool:
    """Whether what is typed for an answer can stand in the field: one that was asked for as a day or choice cannot."""
    return properties is not None and properties["type"] in ("SINGLE_LINE_TEXT", "MULTI_LINE_TEXT", "NUMBER")


def _differs(written: str, kept: Any) -> bool:
    return isinstance(kept, str) and kept != written


def form_html(decided: Sequence[Decided]) -> str:
    """The form as it is kept by a practice kintone, and its list of towns to remind, as HTML that we wrote."""
    fields = {one.code: one.properties for one in decided if one.properties}
    if not fields:
        return "<p style='margin:.4em;font-size:13px'>種類を選ぶと、ここにフォームができていきます。</p>"
    return _form(fields) + _view(fields)


_BOX = (
    "display:inline-block;box-sizing:border-box;border:1px solid #7b8794;background:#fff;padding:0 .4em;"
    "min-height:1.5em;font-size:12px"
)


def _form(fields: Mapping[str, Mapping[str, Any]]) -> str:
    pieces = "".join(_field(code, one) for code, one in fields.items())
    style = "border:1px solid #b8c2cc;background:#f7f9fb;padding:.4em .6em"
    title = "<b style='font-size:13px'>フォーム</b>"
    return f"<section lang='ja' aria-label='フォーム' style='{style}'>{title}{pieces}</section>"


def _field(code: str, one: Mapping[str, Any]) -> str:
    marks = ("（必須）" if one.get("required") else "") + ("（重複禁止）" if one.get("unique") else "")
    return (
        "<div style='display:flex;gap:.6em;align-items:center;margin:.25em 0'>"
        f"<span style='flex:0 0 9.5em;font-size:12px'>{escape(code)}{marks}</span>{_input(one)}</div>"
    )


def _input(one: Mapping[str, Any]) -> str:
    kind = one["type"]
    if kind == "SUBTABLE":
        cell = "<td style='border:1px solid #7b8794;background:#fff;height:1.4em'></td>"
        heads = "".join(
            f"<th scope='col' style='border:1px solid #7b8794;font-size:12px;padding:0 .5em'>{escape(name)}</th>"
            for name in one["fields"]
        )
        rows = f"<tr>{cell * len(one['fields'])}</tr>" * 2
        return f"<table style='border-collapse:collapse'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    if kind == "RADIO_BUTTON":
        return "<span style='font-size:12px'>" + "　".join(f"○{escape(o)}" for o in one["options"]) + "</span>"
    if kind == "DROP_DOWN":
        return f"<span style='{_BOX}'>{escape('・'.join(one['options']))} ▼</span>"
    width = {"NUMBER": "5em", "DATE": "8em", "MULTI_LINE_TEXT": "15em"}.get(kind, "13em")
    inside = {"NUMBER": "<span style='float:right'>0</span>", "DATE": "年-月-日"}.get(kind, "")
    height = "min-height:3.2em;" if kind == "MULTI_LINE_TEXT" else ""
    return f"<span style='{_BOX};{height}width:{width}'>{inside}</span>"


def _view(fields: Mapping[str, Mapping[str, Any]]) -> str:
    """The list of towns to remind, asked of a practice kintone; or that kintone cannot make it yet."""
    from kaizen_helpers.kintone import KintoneError

    shown = [code for code in ("団体コード", "担当課の電話", "回答期限", "状況") if code in fields]
    title = f"<b style='font-size:13px'>一覧「{VIEW}」</b>"
    if not {"回答期限", "状況"} <= fields.keys():
        return _below(title, "「回答期限」と「状況」が決まると、この一覧を作れます。")
    view = {
        "type": "LIST",
        "name": VIEW,
        "index": "0",
        "fields": shown,
        "filterCond": f'状況 in ("{NOT_YET}") and 回答期限 < "2026-06-24"',
        "sort": "$id asc",
    }
    rows = [
        {code: value for code, value in _row("R8-03", deadline, place).items() if code in fields}
        for place, deadline in ((1, "2026-06-19"), (2, "2026-06-30"), (18, "2026-06-19"))
    ]
    try:
        with practice(rows, fields=fields, layout=(), views={VIEW: view}) as there:
            found = there.kintone.records(there.app, f"{view['filterCond']} order by $id asc")
    except KintoneError:
        return _below(title, "いまの種類と決まりでは、期限を過ぎた市町を並べられません。入れられない行もあるようです。")
    lines = [[str(one[code]["value"] or "") for code in shown] for one in found]
    return f"<section style='margin-top:.5em'>{title}{whole_table_html(shown, lines, label='一覧')}</section>"


def _below(title: str, said: str) -> str:
    return f"<section style='margin-top:.5em'>{title}<p style='margin:.2em 0;font-size:12px'>{said}</p></section>"
