"""The actions of one window, made from their specs: enabled, named and drawn in one place."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from pmdesk.domain.frameworks import frameworks
from pmdesk.gui.action_specs import SPECS, ActionSpec, framework_specs
from pmdesk.gui.theme import DENSITIES, Theme
from pmdesk.gui.widgets import safe_tool_tip

_FIRST = ("actionViewBacklog", "actionHoldOrder", "actionImport", "actionExport")  # seen before any menu is opened


def tr(text: str) -> str:
    """The words of an action in the user's language."""
    return QCoreApplication.translate("Action", text)


class Actions(QObject):
    """The actions of one window. `actions["actionUndo"]` is a QAction whose object name is that."""

    def __init__(self, theme: Theme, window: QObject) -> None:
        super().__init__(window)
        self._theme = theme
        self._icons: dict[str, str] = {}
        self._drawn: tuple[str, ...] = _FIRST
        self._made: dict[str, QAction] = {}
        for spec in (*SPECS, *framework_specs()):
            self._add(spec)
        self._group("actionSchemeSystem", "actionSchemeLight", "actionSchemeDark")
        self._group(*self.density_names().values())
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

    def density_names(self) -> dict[str, str]:
        """The action of each density, by the density's name."""
        return {name: f"actionDensity{name.capitalize()}" for name in DENSITIES}

    def keys(self, name: str) -> str:
        """An action's shortcut, as people read it."""
        return self._made[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def restyle(self) -> None:
        """Draw the icons in the scheme's colours."""
        for name in self._drawn:
            self._made[name].setIcon(self._theme.icon(self._icons[name]))

    def draw_all(self) -> None:
        """Draw the icons of menus too, once the window is there."""
        if self._drawn is _FIRST:
            self._drawn = tuple(self._icons)
            self.restyle()

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
            action.setShortcuts([QKeySequence(keys) for keys in (spec.shortcut, spec.also) if keys])
        if spec.icon:
            self._icons[spec.name] = spec.icon
        self._made[spec.name] = action
        self._set_tool_tip(action, tr(spec.hint) if spec.hint else tr(spec.text))
        action.setStatusTip("")

    def _set_tool_tip(self, action: QAction, text: str) -> None:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        plain = text.replace("&", "")
        action.setToolTip(safe_tool_tip(f"{plain} ({keys})" if keys else plain))

    def _group(self, *names: str) -> None:
        group = QActionGroup(self)
        for name in names:
            group.addAction(self._made[name])
