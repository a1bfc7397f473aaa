"""A picture of simulated lead times: how many cases take how long, with the half and the nine of ten marked.

「平均、合計ではなく、ばらつきを見る」(実践ガイドブック 第4章, flow.md §5.4). It is drawn in grey and with
different kinds of lines, so that it says the same when it is printed in black and white.
"""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import MissingError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.timing.simulation import Simulation, at_most

__all__ = ["LeadTimeChart", "lead_time_chart"]

_DPI = 150
_MOST_BARS = 40
_SHOWN = 0.99
"""The slowest hundredth is gathered in the last bar: one of them would press all the others together."""
_FONT = "IPAexGothic"


@dataclass(frozen=True, slots=True)
class LeadTimeChart:
    """The picture. A notebook shows it; :meth:`save` keeps it."""

    png: bytes
    text_ja: str
    """What the picture says, for those who do not see it."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002 - IPython's
        return {"image/png": self.png, "text/plain": self.text_ja}

    def save(self, path: str | Path) -> None:
        """Write the picture as a PNG file.

        Raises:
            WriteError: it could not be written.
        """
        write_atomically(Path(path), self.png)


def lead_time_chart(simulation: Simulation) -> LeadTimeChart:
    """Draw the lead times of a simulation.

    Raises:
        MissingError: matplotlib or its Japanese font (matplotlib-fontja) is not installed.
    """
    try:
        import matplotlib as mpl

        with mpl.rc_context():  # the font package changes the settings of everybody
            import matplotlib_fontja  # noqa: F401 - importing it registers the font
            from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingError(
            "図をかく matplotlib か日本語フォント（matplotlib-fontja）がありません。環境を入れ直してください。",
            "期間の図",
        ) from error
    style: dict[Any, Any] = {"font.family": _FONT, "axes.unicode_minus": False, "font.size": 11}
    with mpl.rc_context(style), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # a title may hold signs that the font lacks
        figure = Figure(figsize=(8, 4.2), layout="constrained")
        _draw(figure.add_subplot(), simulation)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", dpi=_DPI, metadata={"Software": None})
    return LeadTimeChart(stream.getvalue(), _text(simulation))


def _draw(axes: Any, simulation: Simulation) -> None:
    times, unit = simulation.lead_times, simulation.unit
    width, bars = _bars(simulation)
    counts = [0] * bars
    for length in times:
        counts[min(bars - 1, max(0, math.ceil(length / width - 1e-9) - 1))] += 1
    heights = [count / len(times) * 100 for count in counts]
    axes.bar(
        [width * (at + 0.5) for at in range(bars)], heights, width * 0.92, color="0.8", edgecolor="0.25", linewidth=0.8
    )
    axes.set_ylim(0, max(heights) * 1.08)
    axes.set_yticks([tick for tick in axes.get_yticks() if tick <= 100])
    axes.set_xlim(0, width * bars)
    for found, words, line in ((simulation.median, "半分の件", "-"), (simulation.p90, "10件に9件", "--")):
        label = f"{words}が終わる：{at_most(found.value, unit)}"
        axes.axvline(found.value, color="black", linestyle=line, linewidth=1.8, label=label)
    # Above the drawing, where no bar and no line can cross the words.
    axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 0.99), ncols=2, frameon=False, handlelength=3)
    title = f"{short(simulation.title, 24)}：" if simulation.title else ""
    axes.set_title(f"{title}届いてから終わるまでの期間", loc="left", fontsize=13, pad=30, parse_math=False)
    rest = "　右端の棒は、それより長い件も含みます" if times[-1] > width * bars else ""
    axes.set_xlabel(f"期間（{unit}）{rest}")
    axes.set_ylabel("件の割合（%）")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _bars(simulation: Simulation) -> tuple[float, int]:
    """A round width, so that at most 40 bars reach to the slowest hundredth."""
    times = simulation.lead_times
    far = max(times[min(len(times) - 1, int(_SHOWN * len(times)))], simulation.p90.value)
    if far <= 5 and simulation.unit == "日":
        return 1.0, 5
    if far <= 0:
        return 1.0, 1
    least = far / _MOST_BARS
    power = 10.0 ** math.floor(math.log10(least))
    width = next(step * power for step in (1, 2, 5, 10) if step * power >= least * (1 - 1e-9))
    if simulation.unit == "日":
        width = max(1.0, width)
    return width, max(1, math.ceil(far / width - 1e-9))


def _text(simulation: Simulation) -> str:
    half, most = (at_most(found.value, simulation.unit) for found in (simulation.median, simulation.p90))
    return f"期間の図：半分の件は{half}、10件に9件は{most}に終わります。"
