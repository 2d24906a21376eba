"""The order of all items under an arrangement: made once in short slices, then kept while items change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter
from time import perf_counter

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.ranking import InOrder, SortKey
from pmdesk.gui.grid import row_filter
from pmdesk.gui.grid.row_order import RowOrder
from pmdesk.services.collector import collector_at_rest
from pmdesk.services.workspace import Workspace

_CHUNK = 200
_RUN = 2000  # keys that are sorted in one go, within some milliseconds
_SAMPLES = 8  # of each run, which say where it ends
_ID = itemgetter(-1)


class KeptOrder:
    """The keys of all items by one sorting and grouping, so that a filter only picks from what is in order already.

    `make` must have come to its end before anything is picked. It can be broken off between two slices and gone on
    with later, as long as nothing changed meanwhile.
    """

    def __init__(self, workspace: Workspace, arrangement: Arrangement) -> None:
        self.order = RowOrder(workspace, arrangement)
        self._workspace = workspace
        self._shape = _shape(arrangement)
        self._order = InOrder([])
        self._slices = self._make()

    def serves(self, arrangement: Arrangement) -> bool:
        """Whether this is the order of an arrangement, whatever that filters."""
        return self._shape == _shape(arrangement) and self.order.holds_for(self._workspace)

    def make(self) -> Iterator[None]:
        """Make what is still to be made, in short slices; yields after each."""
        for _ in self._slices:  # not `yield from`, which would end them with whoever breaks off
            yield

    @property
    def in_order(self) -> InOrder:
        """The keys of all items, to be read alone."""
        return self._order

    def follow(self, changes: ChangeSet) -> None:
        """Take items that changed where they belong now."""
        now = [self.order.key_now(self._workspace.items[item_id]) for item_id in (*changes.edited, *changes.created)]
        if len(now) + len(changes.before) > max(64, len(self._order) // 50):
            gone = {*changes.before, *map(_ID, now)}
            self._order = InOrder(sorted([*(key for key in self._order.keys if key[-1] not in gone), *now]))
            return
        for item in changes.before.values():
            self._order.take_out(self.order.key(item))
        for key in now:
            self._order.put(key)

    def _make(self) -> Iterator[None]:
        """Make the keys, put each into the run where it belongs, sort each run: what sorting does, in slices."""
        keys: list[SortKey] = []
        for _ in _sliced(self._gather(keys)):
            yield
        ends = _ends(keys)
        runs: list[list[SortKey]] = [[] for _ in range(len(ends) + 1)]
        for _ in _sliced(_spread(keys, ends, runs)):
            yield
        for _ in _sliced(map(list.sort, runs)):
            yield
        self._order = InOrder([key for run in runs for key in run])

    def _gather(self, keys: list[SortKey]) -> Iterator[None]:
        items = list(self._workspace.items.values())
        for start in range(0, len(items), _CHUNK):
            with collector_at_rest():  # a walk over so many keys takes longer than making them
                keys.extend(map(self.order.key_now, items[start : start + _CHUNK]))
            yield


def _shape(arrangement: Arrangement) -> tuple[str, bool, str]:
    return arrangement.sort, arrangement.descending, arrangement.group_by


def _sliced(steps: Iterator[None]) -> Iterator[None]:
    """Take steps until the time of a slice is over; yields then."""
    slice_ends = perf_counter() + row_filter.SLICE_SECONDS
    for _ in steps:
        if perf_counter() > slice_ends:
            yield
            slice_ends = perf_counter() + row_filter.SLICE_SECONDS


def _ends(keys: list[SortKey]) -> list[SortKey]:
    """Keys that part all of them into runs of about the same length; none where they are few."""
    runs = len(keys) // _RUN
    return sorted(keys[:: _RUN // _SAMPLES])[_SAMPLES::_SAMPLES] if runs > 1 else []


def _spread(keys: list[SortKey], ends: list[SortKey], runs: list[list[SortKey]]) -> Iterator[None]:
    for start in range(0, len(keys), _CHUNK):
        for key in keys[start : start + _CHUNK]:
            runs[bisect_right(ends, key)].append(key)
        yield
