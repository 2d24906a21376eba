"""The health check: SQLite's own checks, and whether what is stored makes sense as a backlog."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pmdesk.domain.fields import FIELDS, Owner
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.records import Item
from pmdesk.services.workspace import Workspace


def check(workspace: Workspace) -> list[Message]:
    """What is wrong with a backlog, in sentences; empty when nothing is."""
    file_faults = [message("The file: {fault}", fault=fault) for fault in workspace.integrity_faults()]
    return [*file_faults, *_log_faults(workspace), *_item_faults(workspace)]


def _item_faults(workspace: Workspace) -> Iterator[Message]:
    for item in workspace.items.values():
        yield from _value_faults(item)
    identities = Counter((item.site, item.issue_id) for item in workspace.items.values() if item.issue_id)
    for (_, issue_id), count in identities.items():
        if count > 1:
            yield message("{count} items have the tracker id {issue_id}.", count=count, issue_id=issue_id)


def _value_faults(item: Item) -> Iterator[Message]:
    if not item.key:
        yield message("Item {id} has no key.", id=item.id)
    for name, spec in FIELDS.items():
        if spec.owned_by is not Owner.PM:
            continue
        try:
            spec.validate(getattr(item, name))
        except UserError as fault:
            yield message("{field} of {key}: {reason}", field=str(spec.label), key=item.key, reason=str(fault))


def _log_faults(workspace: Workspace) -> Iterator[Message]:
    """Replays the change log from its beginning and compares where it ends with what is stored."""
    replayed = workspace.replay()
    stored = workspace.items
    for item_id in sorted(set(replayed) | set(stored)):
        if replayed.get(item_id) != stored.get(item_id):
            item = stored.get(item_id) or replayed[item_id]
            yield message("The change log of {key} does not lead to what is stored.", key=item.key)
