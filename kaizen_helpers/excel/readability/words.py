"""What a word in a sheet may be: a note beside the data, a sign for 「no value」, a heading."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from kaizen_helpers.excel.readability.layout import is_number
from kaizen_helpers.excel.tables.reading import is_unit, key, value_like

__all__ = ["is_blank", "is_mark", "is_note", "is_sentence", "may_be_heading", "number_like", "perhaps_note"]

_NOTE = re.compile(
    r"[※＊*†‡☆★]{1,3}\s*\d*\s*\w|※|[(（]?(?:注釈|注記|備考|参考|凡例|補足)\s*\d*[)）:： 　]|"
    r"[(（\[［【]?注(?:$|[\d０-９)）\]］】:： 　])|[(（]?(?:単位|備考)[:： 　]|出典|出所"
    r"|資料[:： 　]|【注】|[(（](?:注|備考|参考|出典|単位)|以下余白|以上$"
    r"|[\w・]{1,12}(?:者|課|元|日|日時|年月日|先|部署|所属|時点|機関)[:：]"
    r"|(?:作成|担当|更新|問合せ|問い合わせ|連絡|集計|調査|公表|提供|入力|確認|印刷|最終更新)\w{0,6}[:：]"
)
_PERHAPS = re.compile(
    r"(?:作成|担当|更新|最終更新|編集|入力|記入|確認|集計|問合せ|問い合わせ|お問い合わせ)(?:者|課|係|元|日|日時|年月日|先|部署|所属)?$"
    r"|暫定値|速報値|確定値|見込値|取扱注意|部外秘|社外秘|要確認|作業中|メモ|下書き|.*(?:現在|時点)[)）]?$"
    r"|.*により?(?:作成|算出|集計)"
)
_MARK = re.compile(
    r"[XxＸｘ*＊×…‥.・。\-ー－―—–−#/／〃△▲○◯●◎]+|N/?A|n/?a|NULL|null|なし|不明|未回答|無回答|未入力|非公表|非公開"
    r"|秘匿|該当なし|調査中|欠測|同上|[(（](?:X|Ｘ|-|秘匿)[)）]"
)
_FIGURE = re.compile(r"[▲△¥\-(]?¥?\s*\d[\d,. ]*\D{0,4}")


def is_blank(value: object) -> bool:
    """Nothing, or nothing but spaces."""
    return value is None or (type(value) is str and not value.strip())


def is_note(value: object) -> bool:
    """A text that begins as notes about the data do: 「※暫定値」「出典：…」「作成者：…」."""
    return isinstance(value, str) and _NOTE.match(value.strip()[:200]) is not None


def perhaps_note(value: object) -> bool:
    """A note, or a word that is one where it stands alone: 「作成者」「暫定値」「3月末現在」; also headings."""
    return is_note(value) or (isinstance(value, str) and _PERHAPS.match(value.strip()[:200]) is not None)


def is_sentence(value: object) -> bool:
    """A text too long or too much like a sentence to be a value or a heading."""
    return isinstance(value, str) and (len(value) > 40 or "。" in value)


def is_mark(value: object) -> bool:
    """A sign or word that stands where a value is missing: 「X」「…」「-」「非公表」."""
    return isinstance(value, str) and len(value) < 20 and _MARK.fullmatch(value.strip()) is not None


def number_like(value: object) -> bool:
    """A number, a date, or a text that somebody typed as one: 「1,200」「▲50」「350円」「2023-04-01」."""
    if isinstance(value, int | float | date | datetime | time | timedelta):
        return True
    return isinstance(value, str) and len(value) < 40 and _FIGURE.fullmatch(key(value)) is not None


def may_be_heading(value: object) -> bool:
    """A text that can stand above a column. Years and months can; other numbers and signs cannot."""
    if not isinstance(value, str):
        return False
    text = value.strip()
    if not text or is_sentence(text):
        return False
    if re.fullmatch(r"(?:19|20)\d\d(?:年度?)?|(?:令和|平成|昭和|[RHS])\d{1,2}(?:年度?)?|\d{1,2}月", key(text)):
        return True
    return is_unit(text) or not (is_number(text) or value_like(text) or is_mark(text))
