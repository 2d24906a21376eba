"""The notice bar: what stays, what goes, and what the keyboard does in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from pmdesk.gui import notice_bar
from pmdesk.gui.notice_bar import NoticeBar
from pmdesk.gui.theme import Theme


class Room(QWidget):
    """A window with a bar above a field that has the focus."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.bar = NoticeBar(theme)
        self.field = QLineEdit()
        layout = QVBoxLayout(self)
        layout.addWidget(self.bar)
        layout.addWidget(self.field)
        self.resize(700, 200)


@pytest.fixture
def room(qtbot: QtBot, theme: Theme) -> Room:
    made = Room(theme)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.field.setFocus()
    qtbot.waitUntil(made.field.hasFocus)
    return made


def buttons(bar: NoticeBar) -> list[QPushButton]:
    return [one for one in bar.findChildren(QPushButton) if one.isVisible()]


def crosses(bar: NoticeBar) -> list[QToolButton]:
    return [one for one in bar.findChildren(QToolButton) if one.isVisible()]


def test_nothing_to_tell_takes_no_room(room: Room) -> None:
    assert not room.bar.isVisible()
    assert room.bar.text == ""


def test_an_info_goes_by_itself(qtbot: QtBot, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notice_bar, "INFO_SECONDS", 0.05)
    room.bar.show_notice("Saved.")
    assert room.bar.isVisible()
    qtbot.waitUntil(lambda: not room.bar.isVisible(), timeout=2000)


def test_an_info_stays_while_the_keyboard_is_in_it(qtbot: QtBot, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notice_bar, "INFO_SECONDS", 0.05)
    monkeypatch.setattr(notice_bar, "_AGAIN_SECONDS", 0.05)
    room.bar.show_notice("Saved.", actions=(("Open", lambda: None),))
    buttons(room.bar)[0].setFocus()
    qtbot.wait(200)
    assert room.bar.isVisible()
    room.field.setFocus()
    qtbot.waitUntil(lambda: not room.bar.isVisible(), timeout=2000)


def test_an_error_stays_until_escape(qtbot: QtBot, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notice_bar, "INFO_SECONDS", 0.05)
    room.bar.show_notice("That file cannot be read.", kind="error")
    room.bar.show_notice("Saved.")
    qtbot.waitUntil(lambda: room.bar.text == "That file cannot be read.", timeout=2000)
    qtbot.keyClick(room.field, Qt.Key.Key_Escape)
    assert not room.bar.isVisible()
    assert room.field.hasFocus()


def test_the_cross_dismisses_and_gives_the_focus_back(qtbot: QtBot, room: Room) -> None:
    room.bar.show_notice("That file cannot be read.", kind="error")
    (cross,) = crosses(room.bar)
    assert cross.accessibleName() == "Dismiss"
    cross.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(cross, Qt.Key.Key_Space)
    assert not room.bar.isVisible()
    assert room.field.hasFocus()


def test_an_action_is_offered_once(qtbot: QtBot, room: Room) -> None:
    taken: list[str] = []
    actions = (("Details", lambda: taken.append("details")), ("Undo", lambda: taken.append("undo")))
    room.bar.show_notice("Imported.", actions=actions)
    qtbot.mouseClick(buttons(room.bar)[1], Qt.MouseButton.LeftButton)
    assert taken == ["undo"]
    assert not room.bar.isVisible()


def test_tab_goes_through_the_actions_to_the_cross(qtbot: QtBot, room: Room) -> None:
    room.bar.show_notice("Imported.", actions=(("Details", lambda: None), ("Undo", lambda: None)))
    first, second = buttons(room.bar)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is crosses(room.bar)[0]


def test_progress_keeps_its_button_and_its_focus(qtbot: QtBot, room: Room) -> None:
    cancelled: list[int] = []
    room.bar.show_notice("Reading…", kind="progress", actions=(("Cancel", lambda: cancelled.append(0)),))
    (button,) = buttons(room.bar)
    button.setFocus()
    room.bar.show_notice("Reading… 400 rows", kind="progress", actions=(("Cancel", lambda: cancelled.append(400)),))
    assert buttons(room.bar) == [button]
    assert button.hasFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert cancelled == [400]
    assert room.bar.isVisible()


def test_escape_does_not_hide_progress(qtbot: QtBot, room: Room) -> None:
    room.bar.show_notice("Reading…", kind="progress")
    qtbot.keyClick(room.field, Qt.Key.Key_Escape)
    assert room.bar.isVisible()
    assert crosses(room.bar) == []
    room.bar.dismiss()
    assert not room.bar.isVisible()


@pytest.mark.parametrize(("fraction", "highest", "value"), [(None, 0, -1), (0.25, 1000, 250)])
def test_progress_tells_how_much_is_done(room: Room, fraction: float | None, highest: int, value: int) -> None:
    room.bar.show_notice("Writing…", kind="progress", fraction=fraction)
    (shown,) = [one for one in room.bar.findChildren(QProgressBar) if one.isVisible()]
    assert shown.maximum() == highest
    assert fraction is None or shown.value() == value


def test_an_error_ends_progress_and_outlives_the_next(room: Room) -> None:
    room.bar.show_notice("Reading…", kind="progress")
    room.bar.show_notice("That file cannot be read.", kind="error")
    assert room.bar.text == "That file cannot be read."
    room.bar.show_notice("Reading…", kind="progress")
    assert room.bar.text == "That file cannot be read.\nReading…"
    room.bar.dismiss()
    assert room.bar.text == "That file cannot be read."


def test_refusals_replace_each_other_with_what_they_offer(room: Room) -> None:
    room.bar.show_notice("The disk is full.", kind="error", actions=(("Try again", lambda: None),))
    height = room.bar.height()
    for words in ("Effort is a number above 0.", "Reach is a number.", "Reach is a number."):
        room.bar.show_notice(words, kind="error")
        assert room.bar.text == words
        assert (buttons(room.bar), len(crosses(room.bar))) == ([], 1)
    assert room.bar.sizeHint().height() <= height
    room.bar.dismiss()
    assert room.bar.text == ""


def test_text_is_plain_and_wraps(room: Room) -> None:
    words = "<b>bold</b> " + "words that go on " * 20
    room.bar.show_notice(words, kind="error")
    (label,) = [one for one in room.bar.findChildren(QLabel) if one.text() == words]
    assert label.textFormat() is Qt.TextFormat.PlainText
    QTest.qWait(10)
    assert label.height() > 2 * label.fontMetrics().height()


def test_what_is_told_is_announced_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    announced: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: announced.append(event.message()))
    room.bar.show_notice("Reading… 1 row", kind="progress")
    room.bar.show_notice("Reading… 2 rows", kind="progress")
    room.bar.show_notice("Imported.")
    assert announced == ["Reading… 1 row", "Imported."]


def test_the_icons_follow_the_scheme(qtbot: QtBot, room: Room, theme: Theme) -> None:
    room.bar.show_notice("That file cannot be read.", kind="error")
    (icon,) = [one for one in room.bar.findChildren(QLabel) if one.isVisible() and not one.pixmap().isNull()]
    before = icon.pixmap().toImage()
    theme.choose(Qt.ColorScheme.Dark)
    assert icon.pixmap().toImage() != before
    theme.choose(Qt.ColorScheme.Light)
    assert icon.pixmap().toImage() == before
