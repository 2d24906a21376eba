"""The lines of the preview: one a field that changes, in the order in which they need a look."""

from __future__ import annotations

from datetime import datetime

from pmdesk.gui.importing.preview_lines import lines_of, new_item
from pmdesk.services.import_plan import Conflict, FieldChange, PlannedRow, RowKind
from tests.gui.importing.conftest import planned_rows

UPDATED = FieldChange("updated", datetime(2026, 11, 1), datetime(2026, 11, 2))


def test_conflicts_come_first_and_what_stays_the_same_last() -> None:
    kinds = list(dict.fromkeys(line.row.kind for line in lines_of(planned_rows())))
    assert kinds == [
        RowKind.CONFLICT, RowKind.REFUSED, RowKind.CHANGED, RowKind.NEW, RowKind.GONE, RowKind.UNCHANGED,
    ]  # fmt: skip


def test_a_line_a_field_and_only_the_first_bears_the_tick() -> None:
    lines = [line for line in lines_of(planned_rows()) if line.row.number == 1]
    assert [(line.field, line.header, line.before, line.after, line.first) for line in lines] == [
        ("status", "", "Open", "Ready", True),
        ("extra", "Votes", "1", "2", False),
        ("extra", "Team", None, "A", False),
    ]


def test_a_conflict_stands_before_the_changes_of_its_row() -> None:
    lines = [line for line in lines_of(planned_rows()) if line.row.kind is RowKind.CONFLICT]
    assert [(line.field, line.conflict is not None, line.first) for line in lines] == [
        ("title", True, True),
        ("status", False, False),
    ]


def test_a_new_item_is_told_by_what_it_is() -> None:
    row = planned_rows()[0]
    (line,) = [line for line in lines_of(planned_rows()) if line.row is not None and line.row.kind is RowKind.NEW]
    assert line.summary == "Story · Open"
    item = new_item(row)
    assert item is not None
    assert item.key == "SHOP-9"


def row(*changes: FieldChange, conflicts: tuple[Conflict, ...] = ()) -> PlannedRow:
    kind = RowKind.CONFLICT if conflicts else RowKind.CHANGED
    return PlannedRow(0, kind, "SHOP-1", "Item", 1, "a.csv", 2, changes, conflicts)


def test_the_time_of_the_update_is_told_only_where_nothing_else_is() -> None:
    status = FieldChange("status", "Open", "Done")
    assert [line.field for line in lines_of([row(UPDATED, status)])] == ["status"]
    assert [line.field for line in lines_of([row(UPDATED)])] == ["updated"]
    conflict = Conflict("title", "a", "b", "c")
    assert [line.field for line in lines_of([row(UPDATED, conflicts=(conflict,))])] == ["title"]
