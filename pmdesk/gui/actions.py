"""Every action of the window, by name: its words, shortcut and icon stand here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from pmdesk.domain.frameworks import frameworks
from pmdesk.gui.text import say
from pmdesk.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: its object name, words, shortcut, icon and hint."""

    name: str
    text: str
    shortcut: str | QKeySequence.StandardKey = ""
    icon: str = ""
    hint: str = ""
    checkable: bool = False


def tr(text: str) -> str:
    """The words of an action in the user's language."""
    return QCoreApplication.translate("Action", text)


_Standard = QKeySequence.StandardKey
SPECS = (
    ActionSpec(
        "actionNewBacklog",
        "&New backlog…",
        "Ctrl+Shift+N",
        "file-plus",
        "Start an empty backlog in a new file",
    ),
    ActionSpec("actionOpen", "&Open…", _Standard.Open, "folder", "Open a backlog file"),
    ActionSpec("actionOpenSample", "Open the &sample backlog", "", "", "Look around in an invented product’s backlog"),
    ActionSpec(
        "actionImport",
        "&Import…",
        "Ctrl+I",
        "import",
        "Merge a Jira export (CSV, Excel or HTML); scores stay",
    ),
    ActionSpec("actionExport", "&Export…", "Ctrl+E", "export", "Write the ranked list as an Excel workbook"),
    ActionSpec("actionSaveCopy", "Save a &copy…", "Ctrl+Shift+S", "copy", "Write a complete copy of this backlog"),
    ActionSpec(
        "actionSettings",
        "&Backlog settings…",
        "Ctrl+,",
        "settings",
        "Name, vision, reach period, effort unit, level",
    ),
    ActionSpec("actionClose", "C&lose window", _Standard.Close),
    ActionSpec("actionQuit", "&Quit", _Standard.Quit),
    ActionSpec("actionUndo", "&Undo", _Standard.Undo, "undo", "Take the last change back"),
    ActionSpec("actionRedo", "&Redo", "Ctrl+Y", "redo", "Bring back what undo took"),
    ActionSpec("actionNewItem", "&New item", "Ctrl+N", "plus", "Add an item of your own"),
    ActionSpec(
        "actionDeleteItems",
        "&Delete items",
        "Ctrl+Backspace",
        "trash",
        "Take the selected items out of the backlog",
    ),
    ActionSpec("actionCopy", "&Copy", _Standard.Copy, "", "Copy the selected cells for Excel"),
    ActionSpec("actionClear", "Clea&r", "", "", "Empty the selected cells"),
    ActionSpec(
        "actionSearch",
        "&Search",
        _Standard.Find,
        "search",
        "Search key, title, description, labels, assignee",
    ),
    ActionSpec(
        "actionHoldOrder",
        "&Hold order",
        "Ctrl+L",
        "lock",
        "Rows stay while ranks update; release to apply",
        True,
    ),
    ActionSpec("actionInspector", "&Inspector", "Ctrl+J", "inspector", "Show or hide the panel at the right", True),
    ActionSpec(
        "actionOtherLevels",
        "Show &other levels",
        "",
        "",
        "Unfold epics and sub-tasks at the end of the list",
        True,
    ),
    ActionSpec("actionClosed", "Show &closed items", "", "", "Unfold closed items at the end of the list", True),
    ActionSpec("actionFullScreen", "&Full screen", "F11", "", "", True),
    ActionSpec("actionSchemeSystem", "Like the &system", "", "", "", True),
    ActionSpec("actionSchemeLight", "&Light", "", "sun", "", True),
    ActionSpec("actionSchemeDark", "&Dark", "", "moon", "", True),
    ActionSpec("actionViewBacklog", "&Backlog", "Alt+1", "backlog", "The ranked list", True),
    ActionSpec("actionAbout", "&About PMDesk", "", "info"),
)


class Actions(QObject):
    """The actions of one window. `actions["actionUndo"]` is a QAction whose object name is that."""

    def __init__(self, theme: Theme, window: QObject) -> None:
        super().__init__(window)
        self._theme = theme
        self._icons: dict[str, str] = {}
        self._made: dict[str, QAction] = {}
        for spec in (*SPECS, *_framework_specs()):
            self._add(spec)
        self._group("actionSchemeSystem", "actionSchemeLight", "actionSchemeDark")
        self._group(*self.framework_names().values())
        self.restyle()
        theme.changed.connect(self.restyle)

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def all(self) -> list[QAction]:
        """Every action, in order."""
        return list(self._made.values())

    def framework_names(self) -> dict[str, str]:
        """The action of each framework, by the framework's name."""
        return {name: f"actionFramework{name.capitalize()}" for name in frameworks()}

    def restyle(self) -> None:
        """Draw the icons in the scheme's colours."""
        for name, icon in self._icons.items():
            self._made[name].setIcon(self._theme.icon(icon))

    def set_text(self, name: str, text: str) -> None:
        """Change an action's words, keeping its shortcut in the tooltip."""
        self._made[name].setText(text)
        self._set_tool_tip(self._made[name], text)

    def _add(self, spec: ActionSpec) -> None:
        action = QAction(tr(spec.text), self)
        action.setObjectName(spec.name)
        action.setCheckable(spec.checkable)
        action.setIconVisibleInMenu(not spec.checkable)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        if spec.icon:
            self._icons[spec.name] = spec.icon
        self._made[spec.name] = action
        self._set_tool_tip(action, tr(spec.hint) if spec.hint else tr(spec.text))
        action.setStatusTip("")

    def _set_tool_tip(self, action: QAction, text: str) -> None:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        plain = text.replace("&", "")
        action.setToolTip(f"{plain} ({keys})" if keys else plain)

    def _group(self, *names: str) -> None:
        group = QActionGroup(self)
        for name in names:
            group.addAction(self._made[name])


def _framework_specs() -> list[ActionSpec]:
    return [
        ActionSpec(f"actionFramework{name.capitalize()}", say(one.label), f"Ctrl+{place}", "", say(one.rule), True)
        for place, (name, one) in enumerate(frameworks().items(), 1)
    ]
