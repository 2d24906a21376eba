"""The sample exports, and ways to read them and tables made up in a test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmdesk.domain.records import Item, Level
from pmdesk.sheets.dialects import read_import
from pmdesk.sheets.reading import open_table
from pmdesk.sheets.reading.process import table_of
from pmdesk.sheets.rows import ImportedRow, RawRow, RawTable, TableHead, TableImport

EXPORTS = Path(__file__).parent.parent / "data" / "jira-exports"


def raw_file(path: Path) -> RawTable:
    """A file, read in this process."""
    head, rows = open_table(path)
    return table_of(path, head, list(rows))


def read_file(path: Path) -> TableImport:
    """A file as issues, read in this process."""
    return read_import(raw_file(path))


def read_export(name: str) -> TableImport:
    """One of the sample exports."""
    return read_file(EXPORTS / name)


def read_text(tmp_path: Path, text: str, name: str = "export.csv", encoding: str = "utf-8") -> TableImport:
    """A file with this text, as issues; newlines stay as they are."""
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return read_file(path)


def raw_table(header: str, *rows: tuple[Any, ...], format_name: str = "csv", **head: Any) -> RawTable:
    """Rows under a header given as `Summary|Issue key`, as they are read."""
    names = tuple(header.split("|"))
    ids = head.pop("column_ids", ("",) * len(names))
    raw = tuple(RawRow(number, cells) for number, cells in enumerate(rows, start=2))
    return RawTable(Path("export.csv"), TableHead(format_name, "", names, ids, **head), raw)


def table(header: str, *rows: tuple[Any, ...], format_name: str = "csv", **head: Any) -> TableImport:
    """Rows under a header given as `Summary|Issue key`, as issues."""
    return read_import(raw_table(header, *rows, format_name=format_name, **head))


def issue(**values: Any) -> ImportedRow:
    """One issue of a Jira CSV that has these columns, spaces written as underscores."""
    columns = {"Issue_key": "A-1", "Summary": "Title", "Issue_Type": "Story", **values}
    header = "|".join(name.replace("_", " ") for name in columns)
    return table(header, tuple(columns.values())).rows[0]


def by_key(imported: TableImport) -> dict[str, ImportedRow]:
    """The rows by their issue keys."""
    return {str(row.values["key"]): row for row in imported.rows}


def column(imported: TableImport, field: str) -> list[Any]:
    """What the rows have for a field of an item, or for an extra header; None where they have nothing."""
    return [row.values.get(field, row.extra.get(field)) for row in imported.rows]


def said(imported: TableImport) -> list[str]:
    """The warnings, as the command line prints them."""
    return [str(warning) for warning in imported.warnings]


def counts(imported: TableImport) -> tuple[int, int, int]:
    """How many items are in play at the default level, closed, and of other levels."""
    items = [_item(row.values) for row in imported.rows]
    closed = sum(item.closed for item in items)
    others = sum(not item.closed and item.level is not Level.STANDARD for item in items)
    return len(items) - closed - others, closed, others


def _item(values: Mapping[str, object]) -> Item:
    given: dict[str, Any] = {"key": "", **values}
    return Item(id=1, **given)
