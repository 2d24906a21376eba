"""All windows of the process: one a backlog. Opening an open one raises it."""

from __future__ import annotations

import gc
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Settings
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.text import say
from pmdesk.gui.theme import COMFORTABLE, DENSITIES, PRESENTATION, Density, Theme
from pmdesk.gui.trail import Trail
from pmdesk.services.collector import collector_at_rest
from pmdesk.services.folders import backups_folder

if TYPE_CHECKING:  # what backlogs are made of is imported once the first window is painted
    from pmdesk.services.workspace import Workspace

SUFFIX = ".pmdesk"
RECENT_AT_MOST = 8
_BEFORE = "density_before"  # presentation was chosen


class Windows(QObject):
    """Opens, finds and raises windows, and remembers what they share over restarts."""

    _loaded = Signal(object, object)

    def __init__(self, app: QApplication, data_folder: Path, settings: QSettings) -> None:
        super().__init__(app)
        self._app = app
        self._data_folder = data_folder
        self.backups_folder = backups_folder(data_folder)
        self._settings = settings
        self._windows: list[MainWindow] = []
        self._opening: list[Future[Workspace]] = []
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="open")
        self.theme = Theme(app)
        self.theme.setParent(self)
        self.trail = Trail()
        self._restore_scheme()
        self.theme.set_density(DENSITIES.get(str(self.remembered("density")), COMFORTABLE))
        self._loaded.connect(self._finish_loading)
        app.aboutToQuit.connect(self.close)

    # Opening

    def start(self, path: Path | None = None, *, sample: bool = False) -> MainWindow:
        """Show a window at once and bring the backlog in after its first paint."""
        target = path or (self.sample_path if sample else self._last_or_default())
        window = self._show(target)
        window.painted.connect(lambda: self._load(window, target, sample) if window in self._windows else None)
        return window

    def start_again(self, backlog: str | None, *, sample: bool) -> None:
        """A later start of the app asks for a backlog: raise its window, or open one here."""
        target = Path(backlog) if backlog else self.sample_path if sample else None
        known = self._showing(target) if target else next(iter(self._windows), None)
        if known is not None:
            self._raise(known)
        else:
            self.start(target, sample=sample)

    def open_now(self, path: Path) -> MainWindow:
        """Open a backlog and return its window with all rows there. Raises UserError where it cannot be opened."""
        known = self._showing(path)
        if known is not None and known.document is not None:
            return self._raise(known)
        from pmdesk.gui.document import Document
        from pmdesk.services.workspace import open_workspace

        with collector_at_rest():
            workspace = open_workspace(path, backups=self.backups_folder)
            workspace.prepare()
        window = self._show(path)
        window.attach(Document(workspace))
        self._add_recent(path)
        return window

    def retry(self, window: MainWindow) -> None:
        """Try again to open the backlog of a window that tells why it could not be."""
        if window.path is not None:
            window.show_opening()
            self._load(window, window.path, sample=False)

    def open(self, path: Path, asking: MainWindow) -> None:
        """Open a backlog from another window, which tells when it cannot be."""
        try:
            self.open_now(path)
        except UserError as fault:
            asking.equip()
            offers = asking.ways_out.offers(path, fault)
            asking.notices.show_notice(say(fault.message), kind="error", actions=offers)
            return
        self.close_unused(asking)

    def choose_backlog(self, asking: MainWindow) -> None:
        """Let the user choose a backlog to open."""
        chosen, _ = QFileDialog.getOpenFileName(
            asking, self.tr("Open a backlog"), str(self._folder_of(asking)), self._filter()
        )
        if chosen:
            self.open(Path(chosen), asking)

    def new_backlog(self, asking: MainWindow) -> None:
        """Let the user name a new backlog, make it and open it."""
        from pmdesk.gui.dialog_parts import ask_save_path

        suggestion = self._folder_of(asking) / (self.tr("New backlog") + SUFFIX)
        path = ask_save_path(asking, self.tr("New backlog"), suggestion, self.tr("PMDesk backlogs"), may_replace=False)
        if path:
            self._create(path, asking)

    def open_sample(self, asking: MainWindow) -> None:
        """Open the user's copy of the sample backlog, made when it is missing."""
        try:
            if not _is_there(self.sample_path):
                _make_sample(self.sample_path).close()
        except UserError as fault:
            asking.show_refusal(fault.message)
            return
        self.open(self.sample_path, asking)

    @property
    def sample_path(self) -> Path:
        """Where the user's copy of the sample backlog lies."""
        return self._data_folder / f"Sample{SUFFIX}"

    def forget(self, window: MainWindow) -> None:
        """A window is closing; the collector may look at everything again."""
        self._windows.remove(window)
        gc.unfreeze()

    def quit(self) -> None:
        """Close every window; the application ends with the last one."""
        for window in self.all():
            window.close()

    def all(self) -> list[MainWindow]:
        """Every open window, oldest first."""
        return list(self._windows)

    def close(self) -> None:
        """Take no more backlogs; wait for the one that is being opened, and let it go again."""
        self._threads.shutdown()
        for future in self._opening:
            if future.exception() is None:
                future.result().close()
        self._opening.clear()

    # Shared over restarts

    def remembered(self, name: str, default: Any = None) -> Any:
        """What was remembered under a name, for all windows of this user."""
        return self._settings.value(f"window/{name}", default)

    def remember(self, name: str, value: Any) -> None:
        """Remember something for all windows of this user."""
        self._settings.setValue(f"window/{name}", value)

    def recent(self) -> list[Path]:
        """The backlogs opened last that are still there, newest first."""
        stored: Any = self._settings.value("recent", [])
        texts = [stored] if isinstance(stored, str) else list(stored or [])
        return [path for path in map(Path, texts) if _stands_there(path)]

    def choose_scheme(self, scheme: Qt.ColorScheme) -> None:
        """Show light, dark, or what the system shows, in every window."""
        self.theme.choose(scheme)
        self._settings.setValue("scheme", scheme.name)

    def choose_density(self, density: Density) -> None:
        """Draw the lists of every window in a size; presentation chosen again leads back to the one before."""
        shown = self.theme.density
        if density is shown is PRESENTATION:
            density = DENSITIES.get(str(self.remembered(_BEFORE)), COMFORTABLE)
        elif density is PRESENTATION:
            self.remember(_BEFORE, shown.name)
        self.theme.set_density(density)
        self.remember("density", density.name)

    def show_about(self, asking: MainWindow) -> None:
        """Versions and licences."""
        from pmdesk.gui.about_dialog import AboutDialog

        dialog = AboutDialog(self.theme, asking)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # Inside

    def _show(self, path: Path) -> MainWindow:
        window = MainWindow(self, self.theme, _resolved(path))
        self._windows.append(window)
        window.show()
        return window

    def _showing(self, path: Path) -> MainWindow | None:
        return next((window for window in self._windows if window.path == _resolved(path)), None)

    def _raise(self, window: MainWindow) -> MainWindow:
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        return window

    def _load(self, window: MainWindow, path: Path, sample: bool) -> None:
        """Open the backlog on a thread of its own: the libraries behind it take a while to import."""
        future = self._threads.submit(_open_or_make, path, sample, self.backups_folder)
        self._opening.append(future)
        future.add_done_callback(lambda done: self._loaded.emit(window, done))

    def _finish_loading(self, window: MainWindow, done: Future[Workspace]) -> None:
        if done not in self._opening:
            return
        self._opening.remove(done)
        try:
            workspace = done.result()
        except UserError as fault:
            if window not in self._windows:
                return
            window.show_problem(fault)
            return
        if window not in self._windows:
            workspace.close()
        else:
            from pmdesk.gui.document import Document

            window.attach(Document(workspace), wait=False)
            self._add_recent(workspace.path)

    def _create(self, path: Path, asking: MainWindow) -> None:
        from pmdesk.services.workspace import create_workspace

        try:
            create_workspace(path, Settings(name=path.stem)).close()
        except UserError as fault:
            asking.show_refusal(fault.message)
            return
        self.open(path, asking)

    def close_unused(self, window: MainWindow) -> None:
        """A window that only tells a problem has done its work once another backlog is open."""
        if window.document is None:
            window.close()

    @property
    def _default_path(self) -> Path:
        return self._data_folder / f"Backlog{SUFFIX}"

    def _last_or_default(self) -> Path:
        recent = self.recent()
        return recent[0] if recent else self._default_path

    def _folder_of(self, window: MainWindow) -> Path:
        return window.document.path.parent if window.document else self._data_folder

    def _filter(self) -> str:
        return self.tr("PMDesk backlogs") + f" (*{SUFFIX})"

    def _add_recent(self, path: Path) -> None:
        texts = [str(_resolved(path)), *map(str, self.recent())]
        self._settings.setValue("recent", list(dict.fromkeys(texts))[:RECENT_AT_MOST])

    def _restore_scheme(self) -> None:
        name = self._settings.value("scheme", "Unknown")
        if name in ("Light", "Dark"):
            self.theme.choose(Qt.ColorScheme[name])


def _open_or_make(path: Path, sample: bool, backups: Path) -> Workspace:
    """Open a backlog; a missing one is made, as the sample or empty."""
    from pmdesk.services.workspace import create_workspace, open_workspace

    with collector_at_rest():
        if _is_there(path) or (not sample and path.suffix.lower() != SUFFIX):
            opened = open_workspace(path, backups=backups)
        else:
            made = _make_sample(path) if sample else create_workspace(path, Settings(name=path.stem))
            made.close()
            opened = open_workspace(path, backups=backups)
        opened.prepare()
    return opened


def _make_sample(path: Path) -> Workspace:
    from pmdesk.services.sample import create_sample

    return create_sample(path)


def _is_there(path: Path) -> bool:
    from pmdesk.services.workspace import is_there

    return is_there(path)


def _stands_there(path: Path) -> bool:
    try:
        return _is_there(path)
    except UserError:
        return False


def _resolved(path: Path) -> Path:
    """The one name of a file; one that cannot be looked at keeps its own, and is refused when it is opened."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()
