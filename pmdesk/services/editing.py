"""The edits a person makes, each as one Change: fields, items, settings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count, islice
from typing import Any

from pmdesk.domain.changes import Change, Edit, change, edit
from pmdesk.domain.fields import FIELDS, field
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.numbers import DOT_DECIMAL
from pmdesk.domain.records import Item, Level, Settings, StatusCategory, replaced_quickly
from pmdesk.services.capacity import check_capacity
from pmdesk.services.identity import keys_of, own_keys
from pmdesk.services.levels import levels_of, relevelled
from pmdesk.services.tracker_links import check_address
from pmdesk.services.workspace import Workspace

EFFORT, REACH = "effort", "reach"


def set_values(items: Iterable[Item], values: Mapping[str, Any]) -> Change:
    """Set the same fields of several items. Raises UserError for a field that the tracker owns."""
    targets = list(items)
    for name in values:
        for item in targets:
            _check_editable(name, item)
    return _edited(_set_label(targets, values), [(item, values) for item in targets])


def set_cells(cells: Iterable[tuple[Item, str, Any]], label: Message | None = None) -> Change:
    """Set some fields of some items, each to its own value; of a cell named twice the last value counts.

    Raises UserError for a field that the tracker owns.
    """
    by_item: dict[int, tuple[Item, dict[str, Any]]] = {}
    for item, name, value in cells:
        _check_editable(name, item)
        by_item.setdefault(item.id, (item, {}))[1][name] = value
    names = {name: None for _, values in by_item.values() for name in values}
    label = label or _set_label([item for item, _ in by_item.values()], names)
    return _edited(label, by_item.values())


def clear_cells(cells: Collection[tuple[Item, str]]) -> Change:
    """Empty some fields of some items. Raises UserError for one that may not be empty or is the tracker's."""
    empty = {name: field(name).take("", DOT_DECIMAL) for name in {name for _, name in cells}}
    return set_cells((item, name, empty[name]) for item, name in cells)


def clear_columns(columns: Mapping[str, Sequence[Item]]) -> Change:
    """Empty a field of some items, by field; cells that nobody may type in are left as they are."""
    return clear_cells([(item, name) for name, items in columns.items() for item in field(name).editable(items)])


def fill_down(columns: Mapping[str, Sequence[Item]]) -> Change:
    """Give each column's topmost value to the items below it; cells that nobody may type in are left as they are.

    `columns` has, by field, the items from top to bottom.
    """
    cells = [
        (item, name, getattr(items[0], name))
        for name, items in columns.items()
        if name in FIELDS
        for item in field(name).editable(items[1:])
    ]
    return set_cells(cells, _fill_label(cells))


def _edited(label: Message, given: Collection[tuple[Item, Mapping[str, Any]]]) -> Change:
    """The Change that gives each item its values, but for items that have them already."""
    news = [(item, values) for item, values in given if any(getattr(item, name) != values[name] for name in values)]
    after = replaced_quickly(Item.TYPE, news)
    return Change(label, tuple([edit(item, one) for (item, _), one in zip(news, after, strict=True)]))


def _fill_label(cells: Sequence[tuple[Item, str, Any]]) -> Message:
    names = ", ".join(dict.fromkeys(str(field(name).label) for _, name, _ in cells))
    items = list({item.id: item for item, _, _ in cells}.values())
    return _about(message("Fill down {field} to {count} items", one="Fill down {field} to {key}", field=names), items)


def _about(label: Message, items: Sequence[Item]) -> Message:
    """A label with how many items it is about, and the key where it is one."""
    return replace(label, values={**label.values, "count": len(items), "key": items[0].key if items else ""})


def _check_editable(name: str, item: Item) -> None:
    if not field(name).may_edit(item):
        raise read_only(name, item)


def read_only(name: str, item: Item) -> UserError:
    """Why a field of this item cannot be typed over."""
    return UserError(
        message(
            "{field} of {key} follows the tracker and cannot be changed here.",
            field=str(field(name).label),
            key=item.key,
        )
    )


def _set_label(items: Sequence[Item], values: Mapping[str, Any]) -> Message:
    names = ", ".join(str(field(name).label) for name in values)
    if len(items) == 1:
        return message("{field} of {key}", field=names, key=items[0].key)
    return message("{field} of {count} items", field=names, count=len(items))


def set_closed(items: Item | Iterable[Item], closed: bool | None) -> Change:
    """Overrule whether one item or several are closed; None follows the tracker again."""
    targets = [items] if isinstance(items, Item) else list(items)
    return _edited(_about(_CLOSED_LABELS[closed], targets), [(item, {"closed_by_user": closed}) for item in targets])


def new_item(workspace: Workspace, title: str, **values: Any) -> Change:
    """A new item of PMDesk's own, at the level that is ranked."""
    (item_id,) = workspace.new_item_ids(1)
    values = {"level": workspace.settings.ranked_level, "status_category": StatusCategory.TODO, **values}
    item = Item(item_id, workspace.new_key(), title, **values)
    return change(message("New item {key}", key=item.key), [edit(None, item)])


