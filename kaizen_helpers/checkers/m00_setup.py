"""Exercises of 00_setup: working the panels (E0-1), and which information may be used (E0-2).

The sorting of information is an example; an organisation's own rules go first. Source of the groups:
the course's decision in ``reference/domain.md`` section 6 (R4, R5) as neutral defaults.
"""

from __future__ import annotations

from dataclasses import dataclass

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table
from kaizen_helpers.checkers.seat import read_seat

__all__ = ["EXERCISES"]

OWN, SHARED, UNSURE = "自分のフォルダ（自分だけが書き込める）", "共有フォルダ（ほかの人も書き込める）", "分からない"
SEEN, NOT_YET = "見つけた", "まだ見ていない"

OPERATE = Exercise(
    id="setup-operate",
    code="E0-1",
    module="00_setup",
    title="操作に慣れる",
    points=2,
    required=True,
    takes={"seat": str, "place": str, "saved": str, "hope": str},
    panel=Panel(
        question=(
            "<p>画面の操作を、ひととおり試します。次の4つに入力して「答え合わせ」を押してください。</p>"
            "<ol><li>机の上の座席番号を入れます。</li>"
            "<li>いま開いている教材が、どこにあるかを選びます。</li>"
            "<li>ボタンの右に「保存済み」と時刻が出たら、見つけたと答えます。</li>"
            "<li>今日、楽にしたい仕事を一言で書きます（人の名前は書きません）。</li></ol>"
        ),
        inputs=(
            Field("seat", "座席番号", placeholder="机の上の番号"),
            Field("place", "教材がある場所", choices=(OWN, SHARED, UNSURE)),
            Field("saved", "「保存済み」の表示", choices=(SEEN, NOT_YET)),
            Field("hope", "今日、楽にしたい仕事", placeholder="一言で"),
        ),
        sample=False,  # the seat is one's own
    ),
    rules=(
        Unattempted(lambda v: not (v.seat or v.place or v.saved or v.hope)),
        Mistake(
            "setup.seat-unreadable",
            when=lambda v: read_seat(v.seat) == "",
            say=lambda v, _places: Message(
                where=f"「座席番号」の欄です。いまは「{v.seat[:12]}」です。" if v.seat else "「座席番号」の欄です。",
                why="番号が読めないと、提出したファイルがだれの分か分からなくなります。",
                next="机の上の札を見て、番号だけを数字で入れてください。全角でもかまいません。",
            ),
            trainer="座席番号は数字だけ。机の札を一緒に見る。札がなければ今ここで番号を割り当てる。",
        ),
        Mistake(
            "setup.shared-folder",
            when=lambda v: v.place == SHARED,
            say=Message(
                where="「教材がある場所」の欄です。",
                why="共有フォルダで進めると、ほかの人の入力とぶつかることがあります。",
                next="自分のフォルダにコピーしてから開いてください。共有フォルダの元ファイルは変わっていません。",
            ),
            trainer="共有フォルダで開いている。いったん閉じ、start.py から開き直すと自分のフォルダに用意される。",
        ),
        Mistake(
            "setup.place-unknown",
            when=lambda v: v.place in (UNSURE, ""),
            say=Message(
                where="「教材がある場所」の欄です。",
                why="場所が分からないと、あとで続きを開くときに迷います。",
                next="黒い画面の「フォルダ:」の行に、場所が出ています。見当たらないときは、講師と一緒に確かめましょう。",
            ),
            trainer="黒い画面の「フォルダ:」の行を一緒に見る。start.py で開いたなら自分のフォルダにある。",
        ),
        Mistake(
            "setup.saved-not-seen",
            when=lambda v: v.saved != SEEN,
            say=Message(
                where="「保存済み」の表示の欄です。",
                why="保存の表示を知っておくと、途中で画面を閉じても安心です。",
                next="「答え合わせ」と「ヒント」のボタンの右側を見て、時刻を確かめてください。",
            ),
            trainer="ボタンの右の「保存済み 時刻」を指さす。入力のたびに自動で保存されると伝える。",
        ),
        Correct(
            lambda v: bool(read_seat(v.seat) and v.place == OWN and v.saved == SEEN and v.hope.strip()),
            say=Message(
                good="入力・選択・保存・答え合わせの操作が、ひととおりできました。",
                next="このあとの問題も、同じ操作だけで進められます。",
            ),
        ),
    ),
    # Whoever gets here has only the last line left.
    otherwise=Otherwise(
        "setup.hope-blank",
        say=Message(
            good="番号と場所の入力はできています。",
            where="「今日、楽にしたい仕事」の欄です。",
            why="ここに書いた仕事が、午後の計画づくりの出発点になります。",
            next="「毎月の集計」のように、ひとことだけ書いてください。",
        ),
        trainer="一言でよい。思いつかない人には「先週いちばん時間がかかった仕事は」と聞く。",
    ),
    partial=lambda v: 0.5 * sum((bool(read_seat(v.seat)), v.place == OWN, v.saved == SEEN, bool(v.hope.strip()))),
    hints=(
        "ボタンの左右と、入力欄の名前を、上から順に見てみましょう。",
        "座席番号は机の札、場所は黒い画面の「フォルダ:」の行で分かります。",
        "たとえば別の研修なら、席は「12番」、仕事は「会議室の予約」のように書きます。",
    ),
)


