"""Workbooks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.chart import BarChart

from pmdesk.domain.messages import UserError
from pmdesk.domain.sheet_info import SheetInfo
from pmdesk.sheets.reading import workbook_file
from pmdesk.sheets.reading.workbook_file import open_workbook


def workbook(**sheets):
    """The bytes of a workbook with these sheets, each a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def read(**sheets):
    head, rows = open_workbook("x.xlsx", workbook(**sheets))
    return head, list(rows)


def test_cells_keep_their_types():
    moment, day = datetime(2024, 9, 6, 13, 55), date(2024, 9, 6)
    head, rows = read(Sheet=[["Key", "A", "B", "C", "D", "E"], ["A-1", 3, 0.5, True, moment, day]])
    assert head.header == ("Key", "A", "B", "C", "D", "E")
    assert rows[0].cells == ("A-1", 3.0, 0.5, True, moment, day)


def test_a_header_of_numbers_and_days_is_as_people_read_it():
    head, _ = read(Sheet=[["Title", 2024, 0.5, date(2024, 9, 6), datetime(2024, 9, 6, 13, 55)], ["One", 1, 2, 3, 4]])
    assert head.header == ("Title", "2024", "0.5", "2024-09-06", "2024-09-06 13:55:00")


def test_times_of_day_and_durations_are_text():
    _, rows = read(Sheet=[["Key", "A", "B"], ["A-1", time(9, 30), timedelta(hours=30)]])
    assert rows[0].cells == ("A-1", "09:30:00", "1 day, 6:00:00")


def test_rows_have_their_number_in_the_sheet():
    head, rows = read(Sheet=[[], ["Key", "Title"], [], ["A-1", "One"], [None, None], ["A-2", "Two"]])
    assert (head.header, head.row) == (("Key", "Title"), 2)
    assert [row.number for row in rows] == [4, 6]


def hiding(state):
    """A workbook with a sheet that is shown and a wider one that is not."""
    book = openpyxl.load_workbook(BytesIO(workbook(Shown=[["Key", "T"], ["A-1", "x"]], Hidden=[["a"] * 9] * 3)))
    book["Hidden"].sheet_state = state
    written = BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_listed_but_not_read(state):
    head, rows = open_workbook("x.xlsx", hiding(state))
    assert head.sheet == "Shown"
    assert head.sheets == (SheetInfo("Shown", 2), SheetInfo("Hidden", 3, hidden=True))
    assert [row.cells for row in rows] == [("A-1", "x")]


def test_the_sheet_that_is_wanted_is_read_also_a_hidden_one():
    head, rows = open_workbook("x.xlsx", hiding("hidden"), "Hidden")
    assert (head.sheet, len(list(rows)), head.notes) == ("Hidden", 2, ())


def test_a_sheet_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(UserError, match="“x.xlsx” has no sheet “Issues”; it has “Shown”, “Hidden”."):
        open_workbook("x.xlsx", hiding("hidden"), "Issues")


def test_a_wanted_sheet_without_a_table_is_refused():
    with pytest.raises(UserError, match="Sheet “Notes” of “x.xlsx” is not a table"):
        open_workbook("x.xlsx", workbook(Issues=[["Key", "Title"], ["A-1", "One"]], Notes=[["hello"]]), "Notes")


def test_a_workbook_of_charts_is_refused():
    book = openpyxl.Workbook()
    book.create_chartsheet("Velocity").add_chart(BarChart())
    book.remove(book.active)
    written = BytesIO()
    book.save(written)
    with pytest.raises(UserError, match="“x.xlsx” holds no sheet with cells, only charts or macros"):
        open_workbook("x.xlsx", written.getvalue())


@pytest.mark.parametrize("length", [30, 2000, -40])
def test_a_damaged_workbook_is_refused(length):
    with pytest.raises(UserError, match="“x.xlsx” is not a workbook that can be read"):
        open_workbook("x.xlsx", workbook(Sheet=[["Key", "Title"], ["A-1", "One"]])[:length])


