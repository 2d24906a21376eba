"""The floor of a start: a process that paints a bare QTableView; prints `painted` with the monotonic time."""

from __future__ import annotations

import time

from PySide6.QtWidgets import QApplication, QTableView

from tests.bench.painting import PaintWatch


def main() -> None:
    """Show the table, tell of its first paint, and end."""
    app = QApplication([])
    table = QTableView()

    def tell() -> None:
        print("painted", time.perf_counter(), flush=True)
        app.quit()

    PaintWatch(table.viewport(), tell)
    table.show()
    app.exec()


if __name__ == "__main__":
    main()