USE, NEVER, ASK = "使える", "使えない", "相談する"


@dataclass(frozen=True)
class Item:
    """One piece of information, and the choices that are right for it."""

    text: str
    right: tuple[str, ...]
    kind: str = ""


ITEMS = (
    Item("教材に入っている架空の名簿", (USE,), "public"),
    Item("県の公式サイトで公開している統計表", (USE,), "public"),
    Item("住民から届いた申請書の写し（氏名あり）", (NEVER,), "personal"),
    Item("個人番号（マイナンバー）が入った一覧", (NEVER,), "my-number"),
    Item("氏名を消して、生年月日と住所が残った名簿", (NEVER, ASK), "personal"),
    Item("「架空」と書いてあるが、実在の番地が並ぶ住所録", (NEVER, ASK), "real-address"),
    Item("全国地方公共団体コードの一覧", (USE,), "public"),
    Item("市町から届いた、公表前の回答", (ASK, NEVER), "internal"),
    Item("公表している課の代表電話番号", (USE,), "public"),
    Item("自分の業務の手順（人の名前も個人の情報もない）", (USE,), "public"),
    Item("業務システムのパスワード", (NEVER,), "secret"),
    Item("庁内だけで使う要綱やマニュアル", (ASK, NEVER), "internal"),
)
"""Twelve pieces of information. Where more than one choice is right, caution is as good as asking."""


def _choices(v: Values) -> list[tuple[Item, str]]:
    return [(item, row["判断"]) for item, row in zip(ITEMS, v.items, strict=True)]


def _chosen(v: Values, kinds: tuple[str, ...], choices: tuple[str, ...]) -> list[str]:
    """Texts of the items of these kinds for which one of these choices was made."""
    return [item.text for item, choice in _choices(v) if item.kind in kinds and choice in choices]


def _quoted(places: tuple[str, ...]) -> str:
    return f"「{places[0]}」の判断です。"


