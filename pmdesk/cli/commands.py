"""The command line: import, set, rank, export, history and check without a window, by the same services as the window.

Exit 0 when it was done, 1 with one sentence for a fault of the user's world, 2 for wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmdesk.cli.export_command import add_export
from pmdesk.cli.history_command import add_history
from pmdesk.cli.import_command import add_import
from pmdesk.cli.parts import add_by, opened, positive, print_json, the_item
from pmdesk.domain.fields import FIELDS, Owner
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.numbers import DOT_DECIMAL
from pmdesk.domain.records import Item
from pmdesk.services import checking, editing, listing
from pmdesk.services.workspace import Workspace

if TYPE_CHECKING:
    from pmdesk.services.export_kinds import PdfRenderer

_TITLE_WIDTH = 48


def run(argv: Sequence[str], render_pdf: PdfRenderer | None = None) -> int:
    """Run one command; returns the exit code. SystemExit(2) for wrong usage. `render_pdf` sets reports as PDF."""
    arguments = _parser().parse_args(argv, argparse.Namespace(render_pdf=render_pdf))
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        status: int = arguments.act(arguments)
        sys.stdout.flush()
        return status
    except UserError as fault:
        print(f"pmdesk: {fault.message}", file=sys.stderr)
        return 1
    except OSError as fault:
        # Only printing can end here: every file is written behind a UserError.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(fault, BrokenPipeError):
            return 0
        print(f"pmdesk: the output could not be written: {fault.strerror}.", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pmdesk", description="Rank a backlog without a window.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, help_text, add in (
        ("import", "merge Jira exports into a backlog", add_import),
        ("set", "set fields of one item", _add_set),
        ("rank", "print the ranked list", _add_rank),
        ("export", "write the ranked list as a workbook, a CSV or a report", add_export),
        ("history", "print what was changed, when and by whom", add_history),
        ("check", "check a backlog file for faults", _add_check),
    ):
        add(commands.add_parser(name, help=help_text, description=help_text.capitalize() + "."))
    return parser


def _add_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backlog", type=Path, metavar="BACKLOG")
    parser.add_argument("key", metavar="KEY")
    parser.add_argument("values", nargs="+", type=_assignment, metavar="field=value")
    parser.set_defaults(act=_set)


def _add_rank(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backlog", type=Path, metavar="BACKLOG")
    add_by(parser)
    parser.add_argument("--top", type=positive, metavar="N", help="only the first N items")
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    parser.set_defaults(act=_rank)


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backlog", type=Path, metavar="BACKLOG")
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")
    parser.set_defaults(act=_check)


def _assignment(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    editable = [known for known, spec in FIELDS.items() if spec.owned_by is not Owner.FIXED]
    if not sign or name not in editable:
        wrong = f"there is no field {name!r} to set" if sign else f"{text!r} is not field=value"
        raise argparse.ArgumentTypeError(f"{wrong}; fields are {', '.join(editable)}")
    return name, value


def _set(arguments: argparse.Namespace) -> int:
    with opened(arguments.backlog) as workspace:
        item = the_item(workspace, arguments.key)
        values = {name: _taken(name, text) for name, text in arguments.values}
        if workspace.backups is not None:
            workspace.backups.before_work()
        workspace.apply(editing.set_values([item], values))
        _print_item(workspace, workspace.items[item.id], list(values))
    return 0


def _taken(name: str, text: str) -> Any:
    """The value that was typed for a field; a refusal names the field."""
    try:
        return FIELDS[name].take(text, DOT_DECIMAL)
    except UserError as fault:
        label, reason = str(FIELDS[name].label), str(fault.message)
        if label.lower() in reason.lower():
            raise
        raise UserError(message("{field}: {reason}", field=label, reason=reason)) from fault


def _print_item(workspace: Workspace, item: Item, names: list[str]) -> None:
    ranking = workspace.ranking
    rank = ranking.rank(item.id)
    understood = ", ".join(
        f"{FIELDS[name].label} {FIELDS[name].format(getattr(item, name), DOT_DECIMAL) or '(empty)'}" for name in names
    )
    place = f"rank {rank}" if rank else "not ranked"
    print(f"{item.key}: {understood}; {place} by {ranking.framework.label}.")


def _rank(arguments: argparse.Namespace) -> int:
    with opened(arguments.backlog) as workspace:
        rows = listing.ranked_rows(workspace, arguments.by)[: arguments.top]
        summary = listing.counts_line(workspace, arguments.by)
    if arguments.json:
        print_json(rows)
    else:
        _print_table(rows)
        print(summary)
    return 0


def _print_table(rows: list[dict[str, Any]]) -> None:
    texts = [[_cut(listing.printed(row, column)) for column in listing.COLUMNS] + [_remark(row)] for row in rows]
    heads = [*listing.COLUMNS, ""]
    widths = [max(map(len, column)) for column in zip(heads, *texts, strict=True)]
    for line in [heads, *texts]:
        print("  ".join(_aligned(heads[place])(text, widths[place]) for place, text in enumerate(line)).rstrip())


def _aligned(column: str) -> Callable[[str, int], str]:
    return str.rjust if column in ("rank", "reach", "confidence", "effort", "score") else str.ljust


def _remark(row: dict[str, Any]) -> str:
    return str(row["excluded"] or (f"missing {', '.join(row['missing'])}" if row["missing"] else ""))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE_WIDTH else line[: _TITLE_WIDTH - 1] + "…"


def _check(arguments: argparse.Namespace) -> int:
    with opened(arguments.backlog) as workspace:
        faults = [str(fault) for fault in checking.check(workspace)]
    if arguments.json:
        print_json({"ok": not faults, "faults": faults})
    else:
        print("\n".join(faults) or f"{arguments.backlog} is sound.")
    return 1 if faults else 0
