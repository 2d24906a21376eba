"""The kinds of file that a backlog leaves as: workbook, CSV, CSV for Jira, and the report as HTML or PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from pmdesk.domain.formula_guard import needs_guard
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.services import csv_columns, exporting
from pmdesk.services.changed import changed_since_import
from pmdesk.services.exporting import ExportOptions, ExportReport, Progress, check_target
from pmdesk.services.report import Report, Voice, report_of
from pmdesk.services.report_page import as_page
from pmdesk.services.workspace import Workspace
from pmdesk.sheets.writing.content import RankedItem, WorkbookContent

_KEYS_SHOWN = 5


class Kind(StrEnum):
    """A kind of file."""

    WORKBOOK = "workbook"
    CSV = "csv"
    JIRA = "jira"
    PAGE = "page"
    PDF = "pdf"


class Paper(StrEnum):
    """What a PDF is set for."""

    A4 = "a4"
    LETTER = "letter"


SUFFIXES = {Kind.WORKBOOK: ".xlsx", Kind.CSV: ".csv", Kind.JIRA: ".csv", Kind.PAGE: ".html", Kind.PDF: ".pdf"}
# Sets a report as a PDF; gets the rows done and all rows told on the way, and what that raises goes through.
PdfRenderer = Callable[[Report, Paper, Progress | None], bytes]


@dataclass(frozen=True, slots=True)
class Means:
    """What a kind of file needs beside its content: the report's language, the paper, and who sets it as a PDF."""

    render_pdf: PdfRenderer | None = None
    paper: Paper = Paper.A4
    voice: Voice | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written: a kind of file, its content as it was taken from the backlog, and what to say of it."""

    kind: Kind
    content: WorkbookContent
    options: ExportOptions
    notes: tuple[Message, ...] = ()


def kind_of(target: Path, *, for_jira: bool = False) -> Kind:
    """The kind of file that a name asks for. Raises UserError where it is none, or none that Jira's importer takes."""
    suffix = target.suffix.casefold()
    kind = next((kind for kind, known in SUFFIXES.items() if known == suffix), None)
    if kind is None:
        said = "PMDesk exports to .xlsx, .csv, .html and .pdf; “{name}” ends in none of these."
        raise UserError(message(said, name=target.name))
    if for_jira and kind is not Kind.CSV:
        said = "Jira’s importer takes a CSV: the name of a file for it ends in .csv; “{name}” does not."
        raise UserError(message(said, name=target.name))
    return Kind.JIRA if for_jira else kind


def prepare(workspace: Workspace, kind: Kind, options: ExportOptions, *, only_changed: bool = False) -> Order:
    """Take from the backlog what a file is made of; on the workspace's own thread, the rest need not be.

    `only_changed` leaves out what the user did not change since the last import.
    """
    notes: tuple[Message, ...] = ()
    if only_changed:
        changed = changed_since_import(workspace)
        if changed is None:
            notes = (message("There is no import to compare with, so every item counts as changed."),)
        else:
            wanted = changed if options.item_ids is None else changed & options.item_ids
            options = replace(options, item_ids=frozenset(wanted))
    return Order(kind, exporting.workbook_content(workspace, options), options, notes)


def write(order: Order, target: Path, means: Means, progress: Progress | None = None) -> ExportReport:
    """Write a file in place of `target`; touches no backlog, so that it may run on any thread.

    `progress` gets the rows done and all rows; what it raises cancels. Then, and on UserError, `target` is as it was.
    """
    check_target(target, order.content.source, SUFFIXES[order.kind])
    done = _WRITERS[order.kind](order, target, means, progress)
    return replace(done, notes=(*order.notes, *done.notes))


def _write_workbook(order: Order, target: Path, means: Means, progress: Progress | None) -> ExportReport:
    return exporting.write(order.content, target, progress)


# CSV


def _write_list(order: Order, target: Path, means: Means, progress: Progress | None) -> ExportReport:
    rows, options = order.content.rows, order.options
    if options.all_columns:
        columns = csv_columns.list_columns(csv_columns.every_field(options.with_descriptions))
        columns = csv_columns.with_extra(columns, rows)
    else:
        columns = csv_columns.list_columns(order.content.fields)
    return _write_csv(columns, rows, target, progress)


def _write_for_jira(order: Order, target: Path, means: Means, progress: Progress | None) -> ExportReport:
    rows = [row for row in order.content.rows if row.item.from_tracker and row.item.key]
    done = _write_csv(csv_columns.jira_columns(), rows, target, progress)
    return replace(done, notes=tuple(_notes_for_jira(rows, len(order.content.rows) - len(rows))))


def _write_csv(
    columns: list[csv_columns.Column],
    rows: list[RankedItem] | tuple[RankedItem, ...],
    target: Path,
    progress: Progress | None,
) -> ExportReport:
    from pmdesk.sheets.writing.csv_file import write_csv

    header = [header for header, _ in columns]
    write_csv(target, header, csv_columns.cells(columns, rows), len(rows), progress)
    return ExportReport(target, len(rows), ())


def _notes_for_jira(rows: list[RankedItem], left_out: int) -> Iterator[Message]:
    if left_out:
        yield message(
            "{count} items made in PMDesk were left out: Jira does not know them.",
            one="1 item made in PMDesk was left out: Jira does not know it.",
            count=left_out,
        )
    risky = [row.item.key for row in rows if needs_guard(row.item.title) or needs_guard(row.item.rationale)]
    if risky:
        more = len(risky) - _KEYS_SHOWN
        keys = ", ".join(risky[:_KEYS_SHOWN]) + (f" + {more}" if more > 0 else "")
        yield message(
            "{count} issues have a title or rationale that begins like a formula and got an apostrophe before it, "
            "which Jira would keep: {keys}.",
            one="A title or rationale of {keys} begins like a formula and got an apostrophe before it, which Jira "
            "would keep.",
            count=len(risky),
            keys=keys,
        )


# The report


def _write_page(order: Order, target: Path, means: Means, progress: Progress | None) -> ExportReport:
    from pmdesk.sheets.writing.files import replacing

    report = report_of(order.content, means.voice)
    with replacing(target) as stream:
        for part in as_page(report, progress):
            stream.write(part.encode(errors="replace"))
    return ExportReport(target, len(order.content.rows), ())


def _write_pdf(order: Order, target: Path, means: Means, progress: Progress | None) -> ExportReport:
    from pmdesk.sheets.writing.files import replacing

    if means.render_pdf is None:
        raise RuntimeError("nobody was named who sets a PDF")
    with replacing(target) as stream:  # before the pages are set, so that a folder that refuses costs no waiting
        stream.write(means.render_pdf(report_of(order.content, means.voice), means.paper, progress))
    return ExportReport(target, len(order.content.rows), ())


_WRITERS: dict[Kind, Callable[[Order, Path, Means, Progress | None], ExportReport]] = {
    Kind.WORKBOOK: _write_workbook,
    Kind.CSV: _write_list,
    Kind.JIRA: _write_for_jira,
    Kind.PAGE: _write_page,
    Kind.PDF: _write_pdf,
}
