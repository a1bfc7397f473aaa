"""From a request to its answer: path, parameters, caller, handler, and the error in kintone's shape."""

from __future__ import annotations

import json
import re
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.environment import Environment
from kaizen_helpers.kintone.sandbox.front import front_page
from kaizen_helpers.kintone.sandbox.params import from_query
from kaizen_helpers.kintone.sandbox.problems import Language, Problem, Said
from kaizen_helpers.kintone.sandbox.routes import find_route
from kaizen_helpers.kintone.sandbox.wire import Answer, Request, Upload, ready_json

__all__ = ["CONCURRENCY", "PLAN_PATH", "answer", "language_of", "parameters", "run"]

CONCURRENCY = 100
"""Requests of one environment at the same time (reference/kintone.md §5)."""
PLAN_PATH = "/admin/plan.json"
"""Where an administrator posts a plan (administration.py)."""
_PATH = re.compile(r"/k/(?:guest/([0-9]{1,100})/)?v1/([A-Za-z/]+\.json)")
_METHODS = ("GET", "POST", "PUT", "DELETE")
_LARGEST = 2**63 - 1

Handler = Callable[[Call], Any]


def answer(environment: Environment, request: Request) -> Answer:
    """Answer one request, in kintone's shape whatever came in."""
    language = language_of(request.headers.get("accept-language", ""), environment.language)
    try:
        return _sent(_answered(environment, request, language))
    except Problem as problem:
        return _refused(problem, language)
    except RecursionError:
        return _refused(Problem("CB_IJ01"), language)
    except Exception:  # noqa: BLE001 - a mistake of ours: taken back, told where the server runs, and answered
        traceback.print_exc(file=sys.stderr)
        return _refused(Problem("CB_IL02"), language)


def _answered(environment: Environment, request: Request, language: Language) -> Any:
    if request.path == "/" and request.method == "GET":
        return front_page()
    matched = _PATH.fullmatch(request.path)
    method, given, files = parameters(request)
    if request.path == PLAN_PATH and method == "POST":
        return _plan(environment, request, given)
    if matched is None or method not in _METHODS:
        raise Problem("CB_IL02")
    guest_space, name = min(int(matched[1] or 0), _LARGEST), matched[2]
    handler = find_route(method, name)
    if handler is None:
        raise Problem("CB_IL02")
    caller = environment.callers.caller_of(request.headers)
    if caller.user.language in ("ja", "en"):
        language = caller.user.language  # type: ignore[assignment]
    try:
        return run(Call(environment, caller, given, guest_space, language, files), handler, changes=method != "GET")
    except Problem as problem:
        return _refused(problem, language)


def _plan(environment: Environment, request: Request, plan: Mapping[str, Any]) -> dict[str, Any]:
    """What kintone has screens for only; for those who administer the environment."""
    from kaizen_helpers.kintone.sandbox.administration import apply_plan

    caller = environment.callers.caller_of(request.headers)
    if caller.by_token or not caller.user.administrator:
        raise Problem("CB_NO02")
    try:
        return apply_plan(environment, plan)
    except InputError as error:
        raise Problem("CB_VA01", errors={"plan": [Said(str(error))]}) from error


def run(call: Call, handler: Handler, *, changes: bool) -> Any:
    """Run a handler; what it changes is kept as a whole or not at all."""
    if not changes:
        return handler(call)
    try:
        with call.environment.store.change():
            answered = handler(call)
    except BaseException:
        call.environment.apps.forget()
        call.environment.webhooks.drop()
        raise
    call.environment.webhooks.send()
    return answered


def parameters(request: Request) -> tuple[str, dict[str, Any], Mapping[str, Upload]]:
    """The method that is meant, and what was sent with it."""
    method = request.method
    override = request.headers.get("x-http-method-override", "").upper()
    if override and method == "POST":
        method = override
    try:
        given = from_query(request.query) if request.query else {}
    except ValueError:  # far too many parameters
        raise Problem("CB_IL02") from None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return method, given, _uploads(request)
    if kind == "application/json":
        if not request.body.strip():
            raise Problem("CB_IL02")
        given.update(_json(request.body))
    elif request.body.strip():
        raise Problem("CB_IL02")
    return method, given, {}


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body, parse_constant=_no_json)
        if b"\\u" in body:
            # Half of a letter (\ud800 without its other half) is no text, and could not be kept.
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Problem("CB_IJ01") from None
    if not isinstance(value, dict):
        raise Problem("CB_IJ01")
    return value


def _no_json(word: str) -> None:
    """NaN and Infinity, which Python would take."""
    raise ValueError(word)


def _uploads(request: Request) -> dict[str, Upload]:
    from kaizen_helpers.kintone.sandbox.multipart import uploads

    return uploads(request.headers.get("content-type", ""), request.body)


def language_of(wanted: str, default: Language) -> Language:
    """The language of messages by ``Accept-Language``: the first of ja and en by weight."""
    weighed = []
    for place, part in enumerate(wanted[:500].split(",")):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), place, tag.strip().lower()[:2]))
        except ValueError:
            continue
    for _, _, tag in sorted(weighed):
        if tag == "ja":
            return "ja"
        if tag == "en":
            return "en"
    return default


def _sent(value: Any) -> Answer:
    if isinstance(value, Answer):
        return value
    return Answer(200, value if isinstance(value, bytes) else ready_json(value))


def _refused(problem: Problem, language: Language) -> Answer:
    return Answer(problem.status, ready_json(problem.body(language)), headers={"X-Cybozu-Error": problem.code})
