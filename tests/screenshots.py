"""Renders every view of PMDesk, light and dark, at 1x and 2x, into build/screenshots."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

OUT = Path("build/screenshots")
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
    from PySide6.QtCore import QLocale, QSettings, Qt
    from PySide6.QtWidgets import QWidget

    from pmdesk.app import build_application
    from pmdesk.gui.windows import Windows

    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    app = build_application()
    with tempfile.TemporaryDirectory() as folder:
        windows = Windows(app, Path(folder), QSettings(str(Path(folder, "pmdesk.ini")), QSettings.Format.IniFormat))
        for name, build in views(windows, Path(folder)):
            for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
                windows.choose_scheme(scheme)
                widget: QWidget = build()
                app.processEvents()
                suffix = "" if scale == 1 else f"@{scale}x"
                widget.grab().save(str(OUT / f"{name}-{scheme.name.lower()}{suffix}.png"))
                if widget.windowType() is Qt.WindowType.Dialog:
                    widget.close()
        windows.quit()
        app.processEvents()
        windows.close()


def views(windows: object, folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each view by name, and what brings it up."""
    from PySide6.QtWidgets import QApplication

    from pmdesk.domain.messages import message
    from pmdesk.domain.ranking import Group
    from pmdesk.domain.records import Settings
    from pmdesk.gui.about_dialog import AboutDialog
    from pmdesk.gui.import_outcome import ImportOutcomeDialog
    from pmdesk.gui.settings_dialog import SettingsDialog
    from pmdesk.gui.windows import Windows
    from pmdesk.services.importing import plan_import, read_files
    from pmdesk.services.resources import resource
    from pmdesk.services.sample import create_sample
    from pmdesk.services.workspace import create_workspace

    assert isinstance(windows, Windows)
    app = QApplication.instance()
    create_sample(folder / "stallpay.pmdesk").close()
    window = windows.open_now(folder / "stallpay.pmdesk")
    window.resize(1440, 900)
    view, model = window.view, window.model
    assert view is not None and model is not None

    def at(key: str, column: str) -> object:
        (item,) = window.backlog.workspace.find(key)
        view.go_to(item.id, column)
        return window

    yield "window", lambda: at("SHOP-112", "reach")
    yield "window-unscored", lambda: at("SHOP-171", "effort")
    yield "inspector", lambda: at("SHOP-154", "title") and window.inspector

    def moscow() -> object:
        window.backlog.set_framework("moscow")
        return at("SHOP-3", "moscow")

    yield "window-moscow", moscow
    window.backlog.set_framework("rice")

    def unfolded() -> object:
        for group in (Group.OTHER_LEVEL, Group.CLOSED):
            if any(band.group is group and band.collapsed for band in model.bands()):
                model.toggle_group(group)
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
        return window

    yield "window-unfolded", unfolded

    def searching() -> object:
        window.top_bar.search.setText("payout")
        return window

    yield "window-search", searching
    window.top_bar.search.clear()

    def editing() -> object:
        view.setFocus()
        app.processEvents()
        (item,) = window.backlog.workspace.find("SHOP-3")
        view.edit_cell(item.id, "confidence")
        return window

    yield "window-editing", editing
    view.setFocus()

    def refused() -> object:
        window.show_refusal(message("“{name}” is in use by another program; close it there first.", name="x.pmdesk"))
        return window

    yield "window-refusal", refused
    window.notices.dismiss()

    def small() -> object:
        window.resize(1024, 640)
        return at("SHOP-112", "reach")

    yield "window-small", small
    window.resize(1440, 900)
    create_workspace(folder / "empty.pmdesk", Settings(name="New product")).close()
    empty = windows.open_now(folder / "empty.pmdesk")
    empty.resize(1440, 900)
    yield "empty", lambda: empty
    problem = windows.start(folder / "missing.txt")
    problem.resize(1200, 800)
    problem.show_problem(message("“{name}” is not a PMDesk backlog; it was left as it is.", name="notes.txt"))
    yield "problem", lambda: problem

    def dialog(made: object) -> object:
        made.show()  # type: ignore[attr-defined]
        return made

    yield "settings", lambda: dialog(SettingsDialog(window.backlog, windows.theme, window))
    yield "about", lambda: dialog(AboutDialog(windows.theme, window))
    plan = plan_import(empty.backlog.workspace, read_files([resource("sample/stallpay-jira-export.csv")]))
    yield "import-outcome", lambda: dialog(ImportOutcomeDialog(plan, windows.theme, window))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        render(int(sys.argv[1]))
    else:
        sys.exit(main())
