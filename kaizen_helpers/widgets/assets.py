"""The front end of the widgets as one script and one style sheet, joined from ``static/`` without a build step.

The files are modules that import from each other, so that editors and node understand them. anywidget loads a widget's
script from a blob, from where no other file can be imported: so they are joined into one. That is why names at the top
of a file are unique among all files, and why an import is one line.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

__all__ = ["SCRIPTS", "STATIC", "css", "esm"]

STATIC = Path(__file__).parent / "static"
SCRIPTS = (
    "dom.js",
    "history.js",
    "drafts.js",
    "paste.js",
    "answers.js",
    "fields.js",
    "cards.js",
    "table.js",
    "drawing.js",
    "dialog.js",
    "panel.js",
)
"""In the order of use: a file imports only from those before it."""
_IMPORT = re.compile(r'^import \{[^}\n]*\} from "\./[\w-]+\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)


@cache
def esm() -> str:
    """The script, an ES module whose default export is what anywidget calls."""
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", (STATIC / name).read_text("utf-8"))) for name in SCRIPTS)


@cache
def css() -> str:
    """The style sheet."""
    return (STATIC / "panel.css").read_text("utf-8")
