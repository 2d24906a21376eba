"""The menu bar: every action in its place, and the recent backlogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QMenuBar

from pmdesk.gui.actions import Actions

if TYPE_CHECKING:
    from pmdesk.gui.main_window import MainWindow
    from pmdesk.gui.windows import Windows

_FILE = (
    "actionNewBacklog", "actionOpen", "recent", "actionOpenSample", "", "actionImport", "actionExport",
    "actionSaveCopy", "", "actionSettings", "", "actionClose", "actionQuit",
)  # fmt: skip
_EDIT = (
    "actionUndo", "actionRedo", "", "actionNewItem", "actionDeleteItems", "", "actionCopy", "actionClear", "",
    "actionSearch",
)  # fmt: skip
_VIEW = (
    "actionViewBacklog", "", "frameworks", "", "actionHoldOrder", "actionOtherLevels", "actionClosed", "",
    "actionInspector", "scheme", "actionFullScreen",
)  # fmt: skip


class Menus(QMenuBar):
    """File, Edit, View and Help."""

    def __init__(self, actions: Actions, windows: Windows, window: MainWindow) -> None:
        super().__init__(window)
        self._actions, self._windows, self._window = actions, windows, window
        self._recent = QMenu(self.tr("Open &recent"), self)
        self._recent.aboutToShow.connect(self._list_recent)
        self._scheme = QMenu(self.tr("Colou&rs"), self)
        for name in ("actionSchemeSystem", "actionSchemeLight", "actionSchemeDark"):
            self._scheme.addAction(actions[name])
        for title, names in ((self.tr("&File"), _FILE), (self.tr("&Edit"), _EDIT), (self.tr("&View"), _VIEW)):
            self._fill(self.addMenu(title), names)
        self._fill(self.addMenu(self.tr("&Help")), ("actionAbout",))

    def _fill(self, menu: QMenu, names: tuple[str, ...]) -> None:
        for name in names:
            if not name:
                menu.addSeparator()
            elif name == "recent":
                menu.addMenu(self._recent)
            elif name == "scheme":
                menu.addMenu(self._scheme)
            elif name == "frameworks":
                menu.addActions([self._actions[one] for one in self._actions.framework_names().values()])
            else:
                menu.addAction(self._actions[name])

    def _list_recent(self) -> None:
        self._recent.clear()
        for path in self._windows.recent():
            action = self._recent.addAction(str(path).replace("&", "&&"))
            action.triggered.connect(lambda _=False, path=path: self._windows.open(path, self._window))
        if self._recent.isEmpty():
            self._recent.addAction(self.tr("No backlog opened yet")).setEnabled(False)
