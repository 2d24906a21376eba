"""What a backup holds, compared with now; and the one Change that brings its content back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pmdesk.domain.changes import Change, change, changed_fields, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import ImportedValues, Item, Record
from pmdesk.services.workspace import Workspace, open_workspace
from pmdesk.storage.backups import Backup

_MOST_SECONDS = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class BackupContent:
    """All records of a backup, by type and id."""

    backup: Backup
    records: Mapping[str, Mapping[int, Record]]

    @property
    def items(self) -> Mapping[int, Item]:
        """Its items by id."""
        return self.records[Item.TYPE]  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Items of now against a backup: `new` came since, `gone` are in the backup only, `changed` are now and then."""

    new: tuple[Item, ...]
    gone: tuple[Item, ...]
    changed: tuple[tuple[Item, Item, frozenset[str]], ...]

    @property
    def empty(self) -> bool:
        """Whether all items are as they were."""
        return not (self.new or self.gone or self.changed)


def read_backup(backup: Backup) -> BackupContent:
    """Read all of a backup. Raises UserError where it cannot be read."""
    opened = open_workspace(backup.path, read_only=True)
    try:
        records = {kind: dict(held) for kind, held in opened.records.items()}
        records[ImportedValues.TYPE] = dict(opened.imported_values())
    finally:
        opened.close()
    return BackupContent(backup, records)


def compare(now: Mapping[int, Item], then: Mapping[int, Item]) -> Comparison:
    """What differs, in the order of ids."""
    both = sorted(now.keys() & then.keys())
    changed = [(now[one], then[one]) for one in both if now[one] != then[one]]
    return Comparison(
        tuple(now[one] for one in sorted(now.keys() - then.keys())),
        tuple(then[one] for one in sorted(then.keys() - now.keys())),
        tuple((one, other, changed_fields(other, one)) for one, other in changed),
    )


def restore(workspace: Workspace, content: BackupContent) -> Change:
    """The Change from now to a backup: items, settings, baseline, last import, and what the tracker gave."""
    now: dict[str, Mapping[int, Record]] = {**workspace.records, ImportedValues.TYPE: workspace.imported_values()}
    edits = [
        edit(now[kind].get(one), content.records[kind].get(one))
        for kind in now
        for one in _sorted_by_act(now[kind], content.records[kind])
    ]
    time = content.backup.time.astimezone().strftime(_MOST_SECONDS)
    return change(message("Restore the backup of {time}", time=time), edits)


def save_as(backup: Backup, target: Path) -> None:
    """Write a backup as a backlog of its own to `target`. Raises UserError."""
    opened = open_workspace(backup.path, read_only=True)
    try:
        opened.copy_to(target)
    finally:
        opened.close()


def _sorted_by_act(now: Mapping[int, Record], then: Mapping[int, Record]) -> Iterable[int]:
    """Ids, together those that come, go and change: they are written together."""
    return [*sorted(then.keys() - now.keys()), *sorted(now.keys() - then.keys()), *sorted(now.keys() & then.keys())]
