"""What municipalities answer: C1 (照会の取りまとめ), and a table by fiscal year (C1-年度)."""

from __future__ import annotations

import random
from datetime import date, timedelta

from kaizen_helpers.excel.samples.invented import PEOPLE, SECTIONS, TOWNS
from kaizen_helpers.excel.samples.model import CleanTable, Field

__all__ = ["survey", "years"]

_REMARKS = (None, None, None, "確認中", "前年度と同じ", "別紙あり", "担当者が代わりました")
_STATES = ("取組済", "取組予定", "未定", "その他")
_MEANT = ("一部の課だけで実施", "他団体と共同で検討", "条例の改正待ち")


def survey(draw: random.Random) -> CleanTable:
    """C1."""
    fields = (
        Field("圏域", group=True),
        Field("団体コード", "code", digits=6, check="団体コード"),
        Field("団体名", mapped=True),
        Field("回答日", "date"),
        Field("担当課", mapped=True),
        Field("担当者"),
        Field("電話", "code"),
        Field("設問1_状況", "choice", choices=_STATES, other="設問1_その他"),
        Field("設問1_その他"),
        Field("設問2_人数", "number", "人"),
        Field("設問2_金額", "number", "円"),
        Field("備考"),
    )
    rows = []
    for code, name, area in [town for town in TOWNS if draw.random() < 0.9]:
        state = draw.choice(_STATES)
        rows.append(
            (area, code, name, date(2026, 4, 1) + timedelta(draw.randrange(60)), draw.choice(SECTIONS),
             draw.choice(PEOPLE), f"0952-00-{draw.randrange(10000):04d}", state,
             draw.choice(_MEANT) if state == "その他" else None,
             draw.choice((None, 0, draw.randrange(1, 3000), draw.randrange(1, 60))),
             draw.choice((None, 0, draw.randrange(-900, 900) * 1000, draw.randrange(1, 5000) * 1000)),
             draw.choice(_REMARKS))
        )  # fmt: skip
    return CleanTable("C1", "業務改善の取組状況に関する照会", fields, tuple(rows), ("団体コード",), "回答日")


def years(draw: random.Random) -> CleanTable:
    """C1-年度."""
    measures = draw.choice(((("件数", "件"),), (("件数", "件"), ("金額", "円"))))
    fields = (
        Field("団体コード", "code", digits=6),
        Field("団体名"),
        Field("年度"),
        *(Field(name, "number", unit) for name, unit in measures),
    )
    first = draw.randrange(3, 6)
    names = [f"令和{year}年度" for year in range(first, first + draw.randrange(3, 5))]
    rows = [
        (code, name, year, *(draw.choice((None, 0, draw.randrange(1, 900), draw.randrange(1, 9000))) for _ in measures))
        for code, name, _ in TOWNS[: draw.randrange(6, 20)]
        for year in names
    ]
    return CleanTable("C1-年度", "補助金の年度別実績", fields, tuple(rows))
