"""The bodies that were asked (照会先), and whose reply one is. What is not sure is told, never just taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from kaizen_helpers.notation.codes import local_government_check_digit

__all__ = ["Asked", "Roll", "Who", "code_text", "known_check_digit"]

_ENDS = re.compile(r"[都道府県市区町村]$")
_LIKE_A_BODY = re.compile(r"[^※*＊。、:：]{1,20}(?:[都道府県市区町村]|組合|連合|事務所|センター|[局部課室])")


@dataclass(frozen=True)
class Asked:
    """A body that was asked."""

    code: str
    name: str

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）" if self.code else self.name


@dataclass(frozen=True)
class Who:
    """Whose reply it is: one of those asked, or another body, or nobody that can be told.

    ``notes_ja`` say what was not written as in the list; ``open_ja`` why it cannot be told.
    """

    asked: Asked | None = None
    other: Asked | None = None
    notes_ja: tuple[str, ...] = ()
    open_ja: str = ""


def known_check_digit(code: str) -> bool:
    """Whether six digits pass the check of 全国地方公共団体コード; it misses 1.8 % of single typing errors."""
    return re.fullmatch(r"[0-9]{6}", code) is not None and local_government_check_digit(code[:5]) == int(code[5])


def code_text(value: object) -> str:
    """A code as people and Excel write it (41201.0, 「４１２０１５」) as a text of half-width signs."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return re.sub(r"[\s\-‐−–]", "", unicodedata.normalize("NFKC", "" if value is None else str(value))).lstrip("'’")


def _fold(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


@dataclass(frozen=True)
class Roll:
    """Those asked, to be looked up."""

    asked: tuple[Asked, ...]
    _codes: dict[str, Asked] = field(init=False, repr=False, default_factory=dict)
    _names: dict[str, Asked] = field(init=False, repr=False, default_factory=dict)
    _stems: dict[str, list[Asked]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.asked:
            if one.code:
                self._codes.setdefault(one.code, one)
            self._names.setdefault(_fold(one.name), one)
            self._stems.setdefault(_ENDS.sub("", _fold(one.name)), []).append(one)

    def whose(self, code: object, name: object, file: str = "") -> Who:
        """Whose reply has this code and this name; the name of the file helps where both are empty."""
        typed, called = code_text(code), "" if name is None else str(name).strip()
        by_code, code_notes = self._by_code(typed)
        by_name, name_notes = self._by_name(called)
        if by_code and by_name and by_code != by_name:
            return Who(
                open_ja=f"団体コードは{by_code}、団体名は{by_name}を指しています。どちらの回答かを確かめてください。"
            )
        if by_code:
            if called and not by_name:
                other = f"団体コードは{by_code}ですが、団体名が「{called}」です。どちらの回答かを確かめてください。"
                return Who(open_ja=other)
            return Who(by_code, notes_ja=(*code_notes, *name_notes))
        if by_name:
            wrong = self._wrong_code(typed, by_name)
            if wrong and known_check_digit(typed):
                return Who(
                    open_ja=f"団体名は{by_name}ですが、団体コード「{typed}」は別の団体のコードです。確かめてください。"
                )
            return Who(by_name, notes_ja=(*wrong, *name_notes))
        if typed or called:
            return self._not_asked(typed, called)
        return self._by_file(file)

    def _by_code(self, typed: str) -> tuple[Asked | None, tuple[str, ...]]:
        if typed in self._codes:
            return self._codes[typed], ()
        if re.fullmatch(r"[0-9]{5}", typed):
            without_zero = self._codes.get(f"0{typed}")
            without_check = [one for code, one in self._codes.items() if code[:5] == typed]
            found = [*([without_zero] if without_zero else []), *without_check]
            if len(found) == 1:
                why = "先頭の0" if without_zero else "最後の検査数字"
                return found[0], (f"団体コード「{typed}」を、{why}が落ちたものとして{found[0]}と読みました。",)
        return None, ()

    def _by_name(self, called: str) -> tuple[Asked | None, tuple[str, ...]]:
        plain = _fold(called)
        if not plain:
            return None, ()
        hit = self._names.get(plain)
        if hit:
            return hit, ()
        found = self._stems.get(plain, [])
        if len(found) == 1:
            return found[0], (f"団体名「{called}」を、{found[0]}の略称と読みました。",)
        longer = [one for name, one in self._names.items() if plain.endswith(name) and len(plain) <= len(name) + 12]
        if len(longer) == 1:
            return longer[0], (f"団体名「{called}」を{longer[0]}と読みました。",)
        return None, ()

    def _wrong_code(self, typed: str, body: Asked) -> tuple[str, ...]:
        if not typed or not body.code:
            return ()
        return (f"団体コード「{typed}」が名簿と違います。団体名から{body}と読みました。",)

    def _not_asked(self, typed: str, called: str) -> Who:
        several = self._stems.get(_fold(called), [])
        if len(several) > 1:
            names = "・".join(one.name for one in several)
            return Who(open_ja=f"団体名「{called}」は{names}のどれかが分かりません。確かめてください。")
        if known_check_digit(typed) or (not typed and _LIKE_A_BODY.fullmatch(_fold(called))):
            return Who(other=Asked(typed, called or "（団体名なし）"))
        named = "と".join(f"「{word[:20]}」" for word in (typed, called) if word)
        return Who(open_ja=f"{named}が名簿にありません。どの団体の回答かを確かめてください。")

    def _by_file(self, file: str) -> Who:
        plain = _fold(file)
        found = [one for name, one in self._names.items() if name in plain]
        found += [one for code, one in self._codes.items() if code in plain and one not in found]
        longest = _longest(found)
        if longest is None:
            return Who(open_ja="団体コードも団体名も書かれていません。回答した団体に確かめてください。")
        return Who(longest, notes_ja=(f"シートに団体名がないため、ファイルの名前から{longest}と読みました。",))


def _longest(found: Sequence[Asked]) -> Asked | None:
    """The only one, where the shorter names are parts of the longer one (大町町 in 北大町町)."""
    whole = [one for one in found if not any(one.name != other.name and one.name in other.name for other in found)]
    return whole[0] if len(whole) == 1 else None
