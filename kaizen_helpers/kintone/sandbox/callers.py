"""Who calls: a person with a password, or the tokens of apps (reference/kintone.md §3)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.store import Store

__all__ = ["ADMINISTRATOR", "TOKEN_RIGHTS", "Caller", "Callers", "User", "caller_of", "hashed", "user_of"]

ADMINISTRATOR = "Administrator"
"""The code of the person as whom a token writes, and who exists in every new environment."""
TOKEN_RIGHTS = ("view", "add", "edit", "delete", "admin")
_MOST_TOKENS = 9


@dataclass(frozen=True)
class User:
    """A person of the environment."""

    code: str
    name: str
    language: str = ""
    """「ja」「en」; empty: as the browser asks."""
    timezone: str = "Asia/Tokyo"
    administrator: bool = False
    guest: bool = False

    @property
    def entity(self) -> dict[str, str]:
        """As it stands in records."""
        return {"code": self.code, "name": self.name}


@dataclass(frozen=True)
class Caller:
    """One who calls. With tokens, only the apps of the tokens are open, each with the rights of its tokens."""

    user: User
    tokens: Mapping[int, frozenset[str]] | None = None
    organizations: frozenset[str] = field(default_factory=frozenset)
    """Codes of the organisations the person is in, the ones above them not counted."""
    first_organization: str = ""
    groups: frozenset[str] = field(default_factory=frozenset)

    @property
    def by_token(self) -> bool:
        """Whether tokens were sent instead of a password."""
        return self.tokens is not None


def hashed(password: str, salt: str = "") -> str:
    """A password as it is kept."""
    salt = salt or secrets.token_hex(8)
    return f"{salt}${hashlib.scrypt(password.encode(), salt=salt.encode(), n=2**12, r=8, p=1).hex()}"


def user_of(store: Store, code: str) -> User | None:
    """The person with this code."""
    row = store.row("SELECT code, name, language, timezone, administrator, guest FROM user WHERE code = ?", (code,))
    return User(row[0], row[1], row[2], row[3], bool(row[4]), bool(row[5])) if row else None


class Callers:
    """Tells who calls. A password that was right is remembered in memory, so that hashing costs one call only."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._right: dict[str, str] = {}

    def forget(self) -> None:
        """After people or tokens were changed."""
        self._right.clear()

    def caller_of(self, headers: Mapping[str, str]) -> Caller:
        """The caller. A password wins over tokens.

        Raises Problem: ``CB_AU01`` nobody says who calls, ``CB_WA01`` a wrong password, ``GAIA_IA02`` an unknown token.
        """
        if password := headers.get("x-cybozu-authorization", "").strip():
            return self._person(password)
        if tokens := headers.get("x-cybozu-api-token", "").strip():
            return self._by_tokens([one.strip() for one in tokens.split(",") if one.strip()])
        raise Problem("CB_AU01")

    def _person(self, header: str) -> Caller:
        code = self._right.get(header)
        if code is None:
            try:
                code, colon, password = base64.b64decode(header, validate=True).decode().partition(":")
            except (binascii.Error, ValueError):
                raise Problem("CB_WA01") from None
            if not colon or not self.opens(code, password):
                raise Problem("CB_WA01")
            if len(self._right) > 1_000:
                self._right.clear()
            self._right[header] = code
        user = user_of(self._store, code)
        if user is None:
            raise Problem("CB_WA01")
        return caller_of(self._store, user)

    def opens(self, code: str, password: str) -> bool:
        """Whether this is the person's password; as slow for a person who is not there."""
        row = self._store.row("SELECT password FROM user WHERE code = ?", (code,))
        kept = row[0] if row else "-$-"
        return hmac.compare_digest(hashed(password, kept.partition("$")[0]), kept)

    def _by_tokens(self, tokens: list[str]) -> Caller:
        if len(tokens) > _MOST_TOKENS:
            raise Problem("GAIA_IA02")
        apps: dict[int, frozenset[str]] = {}
        for token in tokens:
            row = self._store.row("SELECT app, rights FROM token WHERE token = ? AND live", (token,))
            if row is None:
                raise Problem("GAIA_IA02")
            if row[0] in apps:
                raise Problem("GAIA_DA03")
            apps[row[0]] = frozenset(row[1].split(","))
        return Caller(user_of(self._store, ADMINISTRATOR) or User(ADMINISTRATOR, ADMINISTRATOR), apps)


def caller_of(store: Store, user: User) -> Caller:
    """A person with the groups and organisations they are in."""
    rows = store.rows("SELECT kind, code, first FROM member WHERE user = ?", (user.code,))
    organizations = [(code, first) for kind, code, first in rows if kind == "organization"]
    first = next((code for code, is_first in organizations if is_first), "")
    return Caller(
        user,
        None,
        frozenset(code for code, _ in organizations),
        first,
        frozenset(code for kind, code, _ in rows if kind == "group"),
    )
