"""The inspector, with real keys: it shows an item truly, commits what can be, refuses the rest in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from time import perf_counter

import pytest
from PySide6.QtCore import QEvent, QLocale, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import DOT_DECIMAL
from pmdesk.domain.records import BaselineReason, EffortUnit, Item, Moscow, ReachPeriod
from pmdesk.gui.document import Document
from pmdesk.gui.field_boxes import ChoiceBox, TextBox, UnitBox
from pmdesk.gui.flow_label import FlowLabel
from pmdesk.gui.inspector import Inspector
from pmdesk.gui.inspector_page import FACTORS, OWN_DETAILS, USERS_DETAILS, InspectorPage
from pmdesk.gui.theme import Theme
from pmdesk.services import editing
from pmdesk.services.baselines import set_baseline
from pmdesk.services.explaining import why_this_rank
from pmdesk.services.workspace import Workspace
from tests.makers import make_item, put

ENTER, TAB, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Type = Callable[..., QWidget]


@pytest.fixture
def inspector(qtbot: QtBot, document: Document, theme: Theme) -> Inspector:
    """An inspector in a window of its own, showing SHOP-112."""
    made = Inspector(document, theme)
    qtbot.addWidget(made)
    made.resize(316, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    made.show_item(item(document, "SHOP-112").id)
    made.flush()
    return made


@pytest.fixture
def typed(qtbot: QtBot, inspector: Inspector) -> Type:
    """Types a text over what a field holds, then presses keys."""

    def type_into(name: str, text: str, *ends: Qt.Key) -> QWidget:
        box = inspector.editor(name).box
        box.setFocus(Qt.FocusReason.TabFocusReason)
        box.selectAll()
        qtbot.keyClick(box, Qt.Key.Key_Delete)
        qtbot.keyClicks(box, text)
        for end in ends:
            qtbot.keyClick(box, end)
        return box

    return type_into


def item(document: Document, key: str = "SHOP-112") -> Item:
    (found,) = document.workspace.find(key)
    return found


def set_on(document: Document, key: str, **values: object) -> None:
    assert document.apply(editing.set_values([item(document, key)], values))


def change_item(document: Document, key: str, **values: object) -> None:
    """Change what only an import may change."""
    before = item(document, key)
    document.apply(change(message("Change"), [edit(before, replace(before, **values))]))


def page(inspector: Inspector) -> InspectorPage:
    """The page, with everything shown that waits to be."""
    inspector.flush()
    return inspector.page


def text(inspector: Inspector, name: str) -> str:
    inspector.flush()
    return inspector.editor(name).box.text()


def shown_notes(inspector: Inspector) -> list[str]:
    """The factors whose notes are shown."""
    return [name for name in FACTORS if inspector.page.reasons[name].isVisible()]


def note(inspector: Inspector, name: str) -> tuple[str, str]:
    label = page(inspector).editors[name].note
    words = label.text().replace("\N{NO-BREAK SPACE}", " ")
    return (label.property("role"), words) if label.isVisible() else ("", "")


def entries(document: Document) -> int:
    """How many entries of the change log touched the item."""
    return len(document.workspace.item_history(item(document).id, 1000))


# What is shown


def test_without_an_item_it_says_what_it_is_for(inspector: Inspector) -> None:
    inspector.show_item(None)
    inspector.flush()
    shown = [label.text() for label in inspector.findChildren(QLabel) if label.isVisible()]
    assert shown == ["Choose an item to see why it ranks where it does."]


def test_an_item_is_shown_with_its_reasons(inspector: Inspector, document: Document) -> None:
    assert page(inspector).meta.text() == "SHOP-112  ·  Story  ·  Checkout"
    assert text(inspector, "title") == "One-tap pay for returning buyers"
    said = why_this_rank(document.workspace, item(document), DOT_DECIMAL)
    assert page(inspector).why.text().strip() == " ".join(map(str, said))
    assert [text(inspector, name) for name in ("reach", "impact", "confidence", "effort", "moscow")] == [
        "9,000", "High · 2", "80%", "3", "Must",
    ]  # fmt: skip
    assert [inspector.editor(name).box.unit for name in ("reach", "effort")] == [
        "per quarter",
        "person-months",
    ]


def test_empty_parts_of_the_first_line_are_left_out(inspector: Inspector, document: Document) -> None:
    change_item(document, "SHOP-112", type="", team="", components=())
    assert page(inspector).meta.text() == "SHOP-112"


def test_numbers_are_written_as_the_locale_does(inspector: Inspector, document: Document, typed: Type) -> None:
    english = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    try:
        inspector.show_item(item(document, "SHOP-135").id)
        assert text(inspector, "effort") == "0,5"
        assert "1.400 per quarter × 1 (medium) × 100% ÷ 0,5 person-months = 2.800." in page(inspector).why.text()
        typed("reach", "1.500", ENTER)
        assert item(document, "SHOP-135").reach == 1500.0
    finally:
        QLocale.setDefault(english)


def test_text_from_files_is_never_markup(inspector: Inspector, document: Document) -> None:
    change_item(document, "SHOP-112", assignee="<b>Eve</b>", type="<img src=x>", title="<h1>Hi</h1>")
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText for label in inspector.findChildren(QLabel) if label.text()
    )
    assert text(inspector, "title") == "<h1>Hi</h1>"
    assert "<b>Eve</b>" in [label.text() for label in page(inspector).details.findChildren(QLabel)]


def test_details_show_what_is_filled_and_nothing_else(inspector: Inspector, document: Document) -> None:
    change_item(document, "SHOP-112", sprint="", assignee="Ana", former_keys=("OLD-1", "OLD-2"))
    shown = [label.text() for label in page(inspector).details.findChildren(QLabel) if not label.isHidden()]
    assert "Ana" in shown
    assert "OLD-1, OLD-2" in shown
    assert "Sprint" not in shown


def test_a_click_on_the_parent_asks_for_it(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    link = page(inspector).details.parent_link
    assert link.text() == "SHOP-8"
    with qtbot.waitSignal(inspector.itemRequested) as asked:
        link.click()
    assert asked.args == [item(document, "SHOP-8").id]
    change_item(document, "SHOP-112", parent="ELSE-1")
    inspector.flush()
    assert link.isHidden()


def test_a_number_box_too_narrow_for_both_shows_the_number(qtbot: QtBot, inspector: Inspector) -> None:
    box = inspector.editor("reach").box
    inspector.resize(260, 900)
    box.setText("123,456,789,000")
    assert isinstance(box, UnitBox)
    assert not box.findChild(QLabel).isVisible()
    inspector.resize(400, 900)
    qtbot.waitUntil(lambda: box.findChild(QLabel).isVisible())


def test_every_box_has_a_name_and_the_tab_key_goes_top_down(qtbot: QtBot, inspector: Inspector) -> None:
    names = ["title", "reach", "impact", "confidence", "effort", "moscow", "rationale", "description"]
    inspector.editor("title").box.setFocus()
    for name in names:
        box = QApplication.focusWidget()
        assert box is inspector.editor(name).box
        assert box.accessibleName()
        qtbot.keyClick(box, TAB)
    places = [inspector.editor(name).mapTo(inspector, inspector.editor(name).rect().topLeft()).y() for name in names]
    assert places == sorted(places)


def test_a_long_description_is_folded_until_one_looks_into_it(inspector: Inspector, document: Document) -> None:
    set_on(document, "SHOP-112", description="\n".join(map(str, range(40))))
    box, link = inspector.editor("description").box, page(inspector).fold_link
    folded = box.height()
    assert (link.isVisible(), link.text()) == (True, "Show all")
    link.click()
    assert (box.height() > 4 * folded, link.text()) == (True, "Show less")
    link.click()
    assert box.height() == folded
    box.setFocus()
    assert box.height() > 4 * folded
    set_on(document, "SHOP-112", description="Short")
    inspector.flush()
    assert not link.isVisible()


# Typing


def test_enter_commits_and_shows_the_value_as_it_is_read(inspector: Inspector, document: Document, typed: Type) -> None:
    box = typed("reach", "12k", ENTER)
    assert item(document).reach == 12000.0
    assert box.text() == "12,000"
    assert box.selectedText() == "12,000"
    assert "12,000 per quarter" in page(inspector).why.text()


def test_leaving_commits(inspector: Inspector, document: Document, typed: Type) -> None:
    typed("effort", "2.5", TAB)
    assert item(document).effort == 2.5
    assert text(inspector, "effort") == "2.5"


def test_a_click_elsewhere_commits_once_the_click_is_done(
    qtbot: QtBot, inspector: Inspector, document: Document, typed: Type
) -> None:
    typed("effort", "2.5")
    inspector.editor("goal").box.setFocus(Qt.FocusReason.MouseFocusReason)
    assert item(document).effort == 3.0
    qtbot.waitUntil(lambda: item(document).effort == 2.5)


def test_nothing_is_written_where_nothing_changed(document: Document, typed: Type) -> None:
    before = entries(document)
    typed("reach", "9000", ENTER)
    typed("confidence", "0.8", TAB)
    typed("impact", "high", TAB)
    assert entries(document) == before


def test_escape_brings_the_committed_value_back(inspector: Inspector, document: Document, typed: Type) -> None:
    assert typed("reach", "77", ESCAPE).text() == "9,000"
    assert item(document).reach == 9000.0
    typed("title", "Nothing", ESCAPE)
    assert text(inspector, "title") == "One-tap pay for returning buyers"


@pytest.mark.parametrize(
    ("name", "wrong", "right", "value"),
    [
        ("reach", "1,00", "100", 100.0),
        ("impact", "huge", "massive", 3.0),
        ("confidence", "120%", "low", 0.5),
        ("effort", "-1", "0.5", 0.5),
        ("moscow", "x", "could", Moscow.COULD),
    ],
)
def test_what_cannot_be_is_kept_and_refused_in_place(
    inspector: Inspector, document: Document, typed: Type, name: str, wrong: str, right: str, value: object
) -> None:
    before = item(document)
    box = typed(name, wrong, TAB)
    role, said = note(inspector, name)
    assert role == "error"
    assert said.endswith(".")
    assert box.text() == wrong
    assert box.accessibleDescription() == said
    assert item(document) == before
    typed(name, right, ENTER)
    assert getattr(item(document), name) == value
    assert note(inspector, name)[0] != "error"


def test_emptied_means_not_known(document: Document, typed: Type) -> None:
    typed("reach", "", ENTER)
    typed("moscow", "", TAB)
    assert (item(document).reach, item(document).moscow) == (None, None)


def test_an_effort_of_zero_is_told_as_not_estimated(inspector: Inspector, typed: Type) -> None:
    typed("effort", "0")
    assert inspector.editor("effort").note.text() == "0 → not estimated"
    typed("reach", "9k")
    assert inspector.editor("reach").note.text() == "9k → 9,000"


def test_what_was_understood_is_echoed_while_typing(inspector: Inspector, typed: Type) -> None:
    scale = "High 100% · Medium 80% · Low 50%"
    assert note(inspector, "confidence") == ("hint", scale)
    typed("confidence", "1")
    assert note(inspector, "confidence") == ("hint", "1 → 100%")
    typed("confidence", "1", ENTER)
    assert note(inspector, "confidence") == ("hint", scale)
    typed("confidence", "30", ENTER)
    assert note(inspector, "confidence") == ("hint", "Below 50% is a moonshot.")


def test_what_a_step_means_here_is_said(inspector: Inspector, document: Document) -> None:
    meanings = {"high": "A sale more & <b>each</b> week"}
    settings = replace(document.workspace.settings, impact_meaning=meanings)
    document.apply(editing.change_settings(document.workspace, settings))
    assert note(inspector, "impact")[1].startswith(meanings["high"] + "\nMassive")
    box = inspector.editor("impact").box
    assert isinstance(box, ChoiceBox)
    assert box.menu.actions()[1].text() == "High · 2\tA sale more && <b>each</b> week"


def test_a_step_is_chosen_from_the_menu(inspector: Inspector, document: Document) -> None:
    for name, place, value in (("impact", 0, 3.0), ("confidence", 1, 0.8), ("moscow", 1, Moscow.SHOULD)):
        inspector.editor(name).box.menu.actions()[place].trigger()
        assert getattr(item(document), name) == value
    inspector.editor("moscow").box.menu.actions()[-1].trigger()
    assert item(document).moscow is None


def test_the_menu_marks_the_step_that_holds(qtbot: QtBot, inspector: Inspector) -> None:
    box = inspector.editor("impact").box
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.menu.isVisible()
    assert [action.text() for action in box.menu.actions() if action.isChecked()] == ["High · 2"]
    box.menu.close()


def test_texts_take_new_lines_and_commit_with_control(
    qtbot: QtBot, inspector: Inspector, document: Document, typed: Type
) -> None:
    box = typed("rationale", "Because", ENTER)
    qtbot.keyClicks(box, "it is")
    assert item(document).rationale.startswith("Funnel")
    qtbot.keyClick(box, ENTER, CONTROL)
    assert item(document).rationale == "Because\nit is"
    qtbot.keyClicks(box, " so ")
    assert typed("description", "New words", TAB)
    assert item(document).description == "New words"


def test_a_title_is_one_line_and_never_empty(inspector: Inspector, document: Document, typed: Type) -> None:
    typed("title", "One  tap", ENTER)
    assert item(document).title == text(inspector, "title") == "One tap"
    typed("title", "", ENTER)
    assert note(inspector, "title") == ("error", "An item needs a title.")
    assert item(document).title == "One tap"


def test_goal_and_quarter_are_the_users(inspector: Inspector, document: Document, typed: Type) -> None:
    typed("goal", "Grow", ENTER)
    typed("quarter", "2027 Q3", TAB)
    assert (item(document).goal, item(document).quarter) == ("Grow", "2027 Q3")


def test_odd_spaces_of_a_file_are_no_edit(inspector: Inspector, document: Document) -> None:
    change_item(document, "SHOP-112", description="a\N{NO-BREAK SPACE}b\N{LINE SEPARATOR}c", goal="x\ty")
    before = item(document)
    for name in ("description", "goal", "title"):
        inspector.editor(name).box.setFocus()
    inspector.commit()
    assert item(document) == before


# Others change things meanwhile


def test_another_fields_change_does_not_touch_what_is_typed(
    inspector: Inspector, document: Document, typed: Type
) -> None:
    typed("reach", "12")
    set_on(document, "SHOP-112", effort=5.0)
    assert (text(inspector, "reach"), text(inspector, "effort")) == ("12", "5")


def test_the_same_fields_change_does_not_touch_what_is_typed_either(
    inspector: Inspector, document: Document, typed: Type
) -> None:
    typed("reach", "12")
    set_on(document, "SHOP-112", reach=5.0)
    assert text(inspector, "reach") == "12"
    inspector.editor("reach").restore()
    assert text(inspector, "reach") == "5"


def test_undo_is_followed(inspector: Inspector, document: Document, typed: Type) -> None:
    typed("reach", "12", ENTER)
    document.undo()
    assert text(inspector, "reach") == "9,000"
    assert "9,000 per quarter" in page(inspector).why.text()


def test_undo_keys_belong_to_the_backlog_while_nothing_is_typed(
    qtbot: QtBot, inspector: Inspector, document: Document, typed: Type
) -> None:
    action = QAction(inspector)
    action.setShortcut(QKeySequence.StandardKey.Undo)
    action.triggered.connect(document.undo)
    inspector.addAction(action)
    box = typed("reach", "12", ENTER)
    qtbot.keyClick(box, Qt.Key.Key_Z, CONTROL)
    assert item(document).reach == 9000.0
    typed("reach", "13")
    qtbot.keyClick(box, Qt.Key.Key_Z, CONTROL)
    assert item(document).reach == 9000.0
    assert box.text() != "13"


@pytest.mark.parametrize("keys", [(Qt.Key.Key_Y, CONTROL), (Qt.Key.Key_Z, CONTROL | SHIFT)])
@pytest.mark.parametrize("name", ["reach", "rationale"])
def test_redo_keys_bring_back_what_undo_took_from_the_box(
    qtbot: QtBot, inspector: Inspector, typed: Type, name: str, keys: tuple[Qt.Key, Qt.KeyboardModifier]
) -> None:
    action, redone = QAction(inspector), []
    action.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
    action.triggered.connect(lambda: redone.append(1))
    inspector.addAction(action)
    before = text(inspector, name)
    box = typed(name, "13")
    while text(inspector, name) != before:
        qtbot.keyClick(box, Qt.Key.Key_Z, CONTROL)
    for _ in range(4):
        qtbot.keyClick(box, *keys)
    assert (text(inspector, name), redone) == ("13", [])
    inspector.editor(name).restore()
    qtbot.keyClick(box, *keys)
    assert redone == [1]


def test_a_neighbours_change_changes_the_reasons(inspector: Inspector, document: Document) -> None:
    set_on(document, "SHOP-87", reach=90_000.0)
    assert page(inspector).why.text().startswith("Rank 2 of 20.")
    document.set_framework("moscow")
    assert "It is number 2 of 6 in Must" in page(inspector).why.text()


def test_changed_units_are_shown(inspector: Inspector, document: Document) -> None:
    settings = replace(document.workspace.settings, reach_period=ReachPeriod.MONTH, effort_unit=EffortUnit.POINTS)
    rescale = {"reach": 1 / 3, "effort": None}
    document.apply(editing.change_settings(document.workspace, settings, rescale))
    inspector.flush()
    assert [inspector.editor(name).box.unit for name in ("reach", "effort")] == ["per month", "story points"]
    assert (text(inspector, "reach"), text(inspector, "effort")) == ("3,000", "")


def test_a_deleted_item_leaves_the_empty_state(inspector: Inspector, document: Document) -> None:
    document.apply(editing.delete_items(document.workspace, [item(document)]))
    assert inspector.item is None
    assert not page(inspector).isVisible()


def test_another_item_reuses_the_widgets(inspector: Inspector, document: Document) -> None:
    before = set(inspector.findChildren(QWidget))
    inspector.show_item(item(document, "SHOP-171").id)
    assert text(inspector, "title") == "Gift cards"
    assert page(inspector).why.text().strip() == "Not ranked yet: reach and effort are missing."
    lines = set(page(inspector).history.findChildren(QWidget))
    assert set(inspector.findChildren(QWidget)) - lines <= before


def test_what_is_typed_goes_to_the_item_it_was_typed_for(
    qtbot: QtBot, inspector: Inspector, document: Document, typed: Type
) -> None:
    typed("reach", "12")
    inspector.show_item(item(document, "SHOP-171").id)
    assert text(inspector, "reach") == ""
    qtbot.waitUntil(lambda: item(document).reach == 12.0)
    assert item(document, "SHOP-171").reach is None
    assert text(inspector, "reach") == ""


def test_a_refused_text_that_gives_way_is_told(
    qtbot: QtBot, inspector: Inspector, document: Document, typed: Type
) -> None:
    typed("effort", "-1")
    with qtbot.waitSignal(document.refused) as told:
        inspector.show_item(item(document, "SHOP-171").id)
    assert str(told.args[0]).startswith("Effort of SHOP-112 is as it was. Effort is a number above 0")
    assert item(document).effort == 3.0


def test_what_is_typed_during_a_large_change_is_committed_after_it(
    qtbot: QtBot, inspector: Inspector, document: Document, typed: Type
) -> None:
    typed("reach", "12")
    items = [make_item(number, key=f"NEW-{number}") for number in document.workspace.new_item_ids(600)]
    said: list[object] = []
    document.refused.connect(said.append)
    with qtbot.waitSignal(document.changed, timeout=10_000):
        document.apply(change(message("Many"), [edit(None, one) for one in items]))
        inspector.show_item(item(document, "SHOP-171").id)
        QApplication.processEvents()
    qtbot.waitUntil(lambda: item(document).reach == 12.0)
    assert said == []


# The notes of the factors


def test_tab_passes_the_notes_by_and_a_key_goes_there_and_back(
    qtbot: QtBot, inspector: Inspector, document: Document, typed: Type
) -> None:
    note_box = inspector.editor("rationale_reach").box
    assert not note_box.isVisible()
    box = typed("reach", "12k")
    assert note_box.isVisible()
    assert not inspector.editor("rationale_impact").isVisible()
    qtbot.keyClick(box, Qt.Key.Key_F2, SHIFT)
    assert note_box.hasFocus()
    qtbot.keyClicks(note_box, "Counted in October")
    qtbot.keyClick(note_box, ENTER)
    assert box.hasFocus()
    assert (item(document).reach, item(document).rationale_reach) == (12000.0, "Counted in October")
    qtbot.keyClick(box, TAB)
    assert inspector.editor("impact").box.hasFocus()


def test_tab_leads_from_a_note_to_the_next_factor(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    inspector.write_reason("impact")
    box = inspector.editor("rationale_impact").box
    qtbot.keyClicks(box, "A sale more")
    qtbot.keyClick(box, TAB)
    assert inspector.editor("confidence").box.hasFocus()
    assert item(document).rationale_impact == "A sale more"


def test_escape_in_a_note_restores_it_and_then_goes_back(qtbot: QtBot, inspector: Inspector) -> None:
    inspector.write_reason("effort")
    box = inspector.editor("rationale_effort").box
    qtbot.keyClicks(box, "Two")
    qtbot.keyClick(box, ESCAPE)
    assert (box.toPlainText(), box.hasFocus()) == ("", True)
    qtbot.keyClick(box, ESCAPE)
    assert inspector.editor("effort").box.hasFocus()


def test_notes_with_a_text_are_shown_and_empty_ones_give_their_room_back(
    inspector: Inspector, document: Document
) -> None:
    set_on(document, "SHOP-112", rationale_reach="Because")
    inspector.editor("impact").box.setFocus()
    inspector.editor("confidence").box.setFocus()
    inspector.flush()
    assert shown_notes(inspector) == ["reach", "impact", "confidence"]
    inspector.show_item(item(document, "SHOP-171").id)
    inspector.flush()
    assert shown_notes(inspector) == ["confidence"]
    inspector.show_item(item(document).id)
    inspector.flush()
    assert shown_notes(inspector) == ["reach", "confidence"]


def test_empty_notes_go_when_the_focus_goes_elsewhere(qtbot: QtBot, inspector: Inspector) -> None:
    inspector.editor("impact").box.setFocus()
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    assert shown_notes(inspector) == []


def test_a_changed_note_is_told_in_the_history(inspector: Inspector, document: Document) -> None:
    set_on(document, "SHOP-112", rationale_confidence="A survey")
    assert page(inspector).history.texts[0].startswith("Why this confidence changed · ")


# Fields of the user's own


def test_labels_are_typed_with_commas(inspector: Inspector, document: Document, typed: Type) -> None:
    typed("labels", "pay, pay , cafe", ENTER)
    assert item(document).labels == ("pay", "cafe")
    assert text(inspector, "labels") == "pay, cafe"


def test_what_the_tracker_owns_is_shown_and_not_edited(inspector: Inspector) -> None:
    assert not any(inspector.editor(name).isVisible() for name in OWN_DETAILS)
    shown = [label.text() for label in page(inspector).details.findChildren(QLabel) if not label.isHidden()]
    assert {"Status", "Sprint", "Due date"} <= set(shown)


def test_an_item_of_ones_own_is_edited_whole(
    qtbot: QtBot, inspector: Inspector, document: Document, typed: Type
) -> None:
    document.apply(editing.new_item(document.workspace, "Mine"))
    inspector.show_item(item(document, "PM-1").id)
    inspector.flush()
    for name, value in (("status", "Doing"), ("assignee", "Ana"), ("components", "a, b"), ("due", "2027-01-31")):
        typed(name, value, ENTER)
    mine = item(document, "PM-1")
    assert (mine.status, mine.assignee, mine.components, mine.due) == ("Doing", "Ana", ("a", "b"), date(2027, 1, 31))
    typed("due", "soon", ENTER)
    assert note(inspector, "due")[0] == "error"
    shown = [label.text() for label in page(inspector).details.findChildren(QLabel) if not label.isHidden()]
    assert not {"Status", "Assignee", "Due date"} & set(shown)
    inspector.show_item(item(document).id)
    inspector.flush()
    assert not any(inspector.editor(name).isVisible() for name in OWN_DETAILS)


def test_children_are_links_in_the_order_of_their_ranks(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    inspector.show_item(item(document, "SHOP-8").id)
    links = [link for link in page(inspector).children_.links if link.isVisible()]
    assert len(links) == 8
    assert links[0].text().startswith("SHOP-112  One-tap pay")
    ranks = [document.workspace.ranking.rank(item(document, link.text().split()[0]).id) for link in links]
    assert ranks == sorted(ranks)
    assert [one.text() for one in page(inspector).children_.findChildren(QLabel)][-1] == "and 6 more"
    with qtbot.waitSignal(inspector.itemRequested) as asked:
        links[0].click()
    assert asked.args == [item(document).id]
    inspector.show_item(item(document, "SHOP-5").id)
    assert not page(inspector).children_.isVisible()


def test_the_tracker_is_asked_for_where_its_address_is_known(
    qtbot: QtBot, inspector: Inspector, document: Document
) -> None:
    change_item(document, "SHOP-112", site="")
    link = page(inspector).tracker_link
    assert not link.isVisible()
    settings = replace(document.workspace.settings, tracker_url="https://shop.example")
    document.apply(editing.change_settings(document.workspace, settings))
    inspector.flush()
    assert link.isVisible()
    with qtbot.waitSignal(inspector.linkRequested) as asked:
        link.click()
    assert asked.args == [item(document).id]


def test_a_copy_is_made_of_what_is_typed(inspector: Inspector, document: Document, typed: Type) -> None:
    asked: list[tuple[int, float | None]] = []
    inspector.duplicateRequested.connect(lambda item_id: asked.append((item_id, item(document).reach)))
    typed("reach", "77")
    inspector.page.duplicate_button.click()
    assert asked == [(item(document).id, 77.0)]


def test_a_moved_item_tells_its_rank_at_the_baseline(inspector: Inspector, document: Document) -> None:
    document.apply(set_baseline(document.workspace, BaselineReason.USER))
    set_on(document, "SHOP-112", reach=1.0)
    assert page(inspector).why.text().strip().endswith("Its rank at the baseline was 1.")


@pytest.mark.parametrize("name", ["impact", "moscow", "confidence"])
def test_a_unique_prefix_is_understood(document: Document, typed: Type, name: str) -> None:
    typed(name, {"impact": "mi", "moscow": "w", "confidence": "l"}[name], ENTER)
    assert getattr(item(document), name) == {"impact": 0.25, "moscow": Moscow.WONT, "confidence": 0.5}[name]


def test_an_ambiguous_prefix_is_refused_with_its_choices(inspector: Inspector, typed: Type) -> None:
    typed("impact", "m", ENTER)
    assert note(inspector, "impact") == ("error", "“m” may be Massive, Medium or Minimal: type one more letter.")


# The list comes first


@pytest.fixture
def explained(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the items whose rank was explained, one for each time."""
    keys: list[str] = []

    def explain(workspace: Workspace, one: Item, *others: object) -> list[Message]:
        keys.append(one.key)
        return why_this_rank(workspace, one)

    monkeypatch.setattr("pmdesk.gui.inspector.why_this_rank", explain)
    return keys


