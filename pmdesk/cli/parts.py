"""What the commands share: the backlog they are about, and JSON on the standard output."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pmdesk.domain.records import Settings
from pmdesk.services.workspace import Workspace, create_workspace, is_there, open_workspace
from pmdesk.sheets.rows import name_of

ACTOR = "command line"


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Workspace]:
    """The backlog at `path`, closed at the end."""
    workspace = open_workspace(path, ACTOR)
    try:
        yield workspace
    finally:
        workspace.close()


@contextlib.contextmanager
def opened_or_made(path: Path, keep: bool) -> Iterator[Workspace]:
    """The backlog at `path`; a missing one is made (for a dry run elsewhere), and goes again where all fails."""
    if is_there(path):
        with opened(path) as workspace:
            yield workspace
        return
    with tempfile.TemporaryDirectory() as folder:
        made = path if keep else Path(folder, "dry-run.pmdesk")
        workspace = create_workspace(made, Settings(name=name_of(path.with_suffix(""))), ACTOR)
        try:
            yield workspace
        except BaseException:
            workspace.close()
            made.unlink(missing_ok=True)
            raise
        workspace.close()


def print_json(value: object) -> None:
    """Print a value as JSON; where the output is not UTF-8, in ASCII alone."""
    unicode_out = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not unicode_out, indent=1))
