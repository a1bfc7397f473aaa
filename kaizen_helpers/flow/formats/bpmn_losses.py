"""What a BPMN file holds that a flow cannot, or holds wrongly: one Japanese finding a kind, with the names."""

from __future__ import annotations

from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.findings.checks import Finding
from kaizen_helpers.flow.formats.bpmn_document import BpmnDocument, Edge, Item, Lane, Link, Node, Participant, Shape

__all__ = ["Losses", "check_bpmn", "named", "one_line"]

MOST_NAMES = 20
"""Names told of one kind; the rest is counted."""

_SENTENCES: dict[str, tuple[str, str, bool]] = {
    "BPMN-EMPTY": ("手順が1つも見つかりませんでした", "作業やイベントのある図を選んでください。", True),
    "BPMN-DANGLING": ("相手が見つからない線や所属があります", "元の図でつなぎ直すと読めます。", True),
    "BPMN-DUPLICATE": (
        "同じ id が2回使われています",
        "線は最初のものにつなぎました。元のアプリで保存し直してください。",
        True,
    ),
    "BPMN-TANGLE": ("線が多すぎるか輪になっていて、たどれない所があります", "元の図で線を整理してください。", True),
    "BPMN-PLACE": ("図の中の位置が書かれていない要素があります", "手順としては読みました。", False),
    "BPMN-LANE": ("2つのレーンに入っている手順があります", "最初のレーンの担当としました。", False),
    "BPMN-NESTED": ("レーンの中にレーンがあります", "内側のレーンを担当とし、外側の名前は使いませんでした。", False),
    "BPMN-POOL": (
        "中の手順が書かれていない相手（プール）があります",
        "やり取りは手順にしませんでした。必要なら手順として書き足してください。",
        False,
    ),
    "BPMN-MESSAGE": (
        "相手の手順につながらないメッセージがあります",
        "線にしませんでした。必要なら手順として書き足してください。",
        False,
    ),
    "BPMN-SUBPROCESS": (
        "サブ業務の中の手順を、外の流れにつなげて並べました",
        "つながりを図で確かめてください。",
        False,
    ),
    "BPMN-INNER": ("サブ業務の中の開始・終了の名前は残りませんでした", "必要なら備考に書いてください。", False),
    "BPMN-EVENT": (
        "イベントの種類（メッセージ、合図など）は残りませんでした",
        "種類は言葉で書き足してください。",
        False,
    ),
    "BPMN-BOUNDARY": (
        "作業を止めずに始まる動き（境界イベント）があります",
        "その作業の後の分かれ道として読みました。",
        False,
    ),
    "BPMN-GATEWAY": (
        "いくつか同時に進むことのある分岐（包含・複合・イベント）があります",
        "1つを選ぶ分かれ道として読みました。条件を確かめてください。",
        False,
    ),
    "BPMN-REPEAT": ("くり返し・複数回の印は残りませんでした", "必要なら手順の言葉に書き足してください。", False),
    "BPMN-DATA": (
        "どの手順にもつながっていない書類・台帳は残りませんでした",
        "使う手順の帳票の欄に書いてください。",
        False,
    ),
    "BPMN-NOTE": ("手順につながっていない注記は残りませんでした", "必要なら手順の備考に書いてください。", False),
    "BPMN-GROUP": ("囲み（グループ）は残りませんでした", "必要なら課題の欄に書いてください。", False),
    "BPMN-UNKNOWN": ("この読み取りで扱わない図の要素がありました", "必要なら手順として書き足してください。", False),
}


class Losses:
    """Collects them; :meth:`findings` gives them in a fixed order."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, set[int]]] = {}

    def add(self, id_: str, name: str = "", *steps: int) -> None:
        """``name``: what it is called in the file; ``steps``: indices of the steps it is about."""
        self._found.setdefault(id_, {}).setdefault(name, set()).update(steps)

    def findings(self, numbers: dict[int, int] | None = None) -> tuple[Finding, ...]:
        """``numbers``: index → number of the step."""
        result = []
        for id_, (before, after, broken) in _SENTENCES.items():
            if names := self._found.get(id_):
                told = [f"「{short(name, 30)}」" for name in names if name][:MOST_NAMES]
                more = f"ほか{len(names) - len(told)}か所" if len(names) > len(told) and told else ""
                place = "：" + "、".join([*told, more] if more else told) if told else ""
                indices = sorted(set().union(*names.values()))
                steps = tuple(dict.fromkeys(numbers[i] for i in indices if numbers and i in numbers))
                result.append(Finding(id_, steps, f"{before}{place}。{after}", "error" if broken else "advice"))
        return tuple(result)


def named(item: Item | None, missing: str = "") -> str:
    """What a person would look for in the drawing: the name, else the type and the id."""
    if item is None:
        return missing
    return one_line(item.name) or f"{item.type} {item.id}".strip()


def one_line(text: str) -> str:
    """A name without the line breaks that only fit it into its box; a blank stays between Latin words."""
    lines = [line.strip() for line in text.splitlines()]
    words: list[str] = []
    for line in filter(None, lines):
        if words and words[-1][-1].isascii() and line[0].isascii():
            words.append(" ")
        words.append(line)
    return "".join(words)


def check_bpmn(document: BpmnDocument, losses: Losses | None = None) -> tuple[Finding, ...]:
    """What is wrong inside a file: references to nothing, ids used twice, elements without a place.

    Never raises, whatever the document holds.
    """
    losses = losses if losses is not None else Losses()
    by_id: dict[str, Item] = {}
    for item in document.walk():
        if item.id and by_id.setdefault(item.id, item) is not item:
            losses.add("BPMN-DUPLICATE", f"{item.name} {item.id}".strip())
    drawn = {shape.element for shape in document.shapes if shape.bounds is not None}
    drawn |= {edge.element for edge in document.edges if len(edge.waypoints) > 1}
    for item in document.walk():
        for id_ in _references(item):
            if id_ not in by_id:
                losses.add("BPMN-DANGLING", _between(item, by_id))
        if _needs_place(item) and item.id not in drawn:
            losses.add("BPMN-PLACE", _between(item, by_id))
    return losses.findings()


def _references(item: Item) -> list[str]:
    """The ids an item names; a lane or a flow must name them, the rest may leave them out."""
    if isinstance(item, Link):
        return [item.source, item.target]
    if isinstance(item, Lane):
        return item.members
    if isinstance(item, Node):
        boundary = [item.attached_to] if item.type == "boundaryEvent" or item.attached_to else []
        return [*item.incoming, *item.outgoing, *boundary]
    if isinstance(item, (Participant, Shape, Edge)):
        target = item.process if isinstance(item, Participant) else item.element
        return [target] if target else []
    return []


def _needs_place(item: Item) -> bool:
    if isinstance(item, Link):
        return item.type in {"sequenceFlow", "messageFlow", "association"}
    return isinstance(item, (Node, Lane, Participant))


def _between(item: Item, by_id: dict[str, Item]) -> str:
    if item.name or not isinstance(item, Link):
        return named(item)
    ends = [named(by_id.get(id_), f"？{id_}") for id_ in (item.source, item.target)]
    return "→".join(ends)
