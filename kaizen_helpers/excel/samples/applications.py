"""What is applied for or notified: C2 (補助金), C3 (医療費助成), C4 (介護事業所の変更届)."""

from __future__ import annotations

import random
from datetime import date, timedelta

from kaizen_helpers.excel.samples.invented import KANA, corporate_number
from kaizen_helpers.excel.samples.model import CleanTable, Field

__all__ = ["SERVICES", "grants", "medical", "notices"]

SERVICES = ("訪問介護", "訪問看護", "通所介護", "短期入所生活介護", "居宅介護支援", "福祉用具貸与")
"""The master of C4 (サービス種別)."""
_BIRTHDAYS = (date(1989, 1, 7), date(1988, 2, 29), date(2000, 2, 29), date(1989, 1, 8), date(1926, 12, 25))
"""The last day of 昭和 and the first of 平成, days that most years do not have, and the first day of 昭和."""


def grants(draw: random.Random) -> CleanTable:
    """C2."""
    fields = (
        Field("受付番号", "code", digits=5),
        Field("申請日", "date"),
        Field("法人番号", "code", digits=13, check="法人番号"),
        Field("団体名", mapped=True),
        Field("事業名"),
        Field("経費_対象経費", "number", "円", not_below="経費_申請額"),
        Field("経費_補助率"),
        Field("経費_申請額", "number", "円", not_below="決定_決定額"),
        Field("審査状況", "choice", choices=("受付", "審査中", "差戻し", "交付決定")),
        Field("決定_決定日", "date", not_below="申請日"),
        Field("決定_決定額", "number", "円"),
        Field("差戻回数", "number", "回"),
    )
    rows = []
    for number in range(1, draw.randrange(9, 31)):
        applied = date(2026, 4, 1) + timedelta(draw.randrange(90))
        cost, parts = draw.randrange(10, 3000) * 4000, draw.choice((2, 4))
        state = draw.choice(("受付", "審査中", "差戻し", "交付決定"))
        decided = state == "交付決定"
        rows.append(
            (f"{number * 7 + 101:05d}", applied, corporate_number(draw),
             draw.choice(("株式会社架空工業", "株式会社見本農園", f"例示商店会{number}", f"見本町内会{number}")),
             draw.choice(("防災訓練事業", "空き家の活用", "見守り活動", "花いっぱい運動")),
             cost, f"1/{parts}", cost // parts, state,
             applied + timedelta(draw.randrange(10, 40)) if decided else None,
             cost // parts if decided else None, draw.choice((0, 0, 0, 1, 2)))
        )  # fmt: skip
    return CleanTable("C2", "地域づくり補助金 交付申請一覧", fields, tuple(rows), ("法人番号", "事業名"))


def medical(draw: random.Random) -> CleanTable:
    """C3. There is no column for the diagnosis: it is not needed for this work."""
    fields = (
        Field("区分", "choice", choices=("新規", "更新", "変更"), group=True),
        Field("申請ID", "code", digits=6),
        Field("氏名"),
        Field("カナ", "kana"),
        Field("生年月日", "date"),
        Field("住所"),
        Field("申請日", "date", not_below="生年月日"),
        Field("有効期間_開始", "date"),
        Field("有効期間_終了", "date", not_below="有効期間_開始"),
        Field("状態", "choice", choices=("受付", "審査中", "承認", "不承認")),
    )
    rows = []
    for number in range(draw.randrange(8, 28)):
        name, kana = draw.choice(KANA)
        born = draw.choice(_BIRTHDAYS) if draw.random() < 0.4 else date(1935, 1, 1) + timedelta(draw.randrange(28000))
        applied = date(2026, 4, 1) + timedelta(draw.randrange(120))
        state = draw.choice(("受付", "審査中", "承認", "承認", "不承認"))
        start = (applied.replace(day=1) + timedelta(32)).replace(day=1) if state == "承認" else None
        rows.append(
            (f"{number * 13 + 2001:06d}", name, kana, born, f"佐賀市架空町{draw.randrange(1, 9)}-{number + 1}", applied,
             start, start.replace(year=start.year + 1) - timedelta(1) if start else None, state)
        )  # fmt: skip
    groups = sorted((draw.choice(("新規", "更新", "変更")) for _ in rows), key=("新規", "更新", "変更").index)
    together = tuple((group, *row) for group, row in zip(groups, rows, strict=True))
    return CleanTable("C3", "医療費助成 申請一覧", fields, together, ("申請ID",))


def notices(draw: random.Random) -> CleanTable:
    """C4."""
    fields = (
        Field("サービス種別", "choice", choices=SERVICES, group=True),
        Field("事業所番号", "code", digits=10),
        Field("法人番号", "code", digits=13, check="法人番号"),
        Field("変更_事項"),
        Field("変更_年月日", "date"),
        Field("届出日", "date", not_below="変更_年月日"),
        Field("不備", "choice", choices=("あり", "なし")),
        Field("処理状況", "choice", choices=("受付", "確認中", "完了")),
        Field("備考"),
    )
    rows = []
    for number in range(draw.randrange(8, 26)):
        changed, days = date(2026, 4, 1) + timedelta(draw.randrange(90)), draw.randrange(16)
        remark = "10日を過ぎて届出" if days > 10 else draw.choice((None, None, "電話で確認済み"))
        rows.append(
            (draw.choice(SERVICES), f"41999{number * 3 + 1:05d}", corporate_number(draw),
             draw.choice(("管理者の変更", "営業時間の変更", "所在地の変更", "運営規程の変更")), changed,
             changed + timedelta(days), draw.choice(("あり", "なし", "なし")),
             draw.choice(("受付", "確認中", "完了")), remark)
        )  # fmt: skip
    rows.sort(key=lambda row: SERVICES.index(row[0]))
    return CleanTable("C4", "介護事業所 変更届の受付簿", fields, tuple(rows), ("事業所番号", "変更_事項"))
