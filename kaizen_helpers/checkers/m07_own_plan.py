"""One's own action plan, without points: every finding about it, one at a time."""

from __future__ import annotations

from dataclasses import dataclass

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Panel, Table
from kaizen_helpers.checkers.m07_action_answer import ENTRY, HINT, TRAINING_DAY, WRITTEN
from kaizen_helpers.forms import read_values
from kaizen_helpers.notation.dates import DateReading
from kaizen_helpers.plan.action.action_plan import PLAN
from kaizen_helpers.plan.action.appointments import read_appointment
from kaizen_helpers.plan.action.checks import check_filled
from kaizen_helpers.plan.findings import PlanFinding

__all__ = ["OWN_PLAN"]

_DAYS = ("made", "due", "first_day")
_PLEDGE = ("first", "first_day")


@dataclass(frozen=True)
class OwnPlan:
    """One's own plan, with everything that is said about it."""

    written: frozenset[str]
    """Keys of the entries with anything in them."""
    findings: tuple[PlanFinding, ...]
    """About what is written."""
    left: tuple[PlanFinding, ...]
    """About entries that are still blank."""

    @property
    def is_a_pledge(self) -> bool:
        """Whether it is what the course asks for on the day: the first step and its day, the rest later."""
        return set(_PLEDGE) <= self.written <= {"work", *_PLEDGE} and not self.findings


def _own(v: Values) -> OwnPlan:
    texts = {entry.key: row[WRITTEN] for entry, row in zip(PLAN.entries, v.rows, strict=True)}
    made = read_appointment(texts["made"], TRAINING_DAY)
    dated = isinstance(made, DateReading)
    today = made.value if isinstance(made, DateReading) else TRAINING_DAY
    for key in _DAYS:
        if isinstance(day := read_appointment(texts[key], today), DateReading):
            texts[key] = day.value.isoformat()
    filled = read_values(PLAN, texts, today)
    found = check_filled(filled, today)
    if not dated:  # nothing is counted from the day on which the panel happens to be open
        counted = {entry.label for entry in PLAN.entries if entry.key in ("due", "first_day")}
        found = tuple(one for one in found if one.place not in counted or one.id == "unreadable")
    written = frozenset(key for key, text in texts.items() if text.strip())
    labels = {entry.label for entry in PLAN.entries if entry.key in written}
    about_it = tuple(one for one in found if one.place in labels)
    return OwnPlan(written, about_it, tuple(one for one in found if one.place not in labels))


def _told(found: PlanFinding, good: str = "") -> Message:
    first, _, rest = found.message_ja.partition("。")
    next_step = rest or f"「{found.place}」の欄を、もう一度読んでみましょう。"
    return Message(good=good, where=f"「{found.place}」の欄です。", why=f"{first}。", next=next_step)


_SOON = Message(
    good="最初の一歩と、その日が決まりました。きょうの宣言は、これで十分です。",
    next="予定表に入れましょう。ほかの欄は、席に戻ってから書けます。",
)
_WHOLE = Message(
    good="あとで確かめられる計画になっています。",
    next="上司に見てもらい、最初の一歩の日を予定表に入れましょう。",
)

OWN_PLAN = Exercise(
    id="plan-own-work",
    code="自分の業務",
    module="07_plan",
    title="自分のアクションプラン",
    points=0,
    takes={"rows": list},
    panel=Panel(
        question=(
            "<p>自分の業務のアクションプランを書きます。<b>点数は付きません。提出もされません。</b></p>"
            "<ul><li>住民の氏名など、個人の情報は書きません。担当は役割の名前で書きます。</li>"
            "<li>きょうは「最初の一歩」と「最初の一歩の日」だけで十分です。ほかは、分かる所から書きます。「答え合わせ」を押すと、気になる所だけをお知らせします。</li></ul>"
        ),
        inputs=(
            Table(
                "rows",
                "「記入」の列に書いてください。",
                (
                    Column(ENTRY, given=True, width="12em"),
                    Column(HINT, given=True, width="15em"),
                    Column(WRITTEN, width="25em"),
                ),
                rows=[{ENTRY: entry.label, HINT: "・".join(entry.choices) or entry.note} for entry in PLAN.entries],
            ),
        ),
        sample=False,
    ),
    prepare=_own,
    rules=(
        Unattempted(lambda p: not p.written),
        Mistake(
            "plan.own-finding",
            when=lambda p: p.findings,
            say=lambda _p, places: _told(places[0]),
            trainer="計画のうち、あとで確かめられない所。欄の名前を読み上げ、書いた人に1文で話してもらう。",
        ),
        Correct(
            lambda p: p.is_a_pledge or not p.left,
            say=lambda p, _places: _SOON if p.is_a_pledge else _WHOLE,
        ),
    ),
    otherwise=Otherwise(
        "plan.own-left",
        say=lambda p, _places: _told(p.left[0], "書いた所は、あとで確かめられる書き方です。"),
        trainer="空いた欄がある。欄の名前を質問にして聞き、答えたことをそのまま書いてもらう。",
    ),
    hints=(
        "その仕事で、だれがいちばん困っていますか。",
        "数は1つで十分です。時計か件数で、きょうから測れるものを選びましょう。",
        "たとえば会議室の予約なら「重なった予約、月4件を0件に」のように書けます。",
    ),
)
