"""The registers as pages for A4: consultations, the days of the weekly consultation, and the improvements of a year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaizen_helpers.notation.personal import masked
from kaizen_helpers.plan.register.cases import Case, CaseRegister, YearSummary
from kaizen_helpers.plan.register.clinic import Register, Visit, count_visits
from kaizen_helpers.plan.register.clinic_days import Schedule
from kaizen_helpers.printed import page, table, text

__all__ = ["cases_page", "clinic_page", "schedule_page"]

_MOST_PROBLEMS = 15


def clinic_page(register: Register, *, title: str = "相談会のまとめ") -> str:
    """What came to the consultations, as HTML for A4. What looks like a person in free text is masked."""
    counts = count_visits(register)
    facts = [
        ["相談会の回数（開催日）", f"{counts.days}回"],
        ["相談の件数", f"{counts.visits}件"],
        ["延べ業務数（来るたびに数える）", f"{counts.times}業務"],
        ["実業務数（同じ業務は1回だけ数える）", f"{counts.distinct}業務"],
        ["相談に来た所属", f"{counts.sections}"],
    ]
    missing = [
        [visit.section, masked(visit.business), visit.diagram or "記入なし", _day(visit)]
        for visit in register.without_diagram
    ]
    waiting = [
        [visit.section, masked(visit.business), visit.state or "記入なし", _next(visit), visit.told]
        for visit in register.open
    ]
    parts = [
        f"<header><h1>{text(title)}</h1><p>{text(counts.text_ja)}</p></header>",
        table(["数えたもの", "数"], facts, ["", "number"]),
        "<h2>分類ごとの件数</h2>",
        table(["分類", "件数"], [[kind, str(count)] for kind, count in counts.kinds], ["", "number"]),
        _section(
            "本番で使っていて、業務フロー図がそろっていないもの",
            "本番で使う前に、業務フロー図が要ります。引継ぎのためです。先に声をかけます。",
            ["所属", "業務名", "フロー図", "前回"],
            missing,
        ),
        _section("続いている相談", "", ["所属", "業務名", "状況", "次回", "困りごと"], waiting),
        _questions(counts.questions_ja),
        _problems(str(problem) for problem in register.problems),
    ]
    return page(title, "A4", [], parts)


def _day(visit: Visit) -> str:
    return visit.day.isoformat() if visit.day else ""


def _next(visit: Visit) -> str:
    return visit.next_day.isoformat() if visit.next_day else "未定"


def schedule_page(schedule: Schedule, *, title: str = "相談会の日程", place: str = "") -> str:
    """The days of a fiscal year month by month, as HTML for A4."""
    months: dict[tuple[int, int], list[str]] = {}
    for day in schedule.days:
        months.setdefault((day.year, day.month), []).append(f"{day.day}日")
    rows = [[f"{year}年{month}月", "、".join(days)] for (year, month), days in months.items()]
    told = f"{schedule.text_ja}　場所: {place}" if place else schedule.text_ja
    parts = [
        f"<header><h1>{text(title)}</h1><p>{text(told)}</p></header>",
        table(["月", "開く日"], rows, ["one", ""]),
        _section("休みの日", "", ["日", "理由"], [line.split(": ", 1) for line in schedule.left_out_ja]),
    ]
    return page(title, "A4", [], parts)


def cases_page(register: CaseRegister, summary: YearSummary, *, title: str = "") -> str:
    """The improvements of a fiscal year, as HTML for A4: estimated and measured hours in places of their own."""
    name = title or f"{summary.year}年度 改善事例のまとめ"
    facts = [
        ["事例", f"{len(summary.cases)}件", "、".join(f"{state}{count}件" for state, count in summary.states)],
        ["見込みの効果", summary.estimated.text_ja, "計算した数です。測った事例の見込みも入っています。"],
        ["実績の効果", summary.measured.text_ja, "実際に測り、測り方を書いた事例だけです。"],
    ]
    if summary.both:
        before, after = summary.both
        facts.append(["見込みと実績がある事例", f"見込み {before.text_ja}", f"実績 {after.text_ja}"])
    parts = [
        f"<header><h1>{text(name)}</h1><p>見込みと実績は、別の数です。足し合わせていません。</p></header>",
        table(["数えたもの", "数", "読み方"], facts, ["one", "one", ""]),
        "<h2>事例</h2>",
        table(
            ["所属", "業務名", "打ち手", "状態", "見込み", "実績", "相手の効果"],
            [_case_row(case) for case in summary.cases],
            ["", "", "", "one", "number", "number", ""],
        ),
        _section(
            "まだ測っていない事例",
            "使い始めた事例です。次の12週のうちに、1回だけでも測ってみましょう。",
            ["所属", "業務名", "打ち手", "見込み"],
            [[c.section, masked(c.business), masked(c.measure), _hours(c.estimated)] for c in summary.unmeasured],
        ),
        _questions(summary.questions_ja),
        _problems(str(problem) for problem in register.problems),
        '<p class="small">時間は、年に減る時間です。負の数は増える時間です。予算の削減とは別の数です。</p>',
    ]
    return page(name, "A4", [], parts)


def _case_row(case: Case) -> list[str]:
    measured = _hours(case.measured) if case.is_measured else "測り方なし" if case.measured is not None else ""
    return [
        case.section,
        masked(case.business),
        masked(case.measure),
        case.state,
        _hours(case.estimated),
        measured,
        masked(case.public),
    ]


def _hours(hours: float | None) -> str:
    return "" if hours is None else f"{hours:,.10g}時間"


def _section(name: str, lead: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return f"<h2>{text(name)}</h2><p>ありません。</p>"
    told = f"<p>{text(lead)}</p>" if lead else ""
    return f"<h2>{text(name)}</h2>{told}{table(heads, rows)}"


def _questions(questions: Sequence[str]) -> str:
    return _list("確かめること", [masked(one) for one in questions])


def _problems(problems: Iterable[str]) -> str:
    return _list("台帳で直す所", list(problems))


def _list(name: str, found: Sequence[str]) -> str:
    if not found:
        return ""
    shown = [*found[:_MOST_PROBLEMS]]
    if len(found) > _MOST_PROBLEMS:
        shown.append(f"ほかに{len(found) - _MOST_PROBLEMS}か所あります。")
    return f"<h2>{text(name)}</h2><ul>{''.join(f'<li>{text(one)}</li>' for one in shown)}</ul>"
