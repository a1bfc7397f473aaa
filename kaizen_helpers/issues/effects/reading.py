"""A filled form 効果の見積り becomes a measure, and a measure becomes a filled form.

Nothing is left out silently: as long as something cannot be used, there is no measure, only what to put right.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kaizen_helpers.errors import InputError
from kaizen_helpers.forms.model import Problem, Values
from kaizen_helpers.issues.effects.form import ALL, ONE, RESULT
from kaizen_helpers.issues.effects.model import (
    MONTHS,
    Amount,
    Basis,
    Cost,
    Measure,
    NewWork,
    Outcome,
    Part,
    Rates,
    Trial,
    Work,
)

__all__ = ["measure_of_values", "rates_of_values", "values_of_measure"]

Row = Mapping[str, Any]
Made = TypeVar("Made")
_YEAR = 12


def measure_of_values(values: Values) -> tuple[Measure | None, tuple[Problem, ...]]:
    """The measure that a filled form tells; ``None`` and what to put right, where something cannot be used.

    ``values`` are those of :func:`kaizen_helpers.forms.read_form` or ``read_values``.
    """
    reader = _Reader(values)
    works = [work for row in reader.rows("works") if (work := reader.work(row)) is not None]
    news = [new for row in reader.rows("new_works") if (new := reader.new_work(row)) is not None]
    outcomes = [one for row in reader.rows("outcomes") if (one := reader.outcome(row)) is not None]
    cost, trial = reader.cost(), reader.trial()
    reader.look_for_strays()
    if not works and not news and not reader.problems:
        reader.say("「変わる作業」", "変わる作業を1行以上書いてください。")
    if reader.problems:
        return None, tuple(reader.problems)
    share = values.get("claimed_share")
    measure = Measure(
        str(values.get("name") or "打ち手"),
        tuple(works),
        tuple(news),
        tuple(outcomes),
        cost or Cost(),
        trial,
        values.get("claimed_hours"),
        None if share is None else share / 100,
        tuple(str(values[key]) for key in ("name", "purpose", "use") if values.get(key)),
        bool(values.get("no_new")),
    )
    return measure, ()


def rates_of_values(values: Values) -> Rates | None:
    """The rates that a filled form tells; ``None`` where it tells none, and then no money is told.

    Raises:
        InputError: both one rate for all and rates by position are there, a position stands twice, or a row is half
            filled.
    """
    single, rows = values.get("rate"), values.get("rates") or ()
    if rows and single is not None:
        raise InputError("「1時間の単価」か「職位別の単価」のどちらかだけに入れてください。", "単価")
    found: dict[str, float] = {}
    for row in rows:
        rank = str(row.get("rank") or "").strip()
        if not rank or row.get("rate") is None:
            raise InputError("職位と単価の両方を入れてください。", f"「職位別の単価」の「{rank or '職位が空欄の行'}」")
        if rank in found:
            raise InputError("同じ職位が2行あります。1行にまとめてください。", f"「職位別の単価」の「{rank}」")
        found[rank] = row["rate"]
    return found or single


@dataclass
class _Reader:
    """Reads the rows one after another and keeps what is to be put right."""

    values: Values
    problems: list[Problem] = field(default_factory=list)

    def say(self, where: str, message: str) -> None:
        self.problems.append(Problem(where, message))

    def rows(self, key: str) -> tuple[Row, ...]:
        return tuple(self.values.get(key) or ())

    def made(self, where: str, make: Callable[[], Made]) -> Made | None:
        """What ``make`` gives; what it cannot use is told with its place."""
        try:
            return make()
        except InputError as problem:
            self.say(where, problem.message_ja)
            return None

    def needed(self, row: Row, name: str, table: str, labels: Mapping[str, str]) -> bool:
        """Whether a row has a name and all these values; what is missing is told."""
        if not name:
            self.say(f"「{table}」", "名前の空いた行があります。名前を書いてください。")
        missing = [label for key, label in labels.items() if row.get(key) is None]
        if name and missing:
            self.say(f"「{table}」の「{name}」", f"{'と'.join(missing)}を入れてください。")
        return bool(name) and not missing

    def work(self, row: Row) -> Work | None:
        name = _name(row)
        where = f"「変わる作業」の「{name}」"
        if not self.needed(row, name, "変わる作業", {"before": "現状の分", "after": "見直し後の分（なくなる作業は0）"}):
            return None
        monthly = self.monthly(name)
        count, months = row.get("cases"), row.get("months")
        if months is None:
            months = _YEAR
        if not 1 <= months <= _YEAR or months != int(months):
            self.say(where, "「何か月分」には、1から12までの数を入れてください。")
            return None
        part = Part(count, int(months)) if count is not None and months < _YEAR else None
        year = count if part is None else None
        if year is None and monthly is not None:
            year = math.fsum(monthly)
        people = row.get("people")
        if people is not None and people <= 0:
            self.say(where, "「人数」には、0より大きい数を入れてください。1人なら空けておきます。")
            return None
        return self.made(
            where,
            lambda: Work(
                name,
                self.amount(name, "現状の分", row["before"]),
                self.amount(name, "見直し後の分", row["after"]),
                None if year is None else self.amount(name, "件数", year),
                monthly,
                part,
                1.0 if people is None else people,
                row.get("minutes_of") == ALL,
                str(row.get("rank") or "").strip(),
                basis=Basis(row.get("basis") or Basis.ESTIMATE),
            ),
        )

    def monthly(self, name: str) -> tuple[float, ...] | None:
        """The twelve counts of a work, if there are any."""
        rows = [row for row in self.rows("monthly") if _name(row) == name]
        if not rows:
            return None
        where = f"「月別の件数」の「{name}」"
        if len(rows) > 1:
            self.say(where, "同じ作業が2行あります。1行にまとめてください。")
        counts = [rows[0].get(f"m{month}") for month in MONTHS]
        blank = [f"{month}月" for month, count in zip(MONTHS, counts, strict=True) if count is None]
        if blank:
            self.say(where, f"{'、'.join(blank)}が空いています。なかった月は0を入れてください。")
            return None
        return tuple(count for count in counts if count is not None)

    def amount(self, name: str, what: str, usual: float) -> Amount:
        """A number with its bounds, if some are given."""
        found = [row for row in self.rows("ranges") if _name(row) == name and row.get("what") == what]
        if len(found) > 1:
            raise InputError(f"「見積りの幅」に{what}が2行あります。1行にまとめてください。")
        row = found[0] if found else {}
        try:
            return Amount(usual, row.get("low"), row.get("high"))
        except InputError as problem:
            raise InputError(f"{what}：{problem.message_ja}") from None

    def new_work(self, row: Row) -> NewWork | None:
        name = _name(row)
        if not self.needed(row, name, "新しく増える作業", {"hours": "年間の時間"}):
            return None
        return self.made(
            f"「新しく増える作業」の「{name}」",
            lambda: NewWork(name, self.amount(name, "増える時間", row["hours"]), str(row.get("rank") or "").strip()),
        )

    def outcome(self, row: Row) -> Outcome | None:
        name = _name(row)
        if not self.needed(row, name, "住民・相手方の効果", {"before": "現状", "after": "見直し後"}):
            return None
        unit = str(row.get("unit") or "").strip()
        return self.made(
            f"「住民・相手方の効果」の「{name}」",
            lambda: Outcome(name, row["before"], row["after"], unit, row.get("basis") == RESULT),
        )

    def cost(self) -> Cost | None:
        def number(key: str) -> float:
            return self.values.get(key) or 0.0

        return self.made(
            "「費用」",
            lambda: Cost(number("initial"), self.values.get("years"), number("yearly"), number("start_hours")),
        )

    def trial(self) -> Trial | None:
        hours, months = self.values.get("trial_hours"), self.values.get("trial_months")
        if hours is None and not months:
            return None
        if hours is None or not months:
            self.say("「試行で減った時間」", "試行した月と、減った時間の両方を入れてください。")
            return None
        plain = unicodedata.normalize("NFKC", str(months))[:100]
        if re.search(r"[~〜～－―-]", plain):
            self.say("「試行した月」", "「〜」を使わず、「4、5、6」のように月を1つずつ書いてください。")
            return None
        found = tuple(int(number) for number in re.findall(r"\d{1,3}", plain))
        return self.made("「試行した月」", lambda: Trial(hours, found))

    def look_for_strays(self) -> None:
        """Names that stand twice, and rows about a work that is not there: they would be lost silently."""
        works, news = ([_name(row) for row in self.rows(key)] for key in ("works", "new_works"))
        for name in {name for name in works if name and works.count(name) > 1}:
            self.say(f"「変わる作業」の「{name}」", "同じ名前の作業が2行あります。名前を分けてください。")
        for row in self.rows("monthly"):
            if _name(row) not in works:
                say = "「変わる作業」に同じ名前の作業がありません。名前をそろえてください。"
                self.say(f"「月別の件数」の「{_name(row) or '名前の空いた行'}」", say)
        for row in self.rows("ranges"):
            if row.get("what") is None or _name(row) not in (news if row["what"] == "増える時間" else works):
                say = "作業の名前を「変わる作業」か「新しく増える作業」とそろえ、「どの数」を選んでください。"
                self.say(f"「見積りの幅」の「{_name(row) or '名前の空いた行'}」", say)


def _name(row: Row) -> str:
    return " ".join(str(row.get("name") or "").split())


def values_of_measure(measure: Measure, rates: Rates | None = None) -> dict[str, Any]:
    """The form filled with a measure, to be gone on with at the desk; what stands beside it (``BESIDE``) is left open.

    Names that stand twice get a number.
    """
    works = _told_apart(measure.works)
    by_rank = dict(rates) if isinstance(rates, Mapping) else {}
    cost = measure.cost
    return {
        "name": measure.name,
        "no_new": measure.no_new_work or None,
        "rate": None if isinstance(rates, Mapping) else rates,
        "initial": cost.initial or None,
        "years": cost.years,
        "yearly": cost.yearly or None,
        "start_hours": cost.start_hours or None,
        "trial_hours": measure.trial.hours if measure.trial else None,
        "trial_months": "、".join(map(str, measure.trial.months)) if measure.trial else None,
        "claimed_hours": measure.claimed_hours,
        "claimed_share": None if measure.claimed_share is None else measure.claimed_share * 100,
        "works": [_work_row(name, work) for name, work in works],
        "monthly": [
            {"name": name, **{f"m{month}": count for month, count in zip(MONTHS, work.monthly, strict=True)}}
            for name, work in works
            if work.monthly is not None
        ],
        "new_works": [
            {"name": new.name, "hours": new.hours.usual, "rank": new.rank or new.who} for new in measure.new_works
        ],
        "outcomes": [
            {
                "name": one.name,
                "before": one.before,
                "after": one.after,
                "unit": one.unit,
                "basis": RESULT if one.measured else "見込み",
            }
            for one in measure.outcomes
        ],
        "ranges": [
            *(row for name, work in works for row in _work_ranges(name, work)),
            *(row for new in measure.new_works for row in _range(new.name, "増える時間", new.hours)),
        ],
        "rates": [{"rank": rank, "rate": rate} for rank, rate in by_rank.items()],
    }


def _told_apart(works: tuple[Work, ...]) -> list[tuple[str, Work]]:
    seen: dict[str, int] = {}
    named = []
    for work in works:
        name = " ".join(work.name.split())
        seen[name] = seen.get(name, 0) + 1
        named.append((name if seen[name] == 1 else f"{name}（{seen[name]}）", work))
    return named


def _work_row(name: str, work: Work) -> dict[str, Any]:
    known = work.cases is not None
    return {
        "name": name,
        "rank": work.rank or work.who,
        "cases": work.cases.usual if work.cases else work.part.count if work.part else None,
        "months": None if known or work.part is None else work.part.months,
        "people": None if work.people == 1 else work.people,
        "minutes_of": ALL if work.for_all else ONE,
        "before": work.before.usual,
        "after": work.after.usual,
        "basis": str(work.basis),
    }


def _work_ranges(name: str, work: Work) -> list[dict[str, Any]]:
    count = work.cases or Amount(0.0)
    parts = (("件数", count), ("現状の分", work.before), ("見直し後の分", work.after))
    return [row for what, amount in parts for row in _range(name, what, amount)]


def _range(name: str, what: str, amount: Amount) -> list[dict[str, Any]]:
    if amount.low is None and amount.high is None:
        return []
    return [{"name": name, "what": what, "low": amount.low, "high": amount.high}]
