"""Attached files: sent before the record that holds them, and fetched by the keys that records name."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.kintone.client.answers import text_of
from kaizen_helpers.kintone.client.connection import Connection
from kaizen_helpers.kintone.client.problems import strange_answer

__all__ = ["FileCalls"]

_LARGEST = 10**9
"""Bytes of one attached file (reference/kintone.md §5: 1 GB)."""


class FileCalls(Connection):
    """The calls of ``Kintone`` that concern files."""

    def upload(self, path: str | PathLike[str], name: str = "") -> str:
        """Send a file; its key, good for one record: ``{"添付": {"value": [{"fileKey": key}]}}``.

        ``name``: under which it is kept; by itself that of the file.

        Raises:
            MissingError: there is no such file.
            InputError: it is larger than kintone takes.
            KintoneError: refused.
        """
        file = Path(path)
        if not file.is_file():
            raise MissingError("ファイルが見つかりません。名前と場所を確かめてください。", file.name)
        if file.stat().st_size > _LARGEST:
            raise InputError("1GBを超えるファイルは添付できません。小さく分けてください。", file.name)
        sent = {"file": (name or file.name, file.read_bytes(), "application/octet-stream")}
        # A file that hangs on no record is seen by nobody, so sending it twice does no harm.
        answer = self._request("POST", "file.json", changes=False, again=True, files=sent)
        try:
            return text_of(answer.json(), "fileKey")
        except (ValueError, RecursionError):
            raise strange_answer() from None

    def download(self, file_key: str) -> bytes:
        """The content of a file, by the ``fileKey`` that a record names. Raises KintoneError: it is not there."""
        return self._request("GET", "file.json", changes=False, again=True, params={"fileKey": str(file_key)}).content
