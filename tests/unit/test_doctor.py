"""Each check of the doctor on computers that are made up, Windows included."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from kaizen_helpers.course import Course
from kaizen_helpers.workplace import doctor
from kaizen_helpers.workplace.computer import Computer, look
from kaizen_helpers.workplace.doctor import CHECKS, Finding, Level, examine, report

LINUX = Computer(
    home=PurePosixPath("/home/yamada"),
    folder=PurePosixPath("/home/yamada/業務改善講座"),
    course=PurePosixPath("/opt/kaizen"),
    environment=PurePosixPath("/opt/kaizen/.venv"),
)
WINDOWS = Computer(
    home=PureWindowsPath(r"C:\Users\yamada"),
    folder=PureWindowsPath(r"C:\Users\yamada\業務改善講座"),
    course=PureWindowsPath(r"C:\kaizen"),
    environment=PureWindowsPath(r"C:\kaizen\.venv"),
    system="Windows",
)
NOW = datetime.fromisoformat("2026-11-23T10:05:00+09:00")


@pytest.mark.parametrize("pc", [LINUX, WINDOWS])
def test_a_good_computer_has_nothing_to_do(pc: Computer) -> None:
    assert {finding.level for finding in examine(pc)} == {Level.FINE}
    assert len(examine(pc)) == len(CHECKS) == 12


PROXY = "画面が開かないときは、プロキシの例外（環境変数なら NO_PROXY）に localhost と 127.0.0.1 を加えてください。"
REINSTALL = "教材のフォルダにある .venv フォルダを消して、start.py をもう一度動かしてください。"


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (
            {"python": (3, 10, 4)},
            Finding(
                Level.ACT, "Python", "3.10.4 では動きません。", "Python 3.11、3.12、3.13 のどれかを入れてください。"
            ),
        ),
        (
            {"required": frozenset({"pandas", "nbgrader"}), "installed": {"pandas": "3.1.1"}},
            Finding(Level.ACT, "部品", "足りない部品があります: nbgrader", REINSTALL),
        ),
        (
            {"installed": {"pandas": "2.0"}, "pinned": {"pandas": "3.1.1"}},
            Finding(Level.CARE, "部品", "版が教材と違う部品があります: pandas", REINSTALL),
        ),
        (
            {"proxy": "http://proxy:8080", "proxy_passes_by": False},
            Finding(
                Level.CARE,
                "プロキシ",
                "この PC の中の通信（localhost、127.0.0.1）がプロキシから除外されていません。",
                PROXY,
            ),
        ),
        (
            {"utf8_mode": False, "console": "cp932"},
            Finding(
                Level.CARE,
                "文字コード",
                "Python が cp932 で動いています。",
                "kaizen を直接使わず、start.py から動かしてください（文字コードが UTF-8 にそろいます）。",
            ),
        ),
        (
            {"console": "cp932"},
            Finding(
                Level.CARE,
                "文字コード",
                "この画面の文字コードは cp932 です。表示できない文字は ? になります。",
                "教材はブラウザーで正しく表示されます。この画面も直すときは chcp 65001 と打ってください。",
            ),
        ),
        (
            {"folder": PureWindowsPath(r"C:\Users\yamada\OneDrive - 県庁\業務改善講座")},
            Finding(
                Level.CARE,
                "OneDrive",
                "受講者のフォルダが OneDrive の中にあります。同期と重なると、準備や保存が遅くなります。",
                "教材は OneDrive の外に置き、受講者のフォルダは --folder で外の場所を指定すると安定します。",
            ),
        ),
        (
            {"course": PureWindowsPath(r"D:\同期\教材"), "variables": {"OneDriveCommercial": r"d:\同期"}},
            Finding(
                Level.CARE,
                "OneDrive",
                "教材が OneDrive の中にあります。同期と重なると、準備や保存が遅くなります。",
                "教材は OneDrive の外に置き、受講者のフォルダは --folder で外の場所を指定すると安定します。",
            ),
        ),
        (
            {"environment": PureWindowsPath("C:\\" + "長" * 97)},
            Finding(
                Level.ACT,
                "パスの長さ",
                "ファイルの場所の名前が最も長いところで約 260 文字になり、Windows の上限（259 文字）を超えます。",
                "教材のフォルダと受講者のフォルダを、C:\\kaizen のような短い場所に移してください。",
            ),
        ),
        (
            {"folder": PureWindowsPath("C:\\" + "長" * 198), "long_paths": True},
            Finding(
                Level.CARE,
                "パスの長さ",
                "フォルダの場所の名前が 200 文字を超えています。",
                "もっと短い場所に移してください。",
            ),
        ),
        (
            {"plot_font": False},
            Finding(
                Level.ACT,
                "日本語フォント",
                "グラフ用の日本語フォント（matplotlib-fontja）がありません。",
                REINSTALL,
            ),
        ),
        (
            {"screen_font": False},
            Finding(
                Level.ACT,
                "日本語フォント",
                "画面用の日本語フォントが見つかりません。",
                "Noto Sans CJK などの日本語フォントを入れてください（例: sudo apt install fonts-noto-cjk）。",
            ),
        ),
        (
            {"port": None},
            Finding(
                Level.ACT,
                "ポート",
                "8888 から 8938 までのポートがすべて使われています。",
                "使っていない JupyterLab を終わらせるか、PC を再起動してください。",
            ),
        ),
        (
            {"folder_writable": False},
            Finding(
                Level.ACT,
                "受講者のフォルダ",
                r"書き込めません（C:\Users\yamada\業務改善講座）。",
                "--folder で、書き込めるフォルダ（「ドキュメント」の中など）を指定してください。",
            ),
        ),
        (
            {"environment_writable": False},
            Finding(
                Level.CARE,
                "教材の環境",
                r"書き込めません（C:\kaizen\.venv）。今のまま学べますが、教材の更新ができません。",
                "更新するときは、書き込める場所に教材のフォルダをまるごとコピーしてください。",
            ),
        ),
        (
            {"free_bytes": 199_999_999},
            Finding(
                Level.ACT,
                "ディスク",
                "空きは約 0.2 GB です。",
                "不要なファイルを片づけて、2 GB ほど空けてください。",
            ),
        ),
        (
            {"free_bytes": 999_999_999},
            Finding(
                Level.CARE,
                "ディスク",
                "空きは約 1.0 GB です。",
                "不要なファイルを片づけて、2 GB ほど空けてください。",
            ),
        ),
        (
            {"browser": False},
            Finding(
                Level.CARE,
                "ブラウザー",
                "自動で開けるブラウザーが見つかりません。",
                "start.py を動かしたあと、画面に出るアドレスを Edge や Chrome に貼り付けてください。",
            ),
        ),
    ],
)
def test_a_trouble_gives_exactly_its_own_finding(change: dict[str, object], finding: Finding) -> None:
    found = [f for f in examine(replace(WINDOWS, **change)) if f.level is not Level.FINE]  # type: ignore[arg-type]

    assert found == [finding]


@pytest.mark.parametrize(
    ("change", "about", "text"),
    [
        ({"port": 8890}, "ポート", "8888 は使われているので、8890 を使います。"),
        ({"proxy": "http://proxy:8080"}, "プロキシ", "この PC の中の通信は除外されています。"),
        (
            {"environment": PureWindowsPath("C:\\" + "長" * 120), "long_paths": True},
            "パスの長さ",
            "上限に収まっています。",
        ),
        ({"environment": PureWindowsPath("C:\\" + "長" * 96)}, "パスの長さ", "上限に収まっています。"),
        ({"python": (3, 13, 2)}, "Python", "3.13.2"),
    ],
)
def test_what_works_is_not_a_finding(change: dict[str, object], about: str, text: str) -> None:
    findings = examine(replace(WINDOWS, **change))  # type: ignore[arg-type]

    assert [f for f in findings if f.level is not Level.FINE] == []
    assert [f.text for f in findings if f.about == about] == [text]


def test_linux_has_no_limit_of_260_characters() -> None:
    assert doctor.check_path_length(replace(LINUX, environment=PurePosixPath("/" + "長" * 150))).level is Level.FINE


def test_the_report_can_be_copied_into_a_mail() -> None:
    pc = replace(WINDOWS, release="11", free_bytes=100_000_000, browser=False, port=8889)
    findings = [doctor.check_folder_rights(pc), doctor.check_disk(pc), doctor.check_browser(pc)]

    assert report(pc, findings, NOW) == (
        "業務改善講座 動作確認（2026-11-23 10:05）\n"
        "Windows 11\n"
        "\n"
        "○ 問題なし  受講者のフォルダ: 書き込めます（~\\業務改善講座）。\n"
        "！対応が必要  ディスク: 空きは約 0.1 GB です。\n"
        "　→ 不要なファイルを片づけて、2 GB ほど空けてください。\n"
        "△ 注意  ブラウザー: 自動で開けるブラウザーが見つかりません。\n"
        "　→ start.py を動かしたあと、画面に出るアドレスを Edge や Chrome に貼り付けてください。\n"
        "\n"
        "結果: 対応が必要 1 件、注意 1 件"
    )


@pytest.mark.parametrize(
    "pc",
    [
        replace(WINDOWS, environment=PureWindowsPath(r"D:\users\YAMADA\kaizen\.venv"), folder_writable=False),
        replace(WINDOWS, folder=PureWindowsPath(r"c:\users\Yamada\講座"), environment_writable=False),
        replace(LINUX, environment=PurePosixPath("/media/yamada/usb/.venv")),
    ],
)
def test_the_report_never_holds_the_user_name(pc: Computer) -> None:
    assert "yamada" not in report(pc, examine(pc), NOW).lower()


def test_this_computer_can_be_looked_at_without_leaving_a_trace(tmp_path: Path) -> None:
    folder = tmp_path / "まだない"
    pc = look(Course.find(), folder)

    assert pc.required >= {"nbgrader", "jupyterlab", "pandas"}
    assert pc.pinned["nbgrader"] == "0.9.6"
    assert set(pc.required) <= set(pc.installed)
    assert pc.folder_writable
    assert not folder.exists()
