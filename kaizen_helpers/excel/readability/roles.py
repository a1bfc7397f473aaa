"""What a column is for, told by its heading: codes, telephone numbers, people, addresses, free text, choices.

The rules about content ask this first, because 「0952-25-7000」 is right in one column and wrong in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kaizen_helpers.excel.readability.layout import ColumnLook, SheetLook, TableLook
from kaizen_helpers.excel.readability.places import shown
from kaizen_helpers.excel.tables.reading import key
from kaizen_helpers.notation.personal import suspicions

__all__ = [
    "columns_of",
    "example",
    "headings_of",
    "is_address",
    "is_choice",
    "is_code",
    "is_date",
    "is_person",
    "is_phone",
    "is_prose",
    "nameless",
]

_CODE = re.compile(
    r"コード|番号|番地|符号|記号|番$|(?:ID|Id|id|No\.?|NO\.?|№|Ｎｏ\.?|ＩＤ|code|Code|CODE|ISBN|JIS)(?:$|[^A-Za-z])|URL|型式|型番|規格"
    r"|バージョン|版数|区画|用紙"
)
_PHONE = re.compile(r"電話|TEL|Tel|ＴＥＬ|FAX|Fax|ＦＡＸ|ファ[ック]ク?ス|連絡先|携帯|内線|郵便")
_PERSON = re.compile(
    r"氏名|姓|名前|お名|ふりがな|フリガナ|人名"
    r"|(?:担当|代表|運転|申請|届出|記入|作成|責任|管理|利用|使用|受講|参加|対象|相談|回答|報告|講師|世帯主|保護)者(?:名|氏名|[（(\d_]|$)"
    r"|職員名?$|(?:^|[^法])人$|講師$|世帯主$|(?:課長|所長|部長|係長)$"
)
_ADDRESS = re.compile(r"住所|所在地|地番|町字|方書|建物名|ビル名|(?:^|[^名])場所$|居所|宛先|送付先")
_PROSE = re.compile(
    r"備考|摘要|意見|自由記述|自由回答|自由意見|記述|経過|理由|説明|コメント|感想|メモ|概要|要望|詳細|所見|特記"
    r"|記事|注記|注釈|目的|条件|内容|対応策|課題|改善点|文面|本文|メッセージ|補足|質問|回答文|問い合わせ|問合せ"
)
_CHOICE = re.compile(
    r"区分|種別|種類|状況|状態|方法|分類|評価|判定|満足|年代|性別|有無|可否|出欠|結果|頻度|程度|回答$|手段|媒体|形態|対象$|属性|選択"
    r"|段階|ランク|等級|職業|業種|曜日"
)
_DATE = re.compile(
    r"(?:年月日|月日|日付|日時|年月|年度|時点|期日|期限|期間|時期|日|年|月)(?:[（(_\d].*)?$"
    r"|(?:^|[_（(])(?:開始|終了|更新|作成|受付|申請|交付|決裁)日|生年|日程"
)
_NOT_DATE = re.compile(r"曜日|日数|年数|月数|月額|年額|年齢|年代|年収|月平均|日平均")
_NAMELESS = re.compile(
    r"[\d\W_]*|(?:(?:第?\d{1,3}(?:番目の?)?)?(?:列|行|項目|カラム|コラム|フィールド|見出し|ヘッダー?)(?:名|目)?|columns?|cols?|fields?"
    r"|headers?|headings?|items?|attr(?:ibute)?s?|unnamed|untitled|no_?name|null|none|nan|xx+|無題|無名|名称未設定|名称なし|空白|空欄"
    r"|仮|ダミー|dummy|テスト|test|[〇○]+|[fv]|var)"
    r"[\W_]*(?:no\.?)?(?:\d{1,3}|[a-z]{1,2})?(?:番?目)?[\W_]*|[a-z]{1,2}列|(?:データ|data|値|value)[\W_]*(?:\d{1,3}|[a-z])[\W_]*",
    re.IGNORECASE,
)
_REAL = re.compile(r"項目名?|行|items?|値\d*|value\d*", re.IGNORECASE)
"""Words that name something where they stand alone: a list of items has 「項目」. 「値1」 lacks its unit (L3-04)."""


@lru_cache(4096)
def is_code(name: str) -> bool:
    """「団体コード」「受付番号」「ID」「用紙」: what looks like a number is none."""
    return _CODE.search(name) is not None


@lru_cache(4096)
def is_phone(name: str) -> bool:
    """「電話番号」「FAX」「郵便番号」."""
    return _PHONE.search(name) is not None


@lru_cache(4096)
def is_person(name: str) -> bool:
    """「氏名」「担当者」: names are written as their owner writes them."""
    return _PERSON.search(name) is not None and re.search(r"数|率|額|コード|番号|ID", name) is None


@lru_cache(4096)
def is_address(name: str) -> bool:
    """「住所」「所在地」."""
    return _ADDRESS.search(name) is not None


@lru_cache(4096)
def is_choice(name: str) -> bool:
    """「区分」「取組状況」「申込方法」: a few words are chosen from."""
    return _CHOICE.search(name) is not None and _PROSE.search(name) is None


@lru_cache(4096)
def is_date(name: str) -> bool:
    """「申請日」「対象年度」「受付年月」."""
    return _DATE.search(name) is not None and _NOT_DATE.search(name) is None


@lru_cache(4096)
def nameless(name: str) -> bool:
    """A heading that says nothing (「003」「列2」): L1-05 tells it, and nothing can be asked of it."""
    plain = key(name)
    return _NAMELESS.fullmatch(plain) is not None and not _REAL.fullmatch(plain)


def is_prose(column: ColumnLook) -> bool:
    """Free text: by its heading, or because much of it are sentences."""
    if _PROSE.search(column.name):
        return True
    seen = sentences = length = 0
    for text in column.texts:
        seen += 1
        length += len(text)
        sentences += "。" in text[:-1] or (text.endswith("。") and len(text) > 8)
        if seen >= 300:
            break
    return seen > 0 and (sentences * 4 >= seen or length > 30 * seen)


def columns_of(look: SheetLook) -> Iterator[tuple[TableLook, ColumnLook]]:
    """All columns of all tables of a sheet."""
    for table in look.tables:
        for column in table.columns:
            yield table, column


def headings_of(look: SheetLook) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells of all headers as they stand, with their line breaks and spaces."""
    for table in look.tables:
        if not table.has_header:
            continue
        for row in range(table.header_top, table.header_bottom + 1):
            for column in table.columns:
                value = look.sheet.value(row, column.column)
                if type(value) is str:
                    yield (row, column.column), value


def example(text: str, name: str = "") -> str:
    """A value as a message may quote it: in 「」, or a word in its place where it may be about a person."""
    if (name and (is_person(name) or is_phone(name) or is_address(name))) or suspicions(text[:200]):
        return "（個人の情報かもしれないので、値は表示しません）"
    return shown(text)
