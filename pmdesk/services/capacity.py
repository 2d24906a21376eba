"""The line where the capacity ends: how many of the ranked items fit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from pmdesk.domain.messages import UserError, message
from pmdesk.domain.ranking import Group
from pmdesk.domain.totals import millionths, of_millionths
from pmdesk.domain.values import LARGEST
from pmdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CapacityLine:
    """The first `count` ranked items fit; their effort and the capacity are in the backlog's unit of effort.

    `not_estimated` of them have no effort, so that nothing was counted for them.
    """

    count: int
    effort: float
    capacity: float
    not_estimated: int

    @property
    def last_rank(self) -> int:
        """The rank of the last item that fits; 0 where not even the first does."""
        return self.count


def capacity_line(workspace: Workspace) -> CapacityLine | None:
    """Where the cumulative effort in rank order passes the capacity; None without one, or with nothing ranked."""
    capacity, ranking, items = workspace.settings.capacity, workspace.ranking, workspace.items
    ranked = ranking.count(Group.RANKED)
    if capacity is None or not ranked:
        return None
    limit, effort, count, not_estimated = millionths(capacity), 0, 0, 0
    for item_id in islice(ranking, ranked):
        own = items[item_id].effort
        parts = millionths(own or 0.0)
        if effort + parts > limit:
            break
        effort, count, not_estimated = effort + parts, count + 1, not_estimated + (not own)
    return CapacityLine(count, of_millionths(effort), capacity, not_estimated)


def check_capacity(capacity: float | None) -> float | None:
    """The capacity as it is stored. Raises UserError where it is no number above 0."""
    if capacity is None or 0 < capacity <= LARGEST:
        return capacity
    raise UserError(message("The capacity is a number above 0; leave it empty for none."))
