"""The commands set, rank, check and export: exact answers and exit codes."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from pmdesk.services.workspace import Workspace, open_workspace
from tests.commands import Run, answer, item_of, said, wrong_usage
from tests.makers import make_item, put


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
            ("effort=0,5", "Effort: “0,5” is not a number here; write it like 1,234.5."),
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

    def test_one_of_several_items_with_a_key_is_named_with_its_issue_id(self, run: Run, workspace: Workspace) -> None:
        put(workspace, make_item(1, key="S-1"), make_item(2, key="S-1", issue_id="77"))
        workspace.close()
        sentence = said(run("set", workspace.path, "S-1", "reach=5"))
        assert sentence == "2 items have the key “S-1”; name one with its issue id: S-1@, S-1@77."
        assert run("set", workspace.path, "S-1@77", "reach=5")[0] == 0
        assert run("set", workspace.path, "s-1@", "reach=6")[0] == 0
        assert "no item “S-1@8”" in said(run("set", workspace.path, "S-1@8", "reach=7"))

    @pytest.mark.parametrize(
        ("value", "wrong"),
        [
            ("velocity=3", "there is no field 'velocity' to set"),
            ("key=B-1", "there is no field 'key' to set"),
            ("=3", "there is no field '' to set"),
            ("reach", "'reach' is not field=value"),
            ("", "'' is not field=value"),
        ],
    )
    def test_an_unknown_field_is_wrong_usage(self, run: Run, backlog: Path, value: str, wrong: str) -> None:
        usage = wrong_usage(run("set", backlog, "A-2", value))
        assert f"{wrong}; fields are title, reach, impact" in usage

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
            "rank": 1, "key": "A-1", "title": "Item 1", "reach": 9000.0, "impact": 3.0, "confidence": 0.8,
            "effort": 3.0,
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
            ["2", "ranked,", "2", "not", "yet,", "0", "of", "other", "levels,", "1", "closed."],
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
    """pmdesk export BACKLOG OUT.xlsx; the other kinds of file are told in test_cli_export.py."""

    def test_it_says_where_the_workbook_is(self, run: Run, backlog: Path, tmp_path: Path) -> None:
        target = tmp_path / "ranked.xlsx"
        assert run("export", backlog, target) == (0, f"4 items in {target}.\n", "")
        assert target.read_bytes().startswith(b"PK")

    def test_a_place_that_is_none_is_said(self, run: Run, backlog: Path, tmp_path: Path) -> None:
        assert "missing" in said(run("export", backlog, tmp_path / "missing" / "ranked.xlsx"))
        assert "ends in none of these" in said(run("export", backlog, backlog))
        assert item_of(backlog, "A-1").reach == 9000

    def test_wrong_usage(self, run: Run, backlog: Path) -> None:
        wrong_usage(run("export", backlog))


@pytest.mark.parametrize("name", ["loop.pmdesk", "x" * 300 + ".pmdesk"])
def test_a_path_that_cannot_be_looked_at_is_said(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "loop.pmdesk").symlink_to(tmp_path / "loop.pmdesk")
    export = tmp_path / "export.csv"
    export.write_text("Issue key,Summary\nSHOP-1,Pay\n")
    for command in (("rank", tmp_path / name), ("import", export, "--into", tmp_path / name)):
        assert "cannot be read: " in said(run(*command))


def test_a_damaged_change_log_is_a_fault_that_check_tells(run: Run, backlog: Path) -> None:
    with sqlite3.connect(backlog) as connection:
        connection.execute("UPDATE change_record SET after='{' WHERE seq=1 AND record_id=2")
    connection.close()
    status, out, err = run("check", backlog)
    assert (status, err) == (1, "")
    assert out.startswith("Entry 1 of the change log is damaged.\n")
