"""The kinds of file that a backlog leaves as: what is in each, what is refused, and what comes back."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import Item, Level, Moscow, Settings
from pmdesk.domain.scales import fraction
from pmdesk.domain.values import validate_line, validate_text
from pmdesk.services.export_kinds import Kind, Means, Paper, kind_of, prepare, write
from pmdesk.services.exporting import ExportOptions
from pmdesk.services.import_plan import RowKind
from pmdesk.services.importing import ImportOptions, plan_import, read_files
from pmdesk.services.report import Report
from pmdesk.services.sample import create_sample
from pmdesk.services.visible_columns import visible_fields
from pmdesk.services.workspace import Workspace, create_workspace
from tests.makers import imported, incoming, make_item, put, scored_item, tracker_item
from tests.sheets.exports import read_file
from tests.strategies import confidences, factors

ALL = ExportOptions(all_columns=True, with_descriptions=True)


def _rows(target: Path) -> list[dict[str, str]]:
    with target.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _written(workspace: Workspace, target: Path, kind: Kind, options: ExportOptions = ALL, **more: Any) -> list[str]:
    done = write(prepare(workspace, kind, options, **more), target, Means())
    return [str(note) for note in done.notes]


@pytest.mark.parametrize(
    ("name", "for_jira", "kind"),
    [
        ("a.xlsx", False, Kind.WORKBOOK),
        ("a.CSV", False, Kind.CSV),
        ("a.csv", True, Kind.JIRA),
        ("a.html", False, Kind.PAGE),
        ("a.pdf", False, Kind.PDF),
    ],
)
def test_the_name_says_what_is_written(name: str, for_jira: bool, kind: Kind) -> None:
    assert kind_of(Path(name), for_jira=for_jira) is kind


@pytest.mark.parametrize(("name", "for_jira"), [("a.doc", False), ("a", False), (".csv", False), ("a.pdf", True)])
def test_other_names_are_refused(name: str, for_jira: bool) -> None:
    with pytest.raises(UserError, match="“a|“.csv"):
        kind_of(Path(name), for_jira=for_jira)


def test_the_list_for_scripts(workspace: Workspace, tmp_path: Path) -> None:
    put(
        workspace,
        scored_item(1, reach=1234.5, moscow=Moscow.WONT, labels=("a", "b"), due=date(2027, 1, 31), archived=False),
        make_item(2, title="=1+1"),
    )
    target = tmp_path / "out.csv"
    _written(workspace, target, Kind.CSV, ExportOptions(fields=("labels", "due", "title", "description")))
    first, second = _rows(target)
    assert list(first) == ["rank", "key", "title", "reach", "impact", "confidence", "effort", "score", "moscow",
                           "labels", "due", "pmdesk_id"]  # fmt: skip
    assert list(first.values()) == ["1", "SHOP-1", "Item 1", "1234.5", "2", "0.5", "4", "308.625", "wont", "a, b",
                                    "2027-01-31", "1"]  # fmt: skip
    assert (second["rank"], second["score"], second["title"]) == ("", "", "'=1+1")


def test_scores_have_no_dust(workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, scored_item(1, reach=0.1, impact=3.0, confidence=1.0, effort=1.0))
    _written(workspace, tmp_path / "out.csv", Kind.CSV)
    assert _rows(tmp_path / "out.csv")[0]["score"] == "0.3"


def test_every_column_of_the_tracker_comes_along(workspace: Workspace, tmp_path: Path) -> None:
    extra = {"Fix versions": ("1.0", "1.1"), "Reach": "many", "=x": "y"}
    put(workspace, tracker_item(1, extra=extra, description="Long"), tracker_item(2))
    _written(workspace, tmp_path / "out.csv", Kind.CSV)
    header, first, second = csv.reader((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines())
    assert header[-5:] == ["Fix versions", "Fix versions", "Reach", "'=x", "pmdesk_id"]
    assert first[-5:] == ["1.0", "1.1", "many", "y", "1"]
    assert second[-5:] == ["", "", "", "", "2"]
    assert "Long" in first
    _written(workspace, tmp_path / "out.csv", Kind.CSV, replace(ALL, with_descriptions=False))
    assert "description" not in _rows(tmp_path / "out.csv")[0]


def test_a_csv_of_everything_comes_back_without_a_change(tmp_path: Path) -> None:
    workspace = create_sample(tmp_path / "sample.pmdesk")
    items = list(workspace.items.values())
    texts = ("=1+1", "+1", "-5 % fees", "@all", "'=x", "'tis")
    edits = [edit(item, replace(item, title=text, rationale=text)) for item, text in zip(items, texts, strict=False)]
    workspace.apply(change(message("Titles"), edits))
    for kind, options in ((Kind.CSV, ALL), (Kind.CSV, ExportOptions()), (Kind.JIRA, ALL)):
        _written(workspace, tmp_path / "out.csv", kind, options)
        plan = plan_import(workspace, read_files([tmp_path / "out.csv"]), ImportOptions(take_scores=True))
        assert [(row.key, row.changes, row.conflicts) for row in plan.rows if row.changes or row.conflicts] == []
        assert plan.rows
        assert [str(note) for note in plan.notes] == []
    workspace.close()


lines = (st.text(max_size=12) | st.text("a '=+-@", max_size=6)).map(validate_line)
paragraphs = (st.text(max_size=12) | st.text("a '=+-@\t\n\r\"", max_size=6)).map(validate_text)
words = st.text(st.characters(categories=["L", "N"]) | st.sampled_from("'=+-@"), min_size=1, max_size=6)
items = st.builds(
    make_item,
    title=lines.map(lambda text: text or "x"),
    rationale=paragraphs,
    description=paragraphs,
    status=lines,
    assignee=lines,
    labels=st.lists(words, max_size=3, unique=True).map(tuple),
    **{**factors(), "confidence": confidences.map(lambda one: one if one is None else fraction(one))},
)


@settings(max_examples=15)
@given(st.lists(items, min_size=1, max_size=12))
def test_any_texts_and_scores_come_back(some: list[Item]) -> None:
    with TemporaryDirectory() as folder:
        workspace = create_workspace(Path(folder, "x.pmdesk"), Settings())
        try:
            numbered = [replace(item, id=place, key=f"SHOP-{place}") for place, item in enumerate(some, 1)]
            put(workspace, *(replace(item, source_file="out.csv", source_row=1) for item in numbered))
            _written(workspace, Path(folder, "out.csv"), Kind.CSV, ExportOptions(fields=("status", "assignee", "labels",
                     "rationale"), with_descriptions=True))  # fmt: skip
            plan = plan_import(workspace, [read_file(Path(folder, "out.csv"))], ImportOptions(take_scores=True))
            assert [
                (row.changes, row.conflicts, row.reason) for row in plan.rows if row.kind is not RowKind.UNCHANGED
            ] == []
            assert len(plan.rows) == len(some)
        finally:
            workspace.close()


def test_scores_changed_in_the_csv_come_in(workspace: Workspace, tmp_path: Path) -> None:
    imported(
        workspace, [incoming("SHOP-1", 2, title="Pay", extra={"Reach": "17"}), incoming("SHOP-2", 3, title="Scan")]
    )
    _written(workspace, tmp_path / "out.csv", Kind.CSV)
    text = (tmp_path / "out.csv").read_text(encoding="utf-8")
    (tmp_path / "out.csv").write_text(text.replace(",SHOP-1,Pay,,,", ",SHOP-1,Pay,900,0.5,0.25"), encoding="utf-8")
    plan = plan_import(workspace, read_files([tmp_path / "out.csv"]), ImportOptions(take_scores=True))
    (row,) = [row for row in plan.rows if row.changes]
    assert {one.field: one.after for one in row.changes} == {"reach": 900.0, "impact": 0.5, "confidence": 0.25}


class TestForJira:
    """The file that goes back to Jira's importer."""

    def test_headers_are_plain_and_numbers_dot_decimal(self, workspace: Workspace, tmp_path: Path) -> None:
        put(workspace, tracker_item(1, reach=1500.5, impact=2.0, confidence=0.8, effort=2.0, moscow=Moscow.WONT,
                                    rationale="Asked for"))  # fmt: skip
        assert _written(workspace, tmp_path / "out.csv", Kind.JIRA) == []
        assert (tmp_path / "out.csv").read_bytes() == (
            b"Issue Key,Summary,RICE score,PMDesk rank,Reach,Impact,Confidence,Effort,MoSCoW,Rationale\r\n"
            b"SHOP-1,Item 1,1200.4,1,1500.5,2,0.8,2,Won't,Asked for\r\n"
        )

    def test_what_jira_does_not_know_is_left_out_and_told(self, workspace: Workspace, tmp_path: Path) -> None:
        put(workspace, tracker_item(1), make_item(2), make_item(3))
        notes = _written(workspace, tmp_path / "out.csv", Kind.JIRA)
        assert notes == ["2 items made in PMDesk were left out: Jira does not know them."]
        assert [row["Issue Key"] for row in _rows(tmp_path / "out.csv")] == ["SHOP-1"]

    def test_a_guarded_text_is_told(self, workspace: Workspace, tmp_path: Path) -> None:
        put(workspace, *(tracker_item(number, title="-5 %") for number in range(1, 8)))
        put(workspace, tracker_item(8, rationale="- asked for\n- and paid"))
        (note,) = _written(workspace, tmp_path / "out.csv", Kind.JIRA)
        assert note.startswith("8 issues have a title or rationale that begins like a formula")
        assert note.endswith("which Jira would keep: SHOP-1, SHOP-2, SHOP-3, SHOP-4, SHOP-5 + 3.")

    def test_only_what_changed_since_the_import(self, workspace: Workspace, tmp_path: Path) -> None:
        imported(workspace, [incoming(f"SHOP-{number}", number, title="Pay") for number in range(2, 5)])
        (item,) = workspace.find("SHOP-3")
        workspace.apply(change(message("Reach"), [edit(item, replace(item, reach=9.0))]))
        assert _written(workspace, tmp_path / "out.csv", Kind.JIRA, only_changed=True) == []
        assert [row["Issue Key"] for row in _rows(tmp_path / "out.csv")] == ["SHOP-3"]
        others = ExportOptions(item_ids=frozenset(workspace.items) - {item.id})
        _written(workspace, tmp_path / "out.csv", Kind.JIRA, others, only_changed=True)
        assert _rows(tmp_path / "out.csv") == []

    def test_without_an_import_all_count_as_changed(self, workspace: Workspace, tmp_path: Path) -> None:
        put(workspace, tracker_item(1))
        (note,) = _written(workspace, tmp_path / "out.csv", Kind.JIRA, only_changed=True)
        assert note == "There is no import to compare with, so every item counts as changed."
        assert len(_rows(tmp_path / "out.csv")) == 1