INFORMATION = Exercise(
    id="setup-information",
    code="E0-2",
    module="00_setup",
    title="使ってよい情報を見分ける",
    points=4,
    required=True,
    takes={"items": list},
    panel=Panel(
        question=(
            "<p>この研修の練習に使ってよい情報はどれでしょう。12の情報を「使える」「使えない」「相談する」に分けます。</p>"
            "<ul><li>使える: 架空のもの、すでに公表しているもの</li>"
            "<li>使えない: 個人が分かるもの、鍵になるもの</li>"
            "<li>相談する: 自分だけでは決められないもの</li></ul>"
            "<p>ここでの分け方は例です。実際には、所属の規程がいつも優先します。</p>"
        ),
        inputs=(
            Table(
                "items",
                "情報のカードを、3つの箱に分けてください。",
                (Column("情報", given=True, width="26em"), Column("判断", choices=(USE, NEVER, ASK), width="9em")),
                rows=[{"情報": item.text} for item in ITEMS],
                cards=True,
            ),
        ),
    ),
    rules=(
        Unattempted(lambda v: all(choice == "" for _item, choice in _choices(v))),
        Mistake(
            "setup.my-number-ask",
            when=lambda v: _chosen(v, ("my-number",), (USE, ASK)),
            say=Message(
                where="「個人番号（マイナンバー）が入った一覧」の判断です。",
                why="個人番号は、法律で決められた事務のほかには、本人の同意があっても扱えません。",
                next="演習に持ち込めるかどうかを、もう一度選んでください。",
            ),
            trainer="個人番号は相談の余地がない。番号法で決められた事務以外は扱えないことだけを短く伝える。",
        ),
        Mistake(
            "setup.secret-as-usable",
            when=lambda v: _chosen(v, ("secret",), (USE, ASK)),
            say=Message(
                where="「業務システムのパスワード」の判断です。",
                why="ファイルに書いた鍵は、コピーや提出と一緒に外へ出てしまいます。",
                next="練習のファイルに書いてよいものかどうか、考え直してみましょう。",
            ),
            trainer="パスワードやトークンはファイルにもメモにも書かない。提出物に混ざる例を話す。",
        ),
        Mistake(
            "setup.real-address-as-fiction",
            when=lambda v: _chosen(v, ("real-address",), (USE,)),
            say=Message(
                where="実在の番地が並ぶ住所録の判断です。",
                why="「架空」と書いても、実在の番地なら実データの疑いがあります。",
                next="名前の付け方でなく、中身が実在するかどうかで考えてみましょう。",
            ),
            trainer="「架空」という表示ではなく中身で判断する。だれかの家かもしれない、と一言添える。",
        ),
        Mistake(
            "setup.personal-as-usable",
            when=lambda v: _chosen(v, ("personal",), (USE,)),
            say=lambda _v, places: Message(
                where=_quoted(places),
                why="氏名からも、ほかの項目の組み合わせからも、本人が分かることがあります。",
                next="この情報だけで、だれのことか分からないかを考えてみましょう。",
            ),
            trainer="氏名を消しても、生年月日と住所で本人が分かる。近所の人なら分かるか、と聞いてみる。",
        ),
        Mistake(
            "setup.personal-ask",
            when=lambda v: [
                item.text for item, c in _choices(v) if item.kind == "personal" and c == ASK not in item.right
            ],
            say=lambda _v, places: Message(
                good="立ち止まって考える姿勢は大切です。",
                where=_quoted(places),
                why="住民の書類は業務のために預かったもので、研修には持ち込めません。",
                next="相談しなくても決められるかどうか、考え直してみましょう。",
            ),
            trainer="住民の書類は目的外に使えない。相談するまでもない、と理由と一緒に伝える。",
        ),
        Mistake(
            "setup.internal-as-usable",
            when=lambda v: _chosen(v, ("internal",), (USE,)),
            say=lambda _v, places: Message(
                where=_quoted(places),
                why="公表前のものや庁内だけのものは、自分の判断だけでは外の環境に置けません。",
                next="だれかに聞いたほうがよいかどうか、考えてみましょう。",
            ),
            trainer="公表の前か後か、庁内だけか。決めるのは所属の規程で、迷ったら相談でよい。",
        ),
        Mistake(
            "setup.public-forbidden",
            when=lambda v: _chosen(v, ("public",), (NEVER, ASK)),
            say=lambda _v, places: Message(
                good="慎重に考えています。",
                where=_quoted(places),
                why="使ってよいものまで止めると、練習の材料がなくなります。",
                next="すでに公表されているか、架空のものかを確かめてみましょう。",
            ),
            trainer="公表済みのもの、架空のもの、個人の情報がない手順は練習に使ってよい。",
        ),
        Correct(
            lambda v: all(choice in item.right for item, choice in _choices(v)),
            say=Message(
                good="12の情報を、使えるもの・使えないもの・相談するものに分けられました。",
                next="自分の業務の資料を持ち込む前に、同じ3つの箱で考えてみてください。",
            ),
        ),
    ),
    # Whoever gets here chose well, but not everywhere.
    otherwise=Otherwise(
        "setup.items-left",
        say=lambda v, _places: Message(
            good="選んだ分の判断はできています。",
            where=f"「{next(item.text for item, choice in _choices(v) if choice == '')}」の判断です。",
            why="決めていない情報があると、あとで迷ったまま使ってしまいます。",
            next="残りも1つずつ選んでください。迷うときは、隣の人と話してみましょう。",
        ),
        trainer="空欄が残っている。迷った項目を全体で1つ取り上げて話し合う。",
    ),
    partial=lambda v: 4 * sum(choice in item.right for item, choice in _choices(v)) / len(ITEMS),
    hints=(
        "「だれかのことが分かるか」「もう公表されているか」の2つを聞いてみましょう。",
        "個人番号・パスワード・住民の書類は、はじめに分けておくと楽です。",
        "たとえば図書館なら、開館日の表は公表済み、貸出の記録は個人の情報です。",
    ),
)

EXERCISES = (OPERATE, INFORMATION)
