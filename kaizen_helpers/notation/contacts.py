"""Postal codes and telephone numbers: read in any spelling, written by a rule set.

A postal code has no check digit. Where the area code of a telephone number ends can be told only from how it was typed,
or for the few kinds that are alike everywhere (mobile, 0120, 03, 06): other unseparated numbers are asked back, since
no table of area codes is held here. Existence is never checked (:data:`~kaizen_helpers.notation.codes.BLIND_SPOTS`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from kaizen_helpers.notation.codes import CodeCheck
from kaizen_helpers.notation.reading import Question
from kaizen_helpers.notation.rule_sets import rule_set

__all__ = ["PhoneReading", "check_postal_code", "read_phone", "write_phone", "write_postal_code"]

_HYPHEN = re.compile(r"[-‐‑‒–—―−ー]")
_EXTENSION = re.compile(r"\(?内線:?(?P<number>\d{1,8})\)?$")
_MAIN = re.compile(r"\(?代表?\)?$")
_LABEL = re.compile(r"^(?:tel|電話|℡)[:.]?", re.IGNORECASE)
_PARTS = re.compile(r"\(?(?P<area>0\d{1,4})[)(-]\(?(?P<office>\d{1,4})[)-](?P<rest>\d{4})")
_TOLL_FREE = ("0120", "0800", "0570")
_MOBILE = ("020", "050", "060", "070", "080", "090")


@dataclass(frozen=True)
class PhoneReading:
    """A telephone number in its three parts: 0952, 25, 7000. ``extension`` is the 内線, empty if none."""

    area: str
    office: str
    rest: str
    extension: str = ""
    main: bool = False
    """Whether 「（代表）」 stood beside it: that belongs in a column of its own."""
    kind: Literal["landline", "mobile", "toll-free"] = "landline"
    abroad: bool = False
    """Whether it was typed with +81."""


def check_postal_code(value: object) -> CodeCheck:
    """A postal code as seven digits; five or six are asked back with the zeros put before. Never raises.

    Blind spot: it has no check digit, so that every slip of a digit passes.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return CodeCheck("blank")
    if isinstance(value, bool) or not isinstance(value, str | int | float) or len(str(value)) > 20:
        return CodeCheck("bad", message_ja="郵便番号ではない値が入っています。元の書類で確かめてください。")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    plain = unicodedata.normalize("NFKC", str(value)).strip().removeprefix("〒").strip()
    match = re.fullmatch(r"([0-9]{3})-?([0-9]{4})", _HYPHEN.sub("-", plain))
    if match:
        return CodeCheck("ok", match[1] + match[2])
    if re.fullmatch(r"[0-9]{5,6}", plain):
        whole = plain.zfill(7)
        return CodeCheck(
            "ask",
            message_ja=f"{len(plain)}桁です。先頭の0が消えたなら「{whole}」です。元の書類で確かめて、文字で入れてください。",
            candidates=(whole,),
        )
    return CodeCheck("bad", message_ja="郵便番号は7桁の数字です。元の書類で確かめて、入れ直してください。")


def write_postal_code(value: object, rule: str) -> str | Question | None:
    """As the rule set writes it: ``8408570`` (GIF, DS-443), ``840-8570`` (庁内様式).

    Raises InputError for an unknown rule set.
    """
    form = rule_set(rule).postal
    found = check_postal_code(value)
    if found.state == "ok":
        return f"{found.code[:3]}-{found.code[3:]}" if form == "840-8570" else found.code
    return None if found.state == "blank" else Question(found.message_ja)


def read_phone(value: object) -> PhoneReading | Question | None:
    """The parts of a telephone number, a question, or None for blank. Never raises.

    Understood: ``0952-25-7000`` ``(0952)25-7000`` ``0952(25)7000`` ``+81 952-25-7000`` ``０９５２ー２５ー７０００``,
    with 内線 and （代表）; without separators only where the kind of number says its parts.

    Blind spot: area codes are not compared with a table, so that every slip which keeps the number of digits passes.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > 60:
        return Question("電話番号ではない値が入っています。元の書類で確かめてください。")
    if isinstance(value, int):
        return Question("数として入っているので、先頭の0が消えています。元の書類で確かめて、文字で入れてください。")
    spaced = re.sub(r"(?<=[0-9])\s+(?=[0-9])", "-", unicodedata.normalize("NFKC", value))
    plain = _HYPHEN.sub("-", _LABEL.sub("", re.sub(r"\s+", "", spaced)))
    extension = ""
    if match := _EXTENSION.search(plain):
        extension, plain = match["number"], plain[: match.start()]
    main = _MAIN.search(plain) is not None
    plain = _MAIN.sub("", plain) if main else plain
    if re.search(r"[/、,・]", plain):
        return Question("電話番号が2つ以上あるようです。1つの欄に1つずつ、列を分けて入れてください。")
    abroad = plain.startswith("+81")
    if abroad:
        plain = re.sub(r"^(\(?)0?", r"\g<1>0", plain[3:].lstrip("-").removeprefix("(0)"))
    parts = _parts(plain)
    if isinstance(parts, Question):
        return parts
    area, office, last = parts
    return PhoneReading(area, office, last, extension, main, _kind(area), abroad)


def write_phone(value: object, rule: str) -> str | Question | None:
    """As the rule set writes it: ``(0952)25-7000`` (GIF, DS-445), ``0952-25-7000`` (庁内様式, kintone取込).

    Mobile and toll-free numbers have hyphens only, ``0120-999999`` under GIF. An extension is put behind as
    `` 内線999``; 「（代表）」 is left to a column of its own. Raises InputError for an unknown rule set.
    """
    form = rule_set(rule).phone
    read = read_phone(value)
    if not isinstance(read, PhoneReading):
        return read
    if form == "(0952)25-7000" and read.kind == "toll-free":
        number = f"{read.area}-{read.office}{read.rest}"
    elif form == "(0952)25-7000" and read.kind == "landline":
        number = f"({read.area}){read.office}-{read.rest}"
    else:
        number = f"{read.area}-{read.office}-{read.rest}"
    if read.abroad and form == "(0952)25-7000":
        number = f"+81 {number}"
    return f"{number} 内線{read.extension}" if read.extension else number


def _parts(plain: str) -> tuple[str, str, str] | Question:
    digits = re.sub("[()-]", "", plain)
    if not re.fullmatch("[0-9]+", digits):
        return Question("電話番号として読み取れません。「0952-25-7000」のように、数字とハイフンで入れてください。")
    if not digits.startswith("0"):
        return Question("市外局番がないか、先頭の0が消えています。市外局番から入れてください。")
    wanted = 11 if digits.startswith((*_MOBILE, "0800")) else 10
    if len(digits) != wanted:
        return Question(f"この番号は{wanted}桁のはずですが、{len(digits)}桁です。元の書類で確かめてください。")
    if digits.startswith(_TOLL_FREE):  # before 080: 0800 is no mobile telephone
        return digits[:4], digits[4:7], digits[7:]
    if digits.startswith(_MOBILE):
        return digits[:3], digits[3:7], digits[7:]
    if match := _PARTS.fullmatch(plain):
        return match["area"], match["office"], match["rest"]
    if plain == digits and digits.startswith(("03", "06")):
        return digits[:2], digits[2:6], digits[6:]
    return Question("市外局番の切れ目が分かりません。「0952-25-7000」のように、区切って入れてください。")


def _kind(area: str) -> Literal["landline", "mobile", "toll-free"]:
    if area in _MOBILE:
        return "mobile"
    return "toll-free" if area in _TOLL_FREE else "landline"
