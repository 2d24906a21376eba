"""The tracker order of items whose file has no Rank column: their place in the file."""

from __future__ import annotations

from collections.abc import Sequence

from pmdesk.domain.ranking import natural
from pmdesk.domain.records import Item
from pmdesk.services.identity import IncomingRow


def file_orders(pairs: Sequence[tuple[IncomingRow, Item | None]]) -> dict[int, str]:
    """The tracker order of rows whose file has no Rank column, by `id(row)`: their place in the file.

    Known items keep their order while the file agrees with it, and new ones are put in between, so that one
    new issue on top does not move all others. Items that have the tracker's own rank keep it. Known items keep it,
    too, where PMDesk wrote the file, which then is in the order of ranks.
    """
    placed = [
        (row, item)
        for row, item in pairs
        if "tracker_order" not in row.values
        and (item is None or (_is_file_order(item.tracker_order) and not row.by_pmdesk))
    ]
    placed.sort(key=lambda pair: (pair[0].row, natural(pair[0].values.get("key", ""))))
    known = [item.tracker_order for _, item in placed if item is not None]
    between = _in_between(placed)
    if "" in known or list(between.values()) != sorted(set(between.values())):
        return {id(row): f"{row.row:08d}" for row, _ in placed}
    return between


def _in_between(placed: Sequence[tuple[IncomingRow, Item | None]]) -> dict[int, str]:
    orders: dict[int, str] = {}
    before_all = not any(item for _, item in placed)
    last = "" if before_all else "0" * 8
    for place, (row, item) in enumerate(placed):
        if item is not None:
            last = item.tracker_order
        orders[id(row)] = (
            item.tracker_order if item is not None else f"{row.row:08d}" if before_all else f"{last}.{place:08d}"
        )
    return orders


def _is_file_order(order: str) -> bool:
    return order.replace(".", "").isdecimal() or not order
