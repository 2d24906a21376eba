"""The floor of painting: a QStandardItemModel in a stock QTableView, in Fusion and without a style sheet.

Started as a process. `show` takes texts, column widths, row height and viewport size; `repaint` answers with the
milliseconds that one whole page takes, another page each time.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractSlider, QApplication, QTableView

from pmdesk.gui.theme import list_font
from tests.bench.painting import fit_viewport
from tests.bench.processes import serve


class Stock:
    """The table and its two commands."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._table = QTableView()

    def show(
        self, texts: Sequence[Sequence[str]], widths: Sequence[int], row_height: int, size: tuple[int, int]
    ) -> None:
        """Show these rows."""
        model = QStandardItemModel(self._table)
        for row in texts:
            model.appendRow([QStandardItem(text) for text in row])
        self._table.setModel(model)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(row_height)
        for place, width in enumerate(widths):
            self._table.setColumnWidth(place, width)
        self._table.show()
        fit_viewport(self._table, self._table, *size)

    def repaint(self) -> float:
        """Go to another page, then paint all of it."""
        bar = self._table.verticalScrollBar()
        at_end = bar.value() == bar.maximum()
        bar.triggerAction(
            QAbstractSlider.SliderAction.SliderToMinimum if at_end else QAbstractSlider.SliderAction.SliderPageStepAdd
        )
        self._app.processEvents()
        start = time.perf_counter()
        self._table.viewport().repaint()
        return (time.perf_counter() - start) * 1000


def main() -> None:
    """Obey until standard input ends."""
    app = QApplication([])
    app.setStyle("Fusion")
    app.setFont(list_font())
    stock = Stock(app)
    serve({"show": stock.show, "repaint": stock.repaint})


if __name__ == "__main__":
    main()
