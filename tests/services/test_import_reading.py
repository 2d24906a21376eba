"""Reading the files of an import: in a process of its own, whatever the names and the folder are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.services import import_reading
from pmdesk.services.import_reading import read_raw
from pmdesk.services.importing import Cancelled, plan_import, read_files
from pmdesk.services.workspace import Workspace
from tests.sheets.exports import EXPORTS, read_export


class TestReading:
    """Files are read in a process of their own."""

    def test_several_files_count_on(self) -> None:
        told: list[int] = []
        paths = [EXPORTS / "cloud-en.csv", EXPORTS / "server-de.xls"]
        tables = read_files(paths, progress=told.append)
        assert [(table.path, table.format, len(table.rows)) for table in tables] == [
            (paths[0], "csv", 51),
            (paths[1], "html", 51),
        ]
        assert told == sorted(told)
        assert told[-1] == 102

    def test_what_the_process_read_is_what_was_in_the_file(self) -> None:
        assert read_files([EXPORTS / "cloud-en.xlsx"]) == [read_export("cloud-en.xlsx")]

    @pytest.mark.parametrize(
        ("name", "content"), [("missing.csv", None), ("empty.csv", b""), ("photo.png", b"\x89PNG\r\n")]
    )
    def test_a_file_that_cannot_be_read_is_named(self, tmp_path: Path, name: str, content: bytes | None) -> None:
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(UserError, match=name):
            read_files([tmp_path / name])

    def test_a_sheet_can_be_chosen(self) -> None:
        path, other = EXPORTS / "rice-sheet-by-hand.xlsx", EXPORTS / "cloud-en.csv"
        found = read_raw([path, other])[0]
        assert (found.head.sheet, len(found.head.sheets)) == ("Issue Navigator", 2)
        chosen, csv = read_raw([path, other], {path: found.head.sheets[1].name})
        assert chosen.head.sheet == found.head.sheets[1].name != found.head.sheet
        assert csv.path == other
        with pytest.raises(UserError, match="“rice-sheet-by-hand.xlsx” has no sheet “Backlogs”"):
            read_raw([path], {path: "Backlogs"})

    def test_it_can_be_cancelled(self) -> None:
        with pytest.raises(Cancelled):
            read_files([EXPORTS / "cloud-en.csv"], cancelled=lambda: True)

    def test_a_frozen_build_starts_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(import_reading.sys, "frozen", True, raising=False)
        assert import_reading.reader_command()[1:] == ["--reader"]

    def test_a_module_in_the_current_folder_is_not_executed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("csv", "json", "pmdesk"):
            (tmp_path / f"{name}.py").write_text("open('executed', 'w'); raise SystemExit(3)")
        monkeypatch.chdir(tmp_path)
        for search_path in (None, "", f".{os.pathsep}", str(EXPORTS)):
            monkeypatch.delenv("PYTHONPATH", raising=False)
            if search_path is not None:
                monkeypatch.setenv("PYTHONPATH", search_path)
            assert len(read_files([EXPORTS / "cloud-en.csv"])[0].rows) == 51
        assert not (tmp_path / "executed").exists()

    @pytest.mark.skipif(sys.platform != "linux", reason="only there file names are any bytes")
    def test_a_name_that_is_no_text_can_be_stored(self, workspace: Workspace, tmp_path: Path) -> None:
        path = tmp_path / os.fsdecode(b"gr\xfc.csv")
        path.write_text("Issue key,Summary,Issue Type\nA-1,Pay,Story\nnonsense,Pay,Story\n")
        plan = plan_import(workspace, read_files([path]))
        workspace.apply(plan.change)
        assert str(workspace.undo_label) == "Import of gr?.csv"
        assert [item.source_file for item in workspace.items.values()] == ["gr?.csv"]
        assert "“gr?.csv”" in str(plan.skipped[0].reason)
        path.write_text("")
        with pytest.raises(UserError, match=r"“gr\?.csv” is empty"):
            read_files([path])
