"""What is chosen of a planned import, and the one Change that does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from pmdesk.domain.records import ImportedValues, Item, LastImport, Level, Moscow
from pmdesk.services import editing
from pmdesk.services.checking import check
from pmdesk.services.identity import IncomingRow
from pmdesk.services.import_plan import Choices, FieldChange, ImportOptions, PlannedRow, RowKind, Side
from pmdesk.services.planned_import import ImportPlan, every_conflict
from pmdesk.services.workspace import Workspace
from tests.makers import imported, incoming, planned

OLD, NEW = datetime(2024, 9, 6, 13, 55), datetime(2025, 1, 31, 8, 0)
State = tuple[Any, ...]


def state(workspace: Workspace) -> State:
    """All that an import may alter and undo brings back."""
    return (
        dict(workspace.items),
        workspace.settings,
        workspace.imported_values(),
        workspace.baseline,
        workspace.last_import,
    )


def the_item(workspace: Workspace, key: str) -> Item:
    (item,) = workspace.find(key)
    return item


def line_of(plan: ImportPlan, key: str) -> PlannedRow:
    (line,) = (line for line in plan.rows if line.key == key)
    return line


def edit_title(workspace: Workspace, key: str, title: str) -> None:
    workspace.apply(editing.set_values(workspace.find(key), {"title": title}))


def shop(*titles: str, **values: Any) -> list[IncomingRow]:
    """Rows SHOP-1, SHOP-2 and so on with these titles."""
    return [incoming(f"SHOP-{place}", row=place + 1, title=title, **values) for place, title in enumerate(titles, 1)]


@pytest.fixture
def shopped(workspace: Workspace) -> Workspace:
    """Three items of one file, the second with a title of the user's own."""
    imported(workspace, shop("Pay", "Ship", "Sell"))
    edit_title(workspace, "SHOP-2", "Ship faster")
    return workspace


class TestLines:
    """Each issue is one line, at the place that its number says."""

    def test_kinds_and_fields(self, shopped: Workspace) -> None:
        rows = [*shop("Pay by card", "Send", "Sell", status="Open"), incoming("SHOP-4", row=9, title="Buy")]
        plan = planned(shopped, rows)
        assert [line.number for line in plan.rows] == [0, 1, 2, 3]
        assert [(line.key, line.kind) for line in plan.rows] == [
            ("SHOP-1", RowKind.CHANGED),
            ("SHOP-2", RowKind.CONFLICT),
            ("SHOP-3", RowKind.CHANGED),
            ("SHOP-4", RowKind.NEW),
        ]
        assert plan.rows[0].changes == (FieldChange("title", "Pay", "Pay by card"), FieldChange("status", "", "Open"))
        assert plan.rows[1].changes == (FieldChange("status", "", "Open"),)
        assert (plan.created, plan.updated, plan.unchanged) == (1, 3, 0)
        assert plan.counts == {**dict.fromkeys(RowKind, 0), RowKind.CHANGED: 2, RowKind.CONFLICT: 1, RowKind.NEW: 1}

    def test_of_other_columns_only_those_that_differ_are_told(self, workspace: Workspace) -> None:
        imported(workspace, [incoming(title="Pay", extra={"Votes": "1", "Team": "Web"})])
        plan = planned(workspace, [incoming(title="Pay", extra={"Votes": "2", "Team": "Web"})])
        assert plan.rows[0].changes == (FieldChange("extra", {"Votes": "1"}, {"Votes": "2"}),)

    def test_a_moved_issue_tells_its_key(self, workspace: Workspace) -> None:
        imported(workspace, [incoming("OLD-1", issue_id="7", title="Pay")])
        workspace.apply(editing.set_values(workspace.find("OLD-1"), {"reach": 9.0}))
        plan = imported(workspace, [incoming("NEW-1", issue_id="7", title="Pay")])
        assert plan.rows[0].changes == (FieldChange("key", "OLD-1", "NEW-1"),)
        moved = the_item(workspace, "NEW-1")
        assert (moved.former_keys, moved.reach) == (("OLD-1",), 9.0)

    def test_an_older_row_says_so(self, workspace: Workspace) -> None:
        imported(workspace, [incoming(title="Pay", updated=NEW)])
        (line,) = planned(workspace, [incoming(title="Old", updated=OLD)]).rows
        assert (line.kind, line.edits) == (RowKind.UNCHANGED, ())
        assert str(line.reason) == "It is older in the file than in the backlog, and is left as it is."


