"""The values that a filter offers for a field, and how many items in play have each."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter

from pmdesk.domain.arrangement import field_values
from pmdesk.domain.ranking import natural
from pmdesk.services.workspace import Workspace

ValueCount = tuple[str, int]


def value_counts(workspace: Workspace, name: str) -> list[ValueCount]:
    """The values of one of FILTER_FIELDS over the items in play, the most frequent first, then in natural order.

    An empty text stands for items without a value; an item with several values counts under each.
    """
    level = workspace.settings.ranked_level
    # In the order of the ids, as they lie in memory: walking 100,000 items by rank takes three times as long.
    in_play = [item for item in workspace.items.values() if item.level is level and not item.closed]
    stored = list(map(attrgetter(name), in_play))
    # One item stands for all with the same stored value, so that lists are taken apart once for each kind.
    example = dict(zip(stored, in_play, strict=True))
    counts: Counter[str] = Counter()
    for value, count in Counter(stored).items():
        for one in field_values(example[value], name):
            counts[one] += count
    return sorted(counts.items(), key=lambda pair: (-pair[1], natural(pair[0]), pair[0]))
