"""What is said of a merge: beside its lines, and of rows that are not taken as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pmdesk.domain.changes import Edit
from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import Item
from pmdesk.services.identity import IncomingRow
from pmdesk.services.import_plan import PlannedRow

OLDER = message("It is older in the file than in the backlog, and is left as it is.")
_OTHER_SITE = "{key} has the issue id of {other} but was created at another time; it was added as its own item."
_MAYBE_MOVED = (
    "{key} has the issue id of {other} but was created at another time, and the file names no site. Either it is "
    "{other}, which moved, or it is another issue; until you say which, it is left out."
)


def older_in_files(count: int) -> Iterator[Message]:
    """What to say about rows that are older than their items."""
    if count:
        said = "{count} issues are older in the files than in the backlog; they were left as they are."
        one = "One issue is older in the files than in the backlog; it was left as it is."
        yield message(said, one=one, count=count)


def shared_keys(items: Mapping[int, Item], edits: Iterable[Edit]) -> Iterator[Message]:
    """What to say about keys that edits give to an item while another has them."""
    after = {one.id: one.after for one in edits if isinstance(one.after, Item)}
    holders = Counter(item.key for item in {**items, **after}.values())
    given = dict.fromkeys(item.key for item in after.values() if item.id not in items or items[item.id].key != item.key)
    shared = [key for key in given if holders[key] > 1]
    if shared:
        many = (
            "{count} keys are now those of more than one item each, as the files give them to other issues; "
            "the first is {key}."
        )
        one = "{key} is now the key of more than one item, as the files give it to another issue."
        yield message(many, one=one, count=len(shared), key=shared[0])


def back_in_files(rows: Iterable[PlannedRow]) -> Iterator[Message]:
    """What to say about items that were closed for being missing."""
    back = sum(any(change.field == "closed_by_user" for change in row.changes) for row in rows)
    if back:
        said = "{count} items that were closed because they were missing are back in the files; they are open again."
        one = "One item that was closed because it was missing is back in the files; it is open again."
        yield message(said, one=one, count=back)


def of_another_site(row: IncomingRow, other: str) -> Message:
    """What to say about a new issue that has the id of another one."""
    return _said_of_stranger(_OTHER_SITE, row, other)


def maybe_moved(row: IncomingRow, other: str) -> Message:
    """Why nobody but the user can tell whether a row is the issue of an item."""
    return _said_of_stranger(_MAYBE_MOVED, row, other)


def _said_of_stranger(template: str, row: IncomingRow, other: str) -> Message:
    return message(template, key=row.values.get("key", ""), other=other)
