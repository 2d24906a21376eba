"""The command import: what each export yields, and what is left as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pmdesk.domain.mapping import ColumnMapping, FileMapping
from pmdesk.domain.messages import UserError, message
from pmdesk.services.import_mapping import mapping_to_json
from pmdesk.services.workspace import Workspace, open_workspace
from tests.commands import Run, answer, item_of, said, wrong_usage
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
            "left_out": 0,
            "skipped": [],
            "conflicts": [],
            "missing": [],
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
            f"1 created, 0 updated, 0 unchanged, 1 left out in {backlog_path}.",
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


HEADER = "Issue key,Issue id,Summary,Issue Type,Status,Updated,Custom field (Reach),Custom field (Effort)\n"


class TestOptions:
    """What the wizard asks, answered by options."""

    @pytest.fixture
    def export(self, tmp_path: Path) -> Path:
        """An export whose dates and units are not said."""
        path = tmp_path / "export.csv"
        path.write_text(
            HEADER + "A-1,1,Pay,Story,Open,06-09-2024 13:55,9000,2.5\n" + "A-2,2,Ship,Bug,Open,07-09-2024 13:55,12,1\n"
        )
        return path

    def change(self, path: Path, *pairs: tuple[str, str]) -> None:
        """The file as the tracker gives it later."""
        text = path.read_text()
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text)

    def edit_title(self, run: Run, backlog_path: Path) -> None:
        assert run("set", backlog_path, "A-1", "title=Pay now")[0] == 0

    def title(self, backlog_path: Path) -> str:
        found: str = item_of(backlog_path, "A-1").title
        return found

    def test_conflicts_are_reported_and_stay_open(self, run: Run, backlog_path: Path, export: Path) -> None:
        answer(run("import", export, "--into", backlog_path, "--json"))
        self.edit_title(run, backlog_path)
        self.change(export, ("Pay", "Pay by card"))
        for _ in range(2):
            outcome = answer(run("import", export, "--into", backlog_path, "--json"))
            assert outcome["conflicts"] == [
                {"key": "A-1", "field": "title", "mine": "Pay now", "theirs": "Pay by card", "base": "Pay"}
            ]
            assert "Title of A-1 was changed here and in the tracker; yours was kept." in outcome["warnings"]
            assert self.title(backlog_path) == "Pay now"

    @pytest.mark.parametrize(("side", "title", "updated"), [("mine", "Pay now", 0), ("theirs", "Pay by card", 1)])
    def test_conflicts_are_settled_in_bulk(
        self, run: Run, backlog_path: Path, export: Path, side: str, title: str, updated: int
    ) -> None:
        answer(run("import", export, "--into", backlog_path, "--json"))
        self.edit_title(run, backlog_path)
        self.change(export, ("Pay", "Pay by card"))
        outcome = answer(run("import", export, "--into", backlog_path, "--on-conflict", side, "--json"))
        assert (len(outcome["conflicts"]), outcome["updated"], self.title(backlog_path)) == (1, updated, title)
        assert not any("yours was kept" in said for said in outcome["warnings"])
        assert answer(run("import", export, "--into", backlog_path, "--json"))["conflicts"] == []

    def test_scores_are_taken_only_when_asked_and_say_what_was_assumed(
        self, run: Run, backlog_path: Path, export: Path
    ) -> None:
        first = answer(run("import", export, "--into", backlog_path, "--json"))
        assert item_of(backlog_path, "A-1").reach is None
        assert not any("period" in said for said in first["warnings"])
        outcome = answer(run("import", export, "--into", backlog_path, "--take-scores", "--json"))
        item = item_of(backlog_path, "A-1")
        assert (item.reach, item.effort, outcome["updated"]) == (9000.0, 2.5, 2)
        assert any("period of its reach" in said for said in outcome["warnings"])

    def test_a_dry_run_prints_the_lines_of_the_preview(self, run: Run, backlog_path: Path, export: Path) -> None:
        answer(run("import", export, "--into", backlog_path, "--json"))
        self.change(
            export, ("Pay", "Pay by card"), ("A-2,2,Ship,Bug,Open,07-09-2024 13:55,12,1\n", "nonsense,9,x,Bug,,,,\n")
        )
        command = ("import", export, "--into", backlog_path, "--whole", "--take-scores", "--dry-run", "--json")
        outcome = answer(run(*command))
        assert outcome["missing"] == ["A-2"]
        assert [(line["kind"], line["key"], line["row"]) for line in outcome["lines"]] == [
            ("changed", "A-1", 2),
            ("gone", "A-2", 3),
            ("refused", "", 3),
        ]
        assert outcome["lines"][0]["changes"] == [
            {"field": "title", "before": "Pay", "after": "Pay by card", "score": False},
            {"field": "reach", "before": None, "after": 9000.0, "score": True},
            {"field": "effort", "before": None, "after": 2.5, "score": True},
        ]
        assert "no issue key" in outcome["lines"][2]["reason"]
        assert self.title(backlog_path) == "Pay"

    def test_the_whole_marks_what_is_missing_and_a_part_does_not(
        self, run: Run, backlog_path: Path, export: Path
    ) -> None:
        answer(run("import", export, "--into", backlog_path, "--json"))
        self.change(export, ("A-2,2,Ship,Bug,Open,07-09-2024 13:55,12,1\n", ""))
        assert answer(run("import", export, "--into", backlog_path, "--part", "--json"))["missing"] == []
        status, out, _ = run("import", export, "--into", backlog_path, "--whole")
        assert (status, "Not in the files: A-2." in out) == (0, True)
        workspace = open_workspace(backlog_path)
        assert workspace.last_import is not None
        assert [workspace.items[one].key for one in workspace.last_import.gone] == ["A-2"]
        workspace.close()

    def test_levels_by_type(self, run: Run, backlog_path: Path, export: Path) -> None:
        answer(run("import", export, "--into", backlog_path, "--level", "bug", "--json"))
        excluded = {row["key"]: row["excluded"] for row in answer(run("rank", backlog_path, "--json"))}
        assert excluded == {"A-2": None, "A-1": "level"}
        answer(run("import", export, "--into", backlog_path, "--level", "", "--json"))
        assert {row["excluded"] for row in answer(run("rank", backlog_path, "--json"))} == {None}

    @pytest.mark.parametrize(("order", "month"), [("dmy", 9), ("mdy", 6)])
    def test_the_order_of_dates(self, run: Run, backlog_path: Path, export: Path, order: str, month: int) -> None:
        outcome = answer(run("import", export, "--into", backlog_path, "--date-order", order, "--json"))
        assert item_of(backlog_path, "A-1").updated.month == month
        assert outcome["warnings"] == []

    @pytest.mark.parametrize(("sign", "reach"), [(",", 1.5), (".", 1500.0)])
    def test_the_decimal_sign(self, run: Run, backlog_path: Path, export: Path, sign: str, reach: float) -> None:
        text = "Issue key;Summary;Issue Type;Custom field (Reach)\nA-1;Pay;Story;%s\n"
        export.write_text(text % ("1,500" if reach > 100 else "1,5"))
        answer(run("import", export, "--into", backlog_path, "--decimal", sign, "--take-scores", "--json"))
        assert item_of(backlog_path, "A-1").reach == reach

    def test_a_mapping_from_a_file(self, run: Run, backlog_path: Path, export: Path, tmp_path: Path) -> None:
        mapping = FileMapping((ColumnMapping("Custom field (Reach)", "effort"), ColumnMapping("Custom field (Effort)")))
        path = tmp_path / "mapping.json"
        path.write_text(mapping_to_json(mapping))
        answer(run("import", export, "--into", backlog_path, "--mapping", path, "--take-scores", "--json"))
        item = item_of(backlog_path, "A-1")
        assert (item.reach, item.effort) == (None, 9000.0)

    def test_a_mapping_that_names_columns_that_no_file_has(
        self, run: Run, backlog_path: Path, export: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / "mapping.json"
        path.write_text(mapping_to_json(FileMapping((ColumnMapping("Nope", "reach"), ColumnMapping("Nothing")))))
        told = answer(run("import", export, "--into", backlog_path, "--mapping", path, "--dry-run", "--json"))
        assert told["warnings"][:1] == ["The mapping names columns that are in no file: “Nope”."]

    def test_values_without_a_header_are_told(self, run: Run, backlog_path: Path, tmp_path: Path) -> None:
        path = tmp_path / "list.csv"
        path.write_text("Title,Key,\nOne,K-1,7\n")
        told = answer(run("import", path, "--into", backlog_path, "--json"))
        assert told["warnings"] == ["One column of “list.csv” has values and no header; it is left out."]

    def test_a_mapping_that_is_not_there(self, run: Run, backlog_path: Path, export: Path) -> None:
        sentence = said(run("import", export, "--into", backlog_path, "--mapping", "Ours"))
        assert sentence == "There is no file and no saved mapping called “Ours”."
        assert not backlog_path.exists()

    def test_the_sheet_of_a_workbook(self, run: Run, backlog_path: Path) -> None:
        path = EXPORTS / "rice-sheet-by-hand.xlsx"
        one = answer(run("import", path, "--into", backlog_path, "--dry-run", "--json"))
        other = answer(run("import", path, "--into", backlog_path, "--sheet", "Issue Navigator", "--dry-run", "--json"))
        assert one["created"] == other["created"] == 6
        assert "Sheet1" in said(run("import", path, "--into", backlog_path, "--sheet", "Sheet1"))

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--whole", "--part"),
            ("--date-order", "ymd"),
            ("--decimal", ";"),
            ("--on-conflict", "both"),
        ],
    )
    def test_wrong_usage(self, run: Run, arguments: tuple[str, ...]) -> None:
        wrong_usage(run("import", "a.csv", "--into", "b.pmdesk", *arguments))
