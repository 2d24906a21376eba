"""Both ends of the reader process: a crash, a hang or a bomb in a file's parser stays outside the app."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryFile
from threading import Thread
from typing import IO

from pmdesk.domain.messages import UserError, message
from pmdesk.sheets.reading import open_table, wire
from pmdesk.sheets.rows import RawRow, RawTable, TableHead, name_of

_log = logging.getLogger(__name__)
_CHUNK = 400
_POLL_SECONDS = 0.05
_TAIL = 2000


class Cancelled(Exception):
    """The user stopped the reading; the child is gone."""


def serve(argv: Sequence[str]) -> int:
    """Be the reader process: write the table of the file `argv[0]` to standard output; the exit code.

    `argv[1]`, if there is one, names the sheet that is wanted.
    """
    # A windowed build has no sys.stdout, but the pipe it was started with all the same.
    out = os.fdopen(1, "wb", closefd=False)
    try:
        head, rows = open_table(Path(argv[0]), *argv[1:2])
        _send(out, wire.head_line(head))
        count = 0
        while chunk := list(islice(rows, _CHUNK)):
            count += len(chunk)
            _send(out, wire.rows_line(chunk))
        _send(out, wire.end_line(count))
    except UserError as error:
        _send(out, wire.error_line(error.message))
        return 1
    return 0


def _send(out: IO[bytes], line: bytes) -> None:
    out.write(line)
    out.flush()


def read_table(
    path: Path,
    command: Sequence[str],
    sheet: str = "",
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RawTable:
    """The table in the file at `path`, read by a child started as `command` with the path and the sheet added.

    `sheet` is a workbook's, empty for the one that looks most like a list of issues. `progress` gets the rows read so
    far; `cancelled` is asked many times a second, on the same thread. Raises UserError where the file cannot be
    read and Cancelled when told to stop; no child is left behind.
    """
    with TemporaryFile() as errors:
        try:
            with _child([*command, str(path.absolute()), sheet], errors) as lines:
                head, rows = _collect(_waiting(lines, cancelled or _never), progress or _nothing)
                return RawTable(path, head, tuple(rows))
        except (OSError, ValueError, EOFError) as error:
            _log.error("The reader of %s failed: %s\n%s", name_of(path), error, _tail(errors))
            said = "“{file}” could not be read; it may be damaged, or too large for this computer."
            raise UserError(message(said, file=name_of(path))) from error


def _never() -> bool:
    return False


def _nothing(rows: int) -> None:
    pass


def _tail(errors: IO[bytes]) -> str:
    errors.seek(0)
    return errors.read()[-_TAIL:].decode("utf-8", "replace")


@contextlib.contextmanager
def _child(command: Sequence[str], errors: IO[bytes]) -> Iterator[SimpleQueue[bytes]]:
    """A child's lines as they come; on leaving, whatever happened, the child and its listener are gone."""
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=errors,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": _search_path()},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    assert child.stdout is not None
    lines: SimpleQueue[bytes] = SimpleQueue()
    pump = Thread(target=_pump, args=(child.stdout, lines), daemon=True, name="reader-output")
    try:
        pump.start()
        yield lines
    finally:
        child.kill()
        child.wait()
        if pump.is_alive():
            pump.join()
        child.stdout.close()


def _search_path() -> str:
    """Where a child finds this package, also from a checkout; no folder depends on the current one.

    What is installed is found anyway, and must not come before the standard library.
    """
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    home = str(Path(__file__).resolve().parents[3])
    installed = Path(home).name in ("site-packages", "dist-packages")
    return os.pathsep.join([*([] if installed else [home]), *filter(os.path.isabs, given)])


def _pump(output: IO[bytes], lines: SimpleQueue[bytes]) -> None:
    """Queue every line, then an empty one for the end."""
    for line in output:
        lines.put(line)
    lines.put(b"")


def _waiting(lines: SimpleQueue[bytes], cancelled: Callable[[], bool]) -> Iterator[bytes]:
    """The lines until the empty one, asking between them and while none comes whether to go on."""
    line = None
    while line != b"":
        if cancelled():
            raise Cancelled
        try:
            line = lines.get(timeout=_POLL_SECONDS)
        except Empty:
            continue
        yield line


def _collect(lines: Iterator[bytes], progress: Callable[[int], None]) -> tuple[TableHead, list[RawRow]]:
    """The head and all rows. Raises EOFError if lines stop before the end, ValueError if one is garbled."""
    head: TableHead | None = None
    rows: list[RawRow] = []
    for line in lines:
        if not line:
            break
        found = wire.parse_line(line)
        if "error" in found:
            raise UserError(wire.message_in(found["error"]))
        if "head" in found:
            head = wire.head_in(found["head"])
        elif "rows" in found:
            rows += wire.rows_in(found["rows"])
            progress(len(rows))
        elif found.get("end") == len(rows) and head is not None:
            return head, rows
    raise EOFError("no end line")
