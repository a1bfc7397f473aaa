"""Code that Python cannot read: full-width letters, quotes, brackets, colons, indentation.

Python's own message differs between versions; where the code itself shows what is the matter, the
code decides and not the message.
"""

from __future__ import annotations

import keyword
import re
import unicodedata

from kaizen_helpers.checkers.told import Place, Told

__all__ = ["tell_syntax"]

_QUOTES = "“”„‟〝〞〟＂‘’＇「」『』"
_HALF = {
    **dict.fromkeys("“”„‟〝〞〟＂「」『』", '"'),
    **dict.fromkeys("‘’＇", "'"),
    "、": ",",
    "。": ".",
    "−": "-",
    "–": "-",
    "—": "-",
    "ー": "-",
    "×": "*",
    "÷": "/",
    "【": "[",
    "】": "]",
    "〔": "(",
    "〕": ")",
    "≦": "<=",
    "≧": ">=",
    "≠": "!=",
    "・": ".",
}
_CODE_POINT = re.compile(r"U\+([0-9A-F]{4,6})")
_BLOCK = re.compile(r"^\s*(if|elif|else|for|while|def|class|try|except|finally|with)\b")


def tell_syntax(error: SyntaxError, place: Place) -> Told:
    """Explain a SyntaxError, IndentationError or TabError."""
    message = error.msg if type(error.msg) is str else ""
    code = place.code
    if isinstance(error, TabError):
        return Told(
            "行の先頭に、タブと空白が混ざっています。",
            "見た目が同じでも、タブと空白は別の字下げとして読まれます。",
            "この行の先頭を消して、スペースキーで空白4つを入れ直してください。",
        )
    if isinstance(error, IndentationError):
        return _indentation(message)
    for tell in (_wide_letter, _quote, _bracket):
        if (told := tell(message, place)) is not None:
            return told
    return _statement(message, code)


def _indentation(message: str) -> Told:
    if "expected an indented block" in message:
        found = re.search(r"after (?:'(\w+)'|(\w+))", message)
        word = (found[1] or found[2]) if found else ""
        word = {"function": "def", "class": "class"}.get(word, word)
        opener = f"「{word}」の行" if word else "「:」で終わる行"
        return Told(
            "字下げ（行の先頭の空白）が足りません。",
            f"{opener}の次は、その中身だと分かるように、先頭に空白が必要です。",
            "この行の先頭に、空白を4つ入れてください。",
        )
    if "unindent" in message:
        return Told(
            "字下げの深さが、前の行とそろっていません。",
            "空白の数が1つでも違うと、どの行の続きなのかが決まりません。",
            "上の行と見比べて、先頭の空白の数をそろえてください。",
        )
    return Told(
        "行の先頭に、余分な空白があります。",
        "空白から始まる行は、上の行の中身として読まれます。",
        "この行の先頭の空白を消してください。",
    )


def _wide_letter(message: str, place: Place) -> Told | None:
    """A full-width blank or sign outside of a text."""
    found = _CODE_POINT.search(message)
    letter = chr(int(found[1], 16)) if found else ""
    if not letter:
        letter = next((c for c in _outside_strings(place.code) if _half(c) is not None), "")
    if letter == "\u3000":
        return Told(
            "コードの中に、全角の空白が入っています。",
            "全角の空白は見えにくいですが、空白としては読まれません。",
            "この行の空白を消して、半角の空白を入れ直してください。",
        )
    if letter == "\u00a0" or (letter and not letter.isprintable()):
        return Told(
            "コードの中に、目に見えない文字が入っています。",
            "ほかの文書から写したときに、特別な空白などが一緒に入ることがあります。",
            "この行を消して、キーボードから打ち直してください。",
        )
    half = _half(letter) if letter else None
    if half is None:
        return None
    if letter in _QUOTES:
        return Told(
            f"文字を囲む記号が、半角ではなく {letter} になっています。",
            "文字を囲めるのは、半角の「\"」か「'」だけです。",
            f"この記号を、半角の「{half}」に打ち直してください。反対側の記号も確かめましょう。",
        )
    return Told(
        f"コードの中に、全角の「{letter}」があります。",
        "コードの記号と数字は、半角でないと読まれません。",
        f"全角の「{letter}」を、半角の「{half}」に打ち直してください。",
    )


