"""Rows that come, go and stand elsewhere one by one, told to Qt.

Qt hears of rows that come and go. A row that goes elsewhere is told by the model's `shifted` and one dataChanged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex

from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.records import Item
from pmdesk.gui.grid.columns import COLUMNS
from pmdesk.gui.grid.visible_rows import VisibleRows

if TYPE_CHECKING:
    from pmdesk.gui.grid.backlog_model import BacklogModel

Shift = tuple[int, int]  # from which row to which
_NOWHERE = QModelIndex()


def follow_items(model: BacklogModel, changes: ChangeSet) -> None:
    """Bring each item of a small change to where it belongs now; the model's rows took note of the change already."""
    rows, stale = model.rows, len(model.rows.stale)
    for item_id in changes.deleted:
        _remove(model, changes.before[item_id])
    for item_id in changes.created:
        if rows.admits(item_id):
            insert_item(model, item_id)
    # Qt follows rows that come and go at once, and shifts only when told: so these are the last.
    staying = [item_id for item_id in changes.edited if not _comes_or_goes(model, changes.before[item_id])]
    moves = [(item_id, shift) for item_id in staying if (shift := _move(rows, changes.before[item_id]))]
    tell_rows(model, [shift for _, shift in moves])
    if len(rows.stale) != stale:
        model.refiltered.emit()
    model.moved.emit([*(item_id for item_id, _ in moves), *changes.created])


def tell_rows(model: BacklogModel, shifts: list[Shift]) -> None:
    """Everything may look different: ranks, places and bars depend on each other."""
    if shifts:
        model.shifted.emit(shifts)
    if model.rows.count:
        model.dataChanged.emit(model.index(0, 0), model.index(model.rows.count - 1, len(COLUMNS) - 1))
    model.relaid.emit()


def insert_item(model: BacklogModel, item_id: int) -> None:
    """Put an item in; it gets a row unless its group is folded."""
    rows = model.rows
    if not rows.shows(item_id):
        rows.put_in(item_id)
        return
    row = rows.row_before(item_id)
    with model.texts.places_unsettled():
        model.beginInsertRows(_NOWHERE, row, row)
        rows.put_in(item_id)
        model.endInsertRows()


def _remove(model: BacklogModel, before: Item) -> None:
    """Take an item out that stood as it was before, with the row it may have had."""
    rows = model.rows
    key = rows.old_key(before)
    if not rows.holds(key):
        return
    row = rows.row_of_key(key)
    if row is None:
        rows.take_out(key)
        return
    with model.texts.places_unsettled():
        model.beginRemoveRows(_NOWHERE, row, row)
        rows.take_out(key)
        model.endRemoveRows()


def _comes_or_goes(model: BacklogModel, before: Item) -> bool:
    """Bring an item that was edited to its place, unless it had a row and has one still."""
    rows = model.rows
    old_key = rows.old_key(before)
    if rows.row_of_key(old_key) is not None and rows.shows(before.id):
        return False
    if rows.holds(old_key):
        _remove(model, before)
        insert_item(model, before.id)
    elif rows.admits(before.id):
        insert_item(model, before.id)
    return True


def _move(rows: VisibleRows, before: Item) -> Shift | None:
    """Bring a row to where its item stands now; returns from where to where it went."""
    old_key = rows.old_key(before)
    old = rows.row_of_key(old_key)
    rows.take_out(old_key)
    rows.put_in(before.id)
    new = rows.row_of(before.id)
    return None if old is None or new is None or new == old else (old, new)
