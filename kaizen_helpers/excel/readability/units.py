"""L3-04: the unit of a number.

「人口」「金額」「年齢」 say theirs, and so do words that count (「件数」「世帯数」) or compare (「率」).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaizen_helpers.excel.readability.layout import BookLook, ColumnLook, SheetLook, TableLook
from kaizen_helpers.excel.readability.model import Finding
from kaizen_helpers.excel.readability.numbers import number_column
from kaizen_helpers.excel.readability.period_words import is_period, periods_in
from kaizen_helpers.excel.readability.places import found, shown
from kaizen_helpers.excel.readability.roles import is_address, is_code, is_date, is_person, is_phone, nameless
from kaizen_helpers.excel.tables.reading import is_unit, key, unit_of_note

__all__ = ["SHEET_RULES", "implies_unit", "says_unit", "vague"]

_BRACKET = re.compile(r"[(（\[［〔【<＜](?:単位[:：]?)?([^()（）\[\]［］〔〕【】<>＜＞]{1,12})[)）\]］〕】>＞]")
_UNIT = re.compile(
    r"(?:[十百千万億兆]*(?:円|人|件|世帯|戸|団体|校|か?所|箇所|ヶ所|カ所|回|台|個|冊|枚|日|時間|時|分|秒|点|本|頭|羽|株|棟|室|床|席|区画|泊|便|隻|名|歳|年|月|週|部|組|社|店|施設|トン|度|倍|位|食|票|件/年|ドル|ポイント|パーセント|キロ|メートル|リットル|グラム|ヘクタール|アール|坪|丁|膳|着|足|通|品|種|本数|人日|人月|か月|ヶ月|km2|m2))"
    r"|(?:[kKcmMGTμuhndp]?(?:m|g|L|l|l|W|Wh|V|A|Hz|B|Pa|J|cal|bps|N|t|a|s|min|h|ha|dB|lx|ppm|ppb|pH|Sv|Bq|CO2|C|F|K)[23²³]?|[%％‰℃°㎡㎥㎏㎞㎝㎜]|t-CO2|kWh|MWh|rpm|dpi|yen|JPY|USD)"
    r"(?:[/・·](?:[^/]{1,6}))*"
)
_IMPLIES = re.compile(
    r"人口|金額|年齢|[^数]額|額$|費用?$|費[（(_]|料金?$|料[（(]|価格|単価|賃金|給与|報酬|代金|税$|予算|決算|補助金|交付金|助成金|収入|支出|歳入|歳出|残高|売上"
    r"|(?:人|件|世帯|戸|回|台|個|冊|枚|日|点|本|棟|校|店|社|者|員|名|施設|団体|箇所|か所|ヶ所|所|世|月|年|時間|便|室|床|席|票|頭|羽|株|組|泊|件|車|館|園|院|課|市町村|ページ|頁)数"
    r"|率|割合|比$|比率|倍率|係数|指数|偏差値|構成比|確率|%|％|緯度|経度|順位|定員|人員|歳$|男女?$|女$|うち[男女]"
)
_NO_MEASURE = re.compile(
    r"評価|満足|区分|フラグ|ランク|等級|順|学年|階$|階数|曜日|設問|問\d|Q\d|回答|種別|分類|連番|行$|項番|通番|版$|号$|バージョン|判定|コード|有無|単位|回$|年$|月$|年度|四半期|期$"
)
_ASIDE = re.compile(
    r"[(（\[［〔【](?:うち|内|再掲|参考|内訳|合計|小計|計|総数|税込み?|税抜き?|男性?|女性?|見込み?|実績|計画|予算|決算|予定|速報|暫定"
    r"|確定|平均|最大|最小|最高|最低|年間|月間|前年|今年|当年|県内|県外|市内|市外|全体|その他|新規|既存|累計|仮|案|注)\w*[)）\]］〕】]$"
)
_VAGUE = re.compile(
    r"(?:数値|データ|スコア|値|実績値?|数量|数|量|数字|結果|計|合計|総数|実績|目標値?|測定値|観測値)\d*"
)
_QUANTITY = re.compile(
    r"量|距離|延長|面積|重さ|重量|質量|体重|身長|長さ|高さ|幅|深さ|厚さ|所要時間|時間|速度|速さ|温度|気温|水温|湿度|容積|容量|体積|出力|濃度|標高|規模|降水|雨|圧|流量|騒音|カロリー|寿命|間隔|耐用|電力|燃費|大きさ|サイズ"
)


def says_unit(heading: str) -> bool:
    """「重量（kg）」「重量[kg]」「重量_kg」「重量（単位：kg）」."""
    for inside in _BRACKET.findall(heading):
        if (
            is_unit(inside.strip())
            or _UNIT.fullmatch(key(inside).replace("㎡", "m2"))
            or _UNIT.fullmatch(inside.strip())
        ):
            return True
    tail = re.split(r"[_＿\s・:：]", heading.strip())[-1]
    if tail != heading.strip() and (is_unit(tail) or _UNIT.fullmatch(key(tail))):
        return True
    return (
        is_unit(heading)
        or re.search(r"[^A-Za-z](?:kWh|MWh|km2?|kg|cm|mm|ha|m2|m3|kL|mL|t|L|%|％|㎡|℃)$", heading) is not None
    )


def implies_unit(heading: str) -> bool:
    """「人口」「交付額」「件数」「執行率」."""
    return _IMPLIES.search(heading) is not None


def vague(heading: str) -> bool:
    """「数値1」「データ」「値」: not even what was counted is told."""
    return _VAGUE.fullmatch(key(heading)) is not None


def _quantity(name: str) -> bool:
    """「降水量」「平均気温（月）」: what it measures stands at the end, before any bracket."""
    return _QUANTITY.search(re.sub(_BRACKET, "", key(name))) is not None


def _in_brackets(name: str) -> bool:
    """A word in brackets at the end, which may be a unit that no list has: 「作付面積（町歩）」."""
    return re.search(r"[(（\[［〔【][^\d()（）]{1,8}[)）\]］〕】]$", name.strip()) is not None and not _ASIDE.search(
        name
    )


def _counts(name: str) -> bool:
    """「申請数」「経営体数（県内）」: what is counted may be known or not; nothing is wrong for sure."""
    return re.search(r"数$", re.sub(_BRACKET, "", key(name))) is not None or _in_brackets(name)


def _names_what_it_counts(name: str) -> bool:
    """「漁業者数」「経営体数（経営体）」「宿泊者数（人泊）」: a count, with any word in brackets behind it."""
    bare = re.sub(_BRACKET, "", key(name))
    counts = re.search(r"(?<![件指係乗偏])数$|額$|人口$", bare) is not None
    return (counts and _in_brackets(name)) or re.search(
        r"(?:体|者|園|場|機|艘|筆|橋|名|家|誌|問|局|区|部|班|両|校|戸|隻|基)数$", bare
    ) is not None


def units_are_told(look: SheetLook, book: BookLook) -> Iterator[Finding]:
    """L3-04."""
    if any(unit_of_note(look.sheet.value(*place)) for place in look.outside):
        return
    for table in look.tables:
        if not table.has_header or any(re.fullmatch(r".*単位(?:名)?", column.name) for column in table.columns):
            continue
        measured = [column for column in table.columns if _measures(column)]
        told = sum(says_unit(column.name) for column in measured)
        for column in measured:
            name = column.name
            # Old and new unit in two rows of a header count as told.
            if (
                says_unit(name)
                or _names_what_it_counts(name)
                or any(map(is_unit, column.path))
                or (implies_unit(name) and not vague(column.path[-1]))
            ):
                continue
            if _told_elsewhere(name, book) or "%" in _format(table, column):
                continue
            cells = [column.header] if column.header != (0, 0) else []
            if vague(name) or (_quantity(name) and not _in_brackets(name)) or (told and not _counts(name)):
                yield found("L3-04", look.name, cells, f"{shown(name)}の単位が書かれていません。")
            else:
                what = f"{shown(name)}の単位が見当たりません。単位のいる数なのかは、書いた人にしか分かりません。"
                yield found("L3-04", look.name, cells, what, "要確認")


def _measures(column: ColumnLook) -> bool:
    name = column.name
    if (
        not name
        or (nameless(name) and not vague(name))
        or is_code(name)
        or is_phone(name)
        or is_address(name)
        or is_person(name)
    ):
        return False
    if is_period(name) or (
        any(is_period(word) or any(periods_in(key(word))) for word in column.path) and not _quantity(name)
    ):
        return False  # years and months side by side are L3-09
    if _NO_MEASURE.search(name) and not says_unit(name) and not _quantity(name):
        return False
    if is_date(name) and not column.numbers:
        return False
    return number_column(column)


def _format(table: TableLook, column: ColumnLook) -> str:
    return table.sheet.style(table.first_row, column.column).number_format


def _told_elsewhere(name: str, book: BookLook) -> bool:
    """Whether a sheet that explains has this heading, and a unit in the column 「単位」."""
    for sheet in book.explanations:
        place = -1
        for row in sheet.rows[:500]:
            words = [value.strip() if type(value) is str else "" for value in row]
            where = next((at for at, word in enumerate(words) if "単位" in word and len(word) < 8), -1)
            if where >= 0:
                place = where
            elif (
                place >= 0
                and name in words
                and place < len(words)
                and words[place] not in ("", "なし", "-", "－", "ー")
            ):
                return True
    return False


SHEET_RULES = {"L3-04": units_are_told}
