"""Any sequence of acts: memory, file, log and order agree, and undo and redo go all the way."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pmdesk.domain.changes import Change, change, edit
from pmdesk.domain.frameworks import frameworks
from pmdesk.domain.messages import message
from pmdesk.domain.ranking import Ranking
from pmdesk.domain.records import (
    Baseline,
    BaselineReason,
    EffortUnit,
    ImportedValues,
    Item,
    LastImport,
    Level,
    Settings,
)
from pmdesk.services import editing
from pmdesk.services.baselines import RankChanges, set_baseline
from pmdesk.services.checking import check
from pmdesk.services.import_plan import Choices, ImportOptions
from pmdesk.services.workspace import Workspace, create_workspace, open_workspace
from tests.makers import incoming, planned
from tests.strategies import factors, words

KEYS = [f"A-{number}" for number in range(1, 7)]
rows = st.builds(
    incoming,
    st.sampled_from(KEYS),
    row=st.integers(2, 40),
    title=st.sampled_from(["Pay", "Ship", "Sell"]),
    labels=st.sampled_from([(), ("x",), ("x", "y")]),
    status=st.sampled_from(["Open", "Done"]),
    type=st.sampled_from(["Story", "Bug"]),
    extra=st.sampled_from([{}, {"Votes": "1"}, {"Votes": ("1", "2")}]),
)
bare_rows = st.builds(incoming, st.sampled_from(KEYS), row=st.integers(2, 40), status=st.just("Open"))
State = tuple[Mapping[int, Item], Settings, Mapping[int, ImportedValues], Baseline | None, LastImport | None]


class Backlog(RuleBasedStateMachine):
    """One backlog, and beside it the states that undo and redo must lead back to."""

    @initialize()
    def create(self) -> None:
        """Start with an empty backlog."""
        self.folder = Path(tempfile.mkdtemp())
        self.workspace: Workspace = create_workspace(self.folder / "shop.pmdesk", Settings(name="Shop"))
        self.states: list[State] = [self.state()]
        self.place = 0

    def state(self) -> State:
        """All that is undoable."""
        held = self.workspace
        return dict(held.items), held.settings, held.imported_values(), held.baseline, held.last_import

    def apply(self, done: Change) -> None:
        """Apply a change; what could be redone is forgotten."""
        applied = self.workspace.apply(done)
        if done.edits:
            del self.states[self.place + 1 :]
            self.states.append(self.state())
            self.place += 1
        items = [one for one in done.edits if one.record_type == Item.TYPE]
        assert applied.created == {one.id for one in items if one.before is None}
        assert applied.deleted == {one.id for one in items if one.after is None}

    def some(self, data: st.DataObject, most: int = 3) -> list[Item]:
        """Some of the items."""
        ids = data.draw(st.lists(st.sampled_from(sorted(self.workspace.items)), unique=True, min_size=1, max_size=most))
        return [self.workspace.items[item_id] for item_id in ids]

    @rule(title=words, values=st.fixed_dictionaries({}, optional=factors()))
    def new(self, title: str, values: dict[str, Any]) -> None:
        """A new item."""
        self.apply(editing.new_item(self.workspace, title, **values))

    @precondition(lambda self: self.workspace.items)
    @rule(data=st.data(), values=st.fixed_dictionaries({}, optional={**factors(), "title": words}))
    def edit(self, data: st.DataObject, values: dict[str, Any]) -> None:
        """The same fields of some items."""
        self.apply(editing.set_values(self.some(data), values))

    @precondition(lambda self: self.workspace.items)
    @rule(data=st.data(), closed=st.sampled_from([None, True, False]))
    def close_item(self, data: st.DataObject, closed: bool | None) -> None:
        """Overrule the tracker."""
        self.apply(editing.set_closed(self.some(data)[0], closed))

    @precondition(lambda self: self.workspace.items)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        """Delete some items."""
        self.apply(editing.delete_items(self.workspace, self.some(data)))

    @rule(
        level=st.sampled_from(Level),
        unit=st.sampled_from(EffortUnit),
        capacity=st.sampled_from([None, 2.0]),
        rescale=st.sampled_from([{"effort": None}, {"effort": 2.0}, {"effort": 0.1}]),
    )
    def change_settings(
        self, level: Level, unit: EffortUnit, capacity: float | None, rescale: dict[str, float | None]
    ) -> None:
        """Other settings, with an answer to what becomes of the numbers."""
        changed = replace(self.workspace.settings, ranked_level=level, effort_unit=unit, capacity=capacity)
        self.apply(editing.change_settings(self.workspace, changed, rescale))

    @rule(
        given=st.lists(rows | bare_rows, min_size=1, max_size=5),
        options=st.builds(
            ImportOptions, whole=st.booleans(), ranked_types=st.sampled_from([None, None, (), ("Story",)])
        ),
        left=st.frozensets(st.integers(0, 2)),
    )
    def import_rows(self, given: list[Any], options: ImportOptions, left: frozenset[int]) -> None:
        """Import some rows of a file, then all of it; a second time it changes nothing."""
        self.apply(planned(self.workspace, given, options=options).change_for(Choices(left=left, close_gone=left)))
        self.apply(planned(self.workspace, given, options=options).change)
        again = planned(self.workspace, given, options=options)
        assert (again.created, again.updated, again.change.edits) == (0, 0, ())

    @rule(reason=st.sampled_from(BaselineReason))
    def set_baseline(self, reason: BaselineReason) -> None:
        """Rank changes are told from now on."""
        self.apply(set_baseline(self.workspace, reason))
        told = RankChanges(self.workspace)
        ranks = {item_id: self.workspace.ranking.rank(item_id) for item_id in self.workspace.items}
        assert {item_id: told.of(item_id) for item_id in ranks} == {
            item_id: None if rank is None else 0 for item_id, rank in ranks.items()
        }

    @rule()
    def many(self) -> None:
        """A change of so many items that the order is made anew."""
        ids = self.workspace.new_item_ids(70)
        self.apply(change(message("Many"), [edit(None, Item(item_id, f"M-{item_id}", "Many")) for item_id in ids]))

    @rule(steps=st.integers(1, 4))
    def undo(self, steps: int) -> None:
        """Take back some changes."""
        for _ in range(steps):
            assert (self.workspace.undo() is not None) == (self.place > 0)
            self.place = max(self.place - 1, 0)

    @rule(steps=st.integers(1, 4))
    def redo(self, steps: int) -> None:
        """Bring back some."""
        for _ in range(steps):
            last = len(self.states) - 1
            assert (self.workspace.redo() is not None) == (self.place < last)
            self.place = min(self.place + 1, last)

    @rule(name=st.sampled_from(sorted(frameworks())))
    def switch(self, name: str) -> None:
        """Another framework."""
        self.workspace.set_framework(name)

    @rule()
    def reopen(self) -> None:
        """Close and open: all is as it was."""
        framework = self.workspace.framework
        self.workspace.close()
        assert [path.name for path in self.folder.iterdir()] == ["shop.pmdesk"]
        self.workspace = open_workspace(self.folder / "shop.pmdesk")
        assert self.workspace.framework is framework

    @invariant()
    def memory_is_the_expected_state(self) -> None:
        """Items, settings and bases are those of the place in history."""
        assert self.state() == self.states[self.place]

    @invariant()
    def the_order_is_that_of_a_sort(self) -> None:
        """The order kept while editing is the one made anew."""
        level, items = self.workspace.settings.ranked_level, self.workspace.items
        for name, framework in frameworks().items():
            assert list(self.workspace.ranking_by(name)) == list(Ranking(framework, level, items.values()))

    def teardown(self) -> None:
        """The log is whole; all the way back is the first state, all the way forth the last."""
        if not hasattr(self, "workspace"):
            return
        try:
            assert check(self.workspace) == []
            self.go_through(self.workspace.undo, 0)
            self.reopen()
            self.go_through(self.workspace.redo, len(self.states) - 1)
            assert self.workspace.replay()["item"] == dict(self.workspace.items)
        finally:
            self.workspace.close()
            shutil.rmtree(self.folder)

    def go_through(self, step: Callable[[], object], end: int) -> None:
        """Take one step after another, until there is none."""
        while step() is not None:
            self.place += 1 if end else -1
            assert self.state() == self.states[self.place]
        assert self.place == end


class LongBacklog(Backlog):
    """The same with more acts, other ones each time."""


# Finding why it fails costs more than finding that it does, so phase `explain` is left out.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
TestBacklog = Backlog.TestCase
TestBacklog.settings = settings(max_examples=25, stateful_step_count=20, phases=PHASES)
TestLongBacklog = pytest.mark.torture(LongBacklog.TestCase)
TestLongBacklog.settings = settings(TestBacklog.settings, max_examples=400, stateful_step_count=50, derandomize=False)
