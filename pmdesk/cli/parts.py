"""What the commands share: the backlog and the item they are about, and JSON on the standard output."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pmdesk.domain.frameworks import frameworks
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import Item, Settings
from pmdesk.services.folders import backups_folder
from pmdesk.services.workspace import Workspace, create_workspace, is_there, open_workspace
from pmdesk.sheets.rows import name_of

ACTOR = "command line"


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Workspace]:
    """The backlog at `path`, closed at the end."""
    workspace = open_workspace(path, ACTOR, backups=backups_folder())
    if workspace.backups is not None:
        workspace.backups.on_fault = lambda said: print(f"pmdesk: {said}", file=sys.stderr)
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


def the_item(workspace: Workspace, key: str) -> Item:
    """The one item with a key, or with `key@issue id`. Raises UserError where there is none, or several."""
    name, _, issue_id = key.rpartition("@")
    found = workspace.find(key) or [item for item in workspace.find(name) if item.issue_id == issue_id]
    if not found:
        raise UserError(message("There is no item “{key}” in “{name}”.", key=key, name=workspace.path.name))
    if len(found) > 1:
        names = ", ".join(f"{item.key}@{item.issue_id}" for item in found)
        said = "{count} items have the key “{key}”; name one with its issue id: {names}."
        raise UserError(message(said, count=len(found), key=key, names=names))
    return found[0]


def add_by(parser: argparse.ArgumentParser) -> None:
    """The argument for another framework than the backlog's."""
    parser.add_argument("--by", choices=list(frameworks()), help="the framework (default: the backlog's)")


def positive(text: str) -> int:
    """The type of an argument that is a whole number above 0."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def print_json(value: object) -> None:
    """Print a value as JSON; where the output is not UTF-8, in ASCII alone."""
    unicode_out = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not unicode_out, indent=1))
