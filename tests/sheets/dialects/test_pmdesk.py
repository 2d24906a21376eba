"""PMDesk's own workbook, read again."""

from __future__ import annotations

from pmdesk.domain.mapping import IGNORED, Asked
from pmdesk.domain.records import EffortUnit, Moscow, ReachPeriod, Settings
from pmdesk.sheets.dialects import propose, read_import
from tests.makers import scored_item
from tests.sheets.exports import raw_file
from tests.sheets.writing.makers import workbook_of, written

ITEM = scored_item(
    key="SHOP-1", title="'Pay'", status="Ready", moscow=Moscow.MUST, rationale="Because\nof it", confidence=0.805
)


def reread(folder, **values):
    written(folder, workbook_of([ITEM], **values))
    raw = raw_file(folder / "out.xlsx")
    return raw, propose(raw, (), Settings())


def test_scores_come_back_as_they_were_and_nothing_is_asked(tmp_path):
    raw, found = reread(tmp_path)
    assert (found.dialect, found.sheet, found.questions) == ("pmdesk", "Backlog", ())
    (row,) = read_import(raw, found.mapping).rows
    assert row.values == {"key": "SHOP-1", "title": "'Pay'", "status": "Ready"}
    assert row.scores.keys() == {"reach", "impact", "confidence", "effort", "moscow", "rationale"}
    assert {name: getattr(ITEM, name) for name in row.scores} == dict(row.scores)
    assert row.extra == {}


def test_what_is_derived_is_left_out(tmp_path):
    _, found = reread(tmp_path)
    ignored = [column.header for column in found.columns if column.mapping.use == IGNORED]
    assert ignored == ["Rank", "Score", "Score to 10 digits", "Tie order", "PMDesk id"]


def test_a_workbook_in_other_units_is_converted_or_asked(tmp_path):
    other = Settings(reach_period=ReachPeriod.MONTH, effort_unit=EffortUnit.POINTS)
    _, found = reread(tmp_path, settings=other)
    by_header = {column.header: column.mapping for column in found.columns}
    assert by_header["Reach per month"].factor == 3.0
    assert by_header["Effort (story points)"].use == "extra"
    assert Asked.UNIT in {question.asked for question in found.questions}


def test_columns_that_somebody_added_are_anybodys(tmp_path):
    book = written(tmp_path, workbook_of([ITEM]))
    sheet = book["Backlog"]
    sheet.cell(1, sheet.max_column + 1, "Labels")
    sheet.cell(2, sheet.max_column, "a, b")
    sheet.cell(1, sheet.max_column + 1, "Note of Ann")
    sheet.cell(2, sheet.max_column, "later")
    book.save(tmp_path / "out.xlsx")
    (row,) = read_import(raw_file(tmp_path / "out.xlsx")).rows
    assert (row.values["labels"], row.extra) == (("a", "b"), {"Note of Ann": "later"})
