"""Mappings that are proposed, saved in the backlog, and passed on as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pmdesk.domain.mapping import EXTRA, IGNORED, ColumnMapping, DateOrder, FileMapping, Scale
from pmdesk.domain.messages import UserError
from pmdesk.domain.records import EffortUnit, Settings
from pmdesk.domain.uses import uses_for
from pmdesk.services import import_mapping
from pmdesk.services.import_mapping import (
    delete_mapping,
    interpret,
    mapping_for,
    mapping_from_file,
    mapping_from_json,
    mapping_named,
    mapping_to_json,
    problems,
    propose,
    propose_with,
    save_mapping,
    saved_mappings,
)
from pmdesk.services.workspace import create_workspace, open_workspace
from tests.sheets.exports import raw_table

MAPPING = FileMapping(
    (
        ColumnMapping("Was", "title"),
        ColumnMapping("Nr", "key"),
        ColumnMapping("Wirkung", "impact", Scale.RATING_5),
        ColumnMapping("Punkte", "effort", factor=0.05),
        ColumnMapping("Rest", IGNORED),
        ColumnMapping("Mehr", EXTRA),
    ),
    DateOrder.MONTH_FIRST,
    ",",
    "Board of Ann",
)
RAW = raw_table("Was|Nr|Wirkung|Punkte|Rest|Mehr", ("Eins", "A-1", "5", "20", "x", "y"), format_name="xlsx")


@pytest.fixture
def workspace(tmp_path):
    with_settings = create_workspace(tmp_path / "b.pmdesk", Settings())
    yield with_settings
    with_settings.close()


def test_a_saved_mapping_is_there_after_a_restart(tmp_path):
    first = create_workspace(tmp_path / "b.pmdesk", Settings())
    save_mapping(first, MAPPING)
    first.close()
    again = open_workspace(tmp_path / "b.pmdesk")
    assert saved_mappings(again) == [MAPPING]
    assert again.undo_label is None
    again.close()


def test_a_mapping_of_the_name_is_replaced_and_a_newer_one_comes_first(workspace):
    save_mapping(workspace, MAPPING)
    save_mapping(workspace, replace(MAPPING, name="Other"))
    save_mapping(workspace, replace(MAPPING, name=" board  of ANN ", decimal="."))
    assert [(one.name, one.decimal) for one in saved_mappings(workspace)] == [("Other", ","), ("board of ANN", ".")]
    assert mapping_named(workspace, "BOARD OF ANN").decimal == "."


def test_a_mapping_is_deleted_by_name(workspace):
    save_mapping(workspace, MAPPING)
    delete_mapping(workspace, "nobody")
    assert len(saved_mappings(workspace)) == 1
    delete_mapping(workspace, "board of ann")
    assert saved_mappings(workspace) == []


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_mapping_needs_a_name(workspace, name):
    with pytest.raises(UserError, match="mapping"):
        save_mapping(workspace, replace(MAPPING, name=name))


@pytest.mark.parametrize(
    "stored", [None, 7, {"name": "x"}, [1, {"name": "x"}, {"columns": []}, {"name": 3, "columns": []}]]
)
def test_what_makes_no_sense_in_the_backlog_is_left_out(workspace, stored):
    workspace.set_view_state(import_mapping.KEY, stored)
    assert saved_mappings(workspace) == []


def test_the_same_shape_later_maps_itself(workspace):
    assert propose(workspace, RAW).mapping.name == ""
    save_mapping(workspace, MAPPING)
    found = propose(workspace, RAW)
    assert found.mapping == MAPPING
    (row,) = interpret(RAW, found.mapping).rows
    assert (row.values["title"], row.values["key"], row.scores) == ("Eins", "A-1", {"impact": 3.0, "effort": 1.0})
    assert row.extra == {"Wirkung": "5", "Punkte": "20", "Mehr": "y"}


def test_a_mapping_that_is_named_fits_files_of_nearly_its_shape(workspace):
    raw = raw_table("Was|Nr|Wirkung|Neu", ("Eins", "A-1", "5", "z"), format_name="xlsx")
    found = propose_with(workspace, raw, MAPPING)
    assert [column.use for column in found.mapping.columns] == ["title", "key", "impact", EXTRA]
    assert len(interpret(raw, found.mapping).rows) == 1


def test_json_reads_back():
    assert mapping_from_json(mapping_to_json(MAPPING)) == MAPPING
    every = FileMapping(tuple(ColumnMapping(f"Spalte {use.name} ü", use.name) for use in uses_for("jira")))
    assert mapping_from_json(mapping_to_json(every)) == every
    assert "ü" in mapping_to_json(every)


def changed(**values):
    return json.dumps({**json.loads(mapping_to_json(MAPPING)), **values})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not JSON; look at line 1"),
        ('{"format":\n', "is not JSON; look at line 2"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "does not say “format”: “pmdesk-mapping”"),
        ('{"columns": []}', "does not say “format”"),
        (changed(version=2), "written by another version"),
        (changed(columns=None), "has no list of columns"),
        (changed(columns=[3]), "column 1 is 3, not an object"),
        (changed(columns=[{"header": 3}]), "its header is 3, not a text"),
        (changed(columns=[{"header": "A", "use": "nonsense"}]), 'the use of column 1 is "nonsense"; uses are extra'),
        (changed(columns=[{"header": "A", "use": ["title"]}]), "its use is"),
        (changed(columns=[{"use": "reach", "scale": "rating5"}]), "for reach it may be own"),
        (changed(columns=[{"use": "title", "scale": ["own"]}]), "the scale of column 1 is"),
        (changed(columns=[{"use": "effort", "factor": 0}]), "the factor of column 1 is 0, not a number above 0"),
        (changed(columns=[{"use": "effort", "factor": True}]), "the factor of column 1 is true"),
        (changed(columns=[{"use": "effort", "factor": float("nan")}]), "the factor of column 1 is NaN"),
        (changed(date_order="ymd"), "its date_order is "),
        (changed(date_order=[1]), "its date_order is "),
        (changed(decimal=";"), "its decimal is "),
        (changed(decimal=1), "its decimal is 1"),
        (changed(name=1), "its name is 1, not a text"),
    ],
)
def test_a_bad_file_is_told_in_one_sentence(text, said):
    with pytest.raises(UserError) as refused:
        mapping_from_json(text, "m.json")
    assert str(refused.value).startswith("“m.json” ")
    assert said in str(refused.value)


def test_the_command_line_names_a_saved_mapping_or_a_file(workspace, tmp_path):
    path = tmp_path / "m.json"
    path.write_text(mapping_to_json(MAPPING), encoding="utf-8-sig")
    with pytest.raises(UserError, match="There is no file and no saved mapping called “nobody”"):
        mapping_for(workspace, "nobody")
    assert mapping_for(workspace, str(path)) == MAPPING
    save_mapping(workspace, replace(MAPPING, decimal="."))
    assert mapping_for(workspace, "board of ann").decimal == "."
    with pytest.raises(UserError, match="saved are “Board of Ann”"):
        mapping_for(workspace, "nobody")


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(UserError, match="“gone.json” could not be read"):
        mapping_from_file(tmp_path / "gone.json")


@pytest.mark.parametrize(
    ("uses", "said"),
    [
        (["title", EXTRA], []),
        (["key"], []),
        ([EXTRA, "status"], ["it has no column with a title or an issue key; its columns begin with “A”, “B”."]),
        (["title", "title"], ["2 columns are used as Title; only one can be."]),
        (["title", "labels", "labels", EXTRA, EXTRA], []),
    ],
)
def test_what_keeps_a_mapping_from_being_used(uses, said):
    columns = tuple(ColumnMapping("ABCDE"[place], use) for place, use in enumerate(uses))
    found = [str(one) for one in problems(FileMapping(columns), Settings())]
    assert len(found) == len(said)
    assert all(one.startswith(start) for one, start in zip(found, said, strict=True))


@pytest.mark.parametrize(
    ("factor", "unit", "count"),
    [(1.0, EffortUnit.PERSON_MONTHS, 1), (0.05, EffortUnit.PERSON_MONTHS, 0), (1.0, EffortUnit.POINTS, 0)],
)
def test_points_need_a_factor_where_the_backlog_counts_otherwise(factor, unit, count):
    columns = (ColumnMapping("T", "title"), ColumnMapping("Story Points", "effort", factor=factor))
    assert len(problems(FileMapping(columns), Settings(effort_unit=unit))) == count
