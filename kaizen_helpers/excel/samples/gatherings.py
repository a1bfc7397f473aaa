"""What is booked: C5 (研修の申込) and C6 (公用車の貸出)."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from kaizen_helpers.excel.samples.invented import PEOPLE, SECTIONS
from kaizen_helpers.excel.samples.model import CleanTable, Field

__all__ = ["cars", "training"]


def training(draw: random.Random) -> CleanTable:
    """C5."""
    fields = (
        Field("参加回", "choice", choices=("第1回", "第2回", "第3回"), group=True),
        Field("申込番号", "code", digits=4),
        Field("所属コード", "code", digits=4),
        Field("所属名", mapped=True),
        Field("職員番号", "code", digits=7),
        Field("氏名"),
        Field("出欠", "choice", choices=("出席", "欠席", "未定")),
        *(Field(f"アンケート_Q{question}", "number", "点", least=1, most=5) for question in range(1, 7)),
        Field("自由記述"),
        Field("回答時刻", "time"),
    )
    rows: list[tuple[object, ...]] = []
    for number in range(draw.randrange(8, 30)):
        place = draw.randrange(len(SECTIONS))
        rows.append(
            (f"{draw.randrange(900) + 20:04d}", f"{place * 11 + 101:04d}", SECTIONS[place],
             f"00{number * 37 + 12345:05d}", draw.choice(PEOPLE), draw.choice(("出席", "出席", "欠席", "未定")),
             *(draw.choice((None, 1, 2, 3, 4, 5, 5)) for _ in range(6)),
             draw.choice((None, None, "また参加したいです", "例が分かりやすかった", "時間が足りませんでした")),
             datetime(2026, 7, 1, 9) + timedelta(minutes=draw.randrange(20000)))  # noqa: DTZ001 - times in Excel have no zone
        )  # fmt: skip
    rounds = sorted(draw.choice(("第1回", "第2回", "第3回")) for _ in rows)
    together = tuple((one, *row) for one, row in zip(rounds, rows, strict=True))
    return CleanTable("C5", "改善研修 申込一覧", fields, together, ("職員番号",), "回答時刻")


def cars(draw: random.Random) -> CleanTable:
    """C6. A car is booked by one at a time; some come back after midnight, some at 24:00."""
    fields = (
        Field("車両番号", "code", group=True),
        Field("予約ID", "code", digits=5),
        Field("利用_開始日時", "time"),
        Field("利用_終了日時", "time", not_below="利用_開始日時"),
        Field("所属"),
        Field("用途"),
        Field("走行_前", "number", "km"),
        Field("走行_後", "number", "km", not_below="走行_前"),
        Field("返却", "choice", choices=("返却済", "未返却")),
    )
    rows: list[tuple[object, ...]] = []
    for car in range(1, draw.randrange(3, 7)):
        free = datetime(2026, 7, 1, 8, 30)  # noqa: DTZ001 - times in Excel have no zone
        meter = draw.randrange(5, 900) * 100
        for _ in range(draw.randrange(2, 8)):
            start = free + timedelta(minutes=30 * draw.randrange(6))
            if not 8 <= start.hour < 17:
                start = (start + timedelta(hours=7)).replace(hour=8, minute=30)
            end = start + timedelta(minutes=30 * draw.randrange(2, 12))
            if draw.random() < 0.25:  # an evening meeting of residents, far away
                late = draw.choice((0, 0, 30, 60))
                end = start.replace(hour=0, minute=0) + timedelta(days=1, minutes=late)
            back = end < datetime(2026, 7, 8)  # noqa: DTZ001
            driven = meter + draw.randrange(3, 200)
            rows.append(
                (f"公-{car:02d}", f"{len(rows) * 3 + 71:05d}", start, end, draw.choice(SECTIONS),
                 draw.choice(("会議", "現地調査", "書類の運搬", "研修")), meter, driven if back else None,
                 "返却済" if back else "未返却")
            )  # fmt: skip
            free, meter = end, driven
    return CleanTable(
        "C6", "公用車 貸出簿", fields, tuple(rows), ("予約ID",), "", ("車両番号", "利用_開始日時", "利用_終了日時")
    )
