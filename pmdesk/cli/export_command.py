"""The command `export`: a workbook, a CSV, a CSV for Jira's importer, or the report as HTML or PDF."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pmdesk.cli.parts import add_by, opened
from pmdesk.domain.messages import UserError, message

if TYPE_CHECKING:
    from pmdesk.services.exporting import ExportOptions

_VISIBLE, _ALL = "visible", "all"
_PAPERS = ("a4", "letter")


def add_export(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("backlog", type=Path, metavar="BACKLOG")
    parser.add_argument(
        "target", type=Path, metavar="OUT", help="its name says what is written: .xlsx, .csv, .html or .pdf"
    )
    add_by(parser)
    parser.add_argument(
        "--columns", choices=(_VISIBLE, _ALL), help="of a .xlsx or .csv: those that the window shows (default), or all"
    )
    parser.add_argument("--descriptions", action="store_true", help="with the descriptions, in a .xlsx or .csv")
    parser.add_argument("--only-changed", action="store_true", help="only items that you changed since the last import")
    parser.add_argument("--for-jira", action="store_true", help="a .csv that Jira's importer takes back")
    parser.add_argument("--paper", choices=_PAPERS, help="of a .pdf (default: a4)")
    parser.set_defaults(act=_export)


def _export(arguments: argparse.Namespace) -> int:
    from pmdesk.services import export_kinds
    from pmdesk.services.visible_columns import visible_fields

    kind = export_kinds.kind_of(arguments.target, for_jira=arguments.for_jira)
    for option in _unfit(arguments, kind):
        said = "{option} makes no difference to “{name}”; leave it out."
        raise UserError(message(said, option=option, name=arguments.target.name))
    means = export_kinds.Means(arguments.render_pdf, export_kinds.Paper(arguments.paper or _PAPERS[0]))
    with opened(arguments.backlog) as workspace:
        options = _options(arguments, visible_fields(workspace))
        order = export_kinds.prepare(workspace, kind, options, only_changed=arguments.only_changed)
        report = export_kinds.write(order, arguments.target, means)
    for note in report.notes:
        print(f"Note: {note}")
    summary = message("{count} items in {path}.", one="1 item in {path}.", count=report.items, path=str(report.path))
    print(summary)
    return 0


def _unfit(arguments: argparse.Namespace, kind: str) -> Iterator[str]:
    """The options that were given for another kind of file."""
    lists = kind in ("workbook", "csv")
    if arguments.columns and not lists:
        yield "--columns"
    if arguments.descriptions and not lists:
        yield "--descriptions"
    if arguments.paper and kind != "pdf":
        yield "--paper"


def _options(arguments: argparse.Namespace, visible: tuple[str, ...]) -> ExportOptions:
    from pmdesk.services.exporting import ExportOptions

    return ExportOptions(
        framework=arguments.by,
        all_columns=arguments.columns == _ALL,
        fields=visible,
        with_descriptions=arguments.descriptions,
    )
