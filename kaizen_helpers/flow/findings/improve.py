"""Where a flow costs more than it must: rework, double entry, copying, seals, waiting, and the like.

No other tool looks for these (flow.md §4.5). Everything is read from the attributes and the words of the steps. What
they decide is advice; where they do not decide, the finding is a question (``information``, 「〜ではありませんか」).
What is found is never called bad: people have reasons, and the flow shows only where to ask for them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from kaizen_helpers.flow.cells import fold, short
from kaizen_helpers.flow.findings.burdens import Burdens, Look, count_burdens, items
from kaizen_helpers.flow.findings.checks import Finding, Severity
from kaizen_helpers.flow.findings.practice import has_criterion, is_approval, is_opinion, media, risky_medium
from kaizen_helpers.flow.graph import components, in_turn
from kaizen_helpers.flow.model import Flow, Kind, Step
from kaizen_helpers.flow.waits import read_wait
from kaizen_helpers.flow.words import plain

__all__ = ["Burdens", "count_burdens", "double_entries", "find_improvements"]

CHAIN = 3
"""So many approvals one after the other are a chain; two (係長, 課長) are ordinary."""
ROUND_TRIPS = 2
"""So often to another owner and back is ping-pong (flow.md §4.5)."""
MANY_HANDOVERS = 8
"""So many changes of hands are worth a look; ours, the sources give no number."""
LONG_WAIT = 10.0
"""Waiting of more than this many times the work is worth a look; ours, flow.md §4.5 leaves it open."""
_DAY = 8 * 60.0
"""Minutes of a working day."""


def find_improvements(flow: Flow, approved: Collection[str] = ()) -> tuple[Finding, ...]:
    """What in a flow costs more than it must; empty for a flow without steps.

    Args:
        flow: any flow.
        approved: media in which personal data may be sent in this office (``["電子申請システム", "庁内メール"]``).
    """
    look = Look(flow)
    found = [find(look) for find in _FINDERS]
    return tuple(finding for finding in (*found, *_personal_data(look, approved)) if finding is not None)


# --- 手戻り・待ち --------------------------------------------------------------------------------


def _rework(look: Look) -> Finding | None:
    """Loops: strongly connected components. The message names the first arrow that leads back up the table."""
    loops = [loop for loop in components(look.ways) if len(loop) > 1 or any(n in look.ways[n] for n in loop)]
    home = {number: at for at, loop in enumerate(loops) for number in loop}
    back = [
        (number, to)
        for number in look.by_number
        for to in look.ways[number]
        if number in home and home[number] == home.get(to) and look.place(to) <= look.place(number)
    ]
    if not back:
        return None
    shares = [
        branch.share
        for step in look.steps
        for branch in step.next
        if branch.share is not None and (step.number, branch.to) in back
    ]
    count = f"など、前に戻る矢印が{len(back)}本あります" if len(back) > 1 else "と、前に戻る矢印があります"
    often = f"（多いものでは{max(shares):.0%}が戻ります）" if shares else ""
    say = (
        f"手順{back[0][0]}→{back[0][1]}{count}{often}。戻るたびに同じ作業を繰り返します。"
        "戻る理由を多い順に書き出し、前の手順で防げるものを1つ選びましょう。"
    )
    return _found(look, "rework_loop", [number for loop in loops for number in loop], "advice", say)


def _waiting(look: Look) -> Finding | None:
    """Waiting of a working day or more that is much longer than the work; waits that have no length are left out."""
    waits = {step.number: wait.in_minutes(_DAY) for step in look.steps if (wait := read_wait(step.wait))}
    work = {step.number: step.minutes or 0.0 for step in look.steps}
    long = [number for number, wait in waits.items() if wait >= _DAY and wait > LONG_WAIT * work[number]]
    if not long:
        return None
    total = sum(waits.values())
    longest = max(long, key=lambda number: (waits[number], -look.place(number)))
    share = total / (total + sum(work.values()))
    say = (
        f"{{step}}の前で「{short(look.by_number[longest].wait)}」待ちます。全体では時間のうち約{share:.0%}が待ちです。"
        "何を待っているのか（決裁日、郵便、相手の返事）を確かめ、まとめ処理の間隔や送り方を見直しましょう。"
    )
    return _found(look, "long_wait", long, "advice", say, longest)


# --- 入力・転記 ----------------------------------------------------------------------------------


def double_entries(flow: Flow) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """The same information entered in two places in the course of one case (二重入力): information → step numbers.

    First what is certain: both places are named and differ. Then what can only be asked, because a place is not
    written. Two steps of which a case takes only one are no double entry. The names are folded as by ``items``.
    """
    look = Look(flow)
    sure, asked = _entries(look)
    return _told(look, sure), _told(look, asked)


def _told(look: Look, found: dict[str, set[int]]) -> dict[str, tuple[int, ...]]:
    return {item: tuple(_in_order(look, places)) for item, places in found.items()}


def _entries(look: Look) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    entered: dict[str, list[Step]] = defaultdict(list)
    for step in look.steps:
        for item in sorted(items(step)):
            entered[item].append(step)
    sure: dict[str, set[int]] = defaultdict(set)
    asked: dict[str, set[int]] = defaultdict(set)
    for item, steps in entered.items():
        for at, step in enumerate(steps):
            for other in steps[at + 1 : at + 1 + _COMPARED]:
                one, two = _written_in(step), _written_in(other)
                if one != two and look.both_happen(step.number, other.number):
                    (sure if one and two else asked)[item] |= {step.number, other.number}
    return sure, asked


def _double_entry(look: Look) -> Finding | None:
    """The same information is entered in two systems or documents in the course of one case."""
    sure, asked = _entries(look)
    found = sure or asked
    if not found:
        return None
    item, places = min(found.items(), key=lambda each: look.place(min(each[1], key=look.place)))
    where = f"手順{_numbers(_in_order(look, places))}で、同じ「{short(item)}」を"
    if sure:
        say = (
            f"{where}別々の様式やシステムに入力しています。"
            "どちらを元にするかを決め、もう一方は取り込みか参照で済ませられないかを調べましょう。"
        )
    else:
        say = f"{where}2回入力しているのではありませんか。使うシステムや帳票を書くと、二重入力かどうかがわかります。"
    every = [number for numbers in found.values() for number in numbers]
    return _found(look, "double_entry", every, "advice" if sure else "information", say)


_COMPARED = 30
"""Of very many steps with the same information each is compared with so many later ones."""


def _written_in(step: Step) -> str:
    return fold(step.system) or fold(step.document)


def _transcription(look: Look) -> Finding | None:
    """Written again what is already written elsewhere."""
    sure = [number for number, certain in look.copying.items() if certain]
    if sure:
        say = (
            "{step}は、すでに書かれているものを写す作業です。写すたびに手間と書き誤りが生まれます。"
            "元のデータを取り込むか、はじめから入力できる様式にできないかを調べましょう。"
        )
        return _found(look, "transcription", sure, "advice", say)
    say = (
        "{step}では、紙で届いた内容をシステムに打ち込んでいるのではありませんか。"
        "そうなら、電子で受け取る方法があるかを調べましょう。"
    )
    return _found(look, "transcription", list(look.copying), "information", say)


# --- 押印・引継ぎ --------------------------------------------------------------------------------


def _seal_chain(look: Look) -> Finding | None:
    """Approvals by one owner after the other, also with a question or a wait between them."""
    best: dict[int, tuple[int, ...]] = {}
    longest: tuple[int, ...] = ()
    for number in in_turn(look.onward):
        step = look.by_number[number]
        before = best.get(number, ())
        if is_approval(step):
            another = not before or look.changes_hands(look.by_number[before[-1]], step)
            before = (*before, number) if another else before
        elif step.kind not in {Kind.DECISION, Kind.WAIT}:
            before = ()
        longest = max(longest, before, key=len)
        for to in look.onward[number]:
            best[to] = max(best.get(to, ()), before, key=len)
    if len(longest) < CHAIN:
        return None
    say = (
        f"手順{_numbers(longest)}で、承認や押印が{len(longest)}つ続きます。1人ずつ順に待つため、日数がかかります。"
        "決裁規程で必要な人を確かめ、同時に見るか、専決で減らせないかを相談しましょう。"
    )
    return _found(look, "seal_chain", longest, "advice", say)


def _ping_pong(look: Look) -> Finding | None:
    """Between the same two owners to and fro, without going back in the flow."""
    best: dict[int, dict[str, tuple[int, ...]]] = defaultdict(dict)  # the other owner -> the steps, one for each turn
    longest: tuple[int, ...] = ()
    for number in in_turn(look.onward):
        here = fold(look.by_number[number].who)
        for to in look.onward[number]:
            there = fold(look.by_number[to].who)
            if not here or not there:
                continue
            turns = best[number] if here == there else {here: (*best[number].get(there, (number,)), to)}
            for other, steps in turns.items():
                if len(steps) > len(best[to].get(other, ())):
                    best[to][other] = steps
                longest = max(longest, steps, key=len)
    if len(longest) <= 2 * ROUND_TRIPS:
        return None
    first, second = (short(look.by_number[number].who) for number in longest[:2])
    say = (
        f"「{first}」と「{second}」の間を、手順{_numbers(longest)}の順に行き来しています。渡すたびに待ちが生まれます。"
        "一度にまとめて渡せるもの、先に聞いておけるものがないかを見直しましょう。"
    )
    return _found(look, "ping_pong", longest, "advice", say)


def _handovers(look: Look) -> Finding | None:
    """Many changes of hands."""
    pairs = look.burdens.handovers
    if len(pairs) < MANY_HANDOVERS:
        return None
    say = (
        f"担当が変わる所が{len(pairs)}か所あります。渡すたびに、説明と待ちが生まれやすくなります。"
        "続けて同じ方が行える手順があるのではありませんか。"
    )
    return _found(look, "many_handovers", [to for _, to in pairs], "information", say)


# --- 人・判断・期限 ------------------------------------------------------------------------------

_SUBSTITUTE = re.compile(r"代替|代行|代わり|交代|副担当|複数|誰でも|だれでも")
_NO_SUBSTITUTE = re.compile(r"(代替|代行|代わり|交代|副担当)(者|要員|の人)?(は|が|も)?(なし|無|いない|不可|できない)")
_ONLY_ONE = re.compile(r"(さん|氏|担当者?|係長|職員)(しか|のみ|だけ(が|で|しか))|本人しか|属人")


def _one_person(look: Look) -> Finding | None:
    """Only one person can do it."""
    sure = []
    for step in look.steps:
        written = fold(step.person)  # with what is in brackets: 「佐藤（代替可）」
        if written and (_NO_SUBSTITUTE.search(written) or not _SUBSTITUTE.search(written)):
            sure.append(step.number)
    if sure:
        say = (
            "{step}を行える方が1人だけです。異動や休みのときに止まります。"
            "手順のメモを作り、もう1人が一度やってみる日を決めましょう。"
        )
        return _found(look, "one_person", sure, "advice", say)
    asked = [step.number for step in look.steps if _ONLY_ONE.search(f"{plain(step.what)} {plain(step.note)}")]
    say = "{step}は、決まった方しかできない作業ではありませんか。代わりにできる方がいるかを、係で確かめましょう。"
    return _found(look, "one_person", asked, "information", say)


def _no_criterion(look: Look) -> Finding | None:
    """A decision that does not say by what it is decided."""
    open_ = [
        step
        for step in look.steps
        if step.kind is Kind.DECISION and not has_criterion(step) and not step.basis.strip() and step.what.strip()
    ]
    sure = [step.number for step in open_ if is_opinion(step)]
    if sure:
        say = (
            "{step}は、何をもとに決めるのかが書かれていません。人によって答えが変わり、確認の往復が増えます。"
            "根拠の要綱や、「〇円以上」「〇日以内」のような基準を書き足しましょう。"
        )
        return _found(look, "no_criterion", sure, "advice", say)
    asked = [step.number for step in open_ if is_approval(step)]
    say = "{step}で見る点は、決まっているのではありませんか。確認する項目を備考か根拠に書くと、手前で確かめられます。"
    return _found(look, "no_criterion", asked, "information", say)


_ASKS = re.compile(r"依頼|照会|督促|催促|求め|問い?合わ?せ|提出して?もら|回答して?もら")


def _no_deadline(look: Look) -> Finding | None:
    """Something is waited for or asked for without a day."""
    sure = [
        step.number
        for step in look.steps
        if step.kind is Kind.WAIT and not step.deadline.strip() and not step.wait.strip() and not _has_day(step.what)
    ]
    if sure:
        say = (
            "{step}は、いつまで待つのかが書かれていません。待ち続けると、あとの手順が動き出せません。"
            "期限と、過ぎたときにだれが何をするのかを書き足しましょう。"
        )
        return _found(look, "no_deadline", sure, "advice", say)
    asked = [
        step.number
        for step in look.steps
        if step.kind in {Kind.TASK, Kind.SUBPROCESS}
        and _ASKS.search(plain(step.what))
        and any(look.changes_hands(step, look.by_number[to]) for to in look.ways[step.number])
        and not step.deadline.strip()
        and not _has_day(step.what)
    ]
    say = "{step}には、返事の期限があるのではありませんか。「期限」の欄に書くと、督促する日が決められます。"
    return _found(look, "no_deadline", asked, "information", say)


def _has_day(text: str) -> bool:
    return bool(re.search(r"まで|期限|期日|以内|\d\s*(日|月|時|週)|末|[月火水木金土日]曜|翌", plain(text)))


def _no_exception(look: Look) -> Finding | None:
    """A flow in which nothing ever goes otherwise."""
    if len(look.steps) < 2 or any(len(step.next) > 1 and step.kind is not Kind.PARALLEL for step in look.steps):
        return None
    say = (
        "分かれ道が1つもありません。不備があるとき、間に合わないときなど、いつもと違う進み方があるのではありませんか。"
        "よくあるものを1つだけ書き足しましょう。"
    )
    return _found(look, "no_exception", [look.steps[0].number], "information", say)


# --- 個人情報 ------------------------------------------------------------------------------------


def _personal_data(look: Look, approved: Collection[str]) -> list[Finding | None]:
    """Personal data in a medium that is not approved; or in one that nobody wrote down."""
    allowed = [name for name in (fold(each) for each in approved) if name]
    risky: dict[int, str] = {}
    unknown = []
    for step in look.steps:
        if not step.personal.strip() or plain(step.personal) in {"なし", "無", "無し", "ない", "-", "×"}:
            continue
        medium = risky_medium(step, allowed)
        if medium:
            risky[step.number] = medium
        elif not media(step) and any(look.changes_hands(step, look.by_number[to]) for to in look.ways[step.number]):
            unknown.append(step.number)
    medium = risky[_in_order(look, risky)[0]] if risky else ""
    say = (
        f"{{step}}では、個人情報を「{medium}」で扱っています。承認された媒体かどうかが、この図からは確かめられません。"
        "情報セキュリティの決まりを確認し、承認された方法に替えるか、必要のない項目を外しましょう。"
    )
    ask = "{step}では、個人情報を次の担当に渡すのではありませんか。どの媒体で渡すのかを「媒体」の欄に書きましょう。"
    return [
        _found(look, "personal_data", list(risky), "advice", say),
        _found(look, "personal_data_medium", unknown, "information", ask),
    ]


# --- shared --------------------------------------------------------------------------------------

_FINDERS: tuple[Callable[[Look], Finding | None], ...] = (
    _rework,
    _waiting,
    _double_entry,
    _transcription,
    _seal_chain,
    _ping_pong,
    _one_person,
    _no_criterion,
    _no_deadline,
    _no_exception,
    _handovers,
)


def _found(
    look: Look, name: str, numbers: Iterable[int], severity: Severity, say: str, first: int | None = None
) -> Finding | None:
    """The finding; ``{step}`` is the first of its steps, or the one that is given."""
    places = _in_order(look, numbers)
    if not places:
        return None
    number = places[0] if first is None else first
    what = short(look.by_number[number].what)
    step = f"手順{number}「{what}」" if what else f"手順{number}"
    return Finding(name, places, say.replace("{step}", step), severity)


def _in_order(look: Look, numbers: Iterable[int]) -> tuple[int, ...]:
    wanted = set(numbers)
    return tuple(step.number for step in look.steps if step.number in wanted)


def _numbers(numbers: Iterable[int]) -> str:
    shown = [str(number) for number in numbers]
    return "・".join(shown[:6]) + ("など" if len(shown) > 6 else "")