class TestLeft:
    """A line that is not taken does nothing at all."""

    def test_neither_item_nor_base_is_touched(self, shopped: Workspace) -> None:
        plan = planned(shopped, shop("Pay by card", "Send", "Sell"))
        before = state(shopped)
        assert plan.change_for(Choices(left=frozenset({0, 1, 2}))).edits == ()
        shopped.apply(plan.change_for(Choices(left=frozenset({0}))))
        assert state(shopped) == before
        assert [line.kind for line in planned(shopped, shop("Pay by card", "Send", "Sell")).rows] == [
            RowKind.CHANGED,
            RowKind.CONFLICT,
            RowKind.UNCHANGED,
        ]

    def test_the_others_are_taken(self, workspace: Workspace) -> None:
        plan = planned(workspace, shop("Pay", "Ship"))
        outcome = plan.outcome(Choices(left=frozenset({line_of(plan, "SHOP-1").number})))
        assert (outcome.created, outcome.updated, outcome.unchanged) == (1, 0, 0)
        workspace.apply(outcome.change)
        assert [item.key for item in workspace.items.values()] == ["SHOP-2"]
        assert check(workspace) == []


class TestConflicts:
    """The user's value stands until they choose; a choice holds until the tracker changes again."""

    def open_again(self, workspace: Workspace, *titles: str) -> bool:
        """Whether the second item is asked about."""
        return planned(workspace, shop(*titles)).rows[1].kind is RowKind.CONFLICT

    def test_one_that_is_not_chosen_stays_open(self, shopped: Workspace) -> None:
        plan = imported(shopped, shop("Pay", "Send", "Sell"))
        assert (the_item(shopped, "SHOP-2").title, plan.change.edits) == ("Ship faster", ())
        assert [str(said) for said in plan.warnings] == [
            "Title of SHOP-2 was changed here and in the tracker; yours was kept."
        ]
        assert self.open_again(shopped, "Pay", "Send", "Sell")

    @pytest.mark.parametrize(("side", "title"), [(Side.MINE, "Ship faster"), (Side.THEIRS, "Send")])
    def test_a_chosen_one_returns_when_the_tracker_changes(self, shopped: Workspace, side: Side, title: str) -> None:
        plan = planned(shopped, shop("Pay", "Send", "Sell"))
        before = state(shopped)
        outcome = plan.outcome(Choices(resolved={(1, "title"): side}))
        assert (outcome.updated, outcome.unchanged, outcome.warnings) == (
            (1, 2, ()) if side is Side.THEIRS else (0, 3, ())
        )
        shopped.apply(outcome.change)
        assert the_item(shopped, "SHOP-2").title == title
        assert shopped.imported_values([2])[2].title == "Send"
        assert not self.open_again(shopped, "Pay", "Send", "Sell")
        assert self.open_again(shopped, "Pay", "Post", "Sell") is (side is Side.MINE)
        shopped.undo()
        assert state(shopped) == before

    def test_all_at_once(self, shopped: Workspace) -> None:
        edit_title(shopped, "SHOP-3", "Sell more")
        plan = planned(shopped, shop("Pay", "Send", "Vend"))
        choices = Choices(resolved=every_conflict(plan, Side.THEIRS))
        shopped.apply(plan.change_for(choices))
        assert [item.title for item in shopped.items.values()] == ["Pay", "Send", "Vend"]

    def test_the_rest_of_the_line_changes_all_the_same(self, shopped: Workspace) -> None:
        plan = planned(shopped, [incoming("SHOP-2", title="Send", status="Done", labels=("x",))])
        shopped.apply(plan.change_for(Choices(resolved={(0, "title"): Side.MINE})))
        item = the_item(shopped, "SHOP-2")
        assert (item.title, item.status, item.labels) == ("Ship faster", "Done", ("x",))
        assert shopped.imported_values([2])[2] == ImportedValues(2, "Send", None, ("x",))

    def test_labels_never_conflict(self, workspace: Workspace) -> None:
        imported(workspace, [incoming(title="Pay", labels=("a", "b"))])
        workspace.apply(editing.set_values(workspace.find("SHOP-1"), {"labels": ("b", "mine")}))
        plan = imported(workspace, [incoming(title="Pay", labels=("a", "b", "theirs"))])
        assert plan.conflicts == ()
        assert the_item(workspace, "SHOP-1").labels == ("b", "mine", "theirs")


