"""Replay: what the change log leads to, from its checkpoint or its beginning on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from pmdesk.domain.records import RECORD_TYPES, Record, Settings

if TYPE_CHECKING:  # storage takes long to import
    from pmdesk.storage.change_log import ChangeLog, LoggedEdit

Replayed = dict[str, dict[int, Record]]


def replay(log: ChangeLog, settings: Settings, on_damage: Callable[[int], None] | None = None) -> Replayed:
    """The records that a log leads to, by type and id.

    The settings that a backlog was made with stand in no log, so replay starts from those of today: what was logged
    of them must lead to what they are. `on_damage` gets the number of each entry with an edit that makes no sense;
    without it, that is a UserError.
    """
    records: Replayed = {kind: {} for kind in RECORD_TYPES}
    records[Settings.TYPE][settings.id] = settings
    for kind, number, fields in log.records_at_start():
        records[kind][number] = RECORD_TYPES[kind](id=number, **fields)
    for _, logged in log.edits_since_start(on_damage):
        _follow(records[logged.record_type], logged)
    return records


def _follow(held: dict[int, Record], logged: LoggedEdit) -> None:
    if logged.after is None:
        held.pop(logged.id, None)
    elif logged.before is None:
        held[logged.id] = RECORD_TYPES[logged.record_type](id=logged.id, **logged.after)
    elif logged.id in held:
        held[logged.id] = replace(held[logged.id], **logged.after)
