"""Dialogs, each for itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from pmdesk.gui.about_dialog import AboutDialog
from pmdesk.gui.capacity_dialog import CapacityDialog
from pmdesk.gui.fault_dialog import FaultDialog
from pmdesk.gui.importing.imported import Imported
from pmdesk.gui.importing.outcome_dialog import ImportOutcomeDialog
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.settings_dialog import SettingsDialog
from pmdesk.gui.view_dialogs import ManageViews, NameDialog
from pmdesk.services.importing import plan_import, read_files
from pmdesk.services.resources import resource
from tests.screenshots.stage import Stage

EXPORTS = Path(__file__).parents[1] / "data" / "jira-exports"
PASTED = "12,000\thigh\t80%\t3\n2600\thuge\t120%\t0\nmany\tlow\t50%\t2\n"


class Dialogs:
    """Brings each dialog up over the window in use."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def all(self) -> dict[str, Callable[[], QWidget]]:
        """Each dialog by name."""
        return {
            "settings": lambda: self._shown(lambda window: SettingsDialog(window.backlog, window.theme, window)),
            "about": lambda: self._shown(lambda window: AboutDialog(window.theme, window)),
            "capacity": lambda: self._shown(lambda window: CapacityDialog(window.backlog.workspace.settings, window)),
            "shortcuts": lambda: self._opened("actionShortcuts"),
            "find-replace": self.find_and_replace,
            "history": lambda: self._opened("actionHistory"),
            "history-item": self.history_of_an_item,
            "fault": self.fault,
            "paste": self.paste,
            "views-manage": self.manage_views,
            "views-name": self.name_view,
            "import-outcome": self.import_outcome,
            "export": lambda: self._opened("actionExport"),
            "export-report": lambda: self._opened("actionExportReport"),
        }

    def _shown(self, make: Callable[[MainWindow], QDialog]) -> QDialog:
        made = make(self._stage.at("SHOP-112", "reach"))
        made.show()
        return made

    def _opened(self, action: str) -> QWidget:
        """What an action opens."""
        self._stage.at("SHOP-112", "reach").actions_[action].trigger()
        return _top_dialog()

    def find_and_replace(self) -> QWidget:
        """Something found, and what it would become."""
        dialog = self._opened("actionReplace")
        dialog.find_field.setText("pay")
        dialog.replace_field.setText("payment")
        QTest.qWait(20)
        dialog.refresh()
        return dialog

    def fault(self) -> QWidget:
        """A fault of PMDesk's own."""
        log = Path.home() / ".local/state/PMDesk/log/pmdesk.log"
        return self._shown(lambda window: FaultDialog(ValueError(), log, window.windows.trail.lines()))

    def history_of_an_item(self) -> QWidget:
        """What happened to one item."""
        dialog = self._opened("actionHistory")
        dialog.choice.by_item.click()
        QTest.qWait(20)
        self._stage.after.append(lambda: dialog.show_item(None))
        return dialog

    def paste(self) -> QWidget:
        """Cells of which some cannot be."""
        window = self._stage.at("SHOP-112", "reach")
        QApplication.clipboard().setText(PASTED)
        window.actions_["actionPaste"].trigger()
        return _top_dialog()

    def manage_views(self) -> QWidget:
        """Saved views to rename and delete."""
        return self._shown(lambda window: ManageViews(window.backlog, window))

    def name_view(self) -> QWidget:
        """A name for a view."""
        return self._shown(lambda window: NameDialog(window.backlog, window))

    def import_outcome(self) -> QWidget:
        """What an import brought, with something to say about it."""
        window = self._stage.window("list-0")
        tables = read_files([EXPORTS / "cloud-en-resaved-by-excel.csv", resource("sample/stallpay-jira-export.csv")])
        plan = plan_import(window.backlog.workspace, tables)
        return self._shown(lambda over: ImportOutcomeDialog(Imported(plan, plan.outcome()), over.theme, over))


def _top_dialog() -> QWidget:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible())
