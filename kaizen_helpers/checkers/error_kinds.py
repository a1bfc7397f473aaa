"""What each kind of error means to somebody who has never programmed.

One function a kind; it gets the error and the place and tells title, reason and next step. A kind
that is not listed is told as its nearest base class.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable
from typing import Any

from kaizen_helpers.checkers.file_kinds import FILE_KINDS, STOP_KINDS
from kaizen_helpers.checkers.texts import first_text_difference, looks_alike, shortened, visible
from kaizen_helpers.checkers.told import Place, Tell, Told, closest, message_of

__all__ = ["tell"]


_TYPES = {
    "int": "整数",
    "float": "小数",
    "str": "文字",
    "list": "リスト",
    "tuple": "タプル",
    "dict": "辞書",
    "set": "集合",
    "bool": "True・False",
    "NoneType": "値なし（None）",
    "DataFrame": "表",
    "Series": "列",
    "function": "関数",
    "builtin_function_or_method": "関数",
    "method": "関数",
    "type": "型",
    "module": "部品",
    "range": "連番",
    "date": "日付",
    "datetime": "日時",
    "Timestamp": "日時",
}
_OTHER_LANGUAGES = {"true": "True", "false": "False", "none": "None", "null": "None", "nil": "None"}


def tell(error: BaseException, place: Place) -> Told:
    """Explain an error that happened while the code ran."""
    for kind in type(error).__mro__:
        made = _KINDS.get(kind) or _BY_NAME.get(kind.__name__)
        if made is not None:
            return made(error, place)
    return _anything(error, place)


def _ja(type_name: str) -> str:
    return _TYPES.get(type_name.split(".")[-1], f"「{shortened(type_name, 30)}」")


# ------------------------------------------------------------------------------- names


def _name(error: Any, place: Place) -> Told:
    name = error.name or (re.findall(r"'([^']+)'", message_of(error)) or ["?"])[0]
    shown = shortened(name, 30)
    meant = _OTHER_LANGUAGES.get(name.casefold()) or closest(name, [*place.names(), *dir(builtins)])
    if meant:
        return Told(
            f"「{shown}」という名前は、まだありません。",
            f"よく似た名前の「{shortened(meant, 30)}」があります。つづりが少し違うようです。",
            f"「{shortened(meant, 30)}」のことなら、名前をそろえてください。",
        )
    if not name.isascii():
        return Told(
            f"「{shown}」という名前は、まだありません。",
            "記号で囲まれていない言葉は、文字ではなく、値の名前として読まれます。",
            '文字として使うなら「"」で囲んでください。名前なら、先に値を入れるセルを実行します。',
        )
    return Told(
        f"「{shown}」という名前は、まだありません。",
        "名前は、値を入れる行を実行したあとで使えるようになります。",
        f"「{shown} = …」と書いてあるセルを、上から順に実行してください。",
    )


def _unbound(error: Any, _place: Place) -> Told:
    name = shortened(error.name or (re.findall(r"'([^']+)'", message_of(error)) or ["?"])[0], 30)
    return Told(
        f"「{name}」に値を入れる前に、使おうとしています。",
        "関数の中で値を入れる名前は、その関数の中だけのものになります。",
        f"関数のはじめに「{name} = …」の行を置くか、かっこの中で値を受け取ってください。",
    )


def _attribute(error: Any, _place: Place) -> Told:
    name = shortened(str(error.name or (re.findall(r"'([^']+)'$", message_of(error)) or ["?"])[0]), 30)
    thing = error.obj
    if thing is None and "'NoneType'" in message_of(error):
        return Told(
            f"値が入っていないもの（None）に、「.{name}」を使おうとしています。",
            "前の行の結果が、空のまま渡されたようです。",
            "「.」の前の名前に何が入っているかを、「print(…)」で確かめてください。",
        )
    labels = _labels_of(thing)
    meant = closest(name, labels) if labels else ""
    if meant:
        return Told(f"表に「{name}」という列はありません。", *_like_label(name, meant))
    meant = closest(name, (known for known in dir(type(thing)) if not known.startswith("_")))
    why = (
        f"よく似た名前の「{meant}」があります。つづりが少し違うようです。"
        if meant
        else f"{_ja(type(thing).__name__)}には、その名前の働きがありません。"
    )
    return Told(
        f"「.{name}」は使えません。",
        why,
        f"「.{meant}」のことなら、名前をそろえてください。"
        if meant
        else "「.」の前の値の種類と、後ろの名前のつづりを確かめてください。",
    )


# ------------------------------------------------------------------------------- columns and places


def _key(error: Any, place: Place) -> Told:
    key = error.args[0] if error.args else ""
    labels = _labels(place)
    names = re.findall(r"'([^']*)'", key) if type(key) is str and ("not in index" in key or "are in the" in key) else []
    wanted = [name for name in names if name not in labels] or [key if type(key) is str else str(key)]
    name = wanted[0]
    kind = "見出し" if place.innermost is place.frame else "列や見出し"
    title = f"「{shortened(visible(name), 30)}」という{kind}はありません。"
    texts = [label for label in labels if type(label) is str]
    if meant := closest(name, texts):
        return Told(title, *_like_label(name, meant))
    if labels:
        some = "".join(f"「{shortened(visible(str(label)))}」" for label in labels[:5])
        more = "など" if len(labels) > 5 else ""
        return Told(
            title,
            f"今あるのは、{some}{more}です。" + ("□は、全角の空白です。" if "□" in some else ""),
            "この中から選んで、名前をそのまま写してください。",
        )
    return Told(
        title,
        "その名前で取り出せる値が、まだ入っていません。",
        "名前のつづりと、全角・半角の違いを確かめてください。",
    )


def _like_label(name: str, meant: str) -> tuple[str, str]:
    if looks_alike(name, meant):
        difference = first_text_difference(name, meant) or ""
        return (
            f"よく似た「{shortened(visible(meant), 30)}」があります。{difference}",
            "表のほうの名前をそのまま写すか、先に表の見出しを整えてください。",
        )
    return (
        f"よく似た「{shortened(visible(meant), 30)}」があります。つづりが少し違うようです。",
        "表のほうの名前をそのまま写してください。",
    )


def _labels(place: Place) -> list[Any]:
    """The labels one could have asked for: of the pandas object on the way, or of the dict on the line."""
    for frame in reversed(place.frames):
        thing = frame.f_locals.get("self")
        if labels := _labels_of(thing):
            return labels
    for name in re.findall(r"([^\W\d]\w*)\s*\[", place.code):
        if type(found := place.value(name)) is dict:
            return list(found)
    return []


def _labels_of(thing: Any) -> list[Any]:
    """Columns of a table, labels of an Index; [] for everything else."""
    if type(thing).__module__.split(".")[0] != "pandas":
        return []
    for cls in type(thing).__mro__:
        if cls.__name__ == "DataFrame":
            return list(thing.columns[:200])
        if cls.__name__ == "Index":
            return list(thing[:200])
    return []


def _index(_error: Any, place: Place) -> Told:
    for name in re.findall(r"([^\W\d]\w*)\s*\[", place.code):
        found = place.value(name)
        if type(found) in (list, tuple, str):
            size = len(found)
            last = f"「{name}[{size - 1}]」が最後です。" if size else "まだ何も入っていません。"
            return Told(
                "ない番号の場所を、取り出そうとしています。",
                f"「{name}」の中身は{size}個で、番号は0から数えます。{last}",
                "角かっこの中の番号を確かめてください。",
            )
    return Told(
        "ない番号の場所を、取り出そうとしています。",
        "番号は0から数えるので、最後の番号は個数より1つ小さくなります。",
        "角かっこの中の番号と、中身の個数を確かめてください。",
    )


# ------------------------------------------------------------------------------- types and values


def _type(error: Any, place: Place) -> Told:
    message = message_of(error)
    for pattern, made in _TYPE_MESSAGES:
        if found := re.search(pattern, message):
            return made(found, place)
    return Told(
        "値の種類が、この計算に合っていません。",
        "数・文字・リスト・表では、できる計算が違います。",
        "使っている値の種類を「print(type(…))」で確かめてください。",
    )


def _mixed(left: str, right: str) -> Told:
    if {left, right} & {"NoneType"}:
        return Told(
            "値が入っていないもの（None）を、計算に使っています。",
            "前の行の結果が、空のまま渡されたようです。",
            "この行で使っている名前を、1つずつ「print(…)」で確かめてください。",
        )
    if "str" in (left, right):
        return Told(
            f"{_ja(left)}と{_ja(right)}を、そのまま計算しようとしています。",
            '「"30"」のように囲まれた数は、計算できる数ではなく文字です。',
            "数にするなら「int(…)」、文字にするなら「str(…)」で、種類をそろえてください。",
        )
    return Told(
        f"{_ja(left)}と{_ja(right)}の間では、この計算ができません。",
        "計算の左と右で、値の種類が合っていません。",
        "左と右の値の種類を「print(type(…))」で確かめてください。",
    )


def _call(found: re.Match[str], place: Place) -> Told:
    hidden = next(
        (
            n
            for n in re.findall(r"(\w+)\s*\(", place.code)
            if n in dir(builtins) and not callable(place.value(n)) and place.value(n) is not None
        ),
        "",
    )
    if hidden:
        return Told(
            f"「{hidden}」が、{_ja(found[1])}に置き換わっています。",
            f"前に「{hidden} = …」と書いたため、もとの関数が隠れています。",
            f"別の名前に変えたうえで、「del {hidden}」と書いたセルを1回実行してください。",
        )
    return Told(
        f"関数ではないもの（{_ja(found[1])}）に、「(…)」を付けています。",
        "丸かっこは、関数を呼び出すときに使います。",
        "列や番号を取り出すなら、角かっこの「[…]」に変えてください。掛け算なら「*」を入れます。",
    )


def _arguments(_found: re.Match[str], _place: Place) -> Told:
    return Told(
        "関数に渡した値の数が、合っていません。",
        "関数は、決められた数の値をかっこの中で受け取ります。",
        "関数の「def」の行と見比べて、値の数と順番をそろえてください。",
    )


_TYPE_MESSAGES: tuple[tuple[str, Callable[[re.Match[str], Place], Told]], ...] = (
    (r'can only concatenate (\w+) \(not "([\w.]+)"\)', lambda m, _: _mixed(m[1], m[2])),
    (r"unsupported operand type\(s\) for .+: '([\w.]+)' and '([\w.]+)'", lambda m, _: _mixed(m[1], m[2])),
    (r"not supported between instances of '([\w.]+)' and '([\w.]+)'", lambda m, _: _mixed(m[1], m[2])),
    (r"'([\w.]+)' object is not callable", _call),
    (r"required positional argument|positional arguments? but|required keyword-only", _arguments),
    (
        r"unexpected keyword argument '(\w+)'",
        lambda m, _: Told(
            f"この関数には、「{shortened(m[1], 30)}」という指定がありません。",
            "指定の名前が、関数の側と違っています。",
            "つづりを確かめるか、見本の行から写してください。",
        ),
    ),
    (
        r"(?:list|tuple|string) indices must be integers",
        lambda _m, _p: Told(
            "番号で取り出すところに、番号ではないものが入っています。",
            "リストや文字の中身は、0から始まる番号で取り出します。",
            "名前で取り出すなら、「[…]」の前が辞書か表になっているかを確かめてください。",
        ),
    ),
    (
        r"'([\w.]+)' object is not (?:subscriptable|iterable)|object of type '([\w.]+)' has no len",
        lambda m, _: Told(
            f"{_ja(m[1] or m[2])}からは、中身を1つずつ取り出せません。",
            "リスト・文字・表のように、中身が並んだ値ではないためです。",
            "この行の名前に何が入っているかを、「print(…)」で確かめてください。",
        ),
    ),
)


def _value(error: Any, _place: Place) -> Told:
    message = message_of(error)
    if found := re.search(
        r"(?:invalid literal for int\(\)[^:]*|could not convert string to float): (.*)", message, re.DOTALL
    ):
        return _not_a_number(_literal(found[1]), whole="int()" in found[0])
    if "values to unpack" in message:
        return Told(
            "左側の名前の数と、右側の値の数が合っていません。",
            "「a, b = …」の形では、右側にも同じ数の値が必要です。",
            "右側の値がいくつあるかを、「print(…)」で確かめてください。",
        )
    if "Length of values" in message or "must be of the same length" in message or "Length mismatch" in message:
        return Told(
            "表の行の数と、入れようとした値の数が合っていません。",
            "列には、行と同じ数の値が必要です。",
            "「len(…)」で両方の数を確かめて、そろえてください。",
        )
    if "truth value of a" in message and "ambiguous" in message:
        return Told(
            "列全体を、1つの「はい・いいえ」として使おうとしています。",
            "列には行の数だけ答えがあるので、1つに決まりません。",
            "条件をつなぐときは「and」を「&」、「or」を「|」にして、それぞれを丸かっこで囲んでください。",
        )
    if "does not match format" in message or "time data" in message:
        return Told(
            "日付として読み取れない文字があります。",
            "書き方が行によって違うと、同じ形では読めません。",
            "日付の列に、和暦や空白が混ざっていないかを見てください。",
        )
    return Told(
        "値の中身が、この使い方に合っていません。",
        "種類は合っていますが、関数が受け取れる中身ではありません。",
        "この行で渡している値を「print(…)」で確かめてください。",
    )


def _literal(written: str) -> str:
    """The text that Python quotes in its message."""
    try:
        return str(ast.literal_eval(written.strip()))
    except (ValueError, SyntaxError):
        return written.strip().strip("'\"")


def _not_a_number(text: str, *, whole: bool) -> Told:
    shown = shortened(visible(text), 30)
    if not text.strip():
        reason, then = "空の文字は、数になりません。", "空の欄に値を入れるか、空の行を先に取り除いてください。"
    elif re.search("[,，、]", text):
        reason, then = "桁を区切る「,」が入っています。", "「.replace(…)」で「,」を取り除いてから、数にしてください。"
    elif whole and re.fullmatch(r"\s*[-+]?\d+\.\d+\s*", text):
        reason, then = (
            "「int」は、小数点のある文字を受け取りません。",
            "小数として読むなら「float(…)」を使ってください。",
        )
    elif re.search(r"\d", text):
        reason, then = (
            "数のほかに、単位や記号が入っています。",
            "数だけを残してから、「int(…)」か「float(…)」に渡してください。",
        )
    else:
        reason, then = "数字が入っていません。", "数の入った値を渡しているかを確かめてください。"
    return Told(f"「{shown}」を、数として読み取れません。", reason, then)


def _zero(_error: Any, _place: Place) -> Told:
    return Told(
        "0で割ろうとしています。",
        "件数や人数が0のままだと、割り算の答えが決まりません。",
        "割る側の値を「print(…)」で確かめて、0のときの扱いを決めてください。",
    )


# ------------------------------------------------------------------------------- the kinds


def _anything(error: BaseException, _place: Place) -> Told:
    return Told(
        "実行が途中で止まりました。",
        f"「{shortened(type(error).__name__, 40)}」という種類の知らせが出ています。",
        "下の英語のメッセージを開いて、講師と一緒に見てください。",
    )


def _usage(_error: Any, _place: Place) -> Told:
    return Told(
        "「%」で始まる命令の名前が違います。",
        "「%」は、ノートブックへの特別な命令に使う記号です。",
        "命令のつづりを見本の行と見比べてください。割り算の余りなら、左側に数を書きます。",
    )


def _group(error: Any, place: Place) -> Told:
    return tell(error.exceptions[0], place)


_KINDS: dict[type, Tell] = {
    NameError: _name,
    UnboundLocalError: _unbound,
    AttributeError: _attribute,
    KeyError: _key,
    IndexError: _index,
    TypeError: _type,
    ValueError: _value,
    ZeroDivisionError: _zero,
    BaseExceptionGroup: _group,
    **FILE_KINDS,
    **STOP_KINDS,
}
_BY_NAME: dict[str, Tell] = {"UsageError": _usage}
"""IPython's own error for a misspelt command, by name: IPython need not be installed."""
