"""Interprets the files of an import and plans it, off the GUI thread; only values go in and come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.mapping import FileMapping
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.records import Item, Settings
from pmdesk.gui.document import Document
from pmdesk.gui.importing.file_entry import FileEntry, Issues, Table, issues_of
from pmdesk.gui.importing.latest import Latest
from pmdesk.gui.importing.preview_lines import Line, lines_of
from pmdesk.services import importing
from pmdesk.services.collector import collector_at_rest
from pmdesk.services.import_plan import Choices, ImportOptions, RowKind
from pmdesk.services.planned_import import ImportPlan, Outcome

_BROKEN = message("The import failed because of a fault inside PMDesk. Nothing was changed.")
_File = tuple[Path, Table, FileMapping, Issues | None]


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan with the lines that show it. `scores` is whether any score is taken over."""

    plan: ImportPlan
    lines: tuple[Line, ...]
    counts: Mapping[RowKind, int]
    scores: bool = False


class Planner(QObject):
    """Answers with `interpreted` (a path and its Issues), `planned` (a Preview), `ready` (an Outcome) or `failed`.

    A plan that an edit of the backlog overtook is made anew by itself.
    """

    interpreted = Signal(object, object)
    planned = Signal(object)
    ready = Signal(object)
    failed = Signal(object)

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._files: list[_File] = []
        self._options = ImportOptions()
        self._work = Latest("import-planning", self)
        self._work.answered.connect(self._tell)
        self._work.failed.connect(self.failed)
        self._work.broke.connect(lambda: self.failed.emit(_BROKEN))
        document.changed.connect(self._on_changed)
        document.busy.connect(self._on_busy)
        self._waits = self._planning = False

    @property
    def running(self) -> bool:
        """Whether an answer is still to come."""
        return self._waits or self._work.running

    @property
    def under_way(self) -> bool:
        """Whether a worker is at work, be it on something that nobody wants any more."""
        return self._work.under_way

    def interpret(self, entry: FileEntry) -> None:
        """Find out what the mapping of a file gives, as the user edits it."""
        (file,) = _files([entry])
        self._planning = False
        settings = self._document.workspace.settings
        self._work.ask(lambda: [_interpreted(file, settings)])

    def plan(self, entries: Sequence[FileEntry], options: ImportOptions) -> None:
        """Plan the import of some files; what is known of them is not interpreted again."""
        self._files, self._options = _files(entries), options
        self._plan()

    def decide(self, plan: ImportPlan, choices: Choices) -> None:
        """Find out what the choices come to."""
        self._planning = False
        self._work.ask(lambda: _decided(plan, choices))

    def drop(self) -> None:
        """Want no answer any more."""
        self._waits = self._planning = False
        self._work.drop()

    def stop(self) -> None:
        """Wait for what is under way, and answer nothing more."""
        self._waits = self._planning = False
        self._work.stop()

    def release(self) -> None:
        """End without waiting: for when nothing is under way."""
        self._work.release()

    def _plan(self) -> None:
        self._waits = self._document.is_busy
        self._planning = True
        if not self._waits:
            self._work.ask(_planning(self._document, self._files, self._options))

    def _tell(self, result: object) -> None:
        if isinstance(result, Outcome):
            self.ready.emit(result)
            return
        found, preview = result if isinstance(result, tuple) else (result, None)
        for path, issues in found:
            self.interpreted.emit(path, issues)
        if isinstance(preview, Message):
            self._planning = False
            self.failed.emit(preview)
        elif preview is not None:
            self._planning = False
            self.planned.emit(preview)

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._planning:
            self._plan()

    def _on_busy(self, busy: bool) -> None:
        if not busy and self._waits:
            self._plan()


def preview_of(plan: ImportPlan) -> Preview:
    """The Preview of a plan."""
    lines = lines_of(plan.rows)
    return Preview(plan, lines, plan.counts, any(line.score for line in lines))


def _decided(plan: ImportPlan, choices: Choices) -> Outcome:
    with collector_at_rest():
        return plan.outcome(choices)


def _files(entries: Sequence[FileEntry]) -> list[_File]:
    return [(entry.path, entry.read.raw, entry.mapping, entry.issues) for entry in entries if entry.read is not None]


def _interpreted(file: _File, settings: Settings) -> tuple[Path, Issues]:
    path, raw, mapping, known = file
    return path, known if known is not None and known.mapping == mapping else issues_of(raw, mapping, settings)


def _planning(document: Document, files: list[_File], options: ImportOptions) -> Callable[[], object]:
    """Plan in the worker, with a copy of the items as they are now."""
    items = dict(document.workspace.items)

    def work() -> object:
        with collector_at_rest():
            return _planned(document, files, options, items)

    return work


def _planned(document: Document, files: list[_File], options: ImportOptions, items: Mapping[int, Item]) -> object:
    """What the files give, with the Preview of their import, or the Message that says why there is none."""
    found = [_interpreted(file, document.workspace.settings) for file in files]
    fault = next((issues.fault for _, issues in found if issues.fault is not None), None)
    if fault is not None:
        return found, fault
    tables = [issues.table for _, issues in found if issues.table is not None]
    try:
        plan = importing.plan_import(document.workspace, tables, options, items)
    except UserError as said:
        return found, said.message
    return found, preview_of(plan)
