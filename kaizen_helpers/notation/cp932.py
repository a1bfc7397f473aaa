"""Characters that a file in Shift-JIS (CP932) loses or turns into others, with where they are and what to do.

Measured with Python's codecs (``reference/domain.md`` 2.6): 𠮷 cannot be saved; 〜 and − come back as ～ and －;
神 (U+FA19) is saved, but any clean-up by NFKC turns it into another character; 髙 and ① are outside plain Shift-JIS.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from kaizen_helpers.errors import InputError

__all__ = ["CharacterWarning", "character_warnings", "survives"]

_ANY_SPECIAL = re.compile("[\ue000-\uf8ff\uf900-\ufaff\U0002f800-\U0002fa1f\U000f0000-\U0010ffff]")
_ENCODINGS = ("cp932", "shift_jis", "utf-8")


@dataclass(frozen=True)
class CharacterWarning:
    """One character to look at.

    ``kind``: ``lost`` cannot be saved; ``changed`` comes back as ``becomes``; ``private`` is a 外字, drawn only on the
    computers that have it; ``compatibility`` is a character of names that clean-up turns into ``becomes``.
    """

    position: int
    """Which character of the text, from 1."""
    character: str
    kind: Literal["lost", "changed", "private", "compatibility"]
    message_ja: str
    becomes: str = ""

    @property
    def code(self) -> str:
        """「U+20BB7」."""
        return "+".join(f"U+{ord(mark):04X}" for mark in self.character)


def character_warnings(text: str, encoding: str = "cp932") -> tuple[CharacterWarning, ...]:
    """What would not come through a file in ``encoding`` (``cp932``, ``shift_jis``, ``utf-8``), from left to right.

    Raises InputError for another encoding, or where ``text`` is no text.
    """
    if encoding not in _ENCODINGS:
        raise InputError(f"文字コードは「{'」「'.join(_ENCODINGS)}」から選んでください。")
    if not isinstance(text, str):
        raise InputError("文字の値を渡してください。")
    if survives(text, encoding) and not _ANY_SPECIAL.search(text):
        return ()
    found = []
    for position, mark in enumerate(text, 1):
        if "\ue000" <= mark <= "\uf8ff" or ord(mark) >= 0xF0000:
            message = "外字です。ほかのパソコンでは別の字や空白になります。正しい字を、登録した人に確かめてください。"
            found.append(CharacterWarning(position, mark, "private", message))
            continue
        back = _back(mark, encoding)
        if back is None:
            found.append(CharacterWarning(position, mark, "lost", _lost(mark, encoding)))
        elif back != mark:
            message = (
                f"保存して開くと「{back}」に変わります。別の字として扱われるので、検索や照合に気を付けてください。"
            )
            found.append(CharacterWarning(position, mark, "changed", message, back))
        elif _is_compatibility(mark):
            becomes = unicodedata.normalize("NFKC", mark)
            message = (
                f"文字の自動変換で「{becomes}」（別の字）になります。氏名などでは、変換せずそのまま残してください。"
            )
            found.append(CharacterWarning(position, mark, "compatibility", message, becomes))
    return tuple(found)


def survives(text: str, encoding: str = "cp932") -> bool:
    """Whether the text comes back from a file in ``encoding`` exactly as it was."""
    return _back(text, encoding) == text


def _back(text: str, encoding: str) -> str | None:
    try:
        return text.encode(encoding).decode(encoding)
    except UnicodeError:
        return None


def _lost(mark: str, encoding: str) -> str:
    name = {"cp932": "Shift-JIS（CP932）", "shift_jis": "JISの範囲だけのShift-JIS", "utf-8": "UTF-8"}[encoding]
    if mark in "\u3099\u309a":
        return f"濁点が離れています（Macのファイル名に多い形）。{name}では保存できません。1文字で入れ直してください。"
    if "\ufe00" <= mark <= "\ufe0f" or 0xE0100 <= ord(mark) <= 0xE01EF:
        return f"字の形を選ぶ、見えない印です。{name}では消えます。字の形が必要なら、UTF-8で保存してください。"
    return f"{name}では保存できません。UTF-8で保存するか、使ってよい字を本人や元の書類で確かめてください。"


def _is_compatibility(mark: str) -> bool:
    """Ideographs of names (U+F900 to U+FAFF, U+2F800 to U+2FA1F) that are another character after NFKC."""
    block = "\uf900" <= mark <= "\ufaff" or "\U0002f800" <= mark <= "\U0002fa1f"
    return block and unicodedata.normalize("NFKC", mark) != mark
