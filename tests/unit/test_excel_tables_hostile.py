"""Sheets as offices hand them on: each ends as a careful person would put it, or is refused with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.opening.model import Sheet, Span, Style
from kaizen_helpers.excel.tables import (
    Refused,
    Repaired,
    Rule,
    TableRule,
    find_tables,
    plan_repair,
    proposed_answers,
    repair,
)
from tests.excel_sheets import PlainSheet, sheet_of

TEXT, PEOPLE, YEN = Rule("text"), Rule("number", "人"), Rule("number", "円")
TWO = {"団体": TEXT, "人数": PEOPLE}

Rows = Sequence[Sequence[object]]


def ended(
    sheet: PlainSheet | Sheet,
    rules: Mapping[str, Rule],
    answers: Mapping[str, object] | None = None,
    whole: TableRule | None = None,
) -> Rows | str:
    """The rows of the result, or the reasons of the refusal in one text."""
    done = repair(plan_repair(sheet, rules, whole=whole), answers)
    return done.rows if isinstance(done, Repaired) else "\n".join(done.reasons)


def test_a_remark_merged_over_two_rows_belongs_to_both() -> None:
    sheet = sheet_of(
        [["団体", "人数", "備考"], ["唐津市", 1, "確認中"], ["玄海町", 2, None], ["小城市", 3, None]], ["C2:C3"]
    )
    rows = (("唐津市", 1, "確認中"), ("玄海町", 2, "確認中"), ("小城市", 3, None))
    assert ended(sheet, {**TWO, "備考": TEXT}) == rows


@pytest.mark.parametrize("word", ["計", "合　計", "小計"])
def test_a_total_in_the_middle_goes_when_it_agrees(word: str) -> None:
    sheet = sheet_of(
        [["団体", "人数"], ["唐津市", 1], ["玄海町", 2], [word, 3], ["小城市", 4], ["多久市", 5], [word, 9]]
    )
    assert ended(sheet, TWO) == (("唐津市", 1), ("玄海町", 2), ("小城市", 4), ("多久市", 5))


@pytest.mark.parametrize("word", ["総数", "県計", "平均", "再掲", "うち市部"])
def test_a_row_that_may_sum_up_others_is_asked(word: str) -> None:
    sheet = sheet_of([["団体", "人数"], [word, 3], ["唐津市", 1], ["玄海町", 2]])
    assert f"「{word}」は、明細ですか" in ended(sheet, TWO)
    assert ended(sheet, TWO, {"total:2": "表の外"}) == (("唐津市", 1), ("玄海町", 2))


@pytest.mark.parametrize("merged", ["A4:B4", "A4:C4"])
def test_a_total_merged_over_the_columns_before_it_goes(merged: str) -> None:
    rows: Rows = [
        ["圏域", "団体", "課", "人数"],
        ["北部", "唐津市", "総務", 1],
        ["北部", "玄海町", "企画", 2],
        ["合計", None, None, 3],
    ]
    rules = {"圏域": TEXT, "課": TEXT, **TWO}
    expected = (("北部", "唐津市", "総務", 1), ("北部", "玄海町", "企画", 2))
    assert ended(sheet_of(rows, [merged]), rules) == expected


def test_a_group_merged_over_its_subtotal_as_well() -> None:
    rows: Rows = [
        ["圏域", "団体", "人数"],
        ["北部", "唐津市", 1],
        [None, "玄海町", 2],
        [None, "小計", 3],
        ["西部", "有田町", 4],
    ]
    expected = (("北部", "唐津市", 1), ("北部", "玄海町", 2), ("西部", "有田町", 4))
    assert ended(sheet_of(rows, ["A2:A4"]), {"圏域": TEXT, **TWO}) == expected


def test_a_grand_total_at_the_top_goes_when_it_agrees() -> None:
    rows: list[Sequence[object]] = [["団体", "人数"], ["総数", 3], ["唐津市", 1], ["玄海町", 2]]
    assert ended(sheet_of(rows), TWO, {"total:2": "集計行"}) == (("唐津市", 1), ("玄海町", 2))
    rows[1] = ["総数", 4]
    assert "合いません" in ended(sheet_of(rows), TWO, {"total:2": "集計行"})


def test_a_part_of_the_rows_above_is_no_total_of_them() -> None:
    sheet = sheet_of([["団体", "人数"], ["唐津市", 1], ["玄海町", 2], ["再掲", 2]])
    assert "合いません" in ended(sheet, TWO, {"total:4": "集計行"})


@pytest.mark.parametrize("note", ["※ 玄海町は暫定値", "(注) ここから見込み", "ここから下は追加分"])
def test_a_note_in_the_middle_is_asked(note: str) -> None:
    sheet = sheet_of([["団体", "人数"], ["唐津市", 1], [note], ["玄海町", 2]])
    assert "3行目" in ended(sheet, TWO)
    assert ended(sheet, TWO, {"row:3": "注記"}) == (("唐津市", 1), ("玄海町", 2))


@pytest.mark.parametrize("code", ["A12", "0041", "X", "412023号", "1-2"])
def test_one_code_in_a_column_of_numbers_is_asked(code: str) -> None:
    assert "B3" in ended(
        sheet_of([["団体", "人数"], ["唐津市", 1], ["玄海町", code]]), TWO
    ) or "「X」は、どういう意味" in ended(sheet_of([["団体", "人数"], ["唐津市", 1], ["玄海町", code]]), TWO)


@pytest.mark.parametrize("typed", [2023.4, "2023.4", "2023年4月", "R5.4", 2023, "4/1"], ids=repr)
def test_a_month_or_a_year_is_no_day(typed: object) -> None:
    told = ended(sheet_of([["団体", "日"], ["唐津市", typed]]), {"団体": TEXT, "日": Rule("date")})
    assert isinstance(told, str)
    assert "B2（日）" in told


def test_a_heading_on_every_printed_page_goes() -> None:
    rows: list[list[object]] = [["団体", "人数"]]
    for number in range(70):
        rows += [["団体", "人数"]] if number and number % 30 == 0 else []
        rows.append([f"団体{number}", number])
    result = ended(sheet_of(rows), TWO)
    assert result == tuple((f"団体{number}", number) for number in range(70))


def test_a_page_heading_of_two_rows_with_its_blank_line_goes() -> None:
    head: list[list[object]] = [["団体", "設問", None], [None, "人数", "金額"]]
    rows = [*head, ["唐津市", 1, 2], [], *head, ["玄海町", 3, 4]]
    sheet = sheet_of(rows, ["A1:A2", "B1:C1", "A5:A6", "B5:C5"])
    rules = {"団体": TEXT, "設問_人数": PEOPLE, "設問_金額": YEN}
    assert ended(sheet, rules) == (("唐津市", 1, 2), ("玄海町", 3, 4))


def test_a_row_that_only_looks_like_the_heading_stays_in_doubt() -> None:
    told = ended(sheet_of([["団体", "人数"], ["唐津市", 1], ["団体", "人　数"], ["玄海町", 2]]), TWO)
    assert "B3（人数）" in told


def test_two_tables_side_by_side_are_asked() -> None:
    sheet = sheet_of(
        [["団体", "人数", None, "課", "件数"], ["唐津市", 1, None, "総務課", 2], ["玄海町", 3, None, "企画課", 4]]
    )
    rules = {**TWO, "課": TEXT, "件数": Rule("number", "件")}
    assert "C列が空いています" in ended(sheet, rules)
    assert "別のシートに分けて" in ended(sheet, rules, {"gap:C": "別の表"})
    assert ended(sheet, rules, {"gap:C": "1つの表"}) == (("唐津市", 1, "総務課", 2), ("玄海町", 3, "企画課", 4))


def test_two_tables_side_by_side_with_the_same_headings_are_refused() -> None:
    sheet = sheet_of([["団体", "人数", None, "団体", "人数"], ["唐津市", 1, None, "玄海町", 2]])
    assert "「団体」という項目名が2つ以上" in ended(sheet, TWO)


def test_two_tables_one_below_the_other_have_to_be_chosen_from() -> None:
    sheet = sheet_of([["団体", "人数"], ["唐津市", 1], [], ["課", "件数"], ["総務課", 2]])
    with pytest.raises(InputError, match="表が2つあります"):
        plan_repair(sheet, TWO)
    done = repair(plan_repair(sheet, TWO, table=find_tables(sheet)[0]))
    assert isinstance(done, Repaired)
    assert done.rows == (("唐津市", 1),)


def test_units_in_a_row_of_their_own_are_the_units_of_the_columns() -> None:
    sheet = sheet_of([["団体", "人数", "金額"], [None, "（人）", "（千円）"], ["唐津市", 1, 2]])
    assert ended(sheet, {**TWO, "金額": YEN}, {"thousand:金額": "円に直す"}) == (("唐津市", 1, 2000),)


@pytest.mark.parametrize("note", ["（単位：千円）", "単位:千円", "単位　千円", "【単位：千円】", "(金額単位：千円)"])
def test_a_unit_above_the_table_is_never_overlooked(note: str) -> None:
    sheet = sheet_of([[None, note], ["団体", "金額"], ["唐津市", 12]])
    rules = {"団体": TEXT, "金額": YEN}
    assert "単位：千円" in ended(sheet, rules)
    assert ended(sheet, rules, {"thousand:金額": "円に直す"}) == (("唐津市", 12_000),)
    assert ended(sheet, rules, {"thousand:金額": "千円ではない"}) == (("唐津市", 12),)


def test_millions_above_the_table_stop_the_repair() -> None:
    sheet = sheet_of([[None, "単位：百万円"], ["団体", "金額"], ["唐津市", 12]])
    assert "単位：百万円" in ended(sheet, {"団体": TEXT, "金額": YEN})


@pytest.mark.parametrize("typed", ["500円", "¥500"])
def test_yen_in_a_column_of_thousands_is_asked(typed: str) -> None:
    sheet = sheet_of([["団体", "金額（千円）"], ["唐津市", 12], ["玄海町", typed]])
    assert "単位が列と違います" in ended(sheet, {"団体": TEXT, "金額": YEN}, {"thousand:金額": "円に直す"})


def test_thousands_in_a_column_of_yen_are_asked() -> None:
    sheet = sheet_of([["団体", "金額（円）"], ["唐津市", 12], ["玄海町", "500千円"]])
    assert "単位が列と違います" in ended(sheet, {"団体": TEXT, "金額": YEN})


def test_percent_typed_and_percent_by_format_are_not_mixed_up() -> None:
    rules = {"団体": TEXT, "率": Rule("number", "%")}
    assert ended(sheet_of([["団体", "率"], ["唐津市", "12%"], ["玄海町", "７．５％"]]), rules) == (
        ("唐津市", 12),
        ("玄海町", 7.5),
    )
    told = ended(sheet_of([["団体", "率"], ["唐津市", 0.12]], formats={"B2": "0%"}), rules)
    assert "見えている数と中の数が違います" in told


def test_a_share_beside_percents_is_asked() -> None:
    rules = {"団体": TEXT, "率": Rule("number", "%")}
    told = ended(sheet_of([["団体", "率"], ["唐津市", "12%"], ["玄海町", 0.12]]), rules)
    assert "0.12" in told
    assert ended(sheet_of([["団体", "率"], ["唐津市", "12%"], ["玄海町", 0.12]]), rules, {"share:率": "このまま残す"})[
        1
    ] == (
        "玄海町",
        0.12,
    )


@pytest.mark.parametrize("typed", ["(1,200)", "（1,200）", "[1200]"])
def test_a_number_in_brackets_is_asked(typed: str) -> None:
    assert "B2" in ended(sheet_of([["団体", "人数"], ["唐津市", typed]]), TWO)


def test_a_dash_that_means_two_things_cannot_be_answered_for_one() -> None:
    sheet = sheet_of([["団体", "人数", "前年"], ["唐津市", "-", "-"]])
    rules = {**TWO, "前年": PEOPLE}
    answers = {"mark:人数:-": "0", "mark:前年:-": "空欄"}
    assert ended(sheet, rules, answers) == (("唐津市", 0, None),)


def test_a_column_of_totals_is_asked_and_may_go() -> None:
    rows: Rows = [["団体", "男", "女", "計"], ["唐津市", 1, 2, 3]]
    rules = {"団体": TEXT, "男": PEOPLE, "女": PEOPLE}
    plan = plan_repair(sheet_of(rows), rules)
    answers = {**proposed_answers(plan), "total-column:計": "除く"}
    done = repair(plan, answers)
    assert isinstance(done, Repaired)
    assert done.rows == (("唐津市", 1, 2),)
    assert [(one.cell, one.before) for one in done.ledger if one.removed] == [("D1", "計"), ("D2", 3)]
    assert ended(sheet_of(rows), {**rules, "計": PEOPLE}) == (("唐津市", 1, 2, 3),)


def test_a_total_beside_the_years_does_not_become_a_year() -> None:
    sheet = sheet_of([["団体", "令和5年度", "令和6年度", "合計"], ["唐津市", 1, 2, 3]])
    answers: dict[str, object] = {"wide": "縦にする", "wide-name": "年度", "wide-value": "件数"}
    plan = plan_repair(sheet, {"団体": TEXT, "件数": Rule("number", "件")})
    assert isinstance(repair(plan, proposed_answers(plan) | answers), Refused)
    done = repair(plan, proposed_answers(plan) | answers | {"total-column:合計": "除く"})
    assert isinstance(done, Repaired)
    assert done.rows == (("唐津市", "令和5年度", 1), ("唐津市", "令和6年度", 2))


def test_years_of_two_levels_become_rows_and_missing_is_not_zero() -> None:
    sheet = sheet_of(
        [
            ["団体", "令和5年度", None, "令和6年度", None],
            [None, "件数", "金額", "件数", "金額"],
            ["唐津市", 0, None, 3, "▲5"],
        ],
        ["A1:A2", "B1:C1", "D1:E1"],
    )
    rules = {"団体": TEXT, "件数": Rule("number", "件"), "金額": YEN}
    answers = {"wide": "縦にする", "wide-name": "年度"}
    assert ended(sheet, rules, answers) == (("唐津市", "令和5年度", 0, None), ("唐津市", "令和6年度", 3, -5))


def test_what_is_crossed_out_is_asked() -> None:
    rows = (("団体", "人数"), ("唐津市", 1), ("玄海町", 2))
    sheet = Sheet("表", rows, (Style(), Style(strike=True)), ((0, 0), (0, 0), (0, 1)))
    assert "取り消し線" in ended(sheet, TWO)
    assert ended(sheet, TWO, {"struck": "残す"}) == (("唐津市", 1), ("玄海町", 2))
    assert "元の表を直してから" in ended(sheet, TWO, {"struck": "元の表を直す"})


def test_hidden_columns_are_decided_by_a_person() -> None:
    sheet = Sheet("表", (("団体", "人数", "旧"), ("唐津市", 1, 9)), hidden_columns=frozenset([3]))
    rules = {**TWO, "旧": PEOPLE}
    assert "非表示の列があります（旧）" in ended(sheet, rules)
    assert ended(sheet, rules, {"hidden-columns": "入れる"}) == (("唐津市", 1, 9),)
    assert ended(sheet, rules, {"hidden-columns": "除く"}) == (("唐津市", 1),)


def test_of_two_answers_the_newer_is_kept_and_the_older_is_in_the_ledger() -> None:
    sheet = sheet_of(
        [["コード", "日", "人数"], ["010006", "R8.5.1", 1], [10006, "2026/5/9", 2], ["412023", "2026-05-02", 3]]
    )
    rules = {"コード": Rule("code", digits=6, check="団体コード"), "日": Rule("date"), "人数": PEOPLE}
    whole = TableRule(("コード",), "日")
    assert "「コード」が同じ行があります" in ended(sheet, rules, None, whole)
    done = repair(plan_repair(sheet, rules, whole=whole), {"twice": "新しい方を残す"})
    assert isinstance(done, Repaired)
    assert done.rows == (("010006", date(2026, 5, 9), 2), ("412023", date(2026, 5, 2), 3))
    gone = [one for one in done.ledger if one.removed]
    assert [(one.cell, one.before) for one in gone] == [("A2", "010006"), ("B2", "R8.5.1"), ("C2", 1)]
    assert gone[0].step == "新しい方（3行目）を残す"


@pytest.mark.parametrize("day", ["2026-05-01", None], ids=["same day", "no day"])
def test_where_the_newer_cannot_be_told_nothing_is_taken_away(day: str | None) -> None:
    sheet = sheet_of([["団体", "人数", "日"], ["唐津市", 1, "R8.5.1"], ["唐津市", 2, day]])
    rules, whole = {**TWO, "日": Rule("date")}, TableRule(("団体",), "日")
    told = ended(sheet, rules, {"twice": "新しい方を残す"}, whole)
    assert "どちらが新しいか決まりません" in told


def test_two_applications_with_one_key_are_never_merged() -> None:
    sheet = sheet_of([["団体", "人数"], ["唐津市", 1], ["唐津市", 2]])
    whole = TableRule(("団体",))
    assert "「団体」が同じ行があります" in ended(sheet, TWO, None, whole)
    assert ended(sheet, TWO, {"twice": "このまま残す"}, whole) == (("唐津市", 1), ("唐津市", 2))


def test_a_double_booking_is_told_and_the_end_itself_is_free_again() -> None:
    def booked(start: str) -> Rows | str:
        rows: Rows = [
            ["車", "開始", "終了"],
            ["公-01", "2026-07-01 09:00", "2026-07-01 12:00"],
            ["公-01", start, "2026-07-01 15:00"],
        ]
        rules = {"車": Rule("code"), "開始": Rule("time"), "終了": Rule("time", not_below="開始")}
        return ended(sheet_of(rows), rules, None, TableRule(no_overlap=("車", "開始", "終了")))

    assert "2行目と3行目は、「公-01」を同じ時間に使う" in booked("2026-07-01 11:59")
    assert not isinstance(booked("2026-07-01 12:00"), str)


def test_24_00_is_the_next_day_only_when_somebody_says_so() -> None:
    sheet = sheet_of([["車", "終了"], ["公-01", "２０２６/６/３０　２４：００"]])
    rules = {"車": Rule("code"), "終了": Rule("time")}
    assert "翌日の0時として読みますか" in ended(sheet, rules)
    done = ended(sheet, rules, {"midnight:終了": "翌日の0時"})
    assert done == (("公-01", datetime(2026, 7, 1)),)  # noqa: DTZ001 - times in Excel have no zone


def test_a_meter_that_runs_back_is_told() -> None:
    rules = {"車": Rule("code"), "前": Rule("number", "km"), "後": Rule("number", "km", not_below="前")}
    sheet = sheet_of([["車", "前", "後"], ["公-01", 1200, 1100], ["公-02", 5, None]])
    assert "「後」（1,100）が「前」（1,200）より小さい" in ended(sheet, rules)
    assert ended(sheet, rules, {"order:後": "このまま残す"}) == (("公-01", 1200, 1100), ("公-02", 5, None))


def test_375_is_not_silently_37_5() -> None:
    rules = {"番号": Rule("code", digits=5), "体温": Rule("number", "℃", least=34, most=42)}
    sheet = sheet_of([["番号", "体温（℃）"], ["00301", "３７．５"], ["00302", "37.0℃"], ["00303", 375]])
    assert "B4（体温）の「375」: ふつうの範囲（34〜42）の外" in ended(sheet, rules)
    sheet = sheet_of([["番号", "体温（℃）"], ["00301", "３７．５"], ["00302", "37.0℃"]])
    assert ended(sheet, rules) == (("00301", 37.5), ("00302", 37))


def test_half_width_kana_become_full_and_the_name_beside_them_stays() -> None:
    sheet = sheet_of([["氏名", "カナ"], ["\ufa19谷 ﾐﾎﾝ", "ｶﾐﾔ ﾊﾟﾝﾀﾞ"]])
    assert ended(sheet, {"氏名": TEXT, "カナ": Rule("kana")}) == (("\ufa19谷 ﾐﾎﾝ", "カミヤ パンダ"),)


def test_short_names_are_changed_by_the_table_of_the_office_alone() -> None:
    rules = {"団体": Rule("text", table={"佐賀": "佐賀市"})}
    done = repair(plan_repair(sheet_of([["団体", "備考"], ["佐賀", "a"], ["佐賀県", "b"]]), {**rules, "備考": TEXT}))
    assert isinstance(done, Repaired)
    assert done.rows == (("佐賀市", "a"), ("佐賀県", "b"))
    assert [(one.cell, one.step, one.rule) for one in done.ledger] == [("A2", "対応表でそろえる", "L2-04")]


@pytest.mark.parametrize(("kind", "code"), [("団体コード", "412022"), ("法人番号", "2000020410004")])
def test_a_check_digit_that_does_not_agree_is_told(kind: str, code: str) -> None:
    rules = {"団体": TEXT, "コード": Rule("code", digits=len(code), check=kind)}
    assert "検査数字が合いません" in ended(sheet_of([["団体", "コード"], ["唐津市", code]]), rules)


def test_an_old_birthday_that_lost_its_format_may_be_any_number() -> None:
    told = ended(sheet_of([["氏名", "生年月日"], ["見本 花子", 12785]]), {"氏名": TEXT, "生年月日": Rule("date")})
    assert "日付ではなく数が入っています" in told


def test_a_rule_about_a_column_that_is_not_there_is_told() -> None:
    told = ended(sheet_of([["団体", "人数"], ["唐津市", 1]]), TWO, None, TableRule(("コード",)))
    assert "「コード」という列が、表の見出しに見つかりません" in told


def test_a_merged_number_over_two_columns_is_refused() -> None:
    sheet = Sheet("表", (("団体", "男", "女"), ("唐津市", 3)), merged=(Span(2, 2, 2, 3),))
    assert "横に結合されていて" in ended(sheet, {"団体": TEXT, "男": PEOPLE, "女": PEOPLE})


def test_a_count_typed_with_a_line_break_is_asked() -> None:
    assert "B2" in ended(sheet_of([["団体", "人数"], ["唐津市", "10\n20"]]), TWO)


def test_numbers_shown_rounded_keep_what_they_hold_and_say_nothing_else() -> None:
    sheet = sheet_of([["団体", "金額"], ["唐津市", 1234.5]], formats={"B2": "#,##0"})
    assert ended(sheet, {"団体": TEXT, "金額": YEN}) == (("唐津市", 1234.5),)


def test_the_sheet_of_an_opened_book_fits_as_well() -> None:
    sheet = Sheet("表", (("団体", "人数"), ("唐津市", "１２")))
    assert ended(replace(sheet, name="x"), TWO) == (("唐津市", 12),)


@pytest.mark.parametrize("sign", ["-", "－", "不明", "未回答"])
def test_a_sign_for_no_answer_is_no_code_and_no_choice(sign: str) -> None:
    rows: Rows = [["団体", "電話", "状況"], ["唐津市", sign, sign]]
    rules = {"団体": TEXT, "電話": Rule("code"), "状況": Rule("choice", choices=("済", "未"))}
    assert "「電話」の" in ended(sheet_of(rows), rules)
    plan = plan_repair(sheet_of(rows), rules)
    answers = {one.key: "空欄" for one in plan.questions}
    done = repair(plan, answers)
    assert isinstance(done, Repaired)
    assert done.rows == (("唐津市", None, None),)


def test_a_choice_that_is_called_nashi_is_a_choice() -> None:
    rules = {"団体": TEXT, "不備": Rule("choice", choices=("あり", "なし"))}
    assert ended(sheet_of([["団体", "不備"], ["唐津市", "なし"]]), rules) == (("唐津市", "なし"),)


@pytest.mark.parametrize("kind", ["code", "text", "number", "date"])
def test_an_error_of_excel_is_never_a_value(kind: str) -> None:
    rules = {"団体": TEXT, "値": Rule(kind)}  # type: ignore[arg-type]
    assert "B2" in ended(sheet_of([["団体", "値"], ["唐津市", "#N/A"]]), rules)


@pytest.mark.parametrize("typed", ["2026年4月1日頃", "2026-04-01まで", "令和8年4月1日から", "R8.4.1以降"])
def test_a_day_with_a_word_more_is_asked(typed: str) -> None:
    assert "B2（日）" in ended(sheet_of([["団体", "日"], ["唐津市", typed]]), {"団体": TEXT, "日": Rule("date")})


def test_remarks_beside_the_table_without_a_heading_are_not_thrown_away() -> None:
    sheet = sheet_of([["団体", "人数"], ["唐津市", 1, None, "来年度に統合"], ["玄海町", 2]])
    assert "D2に値がありますが、その列に見出しがありません" in ended(sheet, TWO)


def test_words_below_a_table_of_words_are_asked() -> None:
    sheet = sheet_of([["団体", "課", "状況"], ["唐津市", "総務課", "済"], [], ["作成者", "企画課"]])
    assert "4行目" in ended(sheet, {"団体": TEXT, "課": TEXT, "状況": TEXT})
    sheet = sheet_of([["団体", "課", "状況", "備考", "日"], ["唐津市", "総務課", "済", "a", "b"], [], ["係", "企画係"]])
    told = ended(sheet, {"団体": TEXT, "課": TEXT, "状況": TEXT, "備考": TEXT, "日": TEXT})
    assert "4行目は空行の下にあり" in told


def test_a_sheet_that_was_read_in_part_is_not_repaired() -> None:
    told = ended(Sheet("表", (("団体", "人数"), ("唐津市", 1)), cut=True), TWO)
    assert "途中までしか読めていません" in told


@pytest.mark.parametrize("sign", ["〃", "同　上", "″", '"', "”", "々", "上に同じ"])
def test_every_sign_for_the_same_as_above_takes_the_value_above(sign: str) -> None:
    sheet = sheet_of([["団体", "課"], ["唐津市", "総務課"], ["玄海町", sign]])
    assert ended(sheet, {"団体": TEXT, "課": TEXT}) == (("唐津市", "総務課"), ("玄海町", "総務課"))


@pytest.mark.parametrize("sign", ["↓", "｜", "│"])
def test_a_line_downwards_is_asked(sign: str) -> None:
    sheet = sheet_of([["団体", "課"], ["唐津市", "総務課"], ["玄海町", sign]])
    assert "「上と同じ」という意味かもしれません" in ended(sheet, {"団体": TEXT, "課": TEXT})


@pytest.mark.parametrize("shown", ['m"月"d"日"', 'yyyy"年"m"月"', "[$-411]ge.m", "yyyy"])
def test_a_day_that_does_not_show_all_of_itself_is_asked(shown: str) -> None:
    sheet = sheet_of([["団体", "日"], ["唐津市", date(2026, 4, 1)]], formats={"B2": shown})
    rules = {"団体": TEXT, "日": Rule("date")}
    assert "年か日が見えない書式の日付" in ended(sheet, rules)
    assert ended(sheet, rules, {"format:日": "このまま残す"}) == (("唐津市", date(2026, 4, 1)),)


@pytest.mark.parametrize("shown", ["yyyy-mm-dd", '[$-411]ggge"年"m"月"d"日"', "m/d/yy", "mm-dd-yy", "General"])
def test_a_day_that_shows_all_of_itself_is_read(shown: str) -> None:
    sheet = sheet_of([["団体", "日"], ["唐津市", date(2026, 4, 1)]], formats={"B2": shown})
    assert ended(sheet, {"団体": TEXT, "日": Rule("date")}) == (("唐津市", date(2026, 4, 1)),)


@pytest.mark.parametrize("shown", ["000000", "0.0", "0000-00"])
def test_a_number_that_looks_different_is_no_text(shown: str) -> None:
    sheet = sheet_of([["団体", "版"], ["唐津市", 2]], formats={"B2": shown})
    assert "見えている文字と中の数が違います" in ended(sheet, {"団体": TEXT, "版": TEXT})
