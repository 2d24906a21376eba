"""The ranked list as values: what the command line prints and tests compare."""

from __future__ import annotations

from typing import Any

from pmdesk.domain.fields import field
from pmdesk.domain.frameworks import rice
from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import DOT_DECIMAL, format_score
from pmdesk.domain.ranking import Group, Ranking
from pmdesk.domain.records import Item
from pmdesk.services.workspace import Workspace

EXCLUDED = {Group.CLOSED: "closed", Group.OTHER_LEVEL: "level"}
COLUMNS = ("rank", "key", "title", "reach", "impact", "confidence", "effort", "score", "moscow")


def ranked_rows(workspace: Workspace, framework: str | None = None) -> list[dict[str, Any]]:
    """Every item in the order of the list, as plain values; rank and score None where there is none."""
    ranking = workspace.ranking_by(framework or workspace.framework.name)
    return [_row(workspace.items[item_id], rank, ranking) for rank, item_id in enumerate(ranking, 1)]


def _row(item: Item, place: int, ranking: Ranking) -> dict[str, Any]:
    group = ranking.group(item.id)
    in_play = group in (Group.RANKED, Group.UNRANKED)
    return {
        "rank": place if group is Group.RANKED else None,
        "key": item.key,
        "title": item.title,
        "reach": item.reach,
        "impact": item.impact,
        "confidence": item.confidence,
        "effort": item.effort,
        "score": rice.score(item) if in_play else None,
        "moscow": item.moscow.value if item.moscow else None,
        "missing": list(ranking.framework.missing(item)) if in_play else [],
        "excluded": EXCLUDED.get(group),
    }


def printed(row: dict[str, Any], column: str) -> str:
    """One value of such a row as the terminal shows it."""
    value = row[column]
    if value is None:
        return ""
    if column == "score":
        return format_score(value)
    if column == "moscow":
        return field(column).format(field(column).validate(value), DOT_DECIMAL)
    return (
        field(column).format(value, DOT_DECIMAL)
        if column in ("reach", "impact", "confidence", "effort")
        else str(value)
    )


def counts_line(workspace: Workspace, framework: str | None = None) -> Message:
    """How many items stand in which group, in a sentence."""
    ranking = workspace.ranking_by(framework or workspace.framework.name)
    return message(
        "{ranked} ranked, {unranked} not yet, {other} of other levels, {closed} closed.",
        ranked=ranking.count(Group.RANKED),
        unranked=ranking.count(Group.UNRANKED),
        other=ranking.count(Group.OTHER_LEVEL),
        closed=ranking.count(Group.CLOSED),
    )
