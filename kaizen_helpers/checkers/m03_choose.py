"""E3-1 ツールを選ぶ: eight short scenes, each with a tool (or none) and the reason; then the scope of kintone in C1.

The scenes follow ``reference/domain.md`` section 4 (C1, C3 to C6) and section 7 (RPA, Excel, 「作らない」). A right
answer is a tool with its reason; there may be several.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table, Variant

__all__ = ["CHOOSE"]

EXCEL, FORM, KINTONE, RPA, THERE, NONE, ASK = (
    "Excel",
    "フォーム",
    "kintone",
    "RPA",
    "今ある仕組み",
    "作らない",
    "先に相談",
)
BUILT = (EXCEL, FORM, KINTONE, RPA)

BY_STATE = "何人かで、進み具合を追う"
BY_COLLECTING = "多くの人から、同じ項目を集める"
BY_CALCULATION = "1人で、短い間だけ計算する"
BY_REPEATING = "同じ操作を、大量にくり返す"
BY_SYSTEM = "使う仕組みが、もうある"
BY_COST = "作る手間のほうが大きい"
BY_RULE = "置いてよい情報か、確認が先"
BY_NEWNESS = "新しいツールのほうが便利"
REASONS = (BY_STATE, BY_COLLECTING, BY_CALCULATION, BY_REPEATING, BY_SYSTEM, BY_COST, BY_RULE, BY_NEWNESS)

INSIDE = "県の中の、受付と督促の進み具合だけ"
TOWNS_TOO = "20市町にもアカウントを配り、回答も入力してもらう"
WHOLE = "国へ出す集計表の様式づくりまで、すべて"

SCENE, TOOL, REASON = "場面", "使うもの", "いちばんの理由"


@dataclass(frozen=True)
class Scene:
    """One scene and the pairs of tool and reason that are right for it."""

    key: str
    text: str
    """``{n}`` is a number of the seat's own."""
    right: tuple[tuple[str, str], ...]
    numbers: tuple[int, ...] = ()

    def told(self, variant: Variant) -> str:
        """The scene as this seat reads it."""
        return self.text.format(n=self.numbers[variant % len(self.numbers)]) if self.numbers else self.text

    @property
    def tools(self) -> tuple[str, ...]:
        """The tools that are right with their reason."""
        return tuple(tool for tool, _reason in self.right)


SCENES = (
    Scene(
        "inquiry",
        "20市町への照会をまとめる。県の{n}人が、受付と督促の進み具合を追う。",
        ((KINTONE, BY_STATE),),
        (3, 4, 5),
    ),
    Scene(
        "notice",
        "介護事業所の変更届。国の電子申請・届出システムを使うのが原則である。",
        ((NONE, BY_SYSTEM), (THERE, BY_SYSTEM)),
    ),
    Scene(
        "medical",
        "医療費助成の申請の台帳を作りたい。個人番号と健康の情報が入る。",
        ((ASK, BY_RULE),),
    ),
    Scene(
        "course",
        "研修の申込み。庁内の{n}人の所属と氏名を集めて、一覧にする。",
        ((FORM, BY_COLLECTING), (KINTONE, BY_COLLECTING), (ASK, BY_RULE)),
        (40, 60, 80),
    ),
    Scene(
        "cars",
        "公用車の予約。庁内のグループウェアに、設備の予約がある。",
        ((THERE, BY_SYSTEM), (NONE, BY_SYSTEM)),
    ),
    Scene(
        "award",
        "表彰の推薦の取りまとめ。年3件、1件{n}分で、担当は1人である。",
        ((NONE, BY_COST), (EXCEL, BY_COST), (EXCEL, BY_CALCULATION)),
        (50, 60, 70),
    ),
    Scene(
        "typing",
        "月{n}件を同じ画面に打ち込む。例外は少なく、画面は何年も変わらない。",
        ((RPA, BY_REPEATING),),
        (300, 400, 500),
    ),
    Scene(
        "survey",
        "今年だけの調査を、担当1人で集計する。式をいろいろ試したい。",
        ((EXCEL, BY_CALCULATION), (EXCEL, BY_COST)),
    ),
)