def test_a_running_cursor_is_followed_once_it_rests(
    qtbot: QtBot, inspector: Inspector, document: Document, explained: list[str]
) -> None:
    for one in list(document.workspace.items.values())[:20]:
        inspector.show_item(one.id)
        QTest.qWait(1)
    inspector.show_item(item(document, "SHOP-3").id)
    assert inspector.item == item(document, "SHOP-3")
    assert explained == []
    qtbot.waitUntil(lambda: explained == ["SHOP-3"])
    assert inspector.editor("title").box.text() == item(document, "SHOP-3").title


def test_several_changes_are_shown_together(
    qtbot: QtBot, inspector: Inspector, document: Document, explained: list[str]
) -> None:
    for number in range(5):
        set_on(document, "SHOP-112", reach=float(number))
    assert explained == []
    QTest.qWait(80)
    assert explained == ["SHOP-112"]
    assert inspector.editor("reach").box.text() == "4"


def test_who_comes_to_a_field_finds_the_item_that_is_meant(
    qtbot: QtBot, inspector: Inspector, document: Document
) -> None:
    inspector.show_item(item(document, "SHOP-171").id)
    inspector.editor("title").box.setFocus()
    assert inspector.editor("title").box.text() == "Gift cards"
    inspector.show_item(item(document).id)
    assert inspector.editor("title").box.text() == item(document).title


