"""The words of the made-up tables. People, groups and places are invented; codes and names of towns are public."""

from __future__ import annotations

import random

__all__ = ["KANA", "PEOPLE", "SECTIONS", "TOWNS", "corporate_number"]

TOWNS = (
    ("412015", "佐賀市", "中部"), ("412040", "多久市", "中部"), ("412082", "小城市", "中部"),
    ("413275", "吉野ヶ里町", "東部"), ("412031", "鳥栖市", "東部"), ("412104", "神埼市", "東部"),
    ("413411", "基山町", "東部"), ("413453", "上峰町", "東部"), ("413461", "みやき町", "東部"),
    ("412023", "唐津市", "北部"), ("413879", "玄海町", "北部"),
    ("412058", "伊万里市", "西部"), ("414018", "有田町", "西部"),
    ("412066", "武雄市", "南部"), ("412074", "鹿島市", "南部"), ("412091", "嬉野市", "南部"),
    ("414239", "大町町", "南部"), ("414247", "江北町", "南部"), ("414255", "白石町", "南部"),
    ("414417", "太良町", "南部"),
)  # fmt: skip
PEOPLE = (
    "架空 一郎",
    "見本 花子",
    "例示 次郎",
    "仮名 美咲",
    "試験 太一",
    "髙﨑 見本",
    "架空 さくら",
    "見本 健",
    "例示 葵",
)
KANA = (
    ("架空 一郎", "カクウ イチロウ"),
    ("見本 花子", "ミホン ハナコ"),
    ("髙﨑 次郎", "タカサキ ジロウ"),
    ("𠮷田 例示", "ヨシダ レイジ"),
    ("\ufa19谷 見本", "カミヤ ミホン"),
    ("仮名 美咲", "カメイ ミサキ"),
    ("試験 太一", "シケン タイチ"),
    ("例示 葵", "レイジ アオイ"),
    ("架空 さくら", "カクウ サクラ"),
)
"""Names whose characters must not be changed (髙 﨑 𠮷 神 U+FA19), with their reading."""
SECTIONS = ("総務課", "企画課", "財政課", "福祉課", "税務課", "住民課")


def corporate_number(draw: random.Random) -> str:
    """Thirteen digits that pass the public check; 9990… is used by no real body."""
    body = f"9990000{draw.randrange(100000):05d}"
    total = sum(int(digit) * (1 if place % 2 == 0 else 2) for place, digit in enumerate(reversed(body)))
    return f"{9 - total % 9}{body}"
