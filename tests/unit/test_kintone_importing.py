"""The check before an import: every reason with its row, column and official code."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.kintone.definition import AppDefinition, AppField
from kaizen_helpers.kintone.importing.checking import Source, check_import

APP = AppDefinition(
    fields=(
        AppField("code", "市町コード", "SINGLE_LINE_TEXT", required=True, unique=True),
        AppField("state", "状況", "DROP_DOWN", options=("取組済", "未取組")),
        AppField("kinds", "種類", "CHECK_BOX", options=("紙", "電子")),
        AppField("count", "件数", "NUMBER"),
        AppField("day", "回答日", "DATE"),
        AppField("at", "受付", "DATETIME"),
        AppField("sum", "合計", "CALC", expression="count*2"),
        AppField("office", "課", "SINGLE_LINE_TEXT", related_app="2", copies_to=("tel",)),
        AppField("tel", "電話", "SINGLE_LINE_TEXT"),
    )
)
CSV = Source("csv")


def check(heading: list[str], *rows: list[Any], **more: Any) -> Any:
    return check_import(APP, heading, rows, more.pop("source", CSV), **more)


def places(report: Any) -> list[tuple[int | None, str, str, bool]]:
    return [(one.row, one.column, one.code, one.stops) for one in report.findings]


def test_a_clean_table_can_be_taken_in() -> None:
    report = check(["市町コード", "state", "件数"], ["04100", "取組済", "1,000"], ["04202", "", ""])

    assert (True, (), 2, 0) == (report.can_import, report.findings, report.new, report.changed)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("状況", "取り組み済み", "GAIA_IL16"),
        ("種類", "紙\n石", "GAIA_IL16"),
        ("件数", "3件", ""),
        ("件数", True, ""),
        ("件数", "１２", ""),
        ("件数", "1,2", ""),
        ("回答日", "2026-02-30", ""),
        ("回答日", "令和8年4月1日", ""),
        ("受付", "2026-04-01 25:00", ""),
    ],
    ids=["choice", "choices", "unit", "bool", "wide", "comma", "no-day", "era", "no-time"],
)
def test_a_value_that_does_not_fit_is_named(column: str, value: object, code: str) -> None:
    assert [(2, column, code, True)] == places(check(["市町コード", column], ["1", value]))


def test_a_required_cell_that_is_empty_and_a_value_told_twice_stop_the_import() -> None:
    report = check(["市町コード"], ["1"], [" "], ["1"])

    assert [(3, "市町コード", "GAIA_IL16", True), (4, "市町コード", "GAIA_IL16", True)] == places(report)


def test_a_value_that_a_record_of_the_app_has_stops_the_import_unless_it_is_the_key() -> None:
    kept = [{"code": "1"}]

    assert [(2, "市町コード", "GAIA_IL16", True)] == places(check(["市町コード"], ["1"], existing=kept))
    report = check(["市町コード"], ["1"], ["2"], existing=kept, key="市町コード")
    assert (True, 1, 1) == (report.can_import, report.new, report.changed)


def test_a_row_without_a_key_becomes_a_new_record_and_is_told() -> None:
    report = check(["市町コード", "件数"], ["", 1], key="code")

    assert any("新しいレコードになります" in one.why_ja for one in report.findings)
    assert 1 == report.new


def test_a_key_must_be_a_unique_field() -> None:
    assert [(None, "件数", "", True)] == places(check(["市町コード", "件数"], ["1", 2], key="件数"))


def test_columns_that_are_not_taken_in_are_told_without_stopping() -> None:
    report = check(["市町コード", "合計", "電話", "メモ"], ["1", 2, "022", "x"])

    assert [("合計", False), ("電話", False), ("メモ", False)] == [(one.column, one.stops) for one in report.findings]


def test_a_required_column_is_needed_where_rows_become_new_records() -> None:
    definition = AppDefinition(
        fields=(
            AppField("number", "受付番号", "SINGLE_LINE_TEXT", unique=True),
            AppField("name", "件名", "SINGLE_LINE_TEXT", required=True),
            AppField("kind", "区分", "RADIO_BUTTON", required=True, options=("紙", "電子")),
        )
    )

    def stopped(*rows: list[str]) -> list[tuple[str, str]]:
        report = check_import(definition, ["受付番号"], rows, CSV, key="受付番号", existing=[{"number": "1"}])
        return [(one.column, one.code) for one in report.findings if one.stops]

    assert [] == stopped(["1"])
    assert [("件名", "GAIA_IL16")] == stopped(["1"], ["2"])


def test_a_column_of_a_table_is_read_and_its_limit_is_told() -> None:
    definition = AppDefinition(
        fields=(
            AppField("rows", "明細", "SUBTABLE"),
            AppField("item", "品名", "SINGLE_LINE_TEXT", required=True, table="rows"),
            AppField("count", "数", "NUMBER", table="rows"),
        )
    )

    report = check_import(definition, ["品名", "数"], [["", "三"]], CSV)

    assert [(None, "品名", False), (None, "数", False), (2, "数", True)] == [
        (one.row, one.column, one.stops) for one in report.findings
    ]


def test_a_column_without_a_heading_is_told_and_not_read() -> None:
    report = check(["市町コード", " ", ""], ["1", "x", "y"])

    assert [False, False] == [one.stops for one in report.findings if "見出しのない列" in one.why_ja]
    assert report.can_import


def test_two_columns_of_one_heading_stop_the_import() -> None:
    report = check(["市町コード", "件数", "件数"], ["1", 2, 3])

    assert {("件数", True)} == {(one.column, one.stops) for one in report.findings}


def test_what_only_a_manager_may_set_is_told_without_stopping() -> None:
    definition = AppDefinition(fields=(AppField("made", "作成日時", "CREATED_TIME"),))

    (finding,) = check_import(definition, ["作成日時"], [["2026-04-01 09:00"]], CSV).findings

    assert not finding.stops
    assert "管理権限" in finding.why_ja


def test_the_thousand_and_first_column_is_not_read() -> None:
    columns = [f"列{place}" for place in range(999)]

    assert check(["市町コード", *columns], ["1"]).can_import
    assert not check(["市町コード", *columns, "列"], ["1"]).can_import


@pytest.mark.parametrize(
    ("kind", "kept", "cell", "same"),
    [
        ("SINGLE_LINE_TEXT", "4100", 4100.0, True),
        ("SINGLE_LINE_TEXT", "04100", "4100", False),
        ("NUMBER", "1000", "1,000.0", True),
        ("NUMBER", "1000", "1,001", False),
    ],
)
def test_keys_are_equal_as_kintone_keeps_them(kind: str, kept: str, cell: object, same: bool) -> None:
    definition = AppDefinition(fields=(AppField("key", "キー", kind, unique=True),))

    report = check_import(definition, ["キー"], [[cell]], CSV, key="キー", existing=[{"key": kept}])

    assert (int(same), int(not same)) == (report.changed, report.new)


@pytest.mark.parametrize("hidden", [{"hidden_rows": [3]}, {"hidden_columns": ["C"]}])
def test_hidden_rows_or_columns_are_told(hidden: dict[str, Any]) -> None:
    (finding,) = check(["市町コード"], ["1"], source=Source("xlsx", **hidden)).findings

    assert "隠れている" in finding.why_ja


@pytest.mark.parametrize(("length", "shown"), [(40, "あ" * 40 + "」"), (41, "あ" * 40 + "…」")])
def test_a_long_value_is_shown_in_part(length: int, shown: str) -> None:
    (finding,) = check(["市町コード", "件数"], ["1", "あ" * length]).findings

    assert shown in finding.why_ja


def test_a_lookup_is_taken_in_and_what_it_needs_is_told() -> None:
    (finding,) = check(["市町コード", "課"], ["1", "税務課"]).findings

    assert ("課", False) == (finding.column, finding.stops)
    assert "重複を禁止" in finding.why_ja


@pytest.mark.parametrize(
    ("kind", "rows", "fits"), [("xlsx", 1_000, True), ("xlsx", 1_001, False), ("csv", 1_001, True)]
)
def test_rows_are_counted_by_the_kind_of_file(kind: str, rows: int, fits: bool) -> None:
    table = [[str(at)] for at in range(rows)]

    assert fits == check(["市町コード"], *table, source=Source(kind, 1_000_000)).can_import


def test_a_file_that_is_too_large_or_has_more_sheets_says_so() -> None:
    source = Source("xlsx", 1_000_001, ["表", "説明"], ["A1:B1"], [3], ["C"])

    assert [True, False, False, False] == [one.stops for one in check(["市町コード"], ["1"], source=source).findings]


cells = st.one_of(
    st.none(), st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes()
)


@given(st.lists(st.lists(cells, max_size=8), max_size=6))
def test_whatever_is_in_the_cells_gives_a_report(rows: list[list[Any]]) -> None:
    report = check(["市町コード", "状況", "種類", "件数", "回答日", "受付"], *rows, key="市町コード")

    assert len(rows) == report.new + report.changed
