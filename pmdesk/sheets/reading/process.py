"""The app's end of the reader process: a crash, a hang or a bomb in a file's parser stays outside the app."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryFile
from threading import Thread
from typing import IO

from pmdesk.domain.messages import Message, UserError
from pmdesk.sheets.reading import refusals, wire
from pmdesk.sheets.reading.limits import LIMITS, Limits
from pmdesk.sheets.reading.watching import Watch
from pmdesk.sheets.rows import RawRow, RawTable, TableHead, name_of

_log = logging.getLogger(__name__)
_POLL_SECONDS = 0.05
_COMPLAINTS = 1 << 16
_TAIL = 2000
# Lines that wait for the app; the reader waits then.
_AHEAD = 8
# How the two languages of the reader say that memory was refused to them.
_OUT_OF_MEMORY = (b"MemoryError", b"memory allocation of", b"bad_alloc")


class Cancelled(Exception):
    """The user stopped the reading; the child is gone."""


def read_table(
    path: Path,
    command: Sequence[str],
    sheet: str = "",
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    limits: Limits = LIMITS,
) -> RawTable:
    """The table in the file at `path`, read by a child started as `command` with the path and the sheet added.

    `sheet` is a workbook's, empty for the one that looks most like a list of issues. `progress` gets the rows read so
    far; `cancelled` is asked many times a second, on the same thread. Raises UserError where the file cannot be
    read and Cancelled when told to stop; no child is left behind.
    """
    with TemporaryFile() as errors:
        try:
            with _child([*command, str(path.absolute()), sheet], errors) as (child, lines):
                watch = Watch(path, child.pid, limits)
                head, rows = _collect(_waiting(lines, watch, cancelled or _never), progress or _nothing)
                return table_of(path, head, rows)
        except (OSError, ValueError, EOFError) as error:
            complaints = _complaints(errors)
            if any(sign in complaints for sign in _OUT_OF_MEMORY):
                raise refusals.too_large(path, limits) from error
            told = complaints[-_TAIL:].decode("utf-8", "replace")
            _log.error("The reader of %s failed: %s\n%s", name_of(path), error, told)
            raise refusals.ended(path) from error


def table_of(path: Path, head: TableHead, rows: Sequence[RawRow]) -> RawTable:
    """A file of its rows: first the table's, then those of each sheet beside it. Raises ValueError on too few."""
    place = end = len(rows) - sum(count for _, count in head.beside)
    if end < 0:
        raise ValueError("less rows than were told")
    beside = {}
    for name, count in head.beside:
        beside[name] = tuple(rows[place : place + count])
        place += count
    return RawTable(path, head, tuple(rows[:end]), beside)


def _never() -> bool:
    return False


def _nothing(rows: int) -> None:
    pass


def _complaints(errors: IO[bytes]) -> bytes:
    """The last that the reader wrote to its standard error."""
    errors.seek(-min(_COMPLAINTS, errors.seek(0, os.SEEK_END)), os.SEEK_END)
    return errors.read()


@contextlib.contextmanager
def _child(command: Sequence[str], errors: IO[bytes]) -> Iterator[tuple[subprocess.Popen[bytes], Queue[bytes]]]:
    """A child and its lines as they come; on leaving, whatever happened, it and its listener are gone."""
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=errors,
        env={**os.environ, "PYTHONUTF8": "1", "RUST_BACKTRACE": "0", "PYTHONPATH": _search_path()},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    assert child.stdout is not None
    lines: Queue[bytes] = Queue(_AHEAD)
    pump = Thread(target=_pump, args=(child.stdout, lines), daemon=True, name="reader-output")
    try:
        pump.start()
        yield child, lines
    finally:
        child.kill()
        child.wait()
        while pump.is_alive():
            with contextlib.suppress(Empty):
                lines.get(timeout=_POLL_SECONDS)
        child.stdout.close()


def _search_path() -> str:
    """Where a child finds this package, also from a checkout; no folder depends on the current one.

    What is installed is found anyway, and must not come before the standard library.
    """
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    home = str(Path(__file__).resolve().parents[3])
    installed = Path(home).name in ("site-packages", "dist-packages")
    return os.pathsep.join([*([] if installed else [home]), *filter(os.path.isabs, given)])


def _pump(output: IO[bytes], lines: Queue[bytes]) -> None:
    """Queue every line, then an empty one for the end; a line without an end is cut, and no line of ours then."""
    while line := output.readline(wire.LONGEST_LINE + 1):
        lines.put(line)
    lines.put(b"")


def _waiting(lines: Queue[bytes], watch: Watch, cancelled: Callable[[], bool]) -> Iterator[bytes]:
    """The lines until the empty one, asking between them and while none comes whether to go on."""
    line = None
    while line != b"":
        if cancelled():
            raise Cancelled
        watch.check()
        try:
            line = lines.get(timeout=_POLL_SECONDS)
        except Empty:
            continue
        watch.heard()
        yield line


def _collect(lines: Iterator[bytes], progress: Callable[[int], None]) -> tuple[TableHead, list[RawRow]]:
    """The head and all rows. Raises EOFError if lines stop before the end, ValueError if one is garbled."""
    head: TableHead | None = None
    rows: list[RawRow] = []
    for line in lines:
        if not line:
            break
        found = wire.received(line)
        if isinstance(found, Message):
            raise UserError(found)
        if isinstance(found, TableHead):
            head = found
        elif isinstance(found, list):
            rows += found
            progress(len(rows))
        elif found == len(rows) and head is not None:
            return head, rows
    raise EOFError("no end line")
