"""The command import: files are read, mapped and merged as in the window; its questions are answered by options."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmdesk.cli.parts import opened_or_made, print_json
from pmdesk.domain.mapping import Asked, DateOrder, FileMapping, FileProposal
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.plain import to_plain
from pmdesk.services import import_mapping, importing
from pmdesk.services.backups import Reason
from pmdesk.services.collector import collector_at_rest
from pmdesk.services.import_plan import Choices, ImportOptions, PlannedRow, Side
from pmdesk.services.import_reading import read_raw
from pmdesk.services.planned_import import ImportPlan, Outcome, every_conflict
from pmdesk.services.workspace import Workspace

if TYPE_CHECKING:
    from pmdesk.sheets.rows import RawTable, TableImport

REPORT = "report"
_KEYS_SHOWN = 10
# What is asked of scores alone: it matters only where these are taken over.
_OF_SCORES = (Asked.SCALE, Asked.UNIT, Asked.CHOICE)


def add_import(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--into", required=True, type=Path, metavar="BACKLOG", help="made when it is missing")
    _add_reading(parser.add_argument_group("how the files are read"))
    _add_merging(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
    parser.set_defaults(act=_import_undisturbed)


def _add_reading(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--mapping", metavar="NAME|FILE.json", help="a mapping that is saved in the backlog or a file")
    group.add_argument(
        "--date-order", type=DateOrder, choices=list(DateOrder), metavar="dmy|mdy", help="day or month first"
    )
    group.add_argument("--decimal", choices=(",", "."), metavar=",|.", help="the decimal sign of the files")
    group.add_argument("--sheet", default="", metavar="NAME", help="the sheet of a workbook")


def _add_merging(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is taken")
    group.add_argument("--take-scores", action="store_true", help="let score columns that are mapped change scores")
    group.add_argument(
        "--on-conflict",
        choices=[*(side.value for side in Side), REPORT],
        default=REPORT,
        help="whose value stands where both sides changed it; report: yours, and it is asked again (default)",
    )
    group.add_argument(
        "--level",
        type=_types,
        metavar="TYPES",
        help="the tracker's types that are ranked, as in Story,Bug; '' for its own",
    )
    extent = group.add_mutually_exclusive_group()
    extent.add_argument(
        "--whole", action="store_true", help="the files are the whole backlog: mark what is not in them"
    )
    extent.add_argument("--part", action="store_true", help="the files are a part of the backlog (default)")


def _types(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (" ".join(one.split()) for one in text.split(",")))))


def _import_undisturbed(arguments: argparse.Namespace) -> int:
    """The process ends with the command, so that the collector need not walk over what is imported."""
    with collector_at_rest():
        return _import(arguments)


def _import(arguments: argparse.Namespace) -> int:
    raws = read_raw(arguments.files, dict.fromkeys(arguments.files, arguments.sheet))
    with opened_or_made(arguments.into, keep=not arguments.dry_run) as workspace:
        named = arguments.mapping
        mapping = None if named is None else import_mapping.mapping_for(workspace, named)
        proposals = [_proposal(workspace, raw, mapping, arguments) for raw in raws]
        tables = [_interpreted(workspace, raw, one) for raw, one in zip(raws, proposals, strict=True)]
        plan = importing.plan_import(workspace, tables, _options(arguments))
        outcome = plan.outcome(_choices(plan, arguments))
        if not arguments.dry_run:
            if workspace.backups is not None and outcome.change.edits:
                workspace.backups.before(Reason.IMPORT)
            workspace.apply(outcome.change)
    notes = [*_file_notes(plan, proposals, mapping), *plan.notes]
    notes += [*(_open_questions(proposals) if arguments.take_scores else ()), *outcome.warnings]
    if arguments.json:
        print_json(_as_json(plan, outcome, notes, preview=arguments.dry_run))
    else:
        _print(plan, outcome, notes, arguments)
    return 0


# How the files are read


def _proposal(
    workspace: Workspace, raw: RawTable, mapping: FileMapping | None, arguments: argparse.Namespace
) -> FileProposal:
    if mapping is None:
        found = import_mapping.propose(workspace, raw)
    else:
        found = import_mapping.propose_with(workspace, raw, mapping)
    return replace(found, mapping=_with_conventions(found.mapping, arguments))


def _with_conventions(mapping: FileMapping, arguments: argparse.Namespace) -> FileMapping:
    """A mapping with the answers of the command line, which count before its own."""
    return replace(
        mapping,
        date_order=arguments.date_order or mapping.date_order,
        decimal=arguments.decimal or mapping.decimal,
    )


def _interpreted(workspace: Workspace, raw: RawTable, proposal: FileProposal) -> TableImport:
    wrong = import_mapping.problems(proposal.mapping, workspace.settings)
    if wrong:
        raise UserError(message("“{file}”: {problem}", file=proposal.file, problem=wrong[0]))
    return import_mapping.interpret(raw, proposal.mapping)


def _file_notes(plan: ImportPlan, proposals: Sequence[FileProposal], mapping: FileMapping | None) -> Iterator[Message]:
    """What the mapping leaves out, as the window shows it beside the columns; the rest is in the plan."""
    if mapping is not None:
        yield from import_mapping.columns_in_no_file(mapping, proposals)
    known = set(map(str, plan.notes))
    yield from (said for proposal in proposals for said in proposal.notes if str(said) not in known)


def _open_questions(proposals: Iterable[FileProposal]) -> Iterator[Message]:
    """What was assumed of scores. Of dates and numbers the files' own notes tell."""
    for proposal in proposals:
        yield from (one.assumed for one in proposal.questions if one.asked in _OF_SCORES)


