"""What is miscounted, missing or better said in another way: the wrong ways of counting of domain.md §7."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kaizen_helpers.flow.change.savings import hours_ja
from kaizen_helpers.issues.effects.claims import way_of_hours, way_of_share
from kaizen_helpers.issues.effects.counting import Effect
from kaizen_helpers.issues.effects.model import Basis, Work

__all__ = ["EffectFinding", "find_in_effect"]

_BUDGET = re.compile(
    r"予算[をのが]?(?:削減|節約|カット)|人件費[をのが]?(?:削減|節約)|(?:人員|職員|定員)[をのが]?(?:削減|減ら)"
)


@dataclass(frozen=True, slots=True)
class EffectFinding:
    """One thing to look at."""

    id: str
    where: str
    """The place as people name it: a work, a field."""
    message_ja: str
    """What it is, and what to do next."""
    severity: Literal["error", "advice"] = "advice"
    """``error``: the figure is not the effect. ``advice``: it can be surer or better said."""


def find_in_effect(effect: Effect) -> tuple[EffectFinding, ...]:
    """Everything to look at, what makes the figure wrong first."""
    found = [
        *_claims(effect),
        *(finding for work in effect.measure.works for finding in _work(work)),
        *_trial(effect),
        *_new_work(effect),
        *_money(effect),
        *_residents(effect),
        *_bases(effect),
        *_words(effect),
    ]
    return tuple(sorted(found, key=lambda finding: finding.severity != "error"))


def _claims(effect: Effect) -> Iterator[EffectFinding]:
    measure = effect.measure
    if measure.claimed_hours is not None:
        where = f"手計算の{hours_ja(measure.claimed_hours)}"
        ways = way_of_hours(effect, measure.claimed_hours)
        here = f"ここでの計算では、年{hours_ja(effect.hours)}です。"
        if ways is None:
            say = f"{here}件数・分・新しい作業のどれが違うかを、1つずつ比べましょう。"
            yield EffectFinding("EFFECT-DIFFERENT", where, say, "error")
        for way in ways or ():
            yield EffectFinding(way.id, where, way.say_ja + here, "error")
    if measure.claimed_share is not None:
        say = way_of_share(effect, measure.claimed_share) or ""
        if say:
            yield EffectFinding("EFFECT-DENOMINATOR", f"手計算の{measure.claimed_share * 100:.0f}%", say, "error")


def _work(work: Work) -> Iterator[EffectFinding]:
    where = f"「{work.name}」"
    if work.part is not None:
        used = "月別" if work.monthly else "年間"
        say = f"{work.part.months}か月分の件数を12か月に引き伸ばさず、{used}の件数で計算しました。"
        yield EffectFinding("EFFECT-PART", where, say)
    if work.monthly and work.cases and abs(sum(work.monthly) - work.cases.usual) > 0.01 * max(1.0, work.cases.usual):
        say = (
            f"月別の件数を足すと{sum(work.monthly):,.10g}件で、年間の件数{work.cases.usual:,.10g}件と合いません。"
            "月別の件数で計算しました。台帳で確かめてください。"
        )
        yield EffectFinding("EFFECT-COUNTS", where, say)
    if work.for_all and work.people > 1:
        say = f"分が全員分なので、{work.people:g}人は掛けていません。1人分の分なら、「1人分」に直してください。"
        yield EffectFinding("EFFECT-PEOPLE", where, say)


def _trial(effect: Effect) -> Iterator[EffectFinding]:
    trial = effect.measure.trial
    if trial is None:
        return
    months = len(trial.months)
    if effect.trial_hours is None:
        say = (
            f"{months}か月の{hours_ja(trial.hours)}は、1年分に直していません。月によって件数が違うためです。"
            "月別の件数を入れてください。"
        )
        yield EffectFinding("EFFECT-TRIAL", "試行の実績", say)
        return
    stretched = trial.hours * 12 / months
    if abs(stretched - effect.trial_hours) > 0.05 * max(1.0, abs(effect.trial_hours)):
        say = (
            f"{months}か月の{hours_ja(trial.hours)}を12か月に引き伸ばすと{hours_ja(stretched)}ですが、月別の件数からは"
            f"年{hours_ja(effect.trial_hours)}です。こちらを使ってください。"
        )
        yield EffectFinding("EFFECT-QUARTER", "試行の実績", say)


def _new_work(effect: Effect) -> Iterator[EffectFinding]:
    measure = effect.measure
    if not measure.new_works and not measure.no_new_work and effect.hours > 0:
        say = (
            "登録、問い合わせ、移行中の二重の運用など、新しく増える作業が書かれていません。"
            "なければ「増える作業はない」と書いておきましょう。"
        )
        yield EffectFinding("EFFECT-NEW-WORK", "新しく増える作業", say)


def _money(effect: Effect) -> Iterator[EffectFinding]:
    cost = effect.measure.cost
    if cost.initial and cost.years is None:
        yield EffectFinding("EFFECT-YEARS", "使用年数", "初期費用を1年分に直せません。何年使うかを入れてください。")
    if effect.rates is None:
        if cost.initial or cost.yearly:
            say = "費用と比べるには、1時間あたりの単価を入れてください。単価は団体や年度で違います。"
            yield EffectFinding("EFFECT-RATE", "単価", say)
        return
    free = [rank.rank for rank in effect.by_rank if rank.yen is None and abs(rank.hours) > 0]
    if free:
        say = f"「{'」「'.join(free[:4])}」の単価がないので、金額は出していません。"
        yield EffectFinding("EFFECT-RATE", "単価", say)


def _residents(effect: Effect) -> Iterator[EffectFinding]:
    """S12: at least one effect that is not the time of the staff."""
    if not effect.measure.outcomes:
        say = (
            "住民や相手方にとっての効果がまだありません。"
            "来庁の回数、待ち日数、誤りの件数などから1つ以上入れてください。"
        )
        yield EffectFinding("EFFECT-RESIDENTS", "住民・相手方の効果", say)
    for outcome in effect.measure.outcomes:
        if outcome.after > outcome.before:
            sizes = f"{outcome.before:,.10g}{outcome.unit}から{outcome.after:,.10g}{outcome.unit}"
            say = f"{sizes}に増えます。増えてよいものかを確かめましょう。"
            yield EffectFinding("EFFECT-OUTCOME", f"「{outcome.name}」", say)


def _bases(effect: Effect) -> Iterator[EffectFinding]:
    bases = {work.basis for work in effect.measure.works}
    if bases == {Basis.ESTIMATE}:
        say = "分がすべて見込みです。現状を3件ほど測ると、ずっと確かになります。"
        yield EffectFinding("EFFECT-ESTIMATE", "根拠", say)


def _words(effect: Effect) -> Iterator[EffectFinding]:
    for text in effect.measure.texts:
        if found := _BUDGET.search(text):
            say = (
                "減るのは作業の時間で、予算や職員の数がそのまま減るわけではありません。"
                "「年◯時間を相談対応に充てる」のように、空いた時間の使い道を書きましょう。"
            )
            yield EffectFinding("EFFECT-BUDGET", f"「{found[0]}」", say)
