"""A backup against now, in lines: what is new, gone and changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import Item
from pmdesk.gui.history_lines import values
from pmdesk.gui.outcome_list import Line
from pmdesk.gui.text import say
from pmdesk.services.history_words import what
from pmdesk.services.item_history import HistoryKind, HistoryLine, told_fields
from pmdesk.services.restoring import Comparison

MOST = 300  # lines of each kind
_LONGEST = 120


def summary(found: Comparison) -> Message:
    """How many items are new, gone and changed since the backup."""
    if found.empty:
        return message("All items are as they were then.")
    new, gone, changed = len(found.new), len(found.gone), len(found.changed)
    return message("Since then: {new} new, {gone} gone, {changed} changed.", new=new, gone=gone, changed=changed)


def lines_of(found: Comparison) -> Iterator[Line]:
    """Item by item under headings; of each kind the first MOST."""
    for heading, items in (
        (message("New since then: restoring takes them away"), found.new),
        (message("Gone since then: restoring brings them back"), found.gone),
    ):
        yield from _section(heading, [Line(item.key, item.title) for item in items[:MOST]], len(items))
    changed = [line for now, then, names in found.changed[:MOST] for line in _changes(now, then, names)]
    heading = message("Changed since then: restoring takes the older value")
    yield from _section(heading, changed, len(found.changed), shown=min(len(found.changed), MOST))


def _section(heading: Message, lines: Sequence[Line], count: int, shown: int | None = None) -> Iterator[Line]:
    if not count:
        return
    yield Line(say(heading), heading=True)
    yield from lines
    left = count - (len(lines) if shown is None else shown)
    if left > 0:
        yield Line(words=say(message("and {count} more items", one="and 1 more item", count=left)))


def _changes(now: Item, then: Item, names: Iterable[str]) -> Iterator[Line]:
    told = told_fields(Item.TYPE, names)
    for name in told:
        line = _line(name, getattr(then, name), getattr(now, name))
        yield Line(now.key, " ".join(filter(None, (say(what(line)), values(line, _LONGEST)))))
    if not told:
        yield Line(now.key, say(message("Only what PMDesk keeps for itself.")))


def _line(name: str, old: Any, new: Any) -> HistoryLine:
    return HistoryLine(HistoryKind.EDITED, "", "", message(""), name, old, new)
