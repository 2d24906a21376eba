"""The import wizard: files, columns, preview; then one Change is applied and the window told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from pmdesk.domain.messages import Message
from pmdesk.gui.document import Document
from pmdesk.gui.importing.applying import Applying
from pmdesk.gui.importing.file_entry import FileEntry, Issues
from pmdesk.gui.importing.file_words import about_words
from pmdesk.gui.importing.files_page import FilesPage
from pmdesk.gui.importing.imported import Imported
from pmdesk.gui.importing.leaving import Retiring, ask_to_leave
from pmdesk.gui.importing.mapping_page import MappingPage
from pmdesk.gui.importing.notes_dialog import NotesDialog
from pmdesk.gui.importing.planning import Planner, Preview
from pmdesk.gui.importing.preview_page import PreviewPage
from pmdesk.gui.importing.wizard_frame import WizardFrame
from pmdesk.gui.text import say
from pmdesk.gui.theme import Theme
from pmdesk.services.import_plan import ImportOptions
from pmdesk.services.planned_import import Outcome

FILES, COLUMNS, PREVIEW = range(3)


class ImportWizard(WizardFrame):
    """Asks what is to be imported and how. `imported` tells what was; `filesWanted` asks for more files.

    `left` tells that it is closed, `retired` that its workers have ended and it goes.
    """

    imported = Signal(object)
    filesWanted = Signal()
    left = Signal()
    retired = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__((self.tr("Files"), self.tr("Columns"), self.tr("Preview")), parent)
        self.setWindowTitle(self.tr("Import"))
        self._document, self._theme = document, theme
        self.files = FilesPage(document.workspace)
        self.mapping = MappingPage(document, theme)
        self.preview = PreviewPage(theme)
        for page in (self.files, self.mapping, self.preview):
            self.pages.addWidget(page)
        self.planner = Planner(document, self)
        self.applying = Applying(document, self)
        self._planned_for: object = None
        self._wants_preview = False
        self._stopped = False
        self._retiring = Retiring((self.files.reader, self.planner), self)
        self._connect()
        self._show_page(FILES)

    def areas(self) -> Sequence[QWidget]:
        return self._page(self.pages.currentIndex()).areas

    def add_files(self, paths: Sequence[Path]) -> None:
        """Take files in; the first page tells how far they are read."""
        if self.applying.running:
            return
        self.files.add(paths)
        if self.pages.currentIndex() != FILES:
            self._show_page(FILES)

    @property
    def entries(self) -> list[FileEntry]:
        """The files that were read."""
        return [entry for entry in self.files.entries if entry.read is not None]

    @property
    def work_made(self) -> bool:
        """Whether something would be lost that the user did here."""
        chose_types = self.mapping.ranked_types is not None
        return self.preview.decisions.made or chose_types or any(entry.edited for entry in self.entries)

    @property
    def is_retired(self) -> bool:
        """Whether the wizard is closed and its workers have ended."""
        return self._retiring.done

    # Going from page to page

    def go_on(self) -> None:
        """Next: to the columns where something is asked, else to the preview; from there, import."""
        page = self.pages.currentIndex()
        if not self.next_button.isEnabled():
            return
        if page == FILES and self._asks():
            self._show_page(COLUMNS)
        elif page != PREVIEW:
            self._plan()
        else:
            self._import()

    def go_back(self) -> None:
        """Back to the page before, or out of the wizard; work under way is called off first."""
        if self.applying.running:
            self.applying.cancel()
        elif self._wants_preview:
            self._wants_preview = False
            self.planner.drop()
            self._update()
        elif self.pages.currentIndex() == FILES:
            self.cancel()
        else:
            self._show_page(self.pages.currentIndex() - 1)

    def reject(self) -> None:
        """Esc."""
        self.go_back()

    def cancel(self) -> None:
        """Leave without importing; asked about where work would be lost."""
        if self.applying.running:
            self.applying.cancel()
        elif not self.work_made:
            self.leave()
        else:
            ask_to_leave(self, self.leave)

    def stop(self) -> None:
        """Wait for the workers and tell nothing more: the window is closing."""
        if self._stopped:
            return
        self._stopped = True
        self.applying.end()
        self.files.reader.stop()
        self.planner.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.isVisible():
            super().closeEvent(event)
            return
        event.ignore()
        self.cancel()

    def _asks(self) -> bool:
        """Whether the columns are to be looked at before the preview."""
        return any(entry.pressing_questions or entry.fault or entry.score_columns for entry in self.entries)

    def _options(self) -> ImportOptions:
        scores = self.mapping.take_scores.isChecked() and any(entry.score_columns for entry in self.entries)
        return ImportOptions(self.files.whole.isChecked(), scores, self.mapping.ranked_types)

    def _wanted(self) -> object:
        """What a plan depends on."""
        files = [(entry.path, id(entry.read), entry.mapping) for entry in self.entries]
        return (files, self._options())

    def _plan(self) -> None:
        """Plan, and show the preview once it is there; one that still holds is shown at once."""
        if self._planned_for == self._wanted() and self.preview.preview is not None:
            self._show_page(PREVIEW)
            return
        self._wants_preview = True
        self.planner.plan(self.entries, self._options())
        self._update()

    def _take_preview(self, preview: Preview) -> None:
        self._planned_for = self._wanted()
        self.preview.show_preview(preview)
        if self._wants_preview:
            self._wants_preview = False
            self._show_page(PREVIEW)

    def _take_issues(self, path: Path, issues: Issues) -> None:
        self.files.show_issues(path, issues)
        self.mapping.show_state()
        self._update()

    def _fail(self, said: Message) -> None:
        self._wants_preview = False
        self.applying.end()
        if self.pages.currentIndex() == FILES and any(entry.fault for entry in self.entries):
            self._show_page(COLUMNS)
        self._update()
        self.say(say(said), "error")

    def _import(self) -> None:
        if self.preview.preview is not None:
            self.applying.start()
            self.planner.decide(self.preview.preview.plan, self.preview.decisions.choices)
            self._update()

    def _done(self, outcome: Outcome) -> None:
        if self.preview.preview is not None:
            done = Imported(self.preview.preview.plan, outcome)
            self.leave()
            self.imported.emit(done)

    def _on_changed(self) -> None:
        """The backlog was edited beside the wizard: what was planned holds no more."""
        self._planned_for = None
        if self.pages.currentIndex() == PREVIEW and not self._retiring.begun and not self.applying.running:
            self._plan()

    def leave(self) -> None:
        """Close at once; what is under way is let go without waiting for it."""
        if self._retiring.begun:
            return
        self.files.reader.cancel()
        self.planner.drop()
        self.applying.end()
        self.hide()
        self._retiring.begin()
        self.left.emit()

    def _retire(self) -> None:
        self._stopped = True
        self.retired.emit()
        self.deleteLater()

    # What is shown

    def _page(self, page: int) -> FilesPage | MappingPage | PreviewPage:
        return (self.files, self.mapping, self.preview)[page]

    def _show_page(self, page: int) -> None:
        if page == COLUMNS:
            self.mapping.show_files(self.entries)
        self.pages.setCurrentIndex(page)
        self._update()
        self._page(page).start()

    def _update(self) -> None:
        """Name and enable the buttons as things are now."""
        page, busy = self.pages.currentIndex(), self.applying.running or self._wants_preview
        self.pages.setEnabled(not busy)
        self.back_button.setVisible(page != FILES)
        self.back_button.setEnabled(not self.applying.running)
        skips = page == FILES and bool(self.entries) and not self._asks()
        self.columns_button.setVisible(skips)
        self.columns_button.setEnabled(not busy and not self.files.reading)
        self.next_button.setText(self.preview.import_words() if page == PREVIEW else self._next_words(skips))
        self.next_button.setToolTip(self.next_button.text().replace("&", "") + self.tr(" (Enter)"))
        self.next_button.setEnabled(not busy and self._may_go_on(page))
        self.bar.setVisible(busy)
        self.bar.setRange(0, 0)
        self.say(self._status(page))
        self.trail.show_step(page, about_words(self.files.entries))

    def _next_words(self, skips: bool) -> str:
        return self.tr("&Next: preview") if skips or self.pages.currentIndex() == COLUMNS else self.tr("&Next: columns")

    def _may_go_on(self, page: int) -> bool:
        if page == FILES:
            return bool(self.entries) and not self.files.reading and not self.files.refused
        return page == PREVIEW or not any(entry.fault for entry in self.entries)

    def _status(self, page: int) -> str:
        if self.applying.running:
            return self.tr("Saving…")
        if self._wants_preview:
            return self.tr("Comparing with the backlog…")
        if page == PREVIEW:
            return self.preview.status_words()
        if page == FILES and self.files.refused:
            return self.tr("Remove the file that cannot be imported to go on.")
        return ""

    def _tell_saving(self, done: int, total: int) -> None:
        if self.applying.running:
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def _show_notes(self) -> None:
        if self.preview.preview is not None:
            NotesDialog(self.preview.preview.plan, self._theme, self).open()

    def _connect(self) -> None:
        self._retiring.retired.connect(self._retire)
        self.next_button.clicked.connect(self.go_on)
        self.back_button.clicked.connect(self.go_back)
        self.columns_button.clicked.connect(lambda: self._show_page(COLUMNS))
        self.cancel_button.clicked.connect(self.cancel)
        self.filesDropped.connect(self.add_files)
        self.files.changed.connect(self._update)
        self.files.addWanted.connect(self.filesWanted)
        self.mapping.changed.connect(self._update)
        self.mapping.edited.connect(self.planner.interpret)
        self.preview.changed.connect(self._update)
        self.preview.notesWanted.connect(self._show_notes)
        self.planner.planned.connect(self._take_preview)
        self.planner.interpreted.connect(self._take_issues)
        self.planner.ready.connect(self.applying.apply)
        self.planner.failed.connect(self._fail)
        self.applying.done.connect(self._done)
        self.applying.failed.connect(self._fail)
        self._document.changed.connect(self._on_changed)
        self._document.saving.connect(self._tell_saving)
