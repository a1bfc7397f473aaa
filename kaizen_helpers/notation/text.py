"""Full width and half width, by the kind of field. There is no clean-up for everything.

What helps a number ruins a name: NFKC turns 神 (U+FA19) into another character, other tools lose 「〜」 or turn a minus
into a long vowel (``reference/domain.md`` 2.6). So each kind of field has a policy that says what it may change, and
every change is told. Applying a policy twice changes nothing more.

=======  ====================================================================================
氏名     nothing, ever
カナ     half-width kana to full width (「ｻﾄｳ」 → 「サトウ」)
数値     digits, point and signs to half width, ▲△− before the digits to ``-``, no thousands separators
コード   digits, letters and hyphens to half width; zeros at the front stay
住所     digits and hyphens of 丁目・番・番地・号 at the end; names of towns and buildings stay
自由文   half-width kana to full width, digits and letters to half width; 〜 ー − ▲ ① ㈱ stay
=======  ====================================================================================
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from kaizen_helpers.errors import InputError

__all__ = ["POLICIES", "Applied", "FieldPolicy", "apply_policy", "widen_kana"]

_HYPHENS = r"\-‐‑‒–—―−－ーｰ"
"""Everything that is typed for a hyphen or a minus, for a class of a regular expression."""
_SIGNS = f"{_HYPHENS}▲△"
_KANA_FIRST, _KANA_LAST = 0xFF61, 0xFF9F
_LONGEST = 200
"""A number or an address with more characters is none."""
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_WORDS = str.maketrans({chr(0xFF21 + i + j): chr(0x41 + i + j) for j in (0, 32) for i in range(26)}) | _DIGITS
_NUMBER = re.compile(
    rf"(?P<sign>[{_SIGNS}+＋]?)\s*(?P<whole>\d{{1,3}}(?:[,，]\d{{3}})+|\d+)(?:[.．](?P<part>\d+))?(?P<unit>\D*)"
)
_CODE_HYPHEN = re.compile(rf"(?<=[0-9A-Za-z])[{_HYPHENS}](?=[0-9A-Za-z])")
_D = "[0-9０-９]"
_ADDRESS = re.compile(
    rf"(?<![第0-9０-９{_HYPHENS}]){_D}+(?:(?:丁目|番地|番|号|の|[{_HYPHENS}]){_D}+)*(?:丁目|番地|番|号)?(?=$|[\s、（(])"
    rf"|(?<![第0-9０-９{_HYPHENS}]){_D}+(?:丁目|番地|番(?!館)|号(?!館))"
    rf"|(?<![第0-9０-９{_HYPHENS}]){_D}+(?:[{_HYPHENS}]{_D}+)+(?!{_D})"
)
_BUILDING = re.compile(r"[ァ-ヶーA-Za-zＡ-Ｚａ-ｚ館棟階荘寮室]$")


@dataclass(frozen=True)
class Applied:
    """One value after its policy. ``after`` is the same as ``before`` where nothing was to be done, or was open.

    ``changes_ja`` tells each change, ``question_ja`` what a person has to decide (empty where nothing is open).
    """

    before: object
    after: object
    changes_ja: tuple[str, ...] = ()
    question_ja: str = ""

    @property
    def changed(self) -> bool:
        """Whether the value is another one now; text for a number that was typed as one is a change."""
        return type(self.before) is not type(self.after) or self.before != self.after


@dataclass(frozen=True)
class FieldPolicy:
    """What may be changed in one kind of field. As data: a table of fields × policies is all that a person decides."""

    name: str
    changes_ja: str
    keeps_ja: str
    why_ja: str


POLICIES: Mapping[str, FieldPolicy] = MappingProxyType(
    {
        policy.name: policy
        for policy in (
            FieldPolicy(
                "氏名",
                "何も変えません。",
                "すべての文字",
                "見た目が同じでも、別の字になることがあるためです。",
            ),
            FieldPolicy(
                "カナ",
                "半角カナを全角カナにします。",
                "ひらがな・漢字・英数字・空白",
                "半角の濁点は別の1文字なので、検索や並べ替えがずれるためです。",
            ),
            FieldPolicy(
                "数値",
                "数字・小数点・負の符号を半角にし、桁区切りを外します。",
                "数字の並びと、数の後ろの単位",
                "「▲500」や全角の数字は、計算に使えないためです。",
            ),
            FieldPolicy(
                "コード",
                "英数字とハイフンを半角にし、前後の空白を外します。",
                "先頭の0、文字の並び",
                "コードは計算せず、そのまま照合に使うためです。",
            ),
            FieldPolicy(
                "住所",
                "丁目・番・番地・号の数字とハイフンを半角にします。",
                "町名・建物名・漢数字",
                "町名や建物名は固有名詞で、正しい字が決まっているためです。",
            ),
            FieldPolicy(
                "自由文",
                "半角カナを全角に、英数字を半角にします。",
                "「〜」「ー」「−」「▲」「①」「㈱」などの記号",
                "記号は、範囲・長音・負の数など、文の意味を持つためです。",
            ),
        )
    }
)


def apply_policy(value: object, policy: str) -> Applied:
    """One value by the policy of its field (a name in :data:`POLICIES`). Raises InputError for another policy only.

    Dates, numbers and booleans of a workbook pass as they are, except that a code which came as a number becomes text,
    with the question whether zeros at its front were lost.
    """
    change = _WAYS.get(policy) if isinstance(policy, str) else None
    if change is None:
        raise InputError(f"方針の名前は「{'」「'.join(POLICIES)}」から選んでください。")
    if isinstance(value, str):
        return change(value)
    if policy == "コード" and isinstance(value, int | float) and not isinstance(value, bool):
        return _code_of_number(value)
    if policy == "数値" and isinstance(value, bool | date):
        return Applied(value, value, question_ja="数ではない値が入っています。元の書類で確かめてください。")
    return Applied(value, value)


def widen_kana(text: str) -> str:
    """Half-width kana to full width, 「ｶﾞ」 to 「ガ」; every other character stays as it is."""
    wide: list[str] = []
    for mark in text:
        if not _KANA_FIRST <= ord(mark) <= _KANA_LAST:
            wide.append(mark)
            continue
        one = {"ﾞ": "゛", "ﾟ": "゜"}.get(mark) or unicodedata.normalize("NFKC", mark)
        joined = (
            unicodedata.normalize("NFC", wide[-1] + {"゛": "\u3099", "゜": "\u309a"}[one])
            if (wide and one in "゛゜" and "ァ" <= wide[-1][-1] <= "ヶ")
            else ""
        )
        if len(joined) == 1:
            wide[-1] = joined
        else:
            wide.append(one)
    return "".join(wide)


def _name(text: str) -> Applied:
    outer = text != text.strip()
    question = "前後に空白があります。入力のときの打ち間違いか、確かめてください。" if outer else ""
    return Applied(text, text, question_ja=question)


def _kana(text: str) -> Applied:
    return _told(text, widen_kana(text), "半角カナを全角にしました。")


def _number(text: str) -> Applied:
    plain = text.strip()
    if not plain:
        return Applied(text, text)
    match = _NUMBER.fullmatch(plain) if len(plain) <= _LONGEST else None
    if match is None or re.match(r"[.,．，~〜～／/]", match["unit"]):
        return Applied(text, text, question_ja=_why_no_number(plain))
    sign = "-" if match["sign"] and match["sign"] in _SIGNS else ""
    whole = re.sub("[,，]", "", match["whole"])
    unit = match["unit"]
    digits = "".join(str(unicodedata.digit(digit)) for digit in whole)
    part = "".join(str(unicodedata.digit(digit)) for digit in match["part"] or "")
    after = f"{sign}{digits}{'.' if part else ''}{part}{unit}"
    changes = []
    if sign and match["sign"] != "-":
        changes.append(f"負の符号「{match['sign']}」を「-」にしました。")
    if match["sign"] in ("+", "＋"):
        changes.append("正の符号を外しました。")
    if whole != match["whole"]:
        changes.append("桁区切りを外しました。")
    if (digits, part) != (whole, match["part"] or "") or "．" in plain:
        changes.append("全角の数字を半角にしました。")
    if not changes and after != text:
        changes.append("空白を外しました。")
    question = "数の後ろに文字があります。単位は見出しに移し、注記は別の列に分けましょう。" if unit.strip() else ""
    return Applied(text, after, tuple(changes), question)


def _code(text: str) -> Applied:
    folded = text.strip().translate(_WORDS)
    return _told(text, _CODE_HYPHEN.sub("-", folded), "英数字とハイフンを半角にし、前後の空白を外しました。")


def _address(text: str) -> Applied:
    if len(text) > _LONGEST:
        return Applied(
            text, text, question_ja="長すぎて、住所として読み取れません。欄を取り違えていないか確かめてください。"
        )

    def fold(match: re.Match[str]) -> str:
        lone = re.fullmatch(f"{_D}+", match[0]) is not None
        if lone and _BUILDING.search(text[: match.start()].rstrip()):
            return match[0]
        return re.sub(f"(?<=[0-9])[{_HYPHENS}](?=[0-9])", "-", match[0].translate(_DIGITS))

    return _told(text, _ADDRESS.sub(fold, text), "丁目・番地の数字とハイフンを半角にしました。")


def _free(text: str) -> Applied:
    return _told(text, widen_kana(text).translate(_WORDS), "半角カナを全角に、英数字を半角にしました。")


_WAYS: Mapping[str, Callable[[str], Applied]] = {
    "氏名": _name,
    "カナ": _kana,
    "数値": _number,
    "コード": _code,
    "住所": _address,
    "自由文": _free,
}


def _told(before: str, after: str, change_ja: str) -> Applied:
    return Applied(before, after, (change_ja,) if after != before else ())


def _code_of_number(value: float) -> Applied:
    if value != value or value in (float("inf"), float("-inf")) or value != int(value) or abs(value) >= 10**15:
        return Applied(
            value, value, question_ja="コードの欄に、けたの失われた数が入っています。元のコードを確かめてください。"
        )
    return Applied(
        value,
        str(int(value)),
        ("数を文字にしました。",),
        "数として入っていました。先頭の0が消えていないか、元のコードと桁数を比べてください。",
    )


def _why_no_number(plain: str) -> str:
    if re.fullmatch(r"[(（][^()（）]*\d[^()（）]*[)）]", plain):
        return "かっこ付きの数です。負の数か注記かを、元の書類で確かめてください。"
    if re.search(rf"\d.{{0,2}}[~〜～{_HYPHENS}].{{0,2}}\d", plain):
        return "幅のある数です。下限と上限の2つの列に分けましょう。"
    if re.match(r"[¥￥]", plain):
        return "円の記号が付いています。記号を外し、単位は見出しに移しましょう。"
    if re.search(r"\d\s+\d", plain):
        return "数字の間に空白があります。1つの数か、2つの数かを確かめてください。"
    if not re.search(r"\d", plain):
        return "数字がありません。0なのか、未記入や該当なしなのかを確かめてください。"
    return "数として読み取れません。数と文字を、別の列に分けましょう。"
