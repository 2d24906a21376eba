"""The main window: its parts are put together here, and nearly all of its wiring stands here too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.messages import Message, message
from pmdesk.domain.ranking import Group
from pmdesk.gui.actions import Actions
from pmdesk.gui.backlog_model import BacklogModel
from pmdesk.gui.backlog_view import BacklogView
from pmdesk.gui.document import Document
from pmdesk.gui.empty_state import EmptyState
from pmdesk.gui.file_tasks import FileTasks
from pmdesk.gui.inspector import Inspector
from pmdesk.gui.menus import Menus
from pmdesk.gui.notice_bar import NoticeBar
from pmdesk.gui.problem_page import ProblemPage
from pmdesk.gui.rail import Rail
from pmdesk.gui.status_bar import StatusBar
from pmdesk.gui.text import say
from pmdesk.gui.theme import Theme
from pmdesk.gui.top_bar import TopBar
from pmdesk.gui.widgets import plain_label
from pmdesk.services import editing

if TYPE_CHECKING:
    from pmdesk.gui.windows import Windows

_CONTEXT_MENU = ("actionCopy", "actionClear", "actionNewItem", "actionDeleteItems", "actionUndo", "actionRedo")
_COLUMNS, _HELD = "columns", "hold_order"
_INSPECTOR_WIDTH = 316
_FIRST_SIZE = QSize(1440, 900)
_MARGIN = 24  # what a window's frame and the desktop's bars may take


class MainWindow(QMainWindow):
    """The window of one backlog. It is shown empty at first; `attach` brings the backlog in, with all its parts."""

    attached = Signal()
    model: BacklogModel
    view: BacklogView
    inspector: Inspector
    empty: EmptyState

    def __init__(self, windows: Windows, theme: Theme, path: Path) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.windows = windows
        self.path: Path | None = path
        self.theme = theme
        self.document: Document | None = None
        self._taking_back = False
        self.actions_ = Actions(theme, self)
        self._build_frame()
        self.file_tasks = FileTasks(self)
        self._build_menus()
        self._connect_actions()
        self._enable(False)
        self._restore_geometry()

    # The frame

    def _build_frame(self) -> None:
        self.top_bar = TopBar(self.actions_, self.theme)
        self.notices = NoticeBar(self.theme)
        self.rail = Rail(self.actions_)
        self.status = StatusBar()
        self.pages = QStackedWidget()
        self.opening = plain_label(self.tr("Opening…"), "muted")
        self.opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages.addWidget(self.opening)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.pages)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addWidget(self.splitter, 1)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.notices)
        column.addLayout(body, 1)
        column.addWidget(self.status)
        self.setCentralWidget(central)
        self.setWindowTitle("PMDesk")

    def _build_menus(self) -> None:
        self.menus = Menus(self.actions_, self.windows, self)
        self.setMenuBar(self.menus)

    # The backlog

    def attach(self, document: Document) -> None:
        """Show a backlog. A window shows one in its life."""
        document.setParent(self)
        self.document = document
        self.model = BacklogModel(document, self)
        self.view = BacklogView(document, self.model, self.theme)
        self.inspector = Inspector(document, self.theme)
        self.empty = EmptyState(self.theme)
        for page in (self.view, self.empty):
            self.pages.addWidget(page)
        self.splitter.addWidget(self.inspector)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([self.width() - _INSPECTOR_WIDTH, _INSPECTOR_WIDTH])
        self._connect_backlog(document, self.model, self.view)
        self._restore_view(document, self.view)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.view.addActions([self.actions_[name] for name in _CONTEXT_MENU])
        self._enable(True)
        self._show_backlog()
        self.attached.emit()

    def show_opening(self) -> None:
        """Show that the backlog is being opened."""
        self.pages.setCurrentWidget(self.opening)

    def show_problem(self, said: Message) -> None:
        """Say why the backlog could not be opened, with the ways out."""
        page = ProblemPage(say(said), self.actions_, self.theme)
        page.retry.connect(lambda: self.windows.retry(self))
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self._enable(False)

    def _connect_backlog(self, document: Document, model: BacklogModel, view: BacklogView) -> None:
        document.changed.connect(self._on_changed)
        document.refused.connect(self.show_refusal)
        document.busy.connect(self._on_busy)
        document.saving.connect(self.file_tasks.tell_saving)
        model.search_left.connect(self.top_bar.search.clear)
        model.invalid.connect(lambda _, said: self.show_refusal(said))
        model.relaid.connect(self._update_groups)
        view.item_shown.connect(self.inspector.show_item)
        view.selection_shown.connect(self._on_selection)
        self.inspector.itemRequested.connect(view.go_to)
        self.empty.importRequested.connect(self.actions_["actionImport"].trigger)
        self.empty.sampleRequested.connect(self.actions_["actionOpenSample"].trigger)
        self.empty.newItemRequested.connect(self.actions_["actionNewItem"].trigger)
        self.top_bar.search.textChanged.connect(self._search)
        self.top_bar.search.left.connect(self._leave_search)

    def _connect_actions(self) -> None:
        actions = self.actions_
        for name, act in {
            "actionNewBacklog": lambda: self.windows.new_backlog(self),
            "actionOpen": lambda: self.windows.choose_backlog(self),
            "actionOpenSample": lambda: self.windows.open_sample(self),
            "actionImport": self.file_tasks.choose_import,
            "actionExport": self.file_tasks.choose_export,
            "actionSaveCopy": self.file_tasks.choose_copy,
            "actionSettings": self.file_tasks.open_settings,
            "actionClose": self.close,
            "actionQuit": self.windows.quit,
            "actionUndo": self.undo,
            "actionRedo": self.redo,
            "actionNewItem": self.new_item,
            "actionDeleteItems": self.delete_items,
            "actionCopy": self.copy,
            "actionClear": self.clear,
            "actionSearch": self._focus_search,
            "actionSchemeSystem": lambda: self.windows.choose_scheme(Qt.ColorScheme.Unknown),
            "actionSchemeLight": lambda: self.windows.choose_scheme(Qt.ColorScheme.Light),
            "actionSchemeDark": lambda: self.windows.choose_scheme(Qt.ColorScheme.Dark),
            "actionAbout": lambda: self.windows.show_about(self),
        }.items():
            actions[name].triggered.connect(lambda _=False, act=act: act())
        actions["actionHoldOrder"].toggled.connect(self._hold_order)
        actions["actionInspector"].toggled.connect(self._show_inspector)
        actions["actionFullScreen"].toggled.connect(self._set_full_screen)
        actions["actionOtherLevels"].triggered.connect(lambda: self.view.toggle_group(Group.OTHER_LEVEL))
        actions["actionClosed"].triggered.connect(lambda: self.view.toggle_group(Group.CLOSED))
        for framework, name in actions.framework_names().items():
            actions[name].triggered.connect(lambda _=False, chosen=framework: self.choose_framework(chosen))
        actions["actionInspector"].setChecked(True)
        actions["actionViewBacklog"].setChecked(True)
        self.addActions(actions.all())

    def choose_framework(self, name: str) -> None:
        """Rank by another framework; the switch shows what holds, also where that could not be kept."""
        self.backlog.set_framework(name)
        self._update_actions()

    def finish_typing(self) -> None:
        """Commit what is being typed: an action by shortcut or toolbar takes no focus by itself."""
        self.inspector.commit()
        if self.view.state() is BacklogView.State.EditingState:
            self.view.setFocus()

    def undo(self) -> None:
        """Take the last change back, and go to where it was made."""
        self._taking_back = True
        self.notices.end_info()
        self.backlog.undo()
        self._taking_back = False

    def redo(self) -> None:
        """Bring back what undo took, and go to where it was made."""
        self._taking_back = True
        self.backlog.redo()
        self._taking_back = False

    def clear(self) -> None:
        """Empty the selected cells."""
        self.view.clear_cells()

    @property
    def backlog(self) -> Document:
        """The document that is shown. Raises RuntimeError before one is attached."""
        if self.document is None:
            raise RuntimeError("no backlog is attached yet")
        return self.document

    # What is shown

    def _on_changed(self, changes: ChangeSet) -> None:
        self._show_backlog()
        if len(changes.created) == 1:
            self.view.go_to(next(iter(changes.created)), "title")
        for item_id, names in changes.edited.items():
            if len(changes.edited) == 1:
                self._follow_edit(item_id, names)

    def _follow_edit(self, item_id: int, names: frozenset[str]) -> None:
        """Show what undo brought back, and tell of an item that leaves the list."""
        if self._taking_back:
            self.view.go_to(item_id, min(names))
        elif "closed_by_user" in names:
            item = self.backlog.workspace.items[item_id]
            said = message("{key} is closed.", key=item.key) if item.closed else message("{key} is open.", key=item.key)
            self.notices.show_notice(say(said), actions=((self.tr("Undo"), self.undo),))

    def _show_backlog(self) -> None:
        document = self.backlog
        empty = not document.workspace.items
        if not empty and self.pages.currentWidget() is not self.view:
            self.pages.setCurrentWidget(self.view)
            if not document.workspace.view_state(_COLUMNS):
                self.view.columns.fit_keys(item.key for item in document.workspace.items.values())
            self.view.start_cursor()
            self.view.setFocus()
        elif empty:
            self.pages.setCurrentWidget(self.empty)
        name = document.workspace.settings.name or document.path.stem
        self.setWindowTitle(f"{name} · {document.path.name} – PMDesk".replace("[*]", "[ * ]"))
        self.setWindowFilePath(str(document.path))
        self.top_bar.show_backlog(document)
        self.status.show_backlog(document)
        self.status.show_saved(True)
        self._show_inspector(self.actions_["actionInspector"].isChecked())
        self._update_actions()

    def _update_actions(self) -> None:
        workspace = self.backlog.workspace
        actions = self.actions_
        for name, label, plain, with_label in (
            ("actionUndo", workspace.undo_label, self.tr("&Undo"), self.tr("&Undo: {label}")),
            ("actionRedo", workspace.redo_label, self.tr("&Redo"), self.tr("&Redo: {label}")),
        ):
            actions[name].setEnabled(label is not None)
            words = say(label).replace("&", "&&") if label else ""
            actions.set_text(name, with_label.format(label=words) if label else plain)
        actions[actions.framework_names()[workspace.framework.name]].setChecked(True)
        for name in ("actionExport", "actionSearch", "actionHoldOrder"):
            actions[name].setEnabled(bool(workspace.items))
        self._update_groups()
        self._on_selection()

    def _update_groups(self) -> None:
        bands = self.model.bands()
        collapsed = {band.group for band in bands if band.collapsed}
        groups = {band.group for band in bands}
        for name, group in (("actionOtherLevels", Group.OTHER_LEVEL), ("actionClosed", Group.CLOSED)):
            self.actions_[name].setEnabled(group in groups and not self.model.needle)
            self.actions_[name].setChecked(group in groups and group not in collapsed)

    def _on_selection(self) -> None:
        items = self.view.selected_items()
        self.status.show_selection(items)
        for name in ("actionDeleteItems", "actionCopy", "actionClear"):
            self.actions_[name].setEnabled(bool(items))

    def show_refusal(self, said: Message) -> None:
        """Say in words why something could not be."""
        self.notices.show_notice(say(said), kind="error")

    def _on_busy(self, busy: bool) -> None:
        self.status.show_saved(not busy)
        self._enable(not busy)
        if not busy:
            self.notices.end_progress()
            self._update_actions()

    def _enable(self, enabled: bool) -> None:
        """Actions that need a backlog, and one that may be written."""
        always = {
            "actionNewBacklog",
            "actionOpen",
            "actionOpenSample",
            "actionClose",
            "actionQuit",
            "actionAbout",
        }
        always |= {
            "actionFullScreen",
            "actionSchemeSystem",
            "actionSchemeLight",
            "actionSchemeDark",
            "actionViewBacklog",
        }
        for action in self.actions_.all():
            action.setEnabled(enabled or action.objectName() in always)
        if self.document is not None:
            self.view.setEnabled(enabled)
            self.inspector.setEnabled(enabled)
        self.top_bar.search.setEnabled(enabled)

    # What the user does

    def new_item(self) -> None:
        """Add an item and open its title for typing."""
        document = self.backlog
        change = editing.new_item(document.workspace, self.tr("New item"))
        if document.apply(change):
            self.view.edit_cell(change.edits[0].id, "title")

    def delete_items(self) -> None:
        """Take the selected items out; undo brings them back, so nothing is asked."""
        items = self.view.selected_items()
        if items and self.backlog.apply(editing.delete_items(self.backlog.workspace, items)):
            said = message("{count} items deleted.", one="1 item deleted.", count=len(items))
            undo = (self.tr("Undo"), self.actions_["actionUndo"].trigger)
            self.notices.show_notice(say(said), actions=(undo,))

    def copy(self) -> None:
        """Copy the selected cells as tab-separated text."""
        if self.view.selectionModel().hasSelection():
            QGuiApplication.clipboard().setText(self.view.copied_text())

    def _leave_search(self) -> None:
        self.view.start_cursor()
        self.view.setFocus()

    def _focus_search(self) -> None:
        self.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.selectAll()

    def _search(self, text: str) -> None:
        if self.document is not None:
            self.model.search(text)
            self._update_actions()

    def _hold_order(self, held: bool) -> None:
        if self.document is not None:
            self.model.hold_order(held)
            self.document.keep(_HELD, held)

    def _show_inspector(self, shown: bool) -> None:
        if self.document is not None:
            self.inspector.setVisible(shown and self.pages.currentWidget() is self.view)

    def _set_full_screen(self, full: bool) -> None:
        self.setWindowState(
            self.windowState() | Qt.WindowState.WindowFullScreen
            if full
            else self.windowState() & ~Qt.WindowState.WindowFullScreen
        )

    # Files dropped on the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._show_dropping(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_dropping(False)

    def _show_dropping(self, dropping: bool) -> None:
        if self.document is not None:
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

    # State over restarts

    def _restore_geometry(self) -> None:
        geometry = self.windows.remembered("geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            room = self.screen().availableGeometry().size() - QSize(_MARGIN, 2 * _MARGIN)
            self.resize(_FIRST_SIZE.boundedTo(room))

    def _restore_view(self, document: Document, view: BacklogView) -> None:
        columns: Any = document.workspace.view_state(_COLUMNS)
        if isinstance(columns, dict):
            view.columns.restore(columns)
        self.actions_["actionHoldOrder"].setChecked(bool(document.workspace.view_state(_HELD, False)))
        self.actions_["actionInspector"].setChecked(self.windows.remembered("inspector", "true") != "false")
        sizes = self.windows.remembered("splitter")
        if isinstance(sizes, QByteArray):
            self.splitter.restoreState(sizes)

    def _remember(self) -> None:
        self.windows.remember("geometry", self.saveGeometry())
        if self.document is not None:
            self.windows.remember("inspector", "true" if self.actions_["actionInspector"].isChecked() else "false")
            self.windows.remember("splitter", self.splitter.saveState())
            self.document.keep(_COLUMNS, self.view.columns.state())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        scheme = {Qt.ColorScheme.Light: "Light", Qt.ColorScheme.Dark: "Dark"}.get(self.theme.scheme, "System")
        self.actions_[f"actionScheme{scheme}"].setChecked(True)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Finish what is typed, remember the window, and let the backlog go."""
        if self.document is not None:
            self.finish_typing()
        self._remember()
        if self.document is not None:
            self.file_tasks.stop()
            self.document.close()
        self.windows.forget(self)
        event.accept()
