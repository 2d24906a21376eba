"""Any sequence of acts: the grid is a plain filter and sort of the items, and selection and cursor keep to theirs."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from pmdesk.domain.arrangement import FILTER_FIELDS, LAST_IMPORT, Arrangement, field_values
from pmdesk.domain.changes import Change
from pmdesk.domain.frameworks import frameworks
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Item, Level, Moscow, Settings, StatusCategory
from pmdesk.gui.document import Document
from pmdesk.gui.grid import kept_order, row_filter
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.backlog_view import BacklogView
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.text import number_style
from pmdesk.gui.theme import Theme
from pmdesk.services import editing
from pmdesk.services.capacity import capacity_line
from pmdesk.services.import_plan import ImportOptions
from pmdesk.services.pasting import Target, plan_paste
from pmdesk.services.workspace import Workspace, create_workspace
from tests.gui.grid.plain_grid import PlainGrid
from tests.makers import incoming, make_item, planned, put
from tests.strategies import factors

ITEMS = 40
TITLES = ("Pay later", "Pay now", "Ship", "Sell more", "straße", "")
TEXTS = ("p", "pa", "pay", "pay l", "shop-1", "zzz", "STRASSE", "x pay", "  ")
TYPED = {
    "reach": ("9k", "0", "", "1.2M", "-1", "many"),
    "impact": ("high", "0.25", "", "0", "l"),
    "confidence": ("80", "0.8", "high", "180%", ""),
    "effort": ("0.5", "3", "0", "-2", ""),
    "moscow": ("m", "w", "nonsense", ""),
    "title": ("Pay", "Ship it", ""),
    "labels": ("x", "y, x", ""),
    "goal": ("Grow", "Keep", ""),
    "quarter": ("2025-Q1", ""),
    "status": ("Done",),
}
NAMES = tuple(TYPED)
SORTS = ("title", "score", "reach", "moscow", "labels", "created", "due", "key", "impact", "rank")
GROUPS = ("moscow", "labels", "status", "goal")
cells = st.tuples(st.integers(0, 60), st.sampled_from(NAMES))
rows_of_files = st.builds(
    incoming,
    st.sampled_from([f"SHOP-{number}" for number in (1, 2, 5, 8, 90, 91)]),
    row=st.integers(2, 40),
    title=st.sampled_from(TITLES[:4]),
    labels=st.sampled_from([(), ("x",), ("y", "x")]),
    status=st.sampled_from(["Open", "Done"]),
    status_category=st.sampled_from([StatusCategory.TODO, StatusCategory.DONE]),
    level=st.sampled_from(Level),
)
Cells = set[tuple[int, int]]


def first_items() -> list[Item]:
    """Items of all groups, with ties, missing factors and values of every kind."""
    return [
        make_item(
            number,
            title=TITLES[number % 6],
            labels=(("x",), (), ("y", "x"))[number % 3],
            status=("Open", "Doing", "")[number % 3],
            goal=("Grow", "", "Keep")[number % 3],
            level=Level.EPIC if number % 9 == 0 else Level.SUBTASK if number % 11 == 0 else Level.STANDARD,
            closed_by_user=True if number % 10 == 0 else None,
            reach=None if number % 4 == 0 else float(number % 7 * 10),
            impact=float(number % 3 + 1),
            confidence=(0.5, 0.8, 1.0)[number % 3],
            effort=(1.0, 2.0)[number % 2],
            moscow=(None, *Moscow)[number % 5],
            source_file="export.csv" if number % 2 else "",
            issue_id=str(number) if number % 2 else "",
        )
        for number in range(1, ITEMS + 1)
    ]


class Grid(RuleBasedStateMachine):
    """A grid on a real backlog, and beside it the plain one that it must equal."""

    theme: Theme | None = None

    # How it begins and ends

    @initialize()
    def open(self) -> None:
        """A grid on a backlog with items, searched in slices of a few."""
        self.slices = row_filter.SLICE_SECONDS, row_filter._CHUNK
        row_filter.SLICE_SECONDS, row_filter._CHUNK = -1.0, 25
        self.runs = kept_order._CHUNK, kept_order._RUN
        kept_order._CHUNK, kept_order._RUN = 15, 16
        self.hook, self.faults = sys.excepthook, list[BaseException]()
        sys.excepthook = lambda kind, fault, trace: self.faults.append(fault)
        self.folder = Path(tempfile.mkdtemp())
        workspace = create_workspace(self.folder / "shop.pmdesk", Settings(name="Shop", capacity=9.0))
        put(workspace, *first_items())
        self.document = Document(workspace)
        self.plain = PlainGrid(workspace)
        self.plain.lay_out()
        self.asked: Arrangement | None = None
        self.model = BacklogModel(self.document, self.document)
        self.tester = QAbstractItemModelTester(self.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        Grid.theme = Grid.theme or Theme(QApplication.instance())
        self.view = BacklogView(self.document, self.model, Grid.theme)
        self.document.changed.connect(self.plain.follow)
        self.cells, self.cursor = Cells(), None
        self.states = [self.state()]
        self.place = 0
        self.first_rows = self.plain.rows()

    def teardown(self) -> None:
        """Undoing everything gives back the first state, and redoing it the last."""
        if not hasattr(self, "view"):
            return
        try:
            if not self.faults and sys.exc_info()[0] is None:
                self.go_through()
        finally:
            self.close()

    def go_through(self) -> None:
        """All the way back and forth."""
        self.ask(Arrangement(), wait=True)
        with self.act():
            self.model.hold_order(False)
            self.plain.hold(False)
        self.switch("rice")
        while self.place:
            self.undo(1)
            self.shows_the_plain_rows()
        folded = set(self.plain.folded) ^ {Group.OTHER_LEVEL, Group.CLOSED}
        for key in folded:
            self.toggle(key)
        assert self.model.rows.ids() == self.first_rows
        while self.place < len(self.states) - 1:
            self.redo(1)
        self.shows_the_plain_rows()

    def close(self) -> None:
        """Nothing outlives an example."""
        sys.excepthook = self.hook
        row_filter.SLICE_SECONDS, row_filter._CHUNK = self.slices
        kept_order._CHUNK, kept_order._RUN = self.runs
        self.view.deleteLater()
        self.document.close()
        self.document.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        shutil.rmtree(self.folder)

    # What every act goes through

    @property
    def workspace(self) -> Workspace:
        """The backlog."""
        return self.document.workspace

    def state(self) -> tuple[Mapping[int, Item], Settings]:
        """What is undoable."""
        return dict(self.workspace.items), self.workspace.settings

    @contextmanager
    def act(self) -> Iterator[None]:
        """Selection and cursor stay with their items over what is done inside."""
        cells, cursor = self.selected(), self.current()
        yield
        if self.faults:
            raise self.faults[0]
        if self.asked is not None and not self.model.searching:
            self.plain.arrange(self.asked)
            self.asked = None
        shown = set(self.plain.rows())
        kept = {cell for cell in cells if cell[0] in shown}
        assert self.selected() == (kept or self.under_the_cursor())
        assert cursor is None or cursor[0] not in shown or self.current() == cursor

    def selected(self) -> Cells:
        """The selected cells, by item and column."""
        ids = self.model.rows.ids()
        return {
            (item_id, column)
            for top, bottom, left, right in self.view.keeper.blocks()
            for item_id in ids[top : bottom + 1]
            for column in range(left, right + 1)
        }

    def under_the_cursor(self) -> Cells:
        """What is selected once nothing else is."""
        current = self.current()
        return set() if current is None else {current}

    def current(self) -> tuple[int, int] | None:
        """The cell under the cursor, by item and column."""
        index = self.view.currentIndex()
        return (self.model.item_id_at(index.row()), index.column()) if index.isValid() else None

    def apply(self, change: Change) -> None:
        """Apply a change; what could be redone is forgotten."""
        with self.act():
            assert self.document.apply(change)
        self.note(bool(change.edits))

    def note(self, changed: bool) -> None:
        """A state that undo must lead back to."""
        if changed:
            del self.states[self.place + 1 :]
            self.states.append(self.state())
            self.place += 1

    def item(self, row: int) -> Item:
        """An item of the backlog, most often one that is shown."""
        shown = self.model.rows.ids() or sorted(self.workspace.items)
        every = [*shown, *self.workspace.items]
        return self.workspace.items[every[row % len(every)]]

    # Editing

    @precondition(lambda self: self.model.rowCount())
    @rule(row=st.integers(0, 60), name=st.sampled_from(NAMES), data=st.data())
    def type(self, row: int, name: str, data: st.DataObject) -> None:
        """Type into a cell: what cannot be changes nothing."""
        text = data.draw(st.sampled_from(TYPED[name]))
        index = self.model.index(row % self.model.rowCount(), COLUMN_AT[name])
        before, item_id, said = self.state(), self.model.item_id_at(index.row()), []
        catch = self.model.invalid.connect(lambda *fault: said.append(fault))
        with self.act():
            taken = self.model.setData(index, text)
        self.model.invalid.disconnect(catch)
        assert taken is not bool(said)
        changed = self.state() != before
        assert taken or not changed
        assert {key for key, item in self.workspace.items.items() if item != before[0][key]} <= {item_id}
        self.note(changed)

    @rule(
        rows=st.lists(st.integers(0, 60), min_size=2, max_size=7, unique=True),
        values=st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    **factors(),
                    "title": st.sampled_from(TITLES),
                    "closed_by_user": st.sampled_from([True, False]),
                    "level": st.sampled_from(Level),
                    "labels": st.sampled_from([(), ("x",), ("z",)]),
                },
            ),
            min_size=7,
            max_size=7,
        ),
    )
    def edit_some(self, rows: list[int], values: list[dict[str, Any]]) -> None:
        """Several items each another way in one change: rows that move, come and go at once."""
        items = {item.id: item for item in map(self.item, rows)} if self.workspace.items else {}
        pairs = zip(items.values(), values, strict=False)
        edits = [editing.edit(item, replace(item, **given)) for item, given in pairs]
        self.apply(editing.change(editing.message("Some"), edits))

    @rule(values=st.fixed_dictionaries({}, optional=factors()))
    def edit_many(self, values: dict[str, Any]) -> None:
        """So many items that the grid is laid out anew."""
        self.apply(editing.set_values(list(self.workspace.items.values())[:36], values))

    @precondition(lambda self: self.model.rowCount())
    @rule(
        row=st.integers(0, 60),
        rows=st.integers(1, 5),
        name=st.sampled_from(NAMES),
        block=st.lists(st.sampled_from(["80", "m", "Pay", "", "3"]), min_size=1, max_size=3),
    )
    def paste(self, row: int, rows: int, name: str, block: list[str]) -> None:
        """Paste a column of texts; the good cells take theirs."""
        top = row % self.model.rowCount()
        items = [self.model.item_at(one) for one in range(top, self.model.rowCount())]
        columns = [column.name for column in COLUMNS[COLUMN_AT[name] :]]
        target = Target(items, columns, rows, 1, lambda item, of: COLUMNS[COLUMN_AT[of]].text(item))
        self.apply(plan_paste([[text] for text in block], target, number_style()).change())

    @rule(closed=st.sampled_from([None, True, False]), rows=st.lists(st.integers(0, 60), min_size=1, max_size=3))
    def close_items(self, closed: bool | None, rows: list[int]) -> None:
        """Close, reopen, or follow the tracker."""
        if self.workspace.items:
            self.apply(editing.set_closed({item.id: item for item in map(self.item, rows)}.values(), closed))

    @rule(title=st.sampled_from(TITLES), values=st.fixed_dictionaries({}, optional=factors()), keep=st.booleans())
    def new(self, title: str, values: dict[str, Any], keep: bool) -> None:
        """A new item, kept in sight or not."""
        change = editing.new_item(self.workspace, title, **values)
        self.apply(change)
        if keep:
            with self.act():
                self.model.keep_in_sight(change.edits[0].id)
                self.plain.admitted.add(change.edits[0].id)

    @rule(rows=st.lists(st.integers(0, 60), min_size=1, max_size=4), many=st.sampled_from([False, False, False, True]))
    def delete(self, rows: list[int], many: bool) -> None:
        """Delete a few items, or nearly all."""
        if self.workspace.items:
            chosen = [*self.workspace.items.values()][:35] if many else list(map(self.item, rows))
            self.apply(editing.delete_items(self.workspace, {item.id: item for item in chosen}.values()))

    @rule(given=st.lists(rows_of_files, min_size=1, max_size=4), whole=st.booleans())
    def import_rows(self, given: list[Any], whole: bool) -> None:
        """Import a file, of the whole backlog or a part."""
        self.apply(planned(self.workspace, given, options=ImportOptions(whole=whole)).change)

    @rule(
        level=st.sampled_from([Level.STANDARD, Level.STANDARD, Level.EPIC, Level.SUBTASK]),
        capacity=st.sampled_from([None, 2.0, 9.0]),
        rescale=st.sampled_from([{}, {"effort": 2.0}, {"reach": None}]),
    )
    def change_settings(self, level: Level, capacity: float | None, rescale: dict[str, float | None]) -> None:
        """Another level, capacity, or unit."""
        changed = replace(self.workspace.settings, ranked_level=level, capacity=capacity)
        self.apply(editing.change_settings(self.workspace, changed, rescale))

    @rule(steps=st.integers(1, 3))
    def undo(self, steps: int) -> None:
        """Take back some changes."""
        for _ in range(min(steps, self.place)):
            with self.act():
                assert self.document.undo()
            self.place -= 1
            assert self.state() == self.states[self.place]

    @rule(steps=st.integers(1, 3))
    def redo(self, steps: int) -> None:
        """Bring back some."""
        for _ in range(min(steps, len(self.states) - 1 - self.place)):
            with self.act():
                assert self.document.redo()
            self.place += 1
            assert self.state() == self.states[self.place]

    # Arranging

    def ask(self, arrangement: Arrangement, *, wait: bool = False) -> None:
        """Show another arrangement, now or once it is found."""
        with self.act():
            self.asked = arrangement
            self.model.arrange(arrangement, wait=wait)

    @rule(text=st.sampled_from(TEXTS), wait=st.booleans())
    def search(self, text: str, wait: bool) -> None:
        """Type into the search field."""
        self.ask(replace(self.model.arrangement, text=text), wait=wait)

    @rule(name=st.sampled_from(FILTER_FIELDS), data=st.data())
    def choose(self, name: str, data: st.DataObject) -> None:
        """Choose values of a field, or none."""
        known = sorted({value for item in self.workspace.items.values() for value in field_values(item, name)})
        chosen = data.draw(st.lists(st.sampled_from([*known, "gone"]), max_size=2))
        self.ask(self.model.arrangement.choosing(name, chosen), wait=True)

    @rule(unscored=st.booleans())
    def only_unscored(self, unscored: bool) -> None:
        """Show only what the framework cannot rank."""
        self.ask(replace(self.model.arrangement, unscored=unscored))

    @rule(view=st.sampled_from(LAST_IMPORT))
    def only_the_last_import(self, view: str) -> None:
        """Show only what the last import brought, changed or lacked."""
        self.ask(replace(self.model.arrangement, last_import=view))

    @rule()
    def everything(self) -> None:
        """Leave all filters and every order."""
        self.ask(Arrangement())

    @rule(sort=st.sampled_from(["", *SORTS]), descending=st.booleans())
    def sort(self, sort: str, descending: bool) -> None:
        """Sort by a column, either way."""
        self.ask(replace(self.model.arrangement, sort=sort, descending=descending))

    @rule(name=st.sampled_from(["", *GROUPS]))
    def group(self, name: str) -> None:
        """Group by a field's values."""
        self.ask(replace(self.model.arrangement, group_by=name))

    @rule()
    def apply_again(self) -> None:
        """Leave out what no longer matches."""
        with self.act():
            self.asked = self.model.arrangement
            self.model.apply_filter_again()

    @rule()
    def finish_search(self) -> None:
        """Let the search come to its end."""
        with self.act():
            for _ in range(200):
                QApplication.processEvents()
            assert not self.model.searching

    @rule(name=st.sampled_from(sorted(frameworks())))
    def switch(self, name: str) -> None:
        """Rank by another framework."""
        with self.act():
            assert self.document.set_framework(name)

    @rule(held=st.booleans())
    def hold(self, held: bool) -> None:
        """Hold the order, or let it go."""
        with self.act():
            if held != self.plain.held:
                self.plain.hold(held)
            self.model.hold_order(held)

    @precondition(lambda self: any(band.folds for band in self.model.bands()))
    @rule(place=st.integers(0, 9))
    def fold(self, place: int) -> None:
        """Fold a band, or unfold it."""
        folding = [band for band in self.model.bands() if band.folds]
        self.toggle(folding[place % len(folding)].key)

    def toggle(self, key: Any) -> None:
        """Fold what has a key, or unfold it."""
        with self.act():
            self.plain.folded ^= {key}
            self.model.toggle_group(key)

    @precondition(lambda self: self.workspace.items)
    @rule(place=st.integers(0, 60))
    def reveal(self, place: int) -> None:
        """Go to an item wherever it is."""
        ids = sorted(self.workspace.items)
        item_id, asked = ids[place % len(ids)], self.model.arrangement
        with self.act():
            if item_id not in self.plain.admitted:
                self.asked = None
                self.plain.arrange(replace(asked, text="", chosen={}, unscored=False, last_import=""))
            if item_id not in self.plain.rows():
                group, value = self.plain.band(item_id)
                self.plain.folded.discard(group if value is None else value)
            row = self.model.reveal(item_id)
        assert row == self.plain.rows().index(item_id)

    # Selecting

    @precondition(lambda self: self.model.rowCount())
    @rule(blocks=st.lists(st.tuples(cells, cells), max_size=3), at=cells)
    def select(self, blocks: list[tuple[tuple[int, str], tuple[int, str]]], at: tuple[int, str]) -> None:
        """Select some blocks and put the cursor somewhere."""
        flags = QItemSelectionModel.SelectionFlag
        model, count = self.view.selectionModel(), self.model.rowCount()
        model.clearSelection()
        for (row, name), (other, another) in blocks:
            top, bottom = sorted((row % count, other % count))
            left, right = sorted((COLUMN_AT[name], COLUMN_AT[another]))
            first, last = self.model.index(top, left), self.model.index(bottom, right)
            model.select(QItemSelection(first, last), flags.Select)
        model.setCurrentIndex(self.model.index(at[0] % count, COLUMN_AT[at[1]]), flags.NoUpdate)

    @precondition(lambda self: self.model.rowCount())
    @rule()
    def select_all(self) -> None:
        """Select everything."""
        self.view.selectAll()

    # What must be so

    @invariant()
    def shows_the_plain_rows(self) -> None:
        """Rows, bands and what no longer matches are those of the plain grid."""
        rows, plain = self.model.rows, self.plain
        assert rows.ids() == plain.rows()
        assert [self.model.item_id_at(row) for row in range(rows.count)] == rows.ids()
        assert [
            (band.group, band.value, band.start, band.count, band.first_row, band.collapsed) for band in rows.bands
        ] == plain.bands()
        assert rows.stale == plain.stale()
        assert [rows.group_at(row) for row in range(rows.count)] == [
            plain.group_of_row(item_id) for item_id in rows.ids()
        ]

    @invariant()
    def every_item_is_found(self) -> None:
        """An item has the row in which it stands, or none; and its place among what is shown."""
        where = {item_id: row for row, item_id in enumerate(self.model.rows.ids())}
        for item_id in self.workspace.items:
            assert self.model.row_of(item_id) == where.get(item_id)
        places = self.plain.places_within()
        assert {item_id: self.model.rows.place_within(item_id) for item_id in where} == {
            item_id: places.get(item_id) for item_id in where
        }

    @invariant()
    def rows_and_headings_have_their_places(self) -> None:
        """Going down the grid one meets every heading and row where it says that it stands."""
        geometry, y = self.view.geometry_, 0
        headings = {row: [] for row in range(self.model.rowCount() + 1)}
        for band in self.model.bands():
            headings[band.first_row].append(band)
        for row in range(self.model.rowCount() + 1):
            for band in headings[row]:
                assert geometry.heading_at(y) == geometry.heading_at(y + geometry.band_height - 1) == band
                assert geometry.row_at(y) is None
                y += geometry.band_height
            if row < self.model.rowCount():
                assert geometry.top_of(row) == y
                assert geometry.row_at(y) == geometry.row_at(y + geometry.row_height - 1) == row
                assert geometry.heading_at(y) is None
                y += geometry.row_height
        assert geometry.height == y

    @invariant()
    def the_capacity_line_stands_below_what_fits(self) -> None:
        """In rank order that is not held, below the last shown item that fits, else above ranked ones."""
        line, ranking = capacity_line(self.workspace), self.workspace.ranking
        fitting = [
            row
            for row, item_id in enumerate(self.model.rows.ids())
            if line and (ranking.rank(item_id) or ITEMS * 9) <= line.count
        ]
        ranked = line and self.model.rowCount() and self.model.group_at(0) is Group.RANKED
        stands = self.plain.by_rank and not self.plain.held and ranked
        assert self.view.capacity.row() == (max(fitting, default=-1) if stands else None)


class LongGrid(Grid):
    """The same with more acts, other ones each time."""


PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
TestGrid = pytest.mark.usefixtures("qapp")(Grid.TestCase)
TestGrid.settings = settings(max_examples=14, stateful_step_count=20, phases=PHASES)
TestLongGrid = pytest.mark.torture(pytest.mark.usefixtures("qapp")(LongGrid.TestCase))
TestLongGrid.settings = settings(TestGrid.settings, max_examples=120, stateful_step_count=40, derandomize=False)
