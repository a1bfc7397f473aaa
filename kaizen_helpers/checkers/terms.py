"""The words of the course: one term for one thing, and the words that are not said to a learner.

Data only. ``lint`` holds every message, hint and remedy against it; the lectures and the notes for
the trainer are written with the same words. The spelling follows 「公用文作成の考え方」
(文化審議会建議, 2022) where it says something: 「ください」 and 「できる」 in kana, 「分かる」 in kanji.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ENGLISH", "FORBIDDEN", "TERMS", "Forbidden", "Term"]


@dataclass(frozen=True)
class Term:
    """One thing and its one name.

    ``variants`` are regular expressions of other names, not to be used. ``modules`` where a variant is
    the proper word after all (kintone itself says レコード).
    """

    preferred: str
    variants: tuple[str, ...]
    except_modules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Forbidden:
    """A word or sign that no message contains, and what to do instead."""

    pattern: str
    instead: str


TERMS: tuple[Term, ...] = (
    Term("業務フロー図", ("フローチャート", "(?<!業務)フロー図", "業務の流れ図", "ワークフロー図")),
    Term("手順", ("ステップ", "アクティビティ", "タスク"), ("06_kintone", "07_plan")),
    Term("きっかけ", ("トリガー?", "開始イベント")),
    Term("分かれ道", ("(?<!条件)分岐", "条件分岐", "ゲートウェイ", "判断ノード")),
    Term("終わり", ("エンドイベント", "終端")),
    Term("担当", ("アクター", "担当レーン")),
    Term("差戻し", ("差し戻し(?!ま|た|て)", "差戻(?!し|す)", "リジェクト")),
    Term("期限", ("デッドライン", "締切り?日?", "締め切り")),
    Term("行", ("レコード",), ("06_kintone",)),
    Term("列", ("カラム",)),
    Term("表", ("データフレーム", "(?<!ルック)テーブル(?!ルール)"), ("06_kintone",)),
    Term("欄", ("(?<=の)らん", "フィールド", "入力ボックス"), ("06_kintone",)),
    Term("答え合わせ", ("採点チェック", "正誤判定", "チェックボタン", "判定ボタン")),
    Term("ヒント", ("手がかり", "手掛かり")),
    Term("見本", ("模範解答", "解答例", "サンプル")),
    Term("講師", ("先生", "トレーナー", "インストラクター", "ファシリテーター")),
    Term("受講者", ("受講生", "生徒", "学習者")),
    Term("提出", ("サブミット", "投稿", "アップロード"), ("06_kintone",)),
    Term("できた", ("(?<!不)正解", "合格", "クリア(?!ファイル)")),
    Term("もう一歩", ("不正解", "不合格", "誤答", "もう少しです")),
    Term("一緒に見よう", ("要支援", "要フォロー")),
    Term("未着手", ("未回答", "未解答", "未実施")),
    Term("保存", ("セーブ",)),
    Term("フォルダ", ("フォルダー", "ディレクトリ")),
    Term("ください", ("下さい",)),
    Term("できる", ("出来る", "出来ま", "出来た", "出来な")),
    Term("分かる", ("わかる", "わかり(?!やす|にく)ま", "解る", "判る", "判りま")),
    Term("すべて", ("全て", "総て")),
    Term("だれ", ("誰",)),
    Term("一緒に", ("いっしょに",)),
)

FORBIDDEN: tuple[Forbidden, ...] = (
    Forbidden("間違[いえっ]|まちが[いえっ]", "何がどうなっているかを書く"),
    Forbidden("ダメ|だめ|駄目", "どうすればよいかを書く"),
    Forbidden("簡単|かんたん|容易に|単に", "むずかしさを決めつけず、することだけを書く"),
    Forbidden("[×✗✘❌]", "「もう一歩」のような言葉で書く"),
    Forbidden("[!！]", "「。」で終える"),
    Forbidden("べき(?!乗)", "「〜しましょう」と書く"),
    Forbidden("必ず[^。]*(べき|なければ|ないといけ)", "理由を書いて「〜してください」とする"),
    Forbidden("すい?ません|申し訳", "あやまらずに、次にすることを書く"),
    Forbidden("当然|もちろん|常識|当たり前", "理由を書く"),
    Forbidden("しなさい|してはいけません|(?<!重複)(?<!重複[をの])禁止", "「〜してください」と書く"),
    Forbidden("失敗|不注意|うっかり|理解不足|できていません", "答えのどこがどうなっているかを書く"),
    Forbidden("残念|惜しい|おしい", "気持ちではなく、どこを見るかを書く"),
    Forbidden("[ｦ-ﾟ]", "半角カタカナは全角にする"),
    Forbidden("…{2,}|・・・|[wｗ]{2,}", "文を終わりまで書く"),
)

ENGLISH: frozenset[str] = frozenset(
    (
        *("kintone", "Excel", "Word", "PowerPoint", "Outlook", "Teams", "OneDrive", "Windows", "macOS", "Linux"),
        *("Jupyter", "JupyterLab", "Python", "nbgrader", "pandas", "As-Is", "To-Be", "BPMN", "BPR", "RPA", "ECRS"),
        *("CSV", "PDF", "ZIP", "ID", "PC", "LAN", "URL", "IT", "AI", "DX", "FAX", "Web", "API", "JSON", "OK"),
        *("Ctrl", "Shift", "Enter", "Esc", "Tab", "Alt", "Delete", "True", "False", "None"),
        *("print", "int", "float", "str", "len", "sum"),
    )
)
"""Words in Latin letters that a message may hold outside 「」: names of products, keys, and what is on the screen."""