def test_a_panic_of_the_library_is_a_fault_of_the_file(monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(data, format_name):
        raise PanicException("index out of bounds")

    monkeypatch.setattr(workbook_file, "_read", panic)
    with pytest.raises(UserError, match="not a workbook"):
        open_workbook("x.xlsx", b"PK")


def test_what_is_no_panic_passes(monkeypatch):
    def stop(data, format_name):
        raise KeyboardInterrupt

    monkeypatch.setattr(workbook_file, "_read", stop)
    with pytest.raises(KeyboardInterrupt):
        open_workbook("x.xlsx", b"PK")


def test_a_lone_cell_far_down_is_soon_read():
    book = openpyxl.Workbook()
    book.active.cell(1_000_000, 5, "Key")
    book.active.cell(1_000_000, 6, "Title")
    book.active.cell(1_000_001, 5, "A-1")
    written = BytesIO()
    book.save(written)
    head, rows = open_workbook("x.xlsx", written.getvalue())
    assert head.header == ("Key", "Title")
    assert [(row.number, row.cells) for row in rows] == [(1_000_001, ("A-1", ""))]


def test_one_sheet_that_cannot_be_read_leaves_the_others():
    written = workbook(Issues=[["Key", "Title"], ["A-1", "One"]], Broken=[["Key", "Title"], ["A-2", "Two"]])
    head, rows = open_workbook("x.xlsx", replaced(written, "xl/worksheets/sheet2.xml", b'r="A1"', b'r="!!"'))
    assert head.sheets == (SheetInfo("Issues", 2), SheetInfo("Broken", 0))
    assert [row.cells for row in rows] == [("A-1", "One")]


def replaced(written, part, old, new):
    """The workbook with something else in one of its parts."""
    out = BytesIO()
    with ZipFile(BytesIO(written)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            assert name != part or old in content
            target.writestr(name, content.replace(old, new) if name == part else content)
    return out.getvalue()


OWN = {
    "Summary": [["Top"] * 9] * 4,
    "Backlog": [["Rank", "Key", "Title"], [1, "A-1", "One"], [2, "A-2", "Two"]],
    "Scales": [["Impact", None], ["High", 2]],
    "PMDesk data": [["format", 1], ["backlog", "b"], [], ["id", "title"], [7, "One"]],
}


def test_of_an_own_workbook_what_was_exported_follows_the_list():
    head, rows = read(**OWN)
    assert (head.sheet, head.header, head.notes) == ("Backlog", ("Rank", "Key", "Title"), ())
    assert head.beside == (("Scales", 2), ("PMDesk data", 4))
    found = [row.cells for row in rows]
    assert found[:2] == [(1, "A-1", "One"), (2, "A-2", "Two")]
    assert found[2:] == [("Impact", ""), ("High", 2), ("format", 1), ("backlog", "b"), ("id", "title"), (7, "One")]


def test_the_list_of_an_own_workbook_may_have_another_name():
    head, _ = read(**{"Ours" if name == "Backlog" else name: rows for name, rows in OWN.items()})
    assert (head.sheet, [name for name, _ in head.beside]) == ("Ours", ["Scales", "PMDesk data"])


def test_an_own_workbook_without_rows_is_refused():
    with pytest.raises(UserError, match="No sheet of “x.xlsx” looks like a table"):
        read(**{**OWN, "Backlog": [["Rank", "Key", "Title"]]})


def test_a_sheet_that_only_has_the_name_is_no_sign():
    head, rows = read(**{**OWN, "PMDesk data": [["Rank", "Key"], [1, "x"]]})
    assert (head.beside, len(list(rows))) == ((), 2)


def test_a_sheet_that_is_wanted_is_read_of_an_own_workbook_too():
    head, _ = open_workbook("x.xlsx", workbook(**OWN), "Scales")
    assert (head.sheet, head.beside) == ("Scales", (("PMDesk data", 4),))
