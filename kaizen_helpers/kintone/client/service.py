"""Records of kintone in and out. Several are changed as a whole or not at all, 2,000 at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone.client.answers import int_of, list_of, objects_of, text_of, value_of
from kaizen_helpers.kintone.client.files import FileCalls
from kaizen_helpers.kintone.client.inside import in_process
from kaizen_helpers.kintone.client.problems import KintoneError, strange_answer
from kaizen_helpers.kintone.client.process import ProcessCalls
from kaizen_helpers.kintone.client.query import both

__all__ = ["Kintone", "Progress", "Record", "in_process", "key_text"]

Progress = Callable[[int, int], None]
"""Is told how many records are done, and of how many."""
Record = Mapping[str, Any]
_PAGE, _REQUEST, _TOGETHER = 500, 100, 20


class Kintone(FileCalls, ProcessCalls):
    """A kintone, real or for practice::

        with Kintone("https://example.cybozu.com", token="…") as kintone:
            records = kintone.all_records(1, '状況 in ("未対応")')

    Without arguments the environment says: ``KINTONE_BASE_URL`` and ``KINTONE_API_TOKEN`` (several joined by commas),
    or ``KINTONE_USERNAME`` and ``KINTONE_PASSWORD``. ``guest_space``: the number of a guest space, for its apps.
    Secrets are only in the headers of requests: in no text, no error.

    Every method raises KintoneError where kintone refuses, does not answer, or answers what is no answer.
    """

    # --- reading -----------------------------------------------------------------------------------

    def record(self, app: int, number: int) -> dict[str, Any]:
        """One record by its number."""
        return value_of(self.call("GET", "record.json", {"app": app, "id": number}), "record")

    def records(self, app: int, query: str = "", fields: Sequence[str] = ()) -> list[dict[str, Any]]:
        """What one query finds, at most 500."""
        return objects_of(self.call("GET", "records.json", _asked(app, query, fields)), "records")

    def all_records(
        self, app: int, condition: str = "", fields: Sequence[str] = (), progress: Progress | None = None
    ) -> list[dict[str, Any]]:
        """Every record that meets the condition, by number. ``condition`` has no order, limit or offset."""
        wanted = list(dict.fromkeys([*fields, "$id"])) if fields else []
        found: list[dict[str, Any]] = []
        last = total = 0
        while True:
            query = f"{both(condition, f'$id > {last}')} order by $id asc limit {_PAGE}"
            asked = _asked(app, query, wanted)
            if progress is not None and not found:
                asked["totalCount"] = True
            answer = self.call("GET", "records.json", asked)
            page = objects_of(answer, "records")
            found += page
            if progress is not None:  # records may be added meanwhile
                total = max(total or int_of(answer.get("totalCount")), len(found))
                progress(len(found), total if len(page) == _PAGE else len(found))
            if len(page) < _PAGE:
                return found
            before, last = last, int_of(value_of(page[-1], "$id").get("value"))
            if last <= before:  # the same page again: it would never end
                raise strange_answer()

    def ordered_records(self, app: int, query: str, fields: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
        """Every record in the order of the query, by a cursor. A page that was cut off is gone: not asked again."""
        asked = {**_asked(app, query, fields), "size": _PAGE}
        cursor = text_of(self.call("POST", "records/cursor.json", asked), "id")
        more = True
        try:
            while more:
                page = self.call("GET", "records/cursor.json", {"id": cursor}, again=False)
                records = objects_of(page, "records")
                more = page.get("next") is True
                if more and not records:  # it would never end
                    raise strange_answer()
                yield from records
        finally:
            if more:  # kintone allows ten at a time; one that was read to its end is gone by itself
                self._give_up(cursor)

    def _give_up(self, cursor: str) -> None:
        try:
            self.call("DELETE", "records/cursor.json", {"id": cursor})
        except KintoneError:
            return  # it ends by itself after ten minutes

    def fields(self, app: int) -> dict[str, Any]:
        """The fields of the form by code, as the API says them."""
        found = value_of(self.call("GET", "app/form/fields.json", {"app": app}), "properties")
        if not all(isinstance(one, dict) for one in found.values()):
            raise strange_answer()
        return found

    # --- changing: all or nothing in each 2,000 ------------------------------------------------------

    def add(self, app: int, records: Iterable[Record], progress: Progress | None = None) -> list[int]:
        """New records; their numbers."""
        new = _objects(records)
        answers = self._bulk("POST", app, new, "records", {}, progress)
        numbers = [int_of(one, changed=True) for answer in answers for one in list_of(answer, "ids", changed=True)]
        if len(numbers) != len(new):
            raise strange_answer(changed=True)
        return numbers

    def update(self, app: int, records: Iterable[Record], progress: Progress | None = None) -> int:
        """Change records, each ``{"id": …, "record": …}`` with ``revision`` where it must not be older; how many."""
        answers = self._bulk("PUT", app, _objects(records), "records", {}, progress)
        return sum(len(list_of(one, "records", changed=True)) for one in answers)

    def upsert(self, app: int, key: str, records: Iterable[Record], progress: Progress | None = None) -> dict[str, int]:
        """Change the records with this key, add the others. Raises InputError: a key is empty or told twice."""
        items = []
        seen: dict[str, int] = {}
        for row, one in enumerate(_objects(records), 1):
            value = key_text(one, key, row)
            if not value:
                raise InputError("キーが空です。値を入れてください。", f"{row}件目、「{key}」")
            if value in seen:
                raise InputError(
                    f"キー「{value}」が{seen[value]}件目と重なっています。1件にしてください。", f"{row}件目、「{key}」"
                )
            seen[value] = row
            rest = {code: item for code, item in one.items() if code != key}
            items.append({"updateKey": {"field": key, "value": value}, "record": rest})
        counted = {"INSERT": 0, "UPDATE": 0}
        for answer in self._bulk("PUT", app, items, "records", {"upsert": True}, progress):
            for done in objects_of(answer, "records", changed=True):
                if done.get("operation") not in counted:
                    raise strange_answer(changed=True)
                counted[done["operation"]] += 1
        return counted

    def delete(self, app: int, numbers: Iterable[int], progress: Progress | None = None) -> int:
        """Delete records by number; how many."""
        wanted = [int(number) for number in numbers]
        self._bulk("DELETE", app, wanted, "ids", {}, progress)
        return len(wanted)

    def _bulk(
        self, method: str, app: int, items: list[Any], name: str, more: Mapping[str, Any], progress: Progress | None
    ) -> list[Any]:
        cuts = [items[at : at + _REQUEST] for at in range(0, len(items), _REQUEST)]
        return self._sent([(method, {"app": app, name: cut, **more}, len(cut)) for cut in cuts], progress)

    def change(
        self, app: int, new: Sequence[Record], changed: Sequence[Record], progress: Progress | None = None
    ) -> None:
        """Add and change together, so that up to 2,000 records are done as a whole or not at all."""
        parts = [("POST", _objects(new)), ("PUT", _objects(changed))]
        requests = [
            (method, {"app": app, "records": items[at : at + _REQUEST]}, len(items[at : at + _REQUEST]))
            for method, items in parts
            for at in range(0, len(items), _REQUEST)
        ]
        try:
            answers = self._sent(requests, progress, "もう一度、比べるところからやり直してください。")
        except KintoneError as error:  # the order of sending is not that of anybody's table: a row would mislead
            error.row, error.where = None, f"「{error.field}」" if error.field else ""
            raise
        for (method, _, count), answer in zip(requests, answers, strict=True):
            list_of(answer, "ids" if method == "POST" else "records", changed=True, length=count)

    def _sent(
        self,
        requests: Sequence[tuple[str, Mapping[str, Any], int]],
        progress: Progress | None,
        after_part: str = "",
    ) -> list[Any]:
        """Requests with their numbers of records, twenty at a time.

        ``after_part``: what to do where a part is done already; by itself to go on with the next row.
        """
        api = f"{self._way}records.json"
        answers: list[Any] = []
        done, total = 0, sum(count for _, _, count in requests)
        for start in range(0, len(requests), _TOGETHER):
            part = requests[start : start + _TOGETHER]
            body = {"requests": [{"method": method, "api": api, "payload": payload} for method, payload, _ in part]}
            try:
                answer = self.call("POST", "bulkRequest.json", body, first_row=done)
                answers += objects_of(answer, "results", changed=True, length=len(part))
            except KintoneError as error:
                if done:  # what went before stays, and a person has to know
                    error.message_ja += (
                        f"{done:,}件は済んでいます。{after_part or f'{done + 1:,}件目からやり直してください。'}"
                    )
                raise
            done += sum(count for _, _, count in part)
            if progress is not None:
                progress(done, total)
        return answers


def _asked(app: int, query: str, fields: Sequence[str]) -> dict[str, Any]:
    return {"app": app, "query": query, **({"fields": list(fields)} if fields else {})}


def _objects(records: Iterable[Record]) -> list[dict[str, Any]]:
    found = list(records)
    for row, one in enumerate(found, 1):
        if not isinstance(one, Mapping):
            raise _other_shape(f"{row}件目")
    return [dict(one) for one in found]


def key_text(record: Record, key: str, row: int) -> str:
    """The key of a record as text, empty if it is missing. Raises InputError: the record has another shape."""
    item = record.get(key) or {}
    value = item.get("value") if isinstance(item, Mapping) else item
    if not isinstance(item, Mapping) or not isinstance(value, str | int | None) or isinstance(value, bool):
        raise _other_shape(f"{row}件目、「{key}」")
    return "" if value is None else str(value)


def _other_shape(where: str) -> InputError:
    message = 'レコードは {"項目のコード": {"value": 値}} の形で渡してください。表からは from_frame で作れます。'
    return InputError(message, where)
