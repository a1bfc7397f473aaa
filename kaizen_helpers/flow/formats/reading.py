"""From a drawing to a flow, whoever drew it. What is uncertain is asked, never silently decided.

In a drawing of ours each shape carries its facts (:mod:`.facts`); an untouched drawing gives back the equal flow. What
a person has changed in the drawing counts for more than the facts: words, the lane a step lies in, where an arrow
leads, what was added or deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.findings.checks import Finding
from kaizen_helpers.flow.formats.asking import Questions
from kaizen_helpers.flow.formats.lanes import Lane, find_lanes, lane_of
from kaizen_helpers.flow.formats.shown import same_words, shown_condition, step_words, words_of_step
from kaizen_helpers.flow.formats.sketch import MOST_SHAPES, Form, Shape, Sketch
from kaizen_helpers.flow.formats.ties import Tie, tie_lines
from kaizen_helpers.flow.model import Branch, Flow, Kind, Step
from kaizen_helpers.flow.plain import flow_from_plain
from kaizen_helpers.flow.words import is_end_word, is_question, is_trigger

__all__ = ["best_of", "read_sketch"]

_LATER = 10**6
_KINDS = {
    Form.DECISION: Kind.DECISION,
    Form.WAIT: Kind.WAIT,
    Form.SYSTEM: Kind.SYSTEM,
    Form.PARALLEL: Kind.PARALLEL,
    Form.SUBPROCESS: Kind.SUBPROCESS,
}


@dataclass(slots=True, eq=False)
class _Node:
    """A shape on the way to being a step."""

    shape: Shape
    at: int
    """Its place in the table: that of our facts, or after all of those."""
    step: Step
    number_was: int | None = None
    """The number we wrote, if we wrote one."""
    leads_to: int | None = None
    """For a number without a step: that number."""
    is_step: bool = True
    ours: bool = False


def read_sketch(sketch: Sketch, where: str, others: Sequence[str] = ()) -> tuple[Flow, tuple[Finding, ...]]:
    """The flow of a drawing, and what was not certain, as questions; ``others``: pages with further drawings.

    Raises:
        InputError: the drawing has no step, or more than :data:`MOST_SHAPES` shapes.
    """
    count = len(sketch.shapes) + len(sketch.lines) + sketch.left_out
    if count > MOST_SHAPES:
        message = f"図形が{count}個あり、一度に読める{MOST_SHAPES}個を超えています。流れごとに図を分けてください。"
        raise InputError(message, where)
    reader = _Reader(sketch)
    reader.questions.elsewhere(others)
    flow = reader.flow()
    if not flow.steps and not reader.ours:
        raise InputError("手順として読める図形がありません。文字を入れた図形を線でつないだ図を選んでください。", where)
    return flow, reader.questions.findings()


def best_of(sketches: Sequence[tuple[str, Sketch]]) -> tuple[str, Sketch, list[str]]:
    """Of the drawings of a file (name and sketch): the one to read, ours first, then the most lines; and the others."""
    if not sketches:
        return "", Sketch(), []

    def rank(item: tuple[str, Sketch]) -> tuple[bool, int, int]:
        ours = any(shape.facts is not None for shape in item[1].shapes)
        return ours, len(item[1].lines), len(item[1].shapes)

    name, best = max(sketches, key=rank)
    return name, best, [other for other, sketch in sketches if sketch is not best and len(sketch.lines) > 1]


class _Reader:
    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self.questions = Questions()
        self.known = next((s.facts.values for s in sketch.shapes if s.facts and s.facts.role == "flow"), {})
        self.ours = any(shape.facts is not None for shape in sketch.shapes)
        _join_words(sketch)
        self.ties, self.conditions = tie_lines(sketch)
        self.joined = {key for tie in self.ties for key in (tie.source, tie.target) if key is not None}
        self.lanes, self.lane_shapes = find_lanes(sketch, self.joined)
        self.nodes: dict[str, _Node] = {}
        self.title = ""
        self.begins = False
        """Whether a rounded shape is there that no arrow enters."""

    def flow(self) -> Flow:
        """Steps first, then their ways, then what is known of the flow as a whole."""
        self._find_nodes()
        self._attach_papers()
        self._settle_kinds()
        self._number()
        self._lead()
        steps = [node.step for node in sorted(self.nodes.values(), key=lambda n: n.at) if node.is_step]
        self._ask(steps)
        return self._whole(steps)

    # --- nodes ---

    def _find_nodes(self) -> None:
        shapes = [shape for shape in self.sketch.shapes if self._may_be_node(shape)]
        seen: set[int] = set()
        fresh: list[Shape] = []
        for shape in shapes:
            node = self._our_node(shape, seen)
            if node is None:
                fresh.append(shape)
            else:
                self.nodes[shape.key] = node
        for place, shape in enumerate(self._in_order(fresh)):
            self.nodes[shape.key] = self._new_node(shape, _LATER + place)
        self._read_rest()

    def _may_be_node(self, shape: Shape) -> bool:
        if shape.key in self.conditions or shape.key in self.lane_shapes:
            return False
        if shape.facts is not None and shape.facts.role in {"step", "end", "missing"}:
            return True
        if shape.facts is not None or shape.form in {Form.LANE, Form.HEAD}:
            self._note_title(shape)
            return False
        if shape.key in self.joined:
            return True
        if shape.form is Form.PICTURE:
            self.questions.picture(shape.text)
            return False
        if shape.form is Form.TEXT:
            self._leave(shape)
            return False
        return bool(shape.text.strip())

    def _note_title(self, shape: Shape) -> None:
        if shape.facts is not None and shape.facts.role == "flow":
            written = self.known.get("title", "")
            same = isinstance(written, str) and same_words(written, shape.text)
            self.title = written if same else " ".join(shape.text.split())

    def _leave(self, shape: Shape) -> None:
        """Words that are neither step nor condition: the uppermost are the title, the others are told."""
        words = " ".join(shape.text.split())
        if not words:
            return
        above = all(other is shape or other.y >= shape.y for other in self.sketch.shapes if other.text.strip())
        if above and not self.title and not self.ours:
            self.title = words
        else:
            self.questions.unread(words)

    def _our_node(self, shape: Shape, seen: set[int]) -> _Node | None:
        """From our facts; ``None`` for a copy of a shape (which is a new step) and for facts that are damaged."""
        if shape.facts is None:
            return None
        values = shape.facts.values
        if shape.facts.role in {"end", "missing"}:
            to = values.get("to")
            is_end = shape.facts.role == "end"
            if not is_end and type(to) is not int:
                return None
            if same_words(shape.text, "おわり") or is_end_word(shape.text) or not is_end:
                return _Node(shape, -1, Step(0, "", ""), leads_to=to, is_step=False, ours=True)
            return None
        at = values.get("at")
        step = _step_of(values)
        if type(at) is not int or at in seen or step is None:
            return None
        seen.add(at)
        number = step.number
        if not same_words(shape.text, step_words(step)):
            found, _, words = words_of_step(shape.text)
            step = replace(step, what=step.what if same_words(words, step.what) else words)
            step = replace(step, number=number if found is None else found)
        return _Node(shape, at, replace(step, who=self._owner(shape, step.who)), number, ours=True)

    def _new_node(self, shape: Shape, at: int) -> _Node:
        kind = _KINDS.get(shape.form, Kind.TASK)
        if shape.facts is not None and (copied := _step_of(shape.facts.values)) is not None:
            kind = copied.kind
        number, said, words = words_of_step(shape.text)
        kind = said or kind
        return _Node(shape, at, Step(number or 0, self._owner(shape, None), words, kind))

    def _owner(self, shape: Shape, written: str | None) -> str:
        """Who does it: the lane the shape lies in."""
        lane = lane_of(self.lanes, shape)
        if lane is None:
            if self.lanes and written is None and shape.key in self.joined:
                self.questions.outside(" ".join(shape.text.split()))
            return written or ""
        return written if written is not None and lane.written == written and lane.name == written else lane.name

    def _in_order(self, shapes: Sequence[Shape]) -> list[Shape]:
        """In the order of reading: along time, rows first; lanes side by side mean that time runs down."""
        if not shapes:
            return []
        down = self._runs_down(shapes)
        sizes = sorted(shape.height if down else shape.width for shape in shapes)
        band = max(8.0, 0.6 * sizes[len(sizes) // 2])
        along = sorted(shapes, key=lambda shape: shape.middle[1 if down else 0])
        rows: list[list[Shape]] = []
        for shape in along:
            at = shape.middle[1 if down else 0]
            if rows and at - rows[-1][0].middle[1 if down else 0] <= band:
                rows[-1].append(shape)
            else:
                rows.append([shape])
        return [shape for row in rows for shape in sorted(row, key=lambda shape: shape.middle[0 if down else 1])]

    def _runs_down(self, shapes: Sequence[Shape]) -> bool:
        tall = [lane.bottom - lane.top >= lane.right - lane.left for lane in self.lanes]
        if tall:
            return sum(tall) * 2 >= len(tall)
        xs, ys = [shape.middle[0] for shape in shapes], [shape.middle[1] for shape in shapes]
        return max(ys) - min(ys) >= max(xs) - min(xs)

    def _read_rest(self) -> None:
        """Steps that we did not draw."""
        for shape in self.sketch.shapes:
            if shape.facts is None or shape.facts.role != "rest":
                continue
            written, first = shape.facts.values.get("steps"), shape.facts.values.get("at")
            for place, plain in enumerate(written if isinstance(written, list) else []):
                step = _step_of(plain, ways=True) if isinstance(plain, dict) else None
                if step is not None and type(first) is int:
                    key = f"rest {place}"
                    self.nodes[key] = _Node(shape, first + place, step, step.number, ours=True)

    # --- papers and ledgers ---

    def _attach_papers(self) -> None:
        """A paper or a ledger that no arrow runs through belongs to the step it is tied to."""
        into, out = Counter(tie.target for tie in self.ties), Counter(tie.source for tie in self.ties)
        for key, node in list(self.nodes.items()):
            if node.ours or node.shape.form not in {Form.DOCUMENT, Form.STORE}:
                continue
            through = into[key] and out[key] and not any(tie.undirected for tie in self._ties_of(key))
            others = [tie.target if tie.source == key else tie.source for tie in self._ties_of(key)]
            near = [other for other in others if other in self.nodes and other != key]
            if through or len(near) != 1 or near[0] is None:
                continue
            if self._hand_over(node, self.nodes[near[0]]):
                del self.nodes[key]
                self.ties = [tie for tie in self.ties if key not in {tie.source, tie.target}]

    @staticmethod
    def _hand_over(paper: _Node, holder: _Node) -> bool:
        """Put the paper or ledger down with the step, if there is none yet."""
        if paper.shape.form is Form.DOCUMENT and not holder.step.document:
            holder.step = replace(holder.step, document=paper.step.what)
        elif paper.shape.form is Form.STORE and not holder.step.system:
            holder.step = replace(holder.step, system=paper.step.what)
        else:
            return False
        return True

    def _ties_of(self, key: str) -> list[Tie]:
        return [tie for tie in self.ties if key in {tie.source, tie.target}]

    # --- kinds and numbers ---

    def _settle_kinds(self) -> None:
        """What a shape of somebody else is, by its form, its words and its arrows."""
        into = Counter(tie.target for tie in self.ties)
        ways: dict[str | None, list[Tie]] = {}
        for tie in self.ties:
            ways.setdefault(tie.source, []).append(tie)
        self.begins = any(n.shape.form is Form.TERMINAL and not into[k] and ways.get(k) for k, n in self.nodes.items())
        for key, node in self.nodes.items():
            if node.ours or not node.is_step:
                continue
            out = ways.get(key, [])
            if is_end_word(node.step.what) and not out:
                node.is_step = False
                continue
            node.step = replace(node.step, kind=self._kind(node, into[key], out))

    def _kind(self, node: _Node, into: int, out: Sequence[Tie]) -> Kind:
        step, form = node.step, node.shape.form
        if step.kind is not Kind.TASK:
            return step.kind
        if form is Form.TERMINAL:
            # Rework may lead back to the start: then it is the one with a way out.
            return Kind.END if not out else Kind.TASK if into and self.begins else Kind.START
        if len(out) > 1 and (any(tie.words for tie in out) or is_question(step.what)):
            return Kind.DECISION
        if len(out) > 1:
            self.questions.parts(step.what)
        first = not into and out and not any(n.step.kind is Kind.START for n in self.nodes.values())
        return Kind.START if first and is_trigger(step.what) else Kind.TASK

    def _number(self) -> None:
        """Numbers of ours and those written on the shapes stay; without them the steps are counted."""
        nodes = sorted((node for node in self.nodes.values() if node.is_step), key=lambda node: node.at)
        fresh = [node for node in nodes if not node.ours]
        if len(fresh) == len(nodes):
            written = [node.step.number for node in fresh]
            if all(written) and len(set(written)) == len(written):
                for node in fresh:
                    node.at = node.step.number
                return
            for number, node in enumerate(self._along_the_arrows(fresh), 1):
                words = " ".join(node.shape.text.split()) if node.step.number else node.step.what
                node.step, node.at = replace(node.step, number=number, what=words), number
            return
        taken = {node.step.number for node in nodes if node.ours}
        for node in fresh:
            if not node.step.number or node.step.number in taken:
                node.step = replace(node.step, number=max(taken, default=0) + 1)
            taken.add(node.step.number)

    def _along_the_arrows(self, nodes: Sequence[_Node]) -> list[_Node]:
        """In the order of the work: after what leads to it, else in the order of reading."""
        place = {node.shape.key: n for n, node in enumerate(nodes)}
        after: dict[str, set[str]] = {key: set() for key in place}
        before: dict[str, set[str]] = {key: set() for key in place}
        for tie in self.ties:
            if tie.source in place and tie.target in place and tie.source != tie.target:
                after[tie.source].add(tie.target)
                before[tie.target].add(tie.source)
        ordered: list[_Node] = []
        left, open_ = set(place), set[str]()
        while left:
            ready = [key for key in open_ if not before[key] & left] or list(open_)
            ready = ready or [key for key in left if not before[key]] or list(left)
            key = min(ready, key=place.__getitem__)
            ordered.append(nodes[place[key]])
            left.discard(key)
            open_ = (open_ | after[key]) & left
        return ordered

    # --- ways ---

    def _lead(self) -> None:
        """The ways out of each step, those of ours in the order written."""
        ways: dict[str, list[tuple[int, Branch]]] = {}
        used: set[tuple[Any, Any]] = set()
        for tie in self.ties:
            source = self.nodes.get(tie.source or "")
            target = self.nodes.get(tie.target or "")
            if source is None or target is None or not source.is_step:
                self.questions.loose(*(self._words(key) for key in (tie.source, tie.target)))
                continue
            self._ask_about(tie, source, target)
            ways.setdefault(source.shape.key, []).extend(self._branches(tie, source, target, used))
        for key, branches in ways.items():
            ordered = tuple(branch for _, branch in sorted(branches, key=lambda item: item[0]))
            self.nodes[key].step = replace(self.nodes[key].step, next=ordered)

    def _branches(self, tie: Tie, source: _Node, target: _Node, used: set[tuple[Any, Any]]) -> list[tuple[int, Branch]]:
        to = target.step.number if target.is_step else target.leads_to
        was = target.number_was if target.is_step else target.leads_to
        written = _ways_of(tie)
        first = (source.at, written[0][0]) if written else None
        fits = tie.line.facts is not None and tie.line.facts.values.get("from") == source.at
        if not written or not fits or first in used:
            words = " ".join(tie.words.split())
            if written and same_words(words, shown_condition(tuple(branch for _, branch in written))):
                return [(_LATER + at, replace(branch, to=to)) for at, branch in written]
            return [(_LATER, Branch(to, words))]
        used.add((source.at, written[0][0]))
        same_target = all(branch.to == was for _, branch in written)
        branches = [(at, branch if same_target and to == was else replace(branch, to=to)) for at, branch in written]
        return _with_condition(branches, tie.words)

    # --- questions, and the whole ---

    def _words(self, key: str | None) -> str:
        node = self.nodes.get(key or "")
        return short(node.step.what or node.shape.text) if node is not None else ""

    def _ask_about(self, tie: Tie, source: _Node, target: _Node) -> None:
        names = self._words(source.shape.key), self._words(target.shape.key)
        if tie.loose:
            self.questions.near(*names)
        if tie.undirected:
            self.questions.undirected(*names)
        for words in tie.doubtful:
            self.questions.doubtful(words, *names)

    def _ask(self, steps: Sequence[Step]) -> None:
        if not self.lanes and steps and not self.ours:
            self.questions.no_lanes()
        for key, node in self.nodes.items():
            if node.is_step and not node.ours and self.ties and key not in self.joined:
                self.questions.alone(node.step.what)
        numbers = {step.number for step in steps}
        self.questions.steps = {short(step.what): step.number for step in steps if step.number in numbers}

    def _whole(self, steps: Sequence[Step]) -> Flow:
        try:
            flow = flow_from_plain({"title": "", **self.known, "steps": []})
        except InputError:
            flow = Flow()
        renamed = {lane.written: lane.name for lane in self.lanes if lane.written is not None}
        declared = tuple(replace(lane, name=renamed.get(lane.name, lane.name)) for lane in flow.declared)
        if not declared and not self.known:
            declared = _declared(self.lanes, steps)
        title = self.title or ("" if self.ours else self.sketch.title)
        return replace(flow, title=title, steps=tuple(steps), declared=declared)


def _declared(lanes: Sequence[Lane], steps: Sequence[Step]) -> tuple[Any, ...]:
    """The owners in the order of the lanes, where it is not the order of the steps."""
    from kaizen_helpers.flow.model import Lane as Owner

    names = list(dict.fromkeys(lane.name for lane in lanes if lane.name))
    by_steps = list(dict.fromkeys(step.who for step in steps))
    return () if names == [name for name in by_steps if name] else tuple(Owner(name) for name in names)


def _join_words(sketch: Sketch) -> None:
    """A text box on a box without words of its own: together they are one step."""
    empty = [s for s in sketch.shapes if s.form not in {Form.TEXT, Form.LANE, Form.PICTURE} and not s.text.strip()]
    loose = [s for s in sketch.shapes if s.form is Form.TEXT and s.text.strip() and s.facts is None]
    glued = {key for line in sketch.lines for key in (line.source, line.target)}
    for box in empty[:500]:
        inside = [s for s in loose if s.key not in glued and box.holds(s.middle)]
        others = [s for s in sketch.shapes if s is not box and s not in inside and box.holds(s.middle)]
        if len(inside) == 1 and not others and box.facts is None:
            box.text = inside[0].text
            sketch.shapes.remove(inside[0])
            loose.remove(inside[0])


def _step_of(values: Any, *, ways: bool = False) -> Step | None:
    """The step of plain values; ``None`` where they were damaged."""
    plain = {key: value for key, value in values.items() if key != "at"}
    if not ways:
        plain["next"] = []
    try:
        return flow_from_plain({"title": "", "steps": [plain]}).steps[0]
    except InputError:
        return None


def _ways_of(tie: Tie) -> list[tuple[int, Branch]]:
    """The branches we drew as this line, each with its place; empty where the facts are damaged or not ours."""
    written = tie.line.facts.values.get("ways") if tie.line.facts is not None else None
    found = []
    for way in written if isinstance(written, list) else []:
        if not (isinstance(way, list) and len(way) == 2 and type(way[0]) is int):
            return []
        step = _step_of({"number": 1, "who": "", "what": "", "kind": "task", "next": [way[1]]}, ways=True)
        if step is None:
            return []
        found.append((way[0], step.next[0]))
    return found


def _with_condition(branches: list[tuple[int, Branch]], words: str) -> list[tuple[int, Branch]]:
    """Branches of one arrow with the words that now stand at it."""
    if same_words(words, shown_condition(tuple(branch for _, branch in branches))):
        return branches
    parts = [" ".join(part.split()) for part in words.split("／")]
    if len(parts) != len(branches):
        return [(branches[0][0], replace(branches[0][1], condition=" ".join(words.split())))]
    return [(at, replace(branch, condition=part)) for (at, branch), part in zip(branches, parts, strict=True)]
