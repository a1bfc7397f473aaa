"""The static HTML form of a panel (being written)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["printed"]


def printed(
    spec: Mapping[str, Any],  # noqa: ARG001
    value: Mapping[str, Any],  # noqa: ARG001
    verdict: Mapping[str, Any] | None = None,  # noqa: ARG001
    *,
    drawing: str = "",  # noqa: ARG001
) -> str:
    """Nothing yet."""
    return ""
