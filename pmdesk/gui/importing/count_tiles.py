"""The counts above the preview: one tile a kind, each of which shows only its rows when it is pressed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from pmdesk.domain.messages import message
from pmdesk.gui.importing.preview_texts import count_words
from pmdesk.gui.text import say
from pmdesk.gui.theme import UNIT, Theme, label_font, list_font
from pmdesk.services.import_plan import RowKind

_COUNT_PIXELS, _HEIGHT, _LEAST_WIDTH, _RADIUS = 19, 56, 92, 7.0
_KINDS = (
    (RowKind.NEW, message("new items"), message("new item")),
    (RowKind.CHANGED, message("changed"), message("changed")),
    (RowKind.CONFLICT, message("conflicts"), message("conflict")),
    (RowKind.UNCHANGED, message("unchanged"), message("unchanged")),
    (RowKind.GONE, message("not in the files"), message("not in the files")),
    (RowKind.REFUSED, message("left out"), message("left out")),
)


class CountTiles(QWidget):
    """A row of tiles. `kindChosen` tells the kind that is to be shown, None for all."""

    kindChosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: dict[RowKind, Tile] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        for place, (kind, many, one) in enumerate(_KINDS, 1):
            tile = Tile(theme, say(many), say(one), f"Alt+{place}")
            tile.clicked.connect(lambda checked, kind=kind: self._choose(kind if checked else None))
            self.tiles[kind] = tile
            layout.addWidget(tile)

    def show_counts(self, counts: Mapping[RowKind, int]) -> None:
        """Show how many there are; tiles of kinds that seldom come are shown where there are any."""
        for kind, tile in self.tiles.items():
            tile.set_count(counts.get(kind, 0), alarm=kind is RowKind.REFUSED)
            seldom = kind in (RowKind.GONE, RowKind.REFUSED, RowKind.CONFLICT)
            tile.setVisible(bool(counts.get(kind)) or not seldom)
        self._choose(None)

    def _choose(self, kind: RowKind | None) -> None:
        for one, tile in self.tiles.items():
            tile.setChecked(one is kind)
        self.kindChosen.emit(kind)


class Tile(QAbstractButton):
    """A number with a word below it, that can be pressed."""

    def __init__(self, theme: Theme, many: str, one: str, keys: str) -> None:
        super().__init__()
        self._theme, self._many, self._one, self._keys = theme, many, one, keys
        self._alarm = False
        self.count = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setShortcut(QKeySequence(keys))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_count(0)
        theme.changed.connect(self.update)

    def set_count(self, count: int, *, alarm: bool = False) -> None:
        """Show a number; one without anything behind it cannot be pressed."""
        self.count, self._alarm = count, alarm and count > 0
        words = self._one if count == 1 else self._many
        self.setText(words)
        self.setEnabled(count > 0)
        self.setAccessibleName(f"{count_words(count)} {words}")
        keys = QKeySequence(self._keys).toString(QKeySequence.SequenceFormat.NativeText)
        self.setShortcut(QKeySequence(self._keys))
        self.setToolTip(self.tr("Show only these, or all again ({keys})").format(keys=keys))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(label_font()).horizontalAdvance(self.text()) + 7 * UNIT
        return QSize(max(width, _LEAST_WIDTH), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        framed = self.isChecked() or self.hasFocus()
        painter.setPen(QPen(self._theme.colour("accent" if framed else "line"), 2 if self.hasFocus() else 1))
        painter.setBrush(self._theme.colour(self._ground()))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
        inner = self.rect().adjusted(3 * UNIT + 2, 2 * UNIT, -UNIT, -2 * UNIT)
        self._draw(painter, inner, count_words(self.count), list_font(_COUNT_PIXELS, QFont.Weight.DemiBold), top=True)
        self._draw(painter, inner, self.text(), label_font(), top=False)

    def _ground(self) -> str:
        if self.isChecked():
            return "tint"
        return "must_bg" if self._alarm else "window" if self.underMouse() and self.isEnabled() else "surface"

    def _draw(self, painter: QPainter, rect: QRect, text: str, font: QFont, *, top: bool) -> None:
        muted = not top or not self.count
        painter.setFont(font)
        painter.setPen(
            self._theme.colour("must" if self._alarm and not self.isChecked() else "muted" if muted else "text")
        )
        edge = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignBottom
        painter.drawText(rect, int(edge | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextSingleLine), text)
