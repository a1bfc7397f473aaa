"""The practice environment answers every call of the tiers A and B of reference/kintone.md §2.1, on both paths."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from kaizen_helpers.kintone.sandbox.administration import add_space
from kaizen_helpers.kintone.sandbox.routes import ROUTES, find_route
from tests.sandbox_any import Desk, text

TIERS = """
app.json GET                        app/form/fields.json GET            app/form/layout.json GET
app/settings.json GET               app/status.json GET                 app/views.json GET
apps.json GET                       bulkRequest.json POST               file.json GET POST
preview/app.json POST               preview/app/deploy.json GET POST    preview/app/form/fields.json DELETE PUT GET POST
preview/app/form/layout.json PUT GET  preview/app/settings.json PUT GET  preview/app/status.json PUT GET
preview/app/views.json PUT GET      record.json PUT GET POST            record/assignees.json PUT
record/comment.json DELETE POST     record/comments.json GET            record/status.json PUT
records.json DELETE GET PUT POST    records/cursor.json DELETE GET POST  records/status.json PUT
app/acl.json PUT GET                app/actions.json GET                app/adminNotes.json GET
app/customize.json GET              app/notifications/general.json GET  app/notifications/perRecord.json GET
app/notifications/reminder.json GET  app/reports.json GET               field/acl.json PUT GET
form.json GET                       preview/app/acl.json PUT GET        preview/app/actions.json PUT GET
preview/app/adminNotes.json PUT GET  preview/app/customize.json PUT GET
preview/app/notifications/general.json PUT GET  preview/app/notifications/perRecord.json PUT GET
preview/app/notifications/reminder.json PUT GET  preview/app/reports.json PUT GET  preview/field/acl.json PUT GET
preview/form.json GET               preview/record/acl.json PUT GET     record/acl.json PUT GET
records/acl/evaluate.json GET       space.json DELETE PUT GET
"""
METHODS = ("GET", "POST", "PUT", "DELETE")


def pairs() -> Iterator[tuple[str, str]]:
    path = ""
    for word in TIERS.split():
        if word.endswith(".json"):
            path = word
        else:
            yield path, word


PAIRS = list(pairs())


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    desk = Desk()
    desk.app(text("名前"))
    add_space(desk.environment, "外の人と", guest=True)
    yield desk
    desk.environment.close()


def test_the_list_has_the_eighty_calls_of_the_two_tiers() -> None:
    assert len(PAIRS) == len(set(PAIRS)) == 80


@pytest.mark.parametrize(("path", "method"), PAIRS)
def test_a_call_without_parameters_is_told_what_it_lacks_on_both_paths(desk: Desk, path: str, method: str) -> None:
    """CB_IL02 is what a path or a method that does not exist gets."""
    for base in ("/k/v1/", "/k/guest/1/v1/"):
        there = Desk(desk.environment, desk.headers, base)
        status, told = there.call(method, path, None if method == "GET" else {})
        refused = (status, told.get("code"))
        assert refused in ((200, None), (400, "CB_VA01"), (404, "GAIA_BL01")), (base, refused, json.dumps(told))


@pytest.mark.parametrize(
    ("path", "method"), sorted({(path, method) for path, _ in PAIRS for method in METHODS} - set(PAIRS))
)
def test_a_method_that_a_path_does_not_have_is_refused_in_the_shape_of_the_api(
    desk: Desk, path: str, method: str
) -> None:
    status, told = desk.call(method, path, None if method == "GET" else {})

    assert (status, told["code"], set(told)) == (400, "CB_IL02", {"code", "id", "message"})


def test_every_route_leads_to_a_function_that_is_there() -> None:
    for method, path in ROUTES:
        assert callable(find_route(method, path))
