"""Exporting: the items in play become values at once; a file is made of them on any thread."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from pmdesk import __version__
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.ranking import Group, Ranking
from pmdesk.services.backlog_id import backlog_id
from pmdesk.services.tracker_links import link_of
from pmdesk.services.workspace import Workspace
from pmdesk.sheets.writing.content import RankedItem, WorkbookContent
from pmdesk.sheets.writing.files import disk_error

SUFFIX = ".xlsx"
Progress = Callable[[int, int], None]


# What a file shows beside rank, key, title, factors, score and MoSCoW where nobody chose.
USUAL_FIELDS = ("status", "rationale")
# All that somebody may want to read, in the order of the columns.
EVERY_FIELD = (
    "status", "type", "priority", "assignee", "team", "components", "sprint", "due", "labels", "parent", "goal",
    "quarter", "rationale", "rationale_reach", "rationale_impact", "rationale_confidence", "rationale_effort",
    "resolution", "created", "updated", "former_keys",
)  # fmt: skip
_DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Which items of a backlog are exported, in which order, with which columns.

    `framework` None is the current one. `fields` are names of fields, in the order of their columns; with
    `all_columns` every field is taken and every column of the tracker that has none. Descriptions are long, so that
    they are asked for apart. `item_ids` None is every item in play; of others, those out of play are left out.
    """

    framework: str | None = None
    all_columns: bool = False
    fields: tuple[str, ...] = USUAL_FIELDS
    item_ids: frozenset[int] | None = None
    with_descriptions: bool = False


USUAL = ExportOptions()


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was exported: the file, how many items are in it, and what had to be changed for it."""

    path: Path
    items: int
    notes: tuple[Message, ...]


def export_workbook(workspace: Workspace, target: Path, options: ExportOptions = USUAL) -> ExportReport:
    """Write the items in play to a workbook, in the order of a framework or of the current one.

    Raises UserError, with `target` as it was, where it is no place for a workbook or cannot be written.
    """
    return write(workbook_content(workspace, options), target)


def workbook_content(workspace: Workspace, options: ExportOptions = USUAL) -> WorkbookContent:
    """What a file is made of, a workbook or another. Quick, on the workspace's own thread; the rest need not be."""
    ranking = workspace.ranking_by(options.framework or workspace.framework.name)
    rows = _in_play(workspace, ranking, options.item_ids)
    return WorkbookContent(
        rows=rows,
        settings=workspace.settings,
        framework=ranking.framework,
        source=workspace.path,
        exported=datetime.now().astimezone(),
        version=__version__,
        closed=ranking.count(Group.CLOSED),
        other_levels=ranking.count(Group.OTHER_LEVEL),
        fields=shown_fields(options),
        extra_headers=_extra_headers(rows) if options.all_columns else (),
        link_of=partial(link_of, settings=workspace.settings),
        backlog_id=backlog_id(workspace),
        chosen=options.item_ids is not None,
    )


def shown_fields(options: ExportOptions) -> tuple[str, ...]:
    """The fields that a workbook shows beside those that each has; descriptions only where they were asked for."""
    wanted = EVERY_FIELD if options.all_columns else options.fields
    named = tuple(name for name in wanted if name != _DESCRIPTION)
    return (*named, _DESCRIPTION) if options.with_descriptions else named


def _extra_headers(rows: Iterable[RankedItem]) -> tuple[str, ...]:
    """The names of all columns that items have beside their fields, in the order in which they are met."""
    return tuple(dict.fromkeys(header for row in rows for header in row.item.extra))


def write(content: WorkbookContent, target: Path, progress: Progress | None = None) -> ExportReport:
    """Write a workbook in place of `target`; touches no backlog, so that it may run on any thread.

    `progress` gets the rows done and all rows; what it raises cancels. Then, and on UserError, `target` is as
    it was.
    """
    check_target(target, content.source, SUFFIX)
    from pmdesk.sheets.writing.ranked_workbook import write_ranked_workbook

    notes = write_ranked_workbook(target, content, progress)
    return ExportReport(target, len(content.rows), notes)


def _in_play(workspace: Workspace, ranking: Ranking, wanted: Collection[int] | None) -> tuple[RankedItem, ...]:
    ranked_end, end = ranking.bounds(Group.UNRANKED)
    return tuple(
        RankedItem(place if place <= ranked_end else None, workspace.items[item_id])
        for place, item_id in enumerate(islice(ranking, end), 1)
        if wanted is None or item_id in wanted
    )


def check_target(target: Path, backlog: Path, suffix: str) -> None:
    """Raise UserError where a file with this suffix cannot be put."""
    if target.suffix.casefold() != suffix:
        if suffix == SUFFIX:
            raise UserError(message("An Excel workbook’s name ends in .xlsx; “{name}” does not.", name=target.name))
        said = message(
            "The name of this kind of file ends in {suffix}; “{name}” does not.", suffix=suffix, name=target.name
        )
        raise UserError(said)
    try:
        _check_place(target, backlog)
    except OSError as fault:
        raise disk_error(fault, target) from fault


def _check_place(target: Path, backlog: Path) -> None:
    """Only asks `stat`: the backlog is open, and opening it a second time would drop its lock."""
    if not target.exists():
        return
    if not target.is_file():
        raise UserError(message("“{name}” is a folder, not a file; choose another name.", name=target.name))
    if backlog.exists() and target.samefile(backlog):
        raise UserError(message("“{name}” is this backlog itself; choose another name.", name=target.name))
