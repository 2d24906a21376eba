"""The command line: exact answers, exit codes, and one sentence for a fault of the user's world."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pmdesk import cli
from pmdesk.domain.records import Moscow
from pmdesk.services.workspace import Workspace, open_workspace
from tests.makers import make_item, put, scored_item, tracker_item
from tests.sheets.exports import EXPORTS

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; returns its exit code and what it printed to both streams."""

    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = cli.run([str(one) for one in arguments])
        except SystemExit as usage:
            status = int(usage.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def backlog(workspace: Workspace) -> Path:
    """A closed backlog: two items ranked by RICE, one unscored, one the tracker's, one closed."""
    put(
        workspace,
        scored_item(1, key="A-1", reach=9000.0, impact=3.0, confidence=0.8, effort=3.0, moscow=Moscow.SHOULD),
        scored_item(2, key="A-2", moscow=Moscow.MUST),
        make_item(3, key="A-3", title="Sell\nmore"),
        tracker_item(4, key="T-1", status="Open"),
        make_item(5, key="C-1", closed_by_user=True),
    )
    workspace.close()
    return workspace.path


def answer(ran: tuple[int, str, str]) -> Any:
    """The JSON of a command that did what it was told."""
    status, out, err = ran
    assert (status, err) == (0, "")
    return json.loads(out)


def said(ran: tuple[int, str, str]) -> str:
    """The one sentence of a command that failed because of the user's world."""
    status, out, err = ran
    assert (status, out) == (1, "")
    assert err.startswith("pmdesk: ")
    assert err.endswith(".\n")
    assert err.count("\n") == 1
    return err.removeprefix("pmdesk: ").rstrip("\n")


def wrong_usage(ran: tuple[int, str, str]) -> str:
    """What is said about wrong usage."""
    status, out, err = ran
    assert (status, out) == (2, "")
    assert "usage: pmdesk" in err
    assert "Traceback" not in err
    return err


def item_of(path: Path, key: str) -> Any:
    """An item as the file holds it."""
    workspace = open_workspace(path)
    (item,) = workspace.find(key)
    workspace.close()
    return item


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
        assert {row["key"].split("-")[0] for row in rows} == {"NPRJ" if count > 51 else "MPRJ"} or "server" in name

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

    def test_what_is_no_backlog_is_left_as_it_is(self, run: Run, backlog_path: Path) -> None:
        backlog_path.write_text("mine")
        sentence = said(run("import", EXPORTS / "cloud-en.csv", "--into", backlog_path))
        assert sentence == "“shop.pmdesk” is not a PMDesk backlog; it was left as it is."
        assert backlog_path.read_text() == "mine"

    @pytest.mark.parametrize("arguments", [("import",), ("import", "a.csv"), ("import", "--into", "b.pmdesk")])
    def test_wrong_usage(self, run: Run, arguments: tuple[str, ...]) -> None:
        wrong_usage(run(*arguments))


class TestSet:
    """pmdesk set BACKLOG KEY field=value..."""

    def test_scores_are_read_as_people_type_them(self, run: Run, backlog: Path) -> None:
        values = ("reach=9,000", "impact=high", "confidence=80%", "effort=0.5", "moscow=must")
        status, out, err = run("set", backlog, "A-3", *values)
        assert (status, err) == (0, "")
        assert out == "A-3: Reach 9,000, Impact High, Confidence 80%, Effort 0.5, MoSCoW Must; rank 1 by RICE.\n"
        item = item_of(backlog, "A-3")
        assert (item.reach, item.impact, item.confidence, item.effort, item.moscow) == (9000, 2, 0.8, 0.5, "must")

    @pytest.mark.parametrize(
        ("value", "field", "stored"),
        [
            ("reach=9k", "reach", 9000),
            ("reach=1.2M", "reach", 1_200_000),
            ("confidence=0.8", "confidence", 0.8),
            ("confidence=1", "confidence", 1),
            ("effort=0", "effort", None),
            ("effort=", "effort", None),
            ("title=Pay = sell", "title", "Pay = sell"),
            ("labels=a, b", "labels", ("a", "b")),
            ("moscow=won't", "moscow", "wont"),
        ],
    )
    def test_values(self, run: Run, backlog: Path, value: str, field: str, stored: object) -> None:
        status, _, err = run("set", backlog, "a-2", value)
        assert (status, err) == (0, "")
        assert getattr(item_of(backlog, "A-2"), field) == stored

    def test_what_was_emptied_is_said(self, run: Run, backlog: Path) -> None:
        assert run("set", backlog, "A-2", "effort=")[1] == "A-2: Effort (empty); not ranked by RICE.\n"

    @pytest.mark.parametrize(
        ("value", "sentence"),
        [
            ("effort=0,5", "“0,5” is not a number here; write it like 1,234.5."),
            ("reach=-1", "Reach is a number of people or events, 0 or more."),
            ("confidence=101", "Confidence goes from 0 to 100 %: 100 % high, 80 % medium, 50 % low."),
            ("moscow=maybe", "MoSCoW is Must, Should, Could or Won’t (m, s, c, w)."),
            ("title=", "An item needs a title."),
        ],
    )
    def test_impossible_values_change_nothing(self, run: Run, backlog: Path, value: str, sentence: str) -> None:
        before = item_of(backlog, "A-2")
        assert said(run("set", backlog, "A-2", "rationale=because", value)) == sentence
        assert item_of(backlog, "A-2") == before

    def test_what_the_tracker_owns_is_refused(self, run: Run, backlog: Path) -> None:
        sentence = said(run("set", backlog, "T-1", "status=Done"))
        assert sentence == "Status of T-1 follows the tracker and cannot be changed here."
        assert item_of(backlog, "T-1").status == "Open"

    def test_an_unknown_key_is_said(self, run: Run, backlog: Path) -> None:
        assert said(run("set", backlog, "A-99", "reach=1")) == "There is no item “A-99” in “shop.pmdesk”."

    @pytest.mark.parametrize("value", ["velocity=3", "reach", "key=B-1", "=3", ""])
    def test_an_unknown_field_is_wrong_usage(self, run: Run, backlog: Path, value: str) -> None:
        assert "is not field=value; fields are title, reach, impact" in wrong_usage(run("set", backlog, "A-2", value))

    def test_it_is_one_undo_step_of_the_command_line(self, run: Run, backlog: Path) -> None:
        run("set", backlog, "A-2", "reach=1", "effort=2")
        workspace = open_workspace(backlog)
        assert str(workspace.undo_label) == "Reach, Effort of A-2"
        assert workspace.item_history(2)[0][1] == "command line"
        workspace.close()


class TestRank:
    """pmdesk rank BACKLOG [--by rice|moscow] [--top N] [--json]"""

    def test_as_json(self, run: Run, backlog: Path) -> None:
        rows = answer(run("rank", backlog, "--json"))
        assert rows[0] == {
            "rank": 1, "key": "A-1", "title": "Item 1", "reach": 9000.0, "impact": 3.0, "confidence": 0.8, "effort": 3.0,
            "score": pytest.approx(7200), "moscow": "should", "missing": [], "excluded": None,
        }  # fmt: skip
        assert list(rows[0]) == [
            *("rank", "key", "title", "reach", "impact", "confidence", "effort"),
            *("score", "moscow", "missing", "excluded"),
        ]
        assert rows[2] == {
            "rank": None, "key": "A-3", "title": "Sell\nmore", "reach": None, "impact": None, "confidence": None,
            "effort": None, "score": None, "moscow": None, "missing": ["reach", "impact", "confidence", "effort"],
            "excluded": None,
        }  # fmt: skip
        assert [(row["key"], row["rank"], row["excluded"]) for row in rows] == [
            ("A-1", 1, None), ("A-2", 2, None), ("A-3", None, None), ("T-1", None, None), ("C-1", None, "closed"),
        ]  # fmt: skip

    def test_by_another_framework(self, run: Run, backlog: Path) -> None:
        rows = answer(run("rank", backlog, "--by", "moscow", "--json"))
        assert [(row["key"], row["rank"]) for row in rows[:3]] == [("A-2", 1), ("A-1", 2), ("A-3", None)]

    def test_by_default_the_backlogs_own(self, run: Run, backlog: Path) -> None:
        workspace = open_workspace(backlog)
        workspace.set_framework("moscow")
        workspace.close()
        assert answer(run("rank", backlog, "--json"))[0]["key"] == "A-2"
        assert answer(run("rank", backlog, "--by", "rice", "--json"))[0]["key"] == "A-1"

    def test_only_the_first(self, run: Run, backlog: Path) -> None:
        assert [row["key"] for row in answer(run("rank", backlog, "--top", "2", "--json"))] == ["A-1", "A-2"]

    def test_as_a_table(self, run: Run, backlog: Path) -> None:
        status, out, err = run("rank", backlog, "--top", "3")
        assert (status, err) == (0, "")
        assert [line.split() for line in out.splitlines()] == [
            ["rank", "key", "title", "reach", "impact", "confidence", "effort", "score", "moscow"],
            ["1", "A-1", "Item", "1", "9,000", "Massive", "80%", "3", "7,200", "Should"],
            ["2", "A-2", "Item", "2", "100", "High", "50%", "4", "25", "Must"],
            ["A-3", "Sell", "more", "missing", "reach,", "impact,", "confidence,", "effort"],
            "2 ranked, 2 not yet, 0 of other levels, 1 closed.".split(),
        ]
        assert not any(line.endswith(" ") for line in out.splitlines())

    def test_an_empty_backlog(self, run: Run, workspace: Workspace) -> None:
        workspace.close()
        assert answer(run("rank", workspace.path, "--json")) == []
        assert run("rank", workspace.path)[0] == 0

    @pytest.mark.parametrize("arguments", [("--by", "wsjf"), ("--top", "0"), ("--top", "-1"), ("--top", "many")])
    def test_wrong_usage(self, run: Run, backlog: Path, arguments: tuple[str, ...]) -> None:
        wrong_usage(run("rank", backlog, *arguments))


class TestCheck:
    """pmdesk check BACKLOG [--json]"""

    def test_a_sound_backlog(self, run: Run, backlog: Path) -> None:
        assert answer(run("check", backlog, "--json")) == {"ok": True, "faults": []}
        assert run("check", backlog) == (0, f"{backlog} is sound.\n", "")

    def test_one_with_a_fault(self, run: Run, workspace: Workspace) -> None:
        put(workspace, make_item(1, key=""))
        workspace.close()
        status, out, err = run("check", workspace.path, "--json")
        assert (status, err) == (1, "")
        assert json.loads(out) == {"ok": False, "faults": ["Item 1 has no key."]}
        assert run("check", workspace.path) == (1, "Item 1 has no key.\n", "")


class TestExport:
    """pmdesk export BACKLOG OUT.xlsx [--by rice|moscow]"""

    def test_it_says_where_the_workbook_is(self, run: Run, backlog: Path, tmp_path: Path) -> None:
        target = tmp_path / "ranked.xlsx"
        assert run("export", backlog, target) == (0, f"4 items in {target}.\n", "")
        assert target.read_bytes().startswith(b"PK")

    def test_a_place_that_is_none_is_said(self, run: Run, backlog: Path, tmp_path: Path) -> None:
        assert "missing" in said(run("export", backlog, tmp_path / "missing" / "ranked.xlsx"))
        assert "ends in .xlsx" in said(run("export", backlog, backlog))
        assert item_of(backlog, "A-1").reach == 9000

    def test_wrong_usage(self, run: Run, backlog: Path) -> None:
        wrong_usage(run("export", backlog))


class TestTheUsersWorld:
    """Faults of the world are told in one sentence, by every command."""

    COMMANDS = (
        ("rank", "{}"),
        ("check", "{}"),
        ("set", "{}", "A-1", "reach=1"),
        ("export", "{}", "out.xlsx"),
        ("import", str(EXPORTS / "cloud-en.csv"), "--into", "{}"),
    )

    def command(self, command: tuple[str, ...], path: Path) -> tuple[str, ...]:
        """The command for a backlog."""
        return tuple(str(path) if part == "{}" else part for part in command)

    @pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
    def test_a_backlog_that_is_held_names_its_holder(
        self, run: Run, workspace: Workspace, command: tuple[str, ...]
    ) -> None:
        sentence = said(run(*self.command(command, workspace.path)))
        assert sentence.startswith(f"“shop.pmdesk” is open in another PMDesk (process {os.getpid()} on ")

    @pytest.mark.parametrize("command", COMMANDS[:-1], ids=lambda command: command[0])
    def test_a_backlog_that_is_missing_is_not_made(
        self, run: Run, backlog_path: Path, command: tuple[str, ...]
    ) -> None:
        assert said(run(*self.command(command, backlog_path))) == f"There is no file “{backlog_path}”."
        assert list(backlog_path.parent.iterdir()) == []

    def test_no_command_is_wrong_usage(self, run: Run) -> None:
        wrong_usage(run())
        wrong_usage(run("sell"))


class TestProcess:
    """The same as a process of its own."""

    def pmdesk(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
        """Run `python -m pmdesk`."""
        command = [sys.executable, "-m", "pmdesk", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})

    def test_held_by_another_process(self, workspace: Workspace) -> None:
        ran = self.pmdesk("rank", workspace.path)
        assert (ran.returncode, ran.stdout) == (1, b"")
        assert f"process {os.getpid()} on".encode() in ran.stderr
        assert ran.stderr.count(b"\n") == 1

    def test_json_is_readable_whatever_the_terminal_speaks(self, backlog: Path) -> None:
        run_set = self.pmdesk("set", backlog, "A-1", "title=Größe ≥ 3 “now”")
        assert run_set.returncode == 0
        for encoding in ("utf-8", "ascii", "cp1252"):
            ran = self.pmdesk("rank", backlog, "--json", PYTHONIOENCODING=encoding)
            assert ran.returncode == 0
            assert json.loads(ran.stdout.decode(encoding))[0]["title"] == "Größe ≥ 3 “now”"
        assert self.pmdesk("rank", backlog, PYTHONIOENCODING="ascii").returncode == 0

    def test_a_reader_that_stops_reading_is_no_fault(self, backlog: Path) -> None:
        command = [sys.executable, "-m", "pmdesk", "rank", str(backlog), "--json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ranking:
            assert ranking.stdout is not None
            assert ranking.stderr is not None
            ranking.stdout.close()
            assert ranking.stderr.read() == b""
        assert ranking.returncode == 0

    def test_commands_start_without_qt_and_help_without_a_database(self) -> None:
        code = "import sys; from pmdesk.app import main; main(['rank', '--help'])"
        watch = "import atexit, sys; atexit.register(lambda: print(*sys.modules)); "
        ran = subprocess.run([sys.executable, "-c", watch + code], capture_output=True, text=True, check=True)
        loaded = {name.split(".")[0] for name in ran.stdout.splitlines()[-1].split()}
        assert "pmdesk" in loaded
        assert not loaded & {"PySide6", "shiboken6", "sqlalchemy", "openpyxl", "lxml", "python_calamine"}
