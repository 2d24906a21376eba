"""pmdesk history BACKLOG [--item KEY] [--last N] [--json] [--out FILE]"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from pmdesk.services.workspace import Workspace, open_workspace
from tests.commands import Run, answer, said, wrong_usage
from tests.makers import imported, incoming, put, scored_item

TIME = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d  ", re.MULTILINE)


@pytest.fixture
def changed(run: Run, backlog: Path) -> Path:
    """The backlog with one edit of the command line, taken back in the window."""
    run("set", backlog, "A-2", "reach=9k", "rationale=Five calls")
    workspace = open_workspace(backlog)
    workspace.undo()
    workspace.close()
    return backlog


def test_newest_first_with_old_and_new(run: Run, changed: Path) -> None:
    status, out, err = run("history", changed, "--last", "2")
    assert (status, err) == (0, "")
    assert TIME.sub("", out).splitlines() == [
        "you  Undo: Reach, Why we believe it of A-2",
        "    A-2  Reach: 9,000 -> 100",
        "    A-2  Rationale changed",
        "command line  Reach, Why we believe it of A-2",
        "    A-2  Reach: 100 -> 9,000",
        "    A-2  Rationale changed",
    ]
    assert TIME.match(out)


def test_of_one_item(run: Run, changed: Path) -> None:
    lines = TIME.sub("", run("history", changed, "--item", "a-3")[1]).splitlines()
    assert lines == ["you  Items", "    A-3  Created"]
    assert said(run("history", changed, "--item", "A-99")) == "There is no item “A-99” in “shop.pmdesk”."


def test_many_items_are_cut_short(run: Run, workspace: Workspace) -> None:
    imported(workspace, [incoming(f"A-{number}", number + 1, title="T") for number in range(1, 31)])
    workspace.close()
    lines = run("history", workspace.path)[1].splitlines()
    assert lines[1] == "    A-1  Imported"
    assert lines[-1] == "    ... 30 items in all"
    assert len(lines) == 22


def test_as_json_every_value_is_there(run: Run, changed: Path) -> None:
    undo, edit, items = answer(run("history", changed, "--json"))
    assert [one["entry"] for one in (undo, edit, items)] == [3, 2, 1]
    assert (undo["takes_back"], edit["takes_back"]) == (2, None)
    assert edit["edits"] == [
        {
            "record": "item",
            "id": 2,
            "key": "A-2",
            "before": {"reach": 100.0, "rationale": ""},
            "after": {"reach": 9000.0, "rationale": "Five calls"},
        }
    ]
    assert [one["before"] for one in items["edits"]] == [None] * 5
    assert items["edits"][3]["after"]["status"] == "Open"
    assert len(answer(run("history", changed, "--json", "--last", "1"))) == 1
    (only,) = answer(run("history", changed, "--json", "--item", "A-3"))
    assert [one["id"] for one in only["edits"]] == [3]


def test_into_a_json_file(run: Run, changed: Path, tmp_path: Path) -> None:
    target = tmp_path / "history.json"
    assert run("history", changed, "--out", target) == (0, f"3 changes in {target}.\n", "")
    assert json.loads(target.read_text(encoding="utf-8")) == answer(run("history", changed, "--json"))


def test_into_a_csv_file_that_no_spreadsheet_runs(run: Run, workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, scored_item(1, title="=cmd|'/c calc'!A1", labels=("a", "b")))
    workspace.close()
    target = tmp_path / "history.CSV"
    run("set", workspace.path, "SHOP-1", "title=+1", "effort=")
    assert run("history", workspace.path, "--out", target)[0] == 0
    with target.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == [
        *("entry", "time", "actor", "change", "takes_back", "record", "id", "key", "field", "old", "new")
    ]
    assert [(row["entry"], row["field"], row["old"], row["new"]) for row in rows[:2]] == [
        ("2", "title", "'=cmd|'/c calc'!A1", "'+1"),
        ("2", "effort", "4.0", ""),
    ]
    created = {row["field"]: row["new"] for row in rows if row["entry"] == "1"}
    assert (created["labels"], created["reach"]) == ('["a", "b"]', "100.0")
    assert "goal" not in created


def test_what_cannot_be_written_is_said(run: Run, changed: Path, tmp_path: Path) -> None:
    assert said(run("history", changed, "--out", tmp_path / "history.txt")) == (
        "The history is written to a file that ends in .csv or .json."
    )
    assert "There is no folder" in said(run("history", changed, "--out", tmp_path / "no" / "history.csv"))
    wrong_usage(run("history", changed, "--last", "0"))


def test_an_empty_history(run: Run, workspace: Workspace) -> None:
    workspace.close()
    assert run("history", workspace.path) == (0, "", "")
    assert answer(run("history", workspace.path, "--json")) == []
