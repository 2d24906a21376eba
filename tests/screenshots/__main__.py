"""`python -m tests.screenshots [WORD...]`: all pictures, or those with one of the words in their name."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QLocale, QSettings, Qt
from PySide6.QtWidgets import QWidget

from pmdesk.app import build_application
from pmdesk.gui.theme import COMFORTABLE, DENSITIES, PRESENTATION, Density
from pmdesk.gui.windows import Windows
from tests.screenshots.dialogs import Dialogs
from tests.screenshots.file_views import FileViews
from tests.screenshots.importing import Importing
from tests.screenshots.lists import Lists
from tests.screenshots.stage import Stage, picture
from tests.screenshots.views import Views

OUT = Path("build/screenshots")
SCHEMES = (Qt.ColorScheme.Light, Qt.ColorScheme.Dark)
SCALES = (1.0, 1.5, 2.0)
AT_ANY_SCALE = (
    "window", "window-moscow", "window-filtered", "window-inspector", "settings", "list-12", "import-preview",
    "import-columns-questions", "import-files", "import-preview-longest",
)  # fmt: skip
Builders = dict[str, Callable[[], QWidget]]


def main(words: list[str]) -> int:
    """One process for each scale, for Qt takes its scale factor at the start; two at a time."""
    OUT.mkdir(parents=True, exist_ok=True)
    running = [_start(scale, words) for scale in SCALES]
    return max(process.wait() for process in running)


def _start(scale: float, words: Iterable[str]) -> subprocess.Popen[bytes]:
    screen = Path(__file__).with_name("screen.json")  # by itself the screen is so small that popups are pushed about
    platform = f"offscreen:configfile={screen}"
    environment = {**os.environ, "QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": platform}
    return subprocess.Popen([sys.executable, "-m", "tests.screenshots", f"--scale={scale}", *words], env=environment)


def render(scale: float, words: list[str]) -> None:
    """Render what is wanted at one scale."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    app = build_application()
    with tempfile.TemporaryDirectory() as folder:
        windows = Windows(app, Path(folder), QSettings(str(Path(folder, "pmdesk.ini")), QSettings.Format.IniFormat))
        stage = Stage(windows, Path(folder))
        for builders, densities in (
            (Views(stage).all(), (COMFORTABLE,)),
            (Views(stage).in_a_room(), (PRESENTATION,)),
            (Dialogs(stage).all(), (COMFORTABLE,)),
            (Importing(stage).all(), (COMFORTABLE,)),
            (FileViews(stage).all(), (COMFORTABLE,)),
            (Lists(stage).all(), tuple(DENSITIES.values())),
        ):
            wanted = {name: build for name, build in builders.items() if _is_wanted(name, scale, words)}
            _render_all(stage, wanted, densities, scale)
        windows.quit()
        app.processEvents()
        windows.close()


def _is_wanted(name: str, scale: float, words: list[str]) -> bool:
    return (scale.is_integer() or name in AT_ANY_SCALE) and (not words or any(word in name for word in words))


def _render_all(stage: Stage, builders: Builders, densities: Iterable[Density], scale: float) -> None:
    for density in densities:
        for scheme in SCHEMES if builders else ():
            stage.windows.theme.set_density(density)
            stage.windows.choose_scheme(scheme)
            for name, build in builders.items():
                parts = [name, "" if density is COMFORTABLE else density.name, scheme.name.lower()]
                suffix = "" if scale == 1 else f"@{scale:g}x"
                shot = picture(build())
                shot.save(str(OUT / f"{'-'.join(filter(None, parts))}{suffix}.png"), quality=80)
                stage.clear(density)


if __name__ == "__main__":
    given = sys.argv[1:]
    if given and given[0].startswith("--scale="):
        render(float(given[0].removeprefix("--scale=")), given[1:])
    else:
        sys.exit(main(given))
