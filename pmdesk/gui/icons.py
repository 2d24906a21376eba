"""Every icon by name, drawn from resources/icons and recoloured from the scheme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from pmdesk.services.resources import resource

_SIZES = (16, 20, 24, 32)  # in menus and buttons, up to those for a projector; Qt shrinks them for others


def icon(name: str, colour: str, disabled: str) -> QIcon:
    """The icon with this name; colours as #RRGGBB."""
    made = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        for size in _SIZES:
            made.addPixmap(pixmap(name, ink, size), mode)
    return made


def pixmap(name: str, colour: str, size: int, scale: float | None = None) -> QPixmap:
    """The icon as a picture of `size` logical pixels, sharp on the screen in use."""
    ratio = scale or _scale()
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _renderer(name, colour).render(painter, QRectF(0, 0, made.width(), made.height()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def _svg(name: str, colour: str) -> bytes:
    text = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    return text.replace("currentColor", colour).encode()


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_svg(name, colour)))


def _scale() -> float:
    screen = QGuiApplication.primaryScreen()
    return max(2.0, screen.devicePixelRatio()) if screen else 2.0
