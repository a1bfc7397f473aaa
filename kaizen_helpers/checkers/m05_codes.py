"""E5-3 団体コードと法人番号: the marked values of a short program, tried on codes that nobody has seen.

What the program says is compared with the library's check, code for code; both borders (余り0 and 余り1) are there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Field, Panel
from kaizen_helpers.checkers.m05_preview import CLOSES, OPENS, program_html, whole_table_html
from kaizen_helpers.checkers.m05_program import (
    ADD_DIGIT,
    ADD_ZERO,
    AS_ERROR,
    AS_IS,
    AS_ZERO,
    BRACKET,
    CHOICES,
    MINUS,
    REST,
    RIGHT,
    Choice,
    Tried,
    corporate_numbers,
    fresh_codes,
    program,
    says,
    says_of_corporate,
    shown_codes,
    true,
)
from kaizen_helpers.notation.codes import check_corporate_number

__all__ = ["CODES"]

FRESH = 503
KNOWN = "1000020410004"
"""佐賀県."""
_LABELS: Mapping[str, str] = {
    "weights": "団体コード: 左の5桁に、順に掛ける数",
    "digit": "団体コード: 合計を11で割った余りから作る検査数字",
    "five": "コードが5桁しかないとき",
    "wide": "コードが全角のとき",
    "blank": "コードが空欄のとき",
    "corporate": "法人番号: 先頭の検査数字",
}


@dataclass(frozen=True)
class Checked:
    """The answer, and the codes of which the program says something else than the library."""

    choice: Choice
    typo: str
    off: tuple[Tried, ...]
    corporate_off: tuple[str, ...]

    def differs(self, *kinds: str) -> bool:
        """Whether a code of one of these kinds is told otherwise."""
        return any(one.kind in kinds for one in self.off)

    @property
    def decided(self) -> int:
        """How many values are decided."""
        return sum(bool(getattr(self.choice, name)) for name in CHOICES)

    @property
    def right(self) -> int:
        """How many values are decided, and right."""
        return sum(getattr(self.choice, name) == RIGHT[name] for name in CHOICES)

    @property
    def typo_changes(self) -> int:
        """In how many digits the typing error differs from the number; 99 where it has another length."""
        if len(self.typo) != len(KNOWN):
            return 99
        return sum(one != other for one, other in zip(self.typo, KNOWN, strict=True))


def _choice(answer: Mapping[str, Any]) -> Choice:
    return Choice(*(str(answer[name]) for name in CHOICES))


def _checked(v: Values) -> Checked:
    choice = _choice({name: getattr(v, name) for name in CHOICES})
    off = tuple(one for one in fresh_codes(FRESH) if says(one.value, choice) != true(one.value))
    corporate = tuple(number for number in corporate_numbers(FRESH) if says_of_corporate(number, choice) != "合う")
    typo = unicodedata.normalize("NFKC", v.typo).strip().replace("-", "").replace(" ", "")
    if not any(character.isdigit() for character in typo):
        typo = ""  # 「なし」「わからない」: nothing was tried, which is allowed
    return Checked(choice, typo, off, corporate)


def _with(name: str, value: str, *kinds: str) -> Callable[[Checked], bool]:
    """Rules: this value is decided, and codes of these kinds are told otherwise."""
    return lambda c: getattr(c.choice, name) == value and c.differs(*kinds)


def _good(c: Checked) -> str:
    return f"{c.right}つの値は、どのコードでも確かめどおりです。" if c.right else ""


def _rule(mistake: str, name: str, when: Callable[[Checked], bool], why: str, next_step: str, trainer: str) -> Mistake:
    """A rule about one of the marked values."""
    return Mistake(
        mistake,
        when=when,
        say=lambda c, _places: Message(_good(c), f"「{_LABELS[name]}」の欄です。", why, next_step),
        trainer=trainer,
    )


def _preview(answer: Mapping[str, Any]) -> str:
    choice = _choice(answer)
    ready = all(getattr(choice, name) for name in CHOICES if name != "corporate")
    lines = [
        (
            "（空欄）" if one.value is None else f"{one.value}（数）" if type(one.value) is int else str(one.value),
            one.known_ja,
            says(one.value, choice) if ready else "",
        )
        for one in shown_codes(answer["variant"])
    ]
    lines.append((KNOWN, "佐賀県の正しい法人番号", says_of_corporate(KNOWN, choice) if choice.corporate else ""))
    return program_html(program(choice, OPENS, CLOSES)) + whole_table_html(
        ("コード", "分かっていること", "プログラムの答え"), lines, label="プログラムの答え"
    )


CODES = Exercise(
    id="notation-codes",
    code="E5-3",
    module="05_notation",
    title="団体コードと法人番号",
    points=4,
    takes=dict.fromkeys((*CHOICES, "typo"), str) | {"variant": int},
    panel=Panel(
        question=(
            "<p>団体コードの6桁目と、法人番号の先頭は、<b>検査数字</b>です。ほかの桁から計算できるので、入力ミスに気づけます。"
            "団体コードでは、左の5桁に決まった数を掛けて足し、11で割った余りから作ります。</p>"
            "<p>短いプログラムはできています。<b>決めるのは、中の6つの値だけ</b>です。「分かっていること」と"
            "「プログラムの答え」が合うかを見ます。答え合わせでは、ほかのコードにも当てはめます。</p>"
        ),
        inputs=(
            *(Field(name, _LABELS[name], choices=choices) for name, choices in CHOICES.items()),
            Field(
                "typo",
                f"発展（空欄でもかまいません）: {KNOWN} の数字を1つだけ変えて、検査に通ってしまう番号を作る",
                placeholder="13桁の数字",
            ),
        ),
        preview=_preview,
        caption="プログラムと、その答え",
    ),
    prepare=_checked,
    rules=(
        Unattempted(lambda c: c.decided == 0 and not c.typo),
        _rule(
            "notation.check-weights",
            "weights",
            lambda c: bool(c.choice.weights) and c.choice.weights != RIGHT["weights"] and c.differs("plain"),
            "正しいコードまで「合わない」になります。確かめる人は、警告を見なくなってしまいます。",
            "「正しいコード」の行を1つ選び、5つの桁に掛けて足し、11で割って、6桁目と比べましょう。",
            "掛ける数。佐賀県の410004を、黒板で1桁ずつ計算する。左の桁ほど大きい数を掛ける。",
        ),
        _rule(
            "notation.check-ten",
            "digit",
            _with("digit", MINUS, "rest 0", "rest 1"),
            "余りが1のときは10、0のときは11になり、1桁に入りません。正しいコードが「合わない」になります。",
            "余りが0と1になるコードを、表で探し、6桁目の数字と見比べましょう。",
            "余りが0と1の境目。10や11から、1桁の数字をどう取り出すかを聞く。",
        ),
        _rule(
            "notation.check-rest",
            "digit",
            _with("digit", REST, "plain"),
            "余りと検査数字は、同じ数ではありません。正しいコードが「合わない」になります。",
            "正しいコードの余りと6桁目を足すと、いくつになるかを、2つのコードで調べましょう。",
            "余りをそのまま使った。余りと6桁目の数字を、3つの団体で並べて書いてもらう。",
        ),
        _rule(
            "notation.five-zero",
            "five",
            _with("five", ADD_ZERO, "five"),
            "5桁になった理由は、1つではありません。検査数字がまだ付いていないコードに0を付けると、別の団体になることもあります。",
            "5桁のコードがどこから来たかを、プログラムが知っているかを考えましょう。",
            "0を付ける推測。「この5桁は、どの表から来ましたか」と聞く。表ごとに決まっているなら、人がそう決めればよい。",
        ),
        _rule(
            "notation.five-digit",
            "five",
            _with("five", ADD_DIGIT, "five"),
            "検査数字を計算して付けると、どんな5桁も正しく見えます。入力ミスが、検査に通ってしまいます。",
            "計算で作った検査数字で、その5桁を確かめられるかを考えましょう。",
            "自分で付けた検査数字では、確かめたことにならない。合うように作ったのだから、合う。",
        ),
        _rule(
            "notation.wide-refused",
            "wide",
            _with("wide", AS_IS, "wide"),
            "全角なだけの正しいコードが「合わない」になります。直すところのない人に、問い合わせることになります。",
            "人が見て同じコードだと分かるものを、先にどうそろえるかを考えましょう。",
            "幅の違い。コードは、幅をそろえてから調べる。氏名と違って、意味が変わらない。",
        ),
        _rule(
            "notation.blank-as-error",
            "blank",
            _with("blank", AS_ERROR, "blank"),
            "書かれていないものと、入力ミスは、聞く相手も聞き方も違います。",
            "空欄の団体と、入力ミスのある団体に、それぞれ何と連絡するかを考えましょう。",
            "空欄は入力ミスではない。督促と照会の違いとして話す。",
        ),
        _rule(
            "notation.blank-as-zero",
            "blank",
            _with("blank", AS_ZERO, "blank"),
            "書いていないコードを、書いたことにしています。「000000」という団体は、どこにもありません。",
            "空欄を、空欄のまま数える方法を選びましょう。",
            "空欄を0にした。前の単元の「空欄と0は別」に戻る。",
        ),
        _rule(
            "notation.corporate-nine",
            "corporate",
            lambda c: c.choice.corporate == BRACKET and bool(c.corporate_off),
            "合計がちょうど9で割り切れると、先頭が0になります。法人番号の先頭は、1から9です。",
            "割り切れるときに、2つの式の答えがどう違うかを、合計18で比べましょう。",
            "かっこの位置。合計が18のとき、2つの式を声に出して計算してもらう。余りを取ってから、9から引く。",
        ),
        Mistake(
            "notation.typo-not-one",
            when=lambda c: bool(c.typo) and c.typo_changes != 1,
            say=lambda c, _places: Message(
                good=_good(c),
                where="「発展」の欄です。",
                why="実際の入力ミスで多いのは、1桁だけの取り違えです。桁の数は変わりません。",
                next="元の番号と1桁ずつ並べて、変えた数字が1つだけかを数えましょう。",
            ),
            trainer="変えるのは1桁だけ。元の番号の下に書き、違う桁に印を付けてもらう。",
        ),
        Mistake(
            "notation.typo-found",
            when=lambda c: c.typo_changes == 1 and check_corporate_number(c.typo).state != "ok",
            say=lambda _c, _places: Message(
                good="1桁だけを変えています。",
                where="「発展」の欄です。",
                why="この入力ミスは、検査で見つかります。見つからないものを知っておくと、検査を信じすぎずにすみます。",
                next="9で割った余りが変わらないように、1つの桁の数を変えられないかを考えましょう。",
            ),
            trainer="見つかる入力ミス。9で割るので、余りの変わらない数字の組が1つだけある。それを探してもらう。",
        ),
        Correct(
            lambda c: c.right == len(CHOICES) and not c.off and not c.corporate_off,
            say=lambda c, _places: Message(
                good="境目のコードも、数や全角のコードも、確かめどおりに分けられました。"
                + ("検査に通る入力ミスも、1つ作れました。" if c.typo else ""),
                next="検査に通っても、その団体があるとは限りません。名前と並べて確かめることも、続けましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "notation.codes-left",
        say=lambda c, _places: Message(
            good=_good(c),
            where=f"「{next((_LABELS[n] for n in CHOICES if getattr(c.choice, n) != RIGHT[n]), '発展')}」の欄です。",
            why="値が決まっていないと、プログラムは最後まで動きません。",
            next="表の「分かっていること」を読んで、残りの値を決めましょう。",
        ),
        trainer="値が残っている。右のプログラムの「…」の行を指さす。",
    ),
    partial=lambda c: min(4 * c.right / len(CHOICES), 3.5),
    hints=(
        "「正しいコード」の行が、どれも「合う」になるかを、1つ選ぶたびに見ます。",
        "境目は、余りが0と1のときです。5桁、全角、空欄は、推測しなくてもできることを選びます。",
        "たとえば図書館の本の番号にも、検査数字が10になったときの書き方が、1桁で決められています。",
    ),
)