def duplicate_items(workspace: Workspace, items: Iterable[Item]) -> Change:
    """Copies as items of PMDesk's own, in play: scores and words are kept, the tracker's identity and state are not."""
    targets = list(items)
    item_ids = workspace.new_item_ids(len(targets))
    keys = own_keys(workspace.settings.key_prefix, keys_of(workspace.items.values()))
    titles = {item.title for item in workspace.items.values()}
    given: list[tuple[Item, Mapping[str, Any]]] = []
    for item, item_id, key in zip(targets, item_ids, islice(keys, len(targets)), strict=True):
        title = _copy_title(item.title, titles)
        titles.add(title)
        given.append((item, {**_OF_A_COPY, "id": item_id, "key": key, "title": title}))
    copies = replaced_quickly(Item.TYPE, given)
    label = _about(message("Duplicate {count} items", one="Duplicate {key}"), targets)
    return change(label, [edit(None, copy) for copy in copies])


def _copy_title(title: str, taken: set[str]) -> str:
    """The title with a mark, for two equal rows could not be told apart: `Pay (copy)`, `Pay (copy 2)`."""
    start = re.sub(r" \(copy(?: \d+)?\)$", "", title)
    marks = (f"{start} (copy {number})" if number > 1 else f"{start} (copy)" for number in count(1))
    return next(marked for marked in marks if marked not in taken)


def delete_items(workspace: Workspace, items: Iterable[Item]) -> Change:
    """Take items out of the backlog, with what is kept of their imports."""
    targets = list(items)
    bases = workspace.imported_values([item.id for item in targets])
    label = message("Delete {key}", key=targets[0].key) if len(targets) == 1 else _delete_label(len(targets))
    edits: list[Edit] = [edit(bases[item.id], None) for item in targets if item.id in bases]
    return change(label, [*edits, *(edit(item, None) for item in targets)])


def _delete_label(count: int) -> Message:
    return message("Delete {count} items", count=count)


def change_settings(
    workspace: Workspace, settings: Settings, rescale: Mapping[str, float | None] | None = None
) -> Change:
    """Change the backlog's settings; a changed unit or period never relabels numbers.

    `rescale` gives, for reach or effort, the factor that converts their numbers, or None to clear them;
    without it a change of their unit is refused while there are numbers. The capacity goes with the effort.
    """
    old = workspace.settings
    rescale = rescale or {}
    settings = _with_capacity(old, settings, rescale)
    if settings.tracker_url != old.tracker_url:
        settings = replace(settings, tracker_url=check_address(settings.tracker_url))
    for name, changed in (
        (EFFORT, old.effort_unit is not settings.effort_unit),
        (REACH, old.reach_period is not settings.reach_period),
    ):
        if changed and name not in rescale and has_numbers(workspace, name):
            raise UserError(message("Choose whether to convert or to clear the numbers given so far."))
    items = workspace.items.values()
    edits = [edit(old, settings)]
    if rescale or settings.ranked_types != old.ranked_types:
        levels = levels_of(old), levels_of(settings)
        edits += [edit(item, relevelled(_rescaled(item, rescale), *levels)) for item in items]
    return change(message("Backlog settings"), edits)


def _with_capacity(old: Settings, settings: Settings, rescale: Mapping[str, float | None]) -> Settings:
    """The settings with the capacity in their unit of effort: one that was not typed anew is never relabelled."""
    capacity = check_capacity(settings.capacity)
    moved = EFFORT in rescale or old.effort_unit is not settings.effort_unit
    if capacity is None or capacity != old.capacity or not moved:
        return settings
    factor = rescale.get(EFFORT)
    return replace(settings, capacity=None if factor is None else _converted(capacity, factor))


def _converted(number: float, factor: float) -> float:
    return float(f"{number * factor:.12g}")


def has_numbers(workspace: Workspace, name: str) -> bool:
    """Whether any item has a value in this factor."""
    return any(getattr(item, name) is not None for item in workspace.items.values())


def _rescaled(item: Item, rescale: Mapping[str, float | None]) -> Item:
    values: dict[str, Any] = {}
    for name, factor in rescale.items():
        number = getattr(item, name)
        if number is not None:
            converted = None if factor is None else _converted(number, factor)
            values[name] = field(name).validate(converted)
    return replace(item, **values) if values else item


def level_label(level: Level) -> Message:
    """What the items of a level are called."""
    return _LEVELS[level]


_LEVELS = {
    Level.EPIC: message("Epics and above"),
    Level.STANDARD: message("Stories, tasks, bugs and ideas"),
    Level.SUBTASK: message("Sub-tasks"),
    Level.OTHER: message("Other types"),
}
_CLOSED_LABELS = {
    True: message("Close {count} items", one="Close {key}"),
    False: message("Reopen {count} items", one="Reopen {key}"),
    None: message("Let {count} items follow the tracker", one="Let {key} follow the tracker"),
}
# What only the tracker gives, and where its process stands; a copy has no part in either.
_OF_A_COPY: Mapping[str, Any] = {
    "former_keys": (),
    "site": "",
    "issue_id": "",
    "status": "",
    "status_category": StatusCategory.TODO,
    "resolution": "",
    "archived": False,
    "closed_by_user": None,
    "created": None,
    "updated": None,
    "tracker_order": "",
    "source_file": "",
    "source_row": 0,
    "extra": {},
}

__all__ = [
    "change_settings",
    "clear_cells",
    "clear_columns",
    "delete_items",
    "duplicate_items",
    "fill_down",
    "has_numbers",
    "level_label",
    "new_item",
    "read_only",
    "set_cells",
    "set_closed",
    "set_values",
]
