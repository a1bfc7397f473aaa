"""Where a flow costs more than it must."""

from __future__ import annotations

from kaizen_helpers.flow.burdens import Burdens, count_burdens

__all__ = ["Burdens", "count_burdens"]
