"""Dirt on single values: the same fact as somebody in a hurry types it."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from kaizen_helpers.excel.samples.invented import SECTIONS, TOWNS
from kaizen_helpers.excel.samples.model import Field

__all__ = ["VARIANTS", "dirty_value", "shown"]

VARIANTS: dict[str, tuple[str, ...]] = {
    "取組済": ("取り組み済み", "1. 取組済", "取組済み"),
    "取組予定": ("取組予定（R8以降）", "取り組み予定"),
    "未定": ("未 定", "みてい"),
    "受付": ("受付済", "1.受付"),
    "審査中": ("審査　中", "審査中です"),
    "差戻し": ("差し戻し", "差戻"),
    "交付決定": ("決定", "交付決定済"),
    "出席": ("○", "出席します"),
    "欠席": ("×", "欠席します"),
    "第1回": ("1回目", "①"),
    "第2回": ("2回目", "②"),
    "第3回": ("3回目", "③"),
    "新規": ("新規申請", "1 新規"),
    "更新": ("継続", "更新申請"),
    "変更": ("変更届", "3 変更"),
    "承認": ("認定", "承認済"),
    "不承認": ("非承認", "不認定"),
    "通所介護": ("デイサービス", "通所介護（デイ）"),
    "訪問介護": ("ホームヘルプ", "訪問介護　"),
    "短期入所生活介護": ("ショートステイ",),
    "居宅介護支援": ("ケアマネ事業所", "居宅支援"),
    "あり": ("有り", "不備あり"),
    "なし": ("無し", "不備なし"),
    "確認中": ("確認 中", "照会中"),
    "完了": ("済み", "処理済"),
    "返却済": ("返却", "返した", "✓"),
    "未返却": ("未", "まだ"),
    "10歳未満": ("１０歳未満", "10才未満"),
    **{f"{age}代": (f"{age}歳代", f"{age}才代") for age in range(10, 90, 10)},
    "90歳以上": ("90代以上", "９０歳以上"),
    "要": ("要連絡", "○要"),
    "不要": ("連絡不要", "不 要"),
    "集計": ("集計業務", "1.集計"),
    "申請受付": ("申請の受付", "受付業務"),
    "日程調整": ("日程の調整", "予定調整"),
    "文書管理": ("文書の管理", "文書"),
    "助言済": ("助言のみ", "助言した"),
    "試行中": ("試行", "お試し中"),
    "本番": ("本番利用", "運用中"),
    "有": ("あり（Excel）", "○有"),
    "無": ("まだない", "未作成"),
    "株式会社架空工業": ("（株）架空工業", "㈱架空工業", "架空工業㈱"),
    "株式会社見本農園": ("(株)見本農園", "㈱見本農園"),
    **{name: (name[:-1],) for _, name, _ in TOWNS},
    **{name: (f"旧{name}", f"{name[:-1]}室") for name in SECTIONS},
}
"""Spellings in use, for each that is right. The office has this list; the machine does not guess it."""
_WIDE = str.maketrans("0123456789-,.:/ ", "０１２３４５６７８９－，．：／　")
_MARKS = ("-", "－", "…", "未回答")
_HALF_KANA = str.maketrans(
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォッャュョー",
    "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｯｬｭｮｰ",
)
_VOICED = dict(zip("ガギグゲゴザジズゼゾダヂヅデドバビブベボ", "ｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ", strict=True))


def dirty_value(value: object, field: Field, draw: random.Random) -> tuple[object, str, str]:
    """The value as typed, its number format, and the kind of dirt ("" where nothing was done)."""
    if field.kind == "number":
        return _number(value, field, draw)
    if field.kind == "time" and isinstance(value, datetime):
        return _time(value, draw)
    if field.kind == "date" and isinstance(value, date):
        return _date(value, draw)
    if not isinstance(value, str):
        return value, "", ""
    if field.kind == "code":
        return _code(value, field, draw)
    if field.kind == "kana":
        return _half_kana(value), "", "半角カナ"
    if (field.kind == "choice" or field.mapped) and value in VARIANTS:
        return draw.choice(VARIANTS[value]), "", "選択肢の揺れ" if field.kind == "choice" else "名前の揺れ"
    if field.kind == "text":
        return draw.choice((f" {value}", f"　{value}", f"{value} ")), "", "前後の空白"
    return value, "", ""


def _number(value: object, field: Field, draw: random.Random) -> tuple[object, str, str]:
    if value is None:
        return draw.choice(_MARKS), "", "未回答の記号"
    if isinstance(value, float):
        kind = draw.choice(("数の単位", "数の全角", "数の文字"))
        text = {"数の単位": f"{value}{field.unit}", "数の全角": str(value).translate(_WIDE), "数の文字": str(value)}
        return text[kind], "", kind
    if not isinstance(value, int):
        return value, "", ""
    if value < 0:
        size = f"{-value:,}"
        return (
            draw.choice(
                (f"▲{size}", f"△{size}{field.unit}", f"▲{size.translate(_WIDE)}", f"－{size.translate(_WIDE)}")
            ),
            "",
            "▲",
        )
    kind = draw.choice(("数の単位", "数の全角", "桁区切り", "円記号" if field.unit == "円" else "数の文字"))
    text = {
        "数の単位": f"{value:,}{field.unit}",
        "数の全角": str(value).translate(_WIDE),
        "桁区切り": f"{value:,}",
        "円記号": f"¥{value:,}",
        "数の文字": str(value),
    }
    return text[kind], "", kind


def _date(day: date, draw: random.Random) -> tuple[object, str, str]:
    kind = draw.choice(("和暦", "略した和暦", "点の日付", "シリアル値", "日本語の日付"))
    if kind == "シリアル値" and day.year >= 1960:  # an older one could be any number; it is no dirt that can be undone
        return (day - date(1899, 12, 30)).days, "", kind
    name, letter, year = _era(day)
    mark = "/" if name == "昭和" else "."
    text = {
        "和暦": f"{name}{year if year > 1 else '元'}年{day.month}月{day.day}日",
        "略した和暦": f"{letter}{year}{mark}{day.month}{mark}{day.day}",
        "点の日付": f"{day.year}.{day.month}.{day.day}",
        "日本語の日付": f"{day.year}年{day.month}月{day.day}日",
    }
    kind = "日本語の日付" if kind == "シリアル値" else kind
    return text[kind], "", kind


def _era(day: date) -> tuple[str, str, int]:
    """Written down here once more, as this part shares nothing with what reads it."""
    for first, name, letter in ((date(2019, 5, 1), "令和", "R"), (date(1989, 1, 8), "平成", "H")):
        if day >= first:
            return name, letter, day.year - first.year + 1
    return "昭和", "S", day.year - 1925


def _time(time: datetime, draw: random.Random) -> tuple[object, str, str]:
    text = f"{time.year}/{time.month:02d}/{time.day:02d} {time.hour}:{time.minute:02d}"
    if (time.hour, time.minute) == (0, 0):
        day = time.date() - timedelta(days=1)
        return f"{day.year}-{day.month:02d}-{day.day:02d} 24:00", "", "24:00"
    kind = draw.choice(("全角の時刻", "斜線の日時", "和暦の日時"))
    name, _, year = _era(time.date())
    spelled = {
        "全角の時刻": text.translate(_WIDE),
        "斜線の日時": text,
        "和暦の日時": f"{name}{year}年{time.month}月{time.day}日 {time.hour}時{time.minute:02d}分",
    }
    return spelled[kind], "", kind


def _code(code: str, field: Field, draw: random.Random) -> tuple[object, str, str]:
    if code.isdigit() and field.digits and draw.random() < 0.6:
        return int(code), "0", "先頭ゼロ落ち" if code.startswith("0") else "数になったコード"
    return code.translate(_WIDE), "", "コードの全角"


def _half_kana(text: str) -> str:
    return "".join(f"{_VOICED[sign]}ﾞ" if sign in _VOICED else sign for sign in text).translate(_HALF_KANA)


def shown(value: object) -> str:
    """The number format that a tidy person gives to the value."""
    if isinstance(value, datetime):
        return "yyyy-mm-dd hh:mm"
    return "yyyy-mm-dd" if isinstance(value, date) else ""
