"""E3-2 作らない判断: three cases a year. The hours are worked out, and a consultation entry says what is done instead.

Source: ``reference/domain.md`` section 8, E3-2 (「年3件 → 作る・直す時間の方が長くなりそうです」). The hours of
building are the example of ``kaizen_helpers/issues/tools.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kaizen_helpers.checkers.compare import Question, read_number, same_number
from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.free_text import personal
from kaizen_helpers.checkers.inputs import Field, Panel, Variant
from kaizen_helpers.notation.reading import NOTHING

__all__ = ["NONE"]

CASES = 3
MINUTES = (60, 80, 100, 50, 70, 90)
"""Minutes of one case, by seat."""

BUILD, MEND, LEAVE = "kintoneでアプリを作る", "作らずに、今のやり方を直す", "何も変えない"
ONE_FORM, MORE_PEOPLE, RARER = "様式を1つにして、記入例を付ける", "担当を3人に増やす", "推薦を3年に1回にする"
ON_CHANGE, EVERY_WEEK, NEVER = "件数ややり方が大きく変わったとき", "毎週", "見直さない"

SHORTEST = 8
_TOOL = re.compile(
    r"kintone|キントーン|rpa|excel|エクセル|フォーム|アプリ|システム|ツール|ソフト|デジタル化|電子化", re.IGNORECASE
)

_A_YEAR = re.compile(r"^\s*(?:年間?|毎年|[1１]年に?)\s*|\s*[/／]\s*年\s*$")
"""The field asks for one year: who says so again means the same."""


@dataclass(frozen=True)
class Entry:
    """The consultation entry, read."""

    minutes: int
    hours: float | None
    unreadable: str
    """What to ask back about the hours."""
    decision: str
    instead: str
    review: str
    trouble: str
    asked: str

    @property
    def truth(self) -> float:
        """Cases × minutes ÷ 60."""
        return CASES * self.minutes / 60

    @property
    def parts(self) -> tuple[tuple[str, bool], ...]:
        """Each field and whether it is as it should be."""
        return (
            ("今の仕事の量", _is_close(self.hours, self.truth)),
            ("決めたこと", self.decision == MEND),
            ("かわりにすること", self.instead == ONE_FORM),
            ("次に見直すとき", self.review == ON_CHANGE),
            ("困っていること", len(self.trouble) >= SHORTEST and not _TOOL.search(self.trouble)),
            ("相談したいこと", len(self.asked) >= SHORTEST),
        )


def _is_close(hours: float | None, wanted: float) -> bool:
    """Two decimals are enough, rounded or cut."""
    return hours is not None and same_number(hours, wanted, 0.05)


def _minutes(variant: Variant) -> int:
    return MINUTES[variant % len(MINUTES)]


def _entry(v: Values) -> Entry:
    reading = None if v.hours.strip() in NOTHING else read_number(_A_YEAR.sub("", v.hours), "時間", convert=True)
    question = reading.text_ja if isinstance(reading, Question) else ""
    hours = None if reading is None or isinstance(reading, Question) else float(reading.value)
    return Entry(
        _minutes(v.variant), hours, question, v.decision, v.instead, v.review, _text(v.trouble), _text(v.asked)
    )


def _text(typed: str) -> str:
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed))
    return "" if text in NOTHING else text


def _asked(variant: Variant) -> str:
    return (
        "<p>相談票を書きます。場面はすべて架空です。</p>"
        f"<p>表彰の推薦の取りまとめは、<b>年に{CASES}件、1件に{_minutes(variant)}分</b>で、担当は1人です。"
        "推薦書の様式が3種類あり、去年は書き直しを2回お願いしました。係長が「kintoneでアプリを作ろう」と言っています。"
        "作るのに約30時間、手入れに毎年約6時間かかる見込みです。</p>"
        "<p>1年の仕事の量は、件数と分を掛けて60で割ると、時間になります。困っていることは、ツールの名前を使わずに、1文で書きます。</p>"
    )


NONE = Exercise(
    id="tools-none",
    code="E3-2",
    module="03_tools",
    title="作らない判断",
    points=3,
    takes={
        "variant": int,
        "hours": str,
        "decision": str,
        "instead": str,
        "review": str,
        "trouble": str,
        "asked": str,
    },
    panel=Panel(
        question=_asked,
        inputs=(
            Field("hours", "今の仕事の量（1年）", unit="時間", reads="時間"),
            Field("decision", "決めたこと", choices=(BUILD, MEND, LEAVE)),
            Field("instead", "かわりにすること", choices=(ONE_FORM, MORE_PEOPLE, RARER)),
            Field("review", "次に見直すとき", choices=(ON_CHANGE, EVERY_WEEK, NEVER)),
            Field("trouble", "困っていること", placeholder="だれが、何に困っているか"),
            Field("asked", "相談したいこと", placeholder="だれに、何を聞きたいか"),
        ),
        sample=lambda variant: {
            "hours": f"{CASES * _minutes(variant) / 60:g}",
            "decision": MEND,
            "instead": ONE_FORM,
            "review": ON_CHANGE,
            "trouble": "様式が3種類あり、推薦する課に書き直しをお願いしている。",
            "asked": "様式を1つにしてよいか、推薦先の決まりを知りたい。",
        },
    ),
    prepare=_entry,
    rules=(
        Unattempted(
            lambda e: (
                not (e.unreadable or e.decision or e.instead or e.review or e.trouble or e.asked) and e.hours is None
            )
        ),
        personal(
            "tools.entry-personal",
            (("trouble", "困っていること", SHORTEST), ("asked", "相談したいこと", SHORTEST)),
            instead="「推薦する課の担当」のように、役割の言葉に置きかえてください。",
            trainer="相談票に氏名や連絡先が入っている。役割の言葉に置きかえてもらう。",
        ),
        Mistake(
            "tools.hours-unreadable",
            when=lambda e: bool(e.unreadable),
            say=lambda e, _places: Message(
                where="「今の仕事の量」の欄です。",
                why="1つの数として読めないと、作る手間とくらべられません。",
                next=e.unreadable,
            ),
            trainer="数が1つに決まっていない。問題の件数と分を読み、1年分を一緒に計算する。",
        ),
        Mistake(
            "tools.build-for-three-a-year",
            when=lambda e: e.decision == BUILD,
            say=Message(
                where="「決めたこと」の欄です。",
                why="作る・直す時間のほうが、長くなりそうです。作った後も、だれかが手入れを続けることになります。",
                next="1年の仕事の量と、作る時間・手入れの時間を、3年分で並べてくらべましょう。",
            ),
            trainer="3年分を板書する。今の仕事3年分と、作る時間＋手入れ3年分。くらべると自分で気づく。",
        ),
        Mistake(
            "tools.trouble-left",
            when=lambda e: e.decision == LEAVE,
            say=Message(
                good="作らないことも考えられています。",
                where="「決めたこと」の欄です。",
                why="作らなくても、書き直しのお願いは来年も続きます。",
                next="道具を増やさずに、困りごとを減らす方法がないかを考えましょう。",
            ),
            trainer="「作らない」は「何もしない」ではない。書き直しが起こる原因を1つ聞き出す。",
        ),
        Mistake(
            "tools.hours-of-one-case",
            when=lambda e: _is_close(e.hours, e.minutes / 60),
            say=Message(
                where="「今の仕事の量」の欄です。",
                why="1件分の時間になっています。1年分でないと、毎年の手入れの時間とくらべられません。",
                next="1年に何件あるかを確かめて、計算し直しましょう。",
            ),
            trainer="件数の掛け忘れ。「それは何件分の時間ですか」と聞く。",
        ),
        Mistake(
            "tools.hours-in-minutes",
            when=lambda e: _is_close(e.hours, CASES * e.minutes),
            say=Message(
                good="件数と分の掛け算は合っています。",
                where="「今の仕事の量」の欄です。",
                why="単位が分のままです。このままでは、60倍の仕事に見えてしまいます。",
                next="欄の右の単位を見て、入れ直しましょう。",
            ),
            trainer="分から時間への直し忘れ。欄の右の単位を指さす。",
        ),
        Mistake(
            "tools.hours-other",
            when=lambda e: e.hours is not None and not _is_close(e.hours, e.truth),
            say=lambda e, _places: Message(
                where=f"「今の仕事の量」の欄です。いまは「{e.hours:,.10g}」時間です。",
                why="問題の件数と分から計算した数と合いません。土台がずれると、くらべても決められません。",
                next="件数と分を掛け、60で割って、もう一度計算しましょう。",
            ),
            trainer="件数と分を掛けて60で割る所を、一緒に計算する。電卓を使ってよい。",
            counted=False,
        ),
        Mistake(
            "tools.trouble-names-tool",
            when=lambda e: _TOOL.search(e.trouble) is not None,
            say=Message(
                where="「困っていること」の欄です。",
                why="道具の名前から書くと、それを使うかどうかの話になり、ほかの打ち手が見えなくなります。",
                next="道具の名前を使わずに、だれが何に困っているかを書きましょう。",
            ),
            trainer="打ち手が困りごとの欄に入っている。「それがないと、だれが何に困りますか」と聞く。",
        ),
        Mistake(
            "tools.instead-misses-trouble",
            when=lambda e: e.instead in (MORE_PEOPLE, RARER),
            say=lambda e, _places: Message(
                where="「かわりにすること」の欄です。",
                why=f"「{e.instead}」としても、去年の書き直しが起きた原因は残ります。",
                next="去年、なぜ書き直しをお願いすることになったのかを、場面から探しましょう。",
            ),
            trainer="原因に効くかどうか。書き直しの原因（様式）と、選んだことを線で結んでもらう。",
        ),
        Mistake(
            "tools.review-without-sign",
            when=lambda e: e.review in (EVERY_WEEK, NEVER),
            say=lambda e, _places: Message(
                where="「次に見直すとき」の欄です。",
                why=f"「{e.review}」では、年に数件の仕事の変化に合いません。",
                next="どんな変化があったら考え直すとよいか、目印になるものを選びましょう。",
            ),
            trainer="作らない判断は、条件が変わればまた考える。「何が変わったら考え直しますか」と聞く。",
        ),
        Mistake(
            "tools.entry-too-short",
            when=lambda e: [
                name
                for name, text in (("困っていること", e.trouble), ("相談したいこと", e.asked))
                if text and len(text) < SHORTEST
            ],
            say=lambda _e, places: Message(
                where=f"「{places[0]}」の欄です。",
                why="短すぎると、相談を受けた人が、同じことを聞き返すことになります。",
                next="だれが、何を、の2つが分かるように、1文で書きましょう。",
            ),
            trainer="相談を受ける人になって読んでもらう。「これだけで返事ができますか」と聞く。",
        ),
        Correct(
            lambda e: all(right for _name, right in e.parts),
            say=Message(
                good="時間をくらべて、作らない判断と、かわりにすることを相談票に書けました。",
                next="自分の業務の相談票も、同じ順に書いてみましょう。困りごとが先、道具は後です。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "tools.entry-left",
        say=lambda e, _places: Message(
            good="書いた分は、場面と合っています。",
            where=f"「{next(name for name, right in e.parts if not right)}」の欄です。",
            why="空いた欄があると、相談を受けた人が、次に何をすればよいか分かりません。",
            next="残りの欄も、場面を読みながら1つずつ埋めましょう。",
        ),
        trainer="空欄が残っている。相談を受ける側になって、足りない所を聞いてもらう。",
    ),
    partial=lambda e: 3 * sum(right for _name, right in e.parts) / len(e.parts),
    hints=(
        "「作る時間」と「減る時間」を、同じ年数で並べてみましょう。",
        "去年の書き直しがなぜ起きたのかを、場面の文から探しましょう。",
        "たとえば年2回の会議の席札なら、1回20分で年40分です。名簿の列を1つ足すだけで、間に合うことがあります。",
    ),
)
