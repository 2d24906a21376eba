"""Which actions of a window can be done now, and what they are called and show meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from pmdesk.domain.ranking import Group
from pmdesk.gui.text import say

if TYPE_CHECKING:
    from pmdesk.gui.main_window import MainWindow

_ALWAYS = frozenset({
    "actionNewBacklog", "actionOpen", "actionOpenSample", "actionClose", "actionQuit", "actionAbout",
    "actionShortcuts", "actionPalette", "actionFullScreen", "actionSchemeSystem", "actionSchemeLight",
    "actionSchemeDark", "actionViewBacklog", "actionMovement", "actionNextPane",
    "actionDensityComfortable", "actionDensityCompact", "actionDensityPresentation",
})  # fmt: skip
_OF_ITEMS = (
    "actionDeleteItems", "actionDuplicate", "actionCloseItems", "actionCut", "actionCopy", "actionCopyTable",
    "actionCopyJql", "actionClear", "actionFillDown",
)  # fmt: skip
_OF_BACKLOG = (
    "actionExport", "actionExportReport", "actionSearch", "actionHoldOrder", "actionReplace", "actionSetBaseline",
    "actionFilter", "actionGroupBy", "actionUnscored",
)  # fmt: skip


class ActionStates(QObject):
    """Enables, names and checks the actions of one window as its backlog, list and selection are."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._actions = window.actions_

    def enable(self, enabled: bool) -> None:
        """Actions that need a backlog, and one that may be written."""
        for action in self._actions.all():
            action.setEnabled(enabled or action.objectName() in _ALWAYS)

    def update(self) -> None:
        """What undo, redo and the framework are now, and what a backlog without items cannot do."""
        workspace, actions = self._window.backlog.workspace, self._actions
        for name, label, plain, with_label in (
            ("actionUndo", workspace.undo_label, self.tr("&Undo"), self.tr("&Undo: {label}")),
            ("actionRedo", workspace.redo_label, self.tr("&Redo"), self.tr("&Redo: {label}")),
        ):
            actions[name].setEnabled(label is not None)
            words = say(label).replace("&", "&&") if label else ""
            actions.set_text(name, with_label.format(label=words) if label else plain)
        actions[actions.framework_names()[workspace.framework.name]].setChecked(True)
        for name in _OF_BACKLOG:
            actions[name].setEnabled(bool(workspace.items))

    def update_groups(self) -> None:
        """Which groups below the ranked items there are, and are open."""
        model = self._window.model
        bands = model.bands()
        collapsed = {band.group for band in bands if band.collapsed}
        groups = {band.group for band in bands}
        for name, group in (("actionOtherLevels", Group.OTHER_LEVEL), ("actionClosed", Group.CLOSED)):
            self._actions[name].setEnabled(group in groups and not model.needle)
            self._actions[name].setChecked(group in groups and group not in collapsed)

    def update_for_selection(self) -> None:
        """All acts on items need some."""
        view = self._window.view
        there = view.currentIndex().isValid() or view.selectionModel().hasSelection()
        for name in _OF_ITEMS:
            self._actions[name].setEnabled(there)
        self._actions["actionPaste"].setEnabled(there)
        item = view.current_item()
        self._actions["actionOpenLink"].setEnabled(item is not None)
        closed = there and self._window.commands.items.reopens()
        self._actions.set_text("actionCloseItems", self.tr("Re&open items") if closed else self.tr("&Close items"))
