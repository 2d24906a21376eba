"""Opens the real window once on the display at hand, waits for its first paint and its rows, and closes it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from pmdesk.app import build_application
from pmdesk.gui.windows import Windows

SECONDS = 60


class FirstPaint(QObject):
    """Notes when the watched widget was painted."""

    painted = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See every event of the watched widget, keep none."""
        self.painted = self.painted or event.type() is QEvent.Type.Paint
        return False


def main() -> int:
    """Exit code 0 once painted and closed, 1 when that took too long."""
    with tempfile.TemporaryDirectory() as folder:
        app = build_application()
        settings = QSettings(str(Path(folder, "pmdesk.ini")), QSettings.Format.IniFormat)
        windows = Windows(app, Path(folder), settings)
        window = windows.start(sample=True)
        watch = FirstPaint(app)
        window.installEventFilter(watch)
        window.attached.connect(lambda: QTimer.singleShot(300, window.close))
        QTimer.singleShot(SECONDS * 1000, lambda: app.exit(1))
        status = app.exec()
        rows = window.model.rowCount() if window.model else 0
        print(f"platform {QApplication.platformName()}, painted {watch.painted}, rows {rows}")
        return status or int(not watch.painted or rows == 0)


if __name__ == "__main__":
    sys.exit(main())
