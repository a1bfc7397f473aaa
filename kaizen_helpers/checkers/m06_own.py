"""自分の業務で考える: what of one's own work would be kept in kintone, and what not. Never scored, never handed in."""

from __future__ import annotations

from dataclasses import dataclass

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table

__all__ = ["OWN_WORK"]

STEP, WISH, KIND = "業務の手順", "あとで知りたいこと", "フィールドの種類"
KINDS = (
    "文字列（1行）",
    "文字列（複数行）",
    "数値",
    "日付",
    "選択肢（ドロップダウンなど）",
    "テーブル（何回もあること）",
    "添付ファイル",
    "まだ分からない",
)
NO_APP = "kintoneには置かない"
PLACES = ("手順の状況だけを置く", "状況と、いくつかの内容を置く", NO_APP, "まだ分からない")
_ROWS = 3


@dataclass(frozen=True)
class Own:
    """What was written."""

    place: str
    left_out: str
    ask: str
    fields: tuple[dict[str, str], ...]
    """Rows with anything in them."""
    started: bool


def _own(v: Values) -> Own:
    fields = tuple(row for row in v.fields if any(cell.strip() for cell in row.values()))
    words = (v.name, v.left_out, v.ask)
    started = bool(fields or v.place or any(word.strip() for word in words))
    return Own(v.place, v.left_out.strip(), v.ask.strip(), fields, started)


def _named(row: dict[str, str]) -> str:
    return f"「{(row[STEP] or row[WISH]).strip()[:20] or '手順がまだの行'}」の行です。"


OWN_WORK = Exercise(
    id="kintone-own-work",
    code="自分の業務",
    module="06_kintone",
    title="自分の業務で考える",
    points=0,
    takes={"name": str, "place": str, "fields": list, "left_out": str, "ask": str},
    panel=Panel(
        question=(
            "<p>自分の業務を1つ選び、kintoneに置くものと、置かないものを考えます。"
            "<b>点数は付きません。提出もされません。</b></p>"
            "<ul><li>中身（氏名や金額）は書きません。項目の名前だけで考えます。</li>"
            "<li>「置かない」も、りっぱな答えです。理由を書いておくと、相談のときに役立ちます。</li></ul>"
        ),
        inputs=(
            Field("name", "業務の名前", placeholder="例: 公用車の予約"),
            Field("place", "kintoneに置くもの", choices=PLACES),
            Table(
                "fields",
                "手順から、項目を3つまで",
                (
                    Column(STEP, width="15em", placeholder="例: 鍵を貸し出す"),
                    Column(WISH, width="13em", placeholder="例: いつ返すか"),
                    Column(KIND, choices=KINDS, width="16em"),
                ),
                rows=[{} for _ in range(_ROWS)],
            ),
            Field("left_out", "置かないものと、その理由", placeholder="例: 免許証の写し。確かめた日だけで足りるから"),
            Field("ask", "始める前に相談する人", placeholder="例: 係長、情報部門の窓口"),
        ),
        sample=False,
    ),
    prepare=_own,
    rules=(
        Unattempted(lambda own: not own.started),
        Mistake(
            "kintone.own-no-step",
            when=lambda own: [row for row in own.fields if row[KIND] and not row[STEP].strip()],
            say=lambda _own, places: Message(
                where=_named(places[0]),
                why="どの手順で書くのかが決まらない項目は、書く人がいないまま空欄になりがちです。",
                next="その値が分かるのは、業務フロー図のどの手順でしょう。手順の言葉を書き写しましょう。",
            ),
            trainer="項目から考え始めている。業務フロー図を開いて、手順を指で追ってもらう。",
        ),
        Mistake(
            "kintone.own-nothing-left-out",
            when=lambda own: own.place in PLACES[:2] and bool(own.fields) and not own.left_out,
            say=Message(
                where="「置かないものと、その理由」の欄です。",
                why="置かないものを決めておかないと、便利な入れ物に、要らない情報までたまっていきます。",
                next="手もとの様式から、知りたいことに要らない項目を1つ探しましょう。",
            ),
            trainer="置かないもの。「無くても困らない項目は、どれですか」と聞く。個人の情報が挙がるとよい。",
        ),
        Mistake(
            "kintone.own-nobody-asked",
            when=lambda own: bool(own.place) and own.place != NO_APP and bool(own.fields) and not own.ask,
            say=Message(
                where="「始める前に相談する人」の欄です。",
                why="情報の区分や権限は、ひとりでは決められません。作ってからの相談は、作り直しになりがちです。",
                next="上司と、情報部門の窓口の、どちらに先に話すかを考えましょう。",
            ),
            trainer="相談先。役職でよい。団体の窓口を、ここで案内する。",
        ),
        Correct(
            lambda own: bool(
                own.left_out
                and (
                    own.place == NO_APP
                    or (own.place and own.ask and any(row[STEP].strip() and row[KIND] for row in own.fields))
                )
            ),
            say=Message(
                good="置くもの、置かないもの、理由がそろいました。",
                next="職場に戻ったら、業務フロー図と並べて、相談する人に見せてみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "kintone.own-few",
        say=Message(
            where="まだ空いている欄です。",
            why="置くものと置かないものの両方があると、相談がすぐに始められます。",
            next="「kintoneに置くもの」を選び、手順を1つ、置かないものを1つ書きましょう。",
        ),
        trainer="手順は1つでよい。いちばん問い合わせの多い手順を思い出してもらう。",
    ),
    hints=(
        "項目から考えず、業務フロー図の手順を1つ選ぶところから始めます。",
        "その手順が終わったあと、だれかに何を聞かれるかを思い出します。それが、知りたいことです。",
        "たとえば図書館の貸出なら、「いつ返すか」は置き、「本の感想」は置きません。",
    ),
)
