"""What is decided in the preview: ticks, sides of conflicts, gone items; and what that comes to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from pmdesk.domain.changes import edit
from pmdesk.gui.importing.decisions import Decisions, Tally
from pmdesk.services.import_plan import Choices, Conflict, RowKind, Side
from tests.gui.importing.conftest import planned_rows
from tests.makers import make_item

ROWS = planned_rows()
NEW, CHANGED, CONFLICT, UNCHANGED, GONE, REFUSED = ROWS


@pytest.fixture
def decisions(qapp: QApplication) -> Decisions:
    return Decisions(ROWS)


def test_at_first_all_is_taken_but_nothing_is_closed(decisions: Decisions) -> None:
    assert [decisions.takes(row) for row in ROWS] == [True, True, True, False, False, False]
    assert decisions.choices == Choices()
    assert decisions.tally() == Tally(new=1, changed=2, open=1)
    assert not decisions.made


def test_rows_are_left_and_gone_items_closed(decisions: Decisions) -> None:
    decisions.take([NEW, CHANGED], False)
    decisions.take([GONE], True)
    assert decisions.choices == Choices(left=frozenset({0, 1}), close_gone=frozenset({4}))
    assert decisions.tally() == Tally(changed=1, closed=1, open=1, left=2)
    decisions.take(ROWS, True)
    assert decisions.choices == Choices(close_gone=frozenset({4}))


def test_rows_without_a_choice_are_not_taken(decisions: Decisions) -> None:
    decisions.take([UNCHANGED, REFUSED], True)
    assert not decisions.made
    assert not decisions.may_take(UNCHANGED)
    assert not decisions.may_take(REFUSED)


def test_a_conflict_is_resolved_and_opened_again(decisions: Decisions) -> None:
    decisions.resolve([CONFLICT], Side.THEIRS, "title")
    assert decisions.side(CONFLICT, "title") is Side.THEIRS
    assert decisions.choices.resolved == {(2, "title"): Side.THEIRS}
    assert decisions.tally().open == 0
    decisions.resolve(ROWS, None)
    assert not decisions.made


def test_a_conflict_alone_changes_only_by_theirs(qapp: QApplication) -> None:
    alone = replace(CONFLICT, changes=())
    decisions = Decisions([alone])
    assert decisions.tally() == Tally(open=1)
    decisions.resolve([alone], Side.MINE)
    assert decisions.tally() == Tally()
    decisions.resolve([alone], Side.THEIRS)
    assert decisions.tally() == Tally(changed=1)


def test_a_row_that_is_another_issue_makes_an_item(qapp: QApplication) -> None:
    asked = replace(
        CONFLICT,
        changes=(),
        conflicts=(Conflict("created", None, None, None),),
        answers={Side.MINE: (edit(None, make_item(7)),), Side.THEIRS: ()},
    )
    decisions = Decisions([asked])
    assert decisions.tally() == Tally(waiting=1)
    decisions.resolve([asked], Side.MINE)
    assert decisions.tally() == Tally(new=1)


def test_decisions_are_carried_over_to_the_same_issues(qapp: QApplication, decisions: Decisions) -> None:
    decisions.take([CHANGED], False)
    decisions.take([GONE], True)
    decisions.resolve([CONFLICT], Side.THEIRS)
    again = [replace(row, number=row.number + 10) for row in ROWS if row.kind is not RowKind.NEW]
    later = Decisions(again)
    later.carry_over(decisions)
    assert later.choices == Choices(frozenset({11}), {(12, "title"): Side.THEIRS}, frozenset({14}))


def test_decisions_about_what_is_no_longer_there_are_dropped(qapp: QApplication, decisions: Decisions) -> None:
    decisions.take([CHANGED], False)
    later = Decisions([NEW])
    later.carry_over(decisions)
    assert not later.made
