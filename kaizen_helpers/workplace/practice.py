"""The command ``kaizen sandbox``: the practice environment on this computer, until Ctrl-C."""

from __future__ import annotations

import argparse
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaizen_helpers.errors import InputError

if TYPE_CHECKING:
    from kaizen_helpers.kintone.sandbox.running import Sandbox

__all__ = ["sandbox", "sandbox_options"]

_FILE = "kintone練習.sqlite"
_LAN_WARNING = (
    "  注意: 同じネットワークのだれでも、このURLに届きます。本当の情報は入れず、使い終わったらすぐに止めてください。"
)


def sandbox_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kaizen sandbox``."""
    parser.add_argument(
        "seed", metavar="始めるデータ", nargs="?", help="アプリの定義とレコードの入ったフォルダ（はじめての1回だけ）"
    )
    parser.add_argument("--data", metavar="ファイル", default=_FILE, help=f"データを残すファイル（ふつうは {_FILE}）")
    parser.add_argument("--plan", metavar="ファイル", help="人、トークン、Webhookなどの一覧（.toml .json）")
    parser.add_argument("--port", type=int, default=8100, metavar="番号", help="ポート（ふつうは 8100）")
    parser.add_argument("--today", metavar="日付", help="練習の「今日」（例: 2026-06-24）")
    parser.add_argument("--language", choices=["ja", "en"], default="ja", help="返事の言葉（ふつうは ja）")
    parser.add_argument("--lan", action="store_true", help="同じネットワークの人からも使えるようにします")


def sandbox(options: argparse.Namespace) -> int:
    """``kaizen sandbox [FOLDER]``: serve the practice environment until Ctrl-C; everything is kept in one file.

    Raises:
        MissingError: the folder or the plan is not there.
        InputError: it cannot be used, or the file is another app's; nothing was changed.
        SetupError: the port is taken.
    """
    from kaizen_helpers.kintone.sandbox.running import Sandbox

    if not 0 <= options.port <= 65_535:
        raise InputError("ポートは、0から65535までの番号で指定してください。", "--port")
    running = Sandbox(Path(options.data), port=options.port, language=options.language, lan=options.lan)
    try:
        lines = _prepare(running, options)
        running.start()
        for line in _how_to_reach(running, options, lines):
            print(line, flush=True)
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        print("練習環境を終わりました。データは残っています。")
        return 0
    finally:
        running.stop()


def _prepare(running: Sandbox, options: argparse.Namespace) -> list[str]:
    """Seed, plan and day; what to tell of them."""
    from kaizen_helpers.kintone.sandbox.administration import apply_plan, set_today
    from kaizen_helpers.kintone.sandbox.seeding import read_plan, seed

    told: dict[str, Any] = {"apps": [], "tokens": []}
    if options.seed:
        told = seed(running.environment, Path(options.seed))
    if options.plan:
        path = Path(options.plan)
        if not path.is_file():
            raise InputError("ファイルが見つかりません。名前と場所を確かめてください。", path.name)
        told["tokens"] = [*told["tokens"], *apply_plan(running.environment, read_plan(path))["tokens"]]
    if options.today:
        set_today(running.environment, options.today)
    return [
        *(f"  アプリ {one['app']}: {one['name']}" for one in told["apps"]),
        *(f"  APIトークン: {token}" for token in told["tokens"]),
    ]


def _how_to_reach(running: Sandbox, options: argparse.Namespace, told: list[str]) -> list[str]:
    from kaizen_helpers.kintone.sandbox.administration import change_password
    from kaizen_helpers.kintone.sandbox.callers import ADMINISTRATOR
    from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD

    password = FIRST_PASSWORD
    warning = []
    if options.lan:
        password = secrets.token_urlsafe(9)
        change_password(running.environment, ADMINISTRATOR, password)
        warning = [_LAN_WARNING]
    elif not running.environment.callers.opens(ADMINISTRATOR, password):
        password = "（前に決めたもの）"  # noqa: S105 - says that there is another one
    return [
        f"kintone互換の練習環境を始めました: {running.url}",
        f"  ログイン名: {ADMINISTRATOR}  パスワード: {password}",
        *told,
        f"  データ: {running.environment.store.path}",
        "  止めるときは、Ctrl-C を押します。",
        *warning,
        "  これは練習用です。サイボウズ株式会社とは関係がありません。",
    ]
