"""The edits a person makes, each as one Change: fields, items, settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmdesk.domain.changes import Change, Edit, change, edit
from pmdesk.domain.fields import field
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.numbers import DOT_DECIMAL
from pmdesk.domain.records import Item, Level, Settings, StatusCategory
from pmdesk.services.workspace import Workspace

EFFORT, REACH = "effort", "reach"


def set_values(items: Iterable[Item], values: Mapping[str, Any]) -> Change:
    """Set the same fields of several items. Raises UserError for a field that the tracker owns."""
    targets = list(items)
    for name in values:
        for item in targets:
            _check_editable(name, item)
    return change(_set_label(targets, values), [edit(item, replace(item, **values)) for item in targets])


def clear_cells(cells: Iterable[tuple[Item, str]]) -> Change:
    """Empty some fields of some items. Raises UserError for one that may not be empty or is the tracker's."""
    by_item: dict[int, tuple[Item, dict[str, Any]]] = {}
    for item, name in cells:
        _check_editable(name, item)
        empty = field(name).take("", DOT_DECIMAL)
        by_item.setdefault(item.id, (item, {}))[1][name] = empty
    names = {name: None for _, values in by_item.values() for name in values}
    label = _set_label([item for item, _ in by_item.values()], names)
    return change(label, [edit(item, replace(item, **values)) for item, values in by_item.values()])


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


def set_closed(item: Item, closed: bool | None) -> Change:
    """Overrule whether an item is closed; None follows the tracker again."""
    label = _CLOSED_LABELS[closed]
    return change(message(label.template, key=item.key), [edit(item, replace(item, closed_by_user=closed))])


def new_item(workspace: Workspace, title: str, **values: Any) -> Change:
    """A new item of PMDesk's own, at the level that is ranked."""
    (item_id,) = workspace.new_item_ids(1)
    values = {"level": workspace.settings.ranked_level, "status_category": StatusCategory.TODO, **values}
    item = Item(item_id, workspace.new_key(), title, **values)
    return change(message("New item {key}", key=item.key), [edit(None, item)])


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
    without it a change of their unit is refused while there are numbers.
    """
    old = workspace.settings
    rescale = rescale or {}
    for name, changed in (
        (EFFORT, old.effort_unit is not settings.effort_unit),
        (REACH, old.reach_period is not settings.reach_period),
    ):
        if changed and name not in rescale and has_numbers(workspace, name):
            raise UserError(message("Choose whether to convert or to clear the numbers given so far."))
    edits = [edit(old, settings)]
    edits += [edit(item, _rescaled(item, rescale)) for item in workspace.items.values()]
    return change(message("Backlog settings"), edits)


def has_numbers(workspace: Workspace, name: str) -> bool:
    """Whether any item has a value in this factor."""
    return any(getattr(item, name) is not None for item in workspace.items.values())


def _rescaled(item: Item, rescale: Mapping[str, float | None]) -> Item:
    values: dict[str, Any] = {}
    for name, factor in rescale.items():
        number = getattr(item, name)
        if number is not None:
            converted = None if factor is None else float(f"{number * factor:.12g}")
            values[name] = field(name).validate(converted)
    return replace(item, **values) if values else item


def level_label(level: Level) -> Message:
    """What the items of a level are called."""
    return _LEVELS[level]


_LEVELS = {
    Level.EPIC: message("Epics and above"),
    Level.STANDARD: message("Stories, tasks, bugs and ideas"),
    Level.SUBTASK: message("Sub-tasks"),
}
_CLOSED_LABELS = {
    True: message("Close {key}", key=""),
    False: message("Reopen {key}", key=""),
    None: message("Let {key} follow the tracker", key=""),
}

__all__ = [
    "change_settings",
    "delete_items",
    "has_numbers",
    "level_label",
    "new_item",
    "read_only",
    "set_closed",
    "set_values",
]
