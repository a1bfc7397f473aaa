"""What stands in the cells: each rule with what breaks it and what the reference tolerates."""

from __future__ import annotations

import pytest

from kaizen_helpers.excel.opening.model import Book, CsvFacts, Sheet
from kaizen_helpers.excel.readability import check_book
from kaizen_helpers.excel.readability.model import Finding

EXPLAINED = Sheet("記号の説明", [["記号", "意味"], ["X", "秘匿"]], looks=[[0]])


def findings(
    rule: str, head: str, values: list[object], *, csv: str = "", more: tuple[Sheet, ...] = ()
) -> tuple[Finding, ...]:
    """What is said about the second column of a small table, beside a code and a number in each row."""
    rows: list[list[object]] = [
        ["受付番号", head, "金額（円）"],
        *([f"H{row:03d}", value, row * 10] for row, value in enumerate(values, 1)),
    ]
    sheet = Sheet("表", rows, looks=() if csv else [[0, 0, 0]])
    facts = CsvFacts(csv, bom=False, delimiter=",") if csv else None
    report = check_book(Book("表.csv" if csv else "表.xlsx", "csv" if csv else "xlsx", (sheet, *more), csv=facts))
    return tuple(one for one in report.findings if one.rule == rule and any(span.left == 2 for span in one.spans))


def said(rule: str, head: str, values: list[object], *, csv: str = "", more: tuple[Sheet, ...] = ()) -> set[str]:
    return {one.certainty for one in findings(rule, head, values, csv=csv, more=more)}


TOWNS = ["佐賀市", "唐津市", "鳥栖市"]

BROKEN = [
    ("L1-06", "市町名", ["　佐賀市", *TOWNS]),
    ("L1-06", "市町名", ["佐賀市 ", *TOWNS]),
    ("L1-06", "市町名", ["佐  賀市", *TOWNS]),
    ("L1-06", "市町名", ["佐 賀 市", *TOWNS]),
    ("L1-06", "市町名", ["佐賀市\n（県内）", *TOWNS]),
    ("L1-06", "市 町 名", TOWNS),
    ("L1-07", "件数（件）", ["391445（355943）", 2, 3, 4]),
    ("L1-07", "件数（件）", ["50384, 69565（63683）", 2, 3, 4]),
    ("L1-07", "受付方法", ["窓口・電話・メール", "窓口", "電話", "メール"]),
    ("L1-07", "実施年度", ["2022年度、2023年度", "2024年度", "2024年度"]),
    ("L1-07", "担当者", ["佐賀太郎、唐津花子", "鳥栖次郎", "武雄一郎"]),
    ("L1-07", "件数\n（件）", [1, 2, 3]),
    ("L2-01", "収支額（円）", ["▲50,000", 3, 4, 5]),
    ("L2-01", "収支額（円）", ["350000円", 3, 4, 5]),
    ("L2-01", "収支額（円）", ["¥400,000", 3, 4, 5]),
    ("L2-01", "収支額（円）", ["(50000)", 3, 4, 5]),
    ("L2-01", "収支額（円）", ["150 000", 3, 4, 5]),
    ("L2-01", "収支額（円）", ["▲50 000", 3, 4, 5]),
    ("L2-01", "収支額（円）", ["0(a", 3, 4, 5]),
    ("L2-01", "収支額（円）", ["350円", "400円", "500円"]),
    ("L2-02", "事業名", ["防災訓練", "〃", "清掃"]),
    ("L2-02", "事業名", ["防災訓練", "同上", "清掃"]),
    ("L2-02", "事業名", ["防災訓練", "1行目と同じ", "清掃"]),
    ("L2-04", "取組状況", ["1. 取組済", "1. 取り組み済み", "1. 取組済", "2. 未定"]),
    ("L2-04", "取組状況", ["取組予定", "取組予定（R8以降）", "取組予定", "未定"]),
    ("L2-05", "申込方法", ["窓口", "4. その他: 代理人", "電話"]),
    ("L2-05", "申込方法", ["窓口", " その他: 代理人", "電話"]),
    ("L3-03", "利用者数", ["X", 3, 4, 5]),
    ("L3-03", "利用者数", ["…", 3, 4, 5]),
    ("L3-04", "数値1", [3, 4, 5]),
    ("L3-04", "走行距離", [3, 4, 5]),
    ("L3-05", "受付日", ["令和5年4月", "令和5年5月"]),
    ("L3-05", "受付日", ["03/04/01", "03/04/02"]),
    ("L3-05", "受付日", ["2023-04-01", "2023-04-02", "R5.04.03"]),
    ("L3-06", "市町村名", ["札幌", "函館", "旭川"]),
    ("L3-06", "市町村名", ["佐賀", *TOWNS]),
    ("L3-06", "都道府県名", ["京都", "福岡県"]),
    ("L3-06", "市町村名", ["尾道", "三原市"]),
]  # fmt: skip

