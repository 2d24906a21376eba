"""Parents as keys."""

from __future__ import annotations

from pmdesk.domain.records import Level
from tests.sheets.exports import column, table

START = "Issue key|Issue id|Summary|Issue Type|"


def test_an_id_becomes_the_key_of_the_issue_in_the_same_file():
    rows = (("A-1", "100", "x", "Epic", ""), ("A-2", "101", "y", "Story", "100"), ("A-3", "102", "z", "Story", "999"))
    assert column(table(START + "Parent", *rows), "parent") == ["", "A-1", "999"]


def test_a_parent_key_counts_more_than_an_id():
    rows = (("A-1", "100", "x", "Story", "999", "B-7"), ("A-2", "101", "y", "Story", "100", ""))
    assert column(table(START + "Parent|Parent key", *rows), "parent") == ["B-7", "A-1"]


def test_a_title_becomes_a_key_where_only_one_issue_has_it():
    rows = (("A-1", "100", "x", "Epic", ""), ("A-2", "101", "y", "Story", "x"), ("A-3", "102", "y", "Story", "y"))
    assert column(table(START + "Parent", *rows), "parent") == ["", "A-1", "y"]


def test_an_epic_link_counts_where_there_is_no_parent():
    header = START + "Parent|Custom field (Epic Link)|Custom field (Epic Name)"
    rows = (
        ("A-1", "100", "Long title", "Epic", "", "", "Voucher"),
        ("A-2", "101", "y", "Story", "", "Voucher", ""),
        ("A-3", "102", "z", "Sub-task", "101", "A-1", ""),
    )
    imported = table(header, *rows)
    assert column(imported, "parent") == ["", "A-1", "A-2"]
    assert column(imported, "level") == [Level.EPIC, Level.STANDARD, Level.SUBTASK]
    assert imported.rows[1].extra == {}


def test_html_names_the_parent_of_a_sub_task():
    ids = ("issuekey", "summary", "issuetype", "@issueid", "@parentkey")
    header = "Key|Summary|Type|@issueid|@parentkey"
    imported = table(header, ("A-2", "y", "Whatever", "101", "A-1"), format_name="html", column_ids=ids)
    assert imported.rows[0].values["parent"] == "A-1"
    assert imported.rows[0].values["level"] is Level.SUBTASK
    assert imported.rows[0].values["issue_id"] == "101"
