"""``kaizen notation``: the notation of a table, made alike by policies, and quick questions."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.cli import main
from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.excel.reports.notation_columns import WAYS, Named, judged, likely_way
from kaizen_helpers.workplace.notation_kit import check_notation, convert_notation, explain_codes, explain_dates

HEADS = ("団体コード", "受付日", "氏名", "電話", "件数", "備考", "事業名")
ROWS = (
    ("412015", "令和8年5月1日", "架空 花子", "0952-00-0001", "１，２００", "ｺﾋﾟｰ可", "見守り"),
    (412023, "2026-05-02", " 見本 太郎", "（0952）00-0002", 30, "𠮷の字", "見守り"),
    ("412024", "08/05/03", None, None, "－", None, None),
)


def made(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows or (HEADS, *ROWS):
        book.active.append(row)
    book.save(path)
    return path


def cells(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in openpyxl.load_workbook(path)[sheet].iter_rows()]


def column(name: str, *values: object) -> Named:
    return Named(name, 1, 2, values)


def chosen(policies: Path, way: dict[str, str], rules: str = "", years: str = "") -> Path:
    """Fill the table of policies as a person does."""
    book = openpyxl.load_workbook(policies)
    for row in book["方針"].iter_rows(min_row=2):
        if row[0].value in way:
            row[1].value = way[str(row[0].value)]
    for row in book["表記の方針"].iter_rows():
        if row[0].value == "書き方の決まり" and rules:
            row[1].value = rules
        if row[0].value == "2桁の年の読み方" and years:
            row[1].value = years
    book.save(policies)
    return policies


@pytest.mark.parametrize(
    ("name", "values", "way"),
    [
        ("電話番号", ("0952-00-0001",), "電話"),
        ("郵便番号", ("840-8570",), "郵便番号"),
        ("氏名（カナ）", ("ｶｸｳ",), "カナ"),
        ("団体コード", (412015,), "コード"),
        ("受付日", ("令和8年5月1日", "2026/5/2", "未定"), "日付"),
        ("提出", (date(2026, 5, 1),), "日付"),
        ("件数", ("１，２００", 3), "数値"),
        ("日数", (3, 4), "数値"),
        ("備考", ("ｺﾋﾟｰ可",), "自由文"),
        ("事業名", ("見守り",), "そのまま"),
        ("空", (None, " "), "そのまま"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_column_is_taken_for_what_its_heading_and_values_say(name: str, values: tuple[object, ...], way: str) -> None:
    assert likely_way(column(name, *values)) == way


@given(
    st.lists(st.one_of(st.none(), st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.dates())),
    st.sampled_from(sorted(WAYS)),
    st.sampled_from(["GIF", "庁内様式", "kintone取込"]),
)
def test_no_value_is_lost_or_raises_and_what_is_left_alone_is_the_same(
    values: list[object], way: str, rules: str
) -> None:
    done = judged(column("団体コード", *values), way, rules)
    assert [repr(one.before) for one in done] == [repr(value) for value in values]  # NaN is not equal to itself
    assert all(not one.changed for one in done if one.state == "そのまま" and one.before == one.before)


def test_a_date_is_a_day_for_gif_and_words_for_papers() -> None:
    typed = column("受付日", "令和8年5月1日", datetime(2026, 5, 2))  # noqa: DTZ001
    assert [one.after for one in judged(typed, "日付", "GIF")] == [date(2026, 5, 1), date(2026, 5, 2)]
    assert [one.after for one in judged(typed, "日付", "庁内様式")] == ["令和8年5月1日", "令和8年5月2日"]


def test_a_date_that_can_be_read_in_two_ways_stays_as_it_is_until_a_person_says_which() -> None:
    typed = column("受付日", "08/05/03")
    assert judged(typed, "日付", "GIF")[0].state == "確かめる"
    assert judged(typed, "日付", "GIF")[0].after == "08/05/03"
    assert judged(typed, "日付", "GIF", "令和")[0].after == date(2026, 5, 3)


def test_a_name_is_never_changed() -> None:
    values = ("髙橋", "ﾀﾛｳ", " 神")
    assert [one.after for one in judged(column("氏名", *values), "氏名", "GIF")] == list(values)


def test_the_check_tells_columns_and_counts_but_no_value_of_people(tmp_path: Path) -> None:
    source = made(tmp_path / "名 簿.xlsx")
    before = source.read_bytes()
    kit = check_notation(source)
    told, page = "\n".join(kit.sentences), kit.files[0].read_text("utf-8")
    assert "受付日（日付）: 書きかえる値 1個、確かめる値 1個" in told
    assert "「氏名」の列に、氏名の疑いが" in told
    assert "「電話」の列に、電話の疑いが2件あります" in told
    for text in (told, page):
        assert not any(secret in text for secret in ("花子", "太郎", "00-0001", "00-0002"))
    assert "値は表示しません" in page
    assert source.read_bytes() == before


def test_the_page_tells_characters_that_shift_jis_loses_and_what_a_check_does_not_see(tmp_path: Path) -> None:
    page = check_notation(made(tmp_path / "a.xlsx")).files[0].read_text("utf-8")
    assert "U+20BB7" in page
    assert "1桁の打ち間違い" in page
    assert "<script" not in page


def test_what_is_written_alike_is_told_so(tmp_path: Path) -> None:
    kit = check_notation(made(tmp_path / "a.xlsx", ("課", "件数"), ("総務課", 3)))
    assert "書き方はそろっています。" in kit.sentences


def test_the_first_conversion_proposes_and_the_second_applies_with_a_ledger(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx")
    first = convert_notation(source)
    assert any("まだ何も変えていません" in line for line in first.sentences)
    policies = chosen(first.files[0], {"備考": "そのまま"}, years="令和")
    kit = convert_notation(source, policies=policies)
    table = cells(kit.files[0], "表")
    assert table[0] == HEADS
    assert len(table) == 4
    assert table[1][0] == "412015"
    assert table[2][0] == "412023"
    assert [row[1] for row in table[1:]] == [datetime(2026, 5, day) for day in (1, 2, 3)]  # noqa: DTZ001
    assert table[1][4:6] == (1200, "ｺﾋﾟｰ可")
    assert table[3][4] == "－"
    ledger = {row[0]: row[2:4] for row in cells(kit.files[0], "変更の記録")[1:]}
    assert ledger["E2"] == ("１，２００", "1200")
    assert ledger["A3"] == ("412023", "412023（文字にする）")
    assert "F2" not in ledger
    assert "E4" in {row[0] for row in cells(kit.files[0], "確かめること")}
    assert "A4" in {row[0] for row in cells(kit.files[0], "確かめること")}


def test_the_rule_set_in_the_policies_counts(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx")
    policies = chosen(convert_notation(source).files[0], {}, rules="庁内様式")
    kit = convert_notation(source, policies=policies)
    assert cells(kit.files[0], "表")[2][1] == "令和8年5月2日"


def test_a_formula_in_a_text_is_not_run_in_what_is_made(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("課,備考\n総務課,=1+1\n税務課,３\n", "utf-8")
    kit = convert_notation(source, policies=convert_notation(source).files[0])
    cell = openpyxl.load_workbook(kit.files[0])["表"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize(
    ("way", "message"), [({"備考": "きれいに"}, "きれいに"), ({"備考": None}, "")], ids=["unknown", "blank"]
)
def test_a_policy_that_is_none_is_told_and_a_blank_one_changes_nothing(
    way: dict[str, str], message: str, tmp_path: Path
) -> None:
    source = made(tmp_path / "a.xlsx")
    policies = chosen(convert_notation(source).files[0], way)
    if message:
        with pytest.raises(InputError, match=message):
            convert_notation(source, policies=policies)
    else:
        assert cells(convert_notation(source, policies=policies).files[0], "表")[1][5] == "ｺﾋﾟｰ可"


def test_the_policies_of_another_file_are_refused(tmp_path: Path) -> None:
    policies = convert_notation(made(tmp_path / "a.xlsx")).files[0]
    with pytest.raises(InputError, match="作り直してください"):
        convert_notation(made(tmp_path / "b.xlsx"), policies=policies)


def test_a_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx")
    policies = convert_notation(source).files[0]
    book = openpyxl.load_workbook(policies)
    book["方針"]["A2"].value = "部"
    book.save(policies)
    with pytest.raises(InputError, match="「部」という列は、表にありません"):
        convert_notation(source, policies=policies)


def test_two_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    source = made(tmp_path / "a.xlsx", ("課", "件数", "件数"), ("総務課", "１", "２"), ("税務課", 3, 4))
    kit = convert_notation(source, policies=convert_notation(source).files[0])
    assert cells(kit.files[0], "表")[:2] == [("課", "件数", "件数 (2)"), ("総務課", 1, 2)]


def test_a_missing_file_and_a_sheet_without_a_table_are_told(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        check_notation(tmp_path / "ない.xlsx")
    with pytest.raises(InputError, match="見出しのある表"):
        check_notation(made(tmp_path / "a.xlsx", ("メモ",)))


def test_dates_are_told_in_every_calendar() -> None:
    told, understood = explain_dates(["R5.4.1", "令和5年度", "2023年4月"])
    assert understood
    assert told == [
        "R5.4.1 → 2023-04-01（土）・令和5年4月1日・令和5年度（2023年度）",
        "令和5年度 → 令和5年度（2023年度）",
        "2023年4月 → 2023年4月・令和5年度（2023年度）",
    ]


def test_a_date_after_the_change_of_era_is_told_to_be_checked() -> None:
    told, understood = explain_dates(["平成35年4月1日"])
    assert understood
    assert "改元後" in told[1]


@pytest.mark.parametrize("word", ["05/04/01", "2023年2月30日", "明日", " ", "あ" * 99, "\x1b[31m"])
def test_a_date_that_is_open_is_asked_back(word: str) -> None:
    told, understood = explain_dates([word])
    assert not understood
    assert told[0].startswith("？ ")
    assert "\x1b" not in told[0]


def test_codes_are_told_by_their_length_with_what_a_check_does_not_see() -> None:
    told, right = explain_codes(["412015", "840-8570", "1000020410004"])
    assert right
    assert told[:3] == [
        "412015 → 全国地方公共団体コードの形です（412015）。",
        "840-8570 → 郵便番号の形です（8408570）。",
        "1000020410004 → 法人番号の形です（1000020410004）。",
    ]
    assert len(told) == 6


@pytest.mark.parametrize("word", ["412016", "41201", "1000020410005", "99", "佐賀市"])
def test_a_code_that_cannot_be_is_asked_back(word: str) -> None:
    told, right = explain_codes([word])
    assert not right
    assert told[0].startswith(f"？ {word}: ")


@pytest.mark.parametrize("word", ["111122223333", "1111-2222-3333", "１１１１　２２２２　３３３３"])
@pytest.mark.parametrize("explain", [explain_codes, explain_dates], ids=["code", "date"])
def test_twelve_digits_are_not_even_repeated(word: str, explain: object) -> None:
    told, right = explain([word])  # type: ignore[operator]
    assert not right
    assert not any("1" in line.replace("12桁", "") or "１" in line for line in told)


def test_the_verb_does_each_of_its_four_things(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = str(made(tmp_path / "a.xlsx"))
    assert main(["notation"]) == 0
    assert main(["notation", "check"]) == 2
    assert main(["notation", "check", source, "--rules", "庁内様式"]) == 0
    assert main(["notation", "convert", source]) == 0
    assert (
        main(["notation", "convert", source, "--policies", str(tmp_path / "a（表記の方針）" / "表記の方針.xlsx")]) == 0
    )
    assert main(["notation", "date", "R5.4.1"]) == 0
    assert main(["notation", "code", "412016"]) == 1
    told = capsys.readouterr()
    assert told.err == ""
    assert "花子" not in told.out
    assert main(["notation", "check", source, source]) == 1
    assert main(["notation", "check", source, "--rules", "なんでも"]) == 2
