"""The report as a PDF for A4 or Letter: pages broken between blocks, with table heads repeated and pages numbered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

from pmdesk.domain.messages import message
from pmdesk.gui.reporting.blocks import Block
from pmdesk.gui.reporting.setting import Setting
from pmdesk.gui.reporting.type import Face, Type
from pmdesk.gui.text import say
from pmdesk.gui.theme import LIGHT
from pmdesk.services.export_kinds import Paper
from pmdesk.services.report import Report

Progress = Callable[[int, int], None]
Page = list[tuple[float, Block]]
_SIZES = {Paper.A4: QPageSize.PageSizeId.A4, Paper.LETTER: QPageSize.PageSizeId.Letter}
_RESOLUTION = 600
_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
_SIDE, _TOP, _BOTTOM, _FOOT = 15.0, 15.0, 18.0, 10.0  # millimetres; the foot's baseline from the edge


def render_pdf(report: Report, paper: Paper, progress: Progress | None = None) -> bytes:
    """Set a report; needs a QGuiApplication, and may run on any thread.

    `progress` gets the work done and all work: rows are set first and printed then. What it raises cancels.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, report, paper)
    type_ = Type(writer)
    setting = Setting(type_, report, writer.width() - 2 * type_.mm(_SIDE), progress)
    room = writer.height() - type_.mm(_TOP) - type_.mm(_BOTTOM)
    pages = paginated(list(setting.blocks()), room)
    painter = QPainter(writer)
    try:
        _Pressing(painter, writer, type_, report).print(pages, progress)
    finally:
        painter.end()
    return bytes(buffer.data().data())


def _writer(buffer: QBuffer, report: Report, paper: Paper) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION)
    writer.setPageSize(QPageSize(_SIZES[paper]))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(report.title)
    writer.setCreator("PMDesk")
    return writer


def paginated(blocks: Sequence[Block], room: float) -> list[Page]:
    """Blocks on pages of a height, each with its distance from the top.

    What is to be kept together is, where a page has room for it; a table that goes on begins with its head again.
    """
    pages: list[Page] = [[]]
    at = 0.0
    for place, block in enumerate(blocks):
        if pages[-1] and at + _together(blocks, place) > room and not _is_kept(blocks, place, room):
            pages.append([])
            at = 0.0
            if block.head is not None:
                pages[-1].append((0.0, block.head))
                at = block.head.height
        if block.parts or pages[-1]:
            pages[-1].append((at, block))
            at += block.height
    return pages


def _together(blocks: Sequence[Block], place: int) -> float:
    """The height of a block with all that it is to be kept with."""
    height = blocks[place].height
    while blocks[place].keep and place + 1 < len(blocks):
        place += 1
        height += blocks[place].height
    return height


def _is_kept(blocks: Sequence[Block], place: int, room: float) -> bool:
    """Whether the block before keeps this one on its page: then the page was chosen for both."""
    if place == 0 or not blocks[place - 1].keep:
        return False
    start = place
    while start and blocks[start - 1].keep:
        start -= 1
    return _together(blocks, start) <= room


class _Pressing:
    """Draws pages, each with its foot."""

    def __init__(self, painter: QPainter, writer: QPdfWriter, type_: Type, report: Report) -> None:
        self._painter, self._writer, self._type, self._report = painter, writer, type_, report

    def print(self, pages: Sequence[Page], progress: Progress | None) -> None:
        """Draw all pages."""
        left, top = self._type.mm(_SIDE), self._type.mm(_TOP)
        rows = len(self._report.lines) + len(self._report.unranked)
        for number, page in enumerate(pages, 1):
            if progress is not None:
                progress(rows + rows * number // (len(pages) + 1), 2 * rows)
            if number > 1:
                self._writer.newPage()
            for at, block in page:
                block.draw(self._painter, left, top + at)
            self._draw_foot(number, len(pages))

    def _draw_foot(self, number: int, count: int) -> None:
        type_, left = self._type, self._type.mm(_SIDE)
        baseline = self._writer.height() - type_.mm(_FOOT)
        page = say(message("Page {number} of {count}", number=number, count=count))
        at_right = self._writer.width() - left - type_.width(page, Face.SMALL)
        room = at_right - left - type_.mm(6)
        named = type_.elided(self._report.title, Face.SMALL, room * 0.6)
        self._painter.setFont(type_.font(Face.SMALL))
        self._painter.setPen(LIGHT.colour("muted"))
        words = f"{_LEFT_TO_RIGHT}{named}{_LEFT_TO_RIGHT} · {self._report.foot}"  # whatever way the name is written
        self._painter.drawText(QPointF(left, baseline), words)
        self._painter.drawText(QPointF(at_right, baseline), page)
