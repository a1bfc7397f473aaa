"""Case C1, 照会の取りまとめ: a prefecture gathers answers from 20 municipalities for the state.

All figures are made up. They differ a little by seat, so that neighbours compare methods, not figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from kaizen_helpers.flow.meaning.align import Part

__all__ = ["PARTS", "STORY", "TOWNS", "Figures", "Work", "figures", "work"]

TOWNS = 20

STORY = (
    "<p><b>聞き取りメモ（県の担当者の話・架空）</b></p>"
    "<p>国から、調査の依頼文がメールで届きます。調査票は国の様式のままでは市町が答えにくいので、"
    "市町用に作り直し、回答期限を付けて20の市町へメールで送ります。市町は調査票に記入して、メールで返してくれます。</p>"
    "<p>期限が来たら、回答がそろったかを見ます。出ていない市町には督促のメールを送り、また待ちます。"
    "そろったら、回答に不備がないかを見ます。不備があればその市町に問い合わせ、直して送り直してもらいます。"
    "不備がなければ、回答を集計表に転記し、合計と内訳を照合します。</p>"
    "<p>最後に係長が集計表を見ます。直す所があれば戻され、なければ集計表を国へ送って終わりです。</p>"
)
"""What the official tells us, as HTML of our own."""


_OFFICE = ("県", "担当者", "職員", "係", "課", "室", "局", "主事", "主任", "主査")
_TOWNS_LANES = ("市", "町", "自治体")

PARTS = (
    Part(
        "依頼",
        ("調査の依頼文を送る", "調査の依頼を受け取る", "照会文が届く", "調査の通知が来る", "依頼文を県へメールする"),
    ),
    Part("様式", ("調査票を市町用に作り直す", "調査票を市町へ送る", "市町に回答を依頼する"), _OFFICE),
    Part(
        "回答",
        (
            "調査票に記入して返す",
            "調査票に記入する",
            "回答を作成する",
            "回答を県へ送る",
            "回答が届く",
            "回答を受け取る",
            "回答を待つ",
            "調査票に記入し、メールで回答する",
            "アンケートを書いて返す",
            "市町から集める",
        ),
        (*_OFFICE, *_TOWNS_LANES),
    ),
    Part(
        "期限",
        (
            "期限までに回答がそろったか",
            "締切までに提出があったか",
            "全市町から回答が届いたか",
            "未提出の市町があるか",
            "回答が出ているか",
            "みんな出したか",
        ),
    ),
    Part(
        "督促",
        ("未提出の市町へ督促を送る", "まだの市町に催促する", "回答がない市町へもう一度お願いする"),
    ),
    Part(
        "不備",
        (
            "回答に不備があるか",
            "回答の内容を確認する",
            "回答におかしな所がないか",
            "不備の内容を市町に問い合わせる",
            "回答の修正を依頼する",
            "誤りのある市町に電話で聞く",
            "回答を直して送り直す",
        ),
    ),
    Part("受付", ("届いた回答を受付簿に記録する",)),
    Part(
        "転記",
        (
            "回答を集計表に転記する",
            "回答を集計表に入力する",
            "回答を集計する",
            "回答をとりまとめる",
            "数値を集計表に反映する",
            "数字を表に写す",
        ),
        _OFFICE,
    ),
    Part(
        "照合",
        (
            "集計表の合計と内訳を照合する",
            "合計と内訳が合っているか",
            "合計と内訳を合わせる",
            "集計表の数字を検算する",
            "集計表を点検する",
        ),
        _OFFICE,
    ),
    Part("差戻し", ("集計表に直す所があるか", "集計表を差し戻す", "集計表を直す")),
    Part(
        "報告",
        ("集計表を国へ送る", "国へ結果を報告する", "集計表を国へメールする", "国が集計表を受け取る"),
        (*_OFFICE, "国", "省"),
    ),
)
"""What the memo tells, in words that mean the same. Not all of it has to be shown: some parts are there to take up
steps that sound like others."""


@dataclass(frozen=True)
class Figures:
    """The numbers of C1 for one seat."""

    split_minutes: int
    """Making the municipalities' version of the form, once."""
    sort_minutes: int
    """Sorting one answer that came in."""
    copy_minutes: int
    """Copying one answer into the summary."""
    faulty: int
    """How many of the 20 answers have to be asked about."""
    ask_minutes: int
    """Asking about one of them."""


def figures(variant: int) -> Figures:
    """The numbers for a seat's variant (0 … 5)."""
    return Figures(
        split_minutes=30 + 5 * (variant % 2),
        sort_minutes=4 + variant % 3,
        copy_minutes=8 + variant % 2,
        faulty=6 if variant % 3 else 4,
        ask_minutes=10,
    )


@dataclass(frozen=True)
class Work:
    """One line of the time sheet: how often, and how long one takes."""

    name: str
    memo: str
    """What the official says, as the learner reads it."""
    cases: int
    minutes: int
    """Minutes of work for one; 0 where nobody's hands move."""
    days: int = 0
    """Days of waiting."""


def work(variant: int) -> tuple[Work, ...]:
    """The time sheet of one round of C1 for a seat's variant."""
    f = figures(variant)
    share = f"20件のうち{f.faulty}件に不備があります。"
    return (
        Work("依頼文を読む", "1回だけです。5分かかります。", 1, 5),
        Work("調査票を市町用に作り直す", f"1回だけです。{f.split_minutes}分かかります。", 1, f.split_minutes),
        Work("調査票を20市町へ送る", "1市町ずつメールします。1件2分です。", TOWNS, 2),
        Work("回答を待つ", "送ってから7日待ちます。その間は別の仕事をしています。", 1, 0, 7),
        Work("届いた回答を整理する", f"20市町分あります。1件{f.sort_minutes}分です。", TOWNS, f.sort_minutes),
        Work("不備を問い合わせる", f"{share}問い合わせは1件{f.ask_minutes}分です。", f.faulty, f.ask_minutes),
        Work("問い合わせの返事を待つ", "返事まで3日かかります。", 1, 0, 3),
        Work("集計表に転記する", f"20市町分を写します。1件{f.copy_minutes}分です。", TOWNS, f.copy_minutes),
        Work("合計と内訳を照合する", "1回だけです。60分かかります。", 1, 60),
        Work("国へ報告する", "1回だけです。10分かかります。", 1, 10),
    )
