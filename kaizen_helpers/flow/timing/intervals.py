"""How sure a simulated number is: confidence intervals from independent runs.

Student t over the means of the runs; where quantities whose true mean is known were watched in the
same runs (arrivals, the work that came in), the mean is corrected for what chance did to them: control
variates, with the interval of Lavenberg and Welch (1981), "A perspective on the use of control variables".
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Estimate", "controlled", "student_t", "uncontrolled"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number that was found by simulation, and between which bounds the true one lies."""

    value: float
    low: float
    """Lower end of the confidence interval."""
    high: float
    """Upper end of the confidence interval."""


def uncontrolled(values: Sequence[float], level: float = 0.95, value: float | None = None) -> Estimate:
    """The mean over the runs, with Student's interval; ``value`` stands for the mean where it is given."""
    mean = statistics.fmean(values)
    half = student_t(level, len(values) - 1) * statistics.stdev(values) / math.sqrt(len(values))
    value = mean if value is None else value
    return Estimate(value, value - half, value + half)


def controlled(values: Sequence[float], controls: Sequence[Sequence[float]], level: float = 0.95) -> Estimate:
    """The mean over the runs, corrected by controls of mean 0: one sequence a control, one number a run.

    A control that never moves is left out; with fewer than six runs a control there is no correction.
    """
    import numpy as np

    moving = [control for control in controls if max(control) - min(control) > 1e-9]
    if not moving or len(values) < 6 * len(moving) + 6:
        return uncontrolled(values, level)
    table = np.column_stack([np.ones(len(values)), *moving])
    answer, _, rank, _ = np.linalg.lstsq(table, np.asarray(values), rcond=None)
    if rank < table.shape[1]:
        return uncontrolled(values, level)
    left = np.asarray(values) - table @ answer
    free = len(values) - table.shape[1]
    spread = float(left @ left) / free * float(np.linalg.inv(table.T @ table)[0, 0])
    half = student_t(level, free) * math.sqrt(max(0.0, spread))
    return Estimate(float(answer[0]), float(answer[0]) - half, float(answer[0]) + half)


def student_t(level: float, freedom: int) -> float:
    """The two-sided quantile of Student's t: 2.262 for 95 % and 9 degrees of freedom.

    The probability is the finite series for whole degrees of freedom (Abramowitz and Stegun 26.7.3, 26.7.4).
    """
    low, high = 0.0, 1.0
    while _within(high, freedom) < level:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < level else (low, middle)
    return (low + high) / 2


def _within(t: float, freedom: int) -> float:
    """The probability that a t value lies between -t and t."""
    angle = math.atan2(t, math.sqrt(freedom))
    cosine, term = math.cos(angle), 1.0
    if freedom % 2:
        term = cosine
        total = 0.0
        for k in range(1, freedom - 1, 2):
            total += term
            term *= cosine * cosine * (k + 1) / (k + 2)
        return 2 / math.pi * (angle + math.sin(angle) * total)
    total = 0.0
    for k in range(0, freedom - 1, 2):
        total += term
        term *= cosine * cosine * (k + 1) / (k + 2)
    return math.sin(angle) * total
