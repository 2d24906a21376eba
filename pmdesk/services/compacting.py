"""When the beginning of the change log is summed up: what is older than a year, and no longer needed for undo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pmdesk.services.workspace import Workspace

KEPT = timedelta(days=365)
# Only a good deal is worth the work: where the oldest entry is so much older than what is kept.
SLACK = timedelta(days=30)
UNDO_STEPS = 200


def last_to_sum_up(workspace: Workspace, now: datetime | None = None) -> int:
    """The entry up to which the log may be summed up now; 0 where there is nothing to do.

    Entries stand in the order in which they were made. Where a clock once ran ahead, nothing behind that entry is
    summed up until its time has come.
    """
    today = now or datetime.now(UTC)
    oldest = workspace.log.oldest
    if oldest is None or oldest[1] >= _text(today - KEPT - SLACK):
        return 0
    kept = workspace.log.first_since(_text(today - KEPT))
    needed = workspace.undoing.oldest_needed(UNDO_STEPS)
    bounds = [seq for seq in (kept, needed) if seq is not None]
    return min(bounds) - 1 if bounds else workspace.log.newest


def sum_up(workspace: Workspace, now: datetime | None = None) -> None:
    """Sum up what may be, and wait. Raises UserError where the log makes no sense, or the disk fails."""
    last = last_to_sum_up(workspace, now)
    while last and workspace.sum_up_piece(last).result():
        pass


def _text(time: datetime) -> str:
    """A time as the log holds it, so that texts compare as times do."""
    return time.astimezone(UTC).isoformat(timespec="seconds")
