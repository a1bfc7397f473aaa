"""How many hours a year a new flow saves, under which assumptions, and how sure that is.

年間削減時間 = 年間件数 × (現状の分 − 見直し後の分) ÷ 60 − 追加の運用時間 (domain.md §7), both with rework
(:mod:`kaizen_helpers.flow.timing.effort`). A negative effect stays negative and is said: it is never rounded to 0.
There is no hourly rate by default; without one the result is in hours only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.timing.effort import Effort, effort
from kaizen_helpers.flow.timing.work import checked, counts_pieces

__all__ = ["SPREAD", "Savings", "Swing", "hours_ja", "savings"]

SPREAD = 0.3
"""How far each assumption may be off: ±30 % (flow.md §5.4)."""
_NOTHING = 0.05
"""Less than this many hours a year is no difference."""


@dataclass(frozen=True, slots=True)
class Swing:
    """What one assumption does to the hours saved if it alone is off."""

    name: str
    low: float
    """Hours saved a year if it is 30 % less."""
    high: float
    """Hours saved a year if it is 30 % more."""

    @property
    def width(self) -> float:
        """How much hangs on it."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class Savings:
    """The yearly effect of a new flow. Hours and yen are an estimate (見込み), not a result (実績)."""

    before: Effort
    after: Effort
    cases: float
    """Runs of the flow a year."""
    extra_hours: float = 0.0
    """Hours a year that the new way needs beside the flow (登録, 問い合わせ, 二重の運用)."""
    one_off: float | None = None
    """Yen to begin with (初期費用)."""
    yearly: float = 0.0
    """Yen a year (利用料など)."""
    assumptions_ja: tuple[str, ...] = ()
    """What had to be assumed."""

    @property
    def hours_before(self) -> float:
        """Hours a year of the office today."""
        return self.cases * self.before.minutes / 60

    @property
    def hours_after(self) -> float:
        """Hours a year of the office tomorrow, the extra hours included."""
        return self.cases * self.after.minutes / 60 + self.extra_hours

    @property
    def hours(self) -> float:
        """Hours saved a year; negative where the work grows."""
        return self.hours_before - self.hours_after

    @property
    def share(self) -> float | None:
        """The part of today's hours that is saved; ``None`` where there are none today."""
        return self.hours / self.hours_before if self.hours_before else None

    @property
    def swings(self) -> tuple[Swing, ...]:
        """Each assumption alone 30 % down and up, the one on which most hangs first."""
        return tuple(sorted(self._swings(), key=lambda swing: -swing.width))

    def _swings(self) -> list[Swing]:
        def saved(cases: float = 1.0, before: float = 1.0, after: float = 1.0, extra: float = 1.0) -> float:
            gain = self.before.minutes * before - self.after.minutes * after
            return self.cases * cases * gain / 60 - self.extra_hours * extra

        low, high = 1 - SPREAD, 1 + SPREAD
        found = [
            Swing("年間件数", saved(cases=low), saved(cases=high)),
            Swing("現状の作業時間", saved(before=low), saved(before=high)),
            Swing("見直し後の作業時間", saved(after=low), saved(after=high)),
        ]
        if self.extra_hours:
            found.append(Swing("追加の運用時間", saved(extra=low), saved(extra=high)))
        return found

    @property
    def least(self) -> float:
        """Hours saved in the worst of the swings."""
        return min(min(swing.low, swing.high) for swing in self.swings)

    @property
    def most(self) -> float:
        """Hours saved in the best of the swings."""
        return max(max(swing.low, swing.high) for swing in self.swings)

    @property
    def yen(self) -> float | None:
        """Yen a year by the given rates, the yearly cost taken off; ``None`` where a rate is missing.

        The extra hours have no rate of their own: they are counted at the average of today's work.
        """
        before, after = self.before.cost, self.after.cost
        if before is None or after is None:
            return None
        average = before / self.hours_before if self.hours_before else 0.0
        return before - after - self.extra_hours * average - self.yearly

    @property
    def payback_months(self) -> float | None:
        """After how many months the one-off cost has come in; ``None`` where it never does, or money is not known."""
        if self.one_off is None or self.yen is None or self.yen <= 0:
            return None
        return self.one_off / (self.yen / 12)

    def to_rows(self) -> list[dict[str, float | str]]:
        """The sensitivity as a table."""
        return [
            {
                "前提": swing.name,
                "30%少ないとき（時間/年）": round(swing.low, 1),
                "30%多いとき（時間/年）": round(swing.high, 1),
            }
            for swing in self.swings
        ]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The result in Japanese, the assumptions at the end."""
        said = [self._result(), self._range()]
        said += self._others() + self._burdens() + self._money()
        if self.hours > _NOTHING:
            said.append("空いた時間を何に使うかも、あわせて決めましょう。")
        return (*said, *self.assumptions_ja)

    def _result(self) -> str:
        sizes = f"年間の作業は、現状が{hours_ja(self.hours_before)}、見直し後が{hours_ja(self.hours_after)}です。"
        if abs(self.hours) < _NOTHING:
            return sizes + "変わらない見込みです。"
        share = f"（{abs(self.share) * 100:.0f}%）" if self.share is not None else ""
        return sizes + f"{hours_ja(abs(self.hours))}{share}{'減る' if self.hours > 0 else '増える'}見込みです。"

    def _range(self) -> str:
        if abs(self.hours) < _NOTHING and self.most - self.least < _NOTHING:
            return "件数や作業時間の見積りがずれても、変わりません。"
        lead = "件数や作業時間の見積りが、どれか1つ30%ずれると、"
        if self.least > -_NOTHING:
            return lead + f"減る時間は年{_number(self.least)}〜{hours_ja(self.most)}になります。"
        if self.most < _NOTHING:
            return lead + f"増える時間は年{_number(-self.most)}〜{hours_ja(-self.least)}になります。"
        return (
            lead + f"年{hours_ja(self.most)}減ることも、年{hours_ja(-self.least)}増えることもあります。"
            "まず何件か、実際の時間を測りましょう。"
        )

    def _others(self) -> list[str]:
        change = self.cases * (self.after.minutes_of_others - self.before.minutes_of_others) / 60
        if abs(change) < _NOTHING:
            return []
        verb = "増え" if change > 0 else "減り"
        return [f"職員のほかの人（住民や市町など）の作業は、年{hours_ja(abs(change))}{verb}ます。"]

    def _burdens(self) -> list[str]:
        """引継ぎ, 押印, 紙 and 転記, where there are more or fewer of them (flow.md §5.4)."""
        later = {burden.name: burden.places for burden in self.after.burdens}
        changed = [
            f"{burden.name}は{burden.places}か所から{later[burden.name]}か所"
            for burden in self.before.burdens
            if later.get(burden.name, burden.places) != burden.places
        ]
        return [f"{'、'.join(changed)}になります。"] if changed else []

    def _money(self) -> list[str]:
        if self.yen is None:
            return ["費用を比べるには、単価を職位ごとに入れてください。"] if self.one_off or self.yearly else []
        lead = "人件費に直して毎年の費用を引くと" if self.yearly else "人件費に直すと"
        word = "時間が空く" if self.yen >= 0 else "負担が増える"
        yen = f"{abs(round(self.yen, -3)):,.0f}円分"
        said = [f"{lead}、年に約{yen}の{word}見込みです。予算がそのまま減るわけではありません。"]
        if self.one_off:
            months = self.payback_months
            said.append(
                "この見込みでは、初期費用を取り戻せません。"
                if months is None
                else f"初期費用{self.one_off:,.0f}円は、およそ{max(1, round(months)):,}か月分の効果に当たります。"
            )
        return said


def savings(
    as_is: Flow,
    to_be: Flow,
    *,
    cases: float | None = None,
    rates: Mapping[str, float] | None = None,
    extra_hours: float = 0.0,
    one_off: float | None = None,
    yearly: float = 0.0,
) -> Savings:
    """The hours a year that ``to_be`` saves against ``as_is``.

    Args:
        as_is: the flow of today.
        to_be: the flow of tomorrow.
        cases: runs a year for both flows; what today's flow says is taken if nothing is given.
        rates: yen an hour by position or owner (see :func:`~kaizen_helpers.flow.timing.effort.effort`).
        extra_hours: hours a year that the new way needs beside the flow.
        one_off: yen to begin with.
        yearly: yen a year.

    Raises:
        InputError: nobody says how many cases a year there are, a number is negative or not finite, or a
            flow cannot be counted (see :func:`~kaizen_helpers.flow.timing.effort.effort`).
    """
    for value, name in ((extra_hours, "追加の運用時間"), (one_off or 0.0, "初期費用"), (yearly, "年額の費用")):
        checked(value, name)
    for flow in (as_is, to_be):
        checked(flow.cases or 0.0, "年間件数")
    runs = next((known for known in (cases, as_is.cases, to_be.cases) if known is not None), None)
    if runs is None:
        raise InputError("年間件数がわかりません。図の題名の行か cases に、1年の件数を書いてください。", "年間件数")
    before, after = (effort(flow, cases=runs, rates=rates) for flow in (as_is, to_be))
    assumed = _assumptions(as_is, to_be, cases, runs, before, after)
    return Savings(before, after, runs, extra_hours, one_off, yearly, assumed)


def _assumptions(
    as_is: Flow, to_be: Flow, given: float | None, runs: float, before: Effort, after: Effort
) -> tuple[str, ...]:
    unit = "回" if counts_pieces(before.steps) or counts_pieces(after.steps) else "件"
    said = [f"どちらの流れも、年{_number(runs)}{unit}で計算しました。"]
    if given is None and None not in (as_is.cases, to_be.cases) and as_is.cases != to_be.cases:
        said[0] += f"見直し後の図には{_number(to_be.cases or 0)}{unit}とありますが、そろえて比べています。"
    for name, counted in (("現状", before), ("見直し後", after)):
        said += [f"{name}の図：{note.message_ja}" for note in counted.notes]
    return tuple(said)


def hours_ja(hours: float) -> str:
    """「93時間」「7.9時間」「0.4時間」."""
    return f"{_number(hours)}時間"


def _number(value: float) -> str:
    if abs(value) >= 100 or abs(value - round(value)) < _NOTHING:
        return f"{round(value):,}"
    return f"{value:,.1f}"
