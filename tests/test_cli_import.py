"""The command import: what each export yields, and what is left as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pmdesk.domain.messages import UserError, message
from pmdesk.services.workspace import Workspace, open_workspace
from tests.commands import Run, answer, said, wrong_usage
from tests.sheets.exports import EXPORTS


class TestImport:
    """pmdesk import FILE... --into BACKLOG [--dry-run] [--json]"""

    @pytest.mark.parametrize(
        ("name", "format_name", "count", "excluded"),
        [
            ("cloud-en.csv", "csv", 51, {None: 28, "closed": 11, "level": 12}),
            ("cloud-en-resaved-by-excel.csv", "csv", 51, {None: 28, "closed": 11, "level": 12}),
            ("cloud-en.xlsx", "xlsx", 51, {None: 28, "closed": 11, "level": 12}),
            ("cloud-en.html", "html", 51, {None: 28, "closed": 11, "level": 12}),
            ("cloud-en-1104x472.csv", "csv", 1104, {None: 122, "closed": 946, "level": 36}),
            ("server-de.xls", "html", 51, {None: 15, "closed": 31, "level": 5}),
        ],
    )
    def test_each_export_yields_what_it_holds(
        self, run: Run, backlog_path: Path, name: str, format_name: str, count: int, excluded: dict[Any, int]
    ) -> None:
        path = EXPORTS / name
        outcome = answer(run("import", path, "--into", backlog_path, "--json"))
        warnings = outcome.pop("warnings")
        assert outcome == {
            "files": [{"path": str(path), "format": format_name, "dialect": "jira", "rows": count, "items": count}],
            "created": count,
            "updated": 0,
            "unchanged": 0,
            "skipped": [],
        }
        assert ["day first was assumed" in said for said in warnings] == [True] * ("resaved" in name)
        rows = answer(run("rank", backlog_path, "--json"))
        assert Counter(row["excluded"] for row in rows) == excluded
        assert len({row["key"] for row in rows}) == count
        assert "server" in name or count > 51 or all(row["key"].startswith("MPRJ-") for row in rows)

    def test_a_second_time_nothing_changes(self, run: Run, backlog_path: Path) -> None:
        command = ("import", EXPORTS / "cloud-en.csv", "--into", backlog_path, "--json")
        answer(run(*command))
        outcome = answer(run(*command))
        assert (outcome["created"], outcome["updated"], outcome["unchanged"]) == (0, 0, 51)

    def test_refused_rows_are_listed_and_no_failure(self, run: Run, backlog_path: Path, tmp_path: Path) -> None:
        path = tmp_path / "export.csv"
        path.write_text("Issue key,Summary,Issue Type\nA-1,Pay,Story\nnonsense,Ship,Story\n")
        outcome = answer(run("import", path, "--into", backlog_path, "--json"))
        assert outcome["skipped"] == [
            {"file": "export.csv", "row": 3, "reason": "“nonsense” in line 3 of “export.csv” is no issue key."}
        ]
        assert (outcome["files"][0]["rows"], outcome["files"][0]["items"], outcome["created"]) == (2, 1, 1)

    def test_in_words(self, run: Run, backlog_path: Path, tmp_path: Path) -> None:
        path = tmp_path / "export.csv"
        path.write_text("Issue key,Summary,Issue Type\nA-1,Pay,Story\nnonsense,Ship,Story\n")
        status, out, err = run("import", path, "--into", backlog_path)
        assert (status, err) == (0, "")
        assert out.splitlines() == [
            f"{path}: 2 rows, 1 items (csv, jira)",
            "export.csv, line 3: left out. “nonsense” in line 3 of “export.csv” is no issue key.",
            f"1 created, 0 updated, 0 unchanged in {backlog_path}.",
        ]

    def test_a_new_backlog_is_named_after_its_file(self, run: Run, backlog_path: Path) -> None:
        answer(run("import", EXPORTS / "cloud-en.csv", "--into", backlog_path, "--json"))
        workspace = open_workspace(backlog_path)
        assert workspace.settings.name == "shop"
        assert str(workspace.undo_label) == "Import of cloud-en.csv"
        workspace.close()

    def test_a_dry_run_makes_no_file(self, run: Run, backlog_path: Path) -> None:
        outcome = answer(run("import", EXPORTS / "cloud-en.csv", "--into", backlog_path, "--dry-run", "--json"))
        assert outcome["created"] == 51
        assert list(backlog_path.parent.iterdir()) == []

    def test_a_dry_run_changes_no_backlog(self, run: Run, backlog: Path) -> None:
        before = answer(run("rank", backlog, "--json"))
        status, out, _ = run("import", EXPORTS / "cloud-en.csv", "--into", backlog, "--dry-run")
        assert (status, out.splitlines()[-1]) == (
            0,
            "51 created, 0 updated, 0 unchanged (dry run: nothing was changed).",
        )
        assert answer(run("rank", backlog, "--json")) == before
        assert answer(run("check", backlog, "--json")) == {"ok": True, "faults": []}

    def test_a_missing_file_makes_no_backlog(self, run: Run, backlog_path: Path) -> None:
        assert "missing.csv" in said(run("import", "missing.csv", "--into", backlog_path))
        assert not backlog_path.exists()

    def test_an_import_that_fails_leaves_no_new_backlog(
        self, run: Run, backlog_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise UserError(message("The disk is full."))

        monkeypatch.setattr(Workspace, "apply", fail)
        assert said(run("import", EXPORTS / "cloud-en.csv", "--into", backlog_path)) == "The disk is full."
        assert list(backlog_path.parent.iterdir()) == []

    def test_a_failed_import_keeps_a_backlog_that_was_there(
        self, run: Run, backlog: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise UserError(message("The disk is full."))

        monkeypatch.setattr(Workspace, "apply", fail)
        said(run("import", EXPORTS / "cloud-en.csv", "--into", backlog))
        assert backlog.exists()

    @pytest.mark.skipif(sys.platform != "linux", reason="only there file names are any bytes")
    def test_names_that_are_no_text(self, tmp_path: Path) -> None:
        path = tmp_path / os.fsdecode(b"gr\xfc.csv")
        path.write_text("Issue key,Summary,Issue Type\nA-1,Pay,Story\n")
        into = tmp_path / os.fsdecode(b"gr\xfc.pmdesk")
        for mode in ((), ("--json",)):
            command = [sys.executable, "-m", "pmdesk", "import", str(path), "--into", str(into), *mode]
            ran = subprocess.run(command, capture_output=True, check=False)
            assert (ran.returncode, ran.stderr) == (0, b"")
            assert b"gr?.csv" in ran.stdout
        workspace = open_workspace(into)
        assert workspace.settings.name == "gr?"
        workspace.close()

    def test_what_is_no_backlog_is_left_as_it_is(self, run: Run, backlog_path: Path) -> None:
        backlog_path.write_text("mine")
        sentence = said(run("import", EXPORTS / "cloud-en.csv", "--into", backlog_path))
        assert sentence == "“shop.pmdesk” is not a PMDesk backlog; it was left as it is."
        assert backlog_path.read_text() == "mine"

    @pytest.mark.parametrize("arguments", [("import",), ("import", "a.csv"), ("import", "--into", "b.pmdesk")])
    def test_wrong_usage(self, run: Run, arguments: tuple[str, ...]) -> None:
        wrong_usage(run(*arguments))
