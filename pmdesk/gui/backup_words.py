"""Backups in the user's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from pmdesk.domain.messages import Message, message
from pmdesk.services.backups import Backup, Reason

REASONS: Mapping[Reason, Message] = {
    Reason.OPENED: message("At opening"),
    Reason.USED: message("While in use"),
    Reason.MIGRATION: message("Before the file was brought up to date"),
    Reason.IMPORT: message("Before an import"),
    Reason.RESTORE: message("Before a backup was restored"),
    Reason.SALVAGE: message("Before a rescue"),
    Reason.MISPLACED: message("The file was gone or replaced"),
}


def date_of(backup: Backup) -> str:
    """When a backup was made, in local time and by the user's locale."""
    local: datetime = backup.time.astimezone()
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(local.timestamp())), QLocale.FormatType.ShortFormat)


def count_of(backup: Backup) -> Message:
    """How many items it holds."""
    return message("{count} items", one="1 item", count=backup.items)
