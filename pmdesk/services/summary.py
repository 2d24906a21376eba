"""How a backlog stands in a few numbers: counts, effort, and the shares of MoSCoW."""

from __future__ import annotations

from dataclasses import dataclass

from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Moscow
from pmdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Summary:
    """Numbers over the items in play. Effort in the backlog's unit.

    `must_share` is the effort of Musts as a fraction of Must + Should + Could (DSDM's measure; it holds for one
    timebox and is no alarm over a whole backlog); None where none of them has effort.
    """

    in_play: int
    unranked: int
    effort: float
    must_share: float | None
    musts_without_effort: int


def summarize(workspace: Workspace) -> Summary:
    """The summary of a backlog as it is now."""
    totals = workspace.totals
    must, planned = totals.effort(Moscow.MUST), totals.effort(Moscow.MUST, Moscow.SHOULD, Moscow.COULD)
    return Summary(
        in_play=totals.in_play,
        unranked=workspace.ranking.count(Group.UNRANKED),
        effort=totals.effort(*Moscow, None),
        must_share=must / planned if planned else None,
        musts_without_effort=totals.not_estimated(Moscow.MUST),
    )
