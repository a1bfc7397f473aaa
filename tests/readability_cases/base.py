"""The clean tables of the seen set: what an office of a prefecture keeps in workbooks."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tests.readability_cases.model import Column, Draft, Sheet, draft_of
from tests.readability_cases.values import (
    SAGA,
    among,
    code_of,
    days,
    decimals,
    each,
    explained,
    maybe,
    months,
    numbered,
    numbers,
    phones,
)

__all__ = ["BASES", "Base"]

EXPLAINED = explained()
YEN = "#,##0"
PEOPLE = (
    "佐賀太郎",
    "唐津花子",
    "鳥栖次郎",
    "武雄一郎",
    "鹿島洋子",
    "小城健",
    "神埼美咲",
    "有田直人",
    "基山幸子",
    "多久誠",
)
OFFICES = ("総務課", "財政課", "市町支援課", "情報課", "福祉課", "農政課", "土木課", "会計課")
CODES = [code_of(five) for five, _ in SAGA]
TOWNS = [name for _, name in SAGA]


@dataclass(frozen=True)
class Base:
    """A kind of clean table."""

    stem: str
    sheet: str
    columns: Sequence[Column]
    rows: tuple[int, int]
    explain: Callable[[Sheet], list[Sheet]] = EXPLAINED

    def has(self, *roles: str) -> bool:
        """Whether a defect that needs columns of these roles can be put in; 「a|b」 is one or the other."""
        mine = {one.role for one in self.columns}
        return all(mine & set(role.split("|")) for role in roles)

    def make(self, draw: random.Random) -> Draft:
        """One such file."""
        least, most = self.rows
        rows = most if draw.random() < 0.04 else draw.randint(least, min(most, 34))
        return draft_of(self.stem, self.sheet, self.columns, rows, draw, self.explain)


def _where(draw: random.Random, row: int) -> str:
    return f"{draw.choice(TOWNS)}架空町{draw.randint(1, 9)}-{draw.randint(1, 40)}"


POPULATION = Base(
    "人口世帯",
    "人口世帯",
    (
        Column("団体コード", "code", each(CODES), width=11),
        Column("市町名", "muni", each(TOWNS)),
        Column("人口（人）", "count", numbers(5800, 230000), YEN),
        Column("世帯数（世帯）", "count", numbers(2100, 98000), YEN),
        Column("面積（km2）", "measure", decimals(12, 480, 2), "0.00"),
        Column("調査日", "date", each([date(2025, 10, 1)]), "yyyy-mm-dd"),
    ),
    (12, 20),
)
GRANTS = Base(
    "補助金一覧",
    "交付申請",
    (
        Column("受付番号", "code", numbered("H{:04d}"), width=10),
        Column("申請日", "date", days(date(2025, 4, 7), 200), "yyyy-mm-dd"),
        Column(
            "団体名",
            "org",
            among("架空町まちづくり会", "株式会社サンプル", "見本自治会", "例示農業組合", "仮名商店会"),
            width=22,
        ),
        Column(
            "事業名",
            "text",
            among("防災訓練", "花いっぱい運動", "夜間見守り", "空き家の活用", "直売所の整備"),
            width=18,
        ),
        Column("補助対象経費（円）", "amount", numbers(210000, 4800000), YEN, 16),
        Column("申請額（円）", "amount", numbers(100000, 1900000), YEN),
        Column("審査状況", "choice", among("受付", "審査中", "交付決定", "不交付")),
        Column("備考", "remark", maybe(0.3, "書類を再提出", "現地を確認した", "昨年度も申請"), width=24),
    ),
    (10, 180),
)
TRAINING = Base(
    "研修申込",
    "申込一覧",
    (
        Column("申込番号", "code", numbered("{:05d}", 100)),
        Column("所属名", "text", among(*OFFICES)),
        Column("氏名", "person", among(*PEOPLE)),
        Column("参加回", "choice", among("第1回", "第2回", "第3回")),
        Column("出欠", "choice", among("出席", "欠席")),
        Column("電話番号", "phone", phones("0952"), width=14),
        Column("申込日", "date", days(date(2025, 5, 1), 30), "yyyy-mm-dd"),
    ),
    (12, 120),
)
FACILITIES = Base(
    "施設一覧",
    "施設",
    (
        Column("施設ID", "code", numbered("F{:03d}")),
        Column(
            "施設名", "place", among("架空公民館", "見本体育館", "例示図書館", "仮名文化ホール", "試作児童館"), width=18
        ),
        Column("市町名", "muni", among(*TOWNS)),
        Column("所在地", "address", _where, width=24),
        Column("電話番号", "phone", phones("0955"), width=14),
        Column("開設日", "date", days(date(1975, 4, 1), 16000), "yyyy-mm-dd"),
        Column("定員（人）", "count", numbers(20, 900), YEN),
        Column("延床面積（m2）", "measure", decimals(120, 5200), "#,##0.0", 14),
        Column("種別", "choice", among("集会", "運動", "図書", "文化")),
    ),
    (10, 150),
)
BUDGET = Base(
    "予算執行",
    "執行状況",
    (
        Column("事業コード", "code", numbered("{:06d}", 20100)),
        Column(
            "事業名", "text", among("道路の維持", "学校の改修", "観光の宣伝", "子育ての支援", "森林の整備"), width=18
        ),
        Column("所管課", "text", among(*OFFICES)),
        Column("予算額（千円）", "amount", numbers(800, 95000), YEN, 14),
        Column("執行額（千円）", "amount", numbers(300, 70000), YEN, 14),
        Column("執行率（％）", "measure", decimals(10, 99), "0.0"),
        Column("財源区分", "choice", among("一般財源", "国庫補助", "県債")),
    ),
    (10, 90),
)
MONTHS = Base(
    "窓口受付",
    "月別件数",
    (
        Column("受付年月", "month", months(2024, "{}年{}月")),
        Column("窓口区分", "choice", among("本庁", "支所", "電子申請")),
        Column("受付件数（件）", "count", numbers(110, 2400), YEN, 14),
        Column("処理件数（件）", "count", numbers(100, 2300), YEN, 14),
        Column("平均処理時間（分）", "measure", decimals(3, 42), "0.0", 18),
    ),
    (12, 36),
)
SURVEY = Base(
    "アンケート回答",
    "回答",
    (
        Column("回答番号", "code", numbered("Q{:04d}")),
        Column("回答日", "date", days(date(2025, 7, 1), 45), "yyyy-mm-dd"),
        Column("年代", "choice", among("20代", "30代", "40代", "50代", "60代以上"), width=10),
        Column("利用した窓口", "choice", among("本庁", "支所", "電話"), width=14),
        Column("満足度", "choice", among("満足", "普通", "不満"), width=10),
        Column("待ち時間（分）", "count", numbers(1, 70), "0", 14),
        Column(
            "自由記述",
            "remark",
            maybe(0.5, "説明が分かりやすかった。", "待つ場所が狭いと感じた。", "案内板を増やしてほしい。"),
            width=36,
        ),
    ),
    (15, 200),
)
CODE_LIST = Base(
    "区分コード表",
    "コード",
    (
        Column("区分コード", "code", numbered("{:03d}")),
        Column(
            "区分名称",
            "text",
            each(["道路", "河川", "砂防", "港湾", "公園", "住宅", "下水道", "上水道", "農道", "林道"]),
            width=16,
        ),
        Column(
            "区分名称_カナ",
            "text",
            each(
                [
                    "ドウロ",
                    "カセン",
                    "サボウ",
                    "コウワン",
                    "コウエン",
                    "ジュウタク",
                    "ゲスイドウ",
                    "ジョウスイドウ",
                    "ノウドウ",
                    "リンドウ",
                ]
            ),
            width=18,
        ),
        Column("有効開始日", "date", each([date(2020, 4, 1), date(2022, 4, 1)]), "yyyy-mm-dd"),
        Column("使用区分", "choice", among("使用中", "廃止")),
    ),
    (6, 10),
)
ASSETS = Base(
    "備品台帳",
    "備品",
    (
        Column("管理番号", "code", numbered("B-{:04d}")),
        Column("品名", "text", among("会議机", "折りたたみ椅子", "投影機", "書庫", "掲示板"), width=16),
        Column("数量（台）", "count", numbers(1, 60), "0"),
        Column("取得価格（円）", "amount", numbers(8000, 640000), YEN, 14),
        Column("取得日", "date", days(date(2010, 4, 1), 5000), "yyyy-mm-dd"),
        Column("保管場所", "text", among("本館1階", "本館3階", "別館倉庫", "書庫棟"), width=14),
        Column("状態", "choice", among("良好", "要修理", "廃棄予定")),
        Column("備考", "remark", maybe(0.3, "2024年に移管した", "鍵は会計課が持つ", "貸出中")),
    ),
    (10, 140),
)
CARS = Base(
    "公用車利用",
    "利用記録",
    (
        Column("予約番号", "code", numbered("C{:05d}")),
        Column("車両番号", "code", among("佐賀500あ0001", "佐賀500あ0002", "佐賀300い0003"), width=16),
        Column("利用日", "date", days(date(2025, 4, 1), 180), "yyyy-mm-dd"),
        Column("利用課", "text", among(*OFFICES)),
        Column("運転者", "person", among(*PEOPLE)),
        Column("走行距離（km）", "measure", decimals(2, 180), "0.0", 14),
        Column("給油量（L）", "measure", decimals(3, 40), "0.0"),
        Column("返却", "choice", among("返却済", "未返却")),
    ),
    (10, 150),
)
SUBSIDY_BY_TOWN = Base(
    "市町別交付額",
    "交付額",
    (
        Column("年度", "year", each(["2024年度"])),
        Column("団体コード", "code", each(CODES)),
        Column("団体名", "muni", each(TOWNS)),
        Column("交付件数（件）", "count", numbers(3, 140), "0", 14),
        Column("交付額（千円）", "amount", numbers(400, 52000), YEN, 14),
        Column("完了件数（件）", "count", numbers(2, 120), "0", 14),
        Column("回答状況", "choice", among("回答済", "確認中")),
    ),
    (12, 20),
)
BASES = (
    POPULATION, GRANTS, TRAINING, FACILITIES, BUDGET, MONTHS, SURVEY, CODE_LIST, ASSETS, CARS, SUBSIDY_BY_TOWN,
)  # fmt: skip
