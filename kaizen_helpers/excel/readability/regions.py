"""L3-06: a place by its code or its official name.

No list of all municipalities is needed to see that a name is cut: every municipality ends in 市・区・町・村, every
prefecture in 都・道・府・県. Where the heading does not say that the column holds such names, the column itself must:
「佐賀」 beside 「佐賀市」. A code beside it makes 「札幌市」 unique and is welcome; it does not make 「札幌」 a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaizen_helpers.excel.readability.choices import is_ditto
from kaizen_helpers.excel.readability.layout import BookLook, SheetLook
from kaizen_helpers.excel.readability.model import Finding
from kaizen_helpers.excel.readability.numbers import is_special
from kaizen_helpers.excel.readability.places import found_in_column
from kaizen_helpers.excel.readability.roles import columns_of, example, is_code, is_person

__all__ = ["SHEET_RULES", "is_cut"]

_PREFECTURES = (
    "青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|東京|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀"
    "|京都|大阪|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄"
)
_PREFECTURE = re.compile(_PREFECTURES)
_CUT_LIKE_WHOLE = re.compile("四日市|廿日市|野々市|十日町|大町|大村|羽村|田村|下市|上市|余市|玉村")
"""Names that end in 市・町・村 without theirs: 「四日市」 of 四日市市. None of them is the name of a municipality."""
_OFFICIAL = re.compile(rf"東京都|北海道|京都府|大阪府|(?:{_PREFECTURES})県|.+[市区町村]")
"""「尾道」「別府」「山県」 end in 道・府・県 and are no prefectures, so those are spelled out."""
_STRICT = re.compile(
    r"(?:都道府県|市区町村|区市町村|市町村|市区町|市町|自治体|地方公共団体|県|市|町|村)(?:名称?|$)(?:[（(_].*)?$|^(?:都道府県|市区町村|市町村|市町|自治体)(?:名|$)"
)
_CODES = re.compile(r"(?:^|公共)団体コード|市区?町村コード|都道府県コード|自治体コード|地域コード")
_LOOSE = re.compile(r"地域|団体名|地区|所在|エリア|地名|開催地|出身|居住|居住地|本社|勤務地|住まい")
_NO_PLACE = re.compile(
    r".*(?:計|全国|全県|全体|全域|県内|県外|道内|道外|市内|市外|町内|町外|村内|国内|国外|海外|その他|不明|不詳|以外|組合|連合|広域|局|課"
    r"|振興|事務所|支所|本庁|圏|地方|地域|地区|ブロック|平均|なし|未定|回答|協会|議会|中央|財団|センター)|国|県|市|[東西南北中]+部|[上中下]流"
)
_NAME = re.compile(r"[一-龠々ヶケぁ-んァ-ヶー]{1,7}")


def is_cut(text: str) -> bool:
    """Whether a name of a municipality or prefecture lacks its 市 or 県; only for columns of such names."""
    name = re.sub(r"\s+|[（(].*[）)]", "", text)
    if _CUT_LIKE_WHOLE.fullmatch(name) or _PREFECTURE.fullmatch(name):
        return True
    return bool(_NAME.fullmatch(name)) and not (_OFFICIAL.fullmatch(name) or _NO_PLACE.fullmatch(name))


def official_names(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L3-06."""
    for table, column in columns_of(look):
        name = column.name
        if not column.text_count or is_code(name) or is_person(name):
            continue
        strict = _STRICT.search(name.strip()) is not None and not re.search(r"数|率|額|担当|職員|内外", name)
        if name.strip() == "団体名":  # the name that goes with the code of a local government, where that stands before
            strict = any(_CODES.search(one.name) for one in table.columns if one.column == column.column - 1)
        if not strict and not _LOOSE.search(name):
            continue
        texts = column.texts
        cut = {text for text in texts if not is_ditto(text) and not is_special(text) and is_cut(text)}
        if not cut:
            continue
        bare = {text: re.sub(r"\s+", "", text) for text in cut}
        whole = {re.sub(r"\s+", "", text) for text in texts}
        if strict:
            sure, unsure = cut, set[str]()
        else:
            sure = {text for text in cut if any(bare[text] + end in whole for end in "市区町村県都府")}
            unsure = {text for text in cut - sure if _PREFECTURE.fullmatch(bare[text])}
        if sure:
            first = next(text for text in texts if text in sure)
            yield found_in_column(
                "L3-06",
                column,
                column.rows_of(sure),
                f"{example(first)}は、市町村や都道府県の正式な名前ではありません。",
            )
        if unsure:
            first = next(text for text in texts if text in unsure)
            what = f"{example(first)}が県なのか市なのか、ほかの地域なのかは、書いた人にしか分かりません。"
            yield found_in_column("L3-06", column, column.rows_of(unsure), what, "要確認")


SHEET_RULES = {"L3-06": official_names}