TOLERATED = [
    ("L1-06", "使う道具", ["Microsoft Excel", "Google Chrome"]),
    ("L1-06", "氏名", ["佐賀 太郎", "唐津　花子"]),
    ("L1-07", "件数（件）", ["1,234", "2,345", "1", "234"]),
    ("L1-07", "担当室", ["子ども・若者支援課", "スポーツ・文化課"]),
    ("L1-07", "制度名", ["県民税（均等割）", "奨学金（給付型）"]),
    ("L2-01", "郵便番号", ["840-8570", "8408570"]),
    ("L2-01", "団体コード", ["412015", "0100A"]),
    ("L2-01", "参加回", ["第1回", "第2回"]),
    ("L2-01", "年齢階級", ["10歳未満", "10代", "60歳以上"]),
    ("L2-01", "利用者数", ["X", 3, 4, 5]),
    ("L2-02", "担当者名", ["佐々木一郎", "野々村花子"]),
    ("L2-02", "備考", ["同上の理由による変更", None, "確認済み", None]),
    ("L2-04", "実施状況", ["実施", "未実施", "一部実施", "実施"]),
    ("L2-04", "区分", ["第1回", "第2回", "第12回", "第1回"]),
    ("L2-04", "税の区分", ["県民税（均等割）", "県民税（所得割）", "県民税（均等割）", "県民税（所得割）"]),
    ("L2-05", "費目", ["その他の収入", "その他事業費"]),
    ("L2-05", "申込方法", ["その他", "4. その他"]),
    ("L3-03", "判定", ["X", "Y", "Z"]),
    ("L3-04", "人口", [3, 4, 5]),
    ("L3-04", "年齢", [30, 40, 50]),
    ("L3-04", "重量[kg]", [3, 4, 5]),
    ("L3-05", "受付日", ["2023-04-01", "2023-04-02"]),
    ("L3-05", "対象年月", ["2023年4月", "2023年5月"]),
    ("L3-05", "年度", ["2023年度", "2024年度"]),
    ("L3-05", "受付日", ["R8.05.13", "R8.05.14"]),
    ("L3-05", "区画", ["3-4-1", "令和橋"]),
    ("L3-06", "市町村名", ["四日市市", "佐賀県佐賀市"]),
    ("L3-06", "地域名", ["北部", "中部"]),
    ("L3-06", "担当者（姓）", ["佐賀", "福岡"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "head", "values"), BROKEN, ids=[f"{one[0]}-{n}" for n, one in enumerate(BROKEN)])
def test_a_broken_rule_is_named(rule: str, head: str, values: list[object]) -> None:
    assert "違反" in said(rule, head, values)


@pytest.mark.parametrize(
    ("rule", "head", "values"), TOLERATED, ids=[f"{one[0]}-{n}" for n, one in enumerate(TOLERATED)]
)
def test_what_the_reference_tolerates_is_no_violation(rule: str, head: str, values: list[object]) -> None:
    assert "違反" not in said(rule, head, values)


def test_machine_dependent_characters_break_the_rule_only_in_shift_jis() -> None:
    values: list[object] = ["①受付", "㈱見本"]

    assert [{"違反"}, {"参考"}, {"参考"}] == [
        said("L1-08", "手順", values, csv="CP932"),
        said("L1-08", "手順", values, csv="UTF-8"),
        said("L1-08", "手順", values),
    ]


def test_square_metres_and_kanji_of_names_are_left_alone_and_codes_are_a_hint() -> None:
    assert (set(), set(), {"参考"}) == (
        said("L1-08", "敷地面積（㎡）", [3, 4], csv="CP932"),
        said("L1-08", "代表者氏名", ["髙橋一郎", "山﨑花子"], csv="CP932"),
        said("L1-08", "分類コード", ["Ⅰ-0", "Ⅱ-1"], csv="CP932"),
    )


def test_zero_beside_empty_is_asked_and_never_a_violation() -> None:
    assert {"要確認"} == said("L1-09", "件数（件）", [0, None, 3, 4])
    assert set() == said("L1-09", "件数（件）", [0, 2, 3, 4])


def test_a_group_named_once_is_asked() -> None:
    rows: list[list[object]] = [
        ["地域", "市町名", "人口"],
        ["北部", "佐賀市", 1],
        [None, "唐津市", 2],
        ["南部", "鳥栖市", 3],
        [None, "武雄市", 4],
    ]
    report = check_book(Book("表.xlsx", "xlsx", (Sheet("表", rows, looks=[[0]]),)))

    assert [("要確認", 2)] == [(one.certainty, one.count) for one in report.findings if one.rule == "L2-02"]


def test_a_sign_that_the_file_explains_is_no_finding() -> None:
    assert set() == said("L3-03", "利用者数", ["X", 3, 4, 5], more=(EXPLAINED,))


def test_a_sign_alone_is_told_once() -> None:
    assert (set(), {"違反"}) == (
        said("L2-01", "利用者数", ["***", 3, 4, 5]),
        said("L3-03", "利用者数", ["***", 3, 4, 5]),
    )


def test_what_looks_personal_is_not_printed() -> None:
    (finding,) = findings("L1-07", "担当者", ["佐賀太郎、唐津花子", "鳥栖次郎", "武雄一郎"])

    assert "太郎" not in finding.what_ja
    assert "表示しません" in finding.what_ja
