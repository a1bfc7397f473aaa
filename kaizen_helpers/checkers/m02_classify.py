"""E2-1 論点を分ける: twelve sentences about case C1 go into 事実・困りごと・原因・論点・打ち手.

Source of the kinds and of the mistakes: domain.md §8 M2 (打ち手を課題に, 推測を事実に) and S21.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.case_c1 import TOWNS, figures
from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table, Variant
from kaizen_helpers.issues.sorting.statements import StatementKind

__all__ = ["CLASSIFY"]

FACT, TROUBLE, CAUSE, ISSUE, MEASURE = (kind.value for kind in StatementKind)
PILES = (FACT, TROUBLE, CAUSE, ISSUE, MEASURE)

TEXT, PILE = "文", "箱"


@dataclass(frozen=True)
class Card:
    """One sentence, and the boxes in which it is well placed: where people have good reasons for two, both."""

    text: str
    right: tuple[str, ...]
    kind: str = ""
    """``guess`` and ``lack`` have a message of their own; else the first of the boxes."""

    @property
    def group(self) -> str:
        """By which the rules speak of it."""
        return self.kind or self.right[0]


GUESS, LACK = "guess", "lack"


def _cards(variant: Variant) -> tuple[Card, ...]:
    """The sentences for a seat; no two of a kind lie side by side."""
    f = figures(variant)
    return (
        Card("kintoneを入れる", (MEASURE,)),
        Card(f"転記を3回測ると、1件{f.copy_minutes}分だった", (FACT,)),
        Card("担当者が、期限の前の週は転記で残業が続き、つらい", (TROUBLE,)),
        Card("市町が様式に列を書き足していて、そのまま貼り付けられないため", (CAUSE,)),
        Card("転記をしないで集計するには、どんな形で受け取ればよいか", (ISSUE,)),
        Card("督促が増えるのは、たぶん市町の担当が替わったばかりだから", (CAUSE,), GUESS),
        Card("市町の担当者が、同じことを何度も聞かれて困っている", (TROUBLE,)),
        Card("期限の3日前に、まだの市町へ知らせることにする", (MEASURE,)),
        Card(f"回答{TOWNS}件のうち、不備は{f.faulty}件だった（受付簿で数えた）", (FACT,)),
        # That it is not there is a fact, may be a cause, and is a measure turned round; it tells nobody's trouble.
        Card("回答を集める専用のシステムがない", (FACT, CAUSE, MEASURE), LACK),
        Card("出したかどうかを、メールを1通ずつ開いて見分けている", (CAUSE, FACT)),
        Card("まだ出していない市町に、だれがいつ知らせるとよいか", (ISSUE,)),
    )


MEASURED, ESTIMATED = "3回測って、その数を書く", "「推定」と書き、出し方を添える"
ROUNDED, AGREED = "少し多めの切りのよい数にして書く", "課の中でいちばん多い意見の数を書く"


@dataclass(frozen=True)
class Sorted:
    """The answer: each sentence with its box, and what is done with a guess."""

    placed: tuple[tuple[Card, str], ...]
    guess: str

    @property
    def right(self) -> int:
        """How many of the twelve sentences and the one question are well answered."""
        return sum(pile in card.right for card, pile in self.placed) + self.guess_is_right

    @property
    def guess_is_right(self) -> bool:
        """Whether the guess becomes something that others can rely on."""
        return self.guess in (MEASURED, ESTIMATED)

    @property
    def blank(self) -> list[str]:
        """What is not yet answered, as the learner sees it."""
        left = [f"「{card.text}」の箱" for card, pile in self.placed if not pile]
        return left if self.guess else [*left, "いちばん下の問い"]


def _sorted(v: Values) -> Sorted:
    placed = zip(_cards(v.variant), (row[PILE] for row in v.cards), strict=True)
    return Sorted(tuple(placed), v.guess)


def _in(groups: tuple[str, ...], piles: tuple[str, ...] = PILES) -> Callable[[Sorted], list[str]]:
    """The sentences of these groups that lie in one of these boxes without a good reason."""
    return lambda s: [
        card.text for card, pile in s.placed if card.group in groups and pile in piles and pile not in card.right
    ]


def _say(why: str, next_: str, good: str = "") -> Callable[[Sorted, tuple[Any, ...]], Message]:
    """A message about the first of the sentences."""
    return lambda _s, texts: Message(good=good, where=f"「{texts[0]}」を入れた箱です。", why=why, next=next_)


def _question(_variant: Variant) -> str:
    kinds = "".join(f"<li><b>{kind}</b>: {kind.question}</li>" for kind in StatementKind)
    return (
        "<p>「照会の取りまとめ」の見直しで、係から集めた12の文です。5つの箱に分けましょう。"
        "箱ごとの問いを当ててみると分かります。</p>"
        f"<ul>{kinds}</ul>"
        "<p>どちらとも言える文もあります。理由を言えれば、どちらでもかまいません。</p>"
    )


CLASSIFY = Exercise(
    id="issues-classify",
    code="E2-1",
    module="02_issues",
    title="論点を分ける",
    points=8,
    required=True,
    takes={"variant": int, "cards": list, "guess": str},
    panel=Panel(
        question=_question,
        inputs=(
            Table(
                "cards",
                "文のカードを、5つの箱に分けてください。",
                (Column(TEXT, given=True, width="26em"), Column(PILE, choices=PILES, width="8em")),
                rows=lambda variant: [{TEXT: card.text} for card in _cards(variant)],
                cards=True,
            ),
            Field(
                "guess",
                "「転記は、たぶん1件10分」という意見が出ました。報告書に書く前に、どうしますか。",
                choices=(ROUNDED, MEASURED, AGREED, ESTIMATED),
            ),
        ),
    ),
    prepare=_sorted,
    rules=(
        Unattempted(lambda s: not s.guess and not any(pile for _card, pile in s.placed)),
        Mistake(
            "issues.measure-as-trouble",
            when=_in((MEASURE,), (TROUBLE,)),
            say=_say(
                why="これからすることを書いた文です。先に決めてしまうと、ほかのやり方が見えなくなります。",
                next_="この文に「だれが、何に困っているか」が書かれているかを、読み直してみましょう。",
            ),
            trainer="打ち手を困りごとに入れている。「それを入れると、だれの何が楽になる？」と聞き、出てきた答えを困りごとに書く。",
        ),
        Mistake(
            "issues.lack-as-trouble",
            when=_in((LACK,), (TROUBLE, ISSUE)),
            say=_say(
                why="「ない」と書くと、それを入れることがもう答えに見えます。だれが困っているかも読み取れません。",
                next_="それがないと、だれがどんな場面で困るのかを考え、この文がそれを言っているかを確かめましょう。",
            ),
            trainer="「〜がない」は打ち手の裏返しになりやすい。「ないと、だれが、いつ困る？」と聞いて言い換えてもらう。",
        ),
        Mistake(
            "issues.guess-as-fact",
            when=_in((GUESS,), (FACT,)),
            say=_say(
                why="「たぶん」は、まだ確かめていない印です。このまま数や根拠に使うと、見積りがずれます。",
                next_="だれかが数えた話かどうかと、この文が何を説明しようとしているかを読み直しましょう。",
            ),
            trainer="推測を事実に入れている。「どうやって確かめた？」と聞く。理由の推測は、仮の原因として確かめる日を決める。",
        ),
        Mistake(
            "issues.measure-as-issue",
            when=_in((MEASURE,), (ISSUE,)),
            say=_say(
                why="もう答えの形になっています。問いがないまま進むと、ほかの答えとくらべられません。",
                next_="この文の前に、どんな問いがあるのかを考えてから、箱を選び直しましょう。",
            ),
            trainer="打ち手を論点に入れている。「この文は、どんな問いへの答え？」と聞き、問いの形にしてもらう。",
        ),
        Mistake(
            "issues.measure-elsewhere",
            when=_in((MEASURE,), (FACT, CAUSE)),
            say=_say(
                why="まだ起きていないことです。いまの様子と混ぜると、現状が正しく伝わりません。",
                next_="もう起きていることか、これからすることかを、文の終わりで確かめましょう。",
            ),
            trainer="これからすることと、いまの様子の混同。「それはもう、していますか」と聞く。",
        ),
        Mistake(
            "issues.question-elsewhere",
            when=_in((ISSUE,)),
            say=_say(
                why="まだ答えの出ていない文です。問いを埋もれさせると、話し合いが別の所から始まります。",
                next_="文の終わりが、言い切りか問いかけかを見てみましょう。",
            ),
            trainer="問いの文を別の箱に入れている。文末の「か」に線を引き、いくつ答えがありそうかを話してもらう。",
        ),
        Mistake(
            "issues.cause-as-trouble",
            when=_in((CAUSE, GUESS), (TROUBLE,)),
            say=_say(
                good="困りごとにつながる文だと気づいています。",
                why="困りごとが起きるわけを書いた文です。分けておかないと、どこに手を打つかが決まりません。",
                next_="これがなくなると軽くなる困りごとが、ほかのカードにあるかを探しましょう。",
            ),
            trainer="原因と困りごとの混同。「そのせいで、だれがどうなる？」と聞き、答えの方を困りごとと呼ぶ。",
        ),
        Mistake(
            "issues.trouble-as-cause",
            when=_in((TROUBLE,), (CAUSE,)),
            say=_say(
                good="困る人がいる文だと気づいています。",
                why="つらさや困った様子は、何かが起きた結果です。原因にすると、その先の本当のわけを探さなくなります。",
                next_="「なぜそうなるのか」をもう一度聞けるかどうかで、確かめましょう。",
            ),
            trainer="結果を原因にしている。「なぜ？」をもう1回聞いて、答えが出るなら、それはまだ結果の側にある。",
        ),
        Mistake(
            "issues.trouble-as-fact",
            when=_in((TROUBLE,), (FACT,)),
            say=_say(
                good="実際に起きていることだと読めています。",
                why="数えた話ではなく、その人の感じ方が中心です。数と気持ちを混ぜると、どちらも伝わりにくくなります。",
                next_="この文で、だれがどんな思いをしているかに目を向けてみましょう。",
            ),
            trainer="感じ方と数の混同。どちらも大切だと伝え、「何回中何回」と言える文だけを事実と呼ぶ。",
        ),
        Mistake(
            "issues.fact-elsewhere",
            when=_in((FACT,)),
            say=_say(
                why="数えたり測ったりした文です。ほかの箱に入れると、あとで効果をくらべる土台が見つからなくなります。",
                next_="だれが確かめても同じ答えになる文かどうかを、考えてみましょう。",
            ),
            trainer="測った数を別の箱に入れている。「あなたが数えても同じ数になる？」と聞く。",
        ),
        Mistake(
            "issues.trouble-elsewhere",
            when=_in((TROUBLE,), (ISSUE, MEASURE)),
            say=_say(
                why="だれかの困った様子を書いた文です。問いや答えに混ぜると、だれのための見直しかが見えなくなります。",
                next_="文の中に人が出てくるかどうかと、その人がどうしているかを読み直しましょう。",
            ),
            trainer="困った様子を論点や打ち手に入れている。「この人は、いまどうしている？」と聞く。",
        ),
        Mistake(
            "issues.cause-elsewhere",
            when=lambda s: [*_in((CAUSE,), (FACT,))(s), *_in((CAUSE, GUESS), (ISSUE, MEASURE))(s)],
            say=_say(
                why="いま起きていることのわけを説明した文です。ほかの箱に入れると、どこを直すと効くかが分からなくなります。",
                next_="この文を「なぜなら」に続けて読むと、どのカードにつながるかを試してみましょう。",
            ),
            trainer="わけの説明を別の箱に入れている。「なぜなら」でつながるカードを探してもらう。",
        ),
        Mistake(
            "issues.number-not-measured",
            when=lambda s: bool(s.guess) and not s.guess_is_right,
            say=lambda s, _places: Message(
                good="カードは、よく分けられています。" if s.right == len(s.placed) else "",
                where=f"いちばん下の問いです。いまは「{s.guess}」です。",
                why="どう出した数かが読む人に伝わらないので、あとで効果をくらべるときに根拠を示せません。",
                next="だれかに「その数はどこから来たのですか」と聞かれたときに、答えられるやり方を選びましょう。",
            ),
            trainer="数の出どころ。時計で3回測れば足りる。測れないときは、見積りだと分かる書き方にする。",
        ),
        Correct(
            lambda s: s.right == len(s.placed) + 1,
            say=Message(
                good="12の文を分け、推測の数の扱いも決められました。困りごとから打ち手まで、順に話せます。",
                next="自分の業務でも、付箋を5つの箱に分けることから始めてみましょう。",
            ),
        ),
    ),
    # Whoever gets here placed well what is placed.
    otherwise=Otherwise(
        "issues.sentences-left",
        say=lambda s, _places: Message(
            good="ここまでに分けた文は、よく分けられています。" if s.right else "",
            where=f"{s.blank[0]}です。",
            why="分けていない文が残ると、話し合いのときに別の意味で受け取られることがあります。",
            next="残りも1つずつ選びましょう。迷うときは、隣の人と理由を話してみてください。",
        ),
        trainer="空欄が残っている。残った文を1つ読み上げ、どの箱に入れたいかと理由を2人に聞く。",
    ),
    partial=lambda s: 8 * s.right / (len(s.placed) + 1),
    hints=(
        "文の終わりと、文に出てくる人に目を向けてみましょう。",
        "迷う文には、箱ごとの問いを1つずつ当てます。「もう起きたことか」「だれの困りごとか」が分かれ目です。",
        "たとえば会議室の予約なら、「来客を待たせて困る」は困りごと、「紙と電話で別々に受けているため」は原因です。",
    ),
)
