"""Everything the course installs may be used and passed on without conditions on our own code."""

from __future__ import annotations

import re
from email.message import Message
from importlib.metadata import Distribution
from typing import cast

import pytest

from tests.unit.closure import closure

COPYLEFT = re.compile(r"\b[AL]?GPL|\bGNU\b|Affero", re.IGNORECASE)

LOOKED_AT: dict[str, str] = {
    # Distributions whose metadata names a licence of the GPL family or none at all, with what their own licence file
    # says. Add a line only after reading the file.
    "matplotlib": "its own licence is like the PSF one; the text goes on with FreeType, bundled, which lets one choose "
    "between the FreeType licence (taken here) and the GPL",
}


def declared(metadata: Message) -> list[str]:
    """What a distribution says of its licence: the SPDX expression, the classifiers, the free text."""
    classifiers = [text for text in metadata.get_all("Classifier") or [] if text.startswith("License ::")]
    texts = [metadata.get("License-Expression"), *classifiers, metadata.get("License")]
    return [text for text in texts if text and text.strip().upper() != "UNKNOWN"]


def objections(name: str, metadata: Message) -> list[str]:
    """Why a distribution may not come in; [] if it may."""
    texts = declared(metadata)
    if not texts:
        return [f"{name}: names no licence"]
    return [f"{name}: {text.strip().splitlines()[0]}" for text in texts if COPYLEFT.search(text)]


def message(distribution: Distribution) -> Message:
    return cast(Message, distribution.metadata)


def metadata_of(**fields: str) -> Message:
    made = Message()
    for field, value in fields.items():
        made[field.replace("_", "-")] = value
    return made


def test_nothing_the_course_installs_is_under_the_gpl_family() -> None:
    """Learners' closure: the runtime requirements, theirs, and so on."""
    installed = closure()
    assert len(installed) > 50
    found = {name: objections(name, message(found)) for name, found in sorted(installed.items())}
    assert {name: lines for name, lines in found.items() if lines and name not in LOOKED_AT} == {}


def test_every_exception_is_still_needed() -> None:
    installed = closure()
    assert [name for name in LOOKED_AT if not objections(name, message(installed[name]))] == []


@pytest.mark.parametrize(
    "metadata",
    [
        metadata_of(License_Expression="GPL-3.0-or-later"),
        metadata_of(License_Expression="MIT AND LGPL-2.1-only"),
        metadata_of(License_Expression="AGPL-3.0-only"),
        metadata_of(Classifier="License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)"),
        metadata_of(License="GPLv2"),
        metadata_of(License="UNKNOWN"),
        metadata_of(),
    ],
)
def test_a_licence_of_the_family_or_none_is_an_objection(metadata: Message) -> None:
    """The check itself can fail."""
    assert len(objections("some-package", metadata)) == 1


@pytest.mark.parametrize("licence", ["MIT", "BSD-3-Clause", "MPL-2.0", "Apache-2.0 OR BSD-2-Clause"])
def test_a_permissive_licence_is_none(licence: str) -> None:
    assert objections("some-package", metadata_of(License_Expression=licence)) == []
