"""The import wizard: each of its pages, with questions, conflicts, scores and a file that cannot be read."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.gui.importing.wizard import COLUMNS, FILES, PREVIEW, ImportWizard
from pmdesk.services.editing import set_values
from pmdesk.services.import_plan import RowKind
from tests.exported import export_again
from tests.round_trip import exported
from tests.screenshots.stage import Stage
from tests.typed_workbook import type_into

EXPORTS = Path(__file__).parents[1] / "data" / "jira-exports"
_SIZE, _SMALL = (1140, 780), (1000, 600)
_MINE = {
    "SHOP-171": {"title": "Gift cards for every stall"},
    "SHOP-165": {"title": "Offline mode, first of all for market stalls"},
    "SHOP-160": {"title": "Pay later with a partner"},
}
_THEIRS = {
    "SHOP-171": {"Summary": "Gift cards and vouchers"},
    "SHOP-165": {"Summary": "Offline mode", "Status": "Ready"},
    "SHOP-160": {"Summary": "Instalments with a partner"},
    "SHOP-112": {"Status": "In progress", "Summary": "One-tap pay for everyone who returns"},
    "SHOP-87": {"Assignee": "Kwame Asamoah", "Priority": "High"},
    "SHOP-140": {"Labels": "till"},
    "SHOP-58": {"Due date": "15/Jan/27 12:00 AM"},
    "SHOP-162": {"Description": "Bookkeepers ask for a feed that they can subscribe to, one line a payout."},
}
_MOVED = {
    "SHOP-58": {"Issue key": "CARE-4", "Created": "02/Oct/26 8:00 AM"},
    "SHOP-140": {"Issue key": "CARE-5", "Created": "03/Oct/26 8:00 AM"},
}
_TYPED = {
    "SHOP-171": {"Reach per quarter": 2500, "MoSCoW": "Must", "Rationale": "Asked for at every fair."},
    "SHOP-165": {"Reach per quarter": 900},
    "SHOP-112": {"Impact": "Massive", "Confidence": 0.9, "Rank": 1, "Status": "Done"},
    "SHOP-140": {"Title": "Print receipts at the till", "Labels": "till, print"},
    "SHOP-58": {"Effort (person-months)": None},
}
_ADDED = ({"Title": "Tips on the pay page", "Reach per quarter": 800, "Impact": "High", "MoSCoW": "Should"},)
_NEW = (
    {"Summary": "Tips on the pay page", "Issue key": "SHOP-176", "Issue id": "10901", "Project key": "SHOP"},
    {"Summary": "Payout on public holidays", "Issue key": "SHOP-177", "Issue id": "10902", "Project key": "SHOP"},
)


class Importing:
    """Brings the wizard up over the sample in use, at each of its pages."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._is_edited = False
        self._book: Path | None = None

    def all(self) -> dict[str, Callable[[], QWidget]]:
        """Each page by name."""
        return {
            "import-files": self.files,
            "import-columns": self.columns,
            "import-columns-questions": self.questions,
            "import-preview": self.preview,
            "import-preview-changed": lambda: self.preview(RowKind.CHANGED),
            "import-preview-new": lambda: self.preview(RowKind.NEW),
            "import-own-files": self.own_files,
            "import-own-preview": self.own_preview,
            "import-preview-small": lambda: self.preview(size=_SMALL),
            "import-preview-asked": self.asked,
            "import-files-longest": lambda: self.longest(FILES),
            "import-columns-longest": lambda: self.longest(COLUMNS),
            "import-preview-longest": lambda: self.longest(PREVIEW),
        }

    def files(self) -> QWidget:
        """Three files, one of which is no backlog."""
        broken = self._stage.folder / "release-plan.pdf"
        broken.write_bytes(b"%PDF-1.7")
        return self._wizard([self._export(), EXPORTS / "rice-sheet-by-hand.xlsx", broken])

    def columns(self) -> QWidget:
        """A file of which everything was recognised."""
        wizard = self._wizard([self._export()])
        wizard.columns_button.click()
        return wizard

    def questions(self) -> QWidget:
        """A file with scores, about which much is to be asked."""
        wizard = self._wizard([EXPORTS / "jpd-rice-shapes.csv"])
        QTest.keyClick(wizard, Qt.Key.Key_Return)
        assert wizard.pages.currentIndex() == COLUMNS
        wizard.mapping.take_scores.setChecked(True)
        return wizard

    def preview(self, kind: RowKind | None = None, size: tuple[int, int] = _SIZE) -> QWidget:
        """What changes, with conflicts, one of them resolved."""
        wizard = self._wizard([self._export()], size)
        wizard.files.whole.setChecked(True)
        QTest.keyClick(wizard, Qt.Key.Key_Return)
        _wait(lambda: wizard.pages.currentIndex() == PREVIEW)
        QTest.keyClick(wizard.preview.view, Qt.Key.Key_T)
        QTest.keyClick(wizard.preview.view, Qt.Key.Key_Down)
        if kind is not None:
            wizard.preview.tiles.tiles[kind].click()
        return wizard

    def asked(self) -> QWidget:
        """Rows of which nobody can tell whether they are the issues of items that are there."""
        path = self._stage.folder / "moved.csv"
        wizard = self._wizard([export_again(path, changed={**_THEIRS, **_MOVED})])
        QTest.keyClick(wizard, Qt.Key.Key_Return)
        _wait(lambda: wizard.pages.currentIndex() == PREVIEW)
        model, view = wizard.preview.model, wizard.preview.view
        asked = [row for row in range(model.rowCount()) if (line := model.line(row)) and line.row.waits]
        view.setCurrentIndex(model.index(asked[0], 0))
        return wizard

    def longest(self, page: int) -> QWidget:
        """Names, headers, values and titles that are far too long."""
        long = "A backlog that somebody named after everything that it was ever about, and then some more"
        path = self._stage.folder / f"{long}.csv"
        header = ["Summary", "Issue key", "Issue Type", "Status", f"Custom field ({long * 3})", "Custom field (Reach)"]
        title = " ".join([long] * 6)
        rows = [[f"{number}. {title}", f"LONGESTPROJECT-{number}00000", f"Type {number}: {long}", long, title, number]
                for number in range(1, 9)]  # fmt: skip
        with path.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([header, *rows])
        wizard = self._wizard([path, EXPORTS / "rice-sheet-by-hand.xlsx"])
        if page != FILES:
            QTest.keyClick(wizard, Qt.Key.Key_Return)
            wizard.mapping.take_scores.setChecked(True)
            wizard.mapping.types.show_types([], [row[2] for row in rows])
        if page == PREVIEW:
            QTest.keyClick(wizard, Qt.Key.Key_Return)
            _wait(lambda: wizard.pages.currentIndex() == PREVIEW)
        return wizard

    def own_files(self) -> QWidget:
        """A workbook of the backlog comes back."""
        return self._wizard([self._workbook()])

    def own_preview(self) -> QWidget:
        """What was changed in it, with conflicts about a score."""
        wizard = self.own_files()
        QTest.keyClick(wizard, Qt.Key.Key_Return)
        _wait(lambda: wizard.pages.currentIndex() == PREVIEW)
        return wizard

    def _workbook(self) -> Path:
        """The workbook of the backlog, in which two scores are changed after its export, until it was shown."""
        backlog = self._stage.at("SHOP-112", "reach").backlog
        if self._book is None:
            path = exported(backlog.workspace, self._stage.folder)
            self._book = type_into(path, _TYPED, without=("SHOP-87",), new=_ADDED)
        for key, reach in (("SHOP-171", 1200.0), ("SHOP-165", 640.0)):
            if backlog.workspace.find(key)[0].reach != reach:
                backlog.apply(set_values(backlog.workspace.find(key), {"reach": reach}))
                self._stage.after.append(backlog.undo)
        return self._book

    def _export(self) -> Path:
        path = self._stage.folder / "jira-export.csv"
        return export_again(path, changed=_THEIRS, without=("SHOP-31", "SHOP-154"), new=_NEW, ragged=True)

    def _wizard(self, paths: Sequence[Path], size: tuple[int, int] = _SIZE) -> ImportWizard:
        window = self._stage.at("SHOP-112", "reach")
        if not self._is_edited:
            self._is_edited = True
            for key, values in _MINE.items():
                (item,) = window.backlog.workspace.find(key)
                window.backlog.apply(change(message("Title"), [edit(item, replace(item, **values))]))
        wizard = ImportWizard(window.backlog, window.theme, window)
        self._stage.after.append(wizard.leave)
        wizard.open()
        wizard.resize(*size)
        wizard.add_files(paths)
        _wait(lambda: not wizard.files.reading)
        return wizard


def _wait(until: Callable[[], bool]) -> None:
    for _ in range(1000):
        if until():
            return
        QTest.qWait(20)
    raise AssertionError("the wizard did not get there")
