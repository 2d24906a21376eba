"""Importing whole files: what they yield, what a second import changes, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pmdesk.domain.changes import Change
from pmdesk.domain.messages import message
from pmdesk.domain.records import Item, Moscow, Settings
from pmdesk.services import editing
from pmdesk.services.checking import check
from pmdesk.services.importing import ImportPlan, is_import, plan_import
from pmdesk.services.workspace import Workspace, create_workspace
from pmdesk.sheets.rows import TableImport
from tests.makers import imported, incoming, planned
from tests.sheets.exports import read_export, read_text

CLOUD = ("cloud-en.csv", "cloud-en-resaved-by-excel.csv", "cloud-en.xlsx", "cloud-en.html")
NAMED = (*CLOUD, "cloud-en-1104x472.csv", "server-de.xls")
SCORES: dict[str, Any] = {"reach": 9000.0, "impact": 3.0, "confidence": 0.8, "effort": 3.0, "moscow": Moscow.MUST}


@pytest.fixture(scope="module")
def tables() -> dict[str, TableImport]:
    """The named exports, read once."""
    return {name: read_export(name) for name in NAMED}


def run(workspace: Workspace, *tables: TableImport) -> ImportPlan:
    """Import files as one act."""
    plan = plan_import(workspace, tables)
    workspace.apply(plan.change)
    return plan


def counts(plan: ImportPlan) -> tuple[int, int, int]:
    """Created, updated, unchanged."""
    return plan.created, plan.updated, plan.unchanged


def state(workspace: Workspace) -> tuple[dict[int, Item], Settings, dict[int, Any]]:
    """All that an import may change."""
    return dict(workspace.items), workspace.settings, workspace.imported_values()


def extras(workspace: Workspace, header: str) -> list[Any]:
    """What the items have in a column without a field."""
    return [item.extra[header] for item in workspace.items.values() if header in item.extra]


class TestNamedExports:
    """Every export yields what it holds, once."""

    @pytest.mark.parametrize("name", NAMED)
    def test_twice_changes_nothing(self, workspace: Workspace, tables: dict[str, TableImport], name: str) -> None:
        count = 1104 if "1104" in name else 51
        assert counts(run(workspace, tables[name])) == (count, 0, 0)
        before = state(workspace)
        again = run(workspace, tables[name])
        assert (counts(again), again.change.edits) == ((0, 0, count), ())
        assert state(workspace) == before

    @pytest.mark.parametrize("name", NAMED)
    def test_one_undo_takes_all_of_it_back(
        self, workspace: Workspace, tables: dict[str, TableImport], name: str
    ) -> None:
        before = state(workspace)
        run(workspace, tables[name])
        imported_state = state(workspace)
        workspace.undo()
        assert state(workspace) == before
        assert workspace.undo_label is None
        workspace.redo()
        assert state(workspace) == imported_state
        assert check(workspace) == []

    @pytest.mark.parametrize("name", CLOUD)
    def test_the_cloud_backlog_is_the_same_in_every_format(
        self, workspace: Workspace, tables: dict[str, TableImport], name: str
    ) -> None:
        run(workspace, tables["cloud-en.csv"])
        expected = {item.key: item for item in workspace.items.values()}
        workspace.undo()
        run(workspace, tables[name])
        found = {item.key: item for item in workspace.items.values()}
        for field in ("title", "type", "level", "status", "status_category", "parent", "closed", "sprint", "created"):
            assert {key: getattr(item, field) for key, item in found.items()} == {
                key: getattr(item, field) for key, item in expected.items()
            }

    @pytest.mark.parametrize("name", ["cloud-en-resaved-by-excel.csv", "cloud-en.xlsx"])
    def test_resaved_by_excel_it_changes_nothing(
        self, workspace: Workspace, tables: dict[str, TableImport], name: str
    ) -> None:
        run(workspace, tables["cloud-en.csv"])
        before = state(workspace)
        assert counts(run(workspace, tables[name])) == (0, 0, 51)
        assert state(workspace) == before

    def test_another_format_of_the_same_backlog_adds_nothing(
        self, workspace: Workspace, tables: dict[str, TableImport]
    ) -> None:
        run(workspace, tables["cloud-en.csv"])
        created, *_ = counts(run(workspace, tables["cloud-en.html"]))
        assert (created, len(workspace.items)) == (0, 51)
        assert all(item.issue_id and not item.former_keys for item in workspace.items.values())

    def test_all_formats_at_once_in_any_order_are_one_backlog(
        self, backlog_path: Path, tables: dict[str, TableImport]
    ) -> None:
        found = []
        for order in (CLOUD, CLOUD[::-1]):
            workspace = create_workspace(backlog_path.with_name(f"{len(found)}.pmdesk"), Settings())
            assert counts(run(workspace, *(tables[name] for name in order))) == (51, 0, 0)
            found.append({item.key: item for item in workspace.items.values()})
            workspace.close()
        assert [{key: (item.status, item.extra) for key, item in one.items()} for one in found[:1]] == [
            {key: (item.status, item.extra) for key, item in found[1].items()}
        ]

    def test_story_points_of_the_cloud_are_kept(self, workspace: Workspace, tables: dict[str, TableImport]) -> None:
        run(workspace, tables["cloud-en.csv"])
        points = extras(workspace, "Custom field (Story Points)")
        assert len(points) == 6
        assert all(float(text) > 0 for text in points)

    def test_the_decimal_comma_of_the_german_server_is_read(
        self, workspace: Workspace, tables: dict[str, TableImport]
    ) -> None:
        run(workspace, tables["server-de.xls"])
        points = list(map(float, extras(workspace, "Benutzerdefinierte Felder (Story-Punkte)")))
        assert sorted(number for number in points if not number.is_integer()) == [0.1, 0.5, 0.5, 1.5]
        assert max(points) == 3

    def test_the_big_one_keeps_all_values_of_repeated_columns(
        self, workspace: Workspace, tables: dict[str, TableImport]
    ) -> None:
        run(workspace, tables["cloud-en-1104x472.csv"])
        sprints = [item for item in workspace.items.values() if isinstance(item.extra.get("Sprint"), tuple)]
        assert sprints
        assert all(item.sprint == item.extra["Sprint"][-1] for item in sprints)
        assert max(len(values) for values in extras(workspace, "Comment") if isinstance(values, tuple)) > 5
        assert sum(item.closed for item in workspace.items.values()) == 946


class TestReimport:
    """What the user gave stays; what the tracker says follows."""

    @pytest.fixture
    def scored(self, workspace: Workspace, tables: dict[str, TableImport]) -> Workspace:
        """The cloud backlog with scores and a rationale."""
        run(workspace, tables["cloud-en.csv"])
        some = list(workspace.items.values())[:10]
        workspace.apply(editing.set_values(some, {**SCORES, "rationale": "because", "goal": "G1", "quarter": "Q1"}))
        workspace.apply(editing.new_item(workspace, "Our own"))
        return workspace

    @pytest.mark.parametrize("name", CLOUD)
    def test_what_belongs_to_the_user_survives(
        self, scored: Workspace, tables: dict[str, TableImport], name: str
    ) -> None:
        mine = (*SCORES, "rationale", "goal", "quarter", "closed_by_user")
        before = {key: [getattr(item, field) for field in mine] for key, item in scored.items.items()}
        run(scored, tables[name])
        assert {key: [getattr(item, field) for field in mine] for key, item in scored.items.items()} == before

    def test_one_undo_leads_exactly_to_where_it_was(self, scored: Workspace, tables: dict[str, TableImport]) -> None:
        before = state(scored)
        assert run(scored, tables["cloud-en.html"]).updated == 51
        assert is_import(scored.undo_label or message(""))
        scored.undo()
        assert state(scored) == before
        assert scored.replay()["item"] == dict(scored.items)

    def test_a_newer_export_is_followed(self, workspace: Workspace, tmp_path: Path) -> None:
        header = "Issue key,Issue id,Summary,Issue Type,Status,Status Category,Updated\n"
        old = "A-1,7,Pay,Story,Open,To Do,06/Sep/24 1:55 PM\nA-2,8,Ship,Story,Open,To Do,06/Sep/24 1:55 PM\n"
        new = "B-1,7,Pay by card,Story,Closed,Done,07/Sep/24 1:55 PM\nA-3,9,Sell,Story,Open,To Do,07/Sep/24 1:55 PM\n"
        assert counts(run(workspace, read_text(tmp_path, header + old))) == (2, 0, 0)
        workspace.apply(editing.set_values(workspace.find("A-1"), SCORES))
        assert counts(run(workspace, read_text(tmp_path, header + new))) == (1, 1, 0)
        (moved,) = workspace.find("A-1")
        assert (moved.key, moved.title, moved.closed, moved.reach) == ("B-1", "Pay by card", True, 9000)
        assert sorted(item.key for item in workspace.items.values()) == ["A-2", "A-3", "B-1"]

    def test_an_older_export_beside_a_newer_one_changes_nothing_of_it(
        self, workspace: Workspace, tmp_path: Path
    ) -> None:
        header = "Issue key,Issue id,Summary,Status,Updated\n"
        old = read_text(tmp_path, header + "A-1,7,Pay,Open,06/Sep/24 1:55 PM\n", "old.csv")
        new = read_text(tmp_path, header + "A-1,7,Pay,Closed,07/Sep/24 1:55 PM\n", "new.csv")
        for order in ((old, new), (new, old)):
            assert counts(run(workspace, *order)) == (1, 0, 0)
            assert [item.status for item in workspace.items.values()] == ["Closed"]
            workspace.undo()

    def test_an_older_export_rolls_nothing_back(self, workspace: Workspace, tmp_path: Path) -> None:
        header = "Issue key,Issue id,Summary,Status,Updated\n"
        old = read_text(tmp_path, header + "A-1,7,Pay,Open,06/Sep/24 1:55 PM\nA-2,8,Ship,Open,06/Sep/24 1:55 PM\n")
        new = read_text(tmp_path, header + "A-1,7,Pay,Closed,07/Sep/24 1:55 PM\n", "new.csv")
        run(workspace, old, new)
        before = state(workspace)
        plan = run(workspace, old)
        assert (counts(plan), len(plan.warnings), state(workspace)) == ((0, 0, 2), 1, before)


class TestPlan:
    """The plan says what would happen, before it does."""

    def test_files_and_their_counts(self, workspace: Workspace, tmp_path: Path) -> None:
        text = "Issue key,Summary,Status,Issue Type\nA-1,Pay,Open,Story\nnonsense,Ship,Open,Story\nA-1,Pay,Open,Story\n"
        plan = plan_import(workspace, [read_text(tmp_path, text)])
        (summary,) = plan.files
        assert (summary.path, summary.format, summary.dialect) == (str(tmp_path / "export.csv"), "csv", "jira")
        assert (summary.rows, summary.items, plan.created) == (3, 1, 1)
        assert [(one.file, one.row) for one in plan.skipped] == [("export.csv", 3)]
        assert "“nonsense” in line 3" in str(plan.skipped[0].reason)
        assert dict(workspace.items) == {}

    def test_rows_without_keys_get_our_own_behind_all_that_are_taken(self, workspace: Workspace) -> None:
        workspace.apply(editing.new_item(workspace, "Ours"))
        plan = imported(workspace, [incoming("PM-5", title="Theirs"), incoming("", row=3, title="Bare")])
        assert plan.created == 2
        assert {item.title: item.key for item in workspace.items.values()} == {
            "Ours": "PM-1",
            "Theirs": "PM-5",
            "Bare": "PM-6",
        }
        assert check(workspace) == []

    def test_warnings_of_the_files_come_first(self, workspace: Workspace) -> None:
        imported(workspace, [incoming(title="Pay")])
        (item,) = workspace.items.values()
        workspace.apply(editing.set_values([item], {"title": "Mine"}))
        plan = planned(workspace, [incoming(title="Theirs")], [message("Read as it was.")])
        assert [str(said) for said in plan.warnings] == [
            "Read as it was.",
            "Title of SHOP-1 was changed here and in the tracker; yours was kept.",
        ]

    def test_the_label_names_the_files_and_is_known_as_an_import(self, workspace: Workspace) -> None:
        plan = planned(workspace, [incoming(title="Pay")])
        assert str(plan.change.label) == "Import of export.csv"
        assert is_import(plan.change.label)
        assert not is_import(Change(message("Delete {key}", key="A-1"), ()).label)

    def test_an_import_without_shared_fields_can_be_undone(self, workspace: Workspace) -> None:
        imported(workspace, [incoming(status="Open")])
        workspace.undo()
        assert dict(workspace.items) == {}