class TestAnotherSite:
    """An equal id with another date of creation, and no site to tell: only the user knows."""

    @pytest.fixture
    def asked(self, workspace: Workspace) -> ImportPlan:
        """A plan with the question."""
        imported(workspace, [incoming("A-1", issue_id="7", title="Pay", created=OLD)])
        workspace.apply(editing.set_values(workspace.find("A-1"), {"reach": 9.0}))
        return planned(workspace, [incoming("B-1", issue_id="7", title="Pay all", created=NEW)])

    def test_it_is_left_out_until_it_is_answered(self, workspace: Workspace, asked: ImportPlan) -> None:
        assert [line.kind for line in asked.rows] == [RowKind.CONFLICT]
        assert asked.change.edits == ()
        outcome = asked.outcome()
        assert (outcome.created, outcome.updated, outcome.unchanged, outcome.left_out) == (0, 0, 0, 1)
        assert (asked.unchanged, asked.rows[0].waits) == (0, True)
        assert "B-1 has the issue id of A-1" in str(asked.warnings[0])

    @pytest.mark.parametrize("parent", ["7", "B-1"])
    def test_its_children_keep_their_parent_meanwhile(self, workspace: Workspace, parent: str) -> None:
        child = incoming("A-2", row=3, issue_id="8", title="Child", created=OLD, parent="7")
        imported(workspace, [incoming("A-1", issue_id="7", title="Pay", created=OLD), child])
        child = incoming("A-2", row=3, issue_id="8", title="Child", created=OLD, parent=parent)
        plan = planned(workspace, [incoming("B-1", issue_id="7", title="Pay all", created=NEW), child])
        assert [line.changes for line in plan.rows] == [(), ()]
        assert the_item(workspace, "A-2").parent == "A-1"

    def test_mine_is_another_issue(self, workspace: Workspace, asked: ImportPlan) -> None:
        outcome = asked.outcome(Choices(resolved={(0, "created"): Side.MINE}))
        workspace.apply(outcome.change)
        assert (outcome.created, outcome.updated) == (1, 0)
        assert {item.key: item.reach for item in workspace.items.values()} == {"A-1": 9.0, "B-1": None}
        assert check(workspace) == []

    def test_theirs_is_the_item_that_moved(self, workspace: Workspace, asked: ImportPlan) -> None:
        outcome = asked.outcome(Choices(resolved={(0, "created"): Side.THEIRS}))
        workspace.apply(outcome.change)
        assert (outcome.created, outcome.updated) == (0, 1)
        (item,) = workspace.items.values()
        assert (item.key, item.former_keys, item.title, item.reach) == ("B-1", ("A-1",), "Pay all", 9.0)
        again = planned(workspace, [incoming("B-1", issue_id="7", title="Pay all", created=NEW)])
        assert again.change.edits == ()


class TestScores:
    """Scores of the file are taken only where the user agrees, and are shown first."""

    def scored(self, **scores: Any) -> list[IncomingRow]:
        """Two rows: a known item, and a new one."""
        known, new = shop("Pay", "Ship")
        return [IncomingRow(row.file, row.row, row.values, {}, frozenset(), scores) for row in (known, new)]

    @pytest.fixture
    def known(self, workspace: Workspace) -> Workspace:
        """A backlog with a scored item."""
        imported(workspace, shop("Pay"))
        workspace.apply(editing.set_values(workspace.find("SHOP-1"), {"reach": 9.0, "effort": 2.0}))
        return workspace

    def test_they_are_left_unless_asked_for(self, known: Workspace) -> None:
        imported(known, self.scored(reach=5.0))
        assert [item.reach for item in known.items.values()] == [9.0, None]

    def test_they_are_shown_and_taken(self, known: Workspace) -> None:
        plan = planned(known, self.scored(reach=5.0, moscow=Moscow.MUST), options=ImportOptions(take_scores=True))
        assert plan.rows[0].changes == (
            FieldChange("reach", 9.0, 5.0, score=True),
            FieldChange("moscow", None, Moscow.MUST, score=True),
        )
        assert [change.after for change in plan.rows[1].changes] == [5.0, Moscow.MUST]
        known.apply(plan.change)
        assert [(item.reach, item.effort, item.moscow) for item in known.items.values()] == [
            (5.0, 2.0, Moscow.MUST),
            (5.0, None, Moscow.MUST),
        ]

    def test_a_value_that_is_not_there_clears_nothing(self, known: Workspace) -> None:
        plan = planned(known, self.scored(reach=None), options=ImportOptions(take_scores=True))
        known.apply(plan.change)
        assert the_item(known, "SHOP-1").reach == 9.0


