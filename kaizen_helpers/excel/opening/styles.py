"""The styles of a workbook: what each style number looks like, with colours as they are seen."""

from __future__ import annotations

import colorsys
from typing import Any

from kaizen_helpers.excel.opening.container import Parts
from kaizen_helpers.excel.opening.model import PLAIN, Style

__all__ = ["read_styles"]

_MOST_STYLES = 66_000
_THEME_ORDER = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip
_OFFICE = (
    "FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47", "0563C1",
    "954F72",
)  # fmt: skip
_JAPANESE_FORMATS = {
    27: "[$-411]ge.m.d", 28: '[$-411]ggge"年"m"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 55: 'yyyy"年"m"月"',
    56: 'm"月"d"日"', 57: "[$-411]ge.m.d", 58: '[$-411]ggge"年"m"月"d"日"',
}  # fmt: skip
"""What Excel in Japanese shows for numbers that the standard leaves to each language (ECMA-376 18.8.30)."""
_SIDES = {"top": "t", "bottom": "b", "left": "l", "right": "r", "start": "l", "end": "r"}


def read_styles(parts: Parts, part: str, theme_part: str) -> tuple[Style, ...]:
    """The styles by their number; one plain style where the workbook has none."""
    tree = parts.tree(part)
    if tree is None:
        return (PLAIN,)
    theme = _theme(parts, theme_part)
    formats = _formats(tree)
    fonts = [_font(one, theme) for one in _children(tree, "fonts", "font")]
    fills = [_fill(one, theme) for one in _children(tree, "fills", "fill")]
    borders = [_border(one) for one in _children(tree, "borders", "border")]
    found = []
    for one in _children(tree, "cellXfs", "xf")[:_MOST_STYLES]:
        alignment = one.find("{*}alignment")
        found.append(
            Style(
                number_format=formats.get(_number(one, "numFmtId"), "General"),
                **_at(fonts, _number(one, "fontId"), {}),
                fill=_at(fills, _number(one, "fillId"), ""),
                borders=_at(borders, _number(one, "borderId"), ""),
                horizontal=alignment.get("horizontal", "") if alignment is not None else "",
                wrap=alignment is not None and alignment.get("wrapText") in ("1", "true"),
            )
        )
    return tuple(found) or (PLAIN,)


def _children(tree: Any, group: str, name: str) -> list[Any]:
    found = tree.find(f"{{*}}{group}")
    return found.findall(f"{{*}}{name}") if found is not None else []


def _number(element: Any, name: str) -> int:
    text = element.get(name, "0")
    return int(text) if text.isascii() and text.isdigit() else 0


def _at(items: list[Any], number: int, otherwise: Any) -> Any:
    return items[number] if number < len(items) else otherwise


def _formats(tree: Any) -> dict[int, str]:
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    formats = dict(BUILTIN_FORMATS)
    for one in _children(tree, "numFmts", "numFmt"):
        formats[_number(one, "numFmtId")] = one.get("formatCode", "General")
    for number, text in _JAPANESE_FORMATS.items():
        formats.setdefault(number, text)
    return formats


def _theme(parts: Parts, part: str) -> tuple[str, ...]:
    tree = parts.tree(part)
    scheme = tree.find(".//{*}clrScheme") if tree is not None else None
    if scheme is None:
        return _OFFICE
    found = []
    for place, name in enumerate(_THEME_ORDER):
        one = scheme.find(f"{{*}}{name}")
        colour = one[0] if one is not None and len(one) else None
        value = (colour.get("lastClr") or colour.get("val", "")) if colour is not None else ""
        found.append(value.upper() if len(value) == 6 else _OFFICE[place])
    return tuple(found)


def _colour(element: Any, theme: tuple[str, ...]) -> str:
    """「RRGGBB」; empty for the colour that Excel chooses by itself."""
    if element is None or element.get("auto") in ("1", "true"):
        return ""
    if rgb := element.get("rgb"):
        found = rgb[-6:].upper()
    elif element.get("theme") is not None:
        number = _number(element, "theme")
        found = theme[number] if number < len(theme) else ""
    else:
        found = _indexed(_number(element, "indexed")) if element.get("indexed") is not None else ""
    tint = element.get("tint")
    return _tinted(found, float(tint)) if found and tint else found


def _indexed(number: int) -> str:
    from openpyxl.styles.colors import COLOR_INDEX

    return str(COLOR_INDEX[number])[-6:] if number < 64 else ""


def _tinted(colour: str, tint: float) -> str:
    """Lighter or darker by a share (ECMA-376 18.8.19)."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, min(1, max(0, light)), saturation))


def _font(element: Any, theme: tuple[str, ...]) -> dict[str, Any]:
    def on(name: str) -> bool:
        one = element.find(f"{{*}}{name}")
        return one is not None and one.get("val", "1") not in ("0", "false", "none")

    size = element.find("{*}sz")
    colour = _colour(element.find("{*}color"), theme)
    return {
        "bold": on("b"),
        "italic": on("i"),
        "underline": on("u"),
        "strike": on("strike"),
        # Black is what a text has by itself; whether somebody chose it cannot be seen.
        "colour": "" if colour == "000000" else colour,
        "size": _float(size.get("val")) if size is not None else 0.0,
    }


def _float(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _fill(element: Any, theme: tuple[str, ...]) -> str:
    pattern = element.find("{*}patternFill")
    if pattern is None:
        stop = element.find(".//{*}stop/{*}color")
        return _colour(stop, theme)
    if pattern.get("patternType", "none") == "none" or (pattern.get("patternType") == "gray125" and not len(pattern)):
        return ""
    return _colour(pattern.find("{*}fgColor"), theme) or _colour(pattern.find("{*}bgColor"), theme)


def _border(element: Any) -> str:
    sides = {
        _SIDES[one.tag.rpartition("}")[2]]
        for one in element
        if one.tag.rpartition("}")[2] in _SIDES and one.get("style", "none") != "none"
    }
    return "".join(side for side in "tblr" if side in sides)
