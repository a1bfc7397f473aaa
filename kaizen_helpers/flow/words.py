"""The words by which a written step is understood. Pure functions on text, no guessing beyond them.

Two readers use this: :mod:`kaizen_helpers.flow.tables.table` (what kind of step is it) and
:mod:`kaizen_helpers.flow.wording` (is it said clearly).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

__all__ = ["is_end_word", "is_question", "is_trigger", "plain"]

_BRACKETS = re.compile(r"[（(［\[【〔<＜][^（）()［］\[\]【】〔〕<>＜＞]*[）)］\]】〕>＞]")

_END_WORDS = frozenset(
    ["おわり", "終わり", "終り", "終", "終了", "完了", "業務終了", "処理終了", "おしまい", "end", "fin"]
)

# A noun that ends in か is no question.
_NOT_A_QUESTION = re.compile(r"(ほか|なか|いくらか|わずか|たしか|いつか|どこか)$")

_TRIGGER = re.compile(
    r"("
    r"届く|届いた|届き次第|来る|くる|来た|着く|"
    r"受け取る|受取る|受けとる|受け付ける|受付ける|受ける|"
    r"(受領|受信|受付|受理|収受|依頼|照会|通知|連絡|指示|要望|送付|送信|発送|発出|募集|申請|申込|申し込み|申込み|提出|届出|請求|相談|問い合わせ|問合せ|通報|発生|着信|到着|開始|到来)"
    r"(する|した|される|された|がある|があった|が来る|が入る|を受ける|を行う|を出す)?|"
    r"申し込む|申込む|届け出る|求める|電話がかかる|電話が入る|メールが入る|決まる|たら|"
    r"になる|となる|を迎える|時期が来る|期日|月初|月末|年度初め|年度当初|年度末|毎[日朝週月年]|[月火水木金土日]曜日?|[0-9](日|月|時)"
    r")$"
)
_PLAIN_ENDS = str.maketrans("いきぎしちにびみり", "うくぐすつぬぶむる")
_SENT_TO_US = re.compile(r"(送る|送ってくる|送られてくる|メールする|電話する|出す|発信する|指示する|渡す|持参する)$")


def plain(text: str) -> str:
    """Text for comparing: NFKC, one line, no blanks at the ends, no closing 。, no bracketed remark."""
    folded = unicodedata.normalize("NFKC", text)
    folded = " ".join(folded.split())
    without = _BRACKETS.sub("", folded).strip()
    return (without or folded).rstrip("。. ").strip()


def is_end_word(text: str) -> bool:
    """Whether a cell says nothing but that the flow stops."""
    return plain(text).strip("<>()（）〈〉 ").lower() in _END_WORDS


def is_question(text: str) -> bool:
    """Whether a step is written as a decision: it ends in か, ？ or かどうか (flow.md §4.4 no. 6)."""
    folded = plain(text)
    if folded.endswith("?"):
        return folded.strip("? ") != ""  # 「？」 alone marks what one does not know yet
    return folded.endswith("か") and not _NOT_A_QUESTION.search(folded)


def is_trigger(text: str) -> bool:
    """Whether a first row reads like きっかけ: something arrives, is asked for, or a date comes.

    Source: domain.md §2.8 (いつ・きっかけ is one of the four things a flow must say).
    """
    return any(_TRIGGER.search(said) or _SENT_TO_US.search(said) for said in _without_politeness(plain(text)))


def _without_politeness(text: str) -> Iterator[str]:
    """The text, and what its ます may stand for: 届きます → 届く, 出します → 出す, 依頼します → 依頼する."""
    yield text
    stem = text.removesuffix("ます")
    if stem and stem != text:
        yield stem + "る"
        yield stem[:-1] + stem[-1].translate(_PLAIN_ENDS)
        if stem.endswith("し"):
            yield stem[:-1] + "する"
