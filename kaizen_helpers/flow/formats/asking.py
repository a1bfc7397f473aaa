"""What could not be read with certainty, gathered by kind and put as questions to the person who knows the work."""

from __future__ import annotations

from collections.abc import Sequence

from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.findings.checks import Finding

__all__ = ["Questions"]

_EXAMPLES = 3


class Questions:
    """Collects what is uncertain; :meth:`findings` has one question a kind, with examples."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        self.steps: dict[str, int] = {}
        """The numbers of the steps by their shortened words, for the findings."""

    def near(self, source: str, target: str) -> None:
        """A line that is not glued to what it was taken to join."""
        self._add("READ-NEAR", f"{_named(source)}から{_named(target)}", source, target)

    def undirected(self, source: str, target: str) -> None:
        """A line without an arrow head, or with two."""
        self._add("READ-DIRECTION", f"{_named(source)}から{_named(target)}", source, target)

    def doubtful(self, words: str, source: str, target: str) -> None:
        """Words that might belong to another line."""
        self._add("READ-CONDITION", f"「{short(words)}」は{_named(source)}から{_named(target)}", source, target)

    def loose(self, source: str, target: str) -> None:
        """A line with no shape at one end."""
        if source or target:
            self._add("READ-LOOSE", _named(source or target), source, target)
        else:
            self._add("READ-LOOSE", "どの図形にも届いていない線")

    def alone(self, words: str) -> None:
        """A shape with words that no line reaches."""
        self._add("READ-ALONE", _named(short(words)), short(words))

    def parts(self, words: str) -> None:
        """A step that parts, and nothing says when."""
        self._add("READ-PARTS", _named(short(words)), short(words))

    def outside(self, words: str) -> None:
        """A step outside every lane."""
        self._add("READ-LANE", _named(short(words)), short(words))

    def no_lanes(self) -> None:
        """A drawing without lanes."""
        self._add("READ-LANES", "")

    def unread(self, words: str) -> None:
        """Words that were used for nothing."""
        self._add("READ-WORDS", f"「{short(words)}」")

    def picture(self, words: str) -> None:
        """A picture, a chart or another thing that is no shape."""
        self._add("READ-PICTURE", f"「{short(words)}」" if words.strip() else "絵")

    def elsewhere(self, names: Sequence[str]) -> None:
        """Drawings on other sheets, slides or pages."""
        for name in names:
            self._add("READ-OTHERS", f"「{short(name)}」")

    def findings(self) -> tuple[Finding, ...]:
        """One finding a kind, in a fixed order."""
        found = []
        for id_, (before, after) in _SENTENCES.items():
            if places := self._found.get(id_):
                examples = list(dict.fromkeys(text for text, _ in places if text))
                more = f"ほか{len(examples) - _EXAMPLES}か所" if len(examples) > _EXAMPLES else ""
                shown = "、".join(examples[:_EXAMPLES]) + (f"、{more}" if more else "")
                numbers = dict.fromkeys(self.steps[name] for _, names in places for name in names if name in self.steps)
                found.append(Finding(id_, tuple(numbers), f"{before}{shown}{after}", "advice"))
        return tuple(found)

    def _add(self, id_: str, text: str, *names: str) -> None:
        self._found.setdefault(id_, []).append((text, names))


def _named(words: str) -> str:
    return f"「{words}」" if words else "文字のない図形"


_SENTENCES = {
    "READ-LOOSE": (
        "線の先に図形が見つかりません：",
        "。線はどの手順につながりますか。図でつないでから読み直すと確かです。",
    ),
    "READ-NEAR": ("図形に付いていない線を、近くの図形どうしの線として読みました：", "。この読み方で合っていますか。"),
    "READ-DIRECTION": ("矢印の向きがない線を、引いた向きに読みました：", "。進む向きは合っていますか。"),
    "READ-CONDITION": ("近くに線が2本ある文字を、条件として読みました：", "への条件で合っていますか。"),
    "READ-ALONE": ("線でつながっていない図形を、手順として読みました：", "。どの手順の前後にありますか。"),
    "READ-PARTS": (
        "条件がないまま分かれています：",
        "。どちらへ進むかの条件は何ですか。同時に進むのであれば、そのままで構いません。",
    ),
    "READ-LANE": ("担当の枠の外にあります：", "。だれが行いますか。"),
    "READ-LANES": (
        "",
        "担当の枠が見つかりませんでした。それぞれの手順は、だれが行いますか。表の「だれが」に書き足してください。",
    ),
    "READ-WORDS": ("手順にも条件にも読まなかった文字があります：", "。流れに関わるものはありますか。"),
    "READ-PICTURE": ("絵や写真は読めません：", "。流れに関わるものであれば、図形に描き直してください。"),
    "READ-OTHERS": (
        "ほかにも図があります：",
        "。読んだのは1つだけです。続きがあれば、1つの図にまとめるか、別に読んでください。",
    ),
}
"""The words before and after the examples."""
