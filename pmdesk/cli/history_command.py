"""The command history: every change of a backlog, newest first, as lines or JSON, or into a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from pmdesk.cli.parts import opened, positive, the_item
from pmdesk.services import history_export
from pmdesk.services.change_history import HistoryEntry, entries, lines_of
from pmdesk.services.history_words import line_words
from pmdesk.services.workspace import Workspace

_MOST_LINES = 20


def add_history(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("backlog", type=Path, metavar="BACKLOG")
    parser.add_argument("--item", metavar="KEY", help="only what happened to one item")
    parser.add_argument("--last", type=positive, metavar="N", help="only the newest N changes")
    parser.add_argument("--json", action="store_true", help="print every value before and after as JSON")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write all of it to a file that ends in .csv or .json")
    parser.set_defaults(act=_history)


def _history(arguments: argparse.Namespace) -> int:
    with opened(arguments.backlog) as workspace:
        item_id = None if arguments.item is None else the_item(workspace, arguments.item).id
        if arguments.out is not None:
            count = history_export.write_history(workspace, arguments.out, item_id)
            print(f"{count} changes in {arguments.out}.")
        elif arguments.json:
            _print_json(workspace, item_id, arguments.last)
        else:
            for entry in islice(_all(workspace, item_id), arguments.last):
                print("\n".join(_told(workspace, entry, item_id)))
    return 0


def _print_json(workspace: Workspace, item_id: int | None, last: int | None) -> None:
    found = islice(history_export.plain_entries(workspace, item_id), last)
    in_unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    for piece in history_export.json_pieces(found, ascii_only=not in_unicode):
        print(piece, end="")


def _all(workspace: Workspace, item_id: int | None) -> Iterator[HistoryEntry]:
    before: int | None = None
    while page := entries(workspace, before, item_id=item_id):
        yield from page
        before = page[-1].seq


def _told(workspace: Workspace, entry: HistoryEntry, item_id: int | None) -> Iterator[str]:
    """When, who and what; below it the values that changed, some of many."""
    time = datetime.fromisoformat(entry.time).astimezone().strftime("%Y-%m-%d %H:%M")
    act = "Undo: " if entry.undoing else "Redo: " if entry.redoing else ""
    yield f"{time}  {entry.actor}  {act}{' '.join(str(entry.label).split())}"
    lines = entry.lines if entry.lines is not None else lines_of(workspace, entry, item_id=item_id).lines
    for line in lines[:_MOST_LINES]:
        yield f"    {line_words(line)}"
    if entry.items > _MOST_LINES and item_id is None:
        yield f"    ... {entry.items} items in all"
