"""The command palette: finds and runs actions, goes to items, and gives the focus back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from pmdesk.gui.command_palette import CommandPalette
from pmdesk.gui.theme import Theme

Key = Qt.Key
ITEMS = [("SHOP-112", "One-tap pay\nfor buyers", 7), ("SHOP-11", "Export of taxes", 8)]


class Window(QMainWindow):
    """A window with menus, a field, and a palette; `ran` is what was run, in order."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.ran: list[str] = []
        self.actions_: list[QAction] = []
        file, view = self.menuBar().addMenu("&File"), self.menuBar().addMenu("&View")
        colours = view.addMenu("Colou&rs")
        for menu, text, keys in (
            (file, "&Import…", "Ctrl+I"),
            (file, "&Export…", "Ctrl+E"),
            (view, "&Full screen", "F11"),
            (colours, "&Dark", ""),
            (view, "&Hold order", "Ctrl+L"),
        ):
            action = menu.addAction(text)
            action.setShortcut(keys)
            action.setObjectName(text.strip("&…"))
            action.triggered.connect(lambda _=False, name=action.objectName(): self.run(name))
            self.actions_.append(action)
        self.field = QLineEdit()
        self.setCentralWidget(self.field)
        self.resize(900, 600)
        self.searched: list[str] = []
        self.palette_ = CommandPalette(self.actions_, theme, self, self.search)

    def run(self, name: str) -> None:
        assert not self.palette_.isVisible()
        assert QApplication.focusWidget() is self.field
        self.ran.append(name)

    def search(self, text: str) -> list[tuple[str, str, int]]:
        self.searched.append(text)
        return [item for item in ITEMS if text.casefold() in f"{item[0]} {item[1]}".casefold()]


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[Window]:
    made = Window(theme)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.field.setFocus()
    qtbot.waitUntil(made.field.hasFocus)
    made.palette_.open()
    yield made
    made.palette_.close()


@pytest.fixture
def palette(window: Window) -> CommandPalette:
    return window.palette_


def listed(palette: CommandPalette) -> list[str]:
    return [row.text for row in palette.rows.rows]


def current(palette: CommandPalette) -> str:
    return palette.rows.rows[palette.row].text


def test_every_action_with_its_menu_and_keys(palette: CommandPalette) -> None:
    rows = [(row.text, row.aside, row.keys) for row in palette.rows.rows]
    assert rows == [
        ("Import…", "File", ("Ctrl+I",)),
        ("Export…", "File", ("Ctrl+E",)),
        ("Full screen", "View", ("F11",)),
        ("Dark", "View › Colours", ()),
        ("Hold order", "View", ("Ctrl+L",)),
    ]
    assert palette.line.hasFocus()


def test_it_stands_in_the_top_third_of_the_window(window: Window, palette: CommandPalette) -> None:
    top = window.mapFromGlobal(palette.pos())
    assert 0 < top.y() < window.height() / 3
    assert abs(2 * top.x() + palette.width() - window.width()) <= 8  # the frame that is drawn off screen


def test_typing_and_enter_run_with_the_focus_where_it_was(
    qtbot: QtBot, window: Window, palette: CommandPalette
) -> None:
    qtbot.keyClicks(palette.line, "ord ho")
    assert listed(palette) == ["Hold order"]
    qtbot.keyClick(palette.line, Key.Key_Return)
    assert window.ran == ["Hold order"]


def test_arrows_pages_and_enter(qtbot: QtBot, window: Window, palette: CommandPalette) -> None:
    qtbot.keyClick(palette.line, Key.Key_Down)
    qtbot.keyClick(palette.line, Key.Key_Down)
    assert current(palette) == "Full screen"
    qtbot.keyClick(palette.line, Key.Key_PageDown)
    assert current(palette) == "Hold order"
    qtbot.keyClick(palette.line, Key.Key_PageUp)
    qtbot.keyClick(palette.line, Key.Key_Down)
    qtbot.keyClick(palette.line, Key.Key_Up)
    qtbot.keyClick(palette.line, Key.Key_Enter)
    assert window.ran == ["Import"]


