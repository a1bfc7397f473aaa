"""The clean tables of the unseen set: other offices, other headings, other ways to write a unit."""

from __future__ import annotations

import random
from datetime import date

from tests.readability_cases.base import Base
from tests.readability_cases.model import Column
from tests.readability_cases.values import (
    NAGASAKI,
    among,
    code_of,
    days,
    decimals,
    each,
    explained,
    maybe,
    numbered,
    numbers,
    phones,
    written,
)

__all__ = ["BASES"]

EXPLAINED = explained("列名", "単位など", "データ項目の定義", "改訂の記録", 2024)
CODES = [code_of(five) for five, _ in NAGASAKI]
TOWNS = [name for _, name in NAGASAKI]
PEOPLE = ("長崎次郎", "島原光", "諫早春子", "大村勇", "平戸里美", "松浦剛", "対馬茜", "五島誠一")
TEAMS = ("環境政策課", "教育総務課", "水産課", "消防保安室", "税務課", "港湾課")
DAY = "yyyy-mm-dd"


def _where(draw: random.Random, row: int) -> str:
    return f"{draw.choice(TOWNS)}見本郷{draw.randint(100, 2400)}番地{draw.randint(1, 9)}"


WASTE = Base(
    "ごみ排出量",
    "R6排出量",
    (
        Column("市町コード", "code", each(CODES)),
        Column("市町名", "muni", each(TOWNS)),
        Column("可燃ごみ[t]", "measure", decimals(80, 9900), "#,##0.0"),
        Column("資源ごみ[t]", "measure", decimals(10, 2100), "#,##0.0"),
        Column("リサイクル率[%]", "measure", decimals(8, 31), "0.0", 16),
        Column("収集方式", "choice", among("直営", "委託")),
    ),
    (14, 20),
    EXPLAINED,
)
SCHOOLS = Base(
    "学校一覧",
    "学校",
    (
        Column("学校コード", "code", numbered("B142{:06d}"), width=16),
        Column(
            "学校名", "place", among("見本小学校", "例示中学校", "架空高等学校", "試作小学校", "仮名中学校"), width=18
        ),
        Column("設置者", "muni", among(*TOWNS)),
        Column("住所", "address", _where, width=26),
        Column("代表電話", "phone", phones("0957"), width=14),
        Column("児童生徒数_人", "count", numbers(18, 900)),
        Column("教員数_人", "count", numbers(6, 70)),
        Column("給食方式", "choice", among("自校方式", "共同調理場", "なし")),
    ),
    (12, 160),
    EXPLAINED,
)
WATER = Base(
    "水質測定",
    "測定値",
    (
        Column("測定番号", "code", numbered("W25{:04d}")),
        Column("測定日", "date", days(date(2025, 4, 1), 300), DAY),
        Column("河川名", "place", among("見本川", "例示川", "架空川"), width=14),
        Column("水温(℃)", "measure", decimals(6, 28), "0.0"),
        Column("BOD(mg/L)", "measure", decimals(0.5, 6), "0.0"),
        Column("流量(m3/s)", "measure", decimals(1, 40, 2), "0.00"),
        Column("天候", "choice", among("晴", "曇", "雨")),
        Column("特記事項", "remark", maybe(0.2, "前日に大雨", "橋の工事中"), width=24),
    ),
    (12, 190),
    EXPLAINED,
)
TAX = Base(
    "税目別収入",
    "収入状況",
    (
        Column("税目コード", "code", numbered("T{:02d}")),
        Column(
            "税目名",
            "text",
            each(["個人県民税", "法人県民税", "個人事業税", "自動車税種別割", "軽油引取税", "不動産取得税"]),
            width=18,
        ),
        Column("調定額(千円)", "amount", numbers(4000, 990000), "#,##0", 14),
        Column("収入済額(千円)", "amount", numbers(3000, 900000), "#,##0", 16),
        Column("収入率(%)", "measure", decimals(80, 99), "0.0"),
        Column("担当", "text", among(*TEAMS)),
    ),
    (8, 12),
    EXPLAINED,
)
ROADS = Base(
    "道路工事台帳",
    "工事",
    (
        Column("工事番号", "code", numbered("07-{:03d}")),
        Column(
            "工事名", "text", among("見本線舗装補修", "例示橋耐震補強", "架空線側溝整備", "試作線標識設置"), width=22
        ),
        Column("路線名", "place", among("国道000号", "県道見本線", "県道例示線"), width=14),
        Column("契約日", "date", days(date(2024, 4, 1), 500), DAY),
        Column("請負業者", "org", among("株式会社架空建設", "有限会社例示組", "見本土木株式会社"), width=22),
        Column("契約金額（円）", "amount", numbers(900000, 88000000), "#,##0", 16),
        Column("施工延長（m）", "measure", decimals(20, 1800), "#,##0.0"),
        Column("進捗", "choice", among("着手前", "施工中", "完成")),
        Column("摘要", "remark", maybe(0.25, "用地の交渉中", "夜間に施工する", "迂回路あり"), width=22),
    ),
    (10, 130),
    EXPLAINED,
)
CONSULT = Base(
    "相談受付簿",
    "相談",
    (
        Column("受付No", "code", numbered("{:04d}", 3000)),
        Column("受付年月日", "date", written(date(2025, 1, 6), 240), width=12),
        Column("相談窓口", "choice", among("本所", "出張所", "オンライン")),
        Column("相談内容", "text", among("住まいの補修", "就職の支援", "学校の手続き", "税の納付"), width=18),
        Column("対応者", "person", among(*PEOPLE)),
        Column("所要時間（分）", "count", numbers(5, 95)),
        Column("結果", "choice", among("終結", "継続", "他機関へ紹介"), width=14),
        Column("メモ", "remark", maybe(0.4, "資料を渡した", "次回は来所の予定", "家族も同席"), width=24),
    ),
    (15, 180),
    EXPLAINED,
)
FISHERY = Base(
    "漁獲量",
    "漁獲",
    (
        Column("調査年", "year", each(["2022年", "2023年", "2024年"])),
        Column("漁港名", "place", among("見本漁港", "例示漁港", "架空漁港"), width=14),
        Column("魚種", "text", among("アジ", "サバ", "ブリ", "イカ", "タイ")),
        Column("漁獲量（t）", "measure", decimals(1, 900), "#,##0.0"),
        Column("漁獲金額（百万円）", "amount", numbers(1, 800), "#,##0", 18),
        Column("経営体数（経営体）", "count", numbers(2, 120), "0", 18),
    ),
    (12, 60),
    EXPLAINED,
)
HOUSES = Base(
    "空き家台帳",
    "空き家",
    (
        Column("物件ID", "code", numbered("AK-{:03d}")),
        Column("市町", "muni", among(*TOWNS)),
        Column("所在", "address", _where, width=26),
        Column("構造", "choice", among("木造", "鉄骨造", "RC造")),
        Column("床面積(m2)", "measure", decimals(40, 260), "0.0"),
        Column("調査員", "person", among(*PEOPLE)),
        Column("調査日", "date", days(date(2025, 5, 1), 120), DAY),
        Column("危険度", "choice", among("高", "中", "低")),
        Column("所見", "remark", maybe(0.4, "屋根に傷みがある", "草木が道に出ている"), width=24),
    ),
    (10, 120),
    EXPLAINED,
)
LIBRARY = Base(
    "図書館利用",
    "利用状況",
    (
        Column("館コード", "code", numbered("L{:02d}")),
        Column("館名", "place", each(["中央館", "東館", "西館", "南館", "北館", "港館", "山手館", "子ども館"])),
        Column("集計年月", "month", each(["2025-04", "2025-05", "2025-06", "2025-07"])),
        Column("来館者数[人]", "count", numbers(300, 19000), "#,##0", 14),
        Column("貸出冊数[冊]", "count", numbers(500, 30000), "#,##0", 14),
        Column("開館日数[日]", "count", numbers(18, 29), "0", 14),
        Column("運営", "choice", among("直営", "指定管理")),
    ),
    (8, 40),
    EXPLAINED,
)
JOBS = Base(
    "職種コード表",
    "職種",
    (
        Column("職種コード", "code", numbered("{:04d}", 10)),
        Column(
            "職種名",
            "text",
            each(["一般事務", "土木", "建築", "電気", "機械", "農業", "林業", "水産", "保健師", "薬剤師"]),
            width=14,
        ),
        Column(
            "職種名（英語）",
            "text",
            each(["Clerk", "Civil", "Building", "Electric", "Machine", "Farm", "Forest", "Fish"]),
        ),
        Column("施行日", "date", each([date(2019, 4, 1), date(2023, 4, 1)]), DAY),
        Column("状態", "choice", among("有効", "廃止")),
    ),
    (7, 10),
    EXPLAINED,
)
BASES = (WASTE, SCHOOLS, WATER, TAX, ROADS, CONSULT, FISHERY, HOUSES, LIBRARY, JOBS)
