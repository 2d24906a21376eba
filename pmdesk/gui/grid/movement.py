"""What is lit and slides for a moment after a row went elsewhere, so that eyes can follow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEasingCurve, QObject, QTimer, QVariantAnimation, Signal

from pmdesk.gui.grid.row_steps import Shift

FLASH_MS, SLIDE_MS = 900, 160


class Movement(QObject):
    """The moved rows are tinted, and the rows that one passed slide by; neither while not `enabled`.

    `changed` asks for a paint.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.enabled = True
        self.flashing: frozenset[int] = frozenset()
        self._shift: Shift | None = None
        self._left = 0.0
        self._flash = QTimer(self, singleShot=True, interval=FLASH_MS)
        self._flash.timeout.connect(self._end_flash)
        self._slide = QVariantAnimation(self, duration=SLIDE_MS, startValue=1.0, endValue=0.0)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._step)

    def note_shifts(self, shifts: Sequence[Shift]) -> None:
        """Let the rows that one row passed slide by; more at once would be a flicker."""
        self._slide.stop()
        self._shift = shifts[0] if self.enabled and len(shifts) == 1 else None
        if self._shift is not None:
            self._left = 1.0  # also where a paint comes before the first step
            self._slide.start()

    def light(self, item_ids: Sequence[int]) -> None:
        """Tint the rows of these items for a moment."""
        self.flashing = frozenset(item_ids) if self.enabled else frozenset()
        if self.flashing:
            self._flash.start()

    def offset(self, row: int, height: int) -> int:
        """How far below its place a row is drawn now; rows are so high."""
        if self._shift is None:
            return 0
        old, new = self._shift
        if old <= row < new:
            return round(self._left * height)
        return -round(self._left * height) if new < row <= old else 0

    def finish(self) -> None:
        """Bring everything to rest at once."""
        self._slide.stop()
        self._shift = None
        self._flash.stop()
        self._end_flash()

    def _step(self, left: float) -> None:
        self._left = left
        if left <= 0:
            self._shift = None
        self.changed.emit()

    def _end_flash(self) -> None:
        self.flashing = frozenset()
        self.changed.emit()