def test_a_click_runs(qtbot: QtBot, window: Window, palette: CommandPalette) -> None:
    where = palette.list.visualRect(palette.rows.index(3)).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.ran == ["Dark"]


def test_escape_leaves_and_gives_the_focus_back(qtbot: QtBot, window: Window, palette: CommandPalette) -> None:
    qtbot.keyClick(palette.line, Key.Key_Escape)
    assert not palette.isVisible()
    assert window.ran == []
    qtbot.waitUntil(window.field.hasFocus)


def test_what_was_run_last_stands_first(qtbot: QtBot, window: Window, palette: CommandPalette) -> None:
    for typed in ("dark", "export"):
        palette.open()
        qtbot.keyClicks(palette.line, typed)
        with qtbot.waitSignal(palette.recentChanged, timeout=1000):
            qtbot.keyClick(palette.line, Key.Key_Return)
    assert palette.recent == ["Export", "Dark"]
    palette.open()
    assert palette.line.text() == ""
    assert listed(palette) == ["Export…", "Dark", "Import…", "Full screen", "Hold order"]


def test_what_cannot_be_done_now_is_listed_and_not_run(qtbot: QtBot, window: Window, palette: CommandPalette) -> None:
    window.actions_[0].setEnabled(False)
    window.actions_[2].setVisible(False)
    palette.open()
    assert listed(palette) == ["Export…", "Dark", "Hold order", "Import…"]
    qtbot.keyClick(palette.line, Key.Key_PageDown)
    assert current(palette) == "Import…"
    qtbot.keyClick(palette.line, Key.Key_Return)
    assert palette.isVisible()
    assert window.ran == []
    assert "not available now" in palette.rows.index(3).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_title_finds_its_item_below_the_commands(qtbot: QtBot, window: Window, palette: CommandPalette) -> None:
    qtbot.keyClicks(palette.line, "expo")
    assert listed(palette) == ["Export…"]
    qtbot.waitUntil(lambda: len(listed(palette)) == 2)
    assert listed(palette) == ["Export…", "Go to SHOP-11"]
    assert window.searched == ["expo"]
    qtbot.keyClick(palette.line, Key.Key_Down)
    with qtbot.waitSignal(palette.itemChosen, timeout=1000) as chosen:
        qtbot.keyClick(palette.line, Key.Key_Return)
    assert chosen.args == [8]
    assert window.ran == []


def test_a_key_and_enter_go_to_the_item_at_once(qtbot: QtBot, palette: CommandPalette) -> None:
    qtbot.keyClicks(palette.line, "shop-11")
    with qtbot.waitSignal(palette.itemChosen, timeout=1000) as chosen:
        qtbot.keyClick(palette.line, Key.Key_Return)
    assert chosen.args == [8]


def test_titles_stand_on_one_line(qtbot: QtBot, palette: CommandPalette) -> None:
    qtbot.keyClicks(palette.line, "tap")
    qtbot.waitUntil(lambda: bool(palette.rows.rows))
    assert palette.rows.rows[0].aside == "One-tap pay for buyers"


def test_who_has_moved_on_stays_where_they_are(qtbot: QtBot, palette: CommandPalette) -> None:
    qtbot.keyClicks(palette.line, "e")
    qtbot.keyClick(palette.line, Key.Key_Down)
    before = current(palette)
    qtbot.waitUntil(lambda: any(row.item_id for row in palette.rows.rows))
    assert current(palette) == before


def test_nothing_fits(qtbot: QtBot, window: Window, palette: CommandPalette) -> None:
    qtbot.keyClicks(palette.line, "zzz")
    qtbot.keyClick(palette.line, Key.Key_Return)
    assert listed(palette) == []
    assert palette.isVisible()
    assert window.ran == []


def test_the_actions_of_the_app_are_all_offered(qtbot: QtBot, theme: Theme, window: Window) -> None:
    action = QAction("Plain && simple", window)
    palette = CommandPalette([action, QAction(window)], theme, window)
    palette.open()
    assert listed(palette) == ["Plain & simple"]
    qtbot.keyClicks(palette.line, "pla")
    qtbot.keyClick(palette.line, Key.Key_Escape)
