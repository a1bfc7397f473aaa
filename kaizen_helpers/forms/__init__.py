"""Forms of an office (様式): defined once as data; a workbook, a printed page and a Word document are made from it.

Importable with the standard library alone; what writes or reads Office files loads its library when it is used::

    from kaizen_helpers.forms import Entry, Form, read_form, write_form

    form = Form("確認票", (Entry("owner", "責任者", required=True), Entry("minutes", "1件の分", "number", unit="分")))
    write_form(form, "確認票.xlsx")            # blank, to be filled in Excel or on paper
    read_form(form, "確認票.xlsx").problems    # what could not be read: cell, what is wrong, what to write
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "Entry",
    "Filled",
    "Form",
    "Grid",
    "Problem",
    "form_page",
    "plain_values",
    "read_form",
    "read_values",
    "write_form",
    "write_form_docx",
]

_HOME = {
    **dict.fromkeys(("Entry", "Filled", "Form", "Grid", "Problem"), "model"),
    **dict.fromkeys(("plain_values", "read_values"), "values"),
    "form_page": "printed",
    "read_form": "reading",
    "write_form": "workbook",
    "write_form_docx": "document",
}

if TYPE_CHECKING:
    from kaizen_helpers.forms.document import write_form_docx
    from kaizen_helpers.forms.model import Entry, Filled, Form, Grid, Problem
    from kaizen_helpers.forms.printed import form_page
    from kaizen_helpers.forms.reading import read_form
    from kaizen_helpers.forms.values import plain_values, read_values
    from kaizen_helpers.forms.workbook import write_form

__getattr__, __dir__ = lazy_names(__name__, _HOME)
