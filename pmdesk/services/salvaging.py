"""Rescuing what can be read of a damaged backlog into a new file, with a count of what was and was not recovered."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.records import ImportedValues, Item
from pmdesk.storage.backups import BackupFolder

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rescue:
    """What came of a damaged file: where it is now, how many items, how many of them from the change log alone.

    `lost` counts items that could not be read.
    """

    path: Path
    items: int
    from_log: int
    lost: int
    with_settings: bool
    with_imported: bool

    def sentences(self) -> list[Message]:
        """What was and was not recovered."""
        said = [
            message("{count} items were recovered.", one="1 item was recovered.", count=self.items),
            message("{count} items could not be read.", one="1 item could not be read.", count=self.lost),
        ]
        if self.from_log:
            said.append(
                message(
                    "{count} of the items came from the change log, as they were last changed there.",
                    one="1 of the items came from the change log, as it was last changed there.",
                    count=self.from_log,
                )
            )
        if not self.with_settings:
            said.append(message("The backlog’s settings could not be read; they are as in a new backlog."))
        if not self.with_imported:
            said.append(
                message("What the tracker gave last could not be read; the next import asks where texts differ.")
            )
        said.append(message("The history was not taken along; it begins anew."))
        return said


def rescue(damaged: Path, target: Path, backups: Path | None = None) -> Rescue:
    """Write what can be read of a damaged backlog to a new file at `target`, which must not be the damaged one.

    The damaged file stays as it is, and with a folder of `backups` a copy of it is kept there too. Raises UserError
    where nothing can be read, or the new file cannot be written.
    """
    from pmdesk.storage.database import create_filled
    from pmdesk.storage.salvage import salvage

    if damaged.resolve() == target.resolve():
        raise UserError(message("Choose another name, so that “{name}” stays as it is.", name=damaged.name))
    if backups is not None:
        _keep(damaged, BackupFolder(backups, damaged).path)
    try:
        found = salvage(damaged)
    except (sqlite3.Error, OSError) as fault:
        raise UserError(
            message("Nothing could be read of “{name}”; it was left as it is.", name=damaged.name)
        ) from fault
    records = {kind: dict(held) for kind, held in found.records.items()}
    create_filled(target, records, found.view_state, "you", message("Rescued from a damaged file"))
    return Rescue(
        target,
        len(records[Item.TYPE]),
        found.from_log,
        len(found.lost),
        not found.unsettled,
        not found.imported_lost or bool(records[ImportedValues.TYPE]),
    )


def _keep(damaged: Path, folder: Path) -> None:
    """Keep the damaged file as it is among its backups; it is no backup, so no list names it."""
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(damaged, folder / f"damaged-{now}.pmdesk")
    except OSError as fault:
        logger.warning("no copy of the damaged %s was kept: %s", damaged.name, fault)
