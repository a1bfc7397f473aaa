"""The environment's idea of now: the computer's, or a day that a lesson has set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["Clock", "zone_of"]


class Clock:
    """Gives the time. ``shift`` is how far the environment's now lies from the computer's."""

    def __init__(self) -> None:
        self.shift = timedelta()

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC) + self.shift

    def set(self, now: datetime) -> None:
        """Let it be ``now`` (with a time zone); time goes on from there."""
        self.shift = now - datetime.now(UTC)

    def stamp(self) -> str:
        """Now as records hold it: to the minute, in UTC."""
        return self.now().strftime("%Y-%m-%dT%H:%M:00Z")


def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name; Japan's where nobody knows it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("Asia/Tokyo")
