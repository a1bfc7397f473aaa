"""What must be right before an app is put into use: its formulas, and the fields its lookups copy from."""

from __future__ import annotations

from kaizen_helpers.kintone.sandbox.apps.form import Form, FormField
from kaizen_helpers.kintone.sandbox.apps.keeping import App
from kaizen_helpers.kintone.sandbox.calc.checking import check_formulas
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.problems import Problem

__all__ = ["check_before_use"]


def check_before_use(call: Call, app: App) -> None:
    """Raises Problem: GAIA_IL01 a wrong formula, GAIA_LO03 a lookup to a field whose values may repeat."""
    form = app.preview.form
    check_formulas(form)
    for one in form.everywhere():
        if one.lookup:
            _check_lookup(call, form, one)


def _check_lookup(call: Call, form: Form, one: FormField) -> None:
    lookup = one.lookup or {}
    code = lookup.get("relatedKeyField", "")
    other = call.environment.apps.get(int((lookup.get("relatedApp") or {}).get("app") or 0)).use
    key = other.form.fields.get(code)
    if key is None:
        raise Problem("GAIA_FC01", {"field": code})
    if key.type != "RECORD_NUMBER" and key.properties.get("unique") is not True:
        raise Problem("GAIA_LO03", {"field": code})
    for mapping in lookup.get("fieldMappings") or ():
        if mapping.get("relatedField") not in other.form.fields:
            raise Problem("GAIA_FC01", {"field": mapping.get("relatedField")})
        if mapping.get("field") not in (form.inner[one.table] if one.table else form.fields):
            raise Problem("GAIA_FC01", {"field": mapping.get("field")})
