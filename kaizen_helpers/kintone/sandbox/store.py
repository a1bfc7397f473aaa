"""The one SQLite file behind the API: settings of apps, people, and a table of records for each app.

A call is one transaction: either all of it is in the file when the answer goes out, or nothing. The write-ahead log is
handed to the operating system at each commit, so that a server killed at any moment loses no answered write.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError

__all__ = ["VERSION", "Store"]

VERSION = 1
_SCHEMA = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE user (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, password TEXT NOT NULL, language TEXT NOT NULL DEFAULT '',
    timezone TEXT NOT NULL DEFAULT 'Asia/Tokyo', email TEXT NOT NULL DEFAULT '',
    administrator INTEGER NOT NULL DEFAULT 0, guest INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE organization (code TEXT PRIMARY KEY, name TEXT NOT NULL, parent TEXT) WITHOUT ROWID;
CREATE TABLE team (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE member (
    kind TEXT NOT NULL, code TEXT NOT NULL, user TEXT NOT NULL, first INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, code, user)
) WITHOUT ROWID;
CREATE TABLE space (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, guest INTEGER NOT NULL, thread INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE TABLE token (
    token TEXT PRIMARY KEY, app INTEGER NOT NULL, rights TEXT NOT NULL, live INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE app (
    id INTEGER PRIMARY KEY AUTOINCREMENT, space INTEGER, creator TEXT NOT NULL, created TEXT NOT NULL,
    modifier TEXT NOT NULL, modified TEXT NOT NULL, preview_revision INTEGER NOT NULL, live_revision INTEGER,
    preview TEXT NOT NULL, live TEXT, deployed TEXT NOT NULL DEFAULT ''
);
CREATE TABLE field (
    app INTEGER NOT NULL, code TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (app, code)
) WITHOUT ROWID;
CREATE TABLE comment (
    app INTEGER NOT NULL, record INTEGER NOT NULL, id INTEGER NOT NULL, creator TEXT NOT NULL, created TEXT NOT NULL,
    text TEXT NOT NULL, mentions TEXT NOT NULL, PRIMARY KEY (app, record, id)
) WITHOUT ROWID;
CREATE TABLE file (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, content_type TEXT NOT NULL, size INTEGER NOT NULL, content BLOB NOT NULL,
    app INTEGER, created TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE webhook (id INTEGER PRIMARY KEY, app INTEGER NOT NULL, url TEXT NOT NULL, events TEXT NOT NULL);
"""


class Store:
    """An open file, or a store in memory that ends with its process (``path`` is ``None``)."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.db = sqlite3.connect(
            str(path) if path else ":memory:", isolation_level=None, check_same_thread=False, cached_statements=2_000
        )
        self._depth = 0
        self._lock = threading.RLock()
        try:
            self.db.execute("PRAGMA journal_mode = WAL")
            self.db.execute("PRAGMA synchronous = NORMAL")
            self.db.execute("PRAGMA temp_store = MEMORY")
            self.db.execute("PRAGMA cache_size = -32768")
            self._prepare()
        except sqlite3.DatabaseError as error:
            self.db.close()
            message = (
                "練習用のデータのファイルを開けません。別の名前を指定するか、このファイルをよけてから始めてください。"
            )
            raise InputError(message, path.name if path else "") from error

    def _prepare(self) -> None:
        version = self.db.execute("PRAGMA user_version").fetchone()[0]
        if version == VERSION:
            return
        if version or self.rows("SELECT 1 FROM sqlite_schema LIMIT 1"):
            message = "このファイルは、別の版か、別のアプリのものです。新しい名前を指定して始めてください。"
            raise InputError(message, self.path.name if self.path else "")
        with self.change():
            for statement in _SCHEMA.split(";"):
                if statement.strip():
                    self.db.execute(statement)
            self.db.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """One change: all of it, or nothing. Inside another one it is a part of that.

        A notebook may change people or tokens while the server answers from its thread: one waits for the other.
        """
        with self._lock:
            name = f"s{self._depth}"
            self.db.execute(f"SAVEPOINT {name}" if self._depth else "BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield self.db
            except BaseException:
                self._depth -= 1
                self.db.execute(f"ROLLBACK TO {name}" if self._depth else "ROLLBACK")
                if self._depth:
                    self.db.execute(f"RELEASE {name}")
                raise
            self._depth -= 1
            self.db.execute(f"RELEASE {name}" if self._depth else "COMMIT")

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.db.execute(statement, values).fetchall()

    def row(self, statement: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query."""
        found: tuple[Any, ...] | None = self.db.execute(statement, values).fetchone()
        return found

    def setting(self, name: str, default: Any = None) -> Any:
        """A value that somebody set for the whole environment."""
        row = self.row("SELECT value FROM setting WHERE name = ?", (name,))
        return json.loads(row[0]) if row else default

    def set(self, name: str, value: Any) -> None:
        """Keep such a value."""
        self.db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, json.dumps(value)))

    def close(self) -> None:
        """Write everything into the one file and let it go."""
        self.db.close()
