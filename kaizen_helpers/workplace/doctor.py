"""``kaizen doctor``: what an office PC gets wrong, as a Japanese report that can go into a mail.

``computer.look`` collects the facts once; each check is a function from these facts to a ``Finding`` and touches
nothing, so that any computer can be checked in a test. The report holds no user name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath, PureWindowsPath
from typing import TYPE_CHECKING

from kaizen_helpers.course import Course
from kaizen_helpers.workplace.computer import PORTS, Computer, look
from kaizen_helpers.workplace.folder import learner_folder

if TYPE_CHECKING:
    import argparse

__all__ = ["CHECKS", "Finding", "Level", "examine", "main", "report"]

_MEGABYTE = 1_000_000
_WINDOWS_LIMIT = 259
# The longest path inside an installed environment (a labextension's file) and inside a learner's folder.
_INSIDE_ENVIRONMENT = 160
_INSIDE_FOLDER = 60


class Level(StrEnum):
    """How serious a finding is; the value is how the report shows it."""

    FINE = "○ 問題なし"
    CARE = "△ 注意"
    ACT = "！対応が必要"


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    level: Level
    about: str
    """What was checked, in a word or two."""
    text: str
    """What was found."""
    advice: str = ""
    """What to do; empty where all is well."""


# ---------------------------------------------------------------- the checks


def check_python(pc: Computer) -> Finding:
    """Python 3.11 to 3.13."""
    text = ".".join(map(str, pc.python))
    if (3, 11) <= pc.python[:2] <= (3, 13):
        return Finding(Level.FINE, "Python", text)
    return Finding(
        Level.ACT, "Python", f"{text} では動きません。", "Python 3.11、3.12、3.13 のどれかを入れてください。"
    )


def check_packages(pc: Computer) -> Finding:
    """Every needed package is there, in the version the course was tried with."""
    missing = sorted(name for name in pc.required if name not in pc.installed)
    other = sorted(name for name, version in pc.installed.items() if pc.pinned.get(name, version) != version)
    advice = "教材のフォルダにある .venv フォルダを消して、start.py をもう一度動かしてください。"
    if missing:
        return Finding(Level.ACT, "部品", f"足りない部品があります: {_some(missing)}", advice)
    if other:
        return Finding(Level.CARE, "部品", f"版が教材と違う部品があります: {_some(other)}", advice)
    return Finding(Level.FINE, "部品", f"{len(pc.installed)} 個がそろっています。")


def check_proxy(pc: Computer) -> Finding:
    """The browser reaches this computer itself although there is a proxy."""
    if not pc.proxy:
        return Finding(Level.FINE, "プロキシ", "使っていません。")
    if pc.proxy_passes_by:
        return Finding(Level.FINE, "プロキシ", "この PC の中の通信は除外されています。")
    return Finding(
        Level.CARE,
        "プロキシ",
        "この PC の中の通信（localhost、127.0.0.1）がプロキシから除外されていません。",
        "画面が開かないときは、プロキシの例外（環境変数なら NO_PROXY）に localhost と 127.0.0.1 を加えてください。",
    )


def check_console(pc: Computer) -> Finding:
    """Japanese is shown and files are read as UTF-8."""
    encoding = pc.console.lower().replace("_", "-")
    if not pc.utf8_mode and pc.system == "Windows":
        return Finding(
            Level.CARE,
            "文字コード",
            f"Python が {pc.console} で動いています。",
            "kaizen を直接使わず、start.py から動かしてください（文字コードが UTF-8 にそろいます）。",
        )
    if encoding not in {"utf-8", "utf8"}:
        return Finding(
            Level.CARE,
            "文字コード",
            f"この画面の文字コードは {pc.console} です。表示できない文字は ? になります。",
            "教材はブラウザーで正しく表示されます。この画面も直すときは chcp 65001 と打ってください。",
        )
    return Finding(Level.FINE, "文字コード", "UTF-8 です。")


def check_onedrive(pc: Computer) -> Finding:
    """Neither the learner's folder nor the environment is synchronised while it is in use."""
    inside = [name for name, path in (("受講者のフォルダ", pc.folder), ("教材", pc.course)) if _on_onedrive(pc, path)]
    if not inside:
        return Finding(Level.FINE, "OneDrive", "同期されない場所にあります。")
    return Finding(
        Level.CARE,
        "OneDrive",
        f"{'と'.join(inside)}が OneDrive の中にあります。同期と重なると、準備や保存が遅くなります。",
        "教材は OneDrive の外に置き、受講者のフォルダは --folder で外の場所を指定すると安定します。",
    )


