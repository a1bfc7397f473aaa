"""The one page of the environment so far: what answers here, and whose it is not."""

from __future__ import annotations

from kaizen_helpers.kintone.sandbox.wire import Answer

__all__ = ["front_page"]

_PAGE = """\
<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>kintone互換の練習環境</title>
<style>body{max-width:40em;margin:3em auto;padding:0 1em;color:#1f2933;line-height:1.8;
font-family:'Noto Sans CJK JP','Noto Sans JP',Meiryo,'Yu Gothic','Hiragino Sans',IPAexGothic,sans-serif}
h1{font-size:1.4em}code{background:#e4e9ef;padding:0 .3em}</style></head>
<body><main>
<h1>kintone互換の練習環境が動いています</h1>
<p>このPCの中で、kintoneのREST APIと同じ言葉で返事をします。画面は、まだありません。</p>
<ul>
<li>プログラムからは、このページのURLに続けて <code>/k/v1/records.json</code> のように呼びます。</li>
<li>ログイン名とパスワード、APIトークンは、始めたときの画面に出ています。</li>
<li>止めるときは、始めた画面で Ctrl-C を押します。データは残ります。</li>
</ul>
<p>これは練習用です。本当の情報は入れないでください。サイボウズ株式会社とは関係がなく、同社の承認を受けたものでもありません。kintoneは同社の商標です。</p>
</main></body></html>
"""


def front_page() -> Answer:
    """The page at ``/``."""
    return Answer(
        200,
        _PAGE.encode(),
        "text/html;charset=utf-8",
        {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"},
    )
