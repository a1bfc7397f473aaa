"""The error family of the library.

Every error that a person can meet is a ``KaizenError`` with a Japanese message::

    KaizenError
    ├── InputError      (also ValueError)   what somebody typed or a file holds cannot be used
    ├── MissingError    (also LookupError)  a file, module or name that is needed is not there
    ├── WriteError      (also OSError)      something could not be written; nothing was lost
    └── SetupError      (also RuntimeError) the computer or the installation is not ready

The message says what happened and what to do next; ``where`` names the place.
"""

from __future__ import annotations

__all__ = ["InputError", "KaizenError", "MissingError", "SetupError", "WriteError"]


class KaizenError(Exception):
    """What happened, where, and what to do next, in Japanese.

    ``where`` is the place as a person would name it: a file, a row and column, a field. It is
    empty when the message stands alone.
    """

    def __init__(self, message_ja: str, where: str = "") -> None:
        super().__init__(message_ja, where)
        self.message_ja = message_ja
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.message_ja}" if self.where else self.message_ja

    def _render_traceback_(self) -> list[str]:
        """IPython shows this one line instead of an English traceback."""
        return [str(self)]


class InputError(KaizenError, ValueError):
    """What somebody typed, or what a file holds, cannot be used as it is."""


class MissingError(KaizenError, LookupError):
    """A file, a module or a name that is needed is not there."""


class WriteError(KaizenError, OSError):
    """Something could not be written. What was there before is untouched."""

    def __init__(self, message_ja: str, where: str = "") -> None:
        # OSError would turn two arguments into errno and strerror.
        KaizenError.__init__(self, message_ja, where)

    __str__ = KaizenError.__str__


class SetupError(KaizenError, RuntimeError):
    """The computer or the installation is not ready for this."""