def check_path_length(pc: Computer) -> Finding:
    """Paths stay within what Windows allows."""
    longest = max(len(str(pc.environment)) + _INSIDE_ENVIRONMENT, len(str(pc.folder)) + _INSIDE_FOLDER)
    if pc.system == "Windows" and longest > _WINDOWS_LIMIT and not pc.long_paths:
        return Finding(
            Level.ACT,
            "パスの長さ",
            f"ファイルの場所の名前が最も長いところで約 {longest} 文字になり、Windows の上限（259 文字）を超えます。",
            "教材のフォルダと受講者のフォルダを、C:\\kaizen のような短い場所に移してください。",
        )
    if max(len(str(pc.folder)), len(str(pc.environment))) > 200:
        return Finding(
            Level.CARE,
            "パスの長さ",
            "フォルダの場所の名前が 200 文字を超えています。",
            "もっと短い場所に移してください。",
        )
    return Finding(Level.FINE, "パスの長さ", "上限に収まっています。")


def check_fonts(pc: Computer) -> Finding:
    """Japanese can be drawn in plots and in the browser."""
    if not pc.plot_font:
        return Finding(
            Level.ACT,
            "日本語フォント",
            "グラフ用の日本語フォント（matplotlib-fontja）がありません。",
            "教材のフォルダにある .venv フォルダを消して、start.py をもう一度動かしてください。",
        )
    if not pc.screen_font:
        return Finding(
            Level.ACT,
            "日本語フォント",
            "画面用の日本語フォントが見つかりません。",
            "Noto Sans CJK などの日本語フォントを入れてください（例: sudo apt install fonts-noto-cjk）。",
        )
    return Finding(Level.FINE, "日本語フォント", "グラフ用も画面用もあります。")


def check_port(pc: Computer) -> Finding:
    """A port is free for JupyterLab."""
    if pc.port is None:
        return Finding(
            Level.ACT,
            "ポート",
            f"{PORTS.start} から {PORTS.stop - 1} までのポートがすべて使われています。",
            "使っていない JupyterLab を終わらせるか、PC を再起動してください。",
        )
    if pc.port != PORTS.start:
        return Finding(Level.FINE, "ポート", f"{PORTS.start} は使われているので、{pc.port} を使います。")
    return Finding(Level.FINE, "ポート", f"{pc.port} が使えます。")


def check_folder_rights(pc: Computer) -> Finding:
    """The learner's folder can be written."""
    if pc.folder_writable:
        return Finding(Level.FINE, "受講者のフォルダ", f"書き込めます（{pc.folder}）。")
    return Finding(
        Level.ACT,
        "受講者のフォルダ",
        f"書き込めません（{pc.folder}）。",
        "--folder で、書き込めるフォルダ（「ドキュメント」の中など）を指定してください。",
    )


def check_environment_rights(pc: Computer) -> Finding:
    """The environment can be written, so that an update of the course can be installed."""
    if pc.environment_writable:
        return Finding(Level.FINE, "教材の環境", f"書き込めます（{pc.environment}）。")
    return Finding(
        Level.CARE,
        "教材の環境",
        f"書き込めません（{pc.environment}）。今のまま学べますが、教材の更新ができません。",
        "更新するときは、書き込める場所に教材のフォルダをまるごとコピーしてください。",
    )


