"""自分の様式で考える: three fields of a form of one's own and their policies. Never scored, never handed in."""

from __future__ import annotations

from dataclasses import dataclass

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table
from kaizen_helpers.checkers.m05_dirty import AS_CODE, AS_NUMBER, AS_PLACE, AS_TEXT, KEEP, WIDE_KANA

__all__ = ["OWN_WORK"]

FIELD, WAY, WHO = "項目", "そろえ方", "決める人"
AS_DATE, AS_CHOICE, UNKNOWN = "日付をきまりの形にする", "選択肢にそろえる", "まだ分からない"
WAYS = (KEEP, WIDE_KANA, AS_NUMBER, AS_CODE, AS_PLACE, AS_TEXT, AS_DATE, AS_CHOICE, UNKNOWN)
RULES = (
    "GIF（国の共通の書き方）",
    "庁内様式（団体の規程や書き方）",
    "kintone取込",
    "機械可読性ルール（公開や提供）",
    UNKNOWN,
)
_ROWS = 3


@dataclass(frozen=True)
class Own:
    """What was written."""

    rule: str
    first: str
    fields: tuple[dict[str, str], ...]
    """Rows with anything in them."""
    started: bool


def _own(v: Values) -> Own:
    fields = tuple(row for row in v.fields if any(cell.strip() for cell in row.values()))
    return Own(v.rule, v.first.strip(), fields, bool(fields or v.rule or v.first.strip() or v.name.strip()))


def _is_name(row: dict[str, str]) -> bool:
    return any(word in row[FIELD] for word in ("氏名", "名前", "担当者名")) and "カナ" not in row[FIELD]


def _named(row: dict[str, str]) -> str:
    return f"「{row[FIELD].strip()[:20] or '項目がまだの行'}」の行です。"


OWN_WORK = Exercise(
    id="notation-own-work",
    code="自分の業務",
    module="05_notation",
    title="自分の様式で考える",
    points=0,
    takes={"name": str, "rule": str, "fields": list, "first": str},
    panel=Panel(
        question=(
            "<p>ふだん使っている様式を1つ思い出して、項目を3つだけ選び、方針を書きます。"
            "<b>点数は付きません。提出もされません。</b></p>"
            "<ul><li>中身（氏名や住所）は書きません。項目の名前だけで考えます。</li>"
            "<li>分からないものは「まだ分からない」とし、決める人を書いておけば十分です。</li></ul>"
        ),
        inputs=(
            Field("name", "様式の名前", placeholder="例: 研修の申込書"),
            Field("rule", "使うきまり", choices=RULES),
            Table(
                "fields",
                "項目を3つ",
                (
                    Column(FIELD, width="9em", placeholder="例: 申込日"),
                    Column(WAY, choices=WAYS, width="27em"),
                    Column(WHO, width="9em", placeholder="例: 研修係長"),
                ),
                rows=[{} for _ in range(_ROWS)],
            ),
            Field("first", "最初にすること", placeholder="例: 申込日の書き方を、様式に1行書き足す"),
        ),
        sample=False,
    ),
    prepare=_own,
    rules=(
        Unattempted(lambda own: not own.started),
        Mistake(
            "notation.own-name-changed",
            when=lambda own: [row for row in own.fields if _is_name(row) and row[WAY] not in ("", KEEP, UNKNOWN)],
            say=lambda _own, places: Message(
                where=_named(places[0]),
                why="氏名の字は、本人が決めた字です。道具がそろえると、通知のあて名が変わることがあります。",
                next="そろえたいのが、字なのか、氏と名の間の空白なのかを分けて考えましょう。",
            ),
            trainer="氏名に方針を当てている。空白のことなら、氏と名の欄を分ける方法を話す。",
        ),
        Mistake(
            "notation.own-no-decider",
            when=lambda own: [row for row in own.fields if row[FIELD].strip() and row[WAY] and not row[WHO].strip()],
            say=lambda _own, places: Message(
                where=_named(places[0]),
                why="決める人がいないと、担当が変わるたびに、そろえ方も変わります。",
                next="その項目の値を、次に使う人はだれでしょう。その人か、その人と話せる人を書きましょう。",
            ),
            trainer="決める人。「この列を最後に使うのは、どの係ですか」と聞く。役職でよく、氏名は書かない。",
        ),
        Correct(
            lambda own: bool(
                own.rule
                and own.first
                and any(row[FIELD].strip() and row[WAY] and row[WHO].strip() for row in own.fields)
            ),
            say=Message(
                good="きまり、そろえ方、決める人、最初にすることがそろいました。",
                next="職場に戻ったら、決める人に1枚見せて、「これでよいですか」と聞いてみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "notation.own-few",
        say=Message(
            where="まだ空いている欄です。",
            why="きまりと、1つの項目の方針が決まると、様式に書き足す1行も決まります。",
            next="使うきまり、項目を1つ、最初にすることの順に書きましょう。",
        ),
        trainer="項目は1つでよい。日付の列のある様式を思い出してもらう。",
    ),
    hints=(
        "全部の項目を決めなくてかまいません。いちばん聞き返しの多い項目から始めます。",
        "きまりが分からないときは、その表を最後にだれへ渡すかを考えます。渡す先の指定が、いちばん先です。",
        "たとえば図書館の利用申込書なら、「電話番号」は文字のまま半角にし、窓口の係長が決めます。",
    ),
)