def test_a_pdf_is_set_by_whoever_is_named(workspace: Workspace, tmp_path: Path) -> None:
    asked: list[tuple[Report, Paper]] = []

    def render(report: Report, paper: Paper, progress: Any) -> bytes:
        asked.append((report, paper))
        return b"%PDF-"

    put(workspace, scored_item(1))
    order = prepare(workspace, Kind.PDF, ExportOptions())
    assert write(order, tmp_path / "out.pdf", Means(render, Paper.LETTER)).items == 1
    assert (tmp_path / "out.pdf").read_bytes() == b"%PDF-"
    assert [(one.title, paper) for one, paper in asked] == [(workspace.settings.name, Paper.LETTER)]


def test_a_page_is_written_whole_or_not_at_all(workspace: Workspace, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Stop

    put(workspace, scored_item(1))
    order = prepare(workspace, Kind.PAGE, ExportOptions())
    (tmp_path / "out.html").write_text("old")
    with pytest.raises(Stop):
        write(order, tmp_path / "out.html", Means(), stop)
    assert (tmp_path / "out.html").read_text() == "old"
    write(order, tmp_path / "out.html", Means())
    assert "SHOP-1" in (tmp_path / "out.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [Kind.CSV, Kind.JIRA, Kind.PAGE, Kind.PDF])
def test_a_name_of_another_kind_is_refused(workspace: Workspace, tmp_path: Path, kind: Kind) -> None:
    with pytest.raises(UserError, match="ends in .(csv|html|pdf); “out.xlsx” does not"):
        write(prepare(workspace, kind, ExportOptions()), tmp_path / "out.xlsx", Means())


def test_the_columns_that_the_window_shows(workspace: Workspace) -> None:
    assert visible_fields(workspace) == ("status", "rationale")
    kept = {"order": ["rank", "key", "team", "status", "nonsense", 7, "labels"], "hidden": ["status"]}
    workspace.set_view_state("columns", kept)
    assert visible_fields(workspace) == ("key", "team", "labels")
    workspace.set_view_state("columns", ["nonsense"])
    assert visible_fields(workspace) == ("status", "rationale")


def test_items_out_of_play_are_no_part_of_an_export(workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, make_item(1, closed_by_user=True), make_item(2), make_item(3, level=Level.EPIC))
    _written(workspace, tmp_path / "out.csv", Kind.CSV, ExportOptions(item_ids=frozenset({1, 2, 3})))
    assert [row["key"] for row in _rows(tmp_path / "out.csv")] == ["SHOP-2"]