def _half(letter: str) -> str | None:
    """The half-width sign meant by a full-width one; None for letters that may stand in code."""
    if letter == "\u3000":
        return " "
    if letter in _HALF and letter != "ー":
        return _HALF[letter]
    plain = unicodedata.normalize("NFKC", letter) if letter else ""
    if letter and not letter.isascii() and plain.isascii() and len(plain) == 1 and not plain.isalpha():
        return plain
    return None


def _quote(message: str, place: Place) -> Told | None:
    triple = "triple-quoted" in message or _ends_in_triple(place.source)
    if not triple and ("unterminated" not in message or "string literal" not in message):
        return None
    if triple:
        return Told(
            '「"""」で始めた文字が、閉じていません。',
            "閉じる記号がないと、残りの行がすべて文字として読まれます。",
            "文字の終わりに、同じ記号を3つ続けて入れてください。",
        )
    wide = next((c for c in place.code if c in _QUOTES and c not in "「」『』"), "")
    if wide:
        return Told(
            f"文字を囲む記号の片方が、半角ではなく {wide} になっています。",
            "始まりと終わりは、同じ半角の記号でそろえる必要があります。",
            f"この記号を、半角の「{_HALF[wide]}」に打ち直してください。",
        )
    return Told(
        "文字を閉じる記号（「\"」か「'」）が足りません。",
        "始まりの記号だけだと、どこまでが文字なのかが決まりません。",
        "文字の終わりに、始まりと同じ記号を入れてください。",
    )


def _ends_in_triple(source: str) -> bool:
    """Whether a text begun with three quotes runs to the end of the code."""
    rest = re.sub(r"\"\"\".*?\"\"\"|'''.*?'''", "", source, flags=re.DOTALL)
    return re.search(r"\"\"\"|'''", rest) is not None


def _bracket(message: str, place: Place) -> Told | None:
    pairs = {"(": ")", "[": "]", "{": "}"}
    if (
        (never := re.search(r"'([(\[{])' was never closed", message))
        or "unexpected EOF" in message
        or "incomplete input" in message
    ):
        opener = never[1] if never else _last_open(place.source)
        if opener not in pairs:
            return None
        return Told(
            f"「{opener}」を閉じる「{pairs[opener]}」が足りません。",
            "かっこが閉じていないと、次の行もその続きとして読まれます。",
            f"この行で始めた「{opener}」の終わりに、「{pairs[opener]}」を入れてください。",
        )
    if found := re.search(r"closing parenthesis '(.)' does not match opening parenthesis '(.)'", message):
        return Told(
            f"「{found[2]}」で始めたのに、「{found[1]}」で閉じています。",
            "かっこは、始まりと終わりで同じ種類にそろえる必要があります。",
            f"「{found[1]}」を「{pairs.get(found[2], found[2])}」に直すか、始まりのかっこを確かめてください。",
        )
    if found := re.search(r"unmatched '(.)'", message):
        return Told(
            f"「{found[1]}」が余分です。",
            "閉じるかっこに合う、始まりのかっこがありません。",
            f"余分な「{found[1]}」を消すか、始まりのかっこを入れてください。",
        )
    return None


def _last_open(source: str) -> str:
    """The last bracket that is still open at the end of the code."""
    waiting: list[str] = []
    for c in _outside_strings(source):
        if c in "([{":
            waiting.append(c)
        elif c in ")]}" and waiting:
            waiting.pop()
    return waiting[-1] if waiting else ""


