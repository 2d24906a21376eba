"""About PMDesk: what it is, what it is made of, and under which licences."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from pmdesk import __version__
from pmdesk.gui import icons
from pmdesk.gui.about_details import LICENCE, details, parts
from pmdesk.gui.dialog_parts import MARGIN, button, footer
from pmdesk.gui.theme import COMFORTABLE, UNIT, Theme, label_font, list_font
from pmdesk.gui.widgets import plain_label

_WIDTH, _ICON, _ROW = 500, 64, 28
_LICENCE_HEIGHT = 180
_COPIED_MILLISECONDS = 2000


class AboutDialog(QDialog):
    """Name, version, parts and licences; the details can be copied for a bug report."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About PMDesk"))
        self._theme = theme
        self.table = self._make_table()
        self.licence = self._make_licence()
        self.licence_button = self._make_licence_button()
        self.copy_button = button(self.tr("&Copy details"), self.tr("Copy versions and platform as plain text"))
        self.copy_button.clicked.connect(self._copy)
        self._again = QTimer(self, singleShot=True, interval=_COPIED_MILLISECONDS)
        self._again.timeout.connect(lambda: self.copy_button.setText(self.tr("&Copy details")))
        self._build()
        theme.changed.connect(self._restyle)

    def _build(self) -> None:
        close = button(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        body = QVBoxLayout()
        body.setContentsMargins(MARGIN, 4 * UNIT, MARGIN, 4 * UNIT)
        body.setSpacing(2 * UNIT)
        for part in (self.table, self.licence_button, self.licence):
            body.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.addWidget(self._head())
        layout.addLayout(body)
        layout.addWidget(footer(self.copy_button, None, close))
        close.setFocus()

    def _head(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "heading")
        frame.setFixedWidth(_WIDTH)
        sign = QLabel()
        sign.setPixmap(icons.pixmap("pmdesk", self._theme.tokens.text, _ICON))
        name = plain_label("PMDesk")
        name.setFont(list_font(20, QFont.Weight.DemiBold))
        version = plain_label(self.tr("Version {version}").format(version=__version__), "muted")
        version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        sentence = plain_label(
            self.tr("Turns a Jira export into a ranked backlog that everyone in the room can follow."), wrap=True
        )
        words = QVBoxLayout()
        words.setSpacing(UNIT)
        for part in (name, version, sentence):
            words.addWidget(part)
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(MARGIN, 5 * UNIT, MARGIN, 5 * UNIT)
        layout.setSpacing(5 * UNIT)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        return frame

    def _make_table(self) -> QTableWidget:
        made = parts()
        table = QTableWidget(len(made), 3)
        table.setAccessibleName(self.tr("Versions and licences"))
        table.setHorizontalHeaderLabels([self.tr("Made with"), self.tr("Version"), self.tr("Licence")])
        for row, part in enumerate(made):
            for column, text in enumerate((part.name, part.version, part.licence)):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                table.setItem(row, column, item)
        _style_table(table)
        return table

    def _make_licence(self) -> QPlainTextEdit:
        text = QPlainTextEdit("\n\n".join(" ".join(part.split()) for part in LICENCE.split("\n\n")))
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName(self.tr("Licence of PMDesk"))
        text.setFont(label_font())
        text.setFixedHeight(_LICENCE_HEIGHT)
        text.hide()
        return text

    def _make_licence_button(self) -> QPushButton:
        made = button(self.tr("PMDesk is free software under the MIT licence"), self.tr("Show the licence"))
        made.setProperty("role", "link")
        made.setCheckable(True)
        made.toggled.connect(self._show_licence)
        made.setIcon(self._theme.icon("chevron-right", "accent"))
        return made

    def _show_licence(self, shown: bool) -> None:
        self.licence.setVisible(shown)
        self.licence_button.setToolTip(self.tr("Hide the licence") if shown else self.tr("Show the licence"))
        self._restyle()

    def _restyle(self) -> None:
        chevron = "chevron-down" if self.licence_button.isChecked() else "chevron-right"
        self.licence_button.setIcon(self._theme.icon(chevron, "accent"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(details())
        self.copy_button.setText(self.tr("Copied"))
        self._again.start()


def _style_table(table: QTableWidget) -> None:
    """Quiet lines, no numbers at the left, as high as its rows; Tab leaves it."""
    header = table.horizontalHeader()
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionsClickable(False)
    header.setHighlightSections(False)
    header.setFixedHeight(COMFORTABLE.header)
    header.resizeSection(1, 110)
    header.resizeSection(2, 130)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(_ROW)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setFixedHeight(COMFORTABLE.header + table.rowCount() * _ROW)
