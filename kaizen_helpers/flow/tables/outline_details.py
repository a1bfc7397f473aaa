"""What stands in ［…］ behind a step: 「紙、15分、待ち3日、押印、書類：申請書」.

Minutes, waiting, 押印, the number of cases and the usual media are known by their look; everything else has the name
of its column in front (:mod:`.columns`).
"""

from __future__ import annotations

import re
from typing import Any

from kaizen_helpers.flow.cells import NARROW, fold, plain_number, read_minutes, read_number, read_yes_no, short
from kaizen_helpers.flow.model import Step
from kaizen_helpers.flow.tables.columns import LABEL, field_of
from kaizen_helpers.flow.tables.quoting import masked, quote, split_list, unquote

__all__ = ["read_details", "write_details"]

_MEANS = (
    "紙", "書面", "郵送", "窓口", "持参", "FAX", "電話", "口頭", "会議", "メール", "Excel", "エクセル", "Word", "PDF",
    "kintone", "システム", "専用システム", "電子申請", "電子申請システム", "Web", "フォーム", "入力フォーム",
    "チャット", "オンライン", "グループウェア", "共有フォルダ", "文書管理システム", "財務会計システム", "データ連携",
    "国のシステム",
)  # fmt: skip
_MEANS_FOLDED = {fold(word) for word in _MEANS}
_TEXTS = ("rank", "system", "document", "means", "wait", "deadline", "basis", "person", "personal", "note")
_LISTS = ("inputs", "issues")
_ITEM_SEPARATORS = "、，,；;"
_LIST_SEPARATORS = "・／/"
_TIME = re.compile(r"\d+(?:\.\d+)? *(?:時間|分|秒)")
_CASES = re.compile(r"\d件$")
_NEEDS_QUOTES = re.compile(r'[、，,；;"\[\]［］\n#＃：:]|^\s|\s$|^$')
_ORDER = (
    "means", "minutes", "wait", "seal", "cases", "rank", "system", "document", "inputs", "deadline", "basis", "person",
    "personal", "issues", "note",
)  # fmt: skip


def read_details(text: str) -> tuple[dict[str, Any], list[str]]:
    """The fields of a step that a bracket holds, and a sentence for each item that could not be read."""
    found: dict[str, Any] = {}
    problems: list[str] = []
    last = ""
    for item in _items(text):
        read = _read_item(item)
        if read is None and last in _LISTS and _key(item) == ("", item):  # 「入力情報：氏名、住所」
            read = last, _list(item)
        if read is None:
            problems.append(_unread(item))
            continue
        last, value = read
        if last in _LISTS:
            value = (*found.get(last, ()), *value)
        elif last in found:
            problems.append(f"「{LABEL[last]}」が2つあります。1つにまとめてください。")
        found[last] = value
    return found, problems


def write_details(step: Step, *, careful: bool = False) -> str:
    """The bracket with everything known of a step but owner, words, kind and ways; ``careful`` spares no marks."""
    items = [_write_item(field, getattr(step, field), careful) for field in _ORDER if _is_known(step, field)]
    return f"［{'、'.join(items)}］" if items else ""


def _items(text: str) -> list[str]:
    """Cut at the separators outside quotation marks, and not inside a number (1,200件)."""
    hidden = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", ".", masked(text).translate(NARROW))
    cuts = [at for at, mark in enumerate(hidden) if mark in _ITEM_SEPARATORS]
    pieces = [text[a:b].strip() for a, b in zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(text)], strict=True)]
    return [piece for piece in pieces if piece]


def _read_item(item: str) -> tuple[str, Any] | None:
    key, written = _key(item)
    if key:
        return _read_keyed(field_of(key), written)
    folded = fold(item)
    if _TIME.search(folded) and not folded.startswith("待"):
        minutes = read_minutes(item)
        return None if minutes is None else ("minutes", minutes)
    if folded.startswith("待ち"):
        return "wait", item[len("待ち") :].strip()
    if folded.endswith("待ち"):
        return "wait", item[: -len("待ち")].strip()
    if folded.startswith("押印"):
        sealed = read_yes_no(item[len("押印") :]) if len(folded) > len("押印") else True
        return None if sealed is None else ("seal", sealed)
    if _CASES.search(folded):
        cases = read_number(item)
        return None if cases is None else ("cases", cases)
    return ("means", item) if folded in _MEANS_FOLDED else None


def _key(item: str) -> tuple[str, str]:
    """「書類：申請書」 as its two halves; ("", item) where no name stands in front."""
    hidden = masked(item).translate(NARROW)
    colon = hidden.find(":")
    return (item[:colon].strip(), item[colon + 1 :].strip()) if colon > 0 else ("", item)


def _read_keyed(field: str | None, written: str) -> tuple[str, Any] | None:
    if field in _LISTS:
        return field, _list(written)
    exact = unquote(written)
    text = written if exact is None else exact
    if field in _TEXTS:
        return field, text
    if field == "seal":
        sealed = read_yes_no(text)
        sealed = True if sealed is None and "印" in text else sealed
        return None if sealed is None else (field, sealed)
    if field in {"minutes", "cases"}:
        number = read_minutes(text) if field == "minutes" else read_number(text)
        return None if number is None else (field, number)
    return None


def _list(text: str) -> tuple[str, ...]:
    return split_list(text, _LIST_SEPARATORS)


def _unread(item: str) -> str:
    key, written = _key(item)
    if key and field_of(key):
        return f"「{LABEL[str(field_of(key))]}」の「{short(written)}」を読めませんでした。書き方を見直してください。"
    return (
        f"「{short(item)}」が何のことか読めませんでした。「書類：{short(item, 8)}」のように、名前を前に付けてください。"
    )


def _is_known(step: Step, field: str) -> bool:
    value = getattr(step, field)
    return value is not None and value is not False and value not in ("", ())


def _write_item(field: str, value: Any, careful: bool) -> str:
    bare = _bare(field, value)
    if bare and not careful and _read_item(bare) == (field, value) and not _NEEDS_QUOTES.search(bare):
        return bare
    if field in _LISTS:
        shown = "・".join(
            quote(item) if careful or _NEEDS_QUOTES.search(item) or _cuts(item) else item for item in value
        )
    elif field in _TEXTS:
        shown = _value(value, careful)
    else:
        shown = "○" if field == "seal" else plain_number(value)
    return f"{LABEL[field]}：{shown}"


def _value(text: str, quoted: bool) -> str:
    return quote(text) if quoted or _NEEDS_QUOTES.search(text) else text


def _bare(field: str, value: Any) -> str:
    """How people write it without a name in front."""
    if field == "seal":
        return "押印"
    if field == "minutes":
        return f"{plain_number(value)}分"
    if field == "cases":
        return f"{plain_number(value)}件"
    if field == "wait":
        return f"待ち{value}"
    return str(value) if field == "means" else ""


def _cuts(item: str) -> bool:
    return any(mark in item for mark in _LIST_SEPARATORS)
