"""The window of the history: by time, by item, back to before a change, into a file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pmdesk.domain.messages import message
from pmdesk.domain.records import Settings
from pmdesk.gui.document import Document
from pmdesk.gui.history.history_dialog import HistoryDialog
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.theme import Theme
from pmdesk.services import editing
from pmdesk.services.change_history import PAGE
from pmdesk.services.workspace import LARGE_CHANGE, create_workspace, open_workspace
from tests.makers import imported, incoming, make_item, put

Open = Callable[[Document], HistoryDialog]


@pytest.fixture
def shop(empty_document: Document) -> Document:
    """Two items, three edits of the first one, the last of them taken back."""
    put(empty_document.workspace, make_item(1, title="Pay <b>now</b>"), make_item(2))
    for reach in (1.0, 2.0, 3.0):
        set_reach(empty_document, reach)
    empty_document.undo()
    return empty_document


@pytest.fixture
def open_on(qtbot: QtBot, theme: Theme) -> Open:
    def opened(document: Document) -> HistoryDialog:
        made = HistoryDialog(document, lambda: 2, theme)
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return opened


@pytest.fixture
def dialog(open_on: Open, shop: Document) -> HistoryDialog:
    return open_on(shop)


def set_reach(document: Document, reach: float) -> None:
    document.apply(editing.set_values([document.workspace.items[1]], {"reach": reach}))


def rows(dialog: HistoryDialog) -> list[str]:
    """The entries without who and when."""
    texts = [str(dialog.model.index(row).data()).split(", ") for row in range(dialog.model.rowCount())]
    return [f"{parts[0]} | {parts[-1]}" for parts in texts]


def details(dialog: HistoryDialog) -> list[str]:
    model = dialog.details.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def choose(dialog: HistoryDialog, row: int) -> None:
    dialog.list.setCurrentIndex(dialog.model.index(row))


def test_newest_first_with_what_changed(dialog: HistoryDialog) -> None:
    assert rows(dialog) == [
        "Undo: Reach of SHOP-1 | SHOP-1 Reach 3 → 2",
        "Reach of SHOP-1 | SHOP-1 Reach 2 → 3",
        "Reach of SHOP-1 | SHOP-1 Reach 1 → 2",
        "Reach of SHOP-1 | SHOP-1 Reach empty → 1",
        "Items | SHOP-1 Created; and 1 more",
    ]
    assert details(dialog) == ["SHOP-1: Reach 3 → 2"]
    QTest.keyClick(dialog.list, Qt.Key.Key_End)
    assert details(dialog) == ["SHOP-1: Created", "SHOP-2: Created"]


def test_it_follows_what_is_changed_beside_it(dialog: HistoryDialog, shop: Document) -> None:
    shop.redo()
    assert rows(dialog)[0] == "Redo: Reach of SHOP-1 | SHOP-1 Reach 2 → 3"
    assert dialog.list.currentIndex().row() == 0
    choose(dialog, 3)
    set_reach(shop, 9.0)
    assert rows(dialog)[0] == "Reach of SHOP-1 | SHOP-1 Reach 3 → 9"
    assert dialog.list.currentIndex().row() == 4


def test_what_was_changed_while_it_was_hidden_is_there_when_it_is_shown(dialog: HistoryDialog, shop: Document) -> None:
    dialog.hide()
    for reach in range(10, 10 + PAGE + 5):
        set_reach(shop, float(reach))
    dialog.show()
    assert rows(dialog)[0].endswith(f"Reach {PAGE + 13} → {PAGE + 14}")
    while dialog.model.canFetchMore():
        dialog.model.fetchMore()
    assert len(rows(dialog)) == PAGE + 10


def test_long_texts_are_told_in_full_beside_the_list(dialog: HistoryDialog, shop: Document) -> None:
    shop.apply(editing.set_values([shop.workspace.items[1]], {"rationale": "Five calls\nsaid so"}))
    assert rows(dialog)[0].endswith("SHOP-1 Rationale changed")
    assert details(dialog) == ["SHOP-1: Rationale changed: empty → Five calls said so"]


def test_back_to_before_a_change_in_one_step(dialog: HistoryDialog, shop: Document) -> None:
    choose(dialog, 3)
    assert dialog.back_button.text() == "Take back this and 1 later"
    dialog.back_button.click()
    assert shop.workspace.items[1].reach is None
    assert rows(dialog)[0].startswith("Back to before “Reach of SHOP-1”")
    assert dialog.told.text() == "2 changes taken back. Undo brings them back in one step."
    shop.undo()
    assert shop.workspace.items[1].reach == 2.0


def test_the_newest_change_is_taken_back_as_undo_does(dialog: HistoryDialog, shop: Document) -> None:
    set_reach(shop, 9.0)
    assert dialog.back_button.text() == "Take this back"
    dialog.back_button.click()
    assert rows(dialog)[0] == "Undo: Reach of SHOP-1 | SHOP-1 Reach 9 → 2"


@pytest.mark.parametrize("row", [0, 1])
def test_undo_and_what_was_undone_cannot_be_taken_back(dialog: HistoryDialog, row: int) -> None:
    choose(dialog, row)
    assert not dialog.back_button.isEnabled()
    assert "taken back already" in dialog.back_button.toolTip()
    dialog.take_back()
    assert len(rows(dialog)) == 5


def test_by_item_begins_with_the_one_in_the_list(qtbot: QtBot, dialog: HistoryDialog) -> None:
    qtbot.mouseClick(dialog.choice.by_item, Qt.MouseButton.LeftButton)
    assert dialog.choice.box.text() == "SHOP-2  Item 2"
    assert rows(dialog) == ["Items | SHOP-2 Created"]
    assert details(dialog) == ["SHOP-2: Created"]


def test_another_item_is_found_by_what_is_typed(qtbot: QtBot, dialog: HistoryDialog) -> None:
    qtbot.mouseClick(dialog.choice.by_item, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(dialog.choice.box, "pay")
    qtbot.keyClick(dialog.choice.box, Qt.Key.Key_Return)
    assert dialog.choice.item_id == 1
    assert dialog.choice.box.text() == "SHOP-1  Pay <b>now</b>"
    assert len(rows(dialog)) == 5
    qtbot.mouseClick(dialog.choice.by_time, Qt.MouseButton.LeftButton)
    assert not dialog.choice.box.isVisible()
    assert rows(dialog)[-1] == "Items | SHOP-1 Created; and 1 more"


def test_what_is_not_found_changes_nothing(qtbot: QtBot, dialog: HistoryDialog) -> None:
    qtbot.mouseClick(dialog.choice.by_item, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(dialog.choice.box, "zeppelin")
    qtbot.keyClick(dialog.choice.box, Qt.Key.Key_Return)
    assert dialog.choice.item_id == 2


def test_a_large_change_is_read_piece_by_piece(open_on: Open, empty_document: Document) -> None:
    rows_of_it = [incoming(f"A-{number}", number, title="T") for number in range(2, 502)]
    imported(empty_document.workspace, rows_of_it)
    dialog = open_on(empty_document)
    assert rows(dialog) == ["Import of export.csv | 500 items"]
    assert 0 < len(details(dialog)) < 500
    while dialog.more_button.isVisible():
        dialog.more_button.click()
    assert len(details(dialog)) == 500


def test_nothing_was_changed_yet(open_on: Open, empty_document: Document) -> None:
    dialog = open_on(empty_document)
    assert dialog.caption.text() == "Nothing was changed yet."
    assert not dialog.back_button.isEnabled()
    put(empty_document.workspace, make_item(1))
    empty_document.changed.emit(None)
    assert rows(dialog) == ["Items | SHOP-1 Created"]


def test_while_a_large_change_is_saved_nothing_waits_for_the_file(
    qtbot: QtBot, dialog: HistoryDialog, shop: Document
) -> None:
    many = [make_item(number) for number in range(10, 12 + LARGE_CHANGE)]
    shop.apply(editing.change(message("Many"), [editing.edit(None, item) for item in many]))
    assert shop.is_busy
    assert not dialog.model.canFetchMore()
    assert not dialog.back_button.isEnabled()
    qtbot.waitUntil(lambda: not shop.is_busy)
    assert rows(dialog)[0].startswith("Many | ")
    assert dialog.back_button.isEnabled()


def test_a_damaged_log_is_told(dialog: HistoryDialog, shop: Document) -> None:
    shop.workspace._store._run(lambda: shop.workspace._store._pragma("UPDATE change_record SET before='{' WHERE seq=4"))
    dialog.show_item(1)
    assert dialog.told.text() == "The change log of “empty.pmdesk” is damaged at entry 4; nothing was changed."


class TestInTheWindow:
    """Opened by its key, and into a file."""

    @pytest.fixture
    def dialog(self, qtbot: QtBot, window: MainWindow) -> HistoryDialog:
        QTest.keyClick(
            window.view, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        (shown,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, HistoryDialog)]
        qtbot.waitUntil(shown.isVisible)
        return shown

    @pytest.mark.parametrize("ending", ["json", "csv"])
    def test_it_is_written_off_the_gui_thread(
        self, qtbot: QtBot, window: MainWindow, dialog: HistoryDialog, tmp_path: Path, ending: str
    ) -> None:
        target = tmp_path / f"history.{ending}"
        task = window.commands._history
        assert task is not None
        task.export_to(target, None)
        qtbot.waitUntil(lambda: "written to" in window.notices.text)
        assert window.notices.text == f"2 changes written to {target.name}."
        text = target.read_text(encoding="utf-8")
        assert (json.loads(text)[0]["entry"] if ending == "json" else text.splitlines()[1][0]) in (2, "2")

    def test_what_cannot_be_written_is_told(
        self, qtbot: QtBot, window: MainWindow, dialog: HistoryDialog, tmp_path: Path
    ) -> None:
        task = window.commands._history
        assert task is not None
        task.export_to(tmp_path / "no" / "history.csv", None)
        qtbot.waitUntil(lambda: "There is no folder" in window.notices.text)


@pytest.fixture
def long_log(tmp_path: Path) -> Iterator[Document]:
    """A log of 100,000 edits of one item among others."""
    path = tmp_path / "long.pmdesk"
    made = create_workspace(path, Settings())
    put(made, make_item(1), make_item(2))
    made.close()
    with sqlite3.connect(path) as connection:
        numbers = range(2, 100_002)
        label = json.dumps({"template": "Reach of {key}", "values": {"key": "SHOP-1"}})
        connection.executemany(
            "INSERT INTO change VALUES (?, '2026-01-01T00:00:00+00:00', 'you', ?, 1, NULL)",
            ((number, label) for number in numbers),
        )
        connection.executemany(
            "INSERT INTO change_record VALUES (?, 0, 'item', ?, ?, ?)",
            ((number, 1 if number % 1000 else 2, '{"reach":1.0}', '{"reach":2.0}') for number in numbers),
        )
    connection.close()
    document = Document(open_workspace(path))
    yield document
    document.close()


def test_a_hundred_thousand_entries_do_not_hold_anything_up(open_on: Open, long_log: Document) -> None:
    start = perf_counter()
    dialog = open_on(long_log)
    dialog.show_item(2)
    dialog.show_item(None)
    assert perf_counter() - start < 2  # a hundred times what it takes
    assert dialog.model.rowCount() == PAGE
    QTest.keyClick(dialog.list, Qt.Key.Key_End)
    QApplication.processEvents()
    assert PAGE < dialog.model.rowCount() < 20 * PAGE
    assert dialog.back_button.text().startswith("Take back this and ")
