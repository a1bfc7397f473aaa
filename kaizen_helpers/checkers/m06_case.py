"""Case C1 in kintone: the app in which the prefecture keeps the state of receipt, and a practice kintone that holds it.

The scope is decided first (course.md §3): the 20 municipalities have no account and answer by form or workbook; kintone
keeps only the prefecture's own state of receipt and its reminders. All values are made up; the codes are public.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen_helpers.kintone import Kintone
    from kaizen_helpers.kintone.sandbox.environment import Environment

__all__ = [
    *("APP_NAME", "FIELDS", "KEY", "LAYOUT", "RECEIVED_STATES", "STATES", "TOWNS", "TO_BE_ROWS", "VIEWS"),
    *("ASKED_BACK", "CHECKED", "NOT_YET", "RECEIVED", "Practice"),
    *("key_of", "practice", "record_of", "states_of_receipt"),
]

APP_NAME = "市町照会の受付管理"
KEY = "受付キー"
"""照会番号 and 団体コード together: the same municipality is asked twelve times a year."""
NOT_YET, RECEIVED, ASKED_BACK, CHECKED = "未提出", "受領", "不備照会中", "確認済"
STATES = (NOT_YET, RECEIVED, ASKED_BACK, CHECKED)
RECEIVED_STATES = STATES[1:]
TOWNS: tuple[tuple[str, str], ...] = (
    *(("412015", "佐賀市"), ("412023", "唐津市"), ("412031", "鳥栖市"), ("412040", "多久市")),
    *(("412058", "伊万里市"), ("412066", "武雄市"), ("412074", "鹿島市"), ("412082", "小城市")),
    *(("412091", "嬉野市"), ("412104", "神埼市"), ("413275", "吉野ヶ里町"), ("413411", "基山町")),
    *(("413453", "上峰町"), ("413461", "みやき町"), ("413879", "玄海町"), ("414018", "有田町")),
    *(("414239", "大町町"), ("414247", "江北町"), ("414255", "白石町"), ("414417", "太良町")),
)
"""Code and name of the 20 municipalities."""
_WAYS = ("フォーム", "Excelをメール")
_REMINDING = ("メール", "電話")


def _choice(code: str, options: Sequence[str], **more: Any) -> dict[str, Any]:
    places = {option: {"label": option, "index": str(place)} for place, option in enumerate(options)}
    return {"type": "DROP_DOWN", "code": code, "label": code, "options": places, **more}


def _field(kind: str, code: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "code": code, "label": code, **more}


FIELDS: Mapping[str, dict[str, Any]] = {
    one["code"]: one
    for one in (
        _field("SINGLE_LINE_TEXT", KEY, required=True, unique=True),
        _field("SINGLE_LINE_TEXT", "照会番号", required=True),
        _field("SINGLE_LINE_TEXT", "団体コード", required=True, minLength="6", maxLength="6"),
        _field("SINGLE_LINE_TEXT", "団体名", required=True),
        _choice("回答方法", _WAYS),
        _field("DATE", "回答期限", required=True),
        _choice("状況", STATES, required=True, defaultValue=NOT_YET),
        _field("DATE", "受領日"),
        _field("NUMBER", "回答人数", unit="人", unitPosition="AFTER", minValue="0"),
        {
            **_field("SUBTABLE", "督促"),
            "fields": {"督促日": _field("DATE", "督促日"), "督促方法": _choice("督促方法", _REMINDING)},
        },
        _field("MULTI_LINE_TEXT", "備考"),
    )
}
"""As ``properties`` of ``preview/app/form/fields.json``."""

TO_BE_ROWS: tuple[dict[str, str], ...] = tuple(
    dict(zip(("だれが", "何を", "次", "条件"), row, strict=True))
    for row in (
        ("国", "調査の依頼文を県へメールで送る", "2", ""),
        ("県の担当者", "20市町の一覧をkintoneに取り込む", "3", ""),
        ("県の担当者", "調査票と、回答フォームの案内を市町へ送る", "4", ""),
        ("市町", "フォームかExcelで回答する", "5", ""),
        ("県の担当者", "回答の状況と受領日をkintoneに記録する", "6", ""),
        ("県の担当者", "期限までに回答がそろったか", "9、7", "そろった、そろわない"),
        ("県の担当者", "一覧「督促する市町」を見て、督促する", "8", ""),
        ("県の担当者", "督促した日と方法をkintoneに記録する", "4", ""),
        ("県の担当者", "回答に不備があるか", "10、11", "不備あり、不備なし"),
        ("県の担当者", "不備を問い合わせ、状況をkintoneに記録する", "4", ""),
        ("県の担当者", "回答を1つの表に集め、合計と内訳を照合する", "12", ""),
        ("係長", "集計表に直す所があるか", "11、13", "直す所あり、直す所なし"),
        ("県の担当者", "集計表を国へ送る", "おわり", ""),
    )
)
"""How the work is done with the app; the lecture shows it as a picture (courses/06_kintone/c1_tobe.json)."""

LAYOUT: tuple[dict[str, Any], ...] = (
    *(
        {"type": "ROW", "fields": [{"type": FIELDS[code]["type"], "code": code} for code in row]}
        for row in (
            (KEY, "照会番号"),
            ("団体コード", "団体名", "回答方法"),
            ("回答期限", "状況", "受領日", "回答人数"),
        )
    ),
    {
        "type": "SUBTABLE",
        "code": "督促",
        "fields": [{"type": "DATE", "code": "督促日"}, {"type": "DROP_DOWN", "code": "督促方法"}],
    },
    {"type": "ROW", "fields": [{"type": "MULTI_LINE_TEXT", "code": "備考"}]},
)
VIEWS: Mapping[str, dict[str, Any]] = {
    "督促する市町": {
        "index": "0",
        "type": "LIST",
        "name": "督促する市町",
        "fields": ["団体名", "回答期限", "状況"],
        "filterCond": f'状況 in ("{NOT_YET}") and 回答期限 < TODAY()',
        "sort": "団体コード asc",
    },
}


def key_of(inquiry: str, code: str) -> str:
    """The key of one municipality in one inquiry: 「R8-03-412023」."""
    return f"{inquiry}-{code}"


def states_of_receipt(seed: str, inquiry: str = "R8-03", deadline: str = "2026-06-19") -> list[dict[str, Any]]:
    """One row a municipality, by field code, made up from the seed: who has answered, who has not, who was reminded.

    Dates are ISO texts, numbers are texts as in kintone, 督促 is a list of rows. Two or more are of each state.
    """
    draw = random.Random(f"06_kintone/{seed}")  # noqa: S311 - a repeatable example, no secret
    states = [*STATES, *STATES, *draw.choices(STATES, weights=(3, 5, 2, 8), k=len(TOWNS) - 2 * len(STATES))]
    draw.shuffle(states)
    rows = []
    for (code, name), state in zip(TOWNS, states, strict=True):
        answered = state != NOT_YET
        ways = _REMINDING[: draw.randrange(3)]
        reminded = [{"督促日": f"2026-06-{22 + day}", "督促方法": way} for day, way in enumerate(ways)]
        rows.append(
            {
                KEY: key_of(inquiry, code),
                "照会番号": inquiry,
                "団体コード": code,
                "団体名": name,
                "回答方法": draw.choice(_WAYS) if answered else "",
                "回答期限": deadline,
                "状況": state,
                "受領日": f"2026-06-{draw.randrange(8, 20):02}" if answered else "",
                "回答人数": str(draw.randrange(4, 90)) if answered else "",
                "督促": [] if answered else reminded,
                "備考": "",
            }
        )
    return rows


@dataclass(frozen=True)
class Practice:
    """A practice kintone without any port, in use, and the number of the app in it."""

    kintone: Kintone
    app: int
    environment: Environment

    def login(self, user: str, password: str) -> Kintone:
        """The same kintone for another person, who has to be there already (``apply_plan``)."""
        from kaizen_helpers.kintone import Kintone, in_process

        return Kintone("http://localhost", user=user, password=password, transport=in_process(self.environment))


@contextmanager
def practice(
    rows: Sequence[Mapping[str, Any]] = (),
    *,
    fields: Mapping[str, Mapping[str, Any]] = FIELDS,
    layout: Sequence[Mapping[str, Any]] = LAYOUT,
    views: Mapping[str, Mapping[str, Any]] = VIEWS,
    today: str = "2026-06-24",
) -> Iterator[Practice]:
    """A fresh practice kintone in memory with one app, that of C1 unless told otherwise, and these rows.

    It is gone afterwards. Raises KintoneError: kintone refuses the fields, the layout, a view or a row.
    """
    from kaizen_helpers.kintone import Kintone, in_process
    from kaizen_helpers.kintone.sandbox.administration import set_today
    from kaizen_helpers.kintone.sandbox.callers import ADMINISTRATOR
    from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD, Environment

    environment = Environment()
    set_today(environment, today)
    kintone = Kintone(
        "http://localhost", user=ADMINISTRATOR, password=FIRST_PASSWORD, transport=in_process(environment)
    )
    try:
        app = int(kintone.call("POST", "preview/app.json", {"name": APP_NAME})["app"])
        if fields:
            kintone.call("POST", "preview/app/form/fields.json", {"app": app, "properties": fields})
        if layout:
            kintone.call("PUT", "preview/app/form/layout.json", {"app": app, "layout": list(layout)})
        if views:
            kintone.call("PUT", "preview/app/views.json", {"app": app, "views": views})
        kintone.call("POST", "preview/app/deploy.json", {"apps": [{"app": app}]})
        if rows:
            kintone.add(app, [record_of(row) for row in rows])
        yield Practice(kintone, app, environment)
    finally:
        kintone.close()
        environment.close()


def record_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row by field code as a record of kintone; a list of rows is a table."""
    return {
        code: {"value": [{"value": record_of(line)} for line in value] if isinstance(value, list) else value or None}
        for code, value in row.items()
    }
