"""What the course knows of kintone: an app's definition, read from what its REST API answers.

Importable with the standard library alone. The names below are loaded when they are first used::

    from kaizen_helpers.kintone import read_app

    app = read_app("アプリ定義.json")    # or a folder, or a .zip, with the saved answers of the APIs
    app.data_fields, app.states, app.rights
    app.missing                          # parts that the file does not hold: said, never guessed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "Action",
    "AppDefinition",
    "AppField",
    "Entity",
    "FieldRight",
    "Part",
    "RecordRight",
    "Right",
    "State",
    "View",
    "app_from_parts",
    "read_app",
]

_HOME = {
    "Action": "definition",
    "AppDefinition": "definition",
    "AppField": "definition",
    "Entity": "definition",
    "FieldRight": "definition",
    "Part": "definition",
    "RecordRight": "definition",
    "Right": "definition",
    "State": "definition",
    "View": "definition",
    "app_from_parts": "reading",
    "read_app": "reading",
}

if TYPE_CHECKING:
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
    from kaizen_helpers.kintone.reading import app_from_parts, read_app

__getattr__, __dir__ = lazy_names(__name__, _HOME)
