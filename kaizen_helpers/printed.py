"""HTML pages that are made to be printed: A4 or A3, black and white, no script, no font file, no request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

__all__ = ["page", "picture", "table", "text"]

_NOT_PRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PAPERS = {"A4": (210, 297), "A3": (297, 420)}
"""Width and height upright, in millimetres (ISO 216)."""


def text(words: str) -> str:
    """Words for HTML; a line break stays one."""
    return escape(_NOT_PRINTABLE.sub(" ", words)).replace("\n", "<br>")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], classes: Sequence[str] = (), name: str = "rows") -> str:
    """A table of words. ``classes``: one a column: ``one`` is never broken into two lines, see :func:`page`."""
    styles = [*classes, *([""] * (len(heads) - len(classes)))]
    head = "".join(f'<th class="{style}">{text(word)}</th>' for word, style in zip(heads, styles, strict=True))
    body = "".join(
        "<tr>"
        + "".join(f'<td class="{style}">{text(cell)}</td>' for cell, style in zip(row, styles, strict=True))
        + "</tr>"
        for row in rows
    )
    return f'<table class="{name}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def picture(svg: str, *, lying: bool, label: str = "業務フロー図") -> str:
    """A drawing on a sheet of its own, up to the edges."""
    return f'<section class="picture {"lying" if lying else "upright"}" aria-label="{text(label)}">{svg}</section>'


def page(title: str, paper: str, pictures: Iterable[str], form: Iterable[str], *, behind: Iterable[str] = ()) -> str:
    """The whole document: drawings first, each on its sheet, then the form on as many sheets as it needs.

    The form stands upright on A4, and in two columns on A3 lying on its side. ``behind``: drawings after the form.
    """
    body = "\n".join([*pictures, '<main class="form">', *(part for part in form if part), "</main>", *behind])
    return (
        '<!DOCTYPE html>\n<html lang="ja"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{text(title)}</title><style>{_style(paper)}</style></head><body>\n{body}\n</body></html>\n"
    )


def _style(paper: str) -> str:
    short, long = _PAPERS[paper]
    wide, high = (short, long) if paper == "A4" else (long, short)
    columns = "columns:2;column-gap:10mm" if paper == "A3" else ""
    return f"""
@page upright{{size:{short}mm {long}mm;margin:0}}
@page lying{{size:{long}mm {short}mm;margin:0}}
@page form{{size:{wide}mm {high}mm;margin:13mm}}
*{{box-sizing:border-box}}
body{{margin:0;background:#fff;color:#1f2933;
font:10.5pt/1.55 'Noto Sans CJK JP','Noto Sans JP',Meiryo,'Yu Gothic','Hiragino Sans',IPAexGothic,sans-serif}}
.picture{{break-after:page;overflow:hidden}}
.picture svg{{display:block;width:100%!important;height:100%!important;max-width:none!important}}
.upright{{page:upright;width:{short}mm;height:{long}mm}}
.lying{{page:lying;width:{long}mm;height:{short}mm}}
.form{{page:form;{columns}}}
h1{{font-size:15pt;margin:0 0 1mm}}
h2{{font-size:11.5pt;margin:5mm 0 1.5mm;padding-left:2.5mm;border-left:1.5mm solid #1f2933;break-after:avoid}}
p{{margin:0 0 1mm}}
ol,ul{{margin:0;padding-left:7mm}}
li{{break-inside:avoid;margin-bottom:.8mm}}
table{{width:calc(100% - .6mm);border-collapse:collapse}}
th,td{{border:.3mm solid #52606d;padding:1mm 1.5mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}}
th{{background:#e4e9ef;font-weight:700;-webkit-print-color-adjust:exact;print-color-adjust:exact}}
thead{{display:table-header-group}}
tr,.whole{{break-inside:avoid}}
.rows{{font-size:8.5pt;line-height:1.4}}
.rows td{{word-break:auto-phrase}}
.one,.number{{white-space:nowrap}}
.number{{text-align:right}}
.short{{min-width:14mm}}
.who{{min-width:19mm}}
.what{{width:24%}}
.ways{{width:14%}}
.notes{{width:17%}}
.looks{{table-layout:fixed}}
.looks td{{height:20.4mm}}
.looks th:nth-child(1){{width:24%}}
.looks th:nth-child(2){{width:22%}}
.lines{{background:repeating-linear-gradient(#fff 0 6.8mm,#9aa5b1 6.8mm 7.1mm);
-webkit-print-color-adjust:exact;print-color-adjust:exact}}
.small{{font-size:8.5pt;color:#52606d}}
@media screen{{body{{background:#cbd2d9}}
.picture,.form{{background:#fff;margin:6mm auto;box-shadow:0 0 2mm #7b8794}}
.form{{width:{wide}mm;max-width:100%;padding:13mm}}}}
"""
