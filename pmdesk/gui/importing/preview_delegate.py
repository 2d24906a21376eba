"""Draws the lines of the preview: ticks, old and new, and conflicts with their two answers across both columns."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from pmdesk.gui.importing import preview_texts as texts
from pmdesk.gui.importing.preview_lines import Line
from pmdesk.gui.importing.preview_model import LINE_ROLE, SIDE_ROLE, Column
from pmdesk.gui.importing.rows_table import Index
from pmdesk.gui.theme import PADDING, UNIT, Theme, label_font, list_font
from pmdesk.services.import_plan import RowKind, Side

ROW_HEIGHT = 34
_TICK, _TICK_RADIUS, _PILL_HEIGHT, _PILL_PAD = 14, 4.0, 24, 10
_NARROW = 560  # logical pixels under which the answers are cut to a word
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextSingleLine)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextSingleLine)


def answers(rect: QRect, field: str) -> dict[Side, QRect]:
    """Where the two answers of a field's conflict stand in the room of its line."""
    metrics = QFontMetrics(label_font())
    right, places = rect.right() - PADDING, {}
    for side in (Side.THEIRS, Side.MINE):
        width = metrics.horizontalAdvance(_answer_words(field, side, rect)) + 2 * _PILL_PAD
        places[side] = QRect(right - width, rect.center().y() - _PILL_HEIGHT // 2 + 1, width, _PILL_HEIGHT)
        right -= width + 2 * UNIT
    return places


class PreviewDelegate(QStyledItemDelegate):
    """Draws cells without a style's help, for thousands of lines scroll past."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view
        self._font, self._bold, self._small = list_font(), list_font(weight=QFont.Weight.DemiBold), label_font()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line | None = index.data(LINE_ROLE)
        if line is None:
            return
        rect: QRect = option.rect
        painter.save()
        painter.setClipRect(rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._colour("tint"))
        painter.setPen(self._colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if index.column() == Column.TICK:
            self._draw_tick(painter, rect, index)
        elif index.column() in (Column.NOW, Column.AFTER) and self._is_wide(line):
            self._draw_wide(painter, self._both(rect, index), line, index)
        else:
            self._draw_text(painter, rect, line, index)
        painter.restore()

    def side_at(self, point: QPoint, index: Index) -> Side | None:
        """The answer of a conflict that stands at a point of the view."""
        line: Line | None = index.data(LINE_ROLE)
        if line is None or line.conflict is None:
            return None
        places = answers(self._both(self._view.visualRect(index), index), line.field)
        return next((side for side, rect in places.items() if rect.contains(point)), None)

    def _is_wide(self, line: Line) -> bool:
        return line.conflict is not None or (not line.field and line.row.reason is not None)

    def _both(self, rect: QRect, index: Index) -> QRect:
        """The room of the last two columns, whichever of them is drawn."""
        now = self._view.columnViewportPosition(Column.NOW)
        end = self._view.columnViewportPosition(Column.AFTER) + self._view.columnWidth(Column.AFTER)
        return QRect(now, rect.top(), end - now, rect.height())

    def _draw_tick(self, painter: QPainter, rect: QRect, index: Index) -> None:
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return
        box = QRectF(rect.right() - _TICK - UNIT, rect.center().y() - _TICK / 2, _TICK, _TICK).translated(0.5, 0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ticked = Qt.CheckState(state) is Qt.CheckState.Checked
        painter.setPen(QPen(self._colour("accent" if ticked else "muted"), 1.2))
        painter.setBrush(self._colour("accent" if ticked else "surface"))
        painter.drawRoundedRect(box, _TICK_RADIUS, _TICK_RADIUS)
        if ticked:
            painter.setPen(QPen(self._colour("onaccent"), 1.8, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
            x, y = box.left(), box.top()
            painter.drawPolyline([QPoint(round(x + 3), round(y + 7)), QPoint(round(x + 6), round(y + 10)),
                                  QPoint(round(x + 11), round(y + 4))])  # fmt: skip

    def _draw_text(self, painter: QPainter, rect: QRect, line: Line, index: Index) -> None:
        text, colour, font = index.data(), "text", self._font
        if index.column() == Column.KEY or (index.column() == Column.TITLE and not line.first):
            colour = "muted"
        elif index.column() == Column.FIELD and not line.field:
            colour = {RowKind.NEW: "good", RowKind.REFUSED: "bad"}.get(line.row.kind, "muted")
        elif index.column() == Column.NOW:
            colour = "muted"
        elif index.column() == Column.AFTER and line.field:
            font = self._bold
        if not text and line.field and index.column() in (Column.NOW, Column.AFTER):
            text, colour, font = _tr("(none)"), "muted", self._font
        if not line.first and index.column() in (Column.KEY, Column.TITLE):
            text = "″" if index.column() == Column.KEY else ""
        self._draw(painter, rect.adjusted(PADDING, 0, -PADDING, 0), text, colour, font)

    def _draw_wide(self, painter: QPainter, rect: QRect, line: Line, index: Index) -> None:
        if line.conflict is None:
            self._draw(painter, rect.adjusted(PADDING, 0, -PADDING, 0), texts.reason_words(line), "muted", self._font)
            return
        told = index.data(SIDE_ROLE)
        chosen = Side(told) if told else None
        places = answers(rect, line.field)
        standing = chosen or (None if line.row.waits else Side.MINE)
        for side, place in places.items():
            words = _answer_words(line.field, side, rect)
            self._pill(painter, place, words, side is standing, chosen is not None)
        room = QRect(rect.left() + PADDING, rect.top(), places[Side.MINE].left() - rect.left() - 2 * PADDING,
                     rect.height())  # fmt: skip
        room.setLeft(self._chip(painter, room, line, chosen is not None))
        if line.row.waits:
            words = texts.stands_words(line.conflict, chosen)
            self._draw(painter, room, words, "text", self._bold if chosen else self._font)
        else:
            self._sides(painter, room, line, chosen)

    def _sides(self, painter: QPainter, room: QRect, line: Line, chosen: Side | None) -> None:
        """Mine, then theirs, each with as much room as the other leaves."""
        if line.conflict is None:
            return
        for place, (side, words) in enumerate(((Side.MINE, _tr("mine")), (Side.THEIRS, _tr("theirs")))):
            lead = QFontMetrics(self._font).horizontalAdvance(words + "  ")
            width = room.width() // 2 - UNIT
            part = QRect(room.left() + place * (width + 2 * UNIT), room.top(), width, room.height())
            self._draw(painter, part, words, "muted", self._font)
            font = self._bold if side is (chosen or Side.MINE) else self._font
            text = " ".join(texts.side_words(line.conflict, side)[:200].split())
            self._draw(painter, part.adjusted(lead, 0, 0, 0), text, "text", font)

    def _chip(self, painter: QPainter, room: QRect, line: Line, resolved: bool) -> int:
        """Says that it is a conflict or a question, or that it was resolved; returns where what follows begins."""
        text = _tr("Resolved") if resolved else _tr("Question") if line.row.waits else _tr("Conflict")
        width = QFontMetrics(self._small).horizontalAdvance(text) + 4 * UNIT
        chip = QRect(room.left(), room.center().y() - 9, width, 20)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour("could_bg" if resolved else "should_bg"))
        painter.drawRoundedRect(QRectF(chip), 10, 10)
        self._draw(painter, chip, text, "could" if resolved else "should", self._small, _CENTRE)
        return chip.right() + 2 * UNIT

    def _pill(self, painter: QPainter, rect: QRect, text: str, stands: bool, chosen: bool) -> None:
        """One answer: filled once it is chosen, framed while it only stands for want of another."""
        filled = stands and chosen
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._colour("accent" if stands else "line"), 1.2))
        painter.setBrush(self._colour("accent" if filled else "surface"))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), _PILL_HEIGHT / 2, _PILL_HEIGHT / 2)
        colour = "onaccent" if filled else "accent" if stands else "text"
        self._draw(painter, rect, text, colour, self._small, _CENTRE)

    def _draw(self, painter: QPainter, rect: QRect, text: str, colour: str, font: QFont, how: int = _LEFT) -> None:
        painter.setFont(font)
        painter.setPen(self._colour(colour))
        painter.drawText(rect, how, QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))

    def _colour(self, name: str) -> QColor:
        return self._theme.colour(name)


def _answer_words(field: str, side: Side, rect: QRect) -> str:
    return texts.answer_words(field, side, brief=rect.width() < _NARROW)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ImportPreview", text)
