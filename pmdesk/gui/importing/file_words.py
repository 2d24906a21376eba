"""What is said about a file of an import: its format and dialect, its rows and items, its sheets."""

from __future__ import annotations

from collections.abc import Sequence

from pmdesk.domain.mapping import SheetInfo
from pmdesk.domain.messages import Message, message
from pmdesk.gui.importing.file_entry import FileEntry
from pmdesk.gui.importing.preview_texts import count_words, counted, field_words
from pmdesk.gui.text import say

_FORMATS = {"csv": "CSV", "html": "HTML", "xlsx": "Excel", "xls": "Excel (.xls)", "xlsb": "Excel (.xlsb)",
            "ods": "OpenDocument"}  # fmt: skip
_DIALECTS = {"jira": "Jira", "pmdesk": "PMDesk"}
_NAMES = 3
_HEADER = message("header in line {row}")


def kind_words(format_name: str, dialect: str) -> str:
    """What a file was recognised as, like Jira CSV."""
    return " ".join(filter(None, (_DIALECTS.get(dialect, ""), _FORMATS.get(format_name, format_name))))


def found_words(entry: FileEntry) -> str:
    """What was recognised in a file that was read."""
    proposal = entry.proposal
    parts = [kind_words(proposal.format, proposal.dialect)]
    parts.append(counted(message("{number} rows", one="1 row"), proposal.rows))
    if entry.issues is not None and entry.issues.table is not None:
        parts.append(counted(message("{number} items", one="1 item"), entry.issues.items))
    if proposal.header_row > 1:
        parts.append(say(message(_HEADER.template, row=proposal.header_row)))
    if proposal.mapping.name:
        parts.append(say(message("mapping “{name}”", name=proposal.mapping.name)))
    return " · ".join(parts)


def about_words(entries: Sequence[FileEntry]) -> str:
    """Some files in one line: the first names, and their rows as far as they were read."""
    rows = sum(entry.proposal.rows for entry in entries if entry.read is not None)
    names = [entry.path.name for entry in entries]
    listed = ", ".join(names[:_NAMES]) + (f" + {count_words(len(names) - _NAMES)}" if len(names) > _NAMES else "")
    words = counted(message("{number} rows", one="1 row"), rows) if rows else ""
    return " · ".join(filter(None, (listed, words)))


def sheet_words(sheet: SheetInfo) -> str:
    """One sheet in the choice of them."""
    said = message("{name} ({number} rows, hidden)") if sheet.hidden else message("{name} ({number} rows)")
    return say(message(said.template, name=sheet.name, number=count_words(sheet.rows)))


def question_words(entry: FileEntry) -> Message | None:
    """That a file leaves something open."""
    count = entry.pressing_questions
    if not count:
        return None
    return message("{count} questions about this file are asked on the next page.",
                   one="One question about this file is asked on the next page.", count=count)  # fmt: skip


def offered_words(entry: FileEntry) -> Message | None:
    """That columns hold scores, or may be more than they are used for; of an own workbook, what comes in."""
    if entry.proposal.own:
        return message("It was exported from this backlog: only what was changed in it since then comes in.")
    names = ", ".join(field_words(column.use) for column in entry.score_columns)
    if names:
        return message("It holds scores ({names}); whether they are taken over is asked on the next page.", names=names)
    count = sum(bool(column.offers) for column in entry.proposal.columns)
    if not count:
        return None
    return message("{count} columns may hold scores or other fields; they are kept as they are, unless you choose "
                   "under Columns.", one="One column may hold a score or another field; it is kept as it is, unless "
                   "you choose under Columns.", count=count)  # fmt: skip
