"""Putting the returned forms of a folder together into one table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kaizen_helpers.errors import InputError, KaizenError, MissingError
from kaizen_helpers.excel.collecting.bodies import Asked, Roll, code_text, known_check_digit
from kaizen_helpers.excel.collecting.layout import Answers, Line, find_answers, is_blank, is_example
from kaizen_helpers.excel.collecting.matching import Match, folded, is_code, is_name, match_headings
from kaizen_helpers.excel.collecting.model import Choice, Collected, Remark, Reply, Source, Total
from kaizen_helpers.excel.collecting.newest import FileDates, choose, date_in_name
from kaizen_helpers.excel.collecting.returned import FormSheet, address, read_sheets
from kaizen_helpers.excel.collecting.tabling import conflicts_of, tabled
from kaizen_helpers.notation.reading import Reading, read_number

__all__ = ["collect", "read_asked"]

_MOST_FILES = 3_000
_LONGEST = 400
_OWN = "（取りまとめ）"
"""Folders that this makes; they are never read in again."""
_OTHER_KINDS = {
    ".xls": "古い形式（.xls）です。Excel で開いて、.xlsx で保存し直してください。",
    ".pdf": "PDF は読み取れません。元の Excel をもらってください。",
    ".docx": "Word の回答は読み取れません。様式の Excel に入れてもらってください。",
}
_READ = {".xlsx", ".xlsm", ".csv"}


def read_asked(path: Path | str) -> tuple[tuple[Asked, ...], tuple[Remark, ...]]:
    """Those who were asked, from a table with 団体コード and 団体名 (or 団体名 alone), and what to look at.

    Raises:
        KaizenError: the file cannot be read, has no such table, or names a body twice.
    """
    source = Path(path)
    if not source.is_file():
        raise MissingError("名簿のファイルがありません。名前と場所を確かめてください。", source.name)
    for sheet in read_sheets(source):
        found = _list_of(sheet, source.name)
        if found:
            return found
    raise InputError("「団体コード」と「団体名」の列が見つかりません。1行目に列の名前を入れてください。", source.name)


def _list_of(sheet: FormSheet, file: str) -> tuple[tuple[Asked, ...], tuple[Remark, ...]] | None:
    for at, row in enumerate(sheet.rows[:30]):
        named = {index: str(cell) for index, cell in enumerate(row) if isinstance(cell, str)}
        code = next((index for index, cell in named.items() if is_code(cell)), None)
        name = next((index for index, cell in named.items() if is_name(cell)), None)
        if name is None or (code is None and len(named) > 6):
            continue
        bodies: list[Asked] = []
        remarks: list[Remark] = []
        for number, line in enumerate(sheet.rows[at + 1 :], start=at + 2):
            called = str(line[name]).strip() if name < len(line) and not is_blank(line[name]) else ""
            typed = code_text(line[code]) if code is not None and code < len(line) else ""
            if not called:
                if typed:
                    remarks.append(
                        Remark(file, sheet.name, address(number, name), "団体名が空です。名簿に入れていません。")
                    )
                continue
            zeroed = f"0{typed}"
            if len(typed) == 5 and known_check_digit(zeroed):
                told = f"団体コード「{typed}」を、先頭の0が落ちたものとして「{zeroed}」と読みました。"
                remarks.append(Remark(file, sheet.name, address(number, code or 0), told))
                typed = zeroed
            elif typed and not known_check_digit(typed):
                told = f"団体コード「{typed}」の検査数字が合いません。名簿を確かめてください。"
                remarks.append(Remark(file, sheet.name, address(number, code or 0), told))
            bodies.append(Asked(typed, called))
        twice = [name for name, count in Counter(one.name for one in bodies).items() if count > 1]
        twice += [code for code, count in Counter(one.code for one in bodies if one.code).items() if count > 1]
        if twice:
            raise InputError(f"名簿に同じ団体が2回あります（{'・'.join(twice[:5])}）。1行にしてください。", file)
        if bodies:
            return tuple(bodies), tuple(remarks)
    return None


@dataclass
class _Work:
    """What grows while the files are read."""

    roll: Roll
    answers: Mapping[str, str]
    expected: list[str] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    sources: list[tuple[str, str, str, int]] = field(default_factory=list)
    dates: dict[str, FileDates] = field(default_factory=dict)
    paired: dict[tuple[tuple[int, str], ...], tuple[Match, ...]] = field(default_factory=dict)

    def remark(self, file: str, sheet: str, cell: str, text: str) -> None:
        self.remarks.append(Remark(file, sheet, cell, text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"))


def collect(
    folder: Path | str,
    asked: Path | str | Sequence[Asked],
    *,
    form: Path | str | None = None,
    answers: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Collected:
    """Read every returned form below a folder and put the answers together, one row a reply.

    Of several replies of a body the newest is taken. A body that is not sure from its code and name is not placed.
    Nothing of the files is changed. A form is read whose answers stand below one row of headings, or beside one
    column of them.

    Args:
        folder: where the returned ``.xlsx``, ``.xlsm`` and ``.csv`` lie, also in folders inside it.
        asked: the list of those asked, as a file or as it was read.
        form: the blank form, whose headings are those of the table; else the headings that half of the forms have.
        answers: heading of a form → heading of the table, where a person has said so.
        progress: is told (files read, files in all).

    Raises:
        KaizenError: there is no such folder, no form in it, no list, or no headings can be found.
    """
    place = Path(folder)
    if not place.is_dir():
        raise MissingError("フォルダがありません。返ってきたファイルを入れたフォルダを指定してください。", place.name)
    notes: tuple[Remark, ...] = ()
    if isinstance(asked, str | Path):
        bodies, notes = read_asked(asked)
    else:
        bodies = tuple(asked)
    work = _Work(Roll(bodies), answers or {}, remarks=list(notes))
    own = {Path(one).resolve() for one in (asked, form) if isinstance(one, str | Path)}
    files = _files(place, own, work)
    read: list[tuple[str, tuple[FormSheet, ...]]] = []
    for number, path in enumerate(files, start=1):
        name = path.relative_to(place).as_posix()
        try:
            work.dates[name] = FileDates(date_in_name(path.stem), datetime.fromtimestamp(path.stat().st_mtime))  # noqa: DTZ006 - local time is what people see
            read.append((name, read_sheets(path)))
        except (KaizenError, OSError) as error:
            told = error.message_ja if isinstance(error, KaizenError) else "ファイルを開けませんでした。"
            work.remark(name, "", "", told)
            work.sources.append((name, "", "読めませんでした", 0))
        if progress:
            progress(number, len(files))
    work.expected = _headings_of(form) if form else _usual_headings(read)
    if not work.expected:
        raise InputError("回答の表が見つかりません。空の様式を --form で指定してください。", place.name)
    known = frozenset(map(folded, [*work.expected, *work.answers]))
    for name, sheets in read:
        _read_file(work, name, sheets, known)
    return _put_together(work, bodies, len(files))


def _files(place: Path, own: set[Path], work: _Work) -> list[Path]:
    """The files to read, in the order of their names; others are told."""
    found = []
    for path in sorted(place.rglob("*")):
        inside = path.relative_to(place)
        hidden = any(part.startswith(("~$", ".")) or part.endswith(_OWN) for part in inside.parts)
        if hidden or not path.is_file() or path.resolve() in own or path.name in {"Thumbs.db", "desktop.ini"}:
            continue
        if path.suffix.lower() in _READ:
            found.append(path)
        else:
            told = _OTHER_KINDS.get(path.suffix.lower(), "Excel でも CSV でもないため、読んでいません。")
            work.remark(inside.as_posix(), "", "", told)
            work.sources.append((inside.as_posix(), "", "読んでいません", 0))
    if not found:
        raise MissingError("読める回答（.xlsx か .csv）がありません。フォルダを確かめてください。", place.name)
    if len(found) > _MOST_FILES:
        raise InputError(f"ファイルが{_MOST_FILES:,}を超えています。フォルダを分けてください。", place.name)
    return found


def _headings_of(form: Path | str) -> list[str]:
    for sheet in read_sheets(Path(form)):
        found = None if is_example(sheet) else find_answers(sheet)
        if found:
            return list(dict.fromkeys(name for _, name in found.headings))
    message = "様式に列の名前が見つかりません。「団体コード」か「団体名」の列を入れてください。"
    raise InputError(message, Path(form).name)


def _usual_headings(read: Iterable[tuple[str, tuple[FormSheet, ...]]]) -> list[str]:
    """The headings that at least half of the files have, spelt and ordered as most of them do."""
    heads: list[tuple[str, ...]] = []
    for _, sheets in read:
        found = [one for sheet in sheets if not is_example(sheet) and (one := find_answers(sheet))]
        if found:
            heads.append(tuple(name for _, name in max(found, key=lambda one: len(one.headings)).headings))
    often = Counter(fold for head in heads for fold in {folded(name) for name in head})
    spelt = Counter(name for head in heads for name in head)
    usual = {fold for fold, count in often.items() if count * 2 >= len(heads)}
    orders = Counter(tuple(fold for fold in map(folded, head) if fold in usual) for head in heads)
    order = max(orders, key=lambda one: (len(set(one)), orders[one]), default=())
    best = {fold: max((n for n in spelt if folded(n) == fold), key=lambda n: spelt[n]) for fold in usual}
    return [best[fold] for fold in dict.fromkeys([*order, *sorted(usual)])]


def _read_file(work: _Work, file: str, sheets: Sequence[FormSheet], known: frozenset[str]) -> None:
    before = len(work.replies)
    filled = [sheet for sheet in sheets if sheet.rows]
    for sheet in filled:
        found = None if is_example(sheet) else find_answers(sheet, known)
        if found is None:
            told = "記入例や説明とみて、読んでいません" if is_example(sheet) else "回答の表がないため、読んでいません"
            work.sources.append((file, sheet.name, told, 0))
            continue
        if sheet.uncounted:
            cells = "・".join(sheet.uncounted[:5])
            told = "計算の結果が保存されていない数式があり、空欄になりました。Excel で開いて保存し直してください。"
            work.remark(file, sheet.name, cells, told)
        if sheet.hidden:
            work.remark(file, sheet.name, "", "非表示のシートです。回答かどうかを確かめてください。")
        if sheet.cut:
            work.remark(file, sheet.name, "", "行が多すぎるため、途中までを読みました。")
        if sheet is not filled[0] and found.lines:
            work.remark(file, sheet.name, "", "2枚目より後のシートにある回答を読みました。")
        _read_answers(work, file, found)
    if len(work.replies) == before and not any(one.file == file and not one.sheet for one in work.remarks):
        work.remark(file, "", "", "回答として読めた行がありません。未回答か、様式が違うかを確かめてください。")


def _pairs(work: _Work, found: Answers) -> tuple[Match, ...]:
    if found.headings not in work.paired:
        work.paired[found.headings] = match_headings(found.headings, work.expected, work.answers)
    return work.paired[found.headings]


def _read_answers(work: _Work, file: str, found: Answers) -> None:
    sheet = found.sheet.name
    pairs = {match.index: match for match in _pairs(work, found)}
    fits = {index: match.expected for index, match in pairs.items() if match.sure and match.expected}
    for index, match in pairs.items():
        cells = [line.values[index] for line in found.lines if index in line.values]
        cell = address(found.row, index) if len(found.lines) != 1 or not cells else address(cells[0][1], cells[0][2])
        if match.note_ja:
            work.remark(file, sheet, cell, match.note_ja)
        elif index not in fits and not all(is_blank(value) for value, _, _ in cells):
            work.remark(file, sheet, cell, _question(match))
    asked = {match.expected for match in pairs.values()}  # what is asked about is not told to be absent as well
    absent = [name for name in work.expected if name not in asked and not (is_code(name) or is_name(name))]
    if absent and found.lines:
        work.remark(file, sheet, "", f"列がありません（{'・'.join(absent[:5])}）。この列は空欄としました。")
    if found.stray:
        told = f"列の名前のないところに値があります（{len(found.stray)}か所）。表に入れていません。"
        work.remark(file, sheet, "・".join(found.stray[:5]), told)
    rows = [line for line in found.lines if not line.total]
    empty = [line for line in rows if _unanswered(line, fits)]
    if empty:
        told = f"団体名などのほかは空欄の行が{len(empty)}行あります。未回答とみて、表に入れていません。"
        work.remark(file, sheet, address(empty[0].row, 0), told)
    unanswered = {line.row for line in empty}
    for line in (one for one in rows if one.row not in unanswered):
        _read_line(work, file, found, line, fits, alone=len(rows) == 1)
    work.sources.append((file, sheet, "読みました" if rows else "回答の行がありません", len(rows)))
    for line in found.lines:
        if line.total:
            above = [one for one in rows if one.row < line.row]
            work.totals += _totals(work, file, sheet, line, above, fits)


def _unanswered(line: Line, fits: Mapping[int, str]) -> bool:
    """Whether nothing but the body stands in a line, as in a list of all bodies of which each fills its own row."""
    asked = [index for index, name in fits.items() if not (is_code(name) or is_name(name))]
    return bool(asked) and all(is_blank(line.values.get(index, (None,))[0]) for index in asked)


def _question(match: Match) -> str:
    if match.expected:
        return (
            f"「{match.found}」は「{match.expected}」のことですか。決められないため、表に入れていません。"
            f'同じなら --same "{match.found}={match.expected}" を付けてください。'
        )
    return f"「{match.found}」という列は様式にないため、表に入れていません。"


def _read_line(work: _Work, file: str, found: Answers, line: Line, fits: Mapping[int, str], *, alone: bool) -> None:
    values = {fits[index]: value for index, (value, _, _) in line.values.items() if index in fits}
    cells = {fits[index]: address(row, at) for index, (_, row, at) in line.values.items() if index in fits}
    code = next((value for name, value in values.items() if is_code(name) and not is_blank(value)), found.above[0])
    name = next((value for name, value in values.items() if is_name(name) and not is_blank(value)), found.above[1])
    cell = next((cells[name] for name in values if is_code(name) or is_name(name)), address(line.row, 0))
    sheet = found.sheet.name
    who = work.roll.whose(code, name, Path(file).name if alone else "")
    for note in who.notes_ja:
        work.remark(file, sheet, cell, note)
    body = who.asked or who.other
    if body is None:
        work.remark(file, sheet, cell, f"{who.open_ja}（表に入れていません）")
        return
    if who.asked is None:
        work.remark(file, sheet, cell, f"{body}は名簿にありません。表の最後に置き、合計には入れていません。")
    asked, doubtful = who.asked is not None, bool(who.notes_ja)
    work.replies.append(Reply(body, file, sheet, line.row, values, cells, asked, doubtful))


def _totals(
    work: _Work, file: str, sheet: str, line: Line, above: Sequence[Line], fits: Mapping[int, str]
) -> Iterable[Total]:
    """A row 「合計」 against the sum of the rows over it, in every column that has a number there."""
    for index, name in fits.items():
        told = _number_in(line, index)
        if told is None or is_code(name) or is_name(name):
            continue
        filled = [one for one in above if index in one.values and not is_blank(one.values[index][0])]
        parts = [part for one in filled if (part := _number_in(one, index)) is not None]
        cell = address(line.row, index)
        if len(parts) < len(filled):
            work.remark(file, sheet, cell, f"「{name}」に数として読めない行があり、合計を確かめられませんでした。")
        elif parts:
            yield Total(f"{file} 「{sheet}」 {cell}", name, told, sum(parts))


def _number_in(line: Line, index: int) -> float | None:
    value = line.values.get(index, (None, 0, 0))[0]
    read = read_number(value) if isinstance(value, int | float | str) else None
    return read.value if isinstance(read, Reading) else None


def _put_together(work: _Work, bodies: tuple[Asked, ...], files: int) -> Collected:
    of_body: dict[Asked, list[Reply]] = defaultdict(list)
    for reply in work.replies:
        of_body[reply.body].append(reply)
    others = [body for body in of_body if body not in set(bodies)]
    choices: list[Choice] = []
    kept: list[Reply] = []
    for body in (*bodies, *others):
        several = of_body.get(body, [])
        if len(several) > 1:
            choices.append(choose(several, work.dates))
            kept.append(choices[-1].taken)
        else:
            kept += several
    columns, rows, changes, asked, sums, parts = tabled(work.expected, kept)
    taken = Counter((reply.file, reply.sheet) for reply in kept)
    return Collected(
        columns=columns,
        replies=tuple(kept),
        rows=rows,
        asked=bodies,
        missing=tuple(body for body in bodies if body not in of_body),
        choices=tuple(choices),
        conflicts=conflicts_of(choices, columns),
        changes=changes,
        totals=(*work.totals, *parts),
        remarks=(*work.remarks, *asked),
        sources=tuple(Source(file, sheet, told, rows, taken[file, sheet]) for file, sheet, told, rows in work.sources),
        files=files,
        sums=sums,
    )
