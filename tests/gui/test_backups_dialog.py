"""The window of backups: the list, the comparison with now, and the ways back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pmdesk.domain.records import Item
from pmdesk.gui.backups.backups_dialog import BackupsDialog
from pmdesk.gui.backups.comparison_lines import MOST, lines_of, summary
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.text import say
from pmdesk.gui.windows import Windows
from pmdesk.services import editing
from pmdesk.services.backups import Reason
from pmdesk.services.restoring import compare
from tests.makers import make_item, scored_item


@pytest.fixture
def window(windows: Windows, sample: Path) -> MainWindow:
    """A window whose backlog has a backup, since which things changed."""
    window = windows.open_now(sample)
    window.complete()
    workspace = window.backlog.workspace
    assert workspace.backups is not None
    workspace.backups.make(Reason.IMPORT).result(10)
    first = min(workspace.items)
    window.backlog.apply(editing.set_values([workspace.items[first]], {"reach": 1234.0}))
    window.backlog.apply(editing.delete_items(workspace, [workspace.items[first + 1]]))
    window.backlog.apply(editing.new_item(workspace, "<b>New</b>"))
    return window


@pytest.fixture
def then(window: MainWindow) -> dict[int, Item]:
    """The items as they are in the backup."""
    from pmdesk.services.restoring import read_backup

    keeper = window.backlog.workspace.backups
    assert keeper is not None
    return dict(read_backup(keeper.folder.all()[0]).items)


def shown(qtbot: QtBot, window: MainWindow) -> BackupsDialog:
    """The dialog, once the newest backup is compared."""
    window.actions_["actionBackups"].trigger()
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, BackupsDialog) and one.isVisible()]
    qtbot.waitUntil(lambda: not dialog._reading.running and "Comparing" not in dialog.caption.text())
    return dialog


def lines(dialog: BackupsDialog) -> list[str]:
    """All lines of the comparison."""
    model = dialog.details.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_the_list_tells_date_reason_and_count_and_what_changed(
    qtbot: QtBot, window: MainWindow, then: dict[int, Item]
) -> None:
    dialog = shown(qtbot, window)
    item = dialog.list.topLevelItem(0)
    assert item is not None
    assert (item.text(1), item.text(2)) == ("Before an import", str(len(then)))
    assert dialog.caption.text() == "Since then: 1 new, 1 gone, 1 changed."
    told = lines(dialog)
    assert told[0] == "New since then: restoring takes them away"
    assert told[1].endswith(": <b>New</b>")
    assert any(line.endswith("→ 1,234") for line in told)
    dialog.reject()


def test_restoring_is_one_step_that_undo_takes_back(qtbot: QtBot, window: MainWindow, then: dict[int, Item]) -> None:
    workspace = window.backlog.workspace
    before = dict(workspace.items)
    dialog = shown(qtbot, window)
    dialog.restore_button.click()
    assert dict(workspace.items) == then
    assert window.notices.text.startswith("The backup of ")
    assert workspace.backups is not None
    qtbot.waitUntil(lambda: len(workspace.backups.folder.all()) == 2)
    assert workspace.backups.folder.all()[0].reason is Reason.RESTORE
    window.undo()
    assert dict(workspace.items) == before


def test_as_a_new_file_it_is_opened(
    qtbot: QtBot, window: MainWindow, windows: Windows, then: dict[int, Item], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("pmdesk.gui.backups.backups_task.ask_save_path", lambda *_: tmp_path / "again.pmdesk")
    shown(qtbot, window).copy_button.click()
    qtbot.waitUntil(lambda: len(windows.all()) == 2, timeout=10_000)
    opened = windows.all()[1]
    assert dict(opened.backlog.workspace.items) == then
    assert not opened.backlog.workspace.read_only


def test_looking_at_one_opens_it_read_only(
    qtbot: QtBot, window: MainWindow, windows: Windows, then: dict[int, Item]
) -> None:
    shown(qtbot, window).open_button.click()
    opened = windows.all()[1]
    assert opened.backlog.workspace.read_only
    assert dict(opened.backlog.workspace.items) == then


def test_back_up_now_adds_one_and_a_second_time_says_that_nothing_changed(qtbot: QtBot, window: MainWindow) -> None:
    dialog = shown(qtbot, window)
    dialog.now_button.click()
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 2)
    qtbot.waitUntil(lambda: dialog.caption.text() == "All items are as they were then.")
    dialog.now_button.click()
    qtbot.waitUntil(lambda: dialog.told.text() == "Nothing changed since the newest backup.")
    dialog.reject()


def test_without_a_backup_it_says_so(qtbot: QtBot, windows: Windows, sample: Path) -> None:
    window = windows.open_now(sample)
    window.complete()
    dialog = shown(qtbot, window)
    assert dialog.caption.text().startswith("No backup was made yet.")
    assert not dialog.restore_button.isEnabled()
    dialog.reject()


def test_one_that_cannot_be_read_says_why(qtbot: QtBot, window: MainWindow) -> None:
    keeper = window.backlog.workspace.backups
    assert keeper is not None
    keeper.folder.all()[0].path.write_bytes(b"")
    dialog = shown(qtbot, window)
    assert "is empty" in dialog.caption.text()
    assert not dialog.restore_button.isEnabled()
    dialog.reject()


def test_of_very_many_differences_the_first_are_listed_and_the_others_counted() -> None:
    now = {number: scored_item(number) for number in range(1, 2000)}
    told = list(lines_of(compare(now, {})))
    assert (len(told), told[-1].words) == (MOST + 2, f"and {1999 - MOST:,} more items")
    assert say(summary(compare(now, now))) == "All items are as they were then."
    assert [one.lead for one in lines_of(compare({1: make_item(1, source_row=4)}, {1: make_item(1)}))][1:] == ["SHOP-1"]