@dataclass(frozen=True)
class Chosen:
    """What was chosen for one scene; blank where nothing was."""

    scene: Scene
    tool: str
    reason: str

    @property
    def is_right(self) -> bool:
        """Whether the pair fits the scene."""
        return (self.tool, self.reason) in self.scene.right

    @property
    def place(self) -> str:
        """The number of its row: 「3番」."""
        return f"{SCENES.index(self.scene) + 1}番"


@dataclass(frozen=True)
class Choices:
    """The whole answer."""

    rows: tuple[Chosen, ...]
    scope: str

    @property
    def right(self) -> int:
        """How many of the eight scenes, and the scope, are right."""
        return sum(row.is_right for row in self.rows) + (self.scope == INSIDE)


def _choices(v: Values) -> Choices:
    rows = tuple(Chosen(scene, row[TOOL], row[REASON]) for scene, row in zip(SCENES, v.rows, strict=True))
    return Choices(rows, v.scope)


def _chose(key: str, *tools: str) -> Callable[[Choices], list[Chosen]]:
    """Rules: one of these tools was chosen in this scene."""
    return lambda c: [row for row in c.rows if row.scene.key == key and row.tool in tools]


def _elsewhere(tool: str) -> Callable[[Choices], list[Chosen]]:
    """Rules: this tool was chosen in a scene that it does not fit with any reason."""
    return lambda c: [row for row in c.rows if row.tool == tool and tool not in row.scene.tools]


def _where(row: Chosen, column: str = TOOL) -> str:
    return f"{row.place}の場面の「{column}」です。"


