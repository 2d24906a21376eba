"""What a paste would do, cell by cell, before it is done: the good values, and the cells that refuse theirs and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmdesk.domain.changes import Change
from pmdesk.domain.fields import FIELDS, field
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.numbers import NumberStyle
from pmdesk.domain.records import Item
from pmdesk.services.editing import set_cells

Block = Sequence[Sequence[str]]
Shown = Callable[[Item, str], str]
_DERIVED = {"rank": message("Rank"), "change": message("Rank change"), "score": message("Score")}
_COMPUTED = message("It is computed; nobody types it.")
_FOLLOWS = message("It follows the tracker and cannot be changed here.")
_GIVEN = message("PMDesk gives it; nobody types it.")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a block is pasted.

    `items` go from the top row of the selection to the end of the list, `columns` from its left column to the last
    one: names of fields, or of what is computed, like `rank`. `rows` and `width` are the selection's own size, in
    cells. `shown` gives the text that a cell shows now.
    """

    items: Sequence[Item]
    columns: Sequence[str]
    rows: int
    width: int
    shown: Shown


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell that does not take its text, and why."""

    key: str
    label: Message
    text: str
    reason: Message


@dataclass(frozen=True, slots=True)
class PastePlan:
    """What a paste would do. `cells` holds every cell that takes its text, with the value to store.

    `lost_rows` and `lost_columns` count those of the pasted block that reach past the end of the list with something
    in them.
    """

    cells: tuple[tuple[Item, str, Any], ...]
    refused: tuple[RefusedCell, ...]
    label: Message
    lost_rows: int = 0
    lost_columns: int = 0

    @property
    def good(self) -> int:
        """How many cells take their text."""
        return len(self.cells)

    @property
    def complete(self) -> bool:
        """Whether nothing would be left out, so that nothing has to be asked."""
        return not (self.refused or self.lost_rows or self.lost_columns)

    def change(self, items: Mapping[int, Item] | None = None) -> Change:
        """One Change that sets the good cells of the items as they are by now; without edits where none differs.

        An item that is gone, or whose field nobody may type into any more, is passed over. Without `items` they are
        as they were when the plan was made.
        """
        if items is None:
            return set_cells(self.cells, self.label)
        now = ((items[item.id], name, value) for item, name, value in self.cells if item.id in items)
        return set_cells(((item, name, value) for item, name, value in now if field(name).may_edit(item)), self.label)


def plan_paste(block: Block, target: Target, style: NumberStyle) -> PastePlan:
    """What pasting a block of texts does; its rows must be equally long.

    One cell fills the selection, and so does a block that goes into it without remainder; any other is pasted as it
    is from the top left corner. A selection of one row, or one column, takes the block's size that way.
    """
    if not block or not block[0]:
        return _plan((), style, target.shown, _PASTE)
    rows = _spread(len(block), target.rows)
    width = _spread(len(block[0]), target.width)
    if rows % len(block) or width % len(block[0]):
        rows, width = len(block), len(block[0])
    plan = _plan(_placed(block, target, rows, width), style, target.shown, _PASTE)
    lost_rows, lost_columns = _lost(block, rows - len(target.items), width - len(target.columns), rows, width)
    return PastePlan(plan.cells, plan.refused, plan.label, lost_rows, lost_columns)


def plan_fill(cells: Iterable[tuple[Item, str]], text: str, style: NumberStyle, shown: Shown) -> PastePlan:
    """What one text does in every one of these cells, which may lie anywhere: typed once, or one cell pasted."""
    return _plan(((item, name, text) for item, name in cells), style, shown, _FILL)


def _spread(block: int, selection: int) -> int:
    return block if selection <= 1 else selection


def _placed(block: Block, target: Target, rows: int, width: int) -> Iterator[tuple[Item, str, str]]:
    """Each cell inside the list with the text that goes there, row by row."""
    names = target.columns[:width]
    for row, item in enumerate(target.items[:rows]):
        texts = block[row % len(block)]
        for place, name in enumerate(names):
            yield item, name, texts[place % len(texts)]


def _lost(block: Block, below: int, beside: int, rows: int, width: int) -> tuple[int, int]:
    """How many rows and columns with something in them reach past the end of the list."""
    under = sum(any(block[row % len(block)]) for row in range(rows - max(below, 0), rows))
    right = sum(any(texts[place % len(texts)] for texts in block) for place in range(width - max(beside, 0), width))
    return under, right


def _plan(cells: Iterable[tuple[Item, str, str]], style: NumberStyle, shown: Shown, label: Message) -> PastePlan:
    good: list[tuple[Item, str, Any]] = []
    refused: list[RefusedCell] = []
    taken, seen = _Taken(style), _Seen(shown)
    for item, name, text in cells:
        spec = FIELDS.get(name)
        if spec is None or not spec.may_edit(item):
            # Spaces do not count: a spreadsheet may have taken some away.
            held = seen(item, name)
            if text != held and text.split() != held.split():
                refused.append(_refusal(item, name, text, _why_not(item, name)))
            continue
        value, reason = taken(name, text)
        if reason is None:
            now = getattr(item, name)
            # What a cell shows may be rounded: pasting it back must not cut off digits.
            good.append((item, name, now if value == now or text == seen(item, name) else value))
        else:
            refused.append(_refusal(item, name, text, reason))
    return PastePlan(tuple(good), tuple(refused), _labelled(label, good))


class _Seen:
    """What cells show; of a field each value is written only once."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._known: dict[tuple[str, Any], str] = {}

    def __call__(self, item: Item, name: str) -> str:
        """The text of a cell."""
        if name not in FIELDS:
            return self._shown(item, name)
        key = name, getattr(item, name)
        text = self._known.get(key)
        if text is None:
            text = self._known[key] = self._shown(item, name)
        return text


class _Taken:
    """Reads texts as values of fields; each text only once, for blocks are full of the same ones."""

    def __init__(self, style: NumberStyle) -> None:
        self._style = style
        self._known: dict[tuple[str, str], tuple[Any, Message | None]] = {}

    def __call__(self, name: str, text: str) -> tuple[Any, Message | None]:
        """The value, or why there is none."""
        if (name, text) not in self._known:
            self._known[name, text] = self._read(name, text)
        return self._known[name, text]

    def _read(self, name: str, text: str) -> tuple[Any, Message | None]:
        try:
            return field(name).take(text, self._style), None
        except UserError as fault:
            return None, fault.message


def _why_not(item: Item, name: str) -> Message:
    if name not in FIELDS:
        return _COMPUTED
    return _FOLLOWS if item.from_tracker else _GIVEN


def _refusal(item: Item, name: str, text: str, reason: Message) -> RefusedCell:
    label = field(name).label if name in FIELDS else _DERIVED.get(name, message("{name}", name=name))
    return RefusedCell(item.key or item.title, label, text, reason)


def _labelled(label: Message, cells: Sequence[tuple[Item, str, Any]]) -> Message:
    """The label with the number of cells, or with the one cell's name."""
    if len(cells) != 1:
        return message(label.template, count=len(cells))
    item, name, _ = cells[0]
    return message("{field} of {key}", field=str(field(name).label), key=item.key)


_PASTE = message("Paste into {count} cells")
_FILL = message("Fill {count} cells")
