"""What a window remembers: its geometry and panels for the user, columns and held order in the backlog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, QTimer

if TYPE_CHECKING:
    from pmdesk.gui.backlog_page import BacklogPage
    from pmdesk.gui.document import Document
    from pmdesk.gui.main_window import MainWindow

_COLUMNS, _HELD = "columns", "hold_order"
_ARRANGED_MILLISECONDS = 1000
_FIRST_SIZE = QSize(1440, 900)
_MARGIN = 24  # what a window's frame and the desktop's bars may take


class WindowState(QObject):
    """Restores one window as it was left, and keeps what the user chose for all of them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._arranging = QTimer(self, singleShot=True, interval=_ARRANGED_MILLISECONDS)
        self._arranging.timeout.connect(self._keep_columns)
        window.theme.changed.connect(self.check_choices)

    def restore_geometry(self) -> None:
        """Where the window stood; at first as large as the drawing, where the screen has room for it."""
        geometry = self._window.windows.remembered("geometry")
        if not (isinstance(geometry, QByteArray) and self._window.restoreGeometry(geometry)):
            room = self._window.screen().availableGeometry().size() - QSize(_MARGIN, 2 * _MARGIN)
            self._window.resize(_FIRST_SIZE.boundedTo(room))

    def restore_view(self, document: Document, page: BacklogPage) -> None:
        """Columns of the backlog, panels of the user: all that the first picture of the list needs."""
        window, actions = self._window, self._window.actions_
        columns: Any = document.workspace.view_state(_COLUMNS)
        if isinstance(columns, dict):
            page.view.columns.restore(columns)
        header = page.view.horizontalHeader()
        for arranged in (header.sectionMoved, header.sectionResized):
            arranged.connect(self._arranging.start)
        actions["actionViewBacklog"].setChecked(True)
        actions["actionInspector"].setChecked(window.windows.remembered("inspector", "true") != "false")
        sizes = window.windows.remembered("splitter")
        if isinstance(sizes, QByteArray):
            window.splitter.restoreState(sizes)

    def restore_switches(self, document: Document) -> None:
        """Held order of the backlog and movement of the user, once somebody hears of them."""
        actions = self._window.actions_
        actions["actionHoldOrder"].setChecked(bool(document.workspace.view_state(_HELD, False)))
        actions["actionMovement"].setChecked(self._window.windows.remembered("movement", "true") != "false")
        self._window.view.movement.enabled = actions["actionMovement"].isChecked()

    def fit_keys(self, document: Document) -> None:
        """Make room for the keys of a backlog whose columns nobody has arranged yet."""
        if not document.workspace.view_state(_COLUMNS):
            self._window.view.columns.fit_keys(item.key for item in document.workspace.items.values())

    def keep_held(self, document: Document, held: bool) -> None:
        """Remember whether the order is held."""
        document.keep(_HELD, held)

    def check_choices(self) -> None:
        """Mark the size and the scheme that are shown."""
        window, actions = self._window, self._window.actions_
        actions[actions.density_names()[window.theme.density.name]].setChecked(True)
        scheme = {Qt.ColorScheme.Light: "Light", Qt.ColorScheme.Dark: "Dark"}.get(window.theme.scheme, "System")
        actions[f"actionScheme{scheme}"].setChecked(True)

    def _keep_columns(self) -> None:
        """Keep how the columns are arranged once the user's hand rests, for a process may be killed."""
        document = self._window.document
        if document is not None and not document.is_busy:
            document.keep(_COLUMNS, self._window.view.columns.state())

    def remember(self) -> None:
        """Keep how the window stands."""
        window = self._window
        self._arranging.stop()
        window.windows.remember("geometry", window.saveGeometry())
        if window.document is not None:
            for name, action in (("inspector", "actionInspector"), ("movement", "actionMovement")):
                window.windows.remember(name, "true" if window.actions_[action].isChecked() else "false")
            window.windows.remember("splitter", window.splitter.saveState())
            window.document.keep(_COLUMNS, window.view.columns.state())
