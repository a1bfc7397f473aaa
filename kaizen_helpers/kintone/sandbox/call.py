"""One call on its way through the handlers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kaizen_helpers.kintone.sandbox.callers import Caller
from kaizen_helpers.kintone.sandbox.params import Params
from kaizen_helpers.kintone.sandbox.problems import Language
from kaizen_helpers.kintone.sandbox.wire import Upload

if TYPE_CHECKING:
    from kaizen_helpers.kintone.sandbox.environment import Environment

__all__ = ["Call"]


@dataclass
class Call:
    """What a handler gets. ``guest_space`` is the number in ``/k/guest/N/v1/…``, 0 for the ordinary path."""

    environment: Environment
    caller: Caller
    given: Mapping[str, Any]
    guest_space: int = 0
    language: Language = "ja"
    files: Mapping[str, Upload] = field(default_factory=dict)
    bulk: bool = False
    """Whether it is a part of a bulkRequest."""

    @cached_property
    def moment(self) -> str:
        """When it is carried out, as records hold it: one call, one time."""
        return self.environment.clock.stamp()

    @property
    def params(self) -> Params:
        """A fresh reader of the parameters."""
        return Params(self.given)
