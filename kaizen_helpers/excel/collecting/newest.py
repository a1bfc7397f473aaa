"""Which of several replies of one body is the newest: by the date in the name of the file, then by the file's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kaizen_helpers.excel.collecting.model import Choice, Reply
from kaizen_helpers.notation.dates import DateReading, read_date

__all__ = ["FileDates", "choose", "date_in_name"]

_DATED = re.compile(
    r"(?<!\d)20\d{2}[01]\d[0-3]\d(?!\d)"
    r"|(?<!\d)20\d{2}[年./_-]\d{1,2}[月./_-]\d{1,2}日?(?!\d)"
    r"|(?:令和|(?<![A-Z])R)(?:元|\d{1,2})[年./_-]\d{1,2}[月./_-]\d{1,2}日?(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FileDates:
    """When a file is from: the day its name tells, if any, and the time that the file system tells."""

    named: date | None
    changed: datetime

    @property
    def day(self) -> date:
        """The day to go by."""
        return self.named or self.changed.date()


def date_in_name(name: str) -> date | None:
    """The last date in the name of a file: 「20260401」「2026-4-1」「R8.4.1」「令和8年4月1日」; with a year only."""
    found = None
    for match in _DATED.finditer(unicodedata.normalize("NFKC", name)):
        read = read_date(match[0].replace("_", "-"))
        found = read.value if isinstance(read, DateReading) else found
    return found


def choose(replies: Sequence[Reply], dates: Mapping[str, FileDates]) -> Choice:
    """The newest of several replies of one body, with the reason in words.

    Of one file the upper row is taken and the choice is not sure, as nothing tells which one counts.
    """

    def age(reply: Reply) -> tuple[date, datetime]:
        return dates[reply.file].day, dates[reply.file].changed

    newest = max(map(age, replies))
    best = [reply for reply in replies if age(reply) == newest]
    taken = best[0]
    left = tuple(reply for reply in replies if reply is not taken)
    if len({reply.file for reply in best}) > 1:
        return Choice(
            taken, left, "日付も更新日時も同じで、新しいほうが分かりません。仮に先のファイルを採りました。", False
        )
    if len(best) > 1:
        return Choice(taken, left, "同じファイルに同じ団体の行が2行以上あります。仮に上の行を採りました。", False)
    named = [dates[reply.file].named for reply in replies]
    if all(named) and len(set(named)) > 1:
        return Choice(taken, left, f"ファイルの名前の日付（{newest[0]}）が最も新しいため、採りました。", True)
    told = f"{newest[1]:%Y-%m-%d %H:%M}"
    if any(named) and not all(named):
        why = f"名前に日付のないファイルがあるため、更新日時とも比べ、{newest[0]}のものを採りました。確かめてください。"
        return Choice(taken, left, why, False)
    return Choice(taken, left, f"ファイルの更新日時（{told}）が最も新しいため、採りました。", True)
