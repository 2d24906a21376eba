"""What a window does with files: import, export, copies; each off the GUI thread, told in the notice bar."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from pmdesk.domain.arrangement import LAST_IMPORT, Arrangement
from pmdesk.domain.messages import message
from pmdesk.domain.numbers import format_number
from pmdesk.gui.background import Background
from pmdesk.gui.dialog_parts import ask_save_path
from pmdesk.gui.exporting.choice import ExportChoice
from pmdesk.gui.exporting.tasks import Exports
from pmdesk.gui.file_care import read_only_words
from pmdesk.gui.links import open_folder
from pmdesk.gui.notice_bar import Action
from pmdesk.gui.text import number_style, say
from pmdesk.services.import_reading import FILE_PATTERNS
from pmdesk.services.last_import import CHANGED, GONE, NEW, ids_of

if TYPE_CHECKING:
    from pmdesk.gui.importing.imported import Imported
    from pmdesk.gui.importing.wizard import ImportWizard
    from pmdesk.gui.main_window import MainWindow
    from pmdesk.services.planned_import import Outcome

_FOLDER = "folder"
_NEW, _CHANGED, _CLOSED = message("{number} new"), message("{number} changed"), message("{number} closed")
_UNCHANGED, _LEFT_OUT = message("{number} unchanged"), message("{number} left out")


class FileTasks(QObject):
    """The file work of one window; one piece of each kind at a time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._import: ImportWizard | None = None
        self._retiring: list[ImportWizard] = []
        self.exports = Exports(window, self._folder, self._remember_folder)
        self._copy = Background("copy", self)
        self._copy.succeeded.connect(self._tell_copy)
        self._copy.failed.connect(window.show_refusal)
        self._copy.broke.connect(window.notices.end_progress)

    # Import

    def choose_import(self) -> None:
        """Let the user choose the files to import."""
        exports = self.tr("Jira exports") + f" ({' '.join(FILE_PATTERNS)})"
        everything = self.tr("All files") + " (*)"
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window, self.tr("Import"), str(self._folder()), f"{exports};;{everything}"
        )
        if chosen:
            self.start_import([Path(name) for name in chosen])

    def start_import(self, paths: Sequence[Path]) -> None:
        """Show the import wizard with some files; one that is shown already takes them in."""
        self._window.finish_typing()
        if self._window.backlog.workspace.read_only:
            self._window.backlog.refuse(read_only_words(self._window.backlog))
            return
        self._remember_folder(paths[0])
        if self._import is None:
            self._open_wizard()
        if self._import is not None:
            self._import.add_files(list(paths))

    def _open_wizard(self) -> None:
        from pmdesk.gui.importing.wizard import ImportWizard

        self._import = wizard = ImportWizard(self._window.backlog, self._window.theme, self._window)
        wizard.filesWanted.connect(self.choose_import)
        wizard.imported.connect(self._tell_import)
        wizard.left.connect(self._forget_import)
        wizard.retired.connect(lambda: self._retiring.remove(wizard))
        wizard.open()

    def _forget_import(self) -> None:
        """The wizard is closed; it goes for good once its workers have ended."""
        if self._import is not None:
            self._retiring.append(self._import)
            self._import = None
            self._window.activateWindow()

    def tell_saving(self, done: int, total: int) -> None:
        """Show how far a large change is written."""
        said = message("Saving… {done} of {total}", done=done, total=total)
        cancel = self._window.backlog.cancel_saving
        self._window.notices.show_notice(
            say(said), kind="progress", actions=((self.tr("Cancel"), cancel),), fraction=done / total
        )

    def _tell_import(self, done: Imported) -> None:
        """Tell what an import did, with what takes it back and the views that show it."""
        actions: list[Action] = [(self.tr("Details"), partial(self._show_outcome, done))]
        if done.change.edits:
            views = [(words, partial(self._show_last_import, view)) for view, words in self._views()]
            actions = [(self.tr("Undo"), partial(self._undo_import, done)), *views, *actions]
        self._window.notices.show_notice(import_words(done.outcome), actions=actions, lasting=True)

    def _views(self) -> list[tuple[str, str]]:
        """The views of the import in which there is something to see, with their words."""
        last = self._window.backlog.workspace.last_import
        words = {NEW: self.tr("New"), CHANGED: self.tr("Changed"), GONE: self.tr("Gone")}
        return [(view, words[view]) for view in LAST_IMPORT if ids_of(last, view)]

    def _show_last_import(self, view: str) -> None:
        """Show what the last import brought, in a view that the filter bar leads back from."""
        self._window.model.arrange(Arrangement(last_import=view))
        self._window.view.setFocus()

    def _show_outcome(self, done: Imported) -> None:
        from pmdesk.gui.importing.outcome_dialog import ImportOutcomeDialog

        dialog = ImportOutcomeDialog(done, self._window.theme, self._window, may_undo=self._is_newest(done))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.undoRequested.connect(lambda: self._undo_import(done))
        dialog.open()

    def _is_newest(self, done: Imported) -> bool:
        """Whether undo would take just this import back, and not an edit made since."""
        return bool(done.change.edits) and self._window.backlog.workspace.undo_label is done.change.label

    def _undo_import(self, done: Imported) -> None:
        if self._is_newest(done):
            self._window.undo()
        else:
            self._window.show_refusal(message("Something was changed since; use Undo to go back step by step."))

    # Export and copies

    def export_to(self, target: Path, choice: ExportChoice | None = None) -> None:
        """Write a file without asking: the items in play as a workbook, where nothing else is wanted."""
        self.exports.write(target, choice or ExportChoice())

    def choose_copy(self) -> None:
        """Let the user name a copy of the backlog, and write it."""
        path = self._window.backlog.path
        suggestion = path.with_name(self.tr("{name} copy").format(name=path.stem) + path.suffix)
        target = ask_save_path(self._window, self.tr("Save a copy"), suggestion, self.tr("PMDesk backlogs"))
        if target:
            self.copy_to(target)

    def copy_to(self, target: Path) -> None:
        """Write a complete copy off the GUI thread."""
        self._window.finish_typing()
        workspace = self._window.backlog.workspace

        self._copy.start(lambda: (target, workspace.copy_to(target)))

    def _tell_copy(self, copied: tuple[Path, bool]) -> None:
        target, whole = copied
        said = message("A copy is in {name}.", name=target.name)
        if not whole:
            said = message("A copy of what you see is in {name}. Its history could not be read.", name=target.name)
        actions: list[Action] = [(self.tr("Show folder"), lambda: open_folder(target.parent))]
        if self._window.backlog.unsaved or self._window.backlog.workspace.read_only:
            actions.insert(0, (self.tr("Open it"), lambda: self._window.windows.open(target, self._window)))
        self._window.notices.show_notice(say(said), actions=actions, lasting=not whole)

    # Settings, and the end

    def open_settings(self) -> None:
        """Name, vision, period, unit and level of the backlog."""
        self._window.finish_typing()
        from pmdesk.gui.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._window.backlog, self._window.theme, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def stop(self) -> None:
        """Cancel or wait for what is under way: the window is closing."""
        for wizard in (*self._retiring, self._import):
            if wizard is not None:
                wizard.stop()
        self.exports.stop()
        self._copy.stop()

    def _folder(self) -> Path:
        remembered = self._window.windows.remembered(_FOLDER)
        folder = Path(remembered) if remembered else Path.home()
        return folder if folder.is_dir() else Path.home()

    def _remember_folder(self, path: Path) -> None:
        self._window.windows.remember(_FOLDER, str(path.absolute().parent))


def import_words(outcome: Outcome) -> str:
    """What an import did, in one sentence that is silent about what did not happen."""
    nothing = not (outcome.created or outcome.updated or outcome.closed)
    counts = (
        (_NEW, outcome.created),
        (_CHANGED, outcome.updated),
        (_CLOSED, outcome.closed),
        (_UNCHANGED, outcome.unchanged),
        (_LEFT_OUT, outcome.left_out),
    )
    parts = [say(message("nothing new"))] if nothing else []
    for said, count in counts:
        if count:
            parts.append(say(message(said.template, number=format_number(count, number_style()))))
    return say(message("Imported: {what}.", what=", ".join(parts)))