class TestGone:
    """The whole backlog says what is no longer in it; a part says nothing."""

    WHOLE = ImportOptions(whole=True)

    def test_a_part_flags_nothing(self, shopped: Workspace) -> None:
        plan = imported(shopped, shop("Pay"))
        assert (plan.missing, plan.change.edits) == ((), ())

    def test_the_whole_flags_and_deletes_nothing(self, shopped: Workspace) -> None:
        before = dict(shopped.items)
        plan = planned(shopped, shop("Pay"), options=self.WHOLE)
        assert plan.missing == ("SHOP-2", "SHOP-3")
        shopped.apply(plan.change)
        assert dict(shopped.items) == before
        assert shopped.last_import is not None
        assert (shopped.last_import.gone, shopped.last_import.created) == ((2, 3), ())
        assert planned(shopped, shop("Pay"), options=self.WHOLE).change.edits == ()

    def test_only_of_the_projects_in_the_files(self, workspace: Workspace) -> None:
        imported(workspace, [*shop("Pay", "Ship"), incoming("CARE-1", row=9, title="Help")])
        workspace.apply(editing.new_item(workspace, "Our own"))
        assert planned(workspace, shop("Pay"), options=self.WHOLE).missing == ("SHOP-2",)

    def test_only_of_the_site_of_the_files(self, workspace: Workspace) -> None:
        imported(workspace, [incoming("SHOP-1", title="Theirs", site="https://a.example", issue_id="1")])
        plan = planned(workspace, [incoming("SHOP-2", title="Ours", site="https://b.example")], options=self.WHOLE)
        assert plan.missing == ()

    def test_they_are_closed_in_bulk_where_asked(self, shopped: Workspace) -> None:
        plan = planned(shopped, shop("Pay"), options=self.WHOLE)
        gone = [line.number for line in plan.rows if line.kind is RowKind.GONE]
        before = state(shopped)
        outcome = plan.outcome(Choices(close_gone=frozenset(gone[:1])))
        shopped.apply(outcome.change)
        assert outcome.closed == 1
        assert [item.closed_by_user for item in shopped.items.values()] == [None, True, None]
        shopped.undo()
        assert state(shopped) == before

    def test_one_that_is_left_is_not_flagged(self, shopped: Workspace) -> None:
        plan = planned(shopped, shop("Pay"), options=self.WHOLE)
        (number, *_) = (line.number for line in plan.rows if line.kind is RowKind.GONE)
        shopped.apply(plan.change_for(Choices(left=frozenset({number}))))
        assert shopped.last_import is not None
        assert shopped.last_import.gone == (3,)

    def test_an_item_that_is_seen_again_is_back(self, shopped: Workspace) -> None:
        shopped.apply(planned(shopped, shop("Pay"), options=self.WHOLE).change)
        imported(shopped, shop("Pay", "Ship"))
        assert shopped.last_import is not None
        assert shopped.last_import.gone == (3,)
        shopped.undo()
        assert shopped.last_import.gone == (2, 3)

    def test_one_that_is_closed_already_says_so(self, shopped: Workspace) -> None:
        shopped.apply(editing.set_closed(shopped.find("SHOP-2"), True))
        plan = planned(shopped, shop("Pay"), options=self.WHOLE)
        assert [str(line.reason) for line in plan.rows if line.kind is RowKind.GONE] == [
            "It is closed already.",
            "None",
        ]

    def close_missing(self, workspace: Workspace, rows: list[IncomingRow]) -> None:
        plan = planned(workspace, rows, options=self.WHOLE)
        gone = frozenset(line.number for line in plan.rows if line.kind is RowKind.GONE)
        workspace.apply(plan.change_for(Choices(close_gone=gone)))

    def test_one_that_was_closed_for_it_is_open_again_once_it_is_back(self, shopped: Workspace) -> None:
        self.close_missing(shopped, shop("Pay"))
        assert [item.closed for item in shopped.items.values()] == [False, True, True]
        plan = planned(shopped, shop("Pay", "Ship"))
        assert line_of(plan, "SHOP-2").changes == (FieldChange("closed_by_user", True, None),)
        assert "is back in the files" in str(plan.warnings[-1])
        left = planned(shopped, shop("Pay", "Ship"))
        shopped.apply(left.change_for(Choices(left=frozenset({line_of(left, "SHOP-2").number}))))
        assert the_item(shopped, "SHOP-2").closed
        imported(shopped, shop("Pay", "Ship"))
        assert [item.closed for item in shopped.items.values()] == [False, False, True]
        assert planned(shopped, shop("Pay", "Ship")).change.edits == ()

    def test_one_that_the_user_closed_stays_closed(self, shopped: Workspace) -> None:
        shopped.apply(editing.set_closed(shopped.find("SHOP-2"), True))
        self.close_missing(shopped, shop("Pay"))
        shopped.apply(editing.set_closed(shopped.find("SHOP-3"), False))
        shopped.apply(editing.set_closed(shopped.find("SHOP-3"), True))
        imported(shopped, shop("Pay", "Ship", "Sell"))
        assert [item.closed_by_user for item in shopped.items.values()] == [None, True, True]

    def test_what_undo_brings_back_counts_as_it_was(self, shopped: Workspace) -> None:
        self.close_missing(shopped, shop("Pay"))
        shopped.apply(editing.set_closed(shopped.find("SHOP-2"), False))
        shopped.undo()
        imported(shopped, shop("Pay", "Ship", "Sell"))
        assert [item.closed for item in shopped.items.values()] == [False, False, False]


