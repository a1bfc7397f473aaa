"""Clean tables of the cases C1, C2 and C5 (``reference/domain.md`` 4), and a table by fiscal year (C1-年度)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kaizen_helpers.errors import InputError

__all__ = ["CASES", "CleanTable", "Field", "clean_table"]


@dataclass(frozen=True)
class Field:
    """What the office knows of a column. ``kind``: text, code, number, date, time or choice."""

    name: str
    kind: str = "text"
    unit: str = ""
    digits: int = 0
    """Of a code: how long it is, leading zeros counted."""
    choices: tuple[str, ...] = ()
    other: str = ""
    """Of a choice with 「その他」: the column that holds what was meant."""
    group: bool = False
    """Rows of one value stand together, so that a person would merge them."""


@dataclass(frozen=True)
class CleanTable:
    """The truth under a dirty workbook. Codes are texts, dates are dates, ``None`` is 未回答 and never 0."""

    case: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[object, ...], ...]


_TOWNS = (
    ("412015", "佐賀市", "中部"), ("412040", "多久市", "中部"), ("412082", "小城市", "中部"),
    ("413275", "吉野ヶ里町", "東部"), ("412031", "鳥栖市", "東部"), ("412104", "神埼市", "東部"),
    ("413411", "基山町", "東部"), ("413453", "上峰町", "東部"), ("413461", "みやき町", "東部"),
    ("412023", "唐津市", "北部"), ("413879", "玄海町", "北部"),
    ("412058", "伊万里市", "西部"), ("414018", "有田町", "西部"),
    ("412066", "武雄市", "南部"), ("412074", "鹿島市", "南部"), ("412091", "嬉野市", "南部"),
    ("414239", "大町町", "南部"), ("414247", "江北町", "南部"), ("414255", "白石町", "南部"),
    ("414417", "太良町", "南部"),
)  # fmt: skip
_PEOPLE = (
    "架空 一郎",
    "見本 花子",
    "例示 次郎",
    "仮名 美咲",
    "試験 太一",
    "髙﨑 見本",
    "架空 さくら",
    "見本 健",
    "例示 葵",
)
_SECTIONS = ("総務課", "企画課", "財政課", "福祉課", "税務課", "住民課")
_REMARKS = (None, None, None, "確認中", "前年度と同じ", "別紙あり", "担当者が代わりました")
_STATES = ("取組済", "取組予定", "未定", "その他")
_MEANT = ("一部の課だけで実施", "他団体と共同で検討", "条例の改正待ち")


def _survey(draw: random.Random) -> CleanTable:
    fields = (
        Field("圏域", group=True),
        Field("団体コード", "code", digits=6),
        Field("団体名"),
        Field("回答日", "date"),
        Field("担当課"),
        Field("担当者"),
        Field("電話", "code"),
        Field("設問1_状況", "choice", choices=_STATES, other="設問1_その他"),
        Field("設問1_その他"),
        Field("設問2_人数", "number", "人"),
        Field("設問2_金額", "number", "円"),
        Field("備考"),
    )
    towns = [town for town in _TOWNS if draw.random() < 0.9]
    rows = []
    for code, name, area in towns:
        state = draw.choice(_STATES)
        rows.append(
            (area, code, name, date(2026, 4, 1) + timedelta(draw.randrange(60)), draw.choice(_SECTIONS),
             draw.choice(_PEOPLE), f"0952-00-{draw.randrange(10000):04d}", state,
             draw.choice(_MEANT) if state == "その他" else None,
             draw.choice((None, 0, draw.randrange(1, 3000), draw.randrange(1, 60))),
             draw.choice((None, 0, draw.randrange(-900, 900) * 1000, draw.randrange(1, 5000) * 1000)),
             draw.choice(_REMARKS))
        )  # fmt: skip
    return CleanTable("C1", "業務改善の取組状況に関する照会", fields, tuple(rows))


def _corporate_number(draw: random.Random) -> str:
    """Thirteen digits that pass the public check; 9990… is used by no real body."""
    body = f"9990000{draw.randrange(100000):05d}"
    total = sum(int(digit) * (1 if place % 2 == 0 else 2) for place, digit in enumerate(reversed(body)))
    return f"{9 - total % 9}{body}"


def _grants(draw: random.Random) -> CleanTable:
    fields = (
        Field("受付番号", "code", digits=5),
        Field("申請日", "date"),
        Field("法人番号", "code", digits=13),
        Field("団体名"),
        Field("事業名"),
        Field("経費_対象経費", "number", "円"),
        Field("経費_申請額", "number", "円"),
        Field("審査状況", "choice", choices=("受付", "審査中", "差戻し", "交付決定")),
        Field("決定_決定日", "date"),
        Field("決定_決定額", "number", "円"),
        Field("差戻回数", "number", "回"),
    )
    rows = []
    for number in range(draw.randrange(8, 30)):
        applied = date(2026, 4, 1) + timedelta(draw.randrange(90))
        cost = draw.randrange(10, 3000) * 2000
        state = draw.choice(("受付", "審査中", "差戻し", "交付決定"))
        decided = state == "交付決定"
        rows.append(
            (f"{number * 7 + 101:05d}", applied, _corporate_number(draw),
             f"{draw.choice(('架空', '見本', '例示'))}{draw.choice(('工業', '商店会', '農園', '町内会'))}{number + 1}",
             draw.choice(("防災訓練事業", "空き家の活用", "見守り活動", "花いっぱい運動")),
             cost, cost // 2, state, applied + timedelta(draw.randrange(10, 40)) if decided else None,
             cost // 2 if decided else None, draw.choice((0, 0, 0, 1, 2)))
        )  # fmt: skip
    return CleanTable("C2", "地域づくり補助金 交付申請一覧", fields, tuple(rows))


def _training(draw: random.Random) -> CleanTable:
    fields = (
        Field("参加回", "choice", choices=("第1回", "第2回", "第3回"), group=True),
        Field("申込番号", "code", digits=4),
        Field("所属コード", "code", digits=4),
        Field("所属名"),
        Field("職員番号", "code", digits=7),
        Field("氏名"),
        Field("出欠", "choice", choices=("出席", "欠席", "未定")),
        *(Field(f"アンケート_Q{question}", "number", "点") for question in range(1, 7)),
        Field("自由記述"),
        Field("回答時刻", "time"),
    )
    rows: list[tuple[object, ...]] = []
    for number in range(draw.randrange(8, 30)):
        place = draw.randrange(len(_SECTIONS))
        rows.append(
            (f"{draw.randrange(900) + 20:04d}", f"{place * 11 + 101:04d}", _SECTIONS[place],
             f"00{number * 37 + 12345:05d}", draw.choice(_PEOPLE), draw.choice(("出席", "出席", "欠席", "未定")),
             *(draw.choice((None, 1, 2, 3, 4, 5, 5)) for _ in range(6)),
             draw.choice((None, None, "また参加したいです", "例が分かりやすかった", "時間が足りませんでした")),
             datetime(2026, 7, 1, 9) + timedelta(minutes=draw.randrange(20000)))  # noqa: DTZ001 - times in Excel have no zone
        )  # fmt: skip
    rounds = sorted(draw.choice(("第1回", "第2回", "第3回")) for _ in rows)
    return CleanTable(
        "C5", "改善研修 申込一覧", fields, tuple((one, *row) for one, row in zip(rounds, rows, strict=True))
    )


def _years(draw: random.Random) -> CleanTable:
    measures = draw.choice(((("件数", "件"),), (("件数", "件"), ("金額", "円"))))
    fields = (
        Field("団体コード", "code", digits=6),
        Field("団体名"),
        Field("年度"),
        *(Field(name, "number", unit) for name, unit in measures),
    )
    first = draw.randrange(3, 6)
    years = [f"令和{year}年度" for year in range(first, first + draw.randrange(3, 5))]
    rows = [
        (code, name, year, *(draw.choice((None, 0, draw.randrange(1, 900), draw.randrange(1, 9000))) for _ in measures))
        for code, name, _ in _TOWNS[: draw.randrange(6, 20)]
        for year in years
    ]
    return CleanTable("C1-年度", "補助金の年度別実績", fields, tuple(rows))


_MAKERS: dict[str, Callable[[random.Random], CleanTable]] = {
    "C1": _survey,
    "C2": _grants,
    "C5": _training,
    "C1-年度": _years,
}
CASES = tuple(_MAKERS)


def clean_table(case: str, seed: int) -> CleanTable:
    """The table of ``case`` (see ``CASES``); the same for the same seed. Raises InputError for another name."""
    if case not in _MAKERS:
        raise InputError(f"「{case}」という例はありません。{'・'.join(CASES)} から選んでください。")
    return _MAKERS[case](random.Random(f"{case}/{seed}"))  # noqa: S311 - a repeatable example, no secret
