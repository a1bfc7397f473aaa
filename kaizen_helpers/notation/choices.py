"""Options of a column: one spelling each, and 「その他：…」 apart from what was written behind it.

A spelling is changed only by a mapping table that a person has seen. What looks like another spelling of the same
option is proposed, never applied: 「取り組む」 and 「取り組まない」 share their kanji as well (L2-04, L2-05).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kaizen_helpers.errors import InputError

__all__ = [
    "OtherSplit",
    "Unified",
    "VariantProposal",
    "propose_variants",
    "split_other",
    "unify_choices",
]

_NUMBERING = re.compile(r"^(?:\(?[0-9]{1,2}[.)、:]|\(?[a-z][.)]|[・※])\s*", re.IGNORECASE)
_OTHER = re.compile(
    r"^\s*(?P<choice>(?:[(（]?[0-9０-９]{1,2}[.．)）、:：]\s*)?その他)"
    r"(?:\s*[:：]\s*(?P<colon>.*?)|\s*[(（](?P<bracket>[^()（）]*)[)）]|\s+(?P<blank>\S.*?)|\s*[-−－ー→]\s*(?P<dash>.*?))?\s*$",
    re.DOTALL,
)
_ENDING = re.compile(r"(?<=[一-龠々])[いきぎしちにびみりえけげせてねべめれ](?=[一-龠々]|$)")
_NEGATION = re.compile(r"ない|なし|せず|ません|未|不|非|無")
_NOTE = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True)
class Unified:
    """A column after its mapping table: as many values as before."""

    values: tuple[object, ...]
    changes: tuple[tuple[int, object, str], ...]
    """Number of the value from 1, before, after."""
    unknown: Mapping[str, int]
    """Values that are neither an option nor in the table, with how many there are. They stay as they were."""


@dataclass(frozen=True)
class VariantProposal:
    """Spellings that may be one option. A person decides; nothing was changed."""

    spellings: Mapping[str, int]
    """Each spelling with how many there are, most frequent first."""
    suggested: str
    """The option of the list, or the most frequent spelling."""
    why_ja: str

    def table(self) -> dict[str, str]:
        """The mapping table for :func:`unify_choices`, once a person agrees."""
        return {spelling: self.suggested for spelling in self.spellings if spelling != self.suggested}


@dataclass(frozen=True)
class OtherSplit:
    """「4. その他: 電話で回答」 in two: the option and what was written behind it (empty if nothing)."""

    choice: str
    detail: str


def unify_choices(values: Iterable[object], table: Mapping[str, str], options: Sequence[str] = ()) -> Unified:
    """Replace by ``table`` exactly what stands in it; everything else stays and, beside ``options``, is listed.

    Blank values are no option and are not listed. Raises InputError where the table leads in a circle or two ways
    (a result that is to be replaced itself), as then the result would depend on how often it is applied.
    """
    for before, after in table.items():
        if not isinstance(before, str) or not isinstance(after, str):
            raise InputError("対応表には、文字から文字への置き換えだけを書いてください。")
        if after in table and table[after] != after:
            raise InputError(
                f"対応表で「{_own(after)}」が、置き換え先と置き換え元の両方にあります。どちらかにしてください。"
            )
    known = {*options, *table.values()}
    result: list[object] = []
    changes: list[tuple[int, object, str]] = []
    unknown: Counter[str] = Counter()
    for number, value in enumerate(values, 1):
        new = table.get(value) if isinstance(value, str) else None
        result.append(value if new is None else new)
        if new is not None and new != value:
            changes.append((number, value, new))
        elif value is not None and str(value).strip() and str(value) not in known:
            unknown[str(value)] += 1
    return Unified(tuple(result), tuple(changes), dict(unknown.most_common()))


def propose_variants(values: Iterable[object], options: Sequence[str] = ()) -> tuple[VariantProposal, ...]:
    """Groups of spellings that may be one option, the most frequent group first.

    Looked at: width, blanks, numbering, okurigana, a note in brackets, the long vowel at the end (サーバ, サーバー).
    A group with a negation in some of its spellings only is not proposed.
    """
    counts = Counter(value for value in values if isinstance(value, str) and value.strip() and len(value) <= 100)
    spellings = [*counts, *(option for option in dict.fromkeys(options) if option not in counts)]
    groups: dict[str, list[str]] = {}
    for spelling in spellings:
        if key := _key(spelling):
            groups.setdefault(key, []).append(spelling)
    found = []
    for group in groups.values():
        used = [spelling for spelling in group if counts[spelling]]
        listed = [spelling for spelling in group if spelling in options]
        if len(group) < 2 or not used or len(listed) > 1 or len({_negations(spelling) for spelling in group}) > 1:
            continue
        ordered = sorted(group, key=lambda spelling: -counts[spelling])
        suggested = listed[0] if listed else ordered[0]
        found.append(VariantProposal({one: counts[one] for one in ordered if counts[one]}, suggested, _why(group)))
    return tuple(sorted(found, key=lambda proposal: -sum(proposal.spellings.values())))


def split_other(value: object) -> OtherSplit | None:
    """「その他：…」 as option and detail, or None where the value is another option. Never raises.

    The numbering stays with the option (「4. その他」); blanks around and the colon or brackets go.
    """
    match = _OTHER.match(value) if isinstance(value, str) and len(value) <= 1000 else None
    if match is None:
        return None
    details = (match[name] for name in ("colon", "bracket", "blank", "dash"))
    return OtherSplit(match["choice"], next((detail.strip() for detail in details if detail), ""))


def _key(text: str) -> str:
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
    plain = _NOTE.sub("", _NUMBERING.sub("", plain)) or plain
    plain = re.sub(r"(?<=[ァ-ヶ])ー(?![ァ-ヶー])", "", plain)
    return _ENDING.sub("", plain)


def _negations(text: str) -> tuple[str, ...]:
    return tuple(_NEGATION.findall(text))


def _why(group: Sequence[str]) -> str:
    """What is different, in the order in which people see it."""
    plain = [re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold() for text in group]
    bare = [_NUMBERING.sub("", text) for text in plain]
    reasons = []
    if len(set(plain)) < len(set(group)):
        reasons.append("全角・半角や空白")
    if len(set(bare)) < len(set(plain)):
        reasons.append("番号の有無")
    if any(_NOTE.search(text) for text in bare) and len({_NOTE.sub("", text) for text in bare}) < len(set(bare)):
        reasons.append("かっこの注記")
    stripped = {_NOTE.sub("", text) for text in bare}
    if len({_ENDING.sub("", text) for text in stripped}) < len(stripped):
        reasons.append("送り仮名")
    if len({text.replace("ー", "") for text in stripped}) < len(stripped):
        reasons.append("長音")
    return f"{'・'.join(reasons)}が違います。同じ意味か、確かめてからそろえてください。"


def _own(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else f"{line[:19]}…"
