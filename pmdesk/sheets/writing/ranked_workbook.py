"""The ranked workbook: the list with live scores for people who live in Excel, and a sheet about it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from tempfile import gettempdir
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from pmdesk.domain.messages import Message, UserError, message
from pmdesk.sheets.writing.about_sheet import write_about_sheet
from pmdesk.sheets.writing.backlog_sheet import write_backlog_sheet
from pmdesk.sheets.writing.content import WorkbookContent
from pmdesk.sheets.writing.files import replacing
from pmdesk.sheets.writing.texts import CellTexts

Progress = Callable[[int, int], None]


def write_ranked_workbook(
    target: Path, content: WorkbookContent, progress: Progress | None = None
) -> tuple[Message, ...]:
    """Write the workbook in place of `target`; returns what had to be changed in texts.

    Raises UserError where the disk refuses, and whatever `progress` (rows done, of all) raises to cancel;
    `target` is then as it was.
    """
    texts = CellTexts()
    book = _workbook(content)
    with replacing(target) as stream:
        try:
            write_backlog_sheet(book.create_sheet("Backlog"), content, texts, progress)
            write_about_sheet(book.create_sheet("About this file"), content, texts)
            _save(book, stream)
        except SerialisationError as fault:
            raise _no_temporary_room(target) from fault
        finally:
            _discard_leftovers(book)
    return tuple(texts.notes())


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
    book = Workbook(write_only=True)
    about = book.properties
    about.title = CellTexts().fit(content.settings.name)
    about.creator = about.lastModifiedBy = "PMDesk"
    about.created = about.modified = content.exported.astimezone(UTC)
    return book


def _save(book: Workbook, stream: BinaryIO) -> None:
    """Workbook.save would leave its archive open when the disk is full."""
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()


def _discard_leftovers(book: Workbook) -> None:
    """A sheet that was not saved keeps its rows in the system's temporary folder until the process ends."""
    for sheet in book.worksheets:
        writer = getattr(sheet, "_writer", None)
        if writer is not None and Path(writer.out).exists():
            with suppress(Exception):
                sheet.close()
            writer.cleanup()
