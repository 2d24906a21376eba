"""The ranked workbook: the list with live scores and ranks for people who live in Excel, and sheets about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from tempfile import gettempdir
from typing import Any, BinaryIO

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.packaging.custom import IntProperty, StringProperty

from pmdesk.domain.messages import Message, UserError, message
from pmdesk.sheets import own_workbook as own
from pmdesk.sheets.writing.about_sheet import write_about_sheet
from pmdesk.sheets.writing.backlog_sheet import BacklogSheet, layout_of
from pmdesk.sheets.writing.content import WorkbookContent
from pmdesk.sheets.writing.data_sheet import DataSheet
from pmdesk.sheets.writing.files import replacing
from pmdesk.sheets.writing.scales_sheet import write_scales_sheet
from pmdesk.sheets.writing.streamed import save
from pmdesk.sheets.writing.summary_sheet import SummarySheet
from pmdesk.sheets.writing.survey import Survey
from pmdesk.sheets.writing.texts import CellTexts

Progress = Callable[[int, int], None]
MOST_ITEMS = 1_048_575
_CHUNK = 500
_PASSES = 2


def write_ranked_workbook(
    target: Path, content: WorkbookContent, progress: Progress | None = None
) -> tuple[Message, ...]:
    """Write the workbook in place of `target`; returns what had to be changed in texts.

    Raises UserError where the disk refuses or a sheet has too few rows, and whatever `progress` (steps done, of all)
    raises to cancel; `target` is then as it was.
    """
    if len(content.rows) > MOST_ITEMS:
        said = "A sheet holds {most} items at most, and these are {count}; export some of them."
        raise UserError(message(said, most=MOST_ITEMS, count=len(content.rows)))
    with replacing(target) as stream:
        try:
            return _write(stream, content, _Steps(progress, _PASSES * len(content.rows)))
        except SerialisationError as fault:
            raise _no_temporary_room(target) from fault


class _Steps:
    """Tells how far the work is, each item counting once for every pass over the list."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def tell(self) -> None:
        """One step begins."""
        if self._progress is not None and self._done % _CHUNK == 0:
            self._progress(min(self._done, self._total), self._total)
        self._done += 1


def _write(stream: BinaryIO, content: WorkbookContent, steps: _Steps) -> tuple[Message, ...]:
    book, layout = _workbook(content), layout_of(content)
    survey, texts = Survey(content, layout), CellTexts()
    backlog = BacklogSheet(book.create_sheet(own.BACKLOG), content, layout, survey, steps.tell)
    summary = SummarySheet(book.create_sheet(own.SUMMARY), content, layout, texts)
    write_scales_sheet(book.create_sheet(own.SCALES), content, texts)
    write_about_sheet(book.create_sheet(own.ABOUT), content, texts, survey.notes)
    data = DataSheet(book.create_sheet(own.DATA), content, layout, steps.tell)
    save(book, stream, {own.BACKLOG: backlog, own.DATA: data}, {own.SUMMARY: summary.with_results})
    return survey.notes


def _no_temporary_room(target: Path) -> UserError:
    return UserError(
        message(
            "“{name}” was not written: the folder for temporary files, “{folder}”, is full; "
            "make room there and try again.",
            name=target.name,
            folder=gettempdir(),
        )
    )


def _workbook(content: WorkbookContent) -> Workbook:
    book: Any = Workbook()
    book.remove(book.worksheets[0])
    about = book.properties
    about.title = CellTexts().fit(content.settings.name)
    about.creator = about.lastModifiedBy = "PMDesk"
    about.created = about.modified = content.exported.astimezone(UTC)
    book.custom_doc_props.append(IntProperty(name=own.FORMAT_PROPERTY, value=own.FORMAT))
    if content.backlog_id:
        book.custom_doc_props.append(StringProperty(name=own.BACKLOG_PROPERTY, value=content.backlog_id))
    return book  # type: ignore[no-any-return]
