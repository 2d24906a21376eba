"""What a file seems to be before it is read as items."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pmdesk.domain.mapping import EXTRA, IGNORED, Asked, ColumnMapping, DateOrder, FileMapping
from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Settings
from pmdesk.sheets.dialects import propose, read_import
from tests.sheets.exports import EXPORTS, raw_file, raw_table

JIRA = "Summary|Issue key|Issue Type|Status|Votes"
ROWS = (("One", "A-1", "Bug", "Open", "2"), ("Two", "A-2", "Bug", "Open", ""))


def proposed(header, *rows, saved=(), settings=None, **head):
    return propose(raw_table(header, *rows, **head), saved, settings or Settings())


def uses(proposal):
    return [column.mapping.use for column in proposal.columns]


def mapping(**by_header):
    return FileMapping(
        tuple(ColumnMapping(header.replace("_", " "), use) for header, use in by_header.items()), name="M"
    )


def test_a_proposal_tells_what_was_recognised():
    found = proposed(JIRA, *ROWS)
    assert (found.file, found.format, found.dialect, found.header_row, found.rows) == (
        "export.csv",
        "csv",
        "jira",
        1,
        2,
    )
    assert uses(found) == ["title", "key", "type", "status", EXTRA]
    assert [column.mapping for column in found.columns] == list(found.mapping.columns)
    assert (found.columns[0].samples, found.columns[0].filled) == (("One", "Two"), 2)
    assert (found.columns[4].samples, found.columns[4].filled) == (("2",), 1)
    assert (found.questions, found.notes, found.mapping.name) == ((), (), "")


def test_samples_are_the_first_different_values_cut_to_one_line():
    cells = ["a\nb", "a\nb", " ", "c" * 500, "d", "e", "f", "g"]
    found = proposed("Title|Note", *((f"T{number}", cell) for number, cell in enumerate(cells)))
    samples = found.columns[1].samples
    assert samples[0] == "a b"
    assert samples[2:] == ("d", "e", "f")
    assert len(samples[1]) == 120
    assert samples[1].endswith("c…")


def test_the_header_row_is_told_under_titles():
    found = proposed("My list||", ("", "", ""), ("Title", "Owner", "Tags"), ("One", "Ann", "a"), format_name="xlsx")
    assert (found.header_row, found.rows, uses(found)) == (3, 1, ["title", "assignee", "labels"])


def test_the_header_row_is_told_under_empty_rows():
    found = proposed("Title|Owner|Tags", ("One", "Ann", "a"), format_name="xlsx", row=4)
    assert (found.header_row, found.rows) == (4, 1)


def test_reading_by_the_proposed_mapping_is_reading_without_one():
    for path in sorted(EXPORTS.iterdir()):
        raw = raw_file(path)
        assert read_import(raw, propose(raw, (), Settings()).mapping) == read_import(raw)


def test_columns_beside_the_cells_are_no_part_of_the_mapping():
    found = propose(raw_file(EXPORTS / "cloud-en.html"), (), Settings())
    assert not any(column.header.startswith("@") for column in found.columns)
    assert found.columns[1].mapping.use == "key"


@pytest.mark.parametrize(
    "header", ["Votes|Status|Issue key|Summary|Issue Type", "Status|Summary|Issue key|Votes|Votes|Issue Type"]
)
def test_a_saved_mapping_is_applied_to_files_of_its_shape(header):
    saved = mapping(Summary="title", Issue_key="key", Issue_Type="type", Status="status", Votes="reach")
    found = proposed(header, ("x",) * (header.count("|") + 1), saved=[mapping(Summary="title"), saved])
    assert found.mapping.name == "M"
    assert {column.header: column.mapping.use for column in found.columns}["Votes"] == "reach"
    assert not [question for question in found.questions if question.asked is not Asked.DATE_ORDER]


@pytest.mark.parametrize("header", ["Summary|Issue key|Issue Type|Status", JIRA + "|Team"])
def test_a_saved_mapping_of_another_shape_is_not(header):
    saved = mapping(Summary="title", Issue_key="key", Issue_Type="type", Status="status", Votes=IGNORED)
    found = proposed(header, ("x", "A-1", "Bug", "Open"), saved=[saved])
    assert found.mapping.name == ""
    assert IGNORED not in uses(found)


def test_a_mapping_that_is_named_is_laid_over_any_shape():
    raw = raw_table(JIRA + "|Team", ("One", "A-1", "Bug", "Open", "2", "Red"))
    found = propose(raw, [mapping(Votes=IGNORED)], Settings(), whatever_shape=True)
    assert uses(found) == ["title", "key", "type", "status", IGNORED, "team"]


def test_a_mapping_that_names_some_columns_takes_their_use_from_others():
    header, rows = "Title|Name|Effort|Guess|Priority|MoSCoW", [("One", "Uno", "2", "3", "High", "Must")] * 2
    named = mapping(Name="title", Guess="effort", Priority="moscow")
    found = propose(raw_table(header, *rows), [named], Settings(), whatever_shape=True)
    assert uses(found) == [EXTRA, "title", EXTRA, "effort", "moscow", EXTRA]
    assert found.questions == ()


def test_what_a_mapping_leaves_open_is_still_asked():
    raw = raw_table("Title|Reach|Impact", ("One", "100", "5"), ("Two", "200", "1"))
    found = propose(raw, [mapping(Reach="reach")], Settings(), whatever_shape=True)
    assert (uses(found), [one.columns for one in found.questions]) == (["title", "reach", "impact"], [(2,)])


def test_repeated_headers_are_mapped_in_their_order_and_the_last_for_the_rest():
    saved = FileMapping(
        (ColumnMapping("Title", "title"), ColumnMapping("Tag", "labels"), ColumnMapping("Tag", EXTRA)), name="M"
    )
    found = proposed("Title|Tag|Tag|Tag", ("One", "a", "b", "c"), saved=[saved])
    assert uses(found) == ["title", "labels", EXTRA, EXTRA]


def test_answers_of_a_saved_mapping_are_not_asked_again():
    header, row = "Title|Created at|Effort", ("One", "06/09/2024", "1,500")
    asked = proposed(header, row, format_name="xlsx")
    assert [question.asked for question in asked.questions][:2] == [Asked.DATE_ORDER, Asked.DECIMAL]
    saved = replace(asked.mapping, date_order=DateOrder.MONTH_FIRST, decimal=",", name="M")
    assert proposed(header, row, format_name="xlsx", saved=[saved]).questions == ()


def test_a_mapping_finds_a_header_that_nobody_knows():
    saved = FileMapping((ColumnMapping("Was", "title"), ColumnMapping("Wer", "assignee")), name="M")
    rows = (("Liste", ""), ("Was", "Wer"), ("Eins", "Ann"))
    found = proposed("Stand heute|", *rows, saved=[saved], format_name="xlsx")
    assert (found.header_row, uses(found), found.mapping.name) == (3, ["title", "assignee"], "M")
    imported = read_import(raw_table("Stand heute|", *rows, format_name="xlsx"), found.mapping)
    assert [row.values["title"] for row in imported.rows] == ["Eins"]


def test_without_a_title_by_name_the_best_texts_are_offered_and_nothing_is_read():
    header = "Nr|Was zu tun ist|Kürzel"
    rows = ((1.0, "Login with a passkey", "x"), (2.0, "Export the list", "x"), (3.0, "Search in comments", "y"))
    found = proposed(header, *rows, format_name="xlsx")
    assert "title" not in uses(found)
    assert found.columns[1].offers == ("title",)
    assert [str(note) for note in found.notes] == [
        "No column of “export.csv” is known to hold titles; “Was zu tun ist” may be the one."
    ]
    with pytest.raises(UserError, match="its columns begin with “Nr”, “Was zu tun ist”, “Kürzel”"):
        read_import(raw_table(header, *rows, format_name="xlsx"), found.mapping)


def test_values_without_a_header_are_told_and_may_be_kept():
    raw = raw_table("Title|Owner||", ("One", "Ann", "x", ""), ("Two", "", "", ""))
    found = propose(raw, (), Settings())
    assert uses(found) == ["title", "assignee", IGNORED, IGNORED]
    assert [str(note) for note in found.notes] == [
        "One column of “export.csv” has values and no header; it is left out."
    ]
    kept = replace(found.mapping, columns=(*found.mapping.columns[:2], ColumnMapping("", EXTRA)))
    assert [row.extra for row in read_import(raw, kept).rows] == [{"#3": "x"}, {}]


def test_exactly_a_thousand_rows_are_told_of_jiras_list():
    rows = [(f"One {number}", f"A-{number}", "Bug", "Open", "") for number in range(1000)]
    assert len(proposed(JIRA, *rows).notes) == 1
    assert proposed(JIRA, *rows[1:]).notes == ()
