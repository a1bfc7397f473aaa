"""Repairing a table: nothing lost, nothing invented, and a refusal in Japanese where a person has to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pytest

from kaizen_helpers.excel.tables import Refused, Repaired, Rule, plan_repair, proposed_answers, repair
from tests.excel_sheets import PlainCell, PlainSheet, sheet_of

TEXT, COUNT = Rule("text"), Rule("number", "人")


def done(sheet: PlainSheet, rules: Mapping[str, Rule], answers: Mapping[str, object] | None = None) -> Repaired:
    result = repair(plan_repair(sheet, rules), answers)
    assert isinstance(result, Repaired), result
    assert all(one.held for one in result.checks)
    return result


def refused(sheet: PlainSheet, rules: Mapping[str, Rule], answers: Mapping[str, object] | None = None) -> str:
    result = repair(plan_repair(sheet, rules), answers)
    assert isinstance(result, Refused), result
    return "\n".join(result.reasons)


def column(values: Sequence[object], rule: Rule, answers: Mapping[str, object] | None = None) -> list[object]:
    """What becomes of the values of one column."""
    sheet = sheet_of([["団体", "値"], *([f"団体{place}", value] for place, value in enumerate(values))])
    return [row[1] for row in done(sheet, {"団体": TEXT, "値": rule}, answers).rows]


def doubt(value: object, rule: Rule, answers: Mapping[str, object] | None = None) -> str:
    return refused(sheet_of([["団体", "値"], ["佐賀市", value]]), {"団体": TEXT, "値": rule}, answers)


def test_only_merged_cells_are_filled_and_real_blanks_stay() -> None:
    """FILL-TOOMUCH of domain.md, section 8."""
    sheet = sheet_of(
        [["圏域", "団体", "人数", "備考"], ["北部", "唐津市", 10, "確認中"], [None, "玄海町", 20, None]], ["A2:A3"]
    )
    result = done(sheet, {"圏域": TEXT, "団体": TEXT, "人数": COUNT, "備考": TEXT})
    assert result.rows == (("北部", "唐津市", 10, "確認中"), ("北部", "玄海町", 20, None))
    assert [(one.cell, one.before, one.after, one.rule) for one in result.ledger] == [("A3", None, "北部", "L1-12")]


def test_a_number_merged_over_rows_is_not_counted_twice() -> None:
    sheet = sheet_of([["団体", "人数"], ["唐津市", 10], ["玄海町", None]], ["B2:B3"])
    assert "結合" in refused(sheet, {"団体": TEXT, "人数": COUNT})


def test_titles_notes_and_totals_go_and_are_in_the_ledger() -> None:
    sheet = sheet_of(
        [["調査の結果"], [], ["団体", "人数"], ["唐津市", 10], ["玄海町", 0], ["合　計", 10], ["※ 暫定値です。"]]
    )
    result = done(sheet, {"団体": TEXT, "人数": COUNT})
    assert result.rows == (("唐津市", 10), ("玄海町", 0))
    assert {one.cell for one in result.ledger if one.removed} == {"A1", "A6", "B6", "A7"}


def test_a_total_that_does_not_agree_is_not_taken_away() -> None:
    sheet = sheet_of([["団体", "人数"], ["唐津市", 10], ["玄海町", 5], ["合計", 16]])
    assert "4行目の「合計」が、明細を足した数と合いません" in refused(sheet, {"団体": TEXT, "人数": COUNT})


def test_a_row_that_may_be_a_total_is_asked() -> None:
    sheet = sheet_of([["団体", "人数"], ["唐津市", 10], ["玄海町", 5], ["北部計", 15]])
    rules = {"団体": TEXT, "人数": COUNT}
    assert "北部計" in refused(sheet, rules)
    assert len(done(sheet, rules, {"total:4": "集計行"}).rows) == 2
    assert len(done(sheet, rules, {"total:4": "明細"}).rows) == 3


def test_a_header_of_two_levels_becomes_one_with_its_units() -> None:
    sheet = sheet_of(
        [["団体", "設問2", None], [None, "人数（人）", "金額（円）"], ["唐津市", 1, 2]], ["A1:A2", "B1:C1"]
    )
    result = done(sheet, {"団体": TEXT, "設問2_人数": COUNT, "設問2_金額": Rule("number", "円")})
    assert [(one.name, one.unit) for one in result.columns] == [
        ("団体", ""),
        ("設問2_人数", "人"),
        ("設問2_金額", "円"),
    ]


def test_a_row_of_units_below_the_header_is_no_row_of_data() -> None:
    sheet = sheet_of([["団体", "人数"], [None, "人"], ["唐津市", 1]])
    assert done(sheet, {"団体": TEXT, "人数": COUNT}).rows == (("唐津市", 1),)


def test_wide_becomes_long_and_a_blank_stays_a_blank() -> None:
    sheet = sheet_of([["団体", "令和5年度", "令和6年度"], ["唐津市", 0, None], ["玄海町", 3, "－"]])
    answers = {"wide": "縦にする", "wide-name": "年度", "wide-value": "件数", "mark:wide-value:-": "空欄"}
    result = done(sheet, {"団体": TEXT, "件数": Rule("number", "件")}, answers)
    assert [row[2] for row in result.rows] == [0, None, 3, None]
    assert [row[1] for row in result.rows] == ["令和5年度", "令和6年度"] * 2


def test_hidden_rows_are_never_decided_by_the_machine() -> None:
    sheet = sheet_of([["団体", "人数"], ["唐津市", 10], ["玄海町", 5]], hidden_rows=[3])
    rules = {"団体": TEXT, "人数": COUNT}
    assert "非表示の行が1行あります" in refused(sheet, rules)
    assert len(done(sheet, rules, {"hidden-rows": "入れる"}).rows) == 2
    assert len(done(sheet, rules, {"hidden-rows": "除く"}).rows) == 1


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,234人", 1234), ("▲500", -500), ("１２", 12), ("－３", -3), ("△1,000人", -1000), (0, 0), (2.5, 2.5), ("0", 0)],
)
def test_numbers_are_numbers(typed: object, number: float) -> None:
    assert column([typed], COUNT) == [number]


@pytest.mark.parametrize(
    "typed",
    [
        "(50000)",
        "391445（355943）",
        "150 000",
        "約30",
        "1234¹",
        "12,34",
        "5件",
        "①",
        "007",
        "1万",
        float("nan"),
        float("inf"),
        10**20,
        True,
        date(2026, 1, 2),
    ],
)
def test_what_may_be_another_number_is_asked(typed: object) -> None:
    assert "B2（値）" in doubt(typed, COUNT)


def test_a_dash_is_blank_or_zero_only_when_somebody_says_so() -> None:
    assert "どういう意味ですか" in doubt("－", COUNT)
    assert column(["－"], COUNT, {"mark:値:-": "空欄"}) == [None]
    assert column(["－"], COUNT, {"mark:値:-": "0"}) == [0]


def test_thousands_of_yen_stay_until_somebody_decides() -> None:
    sheet = sheet_of([["団体", "金額（千円）"], ["唐津市", "▲1,200"]])
    rules = {"団体": TEXT, "金額": Rule("number", "円")}
    assert "円に直しますか" in refused(sheet, rules)
    assert done(sheet, rules, {"thousand:金額": "円に直す"}).rows == (("唐津市", -1_200_000),)
    assert done(sheet, rules, {"thousand:金額": "千円のまま"}).columns[1].unit == "千円"


def test_a_number_that_is_shown_in_thousands_is_asked() -> None:
    sheet = sheet_of([["団体", "金額（千円）"], ["唐津市", 1_234_567]], formats={"B2": "#,##0,"})
    rules = {"団体": TEXT, "金額": Rule("number", "円")}
    assert "表示形式" in refused(sheet, rules, {"thousand:金額": "円に直す"})


def test_lost_zeros_come_back_only_where_the_length_is_known() -> None:
    assert column([10006, "010006", "０１０００６"], Rule("code", digits=6)) == ["010006"] * 3
    assert "先頭の0が消えたかどうか分かりません" in doubt(10006, Rule("code"))
    assert "6桁の番号になっていません" in doubt("10006", Rule("code", digits=6))


def test_dates_of_every_form_are_days_and_open_ones_are_asked() -> None:
    typed = ["令和5年4月1日", "R5.4.1", "2023.4.1", 45017, datetime(2023, 4, 1), "2023-04-01"]  # noqa: DTZ001
    assert column(typed, Rule("date")) == [date(2023, 4, 1)] * 6
    assert "05/04/01" in doubt("05/04/01", Rule("date"))


def test_a_rate_that_became_a_day_is_asked() -> None:
    assert "「1/2」などを日付に変えた" in doubt(datetime(2026, 1, 2), TEXT)  # noqa: DTZ001


def test_names_keep_their_characters() -> None:
    assert column([" 髙﨑　𠮷 ", "神\ufa19"], TEXT) == ["髙﨑　𠮷", "神\ufa19"]


def test_ditto_takes_the_value_above_and_nothing_from_nowhere() -> None:
    assert column(["総務課", "〃", "同上"], TEXT) == ["総務課"] * 3
    assert "指す上の値がありません" in doubt("〃", TEXT)


def test_other_is_split_and_never_written_over() -> None:
    choice = Rule("choice", choices=("済", "その他"), other="内容")
    rules = {"団体": TEXT, "状況": choice, "内容": TEXT}
    sheet = sheet_of([["団体", "状況", "内容"], ["唐津市", "その他：検討中", None], ["玄海町", "済", None]])
    assert done(sheet, rules).rows == (("唐津市", "その他", "検討中"), ("玄海町", "済", None))
    sheet = sheet_of([["団体", "状況", "内容"], ["唐津市", "その他：検討中", "別の話"]])
    assert "両方に文字があります" in refused(sheet, rules)


def test_options_follow_the_mapping_and_others_are_asked() -> None:
    choice = Rule("choice", choices=("取組済", "未定"))
    assert column(["取り組み済み"], choice, {"options:値": {"取り組み済み": "取組済"}}) == ["取組済"]
    assert "対応表にありません" in doubt("たぶん", choice, {"options:値": {}})


def test_rows_that_are_the_same_are_asked() -> None:
    sheet = sheet_of([["団体", "人数"], ["唐津市", 10], ["唐津市", 10]])
    rules = {"団体": TEXT, "人数": COUNT}
    assert "同じ行が1行あります" in refused(sheet, rules)
    assert len(done(sheet, rules, {"same-rows": "1つにする"}).rows) == 1
    assert len(done(sheet, rules, {"same-rows": "このまま"}).rows) == 2


def test_a_column_without_a_rule_gets_a_proposal_that_is_asked() -> None:
    sheet = sheet_of([["団体コード", "団体", "人数"], ["412023", "唐津市", "1,200人"]])
    plan = plan_repair(sheet)
    assert isinstance(repair(plan), Refused)
    result = repair(plan, proposed_answers(plan))
    assert isinstance(result, Repaired)
    assert result.rows == (("412023", "唐津市", 1200),)
    assert result.columns[2].unit == "人"


def test_a_rule_for_a_column_that_is_not_there_is_told() -> None:
    sheet = sheet_of([["団体", "人数"], ["唐津市", 10]])
    assert "「金額」という列が、表の見出しに見つかりません" in refused(
        sheet, {"団体": TEXT, "人数": COUNT, "金額": COUNT}
    )


def test_a_formula_without_its_result_is_told() -> None:
    plain = sheet_of([["団体", "人数"], ["唐津市", 10], ["玄海町", 5]])
    sheet = PlainSheet("シート1", {**plain.cells, (2, 2): PlainCell(None, "=1+1")})
    assert "計算の結果が保存されていません" in refused(sheet, {"団体": TEXT, "人数": COUNT})
