"""Find and replace: seen while it is typed, made as one Change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from pmdesk.domain.changes import Change
from pmdesk.domain.messages import message
from pmdesk.domain.records import Item
from pmdesk.gui.document import Document
from pmdesk.gui.find_replace import FindReplaceDialog
from pmdesk.gui.theme import Theme
from pmdesk.services import editing
from pmdesk.services.workspace import LARGE_CHANGE

Open = Callable[..., FindReplaceDialog]
ALT = Qt.KeyboardModifier.AltModifier
WORDS = (("Pay <b>now</b>", ("pay", "web")), ("Pay later", ()), ("Repay", ("mobile",)))


@pytest.fixture
def shop(empty_document: Document) -> Document:
    """A backlog with three items."""
    for title, labels in WORDS:
        empty_document.apply(editing.new_item(empty_document.workspace, title, labels=labels))
    return empty_document


@pytest.fixture
def open_on(qtbot: QtBot, theme: Theme) -> Open:
    def opened(document: Document, selected: int = 0) -> FindReplaceDialog:
        def items_of() -> list[Item]:
            return list(document.workspace.items.values())[:selected]

        made = FindReplaceDialog(document, items_of, theme)
        qtbot.addWidget(made)
        made.open()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return opened


@pytest.fixture
def dialog(open_on: Open, shop: Document) -> FindReplaceDialog:
    return open_on(shop)


def lines(dialog: FindReplaceDialog) -> list[str]:
    model = dialog.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def type_in(qtbot: QtBot, dialog: FindReplaceDialog, field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.waitUntil(lambda: not dialog._pause.isActive())


def titles(document: Document) -> list[str]:
    return [item.title for item in document.workspace.items.values()]


def test_it_says_what_to_do_at_first(dialog: FindReplaceDialog) -> None:
    assert lines(dialog) == ["Type what to find. Every replacement is shown here before it is made."]
    assert dialog.find_field.hasFocus()
    assert not dialog.replace_button.isEnabled()


def test_what_would_be_replaced_is_shown_while_it_is_typed(
    qtbot: QtBot, dialog: FindReplaceDialog, shop: Document
) -> None:
    with qtbot.assertNotEmitted(shop.changed):
        type_in(qtbot, dialog, dialog.find_field, "pay")
        type_in(qtbot, dialog, dialog.replace_field, "bill")
    assert lines(dialog) == [
        "PM-1 · Title: Pay <b>now</b>\n→ bill <b>now</b>",
        "PM-1 · Labels: pay, web\n→ bill, web",
        "PM-2 · Title: Pay later\n→ bill later",
        "PM-3 · Title: Repay\n→ Rebill",
    ]
    assert dialog.count.text() == "4 matches"
    assert dialog.replace_button.text() == "&Replace 4"


def test_enter_replaces_all_as_one_step_and_the_dialog_stays(
    qtbot: QtBot, dialog: FindReplaceDialog, shop: Document
) -> None:
    type_in(qtbot, dialog, dialog.find_field, "pay")
    type_in(qtbot, dialog, dialog.replace_field, "bill")
    with qtbot.waitSignal(shop.changed, timeout=2000):
        qtbot.keyClick(dialog.replace_field, Qt.Key.Key_Return)
    assert titles(shop) == ["bill <b>now</b>", "bill later", "Rebill"]
    assert dialog.isVisible()
    assert dialog.told.text() == "4 replaced. Undo takes it back in one step."
    assert dialog.find_field.hasFocus()
    qtbot.waitUntil(lambda: lines(dialog) == ["Nothing matches “pay”."])
    assert not dialog.replace_button.isEnabled()
    shop.undo()
    assert titles(shop) == [title for title, _ in WORDS]
    qtbot.waitUntil(lambda: len(lines(dialog)) == 4)


def test_what_was_typed_last_counts_even_before_it_is_shown(
    qtbot: QtBot, dialog: FindReplaceDialog, shop: Document
) -> None:
    type_in(qtbot, dialog, dialog.find_field, "later")
    dialog.replace_field.setText("now")
    dialog.replace_button.click()
    assert titles(shop)[1] == "Pay now"


def test_enter_right_after_typing_replaces_what_is_typed(
    qtbot: QtBot, dialog: FindReplaceDialog, shop: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmdesk.gui.find_replace._AT_ONCE", 0)
    dialog.replace_field.setText("now")
    qtbot.keyClicks(dialog.find_field, "later")
    assert not dialog.replace_button.isEnabled()
    qtbot.keyClick(dialog.find_field, Qt.Key.Key_Return)
    assert titles(shop)[1] == "Pay now"


def test_enter_right_after_typing_what_is_nowhere_says_so(
    qtbot: QtBot, dialog: FindReplaceDialog, shop: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmdesk.gui.find_replace._AT_ONCE", 0)
    type_in(qtbot, dialog, dialog.find_field, "later")
    qtbot.keyClicks(dialog.find_field, "zz")
    qtbot.keyClick(dialog.find_field, Qt.Key.Key_Enter)
    assert lines(dialog) == ["Nothing matches “laterzz”."]
    assert titles(shop) == [title for title, _ in WORDS]


@pytest.mark.parametrize(
    ("key", "left"),
    [
        (Qt.Key.Key_T, ["PM-1 · Labels"]),
        (Qt.Key.Key_L, ["PM-1 · Title", "PM-2 · Title", "PM-3 · Title"]),
        (Qt.Key.Key_C, ["PM-1 · Labels", "PM-3 · Title"]),
        (Qt.Key.Key_W, ["PM-1 · Title", "PM-1 · Labels", "PM-2 · Title"]),
    ],
)
def test_letters_with_alt_choose(qtbot: QtBot, dialog: FindReplaceDialog, key: Qt.Key, left: list[str]) -> None:
    type_in(qtbot, dialog, dialog.find_field, "pay")
    qtbot.keyClick(dialog, key, ALT)
    qtbot.waitUntil(lambda: [line.partition(":")[0] for line in lines(dialog)] == left)


def test_with_nothing_to_look_in_it_says_so(qtbot: QtBot, dialog: FindReplaceDialog) -> None:
    type_in(qtbot, dialog, dialog.find_field, "pay")
    for key in (Qt.Key.Key_T, Qt.Key.Key_L):
        qtbot.keyClick(dialog, key, ALT)
    qtbot.waitUntil(lambda: lines(dialog) == ["Choose titles, labels or both."])


def test_a_title_that_would_be_empty_stays_and_says_why(
    qtbot: QtBot, dialog: FindReplaceDialog, shop: Document
) -> None:
    type_in(qtbot, dialog, dialog.find_field, "repay")
    assert lines(dialog) == ["PM-3 · Title: Repay\nAn item needs a title."]
    assert dialog.count.text() == "1 match · 1 stays as it is"
    with qtbot.assertNotEmitted(shop.changed):
        qtbot.keyClick(dialog.find_field, Qt.Key.Key_Return)


@pytest.mark.parametrize(("selected", "starts_there"), [(0, False), (1, False), (2, True)])
def test_a_selection_of_several_is_where_it_starts(
    open_on: Open, shop: Document, selected: int, starts_there: bool
) -> None:
    dialog = open_on(shop, selected)
    assert dialog.selected.isChecked() is starts_there
    assert dialog.whole.isChecked() is not starts_there
    assert dialog.selected.isEnabled() is bool(selected)
    assert (dialog.selected.text(), dialog.whole.text()) == (f"&Selected items ({selected})", "Whole &backlog (3)")


def test_only_the_selection_is_replaced(qtbot: QtBot, open_on: Open, shop: Document) -> None:
    dialog = open_on(shop, 2)
    type_in(qtbot, dialog, dialog.find_field, "pay")
    assert len(lines(dialog)) == 3
    qtbot.keyClick(dialog, Qt.Key.Key_B, ALT)
    qtbot.waitUntil(lambda: len(lines(dialog)) == 4)
    qtbot.keyClick(dialog, Qt.Key.Key_S, ALT)
    qtbot.waitUntil(lambda: len(lines(dialog)) == 3)
    type_in(qtbot, dialog, dialog.replace_field, "bill")
    qtbot.mouseClick(dialog.replace_button, Qt.MouseButton.LeftButton)
    assert titles(shop) == ["bill <b>now</b>", "bill later", "Repay"]


def test_what_changes_meanwhile_is_seen(qtbot: QtBot, dialog: FindReplaceDialog, shop: Document) -> None:
    type_in(qtbot, dialog, dialog.find_field, "pay")
    shop.apply(editing.new_item(shop.workspace, "Prepay"))
    qtbot.waitUntil(lambda: len(lines(dialog)) == 5)
    assert dialog.whole.text() == "Whole &backlog (4)"


def test_of_very_many_only_the_first_are_shown_and_all_are_replaced(
    qtbot: QtBot, open_on: Open, empty_document: Document
) -> None:
    workspace = empty_document.workspace
    workspace.apply(editing.new_item(workspace, "Pay"))
    while len(workspace.items) <= LARGE_CHANGE:
        workspace.apply(editing.duplicate_items(workspace, list(workspace.items.values())))
    dialog = open_on(empty_document)
    type_in(qtbot, dialog, dialog.find_field, "Pay")
    assert (len(lines(dialog)), lines(dialog)[-1]) == (301, f"And {len(workspace.items) - 300} more places.")
    type_in(qtbot, dialog, dialog.replace_field, "Bill")
    with qtbot.waitSignal(empty_document.changed, timeout=10_000):
        qtbot.keyClick(dialog.find_field, Qt.Key.Key_Return)
        assert empty_document.is_busy
        assert not dialog.replace_button.isEnabled()
    assert all(title.startswith("Bill") for title in titles(empty_document))


def test_a_refusal_is_told_and_nothing_is_lost(
    qtbot: QtBot, dialog: FindReplaceDialog, shop: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(change: Change, then: object) -> bool:
        shop.refuse(message("The disk is full."))
        return False

    monkeypatch.setattr(shop, "apply", refuse)
    type_in(qtbot, dialog, dialog.find_field, "later")
    qtbot.keyClick(dialog.find_field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert (dialog.told.text(), dialog.told.property("role")) == ("The disk is full.", "error")
    type_in(qtbot, dialog, dialog.find_field, "pay")
    assert dialog.told.text() == ""


def test_escape_closes_and_changes_nothing(qtbot: QtBot, dialog: FindReplaceDialog, shop: Document) -> None:
    type_in(qtbot, dialog, dialog.find_field, "pay")
    with qtbot.assertNotEmitted(shop.changed):
        qtbot.keyClick(dialog.find_field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_every_control_has_a_name_and_a_tooltip(qtbot: QtBot, dialog: FindReplaceDialog) -> None:
    type_in(qtbot, dialog, dialog.find_field, "pay")
    for field in (dialog.find_field, dialog.replace_field, dialog.list):
        assert field.accessibleName()
    choices = (dialog.titles, dialog.labels, dialog.match_case, dialog.whole_words, dialog.selected, dialog.whole)
    for control in (dialog.find_field, dialog.replace_field, *choices, dialog.replace_button, dialog.close_button):
        assert control.toolTip()


def test_tab_follows_the_form(qtbot: QtBot, dialog: FindReplaceDialog) -> None:
    type_in(qtbot, dialog, dialog.find_field, "pay")
    boxes = (dialog.titles, dialog.labels, dialog.match_case, dialog.whole_words, dialog.whole)
    for control in (dialog.find_field, dialog.replace_field, *boxes, dialog.list, dialog.close_button):
        assert dialog.focusWidget() is control
        qtbot.keyClick(control, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.replace_button