# What is taken


def _options(arguments: argparse.Namespace) -> ImportOptions:
    return ImportOptions(arguments.whole, arguments.take_scores, arguments.level)


def _choices(plan: ImportPlan, arguments: argparse.Namespace) -> Choices:
    if arguments.on_conflict == REPORT:
        return Choices()
    return Choices(resolved=every_conflict(plan, Side(arguments.on_conflict)))


# What is told


def _as_json(plan: ImportPlan, outcome: Outcome, notes: Sequence[Message], *, preview: bool) -> dict[str, Any]:
    told = {
        "files": [
            {"path": one.path, "format": one.format, "dialect": one.dialect, "rows": one.rows, "items": one.items}
            for one in plan.files
        ],
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "left_out": outcome.left_out,
        "skipped": [{"file": one.file, "row": one.row, "reason": str(one.reason)} for one in plan.skipped],
        "warnings": [str(said) for said in notes],
        "conflicts": [
            {
                "key": row.key,
                "field": one.field,
                "mine": to_plain(one.mine),
                "theirs": to_plain(one.theirs),
                "base": to_plain(one.base),
            }
            for row, one in plan.conflicts
        ],
        "missing": list(plan.missing),
    }
    return {**told, "lines": [_line(row) for row in plan.rows]} if preview else told


def _line(row: PlannedRow) -> dict[str, Any]:
    """One line of the preview."""
    changes = [
        {"field": one.field, "before": to_plain(one.before), "after": to_plain(one.after), "score": one.score}
        for one in row.changes
    ]
    return {
        "kind": row.kind.value,
        "key": row.key,
        "title": row.title,
        "file": row.file,
        "row": row.row,
        "changes": changes,
        "reason": str(row.reason) if row.reason else "",
    }


def _print(plan: ImportPlan, outcome: Outcome, notes: Iterable[Message], arguments: argparse.Namespace) -> None:
    for one in plan.files:
        print(f"{one.path}: {one.rows} rows, {one.items} items ({one.format}, {one.dialect})")
    for skipped in plan.skipped:
        print(f"{skipped.file}, line {skipped.row}: left out. {skipped.reason}")
    for said in notes:
        print(f"Note: {said}")
    if plan.missing:
        shown, more = plan.missing[:_KEYS_SHOWN], len(plan.missing) - _KEYS_SHOWN
        print(f"Not in the files: {', '.join(shown)}{f' and {more} more' if more > 0 else ''}.")
    counts = f"{outcome.created} created, {outcome.updated} updated, {outcome.unchanged} unchanged"
    counts += f", {outcome.closed} closed" if outcome.closed else ""
    counts += f", {outcome.left_out} left out" if outcome.left_out else ""
    print(f"{counts} (dry run: nothing was changed)." if arguments.dry_run else f"{counts} in {arguments.into}.")
