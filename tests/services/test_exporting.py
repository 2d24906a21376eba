"""Exporting: which items leave, in which order, and which targets are refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import pmdesk
from pmdesk import __version__
from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Item, Level, Moscow, Settings, StatusCategory
from pmdesk.services.exporting import ExportOptions, export_workbook, workbook_content, write
from pmdesk.services.workspace import Workspace, create_workspace
from tests.makers import make_item, put, scored_item, tracker_item


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """A backlog with items of all four groups."""
    put(
        workspace,
        make_item(1, moscow=Moscow.MUST),
        scored_item(2),
        scored_item(3, reach=500.0, moscow=Moscow.SHOULD),
        scored_item(4, status_category=StatusCategory.DONE),
        scored_item(5, level=Level.EPIC),
    )
    return workspace


def _keys(target: Path) -> list[object]:
    sheet = openpyxl.load_workbook(target)["Backlog"]
    return [cell.value for cell in sheet["B"][1:] if cell.value]


def test_the_items_in_play_leave_in_their_order(filled: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    report = export_workbook(filled, target)
    assert (report.path, report.items, report.notes) == (target, 3, ())
    assert _keys(target) == ["SHOP-3", "SHOP-2", "SHOP-1"]


def test_a_named_framework_gives_its_own_order(filled: Workspace, tmp_path: Path) -> None:
    export_workbook(filled, tmp_path / "out.xlsx", ExportOptions(framework="moscow"))
    assert _keys(tmp_path / "out.xlsx") == ["SHOP-1", "SHOP-3", "SHOP-2"]


def test_only_the_items_that_are_named_leave_and_keep_their_ranks(filled: Workspace) -> None:
    content = workbook_content(filled, ExportOptions(item_ids=frozenset({1, 2, 4})))
    assert [(row.rank, row.item.id) for row in content.rows] == [(2, 2), (None, 1)]


def test_the_content_is_what_the_backlog_holds(filled: Workspace) -> None:
    content = workbook_content(filled)
    assert [(row.rank, row.item.id) for row in content.rows] == [(1, 3), (2, 2), (None, 1)]
    assert (content.ranked, content.closed, content.other_levels) == (2, 1, 1)
    assert content.settings is filled.settings
    assert (content.framework, content.source) == (filled.framework, filled.path)
    assert content.version == __version__
    assert content.exported.tzinfo is not None


def test_an_empty_backlog_gives_an_empty_list(workspace: Workspace, tmp_path: Path) -> None:
    assert export_workbook(workspace, tmp_path / "out.xlsx").items == 0
    assert _keys(tmp_path / "out.xlsx") == []


def test_what_had_to_be_changed_is_reported(workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, make_item(1, rationale="a\x01b"))
    report = export_workbook(workspace, tmp_path / "out.xlsx")
    assert [str(note) for note in report.notes] == ["One character that a workbook cannot hold was replaced by “�”."]


def test_an_old_workbook_is_replaced(filled: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "out.XLSX"
    target.write_bytes(b"old")
    write(workbook_content(filled), target)
    assert target.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("name", ["out", "out.xls", "out.csv", "out.xlsx.bak", ".xlsx"])
def test_a_name_of_another_kind_is_refused(workspace: Workspace, tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match=r"ends in \.xlsx"):
        export_workbook(workspace, tmp_path / name)


def test_a_folder_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "out.xlsx").mkdir()
    with pytest.raises(UserError, match="is a folder"):
        export_workbook(workspace, tmp_path / "out.xlsx")


def test_a_missing_folder_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no folder"):
        export_workbook(workspace, tmp_path / "missing" / "out.xlsx")


def test_the_backlog_itself_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "backlog.xlsx"
    backlog = create_workspace(path, Settings())
    alias = tmp_path / "alias.xlsx"
    alias.hardlink_to(path)
    try:
        for target in (path, tmp_path / "." / "backlog.xlsx", alias):
            with pytest.raises(UserError, match="is this backlog itself"):
                export_workbook(backlog, target)
    finally:
        backlog.close()
    assert path.read_bytes().startswith(b"SQLite format 3")


def test_a_failed_export_leaves_the_old_file(filled: Workspace, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Stop

    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(Stop):
        write(workbook_content(filled), target, stop)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_spreadsheet_libraries_wait_until_something_is_written() -> None:
    code = "import sys, pmdesk.services.exporting; sys.exit('openpyxl' in sys.modules or 'lxml' in sys.modules)"
    root = Path(pmdesk.__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_content_does_not_follow_later_changes(filled: Workspace) -> None:
    content = workbook_content(filled)
    put(filled, Item(id=9, key="SHOP-9", title="Later"))
    assert len(content.rows) == 3


def test_the_columns_are_those_that_were_asked_for(workspace: Workspace) -> None:
    put(workspace, make_item(1, extra={"Customer": "Ann", "Region": ("a", "b")}), make_item(2, extra={"Seats": "4"}))
    assert workbook_content(workspace).fields == ("status", "rationale")
    some = workbook_content(workspace, ExportOptions(fields=("team", "description", "labels")))
    assert (some.fields, some.extra_headers) == (("team", "labels"), ())
    every = workbook_content(workspace, ExportOptions(all_columns=True, with_descriptions=True))
    assert {"type", "due", "rationale_reach", "former_keys", "description"} <= set(every.fields)
    assert every.extra_headers == ("Customer", "Region", "Seats")


def test_the_workbook_knows_backlog_and_tracker(workspace: Workspace) -> None:
    put(workspace, tracker_item(1, site="https://shop.example"), make_item(2))
    content = workbook_content(workspace)
    assert content.backlog_id
    assert content.backlog_id == workbook_content(workspace).backlog_id
    assert [content.link_of(workspace.items[place]) for place in (1, 2)] == ["https://shop.example/browse/SHOP-1", None]
    assert (content.chosen, workbook_content(workspace, ExportOptions(item_ids=frozenset({1}))).chosen) == (False, True)
