"""Parts of the inspector that only show: what the tracker says of an item, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.messages import message
from pmdesk.domain.records import Item
from pmdesk.gui.field_editor import LABEL_WIDTH
from pmdesk.gui.flow_label import FlowLabel
from pmdesk.gui.history_lines import line_runs, origin
from pmdesk.gui.text import say, shown
from pmdesk.gui.theme import UNIT, label_font
from pmdesk.gui.widgets import plain_label, plain_tool_tip
from pmdesk.services.item_history import HistoryLine

DETAILS = (
    "status", "resolution", "priority", "assignee", "team", "components", "sprint", "due",
    "created", "updated", "parent", "former_keys",
)  # fmt: skip
CHILDREN_SHOWN = 8


def heading(text: str) -> QLabel:
    """The name of a section."""
    label = plain_label(text, "muted")
    label.setFont(label_font(QFont.Weight.DemiBold))
    return label


def link_button(text: str = "") -> QPushButton:
    """A button that looks like a link."""
    button = QPushButton(text)
    button.setProperty("role", "link")
    button.setFont(label_font())
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


class DetailsGrid(QWidget):
    """The mirrored fields that are filled, to read only. The parent is a link where the backlog has it."""

    parentRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, tuple[QLabel, FlowLabel]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * UNIT)
        self._grid.setVerticalSpacing(UNIT)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        for row, name in enumerate(DETAILS):
            self._add_row(row, name)
        self.parent_link = link_button()
        self.parent_link.clicked.connect(self.parentRequested)
        self._grid.addWidget(self.parent_link, DETAILS.index("parent"), 1, Qt.AlignmentFlag.AlignLeft)

    def _add_row(self, row: int, name: str) -> None:
        label, value = plain_label(say(FIELDS[name].label), "muted"), FlowLabel("muted")
        label.setFont(label_font())
        value.setFont(label_font())
        value.setObjectName(f"detail{name.capitalize()}")
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)
        self._rows[name] = (label, value)

    def show_item(self, item: Item, parent: Item | None) -> None:
        """Show what is filled."""
        for name, (label, value) in self._rows.items():
            text = "" if item_owns(item, name) else _detail(item, name)
            value.setText(text)
            value.setVisible(bool(text) and not (name == "parent" and parent))
            label.setVisible(bool(text))
        self.parent_link.setVisible(parent is not None)
        self.parent_link.setText(item.parent.replace("&", "&&") if parent else "")
        self.parent_link.setToolTip(plain_tool_tip(parent.title) if parent else "")
        self.parent_link.setAccessibleName(self.tr("Go to the parent {key}").format(key=item.parent))


def item_owns(item: Item, name: str) -> bool:
    """Whether a detail of this item is the user's, so that it has an editor instead."""
    return name != "resolution" and FIELDS[name].may_edit(item)


def _detail(item: Item, name: str) -> str:
    value = getattr(item, name)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return shown(FIELDS[name], value)


class ChildLinks(QWidget):
    """The items below an item, each a link to it: the first ones, and how many there are besides."""

    requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._children: Sequence[Item] = ()
        self.links = [link_button() for _ in range(CHILDREN_SHOWN)]
        self._more = plain_label(role="muted")
        self._more.setFont(label_font())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4 * UNIT, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(heading(self.tr("Below it")))
        layout.addSpacing(UNIT - 2)
        for place, link in enumerate(self.links):
            link.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            link.clicked.connect(lambda _=False, place=place: self.requested.emit(self._children[place].id))
            layout.addWidget(link)
        layout.addWidget(self._more)
        self.hide()

    def show_items(self, children: Sequence[Item], count: int) -> None:
        """Show these; `count` is how many there are in all."""
        self._children = children[:CHILDREN_SHOWN]
        for place, link in enumerate(self.links):
            link.setVisible(place < len(self._children))
        self._name_links()
        more = count - len(self._children)
        self._more.setText(say(message("and {count} more", count=more)))
        self._more.setVisible(more > 0)
        self.setVisible(bool(self._children))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_links()

    def _name_links(self) -> None:
        for link, child in zip(self.links, self._children, strict=False):
            text = f"{child.key}  {' '.join(child.title.split())}"
            fitting = link.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width())
            link.setText(fitting.replace("&", "&&"))
            link.setToolTip(plain_tool_tip(child.title))
            link.setAccessibleName(self.tr("Go to {key}").format(key=child.key))


class HistoryList(QWidget):
    """Lines of an item's history, newest first."""

    moreRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: list[FlowLabel] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(UNIT)
        self.more = link_button(self.tr("Show more"))
        self.more.clicked.connect(self.moreRequested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addLayout(self._lines)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def texts(self) -> list[str]:
        """The lines as they are shown."""
        return [label.text() for label in self._labels if not label.isHidden()]

    def show_lines(self, lines: Sequence[HistoryLine], more: bool) -> None:
        """Show these lines; `more` is whether there are others."""
        while len(self._labels) < len(lines):
            label = FlowLabel("muted")
            self._labels.append(label)
            self._lines.addWidget(label)
        for place, label in enumerate(self._labels):
            label.setVisible(place < len(lines))
            if place < len(lines):
                label.set_runs(*line_runs(lines[place]))
                label.setToolTip(origin(lines[place]))
        self.more.setVisible(more)