CHOOSE = Exercise(
    id="tools-choose",
    code="E3-1",
    module="03_tools",
    title="ツールを選ぶ",
    points=8,
    required=True,
    takes={"rows": list, "scope": str},
    panel=Panel(
        question=(
            "<p>8つの場面に、何を使うかと、いちばんの理由を選びます。「作らない」「先に相談」も、立派な答えです。"
            "答えが1つとは限りません。場面はすべて架空で、数字は席ごとに少し違います。</p>"
            "<p>最後に、1番の照会でkintoneを使うとしたら、どこまで任せるかを選びます。</p>"
        ),
        inputs=(
            Table(
                "rows",
                "場面ごとに、2つの欄を選んでください。",
                (
                    Column(SCENE, given=True, width="37em"),
                    Column(TOOL, choices=(EXCEL, FORM, KINTONE, RPA, THERE, NONE, ASK), width="9em"),
                    Column(REASON, choices=REASONS, width="16em"),
                ),
                rows=lambda variant: [{SCENE: scene.told(variant)} for scene in SCENES],
            ),
            Field("scope", "1番の照会でkintoneを使うとしたら、任せる範囲", choices=(INSIDE, TOWNS_TOO, WHOLE)),
        ),
    ),
    prepare=_choices,
    rules=(
        Unattempted(lambda c: not c.scope and not any(row.tool or row.reason for row in c.rows)),
        Mistake(
            "tools.personal-number-not-asked",
            when=lambda c: [r for r in c.rows if r.scene.key == "medical" and r.tool not in ("", ASK)],
            say=lambda _c, places: Message(
                where=_where(places[0]),
                why="個人番号や健康の情報は、置いてよい場所が法律や規程で決まっています。後から移すのは大変です。",
                next="作り始める前に、だれに何を確かめるとよいかを考えましょう。",
            ),
            trainer="情報の区分が先、ツールは後。「その台帳を、どこに置いてよいと決まっていますか」と聞く。",
        ),
        Mistake(
            "tools.built-beside-system",
            when=_chose("notice", *BUILT),
            say=lambda _c, places: Message(
                where=_where(places[0]),
                why="利用が原則の国の仕組みがあります。県が別に作ると、事業者が同じことを2回入力することになります。",
                next="場面の2文目を読み直し、県が新しく作る必要があるかを考えましょう。",
            ),
            trainer="国のシステムが原則の届出。「事業者は、何回入力することになりますか」と聞く。",
        ),
        Mistake(
            "tools.built-for-few",
            when=_chose("award", FORM, KINTONE, RPA),
            say=lambda _c, places: Message(
                where=_where(places[0]),
                why="作る・直す時間のほうが、減る時間より長くなりそうです。",
                next="1年に何時間の仕事かを計算して、作る手間とくらべてみましょう。",
            ),
            trainer="件数と分を掛けて、年に約3時間。「作るのに1週間かけて、いつ元が取れますか」と聞く。",
        ),
        Mistake(
            "tools.existing-overlooked",
            when=_chose("cars", *BUILT),
            say=lambda _c, places: Message(
                where=_where(places[0]),
                why="同じことができるものが2つあると、予約がどちらにあるか分からなくなります。",
                next="いま庁内で使えるものが何かを、場面の2文目で確かめましょう。",
            ),
            trainer="作る前に、庁内にあるものを探す。「同じことができるものを、もう持っていませんか」と聞く。",
        ),
        Mistake(
            "tools.tool-for-its-own-sake",
            when=lambda c: [row for row in c.rows if row.reason == BY_NEWNESS],
            say=lambda _c, places: Message(
                where=_where(places[0], REASON),
                why="便利そうという理由だけでは、何が楽になったかを後で確かめられません。",
                next="この場面の人が何に困るのかを考えて、理由を選び直しましょう。",
            ),
            trainer="手段が目的になっている。「それを使うと、だれの何が楽になりますか」と聞く。",
        ),
        Mistake(
            "tools.rpa-without-repeat",
            when=_elsewhere(RPA),
            say=lambda _c, places: Message(
                where=_where(places[0]),
                why="RPAは、決まった画面操作のくり返しを任せるものです。場面に合わないと、止まってばかりになります。",
                next="この場面で人がしていることを、動作の言葉で言ってみましょう。",
            ),
            trainer="RPAに向くのは、定型・大量・例外が少ない・画面が変わらない、の4つがそろうとき。",
        ),
        Mistake(
            "tools.system-not-there",
            when=_elsewhere(THERE),
            say=lambda _c, places: Message(
                good="今あるものを先に探す姿勢は大切です。",
                where=_where(places[0]),
                why="この場面には、同じことができる仕組みが書かれていません。ないものを待つと、困りごとが続きます。",
                next="場面に書いてある事実から、ほかの方法を考えましょう。",
            ),
            trainer="場面のどの言葉が「今ある仕組み」か、指さしてもらう。なければ別の方法を考える。",
        ),
        Mistake(
            "tools.left-as-it-is",
            when=_elsewhere(NONE),
            say=lambda _c, places: Message(
                good="作らないことも考えられています。",
                where=_where(places[0]),
                why="この場面では、作らないと決めても、大変な作業がそのまま残ります。",
                next="だれの、どの作業が大変かを言葉にしてから、選び直しましょう。",
            ),
            trainer="作らない理由は3つ。もうある、やめられる、数が少ない。どれに当たるかを聞く。",
        ),
        Mistake(
            "tools.asked-without-need",
            when=_elsewhere(ASK),
            say=lambda _c, places: Message(
                good="立ち止まって考える姿勢は大切です。",
                where=_where(places[0]),
                why="場面に書いてある事実で決められることまで預けると、自分の仕事の進みが遅くなります。",
                next="場面の事実をもう一度読み、自分で決められる所まで決めてみましょう。",
            ),
            trainer="相談は大切。ただし「何を聞きたいか」が言えないなら、場面の事実で決められるかを先に考える。",
        ),
        Mistake(
            "tools.state-not-followed",
            when=_chose("inquiry", EXCEL, FORM),
            say=lambda _c, places: Message(
                where=_where(places[0]),
                why="受け取った後に、だれの手元で止まっているかが見えないままになります。",
                next="場面の2文目で、県の人が何を追っているかを確かめましょう。",
            ),
            trainer="集めることと、進み具合を追うことは別。督促の電話をする人が何を見たいかを聞く。",
        ),
        Mistake(
            "tools.repeat-left",
            when=_chose("typing", EXCEL, FORM, KINTONE),
            say=lambda _c, places: Message(
                where=_where(places[0]),
                why="それを使っても、決まった画面に打ち込む作業は残ります。",
                next="人がくり返している動作を、だれに（何に）任せられるかを考えましょう。",
            ),
            trainer="表やアプリを変えても、打ち込み先の画面は同じ。残る動作を一緒に数える。",
        ),
        Mistake(
            "tools.more-than-needed",
            when=_chose("survey", FORM, KINTONE),
            say=lambda _c, places: Message(
                where=_where(places[0]),
                why="1回だけの仕事では、作る手間のほうが目立ちます。片づける仕事も増えます。",
                next="担当の人数と、いつまで使うかを見て、選び直しましょう。",
            ),
            trainer="人数・期間・計算の3つを見る。小さく始められるものを先に考える。",
        ),
        Mistake(
            "tools.collected-by-hand",
            when=_chose("course", EXCEL),
            say=lambda _c, places: Message(
                where=_where(places[0]),
                why="届いたものを担当が写すことになり、写す手間と書き漏らしが残ります。",
                next="入力する人が、どこに書けば写さずにすむかを考えましょう。",
            ),
            trainer="何十人分を、だれが1つの表にするのかを聞く。写す作業が見えればよい。",
        ),
        Mistake(
            "tools.reason-missing",
            when=lambda c: [row for row in c.rows if row.tool in row.scene.tools and not row.reason],
            say=lambda _c, places: Message(
                good="使うものは選べています。",
                where=_where(places[0], REASON),
                why="理由がないと、上司や後任の方に「なぜそれを」と聞かれたときに話が進みません。",
                next="場面のどの言葉から決めたかを思い出して、理由を選びましょう。",
            ),
            trainer="理由の欄が空。「場面のどの言葉で決めましたか」と聞き、その言葉を指してもらう。",
        ),
        Mistake(
            "tools.reason-does-not-fit",
            when=lambda c: [
                row
                for row in c.rows
                if row.tool in row.scene.tools and row.reason not in ("", BY_NEWNESS) and not row.is_right
            ],
            say=lambda _c, places: Message(
                good="使うものは、場面に合っています。",
                where=_where(places[0], REASON),
                why=f"「{places[0].tool}」と「{places[0].reason}」が、この場面ではつながりません。",
                next="選んだものが、場面のどの困りごとに効くかを考えて、理由を選び直しましょう。",
            ),
            trainer="選んだものと理由を、「〜だから、〜を使う」と声に出して読んでもらう。",
        ),
        Mistake(
            "tools.scope-too-wide",
            when=lambda c: c.scope in (TOWNS_TOO, WHOLE),
            say=Message(
                where="「任せる範囲」の欄です。",
                why="範囲が広いと、県の外との調整や、様式が変わるたびの直しが増え、始めるのが遅くなります。",
                next="県の人がいちばん知りたいことから、小さく始めるとしたらどこかを考えましょう。",
            ),
            trainer="市町はフォームかExcelで答えられる。県が自分で決められる範囲から始める、と伝える。",
        ),
        Correct(
            lambda c: c.right == len(SCENES) + 1,
            say=Message(
                good="8つの場面に、理由と一緒に答えを選べました。任せる範囲も、小さく決められました。",
                next="自分の業務でも、先に困りごとを書き、それから同じように理由を選んでみましょう。",
            ),
        ),
    ),
    # Whoever gets here chose well, but not everywhere.
    otherwise=Otherwise(
        "tools.choices-left",
        say=lambda c, _places: Message(
            good="選んだ分は、場面と理由がつながっています。" if c.right else "",
            where=_left(c),
            why="決めていない場面は、似た仕事が来たときに、また最初から迷うことになります。",
            next="残りも選びましょう。迷うときは、隣の人と場面を声に出して読んでみてください。",
        ),
        trainer="空欄が残っている。迷った場面を全体で1つ取り上げ、手を挙げてもらう。",
    ),
    partial=lambda c: 8 * c.right / (len(SCENES) + 1),
    hints=(
        "ツールの名前より先に、その場面の人が「何に困るか」を言ってみましょう。",
        "「もうある」「数が少ない」「情報の確認が先」の場面がないか、先に探すと早く進みます。",
        "たとえば図書館の読み聞かせ会なら、申込みはフォームで集め、年2回の反省会の記録は今のノートで足ります。",
    ),
)


def _left(choices: Choices) -> str:
    row = next((row for row in choices.rows if not row.is_right), None)
    return _where(row) if row else "「任せる範囲」の欄です。"
