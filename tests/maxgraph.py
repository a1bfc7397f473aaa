"""draw.io files opened with maxGraph, the library under draw.io: what it finds in them, and its warnings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, cast

from tests.npm import run_module

__all__ = ["Opened", "open_with_maxgraph"]

_SCRIPT = """
import { JSDOM } from "jsdom";
const { window } = new JSDOM("<!doctype html><body></body>");
const names = "window document navigator Node Element HTMLElement SVGElement XMLSerializer DOMParser";
for (const name of names.split(" ")) {
  const value = name === "window" ? window : window[name];
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
const warnings = [];
for (const kind of ["warn", "error"]) console[kind] = (...words) => warnings.push(words.join(" "));
const { GraphDataModel, ModelXmlSerializer } = await import("@maxgraph/core");
let text = "";
for await (const chunk of process.stdin) text += chunk;
const found = [];
for (const file of JSON.parse(text)) {
  const page = new window.DOMParser().parseFromString(file, "text/xml").getElementsByTagName("mxGraphModel")[0];
  const model = new GraphDataModel();
  new ModelXmlSerializer(model).import(new window.XMLSerializer().serializeToString(page));
  const cells = Object.values(model.cells);
  const edges = cells.filter((cell) => cell.isEdge());
  found.push({
    vertices: cells.filter((cell) => cell.isVertex()).map((cell) => cell.value.getAttribute("label")),
    edges: edges.length,
    glued: edges.filter((edge) => edge.source?.isVertex() && edge.target?.isVertex()).length,
    warnings: warnings.splice(0),
  });
}
console.log(JSON.stringify(found));
"""


class Opened(TypedDict):
    """What maxGraph finds in one drawing."""

    vertices: list[str]
    edges: int
    glued: int
    warnings: list[str]


def open_with_maxgraph(files: Sequence[bytes]) -> list[Opened]:
    """What maxGraph finds in each file."""
    return cast(list[Opened], run_module(_SCRIPT, [file.decode("utf-8") for file in files]))
