"""What is written down day by day: C7 (療養者の状況確認) and C8 (相談記録)."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from kaizen_helpers.excel.samples.invented import PEOPLE, SECTIONS
from kaizen_helpers.excel.samples.model import CleanTable, Field

__all__ = ["consultations", "patients"]

_AGES = ("10歳未満", *(f"{age}代" for age in range(10, 90, 10)), "90歳以上")


def patients(draw: random.Random) -> CleanTable:
    """C7. Nobody's name is in it; who has not answered has no time and no temperature."""
    fields = (
        Field("患者番号", "code", digits=5),
        Field("年代", "choice", choices=_AGES),
        Field("発生日", "date"),
        Field("公表日", "date", not_below="発生日"),
        Field("回答_日時", "time"),
        Field("回答_体温", "number", "℃", least=34, most=42),
        Field("回答_症状"),
        Field("回答_要連絡", "choice", choices=("要", "不要")),
        Field("保健所コード", "code", digits=5),
    )
    rows: list[tuple[object, ...]] = []
    for number in range(draw.randrange(10, 30)):
        fell_ill = date(2026, 1, 10) + timedelta(draw.randrange(20))
        told = fell_ill + timedelta(draw.randrange(5))
        answered = draw.random() < 0.8
        time = datetime(told.year, told.month, told.day) + timedelta(minutes=draw.choice((0, 15, 450, 1020, 1425)))  # noqa: DTZ001
        tenths = draw.randrange(355, 400)
        rows.append(
            (f"{number * 17 + 301:05d}", draw.choice(_AGES), fell_ill, told, time if answered else None,
             (tenths // 10 if tenths % 10 == 0 else tenths / 10) if answered else None,
             draw.choice(("発熱", "発熱、せき", "せき、のどの痛み", "なし")) if answered else None,
             draw.choice(("要", "不要")) if answered else None, f"04{draw.randrange(1, 6):03d}")
        )  # fmt: skip
    return CleanTable("C7", "療養者の健康状況", fields, tuple(rows), ("患者番号",), "回答_日時")


def consultations(draw: random.Random) -> CleanTable:
    """C8. Three rounds: one and the same work (業務名) comes more than once, which is no mistake."""
    fields = (
        Field("相談回", "choice", choices=("第1回", "第2回", "第3回"), group=True),
        Field("相談番号", "code", digits=4),
        Field("相談日", "date"),
        Field("所属", mapped=True),
        Field("業務名"),
        Field("困りごと"),
        Field("分類", "choice", choices=("集計", "申請受付", "日程調整", "文書管理")),
        Field("対応_提案ツール"),
        Field("対応_状況", "choice", choices=("助言済", "試行中", "本番")),
        Field("対応_次回", "date", not_below="相談日"),
        Field("フロー図", "choice", choices=("有", "無")),
        Field("効果", "number", "時間/年"),
    )
    works = draw.sample(
        ("会議室の予約", "補助金の受付", "研修の申込", "物品の貸出", "照会の取りまとめ", "郵便の発送", "勤務の集計"), 5
    )
    rows: list[tuple[object, ...]] = []
    for place in range(3):
        day = date(2026, 9, 1) + timedelta(7 * place)
        for _ in range(draw.randrange(3, 7)):
            trouble = draw.choice(
                ("転記に時間がかかる", "二重に入力している", "問い合わせが多い", "版が分からなくなる")
            )
            if draw.random() < 0.2:
                trouble += f"（{draw.choice(PEOPLE)}さんだけが分かる）"
            rows.append(
                (f"第{place + 1}回", f"{len(rows) + 1:04d}", day, draw.choice(SECTIONS), draw.choice(works), trouble,
                 draw.choice(("集計", "申請受付", "日程調整", "文書管理")),
                 draw.choice(("kintone", "Excel", "作らない", None)), draw.choice(("助言済", "試行中", "本番")),
                 draw.choice((None, day + timedelta(7))), draw.choice(("有", "無")),
                 draw.choice((None, 0, draw.randrange(1, 400))))
            )  # fmt: skip
    return CleanTable("C8", "業務改善の相談記録", fields, tuple(rows), ("相談番号",))
