"""What the rows of the grid stand by: rank order, or as a view another column, and groups by a field's values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import total_ordering
from typing import Any

from pmdesk.domain.arrangement import Arrangement, field_values
from pmdesk.domain.frameworks import rice
from pmdesk.domain.ranking import Group, SortKey, natural
from pmdesk.domain.records import Item, Moscow
from pmdesk.services.workspace import Workspace

IN_PLAY = (Group.RANKED, Group.UNRANKED)
_CATEGORIES = list(Moscow)


class RowOrder:
    """The order of rows under an arrangement, for the framework that ranks now.

    A row's key begins with its group and ends with its item's id. In rank order it is the ranking's own key; else
    it has four parts: group (all items in play in one), the pair of group value and sorted value, the ranking's
    key, and the id. Keys depend on the item alone, so that the key of an item as it was can be made again.
    """

    def __init__(self, workspace: Workspace, arrangement: Arrangement) -> None:
        self._ranking = workspace.ranking
        self._group_by = arrangement.group_by
        self._sorted_by = _sorted_by(workspace, arrangement)
        self.by_rank = not self._group_by and self._sorted_by is None

    def holds_for(self, workspace: Workspace) -> bool:
        """Whether the framework and the level that are ranked are still those that this order goes by."""
        return self._ranking is workspace.ranking

    def key(self, item: Item) -> SortKey:
        """What an item stands by, as it is or as it was."""
        key = self._ranking.sort_key(item)
        return key if self.by_rank else self._arranged(key, item)

    def key_now(self, item: Item) -> SortKey:
        """What an item of the backlog stands by now; shared with the ranking where that is its key."""
        key = self._ranking.key(item.id)
        return key if self.by_rank else self._arranged(key, item)

    def _arranged(self, key: SortKey, item: Item) -> SortKey:
        in_play = key[0] in IN_PLAY
        group = int(Group.RANKED) if in_play else key[0]
        value = self._group_value(item) if in_play and self._group_by else ()
        return (group, (value, () if self._sorted_by is None else self._sorted_by(item)), key, item.id)

    def _group_value(self, item: Item) -> tuple[Any, ...]:
        """A group's place and name: MoSCoW in its own order, texts in natural order, no value last."""
        name = field_values(item, self._group_by)[0]
        if not name:
            return (1, "", "")
        if self._group_by == "moscow":
            return (0, _CATEGORIES.index(Moscow(name)), name)
        return (0, natural(name), name)


def _sorted_by(workspace: Workspace, arrangement: Arrangement) -> Callable[[Item], tuple[Any, ...]] | None:
    name, descending = arrangement.sort, arrangement.descending
    if not name:
        return None

    def value_of(item: Item) -> tuple[Any, ...]:
        value = rice.score(item) if name == "score" else getattr(item, name, None)
        if value is None or value in ("", ()):
            return (1,)  # nothing stands last in both directions
        comparable = _comparable(value)
        return (0, _descending(comparable) if descending else comparable)

    return value_of


def _comparable(value: Any) -> Any:
    if isinstance(value, Moscow):
        return _CATEGORIES.index(value)
    if isinstance(value, datetime):
        # By the clock and the calendar, in minutes: in a time zone hours are skipped or come twice.
        return value.toordinal() * 1440 + value.hour * 60 + value.minute
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, int | float):
        return value
    return natural(", ".join(value) if isinstance(value, tuple) else str(value))


def _descending(value: Any) -> Any:
    return -value if isinstance(value, int | float) else _Reversed(value)


@total_ordering
class _Reversed:
    """A value that sorts the other way round."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reversed) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: _Reversed) -> bool:
        return bool(other.value < self.value)
