"""Makers of the values that tests are about: items, imported rows, backlogs with items in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import Item
from pmdesk.services.identity import IncomingRow
from pmdesk.services.import_plan import ImportOptions, PlannedRow, RowKind
from pmdesk.services.importing import NO_OPTIONS, ImportPlan, plan_import
from pmdesk.services.workspace import Workspace


def make_item(item_id: int = 1, **values: Any) -> Item:
    """An item of PMDesk's own, in play and without scores."""
    return Item(**{"id": item_id, "key": f"SHOP-{item_id}", "title": f"Item {item_id}", **values})


def scored_item(item_id: int = 1, **values: Any) -> Item:
    """An item with a RICE score of 100 x 2 x 0.5 / 4 = 25, unless told otherwise."""
    return make_item(item_id, **{"reach": 100.0, "impact": 2.0, "confidence": 0.5, "effort": 4.0, **values})


def tracker_item(item_id: int = 1, **values: Any) -> Item:
    """An item that a file brought in."""
    given = {"issue_id": str(10_000 + item_id), "source_file": "export.csv", "source_row": item_id + 1}
    return make_item(item_id, **{**given, **values})


def counts_of(rows: Iterable[PlannedRow]) -> tuple[int, int, int]:
    """How many items the lines of a plan create, update and leave alone, while no conflict is resolved."""
    lines = list(rows)
    created = sum(line.kind is RowKind.NEW for line in lines)
    updated = sum(line.kind is not RowKind.NEW and bool(line.changes) for line in lines)
    return created, updated, len(lines) - created - updated


def put(workspace: Workspace, *items: Item) -> None:
    """Have items in a backlog."""
    workspace.apply(change(message("Items"), [edit(None, item) for item in items]))


def incoming(
    key: str = "SHOP-1", row: int = 2, file: str = "export.csv", extra: Mapping[str, Any] | None = None, **values: Any
) -> IncomingRow:
    """A row of an export: its key, what else is given, and `extra` for the columns without a field."""
    extra = extra or {}
    return IncomingRow(file, row, {"key": key, **values}, extra, frozenset(extra))


def imported(workspace: Workspace, rows: Iterable[IncomingRow]) -> ImportPlan:
    """Plan an import of rows as if one file had held them all, and apply it."""
    plan = planned(workspace, rows)
    workspace.apply(plan.change)
    return plan


def planned(
    workspace: Workspace,
    rows: Iterable[IncomingRow],
    warnings: Iterable[Any] = (),
    items: Mapping[int, Item] | None = None,
    options: ImportOptions = NO_OPTIONS,
) -> ImportPlan:
    """Plan an import of rows as if one file had held them all, into the backlog or a copy of its items."""
    rows = list(rows)
    headers = frozenset().union(*(one.extra_headers for one in rows))
    table: Any = SimpleNamespace(
        path=Path("export.csv"),
        format="csv",
        dialect="jira",
        row_count=len(rows),
        rows=rows,
        refused=(),
        warnings=tuple(warnings),
        extra_headers=headers,
        own=None,
    )
    return plan_import(workspace, [table], options, items)
