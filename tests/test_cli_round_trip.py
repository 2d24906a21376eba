"""The commands export and import with one workbook: out, changed by somebody, and back in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import Run, answer, item_of, said
from tests.typed_workbook import type_into

REACH = "Reach per quarter"


@pytest.fixture
def book(run: Run, backlog: Path, tmp_path: Path) -> Path:
    """The workbook of a backlog, with changes."""
    path = tmp_path / "ranked.xlsx"
    assert run("export", backlog, path)[0] == 0
    typed = {"A-1": {REACH: 12, "Rank": 7}, "A-3": {"Impact": "High"}, "T-1": {"Status": "Done"}}
    return type_into(path, typed, without=("A-2",), new=({"Title": "Tips", "MoSCoW": "Must"},))


def test_an_untouched_workbook_changes_nothing(run: Run, backlog: Path, tmp_path: Path) -> None:
    path = tmp_path / "ranked.xlsx"
    run("export", backlog, path, "--columns", "all", "--descriptions")
    found = answer(run("import", path, "--into", backlog, "--json"))
    assert (found["created"], found["updated"], found["unchanged"], found["warnings"]) == (0, 0, 4, [])
    assert found["files"][0]["dialect"] == "pmdesk"


def test_changes_come_in_without_being_asked_for_scores(run: Run, backlog: Path, book: Path) -> None:
    preview = answer(run("import", book, "--into", backlog, "--json", "--dry-run"))
    changes = {line["key"]: line["changes"] for line in preview["lines"] if line["changes"]}
    assert changes == {
        "A-1": [{"field": "reach", "before": 9000.0, "after": 12.0, "score": True}],
        "A-3": [{"field": "impact", "before": None, "after": 2.0, "score": True}],
    }
    status, out, err = run("import", book, "--into", backlog)
    assert (status, err) == (0, "")
    assert "1 created, 2 updated, 1 unchanged" in out
    assert "Note: A-2 is no longer in “ranked.xlsx”; it stays in the backlog as it is." in out
    assert "Note: “Status” of T-1 was edited in “ranked.xlsx”, but the field follows the tracker" in out
    assert "Note: “Rank” in line 2 of “ranked.xlsx” was edited; PMDesk computes it" in out
    assert item_of(backlog, "A-1").reach == 12.0
    assert item_of(backlog, "PM-1").title == "Tips"


def test_a_conflict_is_reported_until_it_is_settled(run: Run, backlog: Path, book: Path) -> None:
    run("set", backlog, "A-1", "reach=5")
    found = answer(run("import", book, "--into", backlog, "--json"))
    assert found["conflicts"] == [{"key": "A-1", "field": "reach", "mine": 5.0, "theirs": 12.0, "base": 9000.0}]
    assert "Reach of A-1 was changed here and in the workbook; yours was kept." in found["warnings"]
    assert item_of(backlog, "A-1").reach == 5.0
    answer(run("import", book, "--into", backlog, "--json", "--on-conflict", "theirs"))
    assert item_of(backlog, "A-1").reach == 12.0


def test_another_file_beside_it_is_refused(run: Run, backlog: Path, book: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Title,Key\nOne,B-1\n", encoding="utf-8")
    told = said(run("import", book, other, "--into", backlog))
    assert told == "“ranked.xlsx” was exported from this backlog; import it alone, before or after the other files."


def test_another_backlog_takes_it_by_keys(run: Run, book: Path, tmp_path: Path) -> None:
    found = answer(run("import", book, "--into", tmp_path / "other.pmdesk", "--json", "--take-scores"))
    assert found["created"] == 4
    assert found["warnings"][0] == "“ranked.xlsx” was exported from another backlog; its items are found by their keys."
    assert item_of(tmp_path / "other.pmdesk", "A-3").impact == 2.0
