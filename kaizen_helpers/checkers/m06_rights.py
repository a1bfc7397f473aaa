"""E6-4 権限: who may do what with the app of C1, tried out by people of a practice kintone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table
from kaizen_helpers.checkers.m05_preview import whole_table_html
from kaizen_helpers.checkers.m06_case import practice, states_of_receipt

__all__ = ["RIGHTS", "what_each_can"]

WHO, MAY = "人", "できること"
STAFF, CHIEF, OTHERS, DIGITAL, EVERYONE = (
    "照会の担当者（3人）。状況と督促を書く",
    "係長。集計の前に状況を見る",
    "ほかの課の人（5人）。状況を聞かれることがある",
    "情報部門の管理者。設定を直す",
    "そのほかの全員（Everyone）",
)
PEOPLE: Mapping[str, str] = {
    STAFF: "staff",
    CHIEF: "chief",
    OTHERS: "others",
    DIGITAL: "digital",
    EVERYONE: "everyone",
}
"""The code of each in the practice kintone."""
NOTHING, SEE, WRITE = "何もできない", "見る", "見る・追加・編集"
DELETE, ALL = "見る・追加・編集・削除", "すべて（設定も）"
_KEYS = ("recordViewable", "recordAddable", "recordEditable", "recordDeletable", "appEditable")
_GRANTED = {NOTHING: 0, SEE: 1, WRITE: 3, DELETE: 4, ALL: 5}
"""How many of the keys, in their order, each choice grants."""
_ACTS = ("見る", "追加", "編集", "削除", "設定")
FITS: Mapping[str, tuple[str, ...]] = {
    STAFF: (WRITE,),
    CHIEF: (SEE, WRITE),
    OTHERS: (SEE, NOTHING),
    DIGITAL: (ALL,),
    EVERYONE: (NOTHING,),
}
ONE, TWO, ANYBODY = "作った担当者が1人で", "情報部門と係の、2人以上で", "気づいた人がだれでも"
EXPORT_ALL, EXPORT_FEW = "見られる人は全員できる", "仕事で要る人だけができる"


@dataclass(frozen=True)
class Granted:
    """The whole answer."""

    rows: Mapping[str, str]
    managers: str
    export: str

    @property
    def started(self) -> bool:
        """Whether anything was decided."""
        return bool(self.managers or self.export or any(self.rows.values()))

    def at_least(self, who: str, right: str) -> bool:
        """Whether somebody may do this, or more."""
        return _GRANTED.get(self.rows[who], 0) >= _GRANTED[right]

    @property
    def parts(self) -> tuple[bool, ...]:
        """Each part of the answer, fitting or not."""
        fits = (self.rows[who] in kinds for who, kinds in FITS.items())
        return (*fits, self.managers == TWO, self.export == EXPORT_FEW)


def _granted(v: Values) -> Granted:
    rows = {who: row[MAY] for who, row in zip(PEOPLE, v.rows, strict=True)}
    return Granted(rows, v.managers, v.export)


@lru_cache(maxsize=100)
def what_each_can(choices: tuple[str, ...]) -> tuple[tuple[bool, ...], ...]:
    """What one person of each kind really can do (見る 追加 編集 削除 設定) once the app is set up so.

    ``choices``: one for each of ``PEOPLE`` in order; 「」 counts as nothing.
    """
    from kaizen_helpers.kintone import KintoneError
    from kaizen_helpers.kintone.sandbox.administration import apply_plan

    codes = tuple(PEOPLE.values())
    with practice(states_of_receipt("rights")[:8]) as there:
        users = [{"code": f"{code}-1", "password": "renshu"} for code in codes]
        groups = [{"code": code, "members": [f"{code}-1"]} for code in codes if code != "everyone"]
        apply_plan(there.environment, {"users": users, "groups": groups})
        rights = [
            {
                "entity": {"type": "GROUP", "code": code},
                **{key: place < _GRANTED.get(choice, 0) for place, key in enumerate(_KEYS)},
                "recordImportable": False,
                "recordExportable": False,
            }
            for code, choice in zip(codes, choices, strict=True)
        ]
        app = there.app
        there.kintone.call("PUT", "preview/app/acl.json", {"app": app, "rights": rights})
        there.kintone.call("POST", "preview/app/deploy.json", {"apps": [{"app": app}]})
        row = states_of_receipt("rights")[9]
        kept = {code: {"value": value} for code, value in row.items() if value and code != "督促"}
        found = []
        for place, code in enumerate(codes):
            key = {**kept, "受付キー": {"value": f"{row['受付キー']}-{place}"}}
            tries: tuple[tuple[str, str, dict[str, Any]], ...] = (
                ("GET", "records.json", {"app": app}),
                ("POST", "record.json", {"app": app, "record": key}),
                ("PUT", "record.json", {"app": app, "id": place + 1, "record": {"備考": {"value": "確認"}}}),
                ("DELETE", "records.json", {"app": app, "ids": [place + 1]}),
                ("PUT", "preview/app/settings.json", {"app": app, "description": "説明"}),
            )
            can = []
            with there.login(f"{code}-1", "renshu") as kintone:
                for method, api, body in tries:
                    try:
                        kintone.call(method, api, body)
                    except KintoneError:
                        can.append(False)
                    else:
                        can.append(True)
            found.append(tuple(can))
    return tuple(found)


def _told(can: bool) -> str:
    return "できる" if can else "－"


def _preview(answer: Mapping[str, Any]) -> str:
    choices = tuple(row[MAY] for row in answer["rows"])
    lines = [
        (who.partition("。")[0], *(_told(one) if choice else "" for one in can))
        for who, choice, can in zip(PEOPLE, choices, what_each_can(choices), strict=True)
    ]
    return whole_table_html(("試した人", *_ACTS), lines, label="練習環境で試した結果")


def _rule(mistake: str, when: Callable[[Granted], Any], where: str, why: str, next_step: str, trainer: str) -> Mistake:
    return Mistake(mistake, when=when, say=Message("", where, why, next_step), trainer=trainer)


def _at(who: str) -> str:
    return f"「{who.partition('。')[0]}」の行です。"


RIGHTS = Exercise(
    id="kintone-rights",
    code="E6-4",
    module="06_kintone",
    title="権限",
    points=2,
    takes={"rows": list, "managers": str, "export": str},
    panel=Panel(
        question=(
            "<p>事例C1のアプリで、<b>だれが何をしてよいか</b>を決めます。仕事で要る分だけを渡します。"
            "右の表は、その設定で、練習環境の1人ずつが実際に試した結果です。</p>"
        ),
        inputs=(
            Table(
                "rows",
                "人ごとに、できることを選びます。",
                (
                    Column(WHO, given=True, width="20em"),
                    Column(MAY, choices=(NOTHING, SEE, WRITE, DELETE, ALL), width="15em"),
                ),
                rows=[{WHO: who} for who in PEOPLE],
            ),
            Field("managers", "アプリの設定を直すのは", choices=(ONE, ANYBODY, TWO)),
            Field("export", "ファイルへの書き出しは", choices=(EXPORT_ALL, EXPORT_FEW)),
        ),
        preview=_preview,
        caption="練習環境で試した結果",
    ),
    prepare=_granted,
    rules=(
        Unattempted(lambda g: not g.started),
        _rule(
            "kintone.everyone-deletes",
            lambda g: g.at_least(EVERYONE, DELETE),
            _at(EVERYONE),
            "だれでも消せる設定です。1回の操作で、受付の記録がなくなることがあります。",
            "消す仕事があるのはだれかを考え、選び直しましょう。",
            "全員への削除。「だれかが押したとき、だれが気づきますか」と聞く。",
        ),
        _rule(
            "kintone.everyone-writes",
            lambda g: g.at_least(EVERYONE, WRITE),
            _at(EVERYONE),
            "業務を知らない人も書きかえられます。いまの状況が、本当かどうか分からなくなります。",
            "手順を受け持つ人のほかに、書く人がいるかを考えましょう。",
            "全員への編集。業務フロー図に、その人のレーンがあるかを見てもらう。",
        ),
        _rule(
            "kintone.everyone-sees",
            lambda g: g.at_least(EVERYONE, SEE),
            _at(EVERYONE),
            "新しく入った人も、ほかの部の人も、初めから見られます。何を置くかを変えたときに、気づかないまま広がります。",
            "見る仕事のある人には、別の行があります。残りの人に、何が要るかを考えましょう。",
            "全員への閲覧。あとで項目が増えたときも見えることを話す。",
        ),
        _rule(
            "kintone.staff-cannot",
            lambda g: g.rows[STAFF] in (NOTHING, SEE),
            _at(STAFF),
            "手順5、8、10で、kintoneに書けません。",
            "業務フロー図の手順を指で追い、この人がすることを数えましょう。",
            "担当者が書けない。しぼりすぎると、だれかのパスワードを借りる人が出る。",
        ),
        _rule(
            "kintone.staff-too-much",
            lambda g: g.at_least(STAFF, DELETE),
            _at(STAFF),
            "毎日書く人が消せると、押し違いで記録がなくなります。消した後は、元に戻せません。",
            "毎日の手順に、消すことや設定を直すことがあるかを見ましょう。",
            "担当者の削除。消す代わりに「取消」の状況にする方法を話す。",
        ),
        _rule(
            "kintone.others-write",
            lambda g: g.at_least(OTHERS, WRITE),
            _at(OTHERS),
            "状況を聞かれて答えるだけの人が、状況を書きかえられます。",
            "この人の仕事が「読む」か「書く」かを、行の言葉から読み取りましょう。",
            "ほかの課の編集。「状況を直したいときは、だれに言いますか」と聞く。",
        ),
        _rule(
            "kintone.chief-odd",
            lambda g: g.rows[CHIEF] == NOTHING or g.at_least(CHIEF, DELETE),
            _at(CHIEF),
            "状況を見られないと確かめられず、消したり設定を直したりできると、押し違いの心配が増えます。",
            "業務フロー図の手順12で、係長がすることを読みましょう。",
            "係長。役職が上だから広い、ではない。手順でしていることに合わせる。",
        ),
        _rule(
            "kintone.nobody-manages",
            lambda g: bool(g.rows[DIGITAL]) and g.rows[DIGITAL] != ALL,
            _at(DIGITAL),
            "選択肢を1つ足すことも、人の入れ替わりに合わせることも、できなくなります。",
            "設定を直す人に、何が要るかを考えましょう。",
            "管理者がいない。作った人が異動したあとを考えてもらう。",
        ),
        _rule(
            "kintone.one-manager",
            lambda g: g.managers in (ONE, ANYBODY),
            "「アプリの設定を直すのは」の欄です。",
            "1人だけだと、異動や休みで止まります。だれでも直せると、知らないうちに項目が変わります。",
            "休んだ日にも、勝手に変わらないようにするには、何人がよいかを考えましょう。",
            "管理者の人数。引継ぎの時間のゲートでも、同じことを確かめる。",
        ),
        _rule(
            "kintone.all-export",
            lambda g: g.export == EXPORT_ALL,
            "「ファイルへの書き出しは」の欄です。",
            "書き出したファイルには、権限の設定が効きません。持ち出されても分かりません。",
            "画面で見れば足りる人と、ファイルが要る人を分けて考えましょう。",
            "書き出し。「そのファイルは、あとでどこにありますか」と聞く。",
        ),
        Correct(
            lambda g: all(g.parts),
            say=Message(
                good="どの人も、自分の手順に要る分だけができます。",
                next="自分の業務でも、業務フロー図のレーンごとに、書くか、見るかを言ってみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "kintone.rights-left",
        say=Message(
            where="まだ選んでいない欄があります。",
            why="決めていない人は、初めの設定のままになります。広すぎることも、書けないこともあります。",
            next="残りの人が、業務フロー図のどの手順を受け持つかを見ましょう。",
        ),
        trainer="空欄が残っている。1人だけを選び、手順の番号を言ってもらう。",
    ),
    partial=lambda g: min(2 * sum(g.parts) / len(g.parts), 1.5),
    hints=(
        "人から考えず、業務フロー図の手順で、書く人と見る人を分けます。",
        "毎日することに要る分だけを渡します。めったにしないことは、2人以上の決まった人に任せます。",
        "たとえば公民館の鍵なら、受付の人は貸し出しますが、合鍵を作れるのは、館長と係の2人だけです。",
    ),
)
