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
    ranking = workspace.ranking
    _, end = ranking.bounds(Group.UNRANKED)
    items = [workspace.items[ranking.id_at(place)] for place in range(end)]
    spent = dict.fromkeys(Moscow, 0.0)
    for item in items:
        if item.moscow and item.effort:
            spent[item.moscow] += item.effort
    planned = spent[Moscow.MUST] + spent[Moscow.SHOULD] + spent[Moscow.COULD]
    return Summary(
        in_play=len(items),
        unranked=ranking.count(Group.UNRANKED),
        effort=round(sum(item.effort or 0.0 for item in items), 9),
        must_share=spent[Moscow.MUST] / planned if planned else None,
        musts_without_effort=sum(item.moscow is Moscow.MUST and not item.effort for item in items),
    )
