"""Columns of a table that may hold data of people, found before the table goes anywhere (domain.md R4, R5).

A suspicion (疑い), never a finding: about one in ten numbers of twelve digits passes the check of My Number by chance.
No value leaves this module: a suspicion holds rows, counts and at most the last two digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaizen_helpers.notation.dates import DateReading, read_date
from kaizen_helpers.notation.personal import suspicions

__all__ = ["ColumnSuspicion", "find_personal_data", "passes_my_number_check"]

_HEADINGS: Mapping[str, re.Pattern[str]] = {
    "氏名": re.compile("氏名|^お?名前$|姓名|本人名|代表者名|担当者名|^担当者$|^(?:氏|姓)$"),
    "生年月日": re.compile("生年月日|誕生日"),
    "住所": re.compile("住所|所在地|居所"),
}
_MAIL = re.compile(r"[\w.+-]{1,64}@(?P<domain>[\w-]{1,63}(?:\.[\w-]{1,63})+)", re.ASCII)
_TWELVE = re.compile(r"(?<![0-9])[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")
_ADDRESS = re.compile(
    "(?:[都道府県]|[市区町村郡]).{1,30}?(?:[0-9]+(?:-[0-9]+)+|[0-9一二三四五六七八九十]+(?:丁目|番|号))"
)
_MADE_UP_MAIL = re.compile(r"(?:^|\.)example\.(?:jp|com|org|net)$|\.(?:example|invalid|test)$")
_MADE_UP_PHONE = re.compile(r"^0952-?00-?[0-9]{4}$")
_LONGEST = 2000
"""Characters of a cell that are looked at."""


@dataclass(frozen=True)
class ColumnSuspicion:
    """What one column, or several together, may hold. The values themselves are not in it."""

    kind: str
    """「個人番号の疑い」「12桁の番号」「氏名」「電話」「メール」「職員のメール」「氏名・生年月日・住所の組」."""
    columns: tuple[str, ...]
    count: int
    """Rows in which it was seen; 0 where only the headings say so."""
    rows: tuple[int, ...]
    """The first of them, at most five, counted from 1 in the order of the values."""
    message_ja: str
    tail: str = ""
    """The last two digits of the first number, to find it by; empty for what is no number."""


def passes_my_number_check(text: str) -> bool:
    """Whether twelve digits end in the check digit of a My Number (総務省令: the eleven ×2…7, mod 11).

    About 10 % of numbers drawn at random do, so it is a suspicion only.
    """
    if not isinstance(text, str) or re.fullmatch("[0-9]{12}", text) is None:
        return False
    total = sum(int(digit) * (place % 6 + 2) for place, digit in enumerate(reversed(text[:11])))
    return int(text[11]) == (0 if total % 11 <= 1 else 11 - total % 11)


def find_personal_data(
    columns: Mapping[str, Sequence[object]], *, made_up_allowed: bool = False
) -> tuple[ColumnSuspicion, ...]:
    """What the columns (heading → values) may hold of people. Never raises, whatever the values are.

    ``made_up_allowed`` lets pass what this course makes up: mail at ``example.jp``, telephones ``0952-00-XXXX``.
    """
    found: list[ColumnSuspicion] = []
    kinds: dict[str, list[str]] = {}
    for heading, values in columns.items():
        name = str(heading)
        seen: dict[str, list[int]] = {}
        tails: dict[str, str] = {}
        for row, value in enumerate(values, 1):
            for kind, tail in _kinds_of(_shown(value), made_up_allowed):
                rows = seen.setdefault(kind, [])
                if not rows or rows[-1] != row:
                    rows.append(row)
                tails.setdefault(kind, tail)
        if _HEADINGS["氏名"].search(name) and (named := [r for r, v in enumerate(values, 1) if _shown(v).strip()]):
            seen["氏名"], tails["氏名"] = named, ""
        found += [
            ColumnSuspicion(kind, (name,), len(rows), tuple(rows[:5]), _message(kind, name, len(rows)), tails[kind])
            for kind, rows in seen.items()
            if kind != "住所"
        ]
        for kind in _kinds_of_column(name, values, seen):
            kinds.setdefault(kind, []).append(name)
    if set(kinds) >= set(_HEADINGS):
        together = tuple(dict.fromkeys(name for kind in _HEADINGS for name in kinds[kind]))
        message = (
            f"「{'」「'.join(together[:5])}」がそろい、個人を特定できる疑いがあります。"
            "使わない列を消し、氏名は仮の番号に置き換えてください。"
        )
        found.append(ColumnSuspicion("氏名・生年月日・住所の組", together, 0, (), message))
    return tuple(found)


def _kinds_of(text: str, made_up_allowed: bool) -> list[tuple[str, str]]:
    """The kinds that one value looks like, each with the last two digits of a number."""
    domains = [match["domain"].casefold() for match in _MAIL.finditer(text)]
    found = [
        ("職員のメール" if domain.endswith(".lg.jp") else "メール", "")
        for domain in domains
        if not (made_up_allowed and _MADE_UP_MAIL.search(domain))
    ]
    for match in _TWELVE.finditer(text):
        digits = re.sub("[ -]", "", match[0])
        found.append(("個人番号の疑い" if passes_my_number_check(digits) else "12桁の番号", digits[-2:]))
    for one in suspicions(text):
        part = text[one.start : one.end]
        if one.kind == "電話" and not (made_up_allowed and _MADE_UP_PHONE.match(part.strip())):
            found.append(("電話", part[-2:]))
        elif one.kind == "氏名":
            found.append(("氏名", ""))
    if _ADDRESS.search(text):
        found.append(("住所", ""))
    return found


def _kinds_of_column(name: str, values: Sequence[object], seen: Mapping[str, Sequence[int]]) -> list[str]:
    """Which of name, birth and address a column is, by its heading, or by what most of its values look like."""
    filled = [value for value in values[:200] if _shown(value).strip()]
    found = [kind for kind, heading in _HEADINGS.items() if heading.search(name) and filled]
    found += [kind for kind in ("氏名", "住所") if kind not in found and 2 * len(seen.get(kind, ())) > len(filled) > 0]
    if "生年月日" not in found and filled and all(_long_ago(value) for value in filled):
        found.append("生年月日")
    return found


def _long_ago(value: object) -> bool:
    """A day before 2010: in a column full of them, most likely births."""
    read = None if isinstance(value, int | float) else read_date(value)
    return isinstance(read, DateReading) and 1900 <= read.value.year < 2010


def _shown(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else ""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**15 else ""
    return unicodedata.normalize("NFKC", value[:_LONGEST])


def _message(kind: str, column: str, count: int) -> str:
    next_steps = {
        "個人番号の疑い": "個人番号は、法律で決めた事務にしか使えません。ファイルを閉じて、担当に相談してください。",
        "12桁の番号": "個人番号でないことを、元の書類で確かめてください。",
        "氏名": "氏名が要らないなら列を消し、要るなら仮の番号に置き換えてください。",
        "電話": "電話番号が要らないなら、列を消してください。",
        "メール": "メールアドレスが要らないなら、列を消してください。",
        "職員のメール": "職員個人のアドレスなら、課の代表アドレスに替えてください。",
    }
    what = kind if kind.endswith("疑い") else f"{kind}の疑い"
    return f"「{column}」の列に、{what}が{count}件あります。{next_steps[kind]}"