def test_a_hidden_inspector_waits_until_it_is_seen(
    inspector: Inspector, document: Document, explained: list[str]
) -> None:
    inspector.hide()
    inspector.show_item(item(document, "SHOP-3").id)
    QTest.qWait(80)
    assert explained == []
    inspector.show()
    assert explained == ["SHOP-3"]


def test_the_history_is_read_once_it_is_in_sight(
    qtbot: QtBot, inspector: Inspector, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr("pmdesk.gui.inspector.history", lambda _, one, limit: read.append(one.key) or [])
    inspector.resize(316, 500)
    inspector.show_item(item(document, "SHOP-3").id)
    QTest.qWait(80)
    assert read == []
    bar = inspector.page.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert read == ["SHOP-3"]


# Closing


def test_an_item_is_closed_and_follows_its_tracker_again(inspector: Inspector, document: Document) -> None:
    button = page(inspector).close_button
    assert button.text() == "Close item"
    button.click()
    inspector.flush()
    assert item(document).closed_by_user is True
    assert page(inspector).why.text().startswith("Closed by you")
    assert button.text() == "Follow the tracker"
    button.click()
    inspector.flush()
    assert item(document).closed_by_user is None
    assert button.text() == "Close item"


def test_a_closed_item_is_reopened(inspector: Inspector, document: Document) -> None:
    inspector.show_item(item(document, "SHOP-5").id)
    page(inspector).close_button.click()
    inspector.flush()
    assert item(document, "SHOP-5").closed_by_user is False
    assert page(inspector).close_button.text() == "Follow the tracker"


def test_an_item_of_ones_own_is_closed_and_reopened(inspector: Inspector, document: Document) -> None:
    document.apply(editing.new_item(document.workspace, "Mine"))
    inspector.show_item(item(document, "PM-1").id)
    for expected, offered in ((True, "Reopen"), (None, "Close item")):
        page(inspector).close_button.click()
        inspector.flush()
        assert item(document, "PM-1").closed_by_user is expected
        assert page(inspector).close_button.text() == offered


# History


def test_edits_appear_in_the_history_newest_first(inspector: Inspector, document: Document) -> None:
    set_on(document, "SHOP-112", reach=4500.0)
    set_on(document, "SHOP-112", reach=9000.0, rationale="New", moscow=None)
    lines = [line.split(" · ")[0] for line in page(inspector).history.texts]
    assert lines[:4] == [
        "Reach 4,500 → 9,000",
        "MoSCoW Must → empty",
        "Rationale changed",
        "Reach 9,000 → 4,500",
    ]
    assert lines[-1] == "Imported"
    assert " · you, today" in page(inspector).history.texts[0]


def test_a_long_history_is_shown_in_parts(inspector: Inspector, document: Document) -> None:
    for number in range(30):
        set_on(document, "SHOP-112", reach=float(number))
    assert len(page(inspector).history.texts) == 20
    page(inspector).history.more.click()
    assert len(page(inspector).history.texts) > 30
    assert not page(inspector).history.more.isVisible()
    inspector.show_item(item(document, "SHOP-5").id)
    assert page(inspector).history.texts[0].startswith("Imported · ")
    inspector.show_item(item(document).id)
    assert len(page(inspector).history.texts) == 20


# Finish


def test_both_schemes_can_be_shown(inspector: Inspector, theme: Theme) -> None:
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light, Qt.ColorScheme.Unknown):
        theme.choose(scheme)
        QApplication.processEvents()
        assert not inspector.grab().isNull()


