"""The form 効果の見積り: what people fill in at their desk. How it is read: :mod:`.effect_reading`."""

from __future__ import annotations

from kaizen_helpers.forms.model import Entry, Form, Grid
from kaizen_helpers.issues.effects.model import MONTHS, Basis

__all__ = ["ALL", "BESIDE", "FORM", "ONE", "RANGES", "RESULT"]

ONE, ALL = "1人分", "全員分"
RESULT = "実績"
BESIDE = ("purpose", "use", "check", "effort", "value", "risk", "needs")
"""Entries that are no part of the measure itself."""
RANGES = ("件数", "現状の分", "見直し後の分", "増える時間")

FORM = Form(
    "効果の見積り",
    (
        Entry("name", "打ち手", required=True, note="例：回答を入力フォームで集める"),
        Entry("purpose", "ねらい", lines=2, note="何に困っていて、どうなるとよいか"),
        Entry("use", "空いた時間の使い道", lines=2, note="例：窓口の相談に充てる"),
        Entry("no_new", "増える作業はない", "yes", note="登録や問い合わせも考えて、なければ「はい」"),
        Entry("rate", "1時間の単価", "number", unit="円", note="空欄なら、金額は出しません"),
        Entry("initial", "初期費用", "number", unit="円"),
        Entry("years", "使用年数", "number", unit="年", note="初期費用で用意したものを何年使うか"),
        Entry("yearly", "年額の費用", "number", unit="円", note="利用料など"),
        Entry("start_hours", "準備の時間", "number", unit="時間", note="初めに1回だけかかる時間（移行、研修）"),
        Entry("trial_hours", "試行で減った時間", "number", unit="時間", note="実際に試して測った時間"),
        Entry("trial_months", "試行した月", note="例：4、5、6"),
        Entry("claimed_hours", "手計算の削減時間", "number", unit="時間", note="自分で計算した1年の時間があれば"),
        Entry("claimed_share", "手計算の削減率", "number", unit="%", note="例：30"),
        Entry("check", "効果の確かめ方", lines=2, note="何を、いつ、どう測るか"),
        Entry("effort", "準備の労力", "number", unit="人日", note="ここから4つは、順番を付けるとき"),
        Entry("value", "県民への価値", "choice", choices=("なし", "小", "中", "大")),
        Entry("risk", "リスク", "choice", choices=("小", "中", "大"), note="うまくいかないときの影響"),
        Entry("needs", "先に必要な打ち手", note="打ち手の名前。2つ以上は「、」で区切る"),
        Grid(
            "works",
            "変わる作業",
            (
                Entry("name", "作業", note="何をする作業か"),
                Entry("rank", "職位", note="例：主事"),
                Entry("cases", "件数", "number", note="月別の件数が分かるときは、次の表へ"),
                Entry("months", "何か月分", "number", unit="か月", note="件数が1年分なら12"),
                Entry("people", "人数", "number", unit="人", note="一緒に行う人数。1人なら空欄"),
                Entry("minutes_of", "分の数え方", "choice", choices=(ONE, ALL), note="空欄なら1人分"),
                Entry("before", "現状の分", "number", unit="分", note="1件にかかる分"),
                Entry("after", "見直し後の分", "number", unit="分", note="なくなる作業は0"),
                Entry("basis", "根拠", "choice", choices=tuple(Basis), note="空欄なら見込み"),
            ),
            note="1行に1つの作業を書きます。増える作業も、増えるまま書きます。",
            rows=8,
        ),
        Grid(
            "monthly",
            "月別の件数",
            (Entry("name", "作業"), *(Entry(f"m{month}", f"{month}月", "number") for month in MONTHS)),
            note="「変わる作業」と同じ名前で書きます。件数のない月は0を入れます。",
        ),
        Grid(
            "new_works",
            "新しく増える作業",
            (
                Entry("name", "作業", note="例：登録、問い合わせ"),
                Entry("hours", "年間の時間", "number", unit="時間"),
                Entry("rank", "職位"),
            ),
            rows=3,
        ),
        Grid(
            "outcomes",
            "住民・相手方の効果",
            (
                Entry("name", "何が", note="例：来庁の回数、待ち日数、誤りの件数"),
                Entry("before", "現状", "number"),
                Entry("after", "見直し後", "number"),
                Entry("unit", "単位", note="回、日、件"),
                Entry("basis", "根拠", "choice", choices=("見込み", RESULT)),
            ),
            note="職員の時間のほかの効果を、1つ以上書きます。",
            rows=3,
        ),
        Grid(
            "ranges",
            "見積りの幅",
            (
                Entry("name", "作業"),
                Entry("what", "どの数", "choice", choices=RANGES),
                Entry("low", "少なめ", "number"),
                Entry("high", "多め", "number"),
            ),
            note="分かるものだけで結構です。書かないものは、上下30%の幅で計算します。",
            rows=3,
        ),
        Grid(
            "rates",
            "職位別の単価",
            (Entry("rank", "職位"), Entry("rate", "1時間の単価", "number", unit="円")),
            note="職位で単価が違うときだけ書きます。",
            rows=3,
        ),
    ),
    note="打ち手1つに1つのファイルを使います。職員のほか、住民や相手方への効果も1つ以上書きます。",
)
