"""Level 2 of the unseen set, L2-03 to L2-06. Not to be opened by whoever writes the rules."""

from __future__ import annotations

import random
from copy import deepcopy
from datetime import date, timedelta

from tests.readability_cases.model import ROLES_OF_NUMBERS, Column, Draft, Sheet, letters
from tests.readability_cases.registry import Groups
from tests.readability_cases.unseen import UNSEEN
from tests.readability_cases.values import among, each, maybe, numbers

bad, near = UNSEEN.bad, UNSEEN.near
NUMBERS = "amount|count|measure"
Draw = random.Random
DAYS = tuple(date(2019, 6, 3) + timedelta(61 * step) for step in range(40))


@bad("L2-03", "code", also="L1-05")
def phone_twice(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    head = draw.choice(["連絡先", "電話", "担当者", "住所"])
    first = sheet.add(Column(head, "text", among("本所", "支所")), draw)
    second = sheet.add(Column(head, "text", among("昼間", "夜間")), draw)
    return [[(1, first), (1, second)]]


@bad("L2-03", "code", also="L1-05 L3-04")
def units_as_headings(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    unit = draw.choice(["千円", "人", "件", "％"])
    columns = [sheet.add(Column(unit, "amount", numbers(10, 900)), draw) for _ in range(3)]
    return [[(1, column) for column in columns]]


@bad("L2-03", also="L1-05 L3-04 L3-05 L3-06")
def neighbours_with_one_name(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = draw.randint(2, sheet.width)
    sheet.put(1, column - 1, sheet.get(1, column))
    return [[(1, column - 1), (1, column)]]


@bad("L2-03", "code", kind="xlsx", also="L1-12 L3-01 L1-05 L3-04 L3-06 L1-11 L3-09")
def three_groups_under_merged_headings(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    own = sheet.width
    sheet.down(1)
    for column in range(1, own + 1):
        sheet.merged.append((1, column, 2, column))
        sheet.put(1, column, sheet.get(2, column))
        sheet.put(2, column, None)
    below = []
    for number, group in enumerate(("上半期", "下半期", "通期")):
        left = own + 1 + number * 3
        sheet.put(1, left, group)
        sheet.merged.append((1, left, 1, left + 2))
        for step, word in enumerate(("目標（人）", "実績（人）", "達成率（％）")):
            below.append(sheet.put(2, left + step, word))
            for row in range(3, sheet.last + 1):
                sheet.put(row, left + step, draw.randint(1, 99))
    return [[*below, *((1, place[1]) for place in below)]]


@near("L2-03", "code")
def with_and_without_tax(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("契約額（税込）（円）", "amount", numbers(1000, 90000)), draw)
    draft.data.add(Column("契約額（税抜）（円）", "amount", numbers(1000, 90000)), draw)


@near("L2-03", "code")
def answers_by_number(draft: Draft, draw: Draw) -> None:
    for number in (1, 2, 3, 10):
        draft.data.add(Column(f"問{number}の選択", "choice", among("ア", "イ")), draw)


@near("L2-03", "code")
def start_and_end(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("貸出開始日", "date", among(*DAYS[:9]), "yyyy-mm-dd"), draw)
    draft.data.add(Column("貸出終了日", "date", among(*DAYS[9:]), "yyyy-mm-dd"), draw)


@near("L2-03", kind="xlsx")
def last_year_on_a_second_sheet(draft: Draft, draw: Draw) -> None:
    other = deepcopy(draft.data)
    other.name = draw.choice(["前年", "R5", "控え"])
    other.extras = set()
    draft.sheets.append(other)


VARIANTS = (
    ("完了", ("完了済", "完了（9月）", "完了済み")),
    ("受け付け", ("受付け", "受付")),
    ("問い合わせ中", ("問合せ中", "問い合せ中")),
    ("○", ("〇", "◯")),
    ("要介護1", ("要介護１",)),
    ("1．窓口", ("1.窓口", "１．窓口", "1. 窓口")),
    ("施工予定", ("施工予定（R9以降）", "施工予定。")),
    ("スマートフォン", ("ｽﾏｰﾄﾌｫﾝ", "スマ－トフォン")),
)


@bad("L2-04", "code", also="L1-06")
def mixed_spellings(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    right, wrong = draw.choice(VARIANTS)
    column = sheet.add(Column("現況", "choice", lambda _one, row: right if row % 3 else "保留"), draw)
    rows = [row for row in sheet.body if sheet.get(row, column) == right]
    return [
        sheet.put(row, column, draw.choice(wrong)) for row in sorted(draw.sample(rows, max(1, min(18, len(rows) // 3))))
    ]


@bad("L2-04", "code", also="L1-06")
def one_mixed_spelling(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    right, wrong = draw.choice(VARIANTS)
    column = sheet.add(Column("確認結果", "choice", lambda _one, row: right if row % 2 else "不要"), draw)
    return [sheet.put(draw.randint(5, sheet.last), column, draw.choice(wrong))]


@bad("L2-04", "choice", also="L1-06")
def a_choice_of_the_base_with_a_tail(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.pick(draw, "choice")
    tail = draw.choice(["（確認中）", "。", " ", "（R7）"])
    rows = sheet.some(draw, 1, max(1, sheet.last // 4))
    values = [str(sheet.get(row, column)) for row in rows]
    rest = {str(sheet.get(row, column)) for row in sheet.body if row not in rows}
    done = [sheet.put(row, column, value + tail) for row, value in zip(rows, values, strict=True) if value in rest]
    return done or mixed_spellings(draft, draw)


@near("L2-04", "code")
def opposites(draft: Draft, draw: Draw) -> None:
    pairs = [
        ("完了", "未完了"),
        ("新規", "更新"),
        ("交付", "再交付"),
        ("承認", "否認"),
        ("変更あり", "変更なし"),
        ("県内", "県外"),
        ("常勤", "非常勤"),
    ]
    for number, pair in enumerate(draw.sample(pairs, 2), 1):
        draft.data.add(Column(f"判定{number}", "choice", among(*pair)), draw)


@near("L2-04", "code")
def grades(draft: Draft, draw: Draw) -> None:
    sets = [
        ("要支援1", "要支援2", "要介護1", "要介護2"),
        ("1級", "2級", "準2級"),
        ("Aランク", "Bランク"),
        ("国道", "県道", "市道"),
        ("I類", "II類"),
    ]
    draft.data.add(Column("級", "choice", among(*draw.choice(sets))), draw)


@near("L2-04", "code")
def steps_of_work(draft: Draft, draw: Draw) -> None:
    sets = [
        ("申請中", "申請済", "申請取下げ"),
        ("受付", "受付停止"),
        ("開館", "閉館", "臨時休館"),
        ("全部", "一部", "なし"),
    ]
    draft.data.add(Column("段階", "choice", among(*draw.choice(sets))), draw)


@near("L2-04", "code")
def branches_of_a_company(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("店名", "place", among("見本商店本店", "見本商店東店", "見本商店西店", "見本商会")), draw)


def _other(draft: Draft, draw: Draw, shape: str, most: int = 4) -> Groups:
    sheet = draft.data
    column = sheet.add(
        Column(draw.choice(["知った方法", "来所の手段", "申請の理由"]), "choice", among("広報紙", "知人", "看板")), draw
    )
    return [
        sheet.put(row, column, shape.format(draw.choice(["新聞の折込", "車内の放送", "学校の配布物"])))
        for row in sheet.some(draw, 1, most)
    ]


@bad("L2-05", "code", also="L2-04")
def other_and_a_colon(draft: Draft, draw: Draw) -> Groups:
    return _other(draft, draw, draw.choice(["その他:{}", "5. その他: {}", "５．その他：{}", "99 その他：{}"]))


@bad("L2-05", "code", also="L2-04 L1-07")
def other_and_brackets(draft: Draft, draw: Draw) -> Groups:
    return _other(draft, draw, draw.choice(["その他（{}）", "その他【{}】", "その他「{}」", "その他[{}]"]))


@bad("L2-05", "code", also="L2-04 L1-07 L1-06")
def other_and_another_sign(draft: Draft, draw: Draw) -> Groups:
    return _other(draft, draw, draw.choice(["その他、{}", "その他 {}", "その他→{}", "　その他：{}"]), 2)


@near("L2-05", "code")
def other_by_itself(draft: Draft, draw: Draw) -> None:
    draft.data.add(
        Column("来所の手段", "choice", among("車", "バス", draw.choice(["その他", "9. その他", "(その他)"]))), draw
    )


@near("L2-05", "code")
def a_heading_with_other(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("理由_その他（自由記述）", "remark", maybe(0.3, "新聞の折込", "車内の放送")), draw)


@near("L2-05", "code")
def kinds_named_other(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("科目", "text", among("その他未収金", "その他の負債", "その他特別区", "現金")), draw)


@near("L2-05", "code")
def opinions_about_other_things(draft: Draft, draw: Draw) -> None:
    draft.data.add(
        Column("意見", "remark", maybe(0.7, "その他の日にも開いてほしい。", "資料その他を送ってほしい。")), draw
    )


def _formula(sheet: Sheet, row: int, column: int, text: str, value: object) -> tuple[int, int]:
    sheet.formulas[row, column] = text
    return sheet.put(row, column, value)


@bad("L2-06", NUMBERS, kind="xlsx")
def a_running_total(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    one = sheet.pick(draw, *ROLES_OF_NUMBERS)
    column = sheet.add(Column("累計（件）", "count", each([0])), draw)
    total = 0.0
    done = []
    for row in sheet.body:
        total += float(str(sheet.get(row, one)))
        done.append(_formula(sheet, row, column, f"=SUM({letters(one)}$2:{letters(one)}{row})", total))
    return done


@bad("L2-06", "choice", kind="xlsx")
def a_mark_by_if(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    one = sheet.pick(draw, "choice")
    column = sheet.add(Column("要対応", "choice", each(["否"])), draw)
    first = str(sheet.get(2, one))
    return [
        _formula(
            sheet,
            row,
            column,
            f'=IF({letters(one)}{row}="{first}","要","否")',
            "要" if sheet.get(row, one) == first else "否",
        )
        for row in sheet.body
    ]


@bad("L2-06", "code", kind="xlsx")
def a_code_put_together(draft: Draft, draw: Draw) -> Groups:
    sheet = draft.data
    column = sheet.add(Column("管理コード", "code", each(["x"])), draw)
    rows = sheet.some(draw, 1, 5)
    for row in sheet.body:
        sheet.put(row, column, f"K{row}")
    return [_formula(sheet, row, column, f'="K"&ROW(A{row})', f"K{row}") for row in rows]


@near("L2-06", NUMBERS, kind="xlsx")
def a_running_total_to_work_with(draft: Draft, draw: Draw) -> None:
    list(a_running_total(draft, draw))
    draft.purpose = "作業用"


@near("L2-06", "code", kind="xlsx")
def words_with_an_equal_sign_in_front(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("表示の例", "remark", each(["=合計", "=A1のように書く", "+81で始まる", "-"])), draw)


@near("L2-06", "code", kind="xlsx")
def names_of_functions(draft: Draft, draw: Draw) -> None:
    draft.data.add(Column("使った関数", "text", among("SUM(合計)", "VLOOKUP", "IF文")), draw)
