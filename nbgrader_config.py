"""nbgrader's settings for this course: ``solutions/`` becomes ``exercises/``, all else stays under ``.grading/``.

The values live in ``kaizen_helpers.authoring.nbgrader_settings``, where the library reads the same ones.
"""

from pathlib import Path

from kaizen_helpers.authoring.nbgrader_settings import nbgrader_config, put_scripts_on_path

root = Path(__file__).resolve().parent
# SQLite makes the gradebook, but not its folder; formgrader warns of a missing exchange on every visit.
(root / ".grading" / "exchange").mkdir(parents=True, exist_ok=True)
put_scripts_on_path()
c = get_config()  # type: ignore[name-defined]  # noqa: F821  (nbgrader puts get_config here)
c.merge(nbgrader_config(root))