class TestLastImport:
    """What an import brought is kept with it, and goes with it."""

    def test_it_tells_new_and_changed(self, shopped: Workspace) -> None:
        first = shopped.last_import
        assert first is not None
        assert (first.files, first.created, first.changed, first.gone) == (("export.csv",), (1, 2, 3), (), ())
        imported(shopped, [*shop("Pay by card", "Ship", "Sell"), incoming("SHOP-4", row=9, title="Buy")])
        last = shopped.last_import
        assert last is not None
        assert (last.created, last.changed) == ((4,), (1,))
        shopped.undo()
        assert shopped.last_import == first

    def test_an_import_that_brings_nothing_is_no_last_import(self, shopped: Workspace) -> None:
        before = shopped.last_import
        assert imported(shopped, shop("Pay", "Ship", "Sell")).change.edits == ()
        assert shopped.last_import is before


class TestLevels:
    """The user names the types that are ranked."""

    def levels(self, workspace: Workspace) -> Sequence[Level]:
        return [item.level for item in workspace.items.values()]

    def rows(self) -> list[IncomingRow]:
        """An epic, a story and a bug."""
        kinds = (("Epic", Level.EPIC), ("Story", Level.STANDARD), ("Bug", Level.STANDARD))
        return [
            incoming(f"SHOP-{place}", row=place + 1, title=kind, type=kind, level=level)
            for place, (kind, level) in enumerate(kinds, 1)
        ]

    def test_from_the_first_import_on(self, workspace: Workspace) -> None:
        options = ImportOptions(ranked_types=("epic", "Story"))
        workspace.apply(planned(workspace, self.rows(), options=options).change)
        assert self.levels(workspace) == [Level.STANDARD, Level.STANDARD, Level.OTHER]
        assert workspace.settings.ranked_types == ("epic", "Story")
        assert planned(workspace, self.rows()).change.edits == ()
        assert workspace.ranking.position(3) == 2

    def test_items_that_are_not_in_the_files_follow(self, workspace: Workspace) -> None:
        imported(workspace, self.rows())
        before = state(workspace)
        options = ImportOptions(ranked_types=("Story",), whole=True)
        plan = planned(workspace, self.rows()[:2], options=options)
        (gone,) = (line.number for line in plan.rows if line.kind is RowKind.GONE)
        workspace.apply(plan.change_for(Choices(close_gone=frozenset({gone}))))
        assert self.levels(workspace) == [Level.EPIC, Level.STANDARD, Level.OTHER]
        assert the_item(workspace, "SHOP-3").closed
        assert check(workspace) == []
        workspace.undo()
        assert state(workspace) == before

    def test_the_files_own_levels_come_back(self, workspace: Workspace) -> None:
        workspace.apply(planned(workspace, self.rows(), options=ImportOptions(ranked_types=("Epic",))).change)
        assert self.levels(workspace) == [Level.STANDARD, Level.OTHER, Level.OTHER]
        workspace.apply(planned(workspace, self.rows()[:2], options=ImportOptions(ranked_types=())).change)
        assert self.levels(workspace) == [Level.EPIC, Level.STANDARD, Level.STANDARD]


def test_the_change_names_the_files_and_is_one_step(workspace: Workspace) -> None:
    imported(workspace, shop("Pay", "Ship"))
    assert str(workspace.undo_label) == "Import of export.csv"
    workspace.undo()
    assert state(workspace)[:1] == ({},)
    assert workspace.last_import is None


def test_the_record_of_the_last_import_survives_closing(shopped: Workspace) -> None:
    from pmdesk.services.workspace import open_workspace

    kept, path = shopped.last_import, shopped.path
    assert isinstance(kept, LastImport)
    shopped.close()
    again = open_workspace(path)
    assert again.last_import == kept
    again.close()
