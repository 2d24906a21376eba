"""The exports that are imported: a Jira list of 30 columns, as CSV and as a workbook, and a later one of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from pmdesk.domain.records import Item

LATER = timedelta(days=7)
_LEVELS = {"todo": "To Do", "in_progress": "In Progress", "done": "Done", "unknown": ""}
_HEADER = (
    "Summary", "Issue key", "Issue id", "Issue Type", "Status", "Status Category", "Priority", "Assignee", "Reporter",
    "Created", "Updated", "Due date", "Description", "Labels", "Labels", "Component/s", "Component/s", "Sprint",
    "Parent", "Custom field (Team)", "Custom field (Rank)", "Custom field (Story Points)", "Custom field (Customer)",
    "Custom field (Region)", "Custom field (Contract)", "Custom field (Revenue)", "Fix versions", "Votes",
    "Watchers", "Environment",
)  # fmt: skip


def export_rows(items: Sequence[Item], changed: int = 0) -> Iterator[list[str | int | float | datetime]]:
    """The header, then a row an item; the first `changed` ones carry another status and a later time."""
    yield list(_HEADER)
    for place, item in enumerate(items):
        yield _row(item, changed=place < changed)


def _row(item: Item, *, changed: bool) -> list[str | int | float | datetime]:
    number = item.id
    updated = (item.updated or datetime(2026, 1, 1)) + (LATER if changed else timedelta())
    return [
        item.title, item.key, int(item.issue_id), item.type, "Review" if changed else item.status,
        _LEVELS[item.status_category], item.priority, item.assignee, item.assignee, item.created or updated, updated,
        datetime(2026, 6, 1), item.description, *item.labels[:2], *item.components[:2], item.sprint, "", item.team,
        item.tracker_order, float(number % 13), item.assignee, f"Region {number % 7}", f"C-{number % 900}",
        number * 7.5, f"4.{number % 30}", number % 40, number % 9, item.description[:60],
    ]  # fmt: skip


def write_xlsx(path: Path, rows: Iterator[list[str | int | float | datetime]]) -> Path:
    """A workbook with one sheet of typed cells."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Issues")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def write_csv(path: Path, rows: Iterator[list[str | int | float | datetime]]) -> Path:
    """The same as Jira writes it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in rows:
            writer.writerow([cell.strftime("%d/%b/%y %H:%M") if isinstance(cell, datetime) else cell for cell in row])
    return path