def check_disk(pc: Computer) -> Finding:
    """There is room for the learner's work."""
    text = f"空きは約 {pc.free_bytes / 1e9:.1f} GB です。"
    advice = "不要なファイルを片づけて、2 GB ほど空けてください。"
    if pc.free_bytes < 200 * _MEGABYTE:
        return Finding(Level.ACT, "ディスク", text, advice)
    if pc.free_bytes < 1000 * _MEGABYTE:
        return Finding(Level.CARE, "ディスク", text, advice)
    return Finding(Level.FINE, "ディスク", text)


def check_browser(pc: Computer) -> Finding:
    """A browser opens by itself."""
    if pc.browser:
        return Finding(Level.FINE, "ブラウザー", "自動で開けます。")
    return Finding(
        Level.CARE,
        "ブラウザー",
        "自動で開けるブラウザーが見つかりません。",
        "start.py を動かしたあと、画面に出るアドレスを Edge や Chrome に貼り付けてください。",
    )


CHECKS: tuple[Callable[[Computer], Finding], ...] = (
    check_python,
    check_packages,
    check_folder_rights,
    check_environment_rights,
    check_disk,
    check_path_length,
    check_onedrive,
    check_console,
    check_fonts,
    check_browser,
    check_port,
    check_proxy,
)


# ---------------------------------------------------------------- the report


def examine(pc: Computer) -> list[Finding]:
    """Every check's finding, in the order of the report."""
    return [check(pc) for check in CHECKS]


def report(pc: Computer, findings: list[Finding], now: datetime) -> str:
    """The findings as text for a mail: the home folder is written ``~`` and the user name nowhere."""
    lines = [
        f"業務改善講座 動作確認（{now:%Y-%m-%d %H:%M}）",
        f"{ {'Darwin': 'macOS'}.get(pc.system, pc.system) } {pc.release}".rstrip(),
        "",
    ]
    for finding in findings:
        lines.append(f"{finding.level.value}  {finding.about}: {finding.text}")
        if finding.advice:
            lines.append(f"　→ {finding.advice}")
    act, care = (sum(f.level is level for f in findings) for level in (Level.ACT, Level.CARE))
    lines += ["", f"結果: 対応が必要 {act} 件、注意 {care} 件" if act or care else "結果: すべて問題ありません。"]
    return _without_user(pc, "\n".join(lines))


def main(options: argparse.Namespace) -> int:
    """Print the report; 1 when something must be done."""
    pc = look(Course.find(), learner_folder(options.folder))
    findings = examine(pc)
    print(report(pc, findings, datetime.now().astimezone()))
    return 1 if any(finding.level is Level.ACT for finding in findings) else 0


def _some(names: list[str]) -> str:
    """A few names, and how many more there are."""
    shown = "、".join(names[:5])
    return f"{shown} ほか {len(names) - 5} 個" if len(names) > 5 else shown


def _on_onedrive(pc: Computer, path: PurePath) -> bool:
    """Whether a folder lies in OneDrive, by its name or by what Windows says."""
    roots = [value for name, value in pc.variables.items() if name.lower().startswith("onedrive") and value]
    if any(path.is_relative_to(type(path)(root)) for root in roots):
        return True
    return any(part.lower().startswith("onedrive") for part in path.parts)


def _without_user(pc: Computer, text: str) -> str:
    """The text with the home folder as ``~`` and the user name left out of other paths."""
    flags = re.IGNORECASE if isinstance(pc.home, PureWindowsPath) else 0
    text = re.sub(re.escape(str(pc.home)) + r"(?![\w.-])", "~", text, flags=flags)
    return re.sub(r"(?<=[/\\])" + re.escape(pc.home.name) + r"(?=[/\\])", "（利用者名）", text, flags=flags)
