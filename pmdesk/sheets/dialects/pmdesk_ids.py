"""Which exported item each row of a workbook of PMDesk's own is: by its id, and where that was lost by what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pmdesk.domain.messages import Message, message
from pmdesk.sheets.dialects.cells import plain_text
from pmdesk.sheets.dialects.pmdesk_columns import OwnSheet
from pmdesk.sheets.dialects.pmdesk_data import Exported, id_in, value_of


def row_ids(file: str, sheet: OwnSheet, written: Exported) -> tuple[list[int], list[Message]]:
    """The id of the item that each row was written for, 0 for none, and what to say of ids that were torn or copied.

    Where an id was taken out, the key tells; without a column of keys the title, as it was exported.
    """
    cells = sheet.grid[sheet.ids] if sheet.ids is not None else (None,) * len(sheet.rows)
    ids = [item_id if item_id in written.rows else 0 for item_id in map(id_in, cells)]
    names = [name for name in ("key", "title") if name in sheet.fields and name in written.fields][:1]
    said: list[Message] = []
    if "key" in names:
        said += _said_of_torn(file, _mend(ids, sheet, written))
    said += _said_of_copies(file, [sheet.rows[place].number for place in _copied(ids, sheet, written)])
    if 0 in ids and names:
        _fill(ids, names[0], sheet, written)
    return ids, said


def _mend(ids: list[int], sheet: OwnSheet, written: Exported) -> int:
    """Go by the keys where ids stand in the rows of other items, and return in how many rows they do.

    It happens where some columns are sorted without the hidden one. One key alone, or one key in several rows, was
    rather typed.
    """
    known, keys = _unique("key", written), written.keys()
    texts = map(plain_text, sheet.grid[sheet.fields["key"]])
    torn = {
        place: known[text]
        for place, (item_id, text) in enumerate(zip(ids, texts, strict=True))
        if item_id and text in known and text != keys[item_id]
    }
    if len(torn) < 2 or len(set(torn.values())) < len(torn):
        return 0
    for place, item_id in torn.items():
        ids[place] = item_id
    return len(torn)


def _unique(name: str, written: Exported) -> Mapping[str, int]:
    """The items by what a field says of them; what several items have tells nothing."""
    place = written.fields.index(name)
    texts = {item_id: plain_text(value_of(name, cells[place])) for item_id, cells in written.rows.items()}
    counts = Counter(texts.values())
    return {text: item_id for item_id, text in texts.items() if text and counts[text] == 1}


def _fill(ids: list[int], name: str, sheet: OwnSheet, written: Exported) -> None:
    """Find the items of rows without an id by what else tells them."""
    taken = set(ids)
    known = {text: item_id for text, item_id in _unique(name, written).items() if item_id not in taken}
    texts = list(map(plain_text, sheet.grid[sheet.fields[name]]))
    counts = Counter(texts)
    for place, text in enumerate(texts):
        if not ids[place] and text in known and counts[text] == 1:
            ids[place] = known[text]


def _copied(ids: list[int], sheet: OwnSheet, written: Exported) -> Iterator[int]:
    """The places of rows with an id that stands elsewhere too: of these the one that changed least keeps it."""
    counts = Counter(filter(None, ids))
    for item_id in [one for one, count in counts.items() if count > 1]:
        places = [place for place, one in enumerate(ids) if one == item_id]
        first = max(places, key=lambda place: (_likeness(place, item_id, sheet, written), -place))
        for place in places:
            if place != first:
                ids[place] = 0
                yield place


def _likeness(place: int, item_id: int, sheet: OwnSheet, written: Exported) -> int:
    cells = written.rows[item_id]
    pairs = ((sheet.grid[sheet.fields[name]][place], cells[index]) for index, name in enumerate(written.fields)
             if name in sheet.fields)  # fmt: skip
    return sum(one == other or not (one or other) for one, other in pairs)


def _said_of_copies(file: str, lines: Sequence[int]) -> Iterator[Message]:
    if lines:
        many = "{count} rows of “{file}” are copies of other rows and come in as new items; the first is line {row}."
        one = "Line {row} of “{file}” is a copy of another row and comes in as a new item."
        yield message(many, one=one, count=len(lines), file=file, row=lines[0])


def _said_of_torn(file: str, rows: int) -> Iterator[Message]:
    if rows:
        said = (
            "{count} rows of “{file}” have the hidden ids of other rows, as after sorting some of the columns; their "
            "keys tell which item each is."
        )
        yield message(said, count=rows, file=file)
