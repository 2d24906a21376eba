"""What the preview says: names of fields, values as people read them, and what a line means as a whole."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import NumberStyle, format_number
from pmdesk.domain.records import Level, StatusCategory
from pmdesk.gui.importing.preview_lines import SAME_ISSUE, Line, new_item
from pmdesk.gui.text import number_style, say, shown
from pmdesk.services.editing import level_label
from pmdesk.services.import_plan import Conflict, RowKind, Side

_CATEGORIES = {
    StatusCategory.TODO: message("to do"),
    StatusCategory.IN_PROGRESS: message("in progress"),
    StatusCategory.DONE: message("done"),
    StatusCategory.UNKNOWN: message("unknown"),
}
_KINDS = {
    RowKind.NEW: message("New item"),
    RowKind.CHANGED: message("Changed"),
    RowKind.CONFLICT: message("Conflict"),
    RowKind.UNCHANGED: message("Unchanged"),
    RowKind.GONE: message("Not in the files"),
    RowKind.REFUSED: message("Left out"),
}
_CONFLICT = message("conflict: yours {mine}, the tracker’s {theirs}")
_OWN_CONFLICT = message("conflict: yours {mine}, the file’s {theirs}")
_SHORT = QLocale.FormatType.ShortFormat


def field_words(name: str, header: str = "") -> str:
    """What a field is called; a column without a field has its own header."""
    if name == SAME_ISSUE:
        return _tr("Same issue?")
    if name == "closed_by_user":
        return _tr("Closed")
    return header or (say(FIELDS[name].label) if name in FIELDS else name)


def value_words(name: str, value: Any, style: NumberStyle | None = None) -> str:
    """A field's value as it is read, or an empty text for none."""
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, bool):
        return _tr("Yes") if value else _tr("No")
    if isinstance(value, Level):
        return say(level_label(value))
    if isinstance(value, StatusCategory):
        return say(_CATEGORIES[value])
    if isinstance(value, date):
        return _date_words(value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return shown(FIELDS[name], value, style) if name in FIELDS else str(value)


def side_words(conflict: Conflict, side: Side) -> str:
    """One side of a conflict."""
    if conflict.field == SAME_ISSUE:
        words = _tr("another issue, created {date}") if side is Side.MINE else _tr("the same issue, created {date}")
        return words.format(date=value_words("created", getattr(conflict, side.value)) or _tr("(none)"))
    return value_words(conflict.field, getattr(conflict, side.value)) or _tr("(none)")


def answer_words(field: str, side: Side, *, brief: bool = False) -> str:
    """What an answer to a conflict is called."""
    if field == SAME_ISSUE:
        long, short = (_tr("Another issue"), _tr("Other")) if side is Side.MINE else (_tr("Same issue"), _tr("Same"))
    else:
        long, short = (_tr("Keep mine"), _tr("Mine")) if side is Side.MINE else (_tr("Take theirs"), _tr("Theirs"))
    return short if brief else long


def stands_words(conflict: Conflict, side: Side | None) -> str:
    """What stands after the import; of an issue that nobody can tell, nothing does until somebody does."""
    if conflict.field == SAME_ISSUE and side is None:
        return _tr("Left out until you answer")
    return side_words(conflict, side or Side.MINE)


def kind_words(kind: RowKind) -> str:
    """What a line that stands for a whole row says in place of a field."""
    return say(_KINDS[kind])


def key_words(line: Line) -> str:
    """The key, or where the row of a file stands."""
    row = line.row
    return row.key or say(message("line {row}", row=row.row))


def name_words(line: Line) -> str:
    """What a line is about: its field, or what becomes of the whole row."""
    return field_words(line.field, line.header) if line.field else kind_words(line.row.kind)


def before_words(line: Line, style: NumberStyle | None = None) -> str:
    """What stands there now."""
    if line.field == "closed_by_user" and line.before:
        return _tr("Closed, as it was not in the files")
    if line.field:
        return value_words(line.field, line.before, style)
    return ""


def after_words(line: Line, taken: bool, style: NumberStyle | None = None) -> str:
    """What will stand there."""
    row = line.row
    if line.field == "closed_by_user" and line.after is None:
        item = new_item(row)
        closed = item is not None and item.closed
        return _tr("As in the tracker: closed") if closed else _tr("Open again: it is back in the files")
    if line.field:
        return value_words(line.field, line.after, style)
    if row.kind is RowKind.GONE:
        return _tr("Closed") if taken else _tr("Stays as it is")
    return line.summary


def reason_words(line: Line) -> str:
    """Why a row is refused, or left as it is."""
    return say(line.row.reason) if line.row.reason is not None else ""


def place_words(line: Line) -> str:
    """Where a row stands in its file."""
    row = line.row
    if not row.file or not row.row:
        return row.file
    return say(message("{file}, line {row}", file=row.file, row=row.row))


def spoken(line: Line, taken: bool, side: Side | None) -> str:
    """A line in words, for those who hear it."""
    parts = [key_words(line), line.row.title, name_words(line)]
    if line.conflict is not None:
        parts += [
            say(message((_CONFLICT if line.row.tracker_says else _OWN_CONFLICT).template,
                        mine=side_words(line.conflict, Side.MINE), theirs=side_words(line.conflict, Side.THEIRS))),
            stands_words(line.conflict, side) if line.row.waits
            else _tr("yours stays") if side is not Side.THEIRS
            else _tr("the tracker’s is taken") if line.row.tracker_says else _tr("the file’s is taken"),
        ]  # fmt: skip
    elif line.field:
        none = _tr("(none)")
        parts.append(say(message("{before} becomes {after}", before=before_words(line) or none,
                                 after=after_words(line, taken) or none)))  # fmt: skip
    else:
        parts += [after_words(line, taken), reason_words(line)]
    return ", ".join(part for part in parts if part)


def count_words(count: int) -> str:
    """A number as the locale writes it."""
    return format_number(count, number_style())


def counted(template: Message, count: int) -> str:
    """A Message with a count, written as the locale does."""
    return say(message(template.template, one=template.one, count=count, number=count_words(count)))


def _date_words(value: date) -> str:
    day = QLocale().toString(QDate(value.year, value.month, value.day), "d MMM yyyy")
    if not isinstance(value, datetime):
        return day
    return f"{day} {QLocale().toString(QTime(value.hour, value.minute), _SHORT)}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("ImportPreview", text)
