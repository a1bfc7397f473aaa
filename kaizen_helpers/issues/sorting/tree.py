"""An issue tree: from a trouble to its causes (なぜ), and from an issue to its measures (どうする).

People write it as a table with the number of the 親, or as an indented list. What does not hang together (a ring, a
parent that is not there, two roots) is a problem with its row; the rest is still a tree that can be drawn. Whether its
thoughts hang together is a matter of findings: the order 困りごと → 原因 → 論点 → 打ち手 follows S21 (domain.md §1).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from kaizen_helpers.flow.cells import fold, short
from kaizen_helpers.flow.tables.table import TableProblem
from kaizen_helpers.issues.sorting import wording
from kaizen_helpers.issues.sorting.findings import StatementFinding, found_in, problems_of
from kaizen_helpers.issues.sorting.statements import Statement, StatementKind, read_kind
from kaizen_helpers.issues.sorting.tables import Row, read_rows

__all__ = ["IssueNode", "IssueTree", "TreeReading", "check_issue_tree", "read_issue_tree"]


@dataclass(frozen=True, slots=True)
class IssueNode:
    """One sentence of the tree."""

    row: int
    """The row as people see it, from 1."""
    number: int
    """The number by which others name it as their parent; the row where nobody gave one."""
    text: str
    kind: StatementKind | None = None
    """None where nobody said it yet."""
    parent: int | None = None
    """The number of the node above; None at the root."""
    who: str = ""
    evidence: str = ""
    """How it is known (根拠)."""


@dataclass(frozen=True)
class IssueTree:
    """Sentences, each below another one. A ring or a parent that is not there makes one more root."""

    title: str = ""
    nodes: tuple[IssueNode, ...] = ()

    @cached_property
    def roots(self) -> tuple[IssueNode, ...]:
        """The nodes at the left edge, in the order written; of a ring its first node."""
        return self._forest[0]

    def children(self, node: IssueNode) -> tuple[IssueNode, ...]:
        """The nodes right below a node, in the order written."""
        return self._forest[1].get(node.number, ())

    def parent(self, node: IssueNode) -> IssueNode | None:
        """The node right above it; None for a root."""
        return self._forest[2].get(node.number)

    @cached_property
    def _forest(
        self,
    ) -> tuple[tuple[IssueNode, ...], dict[int, tuple[IssueNode, ...]], dict[int, IssueNode]]:
        """Roots, children and parents; every node stands in it once, whatever the numbers say."""
        by_number: dict[int, IssueNode] = {}
        for node in self.nodes:
            by_number.setdefault(node.number, node)
        nodes = tuple(by_number.values())
        broken = {ring[0] for ring in rings(self.nodes)}
        below: dict[int, list[IssueNode]] = defaultdict(list)
        above: dict[int, IssueNode] = {}
        roots: list[IssueNode] = []
        for node in nodes:
            home = by_number.get(node.parent) if node.parent is not None else None
            if home is None or node.number in broken:
                roots.append(node)
            else:
                below[home.number].append(node)
                above[node.number] = home
        return tuple(roots), {number: tuple(some) for number, some in below.items()}, above


def rings(nodes: Sequence[IssueNode]) -> list[tuple[int, ...]]:
    """The numbers of nodes that lead back to themselves, each ring once, in the order written."""
    above: dict[int, int | None] = {}
    for node in nodes:
        above.setdefault(node.number, node.parent)
    found: list[tuple[int, ...]] = []
    settled: set[int] = set()
    for start in above:
        path: list[int] = []
        here: int | None = start
        while here is not None and here in above and here not in settled and here not in path:
            path.append(here)
            here = above[here]
        if here in path:
            ring = path[path.index(here) :]
            first = min(range(len(ring)), key=lambda at: list(above).index(ring[at]))
            found.append((*ring[first:], *ring[:first]))
        settled.update(path)
    return found


@dataclass(frozen=True, slots=True)
class TreeReading:
    """What a table or a list says, and what could not be read."""

    tree: IssueTree
    problems: tuple[TableProblem, ...]


# --- reading -------------------------------------------------------------------------------------

_COLUMNS = {
    "文": ("内容", "カード", "項目"),
    "種類": ("分類", "区分"),
    "番号": ("No", "No.", "ID", "#"),
    "親": ("親番号", "上", "親の番号", "もと"),
    "だれが": ("誰が", "だれ", "誰", "担当"),
    "根拠": ("出典", "確かめ方"),
}
_MARKS = re.compile(r"^[\s　]*[・･\-*●○◆▼└├│┗┣>＞→]*[\s　]*")
_HEADED = re.compile(r"^(?P<kind>[^\s:：「」、。]{1,6})\s*[:：]\s*(?P<text>.+)$", re.DOTALL)


def read_issue_tree(rows: Any, title: str = "") -> TreeReading:
    """Read a table with the columns 番号・親・種類・文, or an indented list; nothing in it makes it raise.

    Args:
        rows: a list of dicts or a pandas DataFrame. Where no row has a 親, the blanks before 文 say what is below what.
            A text is read line by line, as 「種類：文」 with its blanks.
        title: the name of the tree.
    """
    problems: list[TableProblem] = []
    if type(rows) is str:
        rows = [_line(line) for line in rows.split("\n")]
    read = read_rows(rows, _COLUMNS, problems, needed="文")
    kept = [row for row in read if _has_text(row, problems)]
    nodes = [_node(row, problems) for row in kept]
    if any(row.text("親") for row in kept):
        _check_parents(nodes, problems)
    else:
        nodes = _by_indentation(kept, nodes)
    tree = IssueTree(title, tuple(nodes))
    return TreeReading(tree, (*problems, *_more_roots(tree)))


def _line(line: str) -> dict[str, str]:
    indent, said = _split(line.rstrip())
    headed = _HEADED.match(said)
    if headed and read_kind(headed["kind"]):
        return {"種類": headed["kind"], "文": indent + headed["text"]}
    return {"文": indent + said}


def _split(line: str) -> tuple[str, str]:
    """The blanks before a line, and what it says without marks like ・ and └."""
    said = _MARKS.sub("", line, count=1)
    blanks = re.match(r"[\s　│]*", line)
    return (blanks.group(0) if blanks else ""), said


def _has_text(row: Row, problems: list[TableProblem]) -> bool:
    if _split(row.cells.get("文", ""))[1].strip():
        return True
    problems.append(TableProblem(row.number, "文", f"{row.number}行目の「文」が空です。1つの文を書いてください。"))
    return False


def _node(row: Row, problems: list[TableProblem]) -> IssueNode:
    named = row.text("種類")
    kind = read_kind(named)
    if kind is None:
        names = "・".join(StatementKind)
        said = f"の種類「{short(named)}」は、5つの中にありません" if named else "の「種類」が空です"
        problems.append(TableProblem(row.number, "種類", f"{row.number}行目{said}。{names}から選んでください。"))
    number = _number(row, "番号", problems)
    return IssueNode(
        row.number,
        row.number if number is None else number,
        _split(row.cells["文"])[1].strip(),
        kind,
        _number(row, "親", problems),
        row.text("だれが"),
        row.text("根拠"),
    )


def _number(row: Row, column: str, problems: list[TableProblem]) -> int | None:
    text = fold(row.text(column)).strip("()[].番行no ")
    if not text or text in {"なし", "-", "ー", "―"}:
        return None
    if re.fullmatch(r"[0-9]{1,6}(?:\.0)?", text):
        return int(text.removesuffix(".0"))
    problems.append(
        TableProblem(
            row.number,
            column,
            f"{row.number}行目の「{column}」は「{short(row.text(column))}」です。"
            + ("すぐ上にある文の番号を1つ書いてください。" if column == "親" else "1から始まる数で書いてください。"),
        )
    )
    return None


def _check_parents(nodes: Sequence[IssueNode], problems: list[TableProblem]) -> None:
    """Numbers used twice, parents that are not there, rings."""
    rows: dict[int, int] = {}
    for node in nodes:
        if node.number in rows:
            message = (
                f"{node.row}行目の番号{node.number}は、{rows[node.number]}行目と同じです。別の番号を付けてください。"
            )
            problems.append(TableProblem(node.row, "番号", message))
        rows.setdefault(node.number, node.row)
    for node in nodes:
        if node.parent is not None and node.parent not in rows:
            message = (
                f"{node.row}行目の親{node.parent}は、表にありません。"
                "上に来る文の番号を書いてください。いちばん上の文なら、空欄にします。"
            )
            problems.append(TableProblem(node.row, "親", message))
    for ring in rings(nodes):
        way = "→".join(str(number) for number in (*ring, ring[0])[:8])
        message = (
            f"{rows[ring[0]]}行目の親をたどると、{way}と同じ所に戻ります。"
            "いちばん上に置く文を決め、その「親」を空欄にしてください。"
        )
        problems.append(TableProblem(rows[ring[0]], "親", message))


def _by_indentation(rows: Sequence[Row], nodes: Sequence[IssueNode]) -> list[IssueNode]:
    """Each node below the last one that has fewer blanks before it."""
    found: list[IssueNode] = []
    open_: list[tuple[int, int]] = []
    for row, node in zip(rows, nodes, strict=True):
        width = _width(_split(row.cells["文"])[0])
        while open_ and open_[-1][0] >= width:
            open_.pop()
        found.append(replace(node, parent=open_[-1][1] if open_ else None))
        open_.append((width, node.number))
    return found


def _width(blanks: str) -> int:
    widths = {"\t": 4, "　": 2, "│": 2}
    return sum(widths.get(mark, 1) for mark in unicodedata.normalize("NFC", blanks))


def _more_roots(tree: IssueTree) -> Iterator[TableProblem]:
    """Roots beside the first one that nobody could have meant otherwise; those of a ring are named there."""
    written = [node for node in tree.roots if node.parent is None]
    for node in written[1:]:
        yield TableProblem(
            node.row,
            "親",
            f"{node.row}行目「{short(node.text)}」も、いちばん上に置かれています。"
            f"{written[0].row}行目「{short(written[0].text)}」の下に入れるか、別の木に分けてください。",
        )


# --- what does not hang together -----------------------------------------------------------------

_FACT, _TROUBLE, _CAUSE, _ISSUE, _MEASURE = StatementKind


def check_issue_tree(tree: IssueTree) -> tuple[StatementFinding, ...]:
    """What to look at again, in the order of the rows: each sentence by itself, and what stands below what."""
    found = [*(one for node in tree.nodes for one in problems_of(_statement(node))), *_between(tree), *_below(tree)]
    return tuple(sorted(found, key=lambda finding: finding.row))


def _statement(node: IssueNode) -> Statement:
    return Statement(node.row, node.text, node.kind, node.who, node.evidence)


_PAIRS: Mapping[tuple[StatementKind, StatementKind], tuple[str, str, str]] = {
    **dict.fromkeys(
        ((above, _MEASURE) for above in (_TROUBLE, _CAUSE, _FACT)),
        (
            "measure_without_issue",
            "すぐ上が論点ではありません。",
            "何に答えを出すための打ち手かを「論点」に書き、その下に置きましょう。",
        ),
    ),
    **dict.fromkeys(
        ((above, below) for above in (_ISSUE, _MEASURE) for below in (_TROUBLE, _CAUSE)),
        (
            "turned_round",
            "順番が逆に読めます。",
            "困りごと・原因は論点より上に置き、論点の下には、さらに細かい論点か打ち手を置きましょう。",
        ),
    ),
    (_MEASURE, _ISSUE): (
        "turned_round",
        "打ち手の下に論点があります。",
        "先に問いを置き、その答えとして打ち手を並べましょう。",
    ),
    (_CAUSE, _TROUBLE): (
        "turned_round",
        "原因の下に困りごとがあります。",
        "困りごとから「なぜ」とたどると、どちらが上かを決められます。",
    ),
}


def _between(tree: IssueTree) -> Iterator[StatementFinding]:
    """What stands below what it should not stand below."""
    for node in tree.nodes:
        above = tree.parent(node)
        if above is None or node.kind is None or above.kind is None:
            continue
        if pair := _PAIRS.get((above.kind, node.kind)):
            name, read, then = pair
            yield found_in(_statement(node), name, "advice", read, then)
        elif (above.kind, node.kind) == (_TROUBLE, _ISSUE):
            yield found_in(
                _statement(node),
                "issue_without_cause",
                "information",
                "困りごとのすぐ下に論点があります。",
                "間に「なぜ起きるのか」を1つ書くと、問いが絞れます。",
            )
        elif node.kind is _CAUSE and wording.says_again(node.text, above.text):
            yield found_in(
                _statement(node),
                "cause_repeats_trouble",
                "information",
                f"{above.row}行目の言い換えになっていませんか。",
                "そうなる場面を1つ思い出し、その直前に何が起きているかを書いてみましょう。",
            )


def _below(tree: IssueTree) -> Iterator[StatementFinding]:
    """Issues with too little below them, and the same sentence twice below one node."""
    for node in tree.nodes:
        below = tree.children(node)
        measures = [child for child in below if child.kind is _MEASURE]
        if node.kind is _ISSUE and not below:
            yield found_in(
                _statement(node),
                "issue_without_measure",
                "information",
                "打ち手がまだありません。",
                "道具を使わないものも入れて、2つ以上並べてみましょう。",
            )
        elif node.kind is _ISSUE and len(measures) == len(below) == 1:
            yield found_in(
                _statement(node),
                "only_one_measure",
                "information",
                "打ち手が1つだけです。",
                "「やめる」「まとめる」「順番を変える」でも答えられるかを考えると、くらべて選べます。",
            )
        yield from _twice(below)


def _twice(below: Sequence[IssueNode]) -> Iterator[StatementFinding]:
    counted = Counter(fold(child.text) for child in below)
    seen: set[str] = set()
    for child in below:
        text = fold(child.text)
        if text in seen and counted[text] > 1:
            yield found_in(
                _statement(child),
                "same_twice",
                "advice",
                "同じ文がすぐ近くにもう1つあります。",
                "どちらかを消しましょう。",
            )
        seen.add(text)
