"""Renders every view of PMDesk, light and dark, at 1x and 2x, into build/screenshots."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale, QSettings, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QWidget

from pmdesk.app import build_application
from pmdesk.domain.messages import message
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Settings
from pmdesk.gui.about_dialog import AboutDialog
from pmdesk.gui.import_outcome import ImportOutcomeDialog
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.settings_dialog import SettingsDialog
from pmdesk.gui.windows import Windows
from pmdesk.services.importing import plan_import, read_files
from pmdesk.services.resources import resource
from pmdesk.services.sample import create_sample
from pmdesk.services.workspace import create_workspace

OUT = Path("build/screenshots")
EXPORTS = Path(__file__).parent / "data" / "jira-exports"
SCALES = (1, 2)


def main() -> int:
    """Start one process for each scale: Qt takes its scale factor at the start."""
    OUT.mkdir(parents=True, exist_ok=True)
    for scale in SCALES:
        environment = {**os.environ, "QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": "offscreen"}
        subprocess.run([sys.executable, "-m", "tests.screenshots", str(scale)], env=environment, check=True)
    return 0


def render(scale: int) -> None:
    """Render every view in both schemes."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    app = build_application()
    with tempfile.TemporaryDirectory() as folder:
        windows = Windows(app, Path(folder), QSettings(str(Path(folder, "pmdesk.ini")), QSettings.Format.IniFormat))
        gallery = Gallery(windows, Path(folder))
        for name, build in gallery.views().items():
            for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
                windows.choose_scheme(scheme)
                shot = build()
                app.processEvents()
                suffix = "" if scale == 1 else f"@{scale}x"
                shot.grab().save(str(OUT / f"{name}-{scheme.name.lower()}{suffix}.png"))
                if isinstance(shot, QDialog):
                    shot.close()
        windows.quit()
        app.processEvents()
        windows.close()


class Gallery:
    """Brings each view up; every builder leaves the window as the next one needs it."""

    def __init__(self, windows: Windows, folder: Path) -> None:
        self.windows, self.folder = windows, folder
        create_sample(folder / "stallpay.pmdesk").close()
        create_workspace(folder / "new.pmdesk", Settings(name="New product")).close()
        self.window = windows.open_now(folder / "stallpay.pmdesk")
        self.empty = windows.open_now(folder / "new.pmdesk")
        self.empty.resize(1440, 900)

    def views(self) -> dict[str, Callable[[], QWidget]]:
        """Each view by name."""
        return {
            "window": lambda: self.at("SHOP-112", "reach"),
            "window-unscored": lambda: self.at("SHOP-171", "effort"),
            "window-moscow": lambda: self.at("SHOP-3", "moscow", framework="moscow"),
            "window-unfolded": self.unfolded,
            "window-search": lambda: self.at("SHOP-87", "title", search="payout"),
            "window-editing": self.editing,
            "window-refusal": self.refusal,
            "window-small": lambda: self.at("SHOP-112", "reach", size=(1024, 640)),
            "inspector": lambda: self.at("SHOP-154", "title").inspector,
            "empty": lambda: self.empty,
            "problem": self.problem,
            "settings": lambda: self.dialog(SettingsDialog(self.window.backlog, self.windows.theme, self.window)),
            "about": lambda: self.dialog(AboutDialog(self.windows.theme, self.window)),
            "import-outcome": self.import_outcome,
        }

    def at(
        self, key: str, column: str, *, framework: str = "rice", search: str = "", size: tuple[int, int] = (1440, 900)
    ) -> MainWindow:
        """The sample's window with the cursor in one cell."""
        self.window.notices.dismiss()
        self.window.resize(*size)
        self.window.view.setFocus()
        QApplication.processEvents()
        self.window.backlog.set_framework(framework)
        self.window.top_bar.search.setText(search)
        (item,) = self.window.backlog.workspace.find(key)
        self.window.view.go_to(item.id, column)
        return self.window

    def unfolded(self) -> MainWindow:
        """The end of the list, with its groups unfolded."""
        window = self.at("SHOP-3", "title")
        for group in (Group.OTHER_LEVEL, Group.CLOSED):
            if any(band.group is group and band.collapsed for band in window.model.bands()):
                window.model.toggle_group(group)
        window.view.verticalScrollBar().setValue(window.view.verticalScrollBar().maximum())
        return window

    def editing(self) -> MainWindow:
        """A cell that is being edited."""
        window = self.at("SHOP-3", "confidence")
        if window.view.state() is not QAbstractItemView.State.EditingState:
            window.view.edit(window.view.currentIndex())
        return window

    def refusal(self) -> MainWindow:
        """A fault of the world, told in the notice bar."""
        window = self.at("SHOP-3", "confidence")
        window.show_refusal(message("The disk is full, so “{name}” was not saved; make room.", name="stallpay.pmdesk"))
        return window

    def problem(self) -> MainWindow:
        """A backlog that could not be opened."""
        self.window.notices.dismiss()
        window = self.windows.start(self.folder / "notes.txt")
        window.resize(1200, 800)
        window.show_problem(message("“{name}” is not a PMDesk backlog; it was left as it is.", name="notes.txt"))
        return window

    def import_outcome(self) -> QWidget:
        """What an import brought, with something to say about it."""
        tables = read_files([EXPORTS / "cloud-en-resaved-by-excel.csv", resource("sample/stallpay-jira-export.csv")])
        plan = plan_import(self.empty.backlog.workspace, tables)
        return self.dialog(ImportOutcomeDialog(plan, self.windows.theme, self.window))

    def dialog(self, made: QDialog) -> QDialog:
        """A dialog, shown."""
        made.show()
        return made


if __name__ == "__main__":
    if len(sys.argv) > 1:
        render(int(sys.argv[1]))
    else:
        sys.exit(main())
