"""The sensitivity of the hours saved as a tornado chart, made for a black-and-white print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaizen_helpers.errors import SetupError
from kaizen_helpers.flow.change.savings import Savings, hours_ja

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_tornado"]

_LESS, _MORE = "#ffffff", "#8a8f98"


def draw_tornado(saved: Savings) -> Figure:
    """One bar an assumption: the hours saved if it alone is 30 % less (hatched) or more (grey); widest on top.

    A notebook shows the figure; ``figure.savefig("感度.png", dpi=200)`` keeps it.

    Raises:
        SetupError: matplotlib or its Japanese font is not installed.
    """
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
        from matplotlib.font_manager import FontProperties
        from matplotlib_fontja import get_font_ttf_path
    except ImportError as error:
        raise SetupError(
            "グラフを描く部品（matplotlib と matplotlib-fontja）がありません。講師か管理者に伝えてください。",
            "感度のグラフ",
        ) from error
    font = FontProperties(fname=get_font_ttf_path())
    with mpl.rc_context({"hatch.linewidth": 0.8, "axes.unicode_minus": False}):
        figure = Figure(figsize=(8.0, 1.7 + 0.75 * len(saved.swings)), layout="constrained", facecolor="white")
        _bars(figure.add_subplot(), saved, font)
    return figure


def _bars(axes: Any, saved: Savings, font: Any) -> None:
    names = [swing.name for swing in saved.swings]
    room = max(saved.most - saved.least, 1.0)
    for place, swing in enumerate(saved.swings):
        for value, ground, hatch in ((swing.low, _LESS, "////"), (swing.high, _MORE, "")):
            axes.barh(
                place, value - saved.hours, left=saved.hours, height=0.56, color=ground, hatch=hatch, edgecolor="black"
            )
            right = value >= saved.hours
            axes.text(
                value + (0.015 if right else -0.015) * room, place, hours_ja(value),
                ha="left" if right else "right", va="center", font=font, size=11,
            )  # fmt: skip
    axes.axvline(saved.hours, color="black", linewidth=1.6)
    if saved.least < 0 < saved.most:
        axes.axvline(0, color="black", linewidth=1, linestyle=":")
    axes.set_yticks(range(len(names)), names, font=font, size=12)
    axes.invert_yaxis()
    axes.set_xlim(min(saved.least, saved.hours) - 0.2 * room, max(saved.most, saved.hours) + 0.2 * room)
    axes.set_xlabel("減る時間（時間/年）" + ("　0より左は、増える" if saved.least < 0 else ""), font=font, size=11)
    axes.set_title(f"見積りが30%ずれたときに減る時間（見込み：年{hours_ja(saved.hours)}）", font=font, size=13, pad=12)
    for label in axes.get_xticklabels():
        label.set_fontproperties(font)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)
    _legend(axes, font)


def _legend(axes: Any, font: Any) -> None:
    from matplotlib.patches import Patch

    marks = [
        Patch(facecolor=_LESS, edgecolor="black", hatch="////", label="30%少ないとき"),
        Patch(facecolor=_MORE, edgecolor="black", label="30%多いとき"),
    ]
    axes.figure.legend(handles=marks, prop=font, loc="outside lower center", ncols=2, frameon=False)
