"""What in a flow speaks for dropping, joining, swapping or easing a step: one function for each sign."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from kaizen_helpers.flow.cells import fold, short
from kaizen_helpers.flow.change.changes import quoted
from kaizen_helpers.flow.findings.burdens import Look, shared
from kaizen_helpers.flow.findings.improve import double_entries, find_improvements
from kaizen_helpers.flow.findings.practice import is_approval, is_electronic, is_paper, is_seal
from kaizen_helpers.flow.meaning.phrases import main_things, read_phrase
from kaizen_helpers.flow.model import Flow, Kind, LaneKind, Step
from kaizen_helpers.flow.wording import is_exchange, is_outsider
from kaizen_helpers.flow.words import plain
from kaizen_helpers.issues.ecrs.ecrs import Ecrs, EcrsOption

__all__ = ["find_options"]

HEAVY = 0.15
"""A step that takes this share of the office's minutes of a run, or more, is asked about in any case; ours."""
MANY_ITEMS = 4
"""So many pieces of information to write in one step are worth a look; ours."""
MANY_CASES = 5
"""Something done so often in one run may be done at once; ours."""
_WORKS = frozenset({Kind.TASK, Kind.SUBPROCESS})


def find_options(flow: Flow) -> tuple[EcrsOption, ...]:
    """Every option that the flow shows, also for steps that must stay: whoever calls leaves those out."""
    seen = _Seen(flow)
    found = [option for find in _FINDERS for option in find(seen)]
    dropped = {option.step for option in found if option.kind is Ecrs.DROP}
    found += [option for option in _heavy(seen) if option.step not in dropped]
    return tuple(found)


