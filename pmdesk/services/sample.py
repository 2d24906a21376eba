"""The sample backlog: a Jira export and a product manager's own scores for it, both in resources."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from pmdesk.domain.changes import Change, change, edit
from pmdesk.domain.fields import field
from pmdesk.domain.messages import message
from pmdesk.domain.numbers import DOT_DECIMAL
from pmdesk.domain.records import EffortUnit, ReachPeriod, Settings
from pmdesk.services.importing import plan_import
from pmdesk.services.resources import resource
from pmdesk.services.workspace import Workspace, create_workspace

EXPORT = "sample/stallpay-jira-export.csv"
SCORES = "sample/stallpay-scores.json"


def create_sample(path: Path, actor: str = "you") -> Workspace:
    """Make the sample backlog at `path` and open it. Raises UserError where a file stands there already."""
    scores: dict[str, Any] = json.loads(resource(SCORES).read_text(encoding="utf-8"))
    workspace = create_workspace(path, _settings(scores["backlog"]), actor)
    workspace.apply(plan_import(workspace, [_export()]).change)
    workspace.apply(_scored(workspace, scores["items"]))
    return workspace


def _export() -> Any:
    """The sample export; it is our own file, so it is read right here and not in a reader process."""
    from pmdesk.sheets.dialects import read_import
    from pmdesk.sheets.reading import open_table
    from pmdesk.sheets.rows import RawTable

    path = resource(EXPORT)
    head, rows = open_table(path)
    return read_import(RawTable(path, head, tuple(rows)))


def _settings(backlog: dict[str, str]) -> Settings:
    return Settings(
        name=backlog["name"],
        vision=backlog["vision"],
        reach_period=ReachPeriod(backlog["reach_period"]),
        effort_unit=EffortUnit(backlog["effort_unit"]),
    )


def _scored(workspace: Workspace, scores: dict[str, dict[str, Any]]) -> Change:
    edits = []
    for key, values in scores.items():
        (item,) = workspace.find(key)
        taken = {name: field(name).take(value, DOT_DECIMAL) for name, value in values.items()}
        edits.append(edit(item, replace(item, **taken)))
    return change(message("Scores of the sample backlog"), edits)
