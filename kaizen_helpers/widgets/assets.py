"""The front end of the widgets as one script and one style sheet, joined from ``static/`` without a build step."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

__all__ = ["SCRIPTS", "css", "esm"]

STATIC = Path(__file__).parent / "static"
SCRIPTS = ("panel.js",)
"""In the order of use: a file imports only from those before it."""
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./[\w-]+\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)


@cache
def esm() -> str:
    """The script. anywidget loads it from a blob, where one file cannot import another: so they are one."""
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", (STATIC / name).read_text(encoding="utf-8"))) for name in SCRIPTS)


@cache
def css() -> str:
    """The style sheet."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("*.css")))
