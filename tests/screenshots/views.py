"""The window in everything that it can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.messages import message
from pmdesk.domain.ranking import Group
from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.notice_bar import PROGRESS
from pmdesk.gui.text import say
from tests.screenshots.stage import Stage, select

FILTERED = Arrangement(chosen={"status": ("Ready", "Idea"), "moscow": ("must", "should")})
SMALL = (1024, 640)
IN_A_ROOM = (
    "window-changes", "window-filtered", "window-held", "window-scoring", "window-editing-impact", "window-notice",
    "window-palette", "window-small",
)  # fmt: skip


class Views:
    """Brings each view up; `Stage.clear` takes it back."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def all(self) -> dict[str, Callable[[], QWidget]]:
        """Each view by name."""
        stage = self._stage
        at, arranged = stage.at, stage.arranged
        return {
            "window": lambda: at("SHOP-112", "reach", name="stallpay"),
            "window-changes": lambda: at("SHOP-112", "reach"),
            "window-unscored": lambda: at("SHOP-171", "effort"),
            "window-moscow": lambda: at("SHOP-3", "moscow", framework="moscow"),
            "window-unfolded": self.unfolded,
            "window-search": lambda: arranged(Arrangement(text="payout"), "SHOP-87", "title"),
            "window-filtered": lambda: arranged(FILTERED, "SHOP-112"),
            "window-nothing-found": self.nothing_found,
            "window-values": self.values,
            "window-grouped": lambda: arranged(Arrangement(group_by="team"), "SHOP-112"),
            "window-sorted": lambda: arranged(Arrangement(sort="effort", descending=True), "SHOP-112", "effort"),
            "window-stale": self.stale,
            "window-held": self.held,
            "window-views": self.views,
            "window-baseline-menu": self.baseline_menu,
            "window-menu": self.menu,
            "window-columns-menu": self.columns_menu,
            "window-editing": lambda: self.editing("SHOP-3", "confidence"),
            "window-editing-impact": lambda: self.editing("SHOP-112", "impact"),
            "window-editing-moscow": lambda: self.editing("SHOP-3", "moscow"),
            "window-editing-refused": self.editing_refused,
            "window-scoring": lambda: self.scoring("rice"),
            "window-scoring-moscow": lambda: self.scoring("moscow"),
            "window-selection": self.selection,
            "window-sideways": self.sideways,
            "window-notice": self.notice,
            "window-refusal": self.refusal,
            "window-progress": self.progress,
            "window-dropping": self.dropping,
            "window-palette": lambda: self.palette(""),
            "window-palette-typed": lambda: self.palette("pay"),
            "window-small": lambda: at("SHOP-112", "reach", size=SMALL),
            "window-small-filtered": self.small_filtered,
            "window-inspector": lambda: at("SHOP-112", "impact").inspector,
            "window-inspector-unscored": lambda: at("SHOP-171", "title").inspector,
            "problem": self.problem,
        }

    def in_a_room(self) -> dict[str, Callable[[], QWidget]]:
        """Those that are shown on a projector too."""
        return {name: build for name, build in self.all().items() if name in IN_A_ROOM}

    def unfolded(self) -> MainWindow:
        """The end of the list, with its groups unfolded."""
        window = self._stage.at("SHOP-3", "title", name="stallpay")
        for group in (Group.OTHER_LEVEL, Group.CLOSED):
            if any(band.group is group and band.collapsed for band in window.model.bands()):
                window.model.toggle_group(group)
        window.view.verticalScrollBar().setValue(window.view.verticalScrollBar().maximum())
        return window

    def nothing_found(self) -> MainWindow:
        """Filters that nothing passes."""
        window = self._stage.at("SHOP-112", "reach")
        window.model.arrange(replace(FILTERED, text="zeppelin"), wait=True)
        return window

    def values(self) -> MainWindow:
        """The list of a field's values."""
        window = self._stage.arranged(FILTERED, "SHOP-112")
        window.page.filters.open_values("status")
        return window

    def stale(self) -> MainWindow:
        """An item that no longer matches, dimmed."""
        window = self._stage.arranged(FILTERED, "SHOP-112", "moscow")
        window.view.put_cursor(window.model.index(2, COLUMN_AT["moscow"]))
        window.model.setData(window.view.currentIndex(), "c")
        window.view.put_cursor(window.model.index(0, COLUMN_AT["reach"]))
        QApplication.processEvents()
        QTest.qWait(1)
        self._undo_later(window)
        return window

    def _undo_later(self, window: MainWindow) -> None:
        """The picture shows the edit; the next one does not."""
        self._stage.after.append(window.backlog.undo)

    def held(self) -> MainWindow:
        """A held order in which an item would stand elsewhere."""
        window = self._stage.at("SHOP-3", "reach")
        window.actions_["actionHoldOrder"].setChecked(True)
        window.model.setData(window.view.currentIndex(), "25000")
        self._undo_later(window)
        return window

    def views(self) -> MainWindow:
        """The menu of saved views."""
        window = self._stage.at("SHOP-112", "reach")
        window.page.filters.open_views()
        return window

    def baseline_menu(self) -> MainWindow:
        """What the words about the baseline offer."""
        window = self._stage.at("SHOP-112", "reach")
        window.page.filters.remarks.baseline.click()
        return window

    def menu(self) -> MainWindow:
        """The View menu."""
        window = self._stage.at("SHOP-112", "reach")
        view = window.menus.actions()[3]
        view.menu().popup(window.menus.mapToGlobal(window.menus.actionGeometry(view).bottomLeft()))
        return window

    def columns_menu(self) -> MainWindow:
        """The menu of the header."""
        window = self._stage.at("SHOP-112", "reach")
        window.view.columns.show_menu(window.view.horizontalHeader().rect().center())
        return window

    def editing(self, key: str, column: str) -> MainWindow:
        """A cell that is being edited, with its scale."""
        window = self._stage.at(key, column)
        window.view.edit(window.view.currentIndex())
        return window

    def editing_refused(self) -> MainWindow:
        """A value that cannot be, told where it is typed."""
        window = self.editing("SHOP-3", "effort")
        editor = window.view.viewport().focusWidget() or window.view.focusWidget()
        QTest.keyClicks(editor, "minus two")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        return window

    def scoring(self, framework: str) -> MainWindow:
        """The walk through what has no score yet."""
        window = self._stage.at("SHOP-112", "reach", framework=framework)
        window.actions_["actionScoring"].trigger()
        return window

    def selection(self) -> MainWindow:
        """A block of cells, and its sums."""
        window = self._stage.at("SHOP-87", "reach")
        select(window, 5, ("reach", "effort"))
        return window

    def sideways(self) -> MainWindow:
        """Columns scrolled away beneath the frozen key and title."""
        window = self._stage.at("SHOP-112", "reach", size=SMALL)
        window.view.horizontalScrollBar().setValue(window.view.horizontalScrollBar().maximum() * 2 // 3)
        return window

    def notice(self) -> MainWindow:
        """Something done, with its undo."""
        window = self._stage.at("SHOP-112", "reach")
        window.tell_with_undo(message("{key} is closed.", key="SHOP-3"))
        return window

    def progress(self) -> MainWindow:
        """Work that takes a while, and can be stopped."""
        window = self._stage.at("SHOP-112", "reach")
        said = say(message("Reading “{name}”…", name="stallpay-jira-export.csv"))
        stop = (window.tr("Cancel"), window.notices.end_progress)
        window.notices.show_notice(said, kind=PROGRESS, actions=(stop,), fraction=0.4)
        self._stage.after.append(window.notices.end_progress)
        return window

    def dropping(self) -> MainWindow:
        """A file that is dragged over an empty backlog."""
        window = self._stage.window("list-0")
        window.empty.set_dropping(True)
        self._stage.after.append(lambda: window.empty.set_dropping(False))
        return window

    def refusal(self) -> MainWindow:
        """A fault of the world, told in the notice bar."""
        window = self._stage.at("SHOP-3", "confidence")
        window.show_refusal(message("The disk is full, so “{name}” was not saved; make room.", name="stallpay.pmdesk"))
        return window

    def palette(self, text: str) -> MainWindow:
        """The command palette, with something typed."""
        window = self._stage.at("SHOP-112", "reach")
        window.commands.ways.open_palette()
        QTest.keyClicks(QApplication.focusWidget(), text)
        QTest.qWait(100 if text else 1)
        return window

    def small_filtered(self) -> MainWindow:
        """A narrow window with much to say above the list."""
        window = self._stage.arranged(replace(FILTERED, sort="effort"), "SHOP-112")
        window.resize(*SMALL)
        return window

    def problem(self) -> MainWindow:
        """A backlog that could not be opened."""
        path = self._stage.folder / "notes.txt"
        path.write_text("Ask about refunds\n", encoding="utf-8")
        window = self._stage.windows.start(path)
        window.resize(1200, 800)
        self._stage.after.append(window.close)
        window.activateWindow()
        for _ in range(100):
            if window.pages.currentWidget() is not window.opening:
                break
            QTest.qWait(20)
        return window