class _Seen:
    """A flow with what several finders ask about it."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.look = Look(flow)
        self.steps = self.look.steps
        self.found = {finding.id: finding for finding in find_improvements(flow)}
        self.total = sum(_minutes(step) for step in self.steps if self.ours(step))
        self.ways_in: dict[int, list[int]] = defaultdict(list)
        for number, targets in self.look.ways.items():
            for to in targets:
                self.ways_in[to].append(number)

    def ours(self, step: Step) -> bool:
        """Whether people of the office do it: others and systems are not ours to change."""
        kind = self.flow.lane(step.who).kind
        if step.kind is Kind.SYSTEM or kind in {LaneKind.SYSTEM, LaneKind.RESIDENT, LaneKind.OTHER}:
            return False
        return kind is LaneKind.STAFF or not is_outsider(step.who)

    def works(self) -> Iterator[Step]:
        """Work that people of the office do."""
        return (step for step in self.steps if step.kind in _WORKS and self.ours(step))


def _minutes(step: Step) -> float:
    return (step.minutes or 0.0) * (1.0 if step.cases is None else step.cases)


def _items(items: list[str]) -> str:
    return "「" + "・".join(short(item) for item in items[:3]) + "」" + ("など" if len(items) > 3 else "")


# --- 排除 ----------------------------------------------------------------------------------------


def _written_again(seen: _Seen) -> Iterator[EcrsOption]:
    """Double entries by the steps that they are in; of steps that only copy, those beside them."""
    sure, asked = double_entries(seen.flow)
    again = _pairs(seen, sure)
    for number, (first, items) in again.items():
        yield EcrsOption(
            number,
            Ecrs.DROP,
            f"{quoted(seen.look.by_number[number])}では、{_items(items)}をもう一度書かずに済ませられませんか。",
            f"手順{first}でも、同じ{_items(items)}を別の様式やシステムに書いています。",
            "どちらを元にするか。もう一方は、何のために、だれが見ているか。",
            (first,),
        )
    for number, certain in seen.look.copying.items():
        step = seen.look.by_number[number]
        if number not in again and seen.ours(step):
            yield EcrsOption(
                number,
                Ecrs.DROP,
                f"{quoted(step)}をやめて、元のデータをそのまま使うことはできませんか。",
                "すでに書かれているものを写す作業です。" if certain else "届いたものを打ち込んでいるように読めます。",
                "写した先を、だれが何に使っているか。元のデータを直接見られるか。",
            )
    for number, (first, items) in _pairs(seen, asked).items():
        if number in again:
            continue
        yield EcrsOption(
            number,
            Ecrs.JOIN,
            f"手順{first}と{quoted(seen.look.by_number[number])}の{_items(items)}の記入を、1回にまとめられませんか。",
            f"同じ{_items(items)}を2回書いているように読めます。",
            "それぞれ、どのシステムや帳票に書いているか。",
            (first,),
        )


def _pairs(seen: _Seen, entries: dict[str, tuple[int, ...]]) -> dict[int, tuple[int, list[str]]]:
    """For each step of ours that writes something again: the step with which it shares most, and what they share."""
    shares: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for item, (first, *later) in entries.items():
        for number in later:
            if seen.ours(seen.look.by_number[number]):
                shares[number][first].append(item)
    return {number: max(with_.items(), key=lambda pair: len(pair[1])) for number, with_ in shares.items()}


_LEDGER = re.compile(r"簿|台帳|一覧|控え?|写し|日誌|管理表|記録表|メモ")
_RECORDS = re.compile(r"記録|記入|控え|つけ|付け|書き|更新|入力|登録|印刷|作成|作る")


def _ledger_that_nobody_reads(seen: _Seen) -> Iterator[EcrsOption]:
    """A ledger that is written in one step and named in no other."""
    named: dict[str, list[int]] = defaultdict(list)
    for step in seen.steps:
        if step.document.strip():
            named[fold(plain(step.document))].append(step.number)
    for step in seen.works():
        document = plain(step.document)
        if not _LEDGER.search(document) or not _RECORDS.search(plain(step.what)):
            continue
        elsewhere = [other for other in seen.steps if other is not step and document in plain(other.what)]
        if named[fold(document)] == [step.number] and not elsewhere:
            yield EcrsOption(
                step.number,
                Ecrs.DROP,
                f"{quoted(step)}の「{short(document)}」は、だれが何に使っていますか。使う人がいなければ、やめられませんか。",
                f"この図では、ほかの手順で「{short(document)}」を使っていません。",
                "この1年に、だれが何のために見返したか。監査や情報公開で求められるか。",
            )


def _heavy(seen: _Seen) -> Iterator[EcrsOption]:
    """Where most of the time goes, dropping is asked about first."""
    for step in seen.works():
        if seen.total and (share := _minutes(step) / seen.total) >= HEAVY:
            yield EcrsOption(
                step.number,
                Ecrs.DROP,
                f"{quoted(step)}をやめたら、だれが困りますか。全部でなく、一部だけならやめられませんか。",
                f"流れ1回の、庁内の作業時間の約{share:.0%}を使っています。",
                "できた物を、だれが何に使っているか。半分にしたら何が起きるか。",
            )


# --- 結合 ----------------------------------------------------------------------------------------


def _one_after_the_other(seen: _Seen) -> Iterator[EcrsOption]:
    """Two pieces of work of the same person about the same thing, with nothing between them."""
    for step in seen.works():
        ways = seen.look.ways[step.number]
        if len(ways) != 1 or seen.ways_in[ways[0]] != [step.number]:
            continue
        after = seen.look.by_number[ways[0]]
        same = bool(fold(step.who)) and fold(after.who) == fold(step.who) and _about_the_same(step, after)
        if same and after.kind in _WORKS and not after.wait.strip() and not (is_approval(step) or is_approval(after)):
            yield EcrsOption(
                after.number,
                Ecrs.JOIN,
                f"手順{step.number}と{quoted(after)}を、1回の作業にまとめられませんか。",
                f"「{short(step.who)}」が、同じものについて続けて行っています。",
                "間に、ほかの人の確認や受け渡しがないか。まとめて書いても、後任が読んで分かるか。",
                (step.number,),
            )


def _about_the_same(one: Step, other: Step) -> bool:
    """Whether two steps share a document, a system, a piece of information, or the thing that they name."""
    for mine, theirs in ((one.document, other.document), (one.system, other.system)):
        if fold(mine) and fold(mine) == fold(theirs):
            return True
    named = main_things(read_phrase(one.what)) & main_things(read_phrase(other.what))
    return bool(shared(one, other) or named)


_LOOKS = re.compile(r"決裁|承認|専決|合議|供覧|回議|確認|点検|審査|照合")


def _looks_at(step: Step) -> bool:
    """Whether somebody looks at what another one made: not whoever drafts it or sends it off."""
    said = step.kind is Kind.DECISION or bool(_LOOKS.search(plain(step.what)))
    return is_approval(step) and said and not is_exchange(step.what)


def _approvals(seen: _Seen) -> Iterator[EcrsOption]:
    """An approval right after another one, by somebody else."""
    for step in seen.steps:
        if not _looks_at(step):
            continue
        for to in seen.look.onward[step.number]:
            after = seen.look.by_number[to]
            if _looks_at(after) and seen.look.changes_hands(step, after) and seen.ours(after):
                yield EcrsOption(
                    to,
                    Ecrs.JOIN,
                    f"手順{step.number}と{quoted(after)}の確認を、1回にまとめられませんか。",
                    f"「{short(step.who)}」の次に「{short(after.who)}」が続けて見ています。",
                    "見る点がそれぞれ何か。決裁規程で、だれまで必要か。専決で足りるか。",
                    (step.number,),
                )


def _one_by_one(seen: _Seen) -> Iterator[EcrsOption]:
    """The same thing sent many times in one run."""
    for step in seen.works():
        if step.cases is not None and step.cases >= MANY_CASES and is_exchange(step.what):
            yield EcrsOption(
                step.number,
                Ecrs.JOIN,
                f"{quoted(step)}を、1件ずつでなく、まとめて行えませんか。",
                f"流れ1回のあいだに、{step.cases:,.10g}件行っています。",
                "相手ごとに中身が違うか。違うのは、どの部分だけか。",
            )


# --- 入替 ----------------------------------------------------------------------------------------


def _found_late(seen: _Seen) -> Iterator[EcrsOption]:
    """A question whose answer sends the case back: the same could be seen earlier."""
    for step in seen.steps:
        if step.kind is not Kind.DECISION:
            continue
        branch = next((way for way in step.next if _goes_back(seen, step.number, way.to)), None)
        if branch is None:
            continue
        often = f"（{branch.share:.0%}）" if branch.share else ""
        named = f"「{short(branch.condition)}」{often}のときに、" if branch.condition.strip() else ""
        yield EcrsOption(
            step.number,
            Ecrs.SWAP,
            f"{quoted(step)}で見つかることに、もっと前の手順や、出す前の相手の所で気づけませんか。",
            f"{named}前の手順へ戻っています。",
            "何を見れば分かるか。それは、どの手順でもう見えているか。",
        )


def _goes_back(seen: _Seen, question: int, to: int | None) -> bool:
    """Whether a way out of a question leads back before any other question is asked."""
    waiting, known = [(question, to)], {to}
    while waiting:
        come_from, here = waiting.pop()
        step = seen.look.by_number.get(here) if here is not None else None
        if step is None:
            continue
        if step.number not in seen.look.onward[come_from]:
            return True
        if step.kind is not Kind.DECISION:
            new = [after for after in seen.look.ways[step.number] if after not in known]
            known.update(new)
            waiting += [(step.number, after) for after in new]
    return False


def _waits(seen: _Seen) -> Iterator[EcrsOption]:
    finding = seen.found.get("long_wait")
    for number in finding.steps if finding else ():
        step = seen.look.by_number[number]
        yield EcrsOption(
            number,
            Ecrs.SWAP,
            f"{quoted(step)}の前で待つあいだに、先に進められる手順はありませんか。待ち始める日を早められませんか。",
            f"「{short(step.wait)}」の待ちがあります。",
            "次の手順が、待っている結果を使うか。待つ日数を決めているのは何か。",
        )


def _to_and_fro(seen: _Seen) -> Iterator[EcrsOption]:
    finding = seen.found.get("ping_pong")
    if finding:
        step = seen.look.by_number[finding.steps[-1]]
        yield EcrsOption(
            step.number,
            Ecrs.SWAP,
            f"{quoted(step)}までに聞くことを、はじめの1回で聞けるように、順番を替えられませんか。",
            "同じ相手との間を、何度も行き来しています。",
            "それぞれの回で、何を受け渡しているか。はじめから分かっているものはどれか。",
            finding.steps[:-1],
        )


# --- 簡素化 --------------------------------------------------------------------------------------


def _seals(seen: _Seen) -> Iterator[EcrsOption]:
    for step in seen.steps:
        if is_seal(step) and seen.ours(step):
            yield EcrsOption(
                step.number,
                Ecrs.EASE,
                f"{quoted(step)}の押印を、記録の残る別の確認に替えられませんか。",
                "紙に押印しています。" if is_paper(step) else "押印があります。",
                "押印が、どの規程や様式で求められているか。だれが見たかを、ほかの方法で残せるか。",
            )


def _paper(seen: _Seen) -> Iterator[EcrsOption]:
    for step in seen.steps:
        if is_paper(step) and seen.ours(step) and not is_seal(step):
            yield EcrsOption(
                step.number,
                Ecrs.EASE,
                f"{quoted(step)}で使う紙を、減らせませんか。見るだけなら、画面で足りませんか。",
                "紙で行っています。",
                "紙の原本を残す決まりがあるか。電子を使えない相手に、どの方法を残すか。",
            )


def _many_items(seen: _Seen) -> Iterator[EcrsOption]:
    """Also where residents write: fewer items are easier for them."""
    for step in seen.steps:
        if len(step.inputs) >= MANY_ITEMS and step.kind in _WORKS | {Kind.START}:
            yield EcrsOption(
                step.number,
                Ecrs.EASE,
                f"{quoted(step)}で書く項目を、減らせませんか。",
                f"{_items(list(step.inputs))}、書く項目が{len(step.inputs)}あります。",
                "それぞれの項目を、あとのどの手順で使っているか。もう持っている情報はどれか。",
            )


def _criterion(seen: _Seen) -> Iterator[EcrsOption]:
    finding = seen.found.get("no_criterion")
    for number in finding.steps if finding else ():
        step = seen.look.by_number[number]
        yield EcrsOption(
            number,
            Ecrs.EASE,
            f"{quoted(step)}で見る点を、確認表にできませんか。",
            "何をもとに決めるのかが、図からは読み取れません。",
            "最近の5件で、何を見てどう決めたか。人によって違うのはどこか。",
        )


def _one_person(seen: _Seen) -> Iterator[EcrsOption]:
    finding = seen.found.get("one_person")
    for number in finding.steps if finding else ():
        step = seen.look.by_number[number]
        yield EcrsOption(
            number,
            Ecrs.EASE,
            f"{quoted(step)}を、ほかの人も同じようにできる手順の書き方にできませんか。",
            "決まった人しか行えないように読めます。",
            "もう1人が、手順を見ながら一度やってみると、どこで手が止まるか。",
        )


def _machine(seen: _Seen) -> Iterator[EcrsOption]:
    """What is left of much work with data may be done by machine: asked last."""
    for step in seen.works():
        heavy = bool(seen.total) and _minutes(step) / seen.total >= HEAVY
        if heavy and (is_electronic(step) or step.number in seen.look.copying):
            yield EcrsOption(
                step.number,
                Ecrs.EASE,
                f"ここまで考えても{quoted(step)}が残るなら、決まった作業の部分だけを自動にできませんか。",
                f"データを扱う作業で、流れ1回に{_minutes(step):,.10g}分かかっています。",
                "例外がどれだけあるか。作る人と直す人が決まっているか。止まったときに、手で行えるか。",
                automates=True,
            )


_FINDERS: tuple[Callable[[_Seen], Iterator[EcrsOption]], ...] = (
    _written_again,
    _ledger_that_nobody_reads,
    _one_after_the_other,
    _approvals,
    _one_by_one,
    _found_late,
    _waits,
    _to_and_fro,
    _seals,
    _paper,
    _many_items,
    _criterion,
    _one_person,
    _machine,
)