class Paints(QObject):
    """The heights at which a page was painted."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.heights: list[int] = []
        page.installEventFilter(self)

    def eventFilter(self, page: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(page, QWidget):
            self.heights.append(page.height())
        return False


def test_another_item_is_painted_once_and_whole(inspector: Inspector, document: Document) -> None:
    set_on(document, "SHOP-3", rationale="Because. " * 60)
    paints = Paints(page(inspector).widget())
    for key in ("SHOP-3", "SHOP-112", "SHOP-5", "SHOP-171"):
        QApplication.processEvents()
        paints.heights.clear()
        inspector.show_item(item(document, key).id)
        QTest.qWait(80)
        assert len(set(paints.heights)) == 1


def test_nothing_is_cut_off_in_a_narrow_panel(inspector: Inspector, document: Document) -> None:
    change_item(document, "SHOP-112", assignee="x" * 200, sprint="https://example.com/" + "y" * 200)
    set_on(document, "SHOP-112", title="Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 3)
    inspector.resize(260, 900)
    QApplication.processEvents()
    body = page(inspector).widget()
    assert body.width() <= page(inspector).viewport().width()
    labels = [label for label in inspector.findChildren(FlowLabel) if label.isVisible()]
    assert labels
    cut = [label for label in labels if label.height() < label.heightForWidth(label.width())]
    assert [(label.text(), label.size(), label.heightForWidth(label.width())) for label in cut] == []


def test_following_a_change_is_quick(inspector: Inspector, document: Document) -> None:
    items = [make_item(one, key=f"NEW-{one}") for one in document.workspace.new_item_ids(400)]
    put(document.workspace, *items)
    target = document.workspace.items[items[0].id]
    spent = []
    for number in range(20):
        before = perf_counter()
        changes = document.workspace.apply(editing.set_values([target], {"reach": float(number)}))
        applied = perf_counter()
        document.changed.emit(changes)
        spent.append(perf_counter() - applied)
        target = document.workspace.items[target.id]
        assert applied > before
    assert sorted(spent)[len(spent) // 2] < 0.005


def test_the_boxes_are_what_they_are_taken_for(inspector: Inspector) -> None:
    kinds = {name: type(editor.box) for name, editor in page(inspector).editors.items()}
    assert kinds == {
        "title": TextBox, "reach": UnitBox, "impact": ChoiceBox, "confidence": ChoiceBox, "effort": UnitBox,
        "moscow": ChoiceBox, "rationale": TextBox, "description": TextBox,
        **{f"rationale_{name}": TextBox for name in FACTORS},
        **dict.fromkeys((*USERS_DETAILS, *OWN_DETAILS), QLineEdit),
    }  # fmt: skip