def _outside_strings(code: str) -> str:
    """The code without its texts and remarks; a text that does not end takes the rest of its line."""
    return re.sub(
        r"\"\"\".*?(?:\"\"\"|\Z)|'''.*?(?:'''|\Z)|\"[^\"\n]*(?:\"|$)|'[^'\n]*(?:'|$)|#[^\n]*",
        "",
        code,
        flags=re.DOTALL | re.MULTILINE,
    )


def _statement(message: str, code: str) -> Told:
    """What is left: the words of the line themselves."""
    bare = _outside_strings(code)
    if "Missing parentheses in call to" in message:
        found = re.search(r"call to '(\w+)'", message)
        name = found[1] if found else "print"
        return Told(
            f"「{name}」の後に、かっこがありません。",
            "古い書き方です。今のPythonでは、使う値をかっこで囲みます。",
            f"「{name}(…)」のように、かっこを付けてください。",
        )
    if re.match(r"^\s*else\s+if\b", bare):
        return Told(
            "「else if」とは書けません。",
            "「そうでなくて、もし」は、1つの語で書く決まりです。",
            "「elif」と書き直してください。",
        )
    if (found := re.match(r"^\s*(\w+)\s*=[^=]", bare)) and keyword.iskeyword(found[1]):
        return Told(
            f"「{found[1]}」は、値の名前には使えません。",
            "Pythonが文の形を決めるために、先に使っている言葉です。",
            "別の名前に変えてください。日本語の名前も使えます。",
        )
    if re.match(r"^\s*(if|elif|while)\b[^=!<>]*[^=!<>:]=[^=]", bare):
        return Told(
            "比べるところで、「=」が1つになっています。",
            "「=」1つは「値を入れる」、2つは「等しいかを調べる」という意味です。",
            "「==」と2つ続けて書いてください。",
        )
    if "expected ':'" in message or (_BLOCK.match(bare) and not bare.rstrip().endswith(":") and ":" not in bare):
        found = _BLOCK.match(bare)
        word = f"「{found[1]}」の行" if found else "この行"
        return Told(
            f"{word}の終わりに、「:」が足りません。",
            "「:」がないと、どこから中身が始まるのかが決まりません。",
            "行の終わりに、半角の「:」を入れてください。",
        )
    return _value_or_name(message, bare)


def _value_or_name(message: str, bare: str) -> Told:
    if re.search(r"(?<![\w.])[0-9]+[^\W0-9_]", bare) and "invalid" in message:
        return Told(
            "数のすぐ後に、文字が続いています。",
            "「30分」のような単位は、計算できる数として読まれません。",
            '数だけを書いてください。単位も残したいときは、全体を「"」で囲みます。',
        )
    if "leading zeros" in message:
        return Told(
            "数が「0」から始まっています。",
            "「007」のような数は書けません。番号として使うなら、文字にします。",
            '先頭の「0」を消すか、番号なら全体を「"」で囲んでください。',
        )
    if "cannot assign" in message:
        return Told(
            "「=」の左側が、値を入れられる名前ではありません。",
            "「=」は、右側の値を左側の名前に入れるという意味です。",
            "左側を名前、右側を値にしてください。等しいかを調べるときは「==」と書きます。",
        )
    if found := re.search(r"'(return|break|continue|yield|await)'", message):
        return Told(
            f"「{found[1]}」が、使える場所の外にあります。",
            "関数や繰り返しの中でだけ意味を持つ言葉です。",
            "字下げが外れていないかを、上の行と見比べてください。",
        )
    if "forgot a comma" in message or ("f-string" not in message and re.search(r"\w\s+\w", bare)):
        return Told(
            "値と値の間に、区切りが足りません。",
            "続けて書かれていると、どこまでが1つの値なのかが決まりません。",
            '間に「,」か、「+」のような計算の記号を入れてください。文字なら「"」で囲みます。',
        )
    return Told(
        "この行は、Pythonの書き方として読み取れません。",
        "記号の抜けや、余分な文字があると、この行から先へ進めません。",
        'かっこ・「"」・「,」・「:」を、見本の行と1つずつ見比べてください。',
    )
