"""The history of an item: which lines it has, and what they hold."""

from __future__ import annotations

from datetime import UTC, datetime

from pmdesk.domain.records import Moscow, StatusCategory
from pmdesk.services.editing import delete_items, set_values
from pmdesk.services.item_history import HistoryKind, history
from pmdesk.services.workspace import Workspace
from tests.makers import imported, incoming, make_item, put

EDITED = HistoryKind.EDITED


def told(workspace: Workspace, **options: int) -> list[tuple]:
    lines = history(workspace, workspace.items[1], **options)
    return [(line.kind, line.field, line.old, line.new, line.by_import) for line in lines]


def set_on(workspace: Workspace, **values: object) -> None:
    workspace.apply(set_values([workspace.items[1]], values))


def test_each_changed_field_is_a_line_newest_first(workspace: Workspace) -> None:
    put(workspace, make_item(1))
    set_on(workspace, reach=4500.0, moscow=Moscow.MUST)
    set_on(workspace, reach=9000.0)
    assert told(workspace) == [
        (EDITED, "reach", 4500.0, 9000.0, False),
        (EDITED, "reach", None, 4500.0, False),
        (EDITED, "moscow", None, Moscow.MUST, False),
        (HistoryKind.CREATED, "", None, None, False),
    ]


def test_lines_know_when_who_and_by_what(workspace: Workspace) -> None:
    put(workspace, make_item(1))
    set_on(workspace, reach=1.0)
    line = history(workspace, workspace.items[1])[0]
    assert line.actor == "you"
    assert str(line.label) == "Reach of SHOP-1"
    assert abs((datetime.now(UTC) - datetime.fromisoformat(line.time)).total_seconds()) < 60


def test_an_import_is_told_without_its_bookkeeping(workspace: Workspace) -> None:
    imported(workspace, [incoming(status="Idea", status_category=StatusCategory.TODO)])
    row = incoming(
        row=7,
        file="next.csv",
        extra={"Votes": "3"},
        status="Doing",
        status_category=StatusCategory.IN_PROGRESS,
    )
    imported(workspace, [row])
    imported(workspace, [incoming(row=9, file="third.csv", extra={"Votes": "4"}, status="Doing")])
    assert told(workspace) == [
        (EDITED, "status", "Idea", "Doing", True),
        (HistoryKind.IMPORTED, "", None, None, True),
    ]


def test_taking_an_import_back_is_no_import(workspace: Workspace) -> None:
    imported(workspace, [incoming(status="Idea")])
    imported(workspace, [incoming(status="Doing")])
    workspace.undo()
    assert told(workspace)[0] == (EDITED, "status", "Doing", "Idea", False)


def test_a_deleted_item_that_came_back_is_restored(workspace: Workspace) -> None:
    put(workspace, make_item(1))
    workspace.apply(delete_items(workspace, [workspace.items[1]]))
    workspace.undo()
    kinds = [line[0] for line in told(workspace)]
    assert kinds == [HistoryKind.RESTORED, HistoryKind.DELETED, HistoryKind.CREATED]


def test_the_limit_counts_lines_and_looks_behind_silent_entries(workspace: Workspace) -> None:
    put(workspace, make_item(1, source_file="a.csv"))
    set_on(workspace, reach=1.0)
    for row in range(2, 12):
        imported(workspace, [incoming(row=row, extra={"Votes": str(row)})])
    assert [line[1] for line in told(workspace, limit=1)] == ["reach"]
    assert told(workspace, limit=2)[-1][0] is HistoryKind.IMPORTED
    assert len(told(workspace, limit=50)) == 2
