"""What holds between rows and between columns: sent twice, used twice at a time, an end before its beginning.

The machine takes out an older answer where a person said so, and changes nothing else: what contradicts itself is told.
"""

from __future__ import annotations

from datetime import date, datetime

from kaizen_helpers.excel.tables.model import RepairQuestion
from kaizen_helpers.excel.tables.working import AS_IT_IS, MEND, Line, Shape, Work

__all__ = ["check_between", "keep_newest", "once"]

_NEWEST = "新しい方を残す"


def once(work: Work, lines: list[Line]) -> list[Line]:
    """Rows that are the same in every column: kept or left out as a person decides."""
    answer = work.answers.get("same-rows")
    kept: dict[tuple[object, ...], Line] = {}
    twice = []
    for line in lines:
        values = tuple(f"{type(item.value)}{item.value}" for item in line.items)
        if kept.setdefault(values, line) is not line:
            twice.append(line)
    if not twice or answer == "このまま":
        return lines
    if answer != "1つにする":
        text = f"すべての列が同じ行が{len(twice)}行あります（{twice[0].row}行目など）。"
        work.refuse(f"{text}1つにするか、このままにするかを決めてください。")
        work.questions.append(RepairQuestion("same-rows", f"{text}どうしますか。", ("1つにする", "このまま")))
        return lines
    rest = list(kept.values())
    work.drop([(line, "同じ行を1つに") for line in twice], rest)
    return rest


def keep_newest(work: Work, shapes: list[Shape], lines: list[Line]) -> list[Line]:
    """Of rows with one key the newest, where a person decided so. Where the newest cannot be told, it is asked."""
    whole = work.plan.whole
    names = [one.name for one in shapes]
    if not whole.key or any(name not in names for name in (*whole.key, *([whole.newest] if whole.newest else []))):
        return lines
    groups: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        own = tuple(line.items[names.index(name)].value for name in whole.key)
        if None not in own:
            groups.setdefault(own, []).append(line)
    several = [group for group in groups.values() if len(group) > 1]
    answer = work.answers.get("twice")
    if not several or answer == AS_IT_IS:
        return lines
    gone: list[tuple[Line, Line]] = []
    for group in several:
        newest = _newest(group, names.index(whole.newest)) if whole.newest and answer == _NEWEST else None
        if newest is None:
            _ask_which(work, group)
        else:
            gone += [(line, newest) for line in group if line is not newest]
    out = {id(line) for line, _ in gone}
    rest = [line for line in lines if id(line) not in out]
    work.drop([(line, f"新しい方（{newest.row}行目）を残す") for line, newest in gone], rest)
    return rest


def _newest(group: list[Line], place: int) -> Line | None:
    """The one newest line; None where a date is missing or two are the same."""
    days = [line.items[place].value for line in group]
    if not all(isinstance(day, date) for day in days):
        return None
    last = max(days)  # type: ignore[type-var]
    return group[days.index(last)] if days.count(last) == 1 else None


def _ask_which(work: Work, group: list[Line]) -> None:
    whole = work.plan.whole
    rows = "と".join(f"{line.row}行目" for line in group)
    names = "・".join(whole.key)
    asked = work.answers.get("twice") == _NEWEST
    why = f"「{whole.newest}」でも、どちらが新しいか決まりません。" if asked else "どの行を使うか決めてください。"
    work.refuse(f"{rows}は、「{names}」が同じです。{why}")
    if not any(one.key == "twice" for one in work.questions):
        choices = (_NEWEST, AS_IT_IS, MEND) if whole.newest and not asked else (AS_IT_IS, MEND)
        work.questions.append(RepairQuestion("twice", f"「{names}」が同じ行があります。どうしますか。", choices))


def check_between(work: Work, shapes: list[Shape], lines: list[Line]) -> None:
    """Columns that contradict each other, and what two people use at the same time."""
    names = [one.name for one in shapes]
    for place, shape in enumerate(shapes):
        if shape.rule.not_below in names:
            _order(work, shape, place, names.index(shape.rule.not_below), lines)
    overlap = work.plan.whole.no_overlap
    if overlap is not None and all(name in names for name in overlap):
        _overlaps(work, [names.index(name) for name in overlap], lines)


def _order(work: Work, shape: Shape, place: int, other: int, lines: list[Line]) -> None:
    low = shape.rule.not_below
    for line in lines:
        own, least = _plain(line.items[place].value), _plain(line.items[other].value)
        if own is None or least is None or type(own) is not type(least) or own >= least:  # type: ignore[operator]
            continue
        word = "前" if isinstance(own, date) else "小さい値"
        text = f"{line.row}行目は、「{shape.name}」（{_shown(own)}）が「{low}」（{_shown(least)}）より{word}です。"
        question = f"「{shape.name}」が「{low}」より{word}の行があります（{line.row}行目など）。このまま残しますか。"
        if work.kept_as_it_is(f"order:{shape.name}", f"{text}元の書類で確かめてください。", question):
            return


def _plain(value: object) -> float | date | None:
    """What can be compared; None for everything else."""
    if isinstance(value, date):
        return value
    return float(value) if isinstance(value, int | float) else None


def _shown(value: float | date) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return f"{int(value):,}" if value.is_integer() else str(value)


def _overlaps(work: Work, places: list[int], lines: list[Line]) -> None:
    who, start, end = places
    spans: dict[object, list[tuple[datetime, datetime, int]]] = {}
    for line in lines:
        begun, ended, used = (line.items[place].value for place in (start, end, who))
        if isinstance(begun, datetime) and isinstance(ended, datetime) and used is not None:
            spans.setdefault(used, []).append((begun, ended, line.row))
    for used, several in spans.items():
        longest: tuple[datetime, int] | None = None
        for begun, ended, row in sorted(several):
            if longest is not None and begun < longest[0]:
                text = f"{longest[1]}行目と{row}行目は、「{used}」を同じ時間に使うことになっています。"
                question = f"同じ時間に重なる行があります（{longest[1]}行目と{row}行目など）。このまま残しますか。"
                if work.kept_as_it_is("overlap", f"{text}どちらが正しいか確かめてください。", question):
                    return
            longest = max(longest or (ended, row), (ended, row))
