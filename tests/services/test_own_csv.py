"""A CSV that PMDesk wrote comes back: it finds the items made in PMDesk, and is not taken for the tracker."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.services.export_kinds import Kind, Means, prepare, write
from pmdesk.services.exporting import USUAL, ExportOptions
from pmdesk.services.import_plan import Choices, ImportOptions, RowKind, Side
from pmdesk.services.importing import ImportPlan, plan_import, read_files
from pmdesk.services.workspace import Workspace
from tests.makers import imported, incoming, make_item, put, scored_item, tracker_item

ALL = ExportOptions(all_columns=True, with_descriptions=True)
_TAKEN = ImportOptions(take_scores=True)


def _sent(workspace: Workspace, folder: Path, options: ExportOptions = USUAL, **typed: str) -> ImportPlan:
    """The plan for the list as CSV in which texts were replaced by others."""
    target = folder / "out.csv"
    write(prepare(workspace, Kind.CSV, options), target, Means())
    text = target.read_text(encoding="utf-8")
    for old, new in typed.items():
        text = text.replace(old, new)
    target.write_text(text, encoding="utf-8")
    return plan_import(workspace, read_files([target]), _TAKEN)


def _retitled(workspace: Workspace, title: str) -> None:
    item = workspace.items[1]
    workspace.apply(change(message("Title"), [edit(item, replace(item, title=title))]))


@pytest.mark.parametrize("options", [USUAL, ALL])
def test_items_made_in_pmdesk_are_found_and_stay_so(
    workspace: Workspace, tmp_path: Path, options: ExportOptions
) -> None:
    put(workspace, scored_item(1, key="PM-1", title="Mine"), make_item(2, key="PM-2", title="Also"))
    before = dict(workspace.items)
    plan = _sent(workspace, tmp_path, options)
    assert ([row.kind for row in plan.rows], plan.notes) == ([RowKind.UNCHANGED] * 2, ())
    workspace.apply(plan.change)
    assert workspace.items == before
    plan = _sent(workspace, tmp_path, options, **{"100,2,0.5": "900,2,0.5"})
    workspace.apply(plan.change)
    assert workspace.items == {**before, 1: replace(before[1], reach=900.0)}


@pytest.mark.parametrize("side", Side)
def test_another_description_of_an_item_made_in_pmdesk_is_asked_about(
    workspace: Workspace, tmp_path: Path, side: Side
) -> None:
    put(workspace, scored_item(1, key="PM-1", title="Pay", description="Mine"))
    plan = _sent(workspace, tmp_path, ALL, Mine="Theirs")
    assert [str(said) for said in plan.outcome(Choices()).warnings] == [
        "Description of PM-1 was changed here and in the file; yours was kept."
    ]
    workspace.apply(plan.outcome(Choices(resolved={(0, "description"): side})).change)
    (item,) = workspace.items.values()
    assert (item.description, item.from_tracker) == ("Mine" if side is Side.MINE else "Theirs", False)


def test_the_first_item_of_another_backlog_is_another_item(workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, scored_item(1, key="PM-1", title="Pay"))
    (row,) = _sent(workspace, tmp_path, Pay="Scan").rows
    assert row.kind is RowKind.NEW


def test_a_comma_in_a_name_does_not_part_it(workspace: Workspace, tmp_path: Path) -> None:
    values = {"components": ("Payments, EU", "App"), "labels": ("a, b",), "updated": datetime(2026, 5, 4, 3, 2)}
    put(workspace, tracker_item(1, title="Pay", **values))
    (row,) = _sent(workspace, tmp_path, ALL).rows
    assert (row.kind, row.changes) == (RowKind.UNCHANGED, ())
    (row,) = _sent(workspace, tmp_path, ALL, App="Web").rows
    assert [(one.field, one.after) for one in row.changes] == [("components", ("Payments", "EU", "Web"))]


def test_what_the_tracker_said_last_is_not_what_the_csv_says(workspace: Workspace, tmp_path: Path) -> None:
    imported(workspace, [incoming("SHOP-1", 2, title="Pay", issue_id="1")])
    _retitled(workspace, "Pay at once")
    workspace.apply(_sent(workspace, tmp_path).change)
    imported(workspace, [incoming("SHOP-1", 2, title="Pay", issue_id="1")])
    assert workspace.items[1].title == "Pay at once"
    workspace.apply(_sent(workspace, tmp_path, USUAL, **{"at once": "later"}).outcome(
        Choices(resolved={(0, "title"): Side.THEIRS})
    ).change)  # fmt: skip
    imported(workspace, [incoming("SHOP-1", 2, title="Pay", issue_id="1")])
    assert workspace.items[1].title == "Pay later"


def test_ranks_do_not_become_the_trackers_order(workspace: Workspace, tmp_path: Path) -> None:
    imported(workspace, [incoming(f"SHOP-{number}", number + 1, title="Pay") for number in (1, 2, 3)])
    item = workspace.items[3]
    workspace.apply(
        change(message("Scores"), [edit(item, replace(item, reach=9.0, impact=2.0, confidence=0.5, effort=1.0))])
    )
    orders = {item.key: item.tracker_order for item in workspace.items.values()}
    workspace.apply(_sent(workspace, tmp_path).change)
    assert {item.key: item.tracker_order for item in workspace.items.values()} == orders
