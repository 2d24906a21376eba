"""The command export: CSV, the file for Jira's importer, and the report as a page and as a PDF."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pmdesk.services.workspace import open_workspace
from tests.commands import Run, said, wrong_usage


def test_a_csv_with_the_columns_that_the_window_shows(run: Run, backlog: Path, tmp_path: Path) -> None:
    workspace = open_workspace(backlog)
    workspace.set_view_state("columns", {"order": ["rank", "key", "title", "team", "status"], "hidden": ["status"]})
    workspace.close()
    for columns in ((), ("--columns", "visible")):
        assert run("export", backlog, tmp_path / "out.csv", *columns) == (
            0,
            f"4 items in {tmp_path / 'out.csv'}.\n",
            "",
        )
        assert (tmp_path / "out.csv").read_text().splitlines()[:2] == [
            "rank,key,title,reach,impact,confidence,effort,score,moscow,team,pmdesk_id",
            "1,A-1,Item 1,9000,3,0.8,3,7200,should,,1",
        ]


def test_all_columns_and_another_framework(run: Run, backlog: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert run("export", backlog, target, "--columns", "all", "--descriptions", "--by", "moscow")[0] == 0
    header, first, *_ = target.read_text().splitlines()
    assert {"description", "issue_id", "rationale_reach"} <= set(header.split(","))
    assert first.startswith("1,A-2,")


def test_for_jira_only_what_changed(run: Run, backlog: Path, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text("Issue key,Summary,Issue id\nT-1,Tax,1\nT-2,Tip,2\n")
    assert run("import", export, "--into", backlog)[0] == 0
    assert run("set", backlog, "T-2", "reach=9k")[0] == 0
    target = tmp_path / "out.csv"
    assert run("export", backlog, target, "--for-jira", "--only-changed") == (0, f"1 item in {target}.\n", "")
    assert target.read_text().splitlines()[1:] == ["T-2,Tip,,,9000,,,,,"]


def test_what_jira_cannot_take_is_said(run: Run, backlog: Path, tmp_path: Path) -> None:
    status, out, err = run("export", backlog, tmp_path / "out.csv", "--for-jira")
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == "Note: 3 items made in PMDesk were left out: Jira does not know them."


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("out.doc",), "PMDesk exports to .xlsx, .csv, .html and .pdf; “out.doc” ends in none of these."),
        (
            ("out.html", "--for-jira"),
            "Jira’s importer takes a CSV: the name of a file for it ends in .csv; “out.html” does not.",
        ),
        (("out.html", "--columns", "all"), "--columns makes no difference to “out.html”; leave it out."),
        (("out.csv", "--for-jira", "--columns", "all"), "--columns makes no difference to “out.csv”; leave it out."),
        (("out.pdf", "--descriptions"), "--descriptions makes no difference to “out.pdf”; leave it out."),
        (("out.xlsx", "--paper", "a4"), "--paper makes no difference to “out.xlsx”; leave it out."),
    ],
)
def test_what_cannot_be_is_refused(
    run: Run, backlog: Path, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    name, *options = arguments
    assert said(run("export", backlog, tmp_path / name, *options)) == sentence
    assert not (tmp_path / name).exists()


def test_wrong_usage(run: Run, backlog: Path, tmp_path: Path) -> None:
    wrong_usage(run("export", backlog, tmp_path / "out.csv", "--columns", "some"))
    wrong_usage(run("export", backlog, tmp_path / "out.pdf", "--paper", "a5"))


def test_a_page(run: Run, backlog: Path, tmp_path: Path) -> None:
    assert run("export", backlog, tmp_path / "out.html")[0] == 0
    assert "<!DOCTYPE html>" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_a_pdf_needs_no_display(backlog: Path, tmp_path: Path) -> None:
    nowhere = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    command = [sys.executable, "-m", "pmdesk", "export", str(backlog), str(tmp_path / "out.pdf"), "--paper", "letter"]
    ran = subprocess.run(command, capture_output=True, check=False, env=nowhere)
    assert (ran.returncode, ran.stderr) == (0, b"")
    written = (tmp_path / "out.pdf").read_bytes()
    assert written.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 612.000000 792.000000]" in written
