"""The head of an outline: 「題名：… 版：現状 件数：1200/年」, and the lines that say who the owners are.

A line of an owner is 「（担当）窓口［職員、3人、時給2500円］」: without a colon, so that a step of somebody called
担当 is not taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kaizen_helpers.flow.cells import NARROW, fold, plain_number, read_number, short
from kaizen_helpers.flow.model import Flow, Lane, LaneKind
from kaizen_helpers.flow.tables.quoting import masked, quote, unquote

__all__ = ["lane_kind_of", "read_head", "read_lane", "write_head", "write_lane"]

_FIELDS = {
    "題名": "title", "業務名": "title", "版": "version", "件数": "cases", "年間件数": "cases",
    "作成者": "author", "更新日": "updated", "更新": "updated",
}  # fmt: skip
_MAY_BEGIN = ("題名", "業務名", "版", "件数", "年間件数")
"""作成者 and 更新日 stand behind another one only: 「作成者：…」 may also be the step of a person."""
_BEGINS = re.compile(rf"^ *({'|'.join(_MAY_BEGIN)}) *:")
_ENTRY = re.compile(rf"(?:^|(?<= )) *({'|'.join(_FIELDS)}) *:")
_LANE = re.compile(r"^ *\(担当\)")
_LANE_DETAILS = re.compile(r"\[([^\[\]]*)\] *$")
_RATE = re.compile(r"^(?:時給|単価|時給単価)?\s*:?\s*([\d,.]+)\s*円(?:/?\s*時間?)?$")
_YEAR = re.compile(r"(?:/|\s)*(?:1?年間?|毎年)(?:あたり)?$|^年間?")
_NEEDS_QUOTES = re.compile(r'[:：\n"]|^\s|\s$')
_KINDS = {
    LaneKind.STAFF: ("職員", "庁内", "自課", "staff"),
    LaneKind.RESIDENT: ("住民・申請者", "住民", "申請者", "県民", "市民", "利用者", "事業者", "resident"),
    LaneKind.OTHER: ("他課・関係機関", "他課", "関係機関", "他機関", "外部", "other"),
    LaneKind.SYSTEM: ("システム", "system"),
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}


def lane_kind_of(text: str) -> LaneKind | None:
    """「職員」, 「住民」, 「他課」 or 「システム」; ``None`` for any other word."""
    return _KIND_OF.get(fold(text))


def read_head(text: str) -> tuple[dict[str, Any], list[str]] | None:
    """The fields of the flow that a line of the head holds, and problems; ``None`` if it is no such line."""
    hidden = masked(text).translate(NARROW)
    if not _BEGINS.match(hidden):
        return None
    found: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in _entries(text, hidden):
        exact = unquote(value)
        written = value.strip() if exact is None else exact
        if _FIELDS[key] == "cases":
            number = read_number(_YEAR.sub("", written.translate(NARROW)))
            if number is None and written:
                problems.append(
                    f"件数「{short(written)}」を読めませんでした。「1200/年」のように数を1つ書いてください。"
                )
            found["cases"] = number
        else:
            found[_FIELDS[key]] = written
    return found, problems


def _entries(text: str, hidden: str) -> Iterator[tuple[str, str]]:
    matches = list(_ENTRY.finditer(hidden))
    ends = [*(match.start() for match in matches[1:]), len(text)]
    for match, end in zip(matches, ends, strict=True):
        yield match[1], text[match.end() : end]


def write_head(flow: Flow) -> str:
    """One line with everything of the flow but its steps, owners and remarks."""
    parts = [f"題名：{_value(flow.title)}"]
    if flow.version:
        parts.append(f"版：{_value(flow.version)}")
    if flow.cases is not None:
        parts.append(f"件数：{plain_number(flow.cases)}/年")
    if flow.author:
        parts.append(f"作成者：{_value(flow.author)}")
    if flow.updated:
        parts.append(f"更新日：{_value(flow.updated)}")
    return "　".join(parts)


def _value(text: str) -> str:
    return quote(text) if _NEEDS_QUOTES.search(text) else text


def read_lane(text: str) -> tuple[Lane, list[str]] | None:
    """The owner that a line declares, and problems; ``None`` if it is no such line."""
    hidden = masked(text).translate(NARROW)
    mark = _LANE.match(hidden)
    if mark is None:
        return None
    bracket = _LANE_DETAILS.search(hidden, mark.end())
    name = text[mark.end() : bracket.start() if bracket else len(text)].strip()
    exact = unquote(name)
    values: dict[str, Any] = {"kind": None, "staff": None, "rate": None}
    items = [item.strip() for item in re.split("[、;]", bracket[1] if bracket else "") if item.strip()]
    problems = [
        f"担当の「{short(item)}」を読めませんでした。「職員」「3人」「時給2500円」のように書いてください。"
        for item in items
        if not _read_lane_item(item, values)
    ]
    return Lane(name if exact is None else exact, **values), problems


def _read_lane_item(item: str, values: dict[str, Any]) -> bool:
    if (kind := lane_kind_of(item)) is not None:
        values["kind"] = kind
    elif (rate := _RATE.match(item)) and (yen := read_number(rate[1])) is not None:
        values["rate"] = yen
    elif item.endswith(("人", "名")) and (staff := read_number(item)) is not None:
        values["staff"] = staff
    else:
        return False
    return True


def write_lane(lane: Lane) -> str:
    """The line that declares an owner."""
    items = [lane.kind.label] if lane.kind else []
    if lane.staff is not None:
        items.append(f"{plain_number(lane.staff)}人")
    if lane.rate is not None:
        items.append(f"時給{plain_number(lane.rate)}円")
    details = f"［{'、'.join(items)}］" if items else ""
    plain = f"（担当）{lane.name}{details}"
    read = read_lane(plain)
    return plain if "\n" not in plain and read == (lane, []) else f"（担当）{quote(lane.name)}{details}"
