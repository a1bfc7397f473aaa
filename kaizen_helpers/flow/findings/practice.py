"""What the attributes and the words of a step say about how the work is done: paper, seal, copying, judging.

Each rule believes an attribute first (媒体, 押印, 入力情報 …) and then a word that has one meaning only in an office.
They would rather miss something than call an electronic approval a seal: what they do not know is asked, in
:mod:`kaizen_helpers.flow.findings.improve`. The words follow flow.md §4.5 and domain.md §2.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from kaizen_helpers.flow.model import Step
from kaizen_helpers.flow.words import plain

__all__ = [
    "enters",
    "has_criterion",
    "is_approval",
    "is_electronic",
    "is_opinion",
    "is_paper",
    "is_seal",
    "media",
    "risky_medium",
    "says_copied",
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
_NOT_YET = re.compile(
    r"(決裁|承認)(を|の)?(依頼|求め|申請|上げ|回|受け|待|伺)|(決裁|承認)(後|済|待ち)|未(決裁|承認)|(決裁|承認)(の?結果|通知|書|番号|者|規程)"
)
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


# --- 判断 ----------------------------------------------------------------------------------------

_CRITERION = re.compile(
    r"\d|以上|以下|未満|超|以内|期限|期日|基準|要件|要綱|要領|規程|規則|条例|法|様式|チェックリスト|対象|該当|有無|そろ|揃|一致|不備|漏れ|もれ|"
    r"不足|誤り|届|提出|記入|押印|添付|残高|予算|定員|空き|上限|初めて|新規|継続|過去"
)
_OPINION = re.compile(
    r"問題(は|が|も)?(ない|ある|あり|なし)|適切|妥当|適当|適正|十分|良い|よい|よろしい|好ましい|望ましい|重要|大丈夫|必要(か|性|\?|がある|はある|である|ある)|"
    r"認め(る|られる|て)|軽微|重大|大きい|急ぐ|急ぎ|難しい"
)
_BARE_ANSWERS = re.compile(
    r"^(はい|いいえ|yes|no|y|n|ok|ng|可|否|不可|要|不要|適|不適|よい|良い|だめ|問題なし|問題あり|問題ない|問題がある|ある|ない|あり|なし|有|無|必要|適切|不適切|妥当|)$"
)


def has_criterion(step: Step) -> bool:
    """Whether a decision or its answers name something that can be looked up or counted."""
    return any(_CRITERION.search(plain(text)) for text in (step.what, *(way.condition for way in step.next)))


def is_opinion(step: Step) -> bool:
    """Whether a decision asks for an opinion (問題ないか, 適切か), and its answers say no more than yes or no."""
    answers = all(_BARE_ANSWERS.match(plain(way.condition).lower()) for way in step.next)
    return answers and bool(_OPINION.search(plain(step.what)))


# --- 個人情報 ------------------------------------------------------------------------------------

_SEVERAL = re.compile(r"[、,・/+&→\s]+|または|又は|及び|および|から")
_RISKY = re.compile(
    r"メール|e-?mail|fax|ファックス|ファクス|ファクシミリ|usb|外部媒体|記録媒体|cd-?r?|dvd|チャット|line|クラウド|ファイル(転送|便)|"
    r"オンラインストレージ|私物|スマホ|携帯電話",
    re.IGNORECASE,
)
_SENT_BY = re.compile(
    r"(?:電子|庁内|庁外)?メール(?=で|に添付|する|を送)|(?:fax|ファックス|ファクス)(?=で|する|を送)|usb(?:メモリー?)?(?=で|に|を)|"
    r"チャット(?=で)|line(?=で)",
    re.IGNORECASE,
)


def risky_medium(step: Step, approved: Collection[str]) -> str:
    """A medium of the step by which personal data may get out (メール, FAX, USB …) and that is not approved; or ''.

    Args:
        step: whose medium is read; from its words where no medium is written.
        approved: names for comparing (see :func:`~kaizen_helpers.flow.cells.fold`); one that is part of what is
            written, or is all of it, allows it.
    """
    written = plain(step.means)
    named = [part for part in _SEVERAL.split(written) if _RISKY.search(part)]
    if not written:
        named = [match.group(0) for match in _SENT_BY.finditer(plain(step.what))]
    return next((each for each in named if not any(name in each.lower() for name in approved)), "")
