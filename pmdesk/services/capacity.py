"""The line where the capacity ends: how many of the ranked items fit."""

from __future__ import annotations

from dataclasses import dataclass

from pmdesk.domain.messages import UserError, message
from pmdesk.domain.ranking import Group
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
    """Where the cumulative effort in rank order passes the capacity, by MoSCoW before Won’t at the latest.

    None without a capacity, or with nothing ranked.
    """
    capacity = workspace.settings.capacity
    if capacity is None or not workspace.ranking.count(Group.RANKED):
        return None
    fitting = workspace.fitting(capacity)
    return CapacityLine(fitting.count, fitting.effort, capacity, fitting.not_estimated)


def check_capacity(capacity: float | None) -> float | None:
    """The capacity as it is stored. Raises UserError where it is no number above 0."""
    if capacity is None or 0 < capacity <= LARGEST:
        return capacity
    raise UserError(message("The capacity is a number above 0; leave it empty for none."))
