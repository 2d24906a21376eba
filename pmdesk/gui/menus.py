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
    "actionExportReport", "actionSaveCopy", "actionBackups", "", "actionSettings", "", "actionClose", "actionQuit",
)  # fmt: skip
_EDIT = (
    "actionUndo", "actionRedo", "actionHistory", "", "actionCut", "actionCopy", "copy_as", "actionPaste",
    "actionClear", "actionFillDown", "", "actionSearch", "actionReplace", "", "actionPalette",
)  # fmt: skip
_ITEM = (
    "actionNewItem", "actionDuplicate", "actionDeleteItems", "", "actionCloseItems", "actionOpenLink", "",
    "actionScoring",
)  # fmt: skip
_VIEW = (
    "actionViewBacklog", "", "frameworks", "", "actionHoldOrder", "actionSetBaseline", "actionCapacity", "",
    "actionFilter", "actionUnscored", "actionShowAll", "actionApplyFilter", "actionGroupBy", "actionRankOrder",
    "actionSavedViews", "", "actionOtherLevels", "actionClosed", "columns", "", "actionInspector", "actionNextPane",
    "density", "scheme", "actionMovement", "actionFullScreen",
)  # fmt: skip
_COLUMNS = (
    "actionColumnLeft", "actionColumnRight", "actionColumnWider", "actionColumnNarrower", "actionColumnFit", "",
)  # fmt: skip
_CONTEXT = (
    "actionCut", "actionCopy", "copy_as", "actionPaste", "actionClear", "actionFillDown", "", "actionNewItem",
    "actionDuplicate", "actionCloseItems", "actionOpenLink", "actionDeleteItems", "", "actionUndo", "actionRedo",
)  # fmt: skip


class Menus(QMenuBar):
    """File, Edit, Item, View and Help; and the menu of the grid."""

    def __init__(self, actions: Actions, windows: Windows, window: MainWindow) -> None:
        super().__init__(window)
        self._actions, self._windows, self._window = actions, windows, window
        self._submenus: dict[str, QMenu] = {}
        self._submenus = {
            "recent": self._submenu(self.tr("Open &recent"), ()),
            "copy_as": self._submenu(self.tr("Cop&y as"), ("actionCopyTable", "actionCopyJql")),
            "columns": self._submenu(self.tr("Colum&ns"), _COLUMNS),
            "density": self._submenu(self.tr("&Size"), tuple(actions.density_names().values())),
            "scheme": self._submenu(
                self.tr("Colou&rs"), ("actionSchemeSystem", "actionSchemeLight", "actionSchemeDark")
            ),
        }
        self._submenus["recent"].aboutToShow.connect(self._list_recent)
        self._submenus["columns"].aboutToShow.connect(self._list_columns)
        for title, names in (
            (self.tr("&File"), _FILE),
            (self.tr("&Edit"), _EDIT),
            (self.tr("&Item"), _ITEM),
            (self.tr("&View"), _VIEW),
            (self.tr("&Help"), ("actionShortcuts", "actionAbout")),
        ):
            self._fill(self.addMenu(title), names)
        self.context = QMenu(self)
        self._fill(self.context, _CONTEXT)

    def _submenu(self, title: str, names: tuple[str, ...]) -> QMenu:
        menu = QMenu(title, self)
        self._fill(menu, names)
        return menu

    def _fill(self, menu: QMenu, names: tuple[str, ...]) -> None:
        for name in names:
            if not name:
                menu.addSeparator()
            elif name in self._submenus:
                menu.addMenu(self._submenus[name])
            elif name == "frameworks":
                menu.addActions([self._actions[one] for one in self._actions.framework_names().values()])
            else:
                menu.addAction(self._actions[name])

    def _list_recent(self) -> None:
        menu = self._submenus["recent"]
        menu.clear()
        for path in self._windows.recent():
            action = menu.addAction(str(path).replace("&", "&&"))
            action.triggered.connect(lambda _=False, path=path: self._windows.open(path, self._window))
        if menu.isEmpty():
            menu.addAction(self.tr("No backlog opened yet")).setEnabled(False)

    def _list_columns(self) -> None:
        menu = self._submenus["columns"]
        menu.clear()
        self._fill(menu, _COLUMNS)
        if self._window.document is None:
            menu.addAction(self.tr("No backlog is open")).setEnabled(False)
        else:
            menu.addActions(self._window.view.columns.actions(menu))
