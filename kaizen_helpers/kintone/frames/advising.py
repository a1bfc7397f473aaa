"""Which kind of field of kintone fits each column of a table, and why: advice that a person may change.

From a table to an app::

    advice = advise_fields(frame)
    properties = form_of(advice)             # for preview/app/form/fields.json
    records = from_frame(fitted(frame, advice), properties)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone.frames.reading import (
    all_of,
    as_text,
    day_of,
    moment_of,
    present,
    quantity_of,
    time_of,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Advice", "advise_fields", "field_codes", "fitted", "form_of"]

_CODE_NAME = re.compile(r"(コード|番号|電話|郵便|ID|No\.?)$", re.IGNORECASE)
_KEY_NAME = re.compile(r"(?<!電話)(?<!郵便)(コード|番号|ID|No\.?)$", re.IGNORECASE)
_MOST_CHOICES, _LONGEST_CHOICE = 10, 128
_MOST_MARKS = 30
_LONG = 64
_LONGEST_CODE = 128
_NO_CODE = re.compile(r"[^0-9A-Za-z_ぁ-ゖァ-ヺー㐀-䶿一-鿿々〆〇･・]+")
_TAKEN = frozenset(
    [
        *("レコード番号", "作成者", "作成日時", "更新者", "更新日時", "ステータス", "作業者", "カテゴリー"),
        *("__root__", "not", "and", "or", "like", "in"),
    ]
)
"""Codes that every app has, and words that queries use."""


@dataclass(frozen=True, slots=True)
class Advice:
    """For one column. ``dataclasses.replace`` changes it."""

    column: str
    code: str
    """フィールドコード: the name of the column, as far as codes may have its letters."""
    type: str
    """As in the API."""
    why_ja: str
    options: tuple[str, ...] = ()
    unit: str = ""
    unit_first: bool = False
    grouped: bool = False
    """Whether numbers are shown with commas."""
    key: bool = False
    """Whether it can name a record: no gaps, nothing twice. Then it is required and 「値の重複を禁止する」."""

    @property
    def properties(self) -> dict[str, Any]:
        """The field as ``preview/app/form/fields.json`` takes it."""
        label = re.sub(r"\s+", " ", self.column).strip()[:_LONGEST_CODE] or self.code
        found: dict[str, Any] = {"type": self.type, "code": self.code, "label": label, "required": self.key}
        if self.key:
            found["unique"] = True
        if self.options:
            places = enumerate(self.options)
            found["options"] = {option: {"label": option, "index": str(place)} for place, option in places}
        if self.type == "NUMBER":
            position = "BEFORE" if self.unit_first else "AFTER"
            found |= {"digit": self.grouped, "unit": self.unit, "unitPosition": position}
        if self.type == "LINK":
            found["protocol"] = "WEB"
        return found


def advise_fields(frame: pd.DataFrame) -> list[Advice]:
    """One advice a column, in their order, from its name and values. At most one is a key."""
    names = ["" if name is None else str(name) for name in frame.columns]
    found: list[Advice] = []
    for place, (name, code) in enumerate(zip(names, field_codes(names), strict=True)):
        column = frame.iloc[:, place].tolist()
        cells = [cell for cell in column if present(cell)]
        complete = len(cells) == len(column) and not any(one.key for one in found)
        found.append(_advice(name, code, cells, may_be_key=complete))
    return found


def form_of(advice: Iterable[Advice]) -> dict[str, dict[str, Any]]:
    """``properties`` of the form, by code. Raises InputError: two columns have one code."""
    found: dict[str, dict[str, Any]] = {}
    for one in advice:
        if one.code in found:
            raise InputError("同じフィールドコードが2つあります。どちらかを変えてください。", f"「{one.code}」")
        found[one.code] = one.properties
    return found


def fitted(frame: pd.DataFrame, advice: Sequence[Advice]) -> pd.DataFrame:
    """The frame with field codes for names and cells as the fields take them: 「12円」 is 12, 「令和8年4月1日」 a date.

    What does not fit stays as it is, and ``from_frame`` names it.

    Raises InputError: the advice is not that of these columns.
    """
    import pandas as pd

    if [one.column for one in advice] != ["" if name is None else str(name) for name in frame.columns]:
        raise InputError("表の列と、項目の案が合いません。この表から advise_fields を作り直してください。")
    columns = {
        one.code: pd.Series([_fit(one, cell) for cell in frame.iloc[:, place].tolist()], dtype=object)
        for place, one in enumerate(advice)
    }
    return pd.DataFrame(columns, columns=[one.code for one in advice], index=range(len(frame)))


def field_codes(names: Iterable[str]) -> list[str]:
    """A フィールドコード for each name: no signs or blanks, no digit at the beginning, none twice.

    Only letters that are surely allowed are used: of full width and half width one, kana, kanji, digits, 「_」「・」.
    """
    taken = set(_TAKEN)
    found = []
    for place, name in enumerate(names, 1):
        plain = _NO_CODE.sub("_", unicodedata.normalize("NFKC", name)).strip("_")[: _LONGEST_CODE - 10]
        code = plain or f"項目_{place}"
        code = f"項目_{code}" if code[0].isdigit() else code
        one, number = code, 2
        while one.casefold() in taken:
            one, number = f"{code}_{number}", number + 1
        taken.add(one.casefold())
        found.append(one)
    return found


# --- one column -----------------------------------------------------------------------------------------------------


def _advice(name: str, code: str, cells: Sequence[Any], *, may_be_key: bool) -> Advice:
    if not cells:
        return Advice(name, code, "SINGLE_LINE_TEXT", "値がないので、何でも入る文字列にします。")
    if all(isinstance(one, bool) for one in cells):
        return Advice(name, code, "DROP_DOWN", "「はい」か「いいえ」です。選ぶ形にします。", ("はい", "いいえ"))
    if all(isinstance(one, list | tuple) for one in cells):
        return _several(name, code, cells)
    texts = [as_text(one) for one in cells]
    different = tuple(dict.fromkeys(texts))
    is_code = bool(_CODE_NAME.search(name)) or any(re.fullmatch(r"0[0-9]+", one) for one in texts)
    is_short = not any("\n" in one or "\r" in one or len(one) > _LONG for one in texts)
    names_things = bool(_KEY_NAME.search(name)) or (not _CODE_NAME.search(name) and _of_one_shape(texts))
    if may_be_key and is_short and names_things and len(different) == len(texts) > 1:
        why = "空きがなく、すべて違う値です。レコードを見分けるキーにできるので、値の重複を禁止します。"
        return Advice(name, code, "SINGLE_LINE_TEXT", why, key=True)
    if is_code and is_short:
        why = "計算しない番号です。数値にすると先頭の0が消えるので、文字列にします。"
        return Advice(name, code, "SINGLE_LINE_TEXT", why)
    return _by_kind(name, code, cells) or _of_texts(name, code, texts, different, is_short=is_short)


def _of_one_shape(texts: Sequence[str]) -> bool:
    """Whether they look like codes: as long as each other, of letters and digits, with a letter or a leading zero."""
    return (
        len({len(one) for one in texts}) == 1
        and all(re.fullmatch(r"[A-Za-z0-9-]+", one) for one in texts)
        and all(re.search(r"[0-9]", one) and re.search(r"^0|[A-Za-z]", one) for one in texts)
    )


def _by_kind(name: str, code: str, cells: Sequence[Any]) -> Advice | None:
    """Days, times and numbers."""
    if all_of([day_of(one) for one in cells]):
        return Advice(name, code, "DATE", "日付が入っています。並べ替えや期限の絞り込みができます。")
    if all_of([moment_of(one) for one in cells]):
        return Advice(name, code, "DATETIME", "日付と時刻が入っています。")
    if all_of([time_of(one) for one in cells]):
        return Advice(name, code, "TIME", "時刻が入っています。")
    found = [quantity_of(one) for one in cells]
    numbers = [one for one in found if one is not None]
    if len(numbers) < len(found) or len({(one.unit, one.unit_first) for one in numbers}) > 1:
        return None
    unit, grouped = numbers[0].unit, any(one.grouped for one in numbers)
    why = "すべて数です。合計や平均を出せます。"
    if unit:
        why = f"すべて「{unit}」の付いた数です。単位は項目の設定に移し、値は数だけにします。合計や平均を出せます。"
    return Advice(name, code, "NUMBER", why, unit=unit, unit_first=numbers[0].unit_first, grouped=grouped)


def _several(name: str, code: str, cells: Sequence[Any]) -> Advice:
    marks = tuple(dict.fromkeys(as_text(one) for cell in cells for one in cell if present(one)))
    if marks and len(marks) <= _MOST_MARKS and all(map(_can_be_chosen, marks)):
        why = f"1つのセルに、いくつかの値が入っています（{len(marks)}種類）。いくつも選べる形にします。"
        return Advice(name, code, "CHECK_BOX", why, marks)
    return Advice(name, code, "MULTI_LINE_TEXT", "1つのセルに、いくつかの値が入っています。1行に1つずつ書きます。")


def _of_texts(name: str, code: str, texts: Sequence[str], different: tuple[str, ...], *, is_short: bool) -> Advice:
    if not is_short:
        return Advice(name, code, "MULTI_LINE_TEXT", "改行や長い文が入っています。")
    if all(re.fullmatch(r"https?://\S+", one) for one in texts):
        return Advice(name, code, "LINK", "Webページのアドレスです。押すと開けます。")
    if len(different) <= _MOST_CHOICES and len(texts) >= 3 * len(different) and all(map(_can_be_chosen, different)):
        why = f"同じ値が繰り返し出ます（{len(different)}種類）。選ぶ形にすると、書き方がそろいます。"
        return Advice(name, code, "DROP_DOWN", why, different)
    return Advice(name, code, "SINGLE_LINE_TEXT", "短い文字が入っています。")


def _can_be_chosen(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_CHOICE and "\n" not in text


def _fit(advice: Advice, cell: Any) -> Any:
    if not present(cell):
        return None
    if advice.type == "CHECK_BOX" and isinstance(cell, list | tuple):
        return tuple(dict.fromkeys(as_text(one) for one in cell if present(one)))
    if advice.type == "NUMBER":
        quantity = quantity_of(cell)
        return cell if quantity is None else quantity.value
    if advice.type == "DATE":
        return day_of(cell) or cell
    if advice.type == "DATETIME":
        return moment_of(cell) or cell
    if advice.type == "TIME":
        found = time_of(cell)
        return cell if found is None else found
    return as_text(cell)
