"""E6-1 項目を決める: what kintone keeps for C1 and why, then a field for each thing that somebody wants to know.

The scope comes first (course.md §3). The fields are used for two months in a practice kintone (m06_form), so that a
rule is judged by what it does to the work, not by a list of the fields that we would have taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table, Variant
from kaizen_helpers.checkers.m06_case import KEY, TOWNS, key_of
from kaizen_helpers.checkers.m06_form import (
    DATE,
    DROP_DOWN,
    KINDS,
    LEFT_OUT,
    LINE,
    LINES,
    NUMBER,
    RADIO,
    RULES,
    TABLE,
    Decided,
    Tried,
    form_html,
    try_out,
)

__all__ = ["FIELDS"]

WISH, KIND, RULE = "手順と、知りたいこと", "フィールドの種類", "決まり"
OURS, TOWNS_TOO, EVERYTHING, ATTACHED = (
    "県の受付と督促の状況だけ",
    "市町からの回答の入力も",
    "回答の中身も、すべて写す",
    "Excelの受付簿の添付",
)
SCOPES = (TOWNS_TOO, EVERYTHING, OURS, ATTACHED)
TOGETHER, REMEMBERED = "県の中で同時に書きたい", "督促の記録を残したい"
REASONS = ("新しいツールに慣れたい", TOGETHER, "1つのツールで済ませたい", REMEMBERED)
CODE, PHONE, DEADLINE, STATE = "団体コード", "担当課の電話", "回答期限", "状況"
REMINDED, LACKING, PEOPLE, MOBILE = "督促", "不備の内容", "回答人数", "個人の携帯番号"
GOOD_KINDS: Mapping[str, tuple[str, ...]] = {
    KEY: (LINE,),
    CODE: (LINE,),
    PHONE: (LINE,),
    DEADLINE: (DATE,),
    STATE: (DROP_DOWN, RADIO),
    REMINDED: (TABLE,),
    LACKING: (LINES,),
    PEOPLE: (NUMBER,),
    MOBILE: (LEFT_OUT,),
}
_POINTS, _FOR_SCOPE = 5.0, 1.0


def _wishes(variant: Variant) -> dict[str, str]:
    """What is asked in each row, by the code of its field. Numbers differ a little by seat."""
    inquiry, code = f"R8-0{3 + variant}", TOWNS[1 + variant][0]
    return {
        KEY: f"手順2　{KEY}（例 {key_of(inquiry, code)}）",
        CODE: f"手順2　{CODE}（毎月、同じ市町が入る）",
        PHONE: f"手順2　{PHONE}（例 0952-00-10{variant:02}）",
        DEADLINE: f"手順6　{DEADLINE}（過ぎた市町を並べる）",
        STATE: f"手順5　{STATE}（4つの言葉のどれか）",
        REMINDED: f"手順8　{REMINDED}した日と方法（何回もある）",
        LACKING: f"手順10　{LACKING}（何行にもなる）",
        PEOPLE: f"手順11　{PEOPLE}（届いてから合計する）",
        MOBILE: f"手順7　市町の担当者の{MOBILE}",
    }


@dataclass(frozen=True)
class Design:
    """The whole answer, and what happened when it was used."""

    scope: str
    reason: str
    rows: Mapping[str, Decided]
    tried: Tried

    @property
    def started(self) -> bool:
        """Whether anything was decided."""
        return bool(self.scope or self.reason or any(one.kind or one.rule for one in self.rows.values()))

    def kind(self, code: str) -> str:
        """The kind of field that was chosen."""
        return self.rows[code].kind

    def of_kind(self, kind: str, *codes: str) -> list[str]:
        """Which of these got this kind."""
        return [code for code in codes if self.kind(code) == kind]

    @property
    def good_rows(self) -> list[str]:
        """The things that are kept as they are wanted."""
        return [code for code in self.rows if self.kind(code) in GOOD_KINDS[code] and code not in self._troubled]

    @property
    def _troubled(self) -> set[str]:
        tried = self.tried
        found = {*tried.refused_first, *tried.refused_next_month, *tried.refused_next_town}
        found |= {*tried.taken_without, *tried.changed, *self.without_such_rule, *self.too_needed}
        return found | ({KEY} if tried.taken_twice else set()) | ({STATE} if tried.any_state else set())

    @property
    def too_needed(self) -> set[str]:
        """Things that nobody knows when a town is taken in, and that may not be empty."""
        return {
            code for code in (REMINDED, LACKING, PEOPLE) if self.rows[code].is_needed and self.kind(code) != LEFT_OUT
        }

    @property
    def without_such_rule(self) -> list[str]:
        """Things with a rule that kintone does not have for their kind of field."""
        return [code for code, one in self.rows.items() if one.asks_too_much]

    @property
    def undecided(self) -> list[str]:
        """Things without a kind."""
        return [code for code, one in self.rows.items() if not one.kind]

    @property
    def points(self) -> float:
        """A point for scope and reason, the rest by row."""
        scope = (self.scope == OURS) * 0.5 + (self.reason in (TOGETHER, REMEMBERED)) * 0.5
        return scope * _FOR_SCOPE + (_POINTS - _FOR_SCOPE) * len(self.good_rows) / len(self.rows)


def _decided(rows: list[dict[str, str]]) -> dict[str, Decided]:
    return {code: Decided(code, row[KIND], row[RULE]) for code, row in zip(GOOD_KINDS, rows, strict=True)}


def _design(v: Values) -> Design:
    rows = _decided(v.rows)
    return Design(v.scope, v.reason, rows, try_out(list(rows.values())))


def _good(d: Design) -> str:
    count = len(d.good_rows)
    return f"{count}つの項目は、2か月分を入れても困りませんでした。" if count else ""


def _at(code: str) -> str:
    return f"「{code}」の行です。"


def _rule(
    mistake: str,
    when: Callable[[Design], Any],
    where: str,
    why: str,
    next_step: str,
    trainer: str,
    *,
    counted: bool = True,
) -> Mistake:
    """A rule; ``{}`` in ``where`` is the first place that matched."""
    return Mistake(
        mistake,
        when=when,
        say=lambda d, places: Message(_good(d), where.format(places[0]), why, next_step),
        trainer=trainer,
        counted=counted,
    )


def _if(condition: Callable[[Design], bool]) -> Callable[[Design], list[str]]:
    """A rule about the whole answer, with one place."""
    return lambda d: [""] if condition(d) else []


_RULES = (
    _rule(
        "kintone.scope-towns",
        _if(lambda d: d.scope == TOWNS_TOO),
        "「kintoneに置くもの」の欄です。",
        "20市町にはアカウントがありません。使い方の問い合わせも、県に届くようになります。",
        "講義の業務フロー図で、kintoneに書く手順のレーンが、だれのものかを見ましょう。",
        "置く範囲。手順4を指して、「市町の手間は、増えますか、減りますか」と聞く。",
    ),
    _rule(
        "kintone.scope-double",
        _if(lambda d: d.scope == EVERYTHING),
        "「kintoneに置くもの」の欄です。",
        "同じ回答が2か所にあると、写す時間が増え、写し違いも起こります。直すときも2回です。",
        "困りごとは「いまの状況が分からない」でした。それに要る分だけを選びましょう。",
        "二重入力。「写し違いに気づくのは、いつですか」と聞く。回答の中身は、集めた表にある。",
    ),
    _rule(
        "kintone.scope-attached",
        _if(lambda d: d.scope == ATTACHED),
        "「kintoneに置くもの」の欄です。",
        "添付したExcelは、1人が開いている間、ほかの人が書けません。困りごとが、そのまま残ります。",
        "「同時に書けない」がなくなる置き方を選びましょう。",
        "添付では変わらない。「隣の人が開いていたら、どうしますか」と聞く。",
    ),
    _rule(
        "kintone.scope-reason",
        lambda d: [d.reason] if d.scope == OURS and d.reason and d.reason not in (TOGETHER, REMEMBERED) else [],
        "「その理由」の欄です。いまは「{}」です。",
        "その理由だと、困りごとが減ったかどうかを、あとで確かめられません。",
        "講義の「だれかが開いていると、書けない」を読み返し、どの困りごとが減るかで選びましょう。",
        "理由は困りごとから。「それで、だれの何が楽になりますか」と聞く。",
    ),
    _rule(
        "kintone.personal-kept",
        lambda d: [MOBILE] if d.kind(MOBILE) not in ("", LEFT_OUT) else [],
        "「{}」の行です。",
        "督促は、担当課へのメールと電話でできます。要らない個人の情報は、漏れたときの心配だけが増えます。",
        "無くても手順7ができるかを考えて、選び直しましょう。",
        "要らない個人情報。「集めるときに、何に使うと説明しますか」と聞く。",
    ),
    _rule(
        "kintone.zero-lost",
        lambda d: d.of_kind(NUMBER, KEY, CODE, PHONE),
        "「{}」の行です。いまは「数値」です。",
        "数値にすると、先頭の0が消え、ハイフンのある番号は入りません。",
        "その番号を足したり、平均したりするかを考えましょう。",
        "計算しない番号は文字。「この番号の平均に、意味がありますか」と聞く。",
    ),
    _rule(
        "kintone.repeated-once",
        lambda d: [d.kind(REMINDED)] if d.kind(REMINDED) not in ("", TABLE, LEFT_OUT) else [],
        "「督促」の行です。いまは「{}」です。",
        "2回目を書くと、1回目が消えるか、日付と方法が文の中に混ざります。何回したかも数えられません。",
        "何回も起こることを、1回につき1行で書ける種類を探しましょう。",
        "繰り返し。「品目1、品目2、品目3」の列と同じ。何回目まで列を作るかを聞く。",
    ),
    _rule(
        "kintone.key-twice",
        lambda d: [KEY] if d.tried.taken_twice else [],
        "「{}」の行の「決まり」です。",
        "同じ照会の同じ市町を2回取り込むと、2つの行ができました。どちらが新しいのか分からなくなります。",
        "2つ目を止められる決まりを選びましょう。",
        "重複の決まり。更新の目印になる項目は、重複を止めておく。",
    ),
    _rule(
        "kintone.second-month",
        lambda d: list(d.tried.refused_next_month),
        "「{}」の行の「決まり」です。",
        "1か月目は入りましたが、2か月目の照会で、同じ市町が止まりました。",
        "この値が、次の照会でもまた出てくるかを考えましょう。",
        "重複を止めてよい項目。「来月も同じ値が入りますか」と聞く。",
    ),
    _rule(
        "kintone.next-town",
        lambda d: list(d.tried.refused_next_town),
        "「{}」の行の「決まり」です。",
        "1つ目の市町は入りましたが、同じ値の2つ目の市町が止まりました。",
        "ほかの市町が、たまたま同じ値になることがあるかを考えましょう。",
        "重複を止めてよい項目。期限は20市町で同じ、人数も同じになることがある。",
    ),
    _rule(
        "kintone.no-such-rule",
        lambda d: d.without_such_rule,
        "「{}」の行の「決まり」です。",
        "この種類のフィールドには、重複を止める決まりがありません。選んだつもりでも、効きません。",
        "その値が、2つの市町で同じになっても困らないかを考え、決まりを選び直しましょう。",
        "決まりのない種類。選択肢や長い文は、同じ値が何度も出てくるのがふつう。",
    ),
    _rule(
        "kintone.too-needed",
        lambda d: sorted(d.too_needed, key=list(GOOD_KINDS).index),
        "「{}」の行の「決まり」です。",
        "まだ回答していない市町を取り込むとき、この値はだれにも分かりません。仮の値を入れる人が出てきます。",
        "その値が分かるのは、手順のいくつ目かを見て、決まりを選び直しましょう。",
        "必須のつけすぎ。「依頼した日に、その値が分かりますか」と聞く。",
    ),
    _rule(
        "kintone.state-typed",
        lambda d: [d.kind(STATE)] if d.tried.any_state and d.kind(STATE) in (LINE, LINES) else [],
        "「状況」の行です。いまは「{}」です。",
        "「出したはず」とも書けてしまいました。言葉がばらばらになり、一覧の条件に合わなくなります。",
        "4つの言葉からだけ選べる種類を探しましょう。",
        "自由に書ける状況。前の単元の「選択肢をそろえる」を思い出してもらう。",
    ),
    _rule(
        "kintone.open-cell",
        lambda d: list(d.tried.taken_without),
        "「{}」の行の「決まり」です。",
        "空のままでも入りました。一覧に出てこない市町ができ、督促から漏れます。",
        "取り込むときに分かっている項目なら、空を止められる決まりがあります。",
        "必須にする項目。「ここが空だと、どの一覧から消えますか」と聞く。",
    ),
    _rule(
        "kintone.needed-left-out",
        lambda d: [code for code in GOOD_KINDS if code != MOBILE and d.kind(code) == LEFT_OUT],
        "「{}」の行です。いまは「置かない」です。",
        "その手順を終えた人が、どこにも書けません。次の手順の人は、聞きに行くことになります。",
        "講義の業務フロー図で、その値を見る人がいるかを確かめましょう。",
        "置かないものの選びすぎ。「その値を、あとでだれが見ますか」と聞く。",
    ),
    _rule(
        "kintone.other-kind",
        lambda d: [code for code in GOOD_KINDS if d.kind(code) and d.kind(code) not in GOOD_KINDS[code]],
        "「{}」の行の「フィールドの種類」です。",
        "その種類だと、並べる、足す、期限と比べる、読み返すのどれかができなくなります。",
        "その値で、あとで何をするかを、行の言葉から読み取りましょう。",
        "種類の選び直し。「並べますか。足しますか。読むだけですか」と聞く。",
        counted=False,  # most of these were named by a rule of their own
    ),
)


def _left(d: Design) -> str:
    if not d.scope:
        return "「kintoneに置くもの」の欄です。"
    if not d.reason:
        return "「その理由」の欄です。"
    return _at(next(iter(d.undecided or [code for code in d.rows if code not in d.good_rows]), KEY))


FIELDS = Exercise(
    id="kintone-fields",
    code="E6-1",
    module="06_kintone",
    title="項目を決める",
    points=_POINTS,
    required=True,
    takes={"variant": int, "scope": str, "reason": str, "rows": list},
    panel=Panel(
        question=(
            "<p>事例C1の照会で、20市町の受付をkintoneに置きます。まず<b>何を置くか</b>と、その理由を選びます。"
            "次に、手順ごとに知りたいことを、<b>どの種類のフィールド</b>に、どんな<b>決まり</b>で置くかを決めます。</p>"
            "<p>受付キーは、照会番号と団体コードをつないだものです。状況は、未提出、受領、不備照会中、確認済の4つです。"
            "答え合わせでは、まだ回答していない市町を2か月分、このフォームに入れてみます。</p>"
        ),
        inputs=(
            Field("scope", "kintoneに置くもの", choices=SCOPES),
            Field("reason", "その理由", choices=REASONS),
            Table(
                "rows",
                "種類と、決まり（要らなければ「なし」）を選びます。",
                (
                    Column(WISH, given=True, width="14.5em"),
                    Column(KIND, choices=KINDS, width="11em"),
                    Column(RULE, choices=RULES, width="9.5em"),
                ),
                rows=lambda variant: [{WISH: text} for text in _wishes(variant).values()],
            ),
        ),
        preview=lambda answer: form_html(list(_decided(answer["rows"]).values())),
        caption="フォームと一覧",
    ),
    prepare=_design,
    rules=(
        Unattempted(lambda d: not d.started),
        *_RULES,
        Correct(
            lambda d: d.scope == OURS and bool(d.reason) and len(d.good_rows) == len(d.rows),
            say=lambda _d, _places: Message(
                good="置くものと置かないものが決まり、2か月分を入れても困りませんでした。",
                next="自分の業務でも、業務フロー図の手順を1つ選び、あとで知りたいことを1つ挙げてみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "kintone.fields-left",
        say=lambda d, _places: Message(
            good=_good(d),
            where=_left(d),
            why="決まっていない項目があると、書く人ごとに、書く場所と書き方が変わります。",
            next="残りを1つずつ、「あとで何をするか」から決めましょう。",
        ),
        trainer="空欄が残っている。1行だけを声に出して読み、「あとで何をしますか」と聞く。",
    ),
    partial=lambda d: min(d.points, _POINTS - 0.5),
    hints=(
        "まず、講義の業務フロー図で、kintoneに書く手順と、見る手順を指で追います。",
        "種類は「並べる、足す、選ぶ、読む、何回もある」から決めます。決まりは、取り込む日に分かっている値だけに付けます。",
        "たとえば図書館の貸出なら、利用者番号は足さないので文字、返す日は日付、延長は何回もあるのでテーブルです。",
    ),
)
