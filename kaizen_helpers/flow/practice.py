"""What the attributes and the words of a step say about how the work is done: paper, seal, copying, waiting.

Each rule believes an attribute first (媒体, 押印, 入力情報 …) and then a word that has one meaning only in an office.
They would rather miss something than call an electronic approval a seal: what they do not know is asked, in
:mod:`kaizen_helpers.flow.improve`. The words follow flow.md §4.5 and domain.md §2.
"""

from __future__ import annotations

import re

from kaizen_helpers.flow.model import Step
from kaizen_helpers.flow.words import plain

__all__ = [
    "enters",
    "is_approval",
    "is_electronic",
    "is_paper",
    "is_seal",
    "media",
    "says_copied",
    "wait_days",
]

_PAPER = re.compile(r"紙|書面|郵送|郵便|ファックス|ファクス|ファクシミリ|fax|手書き|原本|冊子", re.IGNORECASE)
_ELECTRONIC = re.compile(
    r"システム|kintone|キントーン|excel|エクセル|メール|e-?mail|電子|オンライン|web|ウェブ|フォーム|データ|pdf|ファイル|クラウド|チャット|access",
    re.IGNORECASE,
)
_PAPER_WORK = re.compile(r"紙(の|で|に)|印刷する|郵送|ファックス|ファクス|fax(で|を|する)|手書き|書面で", re.IGNORECASE)
_SEAL = re.compile(r"押印|捺印|ハンコ|はんこ|判子|公印|記名押印|(承認|決裁|認め)印|印を(押|もら)")
_NO_SEAL = re.compile(r"(押印|捺印|ハンコ|はんこ|公印)(を|は|の)?(廃止|省略|不要|なし|やめ)")
_APPROVAL = re.compile(r"決裁|承認|専決|合議|供覧|回議")
_NOT_YET = re.compile(r"(決裁|承認)(を|の)?(依頼|求め|申請|上げ|回|受け|待|伺)|(決裁|承認)(後|済|待ち)|未(決裁|承認)")
_COPIED = re.compile(
    r"転記|書き?写|写し取|打ち直|打ち?込み直|入力し直|再入力|二重に(入力|記入)|コピペ|(?:貼り?付け|コピー)て(入力|記入)"
)
_ENTERED = re.compile(r"入力|登録|打ち?込|取り?込|インポート")
_ARROW = re.compile(r"→|->|⇒|➡|から")


def media(step: Step) -> str:
    """The medium of a step for comparing; empty where nobody wrote it."""
    return plain(step.means).lower()


def is_paper(step: Step) -> bool:
    """Whether paper is handled: the medium says so, or the words do where no medium is written."""
    written = media(step)
    return bool(_PAPER.search(written)) if written else bool(_PAPER_WORK.search(plain(step.what)))


def is_electronic(step: Step) -> bool:
    """Whether the work is done in a system or a file: the medium says so, or a system is named."""
    return bool(_ELECTRONIC.search(media(step))) or bool(step.system.strip())


def is_seal(step: Step) -> bool:
    """Whether a seal or a signature is put on something: the attribute 押印, or the word."""
    text = plain(step.what)
    return step.seal or (bool(_SEAL.search(text)) and not _NO_SEAL.search(text))


def is_approval(step: Step) -> bool:
    """Whether somebody agrees to something here: a seal, or 決裁・承認・合議; asking for it is not yet it."""
    text = plain(step.what)
    return is_seal(step) or (bool(_APPROVAL.search(text)) and not _NOT_YET.search(text))


def enters(step: Step) -> bool:
    """Whether information is put into a system or a file here."""
    return is_electronic(step) and (bool(step.inputs) or bool(_ENTERED.search(plain(step.what))))


def says_copied(step: Step) -> bool:
    """Whether the step itself says that it copies: 「転記する」, or a medium like 「紙→システム」."""
    if _COPIED.search(plain(step.what)):
        return True
    written = media(step)
    arrow = _ARROW.search(written)
    return bool(arrow and _PAPER.search(written[: arrow.start()]) and _ELECTRONIC.search(written[arrow.end() :]))


# --- 待ち ----------------------------------------------------------------------------------------

_DAYS = {"分": 1 / 1440, "時間": 1 / 24, "日": 1.0, "週": 7.0, "月": 30.0, "年": 365.0}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?|半)\s*(分|時間|(?:営業|開庁|勤務)?日|週|(?:か|カ|ヶ|ケ|ヵ|箇)?月|年)(?!曜)")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:~|-|ー|〜|から)\s*\d+(?:\.\d+)?")
_DATE = re.compile(r"翌|毎|次の|\d月\d|(月|火|水|木|金|土|日)曜|末|初め|まで")


def wait_days(text: str) -> float | None:
    """A waiting time as people write it, in days of the calendar: 「約3日」「1週間」「2～3日」「半日」.

    Of a range it is the shorter one. ``None`` where no length is written: empty, 「翌月曜まで」, 「数日」.
    """
    folded = _RANGE.sub(r"\1", plain(text).replace(",", "").replace("、", ""))
    if _DATE.search(folded):
        return None
    match = _LENGTH.search(folded)
    if match is None:
        return None
    number = 0.5 if match.group(1) == "半" else float(match.group(1)[:12])
    unit = next(name for name in ("時間", "分", "日", "週", "月", "年") if name in match.group(2))
    return number * _DAYS[unit]
