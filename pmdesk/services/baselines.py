"""The baseline: the ranks at one moment, and how each item has moved since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum

from pmdesk.domain.changes import Change, Edit, change, edit
from pmdesk.domain.frameworks import frameworks
from pmdesk.domain.messages import message
from pmdesk.domain.ranking import Ranking
from pmdesk.domain.records import Baseline, BaselineReason, Item
from pmdesk.services.workspace import Workspace


class RankMark(Enum):
    """An item that has not moved because it had no rank: it came later, or it is ranked for the first time."""

    NEW = "new"
    FIRST = "first"


def set_baseline(workspace: Workspace, reason: BaselineReason, time: str | None = None) -> Change:
    """Have rank changes told from now on; `time` is ISO, in UTC, by default this moment."""
    return change(message("Set baseline"), [edit(workspace.baseline, _baseline(workspace, reason, None, time))])


def baseline_edit(workspace: Workspace, reason: BaselineReason, items: Mapping[int, Item] | None = None) -> Edit | None:
    """What makes the present state the baseline, as part of another Change; of an empty backlog there is none.

    `items` is a copy of the backlog's, for planning beside the thread that edits them.
    """
    old = workspace.baseline
    new = _baseline(workspace, reason, items, None) if (workspace.items if items is None else items) else None
    return None if old is None and new is None else edit(old, new)


class RankChanges:
    """How many ranks each item has moved since the baseline, by the framework shown; quick for single items."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._baseline: Baseline | None = None
        self._ranks: dict[str, dict[int, int]] = {}

    def of(self, item_id: int) -> int | RankMark | None:
        """Ranks up (or down, below 0) since the baseline; None without a baseline, or for an item without a rank."""
        baseline, rank = self._workspace.baseline, self._workspace.ranking.rank(item_id)
        framework = self._workspace.framework.name
        if baseline is None or rank is None or framework not in baseline.orders:
            return None
        if item_id > baseline.last_item_id:
            return RankMark.NEW
        old = self._old_ranks(baseline, framework).get(item_id)
        return RankMark.FIRST if old is None else old - rank

    def _old_ranks(self, baseline: Baseline, framework: str) -> dict[int, int]:
        if baseline is not self._baseline:
            self._baseline, self._ranks = baseline, {}
        if framework not in self._ranks:
            self._ranks[framework] = {item_id: rank for rank, item_id in enumerate(baseline.orders[framework], 1)}
        return self._ranks[framework]


def _baseline(
    workspace: Workspace, reason: BaselineReason, items: Mapping[int, Item] | None, time: str | None
) -> Baseline:
    return Baseline(
        time=time or datetime.now(UTC).isoformat(timespec="seconds"),
        reason=reason,
        last_item_id=workspace.new_item_ids(1).start - 1,
        orders={name: _ranking(workspace, name, items).ranked_ids() for name in frameworks()},
    )


def _ranking(workspace: Workspace, framework: str, items: Mapping[int, Item] | None) -> Ranking:
    if items is None:
        return workspace.ranking_by(framework)
    return Ranking(frameworks()[framework], workspace.settings.ranked_level, items.values())
