"""The health check finds what is wrong, and nothing in a sound backlog."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import BaselineReason
from pmdesk.services import editing
from pmdesk.services.baselines import set_baseline
from pmdesk.services.checking import check
from pmdesk.services.workspace import Workspace, open_workspace
from tests.makers import imported, incoming, put, scored_item, tracker_item

Tamper = Callable[..., list[str]]


@pytest.fixture
def tamper(workspace: Workspace) -> Tamper:
    """Runs SQL over a closed backlog of two items with some history; returns what the check says then."""
    imported(workspace, [incoming("A-1", title="Pay", issue_id="7"), incoming("A-2", row=3, title="Ship")])
    for reach in (1.0, 2.0):
        workspace.apply(editing.set_values([workspace.items[1]], {"reach": reach}))
    workspace.undo()
    workspace.close()

    def run(*statements: str) -> list[str]:
        with sqlite3.connect(workspace.path) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()
        again = open_workspace(workspace.path)
        faults = [str(fault) for fault in check(again)]
        again.close()
        return faults

    return run


def test_a_sound_backlog_has_no_faults(tamper: Tamper) -> None:
    assert tamper() == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("reach=-1", "Reach of A-1: Reach is a number of people or events, 0 or more."),
        ("impact=0", "Impact of A-1: Impact is 3 massive"),
        ("confidence=80", "Confidence of A-1: “80.0” is never stored like that."),
        ("confidence=101", "Confidence of A-1: Confidence goes from 0 to 100 %"),
        ("effort=-3", "Effort of A-1: Effort is a number above 0"),
        ("reach=9e999", "Reach of A-1: Reach is a number of people or events, 0 or more."),
        ("key=''", "Item 1 has no key."),
    ],
)
def test_a_broken_value_is_found_and_that_nobody_logged_it(tamper: Tamper, values: str, said: str) -> None:
    faults = tamper(f"UPDATE item SET {values} WHERE id=1")
    assert any(fault.startswith(said) for fault in faults)
    assert any("change log" in fault for fault in faults)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE item SET title='Other' WHERE id=1",
        "UPDATE change_record SET after='{\"reach\":5.0}' WHERE seq=4",
        "DELETE FROM change_record WHERE seq=4",
        "INSERT INTO change_record VALUES (4, 9, 'item', 1, '{}', '{\"reach\":7.0}')",
    ],
)
def test_a_log_that_leads_elsewhere_is_found(tamper: Tamper, statement: str) -> None:
    assert tamper(statement) == ["The change log of A-1 does not lead to what is stored."]


NONSENSE = [
    "after='{'",
    "after='[]'",
    "after='5'",
    """after='{"velocity":5.0}'""",
    """after='{"reach":"many"}'""",
    """after='{"id":5}'""",
    "after=NULL",
    "before=NULL",
    "before=NULL, after=NULL",
    "record_type='song'",
]


@pytest.mark.parametrize("values", NONSENSE)
def test_a_damaged_entry_of_the_log_is_found_and_the_check_goes_on(tamper: Tamper, values: str) -> None:
    faults = tamper(f"UPDATE change_record SET {values} WHERE seq=3", "UPDATE item SET key='' WHERE id=2")
    assert faults[0] == "Entry 3 of the change log is damaged."
    assert faults[-1] == "Item 2 has no key."


@pytest.mark.parametrize("values", NONSENSE)
def test_undo_and_history_say_that_the_log_is_damaged(tamper: Tamper, workspace: Workspace, values: str) -> None:
    tamper(f"UPDATE change_record SET {values} WHERE seq=2")
    again = open_workspace(workspace.path)
    said = "The change log of “shop.pmdesk” is damaged at entry 2; nothing was changed."
    with pytest.raises(UserError) as refused:
        again.undo()
    assert str(refused.value) == said
    if not values.startswith("record_type"):
        with pytest.raises(UserError) as refused:
            again.item_history(1)
        assert str(refused.value) == said
    again.close()


def test_undo_of_what_is_not_there_is_said(tamper: Tamper, workspace: Workspace) -> None:
    tamper("UPDATE change_record SET record_id=99 WHERE seq=2")
    again = open_workspace(workspace.path)
    with pytest.raises(UserError, match="is damaged at entry 2"):
        again.undo()
    again.close()


def test_an_item_that_came_or_went_beside_the_log_is_found(tamper: Tamper) -> None:
    faults = tamper("DELETE FROM imported_value WHERE item_id=2", "DELETE FROM item WHERE id=2")
    assert faults == [
        "The change log of A-2 does not lead to what is stored.",
        "The change log does not lead to what the tracker gave for item 2 as stored.",
    ]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE settings SET vision='Mine'", "the settings"),
        ("UPDATE last_import SET time='2026-01-01T00:00:00+00:00'", "the last import"),
        ("UPDATE baseline SET last_item_id=9", "the baseline"),
        (
            "UPDATE imported_value SET value='\"Bay\"' WHERE item_id=1 AND field='title'",
            "what the tracker gave for item 1",
        ),
    ],
)
def test_every_kind_of_record_follows_from_the_log(
    tamper: Tamper, workspace: Workspace, statement: str, what: str
) -> None:
    again = open_workspace(workspace.path)
    again.apply(change(message("Vision"), [edit(again.settings, replace(again.settings, vision="Sell more"))]))
    again.apply(set_baseline(again, BaselineReason.USER))
    again.close()
    assert tamper() == []
    assert tamper(statement) == [f"The change log does not lead to {what} as stored."]


def test_what_refers_to_nothing_is_found(tamper: Tamper) -> None:
    faults = tamper("INSERT INTO imported_value VALUES (99, 'title', '\"Pay\"')")
    assert len(faults) == 2
    assert faults[0].startswith("The file: ")
    assert "imported_value" in faults[0]


def test_a_damaged_index_is_found(tamper: Tamper, workspace: Workspace) -> None:
    with sqlite3.connect(workspace.path) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name='change_record_of'").fetchone()
    connection.close()
    empty_one_page(workspace.path, page)
    faults = tamper()
    assert faults
    assert all(fault.startswith("The file: ") for fault in faults)


def empty_one_page(path: Path, page: int) -> None:
    """Make a page of an index one without entries: 0x0a marks a leaf."""
    content = bytearray(path.read_bytes())
    start = (page - 1) * 4096
    content[start : start + 8] = bytes([0x0A, 0, 0, 0, 0, 0x10, 0, 0])
    path.write_bytes(content)


def test_one_issue_in_two_items_is_found(workspace: Workspace) -> None:
    put(workspace, tracker_item(1, issue_id="7"), tracker_item(2, issue_id="7", former_keys=("SHOP-1",)))
    assert [str(fault) for fault in check(workspace)] == ["SHOP-2 and SHOP-1 are one issue of the tracker."]


def test_the_same_id_at_two_sites_and_keys_made_here_are_sound(workspace: Workspace) -> None:
    old, new = datetime(2024, 9, 6), datetime(2025, 1, 31)
    put(workspace, tracker_item(1, issue_id="7", created=old), tracker_item(2, issue_id="7", created=new))
    put(workspace, scored_item(3, key="SHOP-1"))
    assert check(workspace) == []


def test_ids_that_no_item_ever_had_are_found(workspace: Workspace, tamper: Tamper) -> None:
    faults = tamper(
        "INSERT INTO baseline VALUES (1, '2026-01-01T00:00:00+00:00', 'user', 2, '{\"rice\":[1,2,77]}')",
        "UPDATE last_import SET created='[1,2,88]', gone='[0]'",
    )
    assert [fault for fault in faults if "never was" in fault] == [
        "In the baseline there is item 77, which never was.",
        "In the last import there is item 0, which never was.",
        "In the last import there is item 88, which never was.",
    ]


def test_items_that_were_deleted_since_are_no_fault(workspace: Workspace) -> None:
    imported(workspace, [incoming("A-1", issue_id="7"), incoming("A-2", row=3)])
    workspace.apply(set_baseline(workspace, BaselineReason.USER))
    workspace.apply(editing.delete_items(workspace, [workspace.items[2]]))
    assert check(workspace) == []


def test_a_key_of_our_own_that_two_items_have_is_found(workspace: Workspace) -> None:
    put(workspace, scored_item(1, key="PM-1"), scored_item(2, key="pm-1"), scored_item(3, key="PM-2"))
    assert [str(fault) for fault in check(workspace)] == ["2 items made here have the key PM-1."]


@pytest.mark.parametrize("value", ["5", "{", "[1]"])
def test_what_the_tracker_gave_must_parse(tamper: Tamper, value: str) -> None:
    assert tamper(f"UPDATE imported_value SET value='{value}' WHERE item_id=1 AND field='title'") == [
        "What the tracker gave last cannot be read."
    ]
