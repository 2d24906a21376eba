"""The main window: its parts are put together here, and nearly all of its wiring stands here too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.messages import Message, UserError
from pmdesk.gui.action_states import ActionStates
from pmdesk.gui.actions import Actions
from pmdesk.gui.menus import Menus
from pmdesk.gui.text import say
from pmdesk.gui.theme import PRESENTATION, Theme
from pmdesk.gui.window_frame import WindowFrame
from pmdesk.gui.window_state import WindowState

if TYPE_CHECKING:
    from pmdesk.gui.backlog_page import BacklogPage
    from pmdesk.gui.document import Document
    from pmdesk.gui.empty_state import EmptyState
    from pmdesk.gui.file_care import FileCare
    from pmdesk.gui.file_tasks import FileTasks
    from pmdesk.gui.grid.backlog_model import BacklogModel
    from pmdesk.gui.grid.backlog_view import BacklogView
    from pmdesk.gui.inspector import Inspector
    from pmdesk.gui.ways_out import WaysOut
    from pmdesk.gui.window_commands import WindowCommands
    from pmdesk.gui.windows import Windows


class MainWindow(QMainWindow):
    """The window of one backlog. It is shown empty at first; `attach` brings the backlog in, with all its parts.

    `painted` tells, once, that the empty window is on the screen.
    """

    attached = Signal()
    painted = Signal()
    model: BacklogModel
    view: BacklogView
    page: BacklogPage
    inspector: Inspector
    empty: EmptyState
    file_tasks: FileTasks
    commands: WindowCommands
    ways_out: WaysOut
    care: FileCare

    def __init__(self, windows: Windows, theme: Theme, path: Path) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.windows = windows
        self.path: Path | None = path
        self.theme = theme
        self.document: Document | None = None
        self._was_painted = False
        self.actions_ = Actions(theme, self)
        self._action_states = ActionStates(self)
        self._build_frame()
        self.state_ = WindowState(self)
        self.menus = Menus(self.actions_, self.windows, self)
        self.setMenuBar(self.menus)
        self.addActions(self.actions_.all())
        self._enable(False)
        self.state_.restore_geometry()

    # The frame

    def _build_frame(self) -> None:
        self._frame = WindowFrame(self.actions_, self.theme, self.tr("Opening…"))
        self.top_bar, self.notices, self.rail = self._frame.top_bar, self._frame.notices, self._frame.rail
        self.pages, self.splitter, self.status = self._frame.pages, self._frame.splitter, self._frame.status
        self.opening = self._frame.opening
        self.setCentralWidget(self._frame.central)
        self.setWindowTitle("PMDesk")

    def equip(self) -> None:
        """Bring in what the actions do that need no backlog; it is imported only after the frame is painted."""
        if hasattr(self, "commands"):
            return
        from pmdesk.gui.file_tasks import FileTasks
        from pmdesk.gui.ways_out import WaysOut
        from pmdesk.gui.window_commands import WindowCommands

        self.actions_.draw_all()
        self.file_tasks = FileTasks(self)
        self.commands = WindowCommands(self)
        self.ways_out = WaysOut(self.windows, self)

    # The backlog

    def attach(self, document: Document, *, wait: bool = True) -> None:
        """Show a backlog; a window shows one in its life. Without `wait` rows are painted before all else is made."""
        from pmdesk.gui.backlog_page import BacklogPage

        document.setParent(self)
        self.document = document
        self.page = BacklogPage(document, self.theme, self.actions_)
        self.model, self.view = self.page.model, self.page.view
        self._frame.put_list(self.page, self.width())
        self.state_.restore_view(document, self.page)
        if wait or not document.workspace.items:
            self.complete()
        else:
            self._show_backlog()
            self.view.painted.connect(self.complete)
        self.attached.emit()

    def complete(self) -> None:
        """Make what works with the list: bars, inspector, commands, sums."""
        if self.document is None or hasattr(self, "inspector"):
            return
        from pmdesk.gui.empty_state import EmptyState
        from pmdesk.gui.grid.selection_sums import SelectionSums
        from pmdesk.gui.inspector import Inspector
        from pmdesk.gui.log_keeper import LogKeeper

        self.equip()
        self.page.furnish()
        self.empty = EmptyState(self.theme)
        self.pages.addWidget(self.empty)
        self.inspector = Inspector(self.document, self.theme)
        self._frame.put_beside(self.inspector)
        self.sums = SelectionSums(self.view, self.model)
        self._connect_backlog(self.document)
        self.commands.attach(self.document, self.page)
        self.state_.restore_switches(self.document)
        self._enable(True)
        self.inspector.show_item(self.view.current_id())
        self._show_backlog()
        if not self.document.workspace.read_only:
            LogKeeper(self.document)

    def _connect_backlog(self, document: Document) -> None:
        document.changed.connect(self._on_changed)
        from pmdesk.gui.file_care import FileCare

        self.care = FileCare(self, document)
        document.busy.connect(self._on_busy)
        document.saving.connect(self.file_tasks.tell_saving)
        self.model.invalid.connect(lambda _, said: self.show_refusal(said))
        self.model.relaid.connect(self._action_states.update_groups)
        self.view.item_shown.connect(self.inspector.show_item)
        self.view.selection_shown.connect(self._on_selection)
        self.sums.summed.connect(self.status.show_selection)
        self.inspector.itemRequested.connect(self.view.go_to)
        self.empty.importRequested.connect(self.actions_["actionImport"].trigger)
        self.empty.sampleRequested.connect(self.actions_["actionOpenSample"].trigger)
        self.empty.newItemRequested.connect(self.actions_["actionNewItem"].trigger)
        self.top_bar.search.textChanged.connect(self.page.search)
        self.top_bar.search.left.connect(self._leave_search)
        self.page.text_shown.connect(self.top_bar.search.show_text)
        self.page.filters.told.connect(self.tell)
        self.theme.changed.connect(self.show_panels)

    def show_opening(self) -> None:
        """Show that the backlog is being opened."""
        self.pages.setCurrentWidget(self.opening)

    def show_problem(self, fault: UserError) -> None:
        """Say why the backlog could not be opened, with the ways out."""
        from pmdesk.gui.problem_page import ProblemPage

        self.equip()
        offers = self.ways_out.offers(self.path, fault) if self.path is not None else []
        page = ProblemPage(say(fault.message), self.actions_, self.theme, offers)
        page.retry.connect(lambda: self.windows.retry(self))
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self._enable(False)
        page.setFocus()

    @property
    def backlog(self) -> Document:
        """The document that is shown. Raises RuntimeError before one is attached."""
        if self.document is None:
            raise RuntimeError("no backlog is attached yet")
        return self.document

    def finish_typing(self) -> None:
        """Commit what is being typed: an action by shortcut or toolbar takes no focus by itself."""
        self.complete()
        self.inspector.commit()
        if self.view.state() is self.view.State.EditingState:
            self.view.setFocus()

    def undo(self) -> None:
        """Take the last change back, and go to where it was made."""
        self.commands.undo()

    # What is told

    def tell(self, text: str, undo: object = None) -> None:
        """Tell what was done, with what takes it back."""
        self.notices.show_notice(text, actions=((self.tr("Undo"), undo),) if callable(undo) else ())

    def tell_with_undo(self, said: Message) -> None:
        """Tell of a change just made; the button takes it back as undo does."""
        self.tell(say(said), self.actions_["actionUndo"].trigger)

    def show_refusal(self, said: Message) -> None:
        """Say in words why something could not be."""
        self.notices.show_notice(say(said), kind="error")

    # What is shown

    def show_bar(self, bar: QWidget) -> None:
        """Show a bar that lasts, above the notices."""
        self._frame.put_above(bar)

    def _on_changed(self, changes: ChangeSet) -> None:
        self._show_backlog()
        self.commands.follow(changes)

    def _show_backlog(self) -> None:
        document = self.backlog
        empty = not document.workspace.items
        if not empty and self.pages.currentWidget() is not self.page:
            self.pages.setCurrentWidget(self.page)
            self.state_.fit_keys(document)
            self.view.start_cursor()
            self.view.setFocus()
        elif empty:
            self.pages.setCurrentWidget(self.empty)
        name = document.workspace.settings.name or document.path.stem
        from pmdesk.gui.file_care import file_words

        words = file_words(document)
        file = say(words) if words else document.path.name
        self.setWindowTitle(f"{name} · {file} – PMDesk".replace("[*]", "[ * ]"))
        self.setWindowFilePath(str(document.path))
        self.top_bar.show_backlog(document)
        self.status.show_backlog(document)
        self.status.show_saved(True, read_only=document.workspace.read_only)
        self.show_panels()
        self.update_actions()

    def show_panels(self) -> None:
        """Show inspector and rail, where there is a list beside them and no projector to fill."""
        presenting = self.theme.density is PRESENTATION
        self.rail.setVisible(not presenting)
        if self.document is not None:
            wanted = self.actions_["actionInspector"].isChecked() and not presenting
            self._frame.beside.setVisible(wanted and self.pages.currentWidget() is self.page)

    def update_actions(self) -> None:
        """Name and enable the actions as the backlog is now."""
        if self.backlog.is_busy:
            return
        self._action_states.update()
        if hasattr(self, "inspector"):
            self._action_states.update_groups()
            self._on_selection()

    def _on_selection(self) -> None:
        """Sum the selection once the grid is painted; all acts on items need one."""
        self._action_states.update_for_selection()
        self.sums.start()

    def _on_busy(self, busy: bool) -> None:
        self.status.show_saved(not busy)
        self._enable(not busy)
        if not busy:
            self.notices.end_progress()
            self.update_actions()
            if self.pages.currentWidget() is self.page and self.focusWidget() is None:
                self.view.setFocus()

    def _enable(self, enabled: bool) -> None:
        """Actions that need a backlog, and one that may be written."""
        self._action_states.enable(enabled)
        if self.document is not None:
            self.page.setEnabled(enabled)
            self.inspector.setEnabled(enabled)
        self.top_bar.search.setEnabled(enabled)

    def _leave_search(self) -> None:
        self.view.start_cursor()
        self.view.setFocus()

    # Files dropped on the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._show_dropping(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_dropping(False)

    def _show_dropping(self, dropping: bool) -> None:
        if self.document is not None and hasattr(self, "empty"):
            self.empty.set_dropping(dropping)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_dropping(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.take_files(paths)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Open the backlogs among some files, and import the others."""
        backlogs = [path for path in paths if path.suffix.lower() == ".pmdesk"]
        for path in backlogs:
            self.windows.open(path, self)
        others = [path for path in paths if path not in backlogs]
        if others and self.document:
            self.file_tasks.start_import(others)

    # Opening and closing

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.state_.check_choices()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Finish what is typed, remember the window, and let the backlog go."""
        if self.document is not None:
            self.finish_typing()
            self.commands.stop()
        self.state_.remember()
        if self.document is not None:
            self.file_tasks.stop()
            self.document.close()
        if hasattr(self, "ways_out"):
            self.ways_out.stop()
        self.windows.forget(self)
        event.accept()

    def sizeHint(self) -> QSize:
        return QSize(1440, 900)
