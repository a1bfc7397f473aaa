"""kintone: definitions of apps, records in and out, tables of them, and the check before an import.

Importable with the standard library alone. The names below are loaded when they are first used::

    from kaizen_helpers.kintone import Kintone, from_frame, plan_upsert, read_app, to_frame

    app = read_app("アプリ定義.json")    # or a folder, or a .zip, with the saved answers of the APIs
    app.data_fields, app.states, app.rights
    app.missing                          # parts that the file does not hold: said, never guessed

    with Kintone() as kintone:           # KINTONE_BASE_URL and KINTONE_API_TOKEN, real or for practice
        form = kintone.fields(1)
        frame = to_frame(kintone.all_records(1), form)
        plan = plan_upsert(kintone, 1, "受付番号", from_frame(frame, form))
        plan.to_frame()                  # 新規, 更新, 変更なし, 衝突, 要確認: nothing is changed yet
        plan.carry_out(kintone)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "Action",
    "Advice",
    "AppDefinition",
    "AppField",
    "ConflictError",
    "DeniedError",
    "Entity",
    "FieldRight",
    "ImportReport",
    "Kintone",
    "KintoneError",
    "NotFoundError",
    "Part",
    "Plan",
    "RecordRight",
    "Right",
    "Sandbox",
    "SavedFile",
    "Source",
    "State",
    "UnreachableError",
    "View",
    "advise_fields",
    "any_of",
    "app_from_parts",
    "check_file",
    "check_import",
    "compare",
    "compare_apps",
    "export_app",
    "fitted",
    "form_of",
    "from_frame",
    "in_process",
    "make_app",
    "plan_upsert",
    "progress_bar",
    "read_app",
    "save_app",
    "save_files",
    "to_frame",
    "updates_from_frame",
]

_HOME = {
    "Action": "definition",
    "Advice": "frames.advising",
    "AppDefinition": "definition",
    "AppField": "definition",
    "ConflictError": "client.problems",
    "DeniedError": "client.problems",
    "Entity": "definition",
    "FieldRight": "definition",
    "ImportReport": "importing.checking",
    "Kintone": "client.service",
    "KintoneError": "client.problems",
    "NotFoundError": "client.problems",
    "Part": "definition",
    "Plan": "client.planning",
    "RecordRight": "definition",
    "Right": "definition",
    "SavedFile": "frames.saving",
    "Sandbox": "sandbox.running",
    "Source": "importing.checking",
    "State": "definition",
    "UnreachableError": "client.problems",
    "View": "definition",
    "advise_fields": "frames.advising",
    "any_of": "client.query",
    "app_from_parts": "reading",
    "check_file": "importing.reading",
    "check_import": "importing.checking",
    "compare": "client.query",
    "compare_apps": "client.comparing",
    "export_app": "client.definitions",
    "fitted": "frames.advising",
    "form_of": "frames.advising",
    "from_frame": "frames.converting",
    "in_process": "client.service",
    "make_app": "client.making",
    "plan_upsert": "client.planning",
    "progress_bar": "client.progress",
    "read_app": "reading",
    "save_app": "client.definitions",
    "save_files": "frames.saving",
    "to_frame": "frames.converting",
    "updates_from_frame": "frames.converting",
}

if TYPE_CHECKING:
    from kaizen_helpers.kintone.client.comparing import compare_apps
    from kaizen_helpers.kintone.client.definitions import export_app, save_app
    from kaizen_helpers.kintone.client.making import make_app
    from kaizen_helpers.kintone.client.planning import Plan, plan_upsert
    from kaizen_helpers.kintone.client.problems import (
        ConflictError,
        DeniedError,
        KintoneError,
        NotFoundError,
        UnreachableError,
    )
    from kaizen_helpers.kintone.client.progress import progress_bar
    from kaizen_helpers.kintone.client.query import any_of, compare
    from kaizen_helpers.kintone.client.service import Kintone, in_process
    from kaizen_helpers.kintone.definition import (
        Action,
        AppDefinition,
        AppField,
        Entity,
        FieldRight,
        Part,
        RecordRight,
        Right,
        State,
        View,
    )
    from kaizen_helpers.kintone.frames.advising import Advice, advise_fields, fitted, form_of
    from kaizen_helpers.kintone.frames.converting import from_frame, to_frame, updates_from_frame
    from kaizen_helpers.kintone.frames.saving import SavedFile, save_files
    from kaizen_helpers.kintone.importing.checking import ImportReport, Source, check_import
    from kaizen_helpers.kintone.importing.reading import check_file
    from kaizen_helpers.kintone.reading import app_from_parts, read_app
    from kaizen_helpers.kintone.sandbox.running import Sandbox

__getattr__, __dir__ = lazy_names(__name__, _HOME)
