"""The Workspace: the only mutator of a backlog, and the owner of its undo and history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pmdesk.domain import frameworks
from pmdesk.domain.changes import Change, ChangeSet, Edit, LogEntry, outcome
from pmdesk.domain.fitting import Fitting
from pmdesk.domain.frameworks import Framework
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.ranking import Ranking
from pmdesk.domain.records import Baseline, ImportedValues, Item, LastImport, Record, Settings
from pmdesk.domain.totals import Totals
from pmdesk.services.backups import BackupFolder, BackupKeeper, Reason
from pmdesk.services.families import Families
from pmdesk.services.identity import keys_of, own_keys
from pmdesk.services.pending_change import Ahead, PendingChange
from pmdesk.services.replaying import Replayed, replay
from pmdesk.services.standing import Standing
from pmdesk.services.undoing import Undoing
from pmdesk.storage.copies import may_be_unreadable
from pmdesk.storage.paths import is_there
from pmdesk.storage.witness import Place

if TYPE_CHECKING:  # storage costs some 300 ms to import, so it waits until a backlog is opened
    from pmdesk.storage.backlog_file import BacklogFile, LoggedEdit
    from pmdesk.storage.change_log import ChangeLog
    from pmdesk.storage.writing import Progress

LARGE_CHANGE = 500
_FRAMEWORK = "framework"


class Workspace:
    """An open backlog in memory and on disk. Rank and score are derived here, never stored.

    Every method belongs to one thread. `apply` writes first and changes memory only after, so that a failed
    write (UserError) leaves everything as it was. `undoing` knows what can be taken back.
    """

    def __init__(self, store: BacklogFile, actor: str = "you", backups: BackupKeeper | None = None) -> None:
        content = store.content
        self._store = store
        self.backups = backups
        self._actor = actor
        self._records = dict(content.records)
        self._items: dict[int, Item] = self._records[Item.TYPE]
        self._items_shown = MappingProxyType(self._items)
        self.undoing = Undoing(store, content.log, self._records)
        self._view_state = dict(content.view_state)
        self._last_item_id = max(content.last_item_id, max(self._items, default=0))
        self._standing = Standing(self._items, self.settings.ranked_level)
        self._pending: PendingChange | None = None

    @property
    def path(self) -> Path:
        """The backlog's file."""
        return self._store.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed here: the file may not be written, or is a backup."""
        return self._store.read_only

    @property
    def items(self) -> Mapping[int, Item]:
        """All items by id."""
        return self._items_shown

    @property
    def settings(self) -> Settings:
        """The backlog's settings."""
        (settings,) = self._records[Settings.TYPE].values()
        return settings  # type: ignore[no-any-return]

    @property
    def baseline(self) -> Baseline | None:
        """The state that rank changes are told against, where one was set."""
        return next(iter(self._records[Baseline.TYPE].values()), None)

    @property
    def last_import(self) -> LastImport | None:
        """What the last import brought, where there was one."""
        return next(iter(self._records[LastImport.TYPE].values()), None)

    @property
    def framework(self) -> Framework:
        """The framework that ranks the list now."""
        known = frameworks.frameworks()
        return known.get(self._view_state.get(_FRAMEWORK, frameworks.DEFAULT), known[frameworks.DEFAULT])

    @property
    def ranking(self) -> Ranking:
        """All items in the order of the current framework."""
        return self.ranking_by(self.framework.name)

    def ranking_by(self, name: str) -> Ranking:
        """All items in the order of one framework; kept up to date from its first use on."""
        return self._standing.ranking(name)

    @property
    def totals(self) -> Totals:
        """Sums over the items in play."""
        return self._standing.totals

    def fitting(self, capacity: float) -> Fitting:
        """Which of the ranked items fit into a capacity, in the backlog's unit of effort."""
        return self._standing.fitting(self.framework.name, capacity)

    @property
    def families(self) -> Families:
        """Which items have a key, or a parent."""
        return self._standing.families

    def prepare(self) -> None:
        """Make now what showing the list asks for at once: for the thread that loads."""
        self._standing.prepare(self.framework.name)

    def set_framework(self, name: str) -> ChangeSet:
        """Rank by another framework: stored, but neither logged nor undoable."""
        self.set_view_state(_FRAMEWORK, name)
        return ChangeSet(self.framework.label, structure=True, framework=True)

    def view_state(self, name: str, default: Any = None) -> Any:
        """What the window keeps under a name."""
        return self._view_state.get(name, default)

    def set_view_state(self, name: str, value: Any) -> None:
        """Keep one thing of the view; anything that JSON holds."""
        if self._view_state.get(name) != value:
            self._store.save_view_state(name, value)
            self._view_state[name] = value

    @property
    def undo_label(self) -> Message | None:
        """What undo would take back."""
        return self.undoing.undo_label

    @property
    def redo_label(self) -> Message | None:
        """What redo would bring back."""
        return self.undoing.redo_label

    def new_item_ids(self, count: int) -> range:
        """Ids that no item of this backlog ever had; taken for good once an item with them is applied."""
        return range(self._last_item_id + 1, self._last_item_id + 1 + count)

    def new_key(self) -> str:
        """The next key of PMDesk's own, like PM-12."""
        return next(own_keys(self.settings.key_prefix, keys_of(self._items.values())))

    def find(self, key: str) -> list[Item]:
        """The items with this key; where there are none, those which had it before."""
        wanted = key.strip().casefold()
        found = [item for item in self._items.values() if item.key.casefold() == wanted]
        return found or [item for item in self._items.values() if wanted in map(str.casefold, item.former_keys)]

    def imported_values(self, item_ids: Iterable[int] | None = None) -> dict[int, ImportedValues]:
        """What the tracker last gave for the shared fields, by item: of all items, or of those named."""
        return self._store.imported_values(item_ids)

    def item_history(self, item_id: int, limit: int = 50) -> list[tuple[str, str, Message, LoggedEdit]]:
        """The newest log entries that touched an item: time (ISO, UTC), actor, label, edit."""
        return self._store.log.item_history(item_id, limit)

    def copy_to(self, target: Path, progress: Progress | None = None) -> bool:
        """Write a complete copy of the backlog to `target`.

        Where the file can no longer be read, what is in memory is written, without the history: that tells False.
        """
        try:
            self._store.copy_to(target, progress)
        except UserError as fault:
            if not may_be_unreadable(fault):
                raise
        else:
            return True
        self._write_memory(target)
        return False

    def _write_memory(self, target: Path) -> None:
        records = {kind: dict(held) for kind, held in self._records.items()}
        self._store.copy_memory(target, records, dict(self._view_state), self._actor)

    def integrity_faults(self) -> list[str]:
        """What SQLite finds wrong with the file."""
        return self._store.integrity_faults()

    @property
    def records(self) -> Mapping[str, Mapping[int, Record]]:
        """All records that are kept in memory, by type and id: all but imported values."""
        return MappingProxyType(self._records)

    @property
    def log(self) -> ChangeLog:
        """The change log, to read in."""
        return self._store.log

    def replay(self, on_damage: Callable[[int], None] | None = None) -> Replayed:
        """The records that the change log leads to, by type and id: the proof that it is whole.

        `on_damage` gets the number of each entry with an edit that makes no sense; without it, that is a UserError.
        """
        return replay(self._store.log, self.settings, on_damage)

    def apply(self, change: Change, undoes_seq: int | None = None, progress: Progress | None = None) -> ChangeSet:
        """Write a Change, then swap memory and re-rank. Where it fails (UserError) nothing is changed."""
        if not change.edits:
            return ChangeSet(change.label)
        pending = self.begin(change, undoes_seq, progress)
        return self.finish(pending)

    def begin(self, change: Change, undoes_seq: int | None = None, progress: Progress | None = None) -> PendingChange:
        """Start to write a large Change; until `finish` the backlog is read-only."""
        if self._pending is not None:
            raise UserError(message("PMDesk is still saving the last change; try again in a moment."))
        if any(map(self._is_outdated, change.edits)):
            raise UserError(message("The list has changed meanwhile, so nothing was done; try again."))
        written = self._store.begin_write(change, actor=self._actor, undoes_seq=undoes_seq, progress=progress)
        self._pending = PendingChange(change, undoes_seq)
        written.add_done_callback(partial(self._pending.look_ahead, self._ahead_of))
        return self._pending

    def _ahead_of(self, change: Change, seq: int) -> Ahead | None:
        if len(change.edits) <= LARGE_CHANGE:
            return None
        settings = next((one.after for one in change.edits if isinstance(one.after, Settings)), self.settings)
        items = [one for one in change.edits if one.record_type == Item.TYPE]
        standing = self._standing.ahead(items, settings.ranked_level)
        return None if standing is None else Ahead(standing, outcome(change, seq, structure=True))

    def _is_outdated(self, one: Edit) -> bool:
        """Whether an edit was made from a record that is another one by now: memory and file would go apart."""
        held = self._records.get(one.record_type)
        if held is None:
            return False
        now = held.get(one.id)
        return now is not one.before and now != one.before

    def finish(self, pending: PendingChange) -> ChangeSet:
        """Wait for a Change that was begun and take it into memory; raises what its writing raised."""
        try:
            seq = pending.future.result()
        finally:
            self._pending = None
        self.undoing.add(LogEntry(seq, pending.change.label, pending.undoes_seq))
        if self.backups is not None:
            self.backups.changed()
        return self._swap(pending.change, seq, pending.ahead.result())

    def undo(self) -> ChangeSet | None:
        """Take the newest change back; None where there is none."""
        step = self.undoing.undo_step()
        return self.apply(step.change, step.undoes_seq) if step else None

    def redo(self) -> ChangeSet | None:
        """Bring back what undo took; None where there is nothing."""
        step = self.undoing.redo_step()
        return self.apply(step.change, step.undoes_seq) if step else None

    def close(self) -> None:
        """Let the file go, as one plain file."""
        if self.backups is not None:
            if self._store.place is Place.OVERWRITTEN:
                self.backups.keep(self._write_memory, len(self._items))
            elif self._store.place is not Place.SAME:
                self.backups.before(Reason.MISPLACED)
            self.backups.close()
        self._store.close()

    def sum_up_piece(self, last: int) -> Future[bool]:
        """Start to sum up a piece of the change log, at most up to an entry; tells whether there is more to do."""
        return self._store.begin_compacting(last, self.settings)

    def _swap(self, change: Change, seq: int, ahead: Ahead | None) -> ChangeSet:
        items = [one for one in change.edits if one.record_type == Item.TYPE]
        for one in change.edits:
            held = self._records.get(one.record_type, {})
            if one.after is None:
                held.pop(one.id, None)
            else:
                held[one.id] = one.after
        self._last_item_id = max([self._last_item_id, *(one.id for one in items)])
        if ahead is not None:
            self._standing.take(ahead.standing)
            return ahead.outcome
        structure = self._standing.update(items, self.settings.ranked_level)
        return outcome(change, seq, structure)


def open_workspace(
    path: Path, actor: str = "you", *, backups: Path | None = None, read_only: bool = False
) -> Workspace:
    """Open the backlog at `path`. Raises UserError with what is wrong with it or who holds it.

    `backups` is the folder in which backups are kept; without it none are made. What stands in it is only read.
    """
    from pmdesk.storage.backlog_file import BacklogFile

    if backups is None:
        return Workspace(BacklogFile(path, read_only=read_only), actor)
    folder = BackupFolder(backups, path)
    read_only = read_only or path.resolve().is_relative_to(backups.resolve())
    store = BacklogFile(path, read_only=read_only, before_migration=folder.keep_old)
    return Workspace(store, actor, None if store.read_only else BackupKeeper(store, folder))


def create_workspace(path: Path, settings: Settings, actor: str = "you") -> Workspace:
    """Make a new backlog at `path` and open it. Raises UserError where a file stands there already."""
    from pmdesk.storage.backlog_file import BacklogFile

    return Workspace(BacklogFile.create(path, settings), actor)


__all__ = ["LARGE_CHANGE", "Workspace", "create_workspace", "is_there", "open_workspace"]
