"""What the actions of a window do: each is connected here, to the room that does it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSignalBlocker, Qt

from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.messages import Message, message
from pmdesk.domain.ranking import Group
from pmdesk.gui.grid.backlog_model import MOVES_AT_MOST
from pmdesk.gui.item_commands import ItemCommands
from pmdesk.gui.scoring_session import ScoringSession
from pmdesk.gui.text import say
from pmdesk.gui.theme import DENSITIES
from pmdesk.gui.ways_through import WaysThrough

if TYPE_CHECKING:
    from pmdesk.gui.backlog_page import BacklogPage
    from pmdesk.gui.backups.backups_task import BackupsTask
    from pmdesk.gui.document import Document
    from pmdesk.gui.history.history_task import HistoryTask
    from pmdesk.gui.main_window import MainWindow

Act = Callable[[], object]


class WindowCommands(QObject):
    """Connects the actions of one window, and follows what undo and the framework switch bring."""

    items: ItemCommands
    scoring: ScoringSession

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._taking_back = False
        self.ways = WaysThrough(window, self._settled)
        self._history: HistoryTask | None = None
        self._backups: BackupsTask | None = None
        self._connect_always()

    def _connect_always(self) -> None:
        window, windows = self._window, self._window.windows
        self._connect({
            "actionNewBacklog": lambda: windows.new_backlog(window),
            "actionOpen": lambda: windows.choose_backlog(window),
            "actionOpenSample": lambda: windows.open_sample(window),
            "actionImport": window.file_tasks.choose_import,
            "actionExport": window.file_tasks.exports.choose,
            "actionExportReport": window.file_tasks.exports.choose_report,
            "actionSaveCopy": window.file_tasks.choose_copy,
            "actionSettings": window.file_tasks.open_settings,
            "actionClose": window.close,
            "actionQuit": windows.quit,
            "actionSchemeSystem": lambda: windows.choose_scheme(Qt.ColorScheme.Unknown),
            "actionSchemeLight": lambda: windows.choose_scheme(Qt.ColorScheme.Light),
            "actionSchemeDark": lambda: windows.choose_scheme(Qt.ColorScheme.Dark),
            "actionAbout": lambda: windows.show_about(window),
            "actionPalette": self.ways.open_palette,
            "actionShortcuts": self.ways.show_shortcuts,
            "actionNextPane": self.ways.next_pane,
            "actionViewBacklog": self.ways.show_list,
        })  # fmt: skip
        actions = window.actions_
        for one in actions.all():
            one.triggered.connect(partial(windows.trail.add, one.objectName()))
        actions["actionInspector"].toggled.connect(lambda _: window.show_panels())
        actions["actionFullScreen"].toggled.connect(self._set_full_screen)
        for name, action in actions.density_names().items():
            actions[action].triggered.connect(lambda _=False, name=name: windows.choose_density(DENSITIES[name]))

    def attach(self, document: Document, page: BacklogPage) -> None:
        """Connect what needs a backlog."""
        self.items = ItemCommands(self._window, document, page)
        self.scoring = ScoringSession(document, page, self)
        self.scoring.held.connect(self._window.actions_["actionHoldOrder"].setChecked)
        self.scoring.ended.connect(self._on_scoring_ended)
        self.scoring.told.connect(lambda said: self._window.notices.show_notice(say(said)))
        self._window.inspector.linkRequested.connect(self.items.open_link)
        self._window.inspector.duplicateRequested.connect(self.items.duplicate_item)
        self._window.model.arranged.connect(self._window.update_actions)
        page.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        page.view.customContextMenuRequested.connect(self._show_context_menu)
        edits, columns = page.view.edits, page.view.column_commands
        columns.told.connect(lambda said: self._window.notices.show_notice(say(said)))
        self._connect_settled({
            "actionUndo": self.undo,
            "actionRedo": self.redo,
            "actionHistory": self.show_history,
            "actionBackups": self.show_backups,
            "actionCut": edits.cut,
            "actionCopy": edits.copy,
            "actionPaste": edits.paste,
            "actionCopyTable": edits.copy_html,
            "actionCopyJql": edits.copy_jql,
            "actionClear": edits.clear,
            "actionFillDown": edits.fill_down,
            "actionNewItem": self.items.new_item,
            "actionDuplicate": self.items.duplicate,
            "actionDeleteItems": self.items.delete,
            "actionCloseItems": self.items.close_or_reopen,
            "actionOpenLink": self.items.open_link,
            "actionReplace": self.items.find_and_replace,
            "actionSetBaseline": self.items.set_baseline,
            "actionCapacity": self.items.ask_for_capacity,
            "actionSearch": self.ways.focus_search,
            "actionFilter": page.filters.open_fields,
            "actionGroupBy": page.filters.open_groups,
            "actionSavedViews": page.filters.open_views,
            "actionShowAll": page.show_everything,
            "actionApplyFilter": page.model.apply_filter_again,
            "actionRankOrder": page.to_rank_order,
            "actionColumnLeft": lambda: columns.move(-1),
            "actionColumnRight": lambda: columns.move(1),
            "actionColumnWider": lambda: columns.widen(1),
            "actionColumnNarrower": lambda: columns.widen(-1),
            "actionColumnFit": columns.fit,
            "actionOtherLevels": lambda: page.view.toggle_group(Group.OTHER_LEVEL),
            "actionClosed": lambda: page.view.toggle_group(Group.CLOSED),
        })  # fmt: skip
        actions = self._window.actions_
        actions["actionHoldOrder"].toggled.connect(self._hold_order)
        actions["actionUnscored"].toggled.connect(page.show_only_unscored)
        actions["actionMovement"].toggled.connect(self._show_movement)
        actions["actionScoring"].triggered.connect(self._start_or_end_scoring)
        for framework, name in actions.framework_names().items():
            actions[name].triggered.connect(lambda _=False, chosen=framework: self.choose_framework(chosen))

    def _connect(self, acts: dict[str, Act]) -> None:
        for name, act in acts.items():
            self._window.actions_[name].triggered.connect(lambda _=False, act=act: act())

    def _connect_settled(self, acts: dict[str, Act]) -> None:
        """Connect what acts on the list as it is once all that is being typed is committed."""
        for name, act in acts.items():
            self._window.actions_[name].triggered.connect(lambda _=False, act=act: self._settled() and act())

    def _settled(self) -> bool:
        """Commit what is being typed; False where it cannot be, and its editor says why."""
        self._window.inspector.commit()
        return self._window.view.delegate.settle()

    def stop(self) -> None:
        """The window closes: what is under way ends as if the user had ended it."""
        self.scoring.end()
        if self._history is not None:
            self._history.stop()
        if self._backups is not None:
            self._backups.stop()

    # Undo and frameworks

    def undo(self) -> None:
        """Take the last change back, and go to where it was made."""
        self._window.notices.end_info()
        self._take_back(self._window.backlog.undo)

    def redo(self) -> None:
        """Bring back what undo took, and go to where it was made."""
        self._take_back(self._window.backlog.redo)

    def _take_back(self, act: Act) -> None:
        self._window.finish_typing()
        self._taking_back = True
        act()
        self._taking_back = False

    def follow(self, changes: ChangeSet) -> None:
        """Go to what undo brought back, and tell of an item that leaves the list."""
        self._window.windows.trail.add(f"changed: {changes.label.template}")
        view, model = self._window.view, self._window.model
        touched = [*changes.created, *changes.edited]
        if self._taking_back and len(touched) <= MOVES_AT_MOST:
            model.keep_in_sight(*touched)  # filters stay: what was taken back is shown beside what they admit
        if self._taking_back and len(changes.created) == 1:
            view.go_to(next(iter(changes.created)), "title")
        if len(changes.edited) != 1:
            return
        ((item_id, names),) = changes.edited.items()
        if self._taking_back:
            view.go_to(item_id, min(names))
        elif "closed_by_user" in names:
            item = self._window.backlog.workspace.items[item_id]
            said = message("{key} is closed.", key=item.key) if item.closed else message("{key} is open.", key=item.key)
            self._window.tell_with_undo(said)

    def choose_framework(self, name: str) -> None:
        """Rank by another framework; the switch shows what holds, also where that could not be kept."""
        if self._settled():
            self._window.backlog.set_framework(name)
        self._window.update_actions()

    def _hold_order(self, held: bool) -> None:
        """Hold the order or apply it; the action shows what holds, also where an edit stands in the way."""
        if self._settled():
            self._window.model.hold_order(held)
            if not self.scoring.running:  # a walk holds the order for itself; what the user chose comes back after it
                self._window.state_.keep_held(self._window.backlog, held)
        blocker = QSignalBlocker(self._window.actions_["actionHoldOrder"])
        self._window.actions_["actionHoldOrder"].setChecked(self._window.model.held)
        blocker.unblock()

    # Scoring

    def _start_or_end_scoring(self) -> None:
        if self.scoring.running:
            self.scoring.end()
        elif self._settled():
            hidden = self.scoring.start()
            if hidden is not None:
                self._tell_all_is_scored(hidden)
        self._window.actions_["actionScoring"].setChecked(self.scoring.running)

    def _tell_all_is_scored(self, hidden: int) -> None:
        """Nothing that is shown is to be scored; what filters hide is a click away."""
        if not hidden:
            self._window.notices.show_notice(self.tr("Everything in play is scored."))
            return
        said = message(
            "Everything shown is scored; the filters hide {count} items that are not.",
            one="Everything shown is scored; the filters hide 1 item that is not.",
            count=hidden,
        )
        self._window.notices.show_notice(say(said), actions=((self.tr("Score them"), self._score_everything),))

    def _score_everything(self) -> None:
        self._window.page.show_everything()
        self._start_or_end_scoring()

    def _on_scoring_ended(self, said: Message) -> None:
        self._window.actions_["actionScoring"].setChecked(False)
        self._window.notices.show_notice(say(said))

    # What stands beside the list, and how the window is shown

    def show_history(self) -> None:
        """Show every change, beside the list."""
        if self._history is None:
            from pmdesk.gui.history.history_task import HistoryTask

            self._history = HistoryTask(self._window)
        self._history.show()

    def show_backups(self) -> None:
        """Show what was kept of this backlog, and the ways back to it."""
        if self._backups is None:
            from pmdesk.gui.backups.backups_task import BackupsTask

            self._backups = BackupsTask(self._window)
        self._backups.show()

    def _show_context_menu(self, point: QPoint) -> None:
        self._window.menus.context.popup(self._window.view.viewport().mapToGlobal(point))

    def _show_movement(self, shown: bool) -> None:
        self._window.view.movement.enabled = shown
        self._window.view.movement.finish()

    def _set_full_screen(self, full: bool) -> None:
        state = self._window.windowState()
        whole = Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state | whole if full else state & ~whole)
